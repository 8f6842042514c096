// Electrum's keystores: seed, extended keys, imported keys; in clear or encrypted field by field.
// Source: spesmilo/electrum, electrum/keystore.py (load, BIP32_KeyStore, Old_KeyStore, Imported_KeyStore, Hardware_KeyStore), electrum/crypto.py
// (pw_decode: AES-256-CBC, key = sha256d(password), iv = first 16 bytes), electrum/wallet_db.py for the forms of before 2.7.
import type { ReadingDraft } from '../reading.ts';
import { decrypt, doubleSha256, passwordBytes } from '../ciphers.ts';
import { wrongPassword } from '../damage.ts';
import { type JsonRecord, recordOf, statedOf, textOf } from '../jsonValue.ts';

/** A field's text: as it stands, decrypted, or null while it is encrypted and no password is given. */
export type FieldReader = (value: string) => string | null;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export function fieldReader(isEncrypted: boolean, password: string | null): FieldReader {
  if (!isEncrypted) return (value) => value;
  if (password === null) return () => null;
  const key = doubleSha256(passwordBytes(password));
  return (value) => {
    // A field that was never encrypted (a watching key's) stays what it is.
    const bytes = new Uint8Array(Buffer.from(value, 'base64'));
    if (!BASE64.test(value) || bytes.length < 32 || bytes.length % 16 !== 0) return value;
    const plain = decrypt('aes-256-cbc', key, bytes.subarray(0, 16), bytes.subarray(16));
    if (plain === null) return wrongPassword();
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(plain);
    } catch {
      return wrongPassword();
    }
  };
}

const KEYSTORE_NAME = /^(keystore|x[0-9]{1,2}\/)$/;

/** Versions from 2.7 on. Whether a secret stands there that was not read. */
export function readKeystores(data: JsonRecord, draft: ReadingDraft, field: FieldReader): void {
  for (const [name, value] of Object.entries(data)) if (KEYSTORE_NAME.test(name)) readKeystore(recordOf(value), draft, field);
  readOldKeystores(data, draft, field);
}

function readKeystore(store: JsonRecord, draft: ReadingDraft, field: FieldReader): void {
  const path = statedOf(store['derivation']);
  draft.key('extendedPublicKey', textOf(store['xpub']), path);
  // Electrum 1.x seeds: not an extended key, 64 bytes in hexadecimal.
  draft.key('publicKey', textOf(store['mpk']), path);
  draft.fact('keystore', statedOf(store['type']));
  draft.fact('device', statedOf(store['hw_type']));
  draft.fact('deviceLabel', statedOf(store['label']));
  draft.fact('fingerprint', statedOf(store['root_fingerprint']));
  secretField(draft, field, store, 'xprv', (value) => draft.secret('extendedPrivateKey', value, path));
  secretField(draft, field, store, 'seed', (value) => seedSecret(draft, value, statedOf(store['seed_type'])));
  secretField(draft, field, store, 'passphrase', (value) => draft.secret('password', value, 'passphrase'));
  for (const [publicKey, secret] of Object.entries(recordOf(store['keypairs']))) {
    draft.key('publicKey', publicKey, '');
    importedSecret(draft, field, textOf(secret));
  }
}

function secretField(draft: ReadingDraft, field: FieldReader, store: JsonRecord, name: string, found: (value: string) => void): void {
  const written = textOf(store[name]);
  if (written === '') return;
  const value = field(written);
  if (value === null) draft.notRead('secrets');
  else found(value);
}

export function seedSecret(draft: ReadingDraft, seed: string, type: string): void {
  if (type === 'bip39') draft.secret('phrase', seed, 'bip39');
  else draft.secret('electrumSeed', seed, type === '' ? (/^[0-9a-f]{32,64}$/i.test(seed) ? 'old' : 'electrum') : type);
}

export function importedSecret(draft: ReadingDraft, field: FieldReader, written: string): void {
  if (written === '') return;
  const value = field(written);
  if (value === null) draft.notRead('secrets');
  // From 3.1 on with the form of its address before a colon.
  else draft.secret('wif', value.replace(/^[a-z0-9-]+:/, ''));
}

/** Versions before 2.7: keys of the whole wallet beside the accounts. */
function readOldKeystores(data: JsonRecord, draft: ReadingDraft, field: FieldReader): void {
  draft.key('publicKey', textOf(data['master_public_key']), '');
  // Of hardware wallets with several accounts the names are paths.
  for (const [name, value] of Object.entries(recordOf(data['master_public_keys']))) draft.key('extendedPublicKey', textOf(value), name);
  for (const [name, value] of Object.entries(recordOf(data['master_private_keys'])))
    secretField(draft, field, { value }, 'value', (key) => draft.secret('extendedPrivateKey', key, name));
  secretField(draft, field, data, 'seed', (value) => seedSecret(draft, value, ''));
  secretField(draft, field, data, 'lightning_privkey2', (value) => draft.secret('extendedPrivateKey', value, 'lightning'));
  secretField(draft, field, data, 'lightning_xprv', (value) => draft.secret('extendedPrivateKey', value, 'lightning'));
}
