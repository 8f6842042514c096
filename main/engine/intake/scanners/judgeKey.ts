// What a long text with a good Base58Check checksum is: a key for one coin, an encrypted key, an extended key. Versions and forms by the networks'
// parameters, BIP32, BIP38 and SLIP-132.
import { createHash } from 'node:crypto';
import { decodeBase58 } from 'ethers/utils';
import { EXTENDED_VERSIONS, type ExtendedVersion } from '../../chains/index.ts';
import type { Hit, Rejection } from './hit.ts';

type Found = Pick<Hit, 'kind' | 'checks' | 'detail'>;

const WIF_VERSIONS: Readonly<Record<number, string>> = { 128: 'bitcoin', 176: 'litecoin', 239: 'testnet' };
const EXTENDED: ReadonlyMap<number, ExtendedVersion> = new Map(EXTENDED_VERSIONS.map((version) => [version.bytes, version]));
const CHECKSUM = 4;
/** Characters of a key for one coin or an encrypted one, and bytes before its checksum. */
const SIZES: Readonly<Record<number, number>> = { 51: 33, 52: 34, 58: 39 };
/** Order of secp256k1: a private key is a number from 1 to one less. */
const ORDER = 0xffff_ffff_ffff_ffff_ffff_ffff_ffff_fffe_baae_dce6_af48_a03b_bfd2_5e8c_d036_4141n;

/** `text`: 51, 52, 58 or 107 to 112 characters whose checksum is good. */
export function judgeKey(text: string): Found | Rejection {
  const bytes = payloadOf(text, SIZES[text.length] ?? 78);
  if (text.length <= 52) {
    const network = WIF_VERSIONS[bytes[0] as number];
    if (network === undefined || (bytes.length === 34 && bytes[33] !== 1)) return 'version';
    if (!isKey(bytes.subarray(1, 33))) return 'keyRange';
    return { kind: 'wif', checks: ['base58check'], detail: [network, bytes.length === 34 ? 'compressed' : 'uncompressed'] };
  }
  if (text.length === 58) {
    if (bytes[0] !== 1 || (bytes[1] !== 0x42 && bytes[1] !== 0x43)) return 'version';
    return { kind: 'bip38', checks: ['base58check'], detail: [bytes[1] === 0x42 ? 'key' : 'intermediate'] };
  }
  const known = EXTENDED.get(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));
  if (known === undefined) return 'version';
  const { name } = known;
  const kind = known.isPrivate ? 'extendedPrivateKey' : 'extendedPublicKey';
  const key = bytes.subarray(45);
  if (kind === 'extendedPrivateKey' ? key[0] !== 0 || !isKey(key.subarray(1)) : key[0] !== 2 && key[0] !== 3) return 'keyRange';
  return { kind, checks: ['base58check'], detail: [name, `depth ${bytes[4]}`] };
}

/** For texts that the kernel did not test. */
export function isBase58Check(text: string): boolean {
  const size = SIZES[text.length] ?? (text.length >= 107 && text.length <= 112 ? 78 : null);
  if (size === null) return false;
  const digits = decodeBase58(text).toString(16);
  if (digits.length > (size + CHECKSUM) * 2) return false;
  const bytes = Buffer.from(digits.padStart((size + CHECKSUM) * 2, '0'), 'hex');
  const sum = createHash('sha256')
    .update(createHash('sha256').update(bytes.subarray(0, size)).digest())
    .digest();
  return sum.subarray(0, CHECKSUM).equals(bytes.subarray(size));
}

function payloadOf(text: string, size: number): Uint8Array {
  const digits = decodeBase58(text)
    .toString(16)
    .padStart((size + CHECKSUM) * 2, '0');
  return new Uint8Array(Buffer.from(digits, 'hex')).subarray(0, size);
}

function isKey(bytes: Uint8Array): boolean {
  const number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return number > 0n && number < ORDER;
}
