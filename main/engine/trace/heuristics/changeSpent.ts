// Outputs that are spent; a building block of expressions, for change is spent sooner or later by whoever made it.
import { changeRule, eachOutput, NO, UNKNOWN, YES } from './changeRule.ts';
import { isUnspentHere } from './spending.ts';

export const changeSpent = changeRule({
  id: 'change.spent',
  term: 'spent',
  citation: 'Kalodner et al., "BlockSci", USENIX Security 2020: spent',
  preconditions: ['notCoinbase', 'spenderInData'],
  knownBreakers: ['payeeSpendsAtOnce', 'keptChange'],
  changesWithLaterData: true,
  needs: [],
  mark(context, tx, marks) {
    eachOutput(context, tx, (index, _script, _valueSat, out) => {
      const unspent = isUnspentHere(context.slice, tx, out);
      marks[index] = unspent === YES ? NO : unspent === NO ? YES : UNKNOWN;
    });
  },
});
