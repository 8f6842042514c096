// Against the definition: byte i of a file is XORed with key byte i modulo the key's length (Bitcoin Core 28, streams.h). Once with
// the kernel's module loaded, once before.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernel } from './hashKernel.ts';
import { createReadRoom } from './readRoom.ts';

function holds(): void {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.oneof(fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.uint8Array({ maxLength: 11 })),
      fc.integer({ min: 0, max: 2 ** 33 }),
      fc.nat(20),
      fc.nat(20),
      (plain, key, fileOffset, before, after) => {
        const room = createReadRoom(before + plain.length + after, key);
        room.bytes.fill(0xaa);
        room.bytes.set(plain, before);
        room.unmask(before, plain.length, fileOffset);
        const expected = [...plain].map((byte, i) => byte ^ (key.length === 0 ? 0 : (key[(fileOffset + i) % key.length] as number)));
        expect([...room.bytes]).toEqual([...Array(before).fill(0xaa), ...expected, ...Array(after).fill(0xaa)]);
      },
    ),
    { numRuns: 200 },
  );
}

describe('a room to read into', () => {
  it('takes the key off without the kernel', holds);
  it('takes the key off by the kernel, and touches nothing outside', () => {
    loadKernel(readFileSync(new URL('../../../../resources/wasm/bitcoin.wasm', import.meta.url)));
    holds();
    const room = createReadRoom(16, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    expect(() => room.unmask(8, 9, 0)).toThrow('outside');
  });
});
