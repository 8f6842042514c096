// Histories of browsers, made here with the tables that the browsers make: each page with its last visit in UTC, against SQLite's own calendar.
import Database from 'better-sqlite3';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import type { SeizedFile } from '../scanners/seized.ts';
import { readMessages } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'history-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Made {
  readonly bytes: Uint8Array;
  readonly log: Uint8Array;
  /** What SQLite says of a time: `datetime(value / …, 'unixepoch')`. */
  readonly said: Readonly<Record<string, string>>;
}
let number = 0;

function made(write: (database: Database.Database) => Readonly<Record<string, string>>): Made {
  const path = join(folder, `${number++}.db`);
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('wal_autocheckpoint = 0');
  const said = write(database);
  const found = { bytes: new Uint8Array(readFileSync(path)), log: new Uint8Array(readFileSync(`${path}-wal`)), said };
  database.close();
  return found;
}

const file = (path: string, { bytes, log }: Pick<Made, 'bytes' | 'log'>): SeizedFile => ({
  ...{ path, size: bytes.length, head: bytes.subarray(0, 4096) },
  bytes: async (most) => (bytes.length <= most ? bytes : null),
  beside: async (name) => (path.endsWith(name.slice(0, -4)) && name.endsWith('-wal') ? log : null),
});

async function read(path: string, of: Pick<Made, 'bytes' | 'log'>) {
  const found = await readMessages(file(path, of));
  if (found === null) throw new Error('it is not read');
  const messages: SeizedMessage[] = [];
  for await (const message of found.messages) messages.push(message);
  return { form: found.form, messages, notes: found.notes() };
}

const said = (database: Database.Database, sql: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (database.prepare(sql).all() as { url: string; time: string }[]).map(({ url, time }) => [url, `${time.replace(' ', 'T')}Z`]),
  );

const chromium = (): Made =>
  made((database) => {
    database.exec(`CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT,url LONGVARCHAR,title LONGVARCHAR,visit_count INTEGER DEFAULT 0 NOT NULL,typed_count INTEGER DEFAULT 0 NOT NULL,last_visit_time INTEGER NOT NULL,hidden INTEGER DEFAULT 0 NOT NULL);
      CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT,url INTEGER NOT NULL,visit_time INTEGER NOT NULL,from_visit INTEGER);`);
    const add = database.prepare('INSERT INTO urls(url, title, visit_count, last_visit_time) VALUES (?, ?, ?, ?)');
    add.run('https://www.binance.com/en/my/wallet', 'Wallet\n  overview', 7, 13_350_000_000_123_456n);
    add.run('https://mempool.space/tx/aa', '', 1, 13_340_000_000_000_000n);
    add.run('https://never.example', 'never', 0, 0);
    add.run('https://odd.example', 'odd', 3, 5);
    const visit = database.prepare('INSERT INTO visits(url, visit_time) VALUES (?, ?)');
    for (const time of [13_349_000_000_000_000n, 13_350_000_000_123_456n, 13_349_500_000_000_000n]) visit.run(1, time);
    return said(database, "SELECT url, datetime(last_visit_time / 1000000 - 11644473600, 'unixepoch') AS time FROM urls");
  });

describe('histories of browsers', () => {
  it('Chromium and its kin: address and title, last and earliest visit, in the order of their times', async () => {
    const of = chromium();
    const { form, messages } = await read('x/Google/Chrome/Default/History', of);
    expect(form).toBe('chromiumHistory');
    expect(messages.map(({ app, text, instant }) => [app, text, instant])).toEqual([
      ['Chrome', 'https://odd.example\nodd', null],
      ['Chrome', 'https://mempool.space/tx/aa', of.said['https://mempool.space/tx/aa']],
      ['Chrome', 'https://www.binance.com/en/my/wallet\nWallet overview', of.said['https://www.binance.com/en/my/wallet']],
    ]);
    expect(messages[2]).toEqual({
      ...{ app: 'Chrome', chat: '', participants: [], sender: '', direction: 'unknown' },
      ...{ time: '13350000000123456', instant: '2024-01-17T21:20:00Z', text: 'https://www.binance.com/en/my/wallet\nWallet overview' },
      visit: { count: 7, first: '2024-01-06T07:33:20Z' },
      place: { offset: null, bytes: null, row: 'urls 1' },
    });
    expect((await read('phone.zip!data/data/com.android.chrome/app_chrome/Default/History', of)).messages[0]?.app).toBe('Chrome');
    expect((await read('C/History (2)', of)).messages[0]?.app).toBe('Chromium');
  });

  it('Firefox: microseconds since 1970; bookmarks that were never opened are none', async () => {
    const of = made((database) => {
      database.exec(`CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, rev_host LONGVARCHAR, visit_count INTEGER DEFAULT 0, last_visit_date INTEGER);
        CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER);`);
      database.prepare("INSERT INTO moz_places VALUES (4, 'https://etherscan.io/address/0x1', 'Address', '', 2, 1600000000654321)").run();
      database.prepare("INSERT INTO moz_places VALUES (5, 'https://kraken.com', 'marked', '', 0, NULL)").run();
      database.prepare('INSERT INTO moz_historyvisits VALUES (1, 0, 4, 1599999999000000)').run();
      return said(database, "SELECT url, datetime(last_visit_date / 1000000, 'unixepoch') AS time FROM moz_places WHERE visit_count > 0");
    });
    const { form, messages } = await read('profile/places.sqlite', of);
    expect([form, messages.length]).toEqual(['firefoxHistory', 1]);
    expect(messages[0]).toMatchObject({
      ...{ app: 'Firefox', time: '1600000000654321', instant: of.said['https://etherscan.io/address/0x1'] },
      visit: { count: 2, first: '2020-09-13T12:26:39Z' },
    });
  });

  it('Safari: seconds since 2001 with parts of a second, titles with the visits', async () => {
    const of = made((database) => {
      database.exec(`CREATE TABLE history_items (id INTEGER PRIMARY KEY AUTOINCREMENT,url TEXT NOT NULL UNIQUE,domain_expansion TEXT NULL,visit_count INTEGER NOT NULL);
        CREATE TABLE history_visits (id INTEGER PRIMARY KEY AUTOINCREMENT,history_item INTEGER NOT NULL,visit_time REAL NOT NULL,title TEXT NULL);`);
      database.prepare("INSERT INTO history_items VALUES (9, 'https://blockchair.com/x', NULL, 3)").run();
      const visit = database.prepare('INSERT INTO history_visits(history_item, visit_time, title) VALUES (9, ?, ?)');
      visit.run(473_255_487.284_646, 'new');
      visit.run(473_000_000.9, 'old');
      return said(
        database,
        "SELECT url, datetime(max(visit_time) + 978307200, 'unixepoch') AS time FROM history_items JOIN history_visits ON 1",
      );
    });
    const { form, messages } = await read('AppDomain-com.apple.mobilesafari/Library/Safari/History.db', of);
    expect([form, messages]).toMatchObject([
      'safariHistory',
      [
        {
          app: 'Safari',
          text: 'https://blockchair.com/x\nnew',
          instant: '2015-12-31T11:51:27Z',
          visit: { count: 3, first: '2015-12-28T12:53:20Z' },
        },
      ],
    ]);
    expect(messages[0]?.instant).toBe(of.said['https://blockchair.com/x']);
  });

  it('is known by its tables, not its name; damage is told and what is whole is given', async () => {
    const other = made((database) => {
      database.exec('CREATE TABLE urls(id INTEGER PRIMARY KEY, url TEXT)');
      return {};
    });
    expect(await readMessages(file('x/History', other))).toBeNull();
    const of = chromium();
    // Of its log the first transactions alone: the tables are not there yet.
    const log = of.log.slice(0, 32 + 2 * (24 + 4096));
    expect(await readMessages(file('x/History', { bytes: of.bytes, log }))).toBeNull();
    const whole = made((database) => {
      database.exec(
        'CREATE TABLE urls(id INTEGER PRIMARY KEY, url TEXT, title TEXT, visit_count INTEGER, last_visit_time INTEGER); CREATE TABLE visits(id INTEGER PRIMARY KEY, url INTEGER, visit_time INTEGER)',
      );
      const add = database.prepare("INSERT INTO urls VALUES (?, 'https://kraken.com/' || ?, ?, 1, 13350000000000000)");
      for (let at = 1; at < 200; at++) add.run(at, at, 'x'.repeat(300));
      database.pragma('wal_checkpoint(TRUNCATE)');
      return {};
    });
    const damaged = whole.bytes.slice();
    damaged.fill(0, 8 * 4096, 9 * 4096);
    const { messages, notes } = await read('x/History', { bytes: damaged, log: new Uint8Array(0) });
    expect(messages.length).toBeGreaterThan(150);
    expect(messages.length).toBeLessThan(199);
    expect(notes).toEqual([{ code: 'damaged', count: 1, detail: 'damaged pages in urls' }]);
  });
});
