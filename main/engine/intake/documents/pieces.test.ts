// What a file is by its bytes, what pictures say of themselves, and ids among words. Rules: SPEC.md.
import { describe, expect, it } from 'vitest';
import { greyPng, jpegHead } from '../../../../tests/fixtures/pages.ts';
import { idsAmong } from './findIds.ts';
import { documentFormat, nameLies, unreadDocument } from './format.ts';
import { pictureFacts } from './picture.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');

/** 24 bits, bottom up. */
function bmp(width: number, height: number, pixels: number): Buffer {
  const file = Buffer.alloc(54 + pixels);
  file.write('BM');
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(24, 28);
  return file;
}
const riff = (kind: string, rest: number[]) => {
  const body = Buffer.concat([latin(`WEBP${kind}`), Buffer.from([rest.length, 0, 0, 0]), Buffer.from(rest)]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([latin('RIFF'), size, body]);
};

describe('formats', () => {
  it('[D1] are known by their bytes alone', () => {
    const files = {
      png: greyPng(2, 2),
      jpeg: jpegHead(2, 2),
      gif: latin('GIF89a'),
      webp: riff('VP8X', []),
      bmp: bmp(2, 2, 16),
      pdf: latin('\n%PDF-1.4'),
    };
    for (const [format, bytes] of Object.entries(files)) expect(documentFormat(bytes, bytes.length)).toBe(format);
    for (const text of ['BM is how this letter begins, which is no picture', '%!PS', 'II*\0', ''])
      expect(documentFormat(latin(text), text.length)).toBeNull();
    expect(documentFormat(latin(`${' '.repeat(1024)}%PDF-1.4`), 1032)).toBeNull();
  });

  it('[D1] that are not read are named', () => {
    expect(
      ['II*\0', '\0\0\0\x18ftypheic', '\0\0\0\x18ftypavif', '8BPS', '%!PS', 'plain'].map((text) => unreadDocument(latin(text))),
    ).toEqual([...['TIFF', 'HEIC', 'AVIF', 'Photoshop', 'PostScript'], null]);
    expect([nameLies('a.JPG', 'jpeg'), nameLies('a', 'pdf'), nameLies('scan 1.2', 'pdf'), nameLies('a.jpg', 'pdf')]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('pictures', () => {
  it('[D3] state their pixels, how the camera was held, and whether they end early', () => {
    expect(pictureFacts('png', greyPng(31, 20))).toEqual({ width: 31, height: 20, turn: 0, cut: false });
    expect([1, 3, 6, 8, 5].map((orientation) => pictureFacts('jpeg', jpegHead(7, 9, orientation))?.turn)).toEqual([0, 180, 90, 270, 0]);
    expect(pictureFacts('jpeg', jpegHead(7, 9, 1, false))).toEqual({ width: 7, height: 9, turn: 0, cut: true });
    expect(pictureFacts('gif', latin('GIF89a\x05\x00\x04\x00;'))).toEqual({ width: 5, height: 4, turn: 0, cut: false });
    expect(pictureFacts('webp', riff('VP8X', [0, 0, 0, 0, 9, 0, 0, 4, 0, 0]))).toEqual({ width: 10, height: 5, turn: 0, cut: false });
    expect(pictureFacts('webp', riff('VP8L', [0x2f, 9, 0, 1, 0]))).toEqual({ width: 10, height: 5, turn: 0, cut: false });
    expect(pictureFacts('webp', riff('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 10, 0, 5, 0]).subarray(0, 30))?.width).toBe(10);
    expect(pictureFacts('bmp', bmp(3, -2, 24))).toEqual({ width: 3, height: 2, turn: 0, cut: false });
    expect(pictureFacts('bmp', bmp(300, 200, 24))?.cut).toBe(true);
  });

  it('[D3] whose head breaks off or is nonsense are none, whatever stands in it', () => {
    for (let length = 0; length < 33; length++) pictureFacts('png', greyPng(3, 3).subarray(0, length));
    const photo = jpegHead(7, 9);
    for (let length = 2; length < photo.length; length++) pictureFacts('jpeg', photo.subarray(0, length));
    expect(pictureFacts('jpeg', photo.subarray(0, 40))).toBeNull();
    expect(pictureFacts('png', greyPng(0, 3))).toBeNull();
    expect(pictureFacts('webp', riff('ALPH', [0, 0, 0, 0, 0, 0]))).toBeNull();
  });
});

describe('ids among words', () => {
  const word = (text: string, x: number, y: number) => ({ text, region: { page: 1, x, y, width: text.length * 60, height: 100 } });
  const TRON = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
  it('[D6] stand alone, within punctuation, or over two lines; a wrong checksum is none', () => {
    const found = idsAmong([
      ...[word(`bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT?amount=1`, 0, 0), word(`(${TRON}),`, 0, 300)],
      ...[word(`${TRON.slice(0, -1)}T`, 0, 600), word(TRON.slice(0, 20), 500, 900), word(TRON.slice(20), 500, 1020)],
    ]);
    expect(found.map(({ text }) => text)).toEqual(['1BoatSLRHtKNngkdXEeobR76b53LETtpyT', TRON, TRON]);
    expect(found[2]?.region).toEqual({ page: 1, x: 500, y: 900, width: 1200, height: 220 });
  });
  it('[D6] pieces beside each other on one line are not put together', () => {
    expect(idsAmong([word(TRON.slice(0, 20), 0, 0), word(TRON.slice(20), 1300, 0)])).toEqual([]);
  });
});
