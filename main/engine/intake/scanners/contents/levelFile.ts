// Entries of one file of a LevelDB, a log (.log) or a table (.ldb, .sst), in the order in which they lie: for the scan, which looks through them, and for
// readers of wallets. Each file is read for itself, without MANIFEST and CURRENT; checksums are not tested, for damage is what is looked for.
// Source: google/leveldb, doc/log_format.md, doc/table_format.md, db/write_batch.cc, db/dbformat.h (internal keys).
import { unsnappy } from './snappy.ts';

export interface LevelEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** Higher is later, within one database. */
  readonly sequence: bigint;
  readonly isDeleted: boolean;
}
/** Where reading failed: of a record in a log its bytes from there on, of a block nothing. */
export interface LevelLoss {
  readonly lost: Uint8Array;
}

const BLOCK = 32_768;
const HEADER = 7;
const FIRST = 2;
const LAST = 4;
const FULL = 1;
const FOOTER = 48;
const TABLE_MARK = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
/** Sequence and type behind each key of a table. */
const TRAILER = 8;
/** Type and checksum behind each block of a table. */
const BLOCK_TRAILER = 5;
const PLAIN = 0;
const SNAPPY = 1;
const DELETED = 0;
const KEPT = 1;
const MOST_BLOCK = 64 * 2 ** 20;
/** Of all blocks of a table and their keys together: a small file may state many that unpack to much, and keys that repeat a long one. */
const MOST_UNPACKED = 256 * 2 ** 20;
const NOTHING = new Uint8Array(0);

export function isLevelTable(bytes: Uint8Array): boolean {
  return bytes.length >= FOOTER && TABLE_MARK.every((byte, at) => bytes[bytes.length - TABLE_MARK.length + at] === byte);
}

export function levelEntries(bytes: Uint8Array): Generator<LevelEntry | LevelLoss> {
  return isLevelTable(bytes) ? tableEntries(bytes) : logEntries(bytes);
}

function* logEntries(bytes: Uint8Array): Generator<LevelEntry | LevelLoss> {
  let parts: Uint8Array[] = [];
  for (let block = 0; block < bytes.length; block += BLOCK) {
    const end = Math.min(block + BLOCK, bytes.length);
    for (let at = block; at + HEADER <= end; ) {
      const length = (bytes[at + 4] as number) | ((bytes[at + 5] as number) << 8);
      const type = bytes[at + 6] as number;
      // The rest of a block may be zeros that were kept ready.
      if (type === 0 && length === 0) break;
      const from = at + HEADER;
      if (type === 0 || type > LAST || from + length > end) {
        // Not a record: the next block begins anew.
        yield { lost: NOTHING };
        break;
      }
      at = from + length;
      // A record that ends without its last part, and parts that begin without their first, are read as far as they go.
      if ((type === FULL || type === FIRST) && parts.length > 0) {
        yield* cutBatch(parts);
        parts = [];
      }
      if (parts.length === 0 && type !== FULL && type !== FIRST) yield { lost: bytes.subarray(from, at) };
      else parts.push(bytes.subarray(from, at));
      if (type !== FULL && type !== LAST) continue;
      if (parts.length > 0) yield* batchEntries(joined(parts));
      parts = [];
    }
  }
  if (parts.length > 0) yield* cutBatch(parts);
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => (parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts));

function* cutBatch(parts: readonly Uint8Array[]): Generator<LevelEntry | LevelLoss> {
  yield* batchEntries(joined(parts));
  yield { lost: NOTHING };
}

function* batchEntries(record: Uint8Array): Generator<LevelEntry | LevelLoss> {
  const read = readerOf(record);
  if (record.length < 12) return yield { lost: record };
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  let sequence = view.getBigUint64(0, true);
  // The number of entries is not asked: they end where the record does.
  read.take(12);
  for (; read.left() > 0; sequence++) {
    const from = record.length - read.left();
    const entry = batchEntry(read, sequence);
    if (entry === null) return yield { lost: record.subarray(from) };
    yield entry;
  }
}

function batchEntry(read: Reader, sequence: bigint): LevelEntry | null {
  try {
    const [type] = read.take(1);
    if (type !== DELETED && type !== KEPT) return null;
    const key = read.take(read.varint());
    return { key, value: type === KEPT ? read.take(read.varint()) : NOTHING, sequence, isDeleted: type === DELETED };
  } catch {
    return null;
  }
}

function* tableEntries(bytes: Uint8Array): Generator<LevelEntry | LevelLoss> {
  const seen = new Set<number>();
  const budget = { left: MOST_UNPACKED };
  for (const handle of blockRows(indexOf(bytes), budget)) {
    const at = handle === null ? null : handleOf(handle.value);
    if (at !== null && seen.has(at.offset)) continue;
    if (at !== null) seen.add(at.offset);
    const block = at === null ? null : blockAt(bytes, at);
    budget.left -= block?.length ?? 0;
    for (const row of blockRows(block, budget)) yield row === null || row.key.length < TRAILER ? { lost: NOTHING } : tableEntry(row);
  }
}

function tableEntry({ key, value }: Row): LevelEntry {
  const end = key.length - TRAILER;
  const mark = new DataView(key.buffer, key.byteOffset + end, TRAILER).getBigUint64(0, true);
  return { key: key.subarray(0, end), value, sequence: mark >> 8n, isDeleted: (mark & 255n) === 0n };
}

interface Handle {
  readonly offset: number;
  readonly size: number;
}

/** Behind the handle of the index of what is never needed here, the handle of the index. */
function indexOf(bytes: Uint8Array): Uint8Array | null {
  const foot = readerOf(bytes.subarray(bytes.length - FOOTER));
  try {
    foot.varint();
    foot.varint();
    return blockAt(bytes, { offset: foot.varint(), size: foot.varint() });
  } catch {
    return null;
  }
}

function handleOf(value: Uint8Array): Handle | null {
  const read = readerOf(value);
  try {
    return { offset: read.varint(), size: read.varint() };
  } catch {
    return null;
  }
}

/** Null where it lies beyond the end, is damaged, or is packed in another way. */
function blockAt(bytes: Uint8Array, { offset, size }: Handle): Uint8Array | null {
  if (offset + size + BLOCK_TRAILER > bytes.length) return null;
  const block = bytes.subarray(offset, offset + size);
  const type = bytes[offset + size];
  if (type === PLAIN) return block;
  return type === SNAPPY ? unsnappy(block, MOST_BLOCK) : null;
}

interface Row {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** Keys share their beginning with the one before; null is where the block could not be read on. */
function* blockRows(block: Uint8Array | null, budget: { left: number }): Generator<Row | null> {
  const restarts =
    block === null || block.length < 4
      ? -1
      : new DataView(block.buffer, block.byteOffset, block.byteLength).getUint32(block.length - 4, true);
  const end = block === null || restarts < 0 ? -1 : block.length - 4 * (restarts + 1);
  if (block === null || end < 0) return yield null;
  const read = readerOf(block.subarray(0, end));
  let last: Uint8Array = NOTHING;
  while (read.left() > 0) {
    const row = budget.left < 0 ? null : nextRow(read, last);
    budget.left -= row?.key.length ?? 0;
    yield row;
    if (row === null) return;
    last = row.key;
  }
}

function nextRow(read: Reader, last: Uint8Array): Row | null {
  try {
    const [shared, added, length] = [read.varint(), read.varint(), read.varint()];
    if (shared > last.length) return null;
    const own = read.take(added);
    const key = new Uint8Array(shared + added);
    key.set(last.subarray(0, shared));
    key.set(own, shared);
    return { key, value: read.take(length) };
  } catch {
    return null;
  }
}

interface Reader {
  left(): number;
  take(count: number): Uint8Array;
  varint(): number;
}

function readerOf(bytes: Uint8Array): Reader {
  let at = 0;
  return {
    left: () => bytes.length - at,
    take(count) {
      if (count > bytes.length - at) throw new Error('it ends early');
      at += count;
      return bytes.subarray(at - count, at);
    },
    varint() {
      let value = 0;
      for (let shift = 0; shift < 49; shift += 7) {
        const byte = bytes[at++];
        if (byte === undefined) throw new Error('it ends early');
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
      }
      throw new Error('a number is too long');
    },
  };
}
