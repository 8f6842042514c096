// Last in, first out: fifo on the reversed sequence of all coins, so the last coin of the last input goes first.
// Coins inside an output keep the order in which they were taken.
import { backwardInOrder, forwardInOrder } from './coinOrder.ts';
import type { Policy } from './policy.ts';

export const lifo: Policy = {
  id: 'lifo',
  version: 1,
  title: 'policy.lifo',
  directions: ['forward', 'backward'],
  conserves: true,
  ordered: true,
  needsInputValues: true,
  forward: (transaction) => forwardInOrder(transaction, true),
  backward: (transaction) => backwardInOrder(transaction, true),
};
