// Which target and time a header must have, given its ancestors. Bitcoin Core: pow.cpp
// (GetNextWorkRequired, CalculateNextWorkRequired) and chain.h (GetMedianTimePast); BIP94 for testnet4; Litecoin Core: pow.cpp.
import { bitsOfTarget, targetOfBits, workOfTarget } from './header.ts';
import type { BitcoinNetwork } from './parameters.ts';

/** The ancestors of a header, as columns by header number; `parent` is -1 where the line was not given further. */
export interface HeaderLine {
  readonly parent: Int32Array;
  readonly height: Int32Array;
  readonly time: Uint32Array;
  readonly bits: Uint32Array;
}

const MEDIAN_SPAN = 11;

/** Compact target after an interval that ran from `firstTime` to `lastTime` under `bits`. */
export function adjustedBits(network: BitcoinNetwork, bits: number, firstTime: number, lastTime: number): number {
  const { timespan } = network.retarget;
  const taken = Math.min(Math.max(lastTime - firstTime, Math.floor(timespan / 4)), timespan * 4);
  const target = ((targetOfBits(bits) ?? 0n) * BigInt(taken)) / BigInt(timespan);
  return bitsOfTarget(target > network.powLimit ? network.powLimit : target);
}

/** Bits that the rule demands of a header whose height is known, or null where ancestors it needs were not given. */
export function expectedBits(network: BitcoinNetwork, line: HeaderLine, header: number): number | null {
  const { interval, easyAfterSeconds, fromBlockBefore, bip94, fixed } = network.retarget;
  const up = line.parent[header] as number;
  if (up === -1) return null;
  const parentBits = line.bits[up] as number;
  if (fixed) return parentBits;
  if ((line.height[header] as number) % interval !== 0) {
    if (easyAfterSeconds === null) return parentBits;
    const easiest = bitsOfTarget(network.powLimit);
    if ((line.time[header] as number) > (line.time[up] as number) + easyAfterSeconds) return easiest;
    // The last block of this interval that was not an easy one sets the target.
    let before = up;
    while ((line.height[before] as number) % interval !== 0 && line.bits[before] === easiest) {
      before = line.parent[before] as number;
      if (before === -1) return null;
    }
    return line.bits[before] as number;
  }
  let opening = up;
  const back = fromBlockBefore && line.height[header] !== interval ? interval : interval - 1;
  for (let i = 0; i < back; i++) {
    opening = line.parent[opening] as number;
    if (opening === -1) return null;
  }
  // BIP94: an easy last block must not drag the whole next interval down, so the first block's bits count.
  return adjustedBits(network, bip94 ? (line.bits[opening] as number) : parentBits, line.time[opening] as number, line.time[up] as number);
}

/**
 * Median of the eleven times before a header; -1 (no bound) where fewer were given, unless `whole` says that
 * the line is complete down to the genesis block.
 */
export function medianTimeBefore(line: HeaderLine, header: number, whole: boolean): number {
  let count = 0;
  for (let up = line.parent[header] as number; up !== -1 && count < MEDIAN_SPAN; up = line.parent[up] as number, count++) {
    // Sorted insertion into a scratch of eleven: this runs once per header of the chain.
    const time = line.time[up] as number;
    let at = count;
    for (; at > 0 && (sorted[at - 1] as number) > time; at--) sorted[at] = sorted[at - 1] as number;
    sorted[at] = time;
  }
  if (count < MEDIAN_SPAN && !(whole && count > 0)) return -1;
  return sorted[count >>> 1] as number;
}

const sorted = new Uint32Array(MEDIAN_SPAN);

export interface CompactTargets {
  /** The target as 32 bytes in internal order, or why these bits are refused. */
  of(bits: number): Uint8Array | 'badBits' | 'aboveLimit';
  meets(hashes: Uint8Array, offset: number, target: Uint8Array): boolean;
  work(bits: number): bigint;
}

/** Targets and work per distinct bits value, computed once: a chain of a million headers has a few hundred. */
export function compactTargets(powLimit: bigint): CompactTargets {
  const targets = new Map<number, Uint8Array | 'badBits' | 'aboveLimit'>();
  const works = new Map<number, bigint>();
  return {
    of(bits) {
      const known = targets.get(bits);
      if (known !== undefined) return known;
      const target = targetOfBits(bits);
      const value = target === null ? 'badBits' : target > powLimit ? 'aboveLimit' : littleEndian(target);
      targets.set(bits, value);
      return value;
    },
    meets(hashes, offset, target) {
      for (let i = 31; i >= 0; i--) {
        const difference = (hashes[offset + i] as number) - (target[i] as number);
        if (difference !== 0) return difference < 0;
      }
      return true;
    },
    work(bits) {
      let value = works.get(bits);
      if (value === undefined) {
        const target = targetOfBits(bits);
        value = target === null ? 0n : workOfTarget(target);
        works.set(bits, value);
      }
      return value;
    },
  };
}

function littleEndian(target: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0, rest = target; i < 32; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}
