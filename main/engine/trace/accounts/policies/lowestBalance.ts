// The lowest intermediate balance: own money is taken to leave first (Re Hallett's Estate 1880), so a seed stays in a ledger up to the
// lowest balance since it came, and later money does not replace it (Roscoe v Winder 1915).
import { splitByValue } from '../../policies/haircut.ts';
import type { AccountPolicy, Lot, Lots } from './policy.ts';
import { openShared } from './sharedLedger.ts';

/** Only what the balance that remains cannot cover leaves; several seeds bear it by what each has there. */
function divideCleanFirst(held: Lots, amount: bigint, balance: bigint): { taken: Lots; kept: Lots } {
  let total = 0n;
  for (const lot of held) total += lot.amount;
  const short = total - (balance - amount);
  if (short <= 0n) return { taken: [], kept: held };
  const shares = splitByValue(
    [{ seed: 0, amountSat: short }],
    held.map((lot) => lot.amount),
  );
  const taken: Lot[] = [];
  const kept: Lot[] = [];
  held.forEach((lot, index) => {
    const leaves = shares[index]?.[0]?.amountSat ?? 0n;
    if (leaves > 0n) taken.push({ ...lot, amount: leaves });
    if (lot.amount > leaves) kept.push({ ...lot, amount: lot.amount - leaves });
  });
  return { taken, kept };
}

export const lowestBalance: AccountPolicy = {
  id: 'lowestBalance',
  version: 1,
  title: 'policy.lowestBalance',
  directions: ['forward'],
  conserves: true,
  ordered: false,
  seedsApart: false,
  open: (balance) => openShared(balance, divideCleanFirst),
};
