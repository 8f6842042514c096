// Rows of an SQLite file as lines: `table.column rowid: value`. As they lie in its pages values touch each other, and long ones are cut.
import { basename } from 'node:path';
import { type Opener, viewBytes, viewOf } from './opener.ts';
import { isSqlite, sqliteRows } from './sqlitePages.ts';
import type { Source } from './source.ts';

const END = Buffer.from('\n');

export const sqliteOpener: Opener = {
  id: 'sqlite',
  level: 'view',
  takes: ({ head }) => isSqlite(head),
  async *open(source, context) {
    const shown = `${source.shown}!rows`;
    // What was written last may stand there alone.
    if (source.hasBeside(`${basename(source.shown)}-wal`))
      context.onUnread({ path: `${source.shown}-wal`, reason: 'unpack: pages not yet in their database; read as bytes, not as rows' });
    const damaged = new Set<string>();
    yield viewOf(shown, () => viewBytes(lines(source, damaged), source, shown, context));
    for (const table of damaged)
      context.onUnread({ path: shown, reason: `unpack: damaged pages in ${table.slice(0, 80) || 'its header'}` });
  },
};

function* lines(source: Source, damaged: Set<string>): Generator<string | Uint8Array> {
  const onDamage = (table: string): void => void (damaged.size < 100 && damaged.add(table));
  for (const { table, rowid, values } of sqliteRows(source, onDamage))
    for (const { column, bytes } of values) {
      yield `${table}.${column} ${rowid}: `;
      yield bytes;
      yield END;
    }
}
