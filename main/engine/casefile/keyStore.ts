// Public keys of accounts, by what they came from, the last looks for their addresses, and phrases that come to it sealed. It opens no seal and does
// not know what the columns of a key mean.
import type { Connection } from './connection.ts';
import { withJson } from './jsonColumns.ts';

/** A key twice from one origin is one; from several it stands for each. */
export interface KeyAccountRow {
  readonly id: number;
  /** What the origin was: a phrase, an extended key … */
  readonly kind: string;
  /** Trace of the scan that met it first, or null where it was typed. */
  readonly trace: number | null;
  /** SHA-256 of what it came from; of a row typed into a case of an earlier version its first eight digits. */
  readonly origin: string;
  /** SHA-256 of the public key itself; in rows of earlier versions sixteen digits. */
  readonly fingerprint: string;
  readonly data: unknown;
}

/** Words that were typed, or a phrase that was completed; `value` is masked. */
export interface KeptPhraseRow {
  readonly id: number;
  readonly kind: string;
  readonly value: string;
  readonly data: unknown;
}

export type KeyStore = ReturnType<typeof openKeyStore>;

export function openKeyStore(connection: Connection) {
  // Earlier versions kept one family of chains of a key that is an account of several.
  const insert = connection.prepare(
    `INSERT INTO key_account (kind, trace, origin, fingerprint, data) VALUES (?,?,?,?,?)
     ON CONFLICT DO UPDATE SET trace = coalesce(trace, excluded.trace),
     data = iif(json_array_length(excluded.data, '$.chains') > json_array_length(data, '$.chains'), excluded.data, data)`,
  );
  const find = connection.prepare('SELECT id FROM key_account WHERE origin = ? AND fingerprint = ?').pluck();
  // Earlier versions named both by their first digits, which can be made to meet; a row with the trace that it came from says the whole by that.
  const whole = `CASE WHEN length(origin) = 8
    THEN coalesce((SELECT lower(hex(trace.fingerprint)) FROM trace WHERE trace.id = key_account.trace), origin) ELSE origin END`;
  const adopt = connection.prepare(
    `UPDATE OR IGNORE key_account SET origin = @origin, fingerprint = @fingerprint
     WHERE origin = substr(@origin, 1, 8) AND kind = @kind AND json_remove(data, '$.chains') = json_remove(@data, '$.chains') AND (trace IS NULL OR ${whole} = @origin)`,
  );
  const select = `SELECT id, kind, trace, ${whole} AS origin, fingerprint, data FROM key_account`;
  return {
    /** Number of the key, new or known. */
    add({ kind, trace, origin, fingerprint, data: value }: Omit<KeyAccountRow, 'id'>): number {
      const data = JSON.stringify(value);
      adopt.run({ kind, origin, fingerprint, data });
      insert.run(kind, trace, origin, fingerprint, data);
      return find.get(origin, fingerprint) as number;
    },
    list: (): KeyAccountRow[] =>
      connection
        .prepare(`${select} ORDER BY id`)
        .all()
        .map((row) => withJson<KeyAccountRow>(row, 'data')),
    /** Of each key alone what it came from. */
    origins: () =>
      connection.prepare(`SELECT id, ${whole} AS origin FROM key_account ORDER BY id`).all() as Pick<KeyAccountRow, 'id' | 'origin'>[],
    ofOrigin: (origin: string): KeyAccountRow[] =>
      connection
        .prepare(`${select} WHERE origin = @origin OR (origin = substr(@origin, 1, 8) AND ${whole} = @origin) ORDER BY id`)
        .all({ origin })
        .map((row) => withJson<KeyAccountRow>(row, 'data')),
    nextPhrase: (): number => connection.prepare('SELECT coalesce(max(id), 0) + 1 FROM kept_phrase').pluck().get() as number,
    addPhrase: ({ id, kind, value, data }: KeptPhraseRow, sealed: Uint8Array): void =>
      void connection
        .prepare('INSERT INTO kept_phrase (id, kind, value, data, sealed) VALUES (?,?,?,?,?)')
        .run(id, kind, value, JSON.stringify(data), sealed),
    phrases: (): KeptPhraseRow[] =>
      connection
        .prepare('SELECT id, kind, value, data FROM kept_phrase ORDER BY id')
        .all()
        .map((row) => withJson<KeptPhraseRow>(row, 'data')),
    sealedPhrase: (id: number): Uint8Array | undefined =>
      connection.prepare('SELECT sealed FROM kept_phrase WHERE id = ?').pluck().get(id) as Uint8Array | undefined,
    nextRun: (): number => (connection.prepare('SELECT coalesce(max(id), 0) + 1 FROM key_run').pluck().get() as number) ?? 1,
    addRun: (id: number, data: unknown): void =>
      void connection.prepare('INSERT INTO key_run (id, data) VALUES (?,?)').run(id, JSON.stringify(data)),
    lastRun(): unknown {
      const text = connection.prepare('SELECT data FROM key_run ORDER BY id DESC LIMIT 1').pluck().get() as string | undefined;
      return text === undefined ? null : JSON.parse(text);
    },
  };
}
