// Entries of one file of a LevelDB: a log (.log) or a table (.ldb, .sst). Each file is read for itself, so an entry may be older than one elsewhere;
// checksums are not tested. Source: google/leveldb, doc/log_format.md, doc/table_format.md, db/write_batch.cc, db/dbformat.h (internal keys).
import { unsnappy } from '../../scanners/contents/snappy.ts';
import { type ByteCursor, cursorOf } from '../byteCursor.ts';
import { damaged } from '../damage.ts';

export interface LevelEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly sequence: bigint;
  readonly isDeleted: boolean;
}
export interface LevelRead {
  readonly entries: readonly LevelEntry[];
  readonly isDamaged: boolean;
}

const BLOCK = 32_768;
const HEADER = 7;
const FOOTER = 48;
const TABLE_MAGIC = 0xdb47_7524_8b80_fb57n;
const MOST_ENTRIES = 500_000;
const MOST_UNPACKED = 64 * 2 ** 20;
/** Of all blocks of a table together: a small file may state many that unpack to much. */
const MOST_BYTES = 256 * 2 ** 20;
const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

export function readLevelFile(bytes: Uint8Array): LevelRead {
  return isTable(bytes) ? readTable(bytes) : readLog(bytes);
}

function isTable(bytes: Uint8Array): boolean {
  if (bytes.length < FOOTER) return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8).readBigUInt64LE() === TABLE_MAGIC;
}

function readLog(bytes: Uint8Array): LevelRead {
  const entries: LevelEntry[] = [];
  let isDamaged = false;
  let parts: Uint8Array[] | null = null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let block = 0; block < bytes.length; block += BLOCK) {
    const end = Math.min(block + BLOCK, bytes.length);
    for (let at = block; at + HEADER <= end; ) {
      const length = view.getUint16(at + 4, true);
      const type = bytes[at + 6] as number;
      // The rest of a block may be zeros that were kept ready.
      if (type === 0 && length === 0) break;
      const from = at + HEADER;
      if (from + length > end || type > LAST) {
        isDamaged = true;
        parts = null;
        break;
      }
      const part = bytes.subarray(from, from + length);
      at = from + length;
      if (type === FULL) isDamaged = !readBatch(part, entries) || isDamaged;
      else if (type === FIRST) parts = [part];
      else if (parts === null) isDamaged = true;
      else {
        parts.push(part);
        if (type === LAST) {
          isDamaged = !readBatch(new Uint8Array(Buffer.concat(parts)), entries) || isDamaged;
          parts = null;
        } else if (type !== MIDDLE) isDamaged = true;
      }
    }
  }
  return { entries, isDamaged: isDamaged || parts !== null };
}

/** Whether the batch was read to its end. */
function readBatch(bytes: Uint8Array, entries: LevelEntry[]): boolean {
  try {
    const cursor = cursorOf(bytes);
    let sequence = BigInt.asUintN(64, cursor.i64());
    const count = cursor.u32();
    for (let i = 0; i < count && entries.length < MOST_ENTRIES; i++, sequence++) {
      const isDeleted = cursor.u8() === 0;
      const key = prefixed(cursor);
      entries.push({ key, value: isDeleted ? new Uint8Array(0) : prefixed(cursor), sequence, isDeleted });
    }
    return cursor.left === 0;
  } catch {
    return false;
  }
}

function prefixed(cursor: ByteCursor): Uint8Array {
  const length = cursor.varint();
  return cursor.take(length > BigInt(cursor.left) ? cursor.left + 1 : Number(length));
}

function readTable(bytes: Uint8Array): LevelRead {
  const footer = cursorOf(bytes.subarray(-FOOTER));
  footer.varint();
  footer.varint();
  const entries: LevelEntry[] = [];
  let isDamaged = false;
  let budget = MOST_BYTES;
  for (const [, handle] of blockEntries(blockAt(bytes, footer))) {
    try {
      const block = blockAt(bytes, cursorOf(handle));
      budget -= block.length;
      if (budget < 0 || entries.length >= MOST_ENTRIES) return { entries, isDamaged: true };
      for (const [key, value] of blockEntries(block)) {
        if (key.length < 8) continue;
        const mark = Buffer.from(key.subarray(-8)).readBigUInt64LE();
        entries.push({ key: key.subarray(0, -8), value, sequence: mark >> 8n, isDeleted: (mark & 255n) === 0n });
      }
    } catch {
      isDamaged = true;
    }
  }
  return { entries, isDamaged };
}

function blockAt(bytes: Uint8Array, handle: ByteCursor): Uint8Array {
  const offset = Number(handle.varint());
  const size = Number(handle.varint());
  if (offset + size + 5 > bytes.length) return damaged('a block lies beyond the end');
  const block = bytes.subarray(offset, offset + size);
  const type = bytes[offset + size];
  if (type === 0) return block;
  return (type === 1 ? unsnappy(block, MOST_UNPACKED) : null) ?? damaged('a block is damaged or packed in another way');
}

/** Key and value; keys share their beginning with the one before. */
function* blockEntries(block: Uint8Array): Generator<readonly [Uint8Array, Uint8Array]> {
  if (block.length < 4) return;
  const restarts = new DataView(block.buffer, block.byteOffset, block.byteLength).getUint32(block.length - 4, true);
  const end = block.length - 4 - restarts * 4;
  if (end < 0) damaged('a block is damaged');
  const cursor = cursorOf(block.subarray(0, end));
  let key: Uint8Array = new Uint8Array(0);
  while (cursor.left > 0) {
    const shared = Number(cursor.varint());
    const added = Number(cursor.varint());
    const length = Number(cursor.varint());
    if (shared > key.length || added > cursor.left || length > cursor.left) damaged('a block is damaged');
    const next = new Uint8Array(shared + added);
    next.set(key.subarray(0, shared));
    next.set(cursor.take(added), shared);
    key = next;
    yield [key, cursor.take(length)];
  }
}
