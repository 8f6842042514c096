// Facts of account chains as they were taken in, in columns; runs over them; and the list of what is still to be fetched. It stores
// and gives back; what the columns mean stands in intake.
import type { Connection } from './connection.ts';

/** Largest piece of a column in one row, as for the segments of coins. */
const PART_BYTES = 4 << 20;
const LIVE = "source NOT IN (SELECT id FROM source WHERE state = 'withdrawn')";

export interface AccountSegmentRow {
  readonly id: number;
  readonly source: number;
  readonly chain: string;
  readonly batch: number;
  readonly transactions: number;
  readonly transfers: number;
  readonly events: number;
  /** SHA-256 over the columns' names and bytes. */
  readonly digest: string;
}

export interface AccountRunRow {
  readonly id: number;
  readonly chain: string;
  readonly seedKey: string;
  readonly time: string;
  readonly request: unknown;
  /** What the run read: segments and sources left out. */
  readonly frozen: unknown;
  readonly result: unknown;
}

export interface FetchItemRow {
  /** Number of the journal's event that put it on the list, times 1024, and its place within that event. */
  readonly event: number;
  readonly chain: string;
  readonly kind: 'transaction' | 'address' | 'block';
  readonly item: string;
  readonly low: number | null;
  readonly high: number | null;
  readonly why: string;
}

export type AccountStore = ReturnType<typeof openAccountStore>;

export function openAccountStore(connection: Connection) {
  const segmentColumns = 'id, source, chain, batch, transactions, transfers, events, digest';
  const runColumns = 'id, chain, seed_key AS seedKey, time, request, frozen, result';
  const reviveRun = (row: unknown): AccountRunRow => {
    const raw = row as Record<string, unknown>;
    return {
      ...raw,
      request: JSON.parse(raw.request as string),
      frozen: JSON.parse(raw.frozen as string),
      result: JSON.parse(raw.result as string),
    } as AccountRunRow;
  };
  /** Cases made before schema 5 keep the columns of their segments in another table. */
  const earlier = new Map<number, boolean>();
  const tableOf = (segment: number): string => {
    let isEarlier = earlier.get(segment);
    if (isEarlier === undefined) {
      isEarlier = connection.prepare('SELECT 1 FROM account_piece WHERE segment = ? LIMIT 1').get(segment) === undefined;
      earlier.set(segment, isEarlier);
    }
    return isEarlier ? 'account_column' : 'account_piece';
  };
  return {
    addSegment(row: Omit<AccountSegmentRow, 'id'>, columns: ReadonlyMap<string, Uint8Array>): number {
      const done = connection
        .prepare('INSERT INTO account_segment (source, chain, batch, transactions, transfers, events, digest) VALUES (?,?,?,?,?,?,?)')
        .run(row.source, row.chain, row.batch, row.transactions, row.transfers, row.events, row.digest);
      const id = Number(done.lastInsertRowid);
      const insert = connection.prepare('INSERT INTO account_piece (segment, name, part, data) VALUES (?,?,?,?)');
      for (const [name, data] of columns)
        for (let part = 0, at = 0; part === 0 || at < data.length; part++, at += PART_BYTES)
          insert.run(id, name, part, data.subarray(at, at + PART_BYTES));
      return id;
    },
    /** Segments of sources that are not withdrawn, in the order they were taken in. */
    segments: (chain?: string): AccountSegmentRow[] =>
      (chain === undefined
        ? connection.prepare(`SELECT ${segmentColumns} FROM account_segment WHERE ${LIVE} ORDER BY id`).all()
        : connection
            .prepare(`SELECT ${segmentColumns} FROM account_segment WHERE chain = ? AND ${LIVE} ORDER BY id`)
            .all(chain)) as AccountSegmentRow[],
    segmentsOfSource: (source: number): AccountSegmentRow[] =>
      connection
        .prepare(`SELECT ${segmentColumns} FROM account_segment WHERE source = ? ORDER BY batch`)
        .all(source) as AccountSegmentRow[],
    /** Gives a segment to another source: what a reorganisation made void goes to one that is withdrawn. */
    moveSegment(id: number, source: number): void {
      connection.prepare('UPDATE account_segment SET source = ? WHERE id = ?').run(source, id);
    },
    segment: (id: number): AccountSegmentRow | undefined =>
      connection.prepare(`SELECT ${segmentColumns} FROM account_segment WHERE id = ?`).get(id) as AccountSegmentRow | undefined,
    /** Every column of a segment but those of a node's own answers, each in a buffer of its own. */
    columns(segment: number): Map<string, Uint8Array> {
      const rows = connection
        .prepare(`SELECT name, data FROM ${tableOf(segment)} WHERE segment = ? AND name NOT LIKE 'node.%' ORDER BY name, part`)
        .all(segment) as { name: string; data: Uint8Array }[];
      const parts = new Map<string, Uint8Array[]>();
      for (const { name, data } of rows) parts.set(name, [...(parts.get(name) ?? []), data]);
      return new Map([...parts].map(([name, pieces]) => [name, joined(pieces)]));
    },
    /** One column of a segment. */
    column: (segment: number, name: string): Uint8Array =>
      joined(
        connection
          .prepare(`SELECT data FROM ${tableOf(segment)} WHERE segment = ? AND name = ? ORDER BY part`)
          .pluck()
          .all(segment, name) as Uint8Array[],
      ),
    chains: (): string[] =>
      connection.prepare(`SELECT DISTINCT chain FROM account_segment WHERE ${LIVE} ORDER BY chain`).pluck().all() as string[],
    addRun(row: Omit<AccountRunRow, 'id'>): number {
      const done = connection
        .prepare('INSERT INTO account_run (chain, seed_key, time, request, frozen, result) VALUES (?,?,?,?,?,?)')
        .run(row.chain, row.seedKey, row.time, JSON.stringify(row.request), JSON.stringify(row.frozen), JSON.stringify(row.result));
      return Number(done.lastInsertRowid);
    },
    run(id: number): AccountRunRow | undefined {
      const row = connection.prepare(`SELECT ${runColumns} FROM account_run WHERE id = ?`).get(id);
      return row === undefined ? undefined : reviveRun(row);
    },
    runs: (): AccountRunRow[] => connection.prepare(`SELECT ${runColumns} FROM account_run ORDER BY id`).all().map(reviveRun),
    addFetchItem(row: FetchItemRow): void {
      connection
        .prepare('INSERT INTO fetch_item (event, chain, kind, item, low, high, why) VALUES (?,?,?,?,?,?,?)')
        .run(row.event, row.chain, row.kind, row.item, row.low, row.high, row.why);
    },
    removeFetchItem: (event: number): boolean => connection.prepare('DELETE FROM fetch_item WHERE event = ?').run(event).changes > 0,
    fetchItems: (): FetchItemRow[] =>
      connection.prepare('SELECT event, chain, kind, item, low, high, why FROM fetch_item ORDER BY event').all() as FetchItemRow[],
  };
}

/** Pieces as one, in a buffer of its own. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined && only.byteOffset === 0 && only.byteLength === only.buffer.byteLength)
    return new Uint8Array(only.buffer);
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
