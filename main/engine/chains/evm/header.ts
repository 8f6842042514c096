// Block headers: from the JSON of a node to the bytes whose Keccak-256 is the block's hash, and from those bytes back. A header
// of a form not known here is never claimed to be understood: only a hash that comes out right shows that the form was right.
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type JsonObject, hexText, present, readBytes, readObject, readOptionalHash, readQuantity } from './json.ts';
import { keccak256 } from './keccak.ts';
import { bigEndian, decodeRlp, encodeRlp, integerBytes, integerOf } from './rlp.ts';

export type HeaderForm = 'ethereum' | 'avalanche';

interface HeaderField {
  readonly name: string;
  /** Length of a field of fixed length; null for an integer, -1 for any bytes. */
  readonly length: number | null;
}

const hash = (name: string): HeaderField => ({ name, length: 32 });
const integer = (name: string): HeaderField => ({ name, length: null });

/** The 15 fields since the genesis (yellow paper 4.4), in order. */
const LEGACY: readonly HeaderField[] = [
  hash('parentHash'),
  hash('sha3Uncles'),
  { name: 'miner', length: 20 },
  hash('stateRoot'),
  hash('transactionsRoot'),
  hash('receiptsRoot'),
  { name: 'logsBloom', length: 256 },
  integer('difficulty'),
  integer('number'),
  integer('gasLimit'),
  integer('gasUsed'),
  integer('timestamp'),
  { name: 'extraData', length: -1 },
  hash('mixHash'),
  { name: 'nonce', length: 8 },
];
const CANCUN = [integer('blobGasUsed'), integer('excessBlobGas'), hash('parentBeaconBlockRoot')];

/**
 * What may follow, in order; a field is there only if all before it are. Ethereum: London (EIP-1559), Shanghai (EIP-4895), Cancun
 * (EIP-4844, EIP-4788), Prague (EIP-7685). Avalanche (coreth): the hash of what was moved to and from its other chains, then fees, since
 * Granite the time in milliseconds (ACP-226), since Helicon what streaming execution settled.
 */
const FOLLOWING: Readonly<Record<HeaderForm, { readonly required: readonly HeaderField[]; readonly optional: readonly HeaderField[] }>> = {
  ethereum: {
    required: [],
    optional: [integer('baseFeePerGas'), hash('withdrawalsRoot'), ...CANCUN, hash('requestsHash')],
  },
  avalanche: {
    required: [hash('extDataHash')],
    optional: [
      ...[integer('baseFeePerGas'), integer('extDataGasUsed'), integer('blockGasCost'), ...CANCUN],
      ...[integer('timestampMilliseconds'), integer('minDelayExcess'), integer('targetExponent'), integer('minPriceExponent')],
      ...[integer('settledHeight'), integer('settledGasUnix'), integer('settledGasNumerator'), integer('settledExcess')],
    ],
  },
};

/** What nodes print beside the header: derived values, bodies, seals that stand in other fields. */
const BESIDE = new Set([
  ...['hash', 'size', 'totalDifficulty', 'transactions', 'uncles', 'withdrawals', 'author', 'sealFields', 'transactionCount'],
  // Arbitrum packs these into extraData and mixHash; BNB Smart Chain prints its milliseconds from mixHash.
  ...['l1BlockNumber', 'sendCount', 'sendRoot', 'milliTimestamp'],
  // Avalanche: the body whose hash is extDataHash.
  'blockExtraData',
]);

export interface BlockHeader {
  readonly hash: Uint8Array;
  readonly parentHash: Uint8Array;
  readonly miner: Uint8Array;
  readonly stateRoot: Uint8Array;
  readonly transactionsRoot: Uint8Array;
  readonly receiptsRoot: Uint8Array;
  readonly logsBloom: Uint8Array;
  readonly number: number;
  readonly timeSeconds: number;
  readonly gasUsed: bigint;
  /** Null before London. */
  readonly baseFeeWei: bigint | null;
  /** Null before Shanghai and on chains without withdrawals. */
  readonly withdrawalsRoot: Uint8Array | null;
  readonly excessBlobGas: bigint | null;
  /** How many fields it has: 15 before London, 16 London, 17 Shanghai, 20 Cancun, 21 Prague (on Ethereum). */
  readonly fieldCount: number;
  /** The RLP whose Keccak-256 is `hash`. */
  readonly bytes: Uint8Array;
}

export type HeaderReading =
  | { readonly kind: 'rebuilt'; readonly header: BlockHeader }
  /** Fields that the form needs and the source lacks, e.g. mixHash in most tables: nothing can be rebuilt. */
  | { readonly kind: 'incomplete'; readonly missing: readonly string[] }
  /** It holds fields this program does not know, and without them the hash does not come out. Nothing is claimed. */
  | { readonly kind: 'unknownForm'; readonly statedHash: string; readonly unknown: readonly string[] }
  /** All fields are known and the hash is another one: altered, or mixed from two blocks, or a form that looks like a known one. */
  | { readonly kind: 'mismatch'; readonly statedHash: string; readonly computedHash: string };

function fieldBytes(json: JsonObject, field: HeaderField): Uint8Array {
  if (field.length === null) return integerBytes(readQuantity(json, field.name));
  return field.length === -1 ? readBytes(json, field.name) : readBytes(json, field.name, field.length);
}

/** The header in the JSON of `eth_getBlockBy…`. A value that is no hexadecimal throws; the rest is said in the reading. */
export function readHeader(value: unknown, form: HeaderForm = 'ethereum'): HeaderReading {
  const json = readObject(value, 'block');
  const { required, optional } = FOLLOWING[form];
  const needed = [...LEGACY, ...required];
  const missing = needed.filter((field) => present(json, field.name) === null).map((field) => field.name);
  if (missing.length > 0) return { kind: 'incomplete', missing };
  let following = 0;
  while (following < optional.length && present(json, (optional[following] as HeaderField).name) !== null) following++;
  const fields = [...needed, ...optional.slice(0, following)];
  const header = headerOf(encodeRlp(fields.map((field) => fieldBytes(json, field))), form);
  const stated = readOptionalHash(json, 'hash');
  if (stated === null) return { kind: 'incomplete', missing: ['hash'] };
  if (bytesEqual(stated, header.hash)) return { kind: 'rebuilt', header };
  const known = new Set(fields.map((field) => field.name));
  const unknown = Object.keys(json).filter((name) => !known.has(name) && !BESIDE.has(name) && present(json, name) !== null);
  const statedHash = hexText(stated);
  if (unknown.length > 0) return { kind: 'unknownForm', statedHash, unknown: unknown.slice(0, 20).map((name) => name.slice(0, 60)) };
  return { kind: 'mismatch', statedHash, computedHash: hexText(header.hash) };
}

/** The header in its RLP. Throws where it is no header, or has more fields than the form knows. */
export function headerOf(bytes: Uint8Array, form: HeaderForm = 'ethereum'): BlockHeader {
  const items = decodeRlp(bytes);
  const { required, optional } = FOLLOWING[form];
  const least = LEGACY.length + required.length;
  if (items instanceof Uint8Array || items.length < least) return refuse('header.fields');
  if (items.length > least + optional.length) return refuse('header.unknownForm');
  const fields = [...LEGACY, ...required, ...optional].slice(0, items.length);
  const values = new Map<string, Uint8Array>();
  for (const [i, field] of fields.entries()) {
    const item = items[i];
    if (!(item instanceof Uint8Array)) return refuse(`header.${field.name}`);
    if (field.length === null) integerOf(item);
    else if (field.length !== -1 && item.length !== field.length) refuse(`header.${field.name}`);
    values.set(field.name, item);
  }
  const take = (name: string): Uint8Array => values.get(name) as Uint8Array;
  const amount = (name: string): bigint | null => (values.has(name) ? bigEndian(take(name)) : null);
  const count = (name: string): number => {
    const value = bigEndian(take(name));
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : refuse(`header.${name}`);
  };
  return {
    hash: keccak256(bytes),
    parentHash: take('parentHash'),
    miner: take('miner'),
    stateRoot: take('stateRoot'),
    transactionsRoot: take('transactionsRoot'),
    receiptsRoot: take('receiptsRoot'),
    logsBloom: take('logsBloom'),
    number: count('number'),
    timeSeconds: count('timestamp'),
    gasUsed: bigEndian(take('gasUsed')),
    baseFeeWei: amount('baseFeePerGas'),
    withdrawalsRoot: values.get('withdrawalsRoot') ?? null,
    excessBlobGas: amount('excessBlobGas'),
    fieldCount: items.length,
    bytes,
  };
}

function refuse(reason: string): never {
  throw new Fault('chain.badTransaction', { reason });
}
