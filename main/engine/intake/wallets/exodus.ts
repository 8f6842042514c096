// Exodus: its secure containers (.seco) and the passphrase that lies beside them where the user set no password. Source: ExodusMovement/secure-container,
// README and lib (layout, checksum, two keys), seco-keyval and buffer-noise (packed values, filled up with noise), bitcoin-seed (the seed).
import { pbkdf2Sync } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { hex } from '../../../../shared/model/bytes.ts';
import type { SeizedFile, WalletReader } from '../scanners/seized.ts';
import { decryptGcm, digest, passwordBytes, scrypt } from './ciphers.ts';
import { damaged, wrongPassword } from './damage.ts';
import { entropyPhrase } from './entropyPhrase.ts';
import { readLooseTexts } from './extension/looseTexts.ts';
import { headText, plainText, recordOf, textOf, tryJson } from './jsonValue.ts';
import { draftReading, type ReadingDraft } from './reading.ts';
import { MOST_TEXT, tooLarge, wholeOf } from './wholeFile.ts';

const CHECKSUM_AT = 224;
const METADATA_AT = 256;
const BLOB_LENGTH_AT = 512;
const BLOB_AT = 516;
const MOST_UNPACKED = 64 * 2 ** 20;
const SEED_BYTES = 64;
const PASSPHRASE_FILE = 'passphrase.json';
const PHRASE = /^[a-z]{3,8}(?: [a-z]{3,8}){11,23}$/;

export const exodusContainer: WalletReader = {
  id: 'exodusContainer',
  takes: ({ head }) => headText(head.subarray(0, 5)) === 'SECO\0',
  read: async (file) => {
    const bytes = await wholeOf(file, MOST_TEXT);
    if (bytes === null) return tooLarge('exodusSeco');
    const draft = draftReading('exodusSeco', '', 'any');
    describe(bytes, draft);
    draft.notRead('contents');
    if ((await besidePassphrase(file)) !== '') draft.fact('passphraseBeside', PASSPHRASE_FILE);
    return draft.finish();
  },
  open: async (file, password) => {
    const bytes = await wholeOf(file, MOST_TEXT);
    if (bytes === null) return null;
    const draft = draftReading('exodusSeco', '', 'any');
    const container = describe(bytes, draft);
    if (container === null) return damaged('the container is cut short');
    const outer = scrypt(passwordBytes(password), container.salt, container, 32);
    if (outer === null) return null;
    const key = decryptGcm(outer, container.key.iv, container.key.sealed);
    if (key === null) return wrongPassword();
    const plain = decryptGcm(key, container.blob.iv, container.blob.sealed);
    // The key was right: what it does not open was changed.
    if (plain === null) return damaged('the contents are damaged');
    draft.isOpened = true;
    readContents(plain, draft);
    return draft.finish();
  },
};

interface Sealed {
  readonly iv: Uint8Array;
  /** With its tag at the end. */
  readonly sealed: Uint8Array;
}
interface Container {
  readonly salt: Uint8Array;
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly key: Sealed;
  readonly blob: Sealed;
}

/** What stands in clear: the program, the cipher and its parameters. Null where the file ends before what it holds does. */
function describe(bytes: Uint8Array, draft: ReadingDraft): Container | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  readHeader(bytes.subarray(0, CHECKSUM_AT), draft);
  if (bytes.length < BLOB_AT) {
    draft.protect('AES-256-GCM', 'scrypt');
    draft.notRead('missingPages');
    return null;
  }
  const at = (from: number, length: number): Uint8Array => bytes.subarray(from, from + length);
  const [n, r, p] = [288, 292, 296].map((place) => view.getUint32(place)) as [number, number, number];
  const salt = at(METADATA_AT, 32);
  const cipher = /^[a-z0-9-]*/.exec(headText(at(300, 32)))?.[0] ?? '';
  draft.protect(cipher.toUpperCase() || 'AES-256-GCM', 'scrypt', { n: `${n}`, r: `${r}`, p: `${p}`, salt: hex(salt) });
  const length = view.getUint32(BLOB_LENGTH_AT);
  if (length > bytes.length - BLOB_AT) {
    draft.notRead('missingPages');
    return null;
  }
  const blob = at(BLOB_AT, length);
  // SHA-256 over the metadata, the length and the contents.
  if (hex(digest('sha256', bytes.subarray(METADATA_AT, BLOB_AT + length))) !== hex(at(CHECKSUM_AT, 32))) draft.notRead('checksum');
  const sealed = (iv: number, tag: number, text: Uint8Array): Sealed => ({ iv: at(iv, 12), sealed: Buffer.concat([text, at(tag, 16)]) });
  return { n, r, p, salt, key: sealed(332, 344, at(360, 32)), blob: sealed(392, 404, blob) };
}

/** Three texts behind their lengths: the form's version, the program, its version. */
function readHeader(header: Uint8Array, draft: ReadingDraft): void {
  const texts: string[] = [];
  for (let at = 12; texts.length < 3 && at < header.length; ) {
    const length = header[at] as number;
    texts.push(plainText(header.subarray(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  const [form = '', application = '', version = ''] = texts;
  draft.fact('format', form);
  draft.fact('application', application);
  draft.version = version;
}

/** A seed has its 64 bytes first and then the entropy or the words of its phrase; other containers hold JSON. */
function readContents(plain: Uint8Array, draft: ReadingDraft): void {
  const values = valuesIn(plain);
  const text = values === null ? '' : plainText(values);
  const rest = values?.subarray(SEED_BYTES) ?? new Uint8Array(0);
  const words = entropyPhrase(rest) ?? plainText(rest);
  if (values !== null && PHRASE.test(words)) {
    draft.secret('phrase', words, 'bip39');
    const seed = hex(values.subarray(0, SEED_BYTES));
    // With a passphrase of its own the seed is another than the words alone give.
    if (hex(pbkdf2Sync(words, 'mnemonic', 2048, SEED_BYTES, 'sha512')) !== seed) draft.secret('privateKey', seed, 'seed');
  } else if (tryJson(text) !== null) {
    // What the program writes there is described nowhere: addresses are told as texts that stand in it.
    readLooseTexts([text], draft);
    draft.notRead('values');
  } else draft.notRead('contents');
}

/** Behind its length what is packed, and noise behind it. */
function valuesIn(plain: Uint8Array): Uint8Array | null {
  const length = plain.length < 4 ? 0 : new DataView(plain.buffer, plain.byteOffset, 4).getUint32(0);
  return length > 0 && length <= plain.length - 4 ? unpacked(plain.subarray(4, 4 + length)) : null;
}

function unpacked(packed: Uint8Array): Uint8Array | null {
  try {
    return new Uint8Array(gunzipSync(packed, { maxOutputLength: MOST_UNPACKED }));
  } catch {
    return null;
  }
}

export const exodusPassphrase: WalletReader = {
  id: 'exodusPassphrase',
  takes: ({ path, size }) => /[/!]?exodus\.wallet[/!]passphrase\.json$/i.test(path) && size < MOST_PASSPHRASE,
  read: async (file) => {
    const passphrase = passphraseIn(await file.bytes(MOST_PASSPHRASE));
    if (passphrase === '') return null;
    const draft = draftReading('exodusPassphrase', '', 'any');
    draft.secret('password', passphrase, 'passphrase');
    return draft.finish();
  },
};

const MOST_PASSPHRASE = 65_536;

const besidePassphrase = async (file: SeizedFile): Promise<string> => passphraseIn(await file.beside(PASSPHRASE_FILE, MOST_PASSPHRASE));

const passphraseIn = (bytes: Uint8Array | null): string =>
  bytes === null ? '' : textOf(recordOf(tryJson(plainText(bytes)))['passphrase']);
