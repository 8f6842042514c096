// A disk with four partitions, made by the tools that make real ones and packed as E01: its files as fiwalk lists them, read by their pieces, and
// what the scanner finds in its bytes put back to the files it stands in.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFileSystemTools } from '../../../hosts/fileSystemTools.ts';
import type { FileSystemTools } from '../../kernel/index.ts';
import { closeHeldImage, scanRangeTask } from '../scanners/scanRange.ts';
import { type Image, imageFiles, type Listing, listFileSystems, openImage, type SeizedImageFile } from './index.ts';
import { readNtfsRecords } from './ntfsRecords.ts';

const PROGRAMS = ['fiwalk', 'ewfacquire', 'mkfs.ext4', 'mkfs.vfat', 'mkfs.ntfs', 'mkfs.exfat', 'mcopy', 'ntfscp', 'debugfs'];
const missing = PROGRAMS.filter((name) => (spawnSync(name, ['-V']).error as { code?: string } | undefined)?.code === 'ENOENT');
if (missing.length > 0) console.warn(`not installed, file systems of images are not tested: ${missing.join(', ')}`);

const folder = mkdtempSync(join(tmpdir(), 'tracehold-listing-'));
const at = (name: string): string => join(folder, name);
const MIB = 1 << 20;
const ADDRESS = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const never = new AbortController().signal;

function noise(size: number, seed: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let i = 0, state = seed; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

/** Each with an address at byte 5000, between blanks. */
function planted(size: number, seed: number): Buffer {
  const bytes = noise(size, seed);
  bytes.write(` ${ADDRESS} `, 4_999, 'latin1');
  return bytes;
}

const CONTENT: Record<string, Buffer> = {
  'fs1/home/山田/wallet.dat': planted(300_000, 1),
  'fs1/home/山田/wallet.dat-wal': noise(9_000, 2),
  'fs1/inline.txt': Buffer.from('a note of forty bytes, kept in the inode'),
  'fs2/PHOTOS/BIG.BIN': planted(200_000, 3),
  'fs2/after.txt': Buffer.from('behind the others'),
  'fs3/backup.bin': planted(150_000, 4),
  'fs3/resident.txt': Buffer.from(`kept in the table of files: ${ADDRESS} and more`),
};
const DELETED = planted(40_000, 5);

const run = (program: string, ...args: string[]): void => void execFileSync(program, args, { stdio: 'ignore' });
const empty = (name: string, size: number): string => {
  writeFileSync(at(name), '');
  truncateSync(at(name), size);
  return at(name);
};

function makeDisk(): readonly string[] {
  mkdirSync(at('tree/home/山田'), { recursive: true });
  for (const name of ['home/山田/wallet.dat', 'home/山田/wallet.dat-wal', 'inline.txt'])
    writeFileSync(at(`tree/${name}`), CONTENT[`fs1/${name}`] as Buffer);
  // mkfs leaves out the zeros: a hole.
  writeFileSync(at('tree/sparse.bin'), Buffer.concat([Buffer.alloc(150_000), Buffer.from('end')]));
  run('mkfs.ext4', '-q', '-F', '-O', 'inline_data', '-I', '256', '-d', at('tree'), empty('ext4', 8 * MIB));
  run('mkfs.vfat', empty('fat', 8 * MIB));
  writeFileSync(at('big'), CONTENT['fs2/PHOTOS/BIG.BIN'] as Buffer);
  writeFileSync(at('gone'), DELETED);
  writeFileSync(at('after'), CONTENT['fs2/after.txt'] as Buffer);
  run('mmd', '-i', at('fat'), '::/PHOTOS');
  run('mcopy', '-i', at('fat'), at('big'), '::/PHOTOS/BIG.BIN');
  run('mcopy', '-i', at('fat'), at('gone'), '::/GONE.BIN');
  run('mcopy', '-i', at('fat'), at('after'), '::/after.txt');
  run('mdel', '-i', at('fat'), '::/GONE.BIN');
  run('mkfs.ntfs', '-q', '-F', '-s', '512', '-p', '0', '-H', '1', '-S', '1', empty('ntfs', 8 * MIB));
  writeFileSync(at('backup'), CONTENT['fs3/backup.bin'] as Buffer);
  writeFileSync(at('resident'), CONTENT['fs3/resident.txt'] as Buffer);
  run('ntfscp', at('ntfs'), at('backup'), '/backup.bin');
  run('ntfscp', at('ntfs'), at('resident'), '/resident.txt');
  run('mkfs.exfat', empty('exfat', 8 * MIB));
  const table = Buffer.alloc(MIB);
  [0x83, 0x06, 0x07, 0x07].forEach((type, i) => {
    table.writeUInt8(type, 446 + i * 16 + 4);
    table.writeUInt32LE(2_048 + i * 8 * 2_048, 446 + i * 16 + 8);
    table.writeUInt32LE(8 * 2_048, 446 + i * 16 + 12);
  });
  table.writeUInt16LE(0xaa55, 510);
  writeFileSync(at('disk.img'), Buffer.concat([table, ...['ext4', 'fat', 'ntfs', 'exfat'].map((name) => readFileSync(at(name)))]));
  run('ewfacquire', '-u', '-q', '-c', 'fast', '-S', '1MiB', '-t', at('disk'), at('disk.img'));
  return [at('disk.E01')];
}

describe.runIf(missing.length === 0)('file systems of an image', () => {
  let image: Image;
  let listing: Listing;
  let host: { fileSystemTools(): Promise<FileSystemTools | null> };
  beforeAll(async () => {
    image = openImage(makeDisk());
    host = { fileSystemTools: () => findFileSystemTools({}) };
    listing = await listFileSystems(host, image, { signal: never });
  }, 30_000);
  afterAll(() => {
    closeHeldImage();
    image?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function read(): Promise<{ files: Map<string, SeizedImageFile>; unread: { path: string; reason: string }[] }> {
    const files = new Map<string, SeizedImageFile>();
    const unread: { path: string; reason: string }[] = [];
    for await (const file of imageFiles({ host, image, listing, shown: 'disk.E01', signal: never, onUnread: (one) => unread.push(one) }))
      files.set(file.path.slice('disk.E01/'.length), file);
    return { files, unread };
  }

  it('[F1] are told with their places, from E01 segments as from the raw disk', async () => {
    expect(listing.lister).toMatch(/^fiwalk \d/);
    expect(listing.fileSystems.map(({ form, offset }) => [form, offset])).toEqual([
      ['ext4', MIB],
      ['fat12', 9 * MIB],
      ['ntfs', 17 * MIB],
      ['exfat', 25 * MIB],
    ]);
    expect(listing.problems).toEqual([]);
    const raw = openImage([at('disk.img')]);
    const ofRaw = await listFileSystems(host, raw, { signal: never });
    expect([...ofRaw.files()]).toEqual([...listing.files()]);
    raw.close();
  });

  it('[F3] their files are read to the byte: in pieces, sparse, within tables, deleted', async () => {
    const { files, unread } = await read();
    for (const [path, content] of Object.entries(CONTENT)) {
      const file = files.get(path);
      expect(file?.size, path).toBe(content.length);
      expect(Buffer.from((await file?.bytes(MIB)) ?? []).equals(content), path).toBe(true);
      expect(Buffer.from(file?.head ?? []).equals(content.subarray(0, 4_096)), path).toBe(true);
      expect(await file?.bytes(content.length - 1)).toBeNull();
    }
    const big = files.get('fs1/home/山田/wallet.dat');
    const pieces: Uint8Array[] = [];
    for await (const piece of big?.pieces?.() ?? []) pieces.push(piece.slice());
    expect(Buffer.concat(pieces).equals(CONTENT['fs1/home/山田/wallet.dat'] as Buffer)).toBe(true);
    const sparse = Buffer.from((await files.get('fs1/sparse.bin')?.bytes(MIB)) ?? []);
    expect([sparse.length, sparse.toString('latin1', 150_000, 150_003), sparse.filter((byte) => byte !== 0).length]).toEqual([
      150_003,
      'end',
      3,
    ]);
    const deleted = files.get('fs2/_ONE.BIN');
    expect(deleted?.listed.isDeleted).toBe(true);
    expect(Buffer.from((await deleted?.bytes(MIB)) ?? []).equals(DELETED)).toBe(true);
    expect(unread).toEqual([]);
    expect([...files.values()].filter(({ isInPlace }) => !isInPlace).map(({ path }) => path)).toEqual(['disk.E01/fs1/inline.txt']);
  });

  it('[F3] small files of NTFS are read without a program for each', async () => {
    const without = async (): Promise<FileSystemTools | null> => null;
    const unread: string[] = [];
    const found = new Map<string, Uint8Array | null>();
    for await (const file of imageFiles({
      host: { fileSystemTools: without },
      image,
      listing,
      shown: 'd',
      signal: never,
      onUnread: ({ path }) => unread.push(path),
    }))
      found.set(file.path, await file.bytes(MIB));
    expect(Buffer.from(found.get('d/fs3/resident.txt') ?? []).equals(CONTENT['fs3/resident.txt'] as Buffer)).toBe(true);
    expect(unread).toEqual(['d/fs1/inline.txt']);
  });

  it('[F3] a record whose bits were turned gives its content, none, or what its own sums of sectors allow, and never an error', () => {
    const sound = readFileSync(at('ntfs'));
    const table = listing.fileNamed('fs3/$MFT')?.runs?.map((run) => ({ ...run, imageOffset: run.imageOffset - 17 * MIB })) ?? [];
    const resident = [...listing.files()].find(({ path }) => path === 'fs3/resident.txt');
    const record = (table[0]?.imageOffset ?? 0) + (resident?.inode ?? 0) * 1_024;
    const readBack = (bytes: Buffer): string | undefined => {
      const read = (target: Uint8Array, from: number): number => bytes.copy(target, 0, from, from + target.length);
      const content = readNtfsRecords({ read }, 0, table)?.contentOf(resident?.inode ?? 0);
      return content?.bytes === undefined ? undefined : Buffer.from(content.bytes).toString('latin1');
    };
    expect(readBack(sound)).toBe(CONTENT['fs3/resident.txt']?.toString('latin1'));
    let lost = 0;
    for (let i = 0; i < 1_024 * 8; i += 3) {
      const copy = Buffer.from(sound.subarray(0, record + 1_024));
      const where = i % 2 === 0 ? record + (i >> 3) : (i * 7) % 512;
      copy.writeUInt8(copy.readUInt8(where) ^ (1 << (i & 7)), where);
      if (readBack(copy) === undefined) lost++;
    }
    expect(lost).toBeGreaterThan(10);
  });

  it('[F3] gives another file of the same folder, and times as the file system has them', async () => {
    const { files } = await read();
    const wallet = files.get('fs1/home/山田/wallet.dat');
    const wal = await wallet?.beside('wallet.dat-wal', MIB);
    expect(Buffer.from(wal ?? []).equals(CONTENT['fs1/home/山田/wallet.dat-wal'] as Buffer)).toBe(true);
    expect([await wallet?.beside('none', MIB), await wallet?.beside('wallet.dat-wal', 10)]).toEqual([null, null]);
    expect(wallet?.listed.times.modified).toMatch(/^20\d\d-.*Z$/);
    // FAT keeps local time and no zone.
    expect(files.get('fs2/after.txt')?.listed.times.modified).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  });

  it('[F4] [S7] what the scanner finds in the bytes of the image stands in the files it was planted in', () => {
    const wasm = new Uint8Array(readFileSync(new URL('../../../../resources/wasm/scan.wasm', import.meta.url)));
    const found: unknown[] = [];
    for (let from = 0; from < image.size; from += 3 * MIB) {
      const to = Math.min(image.size, from + 3 * MIB);
      const { hits, read, problem } = scanRangeTask.run({
        of: { image: { paths: image.paths }, size: image.size },
        from,
        to,
        wasm,
        around: 0,
      });
      expect([read, problem]).toEqual([to - from, null]);
      expect(hits).toEqual(scanRangeTask.run({ of: { path: at('disk.img'), size: image.size }, from, to, wasm, around: 0 }).hits);
      for (const hit of hits) if (hit.value === ADDRESS) found.push(listing.placeOf(hit.start));
    }
    expect(found).toEqual([
      { path: 'fs1/home/山田/wallet.dat', offset: 5_000, isDeleted: false },
      { path: 'fs2/PHOTOS/BIG.BIN', offset: 5_000, isDeleted: false },
      { path: 'fs2/_ONE.BIN', offset: 5_000, isDeleted: true },
      { path: 'fs3/resident.txt', offset: 28, isDeleted: false },
      { path: 'fs3/backup.bin', offset: 5_000, isDeleted: false },
    ]);
    expect(listing.placeOf(0)).toBeNull();
    expect(listing.placeOf(33 * MIB - 1)).toBeNull();
  });

  it('[F2] the host starts nothing with a path that could be an option, and is ended by a signal', async () => {
    const tools = (await host.fileSystemTools()) as FileSystemTools;
    await expect(async () => {
      for await (const _ of tools.list(['-V'], never));
    }).rejects.toThrow('not absolute');
    const stop = new AbortController();
    stop.abort();
    await expect(listFileSystems(host, image, { signal: stop.signal })).rejects.toThrow('job.cancelled');
    expect(await findFileSystemTools({ TRACEHOLD_SLEUTHKIT: folder })).toBeNull();
  });

  it('[F2] a program that does not end is ended by the signal', async () => {
    mkdirSync(at('slow'), { recursive: true });
    for (const name of ['fiwalk', 'icat'])
      writeFileSync(
        at(`slow/${name}`),
        '#!/bin/sh\nif [ "$1" = -V ]; then echo "SleuthKit Version: 0.0"; exit; fi\nprintf "<dfxml>"\nexec sleep 60\n',
        {
          mode: 0o755,
        },
      );
    const slow = { fileSystemTools: () => findFileSystemTools({ TRACEHOLD_SLEUTHKIT: at('slow') }) };
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    await expect(listFileSystems(slow, image, { signal: stop.signal })).rejects.toThrow('job.cancelled');
  });

  it('[F2] a disk that is no file system at all, and one cut short, end with what could be listed', async () => {
    writeFileSync(at('noise.img'), noise(MIB, 9));
    const none = await listFileSystems(host, openImage([at('noise.img')]), { signal: never });
    expect([none.fileSystems, [...none.files()]]).toEqual([[], []]);
    writeFileSync(at('cut.img'), readFileSync(at('disk.img')).subarray(0, 2 * MIB));
    const cut = openImage([at('cut.img')]);
    const short = await listFileSystems(host, cut, { signal: never });
    const unread: string[] = [];
    for await (const file of imageFiles({
      host,
      image: cut,
      listing: short,
      shown: 'cut',
      signal: never,
      onUnread: ({ path }) => unread.push(path),
    }))
      expect(file.size).toBeGreaterThanOrEqual(0);
    expect(new Set(short.fileSystems.map(({ offset }) => offset)).size).toBe(short.fileSystems.length);
    cut.close();
  });
});

describe('a list of files that lies', () => {
  const image = { size: 1_000, read: () => 0, paths: ['/x/disk.img'], names: ['disk.img'] };
  const listed = async (text: string | AsyncIterable<Uint8Array>): Promise<Listing> => {
    const list = typeof text === 'string' ? () => pieces(text) : () => text;
    const tools = { name: 'fiwalk 0', list, content: () => pieces('more than was said') } as unknown as FileSystemTools;
    return listFileSystems({ fileSystemTools: async () => tools }, image, { signal: never });
  };
  async function* pieces(text: string): AsyncGenerator<Uint8Array> {
    const bytes = new TextEncoder().encode(text);
    for (let i = 0; i < bytes.length; i += 100) yield bytes.subarray(i, i + 100);
  }
  const volume = (content: string, offset = '0'): string =>
    `<dfxml><volume offset='${offset}'><ftype_str>ext4</ftype_str>${content}</volume></dfxml>`;
  const file = (name: string, runs: string, size = '10'): string =>
    `<fileobject><filename>${name}</filename><name_type>r</name_type><filesize>${size}</filesize><inode>5</inode><alloc>1</alloc><byte_runs>${runs}</byte_runs></fileobject>`;

  it('[F2] places that are none make no pieces, and nothing beyond the image is read', async () => {
    const runs = [
      "file_offset='0' img_offset='-5' len='10'",
      "file_offset='0' img_offset='1e400' len='10'",
      "img_offset='5' len='10'",
      "file_offset='0' img_offset='0' len='9007199254740993'",
    ];
    const listing = await listed(
      volume(
        runs.map((run, i) => file(`f${i}`, `<byte_run ${run}/>`)).join('') +
          file('beyond', "<byte_run file_offset='0' img_offset='995' len='10'/>"),
      ),
    );
    expect([...listing.files()].map(({ content }) => content)).toEqual(['packed', 'packed', 'packed', 'packed', 'runs']);
    const unread: string[] = [];
    const whole = { ...image, read: () => 0 } as unknown as Image;
    const tools = { content: () => pieces('more than was said') } as unknown as FileSystemTools;
    const asked = { host: { fileSystemTools: async () => tools }, image: whole, listing, shown: 'd', signal: never };
    for await (const one of imageFiles({ ...asked, onUnread: ({ reason }) => unread.push(reason) })) expect(one).toBeUndefined();
    expect(unread).toEqual([
      ...Array(4).fill('image: its content is longer than the list of files says'),
      'image: part of it lies beyond the end of the image',
    ]);
  });

  it('[F2] streams of a table that holds nothing else are listed up to a bound, which is told', async () => {
    const record = Buffer.alloc(1 << 16);
    record.write('FILE');
    record.set([48, 0, 1], 4);
    record[22] = 1;
    record.writeUInt16LE(56, 20);
    // Resident, of one byte, named with one letter: as many as one record takes.
    for (let at = 56; at + 32 <= record.length; at += 32) {
      record.writeUInt32LE(0x80, at);
      record.set([32, 0, 0, 0, 0, 1, 24], at + 4);
      record.set([1, 0, 0, 0, 26], at + 16);
      record.set([0x62, 0, 0x63], at + 24);
    }
    const boot = Buffer.alloc(512);
    boot.set([0, 2, 8], 11);
    boot.writeInt8(-16, 64);
    let reads = 0;
    const read = (target: Uint8Array, offset: number): number => {
      reads++;
      (offset === 0 ? boot : record).copy(target);
      return target.length;
    };
    const table = file('$MFT', "<byte_run file_offset='0' img_offset='65536' len='1073741824'/>", '1073741824').replace(
      '<inode>5',
      '<inode>0',
    );
    const text = volume(table).replace('ext4', 'ntfs');
    const tools = { name: 'fiwalk 0', list: () => pieces(text) } as unknown as FileSystemTools;
    const listing = await listFileSystems({ fileSystemTools: async () => tools }, { ...image, size: 2 ** 31, read }, { signal: never });
    expect(listing.problems).toEqual([{ path: 'disk.img', reason: 'image: more alternate streams than are listed' }]);
    expect([...listing.files()]).toHaveLength(1 + Math.floor((record.length - 56) / 32));
    expect(reads).toBeLessThan(1_000);
  });

  it('[F3] deleted files whose place is forgotten are counted, not told one by one', async () => {
    const gone = (name: string): string => file(name, '').replace('<alloc>1</alloc>', '<unalloc>1</unalloc>');
    const listing = await listed(volume(gone('a') + gone('b') + gone('c')));
    const unread: unknown[] = [];
    const asked = { host: {}, image: { ...image, read: () => 0 } as unknown as Image, listing, shown: 'd', signal: never };
    for await (const one of imageFiles({ ...asked, onUnread: (told) => unread.push(told) })) expect(one).toBeUndefined();
    expect(unread).toEqual([{ path: 'd', reason: 'image: 3 deleted files of which nothing says any more where their content lay' }]);
  });

  it('[F2] the same file system listed twice counts once; a list that breaks off, or a lister that fails, is told', async () => {
    const one = volume(file('a', "<byte_run file_offset='0' img_offset='0' len='10'/>")).replaceAll(/<\/?dfxml>/g, '');
    const twice = await listed(`<dfxml>${one}${one}</dfxml>`);
    expect([twice.fileSystems.length, [...twice.files()].length]).toEqual([1, 1]);
    expect((await listed(`<dfxml>${one.slice(0, -40)}`)).problems).toEqual([
      { path: 'disk.img', reason: 'image: the list of files breaks off before its end' },
    ]);
    const failing = (async function* () {
      yield new TextEncoder().encode(`<dfxml>${one}`);
      throw new Error('ended with code 1 Cannot open /x/disk.img');
    })();
    const failed = await listed(failing);
    expect([[...failed.files()].length, failed.problems[0]?.reason]).toEqual([
      1,
      'image: fiwalk 0 failed: ended with code 1 Cannot open disk.img',
    ]);
  });

  it('[F2] text that is no XML, control characters and endless names do not end the reading', async () => {
    const listing = await listed(
      volume(`${file('a\u0001&bad;b', '')}${file('n'.repeat(200_000), '')}${file('..', '')}${file('dir/..', '')}<<>`),
    );
    const names = [...listing.files()].map(({ path }) => path);
    expect(names.length).toBe(2);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThan(10_000);
  });

  it('[F4] a file that stands comes before a deleted one at the same place, and overlaps are found', async () => {
    const deleted = (name: string, from: number, length: number): string =>
      file(name, `<byte_run file_offset='0' img_offset='${from}' len='${length}'/>`, `${length}`)
        .replace('<alloc>', '<unalloc>')
        .replace('</alloc>', '</unalloc>');
    const listing = await listed(
      volume(
        deleted('old', 0, 900) + file('now', "<byte_run file_offset='0' img_offset='100' len='50'/>", '50') + deleted('older', 120, 10),
      ),
    );
    expect(listing.placeOf(120)).toEqual({ path: 'fs1/now', offset: 20, isDeleted: false });
    expect(listing.placeOf(99)).toEqual({ path: 'fs1/old', offset: 99, isDeleted: true });
    expect(listing.placeOf(899)).toEqual({ path: 'fs1/old', offset: 899, isDeleted: true });
    expect(listing.placeOf(900)).toBeNull();
    expect([listing.fileNamed('fs1/now')?.size, listing.fileNamed('fs1/old'), listing.fileNamed('x')]).toEqual([50, null, null]);
  });

  it('[F2] without a lister nothing is listed', async () => {
    for (const host of [{}, { fileSystemTools: async () => null }]) {
      const listing = await listFileSystems(host, image, { signal: never });
      expect([listing.lister, [...listing.files()], listing.placeOf(0)]).toEqual(['', [], null]);
    }
  });

  it('[F4] twenty thousand files are listed and found in bounded time', async () => {
    const many = (async function* () {
      const encoder = new TextEncoder();
      yield encoder.encode("<dfxml><volume offset='0'><ftype_str>ext4</ftype_str>");
      for (let i = 0; i < 20_000; i += 500)
        yield encoder.encode(
          Array.from({ length: 500 }, (_, j) =>
            file(`d/${i + j}`, `<byte_run file_offset='0' img_offset='${(i + j) * 10}' len='10'/>`),
          ).join(''),
        );
      yield encoder.encode('</volume></dfxml>');
    })();
    const listing = await listed(many);
    expect(listing.placeOf(199_995)).toEqual({ path: 'fs1/d/19999', offset: 5, isDeleted: false });
    expect(listing.fileNamed('fs1/d/11415')?.runs).toEqual([{ fileOffset: 0, imageOffset: 114_150, length: 10 }]);
    expect([...listing.files()]).toHaveLength(20_000);
  });
});
