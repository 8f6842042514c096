// The ledger of policies without order: a balance and, per seed, how much of it is that seed's. How a debit divides is the policy's.
import type { LedgerState, Lot, Lots } from './policy.ts';

/** What leaves with a debit of `amount` from `balance`, per seed, in seed order; `amount` is at most `balance`. */
export type Divide = (held: Lots, amount: bigint, balance: bigint) => { readonly taken: Lots; readonly kept: Lots };

export function openShared(opening: bigint, divide: Divide): LedgerState {
  return new SharedLedger(opening > 0n ? opening : 0n, divide);
}

/** A class, as there may be a million of them: functions of its own in each would fill the memory. */
class SharedLedger implements LedgerState {
  #balance: bigint;
  #lots: Lots = [];
  readonly #divide: Divide;

  constructor(balance: bigint, divide: Divide) {
    this.#balance = balance;
    this.#divide = divide;
  }
  balance(): bigint {
    return this.#balance;
  }
  take(amount: bigint): Lots {
    const size = amount < this.#balance ? amount : this.#balance;
    if (this.#lots.length === 0 || size === 0n) {
      this.#balance -= size;
      return [];
    }
    const { taken, kept } = this.#divide(this.#lots, size, this.#balance);
    this.#balance -= size;
    this.#lots = kept;
    return taken;
  }
  put(amount: bigint, lots: Lots): void {
    this.#balance += amount;
    if (lots.length > 0) this.#lots = addLots(this.#lots, lots);
  }
  held(): Lots {
    return this.#lots;
  }
  mark(seed: number, amount: bigint): bigint {
    let free = this.#balance;
    for (const lot of this.#lots) free -= lot.amount;
    const size = free < amount ? free : amount;
    if (size <= 0n) return 0n;
    this.#lots = addLots(this.#lots, [{ seed, start: 0n, amount: size }]);
    return size;
  }
  clear(): Lots {
    const lots = this.#lots;
    this.#lots = [];
    return lots;
  }
}

/** Sums of two lists in seed order, each seed once in either. */
function addLots(a: Lots, b: Lots): Lots {
  const sum: Lot[] = [];
  let at = 0;
  for (const lot of b) {
    while (at < a.length && (a[at] as Lot).seed < lot.seed) sum.push(a[at++] as Lot);
    const known = a[at];
    if (known?.seed === lot.seed) {
      sum.push({ seed: lot.seed, start: 0n, amount: known.amount + lot.amount });
      at++;
    } else sum.push({ seed: lot.seed, start: 0n, amount: lot.amount });
  }
  while (at < a.length) sum.push(a[at++] as Lot);
  return sum;
}
