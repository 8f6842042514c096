// Images made by ewfacquire from a disk that is known to the byte, and what is left of them when they are damaged.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fault } from '../../../../shared/model/fault.ts';
import { adler32 } from './adler32.ts';
import type { Image } from './image.ts';
import { openImage } from './openImage.ts';

const hasEwf = spawnSync('ewfacquire', ['-V']).status === 0;
if (!hasEwf) console.warn('ewfacquire is not installed: images of its making are not tested');

const folder = mkdtempSync(join(tmpdir(), 'tracehold-images-'));
const rawPath = join(folder, 'disk.img');
const raw = disk(5 * (1 << 20) + 3 * 512);

/** Zeros, text and noise: chunks that pack well, a little and not at all. */
function disk(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = 7;
  for (let at = 1 << 19; at < 3 << 20; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  bytes.write('a line of text that repeats. '.repeat(40_000), 3 << 20, 'latin1');
  bytes.write('the last sector', size - 512, 'latin1');
  return bytes;
}

const opened: Image[] = [];
const open = (...paths: string[]): Image => {
  const image = openImage(paths);
  opened.push(image);
  return image;
};
afterAll(() => {
  for (const image of opened) image.close();
  rmSync(folder, { recursive: true, force: true });
});

function readWhole(image: Image, piece = 100_003): Buffer {
  const all = Buffer.alloc(image.size);
  for (let at = 0; at < image.size; at += piece) image.read(all.subarray(at, Math.min(at + piece, image.size)), at);
  return all;
}

function faultOf(act: () => unknown): { code: string; parameters: unknown } {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, parameters: error.parameters };
    throw error;
  }
  throw new Error('no fault');
}

let made = 0;
/** An image of the disk in a folder of its own; its first segment. */
function acquired(...options: string[]): string {
  const at = join(folder, `made${++made}`);
  mkdirSync(at);
  const given = [
    '-u',
    '-q',
    '-C',
    'K-7',
    '-E',
    'EX-1',
    '-e',
    '山田',
    '-D',
    'a stick',
    '-N',
    'none',
    ...options,
    '-t',
    join(at, 'disk'),
    rawPath,
  ];
  execFileSync('ewfacquire', given, { stdio: 'ignore' });
  return join(at, readdirSync(at).sort()[0] as string);
}

beforeAll(() => writeFileSync(rawPath, raw));

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
    const third = readFileSync(paths[2] as string);
    const identified = Buffer.from(third);
    const { at: data } = sectionsOf(third).find(({ type }) => type === 'data') as Place;
    identified.fill(0xaa, data + 76 + 64, data + 76 + 80);
    identified.writeUInt32LE(adler32(identified.subarray(data + 76, data + 76 + 1048)), data + 76 + 1048);
    writeFileSync(paths[2] as string, identified);
    expect(faultOf(() => open(first))).toEqual({ code: 'image.mixedParts', parameters: { name: 'disk.E03' } });
    rmSync(paths[2] as string);
    expect(faultOf(() => open(first))).toEqual({ code: 'image.missingPart', parameters: { name: 'disk.E03' } });
    copyFileSync(paths[3] as string, paths[2] as string);
    expect(faultOf(() => open(first))).toEqual({ code: 'image.mixedParts', parameters: { name: 'disk.E03' } });
  });
});

interface Place {
  readonly type: string;
  readonly at: number;
  readonly end: number;
}

function chunkPlace(bytes: Buffer, table: Place, chunk: number): number {
  return Number(bytes.readBigUInt64LE(table.at + 84)) + (bytes.readUInt32LE(table.at + 100 + chunk * 4) & 0x7fffffff);
}

function sectionsOf(bytes: Buffer): readonly Place[] {
  const found: Place[] = [];
  for (let at = 13; ; ) {
    const type = bytes.toString('latin1', at, at + 16).replace(/\0.*$/s, '');
    const next = Number(bytes.readBigUInt64LE(at + 16));
    found.push({ type, at, end: Math.max(next, at + 76) });
    if (next <= at) return found;
    at = next;
  }
}

describe.runIf(hasEwf)('a damaged E01 image', () => {
  let sound: Buffer;
  let sections: readonly Place[];
  const place = (type: string): Place => sections.find((section) => section.type === type) as Place;
  beforeAll(() => {
    sound = readFileSync(acquired('-c', 'none', '-d', 'sha1'));
    sections = sectionsOf(sound);
  });
  const seal = (bytes: Buffer, from: number, length: number): unknown =>
    bytes.writeUInt32LE(adler32(bytes.subarray(from, from + length)), from + length);
  const changed = (change: (bytes: Buffer) => Buffer | unknown): Image => {
    const copy = Buffer.from(sound);
    const other = change(copy);
    const path = join(folder, `damaged${++made}.E01`);
    writeFileSync(path, Buffer.isBuffer(other) ? other : copy);
    return open(path);
  };
  const reasons = (image: Image): string => image.problems.map(({ reason }) => reason).join('\n');

  it('[E3] a chunk whose checksum does not fit is read as zeros and named, the others as they are', () => {
    const image = changed((bytes) =>
      bytes.writeUInt8(bytes.readUInt8(place('sectors').at + 76 + 40 * 32_772 + 5) ^ 1, place('sectors').at + 76 + 40 * 32_772 + 5),
    );
    const expected = Buffer.from(raw);
    expected.fill(0, 40 * 32_768, 41 * 32_768);
    expect(readWhole(image).equals(expected)).toBe(true);
    expect(image.problems).toEqual([
      {
        path: image.names[0],
        reason: `image: chunk 40 at byte 1310720 is damaged: its checksum does not fit; read as zeros`,
        at: 1_310_720,
        bytes: 32_768,
      },
    ]);
  });

  it('[E3] a packed chunk that does not unpack, or unpacks to less, is read as zeros and named', () => {
    const packed = readFileSync(acquired('-c', 'best'));
    const table = sectionsOf(packed).find(({ type }) => type === 'table') as Place;
    packed.fill(0xff, chunkPlace(packed, table, 0) + 4, chunkPlace(packed, table, 0) + 10);
    deflateSync(Buffer.alloc(100)).copy(packed, chunkPlace(packed, table, 1));
    const path = join(folder, 'packed.E01');
    writeFileSync(path, packed);
    const image = open(path);
    const expected = Buffer.from(raw);
    expected.fill(0, 0, 65_536);
    expect(readWhole(image).equals(expected)).toBe(true);
    expect(reasons(image)).toMatch(
      /chunk 0 at byte 0 is damaged: it does not unpack.*\n.*chunk 1 at byte 32768 is damaged: it unpacks to 100 bytes/,
    );
  });

  it('[E3] a packed chunk that unpacks to more than a chunk is not unpacked further', () => {
    const packed = readFileSync(acquired('-c', 'best'));
    const table = sectionsOf(packed).find(({ type }) => type === 'table') as Place;
    // Chunk 97 is text: packed, and with room for a bomb in the noise before it.
    const bomb = deflateSync(Buffer.alloc(20 << 20));
    const at = chunkPlace(packed, table, 96) - bomb.length;
    bomb.copy(packed, at);
    const entry = table.at + 100 + 95 * 4;
    packed.writeUInt32LE(at - Number(packed.readBigUInt64LE(table.at + 84)) + 0x8000_0000, entry);
    seal(packed, table.at + 100, packed.readUInt32LE(table.at + 76) * 4);
    const path = join(folder, 'bomb.E01');
    writeFileSync(path, packed);
    const image = open(path);
    expect(image.read(Buffer.alloc(512), 95 * 32_768)).toBe(512);
    expect(reasons(image)).toContain('chunk 95 at byte 3112960 is damaged: it does not unpack (ERR_BUFFER_TOO_LARGE)');
  });

  it('[E4] the copy of a table serves where the table is damaged; without one, chunks are read where they hold', () => {
    const breakEntries = (bytes: Buffer, type: string): unknown => bytes.writeUInt32LE(0x7fff_ffff, place(type).at + 76 + 24 + 4 * 10);
    const one = changed((bytes) => breakEntries(bytes, 'table'));
    expect(readWhole(one).equals(raw)).toBe(true);
    expect(reasons(one)).toContain('its copy is used');
    const both = changed((bytes) => [breakEntries(bytes, 'table'), breakEntries(bytes, 'table2')]);
    const expected = Buffer.from(raw);
    expected.fill(0, 9 * 32_768, 11 * 32_768);
    expect(readWhole(both).equals(expected)).toBe(true);
    expect(reasons(both)).toMatch(/entries of the table .* checksum .*\n.*chunk 9 .*outside.*\n.*chunk 10 /);
  });

  it('[E4] a table of 2^31 entries is no table', () => {
    const lie = (bytes: Buffer, type: string): unknown => {
      bytes.writeUInt32LE(0x8000_0000, place(type).at + 76);
      return seal(bytes, place(type).at + 76, 20);
    };
    expect(readWhole(changed((bytes) => lie(bytes, 'table'))).equals(raw)).toBe(true);
    const both = changed((bytes) => [lie(bytes, 'table'), lie(bytes, 'table2')]);
    expect([both.size, readWhole(both).every((byte) => byte === 0)]).toEqual([raw.length, true]);
    expect(both.problems.at(-1)).toMatchObject({ reason: 'image: chunks 0 to 160 have no table', at: 0, bytes: raw.length });
  });

  it('[E6] a file that ends early keeps what came before, and says so', () => {
    const ended = changed((bytes) => bytes.subarray(0, place('table').at - 100_000));
    expect(ended.size).toBe(raw.length);
    expect(reasons(ended)).toMatch(/it ends at byte \d+, within the section at byte \d+/);
    expect(ended.problems.at(-1)).toMatchObject({ at: 0, bytes: raw.length });
    const tail = changed((bytes) => bytes.subarray(0, place('hash').at));
    expect(readWhole(tail).equals(raw)).toBe(true);
    expect(reasons(tail)).toMatch(/before its last section/);
    expect(reasons(changed((bytes) => Buffer.concat([bytes, Buffer.from('behind')])))).toBe(
      'image: 6 bytes stand behind its last section; they are not read',
    );
  });

  it('[E6] a chain of sections that turns back, or whose descriptor does not hold, is not followed', () => {
    const loop = changed((bytes) => {
      bytes.writeBigUInt64LE(13n, place('table2').at + 16);
      return seal(bytes, place('table2').at, 72);
    });
    expect(reasons(loop)).toMatch(/leads back to byte 13/);
    expect(readWhole(loop).equals(raw)).toBe(true);
    const broken = changed((bytes) => bytes.writeUInt8(1, place('table').at + 40));
    expect(reasons(broken)).toMatch(/the section at byte \d+ has a checksum that does not fit/);
    expect(readWhole(broken).every((byte) => byte === 0)).toBe(true);
  });

  it('[E6] sections that lead elsewhere by their size than by their next one are told', () => {
    const dual = changed((bytes) => {
      bytes.writeBigUInt64LE(BigInt(place('sectors').end - place('sectors').at - 4_096), place('sectors').at + 24);
      return seal(bytes, place('sectors').at, 72);
    });
    expect(reasons(dual)).toMatch(/states a size that leads to byte \d+, and a next section at byte \d+, which was followed/);
  });

  it('[E6] sizes that lie are told, and never make more bytes than there are chunks', () => {
    const volumes = (bytes: Buffer, change: (at: number) => void): void => {
      for (const { type, at } of sections.filter(({ type }) => type === 'volume' || type === 'data')) {
        expect(type).toBeTruthy();
        change(at + 76);
        seal(bytes, at + 76, 1_048);
      }
    };
    const larger = changed((bytes) => volumes(bytes, (at) => void bytes.writeBigUInt64LE(1n << 36n, at + 16)));
    expect(larger.size).toBe(161 * 32_768);
    expect(reasons(larger)).toMatch(/its tables hold 161; bytes up to 5275648 are read/);
    expect(faultOf(() => changed((bytes) => volumes(bytes, (at) => void bytes.writeBigUInt64LE(1n << 60n, at + 16))))).toMatchObject({
      parameters: { reason: 'volume' },
    });
    expect(faultOf(() => changed((bytes) => volumes(bytes, (at) => void bytes.writeUInt32LE(0x7fff_ffff, at + 8)))).code).toBe(
      'image.damaged',
    );
    const fewer = changed((bytes) => volumes(bytes, (at) => void bytes.writeUInt32LE(3, at + 4)));
    expect(readWhole(fewer).equals(raw)).toBe(true);
    expect(reasons(fewer)).toContain('it states 3 chunks, and a size that makes 161');
  });

  it('[E5] an image without sums, or with a damaged one, says so', () => {
    const renamed = changed((bytes) => {
      for (const type of ['hash', 'digest']) {
        bytes.write('other\0\0\0', place(type).at, 'latin1');
        seal(bytes, place(type).at, 72);
      }
    });
    expect([renamed.statedHashes, reasons(renamed)]).toEqual([[], 'image: the image states no sum of its bytes']);
    const damaged = changed((bytes) => bytes.writeUInt8(0, place('hash').at + 76));
    expect(damaged.statedHashes.map(({ name }) => name)).toEqual(['md5', 'sha1']);
    expect(reasons(damaged)).toMatch(/the section "hash" at byte \d+ is damaged/);
  });

  it('[E6] any byte that is changed, and any end, gives an answer, and wrong bytes are never silent', () => {
    const small = join(folder, 'small.img');
    const disk = raw.subarray((1 << 19) - 70_000, (1 << 19) + 130_000);
    writeFileSync(small, disk);
    execFileSync('ewfacquire', ['-u', '-q', '-c', 'fast', '-t', join(folder, 'small'), small], { stdio: 'ignore' });
    const whole = readFileSync(join(folder, 'small.E01'));
    const path = join(folder, 'turned.E01');
    let kept = 0;
    for (let i = 0; i < 600; i++) {
      // Half of the places among what the image says of itself, before and behind its chunks.
      const at = (i * 7_919_777 + i * i * 31) % (i % 2 === 0 ? whole.length : 3_000);
      const where = i % 4 === 1 ? whole.length - 1 - at : at;
      const copy = Buffer.from(whole);
      copy.writeUInt8(copy.readUInt8(where) ^ (1 << (i % 8)), where);
      writeFileSync(path, i % 10 === 9 ? whole.subarray(0, where) : copy);
      let image: Image;
      try {
        image = openImage([path]);
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
        continue;
      }
      kept++;
      if (!readWhole(image).equals(disk)) expect(image.problems.length, `byte ${where}`).toBeGreaterThan(0);
      image.close();
    }
    expect(kept).toBeGreaterThan(400);
  });
});
