// Points of secp256k1 (SEC 2): enough to follow a public key to its children. Not constant-time: everything here is public.
import { primeField } from './primeField.ts';

export const P = 2n ** 256n - 2n ** 32n - 977n;
export const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** Affine; null is the point at infinity. */
export type Point = { readonly x: bigint; readonly y: bigint } | null;

/** Jacobian: x = X/Z², y = Y/Z³; Z = 0 at infinity. */
interface Jacobian {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

const INFINITY: Jacobian = { x: 1n, y: 1n, z: 0n };
export const BASE: Point = {
  x: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  y: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
};

const { modulo, power } = primeField(P);

function double({ x, y, z }: Jacobian): Jacobian {
  if (z === 0n) return INFINITY;
  const yy = modulo(y * y);
  const s = modulo(4n * x * yy);
  const m = modulo(3n * x * x);
  const newX = modulo(m * m - 2n * s);
  return { x: newX, y: modulo(m * (s - newX) - 8n * yy * yy), z: modulo(2n * y * z) };
}

function addJacobian(a: Jacobian, b: Jacobian): Jacobian {
  if (a.z === 0n) return b;
  if (b.z === 0n) return a;
  const [aa, bb] = [modulo(a.z * a.z), modulo(b.z * b.z)];
  const [u1, u2] = [modulo(a.x * bb), modulo(b.x * aa)];
  const [s1, s2] = [modulo(a.y * bb * b.z), modulo(b.y * aa * a.z)];
  if (u1 === u2) return s1 === s2 ? double(a) : INFINITY;
  const h = modulo(u2 - u1);
  const r = modulo(s2 - s1);
  const hh = modulo(h * h);
  const hhh = modulo(h * hh);
  const v = modulo(u1 * hh);
  const x = modulo(r * r - hhh - 2n * v);
  return { x, y: modulo(r * (v - x) - s1 * hhh), z: modulo(h * a.z * b.z) };
}

const lift = (point: Point): Jacobian => (point === null ? INFINITY : { ...point, z: 1n });

function affine({ x, y, z }: Jacobian): Point {
  if (z === 0n) return null;
  const inverse = power(z, P - 2n);
  const square = modulo(inverse * inverse);
  return { x: modulo(x * square), y: modulo(y * square * inverse) };
}

/** `point` + `scalar` times the base. */
export function addMultiple(point: Point, scalar: bigint): Point {
  let result = lift(point);
  let run = lift(BASE);
  for (let left = scalar; left > 0n; left >>= 1n) {
    if (left & 1n) result = addJacobian(result, run);
    run = double(run);
  }
  return affine(result);
}

/** The point of this x whose y is odd or even; null where the curve has none. */
export function pointAt(x: bigint, odd: boolean): Point {
  if (x >= P) return null;
  const square = modulo(x * x * x + 7n);
  const y = power(square, (P + 1n) / 4n);
  if (modulo(y * y) !== square) return null;
  return { x, y: ((y & 1n) === 1n) === odd ? y : P - y };
}
