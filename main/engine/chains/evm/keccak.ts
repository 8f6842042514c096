// Keccak-256 as Ethereum uses it (the padding before NIST's SHA-3), and the hashes of nothing that headers hold.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { fromHex } from '../../../../shared/model/bytes.ts';

export function keccak256(bytes: Uint8Array): Uint8Array {
  return keccak_256(bytes);
}

/** Keccak-256 of no bytes: the code hash of an account without code. */
export const EMPTY_CODE_HASH = fromHex('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
/** Keccak-256 of the RLP of an empty string: root of an empty trie. */
export const EMPTY_TRIE_ROOT = fromHex('56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
