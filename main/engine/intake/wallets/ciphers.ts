// Ciphers of wallets over the platform's own. A wrong key gives null, never an error of the library: its message is no business of ours.
import { createDecipheriv, createHash, pbkdf2Sync, scryptSync } from 'node:crypto';

export function decrypt(
  cipher: 'aes-128-cbc' | 'aes-256-cbc' | 'aes-128-ctr' | 'aes-256-ctr',
  key: Uint8Array,
  iv: Uint8Array,
  text: Uint8Array,
): Uint8Array | null {
  try {
    const decipher = createDecipheriv(cipher, key, iv);
    return new Uint8Array(Buffer.concat([decipher.update(text), decipher.final()]));
  } catch {
    return null;
  }
}

/** AES-256-GCM with its tag at the end, as browsers write it. */
export function decryptGcm(key: Uint8Array, iv: Uint8Array, text: Uint8Array): Uint8Array | null {
  if (text.length < 16) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
    decipher.setAuthTag(text.subarray(text.length - 16));
    return new Uint8Array(Buffer.concat([decipher.update(text.subarray(0, -16)), decipher.final()]));
  } catch {
    return null;
  }
}

/** Without padding: what follows the text is cut by whoever knows its end. */
export function decryptUnpadded(key: Uint8Array, iv: Uint8Array, text: Uint8Array): Uint8Array | null {
  try {
    const decipher = createDecipheriv(key.length === 16 ? 'aes-128-cbc' : 'aes-256-cbc', key, iv).setAutoPadding(false);
    return new Uint8Array(Buffer.concat([decipher.update(text), decipher.final()]));
  } catch {
    return null;
  }
}

export const digest = (name: 'sha256' | 'sha512' | 'md5', ...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
export const doubleSha256 = (bytes: Uint8Array): Uint8Array => digest('sha256', digest('sha256', bytes));

export const passwordBytes = (password: string): Uint8Array => new TextEncoder().encode(password);

/** OpenSSL's EVP_BytesToKey with MD5 and one round, key and iv for AES-256-CBC (openssl enc until 1.0.2). */
export function opensslKey(password: Uint8Array, salt: Uint8Array): { key: Uint8Array; iv: Uint8Array } {
  const first = digest('md5', password, salt);
  const second = digest('md5', first, password, salt);
  return { key: new Uint8Array(Buffer.concat([first, second])), iv: digest('md5', second, password, salt) };
}

/** A file states its own rounds: beyond these a password is not tried here, for it would stop the program (SPEC [W6]). */
const MOST_ROUNDS = 10_000_000;
const MOST_SCRYPT_BYTES = 512 * 2 ** 20;
const MOST_SCRYPT_WORK = 2 ** 24;

export function isAllowedRounds(rounds: number): boolean {
  return Number.isSafeInteger(rounds) && rounds > 0 && rounds <= MOST_ROUNDS;
}

/** Null where the parameters go beyond what is done here. */
export function pbkdf2(
  hash: 'sha1' | 'sha256' | 'sha512',
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Uint8Array | null {
  return isAllowedRounds(rounds) && length > 0 && length <= 128 ? new Uint8Array(pbkdf2Sync(password, salt, rounds, length, hash)) : null;
}

export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}
export function scrypt(password: Uint8Array, salt: Uint8Array, { n, r, p }: ScryptCost, length: number): Uint8Array | null {
  const isWhole = [n, r, p, length].every((value) => Number.isSafeInteger(value) && value > 0);
  if (!isWhole || n < 2 || (n & (n - 1)) !== 0 || length > 128) return null;
  if (128 * n * r > MOST_SCRYPT_BYTES || n * r * p > MOST_SCRYPT_WORK) return null;
  return new Uint8Array(scryptSync(password, salt, length, { N: n, r, p, maxmem: 2 * MOST_SCRYPT_BYTES }));
}
