// The fast pass: totals of haircut and fifo for one question over a very large slice, straight on its typed arrays.
// Exact or refused: it never rounds. No flows, no stop rules, no split by seed; those are traceForward's.
import type { UtxoSlice } from './slice.ts';

export interface FastTotals {
  /** Ascending output numbers that hold taint and are not spent in the slice, with their amounts (whole numbers below 2^53). */
  readonly outNumbers: Uint32Array;
  readonly amountsSat: Float64Array;
  readonly feesSat: number;
  readonly transactionsTouched: number;
}

export type FastPolicy = 'haircut' | 'fifo';

/** 2^53 − 1: beyond it a double no longer counts single units. */
const LARGEST = Number.MAX_SAFE_INTEGER;
const TWO_32 = 4_294_967_296;
/** Dekker 1971: splits a 53-bit number into two halves whose products are exact. */
const SPLITTER = 134_217_729;

/**
 * Totals of the outputs' taint where the seeds together are one seed. For one seed, and for fifo with any number,
 * these are the totals of traceForward without stop rules. null where it would not be exact: a value or sum of
 * 2^53 or more, an unknown input value, or inputs below outputs in a transaction that taint reaches.
 */
export function fastTotals(slice: UtxoSlice, policy: FastPolicy, seeds: readonly number[]): FastTotals | null {
  return policy === 'haircut' ? fastHaircut(slice, seeds) : fastFifo(slice, seeds);
}

/** The halves of 64-bit values: low at 2i, high at 2i + 1 (every platform this runs on is little-endian). */
function halves(values: BigUint64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
}

/** The transaction of the first seed: nothing before it can be reached. */
function seedStart(slice: UtxoSlice, seeds: readonly number[]): number {
  const first = seeds.reduce((least, seed) => Math.min(least, seed), slice.outCount);
  let low = 0;
  let high = slice.txCount;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((slice.txOutStart[middle + 1] as number) > first) high = middle;
    else low = middle + 1;
  }
  return low;
}

function markSeeds(slice: UtxoSlice, seeds: readonly number[]): Uint32Array {
  const bits = new Uint32Array((slice.outCount + 31) >>> 5);
  for (const seed of seeds) bits[seed >>> 5] = (bits[seed >>> 5] as number) | (1 << (seed & 31));
  return bits;
}

function fastHaircut(slice: UtxoSlice, seeds: readonly number[]): FastTotals | null {
  const { txCount, txInStart, txOutStart, inPrevOut, outCount, outSpentBy } = slice;
  const inValue = halves(slice.inValue);
  const outValue = halves(slice.outValue);
  const taint = new Float64Array(outCount);
  const tainted = new Uint32Array((outCount + 31) >>> 5);
  const ordered = [...new Set(seeds)].sort((a, b) => a - b);
  let units = new Float64Array(64);
  let remainders = new Float64Array(64);
  let nextSeed = 0;
  let feesSat = 0;
  let touched = 0;
  for (let tx = seedStart(slice, seeds); tx < txCount; tx++) {
    const outStart = txOutStart[tx] as number;
    const outEnd = txOutStart[tx + 1] as number;
    const inStart = txInStart[tx] as number;
    const inEnd = txInStart[tx + 1] as number;
    let amountSat = 0;
    for (let input = inStart; input < inEnd; input++) {
      const parent = inPrevOut[input] as number;
      if (parent >= 0 && ((tainted[parent >>> 5] as number) & (1 << (parent & 31))) !== 0) amountSat += taint[parent] as number;
    }
    if (amountSat !== 0) {
      touched++;
      let wholeSat = 0;
      for (let input = inStart; input < inEnd; input++) {
        const high = inValue[2 * input + 1] as number;
        if (high >= 0x20_0000) return null;
        wholeSat += high * TWO_32 + (inValue[2 * input] as number);
      }
      if (wholeSat > LARGEST) return null;
      const slots = outEnd - outStart + 1;
      if (slots > units.length) {
        units = new Float64Array(slots * 2);
        remainders = new Float64Array(slots * 2);
      }
      let feeSat = wholeSat;
      let leftSat = amountSat;
      const wholeHigh = upper(wholeSat);
      const wholeLow = wholeSat - wholeHigh;
      const amountHigh = upper(amountSat);
      const amountLow = amountSat - amountHigh;
      for (let slot = 0; slot < slots; slot++) {
        let slotSat = feeSat;
        if (slot < slots - 1) {
          const out = outStart + slot;
          slotSat = (outValue[2 * out + 1] as number) * TWO_32 + (outValue[2 * out] as number);
          feeSat -= slotSat;
          if (feeSat < 0) return null;
        }
        // amount · slot as an exact pair (product, error), a quotient that may be off by a few, and its exact remainder.
        const product = amountSat * slotSat;
        let quotient: number;
        let remainder: number;
        if (product <= LARGEST) {
          quotient = Math.floor(product / wholeSat);
          remainder = product - quotient * wholeSat;
        } else {
          const slotHigh = upper(slotSat);
          const slotLow = slotSat - slotHigh;
          const error = amountHigh * slotHigh - product + amountHigh * slotLow + amountLow * slotHigh + amountLow * slotLow;
          quotient = Math.floor(product / wholeSat);
          const back = quotient * wholeSat;
          const quotientHigh = upper(quotient);
          const quotientLow = quotient - quotientHigh;
          const backError = quotientHigh * wholeHigh - back + quotientHigh * wholeLow + quotientLow * wholeHigh + quotientLow * wholeLow;
          remainder = product - back + (error - backError);
        }
        while (remainder < 0) {
          quotient--;
          remainder += wholeSat;
        }
        while (remainder >= wholeSat) {
          quotient++;
          remainder -= wholeSat;
        }
        units[slot] = quotient;
        remainders[slot] = remainder;
        leftSat -= quotient;
      }
      if (leftSat > 0) giveRemaining(units, remainders, slots, leftSat);
      for (let slot = 0; slot < slots - 1; slot++) {
        const unit = units[slot] as number;
        if (unit === 0) continue;
        const out = outStart + slot;
        taint[out] = unit;
        tainted[out >>> 5] = (tainted[out >>> 5] as number) | (1 << (out & 31));
      }
      feesSat += units[slots - 1] as number;
      if (feesSat > LARGEST) return null;
    }
    while (nextSeed < ordered.length && (ordered[nextSeed] as number) < outEnd) {
      const out = ordered[nextSeed++] as number;
      const valueSat = (outValue[2 * out + 1] as number) * TWO_32 + (outValue[2 * out] as number);
      if (valueSat > LARGEST) return null;
      if (valueSat === 0) continue;
      taint[out] = valueSat;
      tainted[out >>> 5] = (tainted[out >>> 5] as number) | (1 << (out & 31));
    }
  }
  return collect(tainted, outSpentBy, (out) => taint[out] as number, feesSat, touched);
}

function upper(value: number): number {
  const scaled = SPLITTER * value;
  return scaled - (scaled - value);
}

/** One unit each to the largest remainders, ties by index. There are fewer units than slots with a remainder. */
function giveRemaining(units: Float64Array, remainders: Float64Array, slots: number, left: number): void {
  if (left > 8) {
    const order = Array.from({ length: slots }, (_, slot) => slot).sort(
      (a, b) => (remainders[b] as number) - (remainders[a] as number) || a - b,
    );
    for (let place = 0; place < left; place++) units[order[place] as number] = (units[order[place] as number] as number) + 1;
    return;
  }
  for (let unit = 0; unit < left; unit++) {
    let best = 0;
    for (let slot = 1; slot < slots; slot++) if ((remainders[slot] as number) > (remainders[best] as number)) best = slot;
    units[best] = (units[best] as number) + 1;
    remainders[best] = -1;
  }
}

function fastFifo(slice: UtxoSlice, seeds: readonly number[]): FastTotals | null {
  const { txCount, txInStart, txOutStart, inPrevOut, outCount, outSpentBy } = slice;
  const inValue = halves(slice.inValue);
  const outValue = halves(slice.outValue);
  const isSeed = markSeeds(slice, seeds);
  const tainted = new Uint32Array((outCount + 31) >>> 5);
  /** First segment of an output; its segments follow each other while `segOut` names it. */
  const first = new Int32Array(outCount);
  let capacity = 1 << 16;
  let segOut = new Uint32Array(capacity);
  let segStart = new Float64Array(capacity);
  let segLength = new Float64Array(capacity);
  let segCount = 0;
  let nextSeed = 0;
  const ordered = [...new Set(seeds)].sort((a, b) => a - b);
  let feesSat = 0;
  let touched = 0;
  for (let tx = seedStart(slice, seeds); tx < txCount; tx++) {
    const outStart = txOutStart[tx] as number;
    const outEnd = txOutStart[tx + 1] as number;
    const inStart = txInStart[tx] as number;
    const inEnd = txInStart[tx + 1] as number;
    let isReached = false;
    for (let input = inStart; input < inEnd; input++) {
      const parent = inPrevOut[input] as number;
      if (parent >= 0 && ((tainted[parent >>> 5] as number) & (1 << (parent & 31))) !== 0) {
        isReached = true;
        break;
      }
    }
    if (isReached) {
      touched++;
      let out = outStart;
      let slotStart = 0;
      let slotEnd = outEnd > outStart ? (outValue[2 * out + 1] as number) * TWO_32 + (outValue[2 * out] as number) : 0;
      let offset = 0;
      for (let input = inStart; input < inEnd; input++) {
        const parent = inPrevOut[input] as number;
        if (parent >= 0 && ((tainted[parent >>> 5] as number) & (1 << (parent & 31))) !== 0) {
          for (let segment = first[parent] as number; segment < segCount && segOut[segment] === parent; segment++) {
            let from = offset + (segStart[segment] as number);
            let length = segLength[segment] as number;
            while (length > 0) {
              while (from >= slotEnd && out < outEnd) {
                slotStart = slotEnd;
                if (++out < outEnd) slotEnd += (outValue[2 * out + 1] as number) * TWO_32 + (outValue[2 * out] as number);
              }
              if (out >= outEnd) {
                feesSat += length;
                break;
              }
              const taken = Math.min(length, slotEnd - from);
              if (((isSeed[out >>> 5] as number) & (1 << (out & 31))) === 0) {
                const bit = 1 << (out & 31);
                const isNew = ((tainted[out >>> 5] as number) & bit) === 0;
                const last = segCount - 1;
                if (!isNew && (segStart[last] as number) + (segLength[last] as number) === from - slotStart)
                  segLength[last] = (segLength[last] as number) + taken;
                else {
                  if (segCount === capacity) {
                    capacity *= 2;
                    segOut = enlarged(segOut, new Uint32Array(capacity));
                    segStart = enlarged(segStart, new Float64Array(capacity));
                    segLength = enlarged(segLength, new Float64Array(capacity));
                  }
                  if (isNew) {
                    first[out] = segCount;
                    tainted[out >>> 5] = (tainted[out >>> 5] as number) | bit;
                  }
                  segOut[segCount] = out;
                  segStart[segCount] = from - slotStart;
                  segLength[segCount++] = taken;
                }
              }
              from += taken;
              length -= taken;
            }
          }
        }
        const high = inValue[2 * input + 1] as number;
        if (high >= 0x20_0000) return null;
        offset += high * TWO_32 + (inValue[2 * input] as number);
      }
      while (++out < outEnd) slotEnd += (outValue[2 * out + 1] as number) * TWO_32 + (outValue[2 * out] as number);
      if (offset > LARGEST || slotEnd > offset || feesSat > LARGEST) return null;
    }
    while (nextSeed < ordered.length && (ordered[nextSeed] as number) < outEnd) {
      // The whole output is one segment, whatever other seeds brought to it.
      const out = ordered[nextSeed++] as number;
      const valueSat = (outValue[2 * out + 1] as number) * TWO_32 + (outValue[2 * out] as number);
      if (valueSat > LARGEST) return null;
      if (valueSat === 0) continue;
      if (segCount === capacity) {
        capacity *= 2;
        segOut = enlarged(segOut, new Uint32Array(capacity));
        segStart = enlarged(segStart, new Float64Array(capacity));
        segLength = enlarged(segLength, new Float64Array(capacity));
      }
      first[out] = segCount;
      segOut[segCount] = out;
      segStart[segCount] = 0;
      segLength[segCount++] = valueSat;
      tainted[out >>> 5] = (tainted[out >>> 5] as number) | (1 << (out & 31));
    }
  }
  return collect(
    tainted,
    outSpentBy,
    (out) => {
      let sum = 0;
      for (let segment = first[out] as number; segment < segCount && segOut[segment] === out; segment++)
        sum += segLength[segment] as number;
      return sum;
    },
    feesSat,
    touched,
  );
}

function enlarged<Numbers extends Uint32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

function collect(
  tainted: Uint32Array,
  outSpentBy: Int32Array,
  amount: (out: number) => number,
  feesSat: number,
  transactionsTouched: number,
): FastTotals {
  let count = 0;
  let outNumbers = new Uint32Array(1024);
  for (let index = 0; index < tainted.length; index++) {
    for (let word = tainted[index] as number; word !== 0; word &= word - 1) {
      const out = (index << 5) + (31 - Math.clz32(word & -word));
      if ((outSpentBy[out] as number) >= 0) continue;
      if (count === outNumbers.length) outNumbers = enlarged(outNumbers, new Uint32Array(count * 2));
      outNumbers[count++] = out;
    }
  }
  outNumbers = outNumbers.slice(0, count);
  const amountsSat = new Float64Array(count);
  for (let index = 0; index < count; index++) amountsSat[index] = amount(outNumbers[index] as number);
  return { outNumbers, amountsSat, feesSat, transactionsTouched };
}
