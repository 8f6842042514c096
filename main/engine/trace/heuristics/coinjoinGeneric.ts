// The generic CoinJoin test of Goldfeder et al. 2018 as BlockSci states it (research/peers.md §3.2), without its
// dependence on hash order where several output values are equally common. It recognises a shape, not a protocol.
import { COINBASE, type UtxoSlice } from '../slice.ts';

export interface CoinjoinReading {
  /** `undecidable` where unknown input scripts could tip the answer. */
  readonly verdict: 'holds' | 'contradicted' | 'undecidable';
  /** The equal amount, where the shape fits. */
  readonly denominationSat: bigint | null;
  readonly participants: number;
}

/** Counterparty and dust amounts that BlockSci excludes. */
const EXCLUDED_SAT: ReadonlySet<bigint> = new Set([546n, 2730n]);
const NO: CoinjoinReading = { verdict: 'contradicted', denominationSat: null, participants: 0 };

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
  if (inputs < 2 || outputs < 3 || slice.inPrevOut[firstIn] === COINBASE) return NO;
  const participants = (outputs + 1) >>> 1;
  if (participants > inputs) return NO;
  const scripts = new Set<number>();
  let unknown = 0;
  for (let input = firstIn; input < endIn; input++) {
    const script = slice.inScript[input] as number;
    if (script === 0) unknown++;
    else scripts.add(script);
  }
  if (participants > scripts.size + unknown) return NO;
  const occurrences = new Map<bigint, number>();
  for (let output = firstOut; output < endOut; output++) {
    const valueSat = slice.outValue[output] as bigint;
    occurrences.set(valueSat, (occurrences.get(valueSat) ?? 0) + 1);
  }
  let most = 0;
  for (const count of occurrences.values()) most = Math.max(most, count);
  if (most !== participants) return NO;
  let denominationSat: bigint | null = null;
  for (const [valueSat, count] of occurrences) {
    if (count === most && !EXCLUDED_SAT.has(valueSat) && (denominationSat === null || valueSat > denominationSat)) denominationSat = valueSat;
  }
  if (denominationSat === null) return NO;
  return { verdict: participants > scripts.size ? 'undecidable' : 'holds', denominationSat, participants };
}
