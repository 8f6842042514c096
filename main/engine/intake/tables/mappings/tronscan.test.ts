// TRONSCAN's exports, made by hand around well-known contracts.
import { describe, expect, it } from 'vitest';
import { contextOf, readAll, TRON } from '../../../../../tests/tables/reading.ts';

// The USDT contract and other well-known contracts of TRON's documentation: their checksums are checked by the test's own base58check.
const USDT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const A = 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8';
const B = 'TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR';
const hash = (n: number): string => n.toString(16).padStart(64, '0');

describe('tronscan', () => {
  it('reads token transfers', async () => {
    const text = [
      'Tx Hash,blockHeight,blockTime(UTC+8),blockTime(UTC),from,to,value,symbol,tokenAddress,isConfirm',
      `${hash(1)},60000000,2024/04/01 20:00:00,2024/04/01 12:00:00,${A},${B},"1,000.5",USDT,${USDT},true`,
      `${hash(2)},60000001,2024/04/01 20:00:03,2024/04/01 12:00:03,${A},${B},1.0E-6,USDT,${USDT},true`,
      `${hash(3)},60000002,2024/04/01 20:00:06,2024/04/01 12:00:06,${A},${B.slice(0, -1)}S,1,USDT,${USDT},true`,
      `${hash(4)},60000003,2024/04/01 20:00:09,2024/04/01 12:00:09,${A},${B},7,BL,1000001,true`,
    ].join('\n');
    const { mapping, transactions, rejected } = await readAll(
      text,
      contextOf(TRON, { decimalsOf: (contract) => (contract === USDT ? 6 : contract === '1000001' ? 0 : null) }),
    );
    expect(mapping).toBe('tronscan.tokens');
    expect(transactions.map(({ transaction: t }) => t)).toMatchObject([
      {
        id: hash(1),
        blockNumber: 60000000,
        timeSeconds: Date.UTC(2024, 3, 1, 12) / 1000,
        status: 'ok',
        transfers: [{ kind: 'token', from: A, to: B, amount: 1000500000n, path: [1, -1, 0], asset: { contract: USDT } }],
      },
      { id: hash(4), transfers: [{ kind: 'value', path: [0], amount: 7n, asset: { kind: 'token', contract: '1000001' } }] },
    ]);
    expect(rejected.map((one) => [one.row, one.column, one.reason])).toEqual([
      [3, 'value', 'scientific'],
      [4, 'to', 'badAddress'],
    ]);
  });

  it('reads transactions: failed ones and other contract types move nothing', async () => {
    const row = (id: number, value: string, symbol: string, type: string, status: string): string =>
      `${hash(id)},60000000,2024/04/01 20:00:00,2024/04/01 12:00:00,${A},${B},${value},${symbol},${type},${status}`;
    const { mapping, transactions, rejected } = await readAll(
      [
        'Tx Hash,blockHeight,blockTime(UTC+8),blockTime(UTC),from,to,value,symbol,contractType,status',
        row(1, '12.5', 'TRX', 'TransferContract', 'SUCCESS'),
        row(2, '12.5', 'TRX', 'TransferContract', 'OUT_OF_ENERGY'),
        row(3, '100', 'TRX', 'FreezeBalanceV2Contract', 'SUCCESS'),
        row(4, '5', 'BL', 'TransferAssetContract', 'SUCCESS'),
        row(5, '5', 'TRX', 'TransferContract', 'WHATEVER'),
      ].join('\n'),
      contextOf(TRON),
    );
    expect(mapping).toBe('tronscan.transactions');
    expect(transactions.map(({ transaction: t }) => [t.status, t.transfers.map((m) => m.amount)])).toEqual([
      ['ok', [12500000n]],
      ['failed', []],
      ['ok', []],
      ['unknown', [5000000n]],
    ]);
    expect(rejected.map((one) => one.reason)).toEqual(['assetUnknown']);
  });

  it('reads the older form only with the token stated', async () => {
    const text = `transaction_id,block,block_ts,from_address,to_address,confirmed,contractRet,quant\n${hash(1)},1,1711972800000,${A},${B},true,SUCCESS,1000500000\n`;
    expect((await readAll(text, contextOf(TRON))).rejected.map((one) => one.reason)).toEqual(['assetUnknown']);
    expect((await readAll(text, contextOf(TRON, { token: USDT }))).transactions[0]?.transaction).toMatchObject({
      timeSeconds: 1711972800,
      transfers: [{ amount: 1000500000n }],
    });
  });
});
