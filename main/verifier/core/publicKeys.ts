// From a public account key to an address: BIP32's public children, and the scripts of BIP44, 49, 84 and 86. No private key has a place here.
import { base58Bytes } from './addressForm.ts';
import { joinBytes, utf8Encode } from './bytes.ts';
import { keccak256 } from './keccak.ts';
import { hash160 } from './ripemd160.ts';
import { addMultiple, N, type Point, pointAt } from './secp256k1.ts';
import { sha256 } from './sha256.ts';
import { sha512 } from './sha512.ts';

const HARDENED = 0x8000_0000;

export interface ExtendedKey {
  readonly chainCode: Uint8Array;
  readonly point: NonNullable<Point>;
}

const bytesOf = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(32);
  for (let i = 31, left = value; i >= 0; i -= 1, left >>= 8n) bytes[i] = Number(left & 255n);
  return bytes;
};
const numberOf = (bytes: Uint8Array): bigint => bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

export function compressed({ x, y }: NonNullable<Point>): Uint8Array {
  return joinBytes(Uint8Array.of((y & 1n) === 1n ? 3 : 2), bytesOf(x));
}

/** A point from 33 or 65 bytes, else null. */
export function readPoint(bytes: Uint8Array): Point {
  const x = numberOf(bytes.subarray(1, 33));
  if (bytes.length === 33 && (bytes[0] === 2 || bytes[0] === 3)) return pointAt(x, bytes[0] === 3);
  if (bytes.length !== 65 || bytes[0] !== 4) return null;
  const y = numberOf(bytes.subarray(33));
  const point = pointAt(x, (y & 1n) === 1n);
  return point?.y === y ? point : null;
}

/** BIP32's serialisation with the version of public keys of the main network; null for anything else, private keys above all. */
export function readExtendedKey(text: string): ExtendedKey | null {
  const bytes = base58Bytes(text);
  if (bytes === null || bytes.length !== 78 || numberOf(bytes.subarray(0, 4)) !== 0x0488b21en) return null;
  const point = readPoint(bytes.subarray(45));
  return point === null ? null : { chainCode: bytes.subarray(13, 45), point };
}

/** RFC 2104 over SHA-512, with a key of at most a block. */
export function hmacSha512(key: Uint8Array, message: Uint8Array): Uint8Array {
  const pad = (byte: number): Uint8Array => Uint8Array.from({ length: 128 }, (_, i) => (key[i] ?? 0) ^ byte);
  return sha512(joinBytes(pad(0x5c), sha512(joinBytes(pad(0x36), message))));
}

/** CKDpub of BIP32; null for a hardened step and where the key is none. */
export function childKey({ chainCode, point }: ExtendedKey, index: number): ExtendedKey | null {
  if (index >= HARDENED) return null;
  const number = Uint8Array.of(index >>> 24, (index >>> 16) & 255, (index >>> 8) & 255, index & 255);
  const made = hmacSha512(chainCode, joinBytes(compressed(point), number));
  const left = numberOf(made.subarray(0, 32));
  const child = left >= N ? null : addMultiple(point, left);
  return child === null ? null : { chainCode: made.subarray(32), point: child };
}

/** BIP340's tagged hash. */
function tagged(tag: string, message: Uint8Array): Uint8Array {
  const name = sha256(utf8Encode(tag));
  return sha256(joinBytes(name, name, message));
}

/** The output script of one key; null for a kind that needs more than one. */
export function scriptOfKey(kind: string, point: NonNullable<Point>, written: Uint8Array = compressed(point)): Uint8Array | null {
  const own = hash160(written);
  if (kind === 'p2pk') return joinBytes(Uint8Array.of(written.length), written, Uint8Array.of(0xac));
  if (kind === 'p2pkh') return joinBytes(Uint8Array.of(0x76, 0xa9, 20), own, Uint8Array.of(0x88, 0xac));
  if (kind === 'p2wpkh') return joinBytes(Uint8Array.of(0, 20), own);
  if (kind === 'p2shP2wpkh') return joinBytes(Uint8Array.of(0xa9, 20), hash160(joinBytes(Uint8Array.of(0, 20), own)), Uint8Array.of(0x87));
  if (kind !== 'p2tr') return null;
  const x = bytesOf(point.x);
  const output = addMultiple(pointAt(point.x, false), numberOf(tagged('TapTweak', x)));
  return output === null ? null : joinBytes(Uint8Array.of(0x51, 32), bytesOf(output.x));
}

/** The last 20 bytes of the Keccak-256 of the point. */
export function accountOfKey({ x, y }: NonNullable<Point>): Uint8Array {
  return keccak256(joinBytes(bytesOf(x), bytesOf(y))).subarray(12);
}
