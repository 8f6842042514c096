// Scans of exhibits: how far each came, the traces it found with their places, wallets and messages that were read. Values of secrets and the bytes
// around a trace come to it sealed; it opens none.
import type { Connection } from './connection.ts';
import { withJson } from './jsonColumns.ts';

export interface ScanRow {
  readonly id: number;
  readonly exhibit: number;
  readonly event: number;
  readonly state: 'partial' | 'complete';
  /** Where it goes on. */
  readonly position: unknown;
  readonly data: unknown;
}

export interface TraceRow {
  readonly id: number;
  readonly scan: number;
  readonly kind: string;
  /** SHA-256 of the value. */
  readonly fingerprint: Uint8Array;
  /** Masked where it is a secret. */
  readonly value: string;
  readonly secret: boolean;
  readonly example: boolean;
  readonly checks: readonly string[];
  readonly detail: readonly string[];
  readonly count: number;
}

export interface PlaceRow {
  readonly id: number;
  readonly trace: number;
  readonly path: string;
  readonly offset: number;
  /** In a disk image, from the beginning of the disk. */
  readonly imageOffset: number | null;
  readonly bytes: number;
  readonly encoding: string;
  readonly message: number | null;
  /** Where its file is parted in the image within it; none as a rule. */
  readonly pieces: readonly PieceRow[];
}

interface PieceRow {
  readonly imageOffset: number;
  readonly bytes: number;
}

export interface ReadingRow {
  readonly id: number;
  readonly scan: number;
  readonly path: string;
  readonly data: unknown;
}

export interface TraceQuestion {
  readonly scan?: number | undefined;
  readonly kinds: readonly string[];
  /** Part of a value or of a path. */
  readonly text: string;
  readonly withExamples: boolean;
}

export type DeviceStore = ReturnType<typeof openDeviceStore>;

export function openDeviceStore(file: Connection) {
  // A scan asks the same things a million times.
  const ready = new Map<string, ReturnType<Connection['prepare']>>();
  const connection = {
    prepare(sql: string) {
      const known = ready.get(sql) ?? file.prepare(sql);
      ready.set(sql, known);
      return known;
    },
  };
  const reviveScan = (row: unknown): ScanRow => withJson(row, 'position', 'data');
  const reviveTrace = (row: unknown): TraceRow => {
    const { secret, example, ...rest } = withJson<TraceRow>(row, 'checks', 'detail');
    return { ...rest, secret: Boolean(secret), example: Boolean(example) };
  };
  const placeColumns = `id, trace, path, offset, image_offset AS imageOffset, bytes, encoding, message,
    (SELECT json_group_array(json_object('imageOffset', image_offset, 'bytes', bytes) ORDER BY trace_place_piece.id) FROM trace_place_piece WHERE place = trace_place.id) AS pieces`;
  const traceColumns = 'id, scan, kind, fingerprint, value, secret, example, checks, detail, count';
  const asked = ({ scan, kinds, text, withExamples }: TraceQuestion): readonly [where: string, values: (string | number)[]] => {
    const part = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    const parts: readonly (readonly [string, readonly (string | number)[]])[] = [
      ...(scan === undefined ? [] : [['scan = ?', [scan]] as const]),
      ...(kinds.length === 0 ? [] : [[`kind IN (${kinds.map(() => '?').join(',')})`, kinds] as const]),
      ...(withExamples ? [] : [['example = 0', []] as const]),
      ...(text === ''
        ? []
        : [[`(value LIKE ? ESCAPE '\\' OR id IN (SELECT trace FROM trace_place WHERE path LIKE ? ESCAPE '\\'))`, [part, part]] as const]),
    ];
    return [parts.length === 0 ? '' : `WHERE ${parts.map(([sql]) => sql).join(' AND ')}`, parts.flatMap(([, values]) => [...values])];
  };
  return {
    addScan: (exhibit: number, event: number, position: unknown, data: unknown): number =>
      Number(
        connection
          .prepare(`INSERT INTO device_scan (exhibit, event, state, position, data) VALUES (?,?,'partial',?,?)`)
          .run(exhibit, event, JSON.stringify(position), JSON.stringify(data)).lastInsertRowid,
      ),
    /** How far it came and what was counted till there. */
    keepScan: (id: number, state: ScanRow['state'], position: unknown, data: unknown): void =>
      void connection
        .prepare('UPDATE device_scan SET state = ?, position = ?, data = ? WHERE id = ?')
        .run(state, JSON.stringify(position), JSON.stringify(data), id),
    scans: (): ScanRow[] =>
      connection.prepare('SELECT id, exhibit, event, state, position, data FROM device_scan ORDER BY id').all().map(reviveScan),
    /** How many different values of each kind a scan holds. */
    kinds: (question: Omit<TraceQuestion, 'kinds'>): readonly { readonly kind: string; readonly count: number }[] => {
      const [where, values] = asked({ ...question, kinds: [] });
      return connection.prepare(`SELECT kind, count(*) AS count FROM trace ${where} GROUP BY kind`).all(values) as {
        kind: string;
        count: number;
      }[];
    },
    /** Different secrets of each kind over all scans, published examples apart. */
    secretKinds: (): readonly { readonly kind: string; readonly count: number }[] =>
      connection
        .prepare(
          'SELECT kind, count(DISTINCT fingerprint) AS count FROM trace WHERE secret = 1 AND example = 0 GROUP BY kind ORDER BY kind',
        )
        .all() as { kind: string; count: number }[],
    /** Counts one more; `sealed` and the rest are kept of the first. */
    meet(trace: Omit<TraceRow, 'id' | 'count'>, sealed: () => Uint8Array | null): { readonly id: number; readonly count: number } {
      const known = connection
        .prepare('UPDATE trace SET count = count + 1 WHERE scan = ? AND kind = ? AND fingerprint = ? RETURNING id, count')
        .get(trace.scan, trace.kind, trace.fingerprint) as { id: number; count: number } | undefined;
      if (known !== undefined) return known;
      const { lastInsertRowid } = connection
        .prepare(
          `INSERT INTO trace (scan, kind, fingerprint, value, secret, example, checks, detail, count, sealed) VALUES (?,?,?,?,?,?,?,?,1,?)`,
        )
        .run(
          ...[trace.scan, trace.kind, trace.fingerprint, trace.value, Number(trace.secret), Number(trace.example)],
          ...[JSON.stringify(trace.checks), JSON.stringify(trace.detail), sealed()],
        );
      return { id: Number(lastInsertRowid), count: 1 };
    },
    known: (scan: number, kind: string, fingerprint: Uint8Array): { readonly id: number; readonly count: number } | null =>
      (connection.prepare('SELECT id, count FROM trace WHERE scan = ? AND kind = ? AND fingerprint = ?').get(scan, kind, fingerprint) ??
        null) as { id: number; count: number } | null,
    /** Whether a place among those that are kept is within these bytes of a file. */
    standsIn: (trace: number, { path, offset, bytes }: Pick<PlaceRow, 'path' | 'offset' | 'bytes'>): boolean =>
      connection
        .prepare(`SELECT 1 FROM trace_place WHERE trace = ? AND path = ? AND encoding <> 'record' AND offset >= ? AND offset < ?`)
        .get(trace, path, offset, offset + bytes) !== undefined,
    /** Whether it was met in what a reader read of this file. */
    isInRecord: (scan: number, kind: string, fingerprint: Uint8Array, path: string): boolean =>
      connection
        .prepare(
          `SELECT 1 FROM trace JOIN trace_place ON trace_place.trace = trace.id
           WHERE scan = ? AND kind = ? AND fingerprint = ? AND path = ? AND encoding = 'record'`,
        )
        .get(scan, kind, fingerprint, path) !== undefined,
    addPlace(place: Omit<PlaceRow, 'id'>, around: Uint8Array | null): void {
      const { lastInsertRowid } = connection
        .prepare('INSERT INTO trace_place (trace, path, offset, image_offset, bytes, encoding, around, message) VALUES (?,?,?,?,?,?,?,?)')
        .run(place.trace, place.path, place.offset, place.imageOffset, place.bytes, place.encoding, around, place.message);
      for (const { imageOffset, bytes } of place.pieces)
        connection
          .prepare('INSERT INTO trace_place_piece (place, image_offset, bytes) VALUES (?,?,?)')
          .run(lastInsertRowid, imageOffset, bytes);
    },
    countTraces: (question: TraceQuestion): number => {
      const [where, values] = asked(question);
      return connection.prepare(`SELECT count(*) FROM trace ${where}`).pluck().get(values) as number;
    },
    /** By kind as first met, then the most frequent; `limit` -1 for all. */
    traces: (question: TraceQuestion, after: number, limit: number): TraceRow[] => {
      const [where, values] = asked(question);
      return connection
        .prepare(`SELECT ${traceColumns} FROM trace ${where} ORDER BY secret DESC, kind, count DESC, id LIMIT ? OFFSET ?`)
        .all(...values, limit, after)
        .map(reviveTrace);
    },
    trace: (id: number): TraceRow | undefined => {
      const row = connection.prepare(`SELECT ${traceColumns} FROM trace WHERE id = ?`).get(id);
      return row === undefined ? undefined : reviveTrace(row);
    },
    sealedValue: (trace: number): Uint8Array | null =>
      (connection.prepare('SELECT sealed FROM trace WHERE id = ?').pluck().get(trace) ?? null) as Uint8Array | null,
    /** The first place whose bytes were kept: what a reader read has none. */
    sealedAround: (trace: number): { readonly place: PlaceRow; readonly around: Uint8Array } | null => {
      const row = connection
        .prepare(`SELECT ${placeColumns}, around FROM trace_place WHERE trace = ? AND around IS NOT NULL ORDER BY id LIMIT 1`)
        .get(trace) as (PlaceRow & { readonly around: Uint8Array }) | undefined;
      if (row === undefined) return null;
      const { around, ...place } = row;
      return { place: withJson<PlaceRow>(place, 'pieces'), around };
    },
    places: (trace: number): PlaceRow[] =>
      connection
        .prepare(`SELECT ${placeColumns} FROM trace_place WHERE trace = ? ORDER BY id`)
        .all(trace)
        .map((row) => withJson<PlaceRow>(row, 'pieces')),
    firstPlace: (trace: number): PlaceRow | undefined => {
      const row = connection.prepare(`SELECT ${placeColumns} FROM trace_place WHERE trace = ? ORDER BY id LIMIT 1`).get(trace);
      return row === undefined ? undefined : withJson<PlaceRow>(row, 'pieces');
    },
    addWallet: (scan: number, path: string, data: unknown): number =>
      Number(
        connection.prepare('INSERT INTO wallet_reading (scan, path, data) VALUES (?,?,?)').run(scan, path, JSON.stringify(data))
          .lastInsertRowid,
      ),
    /** After more of it was read with its password. */
    keepWallet: (id: number, data: unknown): void =>
      void connection.prepare('UPDATE wallet_reading SET data = ? WHERE id = ?').run(JSON.stringify(data), id),
    wallets: (): ReadingRow[] =>
      connection
        .prepare('SELECT id, scan, path, data FROM wallet_reading ORDER BY id')
        .all()
        .map((row) => withJson(row, 'data')),
    addMessage: (scan: number, path: string, data: unknown): number =>
      Number(
        connection.prepare('INSERT INTO seized_message (scan, path, data) VALUES (?,?,?)').run(scan, path, JSON.stringify(data))
          .lastInsertRowid,
      ),
    message: (id: number): ReadingRow | undefined => {
      const row = connection.prepare('SELECT id, scan, path, data FROM seized_message WHERE id = ?').get(id);
      return row === undefined ? undefined : withJson(row, 'data');
    },
    /** With the traces that lie in each. */
    messages: (): (ReadingRow & { readonly traces: readonly number[] })[] =>
      connection
        .prepare(
          `SELECT id, scan, path, data, (SELECT json_group_array(trace) FROM trace_place WHERE message = seized_message.id) AS traces
           FROM seized_message ORDER BY id`,
        )
        .all()
        .map((row) => withJson(row, 'data', 'traces')),
  };
}
