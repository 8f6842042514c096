// Dust that was sent so that it would be spent together with other coins: such an input says nothing about common control.
// It leaves inputs out of linking and says which; it removes nothing from the data.
import { txOfOut } from '../run.ts';
import { UNKNOWN_VALUE } from '../slice.ts';
import { type Heuristic, type HeuristicContext, reading, type Verdict } from './heuristic.ts';

const LARGEST_DUST_SAT = 1000n;
const LEAST_FAN_OUT = 5;

/**
 * An input of at most 1,000 sat, created together with four or more outputs of the same value, paid to a script that had
 * been spent from before (forced reuse). Undecidable where the funding transaction is not in the data.
 */
export function readDustInput({ slice, firstSpend }: HeuristicContext, input: number): Verdict {
  if (firstSpend === undefined) throw new Error('exclusion.dust needs firstSpend');
  const valueSat = slice.inValue[input] as bigint;
  if (valueSat !== UNKNOWN_VALUE && valueSat > LARGEST_DUST_SAT) return 'contradicted';
  const out = slice.inPrevOut[input] as number;
  const script = slice.inScript[input] as number;
  if (out < 0 || script === 0) return 'undecidable';
  const funding = txOfOut(slice, out);
  if ((firstSpend[script] as number) >= funding) return 'contradicted';
  let equal = 0;
  for (let other = slice.txOutStart[funding] as number; other < (slice.txOutStart[funding + 1] as number); other++)
    if (slice.outValue[other] === valueSat) equal++;
  return equal >= LEAST_FAN_OUT ? 'holds' : 'contradicted';
}

export const exclusionDust: Heuristic = {
  id: 'exclusion.dust',
  version: 1,
  kind: 'exclusion',
  title: 'heuristic.exclusion.dust',
  citation: 'Forced address reuse ("dusting"): at most 1,000 sat, fan-out of five equal outputs, script spent before',
  preconditions: ['parentsInData', 'inputScriptsKnown'],
  knownBreakers: ['smallPayouts', 'dustAboveThreshold', 'dustWithoutFanOut'],
  changesWithLaterData: false,
  needs: ['firstSpend'],
  read(context, tx) {
    let undecided = false;
    const outNumbers: number[] = [];
    for (let input = context.slice.txInStart[tx] as number; input < (context.slice.txInStart[tx + 1] as number); input++) {
      const verdict = readDustInput(context, input);
      if (verdict === 'holds') outNumbers.push(context.slice.inPrevOut[input] as number);
      else if (verdict === 'undecidable') undecided = true;
    }
    if (outNumbers.length > 0) return reading('holds', 'forcedReuse', { outNumbers });
    return undecided ? reading('undecidable', 'parentsUnknown') : reading('contradicted', 'noForcedReuse');
  },
};
