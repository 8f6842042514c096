// A signature that came with a list: its file is recorded by its hash; one of minisign is checked where the signer's public key is given.
// Ed25519 by the platform's own library. https://jedisct1.github.io/minisign/
import { createHash, createPublicKey, verify } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { Fault } from '../../../shared/model/fault.ts';
import { sha256Hex } from '../kernel/index.ts';

const LARGEST = 64 * 1024;
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export interface ListSignature {
  readonly file: string;
  readonly sha256: string;
  /** `notChecked`: no key was given, or it is no signature of minisign. */
  readonly state: 'valid' | 'notChecked';
  /** The key's own id in hex; empty where nothing was checked. */
  readonly key: string;
}

/** Faults: labels.signature where the signature is not that of the key over these bytes. */
export function checkSignature(given: { readonly path: string; readonly name: string }, key: string, content: Uint8Array): ListSignature {
  const status = lstatSync(given.path, { throwIfNoEntry: false });
  if (status === undefined || !status.isFile() || status.size > LARGEST)
    throw new Fault('labels.signature', { file: given.name, reason: 'file' });
  const text = readFileSync(given.path);
  const recorded = { file: given.name, sha256: sha256Hex(text) };
  if (key.trim() === '') return { ...recorded, state: 'notChecked', key: '' };
  const refuse = (reason: string): never => {
    throw new Fault('labels.signature', { file: given.name, reason });
  };
  const keyBytes = Buffer.from(key.trim().split(/\s+/).at(-1) ?? '', 'base64');
  if (keyBytes.length !== 42 || keyBytes.toString('latin1', 0, 2) !== 'Ed') refuse('key');
  const lines = text.toString('utf8').split(/\r?\n/);
  const signature = Buffer.from(lines[1] ?? '', 'base64');
  if (signature.length !== 74 || !(lines[0] ?? '').startsWith('untrusted comment:')) refuse('form');
  const kind = signature.toString('latin1', 0, 2);
  if (kind !== 'Ed' && kind !== 'ED') refuse('form');
  if (!signature.subarray(2, 10).equals(keyBytes.subarray(2, 10))) refuse('otherKey');
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, keyBytes.subarray(10)]), format: 'der', type: 'spki' });
  const signed = kind === 'ED' ? createHash('blake2b512').update(content).digest() : content;
  if (!verify(null, signed, publicKey, signature.subarray(10))) refuse('wrong');
  return { ...recorded, state: 'valid', key: Buffer.from(keyBytes.subarray(2, 10)).reverse().toString('hex') };
}
