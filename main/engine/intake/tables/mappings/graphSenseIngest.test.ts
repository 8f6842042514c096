// GraphSense's ingest in base64: the same rows in hexadecimal, written anew by hand, must read alike; and rows that are not what they seem.
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { TRON_NETWORKS } from '../../../chains/index.ts';
import { contextOf, evm, readAll } from '../../../../../tests/tables/reading.ts';
import { SHARED_DATA, sharedFile } from '../../../../../tests/vectors/sharedData.ts';

const BYTES = new Set(['txHash', 'blockHash', 'fromAddress', 'toAddress', 'address', 'data', 'input', 'topic0']);
const inBase64 = (text: string): string => Buffer.from(text.replace(/^0x/, ''), 'hex').toString('base64');

/** A record of the hexadecimal tables as the ingest's JSON writes it; empty cells are left out there. */
function rewritten(record: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(record).flatMap(([name, value]) => {
    if (value === '' || value === null) return [];
    if (Array.isArray(value)) return [[name, value.map((one) => inBase64(String(one)))]];
    return [[name, BYTES.has(name) ? inBase64(String(value)) : value]];
  });
  return JSON.stringify(Object.fromEntries(entries));
}

describe.skipIf(SHARED_DATA === null)('tables of Ethereum', () => {
  const folder = 'eth-tron/graphsense-eth/tokens';
  const text = (path: string): string => new TextDecoder().decode(sharedFile(path));

  it.each([
    ['transactions', 'graphSense.evm.transactions', () => parse(text(`${folder}/transactions.csv`), { columns: true }) as object[]],
    [
      'logs',
      'graphSense.evm.logs',
      () =>
        text(`${folder}/logs.json`)
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as object),
    ],
  ])('%s read alike in both', async (name, mapping, records) => {
    const context = contextOf(evm());
    const plain = await readAll(sharedFile(`${folder}/${name}.${name === 'logs' ? 'json' : 'csv'}`), context);
    const own = await readAll(
      `${records()
        .map((one) => rewritten(one as Record<string, unknown>))
        .join('\n')}\n`,
      context,
    );
    expect(own.mapping).toBe(mapping);
    expect(own.rejected).toEqual([]);
    expect(own.transactions.map(({ transaction }) => transaction)).toEqual(plain.transactions.map(({ transaction }) => transaction));
  });
});

const [TRON] = TRON_NETWORKS as readonly [(typeof TRON_NETWORKS)[number]];

describe('tables of TRON', () => {
  const bytes = (length: number, fill: number): string => Buffer.alloc(length, fill).toString('base64');
  const blockHash = (number: number): string => {
    const id = Buffer.alloc(32, 7);
    id.writeBigUInt64BE(BigInt(number));
    return id.toString('base64');
  };
  const row = (more: object): string =>
    JSON.stringify({
      ...{
        txHash: bytes(32, 1),
        blockHash: blockHash(9),
        blockId: 9,
        transactionIndex: 0,
        fromAddress: bytes(20, 2),
        toAddress: bytes(20, 3),
      },
      ...{ value: 5, blockTimestamp: 1_529_919_702, receiptStatus: 1, ...more },
    });
  const read = (...rows: readonly string[]) => readAll(`${rows.join('\n')}\n`, contextOf(TRON));

  it('refuse a block id of another number, an address of another length and a counter that ran over', async () => {
    const rows = [
      row({}),
      row({ txHash: bytes(32, 2), blockHash: blockHash(10) }),
      row({ txHash: bytes(32, 3), fromAddress: bytes(21, 2) }),
      row({ txHash: bytes(32, 4), value: -5 }),
      // Spare bits that no right encoder sets: not the one way to write these bytes.
      row({ txHash: `${bytes(32, 5).slice(0, -2)}V=` }),
    ];
    const { mapping, rejected, transactions, summary } = await read(...rows);
    expect(mapping).toBe('graphSense.tronTransactions');
    expect(rejected.map(({ row: at, reason }) => [at, reason])).toEqual([
      [2, 'badHash'],
      [3, 'badAddress'],
      [4, 'negative'],
      [5, 'badHash'],
    ]);
    expect(transactions.map(({ transaction: { transfers }, facts }) => [transfers, facts])).toEqual([[[], { amountWithoutAsset: '5' }]]);
    expect(summary.flags).toContainEqual({ code: 'amountsWithoutAsset', rows: 1 });
  });

  it('move by inner calls what was not undone, TRC-10 by its number, and nothing by a vote', async () => {
    const call = (more: object): string =>
      JSON.stringify({
        ...{ blockId: 9, internalIndex: 0, traceIndex: 0, callerAddress: bytes(20, 2), transfertoAddress: bytes(20, 3), callInfoIndex: 0 },
        ...{ callValue: 7, note: 'call', rejected: false, txHash: bytes(32, 1), ...more },
      });
    const { mapping, transactions } = await read(
      call({}),
      call({ traceIndex: 1, rejected: true }),
      call({ traceIndex: 2, callTokenId: '1002000' }),
      call({ traceIndex: 3, note: 'voteWitness' }),
    );
    expect(mapping).toBe('graphSense.tronInternals');
    expect(transactions[0]?.transaction.transfers.map(({ path, asset, amount }) => [path, asset.contract, amount])).toEqual([
      [[0, 0], null, 7n],
      [[0, 2], '1002000', 7n],
    ]);
  });
});
