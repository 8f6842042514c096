// First in, first out per ledger: a debit takes the units that have lain there longest. A convention from Clayton's Case (1816) on
// running accounts.
import { openOrdered } from './orderedLedger.ts';
import type { AccountPolicy } from './policy.ts';

export const fifo: AccountPolicy = {
  id: 'fifo',
  version: 1,
  title: 'policy.fifo',
  directions: ['forward', 'backward'],
  conserves: true,
  ordered: true,
  seedsApart: true,
  open: (balance) => openOrdered(balance, false),
};
