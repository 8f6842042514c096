// The address a standard output script is written as: base58check (P2PKH, P2SH), bech32 (BIP173) and bech32m (BIP350).
import { joinBytes } from './bytes.ts';
import type { KnownChain } from './knownChain.ts';
import { doubleSha256 } from './sha256.ts';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

export function base58Check(version: number, payload: Uint8Array): string {
  const body = joinBytes(Uint8Array.of(version), payload);
  const bytes = joinBytes(body, doubleSha256(body).subarray(0, 4));
  let number = 0n;
  for (const byte of bytes) number = number * 256n + BigInt(byte);
  let text = '';
  for (; number > 0n; number /= 58n) text = (BASE58[Number(number % 58n)] as string) + text;
  for (let i = 0; i < bytes.length && bytes[i] === 0; i += 1) text = `1${text}`;
  return text;
}

export function checksumStep(sum: number, value: number): number {
  const top = sum >>> 25;
  let next = ((sum & 0x1ffffff) << 5) ^ value;
  [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((generator, bit) => {
    if ((top >>> bit) & 1) next ^= generator;
  });
  return next;
}

function segwitAddress(prefix: string, version: number, program: Uint8Array): string {
  const values = [version];
  let bits = 0;
  let held = 0;
  for (const byte of program) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) values.push((held >>> (bits - 5)) & 31);
    held &= 255;
  }
  if (bits > 0) values.push((held << (5 - bits)) & 31);
  const codes = [...prefix].map((character) => character.charCodeAt(0));
  const expanded = [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31), ...values, 0, 0, 0, 0, 0, 0];
  const sum = expanded.reduce(checksumStep, 1) ^ (version === 0 ? 1 : 0x2bc830a3);
  for (let i = 5; i >= 0; i -= 1) values.push((sum >>> (5 * i)) & 31);
  return `${prefix}1${values.map((value) => BECH32[value]).join('')}`;
}

export interface AddressReading {
  readonly address: string | null;
  /** A witness version that has no rules yet, or an unusual length: programs differ on whether it has an address. */
  readonly unsettled: boolean;
}

export function addressOf(script: Uint8Array, chain: KnownChain): AddressReading {
  const n = script.length;
  const at = (index: number): number => script[index] ?? -1;
  if (n === 25 && at(0) === 0x76 && at(1) === 0xa9 && at(2) === 20 && at(23) === 0x88 && at(24) === 0xac) {
    return { address: base58Check(chain.base58.pubkeyHash, script.subarray(3, 23)), unsettled: false };
  }
  if (n === 23 && at(0) === 0xa9 && at(1) === 20 && at(22) === 0x87) {
    return { address: base58Check(chain.base58.scriptHash, script.subarray(2, 22)), unsettled: false };
  }
  const version = at(0) === 0 ? 0 : at(0) >= 0x51 && at(0) <= 0x60 ? at(0) - 0x50 : -1;
  if (version >= 0 && n >= 4 && n <= 42 && at(1) === n - 2) {
    if (version === 0 && n !== 22 && n !== 34) return { address: null, unsettled: false };
    // Litecoin's integrating outputs carry the hash of an extension header or of a kernel, not a key: they have no address.
    if (chain.mweb && (version === 8 || version === 9) && n === 34) return { address: null, unsettled: false };
    const settled = version === 0 || (version === 1 && n === 34);
    return { address: segwitAddress(chain.bech32, version, script.subarray(2)), unsettled: !settled };
  }
  return { address: null, unsettled: false };
}
