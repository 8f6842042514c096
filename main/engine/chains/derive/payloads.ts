// What addresses of keys are made of, for a stretch of numbers: hashes and output keys, as one row of bytes for each kind of script. It runs on any
// thread and sees public keys alone.
import { fromHex } from '../../../../shared/model/bytes.ts';
import { definePoolTask, sha256 } from '../../kernel/index.ts';
import { hash160 } from '../bitcoin/script.ts';
import { keccak256 } from '../evm/keccak.ts';
import { branchKey, childPoints, type CurvePoint, pointOf, taprootKeys } from './childKeys.ts';
import type { ScriptKind } from './paths.ts';

export interface PayloadsAsked {
  readonly keys: readonly string[];
  readonly required: number | null;
  readonly isSorted: boolean;
  readonly branch: readonly number[];
  readonly isRanged: boolean;
  readonly from: number;
  readonly count: number;
  /** Several kinds cost the keys once. */
  readonly scripts: readonly ScriptKind[];
}

/** For each kind asked the payloads, one for each number. */
export type Payloads = readonly (readonly Uint8Array[])[];

export const payloadsTask = definePoolTask<readonly PayloadsAsked[], readonly Payloads[]>({
  name: 'derivePayloads',
  buffersOf: () => [],
  run: (asked) => asked.map(payloadsOf),
});

export function payloadsOf(asked: PayloadsAsked): Payloads {
  const { keys, scripts, required } = asked;
  if (required !== null) {
    const rows = keys.map((key) => pointsOf(key, asked));
    const multisigs = (rows[0] as CurvePoint[]).map((_, at) =>
      multisigScript(
        asked,
        rows.map((row) => compressed(row[at] as CurvePoint)),
      ),
    );
    return scripts.map((script) => multisigs.map((multisig) => multisigPayload(script, multisig)));
  }
  const points = pointsOf(keys[0] as string, asked);
  // A single key may be an uncompressed one, and its hash is of the form it has.
  const isWhole = keys[0]?.startsWith('04') === true && keys[0].length === 130;
  const written = points.map((point) => point.toBytes(!isWhole));
  return scripts.map((script) => {
    if (script === 'p2tr') return taprootKeys(points);
    return points.map((point, at) => singlePayload(script, point, written[at] as Uint8Array));
  });
}

const compressed = (point: CurvePoint): Uint8Array => point.toBytes(true);

function pointsOf(key: string, { branch, isRanged, from, count }: PayloadsAsked): CurvePoint[] {
  if (/^0[234][0-9a-f]+$/.test(key)) return [pointOf(fromHex(key))];
  const end = branchKey(key, branch);
  return isRanged ? childPoints(end, from, count) : [pointOf(end.publicKey)];
}

function singlePayload(script: ScriptKind, point: CurvePoint, written: Uint8Array): Uint8Array {
  switch (script) {
    case 'p2pk':
      return written;
    case 'p2pkh':
    case 'p2wpkh':
      return hash160(written);
    case 'p2shP2wpkh':
      return hash160(Uint8Array.of(0, 20, ...hash160(written)));
    case 'account':
      return keccak256(point.toBytes(false).subarray(1)).slice(12);
    default:
      throw new TypeError(`payloads: one key makes no ${script}`);
  }
}

/** BIP383; sorted by BIP67. */
function multisigScript({ required, isSorted }: PayloadsAsked, keys: readonly Uint8Array[]): Uint8Array {
  const inOrder = isSorted ? [...keys].sort(Buffer.compare) : keys;
  const number = (value: number): number[] => (value <= 16 ? [0x50 + value] : [1, value]);
  return Uint8Array.of(...number(required as number), ...inOrder.flatMap((key) => [33, ...key]), ...number(keys.length), 0xae);
}

function multisigPayload(script: ScriptKind, multisig: Uint8Array): Uint8Array {
  if (script === 'p2sh') return hash160(multisig);
  if (script === 'p2wsh') return sha256(multisig);
  if (script === 'p2shP2wsh') return hash160(Uint8Array.of(0, 32, ...sha256(multisig)));
  throw new TypeError(`payloads: several keys make no ${script}`);
}
