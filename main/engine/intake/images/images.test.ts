// Raw images, in one file and in pieces, and images made by ewfacquire from a disk that is known to the byte.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { faultOf, hasEwf, imageBench, type Place, readWhole, sectionsOf } from '../../../../tests/fixtures/ewfImages.ts';
import { adler32 } from './adler32.ts';
import { imageFormOf } from './openImage.ts';
import { findParts } from './partNames.ts';

const bench = imageBench();
const { folder, raw, rawPath, open, acquired } = bench;
afterAll(bench.close);

describe('a raw image', () => {
  it('[D1] in one file is read at any place, to its end and no further', () => {
    const image = open(rawPath);
    expect([image.form, image.size, image.names]).toEqual(['rawImage', raw.length, ['disk.img']]);
    expect(readWhole(image).equals(raw)).toBe(true);
    expect([
      image.read(new Uint8Array(10), raw.length - 3),
      image.read(new Uint8Array(10), raw.length),
      image.read(new Uint8Array(10), 2 ** 50),
    ]).toEqual([3, 0, 0]);
  });

  const cut = (name: string, suffixes: readonly string[], piece = 1 << 20): readonly string[] => {
    const at = join(folder, name);
    mkdirSync(at);
    return suffixes.map((suffix, i) => {
      const path = join(at, `disk${suffix}`);
      writeFileSync(path, raw.subarray(i * piece, i === suffixes.length - 1 ? raw.length : (i + 1) * piece));
      return path;
    });
  };

  it.each([
    ['.001', ['.001', '.002', '.003', '.004', '.005', '.006']],
    ['.000', ['.000', '.001', '.002', '.003', '.004', '.005']],
    ['.dd.01', ['.dd.01', '.dd.02', '.dd.03', '.dd.04', '.dd.05', '.dd.06']],
    ['.aa', ['.aa', '.ab', '.ac', '.ad', '.ae', '.af']],
    ['.AAA', ['.AAA', '.AAB', '.AAC']],
  ])('[D2] in pieces from %s is found from any of them, and put in order when all are given', (name, suffixes) => {
    const paths = cut(`cut${name}`, suffixes);
    for (const given of [[paths[0]], [paths[2]], [...paths].reverse()]) {
      const image = open(...(given as string[]));
      expect([image.form, image.names.length, image.size, image.problems]).toEqual([
        'splitImage',
        paths.length,
        raw.length,
        suffixes.length === 3 ? image.problems : [],
      ]);
      expect(readWhole(image).equals(raw)).toBe(true);
    }
  });

  it('[D2] a missing piece is called by its name', () => {
    const paths = cut('missing', ['.001', '.002', '.003', '.004', '.005', '.006']);
    rmSync(paths[2] as string);
    expect(faultOf(() => open(paths[0] as string))).toEqual({ code: 'image.missingPart', parameters: { name: 'disk.003' } });
    expect(faultOf(() => open(...paths.filter((_, i) => i !== 2)))).toEqual({
      code: 'image.missingPart',
      parameters: { name: 'disk.003' },
    });
    rmSync(paths[0] as string);
    expect(faultOf(() => open(paths[1] as string))).toEqual({ code: 'image.missingPart', parameters: { name: 'disk.001' } });
  });

  it('[D2] a piece of another length is told, and pieces of two images are refused', () => {
    const paths = cut('lengths', ['.001', '.002', '.003', '.004', '.005', '.006']);
    truncateSync(paths[1] as string, 700_000);
    expect(open(paths[0] as string).problems).toEqual([
      { path: 'disk.002', reason: 'image: the piece has 700000 bytes, the first one 1048576', at: null, bytes: null },
    ]);
    expect(faultOf(() => open(paths[0] as string, rawPath)).code).toBe('image.mixedParts');
  });

  it('[D3] what form a file has is told by its beginning and the names beside it', () => {
    const paths = cut('forms', ['.001', '.002', '.003', '.004', '.005', '.006']);
    expect([rawPath, ...paths.slice(0, 2)].map(imageFormOf)).toEqual([null, 'splitImage', 'splitImage']);
    rmSync(paths[0] as string);
    expect(imageFormOf(paths[1] as string)).toBe('splitImage');
    const alone = bench.newName('.001');
    writeFileSync(alone, raw);
    expect([imageFormOf(alone), open(alone).form]).toEqual([null, 'rawImage']);
    if (hasEwf) expect(imageFormOf(acquired('-c', 'fast'))).toBe('ewf');
  });

  it('[D3] other forms, folders and what is not there are named', () => {
    const other = join(folder, 'other.Ex01');
    writeFileSync(other, Buffer.from('EVF2\r\n\x81\0rest', 'latin1'));
    expect(faultOf(() => open(other))).toEqual({ code: 'image.unsupported', parameters: { name: 'other.Ex01', form: 'Ex01' } });
    expect(faultOf(() => open(folder)).parameters).toMatchObject({ reason: 'notAFile' });
    expect(faultOf(() => open(join(folder, 'none.img'))).parameters).toEqual({ name: 'none.img', reason: 'ENOENT' });
    const named = join(folder, 'named.E01');
    writeFileSync(named, 'no image');
    expect(faultOf(() => open(named))).toEqual({ code: 'image.damaged', parameters: { name: 'named.E01', reason: 'header' } });
  });
});

describe.runIf(hasEwf)('an E01 image', () => {
  const md5 = createHash('md5').update(raw).digest('hex');
  const sha1 = createHash('sha1').update(raw).digest('hex');

  it.each([
    ['none', 'encase6', '64', '1.4GiB'],
    ['fast', 'encase6', '64', '1MiB'],
    ['best', 'encase5', '1024', '1.4GiB'],
    ['empty-block', 'ftk', '128', '1MiB'],
    ['fast', 'encase2', '16', '1.4GiB'],
    ['best', 'linen6', '64', '1MiB'],
    ['best', 'smart', '64', '1.4GiB'],
    ['fast', 'ewfx', '64', '1MiB'],
    ['fast', 'encase7', '64', '1MiB'],
  ])(
    '[E1] of compression %s, form %s, %s sectors a chunk and segments of %s gives the disk to the byte',
    (compression, form, sectors, size) => {
      const first = acquired('-c', compression, '-f', form, '-b', sectors, '-S', size, '-d', 'sha1');
      const image = open(first);
      expect([image.form, image.size]).toEqual(['ewf', raw.length]);
      expect(image.names.length > 1).toBe(size === '1MiB');
      expect(readWhole(image).equals(raw)).toBe(true);
      // Backwards, and across the borders of chunks.
      const piece = Buffer.alloc(70_000);
      for (let at = raw.length - 70_000; at >= 0; at -= 333_331) {
        expect(image.read(piece, at)).toBe(70_000);
        expect(piece.equals(raw.subarray(at, at + 70_000))).toBe(true);
      }
      expect(image.problems).toEqual([]);
      expect(image.statedHashes).toContainEqual({ name: 'md5', value: md5 });
      if (['encase6', 'encase7', 'linen6'].includes(form)) expect(image.statedHashes).toContainEqual({ name: 'sha1', value: sha1 });
    },
  );

  it('[E5] tells its own header', () => {
    const { header } = open(acquired('-c', 'fast'));
    const told = Object.fromEntries(header.map(({ code, value }) => [code, value]));
    expect(told).toMatchObject({
      caseNumber: 'K-7',
      evidenceNumber: 'EX-1',
      examiner: '山田',
      description: 'a stick',
      mediaType: 'fixed',
      platform: 'Linux',
    });
    expect(told.acquired).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('[E1] from a stream, whose size nobody knew before, gives the same', () => {
    const at = join(folder, 'streamed');
    execFileSync('ewfacquirestream', ['-q', '-c', 'fast', '-t', at], { input: raw, stdio: ['pipe', 'ignore', 'ignore'] });
    expect(readWhole(open(`${at}.E01`)).equals(raw)).toBe(true);
  });

  it.each(['none', 'fast'])('[E1] a file that ends within a sector is read to its end (%s)', (compression) => {
    const odd = bench.newName('.img');
    const bytes = raw.subarray(1 << 19, (1 << 19) + 200_100);
    writeFileSync(odd, bytes);
    execFileSync('ewfacquire', ['-u', '-q', '-c', compression, '-t', odd, odd], { stdio: 'ignore' });
    const image = open(`${odd}.E01`);
    expect(readWhole(image).equals(bytes)).toBe(true);
    expect(image.statedHashes).toEqual([{ name: 'md5', value: createHash('md5').update(bytes).digest('hex') }]);
    expect(image.problems.map(({ reason }) => reason)).toEqual([
      'image: it states 199680 bytes, and its last chunk holds 420 more, which are read: a part of a sector',
    ]);
  });

  it('[E2] segments beyond the ninety-ninth are called by letters', () => {
    const at = bench.newName('');
    mkdirSync(at);
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const ends = Array.from({ length: 99 }, (_, i) => `E${String(i + 1).padStart(2, '0')}`);
    for (const first of letters) ends.push(...letters.map((second) => `E${first}${second}`));
    ends.push('FAA', 'FAB');
    for (const end of ends) writeFileSync(join(at, `x.${end}`), '');
    expect(findParts(join(at, 'x.EQZ'), true)).toEqual(ends.map((end) => join(at, `x.${end}`)));
    rmSync(join(at, 'x.EZZ'));
    expect(faultOf(() => findParts(join(at, 'x.E01'), true))).toEqual({ code: 'image.missingPart', parameters: { name: 'x.EZZ' } });
  });

  it('[E2] parts are found from any of them; missing and foreign ones are named', () => {
    const first = acquired('-c', 'none', '-S', '1MiB');
    const at = join(first, '..');
    const names = readdirSync(at).sort();
    expect(names).toEqual(['disk.E01', 'disk.E02', 'disk.E03', 'disk.E04', 'disk.E05', 'disk.E06']);
    const paths = names.map((name) => join(at, name));
    expect(readWhole(open(paths[3] as string)).equals(raw)).toBe(true);
    expect(readWhole(open(...[...paths].reverse())).equals(raw)).toBe(true);
    renameSync(paths[5] as string, join(at, 'aside'));
    expect(faultOf(() => open(first))).toEqual({ code: 'image.missingPart', parameters: { name: 'disk.E06' } });
    renameSync(join(at, 'aside'), paths[5] as string);
    // ewfacquire leaves the identifier of the set empty; EnCase writes one.
    const identify = (path: string, type: string, byte: number): void => {
      const bytes = readFileSync(path);
      const { at: start } = sectionsOf(bytes).find((section) => section.type === type) as Place;
      bytes.fill(byte, start + 76 + 64, start + 76 + 80);
      bytes.writeUInt32LE(adler32(bytes.subarray(start + 76, start + 76 + 1048)), start + 76 + 1048);
      writeFileSync(path, bytes);
    };
    identify(paths[2] as string, 'data', 0xaa);
    expect(readWhole(open(first)).equals(raw)).toBe(true);
    identify(first, 'volume', 0xbb);
    expect(faultOf(() => open(first))).toEqual({ code: 'image.mixedParts', parameters: { name: 'disk.E03' } });
    rmSync(paths[2] as string);
    expect(faultOf(() => open(first))).toEqual({ code: 'image.missingPart', parameters: { name: 'disk.E03' } });
    copyFileSync(paths[3] as string, paths[2] as string);
    expect(faultOf(() => open(first))).toEqual({ code: 'image.mixedParts', parameters: { name: 'disk.E03' } });
  });
});
