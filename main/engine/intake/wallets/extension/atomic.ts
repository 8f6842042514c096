// Atomic Wallet: what its page keeps. Addresses stand in clear; the phrase and the keys are texts of CryptoJS (OpenSSL's form, key by EVP_BytesToKey with
// MD5 and one round), all with one password. Source: hashcat, module 30020 (`general_mnemonic`), and public readers of the same fields (`addresses`, `wallets`).
import type { WalletRead } from '../../scanners/seized.ts';
import type { StoredValue } from '../chromium/storedValues.ts';
import { parsed } from '../chromium/storedValues.ts';
import { decrypt, opensslKey, passwordBytes } from '../ciphers.ts';
import { wrongPassword } from '../damage.ts';
import { listOf, plainText, recordOf, textOf, tryJson } from '../jsonValue.ts';
import type { ReadingDraft } from '../reading.ts';

/** `Salted__` in base64. */
const SEALED = /^U2FsdGVkX1[+/0-9A-Za-z]{20,}={0,2}$/;
const SALT_AT = 8;
const TEXT_AT = 16;
const PHRASE = /^[a-z]{3,8}(?: [a-z]{3,8}){11,23}$/;

export const isAtomic = (values: readonly StoredValue[]): boolean =>
  values.some(({ name }) => /^(addresses|general_mnemonic|wallets)$/.test(name));

/** Null where there is nothing to open. */
export function readAtomic(values: readonly StoredValue[], password: string | null, draft: ReadingDraft): WalletRead | null {
  const sealed = values.flatMap(({ name, value }) => (SEALED.test(textOf(value)) ? [{ name, bytes: base64(textOf(value)) }] : []));
  for (const { name, value } of values) if (name === 'addresses') readAddresses(parsed(value), draft);
  const [first] = sealed;
  if (first === undefined) return password === null ? draft.finish() : null;
  draft.protect('AES-256-CBC', 'EVP_BytesToKey (MD5)', {
    iterations: '1',
    salt: Buffer.from(first.bytes.subarray(SALT_AT, TEXT_AT)).toString('hex'),
  });
  if (password === null) draft.notRead('secrets');
  else open(sealed, password, draft);
  return draft.finish();
}

const base64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** Of each coin its name and address. */
function readAddresses(addresses: unknown, draft: ReadingDraft): void {
  for (const entry of listOf(addresses)) {
    const { id, address } = recordOf(entry);
    draft.address(textOf(address), { role: 'own', label: textOf(id).toUpperCase() });
  }
}

/** Nothing but the form of what comes out says that the password was right: a phrase of words, a list with keys. */
function open(sealed: readonly { readonly name: string; readonly bytes: Uint8Array }[], password: string, draft: ReadingDraft): void {
  for (const { name, bytes } of sealed) {
    const { key, iv } = opensslKey(passwordBytes(password), bytes.subarray(SALT_AT, TEXT_AT));
    const plain = decrypt('aes-256-cbc', key, iv, bytes.subarray(TEXT_AT));
    const text = plain === null ? '' : plainText(plain).trim();
    const list = listOf(tryJson(text));
    if (PHRASE.test(text)) draft.secret('phrase', text, 'bip39');
    for (const entry of list) readKey(entry, draft);
    if (PHRASE.test(text) || list.length > 0) draft.isOpened = true;
    else if (name === 'general_mnemonic') wrongPassword();
    else draft.notRead('values');
  }
  if (!draft.isOpened) wrongPassword();
}

function readKey(entry: unknown, draft: ReadingDraft): void {
  const { id, ticker, address, privateKey } = recordOf(entry);
  const coin = (textOf(id) || textOf(ticker)).toUpperCase();
  draft.address(textOf(address), { role: 'own', label: coin });
  const key = textOf(privateKey).replace(/^0x/i, '');
  draft.secret(/^[5KLT6cQ9][1-9A-HJ-NP-Za-km-z]{50,51}$/.test(key) ? 'wif' : 'privateKey', key, coin);
}
