// APFS as Linux' own driver wrote it, listed and read as Sleuth Kit's fls and icat read it; then damaged, encrypted, cut off and written over.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { APFS_BLOCK, APFS_DISK_BYTES, apfsBlocks, writeApfsDisk } from '../../../../../tests/fixtures/apfsDisk.ts';
import { changed, listed } from '../../../../../tests/fixtures/apfsListed.ts';
import { apfsOfVolumes, isState, isSuperblock } from '../../../../../tests/fixtures/apfsVolumes.ts';
import { findFileSystemTools } from '../../../../hosts/fileSystemTools.ts';
import { imageFiles, listFileSystems, openImage, type SeizedImageFile } from '../index.ts';
import { headOf, u64 } from './blocks.ts';
import { pathsOf } from './paths.ts';
import { newVolumeRecords } from './volume.ts';

const MIB = 1 << 20;
const [DATA, PREBOOT] = [0x40, 0x10];
const never = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'tracehold-apfs-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const missing = ['fiwalk', 'fls', 'icat', 'pstat'].filter((name) => spawnSync(name, ['-V']).error !== undefined);
if (missing.length > 0) console.warn(`not installed, APFS is not held against it: ${missing.join(', ')}`);
const run = (program: string, ...args: string[]): Buffer => execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });

/** Of a record: its number and its type, then what the type asks for. */
function keyOf(id: number, type: number, more: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(id, 0);
  head.writeUInt32LE(type * 0x1000_0000, 4);
  return Buffer.concat([head, more]);
}

const machine = apfsBlocks('machine');
const several = () =>
  apfsOfVolumes({ slot: 1, name: 'Anna', role: DATA }, [
    { slot: 3, name: 'Anna' },
    { slot: 9, name: 'Preboot', role: PREBOOT, text: ['another one', 'a third one'] },
  ]);
const superblocks = [...machine].filter(([, block]) => isSuperblock(block));
const changedInAll = (change: (block: Buffer) => void): Map<number, Buffer> =>
  superblocks.reduce((blocks, [number]) => changed(blocks, number, change), machine);

describe('APFS', () => {
  it.runIf(missing.length === 0).each([
    ['machine', () => machine, MIB, ['“Anna” 69']],
    ['exact', () => apfsBlocks('exact'), 0, ['“Exact” 4']],
    // Two of one name, one with another content, and slots that are empty between them.
    ['several', () => several(), MIB, ['“Anna” (Data) 69', '“Anna” 4', '“Preboot” (Preboot) 4']],
  ] as const)('[A1] %s: names, numbers, sizes, times and contents are those of fls and icat', async (name, blocks, offset, told) => {
    writeApfsDisk(at(name), blocks(), offset);
    const sectors = ['-o', String(offset / 512)];
    const pool = run('pstat', ...sectors, at(name)).toString();
    const numbers = [...pool.matchAll(/APSB Block Number: (\d+)/g)].map(([, block]) => Number(block));
    const host = { fileSystemTools: () => findFileSystemTools({}) };
    const image = openImage([at(name)]);
    const listing = await listFileSystems(host, image, { signal: never });
    expect(listing.lister).toMatch(/^fiwalk [\d.]+, apfs@2$/);
    expect(listing.problems).toEqual([]);
    expect(listing.fileSystems.map(({ form, files }) => `${form} ${files}`)).toEqual(told.map((one) => `apfs ${one}`));
    expect(listing.fileSystems.map((one) => [one.offset, one.pool])).toEqual(
      numbers.map((block) => [offset + block * APFS_BLOCK, { offset, block }]),
    );
    const all: SeizedImageFile[] = [];
    const unread: unknown[] = [];
    for await (const file of imageFiles({ host, image, listing, shown: 'd', signal: never, onUnread: (one) => unread.push(one) }))
      all.push(file);
    expect(unread).toEqual([]);
    const second = (time: string | null): number => Math.floor(Date.parse(time ?? '') / 1000);
    for (const [i, block] of numbers.entries()) {
      const volume = [...sectors, '-P', 'apfs', '-B', String(block)];
      const isExact = told[i]?.endsWith(' 4');
      // Sleuth Kit lists no deleted files of APFS.
      const files = all.filter(({ listed: { isDeleted, fileSystem } }) => !isDeleted && fileSystem === i);
      const ours = files.map(({ path, size, listed: { inode, times } }) => {
        const stamps = [times.accessed, times.modified, times.changed, times.created].map(second);
        // fls tells the size that a compressed file has on the disk; of names that are told apart by case it leaves out two bytes.
        const named = `/${path.slice(`d/fs${i + 1}/`.length)}`;
        const shown = isExact ? named.replaceAll(/\/../g, '/') : named;
        return [shown, inode, path.endsWith('packed.txt') ? 0 : size, ...stamps].join('|');
      });
      const theirs = run('fls', ...volume, '-r', '-F', '-p', '-m', '/', at(name))
        .toString()
        .split('\n')
        .filter((line) => line.includes('|r/r'))
        .map((line) => line.split('|'))
        .map(([, path, inode, , , , size, ...stamps]) => [path, inode?.split('-')[0], size, ...stamps].join('|'));
      expect(ours.sort()).toEqual(theirs.sort());
      for (const { listed: file, ...one } of files)
        if (one.size > 0)
          expect(Buffer.from((await one.bytes(MIB)) as Uint8Array).equals(run('icat', ...volume, at(name), String(file.inode)))).toBe(true);
    }
    image.close();
  });

  it('[A2] names that are told apart by case stand without a hash', () => {
    const { files, contentOf } = listed(apfsBlocks('exact'));
    expect([...files.keys()].filter((name) => name.includes('ote.txt'))).toEqual(['Folder/Note.txt', 'Folder/note.txt']);
    expect([contentOf('Folder/Note.txt'), contentOf('Folder/note.txt')]).toEqual(['told apart by its case\n', 'another one\n']);
  });

  it('[A2] a file in pieces, one behind a hole, a second name, a packed one and a path of many scripts', () => {
    const { files, problems, contentOf } = listed(machine);
    expect(problems).toEqual([]);
    const parted = files.get('Users/anna/Documents/parted.txt');
    expect([parted?.content, (parted?.runs.length ?? 0) > 3]).toEqual(['runs', true]);
    expect(contentOf('Users/anna/Documents/parted.txt').split(' 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy ').length).toBe(5);
    expect(files.get('Users/anna/sparse.bin')?.runs.map(({ fileOffset }) => fileOffset)[0]).toBe(20 * 4_096);
    expect(contentOf('Users/anna/sparse.bin').slice(21 * 4_096)).toBe('behind a hole\n');
    expect(files.get('Users/anna/Documents/second.txt')?.inode).toBe(files.get('Users/anna/Documents/notes.txt')?.inode);
    expect(files.get('Users/anna/packed.txt')).toMatchObject({ content: 'packed', size: 73 * 40, runs: [] });
    expect(contentOf('Users/anna/Ünïcode 名前.txt')).toBe('x\n');
    expect(files.get('Users/anna/Documents/link.txt')?.kind).toBe('other');
    expect(files.get('Users/anna/Library/Application Support/Electrum')?.kind).toBe('folder');
  });

  it('[A7] deleted files of states that are not yet written over, with the names they had then', () => {
    const exact = listed(apfsBlocks('exact'));
    const deleted = [...exact.files.values()].filter(({ isDeleted }) => isDeleted);
    expect(deleted.map(({ name, kind, size, content }) => [name, kind, size, content])).toEqual([
      ['Gone', 'folder', 0, 'packed'],
      ['Folder/gone.txt', 'file', 15, 'runs'],
      ['Gone/last.txt', 'file', 35, 'runs'],
    ]);
    expect(exact.contentOf('Folder/gone.txt')).toBe('a deleted file\n');
    expect(exact.contentOf('Gone/last.txt')).toBe('a file in a folder that is deleted\n');
    expect(exact.problems).toEqual([]);
    // The driver gives a file such a name before it takes it away; its older name was written over.
    const { files, contentOf } = listed(machine);
    expect([...files.values()].filter(({ isDeleted }) => isDeleted).map(({ name }) => name)).toEqual(['private-dir/0x18-dead']);
    expect(contentOf('private-dir/0x18-dead')).toContain(' 1BoatSLRHtKNngkdXEeobR76b53LETtpyT ');
    // With the newest state alone nothing is deleted.
    const states = [...apfsBlocks('exact')].filter(([, block]) => isState(block));
    const newest = Math.max(...states.map(([, block]) => headOf(block).xid));
    const alone = new Map(
      [...apfsBlocks('exact')].filter(([number, block]) => number === 0 || !isState(block) || headOf(block).xid === newest),
    );
    expect([...listed(alone).files.values()].filter(({ isDeleted }) => isDeleted)).toEqual([]);
  });

  it('[A3] what is encrypted or sealed is told and not listed', () => {
    const encrypted = listed(changedInAll((block) => block.writeUInt32LE(0, 264)));
    expect([encrypted.files.size, encrypted.volumes, encrypted.problems.length]).toEqual([0, [], 1]);
    expect(encrypted.problems[0]).toMatch(
      /^APFS volume “Anna” at byte \d+: it is encrypted; what is not listed is read as bytes as they lie$/,
    );
    const sealed = listed(changedInAll((block) => block.writeUInt32LE(block.readUInt32LE(56) | 0x20, 56)));
    expect([sealed.files.size, sealed.problems[0]]).toEqual([0, expect.stringContaining('sealed volume')]);
    // A name is told beside sentences, where nothing else is held back from a terminal.
    const named = listed(changedInAll((block) => void [block.write('A\u001b[2J\u202eB\0', 704), block.writeUInt32LE(0, 264)]));
    expect(named.problems[0]).toMatch(/^APFS volume “A\ufffd\[2J\ufffdB” at byte/);
    const kept = listed(changedInAll((block) => block.writeUInt32LE(3, 216)));
    expect([kept.files.size > 60, kept.problems[0]]).toEqual([true, expect.stringContaining('3 snapshots of it are not listed')]);
  });

  it('[A4] a damaged state gives way to the one before; a damaged node loses what is below it alone, told', () => {
    const states = [...machine].filter(([number, block]) => number > 0 && isState(block));
    const newest = states.reduce((a, b) => (headOf(b[1]).xid > headOf(a[1]).xid ? b : a));
    const torn = Buffer.from(newest[1]);
    torn.fill(0xff, 2_048);
    const before = listed(new Map([...machine, [newest[0], torn]]));
    expect([before.files.size > 60, before.problems]).toEqual([true, []]);
    const leaves = [...machine].filter(([, block]) => block.readUInt32LE(28) === 14 && (block.readUInt16LE(32) & 2) !== 0);
    const whole = listed(machine).files;
    let lost = 0;
    for (const [number, block] of leaves) {
      const hurt = Buffer.from(block);
      hurt.writeUInt8(hurt.readUInt8(3_000) ^ 1, 3_000);
      const { files, problems } = listed(new Map([...machine, [number, hurt]]));
      const wrong = [...files].filter(
        ([name, file]) => !name.startsWith('\u2026') && !name.startsWith('$') && whole.get(name)?.inode !== file.inode,
      );
      expect(wrong).toEqual([]);
      // What only the damage took away was not deleted, nor was what lost its name by it.
      const deleted = new Set([...whole.values()].filter(({ isDeleted }) => isDeleted).map(({ inode }) => inode));
      for (const [name, file] of files) expect([name, file.isDeleted && !deleted.has(file.inode)]).toEqual([name, false]);
      for (const [name, file] of files) expect([name, file.isDeleted && whole.get(name)?.isDeleted === false]).toEqual([name, false]);
      const standing = [...files.values()].filter(({ isDeleted }) => !isDeleted).length;
      if (standing < [...whole.values()].filter(({ isDeleted }) => !isDeleted).length) {
        expect(problems[0]).toMatch(/of its records or nodes are damaged or missing/);
        lost++;
      }
    }
    expect(lost).toBeGreaterThan(2);
    const blind = listed(new Map([...machine].filter(([, block]) => !isState(block)).concat([[0, torn]])));
    expect([blind.files.size, blind.problems]).toEqual([
      0,
      ['APFS at byte 0: none of its states is whole; what is not listed is read as bytes as they lie'],
    ]);
  });

  it('[A5] a disk that ends early, trees that lead back into themselves and numbers that lie end, and throw nothing', () => {
    for (const size of [APFS_BLOCK, 2 * MIB, APFS_DISK_BYTES / 2]) expect(listed(machine, size).problems.length).toBeGreaterThan(0);
    const nodes = [...machine].filter(([, block]) => block.readUInt32LE(28) === 14);
    const above = nodes.filter(([, block]) => (block.readUInt16LE(32) & 2) === 0);
    for (const [number, block] of above) {
      const circle = changed(machine, number, (bytes) => {
        const values = APFS_BLOCK - ((bytes.readUInt16LE(32) & 1) === 0 ? 0 : 40);
        for (let back = 8; back <= 8 * bytes.readUInt32LE(36); back += 8) bytes.writeUInt32LE(headOf(block).oid, values - back);
      });
      expect(listed(circle).files.size).toBeLessThanOrEqual(listed(machine).files.size);
    }
    let state = 7;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    const structures = [...machine]
      .filter(([, block]) => block.readUInt32LE(24) !== 0 && u64(block, 16) > 0 && u64(block, 16) < 1_000)
      .map(([number]) => number);
    for (let i = 0; i < 150; i++) {
      const hurt = changed(machine, structures[next(structures.length)] as number, (block) => {
        for (let n = 0; n < 6; n++) block.writeUInt8(next(256), 32 + next(i % 2 === 0 ? 120 : APFS_BLOCK - 32));
      });
      for (const file of listed(hurt).files.values()) expect(file.size).toBeGreaterThanOrEqual(0);
    }
  }, 60_000);

  it('[A6] folders within each other without end, and in a circle, have paths that end', () => {
    const records = newVolumeRecords(false);
    const nameOf = (parent: number, child: number): void => {
      const value = Buffer.alloc(18);
      value.writeUInt32LE(child, 0);
      expect(records.onRecord(keyOf(parent, 9, Buffer.from([2, 0, 0x64, 0])), value)).toBe(true);
    };
    const inode = Buffer.alloc(92);
    inode.writeUInt16LE(0o040755, 80);
    const deep = 100_000;
    for (let id = 2; id < deep; id++) {
      records.onRecord(keyOf(id, 3, Buffer.alloc(0)), inode);
      nameOf(id, id + 1);
    }
    records.onRecord(keyOf(deep, 3, Buffer.alloc(0)), inode);
    for (let id = deep + 1; id < deep + 3; id++) records.onRecord(keyOf(id, 3, Buffer.alloc(0)), inode);
    nameOf(deep + 1, deep + 2);
    nameOf(deep + 2, deep + 1);
    const { ofName: pathOf } = pathsOf(records);
    expect(pathOf(9)).toBe('d/d/d/d/d/d/d/d/d/d');
    expect(pathOf(deep - 3)).toBe(`\u2026${'/d'.repeat(1_000)}`);
    expect(pathOf(records.names.count() - 1)).toBe(`\u2026${'/d'.repeat(1_000)}`);
    // Records out of their order are damage.
    expect(records.onRecord(keyOf(5, 3, Buffer.alloc(0)), inode)).toBe(false);
  });

  it('[A5] many names of the same pieces, and names as long as they may be, end; what is beyond is no longer given', () => {
    const records = newVolumeRecords(false);
    const pieces = 400_000;
    const extent = Buffer.alloc(24);
    extent.writeUInt32LE(1, 0);
    const place = Buffer.alloc(8);
    for (let i = 0; i < pieces; i++) {
      place.writeUInt32LE(i, 0);
      records.onRecord(keyOf(20, 8, place), extent);
    }
    let given = 0;
    for (let names = 0; names < 100; names++) for (const _ of records.extentsOf(20)) given++;
    expect([given, records.isSpent(), records.isFull()]).toEqual([32_000_000, true, false]);
    const long = newVolumeRecords(false);
    const name = Buffer.alloc(2 + 1_023, 'd');
    name.writeUInt16LE(1_023, 0);
    const key = keyOf(2, 9, name);
    const value = Buffer.alloc(18);
    for (let i = 0; i < 300_000; i++) long.onRecord(key, value);
    expect([long.isFull(), long.names.count()]).toEqual([true, Math.ceil((1 << 28) / 1_022)]);
  }, 30_000);

  it('[A6] a path of long names ends at a mark, and the name itself stands', () => {
    const records = newVolumeRecords(false);
    const folder = Buffer.alloc(92);
    folder.writeUInt16LE(0o040755, 80);
    const name = Buffer.alloc(2 + 1_001, 'd');
    name.writeUInt16LE(1_001, 0);
    for (let id = 2; id < 50; id++) {
      records.onRecord(keyOf(id, 3, Buffer.alloc(0)), folder);
      const value = Buffer.alloc(18);
      value.writeUInt32LE(id + 1, 0);
      records.onRecord(keyOf(id, 9, name), value);
    }
    const { ofName } = pathsOf(records);
    expect(ofName(2)).toBe(Array(3).fill('d'.repeat(1_000)).join('/'));
    expect(ofName(40)).toBe(['\u2026', ...Array(6).fill('d'.repeat(1_000))].join('/'));
  });
});
