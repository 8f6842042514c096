// What of a secret is told in clear: never the whole of a short one, and nothing that merely stands beside it.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { judgeFixed } from './judgeFixed.ts';
import { FIXED_TEXTS } from './fixedTexts.ts';
import { masked } from './kept.ts';

it('shows four characters of a long secret, a quarter of a short one', () => {
  const sum = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
  for (const [secret, shown] of [
    ['ozone drill grab fiber', 'ozon'],
    ['rex1', 'r'],
    ['abc', ''],
  ] as const)
    expect(masked('phrase', secret)).toBe(`${shown}… #${sum(secret)}`);
});

it('tells of a password nothing: it could be tried out against its beginning or its sum', () => {
  expect(masked('password', 'a made-up password')).toBe('…');
});

it('tells of a keystore only what is a kind of derivation and an address', () => {
  const phrase = 'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic';
  const extra = FIXED_TEXTS.findIndex(({ kind }) => kind === 'keystore');
  const text = Buffer.from(FIXED_TEXTS[extra]?.bytes ?? []).toString('utf8');
  const detailOf = (kdf: string, address: string): unknown => {
    const json = JSON.stringify({ crypto: { ciphertext: '00', kdf, kdfparams: {} }, version: 3, address });
    const start = json.toLowerCase().indexOf(text);
    const judged = judgeFixed(Buffer.from(json), { start, length: text.length, step: 1, extra } as Parameters<typeof judgeFixed>[1]);
    return typeof judged === 'string' ? judged : judged.detail;
  };
  expect(detailOf('scrypt', 'ab'.repeat(20))).toEqual(['scrypt', `0x${'ab'.repeat(20)}`]);
  expect(detailOf('scrypt', phrase)).toEqual(['scrypt']);
  expect(detailOf(phrase, phrase)).toEqual([]);
});
