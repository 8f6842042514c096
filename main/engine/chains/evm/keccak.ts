// Keccak-256 as Ethereum uses it (the padding before NIST's SHA-3), and the hashes of nothing that headers hold.
import { fromHex } from '../../../../shared/model/bytes.ts';
import { keccakPermutation } from './keccakPermutation.ts';

/** Bytes that one permutation takes in: 1600 bits less twice the length of the hash. */
const RATE = 136;
const lanes = new Int32Array(50);
const laneBytes = new Uint8Array(lanes.buffer);
/** Lanes are little-endian; so is every machine this runs on, and on another one it must not start. */
if (new Uint8Array(Int32Array.of(1).buffer)[0] !== 1) throw new Error('keccak expects a little-endian machine');

export function keccak256(bytes: Uint8Array): Uint8Array {
  lanes.fill(0);
  const { length } = bytes;
  let at = 0;
  for (; at + RATE <= length; at += RATE) {
    for (let i = 0; i < RATE; i++) laneBytes[i]! ^= bytes[at + i]!;
    keccakPermutation(lanes);
  }
  const rest = length - at;
  for (let i = 0; i < rest; i++) laneBytes[i]! ^= bytes[at + i]!;
  laneBytes[rest]! ^= 0x01;
  laneBytes[RATE - 1]! ^= 0x80;
  keccakPermutation(lanes);
  return laneBytes.slice(0, 32);
}

/** Keccak-256 that hashes each array once. The arrays must not change meanwhile; drop it after the work it was made for. */
export function rememberingKeccak(): (bytes: Uint8Array) => Uint8Array {
  const known = new Map<Uint8Array, Uint8Array>();
  return (bytes) => {
    const before = known.get(bytes);
    if (before !== undefined) return before;
    const hash = keccak256(bytes);
    known.set(bytes, hash);
    return hash;
  };
}

/** Keccak-256 of no bytes: the code hash of an account without code. */
export const EMPTY_CODE_HASH = fromHex('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
/** Keccak-256 of the RLP of an empty string: root of an empty trie. */
export const EMPTY_TRIE_ROOT = fromHex('56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
