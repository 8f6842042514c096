// Haircut per ledger: a debit takes of every seed in proportion, in whole units by largest remainder. No floating point.
import { splitByValue } from '../../policies/haircut.ts';
import type { AccountPolicy, Lot, Lots } from './policy.ts';
import { openShared } from './sharedLedger.ts';

/** The split of [T12] over the two places of a debit: what leaves, then what stays. */
function divideByValue(held: Lots, amount: bigint, balance: bigint): { taken: Lots; kept: Lots } {
  if (amount === balance) return { taken: held, kept: [] };
  const [taken, kept] = splitByValue(
    held.map((lot) => ({ seed: lot.seed, amountSat: lot.amount })),
    [amount, balance - amount],
  );
  const toLots = (lots: typeof taken): Lots => (lots ?? []).map((lot): Lot => ({ seed: lot.seed, start: 0n, amount: lot.amountSat }));
  return { taken: toLots(taken), kept: toLots(kept) };
}

export const haircut: AccountPolicy = {
  id: 'haircut',
  version: 1,
  title: 'policy.haircut',
  directions: ['forward', 'backward'],
  conserves: true,
  ordered: false,
  seedsApart: true,
  open: (balance) => openShared(balance, divideByValue),
};

/**
 * For bounds only: both places rounded the same way, so that no rounding can lie outside of them. It does not conserve. `seeds`: how many
 * one lot stands for, each of which may be rounded for itself. [A17]
 */
export function roundedHaircut(rounding: 'down' | 'up', seeds = 1): AccountPolicy {
  const more = BigInt(seeds - 1);
  const share = (held: Lots, part: bigint, whole: bigint): Lots => {
    const lots: Lot[] = [];
    for (const lot of held) {
      const exact = (lot.amount * part + (rounding === 'up' ? whole - 1n : 0n)) / whole;
      const rounded = rounding === 'up' && exact > 0n ? exact + more : exact;
      const amount = rounded < part ? rounded : part;
      if (amount > 0n) lots.push({ seed: lot.seed, start: 0n, amount });
    }
    return lots;
  };
  return {
    ...haircut,
    open: (opening) =>
      openShared(opening, (held, amount, balance) => ({
        taken: share(held, amount, balance),
        kept: share(held, balance - amount, balance),
      })),
  };
}
