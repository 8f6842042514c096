// Haircut: taint is split by value, in whole units by largest remainder. Division is exact: no floating point,
// because BlockSci's floor-and-discard moved the residue to the fee.
import { remainderOfShare, shareOf } from '../exactShare.ts';
import { type Lot, type Lots, type Policy, sumBySeed } from './policy.ts';

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

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
  // Every amount of bitcoin is in range here (21 million coins are 2.1e15 satoshi); other ledgers' may not be.
  if (wholeSat <= LARGEST) return splitSmall(amounts, slotsSat, Number(wholeSat), result);
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

/** The same on doubles, which are exact up to 2^53: a third of the time, as no bigint is made but for the result. */
function splitSmall(
  amounts: readonly { readonly seed: number; readonly amountSat: bigint }[],
  slotsSat: readonly bigint[],
  whole: number,
  result: Lot[][],
): Lots[] {
  const slots = slotsSat.length;
  const values = new Array<number>(slots);
  const room = new Array<number>(slots);
  for (let slot = 0; slot < slots; slot++) room[slot] = values[slot] = Number(slotsSat[slot]);
  const units = new Array<number>(amounts.length * slots);
  const remainders = new Array<number>(amounts.length * slots);
  const left = new Array<number>(amounts.length);
  /** The round in which a slot last got a unit; each seed starts a new one. */
  const givenIn = new Array<number>(slots).fill(0);
  let round = 0;
  for (let index = 0; index < amounts.length; index++) {
    const amount = Number((amounts[index] as { readonly amountSat: bigint }).amountSat);
    let rest = amount;
    for (let slot = 0; slot < slots; slot++) {
      const share = shareOf(amount, values[slot] as number, whole);
      units[index * slots + slot] = share;
      remainders[index * slots + slot] = remainderOfShare();
      rest -= share;
      room[slot] = (room[slot] as number) - share;
    }
    left[index] = rest;
  }
  for (let index = 0; index < amounts.length; index++) if ((left[index] as number) > 0) giveRest(index);
  for (let index = 0; index < amounts.length; index++) {
    const { seed } = amounts[index] as { readonly seed: number };
    for (let slot = 0; slot < slots; slot++) {
      const unit = units[index * slots + slot] as number;
      if (unit > 0) (result[slot] as Lot[]).push({ seed, startSat: 0n, amountSat: BigInt(unit) });
    }
  }
  return result;

  /** Rounds of one unit a slot, largest remainder first, ties by index, full slots left out. Few units: no sorting. */
  function giveRest(index: number): void {
    const row = index * slots;
    round++;
    for (let rest = left[index] as number; rest > 0; rest--) {
      let best = nextSlot(row);
      if (best < 0) {
        round++;
        best = nextSlot(row);
        if (best < 0) throw new Error('haircut: amounts exceed the slots');
      }
      givenIn[best] = round;
      room[best] = (room[best] as number) - 1;
      units[row + best] = (units[row + best] as number) + 1;
    }
  }

  function nextSlot(row: number): number {
    let best = -1;
    for (let slot = 0; slot < slots; slot++) {
      if (givenIn[slot] === round || (room[slot] as number) === 0) continue;
      if (best < 0 || (remainders[row + slot] as number) > (remainders[row + best] as number)) best = slot;
    }
    return best;
  }
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
