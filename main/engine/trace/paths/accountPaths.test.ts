// Paths over account ledgers against every path there is, listed one by one, and by hand.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import { amountOf, assetOf, type BuiltSlice, type ConversionName } from '../accounts/index.ts';
import { CHAIN, COIN, type Line, OTHER, sliceOf, TOKEN } from '../accounts/tests/ledgers.ts';
import { type AccountPaths, findAccountPaths } from './accountPaths.ts';
import type { AccountQuestion, PathConversion } from './accountReach.ts';

const ASSETS = [TOKEN, COIN, OTHER] as const;

interface Ends {
  readonly accounts: readonly string[];
  readonly movements?: readonly number[];
}

function find(built: BuiltSlice, from: Ends, to: Ends, asked: Partial<AccountQuestion> = {}): AccountPaths {
  const numbers = ({ accounts, movements = [] }: Ends) => ({
    accounts: accounts.map((one) => built.names.account(CHAIN, one)).filter((one) => one !== 0),
    movements,
  });
  return atOnce(
    findAccountPaths(built.slice, {
      ...{ best: 'hops', count: 5, mostHops: 12, fromTime: null, toTime: null },
      ...{ isMeant: () => true, conversions: [], lacks: () => null },
      ...asked,
      from: numbers(from),
      to: numbers(to),
    }),
  );
}

const conversionsOf = ({ conversions }: BuiltSlice): PathConversion[] =>
  conversions.map(({ ins, outs }) => ({ ins, outs, rule: 'swap@1' }));

/** One line per movement: what a plain reader would keep of it. */
interface Plain {
  readonly number: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly asset: string;
  readonly amount: bigint;
  readonly block: number;
  readonly transaction: number;
  readonly isOpenOrder: boolean;
}

function plainOf({ slice, names }: BuiltSlice): Plain[] {
  const accountOf = (ledger: number): string | null =>
    ledger === 0 ? null : (names.accounts[slice.ledgerAccount[ledger] as number] as string);
  return Array.from({ length: slice.transferCount }, (_, number) => {
    const transaction = slice.transferTransaction[number] as number;
    const block = slice.transactionBlock[transaction] as number;
    return {
      ...{ number, transaction, block, amount: amountOf(slice, number), isOpenOrder: slice.blockOrder[block] !== 0 },
      ...{ from: accountOf(slice.fromLedger[number] as number), to: accountOf(slice.toLedger[number] as number) },
      asset: JSON.stringify(names.assets[assetOf(slice, number)]),
    };
  });
}

interface Listed {
  readonly movements: readonly number[];
  readonly asset: string;
  readonly hops: number;
  readonly most: bigint;
}

/** Every path, by trying every way from every beginning. */
function everyPath(built: BuiltSlice, from: Ends, to: Ends, mostHops: number, conversions: readonly PathConversion[]): Listed[] {
  const all = plainOf(built);
  const listed: Listed[] = [];
  const isBegin = (account: string | null): boolean => account !== null && from.accounts.includes(account);
  const isEnd = ({ to: account, number }: Plain): boolean =>
    (account !== null && to.accounts.includes(account)) || (to.movements ?? []).includes(number);
  const follows = (path: readonly Plain[], next: Plain): boolean => {
    const last = path.at(-1) as Plain;
    if (next.block !== last.block || !next.isOpenOrder || next.transaction === last.transaction) return next.number > last.number;
    return !path.some(({ transaction }) => transaction === next.transaction);
  };
  const go = (path: readonly Plain[], most: bigint): void => {
    const last = path.at(-1) as Plain;
    const first = path[0] as Plain;
    const isAsked = (from.movements ?? []).includes(first.number);
    if (isEnd(last)) {
      if (isAsked || first.from !== last.to)
        listed.push({ movements: path.map(({ number }) => number), asset: last.asset, hops: path.length, most });
      return;
    }
    if (isBegin(last.to) || last.to === null || path.length === mostHops) return;
    const into = conversions.find(({ ins }) => ins.includes(last.number));
    for (const next of all) {
      const isOut = conversions.some(({ outs }) => outs.includes(next.number));
      let arrives = most;
      if (into !== undefined) {
        if (!into.outs.includes(next.number)) continue;
        const sum = (numbers: readonly number[]): bigint => numbers.reduce((total, number) => total + (all[number] as Plain).amount, 0n);
        arrives = (most * sum(into.outs)) / sum(into.ins);
      } else if (isOut || next.from !== last.to || next.asset !== last.asset || !follows(path, next)) continue;
      const seen = path.map(({ to: account, asset }) => `${account} ${asset}`);
      if (!isAsked) seen.push(`${first.from} ${first.asset}`);
      if (next.amount === 0n || seen.includes(`${next.to} ${next.asset}`)) continue;
      go([...path, next], next.amount < arrives ? next.amount : arrives);
    }
  };
  for (const one of all) {
    if (one.amount === 0n) continue;
    if ((from.movements ?? []).includes(one.number) || (isBegin(one.from) && one.from !== one.to)) go([one], one.amount);
  }
  return listed;
}

const NAMES = ['A', 'B', 'C', 'D', 'E', 'F'];
const lines = (blocks: number, assets: number): fc.Arbitrary<Line[]> =>
  fc.array(
    fc
      .record({ from: fc.nat(5), to: fc.nat(5), amount: fc.nat(12), asset: fc.nat(assets - 1), block: fc.nat(blocks), tx: fc.nat(20) })
      .map(({ from, to, amount, asset, block, tx }) => ({
        ...{ from: NAMES[from] as string, to: NAMES[to] as string, amount, asset: ASSETS[asset] as (typeof ASSETS)[number], block },
        ...{ id: `${block}.${tx}` },
      })),
    { minLength: 2, maxLength: 22 },
  );
const some = fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 2 }).map((list) => list.map((one) => NAMES[one] as string));
const asked = { count: fc.integer({ min: 1, max: 7 }), mostHops: fc.integer({ min: 1, max: 7 }), best: fc.constantFrom('hops', 'value') };

function hold(
  built: BuiltSlice,
  from: Ends,
  to: Ends,
  { count, mostHops, best }: { readonly count: number; readonly mostHops: number; readonly best: 'hops' | 'value' },
  conversions: readonly PathConversion[] = [],
): number {
  const { names } = built;
  const all = everyPath(built, from, to, mostHops, conversions);
  const { paths, openEnds } = find(built, from, to, { count, mostHops, best, conversions });
  expect(openEnds.has('manyWays')).toBe(false);
  for (const asset of new Set([...all.map((one) => one.asset), ...paths.map((one) => JSON.stringify(names.assets[one.asset]))])) {
    const expected = all
      .filter((one) => one.asset === asset)
      .sort((a, b) => {
        const byValue = Number(b.most - a.most);
        return best === 'hops' ? a.hops - b.hops || byValue : byValue || a.hops - b.hops;
      })
      .slice(0, count);
    const own = paths.filter((one) => JSON.stringify(names.assets[one.asset]) === asset);
    expect(own.map(({ movements, most }) => `${movements.length} ${most}`)).toEqual(expected.map(({ hops, most }) => `${hops} ${most}`));
  }
  const known = new Set(all.map(({ movements }) => `${movements}`));
  for (const { movements } of paths) expect(known).toContain(`${movements}`);
  expect(new Set(paths.map(({ movements }) => `${movements}`)).size).toBe(paths.length);
  return paths.length;
}

describe('paths over ledgers against all of them', () => {
  it('where the order is known', () => {
    let met = 0;
    fc.assert(
      fc.property(lines(30, 2), some, some, fc.record(asked), (own, from, to, limits) => {
        // Positions by the order of the lines: every block's order is known.
        const placed = own.map((line) => ({ ...line, position: Number(line.id?.split('.')[1]) }));
        met += hold(sliceOf(placed), { accounts: from }, { accounts: to }, limits) > 1 ? 1 : 0;
      }),
      { numRuns: 800 },
    );
    expect(met).toBeGreaterThan(50);
  });

  it('where sources leave the order of blocks open', () => {
    let [met, open] = [0, 0];
    fc.assert(
      fc.property(lines(3, 1), some, some, fc.record(asked), (own, from, to, limits) => {
        const built = sliceOf(own.map((line) => ({ ...line, position: null })));
        met += hold(built, { accounts: from }, { accounts: to }, limits) > 1 ? 1 : 0;
        open += find(built, { accounts: from }, { accounts: to }).paths.some(({ through }) => through.includes('orderUnknown')) ? 1 : 0;
      }),
      { numRuns: 500 },
    );
    expect(met).toBeGreaterThan(20);
    expect(open).toBeGreaterThan(15);
  });

  it('from movements and to movements', () => {
    fc.assert(
      fc.property(lines(30, 1), some, some, fc.nat(1000), fc.nat(1000), fc.record(asked), (own, from, to, first, last, limits) => {
        const built = sliceOf(own.map((line) => ({ ...line, position: Number(line.id?.split('.')[1]) })));
        const count = built.slice.transferCount;
        hold(built, { accounts: from.slice(1), movements: [first % count] }, { accounts: to.slice(1), movements: [last % count] }, limits);
      }),
      { numRuns: 500 },
    );
  });

  it('through conversions', () => {
    let [met, passed] = [0, 0];
    fc.assert(
      fc.property(
        lines(25, 3),
        some,
        some,
        fc.record(asked),
        fc.array(fc.nat(1000), { minLength: 4, maxLength: 12 }),
        (own, from, to, limits, picks) => {
          const plain = own.map((line, place) => ({ ...line, id: `t${place}`, position: place }));
          const [bare] = [sliceOf(plain)];
          const used = new Set<number>();
          const names: ConversionName[] = [];
          const all = plainOf(bare);
          for (let place = 0; place + 1 < picks.length; place += 2) {
            const into = all[(picks[place] as number) % all.length] as Plain;
            const out = all.find(
              ({ number, asset, amount }) => number > into.number && asset !== into.asset && amount > 0n && !used.has(number),
            );
            if (out === undefined || into.amount === 0n || used.has(into.number)) continue;
            for (const one of [into, out]) used.add(one.number);
            const nameOf = ({ number, transaction }: Plain) => ({
              chain: CHAIN,
              transaction: bare.names.transaction(transaction),
              path: bare.names.path(number),
            });
            names.push({ kind: 'swap', ins: [nameOf(into)], outs: [nameOf(out)] });
          }
          const built = sliceOf(plain, names);
          met += hold(built, { accounts: from }, { accounts: to }, limits, conversionsOf(built)) > 1 ? 1 : 0;
          const found = find(built, { accounts: from }, { accounts: to }, { conversions: conversionsOf(built) });
          passed += found.paths.some(({ through }) => through.includes('swap@1')) ? 1 : 0;
        },
      ),
      { numRuns: 800 },
    );
    expect(met).toBeGreaterThan(20);
    expect(passed).toBeGreaterThan(8);
  });
});

describe('paths over ledgers by hand', () => {
  const built = sliceOf([
    { from: 'A', to: 'X', amount: 10 },
    { from: 'X', to: 'B', amount: 4 },
    { from: 'A', to: 'Y', amount: 9 },
    { from: 'Y', to: 'X', amount: 8 },
    { from: 'X', to: 'B', amount: 7 },
    { from: 'A', to: 'B', amount: 3, asset: COIN },
    { from: 'B', to: 'Z', amount: 1 },
  ]);
  const names = ({ paths }: AccountPaths): unknown => paths.map(({ movements, most }) => [movements, most]);

  it('takes the shorter first or the wider first, of each asset by itself', () => {
    expect(names(find(built, { accounts: ['A'] }, { accounts: ['B'] }))).toEqual([
      [[5], 3n],
      [[0, 4], 7n],
      [[0, 1], 4n],
      [[2, 3, 4], 7n],
    ]);
    expect(names(find(built, { accounts: ['A'] }, { accounts: ['B'] }, { best: 'value', count: 2 }))).toEqual([
      [[5], 3n],
      [[0, 4], 7n],
      [[2, 3, 4], 7n],
    ]);
  });

  it('never goes back in time', () => {
    // X was paid by Y only after it had paid B the first time.
    const found = find(built, { accounts: ['Y'] }, { accounts: ['B'] });
    expect(names(found)).toEqual([[[3, 4], 7n]]);
    expect(find(built, { accounts: ['Z'] }, { accounts: ['A'] })).toMatchObject({ paths: [], visited: 0, hops: 0 });
    expect(find(built, { accounts: ['B'] }, { accounts: ['X'] }).paths).toEqual([]);
  });

  it('says where it ended', () => {
    const lacks = (ledger: number): string | null =>
      built.names.accounts[built.slice.ledgerAccount[ledger] as number] === 'X' ? 'oneSided' : null;
    const none = find(built, { accounts: ['A'] }, { accounts: ['Q'] }, { lacks });
    expect(none).toMatchObject({ paths: [], hops: 3, visited: 7 });
    expect([...none.openEnds].sort()).toEqual([
      ['held', 2],
      ['oneSided', 1],
    ]);
    expect([...find(built, { accounts: ['A'] }, { accounts: ['Z'] }, { mostHops: 2 }).openEnds]).toEqual([
      ['held', 1],
      ['mostHops', 1],
    ]);
    expect([...find(built, { accounts: ['A'] }, { accounts: ['B'] }, { toTime: 15 }).openEnds]).toEqual([['outsideTime', 4]]);
  });

  it('names movements behind which value goes on without a record', () => {
    const { openEnds } = find(
      built,
      { accounts: ['A'] },
      { accounts: ['Q'] },
      {
        leads: new Map([
          [2, 'acceptedLink'],
          [6, 'openHop'],
          [99, 'never'],
        ]),
      },
    );
    expect([openEnds.get('acceptedLink'), openEnds.get('openHop'), openEnds.get('never')]).toEqual([1, 1, undefined]);
  });

  it('leaves out what moves nothing, what failed, fees, and assets that are not meant', () => {
    const poor = sliceOf([
      { from: 'A', to: 'B', amount: 0 },
      { from: 'A', to: 'B', amount: 5, status: 'failed' },
      { from: 'A', to: 'B', amount: 5, status: 'unknown' },
      { from: 'A', to: 'B', amount: 5, kind: 'fee' },
      { from: 'A', to: 'B', amount: 5, asset: COIN },
    ]);
    expect(names(find(poor, { accounts: ['A'] }, { accounts: ['B'] }))).toEqual([[[4], 5n]]);
    const coin = poor.names.asset(CHAIN, COIN);
    expect(find(poor, { accounts: ['A'] }, { accounts: ['B'] }, { isMeant: (asset) => asset !== coin }).paths).toEqual([]);
  });

  it('follows a swap back to the same account in another asset, and what arrives is what the swap gave', () => {
    const name = (transaction: string) => ({ chain: CHAIN, transaction, path: [1, 0] });
    const swapped = sliceOf(
      [
        { from: 'A', to: 'U', amount: 100 },
        { from: 'U', to: 'P', amount: 50 },
        { from: 'P', to: 'U', amount: 7, asset: COIN },
        { from: 'U', to: 'B', amount: 7, asset: COIN },
        { from: 'P', to: 'B', amount: 50 },
      ],
      [{ kind: 'swap', ins: [name('tx1')], outs: [name('tx2')] }],
    );
    const conversions = conversionsOf(swapped);
    const through = find(swapped, { accounts: ['A'] }, { accounts: ['B'] }, { conversions });
    expect(names(through)).toEqual([[[0, 1, 2, 3], 7n]]);
    expect(through.paths[0]?.through).toEqual(['swap@1']);
    // Without conversions the pool is an account like any other.
    expect(names(find(swapped, { accounts: ['A'] }, { accounts: ['B'] }))).toEqual([[[0, 1, 4], 50n]]);
  });

  it('answers the same account as beginning and end, nobody, and more than there is', () => {
    expect(find(built, { accounts: ['A'] }, { accounts: ['A'] }).paths).toEqual([]);
    expect(find(built, { accounts: [] }, { accounts: [] })).toMatchObject({ paths: [], visited: 0 });
    expect(find(built, { accounts: ['A'] }, { accounts: ['B'] }, { count: 50 }).paths.length).toBe(4);
    expect(find(sliceOf([]), { accounts: ['A'] }, { accounts: ['B'] }).paths).toEqual([]);
  });
});

describe('hubs', () => {
  it('answers soon over an account of 200,000 movements', () => {
    const many = 100_000;
    const busy: Line[] = [{ from: 'A', to: 'H', amount: 1_000_000, block: 1 }];
    for (let place = 0; place < many; place++) {
      busy.push({ from: `in${place % 5000}`, to: 'H', amount: 1 + (place % 89), block: 2 + place });
      busy.push({ from: 'H', to: `out${place % 5000}`, amount: 1 + (place % 97), block: 2 + place, position: 1 });
    }
    for (let place = 0; place < 5000; place++)
      busy.push({ from: `out${place}`, to: 'B', amount: 1 + (place % 83), block: 200_000 + place });
    const built = sliceOf(busy);
    for (const best of ['hops', 'value'] as const) {
      const before = performance.now();
      const { paths, visited } = find(built, { accounts: ['A'] }, { accounts: ['B'] }, { best, count: 50 });
      expect(performance.now() - before).toBeLessThan(60_000);
      expect(visited).toBe(1 + many + 5000);
      expect(paths.length).toBe(50);
      expect(paths.every(({ movements, most }) => movements.length === 3 && most === 83n)).toBe(true);
    }
  }, 300_000);
});
