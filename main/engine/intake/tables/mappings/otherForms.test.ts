// 全銀 records written by Python's cp932 codec, a graph packed by the npm package lzwcompress 1.1.0, and answers of explorers by hand.
import { inflateSync } from 'node:zlib';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contextOf, evm, LEDGER, readAll, TRON } from '../../../../../tests/tables/reading.ts';
import { SHARED_DATA, sharedFile } from '../../../../../tests/vectors/sharedData.ts';
import { bytesSource } from '../byteSource.ts';
import { isGraphFile, readGraphFile } from '../graphFile.ts';
import { type JsonObject, readJsonObjects } from '../jsonObjects.ts';

const ZENGIN =
  'eJzFkc8KwjAMxu+FvkOv3pL+mfrQngQVaWGoN2XuIChI+yy6TVJ7WgsTf4eQhK9pPoKgACrQYPqInxwAWxcaEXl3Gn/0IgE7oVTaVPPbtQ6ifq7FCNi96RmSMX0mnEkaG4' +
  '0g0ncGStnMTnfv8ldoD+dgY2m9DasdlZfHvi10IhWCVjBESU5UsRPnwjbfx4ROFl+HTm5ALZVUKEkBsmTjH8PZ8t8rTARnLzfes3Y=';
const GRAPH =
  'VwAAAHkAAABKAAAAdwAAAFkAAABYAAAAUgAAAG8AAABaAAAAbQAAAGwAAAB1AAAAWgAAAEcAAABWAAAAeQAAAEkAAABpAAAAdwAAAGkAAABNAAAAUwAAAEkAAABzAAAASQ' +
  'AAAGsAAABOAAAAaAAAAGMAAAAyAAAAVQAAAGcAAABOAAAADwEAAHMAAABXAAAAMQAAAHQAAABiAAAASQAAAG0AAABKAAAAMAAAAFkAAAAhAQAASQAAAGoAAABGAAAAQgAA' +
  'AE0AAABYAAAAcAAAAFEAAABNAAAAVwAAAFYAAABRAAAATgAAAFYAAABGAAAASAAAAFoAAABXAAAAWgAAAHAAAABNAAAAawAAAFIAAABOAAAAVQAAAEYAAABSAAAAbQAAAF' +
  'YAAABFAAAAdwAAADEAAABVAAAAMAAAAHgAAAB0AAAAZAAAAGoAAABkAAAARQAAAGEAAABYAAAACAEAAFQAAABtAAAARQAAAGkAAABYAAAAUwAAAHcAAAB0AAAATwAAAEMA' +
  'AAB3AAAAdwAAAEwAAABIAAAAUgAAAHkAAABkAAAANgEAAGQAAABMAAAARgAAACUBAAAnAQAAVgAAADAAAABhAAAAQwAAABYBAAAtAQAAQgAAADQAAAAMAQAARgAAAGoAAA' +
  'BNAAAAVAAAAGQAAABtAAAATwAAAFQAAABVAAAAdgEAAEQAAABKAAAAbAAAAFoAAAB/AQAAeQAAAE0AAAAyAAAARQAAAIcBAABqAAAAQQAAADIAAABNAAAAjAEAADIAAAB+' +
  'AQAAawAAADAAAABOAAAAVAAAAGsAAAAzAAAAWQAAAHoAAABFAAAAegAAAFoAAABEAAAAZwAAAHoAAAA1AQAAVgAAAGoAAAAgAQAASgAAAGoBAACeAQAAcwAAAE0AAABpAA' +
  'AANAAAADEAAABMAAAARwAAAFoAAABoAAAAYgAAAEgAAABOAAAAbAAAAFgAAABvAQAAIgEAACQBAAAmAQAAKAEAACoBAAAsAQAAagAAAFIAAABoAAAATgAAAFcAAABVAAAA' +
  'eAAAAIUBAABSAAAAaQAAAFkAAABXAAAARgAAAGkAAABPAAAARAAAAGwAAABtAAAAiAEAAJsBAACPAQAAwgEAAE8AAABHAAAARQAAADQAAADTAQAATQAAAKABAABXAAAASg' +
  'AAAGoAAADLAQAAfAEAAE4AAABqAAAA1QEAAFoAAABqAAAAHAEAAN8BAABjAAAAnAEAAFQAAADbAQAAmQEAAGMAAACYAQAAVwAAAEkAAACHAQAAVAAAAEkAAACYAQAAUgEA' +
  'AGgAAAAIAQAAUgAAAIQBAADUAQAAoAEAADIAAAAQAQAAXAEAAGIBAABMAAAARAAAAEEAAABzAAAACAEAAEYAAABzAAAAHAEAAFUAAACoAQAARgAAADEAAABqAQAAbAEAAG' +
  'IAAAAAAQAASgAAAGkAAABkAAAARwAAAKkBAABMAAAAcgEAAHgAAABRAAAAVAAAAEYAAAA2AAAAVQAAAEQAAABGAAAAbAAAABoCAABWAAAAUgAAAFIAAAAyAAAAVgAAAG0A' +
  'AABhAAAA6AEAAEUAAABUAAAAVgAAAEIAAABVAAAAWgAAAGwAAABSAAAATQAAADkBAABOAAAATQAAAGIAAABYAAAAWQAAADMAAABSAAAARwAAAGwAAAAyAAAAWgAAAGsAAA' +
  'A1AAAAaAAAAEkAAABsAAAAMAAAABcBAABrAAAAZAAAAGwAAABiAAAASAEAAHoAAABVAQAATQAAAGcAAAA2AAAAWQAAAGUAAABSAAAAEAEAAHgAAABiAAAAFAEAAP0BAABq' +
  'AAAABgIAAE0AAABhAQAAeAAAALUBAAAJAgAAawEAACUBAAANAgAADwIAABECAABpAAAAEwIAAEoAAAA+AgAAQAIAACIBAAABAQAAXwIAABICAABDAAAADgIAAD8CAABBAg' +
  'AAIwEAAHMAAADGAQAAbgAAAFIAAABqAAAAEAEAABIBAABkAAAAagIAAGQAAABaAgAAeAIAAFEAAAA9AAAAPQAAAA==';
const A = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const B = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';
const C = '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB';
const HASH = `0x${'ab'.repeat(32)}`;

describe('全銀', () => {
  const bytes = inflateSync(Buffer.from(ZENGIN, 'base64'));

  it('reads records with line ends and without, and checks the trailer', async () => {
    const bare = Buffer.concat(Array.from({ length: 5 }, (_, i) => bytes.subarray(i * 202, i * 202 + 200)));
    for (const file of [bytes, bare]) {
      const read = await readAll(file, contextOf(LEDGER));
      expect(read.mapping).toBe('zengin');
      expect(read.rejected).toEqual([]);
      expect(
        read.transactions.map(({ transaction: t, facts }) => [
          t.timeSeconds,
          t.transfers.map((m) => [m.from, m.to, m.amount]),
          facts?.['counterpartyName'],
        ]),
      ).toEqual([
        [Date.UTC(2024, 2, 31, 15) / 1000, [[null, '0001234567', 50000n]], 'ｶ)ﾄﾗﾝｽ'],
        [Date.UTC(2019, 3, 29, 15) / 1000, [['0001234567', null, 30000n]], 'ｽｽﾞｷ'],
      ]);
      expect(read.summary.names.map(({ address, name }) => [address, name])).toEqual([['0001234567', 'ﾔﾏﾀﾞ ﾀﾛｳ']]);
      expect(read.summary.flags).toEqual([
        { code: 'zoneOfForm', zone: '+09:00' },
        { code: 'daysOnly', rows: 2, zone: '+09:00' },
        { code: 'eraAssumed', row: 2, era: 'R' },
      ]);
    }
  });

  it('says where the trailer does not fit', async () => {
    const altered = Buffer.from(bytes);
    // The first amount's last digit.
    altered[202 + 1 + 8 + 12 + 1 + 2 + 11] = 0x31;
    const { summary } = await readAll(altered, contextOf(LEDGER));
    expect(summary.flags).toContainEqual({ code: 'balanceBreak', row: 4, expected: 'incoming sum 50001', stated: '0000000050000' });
    expect(summary.flags).toContainEqual({ code: 'balanceBreak', row: 4, expected: '120001', stated: '120000' });
  });
});

describe('answers of explorers', () => {
  it('reads TronGrid, with approvals apart from transfers', async () => {
    const [from, to, token] = [
      'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8',
      'TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR',
      'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
    ];
    const record = (id: string, type: string, value: string) => ({
      transaction_id: id.repeat(64),
      token_info: { symbol: 'USDT', address: token, decimals: 6, name: 'Tether USD' },
      block_timestamp: 1711972800000,
      from,
      to,
      type,
      value,
    });
    const { mapping, transactions } = await readAll(
      JSON.stringify({
        data: [
          record('a', 'Transfer', '1000500000'),
          record('b', 'Approval', '115792089237316195423570985008687907853269984665640564039457584007913129639935'),
        ],
        success: true,
        meta: {},
      }),
      contextOf(TRON),
    );
    expect(mapping).toBe('trongrid.trc20');
    expect(transactions.map(({ transaction: t }) => [t.transfers.map((m) => m.amount), t.events.map((e) => e.amount)])).toEqual([
      [[1000500000n], []],
      [[], [(1n << 256n) - 1n]],
    ]);
  });

  it("reads the Etherscan family's account modules", async () => {
    const common = {
      blockNumber: '17000000',
      timeStamp: '1680000000',
      hash: HASH,
      from: A.toLowerCase(),
      to: B.toLowerCase(),
      value: '5',
      contractAddress: '',
      input: '0x',
      gas: '21000',
      gasUsed: '21000',
      isError: '0',
    };
    const read = async (record: object) => readAll(JSON.stringify({ status: '1', message: 'OK', result: [record] }), contextOf(evm()));
    const normal = await read({
      ...common,
      nonce: '1',
      blockHash: HASH,
      transactionIndex: '3',
      gasPrice: '10',
      txreceipt_status: '1',
      confirmations: '9',
    });
    expect(normal.mapping).toBe('etherscanApi.normal');
    expect(normal.transactions[0]?.transaction).toMatchObject({
      position: 3,
      blockHash: HASH,
      status: 'ok',
      transfers: [
        { kind: 'value', amount: 5n },
        { kind: 'fee', amount: 210000n },
      ],
    });
    const failed = await read({ ...common, isError: '1', nonce: '1', gasPrice: '10', txreceipt_status: '0' });
    expect(failed.transactions[0]?.transaction).toMatchObject({ status: 'failed', transfers: [{ kind: 'fee' }] });
    const internal = await read({ ...common, type: 'call', traceId: '0_1', errCode: '' });
    expect(internal.transactions[0]?.transaction.transfers).toMatchObject([{ kind: 'internal', path: [0, 0, 1] }]);
    const token = await read({
      ...common,
      nonce: '1',
      contractAddress: C,
      tokenName: 'x',
      tokenSymbol: 'x',
      tokenDecimal: '6',
      gasPrice: '1',
      blockHash: HASH,
      transactionIndex: '0',
    });
    expect(token.mapping).toBe('etherscanApi.token');
    expect(token.transactions[0]?.transaction.transfers).toMatchObject([
      { kind: 'token', asset: { contract: C }, amount: 5n, path: [1, -1, 0] },
    ]);
  });

  it("reads GraphSense's transactions of the coin, and refuses a token by symbol and a counter that ran over", async () => {
    const record = (currency: string, value: number | string) =>
      `{"tx_type":"account","identifier":"x","currency":"${currency}","network":"eth","tx_hash":"${HASH}","timestamp":1680000000,"height":5,"from_address":"${A}","to_address":"${B}","value":{"value":${value},"fiat_values":[]}}`;
    const { mapping, transactions, rejected } = await readAll(
      `{"address_txs":[${[record('eth', '123456789012345678901'), record('usdt', 5), record('eth', -2147483648)].join(',')}],"next_page":null}`,
      contextOf(evm()),
    );
    expect(mapping).toBe('graphsense.txs');
    expect(transactions.flatMap(({ transaction: t }) => t.transfers.map((m) => m.amount))).toEqual([123456789012345678901n]);
    expect(rejected.map((one) => one.reason)).toEqual(['assetUnknown', 'negative']);
  });

  it("reads Blockchair's tables of Ethereum", async () => {
    const bare = (text: string): string => text.slice(2).toLowerCase();
    const calls = [
      'block_id\ttransaction_hash\tindex\tdepth\ttime\tfailed\tfail_reason\ttype\tsender\trecipient\tchild_call_count\tvalue\ttransferred',
      `5\t${bare(HASH)}\t0\t0\t2024-04-01 12:00:00\t0\t\tcall\t${bare(A)}\t${bare(B)}\t1\t7\t1`,
      `5\t${bare(HASH)}\t0.1\t1\t2024-04-01 12:00:00\t0\t\tcall\t${bare(B)}\t${bare(C)}\t0\t3\t1`,
      `5\t${bare(HASH)}\t0.2\t1\t2024-04-01 12:00:00\t1\tx\tcall\t${bare(B)}\t${bare(C)}\t0\t3\t0`,
    ].join('\n');
    const { mapping, transactions } = await readAll(calls, contextOf(evm()));
    expect(mapping).toBe('blockchair.calls');
    expect(transactions[0]?.transaction.transfers).toMatchObject([
      { kind: 'value', path: [0], from: A, to: B, amount: 7n },
      { kind: 'internal', path: [0, 1], amount: 3n },
    ]);
    expect(transactions[0]?.transaction.transfers.length).toBe(2);
  });
});

describe('graph files', () => {
  const bytes = new Uint8Array(Buffer.from(GRAPH, 'base64'));
  it('reads a pathfinder graph', () => {
    expect(isGraphFile(bytes.subarray(0, 64))).toBe(true);
    expect(readGraphFile(bytes, 'x.gs')).toMatchObject({
      name: 'Case 7',
      addresses: [
        { network: 'btc', id: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', x: -8, start: true },
        { network: 'eth', y: 2.5, start: false },
      ],
      transactions: [{ id: '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b' }],
      annotations: [{ label: 'Genesis 金', color: [1, 0.5, 0, 1] }],
      edges: [{ from: { id: 'a' }, to: { id: 'b' }, transactions: [{ id: 't' }] }],
    });
  });
  it('refuses what is none, and bombs', () => {
    for (let at = 0; at < bytes.length; at += 7) {
      const altered = bytes.slice();
      altered[at] = (altered[at] as number) ^ 0x40;
      try {
        readGraphFile(altered, 'x.gs');
      } catch (error) {
        expect((error as { code?: string }).code).toBe('intake.malformed');
      }
    }
    // Each code names the entry just made: the text grows with the square.
    const bomb = new Uint32Array(20_000).map((_, i) => (i === 0 ? 65 : 255 + i));
    expect(() => readGraphFile(new Uint8Array(bomb.buffer), 'x.gs')).toThrow(expect.objectContaining({ code: 'intake.malformed' }));
  });
});

describe.skipIf(SHARED_DATA === null)("nodes' dumps", () => {
  const objects = async (path: string): Promise<JsonObject[]> => {
    const all: JsonObject[] = [];
    for await (const batch of readJsonObjects(bytesSource(sharedFile(path), path))) all.push(...batch);
    return all;
  };
  it.each([
    ['eth-tron/ethereum-etl/test_export_blocks_job/block_with_logs/web3_response.eth_getBlockByNumber_0x76250_true.json', 'evm.block'],
    [
      'eth-tron/ethereum-etl/test_export_receipts_job/receipts_with_logs/web3_response.eth_getTransactionReceipt_0x04cbcb236043d8fb7839e07bbc7f5eed692fb2ca55d897f1101eac3e3ad4fab8.json',
      'evm.receipt',
    ],
    ['eth-tron/ethereum-etl/test_export_traces_job/block_with_create/web3_response.trace_block_0xf44f2.json', 'evm.parityTrace'],
    [
      'eth-tron/ethereum-etl/test_extract_geth_traces_job/block_with_subtraces/web3_response.debug_traceBlockByNumber_0xf4240_tracer_calltracer.json',
      'evm.callTrace',
    ],
    ['eth-tron/go-ipld-eth/eth-block-body-json-999998', 'evm.block'],
  ])('%s holds %s', async (path, kind) => {
    const found = await objects(path);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map((one) => one.kind))).toEqual(new Set([kind]));
  });
  it('knows Esplora transactions', async () => {
    const folder = join(SHARED_DATA as string, 'coinjoin-crime/am-i-exposed');
    const files = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.json'));
    const kinds = (await Promise.all(files.map((name) => objects(join('coinjoin-crime/am-i-exposed', name)))))
      .flat()
      .map((one) => one.kind);
    expect(kinds.filter((kind) => kind === 'esplora.transaction').length).toBeGreaterThanOrEqual(10);
  });
});
