// Plain reachability over a very large slice in one pass in chain order: what poison touches, without amounts.
// No stop rules, no seeds apart; traceForward has those.
import type { UtxoSlice } from './slice.ts';

export interface FastReach {
  /** One bit per output number: set where poison holds more than 0 sat at some time (seeds included). */
  readonly reached: Uint32Array;
  readonly outputsReached: number;
  readonly transactionsTouched: number;
}

export function fastReach(slice: UtxoSlice, seeds: readonly number[]): FastReach {
  const { txCount, txInStart, txOutStart, inPrevOut, outCount } = slice;
  const outValue = new Uint32Array(slice.outValue.buffer, slice.outValue.byteOffset, slice.outValue.length * 2);
  const reached = new Uint32Array((outCount + 31) >>> 5);
  let first = outCount;
  for (const seed of seeds) {
    if (seed < first) first = seed;
    if (((outValue[2 * seed] as number) | (outValue[2 * seed + 1] as number)) !== 0)
      reached[seed >>> 5] = (reached[seed >>> 5] as number) | (1 << (seed & 31));
  }
  let transactionsTouched = 0;
  let inEnd = txInStart[0] as number;
  for (let tx = 0; tx < txCount; tx++) {
    const inStart = inEnd;
    inEnd = txInStart[tx + 1] as number;
    const outEnd = txOutStart[tx + 1] as number;
    if (outEnd <= first) continue;
    for (let input = inStart; input < inEnd; input++) {
      const parent = inPrevOut[input] as number;
      if (parent < 0 || ((reached[parent >>> 5] as number) & (1 << (parent & 31))) === 0) continue;
      transactionsTouched++;
      for (let out = txOutStart[tx] as number; out < outEnd; out++) {
        if (((outValue[2 * out] as number) | (outValue[2 * out + 1] as number)) !== 0)
          reached[out >>> 5] = (reached[out >>> 5] as number) | (1 << (out & 31));
      }
      break;
    }
  }
  let outputsReached = 0;
  for (let index = 0; index < reached.length; index++) outputsReached += ones(reached[index] as number);
  return { reached, outputsReached, transactionsTouched };
}

/** Set bits of a word, by adding neighbours in pairs, fours and eights. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
