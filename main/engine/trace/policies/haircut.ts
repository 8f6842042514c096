// Haircut: taint is split by value, in whole units by largest remainder. Division is exact: no floating point,
// because BlockSci's floor-and-discard moved the residue to the fee (research/peers.md §4.1).
import { type Lot, type Lots, type Policy, sumBySeed } from './policy.ts';

/**
 * Splits the amount of each seed over slots in proportion to the slots' values. Floors for all seeds first;
 * then seed by seed the remaining units, one per slot in order of remainder (largest first, ties by index),
 * skipping slots that are full, and starting over if a round did not suffice. [T12]
 * The amounts together must not exceed the slots together.
 */
export function splitByValue(
  amounts: readonly { readonly seed: number; readonly amountSat: bigint }[],
  slotsSat: readonly bigint[],
): Lots[] {
  let wholeSat = 0n;
  for (const slotSat of slotsSat) wholeSat += slotSat;
  const result: Lot[][] = slotsSat.map(() => []);
  if (wholeSat === 0n) return result;
  const slots = slotsSat.length;
  const filledSat = new Array<bigint>(slots).fill(0n);
  // Row by row: units and remainders of amount a at slot s stand at a * slots + s.
  const units = new Array<bigint>(amounts.length * slots);
  const remainders = new Array<bigint>(amounts.length * slots);
  const leftSat: bigint[] = [];
  for (const { amountSat } of amounts) {
    const row = leftSat.length * slots;
    let left = amountSat;
    for (let slot = 0; slot < slots; slot++) {
      const product = amountSat * (slotsSat[slot] as bigint);
      const floor = product / wholeSat;
      units[row + slot] = floor;
      remainders[row + slot] = product - floor * wholeSat;
      left -= floor;
      filledSat[slot] = (filledSat[slot] as bigint) + floor;
    }
    leftSat.push(left);
  }
  for (let index = 0; index < amounts.length; index++) {
    let left = leftSat[index] as bigint;
    if (left === 0n) continue;
    const row = index * slots;
    const order = slotsSat
      .map((_, slot) => slot)
      .sort((a, b) => descending(remainders[row + a] as bigint, remainders[row + b] as bigint) || a - b);
    while (left > 0n) {
      const before = left;
      for (const slot of order) {
        if (left === 0n) break;
        if ((filledSat[slot] as bigint) >= (slotsSat[slot] as bigint)) continue;
        filledSat[slot] = (filledSat[slot] as bigint) + 1n;
        units[row + slot] = (units[row + slot] as bigint) + 1n;
        left--;
      }
      if (left === before) throw new Error('haircut: amounts exceed the slots');
    }
  }
  for (let index = 0; index < amounts.length; index++) {
    const seed = (amounts[index] as { readonly seed: number }).seed;
    for (let slot = 0; slot < slots; slot++) {
      const amountSat = units[index * slots + slot] as bigint;
      if (amountSat > 0n) (result[slot] as Lot[]).push({ seed, startSat: 0n, amountSat });
    }
  }
  return result;
}

export function descending(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

export const haircut: Policy = {
  id: 'haircut',
  version: 1,
  title: 'policy.haircut',
  directions: ['forward', 'backward'],
  conserves: true,
  ordered: false,
  needsInputValues: true,
  forward({ inputs, outputsSat, feeSat }) {
    const slots = splitByValue(sumBySeed(inputs), [...outputsSat, feeSat ?? 0n]);
    const fee = slots.pop() ?? [];
    return { outputs: slots, fee };
  },
  backward({ inputs, outputs }) {
    return {
      inputs: splitByValue(
        sumBySeed(outputs),
        inputs.map((input) => input.valueSat ?? 0n),
      ),
    };
  },
};
