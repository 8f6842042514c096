// Sealing against a second reading of its layout by hand, and against changes of every byte.
import { createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../kernel/index.ts';
import { createSealer, sealingPublicKey, unseal } from './sealing.ts';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const CONTEXT = { scan: 1, kind: 'phrase', what: 'value' };

describe('sealing', () => {
  it('opens what it sealed, under its key and its context only', () => {
    const own = random(32);
    const { seal } = createSealer(sealingPublicKey(own), random);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (content) => {
        const sealed = seal(content, CONTEXT);
        expect(unseal(own, sealed, CONTEXT)).toEqual(Buffer.from(content));
        expect(unseal(random(32), sealed, CONTEXT)).toBeNull();
        expect(unseal(own, sealed, { ...CONTEXT, scan: 2 })).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it('notices a change of any byte, and a shortened text', () => {
    const own = random(32);
    const sealed = createSealer(sealingPublicKey(own), random).seal(Buffer.from('some words'), CONTEXT);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      // X25519 does not read the highest bit of a public key; it is hashed all the same.
      changed[at] = (changed[at] as number) ^ 0x80;
      expect(unseal(own, changed, CONTEXT), `byte ${at}`).toBeNull();
    }
    for (let length = 0; length < sealed.length; length++) expect(unseal(own, sealed.subarray(0, length), CONTEXT)).toBeNull();
  });

  it('has the layout of docs/FORMATS.md, read without its code', () => {
    const own = random(32);
    const publicKey = sealingPublicKey(own);
    const sealed = createSealer(publicKey, random).seal(Buffer.from('some words'), CONTEXT);
    const head = sealed.subarray(0, 32);
    const shared = diffieHellman({
      privateKey: createPrivateKey({
        key: { kty: 'OKP', crv: 'X25519', d: Buffer.from(own).toString('base64url'), x: Buffer.from(publicKey).toString('base64url') },
        format: 'jwk',
      }),
      publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: Buffer.from(head).toString('base64url') }, format: 'jwk' }),
    });
    const key = new Uint8Array(hkdfSync('sha256', shared, Buffer.concat([head, publicKey]), 'tracehold secrets/1', 32));
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(32, 44));
    decipher.setAAD(Buffer.from(canonicalJson(CONTEXT)));
    decipher.setAuthTag(sealed.subarray(-16));
    expect(Buffer.concat([decipher.update(sealed.subarray(44, -16)), decipher.final()]).toString()).toBe('some words');
  });
});
