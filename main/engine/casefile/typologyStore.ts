// What typologies found, run by run, and what the examiner made of each finding. It stores and gives back; what a finding says stands in trace.
import type { Connection } from './connection.ts';
import { withJson } from './jsonColumns.ts';

export type FindingKind = 'finding' | 'near';
export type FindingVerdict = 'accepted' | 'dismissed';

export interface TypologyRunRow {
  readonly id: number;
  readonly time: string;
  readonly request: unknown;
  readonly result: unknown;
}

export interface FindingRow {
  readonly id: number;
  readonly run: number;
  readonly rule: string;
  readonly kind: FindingKind;
  /** What a list shows of it. */
  readonly summary: unknown;
  readonly data: unknown;
  /** The last judgement that was not taken back. */
  readonly verdict: FindingVerdict | null;
  readonly reason: string | null;
  readonly event: number | null;
}

export interface FindingFilter {
  readonly run: number;
  readonly kind: FindingKind;
  readonly rule?: string | undefined;
  readonly standing?: 'open' | FindingVerdict | undefined;
}

export type TypologyStore = ReturnType<typeof openTypologyStore>;

const JUDGED = 'SELECT finding, verdict, reason, max(event) AS event FROM typology_judgement GROUP BY finding';
const FROM = `FROM typology_finding AS one LEFT JOIN (${JUDGED}) AS judged ON judged.finding = one.id`;

export function openTypologyStore(connection: Connection) {
  const revive = (row: unknown): FindingRow => {
    const raw = row as Record<string, unknown>;
    const data = raw['data'] === undefined ? null : JSON.parse(raw['data'] as string);
    return { ...raw, summary: JSON.parse(raw['summary'] as string), data } as FindingRow;
  };
  const where = ({
    run,
    kind,
    rule,
    standing,
  }: FindingFilter): { readonly text: string; readonly values: readonly (string | number)[] } => ({
    text: `one.run = ? AND one.kind = ?${rule === undefined ? '' : ' AND one.rule = ?'}${
      standing === undefined ? '' : standing === 'open' ? ' AND judged.verdict IS NULL' : ' AND judged.verdict = ?'
    }`,
    values: [run, kind, ...(rule === undefined ? [] : [rule]), ...(standing === undefined || standing === 'open' ? [] : [standing])],
  });
  return {
    addRun: (time: string, request: unknown, result: unknown): number =>
      Number(
        connection
          .prepare('INSERT INTO typology_run (time, request, result) VALUES (?,?,?)')
          .run(time, JSON.stringify(request), JSON.stringify(result)).lastInsertRowid,
      ),
    addFinding(run: number, rule: string, kind: FindingKind, summary: unknown, data: unknown): number {
      const insert = connection.prepare('INSERT INTO typology_finding (run, rule, kind, summary, data) VALUES (?,?,?,?,?)');
      return Number(insert.run(run, rule, kind, JSON.stringify(summary), JSON.stringify(data)).lastInsertRowid);
    },
    runs: (): TypologyRunRow[] =>
      connection
        .prepare('SELECT id, time, request, result FROM typology_run ORDER BY id')
        .all()
        .map((row) => withJson<TypologyRunRow>(row, 'request', 'result')),
    /** One page in the order of the run, and how many there are of them in all. */
    page(filter: FindingFilter, after: number, limit: number): { readonly total: number; readonly rows: readonly FindingRow[] } {
      const { text, values } = where(filter);
      const total = connection
        .prepare(`SELECT count(*) ${FROM} WHERE ${text}`)
        .pluck()
        .get(...values) as number;
      const columns = 'one.id AS id, one.run AS run, one.rule AS rule, one.kind AS kind, one.summary AS summary, verdict, reason, event';
      const rows = connection
        .prepare(`SELECT ${columns} ${FROM} WHERE ${text} ORDER BY one.id LIMIT ? OFFSET ?`)
        .all(...values, limit, after);
      return { total, rows: rows.map(revive) };
    },
    get(finding: number): FindingRow | undefined {
      const row = connection.prepare(`SELECT one.*, verdict, reason, event ${FROM} WHERE one.id = ?`).get(finding);
      return row === undefined ? undefined : revive(row);
    },
    accepted: (): FindingRow[] =>
      connection
        .prepare(`SELECT one.*, verdict, reason, event ${FROM} WHERE judged.verdict = 'accepted' ORDER BY one.id`)
        .all()
        .map(revive),
    judge: (event: number, finding: number, verdict: FindingVerdict, reason: string): void =>
      void connection
        .prepare('INSERT OR REPLACE INTO typology_judgement (event, finding, verdict, reason) VALUES (?,?,?,?)')
        .run(event, finding, verdict, reason),
    restore: (event: number): number => connection.prepare('DELETE FROM typology_judgement WHERE event = ?').run(event).changes,
  };
}
