// The key that a keystore's own statement of a KDF makes of a password. Source: Web3 Secret Storage Definition, version 3 (scrypt; pbkdf2 with
// hmac-sha256).
import { fromHex } from '../../../../../shared/model/bytes.ts';
import { passwordBytes, pbkdf2, scrypt } from '../ciphers.ts';
import { damaged } from '../damage.ts';
import { type JsonRecord, recordOf, statedOf, textOf } from '../jsonValue.ts';

/** Null where the KDF is unknown or asks for more than is done here. */
export function derivedKey(crypto: JsonRecord, password: string): Uint8Array | null {
  const stated = recordOf(crypto['kdfparams']);
  const salt = hexBytes(textOf(stated['salt']));
  const length = Number(stated['dklen']);
  // The mac takes the second sixteen bytes.
  if (length < 32) return null;
  const bytes = passwordBytes(password.normalize('NFKC'));
  // Twice as many as stated: the first are the same, and ethers' phrase lies under the others.
  if (textOf(crypto['kdf']).toLowerCase() === 'scrypt')
    return scrypt(bytes, salt, { n: Number(stated['n']), r: Number(stated['r']), p: Number(stated['p']) }, length === 32 ? 64 : length);
  if (textOf(crypto['kdf']).toLowerCase() === 'pbkdf2' && textOf(stated['prf']).toLowerCase() === 'hmac-sha256')
    return pbkdf2('sha256', bytes, salt, Number(stated['c']), length);
  return null;
}

export function hexBytes(text: string): Uint8Array {
  const digits = text.replace(/^0x/i, '');
  return /^(?:[0-9a-f]{2})*$/i.test(digits) && digits.length <= 65_536 ? fromHex(digits) : damaged('a field is no hexadecimal');
}

export function statedParameters(crypto: JsonRecord): Readonly<Record<string, string>> {
  const stated = Object.entries(recordOf(crypto['kdfparams'])).map(([name, value]) => [name.slice(0, 40), statedOf(value)] as const);
  return Object.fromEntries(stated.slice(0, 20));
}
