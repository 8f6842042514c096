// Wallets of Electrum, 1.x to 4.x, and what was built on it (Electrum-LTC, Electron Cash write the same fields).
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { wrongPassword } from '../damage.ts';
import { headText, plainText } from '../jsonValue.ts';
import { MOST_TEXT, tooLarge, wholeOf } from '../wholeFile.ts';
import { draftReading } from '../reading.ts';
import { fieldReader } from './keystores.ts';
import { isElectrum, readParts } from './parts.ts';
import { decryptStored, ENCRYPTED_MARK, parseStored } from './storage.ts';

const FIELDS =
  /["'](?:seed_version|wallet_type|addr_history|accounts_expanded|x[12]\/|use_encryption|master_public_keys?|active_forwardings|fiat_value|pruned_txo|keystore(?=["']\s*:\s*\{)|accounts(?=["']\s*:\s*\{\s*["']?(?:\d|\/|m\/|x)))["']\s*:/;

export const electrum: WalletReader = {
  id: 'electrum',
  takes: ({ head }) => {
    const text = headText(head).trimStart();
    return ENCRYPTED_MARK.test(text) || (text.startsWith('{') && FIELDS.test(text));
  },
  read: (file) => readFile(file, null),
  open: readFile,
};

async function readFile(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_TEXT);
  if (bytes === null) return tooLarge('electrum');
  const text = plainText(bytes).trim();
  const mark = ENCRYPTED_MARK.exec(text);
  if (mark === null) return readText(text, password, false);
  const isOwnPassword = mark[1] === 'MQ';
  if (password !== null && isOwnPassword) return readText(decryptStored(text, password), password, true);
  if (password !== null) return null;
  const draft = draftReading('electrum', '', 'bip122');
  if (isOwnPassword) draft.protect('AES-128-CBC', 'PBKDF2-HMAC-SHA512', { scheme: 'ECIES BIE1', iterations: '1024', salt: 'none' });
  else draft.protect('AES-128-CBC', 'hardware', { scheme: 'ECIES BIE2' });
  draft.notRead('wholeFile');
  return draft.finish();
}

function readText(text: string, password: string | null, isWhole: boolean): WalletRead | null {
  const { data, notRead } = parseStored(text);
  if (!isElectrum(data)) return isWhole ? wrongPassword() : null;
  const isEncrypted = data['use_encryption'] === true;
  const draft = readParts(data, fieldReader(isEncrypted, password));
  for (const code of notRead) draft.notRead(code);
  if (isWhole) draft.protect('AES-128-CBC', 'PBKDF2-HMAC-SHA512', { scheme: 'ECIES BIE1', iterations: '1024', salt: 'none' });
  else if (isEncrypted) draft.protect('AES-256-CBC', 'SHA-256 twice', { fields: 'seed, private keys' });
  draft.isOpened = password !== null && (isEncrypted || isWhole);
  // Nothing is encrypted in it: there is nothing to open.
  return password !== null && !draft.isOpened ? null : draft.finish();
}
