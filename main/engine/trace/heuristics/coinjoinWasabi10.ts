// Wasabi 1.0 (ZeroLink) CoinJoins: ten or more inputs, one amount near 0.1 BTC. The amount drifts with the fees, so a
// window stands for it.
import type { UtxoSlice } from '../slice.ts';
import { type CoinjoinReading, NOT_A_COINJOIN } from './coinjoinGeneric.ts';
import { type CoinjoinShape, mostCommon, outputsOf, shapeOf } from './coinjoinShape.ts';
import { type Heuristic, reading } from './heuristic.ts';

/** 0.1 BTC and what a round's amount may differ from it. */
export const TENTH_SAT = 10_000_000n;
export const TENTH_WINDOW_SAT = 500_000n;
export const MOST_INPUTS_PER_PARTICIPANT = 7;
const SMALL_ROUND_INPUTS = 20;

const isNear = (valueSat: bigint): boolean => valueSat >= TENTH_SAT - TENTH_WINDOW_SAT && valueSat <= TENTH_SAT + TENTH_WINDOW_SAT;

/** Ten inputs or more, no known script in more than a tenth of them, every output to a script of its own. */
export function mayBeWasabiRound(shape: CoinjoinShape): boolean {
  return shape.inputs >= 10 && shape.mostUses * 10 <= shape.inputs && shape.distinctOutputScripts;
}

/**
 * In a small round (below 20 inputs): the outputs' sum is a whole multiple of the most common value, to a ten-thousandth
 * of the sum, as when one payer splits a sum evenly.
 */
export function isEvenSplit({ inputs, totalSat, occurrences }: CoinjoinShape): boolean {
  if (inputs >= SMALL_ROUND_INPUTS) return false;
  const common = mostCommon(occurrences, () => true);
  if (common === null) return false;
  const rest = totalSat % common.valueSat;
  const residual = rest * 2n > common.valueSat ? common.valueSat - rest : rest;
  return residual * 10_000n <= totalSat;
}

/**
 * The most common value within 0.1 ± 0.005 BTC occurs n ≥ 3 times and on at least half of all outputs but one; n not
 * above the distinct input scripts and these not above 7·n; no even split. Unknown input scripts leave it open.
 */
export function readWasabi10Shape(shape: CoinjoinShape): CoinjoinReading {
  if (!mayBeWasabiRound(shape)) return NOT_A_COINJOIN;
  const equal = mostCommon(shape.occurrences, isNear);
  if (equal === null || equal.count < 3 || equal.count * 2 < shape.outputs - 1) return NOT_A_COINJOIN;
  const participants = equal.count;
  const { inputScripts, unknownInputs } = shape;
  if (participants > inputScripts + unknownInputs || inputScripts > participants * MOST_INPUTS_PER_PARTICIPANT) return NOT_A_COINJOIN;
  if (isEvenSplit(shape)) return NOT_A_COINJOIN;
  return { verdict: unknownInputs > 0 ? 'undecidable' : 'holds', denominationSat: equal.valueSat, participants };
}

function readWasabi10(slice: UtxoSlice, tx: number): CoinjoinReading {
  const shape = shapeOf(slice, tx);
  return shape === null ? NOT_A_COINJOIN : readWasabi10Shape(shape);
}

export const coinjoinWasabi10: Heuristic = {
  id: 'coinjoin.wasabi10',
  version: 1,
  kind: 'coinjoin',
  title: 'heuristic.coinjoin.wasabi10',
  citation: 'Schnoering, Vazirgiannis, arXiv 2311.12491 (2023), with the bounds GraphSense sets (Wasabi 1.0)',
  preconditions: ['notCoinbase', 'inputScriptsKnown'],
  knownBreakers: ['exchangeBatchWithRoundAmounts', 'inputAddressReuse', 'smallRounds', 'otherDenomination'],
  changesWithLaterData: false,
  needs: [],
  read({ slice }, tx) {
    const { verdict, denominationSat } = readWasabi10(slice, tx);
    const reason = verdict === 'holds' ? 'equalOutputs' : verdict === 'undecidable' ? 'inputScriptsUnknown' : 'noEqualOutputs';
    return reading(verdict, reason, {
      outNumbers: verdict === 'contradicted' ? [] : outputsOf(slice, tx, (sat) => sat === denominationSat),
    });
  },
};
