// wallet.aes.json of Blockchain.com (blockchain.info), versions 0 to 4: what its envelope states, and the wallet with its password.
// Source: blockchain/blockchain-wallet-v4-frontend, packages/blockchain-wallet-v4/src/walletCrypto (decryptWallet, decryptWalletV1: salt and iv are
// the first 16 bytes, PBKDF2-HMAC-SHA1, AES-256-CBC padded by ISO 10126; before, ten rounds or one, and OFB).
import { createCipheriv } from 'node:crypto';
import type { SeizedFile, WalletRead, WalletReader } from '../scanners/seized.ts';
import { readBlockchainParts } from './blockchainParts.ts';
import { decryptUnpadded, passwordBytes, pbkdf2 } from './ciphers.ts';
import { wrongPassword } from './damage.ts';
import { headText, type JsonRecord, plainText, recordOf, statedOf, textOf, tryJson } from './jsonValue.ts';
import { draftReading, type ReadingDraft } from './reading.ts';
import { MOST_TEXT, tooLarge, wholeOf } from './wholeFile.ts';

const FORM = 'blockchainCom';
const ENVELOPE = /^\s*\{\s*"(?:payload"\s*:\s*"[A-Za-z0-9+/\\]{40}|pbkdf2_iterations"|version"\s*:\s*[0-9]+\s*,\s*"(?:payload|pbkdf2))/;
const PLAIN = /"guid"\s*:\s*"[0-9a-f-]{36}"/;
/** Of the first version there is nothing but base64: its name says what it may be. */
const NAMED = /blockchain[^/!]*$|wallet[^/!]*\.aes\.json[^/!]*$/i;
const BASE64 = /^[A-Za-z0-9+/]{40,}={0,2}$/;

export const blockchainCom: WalletReader = {
  id: FORM,
  takes: ({ head, path, size }) => {
    const text = headText(head).trim();
    if (ENVELOPE.test(text)) return true;
    if (text.startsWith('{')) return PLAIN.test(text) && /"sharedKey"/.test(text);
    return size <= MOST_TEXT && NAMED.test(path) && BASE64.test(text.replaceAll('\\/', '/').replace(/\s/g, ''));
  },
  read: (file) => readFile(file, null),
  open: readFile,
};

async function readFile(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_TEXT);
  if (bytes === null) return tooLarge(FORM);
  const text = plainText(bytes).trim();
  const data = text.startsWith('{') ? recordOf(tryJson(text)) : {};
  if (textOf(data['guid']) !== '' && textOf(data['sharedKey']) !== '')
    return password === null ? readBlockchainParts(data, draftOf('')) : null;
  const payload = textOf(data['payload']) || text.replaceAll('\\/', '/').replace(/\s/g, '');
  const sealed = BASE64.test(payload) ? new Uint8Array(Buffer.from(payload, 'base64')) : new Uint8Array(0);
  if (sealed.length < 32) return null;
  const isFirst = textOf(data['payload']) === '';
  const draft = draftOf(isFirst ? '' : statedOf(data['version']));
  const rounds = Number(data['pbkdf2_iterations'] ?? 10);
  const salt = Buffer.from(sealed.subarray(0, 16)).toString('hex');
  draft.protect('AES-256-CBC', 'PBKDF2-HMAC-SHA1', { iterations: isFirst ? '' : String(rounds), salt });
  if (password === null) {
    draft.notRead('wholeFile');
    return draft.finish();
  }
  const opened = openPayload(sealed, password, isFirst ? null : rounds);
  if (opened === null) return null;
  draft.isOpened = true;
  return readBlockchainParts(opened, draft);
}

const draftOf = (version: string): ReadingDraft => draftReading(FORM, version, 'bip122');

/** Null where the rounds are more than are done here. */
function openPayload(sealed: Uint8Array, password: string, rounds: number | null): JsonRecord | null {
  const salt = sealed.subarray(0, 16);
  const text = sealed.subarray(16);
  for (const count of rounds === null ? [10, 1] : [rounds]) {
    const key = pbkdf2('sha1', passwordBytes(password), salt, count, 32);
    if (key === null) return null;
    const tried = [decryptUnpadded(key, salt, text), rounds === null ? outputFeedback(key, salt, text) : null];
    for (const plain of tried) {
      const found = plain === null ? {} : unpadded(plain);
      if (textOf(found['guid']) !== '') return found;
    }
  }
  return wrongPassword();
}

/** ISO 10126 and ISO 7816 pad it, or nothing does: the last byte may say how far, else the wallet ends with its last bracket. */
function unpadded(plain: Uint8Array): JsonRecord {
  if (plain[0] !== 0x7b) return {};
  const stated = plain.subarray(0, plain.length - (plain.at(-1) ?? 0));
  const bracket = plain.subarray(0, plain.lastIndexOf(0x7d) + 1);
  for (const text of [stated, bracket]) {
    const found = recordOf(tryJson(plainText(text)));
    if (textOf(found['guid']) !== '') return found;
  }
  return {};
}

/** AES-OFB: its keystream is what CBC makes of zeros. */
function outputFeedback(key: Uint8Array, iv: Uint8Array, text: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const stream = cipher.update(new Uint8Array(Math.ceil(text.length / 16) * 16));
  return text.map((byte, at) => byte ^ (stream[at] as number));
}
