// Wallets of the Ethereum presale of 2014. Source: ethereum/pyethsaletool, pyethsaletool.py (genwallet: PBKDF2-HMAC-SHA256, the password as its own
// salt, 2000 rounds, 16 bytes; AES-128-CBC; the key is keccak256 of the seed).
import { hex } from '../../../../../shared/model/bytes.ts';
import { keccak256 } from 'ethers/crypto';
import { computeAddress } from 'ethers/transaction';
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { decrypt, passwordBytes, pbkdf2 } from '../ciphers.ts';
import { wrongPassword } from '../damage.ts';
import { headText, plainText, recordOf, textOf, tryJson } from '../jsonValue.ts';
import { draftReading } from '../reading.ts';
import { wholeOf } from '../wholeFile.ts';
import { hexBytes } from './derivedKeys.ts';

const MOST = 2 ** 16;
const ROUNDS = 2000;

export const ethereumPresale: WalletReader = {
  id: 'ethereumPresale',
  takes: ({ head, size }) => size <= MOST && /"encseed"\s*:/.test(headText(head)) && /"ethaddr"\s*:/.test(headText(head)),
  read: (file) => readFile(file, null),
  open: readFile,
};

async function readFile(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST);
  if (bytes === null) return null;
  const data = recordOf(tryJson(plainText(bytes)));
  const address = textOf(data['ethaddr']).toLowerCase().replace(/^0x/, '');
  if (!/^[0-9a-f]{40}$/.test(address)) return null;
  const draft = draftReading('ethereumPresale', '', 'any');
  draft.address(`0x${address}`, { role: 'own' });
  draft.address(textOf(data['btcaddr']), { role: 'own', label: 'btcaddr' });
  draft.fact('email', textOf(data['email']));
  draft.protect('AES-128-CBC', 'PBKDF2-HMAC-SHA256', { iterations: String(ROUNDS), salt: 'password' });
  if (password === null) {
    draft.notRead('secrets');
    return draft.finish();
  }
  const sealed = hexBytes(textOf(data['encseed']));
  const secretWord = passwordBytes(password);
  const key = pbkdf2('sha256', secretWord, secretWord, ROUNDS, 16) as Uint8Array;
  const seed = decrypt('aes-128-cbc', key, sealed.subarray(0, 16), sealed.subarray(16));
  if (seed === null) return wrongPassword();
  const secret = keccak256(seed);
  if (computeAddress(secret).toLowerCase() !== `0x${address}`) return wrongPassword();
  draft.isOpened = true;
  draft.secret('privateKey', hex(hexBytes(secret)), 'ethereum');
  return draft.finish();
}
