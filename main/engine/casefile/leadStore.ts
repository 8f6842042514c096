// What the examiner made of findings of link rules on accounts: accepted or rejected, each with its event and reason. It stores and
// gives back; which finding it was stands in trace.
import type { Connection } from './connection.ts';
import { withJson } from './jsonColumns.ts';

export interface LeadJudgementRow {
  readonly event: number;
  readonly chain: string;
  /** Rule with version. */
  readonly rule: string;
  readonly a: string;
  readonly b: string;
  readonly verdict: 'accepted' | 'rejected';
  readonly reason: string;
  /** Transactions that the finding rested on when it was judged. */
  readonly transactions: readonly string[];
}

export type LeadStore = ReturnType<typeof openLeadStore>;

export function openLeadStore(connection: Connection) {
  const columns = 'event, chain, rule, a, b, verdict, reason, transactions';
  return {
    judge(row: LeadJudgementRow): void {
      connection
        .prepare(`INSERT OR REPLACE INTO lead_judgement (${columns}) VALUES (?,?,?,?,?,?,?,?)`)
        .run(row.event, row.chain, row.rule, row.a, row.b, row.verdict, row.reason, JSON.stringify(row.transactions));
    },
    restore: (event: number): number => connection.prepare('DELETE FROM lead_judgement WHERE event = ?').run(event).changes,
    /** In the order of their events: of one link the last counts. */
    list: (): LeadJudgementRow[] =>
      connection
        .prepare(`SELECT ${columns} FROM lead_judgement ORDER BY event, rule, a, b`)
        .all()
        .map((row) => withJson<LeadJudgementRow>(row, 'transactions')),
  };
}
