// The fast pass against the exact one, small amounts and amounts beyond 64 bits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fastFifo } from './fastFifo.ts';
import { traceAccountsForward } from './forward.ts';
import { knowLedgers } from './reconcile.ts';
import { syntheticSlice } from './tests/fifoBench.ts';
import { CHAIN, type Line, sliceOf, TOKEN, wholeKnowledge } from './tests/ledgers.ts';

describe('[A20] fast fifo', () => {
  it('has the totals of the exact pass', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 400 }),
        fc.integer({ min: 2, max: 12 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        (size, accounts, picks) => {
          const slice = syntheticSlice(size, accounts);
          const seeds = picks.map((pick) => pick % size);
          const fast = fastFifo(slice, seeds)!;
          const knowledge = knowLedgers(slice, { wholeChains: [0], statements: [] });
          const exact = traceAccountsForward(slice, {
            policies: ['fifo'],
            knowledge,
            seeds: seeds.map((transfer) => ({ kind: 'transfer', transfer })),
          });
          const held = exact.policies[0]!.ends.map((end) => `${end.ledger} ${end.amount}`);
          expect([...fast.ledgers].map((ledger, place) => `${ledger} ${fast.amounts[place]}`)).toEqual(held);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses what it could not count exactly', () => {
    const line = (amount: bigint): Line[] => [{ from: null, to: 'A', amount, kind: 'mint' }];
    expect(fastFifo(sliceOf(line((1n << 96n) - 1n)).slice, [0])!.amounts).toEqual([(1n << 96n) - 1n]);
    expect(fastFifo(sliceOf(line(1n << 96n)).slice, [0])).toBeNull();
    // A pays what it does not have.
    expect(fastFifo(sliceOf([{ from: 'A', to: 'B', amount: 1 }]).slice, [0])).toBeNull();
  });

  it('counts openings, fees and what is burned', () => {
    const built = sliceOf([
      { from: null, to: 'A', amount: 10, kind: 'mint' },
      { id: 'pay', from: 'A', to: 'B', amount: 6 },
      { id: 'pay', from: 'A', to: 'miner', amount: 2, kind: 'fee' },
      { from: 'A', to: null, amount: 3, kind: 'burn', block: 9 },
    ]);
    const ledger = built.names.ledger(CHAIN, 'A', TOKEN);
    const fast = fastFifo(built.slice, [0], new Map([[ledger, 5n]]))!;
    // 5 own then 10: B has 5 own and 1; the fee 2, the burning 3; 4 stay. The burning is the fee of its transaction (path 2).
    expect({ held: fast.amounts, fees: fast.fees, burned: fast.burned }).toEqual({ held: [4n, 1n], fees: 5n, burned: 0n });
    expect(wholeKnowledge(built).state[ledger]).toBe(3);
  });
});
