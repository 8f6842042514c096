// Lists of addresses that were screened, with what was found of each. It stores and gives back; what a row says stands in trace.
import type { Connection } from './connection.ts';
import { withJson } from './jsonColumns.ts';

export interface ScreeningHead {
  readonly id: number;
  readonly time: string;
  readonly request: unknown;
  readonly result: unknown;
}

export interface ScreenedFilter {
  readonly state?: string | undefined;
  readonly verdict?: 'met' | 'cannotTell' | undefined;
  readonly rule?: string | undefined;
}

export interface ScreenedRow {
  readonly row: number;
  readonly state: string;
  /** Ids of rules. */
  readonly met: readonly string[];
  readonly cannotTell: readonly string[];
  readonly data: unknown;
}

export type ExposureStore = ReturnType<typeof openExposureStore>;

/** Ids between bars, so that one is found without taking a part of another for it. */
const barred = (ids: readonly string[]): string => (ids.length === 0 ? '' : `|${ids.join('|')}|`);

export function openExposureStore(connection: Connection) {
  const head = (row: unknown): ScreeningHead => withJson(row, 'request', 'result');
  return {
    add: (time: string, request: unknown, result: unknown): number =>
      Number(
        connection
          .prepare('INSERT INTO screening (time, request, result) VALUES (?,?,?)')
          .run(time, JSON.stringify(request), JSON.stringify(result)).lastInsertRowid,
      ),
    addRows(screening: number, rows: Iterable<ScreenedRow>): void {
      const insert = connection.prepare('INSERT INTO screening_row (screening, row, state, met, cannot_tell, data) VALUES (?,?,?,?,?,?)');
      for (const { row, state, met, cannotTell, data } of rows)
        insert.run(screening, row, state, barred(met), barred(cannotTell), JSON.stringify(data));
    },
    list: (): ScreeningHead[] => connection.prepare('SELECT id, time, request, result FROM screening ORDER BY id').all().map(head),
    get(screening: number): ScreeningHead | undefined {
      const row = connection.prepare('SELECT id, time, request, result FROM screening WHERE id = ?').get(screening);
      return row === undefined ? undefined : head(row);
    },
    /** One page in the order of the list, and how many rows there are in all. */
    page(
      screening: number,
      { state, verdict, rule }: ScreenedFilter,
      after: number,
      limit: number,
    ): { readonly total: number; readonly rows: readonly unknown[] } {
      const column = verdict === 'cannotTell' ? 'cannot_tell' : 'met';
      const wanted =
        verdict === undefined && rule === undefined ? [] : rule === undefined ? ['|%'] : [`%|${rule.replace(/[\\%_]/g, '\\$&')}|%`];
      const where = `screening = ?${state === undefined ? '' : ' AND state = ?'}${wanted.length === 0 ? '' : ` AND ${column} LIKE ? ESCAPE '\\'`}`;
      const values = [screening, ...(state === undefined ? [] : [state]), ...wanted];
      const total = connection
        .prepare(`SELECT count(*) FROM screening_row WHERE ${where}`)
        .pluck()
        .get(...values) as number;
      const rows = connection
        .prepare(`SELECT data FROM screening_row WHERE ${where} ORDER BY row LIMIT ? OFFSET ?`)
        .pluck()
        .all(...values, limit, after);
      return { total, rows: rows.map((data) => JSON.parse(data as string) as unknown) };
    },
  };
}
