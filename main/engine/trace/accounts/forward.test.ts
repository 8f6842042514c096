// Hand-worked examples of SPEC.md [A1]–[A18], and what must hold for any ledgers: conservation, independence of storage, and FIFO
// against a queue of single units.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceAccountsForward } from './forward.ts';
import { buildAccountSlice } from './buildSlice.ts';
import { knowLedgers } from './reconcile.ts';
import type { AccountSeed, AccountTraceRequest } from './run.ts';
import { accountOf, CHAIN, COIN, endsOf, type Line, OTHER, sliceOf, TOKEN, transactionsOf, wholeKnowledge } from './tests/ledgers.ts';

/** V pays M 60; M holds 40 of its own; M pays A 50, gets 30 clean from C, pays B 60. Worked on paper in SPEC.md. */
const MULE: Line[] = [
  { from: 'V', to: 'M', amount: 60 },
  { from: 'M', to: 'A', amount: 50 },
  { from: 'C', to: 'M', amount: 30 },
  { from: 'M', to: 'B', amount: 60 },
];
const MULE_OPENINGS = [
  ['V', 60],
  ['M', 40],
  ['C', 30],
] as const;

function trace(lines: readonly Line[], openings: Parameters<typeof wholeKnowledge>[1], seeds: readonly AccountSeed[], more: Partial<AccountTraceRequest> = {}) {
  const built = sliceOf(lines);
  const request = { seeds, policies: ['fifo'], knowledge: wholeKnowledge(built, openings), ...more };
  return { built, result: traceAccountsForward(built.slice, request) };
}

const first: AccountSeed = { kind: 'transfer', transfer: 0 };

describe('hand-worked example of a mule account', () => {
  it.each([
    // Queue 40 own, 60 V: A takes 40 own and 10 V; then 50 V, 30 C: B takes 50 V and 10 C.
    ['fifo', ['A:held 10', 'B:held 50']],
    // Stack 40 own, 60 V: A takes 50 V; left 40 own, 10 V, 30 C: B takes 30 C, 10 V, 20 own.
    ['lifo', ['A:held 50', 'B:held 10']],
    // A takes 60·50/100 = 30; left 30 of 50; with C 30 of 80: B takes 30·60/80 = 22.5, stays 7.5: the tie goes to what leaves.
    ['haircut', ['A:held 30', 'B:held 23', 'M:held 7']],
    // All M paid after the seed, and what M has left.
    ['poison', ['A:held 50', 'B:held 60', 'M:held 20']],
    // Own money leaves first: A takes 40 own and 10 V (50 left, all V); C brings 30; B takes 30 C and 30 V; 20 V stay.
    ['lowestBalance', ['A:held 10', 'B:held 30', 'M:held 20']],
  ])('[A9] [A10] [A11] %s', (policy, expected) => {
    const { built, result } = trace(MULE, MULE_OPENINGS, [first], { policies: [policy] });
    expect(endsOf(built, result.policies[0]!.ends)).toEqual(expected);
    expect(result.policies[0]!.contributed).toEqual([60n]);
  });

  it('[A14] a fee is taken from the native ledger and not followed to who receives it', () => {
    const lines: Line[] = [
      { from: 'V', to: 'M', amount: 60, asset: COIN, kind: 'value' },
      { id: 'pay', from: 'M', to: 'A', amount: 50, asset: COIN, kind: 'value' },
      { id: 'pay', from: 'M', to: 'miner', amount: 3, asset: COIN, kind: 'fee' },
      { id: 'pay', from: 'M', to: null, amount: 2, asset: COIN, kind: 'burn' },
    ];
    const { built, result } = trace(lines, [['V', 60, COIN]], [first]);
    expect(endsOf(built, result.policies[0]!.ends)).toEqual(['A:held 50', 'M:held 5']);
    expect(result.policies[0]!.fees).toEqual([]);
    const after = trace(lines, [['V', 60, COIN]], [first], { policies: ['lifo'] });
    expect(endsOf(after.built, after.result.policies[0]!.ends)).toEqual(['A:held 50', 'M:held 5']);
  });
});
