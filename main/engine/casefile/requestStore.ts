// Requests, what became of them, and the files that came back. It stores and gives back; what a request says stands in evidence.
import type { Connection } from './connection.ts';
import { withJson } from './jsonColumns.ts';

/** A piece of a file in one row. */
const PART_BYTES = 4 << 20;

export interface RequestRow {
  readonly id: number;
  readonly event: number;
  readonly data: unknown;
}
export interface RequestStepRow {
  readonly event: number;
  readonly request: number;
  readonly data: unknown;
}

export type RequestStore = ReturnType<typeof openRequestStore>;

export function openRequestStore(connection: Connection) {
  const revive = <Row>(row: unknown): Row => withJson<Row>(row, 'data');
  return {
    add(row: RequestRow): void {
      connection.prepare('INSERT INTO request (id, event, data) VALUES (?,?,?)').run(row.id, row.event, JSON.stringify(row.data));
    },
    remove: (id: number): number => connection.prepare('DELETE FROM request WHERE id = ?').run(id).changes,
    list: (): RequestRow[] => connection.prepare('SELECT id, event, data FROM request ORDER BY id').all().map(revive) as RequestRow[],
    addStep: (row: RequestStepRow): void =>
      void connection
        .prepare('INSERT INTO request_step (event, request, data) VALUES (?,?,?)')
        .run(row.event, row.request, JSON.stringify(row.data)),
    removeStep: (event: number): number => connection.prepare('DELETE FROM request_step WHERE event = ?').run(event).changes,
    steps: (): RequestStepRow[] =>
      connection.prepare('SELECT event, request, data FROM request_step ORDER BY event').all().map(revive) as RequestStepRow[],
    /** The same bytes are kept once. */
    keepFile(sha256: string, bytes: Uint8Array): void {
      if (connection.prepare('SELECT 1 FROM request_file WHERE sha256 = ?').get(sha256) !== undefined) return;
      const insert = connection.prepare('INSERT INTO request_file (sha256, part, data) VALUES (?,?,?)');
      for (let part = 0; part * PART_BYTES < bytes.length || part === 0; part++)
        insert.run(sha256, part, bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
    },
    file: (sha256: string): Uint8Array[] =>
      connection.prepare('SELECT data FROM request_file WHERE sha256 = ? ORDER BY part').pluck().all(sha256) as Uint8Array[],
  };
}
