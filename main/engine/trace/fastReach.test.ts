// Fast reachability against poison on the exact path.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFlow } from '../../../tests/fixtures/randomFlows.ts';
import { fastReach } from './fastReach.ts';
import { traceForward } from './forward.ts';

describe('[T27] fast reach', () => {
  it('touches what poison touches', () => {
    fc.assert(
      fc.property(randomFlow({ maximumSteps: 40 }), ({ built: { slice }, seeds }) => {
        const poison = traceForward(slice, { seeds, policies: ['poison'] }).policies[0];
        const reach = fastReach(slice, seeds);
        expect(reach.transactionsTouched).toBe(poison?.touched.length);
        const unspent = Array.from({ length: slice.outCount }, (_, out) => out).filter(
          (out) => slice.outSpentBy[out] === -1 && ((reach.reached[out >>> 5] as number) & (1 << (out & 31))) !== 0,
        );
        expect(unspent).toEqual(poison?.holdings.map((holding) => holding.outNumber));
        expect(reach.outputsReached).toBe(
          new Set([
            ...seeds.filter((seed) => slice.outValue[seed] !== 0n),
            ...(poison?.flows ?? []).flatMap((flow) => flow.outputs.map((end) => end.number)),
          ]).size,
        );
      }),
      { numRuns: 300 },
    );
  });
});
