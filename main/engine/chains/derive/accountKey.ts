// A public key from which addresses of one kind come: of an account, of a descriptor, or one key alone. It holds nothing that could spend.
import { HDKey } from '@scure/bip32';
import { decodeBase58 } from 'ethers/utils';
import { Fault } from '../../../../shared/model/fault.ts';
import { sha256Hex } from '../../kernel/index.ts';
import type { KeyChains, ScriptKind, StandardPath } from './paths.ts';

export interface AccountKey {
  /** A row of the table of paths; `extendedKey`, `descriptor` or `singleKey` where the addresses were given otherwise. */
  readonly scheme: string;
  /** From the master key to this one; empty where that is not known. */
  readonly path: string;
  /** Number of the account where the scheme counts them. */
  readonly account: number | null;
  readonly script: ScriptKind;
  readonly chains: KeyChains;
  /** Extended public keys, written with BIP32's version of the main network whatever the chain, or single ones in hexadecimal; of a multisig several. */
  readonly keys: readonly string[];
  /** Signatures that a multisig needs; null of a single key. */
  readonly required: number | null;
  /** Whether a multisig sorts its keys at every address (BIP67). */
  readonly isSorted: boolean;
  readonly branches: readonly (readonly number[])[];
  readonly isRanged: boolean;
}

/** Why a key cannot be read; reasons of `keys.unreadable`. It holds nothing of the key. */
export type KeyRefusal =
  | 'checksum'
  | 'version'
  | 'length'
  | 'range'
  | 'descriptorChecksum'
  | 'descriptorForm'
  | 'descriptorHardened'
  | 'descriptorKey'
  | 'twoFactor'
  | 'electrumVersion'
  | 'phrase';

export function unreadable(kind: string, reason: KeyRefusal): Fault {
  return new Fault('keys.unreadable', { kind, reason });
}

const MAIN_PUBLIC = 0x0488b21e;

/** The public half alone. */
export function publicOnly(key: HDKey): string {
  if (key.versions.public === MAIN_PUBLIC) return key.publicExtendedKey;
  const { depth, index, parentFingerprint, chainCode, publicKey } = key;
  if (chainCode === null || publicKey === null) throw new TypeError('publicOnly: no key');
  return new HDKey({ depth, index, parentFingerprint, chainCode, publicKey }).publicExtendedKey;
}

/**
 * SHA-256, equal exactly where the same addresses come out, whatever the way to them: chain codes and public keys are in it whole, and not the four
 * bytes by which an extended key names its parent, its depth and its number, which whoever writes it can choose.
 */
export function fingerprintOfKey({ keys, script, required, isSorted, branches, isRanged }: AccountKey): string {
  return sha256Hex(JSON.stringify([keys.map(decisivePart), script, required, isSorted, branches, isRanged]));
}

/** Hexadecimal digits of an extended key with its checksum, and of what stands before its chain code. */
const EXTENDED_DIGITS = 164;
const NAMING_DIGITS = 26;
const CHECKSUM_DIGITS = 8;

/** Chain code and key of an extended one; a single key is written so already. */
function decisivePart(key: string): string {
  if (!key.startsWith('xpub')) return key;
  return decodeBase58(key).toString(16).padStart(EXTENDED_DIGITS, '0').slice(NAMING_DIGITS, -CHECKSUM_DIGITS);
}

export function pathText(steps: readonly number[]): string {
  return ['m', ...steps.map((step) => `${step}'`)].join('/');
}

const HARDENED = 0x8000_0000;

/** Hardened steps from a master key, each made once however many accounts lie behind it. */
export function hardenedFrom(master: HDKey): (steps: readonly number[]) => HDKey {
  const made = new Map<string, HDKey>([['', master]]);
  const reach = (steps: readonly number[]): HDKey => {
    const name = steps.join('/');
    const known = made.get(name);
    if (known !== undefined) return known;
    const key = reach(steps.slice(0, -1)).deriveChild(HARDENED + (steps.at(-1) as number));
    made.set(name, key);
    return key;
  };
  return reach;
}

/** Keys of one row of the table: as many accounts as it counts, or its one. */
export function keysOfPath(reach: (steps: readonly number[]) => HDKey, path: StandardPath, accounts: number): AccountKey[] {
  const { scheme, to, branches, isRanged, script, chains } = path;
  const isCounted = to.includes('account');
  return Array.from({ length: isCounted ? accounts : 1 }, (_, account) => {
    const steps = to.map((step) => (step === 'account' ? account : step));
    const keys = [publicOnly(reach(steps))];
    return {
      ...{ scheme, path: pathText(steps), account: isCounted ? account : null, script, chains, keys },
      ...{ required: null, isSorted: false, branches, isRanged },
    };
  });
}
