// Rows about questions to archives and nodes: what was asked, how far it got, which columns it brought, and how far which
// outputs or scripts were searched. It does not know what a question means.
import type { Connection } from './connection.ts';

export type QuestionState = 'open' | 'finished' | 'abandoned';
export interface QuestionRow {
  readonly id: number;
  readonly source: number;
  readonly chain: string;
  readonly kind: string;
  readonly request: unknown;
  readonly state: QuestionState;
  /** Where an open question goes on. */
  readonly progress: unknown;
  readonly started: string;
  readonly result: unknown;
}
/** "These were looked for in every block from `low` to `high`, the block at `high` being `tip`". Written once a question ends. */
export interface SearchRow {
  readonly id: number;
  readonly question: number;
  readonly source: number;
  readonly chain: string;
  /** `outpoints`: spends of these (36 bytes each). `scripts`: outputs to and spends from these (length as 4 bytes, script). */
  readonly kind: 'outpoints' | 'scripts';
  readonly low: number;
  readonly high: number;
  /** Hash of the block at `high`, internal order: a reorganisation below it takes the search back to the fork. */
  readonly tip: Uint8Array;
  readonly count: number;
}
export interface WatchedRow {
  readonly chain: string;
  /** An address or an outpoint. */
  readonly item: string;
  readonly note: string;
}

const PART_BYTES = 4 << 20;
const LIVE = "source IN (SELECT id FROM source WHERE state <> 'withdrawn')";

export type QuestionStore = ReturnType<typeof openQuestionStore>;

export function openQuestionStore(connection: Connection) {
  // Questions of schema 2 hold their request in their own row.
  const request = 'coalesce((SELECT request FROM question_request WHERE question = question.id), request) AS request';
  const columns = `id, source, chain, kind, ${request}, state, progress, started, result`;
  const revive = (row: unknown): QuestionRow => {
    const raw = row as Record<string, unknown>;
    return {
      ...raw,
      request: JSON.parse(raw.request as string),
      progress: JSON.parse(raw.progress as string),
      result: raw.result === null ? null : JSON.parse(raw.result as string),
    } as QuestionRow;
  };
  return {
    add(row: Omit<QuestionRow, 'id' | 'result' | 'state'>): number {
      const done = connection
        .prepare("INSERT INTO question (source, chain, kind, request, state, progress, started) VALUES (?,?,?,'','open',?,?)")
        .run(row.source, row.chain, row.kind, JSON.stringify(row.progress), row.started);
      const id = Number(done.lastInsertRowid);
      connection.prepare('INSERT INTO question_request (question, request) VALUES (?,?)').run(id, JSON.stringify(row.request));
      return id;
    },
    get(id: number): QuestionRow | undefined {
      const row = connection.prepare(`SELECT ${columns} FROM question WHERE id = ?`).get(id);
      return row === undefined ? undefined : revive(row);
    },
    list: (): QuestionRow[] => connection.prepare(`SELECT ${columns} FROM question ORDER BY id`).all().map(revive),
    /** Ids of the questions that were given up: a run made before one was keeps what it saw. */
    abandoned: (): number[] =>
      connection.prepare("SELECT id FROM question WHERE state = 'abandoned' ORDER BY id").pluck().all() as number[],
    setProgress(id: number, progress: unknown): void {
      connection.prepare('UPDATE question SET progress = ? WHERE id = ?').run(JSON.stringify(progress), id);
    },
    end(id: number, state: QuestionState, result: unknown): void {
      connection.prepare('UPDATE question SET state = ?, result = ? WHERE id = ?').run(state, JSON.stringify(result), id);
    },
    addSegment(question: number, segment: number): void {
      connection.prepare('INSERT INTO question_segment (question, segment) VALUES (?,?)').run(question, segment);
    },
    segments: (question: number): number[] =>
      connection.prepare('SELECT segment FROM question_segment WHERE question = ? ORDER BY segment').pluck().all(question) as number[],
    addSearch(row: Omit<SearchRow, 'id'>, data: Uint8Array): number {
      const done = connection
        .prepare('INSERT INTO search (question, source, chain, kind, low, high, tip, count) VALUES (?,?,?,?,?,?,?,?)')
        .run(row.question, row.source, row.chain, row.kind, row.low, row.high, row.tip, row.count);
      const id = Number(done.lastInsertRowid);
      const insert = connection.prepare('INSERT INTO search_part (search, part, data) VALUES (?,?,?)');
      for (let part = 0, at = 0; part === 0 || at < data.length; part++, at += PART_BYTES)
        insert.run(id, part, data.subarray(at, at + PART_BYTES));
      return id;
    },
    /** Searches of a chain in the order they ended, without those of sources withdrawn now, or withdrawn when a run was made. */
    searches(chain: string, withdrawn?: readonly number[]): SearchRow[] {
      const kept = withdrawn === undefined ? LIVE : `source NOT IN (${withdrawn.map(Number).join(',')})`;
      return connection
        .prepare(`SELECT id, question, source, chain, kind, low, high, tip, count FROM search WHERE chain = ? AND ${kept} ORDER BY id`)
        .all(chain) as SearchRow[];
    },
    searched(search: number): Uint8Array {
      const parts = connection.prepare('SELECT data FROM search_part WHERE search = ? ORDER BY part').pluck().all(search) as Uint8Array[];
      return new Uint8Array(Buffer.concat(parts));
    },
    watch(row: WatchedRow, event: number): void {
      connection
        .prepare('INSERT OR REPLACE INTO watched (chain, item, note, event) VALUES (?,?,?,?)')
        .run(row.chain, row.item, row.note, event);
    },
    unwatch: (chain: string, item: string): boolean =>
      connection.prepare('DELETE FROM watched WHERE chain = ? AND item = ?').run(chain, item).changes > 0,
    watched: (): WatchedRow[] => connection.prepare('SELECT chain, item, note FROM watched ORDER BY chain, item').all() as WatchedRow[],
  };
}
