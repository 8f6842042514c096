// Wherever a walk ends, another that begins at the place handed on there gives what was left, once: no find is lost, none counted twice.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, expect, it } from 'vitest';
import { createNodeHost } from '../../../hosts/nodeHost.ts';
import { picturesOf } from '../../../../tests/fixtures/codePicture.ts';
import { type Listing, openImage } from '../images/index.ts';
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

/** An image of one file that a wallet's program made, in plain place. */
function imageOf(shown: string): WalkFile {
  const bytes = Buffer.alloc(4096, 0x20);
  bytes.write(`pay ${ADDRESS} `, 1024);
  const file = fileOf(shown, bytes);
  const one = {
    ...{ path: 'data/data/io.metamask/files/x', size: 100, isDeleted: false, inode: 7, content: 'runs' as const, fileSystem: 0, number: 0 },
    ...{
      runs: [{ fileOffset: 0, imageOffset: 1024, length: 100 }],
      times: { modified: null, created: null, accessed: null, changed: null },
    },
  };
  const listing: Listing = {
    ...{ lister: 'test', fileSystems: [{ form: 'ext4', offset: 0, files: 1 }], problems: [] },
    ...{ files: () => [one], fileNamed: () => null, residentContent: () => null, placeOf: () => null },
    ...{ sha256: () => '', repeats: () => false },
  };
  return { ...file, within: { image: openImage([file.path]), listing } };
}

/** What was handed on, in order, each with the place behind it. */
async function walked(files: readonly WalkFile[], begin: WalkPlace): Promise<{ readonly what: string; readonly next: WalkPlace }[]> {
  const handed: { what: string; next: WalkPlace }[] = [];
  const note = (what: string, next: WalkPlace): void => void handed.push({ what, next });
  await walkFiles(
    host,
    files,
    begin,
    {
      ...{ around: 0, wantsEntries: true, onUnread: () => undefined },
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

it('goes on at every place that it hands on, without loss and without a second count', async () => {
  const text = Buffer.from(`pay ${ADDRESS} now`);
  const picture = picturesOf(700, 500, [
    { text: `bitcoin:${ADDRESS}`, left: 40, top: 60, scale: 5 },
    { text: 'nothing of worth', left: 400, top: 230, scale: 6 },
  ]);
  const files = [
    fileOf('empty/data/data/io.metamask/x', new Uint8Array(0)),
    fileOf('old.zip', zipSync({ 'a.txt': text, 'b/photo.png': Buffer.from(picture), 'c.zip': zipSync({ 'd.txt': text }) })),
    fileOf('photo.png', picture),
    imageOf('phone.dd'),
    fileOf('last.txt', text),
  ];
  const whole = await walked(files, WALK_BEGIN);
  expect(whole.filter(({ what }) => what.includes(ADDRESS)).length).toBe(6);
  for (const [at, { next }] of whole.entries())
    expect(
      (await walked(files, next)).map(({ what }) => what),
      `behind ${whole[at]?.what}`,
    ).toEqual(whole.slice(at + 1).map(({ what }) => what));
}, 60_000);
