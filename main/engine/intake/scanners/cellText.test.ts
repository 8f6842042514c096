// Addresses of pages in databases that SQLite itself writes: each ends where its cell does, whatever touches it, and nowhere else.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { labelPlaces } from '../labelledChains.ts';
import { cellTextBytes } from './cellText.ts';
import { createScanKernel } from './scanKernel.ts';
import { scanPiece } from './scanPiece.ts';

const folder = mkdtempSync(join(tmpdir(), 'cells-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const kernel = createScanKernel(readFileSync(new URL('../../../../resources/wasm/scan.wasm', import.meta.url)));
const labels = labelPlaces();
let number = 0;

function addressesIn(bytes: Uint8Array): string[] {
  kernel.room(bytes.length).set(bytes);
  const { hits } = scanPiece(kernel, labels, kernel.room(bytes.length), 0, bytes.length);
  return hits.filter(({ kind }) => kind === 'url').map(({ value }) => value);
}

function databaseOf(encoding: string, fill: (database: Database.Database) => void): Buffer {
  const path = join(folder, `${number++}.db`);
  const database = new Database(path);
  database.pragma(`encoding = '${encoding}'`);
  database.pragma('synchronous = OFF');
  fill(database);
  database.close();
  return readFileSync(path);
}

// Tables and indexes of Chromium, Firefox and Safari. So many rows that an index is one page: where pages are split, halves of rows are left in free
// space, and nothing says where those end.
const TABLES = [
  [
    'urls',
    12,
    'CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT, url LONGVARCHAR, title LONGVARCHAR, n INTEGER); CREATE INDEX urls_url_index ON urls (url)',
  ],
  ['moz_places', 300, 'CREATE TABLE moz_places(id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, rev_host LONGVARCHAR)'],
  ['history_items', 12, 'CREATE TABLE history_items(id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, title TEXT, n INTEGER)'],
] as const;
const PAGES = Array.from({ length: 300 }, (_, at) => ({
  url: `https://${at % 2 === 0 ? 'www.binance.com' : 'etherscan.io'}/en/my/wallet${'/long'.repeat(at % 40)}${at}`,
  title: ['My Wallet', 'Overview', '/x?y=z', '', '7'][at % 5] as string,
}));

it.each(TABLES)('of %s, in UTF-8 and UTF-16, in rows and indexes', (table, rows, statement) => {
  const pages = PAGES.slice(0, rows);
  for (const encoding of ['UTF-8', 'UTF-16le']) {
    const bytes = databaseOf(encoding, (database) => {
      database.exec(statement);
      const add = database.prepare(`INSERT INTO ${table} (url, title) VALUES (?, ?)`);
      for (const { url, title } of pages) add.run(url, title);
    });
    const found = addressesIn(bytes);
    expect(new Set(found), encoding).toEqual(new Set(pages.map(({ url }) => url)));
    expect(found.length).toBeGreaterThanOrEqual(statement.includes('INDEX') || statement.includes('UNIQUE') ? 2 * rows : rows);
  }
});

it('leaves an address in anything else as long as it is', () => {
  const page = 'https://www.binance.com/en/my/walletMy';
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 40 }), (before, after) => {
      const bytes = Buffer.from(`${before} ${page} ${after}`);
      expect(cellTextBytes(bytes, bytes.indexOf(page))).toBeNull();
      expect(addressesIn(bytes)).toContain(page);
    }),
  );
  // Other bytes may look like the head of a row by chance, seldom, and never end the scan.
  let met = 0;
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 300, maxLength: 300 }), (before) => {
      const bytes = Buffer.concat([before, Buffer.from(page)]);
      if (cellTextBytes(bytes, before.length) !== null) met++;
    }),
    { numRuns: 2000 },
  );
  expect(met).toBeLessThan(4);
});

it('takes no longer where everything looks like the head of a row', () => {
  const looks = Buffer.from(`${'\x40'.repeat(2)}${'\x00'.repeat(60)}\x40${'\x00'.repeat(62)} https://etherscan.io/a\n`, 'latin1');
  const hostile = Buffer.concat(Array.from({ length: Math.floor((1 << 20) / looks.length) }, () => looks));
  const begun = performance.now();
  expect(addressesIn(hostile).length).toBeGreaterThan(1000);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

it('takes no head whose parts do not agree', () => {
  const row = (length: number, head: readonly number[], text: string) => Buffer.from([length, 1, ...head, ...Buffer.from(text)]);
  const text = 'https://etherscan.io/aAb';
  // Head of four bytes: no number, a text of 23 bytes, one of one.
  const good = row(4 + 24, [4, 0, 13 + 2 * 23, 13 + 2], text);
  expect(cellTextBytes(good, 6)).toBe(23);
  for (const [at, value] of [
    [0, 29],
    [2, 5],
    [3, 1],
    [4, 13 + 2 * 22],
    [4, 12 + 2 * 23],
    [5, 10],
  ] as const) {
    const bad = Buffer.from(good);
    bad[at] = value;
    expect(cellTextBytes(bad, 6), `${at} ${value}`).toBeNull();
  }
  for (let cut = 0; cut <= good.length; cut++) expect(() => cellTextBytes(good.subarray(0, cut), Math.min(6, cut))).not.toThrow();
});
