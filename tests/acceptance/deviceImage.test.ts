// A disk image as an exhibit, from real file systems: the same traces, files and places in every form of images, its own sum compared; a scan that was
// killed goes on and finds the same; wallets within it are opened with their password, and a wrong one is an act and nothing else.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, canMakeDisks, makeSeizedDisk, PASSWORD, PHRASE, SEED, type SeizedDisk } from '../fixtures/seizedDisk.ts';
import { BCOIN } from '../vectors/bcoinNode.ts';
import { litecoindInstalled, startLitecoin } from '../vectors/litecoinNode.ts';
import { base58Check } from '../../main/engine/intake/wallets/publicKeys.ts';
import { bcoinAddresses, bcoinPart, writeBcoinWallet } from '../fixtures/bcoinWallet.ts';
import { type Desk, faultOf, openDesk, shared } from './desk.ts';

const SECRETS = 'what only two people know';
// Of btcrecover's test wallets, encrypted whole (BIE1), with the password that its tests publish.
const VECTOR = shared('wallets-vectors/btcrecover-test-wallets/electrum28-wallet');
const hasVector = existsSync(VECTOR);
if (!hasVector) console.warn('btcrecover test wallets are absent: opening one of them within an image is not tested');

// A key of zeros and a one, in the form of Litecoin's practice networks.
const LITECOIN_KEY = base58Check(Uint8Array.from([239, ...new Uint8Array(31), 1, 1]));

describe.skipIf(!canMakeDisks)('a disk image', () => {
  let desk: Desk;
  let disk: SeizedDisk;
  let bcoin: Awaited<ReturnType<typeof bcoinWallet>> | null;
  beforeAll(async () => {
    desk = await openDesk();
    rmSync(join(desk.folder, 'disk'), { recursive: true, force: true });
    bcoin = BCOIN === null ? null : await bcoinWallet();
    disk = await makeSeizedDisk(join(desk.folder, 'disk'), {
      ...(hasVector ? { 'vector-wallet': readFileSync(VECTOR) } : {}),
      ...(bcoin === null ? {} : { '.bcoin/wallet/000003.log': bcoin.bytes }),
      ...(litecoindInstalled() ? { '.litecoin/wallet.dat': await litecoinWallet() } : {}),
    });
  }, 60_000);
  afterAll(() => desk?.end());

  const bcoinWallet = () =>
    writeBcoinWallet(join(desk.folder, 'bcoin'), 'main', async (wallets) => {
      const wallet = await wallets.create({ id: 'suspect' });
      const { phrase } = wallet.master.toJSON(bcoinPart('protocol/network').get('main'), true).mnemonic;
      return { phrase: phrase as string, addresses: bcoinAddresses(await wallet.getAccount(0), 'main') };
    });

  /** With one key, which somebody brought into it. */
  async function litecoinWallet(): Promise<Uint8Array> {
    const node = await startLitecoin();
    try {
      await node.call('createwallet', 'planted', false, true);
      await node.callWallet('planted', 'importprivkey', LITECOIN_KEY, 'from the safe', false);
      await node.stop();
      return new Uint8Array(readFileSync(join(node.folder, 'regtest', 'wallets', 'planted', 'wallet.dat')));
    } finally {
      node.remove();
    }
  }

  async function takeIn(name: string, paths: readonly string[]) {
    await desk.newCase(name);
    return desk.call('exhibit.add', { number: 'K-1', description: 'disk', paths: paths.map((path) => desk.grant(path)) });
  }

  /** All that a case holds of a scan's finds, without its own numbers and the name of the image. */
  async function found(image: string): Promise<readonly unknown[]> {
    const { traces } = await desk.call('device.traces', { limit: 1000 });
    const whole = await Promise.all(traces.map(({ trace }) => desk.call('device.trace', { trace })));
    const rows = whole.map(({ trace: { trace: _trace, first: _first, ...rest }, places }) => ({
      ...rest,
      places: places.map((place) => ({ ...place, message: place.message === null ? null : { ...place.message, id: 0 } })),
    }));
    const { wallets } = await desk.call('device.wallets', {});
    const { messages } = await desk.call('device.messages', {});
    const rest = [wallets.map(({ path, wallet }) => ({ path, wallet })), messages.map(({ path, text, app }) => ({ path, text, app }))];
    return [...rows, ...rest].map((row) => JSON.stringify(row).replaceAll(`"${image}`, '"disk')).sort();
  }

  let all: readonly unknown[] = [];

  it('gives the same files, places and wallets as raw, as parts and as E01, and compares its own sum', async () => {
    const forms = { rawImage: [disk.raw], splitImage: disk.split, ewf: [disk.ewf] };
    const sums = new Set<string>();
    for (const [form, paths] of Object.entries(forms)) {
      const { id, copy } = await takeIn(form, paths);
      expect(copy).toMatchObject({ form, unread: [] });
      expect(copy?.fileSystems.map((one) => one.form)).toEqual(['ext4', 'fat12', 'ntfs']);
      expect(copy?.stated.map(({ by, fits }) => [by, fits])).toEqual(form === 'ewf' ? [['image', true]] : []);
      sums.add(copy?.sha256 ?? '');
      const scan = await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
      expect(scan).toMatchObject({ state: 'complete', unread: [] });
      const rows = await found(copy?.names[0] ?? '');
      if (all.length === 0) all = rows;
      expect(rows, form).toEqual(all);
    }
    expect(sums.size).toBe(1);
    await desk.reopen('rawImage');
    const { traces } = await desk.call('device.traces', { text: ADDRESS });
    const { places } = await desk.call('device.trace', { trace: traces.find(({ value }) => value === ADDRESS)?.trace ?? 0 });
    const where = new Map(places.map(({ path, offset }) => [path, offset]));
    expect(where.get('disk.img/fs2/_ONE.TXT')).toBe(3001);
    expect(where.get('disk.img/fs3/large.txt')).toBe(40_001);
    expect(where.get('disk.img/fs3/resident.txt')).toBe(23);
    expect(where.get('disk.img/fs1/home/backup.zip!old/notes.txt')).toBe(8);
    const [chat] = (await desk.call('device.messages', {})).messages;
    expect(chat).toMatchObject({ path: 'disk.img/fs1/home/chat.txt', text: `pay to ${ADDRESS}`, sender: 'Jordan Lee' });
    const phrases = (await desk.call('device.traces', { kinds: ['phrase'] })).traces;
    expect(phrases.map(({ first }) => first)).toContainEqual(expect.objectContaining({ path: 'disk.img/fs1/home/keys.txt', offset: 12 }));
    // bcoin keeps the entropy of its two wallets' phrases, whose words stand nowhere.
    expect(phrases.length).toBe(bcoin === null ? 1 : 3);
    if (bcoin !== null) {
      const { phrase, addresses } = bcoin.told;
      expect(phrases.some(({ value }) => value.startsWith(phrase.slice(0, 4)))).toBe(true);
      const read = (await desk.call('device.wallets', {})).wallets.filter(({ wallet }) => wallet.form === 'bcoin');
      expect(read.map(({ path }) => path)).toEqual([
        'disk.img/fs1/home/.bcoin/wallet/000003.log',
        'disk.img/fs1/home/backup.zip!.bcoin/wallet/000003.log',
      ]);
      const told = new Set(read[0]?.wallet.addresses.map(({ address }) => address));
      expect(addresses.filter((address) => !told.has(address))).toEqual([]);
    }
    if (litecoindInstalled()) {
      const read = (await desk.call('device.wallets', {})).wallets.filter(({ path }) => path.endsWith('wallet.dat'));
      expect(read.map(({ path }) => path)).toEqual([
        'disk.img/fs1/home/.litecoin/wallet.dat',
        'disk.img/fs1/home/backup.zip!.litecoin/wallet.dat',
      ]);
      for (const { wallet } of read)
        expect(wallet.addresses).toContainEqual(expect.objectContaining({ label: 'from the safe', role: 'receive' }));
      expect((await desk.call('device.traces', { kinds: ['wif'] })).traces.some(({ count }) => count >= 2)).toBe(true);
    }
    // Each place is where it says, in the bytes of the disk.
    const bytes = readFileSync(disk.raw);
    const inBytes = places.filter(({ imageOffset }) => imageOffset !== undefined);
    expect(inBytes.length).toBeGreaterThan(8);
    for (const { imageOffset = 0, bytes: length } of inBytes)
      expect(bytes.toString('latin1', imageOffset, imageOffset + length)).toBe(ADDRESS);
  }, 60_000);

  it('is gone on with where its scan was killed, and finds what an unbroken one does', async () => {
    const { id } = await takeIn('killed', [disk.ewf]);
    await desk.close();
    for (const reports of [4, 9]) {
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, '../fixtures/scanChild.ts'), join(desk.folder, 'killed.tracehold'), `${id}`, `${reports}`],
        { env: { ...process.env, TRACEHOLD_PROFILE: join(desk.folder, 'profile') }, stdio: ['ignore', 'ignore', 'inherit'] },
      );
      expect(await new Promise((resolve) => child.once('close', (_code, signal) => resolve(signal)))).toBe('SIGKILL');
    }
    await desk.reopen('killed');
    const scan = await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
    expect(scan.state).toBe('complete');
    const events = (await desk.call('journal.list', { limit: 20 })).entries.map(({ name }) => name);
    expect(events.filter((name) => name === 'device.scanResumed').length).toBeGreaterThan(0);
    expect(await found('disk.E01')).toEqual(all);
  }, 60_000);

  it('opens a wallet within it with its password; a wrong one is a line in the journal and nothing else', async () => {
    await desk.reopen('ewf');
    const { wallets } = await desk.call('device.wallets', {});
    const locked = wallets.filter(({ path }) => /(?:default_wallet|vector-wallet)$/.test(path));
    expect(locked.length).toBe((disk.hasElectrum ? 1 : 0) + (hasVector ? 2 : 0));
    const before = await found('disk.E01');
    for (const { id, path, wallet: read } of locked) {
      const isVector = path.endsWith('vector-wallet');
      expect(read.protection, path).not.toBeNull();
      const state = { events: (await desk.call('journal.list', { limit: 1 })).entries[0]?.sequence ?? 0, rows: await found('disk.E01') };
      const wrong = await faultOf(desk.call('device.openWallet', { wallet: id, password: 'another one', authority: 'warrant 7' }));
      expect(wrong.code).toBe('device.wrongPassword');
      expect(await found('disk.E01')).toEqual(state.rows);
      const [tried] = (await desk.call('journal.list', { limit: 1 })).entries;
      expect(tried).toMatchObject({ name: 'wallet.passwordTried', kind: 'act', sequence: state.events + 1 });
      expect(JSON.stringify(await desk.call('journal.list', { limit: 5 }))).not.toContain('another one');
      const password = isVector ? 'btcr-test-password' : PASSWORD;
      const { wallet } = await desk.call('device.openWallet', { wallet: id, password, authority: 'warrant 7' });
      expect(wallet.addresses.length, path).toBeGreaterThan(1);
      expect(JSON.stringify(wallet)).not.toContain(SEED);
    }
    if (locked.length > 0) expect((await found('disk.E01')).length).toBeGreaterThan(before.length);
    if (disk.hasElectrum) {
      const { traces } = await desk.call('device.traces', { kinds: ['electrumSeed'] });
      expect(traces.some(({ value }) => value.startsWith('wild'))).toBe(true);
    }
    const written = JSON.stringify([await found('disk.E01'), await desk.call('journal.list', { limit: 200 })]);
    for (const secret of [SEED, PHRASE, PASSWORD, 'btcr-test-password', LITECOIN_KEY, ...(bcoin === null ? [] : [bcoin.told.phrase])])
      expect(written.includes(secret)).toBe(false);
  }, 60_000);
});
