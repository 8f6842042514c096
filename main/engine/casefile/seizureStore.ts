// Prepared transfers to an agency's wallet, and what was recorded of each. It stores and gives back; what they say stands in evidence.
import type { Connection } from './connection.ts';
import { withJson } from './jsonColumns.ts';

export interface SeizureRow {
  readonly id: number;
  readonly event: number;
  readonly data: unknown;
}
export interface SeizureStepRow {
  readonly event: number;
  readonly seizure: number;
  readonly data: unknown;
}

export type SeizureStore = ReturnType<typeof openSeizureStore>;

export function openSeizureStore(connection: Connection) {
  const revive = <Row>(row: unknown): Row => withJson<Row>(row, 'data');
  return {
    add(row: SeizureRow): void {
      connection.prepare('INSERT INTO seizure (id, event, data) VALUES (?,?,?)').run(row.id, row.event, JSON.stringify(row.data));
    },
    remove: (id: number): number => connection.prepare('DELETE FROM seizure WHERE id = ?').run(id).changes,
    list: (): SeizureRow[] => connection.prepare('SELECT id, event, data FROM seizure ORDER BY id').all().map(revive) as SeizureRow[],
    addStep(row: SeizureStepRow): void {
      connection
        .prepare('INSERT INTO seizure_step (event, seizure, data) VALUES (?,?,?)')
        .run(row.event, row.seizure, JSON.stringify(row.data));
    },
    removeStep: (event: number): number => connection.prepare('DELETE FROM seizure_step WHERE event = ?').run(event).changes,
    steps: (): SeizureStepRow[] =>
      connection.prepare('SELECT event, seizure, data FROM seizure_step ORDER BY event').all().map(revive) as SeizureStepRow[],
  };
}
