// Addresses to scripts and back. The codecs (base58check, bech32, bech32m) are bitcoinjs-lib's; what is
// decided here is which payload is allowed for which network, and why a text is refused.
import { address as codec } from 'bitcoinjs-lib';
import { Fault } from '../../../../shared/model/fault.ts';
import { ADDRESS_FORMS, type AddressForm } from './addressForms.ts';

/** Reasons given in `chain.badAddress`. */
export type AddressRefusal = 'empty' | 'mixedCase' | 'checksum' | 'network' | 'version' | 'length' | 'mweb';

/** What a decoder is asked about at all: refusing costs it more than reading. */
const BASE58 = /^[1-9A-HJ-NP-Za-km-z]{20,60}$/;
const FORMS: readonly AddressForm[] = Object.values(ADDRESS_FORMS);

function refuse(address: string, reason: AddressRefusal, more: Readonly<Record<string, string>> = {}): never {
  throw new Fault('chain.badAddress', { address: address.slice(0, 120), reason, ...more });
}

function networksWhere(matches: (form: AddressForm) => boolean): string {
  return FORMS.filter(matches)
    .map((form) => form.network)
    .join(', ');
}

export function base58Address(hash: Uint8Array, version: number): string {
  return codec.toBase58Check(hash, version);
}

/** Address text of a witness program; BIP350: version 0 is bech32, all others bech32m. */
export function witnessAddress(form: AddressForm, version: number, program: Uint8Array): string {
  return codec.toBech32(program, version, form.bech32Prefix);
}

/** The output script that an address stands for. */
export function scriptOfAddress(form: AddressForm, address: string): Uint8Array {
  if (address === '') refuse(address, 'empty');
  const lower = address.toLowerCase();
  const separator = lower.lastIndexOf('1');
  const prefix = lower.slice(0, Math.max(separator, 0));
  const knownPrefix = FORMS.some((known) => known.bech32Prefix === prefix);
  if (knownPrefix) return witnessScriptOf(form, address, lower, prefix);
  if (FORMS.some((known) => known.mwebPrefix === prefix)) refuse(address, 'mweb');
  const base58 = attempt(() => codec.fromBase58Check(address));
  if (base58 === null) {
    const foreign = attempt(() => codec.fromBech32(address));
    if (foreign !== null) refuse(address, 'network', { expected: form.network, network: `"${foreign.prefix}"` });
    refuse(address, 'checksum');
  }
  if (base58.version === form.pubKeyHashVersion) return Uint8Array.of(0x76, 0xa9, 0x14, ...base58.hash, 0x88, 0xac);
  if (isScriptHash(form, base58.version)) return Uint8Array.of(0xa9, 0x14, ...base58.hash, 0x87);
  const network = networksWhere((known) => known.pubKeyHashVersion === base58.version || isScriptHash(known, base58.version));
  if (network === '') refuse(address, 'version', { version: String(base58.version) });
  refuse(address, 'network', { expected: form.network, network });
}

/** Short names of the networks on which the text is an address: it is decoded once, however many they are. */
export function networksOfAddress(address: string): readonly string[] {
  const lower = address.toLowerCase();
  const prefix = lower.slice(0, Math.max(lower.lastIndexOf('1'), 0));
  const ofPrefix = FORMS.filter((form) => form.bech32Prefix === prefix);
  if (ofPrefix.length > 0)
    return ofPrefix.filter((form) => attempt(() => witnessScriptOf(form, address, lower, prefix)) !== null).map(({ network }) => network);
  const base58 = BASE58.test(address) ? attempt(() => codec.fromBase58Check(address)) : null;
  if (base58 === null) return [];
  return FORMS.filter((form) => base58.version === form.pubKeyHashVersion || isScriptHash(form, base58.version)).map(
    ({ network }) => network,
  );
}

function isScriptHash(form: AddressForm, version: number): boolean {
  return version === form.scriptHashVersion || version === form.olderScriptHashVersion;
}

/**
 * Litecoin's two integrating outputs: version 8 hands the coins of the extension block on, version 9 takes coins in. Anybody
 * could write them as bech32, but a node prints no address for them and nobody pays to one.
 */
export function isMwebProgram(form: AddressForm, version: number, length: number): boolean {
  return form.mwebPrefix !== undefined && (version === 8 || version === 9) && length === 32;
}

function witnessScriptOf(form: AddressForm, address: string, lower: string, prefix: string): Uint8Array {
  // BIP173: "Decoders MUST NOT accept strings where some characters are uppercase and some are lowercase".
  if (address !== lower && address !== address.toUpperCase()) refuse(address, 'mixedCase');
  const decoded = attempt(() => codec.fromBech32(lower));
  if (decoded === null) refuse(address, 'checksum');
  const { version, data } = decoded;
  if (prefix !== form.bech32Prefix) {
    refuse(address, 'network', { expected: form.network, network: networksWhere((known) => known.bech32Prefix === prefix) });
  }
  if (version > 16) refuse(address, 'version', { version: String(version) });
  if (data.length < 2 || data.length > 40 || (version === 0 && data.length !== 20 && data.length !== 32)) refuse(address, 'length');
  if (isMwebProgram(form, version, data.length)) refuse(address, 'mweb');
  return Uint8Array.of(version === 0 ? 0 : 0x50 + version, data.length, ...data);
}

function attempt<Value>(decode: () => Value): Value | null {
  try {
    return decode();
  } catch {
    return null; // the library reports every malformed text by throwing; the reason is named by the caller
  }
}
