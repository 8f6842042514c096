// Rows of what people and runs add: labels, runs, rejected merges, notes.
import type { Connection } from './connection.ts';

export interface LabelRow {
  readonly id: number;
  readonly source: number;
  readonly row: number;
  readonly chain: string | null;
  readonly address: string;
  readonly label: string;
  readonly origin: string;
  readonly category: string;
  readonly confidence: string;
  readonly date: string;
  readonly own: boolean;
}
export type LabelStore = ReturnType<typeof openLabelStore>;

const LABEL_COLUMNS = 'label.id AS id, source, row, label.chain AS chain, address, label, origin, category, confidence, date, own';
const LIVE = "source IN (SELECT id FROM source WHERE state <> 'withdrawn')";
const reviveLabel = (row: unknown): LabelRow => {
  const raw = row as Record<string, unknown>;
  return { ...raw, own: raw.own === 1 } as LabelRow;
};

export function openLabelStore(connection: Connection) {
  const insert = connection.prepare(
    'INSERT INTO label (source, row, chain, address, label, origin, category, confidence, date, own) VALUES (?,?,?,?,?,?,?,?,?,?)',
  );
  // Asked for each address of a picture or a report.
  const ofAddress = connection.prepare(`SELECT ${LABEL_COLUMNS} FROM label WHERE address = ? AND ${LIVE} ORDER BY label.id`);
  return {
    add(row: Omit<LabelRow, 'id'>): number {
      return Number(
        insert.run(
          row.source,
          row.row,
          row.chain,
          row.address,
          row.label,
          row.origin,
          row.category,
          row.confidence,
          row.date,
          row.own ? 1 : 0,
        ).lastInsertRowid,
      );
    },
    of: (address: string): LabelRow[] => ofAddress.all(address).map(reviveLabel),
    own(chain: string, address: string): LabelRow | undefined {
      const row = connection.prepare(`SELECT ${LABEL_COLUMNS} FROM label WHERE chain = ? AND address = ? AND own = 1`).get(chain, address);
      return row === undefined ? undefined : reviveLabel(row);
    },
    removeOwn(chain: string, address: string): number {
      return connection.prepare('DELETE FROM label WHERE chain = ? AND address = ? AND own = 1').run(chain, address).changes;
    },
    all: (): LabelRow[] => connection.prepare(`SELECT ${LABEL_COLUMNS} FROM label WHERE ${LIVE} ORDER BY label.id`).all().map(reviveLabel),
    search(text: string, after: number, limit: number): { total: number; rows: LabelRow[] } {
      const like = `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
      const where = `${LIVE} AND (address LIKE @like ESCAPE '\\' OR label LIKE @like ESCAPE '\\' OR origin LIKE @like ESCAPE '\\')`;
      const total = connection.prepare(`SELECT count(*) FROM label WHERE ${where}`).pluck().get({ like }) as number;
      return {
        total,
        rows: connection
          .prepare(`SELECT ${LABEL_COLUMNS} FROM label WHERE ${where} AND label.id > @after ORDER BY label.id LIMIT @limit`)
          .all({ like, after, limit })
          .map(reviveLabel),
      };
    },
    count: (): number => connection.prepare(`SELECT count(*) FROM label WHERE ${LIVE}`).pluck().get() as number,
  };
}

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
