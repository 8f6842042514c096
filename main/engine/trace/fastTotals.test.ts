// The fast pass against the exact path, small and near 2^53, and its refusals.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFlow } from '../../../tests/fixtures/randomFlows.ts';
import { type BlockText, buildSlice, chainOf } from '../../../tests/fixtures/slices.ts';
import { type FastPolicy, fastTotals } from './fastTotals.ts';
import { traceForward } from './forward.ts';
import type { UtxoSlice } from './slice.ts';

function exact(slice: UtxoSlice, policy: FastPolicy, seeds: readonly number[]) {
  const result = traceForward(slice, { seeds, policies: [policy] }).policies[0];
  return {
    held: result?.holdings.map((holding) => [holding.outNumber, holding.amountSat]),
    feesSat: result?.feesSat,
    touched: result?.touched.length,
  };
}

function fast(slice: UtxoSlice, policy: FastPolicy, seeds: readonly number[]) {
  const result = fastTotals(slice, policy, seeds);
  if (result === null) return null;
  return {
    held: Array.from(result.outNumbers, (out, index) => [out, BigInt(result.amountsSat[index] as number)]),
    feesSat: BigInt(result.feesSat),
    touched: result.transactionsTouched,
  };
}

/** Multiplies every value, and adds small amounts that break proportion, so that products pass 2^53 by far. */
function enlarge(blocks: readonly BlockText[], factor: bigint): BlockText[] {
  const satOf = new Map<string, bigint>();
  return blocks.map((block) => ({
    ...block,
    transactions: block.transactions.map((transaction) => {
      const isCoinbase = transaction.inputs[0] === 'coinbase';
      let leftSat = transaction.inputs.reduce<bigint>((sum, input) => sum + (satOf.get(input as string) ?? 0n), 0n);
      const outputs = transaction.outputs.map((output, index) => {
        let valueSat = (output as bigint) * factor + BigInt(index * 7919);
        if (!isCoinbase && valueSat > leftSat) valueSat = leftSat;
        leftSat -= valueSat;
        satOf.set(`${transaction.name}:${index}`, valueSat);
        return valueSat;
      });
      return { ...transaction, outputs };
    }),
  }));
}

describe('[T26] fast totals', () => {
  it.each(['haircut', 'fifo'] as const)('%s equals the exact path', (policy) => {
    fc.assert(
      fc.property(
        randomFlow({ maximumSteps: 40 }),
        fc.constantFrom(0n, 1n, 999_999_937n, 12_345_678_901_234n),
        ({ built, blocks, seeds }, factor) => {
          const { slice } = factor === 0n ? built : buildSlice(enlarge(blocks, factor));
          const asked = policy === 'fifo' ? seeds : seeds.slice(0, 1);
          const result = fast(slice, policy, asked);
          if (factor < 1_000_000_000n) expect(result).not.toBeNull();
          if (result !== null) expect(result).toEqual(exact(slice, policy, asked));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('refuses what it could not count exactly', () => {
    const refused = (inputs: (string | { valueSat?: bigint })[], firstSat: bigint, outputs: bigint[]) => {
      const { slice, out } = buildSlice(
        chainOf([
          { name: 'a', inputs: ['coinbase'], outputs: [firstSat] },
          { name: 'b', inputs, outputs },
        ]),
      );
      return (['haircut', 'fifo'] as const).map((policy) => fastTotals(slice, policy, [out('a:0')]) === null);
    };
    expect(refused(['a:0', {}], 5n, [3n])).toEqual([true, true]);
    expect(refused(['a:0'], 1n << 53n, [3n])).toEqual([true, true]);
    expect(refused(['a:0', { valueSat: (1n << 53n) - 1n }], 5n, [3n])).toEqual([true, true]);
    expect(refused(['a:0'], 5n, [6n])).toEqual([true, true]);
    expect(refused(['a:0'], 5n, [3n])).toEqual([false, false]);
  });
});
