// An append-only, hash-chained log with salted commitments (docs/FORMATS.md §3; evidence/SPEC.md J). The journal and the
// access log are two of these. It never changes or removes a row.
import { Fault } from '../../../shared/model/fault.ts';
import { canonicalDigest, canonicalJson, type Host, sha256Hex } from '../kernel/index.ts';
import type { Connection } from './connection.ts';

export type EventKind = 'edit' | 'act' | 'undo' | 'redo';

export interface EventHeader {
  readonly sequence: number;
  readonly previous: string;
  readonly kind: EventKind;
  readonly name: string;
  readonly examiner: string;
  readonly time: string;
  readonly commitment: string;
}
export interface LoggedEvent {
  readonly header: EventHeader;
  readonly hash: string;
  readonly salt: string;
  readonly payload: unknown;
}
export interface LogHead {
  readonly size: number;
  readonly headHash: string;
  readonly time: string | null;
}

export const NO_PREVIOUS = '0'.repeat(64);

export function commitmentOf(saltHex: string, payload: unknown): string {
  return sha256Hex(Buffer.concat([Buffer.from(saltHex, 'hex'), Buffer.from(canonicalJson(payload), 'utf8')]));
}

export interface ChainLog {
  head(): LogHead;
  /** Appends one event and returns it. Call inside the transaction of the change it records. */
  append(kind: EventKind, name: string, payload: unknown): LoggedEvent;
  list(options: { readonly before?: number | undefined; readonly limit: number }): LoggedEvent[];
  all(): IterableIterator<LoggedEvent>;
  get(sequence: number): LoggedEvent | undefined;
  /** Recomputes every link and commitment; throws `journal.broken` naming the first event that does not fit. */
  verify(): LogHead;
  hashAt(sequence: number): string | undefined;
}

interface Row {
  sequence: number;
  previous: string;
  kind: EventKind;
  name: string;
  examiner: string;
  time: string;
  commitment: string;
  hash: string;
  salt: string;
  payload: string;
}

function toEvent(row: Row): LoggedEvent {
  const { hash, salt, payload, sequence, previous, kind, name, examiner, time, commitment } = row;
  return { header: { sequence, previous, kind, name, examiner, time, commitment }, hash, salt, payload: JSON.parse(payload) };
}

export function openChainLog(connection: Connection, table: 'journal' | 'access_log', host: Host, examiner: () => string): ChainLog {
  const last = connection.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY sequence DESC LIMIT 1`);
  const insert = connection.prepare(
    `INSERT INTO ${table} (sequence, previous, kind, name, examiner, time, commitment, hash, salt, payload) VALUES (?,?,?,?,?,?,?,?,?,?)`,
  );
  const page = connection.prepare<[number, number], Row>(`SELECT * FROM ${table} WHERE sequence < ? ORDER BY sequence DESC LIMIT ?`);
  const every = connection.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY sequence`);
  const one = connection.prepare<[number], Row>(`SELECT * FROM ${table} WHERE sequence = ?`);

  const head = (): LogHead => {
    const row = last.get();
    return row === undefined ? { size: 0, headHash: NO_PREVIOUS, time: null } : { size: row.sequence, headHash: row.hash, time: row.time };
  };
  return {
    head,
    append(kind, name, payload) {
      const before = head();
      const salt = Buffer.from(host.randomBytes(32)).toString('hex');
      const header: EventHeader = {
        sequence: before.size + 1,
        previous: before.headHash,
        kind,
        name,
        examiner: examiner(),
        time: new Date(host.now()).toISOString(),
        commitment: commitmentOf(salt, payload),
      };
      const hash = canonicalDigest(header);
      insert.run(header.sequence, header.previous, kind, name, header.examiner, header.time, header.commitment, hash, salt, canonicalJson(payload));
      return { header, hash, salt, payload };
    },
    list: ({ before, limit }) => page.all(before ?? Number.MAX_SAFE_INTEGER, limit).map(toEvent),
    *all() {
      for (const row of every.iterate()) yield toEvent(row);
    },
    get(sequence) {
      const row = one.get(sequence);
      return row === undefined ? undefined : toEvent(row);
    },
    verify() {
      let previous = NO_PREVIOUS;
      let sequence = 0;
      let time: string | null = null;
      for (const row of every.iterate()) {
        const event = toEvent(row);
        sequence++;
        const sound =
          event.header.sequence === sequence &&
          event.header.previous === previous &&
          canonicalDigest(event.header) === event.hash &&
          commitmentOf(event.salt, event.payload) === event.header.commitment;
        if (!sound) throw new Fault('journal.broken', { sequence });
        previous = event.hash;
        time = event.header.time;
      }
      return { size: sequence, headHash: previous, time };
    },
    hashAt: (sequence) => one.get(sequence)?.hash,
  };
}
