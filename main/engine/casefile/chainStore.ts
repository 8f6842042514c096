// Chain data of the case: headers, block places, bulk columns in segments, and raw bytes of what runs rely on.
// Columns are typed arrays, little-endian, cut into parts; this file does not know what they mean.
import type { Connection } from './connection.ts';

const PART_BYTES = 4 << 20;
const HEADER_BYTES = 80;
/** Offset of the block timestamp in a header. */
const TIME_AT = 68;
/** Whole headers, about as much as a part of a column. */
const PACK_BYTES = HEADER_BYTES * 50_000;

export interface HeaderRow {
  readonly hash: Uint8Array;
  readonly raw: Uint8Array;
  readonly source: number;
}
/** How many headers a chain has: those of small sources singly, those of archives in packs. */
export interface HeaderCount {
  readonly single: number;
  readonly packs: number;
}
export interface AnchorRow {
  readonly height: number;
  readonly hash: string;
}
export interface BlockRow {
  readonly id: number;
  readonly hash: Uint8Array;
  readonly source: number;
  readonly segment: number;
  readonly file: number;
  /** Where the raw block starts in its file, or in the segment's `raw` column when its bytes are kept. */
  readonly offset: number;
  readonly length: number;
  /** First transaction of the block within its segment. */
  readonly txFirst: number;
  readonly txCount: number;
  /** False for a block of which only single proven transactions are known. */
  readonly complete: boolean;
  readonly claimedHeight: number | null;
  /** Transactions in the whole block, as its source says. */
  readonly totalTransactions: number;
}
export interface SegmentRow {
  readonly id: number;
  readonly source: number;
  readonly batch: number;
  readonly txCount: number;
  readonly inCount: number;
  readonly outCount: number;
  readonly scriptCount: number;
  readonly digest: string;
}
export interface RawTransactionRow {
  readonly blockHash: Uint8Array;
  readonly position: number;
  readonly txid: Uint8Array;
  readonly raw: Uint8Array;
  /** Sibling hashes, 32 bytes each, where the block itself is not in the case. */
  readonly branch: Uint8Array | null;
}

/**
 * Which sources' rows are left out: by default those withdrawn now; a run made earlier names those that were withdrawn then,
 * so that it can be replayed as it was.
 */
type Withdrawn = readonly number[] | undefined;

const LIVE = "source IN (SELECT id FROM source WHERE state <> 'withdrawn')";
/** What an abandoned question brought is kept and left out, like the rows of a withdrawn source. */
const STANDING =
  "segment NOT IN (SELECT segment FROM question_segment JOIN question ON question.id = question_segment.question WHERE question.state = 'abandoned')";
const standing = (abandoned: readonly number[] | undefined): string =>
  abandoned === undefined
    ? STANDING
    : `segment NOT IN (SELECT segment FROM question_segment WHERE question IN (${abandoned.map(Number).join(',')}))`;
const without = (withdrawn: Withdrawn): string => (withdrawn === undefined ? LIVE : `source NOT IN (${withdrawn.map(Number).join(',')})`);

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export type ChainStore = ReturnType<typeof openChainStore>;

export function openChainStore(connection: Connection) {
  const insertHeader = connection.prepare('INSERT OR IGNORE INTO header (chain, hash, raw, source) VALUES (?,?,?,?)');
  const insertBlock = connection.prepare(
    'INSERT INTO block (chain, hash, source, segment, file, offset, length, tx_first, tx_count, complete, claimed_height, total_transactions) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)',
  );
  const readColumn = connection.prepare('SELECT data FROM segment_column WHERE segment = ? AND name = ? ORDER BY part').pluck();
  const insertColumn = connection.prepare('INSERT INTO segment_column (segment, name, part, data) VALUES (?,?,?,?)');
  const blockColumns =
    'id, hash, source, segment, file, offset, length, tx_first AS txFirst, tx_count AS txCount, complete, claimed_height AS claimedHeight, total_transactions AS totalTransactions';
  const segmentColumns =
    'id, source, batch, tx_count AS txCount, in_count AS inCount, out_count AS outCount, script_count AS scriptCount, digest';
  const findHeader = connection.prepare(`SELECT 1 FROM header WHERE chain = ? AND hash = ? AND ${LIVE}`);
  const findBlocks = connection.prepare(
    `SELECT ${blockColumns} FROM block WHERE chain = ? AND hash = ? AND complete = 1 AND ${LIVE} ORDER BY id`,
  );
  // Asked for each of thousands of transactions.
  const findRaw = connection.prepare(
    'SELECT block_hash AS blockHash, position, txid, raw, branch FROM raw_transaction WHERE chain = ? AND block_hash = ? AND position = ?',
  );
  const reviveBlock = (row: unknown): BlockRow => {
    const raw = row as Record<string, unknown>;
    return { ...raw, complete: raw.complete === 1 } as BlockRow;
  };
  return {
    chains: (): string[] =>
      connection
        .prepare(`SELECT chain FROM header WHERE ${LIVE} UNION SELECT chain FROM header_pack WHERE ${LIVE} ORDER BY chain`)
        .pluck()
        .all() as string[],
    addHeader(chain: string, row: HeaderRow): boolean {
      return insertHeader.run(chain, row.hash, row.raw, row.source).changes > 0;
    },
    /** Many headers of one source as records of 80 bytes one behind the other; an archive brings hundreds of thousands. */
    addHeaderPack(chain: string, source: number, records: Uint8Array): void {
      const insert = connection.prepare('INSERT INTO header_pack (chain, source, count, data) VALUES (?,?,?,?)');
      for (let at = 0; at < records.length; at += PACK_BYTES) {
        const data = records.subarray(at, at + PACK_BYTES);
        insert.run(chain, source, data.length / HEADER_BYTES, data);
      }
    },
    /**
     * Records of 80 bytes of every header, single ones before packs, each in the order taken in; one that several sources gave
     * stands several times. `until` cuts both lists where a run saw them end.
     */
    headerRecords(chain: string, withdrawn?: readonly number[], until?: HeaderCount): Uint8Array {
      const singles = connection
        .prepare(`SELECT raw FROM header WHERE chain = ? AND ${without(withdrawn)} ORDER BY id LIMIT ?`)
        .pluck()
        .all(chain, until?.single ?? -1) as Uint8Array[];
      const packs = connection
        .prepare(`SELECT data FROM header_pack WHERE chain = ? AND ${without(withdrawn)} ORDER BY id LIMIT ?`)
        .pluck()
        .all(chain, until?.packs ?? -1) as Uint8Array[];
      return joinBytes([...singles, ...packs]);
    },
    headerCount(chain: string, withdrawn?: readonly number[]): HeaderCount {
      const count = (table: string) =>
        connection
          .prepare(`SELECT count(*) FROM ${table} WHERE chain = ? AND ${without(withdrawn)}`)
          .pluck()
          .get(chain) as number;
      return { single: count('header'), packs: count('header_pack') };
    },
    /** The same, by the source that gave them. */
    headersBySource(chain: string): { readonly source: number; readonly records: Uint8Array }[] {
      const bySource = new Map<number, Uint8Array[]>();
      for (const [table, column] of [
        ['header', 'raw'],
        ['header_pack', 'data'],
      ] as const) {
        const rows = connection.prepare(`SELECT source, ${column} AS bytes FROM ${table} WHERE chain = ? AND ${LIVE} ORDER BY id`);
        for (const row of rows.iterate(chain) as IterableIterator<{ source: number; bytes: Uint8Array }>) {
          const held = bySource.get(row.source);
          if (held === undefined) bySource.set(row.source, [row.bytes]);
          else held.push(row.bytes);
        }
      }
      return [...bySource].sort(([a], [b]) => a - b).map(([source, parts]) => ({ source, records: joinBytes(parts) }));
    },
    hasHeader: (chain: string, hash: Uint8Array): boolean => findHeader.get(chain, hash) !== undefined,
    hasHeaderPacks: (chain: string): boolean =>
      connection.prepare(`SELECT 1 FROM header_pack WHERE chain = ? AND ${LIVE}`).get(chain) !== undefined,
    /** Block timestamp of the newest of the last headers taken in, as RFC 3339, or null; read at each opening, so not of all. */
    newestHeaderTime(): string | null {
      const last = connection.prepare(`SELECT raw FROM header WHERE ${LIVE} ORDER BY id DESC LIMIT 5000`).pluck().all() as Uint8Array[];
      const packs = connection.prepare(`SELECT data FROM header_pack WHERE ${LIVE} ORDER BY id DESC LIMIT 2`).pluck().all() as Uint8Array[];
      let newest = -1;
      for (const records of [...last, ...packs]) {
        const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
        for (let at = 0; at < records.length; at += HEADER_BYTES) newest = Math.max(newest, view.getUint32(at + TIME_AT, true));
      }
      return newest === -1 ? null : new Date(newest * 1000).toISOString();
    },
    addAnchor(chain: string, anchor: AnchorRow, source: number): void {
      connection
        .prepare('INSERT OR REPLACE INTO anchor (chain, height, hash, source) VALUES (?,?,?,?)')
        .run(chain, anchor.height, anchor.hash, source);
    },
    anchors: (chain: string): AnchorRow[] =>
      connection.prepare(`SELECT height, hash FROM anchor WHERE chain = ? AND ${LIVE} ORDER BY height`).all(chain) as AnchorRow[],
    addSegment(row: Omit<SegmentRow, 'id'> & { readonly chain: string }): number {
      const done = connection
        .prepare('INSERT INTO segment (source, chain, batch, tx_count, in_count, out_count, script_count, digest) VALUES (?,?,?,?,?,?,?,?)')
        .run(row.source, row.chain, row.batch, row.txCount, row.inCount, row.outCount, row.scriptCount, row.digest);
      return Number(done.lastInsertRowid);
    },
    /** Every segment, those of withdrawn sources too: which of them count is said by the block rows that point to them. */
    segments: (chain: string): SegmentRow[] =>
      connection.prepare(`SELECT ${segmentColumns} FROM segment WHERE chain = ? ORDER BY id`).all(chain) as SegmentRow[],
    segment: (id: number): SegmentRow | undefined =>
      connection.prepare(`SELECT ${segmentColumns} FROM segment WHERE id = ?`).get(id) as SegmentRow | undefined,
    segmentsOfSource: (source: number): SegmentRow[] =>
      connection.prepare(`SELECT ${segmentColumns} FROM segment WHERE source = ? ORDER BY batch`).all(source) as SegmentRow[],
    addColumn(segment: number, name: string, data: Uint8Array): void {
      for (let part = 0, at = 0; part === 0 || at < data.length; part++, at += PART_BYTES)
        insertColumn.run(segment, name, part, data.subarray(at, at + PART_BYTES));
    },
    /** The whole column, copied to an aligned buffer; empty when the segment has no such column. */
    column(segment: number, name: string): Uint8Array {
      const parts = readColumn.all(segment, name) as Uint8Array[];
      const [only] = parts;
      if (parts.length === 1 && only !== undefined && only.byteOffset % 8 === 0) return only;
      return joinBytes(parts);
    },
    /** Bytes [start, start + length) of a column, reading only the parts that hold them. */
    columnRange(segment: number, name: string, start: number, length: number): Uint8Array {
      const range = new Uint8Array(length);
      const read = connection.prepare('SELECT substr(data, ?, ?) FROM segment_column WHERE segment = ? AND name = ? AND part = ?').pluck();
      let filled = 0;
      while (filled < length) {
        const at = start + filled;
        const within = at % PART_BYTES;
        const piece = read.get(within + 1, Math.min(length - filled, PART_BYTES - within), segment, name, Math.floor(at / PART_BYTES)) as
          | Uint8Array
          | undefined;
        if (piece === undefined || piece.length === 0) return range.subarray(0, filled);
        range.set(piece, filled);
        filled += piece.length;
      }
      return range;
    },
    addBlock(chain: string, row: Omit<BlockRow, 'id'>): number {
      const done = insertBlock.run(
        chain,
        row.hash,
        row.source,
        row.segment,
        row.file,
        row.offset,
        row.length,
        row.txFirst,
        row.txCount,
        row.complete ? 1 : 0,
        row.claimedHeight,
        row.totalTransactions,
      );
      return Number(done.lastInsertRowid);
    },
    /** A block stands once for each source that gave it; several rows may share one segment's columns. */
    blocks: (chain: string, withdrawn?: readonly number[], abandoned?: readonly number[]): BlockRow[] =>
      connection
        .prepare(`SELECT ${blockColumns} FROM block WHERE chain = ? AND ${without(withdrawn)} AND ${standing(abandoned)} ORDER BY id`)
        .all(chain)
        .map(reviveBlock),
    /** Id of the newest block row of a live source, or 0. */
    lastBlock: (chain: string): number =>
      (connection.prepare(`SELECT coalesce(max(id), 0) FROM block WHERE chain = ? AND ${LIVE}`).pluck().get(chain) as number) ?? 0,
    completeBlocks: (chain: string, hash: Uint8Array): BlockRow[] => findBlocks.all(chain, hash).map(reviveBlock),
    keepRaw(chain: string, row: RawTransactionRow): void {
      connection
        .prepare(
          'INSERT INTO raw_transaction (chain, block_hash, position, txid, raw, branch) VALUES (?,?,?,?,?,?) ON CONFLICT DO UPDATE SET branch = coalesce(branch, excluded.branch)',
        )
        .run(chain, row.blockHash, row.position, row.txid, row.raw, row.branch);
    },
    raw(chain: string, blockHash: Uint8Array, position: number): RawTransactionRow | undefined {
      return findRaw.get(chain, blockHash, position) as RawTransactionRow | undefined;
    },
    /** Distinct blocks held whole, and transactions in them and beside them. */
    counts(): { blocks: number; transactions: number } {
      const one = (sql: string) => connection.prepare(sql).pluck().get() as number;
      const whole = `SELECT chain, hash, max(tx_count) AS held FROM block WHERE complete = 1 AND ${LIVE} GROUP BY chain, hash`;
      // A question notes its finds block by block, and none twice; a proof that came by itself has a row, told apart by position.
      const asked = 'segment IN (SELECT segment FROM question_segment)';
      const beside = `complete = 0 AND ${LIVE} AND (chain, hash) NOT IN (SELECT chain, hash FROM (${whole}))`;
      const single = `SELECT count(DISTINCT offset) AS held FROM block WHERE ${beside} AND NOT ${asked} GROUP BY chain, hash
        UNION ALL SELECT sum(tx_count) AS held FROM block WHERE ${beside} AND ${asked} AND ${STANDING}`;
      return {
        blocks: one(`SELECT count(*) FROM (${whole})`),
        transactions: one(`SELECT (SELECT coalesce(sum(held), 0) FROM (${whole})) + (SELECT coalesce(sum(held), 0) FROM (${single}))`),
      };
    },
  };
}
