// Public keys of a row of children, many at a time. BIP32's step for one child is a point for its number and an addition; turning points into
// coordinates costs as much again, unless it is done for all of them at once. Only public keys come here: nothing is secret, nothing constant in time.
import { createHmac } from 'node:crypto';
import { normalizeZ } from '@noble/curves/abstract/curve.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { HDKey } from '@scure/bip32';
import { sha256 } from '../../kernel/index.ts';

const { Point } = secp256k1;
export type CurvePoint = InstanceType<typeof Point>;

const HARDENED = 0x8000_0000;

/** An extended public key at the end of a branch, ready for its children. */
export interface BranchKey {
  readonly publicKey: Uint8Array;
  readonly chainCode: Uint8Array;
}

/** `extended`: as `publicOnly` writes it. */
export function branchKey(extended: string, branch: readonly number[]): BranchKey {
  let key = HDKey.fromExtendedKey(extended);
  for (const step of branch) key = key.deriveChild(step);
  return { publicKey: key.publicKey as Uint8Array, chainCode: key.chainCode as Uint8Array };
}

/** Public keys of children `from` up to `from + count`, as points in coordinates. */
export function childPoints({ publicKey, chainCode }: BranchKey, from: number, count: number): CurvePoint[] {
  if (from < 0 || from + count > HARDENED) throw new TypeError('"from" expected children that are not hardened');
  const parent = Point.fromBytes(publicKey);
  const data = Buffer.alloc(37);
  data.set(publicKey);
  const points = Array.from({ length: count }, (_, at) => {
    data.writeUInt32BE(from + at, 33);
    const left = createHmac('sha512', chainCode).update(data).digest('hex').slice(0, 64);
    // A number beyond the curve's order has no child; it comes once in 2^127 and throws here.
    return Point.BASE.multiplyUnsafe(BigInt(`0x${left}`)).add(parent);
  });
  return normalizeZ(Point, points);
}

const TAP_TWEAK = sha256(Buffer.from('TapTweak'));

/** BIP341: output keys of internal keys without a script tree, x only. */
export function taprootKeys(points: readonly CurvePoint[]): Uint8Array[] {
  const tweaked = points.map((point) => {
    // Compressed form 2 says that y is even.
    const even = point.toBytes(true)[0] === 2 ? point : point.negate();
    const tweak = sha256(Buffer.concat([TAP_TWEAK, TAP_TWEAK, even.toBytes(true).subarray(1)]));
    return even.add(Point.BASE.multiplyUnsafe(BigInt(`0x${Buffer.from(tweak).toString('hex')}`)));
  });
  return normalizeZ(Point, tweaked).map((point) => point.toBytes(true).slice(1));
}

export function pointOf(publicKey: Uint8Array): CurvePoint {
  return Point.fromBytes(publicKey);
}
