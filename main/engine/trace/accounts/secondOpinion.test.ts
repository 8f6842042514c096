// The second opinion over random ledgers: it agrees with the exact pass or has no answer, and a result that is a unit off is found.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, ledgerTransfers, moves } from './accountSlice.ts';
import { traceAccountsForward } from './forward.ts';
import { type BalanceStatement, knowLedgers } from './reconcile.ts';
import type { AccountTraceRequest } from './run.ts';
import { secondOpinion } from './secondOpinion.ts';
import { CHAIN, COIN, type Line, sliceOf, TOKEN } from './tests/ledgers.ts';

const NAMES = ['A', 'B', 'C', 'D'] as const;
const party = fc.option(fc.constantFrom(...NAMES), { nil: null, freq: 8 });
const line: fc.Arbitrary<Line> = fc
  .record({
    ...{
      from: party,
      to: party,
      amount: fc.integer({ min: 0, max: 600 }).map((one) => Math.ceil(one / 10)),
      asset: fc.constantFrom(TOKEN, TOKEN, TOKEN, COIN),
    },
    ...{
      kind: fc.integer({ min: 0, max: 9 }).map((one) => (one === 0 ? ('fee' as const) : ('token' as const))),
    },
    status: fc.integer({ min: 0, max: 30 }).map((one) => (one === 0 ? ('failed' as const) : ('ok' as const))),
  })
  .filter(({ from, to, kind }) => from !== null || (to !== null && kind !== 'fee'));

describe('[A20] second opinion', () => {
  it('agrees wherever it has an answer, and finds a unit too many', () => {
    const met = { agreed: 0, notApplicable: 0, paused: 0, stopped: 0 };
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 4, maxLength: 40, size: 'max' }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 10, maxLength: 10 }),
        fc.option(fc.constantFrom(...NAMES), { nil: undefined, freq: 2 }),
        (lines, picks, how, stop) => {
          const built = sliceOf(lines);
          const { slice } = built;
          const statements: BalanceStatement[] = [];
          const assumed: number[] = [];
          const index = ledgerTransfers(slice);
          for (let ledger = 1; ledger < slice.ledgerCount; ledger++) {
            let [balance, lowest] = [0n, 0n];
            for (const t of index.transfers.subarray(index.start[ledger], index.start[ledger + 1])) {
              if (!moves(slice, t)) continue;
              if (slice.toLedger[t] === ledger) balance += amountOf(slice, t);
              if (slice.fromLedger[t] === ledger) balance -= amountOf(slice, t);
              if (balance < lowest) lowest = balance;
            }
            const kind = how[ledger % 10] as number;
            if (kind === 0) continue;
            if (kind === 1) assumed.push(ledger);
            const opening = kind === 1 ? 0n : 20n - lowest;
            statements.push({ ledger, moment: 0, balance: opening });
            if (kind > 1) statements.push({ ledger, moment: slice.transferCount, balance: opening + balance });
          }
          const request: Omit<AccountTraceRequest, 'policies' | 'seeds'> = {
            knowledge: knowLedgers(slice, { statements, assumed }),
            ...(stop === undefined ? {} : { stops: { accounts: { addresses: [built.names.account(CHAIN, stop)] } } }),
          };
          const seeds = [...new Set(picks.map((pick) => pick % Math.min(slice.transferCount, 5)))].map((transfer) => ({
            kind: 'transfer' as const,
            transfer,
          }));
          const traced = traceAccountsForward(slice, { ...request, seeds, policies: ['fifo'] });
          const [result] = traced.policies;
          if (result === undefined) throw new Error('one policy');
          const opinion = secondOpinion(slice, request, traced.seeds, result);
          met[opinion]++;
          if (opinion === 'notApplicable' || result.ends.length === 0) return;
          if (result.ends.some(({ state }) => state === 'paused:unknownLedger')) met.paused++;
          if (result.ends.some(({ state }) => state === 'stopped:addresses')) met.stopped++;
          const [first, ...others] = result.ends;
          const more = { ...result, ends: [{ ...(first as NonNullable<typeof first>), amount: (first?.amount ?? 0n) + 1n }, ...others] };
          expect(() => secondOpinion(slice, request, traced.seeds, more)).toThrow(/two ways of counting fifo differ/);
        },
      ),
      { numRuns: 3000, seed: 20261122 },
    );
    expect(met.agreed).toBeGreaterThan(300);
    expect(met.paused).toBeGreaterThan(60);
    expect(met.stopped).toBeGreaterThan(10);
  });
});
