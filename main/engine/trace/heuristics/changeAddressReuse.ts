// Change by reuse: an output that pays to a script of the inputs. The sender kept it, whatever else is true.
import { changeRule, eachOutput, inputScripts, NO, UNKNOWN, YES } from './changeRule.ts';

export const changeAddressReuse = changeRule({
  id: 'change.addressReuse',
  term: 'reuse',
  citation: 'Kalodner et al., "BlockSci", USENIX Security 2020: address_reuse; GraphSense direct_change',
  preconditions: ['notCoinbase', 'inputScriptsKnown'],
  knownBreakers: ['sharedWallet', 'serviceOmnibusAddress', 'forcedReturn'],
  needs: [],
  mark(context, tx, marks) {
    const { known, hasUnknown } = inputScripts(context, tx);
    eachOutput(context, tx, (index, script) => {
      marks[index] = known.has(script) ? YES : hasUnknown ? UNKNOWN : NO;
    });
  },
});
