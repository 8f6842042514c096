// Wasabi 1.1 CoinJoins: mixing levels of 0.1 BTC doubled again and again, each with outputs of its own. Where only the
// lowest level is used it is also a shape of Wasabi 1.0.
import type { UtxoSlice } from '../slice.ts';
import { type CoinjoinReading, NOT_A_COINJOIN } from './coinjoinGeneric.ts';
import { type CoinjoinShape, outputsOf, shapeOf } from './coinjoinShape.ts';
import { isEvenSplit, mayBeWasabiRound, MOST_INPUTS_PER_PARTICIPANT, TENTH_SAT, TENTH_WINDOW_SAT } from './coinjoinWasabi10.ts';
import { type Heuristic, reading } from './heuristic.ts';

/** Level of a value: i where it lies within 2^i × (0.1 ± 0.005) BTC, else -1. The windows do not overlap. */
function levelOf(valueSat: bigint): number {
  for (let level = 0; level < 26; level++) {
    const centre = TENTH_SAT << BigInt(level);
    const window = TENTH_WINDOW_SAT << BigInt(level);
    if (valueSat < centre - window) return -1;
    if (valueSat <= centre + window) return level;
  }
  return -1;
}

interface Levels extends CoinjoinReading {
  readonly levels: ReadonlySet<number>;
}
const NO: Levels = { ...NOT_A_COINJOIN, levels: new Set() };

/**
 * Levels with two outputs or more; n, the most on one level, is at least 3 and not above the distinct input scripts, and
 * these not above 7·n; the outputs on levels are at least half of all but one, or at least all but one less the input
 * scripts (one change each at most); no even split. Unknown input scripts leave it open.
 */
export function readWasabi11Shape(shape: CoinjoinShape): Levels {
  if (!mayBeWasabiRound(shape)) return NO;
  const counts = new Map<number, number>();
  for (const [valueSat, count] of shape.occurrences) {
    const level = levelOf(valueSat);
    if (level >= 0) counts.set(level, (counts.get(level) ?? 0) + count);
  }
  for (const [level, count] of counts) if (count < 2) counts.delete(level);
  const participants = Math.max(0, ...counts.values());
  const { inputScripts, unknownInputs, outputs } = shape;
  if (participants < 3 || participants > inputScripts + unknownInputs) return NO;
  if (inputScripts > participants * MOST_INPUTS_PER_PARTICIPANT) return NO;
  let mixed = 0;
  for (const count of counts.values()) mixed += count;
  if (mixed * 2 < outputs - 1 && mixed < outputs - (inputScripts + unknownInputs) - 1) return NO;
  if (isEvenSplit(shape)) return NO;
  return { verdict: unknownInputs > 0 ? 'undecidable' : 'holds', denominationSat: null, participants, levels: new Set(counts.keys()) };
}

function readWasabi11(slice: UtxoSlice, tx: number): Levels {
  const shape = shapeOf(slice, tx);
  return shape === null ? NO : readWasabi11Shape(shape);
}

export const coinjoinWasabi11: Heuristic = {
  id: 'coinjoin.wasabi11',
  version: 1,
  kind: 'coinjoin',
  title: 'heuristic.coinjoin.wasabi11',
  citation: 'Schnoering, Vazirgiannis, arXiv 2311.12491 (2023) eq. 22, with the bounds GraphSense sets (Wasabi 1.1)',
  preconditions: ['notCoinbase', 'inputScriptsKnown'],
  knownBreakers: ['exchangeBatchWithRoundAmounts', 'manyInputsFewLevels', 'inputAddressReuse', 'smallRounds'],
  changesWithLaterData: false,
  needs: [],
  read({ slice }, tx) {
    const { verdict, levels } = readWasabi11(slice, tx);
    const reason = verdict === 'holds' ? 'mixingLevels' : verdict === 'undecidable' ? 'inputScriptsUnknown' : 'noMixingLevels';
    return reading(verdict, reason, { outNumbers: outputsOf(slice, tx, (sat) => levels.has(levelOf(sat))) });
  },
};
