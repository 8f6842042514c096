// What the CoinJoin rules count of one transaction, taken once for all of them. It counts; it decides nothing.
import { COINBASE, type UtxoSlice } from '../slice.ts';

export interface CoinjoinShape {
  readonly inputs: number;
  /** Distinct known scripts of the inputs, and inputs whose script is not known. */
  readonly inputScripts: number;
  readonly unknownInputs: number;
  /** Inputs of the script that is used most. */
  readonly mostUses: number;
  /** Outputs above 0 sat: a data output takes part in no round. */
  readonly outputs: number;
  readonly totalSat: bigint;
  readonly distinctOutputScripts: boolean;
  /** How often each output value occurs. */
  readonly occurrences: ReadonlyMap<bigint, number>;
}

/** Null for a coinbase. */
export function shapeOf(slice: UtxoSlice, tx: number): CoinjoinShape | null {
  const firstIn = slice.txInStart[tx] as number;
  const endIn = slice.txInStart[tx + 1] as number;
  if (slice.inPrevOut[firstIn] === COINBASE) return null;
  const uses = new Map<number, number>();
  let unknownInputs = 0;
  let mostUses = 0;
  for (let input = firstIn; input < endIn; input++) {
    const script = slice.inScript[input] as number;
    if (script === 0) {
      unknownInputs++;
      continue;
    }
    const count = (uses.get(script) ?? 0) + 1;
    uses.set(script, count);
    if (count > mostUses) mostUses = count;
  }
  const scripts = new Set<number>();
  const occurrences = new Map<bigint, number>();
  let outputs = 0;
  let totalSat = 0n;
  for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
    const valueSat = slice.outValue[out] as bigint;
    if (valueSat === 0n) continue;
    outputs++;
    totalSat += valueSat;
    scripts.add(slice.outScript[out] as number);
    occurrences.set(valueSat, (occurrences.get(valueSat) ?? 0) + 1);
  }
  return {
    inputs: endIn - firstIn,
    inputScripts: uses.size,
    unknownInputs,
    mostUses,
    outputs,
    totalSat,
    distinctOutputScripts: scripts.size === outputs,
    occurrences,
  };
}

/** The most common of the values that count, with how often it occurs; of equally common ones the largest. */
export function mostCommon(
  occurrences: ReadonlyMap<bigint, number>,
  counts: (valueSat: bigint) => boolean,
): { readonly valueSat: bigint; readonly count: number } | null {
  let best: { readonly valueSat: bigint; readonly count: number } | null = null;
  for (const [valueSat, count] of occurrences)
    if (counts(valueSat) && (best === null || count > best.count || (count === best.count && valueSat > best.valueSat)))
      best = { valueSat, count };
  return best;
}

/** Outputs of a transaction whose value is one of those given. */
export function outputsOf(slice: UtxoSlice, tx: number, isMeant: (valueSat: bigint) => boolean): number[] {
  const found: number[] = [];
  for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++)
    if (isMeant(slice.outValue[out] as bigint)) found.push(out);
  return found;
}
