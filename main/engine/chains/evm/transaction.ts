// Transactions of EVM chains: raw bytes or a node's JSON to the envelope that the block commits to, its hash, and who signed it.
// The sender in JSON is a claim; only the signature proves it. What a transaction moved is in readTransaction.ts.
import { SigningKey } from 'ethers/crypto';
import { bytesEqual, fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { ENVELOPES, type EnvelopeField, LEGACY_FIELDS, checkFields, envelopeBytes, fieldsOfJson, typeOfJson } from './envelope.ts';
import { hexText, present, readObject, readOptionalHash, readQuantity } from './json.ts';
import { keccak256 } from './keccak.ts';
import { type RlpItem, bigEndian, decodeRlp, encodeRlp, integerBytes } from './rlp.ts';

export interface Signature {
  readonly yParity: 0 | 1;
  readonly r: bigint;
  readonly s: bigint;
}

/** EIP-7702: the holder of a key lets the code of `address` act for their account. The zero address takes it back. */
export interface Authorization {
  /** 0 for all chains. */
  readonly chainId: bigint;
  readonly address: Uint8Array;
  readonly nonce: bigint;
  /** Null where the numbers are no signature: such an entry has no effect. */
  readonly signature: Signature | null;
}

export interface EvmTransaction {
  readonly type: number;
  readonly hash: Uint8Array;
  /** The bytes that `hash` is taken of and the block's trie holds. */
  readonly bytes: Uint8Array;
  /** Null where the signature binds no chain (before EIP-155): the same transaction may stand on several. */
  readonly chainId: bigint | null;
  readonly nonce: bigint | null;
  /** Null where a contract is created. */
  readonly to: Uint8Array | null;
  readonly valueWei: bigint;
  readonly gasLimit: bigint | null;
  readonly gasPriceWei: bigint | null;
  readonly maxFeePerGasWei: bigint | null;
  readonly maxPriorityFeePerGasWei: bigint | null;
  readonly data: Uint8Array;
  readonly blobCount: number;
  readonly authorizations: readonly Authorization[];
  /** Null for types that carry none (deposits of OP chains, Arbitrum's own): the chain's rules name the sender. */
  readonly signature: Signature | null;
  /** The sender that stands in the envelope of a type without a signature. */
  readonly namedSender: Uint8Array | null;
  readonly items: readonly RlpItem[];
}

export type TransactionRefusal = 'empty' | 'unknownType' | 'fields' | 'hash' | 'sender' | 'signature' | 'chain' | 'notSigned';

function refuse(reason: TransactionRefusal, more: Readonly<Record<string, string | number>> = {}): never {
  throw new Fault('chain.badTransaction', { reason: `transaction.${reason}`, ...more });
}

/** Reads raw bytes as `eth_getRawTransaction…` gives them, or as they went over the network (blobs are cut off). */
export function decodeEvmTransaction(bytes: Uint8Array): EvmTransaction {
  const first = bytes[0];
  if (first === undefined) return refuse('empty');
  if (first >= 0xc0) return transactionOf(0, itemsOf(bytes), LEGACY_FIELDS);
  const form = ENVELOPES.get(first);
  if (form === undefined) return refuse('unknownType', { type: first });
  let items = itemsOf(bytes.subarray(1));
  // EIP-4844 network form: [transaction, blobs, commitments, proofs]; the block holds the first alone.
  const inner = items[0];
  if (first === 3 && inner !== undefined && !(inner instanceof Uint8Array)) items = inner;
  return transactionOf(first, items, form);
}

function itemsOf(bytes: Uint8Array): readonly RlpItem[] {
  const items = decodeRlp(bytes);
  return items instanceof Uint8Array ? refuse('fields') : items;
}

/** Rebuilds the envelope from a node's JSON; throws unless it has the hash that the JSON states. */
export function transactionOfJson(value: unknown): EvmTransaction {
  const json = readObject(value, 'transaction');
  const type = typeOfJson(json);
  const form = type === 0 ? LEGACY_FIELDS : ENVELOPES.get(type);
  if (form === undefined) return refuse('unknownType', { type });
  const transaction = transactionOf(type, fieldsOfJson(json, form), form);
  const stated = readOptionalHash(json, 'hash');
  if (stated !== null && !bytesEqual(stated, transaction.hash))
    refuse('hash', { stated: hexText(stated), computed: hexText(transaction.hash) });
  return transaction;
}

/** True for what Polygon's nodes list in a block though its trie does not hold it: state synced from Ethereum, signed by nobody. */
export function isStateSync(value: unknown): boolean {
  const json = readObject(value, 'transaction');
  if (typeOfJson(json) !== 0 || present(json, 'r') === null || present(json, 's') === null) return false;
  return readQuantity(json, 'r') === 0n && readQuantity(json, 's') === 0n;
}

function transactionOf(type: number, items: readonly RlpItem[], form: readonly EnvelopeField[]): EvmTransaction {
  checkFields(items, form);
  const places = new Map(form.map((field, i) => [field.name, items[i] as RlpItem]));
  const bytesOf = (name: string): Uint8Array | null => (places.get(name) as Uint8Array | undefined) ?? null;
  const amount = (name: string): bigint | null => {
    const item = bytesOf(name);
    return item === null ? null : bigEndian(item);
  };
  const listOf = (name: string): readonly RlpItem[] => (places.get(name) as readonly RlpItem[] | undefined) ?? [];
  const to = bytesOf('to') ?? bytesOf('retryTo');
  const bytes = envelopeBytes(type, items);
  const v = amount('v');
  return {
    type,
    hash: keccak256(bytes),
    bytes,
    chainId: type === 0 ? legacyChain(v as bigint) : amount('chainId'),
    nonce: amount('nonce'),
    to: to === null || to.length === 0 ? null : to,
    valueWei: amount('value') ?? amount('retryValue') ?? 0n,
    gasLimit: amount('gasLimit'),
    gasPriceWei: amount('gasPrice'),
    maxFeePerGasWei: amount('maxFeePerGas'),
    maxPriorityFeePerGasWei: amount('maxPriorityFeePerGas'),
    data: bytesOf('data') ?? bytesOf('retryData') ?? new Uint8Array(0),
    blobCount: listOf('blobVersionedHashes').length,
    authorizations: listOf('authorizationList').map((entry) => authorizationOf(entry as readonly Uint8Array[])),
    signature: places.has('r') ? signatureOf(v === null ? (amount('yParity') as bigint) : parityOf(v), amount('r'), amount('s')) : null,
    namedSender: bytesOf('from'),
    items,
  };
}

function authorizationOf(entry: readonly Uint8Array[]): Authorization {
  const [chainId, address, nonce, yParity, r, s] = entry as readonly [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const signature = signatureOf(bigEndian(yParity), bigEndian(r), bigEndian(s));
  return { chainId: bigEndian(chainId), address, nonce: bigEndian(nonce), signature };
}

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

function signatureOf(yParity: bigint, r: bigint | null, s: bigint | null): Signature | null {
  if (r === null || s === null || r === 0n || s === 0n || r >= CURVE_ORDER || s >= CURVE_ORDER) return null;
  return yParity === 0n || yParity === 1n ? { yParity: yParity === 0n ? 0 : 1, r, s } : null;
}

/** EIP-155: v is 27 or 28, or 35 and the parity plus twice the chain id. */
function legacyChain(v: bigint): bigint | null {
  return v >= 35n ? (v - 35n) / 2n : null;
}

function parityOf(v: bigint): bigint {
  return v >= 35n ? (v - 35n) % 2n : v - 27n;
}

/** The hash that was signed. */
export function signingHash(transaction: EvmTransaction): Uint8Array {
  const { type, items, chainId } = transaction;
  if (type !== 0) return keccak256(envelopeBytes(type, items.slice(0, -3)));
  const bound = chainId === null ? [] : [integerBytes(chainId), new Uint8Array(0), new Uint8Array(0)];
  return keccak256(encodeRlp([...items.slice(0, 6), ...bound]));
}

/** The address whose key made a signature over a hash; null where none did. */
export function recoverAddress(digest: Uint8Array, { yParity, r, s }: Signature): Uint8Array | null {
  // Before Homestead (EIP-2) the higher of the two valid s was allowed. Both name the same key, with the parity turned.
  const high = s > CURVE_ORDER / 2n;
  const text = (value: bigint): string => `0x${value.toString(16).padStart(64, '0')}`;
  const canonical = { r: text(r), s: text(high ? CURVE_ORDER - s : s), yParity: high ? ((1 - yParity) as 0 | 1) : yParity };
  let publicKey: string;
  try {
    publicKey = SigningKey.recoverPublicKey(`0x${hex(digest)}`, canonical);
  } catch {
    // r is no point of the curve.
    return null;
  }
  return keccak256(fromHex(publicKey.slice(4))).slice(12);
}

/** Who signed it; for types without a signature whom the envelope names. Throws where neither is there. */
export function senderOf(transaction: EvmTransaction): Uint8Array {
  if (transaction.namedSender !== null) return transaction.namedSender;
  if (transaction.signature === null) return refuse(ENVELOPES.get(transaction.type)?.some(isR) === false ? 'notSigned' : 'signature');
  return recoverAddress(signingHash(transaction), transaction.signature) ?? refuse('signature');
}

function isR(field: EnvelopeField): boolean {
  return field.name === 'r';
}

/** Who gave an authorization, or null where its signature is none. */
export function authorityOf({ chainId, address, nonce, signature }: Authorization): Uint8Array | null {
  if (signature === null) return null;
  const signed = encodeRlp([integerBytes(chainId), address, integerBytes(nonce)]);
  return recoverAddress(keccak256(Uint8Array.of(5, ...signed)), signature);
}
