// Pages that lie: what a small file claims to hold takes neither memory nor time.
import { describe, expect, it } from 'vitest';
import { type SqliteRow, sqliteRows } from './sqlitePages.ts';

const PAGE = 65_536;
const CELL_AT = 5000;

/** A database of one table that begins on its second page. */
function database(pages: number, statement = 'CREATE TABLE urls(id INTEGER, url TEXT)'): Buffer {
  const bytes = Buffer.alloc(PAGE * pages);
  bytes.write('SQLite format 3\0', 'latin1');
  bytes.writeUInt16BE(1, 16);
  bytes[59] = 1;
  const header = [...varint(23), ...varint(21), ...varint(21), 1, ...varint(13 + statement.length * 2)];
  const record = Buffer.from([header.length + 1, ...header, ...Buffer.from('tableurlsurls'), 2, ...Buffer.from(statement)]);
  const cell = Buffer.from([...varint(record.length), 1, ...record]);
  cell.copy(bytes, PAGE - cell.length);
  bytes[100] = 13;
  bytes.writeUInt16BE(1, 103);
  bytes.writeUInt16BE(PAGE - cell.length, 108);
  bytes[PAGE] = 13;
  return bytes;
}

function varint(value: number): number[] {
  const groups = [value & 127];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 127) | 128);
  return groups;
}

function read(bytes: Uint8Array): { readonly rows: readonly SqliteRow[]; readonly damaged: readonly string[] } {
  const damaged: string[] = [];
  const source = { size: bytes.length, read: (at: number, length: number) => bytes.subarray(at, at + length) };
  return { rows: [...sqliteRows(source, (table) => damaged.push(table))], damaged };
}

describe('pages of SQLite that lie', () => {
  it('cells that lie over one another give a page once', () => {
    const bytes = database(2);
    const length = 60_000;
    bytes.writeUInt16BE(2000, PAGE + 3);
    for (let cell = 0; cell < 2000; cell++) bytes.writeUInt16BE(CELL_AT, PAGE + 8 + cell * 2);
    Buffer.from([...varint(length), 1, 5, 0, ...varint(13 + 2 * (length - 5))]).copy(bytes, PAGE + CELL_AT);
    const { rows, damaged } = read(bytes);
    expect([rows.length, damaged]).toEqual([1, ['urls']]);
    expect(rows[0]?.values.map(({ column, bytes: text }) => [column, text.length])).toEqual([['url', length - 5]]);
  });

  it('a record of many megabytes that states a column for each of its bytes is a row of as many as SQLite allows', () => {
    const bytes = database(420);
    const length = 418 * (PAGE - 4);
    bytes.writeUInt16BE(1, PAGE + 3);
    bytes.writeUInt16BE(CELL_AT, PAGE + 8);
    const least = Math.floor(((PAGE - 12) * 32) / 255) - 23;
    const wanted = least + ((length - least) % (PAGE - 4));
    const here = wanted <= PAGE - 35 ? wanted : least;
    const begin = [...varint(length), 1];
    // Each of the integer 1, which takes no byte but its type.
    bytes.fill(9, PAGE + CELL_AT);
    Buffer.from([...begin, ...varint(length)]).copy(bytes, PAGE + CELL_AT);
    bytes.writeUInt32BE(3, PAGE + CELL_AT + begin.length + here);
    for (let page = 3; page <= 420; page++) bytes.writeUInt32BE(page + 1, (page - 1) * PAGE);
    const { rows, damaged } = read(bytes);
    expect([rows.map(({ values }) => values.length), damaged]).toEqual([[32_767], []]);
  });

  it('a statement of brackets that never close takes no longer than its length', () => {
    const bytes = database(2, `CREATE TABLE urls(${'['.repeat(60_000)})`);
    bytes.writeUInt16BE(1, PAGE + 3);
    bytes.writeUInt16BE(CELL_AT, PAGE + 8);
    Buffer.from([3, 1, 2, 1, 5]).copy(bytes, PAGE + CELL_AT);
    const began = performance.now();
    expect(read(bytes).rows.length).toBe(1);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
