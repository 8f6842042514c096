// secp256k1 signing for practice chains: ECDSA (RFC 6979, low S) and BIP340, reproducible byte for byte.
// Not constant-time and never given a key that controls real coins; the engine signs nothing else with it.
// Node's own ECDSA draws a random nonce, so it would give other txids on each run; no signing library is a dependency.
import { sha256 } from '../kernel/index.ts';

/** SEC 2 v2, section 2.4.1: field prime, group order, base point. */
const FIELD = 2n ** 256n - 2n ** 32n - 977n;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const BASE_X = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n;
const BASE_Y = 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n;

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}
/** Jacobian coordinates: x = X/Z², y = Y/Z³; Z = 0 is the point at infinity. */
type Jacobian = readonly [bigint, bigint, bigint];

function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [modulo(value, modulus), modulus, 1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  if (a !== 1n) throw new RangeError('inverse: not invertible');
  return modulo(x, modulus);
}

/** Coordinates inside a sum may be negative residues; `toAffine` makes them canonical. Saves a quarter of the time. */
function double([x, y, z]: Jacobian): Jacobian {
  const yy = (y * y) % FIELD;
  const s = (4n * x * yy) % FIELD;
  const m = (3n * x * x) % FIELD;
  const x3 = (m * m - 2n * s) % FIELD;
  return [x3, (m * (s - x3) - 8n * yy * yy) % FIELD, (2n * y * z) % FIELD];
}

function addAffine(p: Jacobian, q: Point): Jacobian {
  const [x1, y1, z1] = p;
  if (z1 === 0n) return [q.x, q.y, 1n];
  const zz = (z1 * z1) % FIELD;
  const h = (q.x * zz - x1) % FIELD;
  const r = (((q.y * zz) % FIELD) * z1 - y1) % FIELD;
  if (h === 0n) return r === 0n ? double(p) : [1n, 1n, 0n];
  const hh = (h * h) % FIELD;
  const hhh = (h * hh) % FIELD;
  const v = (x1 * hh) % FIELD;
  const x3 = (r * r - hhh - 2n * v) % FIELD;
  return [x3, (r * (v - x3) - y1 * hhh) % FIELD, (z1 * h) % FIELD];
}

function toAffine([x, y, z]: Jacobian): Point {
  const zInverse = inverse(z, FIELD);
  const zz = (zInverse * zInverse) % FIELD;
  return { x: modulo(x * zz, FIELD), y: modulo(((y * zz) % FIELD) * zInverse, FIELD) };
}

/** 255 multiples of 2^(8i)·G per byte position i: a product with the base point is then at most 32 additions. */
let baseTable: readonly (readonly Point[])[] | undefined;

function buildBaseTable(): readonly (readonly Point[])[] {
  const rows: Point[][] = [];
  let base: Point = { x: BASE_X, y: BASE_Y };
  for (let row = 0; row < 32; row++) {
    const jacobian: Jacobian[] = [];
    let sum: Jacobian = [base.x, base.y, 1n];
    for (let i = 1; i <= 256; i++) {
      jacobian.push(sum);
      sum = addAffine(sum, base);
    }
    // One inversion for the row (Montgomery's trick).
    const prefix: bigint[] = [1n];
    for (const [, , z] of jacobian) prefix.push(((prefix.at(-1) as bigint) * z) % FIELD);
    let rest = inverse(prefix.at(-1) as bigint, FIELD);
    const points: Point[] = new Array<Point>(jacobian.length);
    for (let i = jacobian.length - 1; i >= 0; i--) {
      const [x, y, z] = jacobian[i] as Jacobian;
      const zInverse = (rest * (prefix[i] as bigint)) % FIELD;
      rest = (rest * z) % FIELD;
      const zz = (zInverse * zInverse) % FIELD;
      points[i] = { x: modulo(x * zz, FIELD), y: modulo(((y * zz) % FIELD) * zInverse, FIELD) };
    }
    base = points[255] as Point;
    rows.push(points.slice(0, 255));
  }
  return rows;
}

function timesBase(scalar: bigint): Point {
  baseTable ??= buildBaseTable();
  let sum: Jacobian = [1n, 1n, 0n];
  let rest = scalar;
  for (const row of baseTable) {
    const byte = Number(rest & 0xffn);
    if (byte !== 0) sum = addAffine(sum, row[byte - 1] as Point);
    rest >>= 8n;
  }
  return toAffine(sum);
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function to32(value: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** HMAC-SHA-256 (RFC 2104) for 32-byte keys; Node's own costs several times more per call in key objects. */
function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const inner = new Uint8Array(64).fill(0x36);
  const outer = new Uint8Array(64).fill(0x5c);
  for (let i = 0; i < 32; i++) {
    inner[i] = 0x36 ^ (key[i] as number);
    outer[i] = 0x5c ^ (key[i] as number);
  }
  return sha256(joined(outer, sha256(joined(inner, ...parts))));
}

/** BIP340: SHA-256 with the tag's hash twice in front. */
export function taggedHash(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const tagHash = sha256(new TextEncoder().encode(tag));
  return sha256(joined(tagHash, tagHash, ...parts));
}

/** A private key from 32 bytes; reduced into the group so that any hash can serve. */
export function trainingKey(bytes: Uint8Array): bigint {
  return modulo(toNumber(bytes), ORDER - 1n) + 1n;
}

/** BIP32: the key below one, by what its chain code adds. */
export function childKey(parent: bigint, added: Uint8Array): bigint {
  return modulo(parent + toNumber(added), ORDER);
}

/** SEC 1 public key: 33 bytes compressed or 65 uncompressed. */
export function publicKeyOf(key: bigint, compressed = true): Uint8Array {
  const point = timesBase(key);
  if (!compressed) return joined(Uint8Array.of(4), to32(point.x), to32(point.y));
  return joined(Uint8Array.of(point.y % 2n === 0n ? 2 : 3), to32(point.x));
}

/** ECDSA over a 32-byte digest: RFC 6979 nonce, low S (BIP 146), strict DER (BIP 66), without the hash type byte. */
export function signEcdsa(key: bigint, digest: Uint8Array): Uint8Array {
  const z = modulo(toNumber(digest), ORDER);
  const seedBytes = joined(to32(key), to32(z));
  let v: Uint8Array = new Uint8Array(32).fill(1);
  let k: Uint8Array = new Uint8Array(32);
  k = hmac(k, v, Uint8Array.of(0), seedBytes);
  v = hmac(k, v);
  k = hmac(k, v, Uint8Array.of(1), seedBytes);
  v = hmac(k, v);
  for (;;) {
    v = hmac(k, v);
    const nonce = toNumber(v);
    if (nonce > 0n && nonce < ORDER) {
      const r = timesBase(nonce).x % ORDER;
      const s = modulo(inverse(nonce, ORDER) * (z + r * key), ORDER);
      if (r !== 0n && s !== 0n) return derSignature(r, s > ORDER / 2n ? ORDER - s : s);
    }
    k = hmac(k, v, Uint8Array.of(0));
    v = hmac(k, v);
  }
}

function derInteger(value: bigint): Uint8Array {
  let text = value.toString(16);
  if (text.length % 2 !== 0) text = `0${text}`;
  const bytes = Buffer.from(text, 'hex');
  const body = (bytes[0] as number) >= 0x80 ? joined(Uint8Array.of(0), bytes) : new Uint8Array(bytes);
  return joined(Uint8Array.of(2, body.length), body);
}

function derSignature(r: bigint, s: bigint): Uint8Array {
  const body = joined(derInteger(r), derInteger(s));
  return joined(Uint8Array.of(0x30, body.length), body);
}

/** BIP341 key-path output: the tweaked private key and the 32-byte x-only output key, without scripts (BIP86). */
export function taprootKey(
  key: bigint,
  merkleRoot: Uint8Array = new Uint8Array(0),
): { readonly key: bigint; readonly outputKey: Uint8Array } {
  const internal = timesBase(key);
  const even = internal.y % 2n === 0n ? key : ORDER - key;
  const tweak = toNumber(taggedHash('TapTweak', to32(internal.x), merkleRoot));
  const tweaked = modulo(even + tweak, ORDER);
  return { key: tweaked, outputKey: to32(timesBase(tweaked).x) };
}

/** BIP340 signature, 64 bytes. Auxiliary randomness is fixed, zero by default, so that a run can be repeated. */
export function signSchnorr(key: bigint, message: Uint8Array, auxiliary: Uint8Array = new Uint8Array(32)): Uint8Array {
  const point = timesBase(key);
  const d = point.y % 2n === 0n ? key : ORDER - key;
  const masked = to32(d ^ toNumber(taggedHash('BIP0340/aux', auxiliary)));
  const nonce = modulo(toNumber(taggedHash('BIP0340/nonce', masked, to32(point.x), message)), ORDER);
  if (nonce === 0n) throw new RangeError('signSchnorr: zero nonce');
  const noncePoint = timesBase(nonce);
  const k = noncePoint.y % 2n === 0n ? nonce : ORDER - nonce;
  const challenge = modulo(toNumber(taggedHash('BIP0340/challenge', to32(noncePoint.x), to32(point.x), message)), ORDER);
  return joined(to32(noncePoint.x), to32(modulo(k + challenge * d, ORDER)));
}
