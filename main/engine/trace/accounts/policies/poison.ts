// Poison per ledger: while any unit of a seed lies in a ledger, every debit from it is whole that seed's. Reachability, not an amount:
// it is exempt from conservation.
import type { AccountPolicy, LedgerState, Lot } from './policy.ts';

function openPoison(opening: bigint): LedgerState {
  let balance = opening > 0n ? opening : 0n;
  let seeds: readonly number[] = [];
  const whole = (amount: bigint): Lot[] => (amount > 0n ? seeds.map((seed) => ({ seed, start: 0n, amount })) : []);
  return {
    balance: () => balance,
    take(amount) {
      const lots = whole(amount);
      balance -= amount < balance ? amount : balance;
      // An emptied ledger holds nothing of anyone's.
      if (balance === 0n) seeds = [];
      return lots;
    },
    put(amount, lots) {
      balance += amount;
      if (lots.length > 0) seeds = [...new Set([...seeds, ...lots.map((lot) => lot.seed)])].sort((a, b) => a - b);
    },
    held: () => whole(balance),
    mark(seed, amount) {
      if (balance === 0n || amount === 0n || seeds.length > 0) return 0n;
      seeds = [seed];
      return amount < balance ? amount : balance;
    },
    clear() {
      const lots = whole(balance);
      seeds = [];
      return lots;
    },
  };
}

export const poison: AccountPolicy = {
  id: 'poison',
  version: 1,
  title: 'policy.poison',
  directions: ['forward', 'backward'],
  conserves: false,
  ordered: false,
  seedsApart: true,
  open: openPoison,
};
