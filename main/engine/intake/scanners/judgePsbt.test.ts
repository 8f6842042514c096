// Partly signed transactions of both versions in each form, whole, long, cut off and written over.
import { readFileSync } from 'node:fs';
import { Psbt, Transaction } from 'bitcoinjs-lib';
import { describe, expect, it } from 'vitest';
import { labelPlaces } from '../labelledChains.ts';
import { createScanKernel } from './scanKernel.ts';
import { scanPiece } from './scanPiece.ts';

const kernel = createScanKernel(readFileSync(new URL('../../../../resources/wasm/scan.wasm', import.meta.url)));
const places = labelPlaces();

function found(bytes: Uint8Array): string[] {
  const room = kernel.room(bytes.length);
  room.set(bytes);
  return scanPiece(kernel, places, room, 0, bytes.length).hits.map(
    ({ kind, start, value, detail }) => `${kind} ${start} ${detail.join(' ')} ${value}`,
  );
}

const SCRIPT = Buffer.from(`0014${'22'.repeat(20)}`, 'hex');
/** Mark, key and length take eight bytes; a transaction of one input and one output of this kind 82. */
const HEAD = 90;

describe('a partly signed transaction of version 0 (BIP174)', () => {
  const made = new Psbt().addInput({ hash: '11'.repeat(32), index: 0 }).addOutput({ script: SCRIPT, value: 5000n });
  const bytes = Buffer.from(made.toBuffer());
  const [base64, hex] = [made.toBase64(), made.toHex()];
  const overwritten = (from: number): Buffer => Buffer.concat([bytes.subarray(0, from), Buffer.alloc(9_000, 7)]);

  it('is found as base64, as hexadecimal digits and as its bytes', () => {
    expect(found(Buffer.from(`sign: ${base64}\n`))).toEqual([`psbt 6 base64 ${base64}`]);
    expect(found(Buffer.from(`${hex}\n`))).toEqual([`psbt 0 hexDigits ${hex}`]);
    expect(found(overwritten(bytes.length))).toEqual([`psbt 0 binary ${base64}`]);
  });

  it('is told by its beginning where what follows was cut off or written over', () => {
    expect(found(Buffer.from(`${hex.slice(0, -4)}\n`))).toEqual([`psbt 0 hexDigits beginning ${hex.slice(0, HEAD * 2)}`]);
    expect(found(bytes.subarray(0, -2))).toEqual([`psbt 0 binary beginning ${bytes.subarray(0, HEAD).toString('base64')}`]);
    expect(found(overwritten(HEAD + 2))).toEqual([`psbt 0 binary beginning ${bytes.subarray(0, HEAD).toString('base64')}`]);
    // The transaction itself is no longer what it was.
    expect(found(overwritten(HEAD - 10))).toEqual([]);
    expect(found(bytes.subarray(0, HEAD - 10))).toEqual([]);
  });

  it('is told by its first inputs and outputs where what is to be signed is longer than what is looked at', () => {
    const sweep = (inputs: number, outputs: number): Psbt => {
      const psbt = new Psbt();
      for (let at = 0; at < inputs; at++) psbt.addInput({ hash: '11'.repeat(32), index: at });
      for (let at = 0; at < outputs; at++) psbt.addOutput({ script: SCRIPT, value: 5000n });
      return psbt;
    };
    for (const [inputs, outputs] of [
      [200, 1],
      [2, 400],
    ] as const) {
      const long = sweep(inputs, outputs);
      const whole = Buffer.from(long.toBuffer());
      for (const [form, given] of [
        ['binary', whole],
        ['base64', Buffer.from(long.toBase64())],
        ['hexDigits', Buffer.from(`${long.toHex()}\n`)],
      ] as const) {
        const [hit = ''] = found(given);
        expect(hit).toMatch(new RegExp(`^psbt 0 ${form} beginning `));
        const told = Buffer.from(hit.split(' ').at(-1) ?? '', form === 'hexDigits' ? 'hex' : 'base64');
        expect(told.length).toBeGreaterThan(3_000);
        expect(whole.subarray(0, told.length).equals(told)).toBe(true);
      }
      // Written over within.
      for (const byte of [0, 7, 255]) expect(found(Buffer.concat([whole.subarray(0, 2_000), Buffer.alloc(9_000, byte)]))).toEqual([]);
    }
  });

  it('is told by its beginning where it is long', () => {
    // With the whole transaction before it, as wallets that sign on another device give it on.
    const before = new Transaction();
    before.addInput(Buffer.alloc(32, 7), 0);
    for (let i = 0; i < 400; i++) before.addOutput(Buffer.from(`0014${'33'.repeat(20)}`, 'hex'), 1_000n);
    const long = new Psbt()
      .addInput({ hash: before.getHash(), index: 0, nonWitnessUtxo: before.toBuffer() })
      .addOutput({ script: SCRIPT, value: 900n });
    const text = long.toBase64();
    expect(text.length).toBeGreaterThan(16_000);
    const head = text.slice(0, (HEAD * 4) / 3);
    expect(found(Buffer.from(long.toBuffer()))).toEqual([`psbt 0 binary beginning ${head}`]);
    expect(found(Buffer.from(`sign: ${text}\n`))).toEqual([`psbt 6 base64 beginning ${head}`]);
    expect(found(Buffer.from(`sign: ${text}\n`, 'utf16le'))).toEqual([`psbt 12 base64 beginning ${head}`]);
    expect(found(Buffer.from(long.toHex()))).toEqual([`psbt 0 hexDigits beginning ${long.toHex().slice(0, HEAD * 2)}`]);
  });

  it('is none where no transaction stands behind its mark', () => {
    expect(found(Buffer.from(`cHNidP8BA${'ABCD'.repeat(4_000)}`))).toEqual([]);
    expect(found(Buffer.concat([Buffer.from('70736274ff0100', 'hex'), Buffer.alloc(300, 0xff)]))).toEqual([]);
    expect(found(Buffer.from('70736274ff', 'hex'))).toEqual([]);
  });
});

describe('a partly signed transaction of version 2 (BIP370)', () => {
  /** The specification's own: one input, two outputs, required fields only. */
  const VECTOR =
    'cHNidP8BAgQCAAAAAQQBAQEFAQIB+wQCAAAAAAEOIAsK2SFBnByHGXNdctxzn56p4GONH+TB7vD5lECEgV/IAQ8EAAAAAAABAwgACK8vAAAAAAEEFgAUxDD2TEdW2jENvRoIVXLvKZkmJywAAQMIi73rCwAAAAABBBYAFE3Rk6yWSlasG54cyoRU/i9HT4UTAA==';
  const [mark, version, counts, number] = ['70736274ff', '01020402000000', '0104010101050102', '01fb0402000000'] as const;
  const maps = Buffer.from(VECTOR, 'base64')
    .subarray((mark + version + counts + number).length / 2)
    .toString('hex');
  const account = `4f01${'22'.repeat(78)}04${'33'.repeat(4)}`;

  it('is found in each form, whichever key of its first map comes first', () => {
    expect(Buffer.from(mark + version + counts + number + maps, 'hex').toString('base64')).toBe(VECTOR);
    for (const first of [version + counts + number, number + version + counts, account + version + counts + number]) {
      const bytes = Buffer.from(mark + first + maps, 'hex');
      const [base64, hex] = [bytes.toString('base64'), bytes.toString('hex')];
      expect(found(Buffer.concat([bytes, Buffer.from('psbt')]))).toEqual([`psbt 0 binary ${base64}`]);
      expect(found(Buffer.from(`"${base64}"`))).toEqual([`psbt 1 base64 ${base64}`]);
      expect(found(Buffer.from(`"${hex}"`))).toEqual([`psbt 1 hexDigits ${hex}`]);
      // Up to the last map that stands there whole: the last output's takes 37 bytes.
      expect(found(bytes.subarray(0, -1))).toEqual([`psbt 0 binary beginning ${bytes.subarray(0, -37).toString('base64')}`]);
    }
  });

  it('is none without what its first map must hold, or with a key twice', () => {
    for (const wrong of [version + number, version + counts, counts + number, version + counts + number + number])
      expect(found(Buffer.from(mark + wrong + maps, 'hex')), wrong).toEqual([]);
  });
});
