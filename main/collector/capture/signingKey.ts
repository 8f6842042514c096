// The collector's own Ed25519 key, made on first use. It shows that captures come from the same installation and were not changed since;
// it is no examiner's key, and it lies unwrapped on a connected computer.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../refusal.ts';

export interface CaptureSigner {
  readonly publicKey: string;
  /** SHA-256 of the public key. */
  readonly fingerprint: string;
  readonly isNew: boolean;
  sign(bytes: Uint8Array): string;
}

export function defaultKeyPath(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment.TRACEHOLD_PROFILE;
  if (named !== undefined && named !== '') return join(named, 'collector.key');
  if (process.platform === 'win32') return join(environment.APPDATA ?? homedir(), 'Tracehold', 'collector.key');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tracehold', 'collector.key');
  return join(environment.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'tracehold', 'collector.key');
}

export function openCaptureSigner(path: string): CaptureSigner {
  const isNew = !existsSync(path);
  let key: KeyObject;
  try {
    if (isNew) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      key = generateKeyPairSync('ed25519').privateKey;
      writeFileSync(path, key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
    } else key = createPrivateKey(readFileSync(path));
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  } catch (error) {
    throw new Refusal('signingKey', { file: basename(path), reason: (error as { code?: string }).code ?? 'form' });
  }
  const publicKey = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x as string, 'base64url');
  return {
    publicKey: publicKey.toString('hex'),
    fingerprint: createHash('sha256').update(publicKey).digest('hex'),
    isNew,
    sign: (bytes) => sign(null, bytes, key).toString('hex'),
  };
}

export function signatureHolds(publicKey: string, signature: string, bytes: Uint8Array): boolean {
  try {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'hex').toString('base64url') },
      format: 'jwk',
    });
    return verify(null, bytes, key, Buffer.from(signature, 'hex'));
  } catch {
    return false;
  }
}
