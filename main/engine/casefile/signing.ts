// The examiner's Ed25519 signing key: a wrapped file in their profile, never inside a case (docs/FORMATS.md §2).
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../../shared/model/fault.ts';
import { type Host, sha256Hex } from '../kernel/index.ts';
import { deriveKey, KeyDerivation, newDerivation, replaceFile, unwrap, wrap, Wrapped } from './keySlots.ts';

const SigningKeyFile = z.strictObject({
  format: z.literal('tracehold-signing-key/1'),
  algorithm: z.literal('Ed25519'),
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  created: z.string(),
  derivation: KeyDerivation,
  wrapped: Wrapped,
});

export interface Signer {
  /** 32 raw bytes in hex. */
  readonly publicKey: string;
  sign(bytes: Uint8Array): Uint8Array;
}

/** SHA-256 of the raw public key, in hex: what two people compare aloud or on a slip. */
export function fingerprintOf(publicKeyHex: string): string {
  return sha256Hex(Buffer.from(publicKeyHex, 'hex'));
}

function rawPublicKey(key: KeyObject): string {
  const { x } = key.export({ format: 'jwk' });
  return Buffer.from(x as string, 'base64url').toString('hex');
}

/** Reads the key file, or makes one when it does not exist. Faults: case.keyFile, case.keyFilePassphrase. */
export async function openSigner(host: Host, path: string, passphrase: string): Promise<Signer> {
  if (!existsSync(path)) return createSigner(host, path, passphrase);
  let file: z.output<typeof SigningKeyFile>;
  try {
    file = SigningKeyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Fault('case.keyFile', { file: basename(path) }, error);
  }
  const wrappingKey = await deriveKey(passphrase, file.derivation);
  const secret = unwrap(wrappingKey, file.wrapped, { publicKey: file.publicKey, created: file.created, derivation: file.derivation });
  if (secret === null) throw new Fault('case.keyFilePassphrase', { file: basename(path) });
  return signerFrom(createPrivateKey({ key: Buffer.from(secret), format: 'der', type: 'pkcs8' }));
}

/** The public key that a key file states, without opening it; null where there is none to read. For showing: what is signed says itself by whom. */
export function statedPublicKey(path: string): string | null {
  try {
    return SigningKeyFile.parse(JSON.parse(readFileSync(path, 'utf8'))).publicKey;
  } catch {
    return null;
  }
}

async function createSigner(host: Host, path: string, passphrase: string): Promise<Signer> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const derivation = newDerivation(host);
  const context = { publicKey: rawPublicKey(publicKey), created: new Date(host.now()).toISOString(), derivation };
  const wrappingKey = await deriveKey(passphrase, derivation);
  const wrapped = wrap(host, wrappingKey, privateKey.export({ format: 'der', type: 'pkcs8' }), context);
  try {
    replaceFile(path, `${JSON.stringify({ format: 'tracehold-signing-key/1', algorithm: 'Ed25519', ...context, wrapped }, null, 2)}\n`);
  } catch (error) {
    throw new Fault('case.keyFile', { file: basename(path) }, error);
  }
  return signerFrom(privateKey);
}

function signerFrom(privateKey: KeyObject): Signer {
  return { publicKey: rawPublicKey(createPublicKey(privateKey)), sign: (bytes) => signBytes(null, bytes, privateKey) };
}
