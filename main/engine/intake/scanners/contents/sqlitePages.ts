// Rows of an SQLite file by its pages (https://www.sqlite.org/fileformat2.html), whatever its schema says: no statement of it is carried out. Values
// that lie on several pages are put together. No page is read twice: a loop of pages, or two trees that share one, end where they come back.
import type { Source } from './source.ts';

export type Readable = Pick<Source, 'read' | 'size'>;

/** Of a column; those that are NULL are left out (an INTEGER PRIMARY KEY among them: it is the row id). */
export interface SqliteValue {
  readonly column: string;
  readonly type: 'text' | 'blob' | 'integer' | 'real';
  /** Of a text in UTF-8, of numbers as they are stored. */
  readonly bytes: Uint8Array;
  /** Of an integer; of a real what stands before its point. */
  readonly whole: bigint | null;
}

export interface SqliteRow {
  readonly table: string;
  readonly rowid: string;
  readonly values: readonly SqliteValue[];
}

const HEADER = 100;
const MARK = 'SQLite format 3\0';
/** Of one row; SQLite itself allows 1 GB. */
const MOST_ROW = 32 << 20;
/** Of one row, as SQLite counts them at most; a record may state one for each of its bytes. */
const MOST_COLUMNS = 32_767;
/** Of a table; SQLite itself takes a million characters. */
const LONGEST_STATEMENT = 1_000_000;
const TABLE_LEAF = 13;
const TABLE_INTERIOR = 5;
const INDEX_LEAF = 10;
const INDEX_INTERIOR = 2;

export const isSqlite = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, MARK.length)).toString('latin1') === MARK;

/** As it is stated in its header; 0 where it states none. */
export function pageBytesOf(head: Uint8Array): number {
  if (head.length < HEADER || !isSqlite(head)) return 0;
  const stated = ((head[16] as number) << 8) | (head[17] as number);
  const pageBytes = stated === 1 ? 65_536 : stated;
  return isPageSize(pageBytes) ? pageBytes : 0;
}

export const isPageSize = (bytes: number): boolean => bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0;

/** Whether its changes go to a log beside it. */
export const hasLog = (head: Uint8Array): boolean => isSqlite(head) && head[19] === 2;

/** `onDamage` is told of a table whose pages are not what they should be; its other rows are given. `wants`: which tables; absent: all. */
export function* sqliteRows(
  source: Readable,
  onDamage: (table: string) => void,
  wants: (table: string) => boolean = () => true,
): Generator<SqliteRow> {
  const head = source.read(0, HEADER);
  if (head.length < HEADER || !isSqlite(head)) return;
  const pageBytes = pageBytesOf(head);
  if (pageBytes === 0) return onDamage('');
  const file = fileOf(source, pageBytes, head);
  const tables: { readonly name: string; readonly root: number; readonly sql: string }[] = [];
  for (const { record } of cells(file, 1, true, () => onDamage('sqlite_schema'))) {
    const [type, , name, root, sql] = valuesOf(record);
    if (type !== undefined && textOf(file, type) === 'table' && name !== undefined && root !== undefined)
      tables.push({ name: textOf(file, name), root: Number(integerOf(root)), sql: sql === undefined ? '' : textOf(file, sql) });
  }
  for (const { name, root, sql } of tables) {
    if (root === 0 || !wants(name)) continue;
    const columns = columnsOf(sql);
    const isRowid = !/\bwithout\s+rowid\b/i.test(sql.slice(sql.lastIndexOf(')')));
    for (const { record, rowid } of cells(file, root, isRowid, () => onDamage(name))) {
      // Without a row id the key's columns come first: which they are is not worked out.
      const values = namedValues(file, record, isRowid ? columns : []);
      if (values.length > 0) yield { table: name, rowid, values };
    }
  }
}

/**
 * Rows of a page that stands alone: nothing says of which table, so columns are numbered. `source` holds the pages that a long value goes on, where
 * they are known; what is not there is cut. `budget`: bytes of such pages that may be read.
 */
export function* rowsOfPage(source: Readable, page: Uint8Array, number: number, budget: { bytes: number }): Generator<SqliteRow> {
  const file: File = { ...fileOf(source, page.length, source.read(0, HEADER)), budget };
  if (page[number === 1 ? HEADER : 0] !== TABLE_LEAF) return;
  for (const cell of cellsOf(file, page, number, true).found) {
    const record = payload(file, page, cell.start, cell.length, true) ?? page.subarray(cell.start, cell.start + cell.length);
    const values = namedValues(file, record, []);
    if (values.length > 0) yield { table: `page ${number}`, rowid: `${BigInt.asIntN(64, cell.rowid)}`, values };
  }
}

function fileOf(source: Readable, pageBytes: number, head: Uint8Array): File {
  const known = head.length >= HEADER && isSqlite(head);
  const encoding = known ? head[59] : 1;
  return {
    ...{ source, pageBytes, usable: pageBytes - (known ? (head[20] as number) : 0), pages: Math.ceil(source.size / pageBytes) },
    decode: encoding === 2 ? 'utf-16le' : encoding === 3 ? 'utf-16be' : 'utf-8',
    seen: new Set(),
    budget: { bytes: Number.POSITIVE_INFINITY },
  };
}

interface File {
  readonly source: Readable;
  readonly pageBytes: number;
  readonly usable: number;
  readonly pages: number;
  readonly decode: string;
  /** Pages that were read, of all tables: each belongs to one place alone. */
  readonly seen: Set<number>;
  readonly budget: { bytes: number };
}

interface Value {
  /** As the record's header has it: even from 12 a blob, odd from 13 text. */
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** The page, where there is such a one that was not read before. */
function pageAt(file: File, number: number): Uint8Array | null {
  if (number < 1 || number > file.pages || file.seen.has(number)) return null;
  file.seen.add(number);
  const page = file.source.read((number - 1) * file.pageBytes, file.pageBytes);
  return page.length < file.pageBytes ? null : page;
}

function* cells(
  file: File,
  root: number,
  isTable: boolean,
  onDamage: () => void,
): Generator<{ readonly record: Uint8Array; readonly rowid: string }> {
  const waiting = [root];
  const leaf = isTable ? TABLE_LEAF : INDEX_LEAF;
  const interior = isTable ? TABLE_INTERIOR : INDEX_INTERIOR;
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    const page = pageAt(file, number);
    const type = page?.[number === 1 ? HEADER : 0];
    if (page === null || (type !== leaf && type !== interior)) {
      onDamage();
      continue;
    }
    const { found, children, isDamaged } = cellsOf(file, page, number, isTable);
    if (isDamaged) onDamage();
    for (const { start, length, rowid } of found) {
      const record = payload(file, page, start, length, isTable);
      if (record === null) onDamage();
      else yield { record, rowid: isTable ? `${BigInt.asIntN(64, rowid)}` : '' };
    }
    waiting.push(...children.reverse());
  }
}

interface Cell {
  readonly start: number;
  readonly length: number;
  readonly rowid: bigint;
}

/** What a page says of its cells; those behind one that lies beyond the page are lost. */
function cellsOf(file: File, page: Uint8Array, number: number, isTable: boolean) {
  const at = number === 1 ? HEADER : 0;
  const isInterior = page[at] === TABLE_INTERIOR || page[at] === INDEX_INTERIOR;
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  const count = view.getUint16(at + 3);
  const first = at + (isInterior ? 12 : 8);
  const found: Cell[] = [];
  const children: number[] = [];
  let isDamaged = false;
  // Cells share no byte: many that lie over one another would give a page's content as often as it has cells.
  let left = page.length;
  for (let cell = 0; cell < count && first + cell * 2 + 2 <= page.length; cell++) {
    let place = view.getUint16(first + cell * 2);
    if (place + 4 > page.length) {
      isDamaged = true;
      break;
    }
    if (isInterior) {
      children.push(view.getUint32(place));
      place += 4;
      if (isTable) continue;
    }
    const [length, behindLength] = varint(page, place);
    const [rowid, start] = isTable ? varint(page, behindLength) : [0n, behindLength];
    left -= start - place + onPage(file, Number(length), isTable);
    if (left < 0) {
      isDamaged = true;
      break;
    }
    found.push({ start, length: Number(length), rowid });
  }
  if (isInterior) children.push(view.getUint32(at + 8));
  return { found, children, isDamaged };
}

/** How much of a payload lies on its page. */
function onPage({ usable }: File, length: number, isTable: boolean): number {
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (length <= most) return length;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((length - least) % (usable - 4));
  return wanted <= most ? wanted : least;
}

/** What lies on the page, and on those that it goes on; null where they do not. */
function payload(file: File, page: Uint8Array, start: number, length: number, isTable: boolean): Uint8Array | null {
  const { usable } = file;
  const here = onPage(file, length, isTable);
  if (here === length) return start + length <= page.length ? page.subarray(start, start + length) : null;
  if (length > file.source.size || length > MOST_ROW) return null;
  if (start + here + 4 > page.length) return null;
  const parts = [page.subarray(start, start + here)];
  let left = length - here;
  let next = new DataView(page.buffer, page.byteOffset, page.length).getUint32(start + here);
  while (left > 0) {
    file.budget.bytes -= file.pageBytes;
    const more = file.budget.bytes < 0 ? null : pageAt(file, next);
    if (more === null) return null;
    parts.push(more.subarray(4, Math.min(usable, 4 + left)));
    left -= usable - 4;
    next = new DataView(more.buffer, more.byteOffset, more.length).getUint32(0);
  }
  return Buffer.concat(parts);
}

const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0] as const;

/** Of a value by the type that the head of its row states. */
export const bytesOfType = (type: number): number => (type < 12 ? (SIZES[type] as number) : Math.floor((type - 12) / 2));

function valuesOf(record: Uint8Array): Value[] {
  const [headerBytes, first] = varint(record, 0);
  let at = first;
  let body = Number(headerBytes);
  const values: Value[] = [];
  while (at < Number(headerBytes) && at < record.length && values.length < MOST_COLUMNS) {
    const [serial, next] = varint(record, at);
    at = next;
    const type = Number(serial);
    const length = bytesOfType(type);
    values.push({ type, bytes: record.subarray(body, body + length) });
    body += length;
  }
  return values;
}

function namedValues(file: File, record: Uint8Array, columns: readonly string[]): SqliteValue[] {
  const named: SqliteValue[] = [];
  for (const [at, value] of valuesOf(record).entries()) {
    const type = value.type === 7 ? 'real' : value.type < 12 ? 'integer' : value.type % 2 === 1 ? 'text' : 'blob';
    if (value.type === 0 || value.type === 10 || value.type === 11) continue;
    named.push({
      ...{ type, column: columns[at] ?? `${at + 1}` },
      bytes: type === 'text' && file.decode !== 'utf-8' ? Buffer.from(textOf(file, value)) : value.bytes,
      whole: type === 'integer' ? integerOf(value) : type === 'real' ? wholeOf(value) : null,
    });
  }
  return named;
}

const textOf = (file: File, { bytes }: Value): string => new TextDecoder(file.decode).decode(bytes);

function integerOf({ type, bytes }: Value): bigint {
  if (type === 8 || type === 9) return BigInt(type - 8);
  return bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

function wholeOf({ bytes }: Value): bigint | null {
  if (bytes.length < 8) return null;
  const real = Math.trunc(new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0));
  return Number.isSafeInteger(real) ? BigInt(real) : null;
}

/** Seven bits a byte, the ninth has eight. */
export function varint(bytes: Uint8Array, at: number): [value: bigint, next: number] {
  let value = 0n;
  for (let index = 0; index < 8; index++) {
    const byte = bytes[at + index] ?? 0;
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return [value, at + index + 1];
  }
  return [(value << 8n) | BigInt(bytes[at + 8] ?? 0), at + 9];
}

/** Names as the statement that made the table has them; it is not carried out. */
function columnsOf(sql: string): readonly string[] {
  if (sql.length > LONGEST_STATEMENT) return [];
  const body = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'));
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const [token] of body.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*(?:\]|$)|[(),]|[^'"`[(),]+|./gs)) {
    if (token === ',' && depth === 0) {
      parts.push(part);
      part = '';
      continue;
    }
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    part += token;
  }
  return [...parts, part]
    .map((one) => /^\s*(?:"((?:[^"]|"")*)"|`([^`]*)`|\[([^\]]*)\]|'([^']*)'|([^\s(]+))/.exec(one) ?? [])
    .map(([, ...names]) => names.find((name) => name !== undefined) ?? '')
    .filter((name, at, all) => at === 0 || !/^(?:constraint|primary|unique|check|foreign)$/i.test(name) || all.length === 1);
}
