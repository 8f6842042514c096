// Wasabi 2 (WabiSabi) CoinJoins: many inputs, several denominations each occurring more than once. The generic test
// looks for one denomination and misses them.
import type { UtxoSlice } from '../slice.ts';
import { type CoinjoinReading, NOT_A_COINJOIN } from './coinjoinGeneric.ts';
import { type Heuristic, reading } from './heuristic.ts';

const SMALLEST_OUTPUT_SAT = 5000n;

interface WabisabiReading extends CoinjoinReading {
  readonly outNumbers: readonly number[];
}

const NO: WabisabiReading = { ...NOT_A_COINJOIN, outNumbers: [] };

/**
 * At least 20 inputs, no known script in more than a tenth of them; every output at least 5,000 sat, to scripts of its own;
 * at least 3 values occur twice or more and make up (outputs − 1) / 2 of the outputs; at least one output stands alone.
 */
export function readWabisabi(slice: UtxoSlice, tx: number): WabisabiReading {
  const firstIn = slice.txInStart[tx] as number;
  const inputs = (slice.txInStart[tx + 1] as number) - firstIn;
  const firstOut = slice.txOutStart[tx] as number;
  const endOut = slice.txOutStart[tx + 1] as number;
  if (inputs < 20 || endOut - firstOut < 7) return NO;
  const outputScripts = new Set<number>();
  const occurrences = new Map<bigint, number>();
  for (let out = firstOut; out < endOut; out++) {
    const valueSat = slice.outValue[out] as bigint;
    if (valueSat < SMALLEST_OUTPUT_SAT) return NO;
    outputScripts.add(slice.outScript[out] as number);
    occurrences.set(valueSat, (occurrences.get(valueSat) ?? 0) + 1);
  }
  if (outputScripts.size !== endOut - firstOut) return NO;
  const uses = new Map<number, number>();
  let unknown = 0;
  for (let input = firstIn; input < firstIn + inputs; input++) {
    const script = slice.inScript[input] as number;
    if (script === 0) unknown++;
    else uses.set(script, (uses.get(script) ?? 0) + 1);
  }
  for (const count of uses.values()) if (count * 10 > inputs) return NO;
  const outNumbers: number[] = [];
  for (let out = firstOut; out < endOut; out++) if ((occurrences.get(slice.outValue[out] as bigint) as number) >= 2) outNumbers.push(out);
  const denominations = [...occurrences.values()].filter((count) => count >= 2).length;
  if (denominations < 3 || outNumbers.length * 2 < endOut - firstOut - 1 || outNumbers.length === endOut - firstOut) return NO;
  return { verdict: unknown > 0 ? 'undecidable' : 'holds', denominationSat: null, participants: uses.size, outNumbers };
}

export const coinjoinWabisabi: Heuristic = {
  id: 'coinjoin.wabisabi',
  version: 1,
  kind: 'coinjoin',
  title: 'heuristic.coinjoin.wabisabi',
  citation: 'Schnoering, Vazirgiannis, arXiv 2311.12491 (2023) (Wasabi 2.0)',
  preconditions: ['inputScriptsKnown'],
  knownBreakers: ['exchangeBatchWithRoundAmounts', 'inputAddressReuse', 'smallRounds'],
  changesWithLaterData: false,
  needs: [],
  read({ slice }, tx) {
    const { verdict, outNumbers } = readWabisabi(slice, tx);
    const reason = verdict === 'holds' ? 'severalDenominations' : verdict === 'undecidable' ? 'inputScriptsUnknown' : 'noDenominations';
    return reading(verdict, reason, { outNumbers });
  },
};
