// Pages of TronGrid, as files hold them.
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { tronAddress } from './address.ts';
import { TETHER_CALL } from './chainVectors.ts';
import { gridContinues, gridRows, readGridTransaction, readGridTransfers } from './gridJson.ts';
import { parseTronJson } from './json.ts';
import { TRON } from './networks.ts';
import { readTransactionBytes } from './transaction.ts';

const USDT = TRON.tether as string;
const A = tronAddress(new Uint8Array(20).fill(0xa));
const B = tronAddress(new Uint8Array(20).fill(0xb));

describe('TronGrid', () => {
  it('puts rows of TRC-20 together by transaction', () => {
    const row = (id: string, value: string, type = 'Transfer') => ({
      ...{
        transaction_id: id.repeat(32),
        token_info: { symbol: 'USDT', address: USDT, decimals: 6 },
        block_timestamp: 1_700_000_000_123,
        from: A,
        to: B,
        type,
        value,
      },
    });
    const page = parseTronJson(
      JSON.stringify({
        data: [row('11', '5'), row('22', `${2n ** 255n}`), row('11', '6'), row('33', '1', 'Approval')],
        meta: { fingerprint: 'next' },
      }),
    );
    const found = readGridTransfers(gridRows(page));
    expect(gridContinues(page)).toBe('next');
    expect(found.map(({ id, transfers }) => [id.slice(0, 2), transfers.map(({ amount }) => amount)])).toEqual([
      ['11', [5n, 6n]],
      ['22', [2n ** 255n]],
      ['33', []],
    ]);
    expect(found[0]).toMatchObject({ timeSeconds: 1_700_000_000, status: 'ok', from: null });
  });

  it('reads a row of the history, and leaves rows of internal transactions alone', () => {
    const transaction = readTransactionBytes(fromHex(TETHER_CALL.bytes));
    const row = {
      txID: transaction.txid,
      raw_data_hex: hex(transaction.rawData),
      ret: [{ contractRet: 'SUCCESS', fee: 13_000_000 }],
      signature: transaction.signatures.map(hex),
      ...{ blockNumber: 78115149, block_timestamp: 1765007400000, net_fee: 345000, energy_fee: 12_655_000, internal_transactions: [] },
    };
    const [read, skipped] = gridRows(parseTronJson(JSON.stringify([row, { tx_id: 'aa', internal_tx_id: 'bb' }]))).map(readGridTransaction);
    expect(skipped).toBeNull();
    expect(read?.transaction).toMatchObject({ status: 'ok', blockNumber: 78115149, timeSeconds: 1765007400 });
    expect(read?.transaction.transfers.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['token', TETHER_CALL.amount],
      ['fee', 13_000_000n],
    ]);
  });
});
