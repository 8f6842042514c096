// Ids that somebody typed from an exhibit, who typed them again, and what was withdrawn. It stores and gives back: what an entry is worth is
// worked out by who asks. Nothing is deleted but by undoing the edit that wrote it.
import type { Connection } from './connection.ts';
import { withJson } from './jsonColumns.ts';

export interface TypingRow {
  /** The edit that wrote it; its header says who and when. */
  readonly event: number;
  readonly entry: number;
  readonly data: unknown;
}

export interface WithdrawnTranscription {
  readonly event: number;
  readonly entry: number;
  readonly reason: string;
}

export type TranscriptionStore = ReturnType<typeof openTranscriptionStore>;

export function openTranscriptionStore(connection: Connection) {
  const revive = <Row>(row: unknown): Row => withJson<Row>(row, 'data');
  return {
    last: (): number => connection.prepare('SELECT coalesce(max(entry), 0) FROM transcription').pluck().get() as number,
    /** The first of an entry and every further typing of it alike. */
    add: ({ event, entry, data }: TypingRow): void =>
      void connection.prepare('INSERT INTO transcription (event, entry, data) VALUES (?,?,?)').run(event, entry, JSON.stringify(data)),
    remove: (event: number): number => connection.prepare('DELETE FROM transcription WHERE event = ?').run(event).changes,
    /** In the order they were typed. */
    list: (): TypingRow[] =>
      connection.prepare('SELECT event, entry, data FROM transcription ORDER BY event').all().map(revive) as TypingRow[],
    of: (entry: number): TypingRow[] =>
      connection
        .prepare('SELECT event, entry, data FROM transcription WHERE entry = ? ORDER BY event')
        .all(entry)
        .map(revive) as TypingRow[],
    withdraw: ({ event, entry, reason }: WithdrawnTranscription): void =>
      void connection.prepare('INSERT INTO transcription_withdrawn (event, entry, reason) VALUES (?,?,?)').run(event, entry, reason),
    restore: (event: number): number => connection.prepare('DELETE FROM transcription_withdrawn WHERE event = ?').run(event).changes,
    withdrawn: (): WithdrawnTranscription[] =>
      connection.prepare('SELECT event, entry, reason FROM transcription_withdrawn ORDER BY event').all() as WithdrawnTranscription[],
  };
}
