// Hand-worked examples of every listed policy, and what each must keep. A policy without an example fails here.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByValue } from './haircut.ts';
import { policies } from './index.ts';
import type { ForwardTransaction, Lot, Lots } from './policy.ts';

const at = (seed: number, startSat: number, amountSat: number): Lot => ({ seed, startSat: BigInt(startSat), amountSat: BigInt(amountSat) });
const coin = (valueSat: number, ...lots: Lot[]) => ({ valueSat: BigInt(valueSat), lots });

/** Inputs 10 (seed 0: 4 at 3), 5 (clean), 7 (seed 1: all); outputs 6, 9, 5; fee 2. Worked on paper. */
const EXAMPLE: ForwardTransaction = {
  inputs: [coin(10, at(0, 3, 4)), coin(5), coin(7, at(1, 0, 7))],
  outputsSat: [6n, 9n, 5n],
  feeSat: 2n,
};

// Coins in order 0..21: seed 0 on 3-6, seed 1 on 15-21. Outputs take 0-5, 6-14, 15-19, fee 20-21.
// Reversed: seed 1 on 0-6, seed 0 on 15-18. Outputs take 0-5, 6-14, 15-19, fee 20-21.
// Haircut of seed 0, 4 of 22: 24/22, 36/22, 20/22, 8/22 -> floors 1,1,0,0; remainders 2,14,20,8; 2 units to slots 2 and 1.
// Haircut of seed 1, 7 of 22: 42/22, 63/22, 35/22, 14/22 -> floors 1,2,1,0; remainders 20,19,13,14; 3 units to slots 0, 1, fee.
// Tiho: order 9, 6, 5. Seed 0's 4 go to the 9; seed 1 fills its other 5, then 2 of the 6.
const EXPECTED: Readonly<Record<string, { outputs: Lots[]; fee: Lots }>> = {
  poison: {
    outputs: [
      [at(0, 0, 6), at(1, 0, 6)],
      [at(0, 0, 9), at(1, 0, 9)],
      [at(0, 0, 5), at(1, 0, 5)],
    ],
    fee: [at(0, 0, 2), at(1, 0, 2)],
  },
  haircut: {
    outputs: [
      [at(0, 0, 1), at(1, 0, 2)],
      [at(0, 0, 2), at(1, 0, 3)],
      [at(0, 0, 1), at(1, 0, 1)],
    ],
    fee: [at(1, 0, 1)],
  },
  fifo: { outputs: [[at(0, 3, 3)], [at(0, 0, 1)], [at(1, 0, 5)]], fee: [at(1, 0, 2)] },
  lifo: { outputs: [[at(1, 0, 6)], [at(1, 0, 1)], [at(0, 0, 4)]], fee: [] },
  tiho: { outputs: [[at(1, 0, 2)], [at(0, 0, 4), at(1, 0, 5)], []], fee: [] },
};

describe.each(policies.entries.map((policy) => [policy.id, policy] as const))('policy %s', (id, policy) => {
  it('[T5] [T6] [T7] [T8] [T9] gives the hand-worked example', () => {
    expect(EXPECTED[id]).toBeDefined();
    expect(policy.forward?.(EXAMPLE)).toEqual(EXPECTED[id]);
  });

  it('has what it lists', () => {
    expect(policy.version).toBeGreaterThan(0);
    expect(policy.title).toMatch(/^policy\./);
    expect(policy.directions.includes('forward')).toBe(policy.forward !== undefined);
    expect(policy.directions.includes('backward')).toBe(policy.backward !== undefined);
  });

  it('[T2] conserves each seed and caps each output, unless it is poison', () => {
    fc.assert(
      fc.property(randomTransaction(), (transaction) => {
        const flow = policy.forward?.(transaction);
        if (flow === undefined) throw new Error('no forward');
        const slots = [...transaction.outputsSat, transaction.feeSat ?? 0n];
        [...flow.outputs, flow.fee].forEach((lots, slot) => {
          for (const lot of lots) expect(lot.amountSat > 0n && lot.startSat >= 0n).toBe(true);
          const heldSat = lots.reduce((sum, lot) => sum + lot.amountSat, 0n);
          if (policy.conserves) expect(heldSat <= (slots[slot] as bigint)).toBe(true);
        });
        if (!policy.conserves) return;
        for (const seed of [0, 1, 2]) {
          const of = (all: Iterable<Lots>) => [...all].flat().reduce((sum, lot) => (lot.seed === seed ? sum + lot.amountSat : sum), 0n);
          expect(of([...flow.outputs, flow.fee])).toBe(of(transaction.inputs.map((input) => input.lots)));
        }
      }),
    );
  });
});

/** Values up to beyond 2^53, lots of three seeds without overlap. */
function randomTransaction(): fc.Arbitrary<ForwardTransaction> {
  const amount = fc.oneof(fc.bigInt(0n, 30n), fc.bigInt(0n, 1n << 60n));
  const input = fc.array(fc.record({ gapSat: amount, amountSat: amount, seed: fc.nat(2) }), { minLength: 1, maxLength: 3 });
  return fc
    .record({
      inputs: fc.array(input, { minLength: 1, maxLength: 4 }),
      cuts: fc.array(fc.nat(100), { minLength: 1, maxLength: 5 }),
      ordered: fc.constant(true),
    })
    .map(({ inputs, cuts }) => {
      const coins = inputs.map((parts) => {
        const lots: Lot[] = [];
        let valueSat = 0n;
        for (const part of parts) {
          valueSat += part.gapSat;
          if (part.amountSat > 0n) lots.push({ seed: part.seed, startSat: valueSat, amountSat: part.amountSat });
          valueSat += part.amountSat;
        }
        return { valueSat, lots };
      });
      let feeSat = coins.reduce((sum, { valueSat }) => sum + valueSat, 0n);
      const outputsSat = cuts.map((cut) => {
        const valueSat = (feeSat * BigInt(cut)) / 100n;
        feeSat -= valueSat;
        return valueSat;
      });
      return { inputs: coins, outputsSat, feeSat };
    });
}

describe('[T12] haircut rounding', () => {
  it('splits by largest remainder, ties by index, fee last', () => {
    // 1 unit over two equal outputs and an equal fee: the first output takes it.
    expect(splitByValue([{ seed: 0, amountSat: 1n }], [5n, 5n, 5n])).toEqual([[at(0, 0, 1)], [], []]);
    // 2 units: the first two; the fee is the last of equals.
    expect(splitByValue([{ seed: 0, amountSat: 2n }], [5n, 5n, 5n])).toEqual([[at(0, 0, 1)], [at(0, 0, 1)], []]);
  });

  it('skips a slot that earlier seeds filled', () => {
    // Slots 1, 1, 1. Seeds of 1 each: floors are all 0, every remainder 1: seed by seed to the next slot with room.
    const amounts = [0, 1, 2].map((seed) => ({ seed, amountSat: 1n }));
    expect(splitByValue(amounts, [1n, 1n, 1n])).toEqual([[at(0, 0, 1)], [at(1, 0, 1)], [at(2, 0, 1)]]);
  });

  it('takes the floors of all seeds before any remaining unit', () => {
    // Slots 1 and 2 (3 units). Seed 0 has 1: 1/3, 2/3 -> unit to slot 1. Seed 1 has 2: 2/3, 4/3 -> floor 1 in slot 1,
    // its remaining unit would be largest in slot 0 (2/3). Without floors first seed 0 could have filled slot 1 alone.
    expect(
      splitByValue(
        [
          { seed: 0, amountSat: 1n },
          { seed: 1, amountSat: 2n },
        ],
        [1n, 2n],
      ),
    ).toEqual([[at(1, 0, 1)], [at(0, 0, 1), at(1, 0, 1)]]);
  });
});
