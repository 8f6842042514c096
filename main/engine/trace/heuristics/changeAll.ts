// All spendable outputs; the start of expressions that take away, such as `all - fresh`.
import { changeRule, YES } from './changeRule.ts';

export const changeAll = changeRule({
  id: 'change.all',
  term: 'all',
  citation: 'Kalodner et al., "BlockSci", USENIX Security 2020: all',
  preconditions: ['notCoinbase'],
  knownBreakers: ['ordinaryPayments', 'batchPayment'],
  needs: [],
  mark(_context, _tx, marks) {
    marks.fill(YES);
  },
});
