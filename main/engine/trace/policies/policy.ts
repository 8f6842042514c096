// What a taint policy is: a pure function over one transaction. It sees values and lots, never a slice,
// a script or a stop rule.
import type { Registered } from '../../kernel/index.ts';

export type Direction = 'forward' | 'backward';

/**
 * A part of an output that is traced to one seed. `seed` is a position in the run's list of seeds, which is in
 * outpoint order. `startSat` is the position of the part inside the output for policies that keep coins in
 * order (fifo, lifo); it is 0n for the others.
 */
export interface Lot {
  readonly seed: number;
  readonly startSat: bigint;
  readonly amountSat: bigint;
}

/** Ordered policies: by position, without overlap, neighbours of one seed joined. Others: by seed, one lot each. */
export type Lots = readonly Lot[];
export const NO_LOTS: Lots = [];

export interface TracedCoin {
  readonly valueSat: bigint;
  readonly lots: Lots;
}

/** One transaction, forward. A policy with `needsInputValues` is never called with a null value. */
export interface ForwardTransaction {
  readonly inputs: readonly { readonly valueSat: bigint | null; readonly lots: Lots }[];
  readonly outputsSat: readonly bigint[];
  /** null where an input value is unknown. */
  readonly feeSat: bigint | null;
}

export interface ForwardFlow {
  readonly outputs: readonly Lots[];
  readonly fee: Lots;
}

/** One transaction, backward. Only poison is called with a null input value. */
export interface BackwardTransaction {
  readonly inputs: readonly { readonly valueSat: bigint | null }[];
  readonly outputs: readonly TracedCoin[];
}

export interface BackwardFlow {
  readonly inputs: readonly Lots[];
}

export interface Policy extends Registered {
  readonly version: number;
  /** Key of the title in the locale files. */
  readonly title: string;
  readonly directions: readonly Direction[];
  /** False for poison alone: several seeds may then hold the same unit. */
  readonly conserves: boolean;
  /** True where lots keep their position inside an output. */
  readonly ordered: boolean;
  /** True where a forward step cannot be computed without the value of every input. */
  readonly needsInputValues: boolean;
  readonly forward?: (transaction: ForwardTransaction) => ForwardFlow;
  readonly backward?: (transaction: BackwardTransaction) => BackwardFlow;
}

/** Satoshi of an output that lots cover; under poison several seeds cover the same satoshi. */
export function totalSat(policy: Pick<Policy, 'conserves'>, lots: Lots): bigint {
  let total = 0n;
  for (const lot of lots) {
    if (policy.conserves) total += lot.amountSat;
    else if (lot.amountSat > total) total = lot.amountSat;
  }
  return total;
}

/** Lots of an output that is itself a seed: the seed takes what other seeds left. [T4] */
export function withSeed(policy: Pick<Policy, 'conserves' | 'ordered'>, valueSat: bigint, lots: Lots, seed: number): Lots {
  if (!policy.ordered) {
    const restSat = valueSat - totalSat(policy, lots);
    return restSat > 0n ? [...lots, { seed, startSat: 0n, amountSat: restSat }].sort((a, b) => a.seed - b.seed) : lots;
  }
  const filled: Lot[] = [];
  let position = 0n;
  for (const lot of lots) {
    if (lot.startSat > position) filled.push({ seed, startSat: position, amountSat: lot.startSat - position });
    filled.push(lot);
    position = lot.startSat + lot.amountSat;
  }
  if (valueSat > position) filled.push({ seed, startSat: position, amountSat: valueSat - position });
  return filled;
}

/** Unordered lots of several coins, summed per seed, in seed order. Lots of each coin are in seed order already. */
export function sumBySeed(coins: readonly { readonly lots: Lots }[]): Lots {
  let sum: Lots = NO_LOTS;
  for (const { lots } of coins) {
    if (lots.length > 0) sum = sum.length === 0 ? lots : merged(sum, lots);
  }
  return sum;
}

function merged(a: Lots, b: Lots): Lots {
  const result: Lot[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (right === undefined || (left !== undefined && left.seed < right.seed)) {
      result.push(left as Lot);
      i++;
    } else if (left === undefined || right.seed < left.seed) {
      result.push(right);
      j++;
    } else {
      result.push({ seed: left.seed, startSat: 0n, amountSat: left.amountSat + right.amountSat });
      i++;
      j++;
    }
  }
  return result;
}
