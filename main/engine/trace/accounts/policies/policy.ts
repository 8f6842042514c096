// What a taint policy is on account chains: the state of one ledger (account, asset), from which debits take and to which credits
// give. It sees amounts and lots, never a slice, an account or a stop rule.
import type { Registered } from '../../../kernel/index.ts';
import type { Direction } from '../../policies/policy.ts';

/** A part of an amount that is traced to one seed; `start` is its position in the amount for ordered policies, else 0n. */
export interface Lot {
  readonly seed: number;
  readonly start: bigint;
  readonly amount: bigint;
}
/** Ordered: by position, without overlap, neighbours of one seed joined. Others: by seed, one lot each. */
export type Lots = readonly Lot[];
export const NO_LOTS: Lots = [];

/** One ledger under one policy. The only mutable thing of a trace. */
export interface LedgerState {
  balance(): bigint;
  /** Debits an amount; what the balance lacks comes from nowhere and is clean. */
  take(amount: bigint): Lots;
  put(amount: bigint, lots: Lots): void;
  /** What lies in the ledger now: per seed, positions left out. */
  held(): Lots;
  /** Marks up to `amount` clean units as a seed's and says how many. [A6] */
  mark(seed: number, amount: bigint): bigint;
  /** Makes all of it clean and says what was not. */
  clear(): Lots;
}

export interface AccountPolicy extends Registered {
  readonly version: number;
  /** Key of the title in the locale files. */
  readonly title: string;
  readonly directions: readonly Direction[];
  /** False for poison alone: several seeds may then hold the same unit. */
  readonly conserves: boolean;
  readonly ordered: boolean;
  /** True where a seed alone has at least what it has among others: then its bound is found alone. */
  readonly seedsApart: boolean;
  /** A ledger with a clean balance. */
  readonly open: (balance: bigint) => LedgerState;
}

/** Lots joined per seed, in seed order, without positions. */
export function sumPerSeed(lots: Lots): Lot[] {
  const sums = new Map<number, bigint>();
  for (const lot of lots) sums.set(lot.seed, (sums.get(lot.seed) ?? 0n) + lot.amount);
  return [...sums].map(([seed, amount]) => ({ seed, start: 0n, amount })).sort((a, b) => a.seed - b.seed);
}

/** Units that lots cover; under poison several seeds cover the same unit. */
export function totalOf(policy: Pick<AccountPolicy, 'conserves'>, lots: Lots): bigint {
  let total = 0n;
  for (const lot of lots) {
    if (policy.conserves) total += lot.amount;
    else if (lot.amount > total) total = lot.amount;
  }
  return total;
}

/** Adds a lot; joins it with its neighbour where both are one seed's, so equal amounts have one form. */
export function appendLot(lots: Lot[], seed: number, start: bigint, amount: bigint): void {
  const last = lots.at(-1);
  if (last !== undefined && last.seed === seed && last.start + last.amount === start)
    lots[lots.length - 1] = { ...last, amount: last.amount + amount };
  else lots.push({ seed, start, amount });
}

/** Lots of a transfer that is itself a seed: the seed takes up to `wanted` of what other seeds left, from the front. [A5] */
export function joinSeed(
  policy: Pick<AccountPolicy, 'conserves' | 'ordered'>,
  amount: bigint,
  lots: Lots,
  seed: number,
  wanted: bigint,
): { readonly lots: Lots; readonly contributed: bigint } {
  if (!policy.conserves) {
    // Poison: the seed covers the whole transfer or, where it is only a part of it, that part.
    const rest = lots.some((lot) => lot.amount === amount) ? 0n : wanted;
    if (rest === 0n) return { lots, contributed: 0n };
    return { lots: [...lots, { seed, start: 0n, amount: rest }].sort((a, b) => a.seed - b.seed), contributed: rest };
  }
  if (!policy.ordered) {
    const free = amount - totalOf(policy, lots);
    const rest = free < wanted ? free : wanted;
    if (rest <= 0n) return { lots, contributed: 0n };
    return { lots: [...lots, { seed, start: 0n, amount: rest }].sort((a, b) => a.seed - b.seed), contributed: rest };
  }
  const filled: Lot[] = [];
  let position = 0n;
  let left = wanted;
  const fill = (end: bigint): void => {
    const size = end - position < left ? end - position : left;
    if (size > 0n) appendLot(filled, seed, position, size);
    if (size > 0n) left -= size;
  };
  for (const lot of lots) {
    fill(lot.start);
    appendLot(filled, lot.seed, lot.start, lot.amount);
    position = lot.start + lot.amount;
  }
  fill(amount);
  return { lots: filled, contributed: wanted - left };
}
