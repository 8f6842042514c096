// From a secret, or from what was public already, to the public keys that addresses come from. Whatever can spend ends here: no caller is given it,
// and a fault names the kind of the secret and the reason alone.
import { HDKey } from '@scure/bip32';
import { Fault } from '../../../../shared/model/fault.ts';
import { definePoolTask } from '../../kernel/index.ts';
import { type AccountKey, hardenedFrom, keysOfPath, unreadable } from './accountKey.ts';
import { keysOfDescriptor } from './descriptor.ts';
import { keysOfExtended, keysOfPrivateKey, keysOfWif, readExtended } from './extendedKeys.ts';
import { ELECTRUM_PATHS, STANDARD_PATHS, type StandardPath } from './paths.ts';
import { electrumSeed, electrumSeedType, phraseSeed } from './seed.ts';

export type KeySecretKind = 'phrase' | 'electrumSeed' | 'extendedPrivateKey' | 'extendedPublicKey' | 'wif' | 'privateKey' | 'descriptor';

export interface KeySecret {
  readonly kind: KeySecretKind;
  readonly value: string;
  /** The extra word of BIP39, or Electrum's extension. */
  readonly passphrase?: string | undefined;
}

export interface AccountsWanted {
  /** Accounts of a scheme that counts them and numbers addresses behind each. */
  readonly accounts: number;
  /** Accounts of a scheme that has one address in each. */
  readonly single: number;
  /** Only paths of these chains; all where it is left out. */
  readonly chains?: ReadonlySet<string>;
}

/** Hardened steps need the private side, so accounts are made ahead: these are looked for without the secret afterwards. */
export const ACCOUNTS_AHEAD: AccountsWanted = { accounts: 5, single: 20 };

/** Faults: keys.unreadable, which holds nothing of the secret. */
export function accountKeysOf({ kind, value, passphrase }: KeySecret, wanted: AccountsWanted = ACCOUNTS_AHEAD): AccountKey[] {
  const text = value.trim();
  switch (kind) {
    case 'phrase':
      return ofMaster(HDKey.fromMasterSeed(phraseSeed(text, passphrase)), STANDARD_PATHS, wanted);
    case 'electrumSeed': {
      const type = electrumSeedType(text);
      // Its third key is the service's own: no address comes out of the words alone.
      if (type === 'twoFactor') throw unreadable(kind, 'twoFactor');
      if (type === null) throw unreadable(kind, 'electrumVersion');
      return ofMaster(HDKey.fromMasterSeed(electrumSeed(text, passphrase)), [ELECTRUM_PATHS[type]], wanted);
    }
    case 'extendedPrivateKey': {
      const read = readExtended(text, kind);
      if (!read.version.isPrivate) throw unreadable(kind, 'version');
      if (read.key.depth > 0) return keysOfExtended(read, kind);
      return ofMaster(read.key, [...STANDARD_PATHS, ELECTRUM_PATHS.standard, ELECTRUM_PATHS.segwit], wanted);
    }
    case 'extendedPublicKey': {
      const read = readExtended(text, kind);
      if (read.version.isPrivate) throw unreadable(kind, 'version');
      return keysOfExtended(read, kind);
    }
    case 'wif':
      return keysOfWif(text);
    case 'privateKey':
      return keysOfPrivateKey(text);
    case 'descriptor':
      return keysOfDescriptor(text);
  }
}

function ofMaster(master: HDKey, paths: readonly StandardPath[], { accounts, single, chains }: AccountsWanted): AccountKey[] {
  const reach = hardenedFrom(master);
  const wanted = chains === undefined ? paths : paths.filter((path) => path.chains.some((chain) => chains.has(chain)));
  return wanted.flatMap((path) => keysOfPath(reach, path, path.isRanged ? accounts : single));
}

/** The same on a thread: many phrases are stretched at once. What fails there is told without its message, which may hold what it was given. */
export const accountKeysTask = definePoolTask<{ readonly secret: KeySecret; readonly wanted: AccountsWanted }, readonly AccountKey[]>({
  name: 'accountKeys',
  buffersOf: () => [],
  run({ secret, wanted }) {
    try {
      return accountKeysOf(secret, wanted);
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new Error('accountKeys: a key could not be read');
    }
  },
});
