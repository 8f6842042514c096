// Exhibits, the files of their copies with their sums, and who had them. It stores and gives back; nothing of it is ever deleted or changed.
import type { Connection } from './connection.ts';
import { withJson } from './jsonColumns.ts';

export interface ExhibitRow {
  readonly id: number;
  readonly event: number;
  readonly parent: number | null;
  readonly number: string;
  readonly data: unknown;
}

export interface ExhibitFileRow {
  /** Where it lay when it was taken. */
  readonly path: string;
  /** From the folder or file that was chosen. */
  readonly shown: string;
  readonly size: number;
  /** Milliseconds since 1970 as the file system gave them. */
  readonly modified: number;
  readonly sha256: Uint8Array;
}

export interface CustodyRow {
  readonly event: number;
  readonly exhibit: number;
  readonly data: unknown;
}

export type ExhibitStore = ReturnType<typeof openExhibitStore>;

export function openExhibitStore(connection: Connection) {
  const columns = 'id, event, parent, number, data';
  return {
    add({ event, parent, number, data }: Omit<ExhibitRow, 'id'>, files: Iterable<ExhibitFileRow>): number {
      const { lastInsertRowid } = connection
        .prepare('INSERT INTO exhibit (event, parent, number, data) VALUES (?,?,?,?)')
        .run(event, parent, number, JSON.stringify(data));
      const id = Number(lastInsertRowid);
      const insert = connection.prepare(
        'INSERT INTO exhibit_file (exhibit, ordinal, path, shown, size, modified, sha256) VALUES (?,?,?,?,?,?,?)',
      );
      let ordinal = 0;
      for (const { path, shown, size, modified, sha256 } of files) insert.run(id, ordinal++, path, shown, size, modified, sha256);
      return id;
    },
    list: (): ExhibitRow[] =>
      connection
        .prepare(`SELECT ${columns} FROM exhibit ORDER BY id`)
        .all()
        .map((row) => withJson(row, 'data')),
    files: (exhibit: number): ExhibitFileRow[] =>
      connection
        .prepare('SELECT path, shown, size, modified, sha256 FROM exhibit_file WHERE exhibit = ? ORDER BY ordinal')
        .all(exhibit) as ExhibitFileRow[],
    addCustody: ({ event, exhibit, data }: CustodyRow): void =>
      void connection.prepare('INSERT INTO custody (event, exhibit, data) VALUES (?,?,?)').run(event, exhibit, JSON.stringify(data)),
    custody: (): CustodyRow[] =>
      connection
        .prepare('SELECT event, exhibit, data FROM custody ORDER BY event')
        .all()
        .map((row) => withJson(row, 'data')),
  };
}
