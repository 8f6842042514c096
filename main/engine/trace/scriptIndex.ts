// Where each script of a slice receives and where it spends: made once per slice, so that one address costs what it took part in and not
// a pass over everything. It knows no addresses and judges nothing.
import { UNKNOWN_PARENT, type UtxoSlice } from './slice.ts';

/** Ascending numbers per script: those of script s stand from `start[s]` up to `start[s + 1]`. */
export interface ScriptEnds {
  readonly start: Uint32Array;
  readonly numbers: Uint32Array;
}

export interface ScriptIndex {
  /** One more than the largest script number. */
  readonly scriptCount: number;
  /** Outputs that pay a script. */
  readonly outs: ScriptEnds;
  /** Inputs that spend from it, as far as the spent script is known. */
  readonly ins: ScriptEnds;
}

const indexOfSlice = new WeakMap<UtxoSlice, ScriptIndex>();

export function scriptIndex(slice: UtxoSlice): ScriptIndex {
  let known = indexOfSlice.get(slice);
  if (known === undefined) {
    let most = 0;
    for (let out = 0; out < slice.outCount; out++) if ((slice.outScript[out] as number) > most) most = slice.outScript[out] as number;
    for (let input = 0; input < slice.inCount; input++)
      if ((slice.inScript[input] as number) > most) most = slice.inScript[input] as number;
    const scriptCount = most + 1;
    known = {
      scriptCount,
      outs: sorted(slice.outScript, slice.outCount, scriptCount),
      ins: sorted(slice.inScript, slice.inCount, scriptCount),
    };
    indexOfSlice.set(slice, known);
  }
  return known;
}

/** Counting sort; 0 is no script and keeps no numbers. */
function sorted(scriptOf: Uint32Array, count: number, scriptCount: number): ScriptEnds {
  const start = new Uint32Array(scriptCount + 1);
  for (let at = 0; at < count; at++) {
    const next = (scriptOf[at] as number) + 1;
    if (next > 1) start[next] = (start[next] as number) + 1;
  }
  for (let script = 1; script <= scriptCount; script++) start[script] = (start[script] as number) + (start[script - 1] as number);
  const numbers = new Uint32Array(start[scriptCount] as number);
  const next = start.slice(0, scriptCount);
  for (let at = 0; at < count; at++) {
    const script = scriptOf[at] as number;
    if (script === 0) continue;
    numbers[next[script] as number] = at;
    next[script] = (next[script] as number) + 1;
  }
  return { start, numbers };
}

/** What an input spends where the case does not hold the transaction that made it. */
export interface UnknownParents {
  /** The input that spends an outpoint (36 bytes) of an unknown transaction, or -1. */
  find(outpoint: Uint8Array): number;
}

/** By the first four bytes of the outpoint's transaction; what begins alike is compared whole. */
export function unknownParents(slice: UtxoSlice, outpointOfInput: (input: number) => Uint8Array): UnknownParents {
  const inputs: number[] = [];
  for (let input = 0; input < slice.inCount; input++) if (slice.inPrevOut[input] === UNKNOWN_PARENT) inputs.push(input);
  const keyOf = (outpoint: Uint8Array): number =>
    (((outpoint[0] as number) << 24) | ((outpoint[1] as number) << 16) | ((outpoint[2] as number) << 8) | (outpoint[3] as number)) >>> 0;
  // Key above, place below, in one 64-bit number: sorted without a call for each comparison.
  const packed = new BigUint64Array(inputs.length);
  const words = new Uint32Array(packed.buffer);
  inputs.forEach((input, at) => {
    words[at * 2] = input;
    words[at * 2 + 1] = keyOf(outpointOfInput(input));
  });
  packed.sort();
  return {
    find(outpoint) {
      const wanted = keyOf(outpoint);
      let [low, high] = [0, inputs.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((words[middle * 2 + 1] as number) < wanted) low = middle + 1;
        else high = middle;
      }
      for (; low < inputs.length && words[low * 2 + 1] === wanted; low++)
        if (Buffer.compare(outpointOfInput(words[low * 2] as number), outpoint) === 0) return words[low * 2] as number;
      return -1;
    },
  };
}
