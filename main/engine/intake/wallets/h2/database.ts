// Tables of an H2 database in an MVStore, by the names that it gives them: the newest state that is whole, with the rows of transactions that were
// committed. Source: h2database/h2database, org/h2/mvstore/MVStore.java (layout and meta: root.N, chunk.N, meta.id, name.X), org/h2/mvstore/db/MVTable.java
// and Store.java (table.N), org/h2/engine/MetaRecord.java (ID, HEAD, TYPE, SQL), org/h2/mvstore/tx/VersionedValueType.java and TransactionStore.java
// (undoLog.N; a last record of 2^40 - 1 marks what was committed).
import { hex } from '../../../../../shared/model/bytes.ts';
import type { ByteCursor } from '../byteCursor.ts';
import { digest } from '../ciphers.ts';
import { damaged } from '../damage.ts';
import { chunkAt, hexNumber, isStoreFile, parseStoreMap, readStoreFile, type StoreChunk } from './storeFile.ts';
import { openPages, type StorePages } from './storePages.ts';
import { readKeyText, readStoredValue, type StoredValue } from './storedValue.ts';
import { readTableStatement, type TableStatement } from './tableStatement.ts';

export type Row = ReadonlyMap<string, StoredValue>;

export interface StoredTable {
  readonly schema: string;
  readonly name: string;
  readonly rows: readonly Row[];
}
export interface Database {
  readonly tables: readonly StoredTable[];
  /** Rows of the same tables in pages that were left behind and are not the tables' any more. */
  readonly older: readonly StoredTable[];
  readonly notRead: readonly string[];
}

const FORMAT = '2';
const TABLE_TYPE = 0n;
const SYSTEM_COLUMNS = ['id', 'head', 'type', 'sql'];
const MOST_STATES = 20;
/** Of all tables together, and values in them: a packed page of nothing but NULL unpacks to a thousand times itself. */
const MOST_ROWS = 400_000;
const MOST_VALUES = 8_000_000;
/** Of one table, in what was left behind: a table with much history takes no room from one with keys. */
const MOST_OLDER_ROWS = 20_000;
const MOST_OLDER_TABLES = 100;
const MOST_ENTRIES = 1_000_000;
const LOG_BITS = 40n;
const COMMITTED = (1n << LOG_BITS) - 1n;

interface State {
  readonly pages: StorePages;
  readonly layout: ReadonlyMap<string, string>;
  readonly isWhole: boolean;
}

/** Null where the store is of another format than is read here. `isWanted` says of which tables rows are asked for, by schema and name. */
export function readDatabase(bytes: Uint8Array, isWanted: (schema: string, name: string) => boolean): Database | null {
  if (!isStoreFile(bytes)) return damaged('it has no header of a store');
  const file = readStoreFile(bytes);
  if (file.format !== FORMAT) return null;
  const notRead = new Set<string>();
  const state = newestState(bytes, file.chunks, file.closedWith, notRead);
  const { pages, layout } = state;
  const rootOf = (map: number): bigint => positionOf(layout.get(`root.${map.toString(16)}`));
  const metaId = hexNumber(layout, 'meta.id') ?? 1;
  const names = new Map<string, number>();
  for (const [key, value] of textMap(pages, rootOf(metaId), metaId))
    if (key.startsWith('name.') && /^[0-9a-f]{1,8}$/.test(value)) names.set(key.slice(5), Number.parseInt(value, 16));
  const committed = new Set<bigint>();
  for (const [name, map] of names) {
    const [, mark, number] = /^undoLog([.-])(\d+)$/.exec(name) ?? [];
    if (number !== undefined && (mark === '-' || endsCommitted(pages, rootOf(map), map))) committed.add(BigInt(number));
  }
  let [left, leftValues] = [MOST_ROWS, MOST_VALUES];
  const rowsOf = (map: number, columns: readonly string[]): Row[] => {
    const rows: Row[] = [];
    for (const { count, cursor } of pages.leaves(rootOf(map), map))
      readRows(cursor, count, columns, { committed, notRead }, (row) => {
        leftValues -= row.size;
        if (left-- > 0 && leftValues >= 0) rows.push(row);
        else notRead.add('beyondBound');
      });
    return rows;
  };
  const system = names.get('table.0') ?? damaged('it names no tables');
  const wanted = new Map<number, TableStatement>();
  const found: StoredTable[] = [];
  for (const row of rowsOf(system, SYSTEM_COLUMNS)) {
    const sql = row.get('sql');
    const statement = row.get('type') === TABLE_TYPE && typeof sql === 'string' ? readTableStatement(sql) : null;
    const map = names.get(`table.${String(row.get('id'))}`);
    if (statement === null || map === undefined || !isWanted(statement.schema, statement.name)) continue;
    wanted.set(map, statement);
    found.push({ schema: statement.schema, name: statement.name, rows: rowsOf(map, statement.columns) });
  }
  const older: StoredTable[] = [];
  if (wanted.size > 0) {
    // What is still any tree's is not left behind.
    for (const [key, value] of layout) if (key.startsWith('root.')) pages.reach(positionOf(value));
    older.push(...olderRows(file.chunks, pages, wanted, found));
  }
  if (older.length > 0) notRead.add('olderValues');
  if (!state.isWhole) notRead.add('damagedPages');
  for (const code of pages.notRead) notRead.add(code);
  return { tables: found, older, notRead: [...notRead] };
}

const positionOf = (text: string | undefined): bigint => (text !== undefined && /^[0-9a-f]{1,16}$/.test(text) ? BigInt(`0x${text}`) : 0n);

/** The newest chunk whose maps are all where it says; a change that was cut off leaves the one before. */
function newestState(bytes: Uint8Array, chunks: readonly StoreChunk[], closedWith: number | null, notRead: Set<string>): State {
  const byAge = chunks.filter(({ isWhole, layoutRoot }) => isWhole && layoutRoot !== 0n).sort((a, b) => b.version - a.version);
  const closed = byAge.filter(({ id }) => id === closedWith);
  let best: State | null = null;
  for (const chunk of [...closed, ...byAge].slice(0, MOST_STATES)) {
    const state = stateAsOf(bytes, chunk, chunks);
    if (state?.isWhole === true) {
      if (best !== null) notRead.add('lastChange');
      return state;
    }
    best ??= state;
  }
  return best ?? damaged('no chunk of it is whole');
}

function stateAsOf(bytes: Uint8Array, newest: StoreChunk, chunks: readonly StoreChunk[]): State | null {
  try {
    // The layout is in chunks that it lists itself: all that stand there first, then those that it says.
    const first = new Map<number, StoreChunk>();
    for (const chunk of chunks) {
      const known = first.get(chunk.id);
      if (chunk.version <= newest.version && (known === undefined || known.version <= chunk.version)) first.set(chunk.id, chunk);
    }
    first.set(newest.id, newest);
    const look = openPages(bytes, first);
    const layout = new Map(textMap(look, newest.layoutRoot, 0));
    const living = new Map<number, StoreChunk>([[newest.id, newest]]);
    let isWhole = look.notRead.size === 0 && layout.size > 0;
    for (const [key, value] of layout) {
      if (!key.startsWith('chunk.')) continue;
      const stated = parseStoreMap(value);
      const id = hexNumber(stated, 'chunk');
      if (id === null || id === newest.id) continue;
      const block = hexNumber(stated, 'block');
      const there = block === null ? null : chunkAt(bytes, block);
      const chunk = there?.id === id ? there : first.get(id);
      if (chunk !== undefined) living.set(id, chunk);
      else if (stated.get('livePages') !== '0') isWhole = false;
    }
    return { pages: openPages(bytes, living), layout, isWhole };
  } catch {
    return null;
  }
}

function* textMap(pages: StorePages, root: bigint, map: number): Generator<readonly [string, string]> {
  let left = MOST_ENTRIES;
  for (const { count, cursor } of pages.leaves(root, map)) {
    left -= count;
    if (left < 0) damaged('its maps are too large');
    const keys = Array.from({ length: count }, () => readKeyText(cursor));
    for (const key of keys) yield [key, readKeyText(cursor)];
  }
}

/** Keys are numbers of records. */
function endsCommitted(pages: StorePages, root: bigint, map: number): boolean {
  let last = 0n;
  try {
    for (const { count, cursor } of pages.leaves(root, map)) for (let left = count; left > 0; left--) last = cursor.varint();
  } catch {
    return false;
  }
  return (last & COMMITTED) === COMMITTED;
}

interface Told {
  readonly committed: ReadonlySet<bigint>;
  readonly notRead: Set<string>;
}

/** Keys first, then the values; a value that was not committed has the one before beside it. */
function readRows(cursor: ByteCursor, count: number, columns: readonly string[], told: Told, found: (row: Row) => void): void {
  const readRow = (): Row => new Map(columns.map((column) => [column, readStoredValue(cursor)]));
  try {
    for (let left = count; left > 0; left--) cursor.varint();
    const isPlain = cursor.u8() === 0;
    for (let left = count; left > 0; left--) {
      const operation = isPlain ? 0n : cursor.varint();
      if (operation === 0n) {
        found(readRow());
        continue;
      }
      const flags = cursor.u8();
      const current = (flags & 1) === 0 ? null : readRow();
      const before = (flags & 2) === 0 ? null : readRow();
      const isCommitted = told.committed.has(operation >> LOG_BITS);
      if (!isCommitted) told.notRead.add('lastChange');
      const row = isCommitted ? current : before;
      if (row !== null) found(row);
    }
  } catch {
    told.notRead.add('damagedRecords');
  }
}

/** Of pages that no tree has any more. A row that stands in its table as it is there is no older one, and each is told once. */
function olderRows(
  chunks: readonly StoreChunk[],
  pages: StorePages,
  wanted: ReadonlyMap<number, TableStatement>,
  current: readonly StoredTable[],
): StoredTable[] {
  const left = new Map<TableStatement, Row[]>();
  let values = 0;
  for (const chunk of chunks)
    for (const { map, count, cursor } of pages.leftBehind(chunk)) {
      const statement = wanted.get(map);
      if (statement === undefined) continue;
      const rows = left.get(statement) ?? [];
      if (rows.length >= MOST_OLDER_ROWS || (rows.length === 0 && left.size >= MOST_OLDER_TABLES)) continue;
      left.set(statement, rows);
      // Damage of what was left behind is no damage of the store.
      readRows(cursor, count, statement.columns, { committed: new Set(), notRead: new Set() }, (row) => {
        values += row.size;
        if (rows.length < MOST_OLDER_ROWS && values <= MOST_VALUES) rows.push(row);
      });
    }
  return [...left].flatMap(([{ schema, name }, rows]) => {
    const known = new Set(
      current.filter((table) => table.schema === schema && table.name === name).flatMap((table) => table.rows.map(sumOf)),
    );
    const older = rows.filter((row) => {
      const sum = sumOf(row);
      const isNew = !known.has(sum);
      known.add(sum);
      return isNew;
    });
    return older.length === 0 ? [] : [{ schema, name, rows: older }];
  });
}

/** Rows may hold whole transactions: their sums are compared. */
function sumOf(row: Row): string {
  const text = JSON.stringify([...row.values()].map((value) => (value instanceof Uint8Array ? hex(value) : [String(value)])));
  return hex(digest('sha256', new TextEncoder().encode(text)));
}
