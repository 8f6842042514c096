// SHA-2, Ed25519 and canonical JSON of the verifier against node:crypto, the RFCs' vectors and another canonicaliser.
import { createHash, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, utf8Decode, utf8Encode } from './core/bytes.ts';
import { canonicalJson, parseJson } from './core/canonicalJson.ts';
import { verifyEd25519 } from './core/ed25519.ts';
import { sha256 } from './core/sha256.ts';
import { sha512 } from './core/sha512.ts';
import { testKey } from './testing/bagWriter.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const P = 2n ** 255n - 19n;
const little = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();

describe('SHA-2', () => {
  it('equals node:crypto at every length around the block sizes, and at an offset', () => {
    for (let length = 0; length < 300; length += 1) {
      const bytes = randomBytes(length + 3).subarray(3);
      expect(hex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(hex(sha512(bytes))).toBe(createHash('sha512').update(bytes).digest('hex'));
    }
  });
  it('16 MB, whose length in bits takes more than 26 bits', () => {
    const bytes = randomBytes(16 << 20);
    expect(hex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(hex(sha512(bytes))).toBe(createHash('sha512').update(bytes).digest('hex'));
  });
});

describe('Ed25519', () => {
  it('RFC 8032 §7.1, tests 1 to 3', () => {
    for (const [key, message, signature] of [
      [
        'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
        '',
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      ],
      [
        '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
        '72',
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      ],
      [
        'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
        'af82',
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
      ],
    ] as const) {
      expect(verifyEd25519(fromHex(key) as Uint8Array, Buffer.from(message, 'hex'), fromHex(signature) as Uint8Array)).toBe(true);
    }
  });
  it('agrees with node:crypto on signatures with flipped bits', () => {
    for (let round = 0; round < 60; round += 1) {
      const { privateKey, publicKey } = testKey(round);
      const message = randomBytes(round);
      const parts = [Buffer.from(publicKey, 'hex'), message, sign(null, message, privateKey)] as const;
      expect(verifyEd25519(...parts)).toBe(true);
      const which = round % 3;
      const target = parts[which] as Buffer;
      if (target.length > 0) target[round % target.length] = (target[round % target.length] as number) ^ (1 << (round % 8));
      const spki = createPublicKey({
        key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), parts[0]]),
        format: 'der',
        type: 'spki',
      });
      expect(verifyEd25519(...parts)).toBe(verify(null, parts[1], spki, parts[2]));
    }
  });
  it('refuses S + L, points that are not canonical, small orders and wrong lengths', () => {
    const { privateKey, publicKey } = testKey(3);
    const key = Buffer.from(publicKey, 'hex');
    const message = Buffer.from('x');
    const signature = sign(null, message, privateKey);
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`);
    expect(verifyEd25519(key, message, Buffer.concat([signature.subarray(0, 32), little(s + L)]))).toBe(false);
    expect(verifyEd25519(key, message, Buffer.concat([signature.subarray(0, 32), little(L)]))).toBe(false);
    expect(verifyEd25519(key, message, signature.subarray(0, 63))).toBe(false);
    expect(verifyEd25519(key.subarray(1), message, signature)).toBe(false);
    // The neutral point as key signs every message with R neutral and S zero.
    const neutral = little(1n);
    expect(verifyEd25519(neutral, message, Buffer.concat([neutral, little(0n)]))).toBe(false);
    for (const point of [little(P), little(P + 1n), little(1n | (1n << 255n)), little(2n ** 255n - 1n), little(2n)]) {
      expect(verifyEd25519(point, message, signature)).toBe(false);
      expect(verifyEd25519(key, message, Buffer.concat([point, signature.subarray(32)]))).toBe(false);
    }
  });
});

describe('canonical JSON', () => {
  it('equals another canonicaliser on any value, and reads it back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalize(value) as string;
        // A lone surrogate is written as an escape and refused on reading, on purpose.
        if (/\\ud[89a-f]/i.test(text)) return;
        const parsed = parseJson(text);
        expect(parsed).not.toBeUndefined();
        expect(canonicalJson(parsed as never)).toBe(text);
        expect(utf8Decode(utf8Encode(text))).toBe(text);
      }),
    );
  });
  it('refuses what two readers could read differently', () => {
    for (const text of [
      '{"a":1,"a":1}',
      '{"__proto__":1,"__proto__":2}',
      '"\\ud800"',
      '"\ud800"',
      '1e400',
      '01',
      '+1',
      '.5',
      '1.',
      'nul',
      '[1,]',
      '{"a":1,}',
      "{'a':1}",
      '[1] 2',
      '',
      ' ',
      '"\t"',
      '\uFEFF1',
      'NaN',
      '"\\x41"',
      '['.repeat(66) + ']'.repeat(66),
      '/**/1',
    ]) {
      expect(parseJson(text), text).toBeUndefined();
    }
    expect(parseJson('{"__proto__":1}')).toEqual(Object.assign(Object.create(null), JSON.parse('{"__proto__":1}')));
  });
  it('rewrites numbers and orders as RFC 8785 says', () => {
    const value = parseJson(
      '{"\u20ac":1.0,"\\r":1e30,"1":4.50,"\ud83d\ude00":6,"\u0080":-0,"\u00f6":333333333.33333329,"\ufb33":0.000001}',
    );
    expect(canonicalJson(value as never)).toBe(
      '{"\\r":1e+30,"1":4.5,"\u0080":0,"\u00f6":333333333.3333333,"\u20ac":1,"\ud83d\ude00":6,"\ufb33":0.000001}',
    );
  });
  it('strict UTF-8: overlong, surrogate, cut and too large sequences are refused', () => {
    for (const bytes of ['c0af', 'eda080', 'e282', 'f4908080', 'ff', '80', 'f08080af'])
      expect(utf8Decode(Buffer.from(bytes, 'hex')), bytes).toBeNull();
  });
});
