// The few named texts of a case: its details and whether it is open.
import type { Connection } from './connection.ts';

export type Meta = ReturnType<typeof openMeta>;

export function openMeta(connection: Connection) {
  return {
    get: (name: string): string | undefined =>
      connection.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(name) as string | undefined,
    set: (name: string, value: string): void =>
      void connection.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(name, value),
  };
}
