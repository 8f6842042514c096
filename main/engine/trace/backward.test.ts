// Backward tracing: the inverse of the forward coin map, and where it ends.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originOfCoins } from '../../../tests/fixtures/coinOracle.ts';
import { randomFlow } from '../../../tests/fixtures/randomFlows.ts';
import { buildSlice, chainOf } from '../../../tests/fixtures/slices.ts';
import { traceBackward } from './backward.ts';
import type { UtxoSlice } from './slice.ts';

const INVERTIBLE = ['haircut', 'fifo', 'lifo'];

function ends(slice: UtxoSlice, policy: string, seeds: readonly number[]) {
  return (traceBackward(slice, { seeds, policies: [policy] }).policies[0]?.holdings ?? []).map(
    ({ outNumber, inNumber, amountSat, state }) => [outNumber < 0 ? `in ${inNumber}` : outNumber, Number(amountSat), state],
  );
}

describe('[T14] backward', () => {
  it.each([
    ['fifo', false],
    ['lifo', true],
  ] as const)('%s is the inverse of the forward coin map, coin by coin', (policy, lastFirst) => {
    fc.assert(
      fc.property(randomFlow(), ({ built: { slice }, seeds }) => {
        const coins = originOfCoins(slice, lastFirst);
        const result = traceBackward(slice, { seeds, policies: [policy] });
        // A coin that several seeds hold at different times belongs to the one that is latest in the chain.
        const claimed = new Set<string>();
        const expected = new Map<number, Map<number, number>>();
        for (const out of [...seeds].sort((a, b) => b - a)) {
          const seed = result.seeds.findIndex((entry) => entry.outNumber === out);
          for (const coin of coins[out] ?? []) {
            const key = `${coin.origin} ${coin.position}`;
            if (claimed.has(key)) continue;
            claimed.add(key);
            const bySeed = expected.get(coin.origin) ?? new Map<number, number>();
            bySeed.set(seed, (bySeed.get(seed) ?? 0) + 1);
            expected.set(coin.origin, bySeed);
          }
        }
        const actual = new Map(
          result.policies[0]?.holdings.map(({ outNumber, bySeed }) => [
            outNumber,
            new Map(bySeed.map((part) => [part.seed, Number(part.amountSat)])),
          ]),
        );
        expect(actual).toEqual(expected);
        for (const holding of result.policies[0]?.holdings ?? []) expect(holding.state).toBe('coinbase');
      }),
      { numRuns: 300 },
    );
  });

  it('[T2] conserves and caps for all but poison', () => {
    fc.assert(
      fc.property(randomFlow(), ({ built: { slice }, seeds }) => {
        for (const result of traceBackward(slice, { seeds, policies: INVERTIBLE }).policies) {
          expect(result.feesSat).toBe(0n);
          expect(result.totalSat).toBe(result.contributedSat.reduce((sum, amount) => sum + amount, 0n));
          for (const flow of result.flows)
            for (const input of flow.inputs) expect(input.amountSat <= (slice.inValue[input.number] as bigint)).toBe(true);
        }
      }),
    );
  });

  it('poison ends at all ancestors, whole', () => {
    fc.assert(
      fc.property(randomFlow(), ({ built: { slice }, seeds }) => {
        const reached = new Set<number>(seeds.filter((seed) => slice.outValue[seed] !== 0n));
        for (let tx = slice.txCount - 1; tx >= 0; tx--) {
          const outs = Array.from(
            { length: Number(slice.txOutStart[tx + 1]) - Number(slice.txOutStart[tx]) },
            (_, index) => Number(slice.txOutStart[tx]) + index,
          );
          if (!outs.some((out) => reached.has(out))) continue;
          for (const parent of slice.inPrevOut.subarray(slice.txInStart[tx], slice.txInStart[tx + 1]))
            if (parent >= 0 && slice.outValue[parent] !== 0n) reached.add(parent);
        }
        const isCoinbase = (out: number) =>
          slice.inPrevOut[Number(slice.txInStart[slice.txOutStart.findIndex((start) => start > out) - 1])] === -1;
        const expected = [...reached].filter(isCoinbase).sort((a, b) => a - b);
        expect(ends(slice, 'poison', seeds)).toEqual(expected.map((out) => [out, Number(slice.outValue[out]), 'coinbase']));
      }),
    );
  });

  it('by hand: outputs 6 and 4 of inputs 7 and 4 (fee 1)', () => {
    const { slice, out } = buildSlice(
      chainOf([
        { name: 'a', inputs: ['coinbase'], outputs: [7n] },
        { name: 'b', inputs: ['coinbase'], outputs: [4n] },
        { name: 'c', inputs: ['a:0', 'b:0'], outputs: [6n, 4n] },
      ]),
    );
    // Coins 0-6 from a, 7-10 from b. Output 1 is coins 6-9: one of a, three of b.
    expect(ends(slice, 'fifo', [out('c:1')])).toEqual([
      [out('a:0'), 1, 'coinbase'],
      [out('b:0'), 3, 'coinbase'],
    ]);
    // Reversed: 0-3 from b, 4-10 from a. Output 1 is places 6-9: four of a.
    expect(ends(slice, 'lifo', [out('c:1')])).toEqual([[out('a:0'), 4, 'coinbase']]);
    // 4 over 7 and 4 of 11: 28/11 and 16/11, floors 2 and 1; remainders 6 and 5: the unit goes to a.
    expect(ends(slice, 'haircut', [out('c:1')])).toEqual([
      [out('a:0'), 3, 'coinbase'],
      [out('b:0'), 1, 'coinbase'],
    ]);
    expect(ends(slice, 'poison', [out('c:1')])).toEqual([
      [out('a:0'), 7, 'coinbase'],
      [out('b:0'), 4, 'coinbase'],
    ]);
  });

  it('refuses tiho with the reason that it has no inverse', () => {
    const { slice, out } = buildSlice(chainOf([{ name: 'a', inputs: ['coinbase'], outputs: [7n] }]));
    expect(() => traceBackward(slice, { seeds: [out('a:0')], policies: ['tiho'] })).toThrow('trace.policyDirection');
  });
});

describe('[T15] unknown inputs', () => {
  it('ends at an input whose parent is missing but whose value is known', () => {
    const { slice, out } = buildSlice(
      chainOf([
        { name: 'a', inputs: ['coinbase'], outputs: [7n] },
        { name: 'c', inputs: ['a:0', { valueSat: 4n }], outputs: [6n, 4n] },
      ]),
    );
    expect(ends(slice, 'fifo', [out('c:1')])).toEqual([
      [out('a:0'), 1, 'coinbase'],
      ['in 2', 3, 'unknown-input'],
    ]);
  });

  it('ends at the output where an input value is unknown; poison still names the known ancestors', () => {
    const { slice, out } = buildSlice(
      chainOf([
        { name: 'a', inputs: ['coinbase'], outputs: [7n] },
        { name: 'c', inputs: ['a:0', {}], outputs: [6n, 4n] },
      ]),
    );
    for (const policy of INVERTIBLE) expect(ends(slice, policy, [out('c:1')])).toEqual([[out('c:1'), 4, 'unknown-input']]);
    expect(ends(slice, 'poison', [out('c:1')])).toEqual([
      [out('a:0'), 7, 'coinbase'],
      [out('c:1'), 4, 'unknown-input'],
    ]);
  });
});
