// One 80-byte block header: fields, hash, compact target, work. Whether it belongs to a chain is decided in headerChain.ts.
import { displayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { sha256 } from '../../kernel/index.ts';

export const HEADER_BYTES = 80;

export interface BlockHeader {
  readonly version: number;
  /** Internal byte order. */
  readonly previousHash: Uint8Array;
  readonly merkleRoot: Uint8Array;
  /** Seconds since 1970 as the miner wrote them. */
  readonly time: number;
  readonly bits: number;
  readonly nonce: number;
  readonly hash: Uint8Array;
}

export function sha256d(bytes: Uint8Array): Uint8Array {
  return sha256(sha256(bytes));
}

export function decodeHeader(bytes: Uint8Array, offset = 0): BlockHeader {
  if (offset + HEADER_BYTES > bytes.length) throw new Fault('chain.badTransaction', { reason: 'truncated', offset });
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, HEADER_BYTES);
  return {
    version: view.getInt32(0, true),
    previousHash: bytes.slice(offset + 4, offset + 36),
    merkleRoot: bytes.slice(offset + 36, offset + 68),
    time: view.getUint32(68, true),
    bits: view.getUint32(72, true),
    nonce: view.getUint32(76, true),
    hash: sha256d(bytes.subarray(offset, offset + HEADER_BYTES)),
  };
}

/**
 * Target that a compact `bits` stands for, or null where a node refuses the form: negative (sign bit with a
 * mantissa), zero, or over 256 bits. Bitcoin Core: arith_uint256.cpp, SetCompact.
 */
export function targetOfBits(bits: number): bigint | null {
  const size = bits >>> 24;
  const mantissa = bits & 0x007f_ffff;
  if ((bits & 0x0080_0000) !== 0 && mantissa !== 0) return null;
  if (mantissa !== 0 && (size > 34 || (mantissa > 0xff && size > 33) || (mantissa > 0xffff && size > 32))) return null;
  const target = size <= 3 ? BigInt(mantissa >>> (8 * (3 - size))) : BigInt(mantissa) << BigInt(8 * (size - 3));
  return target === 0n ? null : target;
}

/** Compact form of a target (arith_uint256::GetCompact): loses all but the top three bytes, as consensus does. */
export function bitsOfTarget(target: bigint): number {
  let size = Math.ceil(target.toString(2).length / 8);
  let mantissa = Number(size <= 3 ? target << BigInt(8 * (3 - size)) : target >> BigInt(8 * (size - 3)));
  if ((mantissa & 0x0080_0000) !== 0) {
    mantissa >>>= 8;
    size++;
  }
  return target === 0n ? 0 : ((size << 24) | mantissa) >>> 0;
}

/** Expected number of hashes to meet a target: 2^256 / (target + 1). */
export function workOfTarget(target: bigint): bigint {
  return (1n << 256n) / (target + 1n);
}

/** Why a header's own proof of work does not hold, or null where it does. */
export type WorkRefusal = 'badBits' | 'aboveLimit' | 'highHash';

export function checkWork(hash: Uint8Array, bits: number, powLimit: bigint): WorkRefusal | null {
  const target = targetOfBits(bits);
  if (target === null) return 'badBits';
  if (target > powLimit) return 'aboveLimit';
  return BigInt(`0x${displayHash(hash)}`) > target ? 'highHash' : null;
}
