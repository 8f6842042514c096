// Shares on doubles against bigint, and haircut's split against its rule written out once more.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remainderOfShare, shareOf } from './exactShare.ts';
import { splitByValue } from './policies/haircut.ts';

const LARGEST = 2n ** 53n - 1n;
const upTo = (most: bigint) => fc.oneof(fc.bigInt(0n, most), fc.bigInt(0n, most < 40n ? most : 40n), fc.constant(most));

/** T12 word by word: floors of all seeds, then seed by seed one unit a slot by remainder, full slots skipped, round by round. */
function splitByRule(amounts: readonly bigint[], slots: readonly bigint[]): bigint[][] {
  const whole = slots.reduce((sum, slot) => sum + slot, 0n);
  const rows = amounts.map((amount) => slots.map((slot) => (amount * slot) / whole));
  const filled = (slot: number) => rows.reduce((sum, row) => sum + (row[slot] as bigint), 0n);
  amounts.forEach((amount, seed) => {
    const row = rows[seed] as bigint[];
    let left = amount - row.reduce((sum, unit) => sum + unit, 0n);
    const order = slots.map((slot, index) => ({ index, rest: (amount * slot) % whole }));
    order.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
    while (left > 0n) {
      for (const { index } of order) {
        if (left === 0n || filled(index) >= (slots[index] as bigint)) continue;
        row[index] = (row[index] as bigint) + 1n;
        left--;
      }
    }
  });
  return rows;
}

describe('shareOf', () => {
  it('is exact for every whole number a double counts', () => {
    const parts = upTo(LARGEST)
      .filter((whole) => whole > 0n)
      .chain((whole) => fc.tuple(upTo(whole), upTo(whole), fc.constant(whole)));
    fc.assert(
      fc.property(parts, ([amount, slot, whole]) => {
        expect(BigInt(shareOf(Number(amount), Number(slot), Number(whole)))).toBe((amount * slot) / whole);
        expect(BigInt(remainderOfShare())).toBe((amount * slot) % whole);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('[T12] splitByValue', () => {
  it('follows the rule below and above 2^53', () => {
    const cases = fc
      .tuple(
        fc.array(upTo(2n ** 50n), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(100), { maxLength: 4 }),
        fc.constantFrom(1n, 2n ** 20n),
      )
      .filter(([slots]) => slots.some((slot) => slot > 0n));
    fc.assert(
      fc.property(cases, ([given, cuts, scale]) => {
        const slots = given.map((slot) => slot * scale);
        let rest = slots.reduce((sum, slot) => sum + slot, 0n);
        const amounts = cuts.map((cut) => {
          const amount = (rest * BigInt(cut)) / 100n;
          rest -= amount;
          return amount;
        });
        const split = splitByValue(
          amounts.map((amountSat, seed) => ({ seed, amountSat })),
          slots,
        );
        const expected = splitByRule(amounts, slots);
        split.forEach((lots, slot) =>
          expect(amounts.map((_, seed) => lots.find((lot) => lot.seed === seed)?.amountSat ?? 0n)).toEqual(
            expected.map((row) => row[slot]),
          ),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
