// Rows of what people and runs add: runs, rejected merges, notes.
import type { Connection } from './connection.ts';

export interface RunRow {
  readonly id: number;
  readonly chain: string;
  /** Equal for runs from the same seeds: what "run 4 of 6" counts. */
  readonly seedKey: string;
  readonly time: string;
  readonly request: unknown;
  /** What the run saw, so that replay sees the same. */
  readonly frozen: unknown;
  readonly summary: unknown;
  readonly result: unknown;
}
export type RunStore = ReturnType<typeof openRunStore>;

export function openRunStore(connection: Connection) {
  const revive = (row: unknown): RunRow => {
    const raw = row as Record<string, string>;
    return {
      ...(row as RunRow),
      request: JSON.parse(raw.request as string),
      frozen: JSON.parse(raw.frozen as string),
      summary: JSON.parse(raw.summary as string),
      result: JSON.parse(raw.result as string),
    };
  };
  const columns = 'id, chain, seed_key AS seedKey, time, request, frozen, summary, result';
  return {
    nextId: (): number => connection.prepare('SELECT coalesce(max(id), 0) + 1 FROM run').pluck().get() as number,
    add(row: RunRow): void {
      connection
        .prepare('INSERT INTO run (id, chain, seed_key, time, request, frozen, summary, result) VALUES (?,?,?,?,?,?,?,?)')
        .run(
          row.id,
          row.chain,
          row.seedKey,
          row.time,
          JSON.stringify(row.request),
          JSON.stringify(row.frozen),
          JSON.stringify(row.summary),
          JSON.stringify(row.result),
        );
    },
    get(id: number): RunRow | undefined {
      const row = connection.prepare(`SELECT ${columns} FROM run WHERE id = ?`).get(id);
      return row === undefined ? undefined : revive(row);
    },
    list: (): RunRow[] => connection.prepare(`SELECT ${columns} FROM run ORDER BY id`).all().map(revive),
    count: (): number => connection.prepare('SELECT count(*) FROM run').pluck().get() as number,
  };
}

export interface RejectedMergeRow {
  readonly chain: string;
  readonly txid: string;
  readonly a: string;
  readonly b: string;
  readonly reason: string;
  readonly event: number;
}
export type MergeStore = ReturnType<typeof openMergeStore>;

export function openMergeStore(connection: Connection) {
  return {
    // A merge may be rejected by several events; taking one back leaves the others standing.
    reject(row: RejectedMergeRow): void {
      connection
        .prepare('INSERT OR REPLACE INTO rejected_merge (chain, txid, a, b, reason, event) VALUES (?,?,?,?,?,?)')
        .run(row.chain, row.txid, row.a, row.b, row.reason, row.event);
    },
    restore: (event: number): number => connection.prepare('DELETE FROM rejected_merge WHERE event = ?').run(event).changes,
    accept: ({ chain, txid, a, b, event }: Omit<RejectedMergeRow, 'reason'>): number =>
      connection
        .prepare('DELETE FROM rejected_merge WHERE chain = ? AND txid = ? AND a = ? AND b = ? AND event = ?')
        .run(chain, txid, a, b, event).changes,
    list: (): RejectedMergeRow[] =>
      connection
        .prepare('SELECT chain, txid, a, b, reason, event FROM rejected_merge ORDER BY event, txid, a, b')
        .all() as RejectedMergeRow[],
  };
}

export type NoteStore = ReturnType<typeof openNoteStore>;
export function openNoteStore(connection: Connection) {
  return {
    add: (event: number, text: string): void => void connection.prepare('INSERT INTO note (event, text) VALUES (?,?)').run(event, text),
    remove: (event: number): number => connection.prepare('DELETE FROM note WHERE event = ?').run(event).changes,
    list: (): { event: number; text: string }[] =>
      connection.prepare('SELECT event, text FROM note ORDER BY event').all() as { event: number; text: string }[],
  };
}
