// A scan of an exhibit into the case, through the engine: an exhibit that changed is refused, an ended scan goes on where it ended and finds what an
// unbroken one does, a secret opens only under its own passphrase and with a line in the journal, and stands in clear in nothing that is written.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallOutput } from '../../shared/contract/index.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const SECRETS = 'what only two people know';
const ADDRESS = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
// A vector of BIP39 (entropy 9e885d952ad362caeb4efe34a8e91bd2).
const PHRASE = 'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic';
// The example of the Bitcoin Wiki's page on the wallet import format.
const WIF = '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ';
const RANGE = 8 << 20;

const missing = ['fiwalk', 'mkfs.vfat', 'mcopy'].filter((name) => spawnSync(name, ['-V']).error !== undefined);
if (missing.length > 0) console.warn(`not installed, wallets in images are not opened: ${missing.join(', ')}`);
const runTool = (program: string, ...args: string[]): void => void execFileSync(program, args, { stdio: 'ignore' });

let desk: Desk;
let folder: string;

/** Two files of some ranges, with finds on both sides of each border, and an archive. */
function writeDevice(): string {
  const big = Buffer.alloc(5 * RANGE + 1000, 0x20);
  for (let at = RANGE; at < big.length; at += RANGE) big.write(` ${ADDRESS} `, at - 50);
  big.write(`\n${PHRASE}\n`, 3 * RANGE + 100);
  const root = join(desk.folder, 'laptop');
  desk.write('laptop/disk.bin', big);
  desk.write('laptop/notes/keys.txt', `sweep ${WIF}\n`);
  desk.write('laptop/old.zip', zipSync({ 'a.txt': Buffer.from(`${ADDRESS}\n`), 'b.txt': Buffer.from(`seed phrase: ${PHRASE}\n`) }));
  return root;
}

beforeAll(async () => {
  desk = await openDesk();
  folder = writeDevice();
}, 60_000);
afterAll(() => desk?.end());

async function takeIn(name: string): Promise<number> {
  await desk.newCase(name);
  const { id } = await desk.call('exhibit.add', { number: 'K-1', description: 'laptop', paths: [desk.grant(folder)] });
  return id;
}

/** All that a case holds of its traces, but for its own numbers. */
async function found(): Promise<unknown> {
  const { traces } = await desk.call('device.traces', { limit: 1000 });
  const whole = await Promise.all(traces.map(({ trace }) => desk.call('device.trace', { trace })));
  return whole
    .map(({ trace: { trace: _trace, ...rest }, places }) => ({ ...rest, places }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
const counted = ({ rejected, entries, unpacked, traces, unread, more }: CallOutput<'device.scan'>) => ({
  ...{ rejected, entries, unpacked, traces, unread, more },
});

describe('a scan into the case', () => {
  it('asks for a passphrase of secrets once, and finds the same after it was ended in the middle', async () => {
    const exhibit = await takeIn('whole');
    expect((await faultOf(desk.call('device.scan', { exhibit }))).code).toBe('device.needsSecretsKey');
    const whole = await desk.call('device.scan', { exhibit, passphrase: SECRETS });
    expect(whole).toMatchObject({ state: 'complete', files: 3, entries: 2, unread: [] });
    const all = await found();

    const again = await takeIn('ended');
    for (const [phase, reports] of [
      ['scanning', 2],
      ['scanning', 2],
      ['unpacking', 1],
    ] as const)
      expect((await faultOf(desk.callUntil('device.scan', { exhibit: again, passphrase: SECRETS }, phase, reports))).code).toBe(
        'job.cancelled',
      );
    expect((await desk.call('device.scans', {})).scans.map(({ state }) => state)).toEqual(['partial']);
    await desk.reopen('ended');
    const ended = await desk.call('device.scan', { exhibit: again });
    expect(ended.state).toBe('complete');
    expect(counted(ended)).toEqual(counted(whole));
    expect(await found()).toEqual(all);
    const events = (await desk.call('journal.list', { limit: 100 })).entries.map(({ name }) => name);
    expect(events.filter((name) => name === 'device.scanResumed')).toHaveLength(3);
  }, 60_000);

  it('counts what it did not read once, also of what it does not keep and reads again after it was ended', async () => {
    const zip = Buffer.from(zipSync(Object.fromEntries(Array.from({ length: 1400 }, (_, at) => [`${at}.txt`, Buffer.from(`note ${at}`)]))));
    // The sums in its list of entries (APPNOTE 4.3.12).
    for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4, 'latin1'))
      zip.writeUInt32LE(7, at + 16);
    const path = desk.write('damaged.zip', zip);
    await desk.newCase('unread');
    const { id: exhibit } = await desk.call('exhibit.add', { number: 'Z-1', paths: [desk.grant(path)] });
    for (const reports of [1100, 100, 50])
      expect((await faultOf(desk.callUntil('device.scan', { exhibit, passphrase: SECRETS }, 'unpacking', reports))).code).toBe(
        'job.cancelled',
      );
    const { unread, unreadMore } = await desk.call('device.scan', { exhibit });
    expect([unread.length, unreadMore]).toEqual([1000, 400]);
    expect(new Set(unread.map(({ path: of }) => of)).size).toBe(1000);
    await desk.reopen('ended');
  }, 60_000);

  it('masks secrets, and opens one under its own passphrase only, with an act in the journal', async () => {
    const { traces } = await desk.call('device.traces', { kinds: ['phrase'] });
    const [phrase] = traces;
    if (phrase === undefined) throw new Error('no phrase');
    expect(phrase).toMatchObject({ isSecret: true, count: 2, value: expect.stringMatching(/^ozon… #[0-9a-f]{8}$/) });
    const asked = { trace: phrase.trace, what: 'value', reason: 'to derive its addresses' } as const;
    expect((await faultOf(desk.call('device.reveal', { ...asked, passphrase: 'another' }))).code).toBe('case.secretsPassphrase');
    expect(await desk.call('device.reveal', { ...asked, passphrase: SECRETS })).toEqual({ text: PHRASE, place: null });
    const [event] = (await desk.call('journal.list', { limit: 1 })).entries;
    expect(event).toMatchObject({ name: 'secret.revealed', kind: 'act' });
    const { text } = await desk.call('device.reveal', { ...asked, what: 'around', passphrase: SECRETS });
    expect(text).toContain(PHRASE);
    const [address] = (await desk.call('device.traces', { kinds: ['address'] })).traces;
    // The case has no data of any chain: that it does not know the address would say too much.
    expect(address?.onChain).toBeNull();
    const open = { ...asked, trace: address?.trace ?? 0, passphrase: SECRETS };
    expect((await faultOf(desk.call('device.reveal', open))).code).toBe('device.notSecret');
  }, 60_000);

  it('writes no secret in clear, whatever of the case is read', async () => {
    const journal = await desk.call('journal.list', { limit: 200 });
    const answers = [await found(), await desk.call('device.scans', {}), await desk.call('exhibit.list', {}), journal];
    await desk.close();
    const written = filesBelow(desk.folder, ['laptop']).map((path) => readFileSync(path).toString('latin1'));
    for (const text of [...answers.map((one) => JSON.stringify(one)), ...written])
      for (const secret of [PHRASE, 'curtain grace pudding', WIF, SECRETS]) expect(text.includes(secret)).toBe(false);
    await desk.reopen('ended');
  }, 60_000);

  it('keeps the bytes around finds where they are so many that the kernel takes a larger room', async () => {
    await desk.newCase('many');
    const path = desk.write('list.csv', `${ADDRESS},1\n`.repeat(9_000));
    const { id } = await desk.call('exhibit.add', { number: 'L-1', paths: [desk.grant(path)] });
    await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
    const [address] = (await desk.call('device.traces', { kinds: ['address'] })).traces;
    expect(address?.count).toBe(9_000);
    const { text } = await desk.call('device.reveal', {
      trace: address?.trace ?? 0,
      what: 'around',
      reason: 'to see',
      passphrase: SECRETS,
    });
    expect(text.startsWith(`${ADDRESS},1`)).toBe(true);
  }, 60_000);

  it('refuses an exhibit that is not as it was taken, and a number that stands already', async () => {
    const exhibit = await takeIn('changed');
    expect((await faultOf(desk.call('exhibit.add', { number: ' k-1 ' }))).code).toBe('exhibit.numberTaken');
    const path = join(folder, 'notes/keys.txt');
    const { size } = statSync(path);
    writeFileSync(path, Buffer.alloc(size, 0x41));
    expect(await faultOf(desk.call('device.scan', { exhibit, passphrase: SECRETS }))).toMatchObject({
      code: 'device.exhibitChanged',
      parameters: { file: 'laptop/notes/keys.txt' },
    });
  }, 60_000);

  it.skipIf(missing.length > 0)(
    'reads a wallet that lies in a disk image again, where a password is tried on it',
    async () => {
      await desk.newCase('image');
      const image = desk.write('stick.img', '');
      truncateSync(image, 40 << 20);
      runTool('mkfs.vfat', '-F', '32', image);
      const kdf = { dklen: 32, c: 1, prf: 'hmac-sha256', salt: '00' };
      const crypto = { cipher: 'aes-128-ctr', ciphertext: '11'.repeat(32), cipherparams: { iv: '22'.repeat(16) } };
      const address = '52908400098527886e0f7030069857d2e4169ee7';
      const keystore = { version: 3, id: 'a', address, crypto: { ...crypto, kdf: 'pbkdf2', kdfparams: kdf, mac: '33'.repeat(32) } };
      runTool('mcopy', '-i', image, desk.write('keystore.json', JSON.stringify(keystore)), '::/');
      const { id } = await desk.call('exhibit.add', { number: 'U-1', paths: [desk.grant(image)] });
      await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
      const [wallet] = (await desk.call('device.wallets', {})).wallets;
      expect(wallet?.path).toBe('stick.img/fs1/keystore.json');
      const tried = { wallet: wallet?.id ?? 0, password: 'wrong', authority: 'warrant' };
      expect((await faultOf(desk.call('device.openWallet', tried))).code).toBe('device.wrongPassword');
      const [event] = (await desk.call('journal.list', { limit: 1 })).entries;
      expect(event?.name).toBe('wallet.passwordTried');
    },
    60_000,
  );

  it('keeps who had an exhibit, what a copy was made from, and whether stated sums fit', async () => {
    await desk.newCase('custody');
    const custody = { action: 'seized', person: 'Sato', time: '2026-11-20T09:10+09:00', place: 'Osaka' } as const;
    const { id } = await desk.call('exhibit.add', { number: 'P-7', description: 'phone', custody: [custody] });
    const path = desk.write('copy.bin', 'abc');
    const made = await desk.call('exhibit.add', {
      ...{ number: 'P-7/1', from: id, paths: [desk.grant(path)] },
      hashes: [
        { name: 'md5', value: '900150983cd24fb0d6963f7d28e17f72' },
        { name: 'sha1', value: 'b9993e364706816aba3e25717850c26c9cd0d89d' },
      ],
    });
    // FIPS 180-4's vector for "abc"; RFC 1321's; the SHA-1 is wrong by one digit.
    expect(made.copy?.sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(made.copy?.stated.map(({ fits }) => fits)).toEqual([true, false]);
    expect(made.from).toEqual({ id, number: 'P-7' });
    await desk.call('exhibit.custody', { exhibit: id, entry: { ...custody, action: 'imaged', changes: 'battery removed' } });
    for (const time of ['2026-02-30T09:10+09:00', '2026-11-20T25:10+09:00', '2026-11-20T09:10:61Z', '2026-11-20T09:10+99:99'])
      expect((await faultOf(desk.call('exhibit.custody', { exhibit: id, entry: { ...custody, time } }))).code).toBe('usage.invalid');
    const [phone] = (await desk.call('exhibit.list', {})).exhibits;
    expect(phone?.custody.map(({ action, changes }) => [action, changes])).toEqual([
      ['seized', ''],
      ['imaged', 'battery removed'],
    ]);
    expect((await faultOf(desk.call('device.scan', { exhibit: id, passphrase: SECRETS }))).code).toBe('device.noCopy');
  });
});

function filesBelow(root: string, without: readonly string[]): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((one) =>
    without.includes(one.name) ? [] : one.isDirectory() ? filesBelow(join(root, one.name), []) : [join(root, one.name)],
  );
}
