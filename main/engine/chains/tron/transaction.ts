// One TRON transaction: its exact bytes, its id (sha-256 of raw_data alone), what it orders and who signed. It does not say what
// came of it (readTransaction.ts), and it never writes the bytes anew: they are what the block committed to.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { SigningKey } from 'ethers/crypto';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { tronAddress, tronAddressBytes, tronAddressOfPublicKey } from './address.ts';
import { CONTRACT_RESULTS, contractType, type ContractType } from './contracts.ts';
import { type MessageValues, readMessage } from './message.ts';
import { everyOf, intOf, onceOf, readFields } from './wire.ts';

export interface TronContract {
  readonly type: ContractType;
  readonly typeUrl: string;
  /** Which permission of the owner signed: 0 owner, 1 witness, 2 and up active. */
  readonly permissionId: number;
  readonly values: MessageValues;
  /** Field numbers of the contract that are not in the published definition. */
  readonly unknownFields: readonly number[];
}

export interface TronResult {
  /** Sun, where the node stored it here; TransactionInfo states it otherwise. */
  readonly feeSun: bigint;
  readonly failed: boolean;
  /** DEFAULT where it was not set. */
  readonly contractRet: string;
}

export interface TronTransaction {
  /** The whole Transaction with signatures and results: what the Merkle leaf is made of. Null where a source gave raw_data only. */
  readonly bytes: Uint8Array | null;
  readonly rawData: Uint8Array;
  /** sha-256 of raw_data: the txid, and not the leaf. */
  readonly txid: string;
  readonly contract: TronContract;
  readonly signatures: readonly Uint8Array[];
  readonly results: readonly TronResult[];
  readonly refBlockBytes: Uint8Array;
  readonly refBlockHash: Uint8Array;
  readonly expirationMs: bigint;
  /** As the sender's clock had it; the block's time counts. */
  readonly timestampMs: bigint;
  readonly feeLimitSun: bigint;
  /** The memo. */
  readonly data: Uint8Array;
}

/** Reasons given in `chain.badTransaction` by this file, beside those of wire.ts. */
export type TransactionRefusal = 'noRawData' | 'contractCount' | 'typeUrl';

function refuse(reason: TransactionRefusal, more: Readonly<Record<string, string | number>> = {}): never {
  throw new Fault('chain.badTransaction', { reason, ...more });
}

/** Reads raw_data; java-tron accepts exactly one contract in it. */
export function readRawData(rawData: Uint8Array): Omit<TronTransaction, 'bytes' | 'signatures' | 'results'> {
  const fields = readFields(rawData);
  const contracts = everyOf(fields, 11);
  if (contracts.length !== 1) refuse('contractCount', { contracts: contracts.length });
  return {
    rawData,
    txid: hex(sha256(rawData)),
    contract: readContract(contracts[0] as Uint8Array),
    refBlockBytes: onceOf(fields, 1) ?? new Uint8Array(0),
    refBlockHash: onceOf(fields, 4) ?? new Uint8Array(0),
    expirationMs: intOf(fields, 8),
    timestampMs: intOf(fields, 14),
    feeLimitSun: intOf(fields, 18),
    data: onceOf(fields, 10) ?? new Uint8Array(0),
  };
}

function readContract(bytes: Uint8Array): TronContract {
  const fields = readFields(bytes);
  const type = contractType(Number(intOf(fields, 1)));
  const any = readFields(onceOf(fields, 2) ?? new Uint8Array(0));
  const typeUrl = new TextDecoder().decode(onceOf(any, 1));
  // The number decides what a node does; a type_url that says otherwise would show two readers two transactions.
  if (type.fields.size > 0 && !typeUrl.endsWith(`.${type.name}`)) refuse('typeUrl', { type: type.name, typeUrl: typeUrl.slice(0, 120) });
  const { values, unknown } = readMessage(onceOf(any, 2) ?? new Uint8Array(0), type.fields);
  return { type, typeUrl, permissionId: Number(intOf(fields, 5)), values, unknownFields: type.fields.size > 0 ? unknown : [] };
}

/** Reads a whole Transaction from its exact bytes. */
export function readTransactionBytes(bytes: Uint8Array): TronTransaction {
  const fields = readFields(bytes);
  const rawData = onceOf(fields, 1);
  if (rawData === undefined) refuse('noRawData');
  return { ...readRawData(rawData), bytes, signatures: everyOf(fields, 2), results: everyOf(fields, 5).map(readResult) };
}

function readResult(bytes: Uint8Array): TronResult {
  const fields = readFields(bytes);
  return { feeSun: intOf(fields, 1), failed: intOf(fields, 2) === 1n, contractRet: contractRetName(Number(intOf(fields, 3))) };
}

function contractRetName(number: number): string {
  return CONTRACT_RESULTS[number] ?? `UNKNOWN(${number})`;
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/**
 * The address whose key made a 65-byte signature (r, s, recovery number) over a digest; null where no key can have. Bytes after
 * the 65th are ignored, as java-tron does, and so is whether s is the lower of its two forms: TRON never asked for it.
 */
export function recoverSigner(digest: Uint8Array, signature: Uint8Array): string | null {
  if (signature.length < 65) return null;
  const number = signature[64] as number;
  let parity = number >= 27 ? number - 27 : number;
  if (parity > 1) return null;
  let s = BigInt(`0x${hex(signature.subarray(32, 64))}`);
  if (s >= ORDER) return null;
  if (s > ORDER / 2n) {
    s = ORDER - s;
    parity ^= 1;
  }
  try {
    const publicKey = SigningKey.recoverPublicKey(`0x${hex(digest)}`, {
      r: `0x${hex(signature.subarray(0, 32))}`,
      s: `0x${s.toString(16).padStart(64, '0')}`,
      v: parity === 0 ? 27 : 28,
    });
    return tronAddressOfPublicKey(fromHex(publicKey.slice(2)));
  } catch {
    return null;
  }
}

/** Who signed, signature by signature. Whether they were allowed to is a matter of the owner's permissions at that time. */
export function signersOf(transaction: TronTransaction): readonly (string | null)[] {
  const digest = sha256(transaction.rawData);
  return transaction.signatures.map((signature) => recoverSigner(digest, signature));
}

/** The memo as text where it is UTF-8, else as `hex:…`; null where there is none. */
export function memoOf(transaction: TronTransaction): string | null {
  if (transaction.data.length === 0) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(transaction.data);
  } catch {
    return `hex:${hex(transaction.data)}`;
  }
}

/** Address of the contract that a CreateSmartContract makes: from its txid and its owner, so no receipt is needed. */
export function createdContractAddress(txid: string, owner: string): string {
  const joined = new Uint8Array(53);
  joined.set(fromHex(txid));
  joined.set(tronAddressBytes(owner), 32);
  return tronAddress(keccak_256(joined).subarray(12));
}

/**
 * How the transaction ended, as its own bytes say it. Types without a virtual machine stand in a block only if they were carried
 * out; the blocks of 2018 state no result for them. A machine's transaction without a stated result stays unknown.
 */
export function statusOf(transaction: TronTransaction, inBlock: boolean): 'ok' | 'failed' | 'unknown' {
  const { results, contract } = transaction;
  if (results.some((result) => result.failed)) return 'failed';
  const stated = results.find((result) => result.contractRet !== 'DEFAULT');
  if (stated !== undefined) return stated.contractRet === 'SUCCESS' ? 'ok' : 'failed';
  return inBlock && !contract.type.machine && contract.type.fields.size > 0 ? 'ok' : 'unknown';
}
