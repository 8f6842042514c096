// Haircut: taint is split by value, in whole units by largest remainder. Division is exact: no floating point,
// because BlockSci's floor-and-discard moved the residue to the fee (research/peers.md §4.1).
import { type Lot, type Lots, type Policy, sumBySeed } from './policy.ts';

/**
 * Splits the amount of each seed over slots in proportion to the slots' values. Floors for all seeds first;
 * then seed by seed the remaining units, one per slot in order of remainder (largest first, ties by index),
 * skipping slots that are full, and starting over if a round did not suffice. [T12]
 * The amounts together must not exceed the slots together.
 */
export function splitByValue(amounts: readonly { readonly seed: number; readonly amountSat: bigint }[], slotsSat: readonly bigint[]): Lots[] {
  const wholeSat = slotsSat.reduce((sum, value) => sum + value, 0n);
  const result: Lot[][] = slotsSat.map(() => []);
  if (wholeSat === 0n) return result;
  const filledSat = slotsSat.map(() => 0n);
  const shares = amounts.map(({ amountSat }) => {
    let leftSat = amountSat;
    const remainders: bigint[] = [];
    const units = slotsSat.map((slotSat, slot) => {
      const product = amountSat * slotSat;
      const floor = product / wholeSat;
      remainders.push(product - floor * wholeSat);
      leftSat -= floor;
      filledSat[slot] = (filledSat[slot] as bigint) + floor;
      return floor;
    });
    return { units, remainders, leftSat };
  });
  for (const share of shares) {
    if (share.leftSat === 0n) continue;
    const order = slotsSat.map((_, slot) => slot).sort((a, b) => descending(share.remainders[a] as bigint, share.remainders[b] as bigint) || a - b);
    while (share.leftSat > 0n) {
      const before = share.leftSat;
      for (const slot of order) {
        if (share.leftSat === 0n) break;
        if ((filledSat[slot] as bigint) >= (slotsSat[slot] as bigint)) continue;
        filledSat[slot] = (filledSat[slot] as bigint) + 1n;
        share.units[slot] = (share.units[slot] as bigint) + 1n;
        share.leftSat--;
      }
      if (share.leftSat === before) throw new Error('haircut: amounts exceed the slots');
    }
  }
  amounts.forEach(({ seed }, index) => {
    shares[index]?.units.forEach((amountSat, slot) => {
      if (amountSat > 0n) result[slot]?.push({ seed, startSat: 0n, amountSat });
    });
  });
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
    const slots = splitByValue(sumBySeed(inputs.map((input) => input.lots)), [...outputsSat, feeSat ?? 0n]);
    const fee = slots.pop() ?? [];
    return { outputs: slots, fee };
  },
  backward({ inputs, outputs }) {
    return { inputs: splitByValue(sumBySeed(outputs.map((output) => output.lots)), inputs.map((input) => input.valueSat ?? 0n)) };
  },
};
