// A first look at disk images: packed ones are unpacked, their files listed and named, an image is one however many of its parts are given, and what
// could not be opened is told. An archive that lies deeper than is opened is told too.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, canMakeDisks, makeSeizedDisk, PHRASE, type SeizedDisk } from '../fixtures/seizedDisk.ts';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
let folder = '';
beforeAll(async () => {
  desk = await openDesk();
  folder = mkdtempSync(join(tmpdir(), 'tracehold-look-'));
});
afterAll(async () => {
  await desk.end();
  rmSync(folder, { recursive: true, force: true });
});
const look = (...paths: readonly string[]) => desk.call('device.triage', { paths: paths.map((path) => desk.grant(path)) });

describe.runIf(canMakeDisks)('[D1] a first look at disk images', () => {
  let disk: SeizedDisk;
  beforeAll(async () => {
    mkdirSync(join(folder, 'disk'));
    disk = await makeSeizedDisk(join(folder, 'disk'));
  });

  it('finds the same in a raw, a split and a packed image, by the files that they hold', async () => {
    const placesOf = async (...paths: readonly string[]) => {
      const { images, traces, files } = await look(...paths);
      expect(files).toBe(1);
      expect(images.map(({ fileSystems }) => fileSystems.map(({ form }) => form))).toEqual([['ext4', 'fat12', 'ntfs']]);
      const places = traces.flatMap(({ kind, value, places: some }) =>
        some.map(({ path, offset }) => `${kind} ${value} ${path} ${offset}`.replace(/disk\.\w+\//g, '/')),
      );
      return places.sort();
    };
    const raw = await placesOf(disk.raw);
    expect(raw.some((one) => one.includes(`address ${ADDRESS} /fs1/home/chat.txt`))).toBe(true);
    expect(raw.some((one) => one.includes('/fs1/home/backup.zip!old/notes.txt'))).toBe(true);
    expect(raw.some((one) => /^phrase ozon.* \/fs1\/home\/keys.txt 12$/.test(one))).toBe(true);
    expect(raw.join()).not.toContain(PHRASE);
    expect(await placesOf(disk.ewf)).toEqual(raw);
    expect(await placesOf(...disk.split)).toEqual(raw);
    expect(await placesOf(disk.split[1] as string)).toEqual(raw);
  });

  it('tells of an image that lacks a part, and reads the bytes that are there', async () => {
    renameSync(disk.split[0] as string, join(folder, 'away'));
    const found = await look(disk.split[1] as string);
    expect(found).toMatchObject({ files: 1, images: [], unread: [{ path: 'disk.002' }] });
    expect(found.unread[0]?.reason).toMatch(/^image: not opened \(missingPart, .*disk\.001.*\)/);
  });
});

it('tells of packed images that lie among other files, which are read as they lie', async () => {
  const ewf = Buffer.concat([Buffer.from('EVF\x09\x0d\x0a\xff\x00\x01\x01\x00\x00\x00', 'latin1'), Buffer.alloc(500)]);
  mkdirSync(join(folder, 'bench'));
  writeFileSync(join(folder, 'bench', 'disk.E01'), ewf);
  writeFileSync(join(folder, 'bench', 'old.zip'), zipSync({ 'disk.E02': ewf }));
  const { unread, files } = await look(join(folder, 'bench'));
  expect(files).toBe(2);
  expect(unread.map(({ path, reason }) => [path, reason.slice(0, 20)])).toEqual([
    ['bench/disk.E01', 'image: packed (E01),'],
    ['bench/old.zip!disk.E02', 'image: packed (E01),'],
  ]);
});

it('knows a disk without a boot sector by what stands on it, whatever its name', async () => {
  for (const [at, mark] of [
    [1024, 'H+\0\x04'],
    [32, 'NXSB'],
    [512, 'PM\0\0'],
    [32_769, 'CD001\x01'],
  ] as const) {
    const bytes = Buffer.alloc(70_000);
    bytes.write(mark, at, 'latin1');
    bytes.write(ADDRESS, 69_000);
    writeFileSync(join(folder, 'copy.bak'), bytes);
    expect(await look(join(folder, 'copy.bak')), mark).toMatchObject({ images: [{ path: 'copy.bak' }], traces: [{ value: ADDRESS }] });
  }
});

it('[S10] tells of an archive that lies deeper than archives are opened', async () => {
  let bytes: Uint8Array = Buffer.from(`send to ${ADDRESS}`);
  for (let depth = 5; depth > 0; depth--) bytes = zipSync({ [depth === 5 ? 'note.txt' : `${depth}.zip`]: bytes });
  const path = join(folder, 'nested.zip');
  writeFileSync(path, bytes);
  const { unread, traces } = await look(path);
  expect(traces).toEqual([]);
  expect(unread).toEqual([{ path: 'nested.zip!1.zip!2.zip!3.zip', reason: 'unpack: deeper within archives than is opened' }]);
});
