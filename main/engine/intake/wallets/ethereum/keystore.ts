// Keystores of version 3 (geth, MyEtherWallet, ethers …), of version 1, and what imToken keeps in the same envelope.
// Source: Web3 Secret Storage Definition (ethereum/wiki, now ethereum.org); ethers-io/ethers.js, src.ts/wallet/json-keystore.ts (x-ethers);
// consenlabs/token-core (identity.json: encryptedAuthKey, WALLET types).
import { bytesEqual, hex } from '../../../../../shared/model/bytes.ts';
import { keccak256 } from 'ethers/crypto';
import { computeAddress } from 'ethers/transaction';
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { decrypt } from '../ciphers.ts';
import { wrongPassword } from '../damage.ts';
import { headText, type JsonRecord, plainText, recordOf, statedOf, textOf, tryJson } from '../jsonValue.ts';
import { draftReading, instantOf, type ReadingDraft } from '../reading.ts';
import { wholeOf } from '../wholeFile.ts';
import { entropyPhrase } from '../entropyPhrase.ts';
import { derivedKey, hexBytes, statedParameters } from './derivedKeys.ts';

const MOST = 2 ** 20;

export const ethereumKeystore: WalletReader = {
  id: 'ethereumKeystore',
  takes: ({ head, size }) => {
    const text = headText(head);
    return size <= MOST && /^\s*\{/.test(text) && /"ciphertext"\s*:/.test(text) && /"(?:kdf|kdfparams|keyheader)"\s*:/i.test(text);
  },
  read: (file) => readFile(file, null),
  open: readFile,
};

async function readFile(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST);
  if (bytes === null) return null;
  const data = recordOf(tryJson(plainText(bytes)));
  const crypto = recordOf(data['crypto'] ?? data['Crypto']);
  if (textOf(crypto['ciphertext']) === '') return null;
  // imToken's identity holds what opens all wallets of a user, and no address.
  const isIdentity = 'imTokenMeta' in data || 'ipfsId' in data || 'encAuthKey' in data || 'identifier' in data;
  const draft = draftReading(isIdentity ? 'imTokenIdentity' : 'ethereumKeystore', statedOf(data['version']), isIdentity ? 'any' : 'eip155');
  readPublic(data, crypto, draft);
  if (password === null) {
    draft.notRead('secrets');
    return draft.finish();
  }
  const opened = open(data, crypto, password, draft, isIdentity);
  return opened ? draft.finish() : null;
}

function readPublic(data: JsonRecord, crypto: JsonRecord, draft: ReadingDraft): void {
  const stated = textOf(data['address']).toLowerCase();
  const digits = stated.replace(/^0x/, '');
  if (/^[0-9a-f]{40}$/.test(digits)) draft.address(`0x${digits}`, { role: 'own' });
  else if (stated !== '') draft.address(textOf(data['address']), { role: 'own' });
  draft.protect(textOf(crypto['cipher']), textOf(crypto['kdf']), statedParameters(crypto));
  draft.fact('id', textOf(data['id']));
  draft.fact('name', statedOf(data['name']));
  const ethers = recordOf(data['x-ethers']);
  draft.fact('createdBy', textOf(ethers['client']));
  draft.fact('fileName', textOf(ethers['gethFilename']));
  draft.fact('path', textOf(ethers['path']));
  const meta = recordOf(data['imTokenMeta']);
  draft.fact('name', textOf(meta['name']));
  draft.fact('chainType', statedOf(meta['chainType'] ?? meta['chain']));
  draft.fact('created', instantOf(Math.floor(Number(meta['timestamp'] ?? 0))));
  // Often the password itself, or near to it.
  draft.secret('password', textOf(meta['passwordHint']), 'passwordHint');
  draft.fact('identifier', textOf(data['identifier']));
  draft.fact('ipfsId', textOf(data['ipfsId']));
  if (Object.keys(recordOf(data['encMnemonic'])).length > 0) draft.notRead('encryptedPhrase');
}

function open(data: JsonRecord, crypto: JsonRecord, password: string, draft: ReadingDraft, isIdentity: boolean): boolean {
  // Version 1 derives its cipher's key otherwise; an identity holds none that moves coins.
  if (isIdentity || statedOf(data['version']) !== '3' || textOf(crypto['cipher']).toLowerCase() !== 'aes-128-ctr') return false;
  const key = derivedKey(crypto, password);
  if (key === null) return false;
  const text = hexBytes(textOf(crypto['ciphertext']));
  const mac = hexBytes(keccak256(Uint8Array.from([...key.subarray(16, 32), ...text])));
  if (!bytesEqual(mac, hexBytes(textOf(crypto['mac'])))) return wrongPassword();
  const secret = decrypt('aes-128-ctr', key.subarray(0, 16), hexBytes(textOf(recordOf(crypto['cipherparams'])['iv'])), text);
  if (secret === null) return false;
  draft.isOpened = true;
  draft.secret('privateKey', hex(secret), 'ethereum');
  if (secret.length === 32) draft.address(addressOf(secret), { role: 'own' });
  ethersPhrase(recordOf(data['x-ethers']), key, draft);
  return true;
}

const addressOf = (secret: Uint8Array): string => computeAddress(`0x${hex(secret)}`).toLowerCase();

/** ethers keeps the phrase's entropy beside the key, under the second half of what scrypt made (64 bytes). */
function ethersPhrase(ethers: JsonRecord, key: Uint8Array, draft: ReadingDraft): void {
  const text = textOf(ethers['mnemonicCiphertext']);
  if (text === '') return;
  const entropy =
    key.length >= 64 && textOf(ethers['version']) === '0.1'
      ? decrypt('aes-256-ctr', key.subarray(32, 64), hexBytes(textOf(ethers['mnemonicCounter'])), hexBytes(text))
      : null;
  const phrase = entropy === null ? null : entropyPhrase(entropy);
  if (phrase === null) draft.notRead('encryptedPhrase');
  else draft.secret('phrase', phrase, 'bip39');
}
