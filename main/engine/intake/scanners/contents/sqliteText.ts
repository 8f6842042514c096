// Rows of an SQLite file as lines: `table.column rowid: value`. As they lie in its pages values touch each other, and long ones are cut. What its log
// holds is read with it; pages that stand alone (of the log, and those that it replaced) are read by themselves.
import { type OpenContext, type Opener, viewBytes, viewOf } from './opener.ts';
import { framesOf, isLog, isOfOneSize, mergedWith, readLog, type SqliteLog } from './sqliteLog.ts';
import { isSqlite, type Readable, rowsOfPage, type SqliteRow, sqliteRows } from './sqlitePages.ts';
import { lastName, type Source } from './source.ts';

const END = Buffer.from('\n');
/** Bytes of pages that long values go on, beside what stands alone: by this many times the file. */
const BUDGET = 4;

export const sqliteOpener: Opener = {
  id: 'sqlite',
  level: 'view',
  takes: ({ head }) => isSqlite(head),
  async *open(source, context) {
    const beside = await source.beside(`${lastName(source.shown)}-wal`);
    try {
      yield* viewsOf(source, logOf(source, beside, context), context);
    } finally {
      beside?.end();
    }
  },
};

/** A log by itself: with its database or without, each of its pages is told as it stands, newer and older ones. */
export const sqliteLogOpener: Opener = {
  id: 'sqliteLog',
  level: 'view',
  takes: ({ head }) => isLog(head),
  async *open(source, context) {
    const log = readLog(source);
    if (log === null) return;
    const shown = `${source.shown}!rows`;
    yield viewOf(shown, () => viewBytes(linesOf(rowsOfFrames(log)), source, shown, context));
  },
};

function logOf(source: Source, beside: Source | null, { onUnread }: OpenContext): SqliteLog | null {
  if (beside === null || beside.size === 0) return null;
  const log = readLog(beside);
  if (log === null) {
    onUnread({ path: beside.shown, reason: 'unpack: no log of a database by its header: not merged' });
    return null;
  }
  const isOwn = isOfOneSize(source, log);
  const problems = isOwn ? log.problems : ['the log is of a database with pages of another size: it is not merged'];
  for (const problem of problems) onUnread({ path: beside.shown, reason: `unpack: ${problem}` });
  return isOwn ? log : null;
}

async function* viewsOf(source: Source, log: SqliteLog | null, context: OpenContext): ReturnType<NonNullable<Opener['open']>> {
  const shown = `${source.shown}!rows`;
  const damaged = new Set<string>();
  const merged = log === null ? source : mergedWith(source, log);
  const onDamage = (table: string): void => void (damaged.size < 100 && damaged.add(table));
  const whole = { size: source.size + (log?.source.size ?? 0) };
  yield viewOf(shown, () => viewBytes(linesOf(sqliteRows(merged, onDamage)), whole, shown, context));
  for (const table of damaged) context.onUnread({ path: shown, reason: `unpack: damaged pages in ${table.slice(0, 80) || 'its header'}` });
  if (log === null || merged === source) return;
  // What the log put another content over.
  const before = `${source.shown}!before`;
  yield viewOf(before, () => viewBytes(linesOf(rowsBefore(source, log)), whole, before, context));
}

function* rowsOfFrames(log: SqliteLog): Generator<SqliteRow> {
  const pages = mergedWith({ size: 0, read: () => new Uint8Array(0) }, log);
  const budget = { bytes: log.source.size * BUDGET };
  for (const { page, at } of framesOf(log)) yield* rowsOfPage(pages, log.source.read(at, log.pageBytes), page, budget);
}

function* rowsBefore(database: Readable, { newest, pageBytes }: SqliteLog): Generator<SqliteRow> {
  const budget = { bytes: database.size * BUDGET };
  for (const page of newest.keys()) {
    const bytes = database.read((page - 1) * pageBytes, pageBytes);
    if (bytes.length === pageBytes) yield* rowsOfPage(database, bytes, page, budget);
  }
}

function* linesOf(rows: Iterable<SqliteRow>): Generator<string | Uint8Array> {
  for (const { table, rowid, values } of rows)
    for (const { column, type, bytes } of values) {
      if (type !== 'text' && type !== 'blob') continue;
      yield `${table}.${column} ${rowid}: `;
      yield bytes;
      yield END;
    }
}
