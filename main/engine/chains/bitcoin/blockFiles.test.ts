// Framing of block files: whole, in pieces, obfuscated, padded, garbled, torn, lying.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { SHARED_DATA, sharedFile } from '../../../../tests/vectors/sharedData.ts';
import { deobfuscate, frameBlock, frameUndo, scanFrames, undoChecksumHolds } from './blockFiles.ts';
import { sha256d } from './header.ts';
import { BITCOIN } from './networks.ts';

const { magic } = BITCOIN;
const payload = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);
const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const lengths = (bytes: Uint8Array, from = 0): readonly number[] =>
  scanFrames(bytes, magic, { kind: 'block', final: true, from }).frames.map((frame) => frame.length);

describe('obfuscation', () => {
  it('is XOR with the key at the file offset, whatever the alignment', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 70 }),
        fc.uint8Array({ minLength: 1, maxLength: 9 }),
        fc.nat(10_000),
        fc.nat(5),
        (plain, key, fileOffset, skew) => {
          const buffer = new Uint8Array(plain.length + skew);
          buffer.set(plain, skew);
          const bytes = buffer.subarray(skew);
          deobfuscate(bytes, key, fileOffset);
          expect([...bytes]).toEqual([...plain].map((byte, i) => byte ^ (key[(fileOffset + i) % key.length] as number)));
          deobfuscate(bytes, key, fileOffset);
          expect(hex(bytes)).toBe(hex(plain));
        },
      ),
    );
  });

  it('does nothing without a key', () => {
    const bytes = payload(20, 7);
    deobfuscate(bytes, new Uint8Array(0), 3);
    deobfuscate(bytes, new Uint8Array(8), 3);
    expect(hex(bytes)).toBe(hex(payload(20, 7)));
  });
});

describe('frames', () => {
  it('are found in any pieces, with padding and garbage between them', () => {
    const part = fc.oneof(
      fc.integer({ min: 141, max: 400 }).map((length) => ({ bytes: frameBlock(magic, payload(length, 0xf9)), length })),
      fc.integer({ min: 1, max: 40 }).map((length) => ({ bytes: payload(length, 0), length: 0 })),
      fc.integer({ min: 1, max: 40 }).map((length) => ({ bytes: payload(length, 0x5a), length: 0 })),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.integer({ min: 1, max: 300 }), (parts, step) => {
        const file = join(...parts.map(({ bytes }) => bytes));
        const wanted = parts.filter(({ length }) => length > 0).map(({ length }) => length);
        expect(lengths(file)).toEqual(wanted);
        // The same file in pieces, the rest of each carried to the front of the next.
        const found: number[] = [];
        let carried = new Uint8Array(0);
        for (let at = 0; at < file.length || carried.length > 0; at += step) {
          const piece = join(carried, file.subarray(at, at + step));
          const final = at + step >= file.length;
          const scan = scanFrames(piece, magic, { kind: 'block', final });
          found.push(...scan.frames.map(({ length }) => length));
          carried = piece.slice(scan.next);
          if (final) break;
        }
        expect(found).toEqual(wanted);
      }),
    );
  });

  it('tell garbage from padding', () => {
    const file = join(
      payload(5, 0),
      payload(7, 0x5a),
      payload(3, 0),
      payload(2, 0x5a),
      payload(9, 0),
      frameBlock(magic, payload(200, 1)),
      payload(100, 0),
    );
    expect(scanFrames(file, magic, { kind: 'block', final: true })).toMatchObject({
      frames: [{ offset: 34, length: 200 }],
      findings: [{ kind: 'garbage', offset: 5, length: 12 }],
      next: file.length,
    });
  });

  it('torn at the end are reported as torn, at every cut', () => {
    const whole = frameBlock(magic, payload(150, 3));
    for (let cut = 1; cut < whole.length; cut++) {
      const file = join(whole, whole.subarray(0, cut));
      const scan = scanFrames(file, magic, { kind: 'block', final: true });
      expect(scan.frames.length).toBe(1);
      expect(scan.findings).toEqual([{ kind: 'torn', offset: whole.length, length: cut }]);
      const open = scanFrames(file, magic, { kind: 'block', final: false });
      expect(open.findings).toEqual([]);
      expect(open.next).toBe(whole.length);
    }
  });

  it('with impossible or overlong lengths do not hide the frames behind them', () => {
    const good = frameBlock(magic, payload(150, 3));
    const lying = (length: number): Uint8Array => {
      const bytes = good.slice();
      new DataView(bytes.buffer).setUint32(4, length, true);
      return bytes;
    };
    for (const length of [0, 80, 4_000_001, 0xffff_ffff]) {
      const scan = scanFrames(join(lying(length), good), magic, { kind: 'block', final: true });
      expect(scan.frames.map((frame) => frame.offset)).toEqual([good.length + 8]);
      expect(scan.findings[0]).toMatchObject({ kind: 'lyingLength', offset: 0, length });
    }
    const over = scanFrames(join(lying(1_000_000), good, good), magic, { kind: 'block', final: true });
    expect(over.frames.length).toBe(2);
    expect(over.findings).toEqual([{ kind: 'lyingLength', offset: 0, length: 1_000_000 }]);
    // A length that swallows the next frame is found by whoever reads the payload, and scanned again.
    const swallowed = join(lying(150 + 158), good, good);
    const first = scanFrames(swallowed, magic, { kind: 'block', final: true }).frames[0] as { offset: number };
    expect(lengths(swallowed, first.offset - 4)).toEqual([150, 150]);
  });

  it('keep memory bounded on a file of lies', () => {
    const lie = join(magic, payload(4, 0xff));
    const scan = scanFrames(join(...Array.from({ length: 5000 }, () => lie)), magic, { kind: 'block', final: true });
    expect(scan.findings.length).toBe(1000);
    expect(scan.unlistedFindings).toBeGreaterThan(1000);
  });

  it('of undo records carry a checksum that ties them to one parent', () => {
    const parent = sha256d(fromHex('00'));
    const record = frameUndo(magic, payload(40, 1), parent);
    const { frames } = scanFrames(join(record, record), magic, { kind: 'undo', final: true });
    expect(frames).toEqual([
      { offset: 8, length: 40 },
      { offset: 88, length: 40 },
    ]);
    expect(undoChecksumHolds(parent, record.subarray(8, 48), record.subarray(48, 80))).toBe(true);
    expect(undoChecksumHolds(sha256d(parent), record.subarray(8, 48), record.subarray(48, 80))).toBe(false);
  });

  it.skipIf(SHARED_DATA === null)('of the first 439 mainnet blocks', () => {
    const scan = scanFrames(sharedFile('btc-blocks/bitcoinj/first-100k-blocks.dat'), magic, { kind: 'block', final: true });
    expect(scan.frames.length).toBe(439);
    expect(scan.findings).toEqual([]);
  });
});
