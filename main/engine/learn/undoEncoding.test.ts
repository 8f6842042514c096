// Figures from Bitcoin Core's own tests (serialize_tests.cpp, compress_tests.cpp).
import { describe, expect, it } from 'vitest';
import { hex } from '../../../shared/model/bytes.ts';
import { compressedAmount, coreVarint, encodeBlockUndo } from './undoEncoding.ts';

describe('undo encoding', () => {
  it.each([
    [0n, '00'], [0x7fn, '7f'], [0x80n, '8000'], [0x1234n, 'a334'], [0xffffn, '82fe7f'], [0x123456n, 'c7e756'], [0x80123456n, '86ffc7e756'],
    [0xffffffffn, '8efefefe7f'], [0x100000000n, '8efefeff00'], [0x7fffffffffffffffn, 'fefefefefefefefe7f'], [0xffffffffffffffffn, '80fefefefefefefefe7f'],
  ])('VARINT %s', (value, text) => expect(hex(Uint8Array.from(coreVarint(value)))).toBe(text));

  it.each([[0n, 0n], [1n, 1n], [1_000_000n, 7n], [100_000_000n, 9n], [5_000_000_000n, 0x32n], [2_100_000_000_000_000n, 0x1406f40n]])(
    'amount %s',
    (amountSat, packed) => expect(compressedAmount(amountSat)).toBe(packed),
  );

  it('writes a hand-made record: one transaction spending a coinbase P2PKH of 50 BTC from height 1', () => {
    const script = Uint8Array.from([0x76, 0xa9, 20, ...new Uint8Array(20).fill(7), 0x88, 0xac]);
    const bytes = encodeBlockUndo([[{ valueSat: 5_000_000_000n, script, height: 1, coinbase: true }]]);
    expect(hex(bytes)).toBe(`010103003200${'07'.repeat(20)}`);
  });
});
