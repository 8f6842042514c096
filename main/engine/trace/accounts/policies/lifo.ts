// Last in, first out per ledger: a debit takes the units that came last, and they keep the order in which they were taken.
import { openOrdered } from './orderedLedger.ts';
import type { AccountPolicy } from './policy.ts';

export const lifo: AccountPolicy = {
  id: 'lifo',
  version: 1,
  title: 'policy.lifo',
  directions: ['forward', 'backward'],
  conserves: true,
  ordered: true,
  seedsApart: true,
  open: (balance) => openOrdered(balance, true),
};
