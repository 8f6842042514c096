// Wallets of Sparrow: an H2 database, in its first versions a JSON file; each plain or under a password, the key of which is Argon2id's answer as the
// secret of an elliptic curve: the database's password is its public key, the file's ECIES takes the secret. Source: sparrowwallet/sparrow,
// io/db/DbPersistence.java (getFilePassword, writeBinaryHeader), io/JsonPersistence.java (SPRW1, salt, BIE1); drongo, crypto/Argon2KeyDeriver.java
// (SPRW1_PARAMETERS), AESKeyCrypter.java, wallet/Wallet.java (encrypt: seeds and master keys once more, under the same key).
import { hex } from '../../../../../shared/model/bytes.ts';
import { type Argon2Cost, argon2idKey } from '../../../kernel/index.ts';
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { decrypt } from '../ciphers.ts';
import { Damage, wrongPassword } from '../damage.ts';
import { openEcies } from '../electrum/storage.ts';
import { readDatabase } from '../h2/database.ts';
import { decryptStore, H2_HEADER_END, H2_ROUNDS, isEncryptedStore, saltOfStore } from '../h2/fileCipher.ts';
import { isStoreFile } from '../h2/storeFile.ts';
import { headText, parseJson, plainText, recordOf, tryJson } from '../jsonValue.ts';
import { coinFormNamed, publicKeyOf } from '../publicKeys.ts';
import { draftReading, type ReadingDraft } from '../reading.ts';
import { MOST_DATABASE, MOST_TEXT, tooLarge, wholeOf } from '../wholeFile.ts';
import { isSparrowJson, jsonWallet } from './jsonWallet.ts';
import { isSparrowTable, olderSecrets, storedWallets } from './storedWallets.ts';
import { type OpenSealed, tellSecret, tellWallet } from './telling.ts';
import type { SparrowSecret, SparrowWallet } from './wallet.ts';

const DATABASE = 'sparrowDatabase';
const FILE = 'sparrowFile';
/** The program's own for every wallet; the file states the salt alone. */
const COST: Argon2Cost = { memoryKiB: 262_144, passes: 10, parallelism: 4 };
const MARK = 'SPRW1';
const SALT_BYTES = 16;
/** Base64 of mark and salt. */
const HEADER_CHARACTERS = 28;
/** Each costs seconds; a wallet has one. */
const MOST_SALTS = 4;
const JSON_FIELDS = [/^\s*\{/, /"policyType"\s*:/, /"scriptType"\s*:/];
const PLACE = /sparrow|wallets?[/!]/i;

type Key = (salt: Uint8Array) => Promise<Uint8Array>;

export const sparrowDatabase: WalletReader = {
  id: DATABASE,
  takes: ({ path, head }) => isStoreFile(head) || isOwnEncrypted(head) || (isEncryptedStore(head) && isOwnPlace(path)),
  read: (file) => readStored(file, null),
  open: readStored,
};

export const sparrowFile: WalletReader = {
  id: FILE,
  takes: ({ head }) => {
    const text = headText(head);
    return isSealedText(text) || JSON_FIELDS.every((field) => field.test(text));
  },
  read: (file) => readJson(file, null),
  open: readJson,
};

const isOwnPlace = (path: string): boolean => /\.mv\.db$/i.test(path) && PLACE.test(path);
/** Behind H2's salt, with its own. */
const isOwnEncrypted = (head: Uint8Array): boolean =>
  isEncryptedStore(head) && headText(head.subarray(H2_HEADER_END, H2_HEADER_END + MARK.length + 1)) === `${MARK}\n`;
const isSealedText = (text: string): boolean => text.startsWith('U1BSVzE');

async function readStored(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_DATABASE);
  if (bytes === null) return isStoreFile(file.head) && !isOwnPlace(file.path) ? null : tooLarge(DATABASE);
  if (!isEncryptedStore(bytes)) return readTables(file.path, bytes, null, password === null ? null : keysBy(password));
  const own = isOwnEncrypted(bytes) ? bytes.slice(H2_HEADER_END + MARK.length + 1).slice(0, SALT_BYTES) : null;
  const protect = (draft: ReadingDraft): void => {
    const stated = { container: 'H2', iterations: String(H2_ROUNDS), salt: hex(saltOfStore(bytes)) };
    if (own === null) draft.protect('AES-128-XTS', 'PBKDF2-HMAC-SHA256', stated);
    else
      draft.protect('AES-128-XTS', 'Argon2id', {
        ...stated,
        container: MARK,
        ...costStated(own),
        salt: hex(own),
        databaseSalt: stated.salt,
      });
  };
  if (password === null || own === null) {
    if (password !== null) return null;
    const draft = draftReading(DATABASE, '', 'bip122');
    protect(draft);
    draft.notRead('wholeFile');
    return draft.finish();
  }
  const key = keysBy(password);
  const publicKey = publicKeyOf(await key(own), true);
  const open = publicKey === null ? null : decryptStore(bytes, hex(publicKey));
  return open === null ? wrongPassword() : readTables(file.path, open, protect, key);
}

/** Null where it is another program's database, or where a password was given and nothing is encrypted. */
async function readTables(
  path: string,
  bytes: Uint8Array,
  protect: ((draft: ReadingDraft) => void) | null,
  key: Key | null,
): Promise<WalletRead | null> {
  const database = tablesOf(bytes);
  const wallets = database === null ? [] : storedWallets(database);
  if (database === null || wallets.length === 0) {
    if (protect === null && (key !== null || !isOwnPlace(path))) return null;
    const draft = draftReading(DATABASE, '', 'bip122');
    protect?.(draft);
    draft.isOpened = protect !== null;
    draft.notRead('contents');
    return draft.finish();
  }
  return reading(DATABASE, wallets, olderSecrets(database), { protect, key, notRead: database.notRead });
}

/** Null where the store is damaged beyond its tables, or of another format. */
function tablesOf(bytes: Uint8Array): ReturnType<typeof readDatabase> {
  try {
    return readDatabase(bytes, isSparrowTable);
  } catch (error) {
    if (error instanceof Damage) return null;
    throw error;
  }
}

async function readJson(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_TEXT);
  if (bytes === null) return tooLarge(FILE);
  const text = plainText(bytes).trim();
  if (!isSealedText(text)) {
    const data = recordOf(tryJson(text));
    const about = { protect: null, key: password === null ? null : keysBy(password), notRead: [] };
    return isSparrowJson(data) ? reading(FILE, [jsonWallet(data)], [], about) : null;
  }
  const header = new Uint8Array(Buffer.from(text.slice(0, HEADER_CHARACTERS), 'base64'));
  const salt = header.slice(MARK.length, MARK.length + SALT_BYTES);
  const protect = (draft: ReadingDraft): void => draft.protect('ECIES BIE1', 'Argon2id', { container: MARK, ...costStated(salt) });
  if (password === null) {
    const draft = draftReading(FILE, '', 'bip122');
    protect(draft);
    draft.notRead('wholeFile');
    return draft.finish();
  }
  const key = keysBy(password);
  const data = recordOf(parseJson(openEcies(text.slice(HEADER_CHARACTERS), BigInt(`0x${hex(await key(salt))}`))));
  return isSparrowJson(data) ? reading(FILE, [jsonWallet(data)], [], { protect, key, notRead: [] }) : wrongPassword();
}

const costStated = (salt: Uint8Array): Record<string, string> => ({
  ...{ memoryKiB: String(COST.memoryKiB), passes: String(COST.passes), parallelism: String(COST.parallelism), salt: hex(salt) },
});

/** Of each salt once. */
function keysBy(password: string): Key {
  const known = new Map<string, Promise<Uint8Array>>();
  return (salt) => {
    const key = known.get(hex(salt)) ?? argon2idKey(password, salt, COST);
    known.set(hex(salt), key);
    return key;
  };
}

interface About {
  readonly protect: ((draft: ReadingDraft) => void) | null;
  readonly key: Key | null;
  readonly notRead: readonly string[];
}

async function reading(
  form: string,
  wallets: readonly SparrowWallet[],
  older: readonly SparrowSecret[],
  { protect, key, notRead }: About,
): Promise<WalletRead | null> {
  const draft = draftReading(form, '', 'bip122');
  const secrets = [...wallets.flatMap(({ keystores }) => keystores.flatMap((keystore) => keystore.secrets)), ...older];
  const sealed = secrets.flatMap((secret) => (secret.sealed === null ? [] : [secret.sealed]));
  const [first] = sealed;
  // Nothing of it is encrypted: there is nothing to open.
  if (key !== null && protect === null && first === undefined) return null;
  const open = key === null ? () => null : await opener(sealed, key, protect === null);
  if (protect !== null) protect(draft);
  else if (first !== undefined) draft.protect('AES-256-CBC', 'Argon2id', costStated(first.salt));
  draft.isOpened = key !== null;
  for (const wallet of wallets) tellWallet(draft, wallet, open);
  const coin = coinFormNamed(wallets[0]?.network === 'MAINNET' ? 'bitcoin' : 'testnet');
  for (const secret of older) tellSecret(draft, secret, coin, open);
  for (const code of notRead) draft.notRead(code);
  return draft.finish();
}

/** `isOnly`: nothing else says whether the password is right. */
async function opener(sealed: readonly NonNullable<SparrowSecret['sealed']>[], key: Key, isOnly: boolean): Promise<OpenSealed> {
  const keys = new Map<string, Uint8Array>();
  for (const { salt } of sealed)
    if (keys.size < MOST_SALTS && salt.length === SALT_BYTES && !keys.has(hex(salt))) keys.set(hex(salt), await key(salt));
  const open: OpenSealed = ({ iv, bytes, salt }) => {
    const own = keys.get(hex(salt));
    return own === undefined || iv.length !== 16 ? null : decrypt('aes-256-cbc', own, iv, bytes);
  };
  if (isOnly && !sealed.some((one) => open(one) !== null)) wrongPassword();
  return open;
}
