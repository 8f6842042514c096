// File systems of cameras and of Apple's machines, NTFS as Windows compresses it, and those that the lister knows nothing of: listed and read as they were
// written, or told.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { putExfatFiles } from '../../../../tests/fixtures/exfatFiles.ts';
import { findFileSystemTools } from '../../../hosts/fileSystemTools.ts';
import { type Image, imageFiles, type Listing, listFileSystems, openImage, type SeizedImageFile } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-systems-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const MIB = 1 << 20;
const never = new AbortController().signal;
const host = { fileSystemTools: () => findFileSystemTools({}) };
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const has = (...programs: string[]): boolean => {
  const missing = programs.filter((name) => (spawnSync(name, ['-version']).error as { code?: string } | undefined)?.code === 'ENOENT');
  if (missing.length > 0) console.warn(`not installed, some file systems of images are not tested: ${missing.join(', ')}`);
  return missing.length === 0;
};

const text = (word: string, size: number): Buffer => Buffer.from(`${word} is written here, again and again. `.repeat(size).slice(0, size));

async function readBack(path: string): Promise<{
  readonly image: Image;
  readonly listing: Listing;
  readonly files: ReadonlyMap<string, SeizedImageFile>;
  readonly unread: readonly string[];
}> {
  const image = openImage([path]);
  const listing = await listFileSystems(host, image, { signal: never });
  const unread: string[] = [];
  const files = new Map<string, SeizedImageFile>();
  const onUnread = ({ path: of, reason }: { path: string; reason: string }): void => void unread.push(`${of} ${reason}`);
  for await (const file of imageFiles({ host, image, listing, shown: 'd', signal: never, onUnread })) files.set(file.path, file);
  return { image, listing, files, unread };
}
const contentOf = async (file: SeizedImageFile | undefined): Promise<string> =>
  Buffer.from((await file?.bytes(MIB)) ?? []).toString('utf8');

describe('a file system of an image', () => {
  it.runIf(has('fiwalk', 'xorriso'))('[F1] HFS+ as xorriso writes it, in a partition', async () => {
    mkdirSync(at('tree/Library/アプリ'), { recursive: true });
    const big = text('a file of some size', 200_000);
    writeFileSync(at('tree/Library/アプリ/wallet.dat'), big);
    writeFileSync(at('tree/note.txt'), 'a note');
    run('xorriso', '-as', 'mkisofs', '-hfsplus', '-V', 'MACHINE', '-o', at('hybrid.iso'), at('tree'));
    // A disc of two forms: its map of partitions says where this one lies.
    const [, from, length] = (/(\d{10}) +\d{10} +(\d{10}) +Apple_HFS/.exec(run('mmls', at('hybrid.iso'))) ?? []).map(Number);
    const partition = readFileSync(at('hybrid.iso')).subarray((from ?? 0) * 512, ((from ?? 0) + (length ?? 0)) * 512);
    const disk = Buffer.concat([Buffer.alloc(MIB), partition]);
    disk.writeUInt8(0xaf, 446 + 4);
    disk.writeUInt32LE(2_048, 446 + 8);
    disk.writeUInt32LE(partition.length / 512, 446 + 12);
    disk.writeUInt16LE(0xaa55, 510);
    writeFileSync(at('mac.img'), disk);
    const { image, listing, files, unread } = await readBack(at('mac.img'));
    expect(listing.fileSystems.map(({ form, offset }) => [form, offset])).toEqual([['hfsp', MIB]]);
    expect([listing.problems, unread]).toEqual([[], []]);
    // Names of HFS+ are stored parted into base and mark.
    const found = [...files.keys()].find((path) => path.normalize('NFC') === 'd/fs1/Library/アプリ/wallet.dat');
    expect(await contentOf(files.get(found ?? ''))).toBe(big.toString());
    expect(await contentOf(files.get('d/fs1/note.txt'))).toBe('a note');
    const place = disk.indexOf('a note');
    expect(listing.placeOf(place)).toEqual({ path: 'fs1/note.txt', offset: 0, isDeleted: false });
    image.close();
  });

  it.runIf(has('fiwalk', 'mkfs.exfat', 'fsck.exfat'))('[F1] [F3] exFAT: a file, one in two pieces, a deleted one', async () => {
    writeFileSync(at('card'), '');
    truncateSync(at('card'), 8 * MIB);
    run('mkfs.exfat', '-c', '4096', at('card'));
    const content = { plain: text('a photo', 9_000), parted: text('in two pieces', 8_000), gone: text('a deleted one', 6_000) };
    putExfatFiles(at('card'), [
      { name: 'IMG_0001.JPG', content: content.plain, clusters: [0, 1, 2] },
      { name: '写真 in two pieces.txt', content: content.parted, clusters: [3, 9] },
      { name: 'gone.txt', content: content.gone, clusters: [5, 6], isDeleted: true },
    ]);
    expect(run('fsck.exfat', '-n', at('card'))).toMatch(/clean/);
    const { image, listing, files, unread } = await readBack(at('card'));
    expect(listing.fileSystems.map(({ form, offset }) => [form, offset])).toEqual([['exfat', 0]]);
    expect([listing.problems, unread]).toEqual([[], []]);
    expect(await contentOf(files.get('d/fs1/IMG_0001.JPG'))).toBe(content.plain.toString());
    const parted = files.get('d/fs1/写真 in two pieces.txt');
    expect(await contentOf(parted)).toBe(content.parted.toString());
    expect(parted?.listed.runs?.length).toBe(2);
    const gone = files.get('d/fs1/gone.txt');
    expect([gone?.listed.isDeleted, await contentOf(gone)]).toEqual([true, content.gone.toString()]);
    image.close();
  });

  // Nothing but the driver compresses: where no file system may be mounted this is not tested.
  const canMount = has('ntfs-3g', 'mkfs.ntfs', 'python3', 'fiwalk', 'icat') && mounted(() => undefined);
  if (!canMount) console.warn('no file system can be mounted here: compressed files of NTFS are not tested');
  function mounted(fill: (mount: string) => void): boolean {
    writeFileSync(at('ntfs'), '');
    truncateSync(at('ntfs'), 8 * MIB);
    run('mkfs.ntfs', '-q', '-F', '-s', '512', '-p', '0', '-H', '1', '-S', '1', at('ntfs'));
    mkdirSync(at('mount'), { recursive: true });
    if (spawnSync('ntfs-3g', ['-o', 'compression,streams_interface=windows', at('ntfs'), at('mount')]).status !== 0) return false;
    try {
      fill(at('mount'));
    } finally {
      run('umount', at('mount'));
    }
    return true;
  }

  it.runIf(canMount)(
    '[F3] NTFS: compressed files, one of them deleted, are read through icat; streams beside a file are read where they lie, sealed ones told',
    async () => {
      const content = { packed: text('packed', 100_000), gone: text('packed and deleted', 90_000), small: text('in its record', 60) };
      // One lies in clusters, one in the record over the end of a sector, the last two with their deleted file.
      const beside = { large: text('beside', 30_000), within: text('in the record too', 400), folder: text('of a folder', 90) };
      mounted((mount) => {
        mkdirSync(join(mount, 'c'));
        run('python3', '-c', 'import os,sys; os.setxattr(sys.argv[1],"system.ntfs_attrib_be",(0x810).to_bytes(4,"big"))', join(mount, 'c'));
        writeFileSync(join(mount, 'c/packed.txt'), content.packed);
        writeFileSync(join(mount, 'c/gone.txt'), content.gone);
        writeFileSync(join(mount, 'small.txt'), content.small);
        writeFileSync(join(mount, 'small.txt:large'), beside.large);
        writeFileSync(join(mount, 'bare.txt'), '');
        writeFileSync(join(mount, 'bare.txt:within'), beside.within);
        writeFileSync(join(mount, 'small.txt:sealed'), text('sealed', 20_000));
        mkdirSync(join(mount, 'folder'));
        writeFileSync(join(mount, 'folder:beside'), beside.folder);
        writeFileSync(join(mount, 'left.txt'), 'deleted');
        writeFileSync(join(mount, 'left.txt:large'), beside.large);
        rmSync(join(mount, 'left.txt'));
        rmSync(join(mount, 'c/gone.txt'));
      });
      const image = readFileSync(at('ntfs'));
      expect(image.includes(content.packed.subarray(0, 5_000))).toBe(false);
      // The driver packs no stream: one is marked as encrypted by hand, behind the beginning of its attribute.
      image.writeUInt16LE(0x4000, image.indexOf(Buffer.from('sealed', 'utf16le')) - 64 + 12);
      writeFileSync(at('ntfs'), image);
      const { image: opened, files, unread } = await readBack(at('ntfs'));
      expect(await contentOf(files.get('d/fs1/c/packed.txt'))).toBe(content.packed.toString());
      const gone = files.get('d/fs1/c/gone.txt');
      expect([gone?.listed.isDeleted, await contentOf(gone)]).toEqual([true, content.gone.toString()]);
      expect([files.get('d/fs1/c/packed.txt')?.isInPlace, gone?.isInPlace]).toEqual([false, false]);
      expect(await contentOf(files.get('d/fs1/small.txt'))).toBe(content.small.toString());
      for (const [path, expected] of [
        ['small.txt:large', beside.large],
        ['bare.txt:within', beside.within],
        ['folder:beside', beside.folder],
        ['left.txt:large', beside.large],
      ] as const) {
        const stream = files.get(`d/fs1/${path}`);
        expect([path, stream?.listed.isDeleted, await contentOf(stream)]).toEqual([path, path.startsWith('left'), expected.toString()]);
        const start = image.indexOf(expected.subarray(0, 40));
        if (path !== 'left.txt:large') expect(stream?.listed.runs?.[0]?.imageOffset).toBe(start);
      }
      // Around the two bytes that end a sector, which stand at the beginning of the record.
      expect(files.get('d/fs1/bare.txt:within')?.listed.runs?.map(({ length }) => length)).toEqual([
        expect.any(Number),
        2,
        expect.any(Number),
      ]);
      expect(unread).toEqual([
        'd/fs1/small.txt:sealed image: an alternate stream that is compressed, encrypted or in many pieces, which is not read by itself',
      ]);
      opened.close();
    },
  );

  it.runIf(has('fiwalk'))('[F1] what the lister does not know is told by its name and place, and never taken for empty', async () => {
    const marks = [
      [32, 'NXSB'],
      [0x10040, '_BHRfS_M'],
      [0, 'XFSB'],
    ] as const;
    const disk = Buffer.alloc((1 + marks.length) * MIB);
    for (const [i, [offset, mark]] of marks.entries()) {
      disk.write(mark, (i + 1) * MIB + offset, 'latin1');
      disk.writeUInt8(0x83, 446 + i * 16 + 4);
      disk.writeUInt32LE((i + 1) * 2_048, 446 + i * 16 + 8);
      disk.writeUInt32LE(2_048, 446 + i * 16 + 12);
    }
    disk.writeUInt16LE(0xaa55, 510);
    writeFileSync(at('others.img'), disk);
    const { image, listing, files } = await readBack(at('others.img'));
    expect([listing.fileSystems, files.size]).toEqual([[], 0]);
    expect(listing.problems.map(({ reason }) => reason)).toEqual([
      ...['Btrfs', 'XFS'].map(
        (name, i) => `image: ${name} at byte ${(i + 2) * MIB}: its files are not listed, its bytes are read as they lie`,
      ),
      // What begins like a container and is none.
      `image: APFS at byte ${MIB}: its first block is damaged; what is not listed is read as bytes as they lie`,
    ]);
    image.close();
    // Without partitions, and what is encrypted.
    const bare = [
      ['APFS', 32, 'NXSB'],
      ['ReFS', 3, 'ReFS\0'],
      ['F2FS', 1024, '\x10\x20\xf5\xf2'],
      ['LVM', 536, 'LVM2 001'],
      ['SquashFS', 0, 'hsqs'],
      ['Encryption detected (LUKS)', 0, 'LUKS\xba\xbe'],
    ] as const;
    for (const [name, offset, mark] of bare) {
      const bytes = Buffer.alloc(MIB / 2);
      bytes.write(mark, offset, 'latin1');
      writeFileSync(at('bare.img'), bytes);
      const one = await readBack(at('bare.img'));
      expect(one.listing.problems.map(({ reason }) => reason)[0]).toMatch(`image: ${name} at byte 0`);
      one.image.close();
    }
  });
});
