// Rows about sources: what was taken in, from where, what it covers, what was refused.
import type { Connection } from './connection.ts';

export type SourceState = 'complete' | 'partial' | 'withdrawn';
export interface SourceRow {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
  readonly importer: string;
  readonly mode: string;
  readonly chain: string | null;
  readonly exhibit: string;
  readonly size: string;
  readonly sha256: string | null;
  readonly taken: string;
  readonly state: SourceState;
  readonly training: boolean;
  readonly request: unknown;
  readonly result: unknown;
}
export interface SourceFileRow {
  readonly id: number;
  readonly source: number;
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970 as the file system gave them. */
  readonly modified: number;
  readonly sha256: string | null;
  readonly xorKey: string;
  readonly rawKept: boolean;
}
export interface CoverageRow {
  readonly source: number;
  readonly chain: string;
  readonly low: number;
  readonly high: number;
  readonly scope: 'blocks' | 'headers' | 'transactions' | 'archive' | 'node';
}
export interface RefusedRow {
  readonly hash: string;
  readonly height: number | null;
  readonly claimedHeight: number | null;
  readonly reason: string;
}

export type SourceStore = ReturnType<typeof openSourceStore>;

export function openSourceStore(connection: Connection) {
  const columns = 'id, public_id AS publicId, name, importer, mode, chain, exhibit, size, sha256, taken, state, training, request, result';
  const everySource = connection.prepare(`SELECT ${columns} FROM source ORDER BY id`);
  const revive = (row: unknown): SourceRow => {
    const raw = row as Record<string, unknown>;
    return {
      ...raw,
      training: raw.training === 1,
      request: JSON.parse(raw.request as string),
      result: raw.result === null ? null : JSON.parse(raw.result as string),
    } as SourceRow;
  };
  return {
    add(row: Omit<SourceRow, 'id' | 'result'>): number {
      const done = connection
        .prepare(
          'INSERT INTO source (public_id, name, importer, mode, chain, exhibit, size, sha256, taken, state, training, request) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)',
        )
        .run(
          row.publicId,
          row.name,
          row.importer,
          row.mode,
          row.chain,
          row.exhibit,
          row.size,
          row.sha256,
          row.taken,
          row.state,
          row.training ? 1 : 0,
          JSON.stringify(row.request),
        );
      return Number(done.lastInsertRowid);
    },
    finish(id: number, result: unknown): void {
      connection.prepare("UPDATE source SET state = 'complete', result = ? WHERE id = ?").run(JSON.stringify(result), id);
    },
    setState(id: number, state: SourceState): void {
      connection.prepare('UPDATE source SET state = ? WHERE id = ?').run(state, id);
    },
    /** What is known of a source that goes on growing: an archive a node still writes to, or a node. */
    update(id: number, now: { readonly request: unknown; readonly size: string; readonly result: unknown }): void {
      connection
        .prepare('UPDATE source SET request = ?, size = ?, result = ? WHERE id = ?')
        .run(JSON.stringify(now.request), now.size, JSON.stringify(now.result), id);
    },
    updateFile(id: number, now: { readonly path: string; readonly size: number; readonly modified: number }): void {
      connection.prepare('UPDATE source_file SET path = ?, size = ?, modified = ? WHERE id = ?').run(now.path, now.size, now.modified, id);
    },
    list: (): SourceRow[] => everySource.all().map(revive),
    byPublicId(publicId: string): SourceRow | undefined {
      const row = connection.prepare(`SELECT ${columns} FROM source WHERE public_id = ? AND state <> 'withdrawn'`).get(publicId);
      return row === undefined ? undefined : revive(row);
    },
    addFile(row: Omit<SourceFileRow, 'id'>): number {
      const done = connection
        .prepare('INSERT INTO source_file (source, path, size, modified, sha256, xor_key, raw_kept) VALUES (?,?,?,?,?,?,?)')
        .run(row.source, row.path, row.size, row.modified, row.sha256, row.xorKey, row.rawKept ? 1 : 0);
      return Number(done.lastInsertRowid);
    },
    files(source: number): SourceFileRow[] {
      return (
        connection
          .prepare(
            'SELECT id, source, path, size, modified, sha256, xor_key AS xorKey, raw_kept AS rawKept FROM source_file WHERE source = ? ORDER BY id',
          )
          .all(source) as (Omit<SourceFileRow, 'rawKept'> & { rawKept: number })[]
      ).map((row) => ({ ...row, rawKept: row.rawKept === 1 }));
    },
    file(id: number): SourceFileRow | undefined {
      const row = connection
        .prepare('SELECT id, source, path, size, modified, sha256, xor_key AS xorKey, raw_kept AS rawKept FROM source_file WHERE id = ?')
        .get(id) as (Omit<SourceFileRow, 'rawKept'> & { rawKept: number }) | undefined;
      return row === undefined ? undefined : { ...row, rawKept: row.rawKept === 1 };
    },
    setCoverage(source: number, ranges: readonly Omit<CoverageRow, 'source'>[]): void {
      connection.prepare('DELETE FROM coverage WHERE source = ?').run(source);
      const insert = connection.prepare('INSERT INTO coverage (source, chain, low, high, scope) VALUES (?,?,?,?,?)');
      for (const range of ranges) insert.run(source, range.chain, range.low, range.high, range.scope);
    },
    coverage: (): CoverageRow[] =>
      connection.prepare('SELECT source, chain, low, high, scope FROM coverage ORDER BY chain, low, source').all() as CoverageRow[],
    addRefused(source: number, row: RefusedRow): void {
      connection
        .prepare('INSERT INTO refused_block (source, hash, height, claimed_height, reason) VALUES (?,?,?,?,?)')
        .run(source, row.hash, row.height, row.claimedHeight, row.reason);
    },
    refused(source: number): RefusedRow[] {
      return connection
        .prepare('SELECT hash, height, claimed_height AS claimedHeight, reason FROM refused_block WHERE source = ? ORDER BY rowid')
        .all(source) as RefusedRow[];
    },
  };
}
