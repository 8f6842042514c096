// Ed25519 verification only (RFC 8032 §5.1.7), without cofactor: [S]B = R + [k]A. Refuses S >= L, encodings that are not
// canonical and public keys of small order (for those one signature fits many messages). Not constant-time: all inputs are public.
import { equalBytes, joinBytes, readLittleEndian } from './bytes.ts';
import { primeField } from './primeField.ts';
import { sha512 } from './sha512.ts';

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const { modulo, power } = primeField(P);

const D = modulo(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** Extended coordinates (RFC 8032 §5.1.4): x = X/Z, y = Y/Z, T = XY/Z. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly t: bigint;
}
const IDENTITY: Point = { x: 0n, y: 1n, z: 1n, t: 0n };

function add(a: Point, b: Point): Point {
  const e1 = modulo((a.y - a.x) * (b.y - b.x));
  const e2 = modulo((a.y + a.x) * (b.y + b.x));
  const c = modulo(2n * a.t * b.t * D);
  const d = modulo(2n * a.z * b.z);
  const e = e2 - e1;
  const f = d - c;
  const g = d + c;
  const h = e2 + e1;
  return { x: modulo(e * f), y: modulo(g * h), z: modulo(f * g), t: modulo(e * h) };
}

function multiply(point: Point, scalar: bigint): Point {
  let result = IDENTITY;
  let double = point;
  for (let left = scalar; left > 0n; left >>= 1n) {
    if (left & 1n) result = add(result, double);
    double = add(double, double);
  }
  return result;
}

function recoverX(y: bigint, sign: bigint): bigint | null {
  const xSquared = modulo((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(xSquared, (P + 3n) / 8n);
  if (modulo(x * x) !== xSquared) x = modulo(x * ROOT_OF_MINUS_ONE);
  if (modulo(x * x) !== xSquared) return null;
  if (x === 0n && sign === 1n) return null;
  return (x & 1n) === sign ? x : P - x;
}

function decodePoint(bytes: Uint8Array): Point | null {
  const value = readLittleEndian(bytes);
  const y = value & ((1n << 255n) - 1n);
  if (y >= P) return null;
  const x = recoverX(y, value >> 255n);
  return x === null ? null : { x, y, z: 1n, t: modulo(x * y) };
}

function encodePoint(point: Point): Uint8Array {
  const inverse = power(point.z, P - 2n);
  let value = modulo(point.y * inverse) | ((modulo(point.x * inverse) & 1n) << 255n);
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1, value >>= 8n) bytes[i] = Number(value & 255n);
  return bytes;
}

const BASE_Y = modulo(4n * power(5n, P - 2n));
const BASE_X = recoverX(BASE_Y, 0n) as bigint;
const BASE: Point = { x: BASE_X, y: BASE_Y, z: 1n, t: modulo(BASE_X * BASE_Y) };

function isIdentity(point: Point): boolean {
  return point.x === 0n && point.y === point.z;
}

export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const r = signature.subarray(0, 32);
  const s = readLittleEndian(signature.subarray(32));
  if (s >= L) return false;
  const a = decodePoint(publicKey);
  if (a === null || decodePoint(r) === null) return false;
  if (isIdentity(multiply(a, 8n))) return false;
  const k = readLittleEndian(sha512(joinBytes(r, publicKey, message))) % L;
  const minusA: Point = { x: modulo(-a.x), y: a.y, z: 1n, t: modulo(-a.t) };
  return equalBytes(encodePoint(add(multiply(BASE, s), multiply(minusA, k))), r);
}
