// Against the definition: byte i of a file is XORed with key byte i modulo the key's length (Bitcoin Core 28, streams.h).
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { obfuscationOf } from './xorKey.ts';

it('takes the key off at every alignment and every place of the file, also beyond 2^32, and touches nothing else', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.oneof(fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.uint8Array({ minLength: 1, maxLength: 11 })),
      fc.integer({ min: 0, max: 2 ** 33 }),
      fc.nat(9),
      (plain, key, fileOffset, shift) => {
        const room = new Uint8Array(plain.length + shift + 5).fill(0xaa);
        const bytes = room.subarray(shift, shift + plain.length);
        bytes.set(plain);
        obfuscationOf(key)?.(bytes, fileOffset);
        expect([...bytes]).toEqual([...plain].map((byte, i) => byte ^ (key[(fileOffset + i) % key.length] as number)));
        expect([...room.subarray(0, shift), ...room.subarray(shift + plain.length)].every((byte) => byte === 0xaa)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

it('an empty key and a key of zeros are none', () => {
  expect(obfuscationOf(new Uint8Array(0))).toBeNull();
  expect(obfuscationOf(new Uint8Array(8))).toBeNull();
});
