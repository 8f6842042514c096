// The generic CoinJoin test of Goldfeder et al. 2018 as BlockSci states it, without its
// dependence on hash order where several output values are equally common. It recognises a shape, not a protocol.
import { COINBASE, type UtxoSlice } from '../slice.ts';
import { type Heuristic, reading } from './heuristic.ts';

export interface CoinjoinReading {
  /** `undecidable` where unknown input scripts could tip the answer. */
  readonly verdict: 'holds' | 'contradicted' | 'undecidable';
  /** The equal amount, where the shape fits. */
  readonly denominationSat: bigint | null;
  readonly participants: number;
}

/** Counterparty and dust amounts that BlockSci excludes. */
const EXCLUDED_SAT: ReadonlySet<bigint> = new Set([546n, 2730n]);
export const NOT_A_COINJOIN: CoinjoinReading = { verdict: 'contradicted', denominationSat: null, participants: 0 };

/**
 * At least 2 inputs and 3 outputs; participants p = ⌊(outputs + 1) / 2⌋ not above the inputs nor the distinct
 * input scripts; the most common output value occurs exactly p times and is not 546 or 2730. Of equally common
 * values one that is not excluded suffices, and the largest such is named.
 */
export function readCoinjoin(slice: UtxoSlice, tx: number): CoinjoinReading {
  const firstIn = slice.txInStart[tx] as number;
  const endIn = slice.txInStart[tx + 1] as number;
  const firstOut = slice.txOutStart[tx] as number;
  const endOut = slice.txOutStart[tx + 1] as number;
  const inputs = endIn - firstIn;
  const outputs = endOut - firstOut;
  if (inputs < 2 || outputs < 3 || slice.inPrevOut[firstIn] === COINBASE) return NOT_A_COINJOIN;
  const participants = (outputs + 1) >>> 1;
  if (participants > inputs) return NOT_A_COINJOIN;
  const scripts = new Set<number>();
  let unknown = 0;
  for (let input = firstIn; input < endIn; input++) {
    const script = slice.inScript[input] as number;
    if (script === 0) unknown++;
    else scripts.add(script);
  }
  if (participants > scripts.size + unknown) return NOT_A_COINJOIN;
  if (outputs <= 16 && !hasEqualPair(slice, firstOut, endOut)) return NOT_A_COINJOIN;
  const occurrences = new Map<bigint, number>();
  for (let output = firstOut; output < endOut; output++) {
    const valueSat = slice.outValue[output] as bigint;
    occurrences.set(valueSat, (occurrences.get(valueSat) ?? 0) + 1);
  }
  let most = 0;
  for (const count of occurrences.values()) most = Math.max(most, count);
  if (most !== participants) return NOT_A_COINJOIN;
  let denominationSat: bigint | null = null;
  for (const [valueSat, count] of occurrences) {
    if (count === most && !EXCLUDED_SAT.has(valueSat) && (denominationSat === null || valueSat > denominationSat))
      denominationSat = valueSat;
  }
  if (denominationSat === null) return NOT_A_COINJOIN;
  return { verdict: participants > scripts.size ? 'undecidable' : 'holds', denominationSat, participants };
}

/** Cheap first look: without two equal outputs there is no denomination (participants are at least 2 here). */
function hasEqualPair(slice: UtxoSlice, firstOut: number, endOut: number): boolean {
  for (let a = firstOut; a < endOut; a++) {
    const valueSat = slice.outValue[a];
    for (let b = a + 1; b < endOut; b++) if (slice.outValue[b] === valueSat) return true;
  }
  return false;
}

export const coinjoinGeneric: Heuristic = {
  id: 'coinjoin.generic',
  version: 1,
  kind: 'coinjoin',
  title: 'heuristic.coinjoin.generic',
  citation: 'Goldfeder, Kalodner, Reisman, Narayanan, "When the cookie meets the blockchain", PoPETs 2018; BlockSci isCoinjoin',
  preconditions: ['notCoinbase', 'inputScriptsKnown'],
  knownBreakers: ['equalBatchPayment', 'tokenDust', 'consolidationWithReuse', 'inputAddressReuse', 'wabisabiManyDenominations'],
  changesWithLaterData: false,
  needs: [],
  read({ slice }, tx) {
    const { verdict, denominationSat } = readCoinjoin(slice, tx);
    const outNumbers: number[] = [];
    if (verdict !== 'contradicted') {
      for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++)
        if (slice.outValue[out] === denominationSat) outNumbers.push(out);
    }
    return reading(verdict, verdict === 'holds' ? 'equalOutputs' : verdict === 'undecidable' ? 'inputScriptsUnknown' : 'noEqualOutputs', {
      outNumbers,
    });
  },
};
