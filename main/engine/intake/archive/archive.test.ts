// The header pass and its cache: what is found in files in every state, what is read again and what is not.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { framed, type MadeArchive, type MadeOptions, makeArchive, watchedDisk } from '../../../../tests/fixtures/archives.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { coreBlocks } from '../importers/blockFiles.ts';
import { probePath } from '../recognise.ts';
import { type Archive, openArchive } from './archive.ts';

const quiet = { report: () => undefined, signal: new AbortController().signal };
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});
const make = (options?: MadeOptions): MadeArchive => {
  const made = makeArchive(options);
  cleanups.push(made.clear);
  return made;
};
const cacheFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-cache-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
/** What was found, as text. */
const contents = ({ count, hashes, fileOf, offset, length, records, files }: Archive) =>
  Array.from({ length: count }, (_, i) => {
    const hash = Buffer.from(hashes.subarray(i * 32, i * 32 + 32)).toString('hex');
    const header = Buffer.from(records.subarray(i * 80, i * 80 + 80)).toString('hex');
    return `${hash} ${files[fileOf[i] as number]?.name} ${offset[i]} ${length[i]} ${header}`;
  });
/** The same, by walking the plain bytes with nothing but lengths. */
const expected = (made: MadeArchive) =>
  [...made.plain].flatMap(([name, bytes]) => {
    const lines: string[] = [];
    for (let at = 0; name.startsWith('blk') && at < bytes.length; ) {
      const length = bytes.readUInt32LE(at + 4);
      const body = bytes.subarray(at + 8, at + 8 + length);
      const hash = made.blocks.find((block) => block.bytes.equals(body))?.hash.toString('hex');
      lines.push(`${hash} ${name} ${at + 8} ${length} ${body.subarray(0, 80).toString('hex')}`);
      at += 8 + length;
    }
    return lines;
  });
const faultOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof Fault ? error.code : String(error);
  }
};

describe('the header pass', () => {
  it.each([true, false])('finds every block of every file, obfuscated %s', async (xor) => {
    const made = make({ xor });
    const progress: { done: number; total: number | null }[] = [];
    const archive = await openArchive(made.folder, null, { ...quiet, report: (at) => progress.push(at) });
    expect(contents(archive)).toEqual(expected(made));
    expect(archive.count).toBe(122);
    expect(archive.rejected).toEqual([]);
    expect(archive.files.map((file) => file.name)).toEqual([
      ...['blk00000.dat', 'blk00001.dat', 'blk00002.dat', 'blk00003.dat'],
      ...['rev00000.dat', 'rev00001.dat', 'rev00002.dat', 'rev00003.dat'],
    ]);
    expect(archive.blocksBytes).toBe(archive.files.filter((file) => file.name.startsWith('blk')).reduce((sum, file) => sum + file.size, 0));
    expect(Buffer.from(archive.magic ?? []).toString('hex')).toBe('fabfb5da');
    for (const [i, block] of made.blocks.entries()) {
      const found = archive.find(block.hash);
      expect(found, String(i)).toBeDefined();
      expect(archive.length[found as number]).toBe(block.bytes.length);
    }
    expect(archive.find(Buffer.alloc(32, 1))).toBeUndefined();
    expect(progress.at(-1)).toMatchObject({ done: archive.blocksBytes, total: archive.blocksBytes });
    expect((await openArchive(join(made.folder, 'blocks'), null, quiet)).listDigest).toBe(archive.listDigest);
  });

  it('reads headers only, where blocks are large', async () => {
    const made = make({ files: 2, perFile: 20, largestTransaction: 60_000 });
    const disk = watchedDisk();
    const archive = await openArchive(made.folder, null, quiet, disk);
    const read = [...disk.reads.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    expect(contents(archive)).toEqual(expected(made));
    expect(archive.blocksBytes).toBeGreaterThan(1_500_000);
    expect(read).toBeLessThan(archive.blocksBytes / 2);
    expect([...disk.reads.keys()].every((name) => name.startsWith('blk'))).toBe(true);
  });

  it('agrees with the importer for taken-in files between garbage, zeros, lying lengths and a torn tail', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            { weight: 4, arbitrary: fc.constant('block' as const) },
            fc.constant('lie' as const),
            fc.uint8Array({ maxLength: 300 }),
            fc.nat(400).map((length) => new Uint8Array(length)),
          ),
          { minLength: 1, maxLength: 12 },
        ),
        fc.nat(500),
        fc.boolean(),
        async (pieces, cut, xor) => {
          const made = makeArchive({ files: 1, perFile: 20, xor });
          try {
            let used = 0;
            const bytes = Buffer.concat(
              pieces.map((piece) => {
                const block = framed(made.blocks[used % made.blocks.length]?.bytes as Buffer);
                if (piece === 'block' || piece === 'lie') used++;
                if (piece === 'lie') block.writeUInt32LE(block.length + 777, 4);
                return typeof piece === 'string' ? block : piece;
              }),
            );
            made.write('blk00000.dat', bytes.subarray(0, Math.max(0, bytes.length - cut)), cut % 3 === 0 ? 5000 : 0);
            const archive = await openArchive(made.folder, null, quiet);
            const material = await coreBlocks.read(probePath(join(made.folder, 'blocks')), quiet);
            expect(Array.from(archive.offset)).toEqual(material.blocks.map((place) => place.offset));
            expect(Array.from(archive.length)).toEqual(material.blocks.map((place) => place.length));
            expect(archive.rejected).toEqual(material.rejected);
            for (const file of material.files) file.close();
          } finally {
            made.clear();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds what stands behind garbage and a lie, passes zeros, and names a half-written tail', async () => {
    const made = make({ files: 1, perFile: 20 });
    const [a, b, c, d] = made.blocks.map((block) => block.bytes) as [Buffer, Buffer, Buffer, Buffer];
    const lie = framed(b);
    lie.writeUInt32LE(b.length + 300, 4);
    const torn = framed(d).subarray(0, 100);
    made.write('blk00000.dat', Buffer.concat([Buffer.from('garbage'), framed(a), Buffer.alloc(3000), lie, framed(c), framed(a), torn]));
    const archive = await openArchive(made.folder, null, quiet);
    const found = Array.from({ length: archive.count }, (_, i) => archive.hashes.slice(i * 32, i * 32 + 32));
    // The lying frame is believed for its header, as its length ends inside the file; what it hid is found all the same.
    for (const block of [made.blocks[0], made.blocks[2]]) expect(found.some((hash) => block?.hash.equals(hash))).toBe(true);
    expect(archive.rejected).toMatchObject([{ reason: 'halfWritten', text: `blk00000.dat: 92 / ${d.length}` }]);
  });

  it('a pruned start is no fault, and a folder without block files is one', async () => {
    const made = make({ firstFile: 2 });
    const archive = await openArchive(made.folder, null, quiet);
    expect(archive.files[0]?.name).toBe('blk00002.dat');
    expect(contents(archive)).toEqual(expected(made));
    expect(await faultOf(openArchive(tmpdir(), null, quiet))).toBe('intake.unrecognised');
  });

  it('an empty file, the same blocks twice, and a number of six digits', async () => {
    const made = make({ files: 1 });
    made.write('blk100000.dat', made.plain.get('blk00000.dat'));
    made.write('blk99999.dat', Buffer.alloc(0));
    const archive = await openArchive(made.folder, null, quiet);
    expect(archive.files.map((file) => file.name)).toEqual(['blk00000.dat', 'blk99999.dat', 'blk100000.dat', 'rev00000.dat']);
    expect(archive.count).toBe(64);
    expect(archive.find(made.blocks[0]?.hash as Buffer)).toBeLessThan(32);
  });
});

describe('the cache', () => {
  it('spares every file that did not change; only a look at three headers is left', async () => {
    const made = make();
    const cache = cacheFolder();
    const disk = watchedDisk();
    const first = await openArchive(made.folder, cache, quiet, disk);
    expect(first.filesScanned).toBe(4);
    disk.reset();
    const second = await openArchive(made.folder, cache, quiet, disk);
    expect(second.filesScanned).toBe(0);
    expect(contents(second)).toEqual(contents(first));
    expect(second.rejected).toEqual(first.rejected);
    expect(second.magic).toEqual(first.magic);
    expect([...disk.reads.values()]).toEqual(Array.from({ length: 4 }, () => ({ count: 3, bytes: 264 })));
    // No name of the examined folder is told by the cache folder.
    expect(readdirSync(cache).join()).toMatch(/^[0-9a-f]{64}\.headers$/);
  });

  it('reads again what was appended to, truncated, half-written or touched, drops what vanished, adds what is new', async () => {
    const made = make({ files: 5 });
    const cache = cacheFolder();
    const torn = Buffer.concat([made.plain.get('blk00004.dat') as Buffer, framed(made.blocks[0]?.bytes as Buffer).subarray(0, 90)]);
    made.write('blk00004.dat', torn);
    expect((await openArchive(made.folder, cache, quiet)).rejected).toHaveLength(1);
    const blk0 = made.plain.get('blk00000.dat') as Buffer;
    made.plain.set('blk00000.dat', Buffer.concat([blk0, framed(made.blocks[40]?.bytes as Buffer)]));
    made.write('blk00000.dat');
    const blk1 = made.plain.get('blk00001.dat') as Buffer;
    let end = 0;
    for (let i = 0; i < 10; i++) end += 8 + blk1.readUInt32LE(end + 4);
    made.plain.set('blk00001.dat', blk1.subarray(0, end));
    made.write('blk00001.dat');
    unlinkSync(made.path('blk00002.dat'));
    made.plain.delete('blk00002.dat');
    made.plain.set('blk00005.dat', framed(made.blocks[3]?.bytes as Buffer));
    made.write('blk00005.dat');
    made.plain.set('blk00004.dat', made.plain.get('blk00004.dat') as Buffer);
    const disk = watchedDisk();
    const archive = await openArchive(made.folder, cache, quiet, disk);
    const order = (lines: string[]) => [...lines].sort();
    expect(order(contents(archive))).toEqual(order(expected(made)));
    // 0 and 1 changed, 4 was half-written, 5 is new; 3 is as it was.
    expect(archive.filesScanned).toBe(4);
    expect(disk.reads.get('blk00003.dat')?.count).toBe(3);
    expect((await openArchive(made.folder, cache, quiet)).filesScanned).toBe(1);
  });

  it('a file swapped for another of the same size and time is seen', async () => {
    const made = make();
    const cache = cacheFolder();
    await openArchive(made.folder, cache, quiet);
    const path = made.path('blk00001.dat');
    const { mtime, atime, size } = statSync(path);
    const other = Buffer.from(made.plain.get('blk00001.dat') as Buffer);
    other[8 + 40] = (other[8 + 40] as number) ^ 1; // the first block's Merkle root
    made.plain.set('blk00001.dat', other);
    made.write('blk00001.dat');
    utimesSync(path, atime, mtime);
    expect(statSync(path).size).toBe(size);
    const archive = await openArchive(made.folder, cache, quiet);
    expect(archive.filesScanned).toBe(1);
    expect(Buffer.from(archive.records).includes(other.subarray(8, 88))).toBe(true);
  });

  it('another key makes the cache worthless', async () => {
    const made = make({ files: 2 });
    const cache = cacheFolder();
    await openArchive(made.folder, cache, quiet);
    writeFileSync(made.path('xor.dat'), Buffer.alloc(8));
    expect((await openArchive(made.folder, cache, quiet)).count).toBe(0);
  });

  it('any damage to it is noticed, and what it would have said is read from the files', async () => {
    const made = make({ files: 2, perFile: 8 });
    const cache = cacheFolder();
    const truth = contents(await openArchive(made.folder, cache, quiet));
    const path = join(cache, readdirSync(cache)[0] as string);
    const good = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(3), async (place, flip, kind) => {
        const bad = Buffer.from(good);
        bad[place % bad.length] = (bad[place % bad.length] as number) ^ flip;
        writeFileSync(path, kind === 0 ? good.subarray(0, place % good.length) : kind === 1 ? Buffer.concat([good, Buffer.of(flip)]) : bad);
        const archive = await openArchive(made.folder, cache, quiet);
        expect(archive.filesScanned).toBe(2);
        expect(contents(archive)).toEqual(truth);
      }),
      { numRuns: 60 },
    );
    expect(readFileSync(path)).toEqual(good);
  });

  it('a cache folder that cannot be made is no reason to stop', async () => {
    const made = make({ files: 1 });
    const inTheWay = join(cacheFolder(), 'file');
    writeFileSync(inTheWay, '');
    expect((await openArchive(made.folder, join(inTheWay, 'deeper'), quiet)).count).toBe(32);
  });

  it('a cancelled pass keeps what it learned: the next one reads only the rest', async () => {
    const made = make({ files: 40, perFile: 6 });
    const cache = cacheFolder();
    const disk = watchedDisk();
    const stop = new AbortController();
    disk.onRead = (name) => {
      if (name === 'blk00030.dat') stop.abort();
    };
    expect(await faultOf(openArchive(made.folder, cache, { ...quiet, signal: stop.signal }, disk))).toBe('job.cancelled');
    disk.onRead = () => undefined;
    const before = new Map(disk.reads);
    disk.reset();
    const archive = await openArchive(made.folder, cache, quiet, disk);
    expect(contents(archive)).toEqual(expected(made));
    expect(archive.filesScanned).toBeLessThan(20);
    const spared = [...disk.reads].filter(([, { count, bytes }]) => count === 3 && bytes === 264).map(([name]) => name);
    expect(spared).toHaveLength(40 - archive.filesScanned);
    for (const name of spared) expect(before.has(name)).toBe(true);
  });

  it('a killed pass resumes where the cache was last written', async () => {
    const made = make({ files: 90, perFile: 3 });
    const cache = cacheFolder();
    const disk = watchedDisk();
    // The process never comes to an end of its own: nothing runs after this.
    let reached = (): void => undefined;
    const stuck = new Promise<void>((resolve) => (reached = resolve));
    disk.onRead = (name) => {
      if (Number(name.slice(3, 8)) < 80) return undefined;
      reached();
      return new Promise(() => undefined);
    };
    void openArchive(made.folder, cache, quiet, disk);
    await stuck;
    for (let tries = 0; readdirSync(cache).filter((name) => name.endsWith('.headers')).length === 0 && tries < 500; tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    const archive = await openArchive(made.folder, cache, quiet);
    expect(contents(archive)).toEqual(expected(made));
    expect(archive.filesScanned).toBeLessThanOrEqual(90 - 64);
  });

  it('a failing disk is named, and what was learned before is kept', async () => {
    const made = make({ files: 40, perFile: 3 });
    const cache = cacheFolder();
    const disk = watchedDisk();
    disk.onRead = (name) => {
      if (name === 'blk00030.dat') throw Object.assign(new Error('i/o'), { code: 'EIO' });
    };
    await expect(openArchive(made.folder, cache, quiet, disk)).rejects.toMatchObject({
      code: 'intake.unreadable',
      parameters: { file: 'blk00030.dat', reason: 'EIO' },
    });
    expect((await openArchive(made.folder, cache, quiet)).filesScanned).toBeLessThan(20);
  });
});
