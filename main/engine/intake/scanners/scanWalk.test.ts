// Wherever a walk ends, another that begins at the place handed on there gives what was left, once: no find is lost, none counted twice.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, expect, it } from 'vitest';
import { createNodeHost } from '../../../hosts/nodeHost.ts';
import { picturesOf } from '../../../../tests/fixtures/codePicture.ts';
import { tarOf } from '../../../../tests/fixtures/tarOf.ts';
import type { FileSystemTools } from '../../kernel/index.ts';
import { type ImageFile, type Listing, openImage } from '../images/index.ts';
import { WALK_BEGIN, walkFiles, type WalkFile, type WalkPlace } from './scanWalk.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-walk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { host: withThreads } = createNodeHost({ environment: { ...process.env, TRACEHOLD_PROFILE: join(folder, 'profile') } });
const { workers: _none, ...host } = withThreads;
const ADDRESS = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';

function fileOf(shown: string, bytes: Uint8Array): WalkFile {
  const path = join(folder, shown.replaceAll('/', '-'));
  writeFileSync(path, bytes);
  return { path, shown, size: bytes.length };
}

/**
 * An image of a file that a wallet's program made, in plain place; one in two pieces with an address across them, under two names; one that a program
 * of its own gives, as long as it does; and an archive.
 */
function imageOf(shown: string, isReadByTool = (): boolean => true): WalkFile & { readonly tools: FileSystemTools } {
  const bytes = Buffer.alloc(16_384, 0x20);
  bytes.write(`pay ${ADDRESS} `, 1024);
  const zip = Buffer.from(zipSync({ 'a.txt': Buffer.from(`pay ${ADDRESS} now`), 'b.txt': Buffer.from(`${ADDRESS}\n`) }));
  zip.copy(bytes, 12_288);
  bytes.write(`${'.'.repeat(90)} ${ADDRESS.slice(0, 9)}`, 4096);
  bytes.write(`${ADDRESS.slice(9)} ${'.'.repeat(90)}`, 8192);
  const file = fileOf(shown, bytes);
  const one = {
    ...{ path: 'data/data/io.metamask/files/x', size: 100, isDeleted: false, inode: 7, content: 'runs' as const, fileSystem: 0, number: 0 },
    ...{
      runs: [{ fileOffset: 0, imageOffset: 1024, length: 100 }],
      times: { modified: null, created: null, accessed: null, changed: null },
    },
  };
  const parted = [
    { fileOffset: 0, imageOffset: 4096, length: 100 },
    { fileOffset: 100, imageOffset: 8192, length: 100 },
  ];
  const files: ImageFile[] = [
    one,
    { ...one, number: 1, path: 'parted', size: 200, runs: parted },
    { ...one, number: 2, path: 'packed', size: 60, content: 'packed', runs: null },
    { ...one, number: 3, path: 'again', size: 200, runs: parted },
    { ...one, number: 4, path: 'old.zip', size: zip.length, runs: [{ fileOffset: 0, imageOffset: 12_288, length: zip.length }] },
  ];
  const listing: Listing = {
    ...{ lister: 'test', fileSystems: [{ form: 'ext4', offset: 0, files: 1 }], problems: [] },
    ...{ files: () => files, fileNamed: () => null, residentContent: () => null, placeOf: () => null },
    ...{ sha256: () => '', repeats: ({ path }) => path === 'again' },
  };
  const tools = {
    name: 'test',
    async *list() {},
    async *content() {
      if (isReadByTool()) yield Buffer.from(`pay ${ADDRESS} `.padEnd(60));
      else throw new Error('it does not answer');
    },
  };
  return { ...file, within: { image: openImage([file.path]), listing }, tools };
}

interface Handed {
  readonly what: string;
  /** Null of what is only told. */
  readonly next: WalkPlace | null;
}

/** What was handed on and told, in order, each with the place behind it. */
async function walked(files: readonly WalkFile[], begin: WalkPlace, tools: FileSystemTools | null = null): Promise<Handed[]> {
  const handed: Handed[] = [];
  const note = (what: string, next: WalkPlace | null): void => void handed.push({ what, next });
  await walkFiles(
    { ...host, fileSystemTools: async () => tools },
    files,
    begin,
    {
      ...{ around: 0, wantsEntries: true },
      onUnread: ({ path, reason }) => note(`told of ${path}: ${reason}`, null),
      onMoreUnread: (count) => note(`told of ${count} more`, null),
      onRange: (shown, { hits }, next) =>
        note(`${shown}: ${hits.map(({ kind, value, start }) => `${kind} ${value} ${start}`).join()}`, next),
      onEntryEnd: (...given) =>
        note(`end of ${given.map((one) => (typeof one === 'string' ? one : '')).join(' ')}`, given.at(-1) as WalkPlace),
      onFileEnd: ({ shown }, next) => note(`end of ${shown}`, next),
    },
    { signal: new AbortController().signal, report: () => undefined },
  );
  return handed;
}

/** Behind each place another walk gives what is left. */
async function goesOnEverywhere(files: readonly WalkFile[], whole: readonly Handed[], tools: FileSystemTools | null = null): Promise<void> {
  for (const [at, { what, next }] of whole.entries())
    if (next !== null)
      expect(
        (await walked(files, next, tools)).map((one) => one.what),
        `behind ${what}`,
      ).toEqual(whole.slice(at + 1).map((one) => one.what));
}

it('goes on at every place that it hands on, without loss and without a second count', async () => {
  const text = Buffer.from(`pay ${ADDRESS} now`);
  const picture = picturesOf(700, 500, [
    { text: `bitcoin:${ADDRESS}`, left: 40, top: 60, scale: 5 },
    { text: 'nothing of worth', left: 400, top: 230, scale: 6 },
  ]);
  const phone = imageOf('phone.dd');
  const files = [
    fileOf('empty/data/data/io.metamask/x', new Uint8Array(0)),
    fileOf('old.zip', zipSync({ 'a.txt': text, 'b/photo.png': Buffer.from(picture), 'c.zip': zipSync({ 'd.txt': text }) })),
    fileOf('photo.png', picture),
    phone,
    fileOf('last.txt', text),
  ];
  const whole = await walked(files, WALK_BEGIN, phone.tools);
  expect(whole.filter(({ what }) => what.includes(ADDRESS)).length).toBe(10);
  await goesOnEverywhere(files, whole, phone.tools);
}, 60_000);

it('tells once of what it does not read, wherever it goes on', async () => {
  const text = Buffer.from(`pay ${ADDRESS} now`);
  // Two ranges of the scan, of which the archive ends before the second one does.
  const long = tarOf([['long.txt', Buffer.alloc(20 << 20, 0x20)]]).subarray(0, 17 << 20);
  const picture = tarOf([['photo.png', Buffer.from('89504e470d0a1a0a0000000d49484452000000400000004008020000000000', 'hex')]]);
  const inner = withBadSums(zipSync({ 'd.txt': text, 'e.txt': text }));
  const outer = withBadSums(zipSync({ 'a.txt': text, 'b.zip': inner, 'c.txt': text, 'f.txt': text }, { level: 0 }));
  const files = [
    fileOf('long.tar', long),
    fileOf('old.zip', outer),
    fileOf('picture.tar', picture),
    fileOf('locked.zip', encrypted(zipSync(many(1200)))),
    fileOf('last.tar', Buffer.concat([tarOf([['a.txt', text]]), Buffer.from('what no header explains'.padEnd(512))])),
  ];
  const whole = await walked(files, WALK_BEGIN);
  const told = whole.filter(({ next }) => next === null).map(({ what }) => what);
  expect(told.filter((what) => what.includes('checksum')).map((what) => what.split(':')[0])).toEqual([
    ...['a.txt', 'b.zip', 'b.zip!d.txt', 'b.zip!e.txt', 'c.txt', 'f.txt'].map((name) => `told of old.zip!${name}`),
  ]);
  expect(told.filter((what) => what.includes('encrypted')).length).toBe(1000);
  expect(told).toContain('told of 200 more');
  for (const part of ['long.tar!long.txt: unpack: the archive ends', 'last.tar: unpack: no header'])
    expect(told.filter((what) => what.includes(part)).length).toBe(1);
  await goesOnEverywhere(files, whole);
}, 60_000);

it('a file of an image that can no longer be read is left out, and those behind it keep their numbers', async () => {
  let isRead = true;
  const phone = imageOf('other.dd', () => isRead);
  const whole = await walked([phone], WALK_BEGIN, phone.tools);
  const own = (rows: typeof whole): string[] => rows.map(({ what }) => what).filter((what) => !what.includes('/packed'));
  expect(whole.filter(({ what }) => what.includes('/packed')).length).toBe(2);
  for (const [at, { next }] of whole.entries()) {
    if (next === null) continue;
    isRead = false;
    const rest = await walked([phone], next, phone.tools);
    expect(own(rest), `behind ${whole[at]?.what}`).toEqual(own(whole.slice(at + 1)));
    expect(rest.filter(({ what }) => what.startsWith('told of other.dd/packed')).length).toBe(next.file === 0 && next.member <= 2 ? 1 : 0);
    isRead = true;
  }
}, 60_000);

it('goes on with what was left of its bounds, not with all of them', async () => {
  const text = Buffer.from(`pay ${ADDRESS} now`);
  const files = ['1.zip', '2.zip', '3.zip'].map((name) => fileOf(name, zipSync({ 'a.txt': text, 'b.txt': text, 'c.txt': text })));
  const begin: WalkPlace = { ...WALK_BEGIN, left: { ...WALK_BEGIN.left, entries: 5 } };
  const whole = await walked(files, begin);
  // Of nine entries five: whoever goes on unpacks no more than who did not stop.
  expect(whole.filter(({ what }) => /^end of .*txt/.test(what)).length).toBe(5);
  await goesOnEverywhere(files, whole);
}, 60_000);

const many = (count: number): Record<string, Uint8Array> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.txt`, new Uint8Array(0)]));

/** Changes the heads of a ZIP's list of entries (APPNOTE 4.3.12). */
function withHeads(zip: Uint8Array, change: (head: Buffer) => void): Buffer {
  const bytes = Buffer.from(zip);
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1'))
    change(bytes.subarray(at));
  return bytes;
}
const withBadSums = (zip: Uint8Array): Buffer => withHeads(zip, (head) => void head.writeUInt32LE(7, 16));
const encrypted = (zip: Uint8Array): Buffer => withHeads(zip, (head) => void head.writeUInt16LE(head.readUInt16LE(8) | 1, 8));
