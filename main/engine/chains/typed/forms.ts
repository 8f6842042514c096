// The written forms that an id may have: their letters, their lengths, and whether a text passes the form's own checksum. The quick tests
// here only sort out; what passes is judged once more by the readers of the chains.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { isFaultless } from '../../../../shared/model/fault.ts';
import { networksOfAddress } from '../bitcoin/address.ts';
import { ADDRESS_FORMS, type AddressForm } from '../bitcoin/addressForms.ts';
import { sha256d } from '../bitcoin/header.ts';
import { readTronAddress, TRON_PREFIX } from '../tron/address.ts';
import { isAlike } from './lookAlikes.ts';

export type TypedForm = 'base58check' | 'bech32' | 'evm' | 'hash';

/** A text read as one form: where its own letters begin, and what they may be. */
export interface Frame {
  readonly form: TypedForm;
  /** As the form writes it, where the text's own beginning may be misread: `0x`, `bc1`, or nothing. */
  readonly prefix: string;
  /** How many characters of the text stand for the prefix. */
  readonly prefixLength: number;
  readonly alphabet: string;
  /** Lengths, the prefix included, that the form has at all. */
  isLength(length: number): boolean;
  /**
   * `passes`: its checksum holds; `unchecked`: it fits the form, and nothing in it can be checked; `other`: it is of the form and of no chain
   * that is known, so that no checksum was looked at.
   */
  judge(text: string): 'passes' | 'fails' | 'unchecked' | 'other';
  /** Bits by which a text of the form is checked; 0 where it has none. */
  bitsOf(text: string): number;
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const HEX = '0123456789abcdef';
const HEX_CASES = '0123456789abcdefABCDEF';
const ADDRESS_LIST: readonly AddressForm[] = Object.values(ADDRESS_FORMS);
const VERSIONS: ReadonlySet<number> = new Set([
  ...ADDRESS_LIST.flatMap(({ pubKeyHashVersion, scriptHashVersion, olderScriptHashVersion = scriptHashVersion }) => [
    pubKeyHashVersion,
    scriptHashVersion,
    olderScriptHashVersion,
  ]),
  TRON_PREFIX,
]);
const PREFIXES = [...new Set(ADDRESS_LIST.map(({ bech32Prefix }) => `${bech32Prefix}1`))].sort((a, b) => b.length - a.length);

/** Every form that the text may have been meant as. */
export function framesOf(text: string): Frame[] {
  const found: Frame[] = [];
  const zeroX = /^[0OoQD][xX×]/.test(text);
  if (zeroX && near(text.length, 42)) found.push(evmFrame());
  if (zeroX && near(text.length, 66)) found.push(hashFrame('0x'));
  if (near(text.length, 64) && mostlyHex(text)) found.push(hashFrame(''));
  if (found.length > 0) return found;
  const prefix = text.length < 13 || text.length > 91 ? undefined : PREFIXES.find((one) => startsAlike(text.toLowerCase(), one));
  const bech32 = prefix === undefined ? [] : [bech32Frame(prefix)];
  // A Base58 address may begin with what looks like a prefix of bech32.
  const isOther = text.length < 25 || text.length > 36 || (prefix !== undefined && text.toLowerCase().startsWith(prefix));
  return isOther ? bech32 : [base58Frame(), ...bech32];
}

const near = (length: number, wanted: number): boolean => Math.abs(length - wanted) <= 1;

function mostlyHex(text: string): boolean {
  const strange = [...text].filter((one) => !HEX_CASES.includes(one));
  return strange.length * 8 <= text.length;
}

/** Each character the same or one that is taken for it. */
function startsAlike(text: string, prefix: string): boolean {
  return [...prefix].every((one, at) => text[at] === one || isAlike(text[at] ?? '', one));
}

function base58Frame(): Frame {
  return {
    ...{ form: 'base58check', prefix: '', prefixLength: 0, alphabet: BASE58 },
    isLength: (length) => length >= 26 && length <= 35,
    bitsOf: () => 32,
    judge(text) {
      const bytes = base58Bytes(text);
      if (bytes === null || !VERSIONS.has(bytes[0] as number)) return 'other';
      const check = sha256d(bytes.subarray(0, 21));
      for (let i = 0; i < 4; i++) if (check[i] !== bytes[21 + i]) return 'fails';
      return isOfChain(text) ? 'passes' : 'fails';
    },
  };
}

const values = new Int16Array(128).fill(-1);
for (let i = 0; i < BASE58.length; i++) values[BASE58.charCodeAt(i)] = i;

/** 25 bytes: version, hash, checksum; null where the text stands for another number of them. */
function base58Bytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(25);
  for (let i = 0; i < text.length; i++) {
    let carry = values[text.charCodeAt(i)] ?? -1;
    if (carry < 0) return null;
    for (let at = 24; at >= 0; at--) {
      carry += (bytes[at] as number) * 58;
      bytes[at] = carry & 255;
      carry >>>= 8;
    }
    if (carry !== 0) return null;
  }
  return bytes;
}

function bech32Frame(prefix: string): Frame {
  return {
    ...{ form: 'bech32', prefix, prefixLength: prefix.length, alphabet: BECH32 },
    isLength: (length) => length >= prefix.length + 10 && length <= 90,
    bitsOf: () => 30,
    judge(text) {
      const lower = text.toLowerCase();
      if (!lower.startsWith(prefix)) return 'other';
      const end = polymod(prefix.slice(0, -1), lower.slice(prefix.length));
      return (end === 1 || end === BECH32M) && isOfChain(text) ? 'passes' : 'fails';
    },
  };
}

/** BIP350. */
const BECH32M = 0x2bc830a3;
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** BIP173; 0 where a letter is none of the alphabet. */
function polymod(prefix: string, data: string): number {
  let sum = 1;
  const take = (value: number): void => {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (let i = 0; i < 5; i++) if (((top >>> i) & 1) === 1) sum ^= GENERATOR[i] as number;
  };
  for (const letter of prefix) take(letter.charCodeAt(0) >>> 5);
  take(0);
  for (const letter of prefix) take(letter.charCodeAt(0) & 31);
  for (const letter of data) {
    const value = BECH32.indexOf(letter);
    if (value < 0) return 0;
    take(value);
  }
  return sum;
}

function evmFrame(): Frame {
  return {
    ...{ form: 'evm', prefix: '0x', prefixLength: 2, alphabet: HEX_CASES },
    isLength: (length) => length === 42,
    bitsOf: (text) => (isOneCase(text.slice(2)) ? 0 : (text.slice(2).match(/[a-f]/gi)?.length ?? 0)),
    judge(text) {
      const digits = text.slice(2);
      if (!/^[0-9a-fA-F]{40}$/.test(digits)) return 'other';
      if (isOneCase(digits)) return 'unchecked';
      return withCapitals(digits) === digits ? 'passes' : 'fails';
    },
  };
}

const isOneCase = (digits: string): boolean => digits === digits.toLowerCase() || digits === digits.toUpperCase();

/** The digits with the capitals that EIP-55 gives them. */
export function withCapitals(digits: string): string {
  const lower = digits.toLowerCase();
  const digest = keccak_256(Buffer.from(lower, 'latin1'));
  let text = '';
  for (let i = 0; i < lower.length; i++) {
    const nibble = ((digest[i >> 1] as number) >> (i % 2 === 0 ? 4 : 0)) & 15;
    text += nibble >= 8 ? (lower[i] as string).toUpperCase() : (lower[i] as string);
  }
  return text;
}

function hashFrame(prefix: '' | '0x'): Frame {
  return {
    ...{ form: 'hash', prefix, prefixLength: prefix.length, alphabet: HEX },
    isLength: (length) => length === prefix.length + 64,
    bitsOf: () => 0,
    judge: (text) => (/^[0-9a-f]{64}$/.test(text.slice(prefix.length)) ? 'unchecked' : 'other'),
  };
}

/** By the readers of the chains themselves. */
function isOfChain(text: string): boolean {
  return networksOfAddress(text).length > 0 || isFaultless(() => readTronAddress(text));
}

/** One spelling for what reads alike: without blanks, full-width forms folded. */
export function foldTyped(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u200b-\u200d\u2060\ufeff]+/gu, '');
}

/** The text as the case writes such an id: hashes and bech32 in small letters, EVM addresses with the capitals of EIP-55 unless those fail. */
export function caseText(text: string): string {
  if (/^0x[0-9a-f]{40}$/i.test(text)) {
    const digits = text.slice(2);
    const right = withCapitals(digits);
    return isOneCase(digits) || digits === right ? `0x${right}` : text;
  }
  if (/^(0x)?[0-9a-f]{64}(:\d{1,10})?$/i.test(text)) return text.toLowerCase();
  const isBech32 = text === text.toUpperCase() && PREFIXES.some((prefix) => text.toLowerCase().startsWith(prefix));
  return isBech32 ? text.toLowerCase() : text;
}
