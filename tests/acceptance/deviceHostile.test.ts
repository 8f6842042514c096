// Exhibits that turn against their scan: files that vanish or shrink while they are read, hostile databases and exports, folders very deep, a disk
// that is full. Bounded, told, nothing lost; the case opens afterwards.
import { chmodSync, mkdirSync, readFileSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallDisk } from '../fixtures/mounts.ts';
import { noise } from '../fixtures/slowScan.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const SECRETS = 'what only two people know';
const ADDRESS = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const RANGE = 8 << 20;
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

async function takeIn(name: string, path: string): Promise<number> {
  await desk.newCase(name);
  return (await desk.call('exhibit.add', { number: 'K-1', description: 'x', paths: [desk.grant(path)] })).id;
}
const placesOf = async (): Promise<string[]> => {
  const [trace] = (await desk.call('device.traces', { text: ADDRESS })).traces;
  if (trace === undefined) return [];
  const { places } = await desk.call('device.trace', { trace: trace.trace });
  return places.map(({ path }) => path.split('/').at(-1) as string).sort();
};

it('tells files that vanish, shrink or cannot be read while the scan goes on, and keeps what it found', async () => {
  const root = join(desk.folder, 'moving');
  desk.write('moving/a-large.bin', Buffer.alloc(10 * RANGE, 0x20));
  for (const name of ['b-stays', 'y-shrinks', 'z-vanishes'])
    desk.write(`moving/${name}`, `pay ${ADDRESS} ${'.'.repeat(10_000)} ${ADDRESS}`);
  desk.write('moving/c-locked', `pay ${ADDRESS}`);
  const exhibit = await takeIn('moving', root);
  const isRoot = process.getuid?.() === 0;
  let begun = false;
  const scan = await desk.callWith('device.scan', { exhibit, passphrase: SECRETS }, ({ phase }) => {
    if (phase !== 'scanning' || begun) return;
    begun = true;
    truncateSync(join(root, 'y-shrinks'), 100);
    rmSync(join(root, 'z-vanishes'));
    chmodSync(join(root, 'c-locked'), 0);
  });
  expect(scan.state).toBe('complete');
  expect(scan.unread).toContainEqual({ path: 'moving/y-shrinks', reason: 'shortened' });
  expect(scan.unread).toContainEqual({ path: 'moving/z-vanishes', reason: 'ENOENT' });
  if (!isRoot) expect(scan.unread).toContainEqual({ path: 'moving/c-locked', reason: 'EACCES' });
  expect(await placesOf()).toEqual(['b-stays', 'b-stays', ...(isRoot ? ['c-locked'] : []), 'y-shrinks']);
  await desk.reopen('moving');
  expect((await desk.call('device.scans', {})).scans).toMatchObject([{ state: 'complete', unread: scan.unread }]);
}, 60_000);

it('reads hostile databases, exports and very deep folders to their bounds, and what lies beside them', async () => {
  const root = join(desk.folder, 'hostile');
  desk.write('hostile/a.txt', `pay ${ADDRESS}`);
  desk.write('hostile/z.txt', `pay ${ADDRESS}`);
  // A folder of folders, as deep as the system takes paths, and one in an archive, deeper.
  const deep = join(root, ...Array.from({ length: 1_700 }, () => 'd'));
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, 'deep.txt'), `pay ${ADDRESS}`);
  desk.write('hostile/deep.zip', zipSync({ [`${'e/'.repeat(30_000)}inner.txt`]: Buffer.from(`pay ${ADDRESS}`) }));
  const made = join(desk.folder, 'made.sqlite');
  const database = new Database(made);
  database.exec(`CREATE TABLE main (key BLOB, value BLOB); CREATE TABLE note (text TEXT);`);
  for (let row = 0; row < 400; row++) database.prepare('INSERT INTO note VALUES (?)').run(`row ${row} ${'x'.repeat(300)}`);
  database.close();
  const sqlite = readFileSync(made);
  for (let variant = 0; variant < 12; variant++) {
    const bytes = Buffer.from(sqlite);
    const random = noise(`sqlite ${variant}`, 4000);
    for (let at = 0; at < 200; at++) bytes[100 + (random.readUInt32LE(at * 4) % (bytes.length - 100))] = random[2000 + at] as number;
    desk.write(`hostile/db-${variant}.sqlite`, variant % 3 === 0 ? bytes.subarray(0, 5000 + variant * 777) : bytes);
    desk.write(`hostile/wallets/${variant}/wallet.dat`, Buffer.concat([bytes.subarray(0, 100), random, bytes.subarray(4100)]));
    desk.write(`hostile/leveldb/${variant}.ldb`, Buffer.concat([random, Buffer.from('57fb808b247547db', 'hex')]));
    desk.write(`hostile/leveldb/${variant}.log`, random);
  }
  const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${'ha'.repeat(500)}">${'bcdefgh'
    .split('')
    .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefg'[at]};`.repeat(10)}">`)
    .join('')}]><project xmlns="http://pa.cellebrite.com/report/2.0"><decodedData>&h;`;
  for (const [name, xml] of Object.entries({
    laughs,
    nested: `<project xmlns="http://pa.cellebrite.com/report/2.0"><decodedData>${'<model type="Chat">'.repeat(60_000)}`,
    cut: `<project xmlns="http://pa.cellebrite.com/report/2.0"><decodedData><modelType type="InstantMessage"><model type="InstantMessage"><field name="Body"><value>pay`,
  }))
    desk.write(`hostile/${name}.ufdr`, zipSync({ 'report.xml': Buffer.from(xml) }));
  const exhibit = await takeIn('hostile', root);
  const began = performance.now();
  const scan = await desk.call('device.scan', { exhibit, passphrase: SECRETS });
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(scan.state).toBe('complete');
  expect(scan.unread.length).toBeGreaterThan(0);
  expect(scan.unread.every(({ reason }) => reason.length <= 300)).toBe(true);
  const places = await placesOf();
  for (const name of ['a.txt', 'z.txt', 'deep.txt', 'inner.txt']) expect(places).toContain(name);
  await desk.reopen('hostile');
  expect((await desk.call('device.scans', {})).scans).toMatchObject([{ state: 'complete', entries: scan.entries }]);
}, 60_000);

it('stops where the disk is full, and goes on with room again to what an unbroken scan finds', async () => {
  const disk = join(desk.folder, 'disk');
  const mount = smallDisk(disk, 24_000);
  if (mount === null) return console.warn('this machine does not let the test mount a small disk: a scan on a full disk is not tested');
  try {
    // Many different finds, so that what is written grows.
    const lines = Array.from({ length: 15_000 }, (_, at) => `0x${noise(`full ${at}`, 20).toString('hex')}`);
    for (let part = 0; part < 30; part++) desk.write(`many/${part}.txt`, `${lines.slice(part * 500, part * 500 + 500).join('\n')}\n`);
    const exhibit = await takeIn('room', join(desk.folder, 'many'));
    const whole = await desk.call('device.scan', { exhibit, passphrase: SECRETS });
    await takeIn('disk/full', join(desk.folder, 'many'));
    const filler = join(disk, 'filler');
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 1_500_000)));
    expect((await faultOf(desk.call('device.scan', { exhibit: 1, passphrase: SECRETS }))).code).toBe('case.diskFull');
    rmSync(filler);
    await desk.reopen('disk/full');
    const [partial] = (await desk.call('device.scans', {})).scans;
    expect(partial?.state).toBe('partial');
    const { files, entries, unpacked, traces, more, rejected, state } = await desk.call('device.scan', { exhibit: 1 });
    const { state: _state, ...rest } = { state, files, entries, unpacked, traces, more, rejected };
    expect(state).toBe('complete');
    expect(whole).toMatchObject(rest);
    expect(traces).toBe(15_000);
    await desk.close();
  } finally {
    await desk.close();
    mount.unmount();
  }
}, 60_000);
