// Seals what only holders of the secrets passphrase may read: anybody who works in the case can seal, for the public key lies in it; opening takes
// the private one. X25519 (RFC 7748), HKDF-SHA-256 (RFC 5869), AES-256-GCM. Whoever calls it gives the random bytes.
import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto';
import { canonicalJson } from '../kernel/index.ts';

export const SEALING_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PURPOSE = 'tracehold secrets/1';
/** What stands before the 32 bytes of a key in its DER form (RFC 8410). */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b656e032100', 'hex');

export type RandomBytes = (length: number) => Uint8Array;

export interface Sealer {
  /** `context` is authenticated with the content, so that nothing sealed can stand for something else. */
  seal(content: Uint8Array, context: unknown): Uint8Array;
}

const privateKeyOf = (bytes: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, bytes]), format: 'der', type: 'pkcs8' });
const publicKeyOf = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, bytes]), format: 'der', type: 'spki' });
const rawPublic = (privateKey: KeyObject): Uint8Array =>
  createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length);

/** Public key of a private one, 32 bytes each. */
export function sealingPublicKey(privateKey: Uint8Array): Uint8Array {
  return rawPublic(privateKeyOf(privateKey));
}

/** One agreement of keys for all that it seals; layout: ephemeral key, nonce, content, tag. */
export function createSealer(publicKey: Uint8Array, random: RandomBytes): Sealer {
  const ephemeral = privateKeyOf(random(SEALING_KEY_BYTES));
  const head = rawPublic(ephemeral);
  const key = sharedKey(ephemeral, publicKeyOf(publicKey), head, publicKey);
  return {
    seal(content, context) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(canonicalJson(context)));
      return Buffer.concat([head, nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    },
  };
}

/** The content, or null where the key or the context does not fit. */
export function unseal(privateKey: Uint8Array, sealed: Uint8Array, context: unknown): Uint8Array | null {
  const body = SEALING_KEY_BYTES + NONCE_BYTES;
  if (sealed.length < body + TAG_BYTES) return null;
  const own = privateKeyOf(privateKey);
  const head = sealed.subarray(0, SEALING_KEY_BYTES);
  try {
    const key = sharedKey(own, publicKeyOf(head), head, rawPublic(own));
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(SEALING_KEY_BYTES, body));
    decipher.setAAD(Buffer.from(canonicalJson(context)));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(body, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

function sharedKey(privateKey: KeyObject, publicKey: KeyObject, ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array {
  const shared = diffieHellman({ privateKey, publicKey });
  return new Uint8Array(hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient]), PURPOSE, 32));
}
