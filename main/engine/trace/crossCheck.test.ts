// The second opinion agrees with right results and refuses wrong ones.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFlow } from '../../../tests/fixtures/randomFlows.ts';
import { crossCheck } from './crossCheck.ts';
import { traceForward } from './forward.ts';
import type { PolicyResult } from './run.ts';

const resultOf = (slice: Parameters<typeof traceForward>[0], seeds: readonly number[], policy: string): PolicyResult =>
  traceForward(slice, { seeds, policies: [policy] }).policies[0] as PolicyResult;

describe('crossCheck', () => {
  it('agrees with every exact result it can compute', () => {
    let agreed = 0;
    fc.assert(
      fc.property(randomFlow(), ({ built: { slice }, seeds }) => {
        for (const policy of ['fifo', 'haircut', 'poison'])
          if (crossCheck(slice, seeds, resultOf(slice, seeds, policy)) === 'agreed') agreed++;
      }),
    );
    expect(agreed).toBeGreaterThan(20);
  });

  it('refuses a result with one satoshi elsewhere, less in fees, or a holding left out', () => {
    let refused = 0;
    fc.assert(
      fc.property(randomFlow(), ({ built: { slice }, seeds }) => {
        const result = resultOf(slice, seeds, 'fifo');
        if (crossCheck(slice, seeds, result) !== 'agreed' || result.holdings.length === 0) return;
        const [first, ...rest] = result.holdings as [PolicyResult['holdings'][number], ...PolicyResult['holdings']];
        for (const wrong of [
          { ...result, holdings: [{ ...first, amountSat: first.amountSat + 1n }, ...rest] },
          { ...result, holdings: rest },
          { ...result, feesSat: result.feesSat + 1n },
        ])
          expect(() => crossCheck(slice, seeds, wrong)).toThrow(/differ/);
        refused++;
      }),
    );
    expect(refused).toBeGreaterThan(10);
  });
});
