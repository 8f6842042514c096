// Marks the output that is probably change when an examiner ticks outputs as seeds. Cautious on purpose: four
// conditions together and exactly one candidate. It is never used to merge clusters.
import { COINBASE, UNKNOWN_VALUE } from '../slice.ts';
import { mayBeCoinjoin } from './coinjoins.ts';
import { type ChangeRule, UNKNOWN, YES } from './changeRule.ts';
import { reading } from './heuristic.ts';

/**
 * Candidates: spendable outputs of the one script type that all inputs share (address type), of less value than the
 * smallest input (optimal change), whose script appears in this slice here first and in this transaction once (fresh).
 */
export const changeProbable: ChangeRule = {
  id: 'change.probable',
  version: 1,
  kind: 'change',
  term: 'probable',
  parameter: null,
  title: 'heuristic.change.probable',
  citation: 'Meiklejohn et al. 2013 (fresh change); BlockSci address_type & optimal_change & client_change_address_behavior, unique',
  preconditions: ['notCoinbase', 'inputValuesKnown', 'inputScriptsKnown', 'oneInputScriptType', 'twoSpendableOutputs', 'notCoinjoin'],
  knownBreakers: ['sameTypePayment', 'unnecessaryInputs', 'freshOnlyWithinCoverage', 'payjoin', 'sweepToOwnWallet', 'batchPayment'],
  changesWithLaterData: false,
  needs: ['scriptType', 'firstAppearance'],
  mark(context, tx, marks) {
    const { verdict, reason, outNumbers } = changeProbable.read(context, tx);
    const first = context.slice.txOutStart[tx] as number;
    if (verdict === 'holds') for (const out of outNumbers) marks[out - first] = YES;
    else if (verdict === 'undecidable' && reason === 'inputsUnknown') marks.fill(UNKNOWN);
  },
  read({ slice, scriptType, firstAppearance }, tx) {
    if (scriptType === undefined || firstAppearance === undefined) throw new Error('change.probable needs scriptType and firstAppearance');
    const firstIn = slice.txInStart[tx] as number;
    if (slice.inPrevOut[firstIn] === COINBASE) return reading('contradicted', 'coinbase');
    let smallestSat = UNKNOWN_VALUE;
    let inputType = '';
    for (let input = firstIn; input < (slice.txInStart[tx + 1] as number); input++) {
      const valueSat = slice.inValue[input] as bigint;
      const script = slice.inScript[input] as number;
      if (valueSat === UNKNOWN_VALUE || script === 0) return reading('undecidable', 'inputsUnknown');
      if (valueSat < smallestSat) smallestSat = valueSat;
      const type = scriptType(script);
      if (inputType !== '' && type !== inputType) return reading('contradicted', 'mixedInputTypes');
      inputType = type;
    }
    if (mayBeCoinjoin(slice, tx)) return reading('contradicted', 'possibleCoinjoin');
    const firstOut = slice.txOutStart[tx] as number;
    const endOut = slice.txOutStart[tx + 1] as number;
    const scripts = slice.outScript.subarray(firstOut, endOut);
    let spendable = 0;
    const candidates: number[] = [];
    for (let out = firstOut; out < endOut; out++) {
      const script = slice.outScript[out] as number;
      const type = scriptType(script);
      if (type === 'nulldata') continue;
      spendable++;
      const isOnce = scripts.indexOf(script) === scripts.lastIndexOf(script);
      if (
        type === inputType &&
        (slice.outValue[out] as bigint) < smallestSat &&
        firstAppearance[script] === tx &&
        isOnce &&
        !isAmongInputs(script)
      )
        candidates.push(out);
    }
    if (spendable < 2) return reading('contradicted', 'oneOutput');
    if (candidates.length !== 1)
      return reading(
        candidates.length === 0 ? 'contradicted' : 'undecidable',
        candidates.length === 0 ? 'noCandidate' : 'severalCandidates',
      );
    return reading('holds', 'oneCandidate', { outNumbers: candidates });

    function isAmongInputs(script: number): boolean {
      return slice.inScript.subarray(firstIn, slice.txInStart[tx + 1] as number).includes(script);
    }
  },
};
