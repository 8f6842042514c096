// What is left of an E01 image that was damaged, by accident or by somebody's hand: bytes as they were or zeros that are told, never others.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fault } from '../../../../../shared/model/fault.ts';
import { chunkPlace, faultOf, hasEwf, imageBench, type Place, readWhole, sectionsOf } from '../../../../../tests/fixtures/ewfImages.ts';
import { adler32 } from '../adler32.ts';
import type { Image } from '../image.ts';
import { openImage } from '../openImage.ts';

const bench = imageBench();
const { folder, raw, open, acquired } = bench;
afterAll(bench.close);

/** The first one, and those behind it. */
function readSegments(first: string): readonly [Buffer, readonly Buffer[]] {
  const names = readdirSync(dirname(first))
    .filter((name) => /\.E\d\d$/.test(name))
    .sort();
  return [readFileSync(first), names.slice(1).map((name) => readFileSync(join(dirname(first), name)))];
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
    const path = bench.newName('.E01');
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
    // Chunks lie one behind the other all the same.
    expect(readWhole(both).equals(raw)).toBe(true);
    expect(reasons(both)).toMatch(/no table says where the chunks from byte \d+ on lie; they are sought one behind the other/);
  });

  it.each([
    ['stored', ['-c', 'none']],
    ['packed', ['-c', 'fast']],
  ] as const)('[E7] chunks that no table tells of are read one behind the other up to the end (%s)', (_, options) => {
    const whole = readFileSync(acquired(...options));
    const table = sectionsOf(whole).find(({ type }) => type === 'table') as Place;
    for (const chunks of [0, 1, 40, 96, 160]) {
      const path = bench.newName('.E01');
      // Within the chunk behind those.
      writeFileSync(path, whole.subarray(0, chunkPlace(whole, table, chunks) + 20));
      const image = open(path);
      const expected = Buffer.from(raw);
      expected.fill(0, chunks * 32_768);
      expect(readWhole(image).equals(expected)).toBe(true);
      expect(reasons(image)).toContain(`image: chunks ${chunks} to 160 are not found behind those before; read as zeros`);
      expect(image.problems.at(-1)).toMatchObject({ at: chunks * 32_768, bytes: raw.length - chunks * 32_768 });
      // From anywhere, in any order.
      const again = open(path);
      for (const at of [120, 3, 95, 40, 39]) {
        const piece = Buffer.alloc(1_000);
        again.read(piece, at * 32_768);
        expect(piece.equals(expected.subarray(at * 32_768, at * 32_768 + 1_000)), `chunk ${at} of ${chunks}`).toBe(true);
      }
    }
    // One that is damaged ends it: where the next one begins nobody says.
    const hurt = Buffer.from(whole.subarray(0, table.at));
    hurt.fill(0x5a, chunkPlace(whole, table, 50), chunkPlace(whole, table, 50) + 30);
    const path = bench.newName('.E01');
    writeFileSync(path, hurt);
    const image = open(path);
    expect(
      readWhole(image)
        .subarray(0, 50 * 32_768)
        .equals(raw.subarray(0, 50 * 32_768)),
    ).toBe(true);
    expect(reasons(image)).toContain('chunks 50 to 160 are not found');
  });

  it('[E7] a first segment that ends early is read to its end, and the one behind it where it belongs', () => {
    const [first, second] = readSegments(acquired('-c', 'fast', '-S', '1MiB'));
    const table = sectionsOf(first).find(({ type }) => type === 'table') as Place;
    const chunks = first.readUInt32LE(table.at + 76);
    const at = bench.newName('');
    writeFileSync(`${at}.E01`, first.subarray(0, chunkPlace(first, table, chunks - 1) + 9));
    second.forEach((bytes, i) => void writeFileSync(`${at}.E0${i + 2}`, bytes));
    const image = open(`${at}.E01`);
    const expected = Buffer.from(raw);
    expected.fill(0, (chunks - 1) * 32_768, chunks * 32_768);
    expect(readWhole(image).equals(expected)).toBe(true);
    expect(reasons(image)).toContain(`chunks ${chunks - 1} to ${chunks - 1} are not found`);
  });

  it('[E7] behind a segment that ends early between two chunks, those of the next one are given at no wrong place', () => {
    const [first, second] = readSegments(acquired('-c', 'none', '-S', '1MiB'));
    const table = sectionsOf(first).find(({ type }) => type === 'table') as Place;
    const chunks = first.readUInt32LE(table.at + 76);
    const blind = Buffer.from(second[0] as Buffer);
    for (const { type, at } of sectionsOf(blind)) if (type.startsWith('table')) blind.writeUInt32LE(0, at + 76);
    const at = bench.newName('');
    writeFileSync(`${at}.E01`, first.subarray(0, chunkPlace(first, table, chunks - 3)));
    [blind, ...second.slice(1)].forEach((bytes, i) => void writeFileSync(`${at}.E0${i + 2}`, bytes));
    const image = open(`${at}.E01`);
    const behind = Buffer.from(second[0] as Buffer);
    const next = sectionsOf(behind).find(({ type }) => type === 'table') as Place;
    const expected = Buffer.from(raw);
    expected.fill(0, (chunks - 3) * 32_768, (chunks + behind.readUInt32LE(next.at + 76)) * 32_768);
    expect(readWhole(image).equals(expected)).toBe(true);
    expect(reasons(image)).toContain(`chunks ${chunks - 3} to`);
  });

  it('[E6] a file that ends early keeps what came before, and says so', () => {
    const ended = changed((bytes) => bytes.subarray(0, place('table').at - 100_000));
    expect(ended.size).toBe(raw.length);
    expect(reasons(ended)).toMatch(/it ends at byte \d+, within the section at byte \d+/);
    const tail = changed((bytes) => bytes.subarray(0, place('hash').at));
    expect(readWhole(tail).equals(raw)).toBe(true);
    expect(reasons(tail)).toMatch(/before its last section/);
    expect(reasons(tail)).not.toMatch(/no table/);
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
    expect(readWhole(broken).equals(raw)).toBe(true);
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
    for (let i = 0; i < 300; i++) {
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
    expect(kept).toBeGreaterThan(200);
  });
});
