// Extended keys in the versions that wallets write (BIP32, SLIP-132), and single private keys. What they were is not kept: what comes out is public.
import { HDKey } from '@scure/bip32';
import { decodeBase58 } from 'ethers/utils';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { sha256 } from '../../kernel/index.ts';
import { type AccountKey, type KeyRefusal, publicOnly, unreadable } from './accountKey.ts';
import { ACCOUNT_FAMILIES, CHAINS_OF_NETWORK, type KeyChains, type ScriptKind } from './paths.ts';
import { EXTENDED_VERSIONS, type ExtendedVersion } from './versions.ts';

const EXTENDED_BYTES = 78;
const CHECKSUM_BYTES = 4;

export interface ReadExtended {
  readonly key: HDKey;
  readonly version: ExtendedVersion;
}

/** Faults: keys.unreadable. */
export function readExtended(text: string, kind: string): ReadExtended {
  const bytes = base58Bytes(text, EXTENDED_BYTES + CHECKSUM_BYTES);
  if (bytes === null) throw unreadable(kind, 'length');
  const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const version = EXTENDED_VERSIONS.find((one) => one.bytes === number);
  if (version === undefined) throw unreadable(kind, 'version');
  if (!checksumHolds(bytes)) throw unreadable(kind, 'checksum');
  try {
    const pair = { private: 0, public: 0, [version.isPrivate ? 'private' : 'public']: version.bytes };
    return { key: HDKey.fromExtendedKey(text, pair), version };
  } catch {
    // The library names what it read; nothing of that goes further.
    throw unreadable(kind, 'range');
  }
}

function base58Bytes(text: string, length: number): Uint8Array | null {
  if (!/^[1-9A-HJ-NP-Za-km-z]{1,120}$/.test(text)) return null;
  const digits = decodeBase58(text).toString(16);
  return digits.length > length * 2 ? null : fromHex(digits.padStart(length * 2, '0'));
}

function checksumHolds(bytes: Uint8Array): boolean {
  const body = bytes.subarray(0, -CHECKSUM_BYTES);
  return hex(sha256(sha256(body)).subarray(0, CHECKSUM_BYTES)) === hex(bytes.subarray(-CHECKSUM_BYTES));
}

/** Scripts that an extended public key may mean: its version's own, or every one where that does not tell. */
const SCRIPTS_OF_ANY: readonly ScriptKind[] = ['p2pkh', 'p2shP2wpkh', 'p2wpkh', 'p2tr'];
const BRANCH_DEPTH = 4;
const ADDRESS_DEPTH = 5;

/** Of a public key by itself: where in its tree it stands is told by its depth alone. */
export function keysOfExtended({ key, version }: ReadExtended, kind: string): AccountKey[] {
  if (version.script === 'p2wsh' || version.script === 'p2shP2wsh') throw unreadable(kind, 'descriptorForm');
  const keys = [publicOnly(key)];
  const chains = CHAINS_OF_NETWORK[version.network];
  const isAddress = key.depth === ADDRESS_DEPTH;
  // Behind an account stand its branches; a branch holds addresses; the fifth step is one address.
  const branches = key.depth >= BRANCH_DEPTH ? [[]] : [[0], [1]];
  const of = (script: ScriptKind, where: KeyChains, own: readonly (readonly number[])[]): AccountKey => ({
    ...{ scheme: 'extendedKey', path: '', account: null, script, chains: where, keys },
    ...{ required: null, isSorted: false, branches: own, isRanged: !isAddress },
  });
  if (version.script !== 'any') return [of(version.script, chains, branches)];
  const coins = SCRIPTS_OF_ANY.map((script) => of(script, chains, branches));
  if (version.network !== 'main') return coins;
  const inner = key.depth >= BRANCH_DEPTH ? [[]] : [[0], []];
  return [...coins, of('account', ACCOUNT_FAMILIES, inner)];
}

const WIF_NETWORKS: Readonly<Record<number, KeyChains>> = {
  128: CHAINS_OF_NETWORK.main,
  176: CHAINS_OF_NETWORK.litecoin,
  239: CHAINS_OF_NETWORK.test,
};

/** Faults: keys.unreadable. */
export function keysOfWif(text: string): AccountKey[] {
  const isShort = text.length === 51;
  const bytes = base58Bytes(text, (isShort ? 33 : 34) + CHECKSUM_BYTES);
  if (bytes === null || !checksumHolds(bytes)) throw unreadable('wif', bytes === null ? 'length' : 'checksum');
  const chains = WIF_NETWORKS[bytes[0] as number];
  if (chains === undefined || (!isShort && bytes[33] !== 1)) throw unreadable('wif', 'version');
  return keysOfSecret(bytes.subarray(1, 33), 'wif', isShort ? ['uncompressed'] : ['compressed'], chains);
}

/** A number in hexadecimal says nothing of its form or chain: all are looked for. */
export function keysOfPrivateKey(text: string): AccountKey[] {
  const digits = text.replace(/^0x/i, '');
  if (!/^[0-9a-fA-F]{64}$/.test(digits)) throw unreadable('privateKey', 'length');
  const all = [...CHAINS_OF_NETWORK.main, ...CHAINS_OF_NETWORK.test];
  return keysOfSecret(fromHex(digits.toLowerCase()), 'privateKey', ['compressed', 'uncompressed'], all);
}

const OF_COMPRESSED: readonly ScriptKind[] = ['p2pkh', 'p2wpkh', 'p2shP2wpkh', 'p2tr', 'p2pk'];
const OF_UNCOMPRESSED: readonly ScriptKind[] = ['p2pkh', 'p2pk'];

function keysOfSecret(secret: Uint8Array, kind: string, forms: readonly string[], chains: KeyChains): AccountKey[] {
  const written = (isCompressed: boolean): string => {
    try {
      return hex(secp256k1.getPublicKey(secret, isCompressed));
    } catch {
      throw unreadable(kind, 'range' satisfies KeyRefusal);
    }
  };
  const of = (script: ScriptKind, where: KeyChains, isCompressed: boolean): AccountKey => ({
    ...{ scheme: 'singleKey', path: '', account: null, script, chains: where, keys: [written(isCompressed)] },
    ...{ required: null, isSorted: false, branches: [[]], isRanged: false },
  });
  return [
    ...(forms.includes('compressed') ? OF_COMPRESSED.map((script) => of(script, chains, true)) : []),
    ...(forms.includes('uncompressed') ? OF_UNCOMPRESSED.map((script) => of(script, chains, false)) : []),
    of('account', ACCOUNT_FAMILIES, false),
  ];
}
