// Fresh change: an output whose script appears here first. First in the data of this case: earlier blocks that it does
// not hold could know the script.
import { changeRule, eachOutput, inputScripts, NO, UNKNOWN, YES } from './changeRule.ts';

export const changeFresh = changeRule({
  id: 'change.fresh',
  term: 'fresh',
  citation:
    'Kalodner et al., "BlockSci", USENIX Security 2020: client_change_address_behavior; Meiklejohn et al., "A fistful of bitcoins", IMC 2013',
  preconditions: ['notCoinbase', 'inputScriptsKnown'],
  knownBreakers: ['freshOnlyWithinCoverage', 'payeeUsesFreshAddress', 'sweepToOwnWallet', 'batchPayment'],
  needs: ['firstAppearance'],
  mark(context, tx, marks) {
    const { known, hasUnknown } = inputScripts(context, tx);
    eachOutput(context, tx, (index, script) => {
      const first = context.firstAppearance[script] === tx && !known.has(script);
      marks[index] = !first ? NO : hasUnknown ? UNKNOWN : YES;
    });
  },
});
