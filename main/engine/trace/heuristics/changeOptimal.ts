// Optimal change: an output below the smallest input. Had it been larger, that input would not have been needed.
import { UNKNOWN_VALUE } from '../slice.ts';
import { changeRule, eachOutput, NO, UNKNOWN, YES } from './changeRule.ts';

export const changeOptimal = changeRule({
  id: 'change.optimal',
  term: 'optimal',
  citation: 'Kalodner et al., "BlockSci", USENIX Security 2020: optimal_change; after Androulaki et al. 2013',
  preconditions: ['notCoinbase', 'inputValuesKnown'],
  knownBreakers: ['unnecessaryInputs', 'oneInputAlwaysFits', 'consolidationWhilePaying', 'payjoin'],
  needs: [],
  mark(context, tx, marks) {
    const { slice } = context;
    let smallestSat = UNKNOWN_VALUE;
    let hasUnknown = false;
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
      const valueSat = slice.inValue[input] as bigint;
      if (valueSat === UNKNOWN_VALUE) hasUnknown = true;
      else if (valueSat < smallestSat) smallestSat = valueSat;
    }
    eachOutput(context, tx, (index, _script, valueSat) => {
      marks[index] = valueSat >= smallestSat ? NO : hasUnknown ? UNKNOWN : YES;
    });
  },
});
