// Paths of coins against every path there is, listed one by one, and by hand.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFlow } from '../../../../tests/fixtures/randomFlows.ts';
import { buildSlice, chainOf, type TransactionText } from '../../../../tests/fixtures/slices.ts';
import { atOnce } from '../../kernel/index.ts';
import type { UtxoSlice } from '../slice.ts';
import { type CoinPlaces, type CoinPaths, findCoinPaths } from './coinPaths.ts';
import type { PathLimits } from './found.ts';

const LIMITS: PathLimits = { best: 'hops', count: 5, mostHops: 12, fromTime: null, toTime: null };
const NOTHING: CoinPlaces = { outputs: [], transactions: [] };

function find(slice: UtxoSlice, from: Partial<CoinPlaces>, to: Partial<CoinPlaces>, limits: Partial<PathLimits> = {}): CoinPaths {
  return atOnce(findCoinPaths(slice, { ...NOTHING, ...from }, { ...NOTHING, ...to }, { ...LIMITS, ...limits }));
}

interface Listed {
  readonly outputs: readonly number[];
  readonly hops: number;
  readonly most: bigint;
}

/** Every path, by trying every way from every beginning: plain objects, no pruning. */
function everyPath(slice: UtxoSlice, from: CoinPlaces, to: CoinPlaces, mostHops: number): Listed[] {
  const spenderOf = new Map<number, number>();
  const makes: number[][] = [];
  for (let tx = 0; tx < slice.txCount; tx++) {
    for (let input = Number(slice.txInStart[tx]); input < Number(slice.txInStart[tx + 1]); input++) {
      const spent = Number(slice.inPrevOut[input]);
      if (spent >= 0) spenderOf.set(spent, tx);
    }
    makes.push([]);
    for (let out = Number(slice.txOutStart[tx]); out < Number(slice.txOutStart[tx + 1]); out++) makes[tx]?.push(out);
  }
  const value = (out: number): bigint => slice.outValue[out] as bigint;
  const madeByStart = new Set(from.transactions.flatMap((tx) => makes[tx] ?? []).filter((out) => !from.outputs.includes(out)));
  const isStart = (out: number): boolean => from.outputs.includes(out) || madeByStart.has(out);
  const listed: Listed[] = [];
  const go = (outputs: readonly number[], hops: number): void => {
    const last = outputs.at(-1) as number;
    const most = outputs.map(value).reduce((a, b) => (a < b ? a : b));
    const tx = spenderOf.get(last);
    if (tx === undefined || hops === mostHops) return;
    if (to.transactions.includes(tx)) {
      listed.push({ outputs, hops: hops + 1, most });
      return;
    }
    if (from.transactions.includes(tx)) return;
    for (const out of makes[tx] ?? []) {
      if (value(out) === 0n) continue;
      const least = value(out) < most ? value(out) : most;
      if (to.outputs.includes(out)) listed.push({ outputs: [...outputs, out], hops: hops + 1, most: least });
      else if (!isStart(out)) go([...outputs, out], hops + 1);
    }
  };
  for (const out of new Set(from.outputs)) if (value(out) > 0n) go([out], 0);
  for (const out of madeByStart) {
    if (value(out) === 0n) continue;
    if (to.outputs.includes(out)) listed.push({ outputs: [out], hops: 1, most: value(out) });
    else go([out], 1);
  }
  return listed;
}

const cases = fc.record({
  flow: randomFlow({ maximumSteps: 22 }),
  picks: fc.array(fc.record({ at: fc.nat(1000), isTransaction: fc.boolean(), isEnd: fc.boolean() }), { minLength: 2, maxLength: 8 }),
  count: fc.integer({ min: 1, max: 8 }),
  mostHops: fc.integer({ min: 1, max: 9 }),
});

function pick(slice: UtxoSlice, picks: readonly { readonly at: number; readonly isTransaction: boolean }[]): CoinPlaces {
  return {
    outputs: picks.filter((one) => !one.isTransaction).map(({ at }) => at % slice.outCount),
    transactions: picks.filter((one) => one.isTransaction).map(({ at }) => at % slice.txCount),
  };
}

describe('paths of coins against all of them', () => {
  it.each(['hops', 'value'] as const)('%s: the best have the lengths and least amounts of the best of all', (best) => {
    let met = 0;
    fc.assert(
      fc.property(cases, ({ flow, picks, count, mostHops }) => {
        const { slice } = flow.built;
        const from = pick(
          slice,
          picks.filter(({ isEnd }) => !isEnd),
        );
        const to = pick(
          slice,
          picks.filter(({ isEnd }) => isEnd),
        );
        const all = everyPath(slice, from, to, mostHops).sort((a, b) => {
          const byValue = Number(b.most - a.most);
          return best === 'hops' ? a.hops - b.hops || byValue : byValue || a.hops - b.hops;
        });
        const { paths } = find(slice, from, to, { best, count, mostHops });
        expect(paths.map(({ hops, mostSat }) => `${hops} ${mostSat}`)).toEqual(
          all.slice(0, count).map(({ hops, most }) => `${hops} ${most}`),
        );
        const names = new Set(all.map(({ outputs, hops }) => `${outputs} ${hops}`));
        expect(new Set(paths.map(({ outputs }) => `${outputs}`)).size).toBe(paths.length);
        for (const { outputs, hops } of paths) expect(names).toContain(`${outputs} ${hops}`);
        if (paths.length > 1) met++;
      }),
      { numRuns: 600 },
    );
    // Cases without a path would prove nothing.
    expect(met).toBeGreaterThan(40);
  });

  it('names the transactions between the outputs, and those that it begins and ends with', () => {
    fc.assert(
      fc.property(cases, ({ flow, picks }) => {
        const { slice } = flow.built;
        const { paths } = find(
          slice,
          pick(
            slice,
            picks.filter(({ isEnd }) => !isEnd),
          ),
          pick(
            slice,
            picks.filter(({ isEnd }) => isEnd),
          ),
        );
        for (const { outputs, transactions, beginsInside, endsInside, hops } of paths) {
          expect(transactions.length).toBe(hops);
          expect(transactions.length).toBe(outputs.length - 1 + Number(beginsInside) + Number(endsInside));
          const own = beginsInside ? transactions.slice(1) : transactions;
          own.forEach((tx, place) => {
            const spent = Array.from(slice.inPrevOut.subarray(slice.txInStart[tx], slice.txInStart[tx + 1]));
            expect(spent).toContain(outputs[place]);
            const made = outputs[place + 1];
            if (made !== undefined) expect(made >= Number(slice.txOutStart[tx]) && made < Number(slice.txOutStart[tx + 1])).toBe(true);
          });
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('paths of coins by hand', () => {
  // a pays through b and c to d, and b straight to d as well; e never is spent.
  const story: TransactionText[] = [
    { name: 'a', inputs: ['coinbase'], outputs: [100n] },
    { name: 'b', inputs: ['a:0'], outputs: [60n, 30n, 10n] },
    { name: 'c', inputs: ['b:0'], outputs: [55n, 5n] },
    { name: 'd', inputs: ['c:0', 'b:1'], outputs: [{ valueSat: 80n, script: 'shop' }, 5n] },
  ];
  const built = buildSlice(chainOf(story));
  const { slice, out, tx, name } = built;

  it('fewest hops first, or the larger least amount first', () => {
    const from = { outputs: [out('a:0')] };
    const to = { outputs: [out('d:0')] };
    const byHops = find(slice, from, to).paths;
    expect(byHops.map(({ outputs, hops, mostSat }) => [outputs.map(name), hops, mostSat])).toEqual([
      [['a:0', 'b:1', 'd:0'], 2, 30n],
      [['a:0', 'b:0', 'c:0', 'd:0'], 3, 55n],
    ]);
    const byValue = find(slice, from, to, { best: 'value' }).paths;
    expect(byValue.map(({ hops, mostSat }) => [hops, mostSat])).toEqual([
      [3, 55n],
      [2, 30n],
    ]);
    expect(find(slice, from, to, { best: 'value', mostHops: 2 }).paths.map(({ hops }) => hops)).toEqual([2]);
  });

  it('begins and ends with transactions where these were asked for', () => {
    const [first] = find(slice, { transactions: [tx('a')] }, { transactions: [tx('d')] }).paths;
    expect(first).toMatchObject({ hops: 3, beginsInside: true, endsInside: true, mostSat: 30n });
    expect(first?.outputs.map(name)).toEqual(['a:0', 'b:1']);
    expect(first?.transactions).toEqual([tx('a'), tx('b'), tx('d')]);
    const [direct] = find(slice, { transactions: [tx('a')] }, { outputs: [out('a:0')] }).paths;
    expect(direct).toMatchObject({ hops: 1, outputs: [out('a:0')], transactions: [tx('a')] });
  });

  it('says where it ended without a path: what is unspent, what is not known to be, what the number of hops kept away', () => {
    const none = find(slice, { outputs: [out('d:0')] }, { outputs: [out('a:0')] });
    expect(none).toMatchObject({ paths: [], hops: 0, visited: 0 });
    expect([...none.openEnds]).toEqual([['unspent', 1]]);
    const short = find(slice, { outputs: [out('a:0')] }, { outputs: [out('d:0')] }, { mostHops: 1 });
    expect(short.paths).toEqual([]);
    // b:0 and b:1 are spent beyond the one hop; b:2 is unspent.
    expect([...short.openEnds].sort()).toEqual([
      ['mostHops', 2],
      ['unspent', 1],
    ]);
    // Behind the end: what was spent into it came from where the case does not reach.
    const torn = buildSlice(chainOf([{ name: 'e', inputs: [{ valueSat: 7n }, 'coinbase'], outputs: [7n] }, ...story]));
    expect([...find(torn.slice, { outputs: [torn.out('d:0')] }, { outputs: [torn.out('e:0')] }).openEnds].sort()).toEqual([
      ['parentUnknown', 1],
      ['unspent', 1],
    ]);
    const partial = buildSlice([{ height: 100, complete: false, transactions: [story[0] as TransactionText] }]);
    expect([...find(partial.slice, { outputs: [0] }, {}).openEnds]).toEqual([['spendUnknown', 1]]);
  });

  it('stays inside of a window of time', () => {
    const at = (transaction: string): number => slice.blockTime[slice.txBlock[tx(transaction)] as number] as number;
    const asked = [{ outputs: [out('a:0')] }, { outputs: [out('d:0')] }] as const;
    expect(find(slice, ...asked, { fromTime: at('b'), toTime: at('d') }).paths.length).toBe(2);
    const late = find(slice, ...asked, { fromTime: at('b') + 1 });
    expect([...late.openEnds]).toEqual([['outsideTime', 1]]);
    expect(find(slice, ...asked, { toTime: at('d') - 1 }).paths).toEqual([]);
  });

  it('answers the same place as beginning and end, nothing, and more than there is', () => {
    expect(find(slice, { outputs: [out('a:0')] }, { outputs: [out('a:0')] }).paths).toEqual([]);
    expect(find(slice, { transactions: [tx('b')] }, { transactions: [tx('b')] }).paths).toEqual([]);
    expect(find(slice, {}, {}).paths).toEqual([]);
    expect(find(slice, { outputs: [out('a:0')] }, { outputs: [out('d:0')] }, { count: 50 }).paths.length).toBe(2);
    expect(find(buildSlice([]).slice, {}, {})).toMatchObject({ paths: [], visited: 0 });
  });
});

describe('large places', () => {
  it('answers soon over a hub of 100,000 outputs that come together again', () => {
    const many = 100_000;
    const names = Array.from({ length: many }, (_, place) => `hub:${place}`);
    const { slice, out } = buildSlice(
      chainOf([
        { name: 'start', inputs: ['coinbase'], outputs: [10_000_000n] },
        { name: 'hub', inputs: ['start:0'], outputs: names.map((_, place) => BigInt((place % 97) + 1)) },
        { name: 'end', inputs: names, outputs: [4_000_000n] },
        { name: 'last', inputs: ['end:0'], outputs: [3_000_000n] },
      ]),
    );
    const before = performance.now();
    const { paths } = find(slice, { outputs: [out('start:0')] }, { outputs: [out('last:0')] }, { count: 50, best: 'value' });
    expect(performance.now() - before).toBeLessThan(60_000);
    expect(paths.length).toBe(50);
    // The widest of the hub's outputs, in chain order.
    expect(paths.map(({ mostSat }) => mostSat)).toEqual(new Array(50).fill(97n));
    expect(paths[1]?.outputs[1]).toBe(out('hub:193'));
  }, 300_000);

  it('ladders with 2^30 paths are no harder than few', () => {
    const steps: TransactionText[] = [{ name: 's0', inputs: ['coinbase'], outputs: [50n, 50n] }];
    for (let step = 1; step <= 30; step++)
      steps.push({ name: `s${step}`, inputs: [`s${step - 1}:0`, `s${step - 1}:1`], outputs: [50n, 49n] });
    const { slice, out } = buildSlice(chainOf(steps));
    const { paths } = find(slice, { outputs: [out('s0:0'), out('s0:1')] }, { outputs: [out('s30:0')] }, { mostHops: 40, count: 10 });
    expect(paths.map(({ hops }) => hops)).toEqual(new Array(10).fill(30));
    expect(paths.map(({ mostSat }) => mostSat)).toEqual([50n, 50n, ...new Array(8).fill(49n)]);
  });
});
