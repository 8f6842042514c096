// First in, first out: the coins of all inputs in index order are handed to the outputs in index order; the fee
// takes the last. A convention from Clayton's Case (1816); the order of outputs is chosen by the transaction's maker.
import { backwardInOrder, forwardInOrder } from './coinOrder.ts';
import type { Policy } from './policy.ts';

export const fifo: Policy = {
  id: 'fifo',
  version: 1,
  title: 'policy.fifo',
  directions: ['forward', 'backward'],
  conserves: true,
  ordered: true,
  needsInputValues: true,
  forward: (transaction) => forwardInOrder(transaction, false),
  backward: (transaction) => backwardInOrder(transaction, false),
};
