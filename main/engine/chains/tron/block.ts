// TRON blocks: header, id, producer's signature, and the transactions with the root they must have. A right header shows that its
// bytes are consistent and who signed them; that the chain accepted it rests on an anchor, which is the caller's to state.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesEqual, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { tronAddress } from './address.ts';
import { tronLeaf, tronRoot } from './merkle.ts';
import { readTransactionBytes, recoverSigner, type TronTransaction } from './transaction.ts';
import { everyOf, intOf, onceOf, readFields } from './wire.ts';

export interface TronHeader {
  /** Exact bytes of BlockHeader.raw: what is hashed and signed. */
  readonly rawData: Uint8Array;
  readonly id: string;
  readonly number: number;
  readonly timestampMs: bigint;
  readonly txTrieRoot: Uint8Array;
  readonly parentId: string;
  /** Base58check; null where the bytes are no address, as in block 0. */
  readonly witness: string | null;
  readonly version: number;
  readonly signature: Uint8Array;
}

/** Reasons given in `chain.badProof` by this file, beside those of merkle.ts. */
export type TronBlockRefusal = 'number' | 'noHeader' | 'root' | 'parent' | 'witness';

function refuse(reason: TronBlockRefusal, more: Readonly<Record<string, string | number>> = {}): never {
  throw new Fault('chain.badProof', { reason, ...more });
}

/** sha-256 of the header's raw_data with its first eight bytes replaced by the height, big-endian. */
export function tronBlockId(rawData: Uint8Array, number: number): string {
  return number.toString(16).padStart(16, '0') + hex(sha256(rawData)).slice(16);
}

export function readHeaderRawData(rawData: Uint8Array, signature: Uint8Array = new Uint8Array(0)): TronHeader {
  const fields = readFields(rawData);
  const number = intOf(fields, 7);
  if (number < 0n || number > BigInt(Number.MAX_SAFE_INTEGER)) refuse('number');
  const witness = onceOf(fields, 9) ?? new Uint8Array(0);
  return {
    rawData,
    id: tronBlockId(rawData, Number(number)),
    number: Number(number),
    timestampMs: intOf(fields, 1),
    txTrieRoot: onceOf(fields, 2) ?? new Uint8Array(32),
    parentId: hex(onceOf(fields, 3) ?? new Uint8Array(0)),
    witness: witness.length === 21 && witness[0] === 0x41 ? tronAddress(witness) : null,
    version: Number(intOf(fields, 10)),
    signature,
  };
}

/** Reads a BlockHeader: raw_data and the producer's signature. */
export function readHeaderBytes(bytes: Uint8Array): TronHeader {
  const fields = readFields(bytes);
  const rawData = onceOf(fields, 1);
  if (rawData === undefined) refuse('noHeader');
  return readHeaderRawData(rawData, onceOf(fields, 2));
}

/** The address that signed the header; null where no key can have. */
export function headerSigner(header: TronHeader): string | null {
  return recoverSigner(sha256(header.rawData), header.signature);
}

export interface TronBlock {
  readonly header: TronHeader;
  readonly transactions: readonly TronTransaction[];
}

/** Reads a Block and refuses it where its transactions do not have the root that its header states. */
export function readTronBlock(bytes: Uint8Array): TronBlock {
  const fields = readFields(bytes);
  const headerBytes = onceOf(fields, 2);
  if (headerBytes === undefined) refuse('noHeader');
  const header = readHeaderBytes(headerBytes);
  const parts = everyOf(fields, 1);
  if (!bytesEqual(tronRoot(parts.map(tronLeaf)), header.txTrieRoot)) refuse('root', { block: header.number });
  return { header, transactions: parts.map(readTransactionBytes) };
}

export interface Confirmation {
  /** Headers after the first that follow it without a gap. */
  readonly following: number;
  /** Different producers among them, each having signed with the address its header names (or one stated for it). */
  readonly producers: readonly string[];
  /** More than two thirds of 27: what TRON itself calls irreversible. Says nothing if the producers were not the elected ones. */
  readonly irreversible: boolean;
}

/** TRON has 27 super representatives; a block is solid once 19 of them, its own producer included, have built on it. */
const SOLID_PRODUCERS = 19;

/**
 * Checks a run of headers in order: each names the one before as its parent and is signed by its producer. A producer may sign with
 * another key (its witness permission); such keys are given in `signingAddresses` (producer → address), with their source stated
 * elsewhere. Throws `chain.badProof` where the run breaks.
 */
export function checkConfirmations(
  headers: readonly TronHeader[],
  signingAddresses: ReadonlyMap<string, string> = new Map(),
): Confirmation {
  const producers = new Set<string>();
  for (const [at, header] of headers.entries()) {
    const before = headers[at - 1];
    if (before !== undefined && (header.parentId !== before.id || header.number !== before.number + 1)) {
      refuse('parent', { block: header.number });
    }
    const signer = headerSigner(header);
    if (header.witness === null || signer === null || (signer !== header.witness && signingAddresses.get(header.witness) !== signer)) {
      refuse('witness', { block: header.number, named: header.witness ?? '', signed: signer ?? '' });
    }
    producers.add(header.witness);
  }
  return {
    following: Math.max(headers.length - 1, 0),
    producers: [...producers],
    irreversible: producers.size >= SOLID_PRODUCERS,
  };
}
