// The first look at seized files through the engine: folders of every kind of entry, secrets masked wherever an answer goes, files that vanish or
// shrink, the same answer with threads and without.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mnemonic } from 'ethers/wallet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './desk.ts';

const ADDRESS = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const WIF = 'KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn';
const { phrase: PHRASE } = Mnemonic.fromEntropy('0x1f2e3d4c5b6a79888796a5b4c3d2e1f0');

describe('a first look at seized files', () => {
  let desk: Desk;
  let root = '';
  beforeAll(async () => {
    desk = await openDesk();
    root = desk.write('seized/notes.txt', `seed\n${PHRASE}\nsend to ${ADDRESS}\n`).replace(/[^/]+$/, '');
    mkdirSync(join(root, 'deep', 'er'), { recursive: true });
    writeFileSync(join(root, 'deep', 'er', 'page\n.htm'), Buffer.from(`\ufeff<b>${ADDRESS}</b> key ${WIF} `, 'utf16le'));
    writeFileSync(join(root, 'empty.bin'), '');
    // Across the border of two ranges, behind a hole that takes no room on the disk.
    execFileSync('truncate', ['-s', String((8 << 20) - 20), join(root, 'large.img')]);
    writeFileSync(join(root, 'large.img'), `"${ADDRESS}" ${WIF}`, { flag: 'a' });
    symlinkSync('/etc/passwd', join(root, 'link'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    // A name as a machine with Japanese text gave it, before UTF-8.
    writeFileSync(Buffer.concat([Buffer.from(join(root, 'memo ')), Buffer.from([0x8e, 0xed, 0x8e, 0x71])]), ADDRESS);
  });
  afterAll(() => desk.end());

  it('names each value with its places, and what it did not read', async () => {
    const found = await desk.call('device.triage', { paths: [desk.grant(root)] });
    expect(found).toMatchObject({ files: 4, more: 0, unreadMore: 0 });
    expect(found.unread).toEqual([
      { path: 'seized/link', reason: 'link' },
      { path: 'seized/memo \ufffd\ufffdq', reason: 'nameBytes' },
      { path: 'seized/pipe', reason: 'notAFile' },
    ]);
    const [address] = found.traces.filter(({ kind }) => kind === 'address');
    expect(address).toMatchObject({ value: ADDRESS, isSecret: false, checks: ['base58check'], count: 3 });
    expect(address?.places).toEqual([
      { path: 'seized/deep/er/page\n.htm', offset: 8, bytes: 68, encoding: 'utf16' },
      { path: 'seized/large.img', offset: (8 << 20) - 19, bytes: 34, encoding: 'bytes' },
      { path: 'seized/notes.txt', offset: 5 + PHRASE.length + 1 + 8, bytes: 34, encoding: 'bytes' },
    ]);
    expect(found.traces.map(({ kind, count }) => [kind, count])).toEqual([
      ['address', 3],
      ['wif', 2],
      ['phrase', 1],
    ]);
  });

  it('gives no secret away, in no answer and no log', async () => {
    const found = await desk.call('device.triage', { paths: [desk.grant(root)] });
    const said = JSON.stringify(found);
    for (const secret of [WIF, PHRASE, PHRASE.split(' ').slice(1, 4).join(' '), WIF.slice(4, 14)]) expect(said).not.toContain(secret);
    const [wif] = found.traces.filter(({ kind }) => kind === 'wif');
    expect(wif?.value).toMatch(/^KwDi… #[0-9a-f]{8}$/);
  });

  it('says that a file is gone', async () => {
    const found = await desk.call('device.triage', { paths: [desk.grant(join(root, 'gone.img'))] });
    expect(found).toMatchObject({ files: 0, unread: [{ path: 'gone.img', reason: 'ENOENT' }] });
  });
});
