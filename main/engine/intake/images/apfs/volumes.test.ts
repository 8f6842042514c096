// Several volumes in one APFS container, as every Mac has them: each by itself, whatever is damaged, encrypted, sealed, deleted or made up beside it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { APFS_BLOCK, writeApfsDisk } from '../../../../../tests/fixtures/apfsDisk.ts';
import { changed, listed } from '../../../../../tests/fixtures/apfsListed.ts';
import { apfsOfVolumes, isState, isSuperblock, recordsOf, sealed, type VolumePlan } from '../../../../../tests/fixtures/apfsVolumes.ts';
import { findFileSystemTools } from '../../../../hosts/fileSystemTools.ts';
import { listFileSystems, openImage } from '../index.ts';
import { headOf } from './blocks.ts';

const [SYSTEM, RECOVERY, VM, PREBOOT, DATA] = [1, 4, 8, 0x10, 0x40];
const FIRST_OF_LIST = 184;
const [NODE_OF_FILES, EXTENT] = [14, 8];
const folder = mkdtempSync(join(tmpdir(), 'tracehold-apfs-volumes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const hasTools = ['fiwalk', 'fls'].every((name) => spawnSync(name, ['-V']).error === undefined);
if (!hasTools) console.warn('not installed, several volumes of APFS are not held against it: fiwalk, fls');

type Blocks = ReadonlyMap<number, Buffer>;
type Told = ReturnType<typeof listed>;
const own: VolumePlan = { slot: 1, name: 'Anna', role: DATA };
const others: readonly VolumePlan[] = [
  { slot: 3, name: 'Anna' },
  { slot: 4, name: 'Preboot', role: PREBOOT, text: ['another one', 'a third one'] },
];
const mac = apfsOfVolumes(own, others);
const oidOf = (index: number): number => 1026 + 1_000 * index;
/** Of a volume, or all, the newest state first. */
const superblocksOf = (blocks: Blocks, index: number): [number, Buffer][] =>
  [...blocks]
    .filter(([, block]) => isSuperblock(block) && headOf(block).oid === oidOf(index))
    .sort((a, b) => headOf(b[1]).xid - headOf(a[1]).xid);
const statesOf = (blocks: Blocks): [number, Buffer][] =>
  [...blocks].filter(([number, block]) => number > 0 && isState(block)).sort((a, b) => headOf(b[1]).xid - headOf(a[1]).xid);
const torn = (blocks: Blocks, numbers: readonly number[]): Blocks =>
  new Map([...blocks, ...numbers.map((number) => [number, Buffer.from(blocks.get(number) as Buffer).fill(0xee, 2_000, 2_008)] as const)]);
/** The newest state with another list of volumes. */
const withList = (blocks: Blocks, oids: readonly number[]): Blocks =>
  changed(blocks, statesOf(blocks)[0]?.[0] as number, (state) => {
    state.fill(0, FIRST_OF_LIST, FIRST_OF_LIST + 800);
    oids.forEach((oid, i) => state.writeUInt32LE(oid, FIRST_OF_LIST + i * 8));
  });
/** What is told of each volume's files. */
const filesOf = ({ volumes }: Told): Record<string, string[]> =>
  Object.fromEntries(
    volumes.map(({ form, offset, files }) => [
      `${form} ${offset}`,
      [...files.values()].map((file) => JSON.stringify([file.name, file.inode, file.size, file.isDeleted, file.runs])),
    ]),
  );
const whole = listed(mac);
const deletedIn = (told: Told): string[][] =>
  told.volumes.map(({ files }) => [...files.values()].filter(({ isDeleted }) => isDeleted).map(({ name }) => name));

describe('APFS of several volumes', () => {
  it('[A1] volumes of one name, with case told apart and not, behind places that are empty: each has its own files', () => {
    expect(whole.problems).toEqual([]);
    expect(whole.volumes.map(({ form }) => form)).toEqual(['apfs “Anna” (Data)', 'apfs “Anna”', 'apfs “Preboot” (Preboot)']);
    const [data, second, preboot] = whole.volumes;
    expect([data?.files.has('Folder/note.txt'), second?.files.has('Users/anna/empty')]).toEqual([false, false]);
    expect([second, preboot].map((volume) => whole.contentOf('Folder/note.txt', volume))).toEqual(['another one\n', 'a third one\n']);
    expect([second, preboot].map((volume) => whole.contentOf('Folder/Note.txt', volume))).toEqual(
      Array(2).fill('told apart by its case\n'),
    );
    // What is alone in its container is told in the same way.
    expect([...(data?.files.keys() ?? [])]).toEqual([...listed(apfsOfVolumes({ slot: 0, name: 'Anna' }, [])).files.keys()]);
  });

  it('[A1] the role of a volume as Apple calls it; none where it has none or one that is not known', () => {
    const roles = [0, SYSTEM, 2, RECOVERY, VM, PREBOOT, 0x20, DATA, 0x80, 0xc0, 0x100, 0x140, 0x180, 3, 0x8000];
    const plans = roles.map((role, i) => ({ slot: i + 1, name: i === 0 ? '' : 'V', role }));
    const { volumes } = listed(apfsOfVolumes({ slot: 0, name: '', role: DATA }, plans));
    const told = ['System', 'User', 'Recovery', 'VM', 'Preboot', 'Installer', 'Data', 'Baseband', 'Update', 'xART', 'Hardware', 'Backup'];
    expect(volumes.map(({ form }) => form)).toEqual([
      'apfs “” (Data)',
      'apfs',
      ...told.map((role) => `apfs “V” (${role})`),
      'apfs “V”',
      'apfs “V”',
    ]);
  });

  it('[A3] an encrypted, a sealed and a damaged volume are told with what they are; nothing is missing of those beside them', () => {
    const beside = apfsOfVolumes(own, [
      ...others,
      { slot: 0, name: 'Recovery', role: RECOVERY, change: (block) => block.writeUInt32LE(0, 264) },
      { slot: 2, name: 'Macintosh HD', role: SYSTEM, change: (block) => block.writeUInt32LE(block.readUInt32LE(56) | 0x20, 56) },
      { slot: 99, name: 'VM', role: VM },
    ]);
    const told = listed(
      torn(
        beside,
        superblocksOf(beside, 5).map(([number]) => number),
      ),
    );
    expect(filesOf(told)).toEqual(filesOf(whole));
    const end = 'what is not listed is read as bytes as they lie';
    expect(told.problems.map((problem) => problem.replace(/byte [1-9]\d+/, 'byte N'))).toEqual([
      `APFS at byte 0: the superblock of volume 100 is damaged or not found; ${end}`,
      `APFS volume “Recovery” (Recovery) at byte N: it is encrypted; ${end}`,
      `APFS volume “Macintosh HD” (System) at byte N: it is a sealed volume of the operating system; ${end}`,
    ]);
  });

  it('[A4] any block of one volume may be damaged: the others are listed as before, their deleted files too', () => {
    // What the second volume has added to the first.
    const first = apfsOfVolumes(own, []);
    const blocks = [...apfsOfVolumes(own, others.slice(0, 1)).keys()].filter((number) => !first.has(number));
    expect(blocks.length).toBeGreaterThan(25);
    const [data, second, preboot] = Object.entries(filesOf(whole));
    let lost = 0;
    for (const number of blocks) {
      const told = Object.entries(filesOf(listed(torn(mac, [number]))));
      expect([number, told[0], told.at(-1)]).toEqual([number, data, preboot]);
      if (JSON.stringify(told[1]) !== JSON.stringify(second)) lost++;
    }
    expect(lost).toBeGreaterThan(2);
  });

  it('[A4] a damaged superblock gives way to the one before, told; so do all where the map of the container is damaged', () => {
    const newest = superblocksOf(mac, 1)[0]?.[0] as number;
    const told = listed(torn(mac, [newest]));
    expect(told.problems).toEqual([
      'APFS at byte 0: the superblock of volume 4 is damaged or not found; it is told as of transaction 208 instead of 209; what is not listed is read as bytes as they lie',
    ]);
    expect([...(told.volumes[1]?.files.keys() ?? [])].filter((name) => name.startsWith('Folder/')).sort()).toEqual([
      'Folder/Note.txt',
      'Folder/gone.txt',
      'Folder/note.txt',
    ]);
    expect(told.volumes[1]?.offset).toBe((superblocksOf(mac, 1)[1]?.[0] as number) * APFS_BLOCK);
    // What was written later into the place of the one before is not taken for it.
    const [[last, superblock], [second]] = superblocksOf(mac, 1) as [[number, Buffer], [number, Buffer]];
    const over = listed(torn(new Map([...mac, [second, superblock]]), [last]));
    expect(over.problems[0]).toContain('as of transaction 207 instead of 209');
    const map = mac.get(statesOf(mac)[0]?.[1].readUInt32LE(160) as number)?.readUInt32LE(48) as number;
    const mapless = listed(torn(mac, [map]));
    expect(mapless.volumes.map(({ form, files }) => [form, files.size > 3])).toEqual(whole.volumes.map(({ form }) => [form, true]));
    expect(mapless.problems.length).toBe(4);
    expect(mapless.problems[0]).toContain('its map of objects is damaged in part');
  });

  it('[A7] deleted files are those of their volume, though their number stands in another one', () => {
    const gone = ['Gone', 'Folder/gone.txt', 'Gone/last.txt'];
    expect(deletedIn(whole)).toEqual([['private-dir/0x18-dead'], gone, gone]);
    const [data, second] = whole.volumes;
    const inodes = gone.map((name) => second?.files.get(name)?.inode);
    expect([...(data?.files.values() ?? [])].filter(({ inode, isDeleted }) => inodes.includes(inode) && !isDeleted).length).toBeGreaterThan(
      0,
    );
  });

  it('[A7] a volume that was deleted is told, its files listed as deleted; an encrypted one is told alone', () => {
    const left = listed(withList(mac, [0, oidOf(0), 0, oidOf(2)]));
    expect(left.volumes.map(({ form }) => form)).toEqual(['apfs “Anna” (Data)', 'apfs “Preboot” (Preboot)', 'apfs “Anna”']);
    expect(left.problems).toEqual([
      expect.stringMatching(/^APFS volume “Anna” at byte \d+: it was deleted, and is listed as far as older states have it; /),
    ]);
    const [data, second, preboot] = Object.values(filesOf(whole));
    const told = Object.values(filesOf(left));
    expect([told[0], told[1]]).toEqual([data, preboot]);
    // Of the very state before, and of those before it.
    expect(told[2]?.every((file) => JSON.parse(file)[3])).toBe(true);
    const names = (files: readonly string[] | undefined): string[] => (files ?? []).map((file) => JSON.parse(file)[0]).sort();
    expect(names(told[2])).toEqual(names(second));
    expect(left.contentOf('Folder/note.txt', left.volumes[2])).toBe('another one\n');
    const hidden = apfsOfVolumes(own, [{ slot: 0, name: 'Hidden', change: (block) => block.writeUInt32LE(0, 264) }]);
    const encrypted = listed(withList(hidden, [oidOf(0)]));
    expect(encrypted.volumes.length).toBe(1);
    expect(encrypted.problems.map((problem) => problem.split('; ')[0]?.replace(/\d+/, 'N'))).toEqual(
      [
        'APFS volume “Hidden” at byte N: it was deleted, and is listed as far as older states have it',
        'APFS volume “Hidden” at byte N: it is encrypted',
      ].map((problem) => problem),
    );
  });

  it.runIf(hasTools)('[A7] of a deleted volume those are listed that fls finds in its older states', () => {
    const path = join(folder, 'left.img');
    writeApfsDisk(path, withList(mac, [oidOf(0)]));
    const theirs = superblocksOf(mac, 1)
      .slice(1)
      .flatMap(([block]) =>
        execFileSync('fls', ['-P', 'apfs', '-B', String(block), '-r', path])
          .toString()
          .split('\n'),
      )
      .flatMap((line) => /(\d+):/.exec(line)?.[1] ?? []);
    const [, deleted] = listed(withList(mac, [oidOf(0)])).volumes;
    const ours = [...(deleted?.files.values() ?? [])].filter(({ name }) => name !== 'private-dir').map(({ inode }) => String(inode));
    expect(ours.sort()).toEqual([...new Set(theirs)].sort());
  });

  it('[A5] a hundred volumes are a hundred; one volume in a hundred places is one', () => {
    const hundred = Array.from({ length: 99 }, (_, i) => ({ slot: i + 1, name: `V${i + 1}` }));
    const many = listed(apfsOfVolumes({ slot: 0, name: 'V0' }, hundred));
    expect(many.volumes.map(({ form }) => form)).toEqual(Array.from({ length: 100 }, (_, i) => `apfs “V${i}”`));
    expect([many.problems, many.volumes.every(({ files }) => files.has('Folder/gone.txt') || files.has('Users/anna/empty'))]).toEqual([
      [],
      true,
    ]);
    const same = listed(withList(mac, Array(100).fill(oidOf(0))));
    // The other two were deleted.
    expect([same.volumes.length, same.problems.filter((problem) => problem.includes('is volume 1 once more')).length]).toEqual([3, 99]);
    expect(Object.values(filesOf(same))[0]).toEqual(Object.values(filesOf(whole))[0]);
  });

  it('[A5] maps and trees that lead back into themselves or into another volume end, and take nothing from the others', () => {
    const [data, second, preboot] = Object.entries(filesOf(whole));
    const newest = superblocksOf(mac, 0)[0]?.[1] as Buffer;
    const mapRoot = mac.get(newest.readUInt32LE(128))?.readUInt32LE(48) as number;
    // The map as a tree of one node above itself; then of a node above the map of another volume.
    const otherRoot = mac.get(superblocksOf(mac, 2)[0]?.[1].readUInt32LE(128) as number)?.readUInt32LE(48) as number;
    for (const child of [mapRoot, otherRoot]) {
      const circle = changed(mac, mapRoot, (node) => {
        for (const { value } of recordsOf(node)) value.writeUInt32LE(child, 0);
        node.writeUInt16LE(5, 32);
        node.writeUInt16LE(1, 34);
      });
      const told = listed(circle);
      expect(Object.entries(filesOf(told)).slice(1)).toEqual([second, preboot]);
      expect(told.volumes[0]?.files.size).toBe(0);
      expect(told.problems[0]).toContain('“Anna” (Data)');
    }
    // All children of a tree are one leaf: it is read once.
    const leaf = listed(oneLeaf(mac));
    expect(Object.entries(filesOf(leaf)).slice(1)).toEqual([second, preboot]);
    expect(leaf.volumes[0]?.files.size).toBeLessThan(data?.[1].length ?? 0);
    expect(leaf.given).toBe(leaf.volumes.reduce((sum, { files }) => sum + files.size, 0));
    // A map whose nodes all lead to one and the same node below: gone through again and again, it would take what is left for the other volumes.
    const fans = new Map([...mac, ...[5, 4, 3, 2, 1].map((level) => fan(mapRoot, level))]);
    const fanned = listed(fans);
    expect(Object.entries(filesOf(fanned)).slice(1)).toEqual([second, preboot]);
    expect(fanned.volumes[0]?.files.size).toBe(0);
    // A volume that is told to be another one's tree under its own name reads it, and ends.
    const stolen = superblocksOf(mac, 1)[0]?.[0] as number;
    const twice = listed(changed(mac, stolen, (block) => newest.copy(block, 128, 128, 144)));
    expect(Object.entries(filesOf(twice))[0]).toEqual(data);
  });

  it.runIf(hasTools)('[F4] a byte that two volumes claim is told of the file that stands, and of the first of two that stand', async () => {
    const leavesOf = (index: number): [number, Buffer][] =>
      [...mac]
        .filter(([, block]) => block.readUInt32LE(28) === NODE_OF_FILES && headOf(block).oid === oidOf(index) + 1)
        .sort((a, b) => headOf(b[1]).xid - headOf(a[1]).xid);
    const place = (told: Told, volume: number, name: string): number =>
      told.volumes[volume]?.files.get(name)?.runs[0]?.imageOffset as number;
    const claimed = place(whole, 2, 'Folder/note.txt');
    const move = (blocks: Blocks, leaves: readonly [number, Buffer][], from: number): Blocks =>
      leaves.reduce(
        (all, [number]) =>
          changed(all, number, (node) => {
            for (const { key, value } of recordsOf(node))
              if (key.readUInt8(7) >> 4 === EXTENT && value.readUInt32LE(8) * APFS_BLOCK === from)
                value.writeUInt32LE(claimed / APFS_BLOCK, 8);
          }),
        blocks,
      );
    const placeOf = async (name: string, blocks: Blocks) => {
      writeApfsDisk(join(folder, name), blocks);
      const image = openImage([join(folder, name)]);
      const listing = await listFileSystems({ fileSystemTools: () => findFileSystemTools({}) }, image, {
        signal: new AbortController().signal,
      });
      image.close();
      return listing.placeOf(claimed);
    };
    // A deleted file of the second volume lay where the third one has a file since.
    const deleted = move(mac, leavesOf(1), place(whole, 1, 'Folder/gone.txt'));
    expect(place(listed(deleted), 1, 'Folder/gone.txt')).toBe(claimed);
    expect(await placeOf('deleted.img', deleted)).toEqual({ path: 'fs3/Folder/note.txt', offset: 0, isDeleted: false });
    const both = move(mac, leavesOf(1), place(whole, 1, 'Folder/Note.txt'));
    expect(await placeOf('both.img', both)).toEqual({ path: 'fs2/Folder/Note.txt', offset: 0, isDeleted: false });
  });
});

/** A node of a map at a level, each of its two hundred children the one node of the level below. */
function fan(root: number, level: number): readonly [number, Buffer] {
  const isTop = level === 5;
  const number = isTop ? root : 100_000 + level;
  const node = Buffer.alloc(APFS_BLOCK);
  const words = [number, 0, 209, 0, isTop ? 0x4000_0002 : 0x4000_0003, 11, (level << 16) | (isTop ? 5 : 4), 200, 800 << 16];
  words.forEach((word, i) => node.writeUInt32LE(word, 8 + i * 4));
  for (let i = 0; i < 200; i++) node.writeUInt16LE(8, 56 + i * 4 + 2);
  node.writeUInt32LE(100_000 + level - 1, APFS_BLOCK - (isTop ? 40 : 0) - 8);
  return [number, sealed(node)];
}

/** The newest tree of the first volume with its first leaf in place of all. */
function oneLeaf(blocks: Blocks): Blocks {
  const [number, root] = [...blocks].find(
    ([, block]) => block.readUInt32LE(28) === NODE_OF_FILES && block.readUInt16LE(34) === 1 && headOf(block).xid === 209,
  ) as [number, Buffer];
  const node = Buffer.from(root);
  const [first, ...more] = recordsOf(node);
  for (const { value } of more) first?.value.copy(value, 0, 0, 8);
  return new Map([...blocks, [number, sealed(node)]]);
}
