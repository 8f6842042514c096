// Makes exact bytes of TRON transactions and blocks, for the simulator and for tests: unsigned or signed with a given key. It takes
// every value from its caller (no clock, no chance), and it must never be used to write a real record anew.
import { sha256 } from '@noble/hashes/sha2.js';
import { SigningKey } from 'ethers/crypto';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { tronAddressBytes, tronAddressOfPublicKey } from './address.ts';
import { CONTRACT_RESULTS, contractTypeNamed } from './contracts.ts';
import { tronLeaf, tronRoot } from './merkle.ts';
import { type MessageValues, writeMessage } from './message.ts';
import { delimitedField, joinBytes, varintField } from './wire.ts';

export interface RawDataValues {
  /** A name of contracts.ts, `TransferContract`. */
  readonly type: string;
  readonly values: MessageValues;
  readonly permissionId?: number;
  /** Bytes 6 and 7 of the height, and bytes 8 to 15 of the id, of a recent block. */
  readonly refBlockBytes: Uint8Array;
  readonly refBlockHash: Uint8Array;
  readonly expirationMs: bigint;
  readonly timestampMs: bigint;
  readonly feeLimitSun?: bigint;
  readonly memo?: Uint8Array;
}

/** raw_data of a transaction; its sha-256 is the txid. */
export function buildRawData(input: RawDataValues): Uint8Array {
  const type = contractTypeNamed(input.type);
  if (type === undefined) throw new TypeError(`"type" expected a contract type, got ${input.type}`);
  const any = joinBytes([
    delimitedField(1, new TextEncoder().encode(`type.googleapis.com/protocol.${type.name}`)),
    delimitedField(2, writeMessage(input.values, type.fields)),
  ]);
  const contract = joinBytes([
    varintField(1, BigInt(type.number)),
    delimitedField(2, any),
    varintField(5, BigInt(input.permissionId ?? 0)),
  ]);
  return joinBytes([
    ...present(1, input.refBlockBytes),
    ...present(4, input.refBlockHash),
    varintField(8, input.expirationMs),
    ...present(10, input.memo),
    delimitedField(11, contract),
    varintField(14, input.timestampMs),
    varintField(18, input.feeLimitSun ?? 0n),
  ]);
}

function present(number: number, bytes: Uint8Array | undefined): readonly Uint8Array[] {
  return bytes === undefined || bytes.length === 0 ? [] : [delimitedField(number, bytes)];
}

/** A whole Transaction as a block holds it. */
export function buildTransaction(rawData: Uint8Array, signatures: readonly Uint8Array[], contractRet: string | null): Uint8Array {
  const result = contractRet === null ? -1 : CONTRACT_RESULTS.indexOf(contractRet);
  if (contractRet !== null && result < 0) throw new TypeError(`"contractRet" is unknown: ${contractRet}`);
  return joinBytes([
    delimitedField(1, rawData),
    ...signatures.map((signature) => delimitedField(2, signature)),
    ...(contractRet === null ? [] : [delimitedField(5, varintField(3, BigInt(result)))]),
  ]);
}

/** 65 bytes r, s, recovery number over the sha-256 of the bytes; RFC 6979, so the same key and bytes give the same signature. */
export function signTron(bytes: Uint8Array, privateKey: Uint8Array): Uint8Array {
  const signature = new SigningKey(`0x${hex(privateKey)}`).sign(`0x${hex(sha256(bytes))}`);
  return joinBytes([fromHex(signature.r.slice(2)), fromHex(signature.s.slice(2)), Uint8Array.of(signature.yParity)]);
}

export function tronAddressOfPrivateKey(privateKey: Uint8Array): string {
  return tronAddressOfPublicKey(fromHex(new SigningKey(`0x${hex(privateKey)}`).publicKey.slice(2)));
}

export interface BlockValues {
  readonly number: number;
  readonly parentId: string;
  readonly timestampMs: bigint;
  readonly version: number;
  readonly witness: string;
  /** Without a key the header stays unsigned. */
  readonly witnessKey?: Uint8Array;
  readonly transactions: readonly Uint8Array[];
}

/** A whole Block with the root and the id that its transactions give it. */
export function buildBlock(input: BlockValues): { readonly bytes: Uint8Array; readonly headerRawData: Uint8Array } {
  const headerRawData = joinBytes([
    varintField(1, input.timestampMs),
    delimitedField(2, tronRoot(input.transactions.map(tronLeaf))),
    delimitedField(3, fromHex(input.parentId)),
    varintField(7, BigInt(input.number)),
    delimitedField(9, tronAddressBytes(input.witness)),
    varintField(10, BigInt(input.version)),
  ]);
  const header = joinBytes([
    delimitedField(1, headerRawData),
    ...present(2, input.witnessKey === undefined ? undefined : signTron(headerRawData, input.witnessKey)),
  ]);
  return {
    bytes: joinBytes([...input.transactions.map((bytes) => delimitedField(1, bytes)), delimitedField(2, header)]),
    headerRawData,
  };
}

/** Calldata of `transfer(address,uint256)`. */
export function transferCall(to: string, amount: bigint): Uint8Array {
  const data = new Uint8Array(68);
  data.set([0xa9, 0x05, 0x9c, 0xbb]);
  data.set(tronAddressBytes(to).subarray(1), 16);
  data.set(fromHex(amount.toString(16).padStart(64, '0')), 36);
  return data;
}
