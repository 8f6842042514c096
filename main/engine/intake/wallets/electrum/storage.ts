// How Electrum lays its JSON in a file: plain, as a Python literal (1.x), with changes appended since (4.5 and later), or encrypted as a whole.
// Source: spesmilo/electrum, electrum/storage.py (StorageEncryptionVersion, _decrypt), electrum/json_db.py (load_data), electrum/crypto.py
// (ecies_decrypt_message; magic BIE1: password of the user, BIE2: key of a hardware wallet).
import { createHmac } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { SigningKey } from 'ethers/crypto';
import { bytesEqual, fromHex } from '../../../../../shared/model/bytes.ts';
import { decrypt, digest, passwordBytes, pbkdf2 } from '../ciphers.ts';
import { damaged, wrongPassword } from '../damage.ts';
import { type JsonRecord, listOf, recordOf, textOf, tryJson } from '../jsonValue.ts';
import { parsePythonLiteral } from '../pythonLiteral.ts';

const MOST_UNPACKED = 256 * 2 ** 20;
const ROUNDS = 1024;
const ORDER = 0xffff_ffff_ffff_ffff_ffff_ffff_ffff_fffe_baae_dce6_af48_a03b_bfd2_5e8c_d036_4141n;
/** BIE1 or BIE2 in base64: the fourth byte's last bits begin the next character. */
export const ENCRYPTED_MARK = /^QklF(MQ|Mg)/;

export interface Stored {
  readonly data: JsonRecord;
  /** What of the file was left out. */
  readonly notRead: readonly string[];
}

export function parseStored(text: string): Stored {
  const plain = tryJson(text);
  if (plain !== null) return { data: recordOf(plain), notRead: [] };
  if (/^\s*\{\s*u?'/.test(text)) return { data: recordOf(parsePythonLiteral(text)), notRead: [] };
  const whole = tryJson(`[${text.replace(/,\s*$/, '')}]`);
  if (whole !== null) return patched(listOf(whole), []);
  // Written to while it was taken, or the last change never was: what came before it is whole.
  let end = text.lastIndexOf(',\n');
  for (let tries = 0; tries < 5 && end > 0; tries++, end = text.lastIndexOf(',\n', end - 1)) {
    const kept = tryJson(`[${text.slice(0, end)}]`);
    if (kept !== null) return patched(listOf(kept), ['lastChange']);
  }
  return damaged('the JSON is damaged');
}

/** RFC 6902 as far as Electrum writes it: add, replace, remove. */
function patched([first, ...changes]: readonly unknown[], cut: readonly string[]): Stored {
  const data = recordOf(first) as Record<string, unknown>;
  let isWhole = true;
  for (const change of changes.flatMap((entry) => (Array.isArray(entry) ? (entry as unknown[]) : [entry]))) {
    const { op, path, value } = recordOf(change);
    isWhole = applyChange(data, textOf(op), textOf(path), value) && isWhole;
  }
  return { data, notRead: isWhole ? cut : [...cut, 'changes'] };
}

function applyChange(data: Record<string, unknown>, operation: string, path: string, value: unknown): boolean {
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop();
  if (last === undefined || !['add', 'replace', 'remove'].includes(operation)) return false;
  let place: unknown = data;
  for (const step of steps) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, step)) return false;
    place = (place as Record<string, unknown>)[step];
  }
  if (Array.isArray(place)) {
    const index = last === '-' ? place.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > place.length) return false;
    if (operation === 'replace') place[index] = value;
    else if (operation === 'add') place.splice(index, 0, value);
    else place.splice(index, 1);
    return true;
  }
  if (typeof place !== 'object' || place === null) return false;
  if (operation === 'remove') return Reflect.deleteProperty(place, last);
  // Not by assignment: a step may be named like something that every object has.
  return Reflect.defineProperty(place, last, { value, enumerable: true, configurable: true, writable: true });
}

/** The text of a file of the form BIE1. */
export function decryptStored(base64: string, password: string): string {
  const scalar = pbkdf2('sha512', passwordBytes(password), new Uint8Array(0), ROUNDS, 64) as Uint8Array;
  return openEcies(base64, BigInt(`0x${Buffer.from(scalar).toString('hex')}`));
}

/** BIE1 by its secret number, unpacked. Other programs come by the number in another way. */
export function openEcies(base64: string, scalar: bigint): string {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  if (bytes.length < 85) damaged('the encrypted file is too short');
  const secret = (scalar % ORDER).toString(16).padStart(64, '0');
  const shared = SigningKey.computePublicKey(new SigningKey(`0x${secret}`).computeSharedSecret(pointOf(bytes.subarray(4, 37))), true);
  const keys = digest('sha512', fromHex(shared.slice(2)));
  const sealed = bytes.subarray(0, -32);
  const mac = new Uint8Array(createHmac('sha256', keys.subarray(32)).update(sealed).digest());
  if (!bytesEqual(mac, bytes.subarray(-32))) return wrongPassword();
  const packed = decrypt('aes-128-cbc', keys.subarray(16, 32), keys.subarray(0, 16), sealed.subarray(37));
  if (packed === null) return wrongPassword();
  try {
    return inflateSync(packed, { maxOutputLength: MOST_UNPACKED }).toString('utf8');
  } catch {
    return damaged('the decrypted file does not unpack');
  }
}

function pointOf(bytes: Uint8Array): string {
  try {
    return SigningKey.computePublicKey(bytes, false);
  } catch {
    return damaged('the encrypted file has no public key');
  }
}
