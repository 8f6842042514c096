// The forms of transactions as bytes: which fields each type has, in which order, and how they stand in a node's JSON. Data and the
// two ways through it; what the fields mean is in transaction.ts.
import { Fault } from '../../../../shared/model/fault.ts';
import {
  type JsonObject,
  hexText,
  isObject,
  present,
  readAddress,
  readBytes,
  readBytesValue,
  readHash,
  readList,
  readObject,
  readOptionalAddress,
  readOptionalQuantity,
  readQuantity,
  refuseJson,
} from './json.ts';
import { type RlpItem, encodeRlp, integerBytes, integerOf } from './rlp.ts';

type FieldKind =
  | 'integer'
  | 'address'
  /** Empty where a contract is created. */
  | 'receiver'
  | 'hash'
  | 'bytes'
  | 'flag'
  | 'accessList'
  | 'hashes'
  | 'authorizations';

export interface EnvelopeField {
  /** Name in the envelope; of JSON where the two agree. */
  readonly name: string;
  readonly kind: FieldKind;
  /** Names in JSON, the first that is there. */
  readonly json: readonly string[];
  /** A lacking or null value stands for zero, no bytes, or false. */
  readonly mayLack: boolean;
}

function field(name: string, kind: FieldKind, json: readonly string[] = [name], mayLack = false): EnvelopeField {
  return { name, kind, json, mayLack };
}

const CHAIN_ID = field('chainId', 'integer');
const NONCE = field('nonce', 'integer');
const GAS = field('gasLimit', 'integer', ['gas']);
const TO = field('to', 'receiver');
const VALUE = field('value', 'integer');
const DATA = field('data', 'bytes', ['input', 'data']);
const FROM = field('from', 'address');
const FEES = [field('maxPriorityFeePerGas', 'integer'), field('maxFeePerGas', 'integer')];
const ACCESS = field('accessList', 'accessList', ['accessList'], true);
const SIGNED = [field('yParity', 'integer', ['yParity', 'v']), field('r', 'integer'), field('s', 'integer')];
const REQUEST = field('requestId', 'hash');
const GAS_CAP = field('maxFeePerGas', 'integer', ['maxFeePerGas', 'gasPrice']);

/** Legacy transactions, before EIP-2718; v says whether EIP-155 binds them to a chain. */
export const LEGACY_FIELDS: readonly EnvelopeField[] = [
  ...[NONCE, field('gasPrice', 'integer'), GAS, TO, VALUE, DATA],
  ...[field('v', 'integer'), field('r', 'integer'), field('s', 'integer')],
];

/** By type byte. Sources: EIP-2930, 1559, 4844, 7702; Optimism's deposits (specs/deposits); Arbitrum's (nitro, arb_types.go). */
export const ENVELOPES: ReadonlyMap<number, readonly EnvelopeField[]> = new Map([
  [0x01, [CHAIN_ID, NONCE, field('gasPrice', 'integer'), GAS, TO, VALUE, DATA, ACCESS, ...SIGNED]],
  [0x02, [CHAIN_ID, NONCE, ...FEES, GAS, TO, VALUE, DATA, ACCESS, ...SIGNED]],
  [
    0x03,
    [
      ...[CHAIN_ID, NONCE, ...FEES, GAS, field('to', 'address'), VALUE, DATA, ACCESS],
      ...[field('maxFeePerBlobGas', 'integer'), field('blobVersionedHashes', 'hashes'), ...SIGNED],
    ],
  ],
  [
    0x04,
    [
      ...[CHAIN_ID, NONCE, ...FEES, GAS, field('to', 'address'), VALUE, DATA, ACCESS],
      ...[field('authorizationList', 'authorizations'), ...SIGNED],
    ],
  ],
  // Arbitrum: deposit, unsigned, contract, retry, submission of a retryable, internal. None is signed.
  [0x64, [CHAIN_ID, REQUEST, FROM, TO, VALUE]],
  [0x65, [CHAIN_ID, FROM, NONCE, GAS_CAP, GAS, TO, VALUE, DATA]],
  [0x66, [CHAIN_ID, REQUEST, FROM, GAS_CAP, GAS, TO, VALUE, DATA]],
  [
    0x68,
    [
      ...[CHAIN_ID, NONCE, FROM, GAS_CAP, GAS, TO, VALUE, DATA, field('ticketId', 'hash'), field('refundTo', 'address')],
      ...[field('maxRefund', 'integer'), field('submissionFeeRefund', 'integer')],
    ],
  ],
  [
    0x69,
    [
      ...[CHAIN_ID, REQUEST, FROM, field('l1BaseFee', 'integer'), field('depositValue', 'integer'), GAS_CAP, GAS],
      ...[field('retryTo', 'receiver'), field('retryValue', 'integer'), field('beneficiary', 'address')],
      ...[field('maxSubmissionFee', 'integer'), field('refundTo', 'address'), field('retryData', 'bytes')],
    ],
  ],
  [0x6a, [CHAIN_ID, DATA]],
  // Optimism and Base: a deposit from Ethereum, and the first transaction of each block.
  [
    0x7e,
    [
      ...[field('sourceHash', 'hash'), FROM, TO, field('mint', 'integer', ['mint'], true), VALUE, GAS],
      ...[field('isSystemTx', 'flag', ['isSystemTx'], true), DATA],
    ],
  ],
]);

const AUTHORIZATION: readonly EnvelopeField[] = [CHAIN_ID, field('address', 'address'), NONCE, ...SIGNED];

const EMPTY = new Uint8Array(0);

/** The fields of an object of JSON in the order of the envelope. */
export function fieldsOfJson(json: JsonObject, form: readonly EnvelopeField[]): readonly RlpItem[] {
  return form.map((each) => itemOfJson(json, each));
}

function itemOfJson(json: JsonObject, { name, kind, json: names, mayLack }: EnvelopeField): RlpItem {
  const key = names.find((candidate) => present(json, candidate) !== null) ?? names[0] ?? name;
  if (mayLack && present(json, key) === null) return kind === 'accessList' ? [] : EMPTY;
  switch (kind) {
    case 'integer':
      return integerBytes(readQuantity(json, key));
    case 'address':
      return readAddress(json, key);
    case 'receiver':
      return readOptionalAddress(json, key) ?? EMPTY;
    case 'hash':
      return readHash(json, key);
    case 'bytes':
      return readBytes(json, key);
    case 'flag':
      return flagOf(json, key);
    case 'hashes':
      return readList(present(json, key), key).map((hash) => readBytesValue(hash, key, 32));
    case 'accessList':
      return readList(present(json, key), key).map((entry) => {
        const { address, storageKeys } = readObject(entry, key);
        return [readBytesValue(address, key, 20), readList(storageKeys ?? [], key).map((slot) => readBytesValue(slot, key, 32))];
      });
    case 'authorizations':
      return readList(present(json, key), key).map((entry) => fieldsOfJson(readObject(entry, key), AUTHORIZATION));
  }
}

/** The way back: decoded items as a node's JSON names them. */
export function jsonOfFields(items: readonly RlpItem[], form: readonly EnvelopeField[]): JsonObject {
  return Object.fromEntries(form.map(({ kind, json }, i) => [json[0] as string, jsonOfItem(items[i] as RlpItem, kind)]));
}

function jsonOfItem(item: RlpItem, kind: FieldKind): unknown {
  if (item instanceof Uint8Array) {
    if (kind === 'flag') return item.length === 1;
    if (kind === 'integer') return item.length === 0 ? '0x0' : hexText(item);
    return kind === 'receiver' && item.length === 0 ? null : hexText(item);
  }
  if (kind === 'authorizations') return item.map((entry) => jsonOfFields(entry as readonly RlpItem[], AUTHORIZATION));
  if (kind === 'hashes') return item.map((hash) => hexText(hash as Uint8Array));
  return item.map((entry) => {
    const [address, slots] = entry as readonly [Uint8Array, readonly Uint8Array[]];
    return { address: hexText(address), storageKeys: slots.map(hexText) };
  });
}

function flagOf(json: JsonObject, key: string): Uint8Array {
  const value = present(json, key);
  if (typeof value !== 'boolean') return refuseJson('flag', key);
  return value ? Uint8Array.of(1) : EMPTY;
}

function refuse(name: string): never {
  throw new Fault('chain.badTransaction', { reason: `transaction.${name}` });
}

/** Checks decoded items against the form; throws where one has not its kind. */
export function checkFields(items: readonly RlpItem[], form: readonly EnvelopeField[]): void {
  if (items.length !== form.length) refuse('fields');
  for (const [i, { name, kind }] of form.entries()) {
    const item = items[i] as RlpItem;
    if (kind === 'accessList' || kind === 'hashes' || kind === 'authorizations') {
      if (item instanceof Uint8Array) refuse(name);
      else for (const entry of item) checkEntry(entry, kind, name);
    } else if (!(item instanceof Uint8Array)) refuse(name);
    else if (kind === 'integer') integerOf(item);
    else if (kind === 'address' && item.length !== 20) refuse(name);
    else if (kind === 'receiver' && item.length !== 20 && item.length !== 0) refuse(name);
    else if (kind === 'hash' && item.length !== 32) refuse(name);
    else if (kind === 'flag' && (item.length > 1 || (item.length === 1 && item[0] !== 1))) refuse(name);
  }
}

function checkEntry(entry: RlpItem, kind: 'accessList' | 'hashes' | 'authorizations', name: string): void {
  const hasLength = (item: RlpItem | undefined, length: number): boolean => item instanceof Uint8Array && item.length === length;
  if (kind === 'hashes') {
    if (!hasLength(entry, 32)) refuse(name);
  } else if (entry instanceof Uint8Array) refuse(name);
  else if (kind === 'authorizations') checkFields(entry, AUTHORIZATION);
  else {
    const slots = entry[1];
    if (entry.length !== 2 || !hasLength(entry[0], 20) || slots === undefined || slots instanceof Uint8Array) refuse(name);
    else if (!slots.every((slot) => hasLength(slot, 32))) refuse(name);
  }
}

/** Type byte and RLP, or RLP alone for type 0: what the trie of a block holds. */
export function envelopeBytes(type: number, items: readonly RlpItem[]): Uint8Array {
  const encoded = encodeRlp(items);
  if (type === 0) return encoded;
  const bytes = new Uint8Array(1 + encoded.length);
  bytes[0] = type;
  bytes.set(encoded, 1);
  return bytes;
}

/** The type in JSON: absent before Berlin, and then legacy. */
export function typeOfJson(json: JsonObject): number {
  if (!isObject(json)) return refuseJson('object', 'transaction');
  const type = readOptionalQuantity(json, 'type');
  if (type === null) return 0;
  return type <= 0x7fn ? Number(type) : refuseJson('tooLarge', 'type');
}
