// Hashes and canonical JSON. Every digest that leaves the engine is made here.
import { createHash, hash } from 'node:crypto';
import canonicalize from 'canonicalize';

export function sha256(bytes: Uint8Array | string): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}

/** RFC 8785 text. Amounts must already be decimal strings: a bigint here is a programming error. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('canonicalJson: value has no JSON form');
  return text;
}

/** SHA-256 of the RFC 8785 JSON of a value, lower-case hex. */
export function canonicalDigest(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}

export function sha256Stream(): ReturnType<typeof createHash> {
  return createHash('sha256');
}
