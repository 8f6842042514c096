// What a real browser writes: a page keeps what Atomic Wallet and Trezor Suite keep, and the files that Chromium made of it are read.
import { chromium } from '@playwright/test';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../../../hosts/loopback/browser.ts';
import type { WalletRead } from '../../scanners/seized.ts';
import { openWallet, readWallet } from '../index.ts';
import { ACCOUNT, ATOMIC_ADDRESSES, ATOMIC_PHRASE, DEVICE, PASSWORD, TRANSACTION, WORDS } from '../tests/desktopWallets.ts';
import { seizedOf } from '../tests/seizedOf.ts';

const executablePath = process.env['TRACEHOLD_CHROMIUM'] ?? findBrowser();
if (executablePath === undefined) console.warn('No Chromium was found (TRACEHOLD_CHROMIUM names one): what it writes is not tested.');

/** Larger than what a browser keeps in the database, and hard to pack. */
const noise = Array.from({ length: 40_000 }, (_, at) => (at * 7919 + at * at) % 9973).join(',');
const MANY = 120;
const page = `<script>
  localStorage.setItem('addresses', ${JSON.stringify(JSON.stringify(ATOMIC_ADDRESSES))});
  localStorage.setItem('general_mnemonic', ${JSON.stringify(ATOMIC_PHRASE)});
  localStorage.setItem('имя', 'ключ');
  const opening = indexedDB.open('trezor-suite', 3);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('accounts', { keyPath: ['descriptor', 'symbol', 'deviceState'] }).createIndex('deviceState', 'deviceState');
    for (const name of ['devices', 'txs', 'walletSettings']) opening.result.createObjectStore(name, { autoIncrement: true });
  };
  opening.onsuccess = () => {
    const task = opening.result.transaction(['accounts', 'devices', 'txs', 'walletSettings'], 'readwrite');
    const [account, device, tx] = ${JSON.stringify([ACCOUNT, DEVICE, TRANSACTION])};
    task.objectStore('accounts').put({ ...account, accountLabel: 'Старый' });
    task.objectStore('accounts').put(account);
    task.objectStore('accounts').put({ ...account, symbol: 'ltc', descriptor: 'large', path: 'm', filler: ${JSON.stringify(noise)} });
    task.objectStore('devices').put({ ...device, when: new Date(5), sets: new Set(['é', 1n]), bytes: new Uint8Array([1, 2]) });
    task.objectStore('txs').put({ tx, order: 1, filler: 'abcdefgh'.repeat(3000) });
    task.objectStore('walletSettings').put({ localCurrency: 'usd' });
    task.oncomplete = async () => {
      // More than LevelDB holds in a log: it writes a table.
      for (let at = 0; at < ${MANY}; at++) {
        const filler = Array.from({ length: 11_000 }, (_, k) => (k * 7919 + k * k * at) % 9973).join(',');
        const more = opening.result.transaction('accounts', 'readwrite');
        const descriptor = '0x' + String(at).padStart(40, '0');
        more.objectStore('accounts').put({ ...account, symbol: 'eth', descriptor, path: 'm/' + at, addresses: {}, filler });
        await new Promise((resolve) => { more.oncomplete = resolve; });
      }
      document.title = 'kept';
    };
  };
</script>`;

const must = (read: WalletRead | null): WalletRead => {
  if (read === null) throw new Error('it is not read');
  return read;
};

describe.skipIf(executablePath === undefined)('[W5] files of a browser', () => {
  let folder = '';
  const written = (under: string, ending: RegExp): Uint8Array[] =>
    readdirSync(join(folder, 'profile', 'Default', under), { recursive: true })
      .map(String)
      .filter((name) => ending.test(name))
      .map((name) => new Uint8Array(readFileSync(join(folder, 'profile', 'Default', under, name))));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'browser-'));
    writeFileSync(join(folder, 'page.html'), page);
    const options = { headless: true, args: ['--no-sandbox'], ...(executablePath === undefined ? {} : { executablePath }) };
    const browser = await chromium.launchPersistentContext(join(folder, 'profile'), options);
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(join(folder, 'page.html')).href);
    await tab.waitForFunction(() => document.title === 'kept');
    await browser.close();
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('Local Storage: addresses in clear, the phrase with its password', async () => {
    const [bytes] = written('Local Storage/leveldb', /\.log$/);
    const file = seizedOf('AppData/Roaming/atomic/Local Storage/leveldb/000003.log', bytes as Uint8Array);
    const { wallet, secrets } = must(await readWallet(file));
    expect(wallet).toMatchObject({ form: 'atomicWallet', notRead: ['secrets'], protection: { cipher: 'AES-256-CBC' } });
    expect(wallet.addresses.map(({ address, label }) => [address, label])).toEqual(
      ATOMIC_ADDRESSES.map(({ id, address }) => [address, id.toUpperCase()]),
    );
    expect(secrets).toEqual([]);
    expect(must(await openWallet(file, PASSWORD)).secrets).toEqual([{ kind: 'phrase', value: WORDS, detail: ['bip39'] }]);
  });

  it('IndexedDB: records as they were kept, in logs and tables, packed and older ones; what lies in a file of its own is told, and read there', async () => {
    const place = 'Roaming/@trezor/suite-desktop/IndexedDB/file__0.indexeddb';
    const tables = written('IndexedDB/file__0.indexeddb.leveldb', /\.ldb$/);
    const logs = written('IndexedDB/file__0.indexeddb.leveldb', /\.log$/);
    expect(tables.length).toBeGreaterThan(0);
    const reads = await Promise.all([
      ...tables.map((bytes) => readWallet(seizedOf(`${place}.leveldb/000005.ldb`, bytes))),
      ...logs.map((bytes) => readWallet(seizedOf(`${place}.leveldb/000003.log`, bytes))),
    ]);
    const wallets = reads.flatMap((read) => (read === null ? [] : [read.wallet]));
    expect(new Set(wallets.map(({ form }) => form))).toEqual(new Set(['trezorSuite']));
    const paths = wallets.flatMap(({ addresses }) => addresses.filter(({ address }) => address.startsWith('0x')).map(({ path }) => path));
    expect(new Set(paths).size).toBe(MANY);
    const first = wallets.find(({ keys }) => keys.length > 0);
    expect(first?.keys).toEqual([{ kind: 'extendedPublicKey', value: ACCOUNT.descriptor, path: ACCOUNT.path }]);
    expect(first?.transactions).toMatchObject([{ id: TRANSACTION.txid, time: '2023-11-14T22:13:20Z' }]);
    expect(first?.facts).toContainEqual({ code: 'deviceLabel', value: DEVICE.label });
    expect([...(first?.notRead ?? [])].sort()).toEqual(['olderValues', 'valueFiles', 'values']);
    expect(JSON.stringify(wallets)).not.toContain('Старый');
    const [large] = written('IndexedDB/file__0.indexeddb.blob', /\d\d[/\\]\d+$/);
    const alone = must(await readWallet(seizedOf(`${place}.blob/1/00/2`, large as Uint8Array)));
    expect(alone.wallet.facts).toContainEqual(expect.objectContaining({ code: 'account', value: expect.stringContaining('LTC') }));
  });
});
