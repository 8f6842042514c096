// Keccak-256 against known answers and against @noble/hashes for every length around the edges of its blocks.
import { keccak_256 } from '@noble/hashes/sha3.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../../../shared/model/bytes.ts';
import { EMPTY_CODE_HASH, EMPTY_TRIE_ROOT, keccak256, rememberingKeccak } from './keccak.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('Keccak-256', () => {
  it('known answers (Keccak team, ShortMsgKAT_256; Ethereum)', () => {
    expect(hex(keccak256(new Uint8Array(0)))).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
    expect(hex(keccak256(Uint8Array.of(0xcc)))).toBe('eead6dbfc7340a56caedc044696a168870549a6a7f6f56961e84a54bd9970b8a');
    expect(hex(keccak256(text('abc')))).toBe('4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45');
    expect(hex(keccak256(text('Transfer(address,address,uint256)')))).toBe(
      'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
    );
    expect(hex(EMPTY_CODE_HASH)).toBe(hex(keccak256(new Uint8Array(0))));
    expect(hex(EMPTY_TRIE_ROOT)).toBe(hex(keccak256(Uint8Array.of(0x80))));
  });

  it('is what @noble/hashes computes, for every length up to five blocks', () => {
    for (let length = 0; length <= 5 * 136 + 2; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length * 7) & 255);
      expect(hex(keccak256(bytes))).toBe(hex(keccak_256(bytes)));
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => hex(keccak256(bytes)) === hex(keccak_256(bytes))),
      { numRuns: 500 },
    );
  });

  it('reads a part of a larger array, and leaves its input alone', () => {
    const whole = Uint8Array.from({ length: 300 }, (_, i) => i & 255);
    const before = hex(whole);
    expect(hex(keccak256(whole.subarray(7, 207)))).toBe(hex(keccak_256(whole.slice(7, 207))));
    expect(hex(whole)).toBe(before);
    const first = keccak256(whole);
    keccak256(text('another'));
    expect(hex(first)).toBe(hex(keccak_256(whole)));
  });

  it('remembers by array, not by content', () => {
    const hashOf = rememberingKeccak();
    const [one, same] = [text('same'), text('same')];
    expect(hashOf(one)).toBe(hashOf(one));
    expect(hashOf(same)).not.toBe(hashOf(one));
    expect(hex(hashOf(same))).toBe(hex(hashOf(one)));
  });
});
