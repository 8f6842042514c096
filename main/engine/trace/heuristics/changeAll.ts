// All spendable outputs; the start of expressions that take away, such as `all - fresh`.
import { changeRule, YES } from './changeRule.ts';

export const changeAll = changeRule({
  id: 'change.all',
  term: 'all',
  citation: 'BlockSci all',
  preconditions: ['notCoinbase'],
  knownBreakers: ['ordinaryPayments', 'batchPayment'],
  needs: [],
  mark(_context, _tx, marks) {
    marks.fill(YES);
  },
});
