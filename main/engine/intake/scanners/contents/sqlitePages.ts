// Rows of an SQLite file by its pages (https://www.sqlite.org/fileformat2.html), whatever its schema says: no statement of it is carried out. Values
// that lie on several pages are put together. A loop of pages ends where it comes back.
import type { Source } from './source.ts';

export interface SqliteRow {
  readonly table: string;
  readonly rowid: string;
  /** Text in UTF-8 and blobs; other values have none of either. */
  readonly values: readonly { readonly column: string; readonly bytes: Uint8Array; readonly isText: boolean }[];
}

const HEADER = 100;
const MARK = 'SQLite format 3\0';
/** Of one row; SQLite itself allows 1 GB. */
const MOST_ROW = 32 << 20;
const TABLE_LEAF = 13;
const TABLE_INTERIOR = 5;
const INDEX_LEAF = 10;
const INDEX_INTERIOR = 2;

export const isSqlite = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, MARK.length)).toString('latin1') === MARK;

/** `onDamage` is told of a table whose pages are not what they should be; its other rows are given. */
export function* sqliteRows(source: Pick<Source, 'read' | 'size'>, onDamage: (table: string) => void): Generator<SqliteRow> {
  const head = source.read(0, HEADER);
  if (head.length < HEADER || !isSqlite(head)) return;
  const view = new DataView(head.buffer, head.byteOffset);
  const stated = view.getUint16(16);
  const pageBytes = stated === 1 ? 65_536 : stated;
  if (pageBytes < 512 || (pageBytes & (pageBytes - 1)) !== 0) return onDamage('');
  const file: File = {
    ...{ source, pageBytes, usable: pageBytes - (head[20] as number), pages: Math.ceil(source.size / pageBytes) },
    decode: view.getUint32(56) === 2 ? 'utf-16le' : view.getUint32(56) === 3 ? 'utf-16be' : 'utf-8',
  };
  const tables: { readonly name: string; readonly root: number; readonly sql: string }[] = [];
  for (const { record } of cells(file, 1, true, () => onDamage('sqlite_schema'))) {
    const [type, , name, root, sql] = valuesOf(record);
    if (type !== undefined && textOf(file, type) === 'table' && name !== undefined && root !== undefined)
      tables.push({ name: textOf(file, name), root: Number(integerOf(root)), sql: sql === undefined ? '' : textOf(file, sql) });
  }
  for (const { name, root, sql } of tables) {
    if (root === 0) continue;
    const columns = columnsOf(sql);
    const isRowid = !/\bwithout\s+rowid\b/i.test(sql.slice(sql.lastIndexOf(')')));
    for (const { record, rowid } of cells(file, root, isRowid, () => onDamage(name))) {
      const values = valuesOf(record).flatMap((value, at) =>
        value.type < 12
          ? []
          : [
              {
                // Without a row id the key's columns come first: which they are is not worked out.
                column: isRowid ? (columns[at] ?? `${at + 1}`) : `${at + 1}`,
                isText: value.type % 2 === 1,
                bytes: value.type % 2 === 1 && file.decode !== 'utf-8' ? Buffer.from(textOf(file, value)) : value.bytes,
              },
            ],
      );
      if (values.length > 0) yield { table: name, rowid, values };
    }
  }
}

interface File {
  readonly source: Pick<Source, 'read' | 'size'>;
  readonly pageBytes: number;
  readonly usable: number;
  readonly pages: number;
  readonly decode: string;
}

interface Value {
  /** As the record's header has it: even from 12 a blob, odd from 13 text. */
  readonly type: number;
  readonly bytes: Uint8Array;
}

function* cells(
  file: File,
  root: number,
  isTable: boolean,
  onDamage: () => void,
): Generator<{ readonly record: Uint8Array; readonly rowid: string }> {
  const seen = new Set<number>();
  const waiting = [root];
  const leaf = isTable ? TABLE_LEAF : INDEX_LEAF;
  const interior = isTable ? TABLE_INTERIOR : INDEX_INTERIOR;
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    const page =
      number < 1 || number > file.pages || seen.has(number) ? null : file.source.read((number - 1) * file.pageBytes, file.pageBytes);
    seen.add(number);
    const at = number === 1 ? HEADER : 0;
    const type = page?.[at];
    if (page === null || page.length < file.pageBytes || (type !== leaf && type !== interior)) {
      onDamage();
      continue;
    }
    const view = new DataView(page.buffer, page.byteOffset, page.length);
    const count = view.getUint16(at + 3);
    const first = at + (type === interior ? 12 : 8);
    const children: number[] = [];
    for (let cell = 0; cell < count && first + cell * 2 + 2 <= page.length; cell++) {
      let place = view.getUint16(first + cell * 2);
      if (place + 4 > page.length) {
        onDamage();
        break;
      }
      if (type === interior) {
        children.push(view.getUint32(place));
        place += 4;
        if (isTable) continue;
      }
      const [length, behindLength] = varint(page, place);
      const [rowid, start] = isTable ? varint(page, behindLength) : [0n, behindLength];
      const record = payload(file, page, start, Number(length), isTable);
      if (record === null) onDamage();
      else yield { record, rowid: isTable ? `${BigInt.asIntN(64, rowid)}` : '' };
    }
    if (type === interior) waiting.push(view.getUint32(at + 8), ...children.reverse());
  }
}

/** What lies on the page, and on those that it goes on; null where they do not. */
function payload(file: File, page: Uint8Array, start: number, length: number, isTable: boolean): Uint8Array | null {
  const { usable } = file;
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (length <= most) return start + length <= page.length ? page.subarray(start, start + length) : null;
  if (length > file.source.size || length > MOST_ROW) return null;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((length - least) % (usable - 4));
  const here = wanted <= most ? wanted : least;
  if (start + here + 4 > page.length) return null;
  const parts = [page.subarray(start, start + here)];
  let left = length - here;
  let next = new DataView(page.buffer, page.byteOffset, page.length).getUint32(start + here);
  while (left > 0) {
    if (next < 1 || next > file.pages) return null;
    const more = file.source.read((next - 1) * file.pageBytes, file.pageBytes);
    if (more.length < 4) return null;
    const part = more.subarray(4, Math.min(usable, 4 + left));
    if (part.length === 0) return null;
    parts.push(part);
    left -= part.length;
    next = new DataView(more.buffer, more.byteOffset, more.length).getUint32(0);
  }
  return Buffer.concat(parts);
}

const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0] as const;

function valuesOf(record: Uint8Array): Value[] {
  const [headerBytes, first] = varint(record, 0);
  let at = first;
  let body = Number(headerBytes);
  const values: Value[] = [];
  while (at < Number(headerBytes) && at < record.length) {
    const [serial, next] = varint(record, at);
    at = next;
    const type = Number(serial);
    const length = type < 12 ? (SIZES[type] as number) : Math.floor((type - 12) / 2);
    values.push({ type, bytes: record.subarray(body, body + length) });
    body += length;
  }
  return values;
}

const textOf = (file: File, { bytes }: Value): string => new TextDecoder(file.decode).decode(bytes);

function integerOf({ type, bytes }: Value): bigint {
  if (type === 8 || type === 9) return BigInt(type - 8);
  return bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

/** Seven bits a byte, the ninth has eight. */
function varint(bytes: Uint8Array, at: number): [value: bigint, next: number] {
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
  const body = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'));
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const [token] of body.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[(),]|[^'"`[(),]+|./gs)) {
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
