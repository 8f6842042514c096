// TRON addresses: one account, three texts (base58check T…, hex 41…, and the EVM's 20 bytes). The canonical text is base58check;
// a text whose checksum or prefix is wrong is refused and never repaired.
import { address as codec } from 'bitcoinjs-lib';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';

/** Main network, and every public test network since 2018 (the old prefix 0xa0 is gone). */
export const TRON_PREFIX = 0x41;

/** Reasons given in `chain.badAddress` by this file. */
export type TronAddressRefusal = 'empty' | 'checksum' | 'version' | 'length';

function refuse(address: string, reason: TronAddressRefusal, more: Readonly<Record<string, string>> = {}): never {
  throw new Fault('chain.badAddress', { address: address.slice(0, 120), reason, ...more });
}

/** Base58check text of an account: 21 bytes with the prefix, or the 20 bytes that contracts and logs speak of. */
export function tronAddress(bytes: Uint8Array): string {
  if (bytes.length === 20) return codec.toBase58Check(bytes, TRON_PREFIX);
  if (bytes.length !== 21) refuse(hex(bytes), 'length');
  if (bytes[0] !== TRON_PREFIX) refuse(hex(bytes), 'version', { version: String(bytes[0]) });
  return codec.toBase58Check(bytes.subarray(1), TRON_PREFIX);
}

/**
 * The canonical text of an address given as base58check, hex with the prefix 41 (with or without 0x), or the EVM's 40 hex digits.
 * Mixed-case EVM hex carries a checksum (EIP-55), which is then checked.
 */
export function readTronAddress(text: string): string {
  if (text === '') refuse(text, 'empty');
  const digits = /^0x/i.test(text) ? text.slice(2) : text;
  if (/^[0-9a-fA-F]{42}$/.test(digits)) return fromHexDigits(text, digits);
  if (/^[0-9a-fA-F]{40}$/.test(digits)) {
    if (/[a-f]/.test(digits) && /[A-F]/.test(digits) && digits !== withCaseChecksum(digits.toLowerCase())) refuse(text, 'checksum');
    return tronAddress(fromHex(digits));
  }
  if (/^0x/i.test(text)) refuse(text, 'length');
  let read: { version: number };
  try {
    read = codec.fromBase58Check(text);
  } catch {
    // A right checksum over another length says "length"; everything else is a misspelling.
    refuse(text, /^[1-9A-HJ-NP-Za-km-z]*$/.test(text) && (text.length < 25 || text.length > 36) ? 'length' : 'checksum');
  }
  if (read.version !== TRON_PREFIX) refuse(text, 'version', { version: String(read.version) });
  return text;
}

function fromHexDigits(text: string, digits: string): string {
  const bytes = fromHex(digits);
  if (bytes[0] !== TRON_PREFIX) refuse(text, 'version', { version: String(bytes[0]) });
  return tronAddress(bytes);
}

/** The 21 bytes that protobuf carries. */
export function tronAddressBytes(address: string): Uint8Array {
  const { hash } = codec.fromBase58Check(readTronAddress(address));
  const bytes = new Uint8Array(21);
  bytes[0] = TRON_PREFIX;
  bytes.set(hash, 1);
  return bytes;
}

/** `41…`, lower case, as java-tron prints addresses unless asked for `visible`. */
export function tronHexAddress(address: string): string {
  return hex(tronAddressBytes(address));
}

/** `0x…` of 20 bytes in EIP-55, as Solidity and logs see the account. */
export function evmAddressOfTron(address: string): string {
  return `0x${withCaseChecksum(hex(tronAddressBytes(address).subarray(1)))}`;
}

/** The account of a public key (65 bytes, uncompressed): the last 20 bytes of keccak-256 over its coordinates. */
export function tronAddressOfPublicKey(publicKey: Uint8Array): string {
  if (publicKey.length !== 65 || publicKey[0] !== 4) throw new TypeError('"publicKey" expected 65 uncompressed bytes');
  return tronAddress(keccak_256(publicKey.subarray(1)).subarray(12));
}

/** EIP-55: a letter is upper case where the digit of keccak-256 over the lower-case text is 8 or more. */
function withCaseChecksum(lower: string): string {
  const digest = hex(keccak_256(new TextEncoder().encode(lower)));
  return [...lower].map((digit, at) => (Number.parseInt(digest[at] as string, 16) >= 8 ? digit.toUpperCase() : digit)).join('');
}
