// An honest node, through a real socket: who it is, its headers, a reorganisation, its blocks and what they spent. Blocks and undo
// data come from the simulator, which no code under test made.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faultOf } from '../../../../tests/fixtures/caseDesk.ts';
import { hashOf, type MadeChain, makeChain, type NodeStandIn, packed, RpcError, standIn } from '../../../../tests/fixtures/nodeStandIn.ts';
import { bytesEqual, displayHash, hex } from '../../../../shared/model/bytes.ts';
import { BITCOIN, buildHeaderChain, decodeUndo, type HeaderChain, newColumns, readBlock, REGTEST } from '../../chains/index.ts';
import type { NodeConnection } from '../../kernel/index.ts';
import { judgeNodeHeaders, knownOf, nodeStore, openNode, syncHeaders } from './index.ts';
import type { AskedQuestion } from './rpc.ts';

const HEIGHT = 104;
const never = new AbortController().signal;
let first: MadeChain;
let second: MadeChain;
let node: NodeStandIn;
let connection: NodeConnection;
let asked: AskedQuestion[];

beforeAll(() => {
  first = makeChain(HEIGHT);
  second = makeChain(HEIGHT + 2, 90);
});
beforeEach(async () => {
  node = await standIn(first);
  connection = await node.connect();
  asked = [];
});
afterEach(async () => {
  connection.close();
  await node.close();
});

const open = (expected = undefined as Parameters<typeof openNode>[1]) =>
  openNode(connection, expected, (questions) => asked.push(...questions), never);
const headersOf = ({ blocks }: MadeChain, from = 0, to = blocks.length): Uint8Array =>
  packed(blocks.slice(from, to).map((block) => block.subarray(0, 80)));
const chainOf = (made: MadeChain, to?: number): HeaderChain => buildHeaderChain(REGTEST, headersOf(made, 0, to));

describe('who a node is', () => {
  it('is told by its genesis block, never by the name it gives itself', async () => {
    const opened = await open();
    expect(opened.network).toBe(REGTEST);
    expect(opened).toMatchObject({ givesUndo: true, prunedBelow: 0, agent: '/StandIn:290000/' });
    expect(asked.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([
      'getblockhash ok',
      'getblockheader ok',
      'getnetworkinfo ok',
      'getblockchaininfo ok',
    ]);
  });

  it('must be of the chain that was expected', async () => {
    expect(await faultOf(() => open(BITCOIN))).toMatchObject({ code: 'node.lies', parameters: { reason: 'genesis', expected: 'bitcoin' } });
  });
});

describe('headers', () => {
  it('are fetched from nothing to the tip', async () => {
    const got = await syncHeaders(await open(), knownOf(buildHeaderChain(REGTEST, new Uint8Array(0))), never);
    expect(Buffer.from(got.records).equals(headersOf(first, 1))).toBe(true);
    expect(got).toMatchObject({ complete: true, left: [], common: { height: 0 }, tip: { height: HEIGHT } });
  });

  it('are fetched from the last one known', async () => {
    const opened = await open();
    const known = chainOf(first, 51);
    const got = await syncHeaders(opened, knownOf(known), never);
    expect(got.common.height).toBe(50);
    expect(Buffer.from(got.records).equals(headersOf(first, 51))).toBe(true);
    const judged = judgeNodeHeaders(opened, known, got);
    expect(judged.chain.height[judged.chain.tip]).toBe(HEIGHT);
    expect(judged.rolledBack).toEqual([]);
    // Two batches for the headers, one look at the known tip.
    expect(asked.filter(({ method }) => method === 'getblockhash')).toHaveLength(1 + 1 + 54);
  });

  it('a tip already known costs no headers', async () => {
    const got = await syncHeaders(await open(), knownOf(chainOf(first)), never);
    expect(got.records).toHaveLength(0);
    expect(got.complete).toBe(true);
  });

  it('in parts, when they are many', async () => {
    const opened = await open();
    const got = await syncHeaders(opened, knownOf(chainOf(first, 51)), never, undefined, 20);
    expect(got.complete).toBe(false);
    expect(Buffer.from(got.records).equals(headersOf(first, 51, 71))).toBe(true);
  });

  it('a reorganisation rolls back exactly the blocks above the fork', async () => {
    const opened = await open();
    const known = chainOf(first);
    node.chain = second;
    const got = await syncHeaders(opened, knownOf(known), never);
    expect(got.common.height).toBe(89);
    const { chain, rolledBack } = judgeNodeHeaders(opened, known, got);
    expect(rolledBack.map(({ height }) => height)).toEqual(Array.from({ length: 15 }, (_, i) => HEIGHT - i));
    for (const { height, hash } of rolledBack) expect(displayHash(hash)).toBe(displayHash(hashOf(first.blocks[height] as Uint8Array)));
    expect(chain.height[chain.tip]).toBe(HEIGHT + 2);
    for (let height = 0; height < second.blocks.length; height++) {
      const header = chain.at(height);
      expect(bytesEqual(chain.hashes.subarray(header * 32, header * 32 + 32), hashOf(second.blocks[height] as Uint8Array))).toBe(true);
    }
  });

  it('a chain that changes while it is read is read again', async () => {
    const opened = await open();
    // In the middle of one batch: the hashes up to 94 are of the old branch, those above of the new one.
    node.tamper = (method, params, result) => {
      if (method === 'getblockhash' && params[0] === 95) node.chain = second;
      if (method !== 'getblockheader' || params[1] !== false) return result();
      const block = [...first.blocks, ...second.blocks].find((candidate) => displayHash(hashOf(candidate)) === params[0]);
      return hex((block as Uint8Array).subarray(0, 80));
    };
    const got = await syncHeaders(opened, knownOf(chainOf(first, 51)), never);
    expect(Buffer.from(got.records).equals(headersOf(second, 51))).toBe(true);
    expect(asked.filter(({ method }) => method === 'getbestblockhash')).toHaveLength(2);
  });

  it('stop on request', async () => {
    const stop = new AbortController();
    const opened = await open();
    node.raw = () => {
      stop.abort();
      return true;
    };
    expect((await faultOf(() => syncHeaders(opened, knownOf(chainOf(first, 51)), stop.signal))).code).toBe('job.cancelled');
  });
});

describe('blocks', () => {
  const hashesOf = (heights: readonly number[]): Uint8Array => packed(heights.map((height) => hashOf(first.blocks[height] as Uint8Array)));
  const counts = (bytes: Uint8Array) => (): number[] => {
    const columns = newColumns();
    readBlock(bytes, columns);
    return Array.from(
      { length: columns.txCount - 1 },
      (_, i) => (columns.txInStart[i + 2] as number) - (columns.txInStart[i + 1] as number),
    );
  };

  it('come in the order asked for, with what they spent, to the satoshi', async () => {
    const store = nodeStore(await open());
    const heights = [HEIGHT, 3, 0, 50, HEIGHT];
    const seen: number[] = [];
    for await (const block of store.read(hashesOf(heights), never)) {
      const height = heights[block.index] as number;
      seen.push(height);
      expect(Buffer.from(block.bytes).equals(first.blocks[height] as Uint8Array)).toBe(true);
      const undo = await block.undo(counts(block.bytes));
      const expected = height === 0 ? [] : decodeUndo(first.undo[height] as Uint8Array);
      expected.forEach((coins, i) => expect(undo?.coinsOf(i + 1)).toEqual(coins));
      expect(undo?.coinsOf(0)).toEqual([]);
      const [script] = expected.at(-1)?.map((coin) => coin.script) ?? [];
      const isIt = (given: Uint8Array, start: number, end: number) =>
        Buffer.compare(given.subarray(start, end), script ?? new Uint8Array(1)) === 0;
      const paying = expected.flatMap((coins, i) => (coins.some((coin) => isIt(coin.script, 0, coin.script.length)) ? [i + 1] : []));
      expect(undo?.spending({ has: isIt, hasShort: () => false })).toEqual(paying);
      expect((await faultOf(() => undo?.coinsOf(expected.length + 1))).code).toBe('chain.badTransaction');
    }
    expect(seen).toEqual(heights);
    expect(decodeUndo(first.undo[HEIGHT] as Uint8Array)).toHaveLength(4);
    // One payment of one satoshi out of fifty coins is among them.
    expect(
      decodeUndo(first.undo[HEIGHT] as Uint8Array)
        .flat()
        .map(({ valueSat }) => valueSat),
    ).toContain(1n);
  });

  it('an older node gives none of what was spent, which is no failure', async () => {
    node.version = 210_400;
    const store = nodeStore({ ...(await open()), givesUndo: true });
    for await (const block of store.read(hashesOf([HEIGHT]), never)) expect(await block.undo(counts(block.bytes))).toBeNull();
    expect(store.undo).toBe(false);
    expect(nodeStore(await open()).undo).toBe(false);
  });

  it('a pruned node says what it holds, and a block it dropped is not there', async () => {
    node.pruneHeight = 60;
    const opened = await open();
    const heightOf = (hash: Uint8Array): number => first.blocks.findIndex((block) => bytesEqual(hashOf(block), hash));
    const store = nodeStore(opened, { heightOf });
    expect(store.has(hashesOf([59]))).toBe(false);
    expect(store.has(hashesOf([60]))).toBe(true);
    const fault = await faultOf(async () => {
      for await (const _ of nodeStore(opened, { heightOf }).read(hashesOf([59]), never));
    });
    expect(fault).toMatchObject({
      code: 'node.withholds',
      parameters: { reason: 'pruned', height: 59, words: 'Block not available (pruned data)' },
    });
  });

  it('are read ahead, a few and no more', async () => {
    const store = nodeStore(await open(), { readAhead: 3 });
    const before = node.asked.length;
    const reading = store.read(hashesOf([1, 2, 3, 4, 5, 6, 7, 8]), never)[Symbol.asyncIterator]();
    await reading.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(node.asked.length - before).toBe(3);
    await reading.return?.(undefined);
  });

  it('stop at once when asked, and when the store is closed', async () => {
    const opened = await open();
    node.raw = () => true;
    for (const end of ['signal', 'close'] as const) {
      const stop = new AbortController();
      const store = nodeStore(opened);
      const reading = faultOf(async () => {
        for await (const _ of store.read(hashesOf([1, 2]), stop.signal));
      });
      setTimeout(() => (end === 'signal' ? stop.abort() : store.close()), 20);
      expect((await reading).code).toBe('job.cancelled');
    }
  });

  it('a node that does not know the block says so itself', async () => {
    const store = nodeStore(await open());
    const hash = new Uint8Array(32).fill(7);
    node.tamper = (_method, _params, result) => {
      try {
        return result();
      } catch {
        throw new RpcError(-5, 'Block \u001b[31mnot\u202e found\n');
      }
    };
    const fault = await faultOf(async () => {
      for await (const _ of store.read(hash, never));
    });
    expect(fault).toMatchObject({ code: 'node.withholds', parameters: { reason: 'unknown', words: 'Block ?[31mnot? found?' } });
    expect(store.has(hash)).toBe(false);
  });
});
