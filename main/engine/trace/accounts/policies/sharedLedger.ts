// The ledger of policies without order: a balance and, per seed, how much of it is that seed's. How a debit divides is the policy's.
import type { LedgerState, Lot, Lots } from './policy.ts';

/** What leaves with a debit of `amount` from `balance`, per seed, in seed order; `amount` is at most `balance`. */
export type Divide = (held: Lots, amount: bigint, balance: bigint) => { readonly taken: Lots; readonly kept: Lots };

export function openShared(opening: bigint, divide: Divide): LedgerState {
  let balance = opening > 0n ? opening : 0n;
  let held: Lots = [];
  return {
    balance: () => balance,
    take(amount) {
      const size = amount < balance ? amount : balance;
      if (held.length === 0 || size === 0n) {
        balance -= size;
        return [];
      }
      const { taken, kept } = divide(held, size, balance);
      balance -= size;
      held = kept;
      return taken;
    },
    put(amount, lots) {
      balance += amount;
      if (lots.length > 0) held = addLots(held, lots);
    },
    held: () => held,
    mark(seed, amount) {
      let free = balance;
      for (const lot of held) free -= lot.amount;
      const size = free < amount ? free : amount;
      if (size <= 0n) return 0n;
      held = addLots(held, [{ seed, start: 0n, amount: size }]);
      return size;
    },
    clear() {
      const lots = held;
      held = [];
      return lots;
    },
  };
}

/** Sums of two lists in seed order. */
function addLots(a: Lots, b: Lots): Lots {
  const sums = new Map(a.map((lot) => [lot.seed, lot.amount]));
  for (const lot of b) sums.set(lot.seed, (sums.get(lot.seed) ?? 0n) + lot.amount);
  return [...sums].map(([seed, amount]): Lot => ({ seed, start: 0n, amount })).sort((x, y) => x.seed - y.seed);
}
