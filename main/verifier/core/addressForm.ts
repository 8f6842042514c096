// Whether a text has the form and the checksum of an address: base58check, bech32 and bech32m, the mixed case of EIP-55.
import { base58Check, checksumStep } from './address.ts';
import { fromHex, toHex, utf8Encode } from './bytes.ts';
import { keccak256 } from './keccak.ts';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const MOST = 120;

/** The bytes of a base58check text without its checksum; null where it does not hold. */
export function base58Bytes(text: string): Uint8Array | null {
  if (text.length < 6 || text.length > MOST) return null;
  let number = 0n;
  for (const character of text) {
    const digit = BASE58.indexOf(character);
    if (digit < 0) return null;
    number = number * 58n + BigInt(digit);
  }
  let hex = number === 0n ? '' : number.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  const zeros = text.length - text.replace(/^1+/, '').length;
  const bytes = fromHex(`${'00'.repeat(zeros)}${hex}`);
  if (bytes === null || bytes.length < 5) return null;
  const body = bytes.subarray(0, -4);
  return base58Check(body[0] as number, body.subarray(1)) === text ? body : null;
}

/** A private key as wallets export one (WIF), or an extended one of any version: such a text has no place in a bag. */
export function isPrivateKey(text: string): boolean {
  const bytes = base58Bytes(text);
  if (bytes === null) return false;
  if (bytes.length === 78) return bytes[45] === 0;
  return (bytes.length === 33 || (bytes.length === 34 && bytes[33] === 1)) && (bytes[0] as number) >= 0x80;
}

function isBech32(text: string, constant: number): boolean {
  if (text.length > MOST || (text !== text.toLowerCase() && text !== text.toUpperCase())) return false;
  const low = text.toLowerCase();
  const split = low.lastIndexOf('1');
  const values = [...low.slice(split + 1)].map((character) => BECH32.indexOf(character));
  if (split < 1 || values.length < 6 || values.includes(-1)) return false;
  const codes = [...low.slice(0, split)].map((character) => character.charCodeAt(0));
  return [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31), ...values].reduce(checksumStep, 1) === constant;
}

function isEip55(text: string): boolean {
  const digits = text.slice(2);
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return false;
  const hash = toHex(keccak256(utf8Encode(digits.toLowerCase())));
  return [...digits].every(
    (digit, i) => digit === (Number.parseInt(hash[i] as string, 16) >= 8 ? digit.toUpperCase() : digit.toLowerCase()),
  );
}

/** Of the checksums that are said to hold those that are known here and do not. */
export function failingChecksum(text: string, checks: readonly string[]): string | null {
  const holds: Readonly<Record<string, () => boolean>> = {
    base58check: () => base58Bytes(text) !== null,
    bech32: () => isBech32(text, 1),
    bech32m: () => isBech32(text, 0x2bc830a3),
    eip55: () => isEip55(text),
  };
  return checks.find((check) => Object.hasOwn(holds, check) && holds[check]?.() === false) ?? null;
}
