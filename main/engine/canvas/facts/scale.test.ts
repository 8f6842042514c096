// Hubs of a hundred thousand transactions: the right first rows, totals and sums. How long it takes is measured elsewhere.
import { expect, it } from 'vitest';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import { scriptIndex } from '../../trace/index.ts';
import { PLAIN } from './admits.ts';
import { coinFacts } from './coinFacts.ts';
import { addressOf, CHAIN, NO_SESSION, viewAround } from './tests/coinView.ts';
import { HUB, hubSlice } from './tests/hubSlice.ts';

const COUNT = 50_000;
const sat = (amount: bigint) => [{ asset: CHAIN, amount }];
/** 1,000 + 1,001 + …, as many as pay. */
const PAID = BigInt(COUNT) * 1000n + (BigInt(COUNT) * BigInt(COUNT - 1)) / 2n;

it('a hub of a hundred thousand transactions gives any page, and names no more than that page', () => {
  const slice = hubSlice(COUNT);
  const facts = coinFacts(NO_SESSION, viewAround(slice));
  const hub: CanvasItem = { kind: 'address', chain: CHAIN, id: addressOf(HUB) };
  let named = 0;
  const ask = (level: 'transactions' | 'relations', order: 'value' | 'newest' | 'oldest') =>
    facts.neighbours({
      ...{ item: hub, addresses: [hub.id], level, side: 'both', order, filter: PLAIN, isMeant: null },
      partyOf: (id) => {
        named++;
        return { kind: 'address', chain: CHAIN, id };
      },
      partyNumberOf: (number) => number,
    });
  const beside = ask('transactions', 'value');
  expect([beside.total, beside.in, beside.out]).toEqual([
    2 * COUNT,
    { count: COUNT, transactions: COUNT, amounts: sat(PAID), firstSeconds: 1_600_000_000, lastSeconds: 1_600_000_000 + COUNT - 1 },
    {
      count: COUNT,
      transactions: COUNT,
      amounts: sat(PAID),
      firstSeconds: 1_600_000_000 + COUNT,
      lastSeconds: 1_600_000_000 + 2 * COUNT - 1,
    },
  ]);
  const most = BigInt(1000 + COUNT - 1);
  expect(beside.page(0, 4).map(({ side, amounts }) => [side, amounts[0]?.amount])).toEqual([
    ['in', most],
    ['out', most],
    ['in', most - 1n],
    ['out', most - 1n],
  ]);
  expect(beside.page(2 * COUNT - 1, 5).map(({ side, amounts }) => [side, amounts[0]?.amount])).toEqual([['out', 1000n]]);
  expect(beside.page(60_000, 1)[0]?.amounts).toEqual(sat(most - 30_000n));
  expect(beside.amountsFrom(4)).toEqual(sat(2n * PAID - 4n * most + 2n));
  const times = (order: 'newest' | 'oldest') =>
    ask('transactions', order)
      .page(0, 2)
      .map(({ firstSeconds }) => (firstSeconds ?? 0) - 1_600_000_000);
  expect([times('oldest'), times('newest')]).toEqual([
    [0, 1],
    [2 * COUNT - 1, 2 * COUNT - 2],
  ]);

  const parties = ask('relations', 'value');
  expect(parties.in).toMatchObject({ count: COUNT, transactions: COUNT, amounts: sat(PAID) });
  // Of each output the fee of 1 went to nobody.
  expect(parties.out).toMatchObject({ count: COUNT, transactions: COUNT, amounts: sat(PAID - BigInt(COUNT)) });
  expect(parties.page(0, 2).map(({ item, side, amounts, count }) => [item.id, side, amounts, count])).toEqual([
    [addressOf(1 + COUNT), 'in', sat(most), 1],
    [addressOf(COUNT), 'in', sat(most - 1n), 1],
  ]);
  expect(named).toBe(2);
  expect(facts.counts(hub, 'transactions', [hub.id])).toEqual({ in: COUNT, out: COUNT });
  expect(facts.counts(hub, 'relations', [hub.id])).toEqual({ in: COUNT, out: COUNT });
});

it('the index of scripts has every output and input once, ascending', () => {
  const slice = hubSlice(300);
  const { outs, ins, scriptCount } = scriptIndex(slice);
  const listed = ({ start, numbers }: typeof outs) =>
    Array.from({ length: scriptCount }, (_, script) => [...numbers.subarray(start[script], start[script + 1])]);
  const plain = (scripts: Uint32Array) =>
    Array.from({ length: scriptCount }, (_, script) => (script === 0 ? [] : [...scripts.keys()].filter((at) => scripts[at] === script)));
  expect(listed(outs)).toEqual(plain(slice.outScript));
  expect(listed(ins)).toEqual(plain(slice.inScript));
});
