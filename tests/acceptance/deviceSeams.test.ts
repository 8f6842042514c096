// Values that a file system parted over two pieces of a file, on real file systems: found at their place in the file with each place in the image, where
// `icat` and `grep` find them in the file and not in the image; once each, also by a scan that was ended anywhere and gone on with, and never by a list of
// files that has become another one.
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, digitsOf, wifOf } from '../fixtures/madeKeys.ts';
import { canPartFiles, contentByTool, makePartedDisk, type PartedDisk, PIECE, placesByTool } from '../fixtures/partedDisk.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const SECRETS = 'what only two people know';
const PHRASE = 'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic';
const ADDRESS = addressOf('parted address');
const WIF = wifOf('parted key');
const OTHER_WIF = wifOf('parted descriptor');
const DESCRIPTOR = `wpkh(${OTHER_WIF})`;
const DIGITS = digitsOf('announced in the piece before');
/** What stands where: `before` bytes of it (or of the words that announce it) end a piece. */
const PLANTED = [
  { at: 1 * PIECE - 30, text: Buffer.from(`\n${PHRASE}\n`) },
  { at: 3 * PIECE - 12, text: Buffer.from(` ${ADDRESS} `) },
  { at: 5 * PIECE - 42, text: Buffer.from(` ${WIF} `, 'utf16le') },
  { at: 7 * PIECE - 20, text: Buffer.from(`\n${DESCRIPTOR}\n`) },
  { at: 9 * PIECE - 17, text: Buffer.from(`the private key: ${DIGITS} `) },
];

function content(): Buffer {
  const bytes = Buffer.alloc(20 * PIECE, '.');
  for (const { at, text } of PLANTED) text.copy(bytes, at);
  return bytes;
}

describe.skipIf(!canPartFiles)('a file in pieces', () => {
  let desk: Desk;
  let disk: PartedDisk;
  beforeAll(async () => {
    desk = await openDesk();
    disk = makePartedDisk(join(desk.folder, 'disk'), content());
  }, 60_000);
  afterAll(() => {
    delete process.env.TRACEHOLD_SLEUTHKIT;
    return desk?.end();
  });

  async function takeIn(name: string): Promise<number> {
    await desk.newCase(name);
    const { id, copy } = await desk.call('exhibit.add', { number: 'K-1', description: 'disk', paths: [desk.grant(disk.path)] });
    expect(copy?.unread).toEqual([]);
    return id;
  }
  async function found(scan: number) {
    const { traces } = await desk.call('device.traces', { scan, limit: 1000 });
    const all = await Promise.all(traces.map(({ trace }) => desk.call('device.trace', { trace })));
    return all.map(({ trace: { kind, value, count }, places }) => ({ kind, value, count, places }));
  }
  let whole: Awaited<ReturnType<typeof found>> = [];

  it('gives what stands across them, with its places in the file and in the image', async () => {
    const image = readFileSync(disk.path);
    const id = await takeIn('whole');
    const scan = await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
    expect(scan).toMatchObject({ state: 'complete', unread: [] });
    whole = await found(scan.scan);
    for (const [system, { offset }] of disk.systems.entries()) {
      const file = contentByTool(disk, offset, 'TARGET.TXT');
      expect(file.equals(content())).toBe(true);
      for (const { kind, text, isAcross = true } of [
        { kind: 'phrase', text: Buffer.from(PHRASE) },
        { kind: 'address', text: Buffer.from(ADDRESS) },
        { kind: 'wif', text: Buffer.from(WIF, 'utf16le') },
        { kind: 'privateDescriptor', text: Buffer.from(DESCRIPTOR) },
        { kind: 'privateKey', text: Buffer.from(DIGITS), isAcross: false },
      ]) {
        const [place] = placesByTool(file, text);
        const inImage = placesByTool(image, text);
        expect(inImage.length, kind).toBe(isAcross ? 0 : 2);
        const told = whole.filter((one) => one.kind === kind).flatMap(({ places }) => places);
        // On ext4 the number of a deleted file was given to this one, and the lister shows both names for it.
        const [one] = told.filter(({ path, offset: at }) => path.startsWith(`disk.img/fs${system + 1}/`) && at === place);
        expect(one, `${kind} on ${disk.systems[system]?.form}`).toMatchObject({ bytes: text.length });
        const pieces = one?.pieces ?? [{ imageOffset: one?.imageOffset ?? 0, bytes: one?.bytes ?? 0 }];
        expect(pieces.length).toBe(isAcross ? 2 : 1);
        expect(one?.imageOffset).toBe(pieces[0]?.imageOffset);
        expect(Buffer.concat(pieces.map(({ imageOffset, bytes }) => image.subarray(imageOffset, imageOffset + bytes))).equals(text)).toBe(
          true,
        );
      }
    }
    // Once on each file system, and nothing else.
    expect(whole.map(({ kind, count }) => [kind, count]).sort()).toEqual(
      [
        ['address', 2],
        ['phrase', 2],
        ['privateDescriptor', 2],
        ['privateKey', 2],
        ['wif', 2],
        ['wif', 2],
      ].sort(),
    );
    const written = JSON.stringify([whole, await desk.call('journal.list', { limit: 50 })]);
    for (const secret of [PHRASE, WIF, OTHER_WIF, DIGITS]) expect(written).not.toContain(secret);
  }, 60_000);

  it('gives the same, once, when the scan is ended at any of its reports and gone on with', async () => {
    const id = await takeIn('ended');
    for (const [phase, reports] of [
      ['scanning', 1],
      ['joining', 1],
      ['joining', 1],
    ] as const)
      await faultOf(desk.callUntil('device.scan', { exhibit: id, passphrase: SECRETS }, phase, reports));
    const scan = await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
    expect(scan.state).toBe('complete');
    expect((await desk.call('device.scans', {})).scans.length).toBe(1);
    expect(await found(scan.scan)).toEqual(whole);
  }, 60_000);

  it('is not gone on with by another list of files: what is listed now is scanned from the beginning', async () => {
    const tools = join(desk.folder, 'tools');
    mkdirSync(tools, { recursive: true });
    const real = (name: string): string => `#!/bin/sh\nexec /usr/bin/${name} "$@"\n`;
    // Another version may list files that this one leaves out, or in another order: here all are left out whose names begin with F.
    const other =
      '#!/bin/sh\nif [ "$1" = -V ]; then exec /usr/bin/fiwalk -V; fi\n/usr/bin/fiwalk "$@" | sed "s,<filename>F,<filename>../..,"\n';
    for (const [name, text] of [
      ['fiwalk', real('fiwalk')],
      ['icat', real('icat')],
    ] as const)
      writeFileSync(join(tools, name), text);
    for (const name of ['fiwalk', 'icat']) chmodSync(join(tools, name), 0o755);
    const id = await takeIn('relisted');
    await faultOf(desk.callUntil('device.scan', { exhibit: id, passphrase: SECRETS }, 'joining', 1));
    // TRACEHOLD_SLEUTHKIT is read when the engine starts.
    await desk.close();
    const before = desk;
    process.env.TRACEHOLD_SLEUTHKIT = tools;
    desk = await openDesk();
    const folder = join(before.folder, 'relisted.tracehold');
    const open = async () => {
      await desk.close();
      await desk.call('case.open', { folder: desk.grant(folder), passphrase: 'a passphrase for tests only' });
    };
    try {
      // The same list by other programs: gone on with.
      await open();
      await faultOf(desk.callUntil('device.scan', { exhibit: id, passphrase: SECRETS }, 'joining', 1));
      expect((await desk.call('device.scans', {})).scans.length).toBe(1);
      // Another list: begun anew, and the ended one stands as it is.
      writeFileSync(join(tools, 'fiwalk'), other);
      const scan = await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
      expect((await desk.call('device.scans', {})).scans.map(({ state }) => state)).toEqual(['partial', 'complete']);
      const alike = (rows: typeof whole): string => JSON.stringify(rows).replaceAll(/fs(\d)\/[^"]+/g, 'fs$1');
      expect(alike(await found(scan.scan))).toEqual(alike(whole));
      // None at all: the same.
      rmSync(join(tools, 'fiwalk'));
      const unlisted = await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
      expect((await found(unlisted.scan)).map(({ kind }) => kind)).toEqual([]);
      expect((await desk.call('device.scans', {})).scans.map(({ state }) => state)).toEqual(['partial', 'complete', 'complete']);
    } finally {
      await desk.end();
      desk = before;
    }
  }, 60_000);
});
