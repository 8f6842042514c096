// JoinMarket CoinJoins: three or more participants, one equal amount for at least half of the outputs, change beside it.
// The generic test wants exactly half; this one also sees rounds in which some participants have no change.
import type { UtxoSlice } from '../slice.ts';
import { type CoinjoinReading, NOT_A_COINJOIN } from './coinjoinGeneric.ts';
import { type CoinjoinShape, mostCommon, outputsOf, shapeOf } from './coinjoinShape.ts';
import { type Heuristic, reading } from './heuristic.ts';

/** Token and dust amounts up to here are no denomination. */
const LARGEST_DUST_SAT = 2730n;
const LARGE_ROUND_INPUTS = 50;

/**
 * The most common value above 2,730 sat occurs n ≥ 3 times, on at least half of the outputs, n not above the distinct
 * input scripts; all output scripts distinct; another value beside it; from 50 inputs on at most 20 inputs and at
 * least 1.7 outputs per participant.
 */
export function readJoinMarketShape(shape: CoinjoinShape): CoinjoinReading {
  const { inputs, outputs, inputScripts, unknownInputs, occurrences } = shape;
  if (inputs < 3 || outputs < 4 || !shape.distinctOutputScripts || occurrences.size < 2) return NOT_A_COINJOIN;
  const equal = mostCommon(occurrences, (valueSat) => valueSat > LARGEST_DUST_SAT);
  if (equal === null) return NOT_A_COINJOIN;
  const participants = equal.count;
  if (participants < 3 || participants * 2 < outputs || participants > inputScripts + unknownInputs) return NOT_A_COINJOIN;
  if (inputs >= LARGE_ROUND_INPUTS && (inputs > participants * 20 || outputs * 10 < participants * 17)) return NOT_A_COINJOIN;
  return { verdict: participants > inputScripts ? 'undecidable' : 'holds', denominationSat: equal.valueSat, participants };
}

function readJoinMarket(slice: UtxoSlice, tx: number): CoinjoinReading {
  const shape = shapeOf(slice, tx);
  return shape === null ? NOT_A_COINJOIN : readJoinMarketShape(shape);
}

export const coinjoinJoinMarket: Heuristic = {
  id: 'coinjoin.joinmarket',
  version: 1,
  kind: 'coinjoin',
  title: 'heuristic.coinjoin.joinmarket',
  citation: 'Schnoering, Vazirgiannis, arXiv 2311.12491 (2023), with the bounds GraphSense sets (JoinMarket)',
  preconditions: ['notCoinbase', 'inputScriptsKnown'],
  knownBreakers: ['equalBatchPayment', 'tokenDust', 'twoParticipants', 'inputAddressReuse', 'whirlpoolTx0'],
  changesWithLaterData: false,
  needs: [],
  read({ slice }, tx) {
    const { verdict, denominationSat } = readJoinMarket(slice, tx);
    const reason = verdict === 'holds' ? 'equalOutputs' : verdict === 'undecidable' ? 'inputScriptsUnknown' : 'noEqualOutputs';
    return reading(verdict, reason, {
      outNumbers: verdict === 'contradicted' ? [] : outputsOf(slice, tx, (sat) => sat === denominationSat),
    });
  },
};
