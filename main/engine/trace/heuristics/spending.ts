// Who spends an output within the slice, and whether that it is unspent can be said at all. What is not covered is
// unknown, never unspent.
import { highestCovered, txOfIn } from '../run.ts';
import { NOT_SPENT_HERE, spendsKnownTo, type UtxoSlice } from '../slice.ts';
import { NO, UNKNOWN, YES } from './changeRule.ts';

/** The spending transaction, or -1 where the slice knows none. */
export function spenderOf(slice: UtxoSlice, out: number): number {
  const input = slice.outSpentBy[out] as number;
  return input === NOT_SPENT_HERE ? -1 : txOfIn(slice, input);
}

/** YES only where spends are known without a gap from the creating transaction to the highest covered height (as in [T16]). */
export function isUnspentHere(slice: UtxoSlice, tx: number, out: number): typeof NO | typeof UNKNOWN | typeof YES {
  if (slice.outSpentBy[out] !== NOT_SPENT_HERE) return NO;
  const known = spendsKnownTo(slice, out, slice.txBlock[tx] as number);
  return known >= 0 && known === tipOf(slice) ? YES : UNKNOWN;
}

const heights = new WeakMap<UtxoSlice, number | null>();

/** Slices are frozen, so the answer is kept with the slice. */
function tipOf(slice: UtxoSlice): number | null {
  let tip = heights.get(slice);
  if (tip === undefined) {
    tip = highestCovered(slice);
    heights.set(slice, tip);
  }
  return tip;
}
