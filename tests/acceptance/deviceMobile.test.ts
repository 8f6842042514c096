// What a phone's programs wrote last lies in the logs of their databases: histories and wallets are read with them from a folder, an archive and a disk
// image, a page address has the time of its last visit, and what somebody wrote into a title stays masked.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './desk.ts';

const PAGE = 'https://www.binance.com/en/my/wallet';
// A vector of BIP39 (entropy 9e885d952ad362caeb4efe34a8e91bd2).
const PHRASE = 'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic';
const TXID = Buffer.from(Array.from({ length: 32 }, (_, at) => at));
const HISTORY = 'data/data/com.android.chrome/app_chrome/Default/History';
const WALLET = 'data/data/com.mycelium.wallet/databases/walletbacking.db';

const missing = ['fiwalk', 'mkfs.vfat', 'mcopy', 'mmd'].filter((name) => spawnSync(name, ['-V']).error !== undefined);
if (missing.length > 0) console.warn(`not installed, logs beside databases in images are not tested: ${missing.join(', ')}`);

let desk: Desk;
let files: Readonly<Record<string, Uint8Array>>;
beforeAll(async () => {
  desk = await openDesk();
  files = { ...killed(HISTORY, writeHistory), ...killed(WALLET, writeWallet) };
}, 60_000);
afterAll(() => desk?.end());

/** Database and log as they lie when their program was killed: what was written last is in the log alone. */
function killed(path: string, write: (database: Database.Database, checkpoint: () => void) => void): Record<string, Uint8Array> {
  const at = join(desk.folder, 'made.db');
  const database = new Database(at);
  database.pragma('journal_mode = WAL');
  database.pragma('wal_autocheckpoint = 0');
  write(database, () => database.pragma('wal_checkpoint(TRUNCATE)'));
  const found = { [path]: new Uint8Array(readFileSync(at)), [`${path}-wal`]: new Uint8Array(readFileSync(`${at}-wal`)) };
  database.close();
  rmSync(at);
  return found;
}

function writeHistory(database: Database.Database, checkpoint: () => void): void {
  database.exec(`CREATE TABLE urls(id INTEGER PRIMARY KEY, url TEXT, title TEXT, visit_count INTEGER, last_visit_time INTEGER);
    CREATE TABLE visits(id INTEGER PRIMARY KEY, url INTEGER, visit_time INTEGER)`);
  checkpoint();
  const add = database.prepare('INSERT INTO urls VALUES (?, ?, ?, ?, ?)');
  add.run(1, PAGE, 'Wallet', 7, 13_350_000_000_123_456n);
  add.run(2, 'https://notes.example', `seed phrase: ${PHRASE}`, 1, 13_350_000_001_000_000n);
  database.prepare('INSERT INTO visits VALUES (1, 1, 13349000000000000)').run();
}

function writeWallet(database: Database.Database, checkpoint: () => void): void {
  const of = 'ab'.repeat(16);
  database.exec(`CREATE TABLE single (id TEXT PRIMARY KEY, addresses BLOB, archived INTEGER, blockheight INTEGER);
    CREATE TABLE bip44 (id TEXT PRIMARY KEY, accountIndex INTEGER, archived INTEGER, blockheight INTEGER);
    CREATE TABLE kv (k BLOB NOT NULL, v BLOB, checksum BLOB, subId INTEGER NOT NULL, PRIMARY KEY (k, subId) );
    CREATE TABLE tx_${of} (id BLOB PRIMARY KEY, hash BLOB, height INTEGER, time INTEGER, binary BLOB)`);
  checkpoint();
  database.prepare(`INSERT INTO tx_${of} VALUES (?, NULL, 700000, 1600000000, NULL)`).run(TXID);
}

/** What a scan of it says of the page and of the wallet. */
async function scanned(name: string, path: string) {
  await desk.newCase(name);
  const { id } = await desk.call('exhibit.add', { number: 'K-1', description: name, paths: [desk.grant(path)] });
  const { unread } = await desk.call('device.scan', { exhibit: id, passphrase: 'what only two people know' });
  const { traces } = await desk.call('device.traces', { kinds: ['url'], text: PAGE });
  const { places } = await desk.call('device.trace', { trace: traces.find(({ value }) => value === PAGE)?.trace ?? 0 });
  const { wallets } = await desk.call('device.wallets', {});
  const { messages } = await desk.call('device.messages', {});
  return { unread, places, wallets, messages };
}

async function holds(name: string, path: string, within: string, isRowsToo = true): Promise<void> {
  const { unread, places, wallets, messages } = await scanned(name, path);
  expect(unread, name).toEqual([]);
  const record = places.find(({ message }) => message !== null);
  expect(record, name).toMatchObject({
    ...{ path: `${within}${HISTORY}`, encoding: 'record' },
    message: {
      app: 'Chrome',
      text: `${PAGE}\nWallet`,
      instant: '2024-01-17T21:20:00Z',
      visit: { count: 7, first: '2024-01-06T07:33:20Z' },
    },
  });
  if (isRowsToo) expect(places.map((place) => place.path)).toContain(`${within}${HISTORY}!rows`);
  expect(messages.map(({ text }) => text)).toContain('https://notes.example\nseed phrase: …');
  expect(JSON.stringify(messages)).not.toContain('curtain');
  expect(
    wallets.map(({ path: of, wallet }) => [of, wallet.form, wallet.transactions]),
    name,
  ).toEqual([
    [`${within}${WALLET}`, 'myceliumMobile', [{ id: TXID.toString('hex'), time: '2020-09-13T12:26:40Z', label: '', height: 700_000 }]],
  ]);
}

describe('databases of a phone and their logs', () => {
  it('in a folder', async () => {
    for (const [path, bytes] of Object.entries(files)) desk.write(`phone/${path}`, bytes);
    await holds('folder', join(desk.folder, 'phone'), 'phone/');
  }, 60_000);

  it('in an archive, whichever comes first', async () => {
    await holds('zip', desk.write('phone.zip', zipSync({ ...files })), 'phone.zip!');
    const turned = Object.fromEntries(Object.entries(files).reverse());
    await holds('turned', desk.write('turned.zip', zipSync(turned)), 'turned.zip!');
  }, 60_000);

  it.skipIf(missing.length > 0)(
    'in a disk image',
    async () => {
      const image = desk.write('phone.dd', Buffer.alloc(4 << 20));
      const run = (program: string, ...args: string[]): void => void execFileSync(program, args, { stdio: 'ignore' });
      run('mkfs.vfat', image);
      const made = new Set<string>();
      for (const path of Object.keys(files)) {
        const parts = path.split('/');
        for (let depth = 1; depth < parts.length; depth++) {
          const folder = parts.slice(0, depth).join('/');
          if (!made.has(folder)) run('mmd', '-i', image, `::/${folder}`);
          made.add(folder);
        }
        run('mcopy', '-i', image, join(desk.folder, 'phone', path), `::/${path}`);
      }
      await holds('image', image, 'phone.dd/fs1/');
    },
    60_000,
  );
});
