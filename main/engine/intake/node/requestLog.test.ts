// The list of requests survives being written as runs: expanded with the headers' hashes it gives the digest of the original.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openRequestLog, requestsDigest, requestsOf } from './requestLog.ts';
import type { AskedQuestion } from './rpc.ts';

const hashAt = (height: number, chain = 'a'): string => chain + height.toString(16).padStart(63, '0');
const asked = (
  method: string,
  params: AskedQuestion['params'],
  height: number | null = null,
  parent: string | null = null,
): AskedQuestion => ({
  method,
  params,
  height,
  parent,
  outcome: 'ok',
});
const byHash = (method: string, height: number, rest: boolean | number, chain = 'a') =>
  asked(method, [hashAt(height, chain), rest], height, hashAt(height - 1, chain));

it('keeps a short session one by one', () => {
  const log = openRequestLog();
  log.add([asked('getblockhash', [0]), asked('getnetworkinfo', [])], 100);
  log.add([{ ...byHash('getblock', 7, 0), outcome: 'node.withholds' }], 20);
  const summary = log.summary();
  expect(summary).toMatchObject({
    requests: 3,
    methods: { getblockhash: 1, getnetworkinfo: 1, getblock: 1 },
    heights: { first: 0, last: 7 },
    bytesReceived: 120,
    refused: [{ request: 3, method: 'getblock', outcome: 'node.withholds' }],
    refusedCount: 1,
    list: [['getblockhash', 0], ['getnetworkinfo'], ['getblock', hashAt(7), 0]],
    runs: null,
  });
  // By hand: SHA-256 of the three lines.
  expect(summary.digest).toBe(requestsDigest(summary.list ?? []));
});

it('writes a synchronisation as a few runs, and gives every request again', () => {
  const log = openRequestLog();
  const original: (readonly [string, ...AskedQuestion['params']])[] = [];
  const add = (questions: readonly AskedQuestion[]): void => {
    log.add(questions, 1);
    for (const { method, params } of questions) original.push([method, ...params]);
  };
  for (let from = 1; from < 5000; from += 1000) {
    const heights = Array.from({ length: 1000 }, (_, i) => from + i);
    add(heights.map((height) => asked('getblockhash', [height])));
    add(heights.map((height) => byHash('getblockheader', height, false)));
  }
  const { runs, list, digest } = log.summary();
  expect(list).toBeNull();
  expect(runs).toHaveLength(10);
  expect([...requestsOf(runs ?? [], (height) => hashAt(height))]).toEqual(original);
  expect(digest).toBe(requestsDigest(original));
});

it('writes blocks asked for by hexadecimal height as one run', () => {
  const log = openRequestLog();
  log.add(
    Array.from({ length: 1500 }, (_, i) => asked('eth_getBlockByNumber', [`0x${(i + 7).toString(16)}`, true], i + 7)),
    1,
  );
  expect(log.summary().runs).toEqual([{ method: 'eth_getBlockByNumber', by: 'quantity', from: 7, to: 1506, rest: [true] }]);
});

it('gives again whatever was asked, forks included', () => {
  const question = fc.oneof(
    fc.integer({ min: 0, max: 5 }).map((height) => asked('getblockhash', [height])),
    fc
      .record({ height: fc.integer({ min: 1, max: 5 }), chain: fc.constantFrom('a', 'b'), rest: fc.constantFrom(0, 3) })
      .map(({ height, chain, rest }) => byHash('getblock', height, rest, chain)),
    fc.constant(asked('getbestblockhash', [])),
    fc.integer({ min: 1, max: 5 }).map((height) => asked('eth_getBlockByNumber', [`0x${height.toString(16)}`, true], height)),
    fc.constant(asked('eth_getLogs', [{ fromBlock: '0x1', topics: [null, ['0x2']] }])),
    fc.integer({ min: 1, max: 5 }).map((height) => asked('getblock', [hashAt(height), 0])),
  );
  fc.assert(
    fc.property(fc.array(question, { maxLength: 40 }), (questions) => {
      const log = openRequestLog();
      const many = Array.from({ length: 40 }, () => questions).flat();
      log.add(many, 0);
      const { runs, list, digest } = log.summary();
      const again = list ?? [...requestsOf(runs ?? [], (height, on) => hashAt(height, on.slice(0, 1)))];
      expect(again).toEqual(many.map(({ method, params }) => [method, ...params]));
      expect(requestsDigest(again)).toBe(digest);
    }),
  );
});
