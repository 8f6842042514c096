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

const PAGE_EVENTS = 256;
const SALT = /^[0-9a-f]{64}$/;

function commitmentOfText(saltHex: string, text: string): string {
  return sha256Hex(Buffer.concat([Buffer.from(saltHex, 'hex'), Buffer.from(text, 'utf8')]));
}

export function commitmentOf(saltHex: string, payload: unknown): string {
  return commitmentOfText(saltHex, canonicalJson(payload));
}

export interface ChainLog {
  head(): LogHead;
  /** Appends one event and returns it. Call inside the transaction of the change it records. */
  append(kind: EventKind, name: string, payload: unknown): LoggedEvent;
  list(options: { readonly before?: number | undefined; readonly limit: number }): LoggedEvent[];
  all(): IterableIterator<LoggedEvent>;
  /** Events of one name, oldest first. */
  named(name: string): LoggedEvent[];
  /** Edits, undos and redos in order, without their payloads. */
  changes(): readonly { readonly sequence: number; readonly kind: EventKind }[];
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

function headerOf({ sequence, previous, kind, name, examiner, time, commitment }: Row): EventHeader {
  return { sequence, previous, kind, name, examiner, time, commitment };
}

function toEvent(row: Row): LoggedEvent {
  return { header: headerOf(row), hash: row.hash, salt: row.salt, payload: JSON.parse(row.payload) };
}

export function openChainLog(connection: Connection, table: 'journal' | 'access_log', host: Host, examiner: () => string): ChainLog {
  const last = connection.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY sequence DESC LIMIT 1`);
  const insert = connection.prepare(
    `INSERT INTO ${table} (sequence, previous, kind, name, examiner, time, commitment, hash, salt, payload) VALUES (?,?,?,?,?,?,?,?,?,?)`,
  );
  const page = connection.prepare<[number, number], Row>(`SELECT * FROM ${table} WHERE sequence < ? ORDER BY sequence DESC LIMIT ?`);
  const every = connection.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY sequence`);
  const next = connection.prepare<[number, number], Row>(`SELECT * FROM ${table} WHERE sequence > ? ORDER BY sequence LIMIT ?`);
  const byName = connection.prepare<[string], Row>(`SELECT * FROM ${table} WHERE name = ? ORDER BY sequence`);
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
      insert.run(
        header.sequence,
        header.previous,
        kind,
        name,
        header.examiner,
        header.time,
        header.commitment,
        hash,
        salt,
        canonicalJson(payload),
      );
      return { header, hash, salt, payload };
    },
    list: ({ before, limit }) => page.all(before ?? Number.MAX_SAFE_INTEGER, limit).map(toEvent),
    *all() {
      // In pages: an open cursor would forbid every write of whoever walks through the events. What they add is not met.
      const { size } = head();
      for (let after = 0; after < size; ) {
        const rows = next.all(after, Math.min(PAGE_EVENTS, size - after));
        if (rows.length === 0) return;
        for (const row of rows) yield toEvent(row);
        after += rows.length;
      }
    },
    named: (name) => byName.all(name).map(toEvent),
    changes: () =>
      connection
        .prepare<[], { sequence: number; kind: EventKind }>(`SELECT sequence, kind FROM ${table} WHERE kind <> 'act' ORDER BY sequence`)
        .all(),
    get(sequence) {
      const row = one.get(sequence);
      return row === undefined ? undefined : toEvent(row);
    },
    verify() {
      let previous = NO_PREVIOUS;
      let sequence = 0;
      let time: string | null = null;
      for (const row of every.iterate()) {
        sequence++;
        const header = headerOf(row);
        // The stored text is what was committed to; parsing and writing it anew could only hide a difference.
        const linked = header.sequence === sequence && header.previous === previous && canonicalDigest(header) === row.hash;
        // Other spellings of the same bytes (capital hex, a blob in place of a text) are changes too.
        const committed =
          typeof row.payload === 'string' && SALT.test(row.salt) && commitmentOfText(row.salt, row.payload) === header.commitment;
        if (!linked || !committed) throw new Fault('journal.broken', { sequence });
        previous = row.hash;
        time = row.time;
      }
      return { size: sequence, headHash: previous, time };
    },
    hashAt: (sequence) => one.get(sequence)?.hash,
  };
}
