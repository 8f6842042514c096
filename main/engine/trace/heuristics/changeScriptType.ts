// Change by script type: where all inputs share one type of script, the outputs of that type. A payment to a wallet of the
// same kind looks just so.
import { changeRule, eachOutput, inputScripts, NO, UNKNOWN, YES } from './changeRule.ts';

export const changeScriptType = changeRule({
  id: 'change.scriptType',
  term: 'scriptType',
  citation: 'Kalodner et al., "BlockSci", USENIX Security 2020: address_type',
  preconditions: ['notCoinbase', 'inputScriptsKnown', 'oneInputScriptType'],
  knownBreakers: ['sameTypePayment', 'walletWithSeveralTypes', 'payjoin'],
  needs: ['scriptType'],
  mark(context, tx, marks) {
    const { known, hasUnknown } = inputScripts(context, tx);
    const types = new Set([...known].map((script) => context.scriptType(script)));
    if (types.size > 1) return;
    const [type] = types;
    eachOutput(context, tx, (index, script) => {
      const fits = type === undefined || context.scriptType(script) === type;
      marks[index] = !fits ? NO : hasUnknown ? UNKNOWN : YES;
    });
  },
});
