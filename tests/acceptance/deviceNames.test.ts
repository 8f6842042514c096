// Names in disk images: a file with two names counts once, and two files of one name (one of them deleted) are two.
import { execFileSync, spawnSync } from 'node:child_process';
import { linkSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './desk.ts';

const SECRETS = 'what only two people know';
const ADDRESS = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const PARTS = ['ozone drill grab fiber curtain grace', 'pudding thank cruise elder eight picnic'] as const;
const missing = ['fiwalk', 'mkfs.ext4', 'mkfs.vfat', 'mcopy', 'mmd'].filter((name) => spawnSync(name, ['-V']).error !== undefined);
if (missing.length > 0) console.warn(`not installed, names in images are not tested: ${missing.join(', ')}`);
const runTool = (program: string, ...args: string[]): void => void execFileSync(program, args, { stdio: 'ignore' });

describe.skipIf(missing.length > 0)('names in a disk image', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  }, 60_000);
  afterAll(() => desk?.end());

  function emptyDisk(name: string, mib: number): string {
    const path = desk.write(name, '');
    truncateSync(path, mib << 20);
    return path;
  }
  async function scanned(name: string, path: string): Promise<void> {
    await desk.newCase(name);
    const { id } = await desk.call('exhibit.add', { number: 'K-1', paths: [desk.grant(path)] });
    await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
  }
  async function secretsOf(kind: 'phrasePart' | 'password'): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { trace, count } of (await desk.call('device.traces', { kinds: [kind] })).traces) {
      const { places } = await desk.call('device.trace', { trace });
      const { text } = await desk.call('device.reveal', { trace, what: 'value', reason: 'to see', passphrase: SECRETS });
      found.push(`${count} ${places.map(({ path }) => path).join()} ${text}`);
    }
    return found.sort();
  }

  it('counts what stands in an export of a chat with two names once, and shows it under both', async () => {
    const chat = `[LINE] Chat history with Jordan Lee\nSaved on: 05/03/2024, 10:00\n\nWed, 05/01/2024\n9:30 PM\tJordan Lee\tpay to ${ADDRESS}\n9:31 PM\tAlex\tdone\n`;
    const folder = dirname(desk.write('tree/chat.txt', chat));
    linkSync(join(folder, 'chat.txt'), join(folder, 'copy.txt'));
    const disk = emptyDisk('linked.img', 4);
    runTool('mkfs.ext4', '-q', '-F', '-O', '^has_journal', '-d', folder, disk);
    await scanned('linked', disk);
    const [address] = (await desk.call('device.traces', { kinds: ['address'] })).traces;
    const { places } = await desk.call('device.trace', { trace: address?.trace ?? 0 });
    const at = (wanted: 'bytes' | 'record') => places.filter(({ encoding }) => encoding === wanted).map(({ path }) => path);
    // The lister's order says which of the names the bytes are told under.
    expect(at('record').sort()).toEqual(['linked.img/fs1/chat.txt', 'linked.img/fs1/copy.txt']);
    expect(at('bytes')).toHaveLength(1);
    expect(address?.count).toBe(1);
  }, 60_000);

  it('keeps what stands in a deleted file beside what stands in one that has its name now', async () => {
    const disk = emptyDisk('again.img', 4);
    runTool('mkfs.vfat', disk);
    runTool('mmd', '-i', disk, '::/exodus.wallet');
    const names = [
      ['recovery notes.txt', 'exodus.wallet/passphrase.json'],
      ['recovery notez.txt', 'exodus.wallet/passphrase.jsxn'],
    ] as const;
    for (const [version, [notes, passphrase]] of names.entries())
      for (const [name, content] of [
        [notes, `half of the seed phrase:\n${PARTS[version]}\n`],
        [passphrase, JSON.stringify({ passphrase: `made up, number ${version}` })],
      ] as const)
        runTool('mcopy', '-i', disk, desk.write(`made/${name}`, content), `::/${name}`);
    writeFileSync(disk, withFirstDeleted(readFileSync(disk)));
    await scanned('again', disk);
    expect(await secretsOf('phrasePart')).toEqual([
      `1 again.img/fs1/(2)/recovery notes.txt ${PARTS[0]}`,
      `1 again.img/fs1/recovery notes.txt ${PARTS[1]}`,
    ]);
    const kept = 'exodus.wallet/passphrase.json';
    expect(await secretsOf('password')).toEqual([
      `1 again.img/fs1/(2)/${kept} made up, number 0`,
      `1 again.img/fs1/${kept} made up, number 1`,
    ]);
    expect((await desk.call('device.wallets', {})).wallets.map(({ path }) => path).sort()).toEqual([
      `again.img/fs1/(2)/${kept}`,
      `again.img/fs1/${kept}`,
    ]);
  }, 60_000);
});

/**
 * The first of two files deleted, and the second under its name: the fourteenth letter, which begins the second part of a long name, is put back. (Of
 * FAT: a part of a long name is 32 bytes with the attributes 0x0f, the last part comes first; the first byte 0xe5 says deleted.)
 */
function withFirstDeleted(disk: Buffer): Buffer {
  const renamed = new Map([...'zx'].map((letter, at) => [letter.charCodeAt(0), 'so'.charCodeAt(at)]));
  const deleted = new Set(renamed.values());
  for (let at = 0; at + 96 <= disk.length; at += 32) {
    if (disk[at] !== 0x42 || disk[at + 11] !== 0x0f) continue;
    const letter = disk[at + 1] as number;
    if (deleted.has(letter)) for (let part = 0; part < 3; part++) disk[at + part * 32] = 0xe5;
    disk[at + 1] = renamed.get(letter) ?? letter;
  }
  return disk;
}
