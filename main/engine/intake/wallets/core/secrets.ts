// Keys of a wallet of Bitcoin Core: in clear, or opened with its passphrase. Source: bitcoin/bitcoin, src/wallet/crypter.cpp
// (CCrypter::BytesToKeySHA512AES; method 0: SHA-512 over passphrase and salt, as many rounds as stated; secrets: iv = sha256d of the public key).
import { decrypt, digest, doubleSha256, isAllowedRounds, passwordBytes } from '../ciphers.ts';
import { wrongPassword } from '../damage.ts';
import { type CoinForm, fitsPublicKey, keyText } from '../publicKeys.ts';
import type { ReadingDraft } from '../reading.ts';
import { extendedPrivateOf } from './extendedKeys.ts';
import type { CoreRecords, MasterKey } from './records.ts';

/** Of the keys that open, so many are compared with their public key: the first already tells a wrong passphrase. */
const COMPARED = 20;
/** SHA-512 round by round takes a second per million here. */
const MOST_ROUNDS = 5_000_000;

/** The key under which all others lie, or null where its method or rounds are none that are done here. */
export function openMasterKey(records: CoreRecords, password: string): Uint8Array | null {
  let isTried = false;
  for (const masterKey of records.masterKeys.slice(0, 10)) {
    if (masterKey.method !== 0 || !isAllowedRounds(masterKey.rounds) || masterKey.rounds > MOST_ROUNDS) continue;
    isTried = true;
    const key = underPassword(masterKey, password);
    if (key !== null && key.length === 32 && opensFirst(records, key)) return key;
  }
  return isTried ? wrongPassword() : null;
}

function underPassword({ crypted, salt, rounds }: MasterKey, password: string): Uint8Array | null {
  let state = digest('sha512', passwordBytes(password), salt);
  for (let round = 1; round < rounds; round++) state = digest('sha512', state);
  return decrypt('aes-256-cbc', state.subarray(0, 32), state.subarray(32, 48), crypted);
}

function opensFirst(records: CoreRecords, masterKey: Uint8Array): boolean {
  const first =
    [...records.keys.values()].find(({ crypted }) => crypted !== null) ??
    [...records.descriptors.values()].flatMap(({ secrets }) => secrets).find(({ crypted }) => crypted !== null);
  if (first === undefined) return true;
  const secret = openSecret(masterKey, first.publicKey, first.crypted as Uint8Array);
  return secret !== null && fitsPublicKey(secret, first.publicKey);
}

function openSecret(masterKey: Uint8Array, publicKey: Uint8Array, crypted: Uint8Array): Uint8Array | null {
  const secret = decrypt('aes-256-cbc', masterKey, doubleSha256(publicKey).subarray(0, 16), crypted);
  return secret !== null && secret.length === 32 ? secret : null;
}

export function gatherSecrets(records: CoreRecords, masterKey: Uint8Array | null, form: CoinForm | null, draft: ReadingDraft): void {
  let compared = 0;
  const secretOf = (key: { publicKey: Uint8Array; secret: Uint8Array | null; crypted: Uint8Array | null }): Uint8Array | null => {
    const secret = key.secret ?? (masterKey === null || key.crypted === null ? null : openSecret(masterKey, key.publicKey, key.crypted));
    if (secret === null) {
      if (key.crypted !== null) draft.notRead('secrets');
      return null;
    }
    if (compared++ < COMPARED && !fitsPublicKey(secret, key.publicKey)) {
      draft.notRead('damagedKeys');
      return null;
    }
    return secret;
  };
  for (const key of records.keys.values()) {
    const secret = secretOf(key);
    if (secret === null) continue;
    const isCompressed = key.publicKey.length === 33;
    const { kind, value } = keyText(secret, isCompressed, form);
    draft.secret(kind, value, isCompressed ? 'compressed' : 'uncompressed', ...(key.path === '' ? [] : [key.path]));
  }
  for (const descriptor of records.descriptors.values())
    for (const key of descriptor.secrets) {
      const secret = secretOf(key);
      if (secret === null) continue;
      const extended = extendedPrivateOf(descriptor.text, key.publicKey, secret);
      if (extended !== null) draft.secret('extendedPrivateKey', extended, 'descriptor');
      else {
        const { kind, value } = keyText(secret, key.publicKey.length === 33, form);
        draft.secret(kind, value, 'descriptor');
      }
    }
}
