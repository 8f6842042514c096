// One Bitcoin transaction from its bytes (BIP144): txid, inputs, outputs. Strict and bounded; anything odd gives a reason, never an exception.
import { readLittleEndian, readUint32, toDisplayHex, joinBytes } from './bytes.ts';
import type { KnownChain } from './knownChain.ts';
import { doubleSha256 } from './sha256.ts';

export interface TransactionInput {
  /** `txid:index` of the output it spends; null for the coinbase input. */
  readonly outpoint: string | null;
}
export interface TransactionOutput {
  readonly valueSat: bigint;
  readonly script: Uint8Array;
}
export interface Transaction {
  readonly txid: string;
  /** The txid in the order it is hashed in: the leaf of the Merkle tree. */
  readonly leaf: Uint8Array;
  readonly inputs: readonly TransactionInput[];
  readonly outputs: readonly TransactionOutput[];
  readonly strippedBytes: number;
  readonly coinbase: boolean;
}

/** How a chain the verifier does not know is read: as Bitcoin's. */
const UNKNOWN = { mostSatoshi: 2_100_000_000_000_000n, mweb: false };
type Rules = Pick<KnownChain, 'mostSatoshi' | 'mweb'>;
class Malformed extends Error {}

export function parseTransaction(raw: Uint8Array, rules: Rules = UNKNOWN): Transaction | null {
  try {
    return parse(raw, rules);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function parse(raw: Uint8Array, { mostSatoshi, mweb }: Rules): Transaction {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (at + length > raw.length) throw new Malformed();
    at += length;
    return raw.subarray(at - length, at);
  };
  /** CompactSize in its shortest form; never more than the bytes that are left. */
  const size = (smallest: number): number => {
    const first = take(1)[0] as number;
    let value = first;
    if (first === 253) value = Number(readLittleEndian(take(2)));
    else if (first === 254) value = readUint32(take(4), 0);
    else if (first === 255) throw new Malformed();
    if ((first === 253 && value < 253) || (first === 254 && value < 65536)) throw new Malformed();
    if (value * smallest > raw.length - at) throw new Malformed();
    return value;
  };
  const version = take(4);
  // BIP144's marker: flag 1 for witnesses; on Litecoin flag 8 for what belongs to the extension block, which no id covers.
  const flags = raw[at] === 0 ? (take(2)[1] as number) : 0;
  if (raw[4] === 0 && flags !== 1 && (!mweb || (flags !== 8 && flags !== 9))) throw new Malformed();
  const withWitness = (flags & 1) !== 0;
  const bodyStart = at;
  const inputs: TransactionInput[] = [];
  for (let left = size(41); left > 0; left -= 1) {
    const previous = take(32);
    const index = readUint32(take(4), 0);
    take(size(1));
    take(4);
    const none = index === 0xffffffff && previous.every((byte) => byte === 0);
    inputs.push({ outpoint: none ? null : `${toDisplayHex(previous)}:${index}` });
  }
  const outputs: TransactionOutput[] = [];
  let total = 0n;
  for (let left = size(9); left > 0; left -= 1) {
    const valueSat = readLittleEndian(take(8));
    total += valueSat;
    if (valueSat > mostSatoshi || total > mostSatoshi) throw new Malformed();
    outputs.push({ valueSat, script: take(size(1)) });
  }
  const bodyEnd = at;
  if (inputs.length === 0 || outputs.length === 0) throw new Malformed();
  if (withWitness) {
    let items = 0;
    for (let left = inputs.length; left > 0; left -= 1) {
      for (let count = size(1); count > 0; count -= 1) {
        take(size(1));
        items += 1;
      }
    }
    if (items === 0) throw new Malformed();
  }
  // A zero byte (a block's own HogEx), or one and a whole extension transaction, which reaches to the lock time.
  if ((flags & 8) !== 0) {
    const held = take(1)[0];
    if (held === 1 && at + 4 < raw.length) at = raw.length - 4;
    else if (held !== 0) throw new Malformed();
  }
  const lockTime = take(4);
  if (at !== raw.length) throw new Malformed();
  const coinbase = inputs.length === 1 && inputs[0]?.outpoint === null;
  const spent = inputs.map((input) => input.outpoint);
  if (!coinbase && (spent.includes(null) || new Set(spent).size !== spent.length)) throw new Malformed();
  const stripped = flags !== 0 ? joinBytes(version, raw.subarray(bodyStart, bodyEnd), lockTime) : raw;
  const leaf = doubleSha256(stripped);
  return { txid: toDisplayHex(leaf), leaf, inputs, outputs, strippedBytes: stripped.length, coinbase };
}
