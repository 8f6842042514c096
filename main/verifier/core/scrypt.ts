// scrypt (RFC 7914) with N = 1024, r = 1, p = 1, as Litecoin hashes its headers for work. Written for the verifier alone, in plain
// arithmetic: PBKDF2 with one iteration over its own SHA-256, Salsa20/8, and the mixing. Imports nothing else.
import { joinBytes } from './bytes.ts';
import { sha256 } from './sha256.ts';

const N = 1024;
/** Words of one block of 128·r bytes. */
const WORDS = 32;

/** HMAC-SHA-256 (RFC 2104). */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const short = key.length > 64 ? sha256(key) : key;
  const inner = new Uint8Array(64).fill(0x36);
  const outer = new Uint8Array(64).fill(0x5c);
  short.forEach((byte, i) => {
    inner[i] = 0x36 ^ byte;
    outer[i] = 0x5c ^ byte;
  });
  return sha256(joinBytes(outer, sha256(joinBytes(inner, message))));
}

/** PBKDF2-HMAC-SHA-256 (RFC 8018) with a single iteration. */
export function pbkdf2Once(password: Uint8Array, salt: Uint8Array, length: number): Uint8Array {
  const key = new Uint8Array(length);
  for (let block = 1, at = 0; at < length; block += 1, at += 32) {
    const number = Uint8Array.of(block >>> 24, block >>> 16, block >>> 8, block);
    key.set(hmacSha256(password, joinBytes(salt, number)).subarray(0, length - at), at);
  }
  return key;
}

const X = new Int32Array(16);

/** x[to] ^= (x[a] + x[b]) rotated left by n. */
function step(to: number, a: number, b: number, n: number): void {
  const sum = ((X[a] as number) + (X[b] as number)) | 0;
  X[to] = (X[to] as number) ^ ((sum << n) | (sum >>> (32 - n)));
}

function quarter(a: number, b: number, c: number, d: number): void {
  step(b, a, d, 7);
  step(c, b, a, 9);
  step(d, c, b, 13);
  step(a, d, c, 18);
}

/** Salsa20/8 of sixteen words of `from` at `at` XOR sixteen of `other`; the result is written to `to`. */
export function salsa20of8(from: Int32Array, at: number, other: Int32Array, otherAt: number, to: Int32Array, toAt: number): void {
  for (let i = 0; i < 16; i += 1) {
    const word = (from[at + i] as number) ^ (other[otherAt + i] as number);
    X[i] = word;
    to[toAt + i] = word;
  }
  for (let round = 0; round < 8; round += 2) {
    quarter(0, 4, 8, 12);
    quarter(5, 9, 13, 1);
    quarter(10, 14, 2, 6);
    quarter(15, 3, 7, 11);
    quarter(0, 1, 2, 3);
    quarter(5, 6, 7, 4);
    quarter(10, 11, 8, 9);
    quarter(15, 12, 13, 14);
  }
  for (let i = 0; i < 16; i += 1) to[toAt + i] = ((to[toAt + i] as number) + (X[i] as number)) | 0;
}

/** scryptBlockMix for r = 1: both halves in place, each mixed with the other. */
function mixBlock(block: Int32Array): void {
  salsa20of8(block, 0, block, 16, block, 0);
  salsa20of8(block, 16, block, 0, block, 16);
}

/** scryptROMix: fills a table with the states and walks it in an order that the states decide. */
export function mix(block: Int32Array, n: number): void {
  const table = new Int32Array(n * WORDS);
  for (let i = 0; i < n; i += 1) {
    table.set(block, i * WORDS);
    mixBlock(block);
  }
  for (let i = 0; i < n; i += 1) {
    const from = ((block[16] as number) & (n - 1)) * WORDS;
    for (let k = 0; k < WORDS; k += 1) block[k] = (block[k] as number) ^ (table[from + k] as number);
    mixBlock(block);
  }
}

/** The work hash of a header, in the order it is hashed in. */
export function scryptOfHeader(header: Uint8Array): Uint8Array {
  const bytes = pbkdf2Once(header, header, 4 * WORDS);
  const view = new DataView(bytes.buffer);
  const block = Int32Array.from({ length: WORDS }, (_, i) => view.getInt32(4 * i, true));
  mix(block, N);
  block.forEach((word, i) => {
    view.setInt32(4 * i, word, true);
  });
  return pbkdf2Once(header, bytes, 32);
}
