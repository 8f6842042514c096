// Files that hold a wallet of bitcoinj: as it is (MultiBit Classic, Bitcoin Wallet), within OpenSSL's salted envelope (backups of Bitcoin Wallet for
// Android, exported keys of MultiBit and MultiDoge), or as MultiBit HD encrypts it.
// Source: bitcoin-wallet/bitcoin-wallet, wallet/src/de/schildbach/wallet/util/Crypto.java; Multibit-Legacy/multibit, PrivateKeysHandler.java;
// Multibit-Legacy/multibit-hd, EncryptedFileReaderWriter.java (scrypt with a salt of its own, the first 16 bytes are the iv since 0.5.0).
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { decrypt, opensslKey, passwordBytes, scrypt } from '../ciphers.ts';
import { wrongPassword } from '../damage.ts';
import { headText, plainText } from '../jsonValue.ts';
import { draftReading } from '../reading.ts';
import { MOST_TEXT, tooLarge, wholeOf } from '../wholeFile.ts';
import { readKeyList } from './keyList.ts';
import { isNetworkId, readBitcoinj } from './wallet.ts';

const ENVELOPE = /^U2FsdGVkX1[89+/][A-Za-z0-9+/]{10}/;
const WALLET_NAME = /wallet|multibit|multidoge|bitcoin|litecoin|dogecoin|dash|\.key$/i;

export const bitcoinj: WalletReader = {
  id: 'bitcoinj',
  takes: ({ head }) => beginsAsWallet(head),
  read: async (file) => readPlain(file, null),
  open: readPlain,
};

async function readPlain(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_TEXT);
  return bytes === null ? tooLarge('bitcoinj') : readBitcoinj(bytes, 'bitcoinj', password);
}

function beginsAsWallet(head: Uint8Array): boolean {
  const length = head[1] ?? 0;
  return (
    head[0] === 0x0a && length >= 8 && length <= 50 && head.length >= length + 2 && isNetworkId(headText(head.subarray(2, 2 + length)))
  );
}

export const opensslBackup: WalletReader = {
  id: 'opensslBackup',
  takes: ({ head, path }) => ENVELOPE.test(headText(head)) && WALLET_NAME.test(path.split(/[/!]/).at(-1) ?? ''),
  read: (file) => readEnvelope(file, null),
  open: readEnvelope,
};

async function readEnvelope(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_TEXT);
  if (bytes === null) return tooLarge('opensslBackup');
  const text = plainText(bytes).replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const sealed = new Uint8Array(Buffer.from(text, 'base64'));
  const salt = sealed.subarray(8, 16);
  const stated = [
    'AES-256-CBC',
    'EVP_BytesToKey MD5',
    { iterations: '1', salt: Buffer.from(salt).toString('hex'), container: 'OpenSSL salted' },
  ] as const;
  if (password === null) {
    const draft = draftReading('opensslBackup', '', 'any');
    draft.protect(...stated);
    draft.notRead('wholeFile');
    return draft.finish();
  }
  const { key, iv } = opensslKey(passwordBytes(password), salt);
  const plain = decrypt('aes-256-cbc', key, iv, sealed.subarray(16));
  if (plain === null) return wrongPassword();
  const read = beginsAsWallet(plain) ? readBitcoinj(plain, 'bitcoinjBackup', null) : readKeyList(plainText(plain), 'keyExport');
  if (read === null) return wrongPassword();
  const isSealedWithin = read.wallet.protection !== null;
  const protection = { cipher: stated[0], kdf: stated[1], parameters: { ...stated[2] } };
  // Within, a PIN may protect the keys once more: its parameters are then what counts.
  return {
    wallet: {
      ...read.wallet,
      ...{ isOpened: true, protection: read.wallet.protection ?? protection },
      notRead: isSealedWithin ? [...read.wallet.notRead, 'secondPassword'] : read.wallet.notRead,
    },
    secrets: read.secrets,
  };
}

const HD_SALT = Uint8Array.from([0x35, 0x51, 0x03, 0x80, 0x75, 0xa3, 0xb0, 0xc5]);
const HD_IV = Uint8Array.from([0xa3, 0x44, 0x39, 0x1f, 0x53, 0x83, 0x11, 0xb3, 0x29, 0x54, 0x86, 0x16, 0xc4, 0x89, 0x72, 0x3e]);
const HD_COST = { n: 16384, r: 8, p: 1 };

export const multibitHd: WalletReader = {
  id: 'multibitHd',
  takes: ({ path, size }) => size % 16 === 0 && /(^|[/!])mbhd(-[0-9]{14})?\.wallet\.aes$/i.test(path),
  read: (file) => readHd(file, null),
  open: readHd,
};

async function readHd(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  if (password === null) {
    const draft = draftReading('multibitHd', '', 'any');
    draft.protect('AES-256-CBC', 'scrypt', { n: '16384', r: '8', p: '1' });
    draft.notRead('wholeFile');
    return draft.finish();
  }
  const bytes = await wholeOf(file, MOST_TEXT);
  if (bytes === null) return null;
  const key = scrypt(new Uint8Array(Buffer.from(password, 'utf16le').swap16()), HD_SALT, HD_COST, 32) as Uint8Array;
  const plain = [decrypt('aes-256-cbc', key, bytes.subarray(0, 16), bytes.subarray(16)), decrypt('aes-256-cbc', key, HD_IV, bytes)].find(
    (text) => text !== null && beginsAsWallet(text),
  );
  if (plain === undefined || plain === null) return wrongPassword();
  const read = readBitcoinj(plain, 'multibitHd', password) ?? readBitcoinj(plain, 'multibitHd', null);
  return read === null ? null : { wallet: { ...read.wallet, isOpened: true }, secrets: read.secrets };
}
