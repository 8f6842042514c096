// Records of IndexedDB as browsers built on Chromium keep them in a LevelDB. Source: chromium/src, content/browser/indexed_db/docs/leveldb_coding_scheme.md
// (keys) and third_party/blink/renderer/modules/indexeddb/idb_value_wrapping.cc (values packed by Snappy, or put into a file of their own).
import { unsnappy } from '../../scanners/contents/snappy.ts';
import { cursorOf } from '../byteCursor.ts';
import { damaged } from '../damage.ts';
import { type Clone, type CloneBudget, newCloneBudget, readClone } from './structuredClone.ts';

/** Of an object store its data; numbers beyond are marks, files, and the browser's own indexes. */
const DATA = 1;
const TEXT_KEY = 1;
const ENVELOPE = 0xff;
/** No version of values: a mark that something is to be done first. */
const WRAPPED = 17;
const IN_FILE = 1;
const PACKED = 2;
const MOST_UNPACKED = 64 * 2 ** 20;

/** The key of a record where it is a text, else empty; null where the entry is no data of an object store. */
export function recordName(key: Uint8Array): string | null {
  try {
    const cursor = cursorOf(key);
    const sizes = cursor.u8();
    const [database, store, index] = [(sizes >> 5) + 1, ((sizes >> 2) & 7) + 1, (sizes & 3) + 1].map((size) => lowFirst(cursor.take(size)));
    if (database === 0n || store === 0n || index !== BigInt(DATA)) return null;
    if (cursor.u8() !== TEXT_KEY) return '';
    const length = Number(cursor.varint());
    return Buffer.from(cursor.take(length * 2))
      .swap16()
      .toString('utf16le');
  } catch {
    return null;
  }
}

const lowFirst = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** The value of a record; null where it was put into a file of its own. Damage throws. */
export function recordValue(bytes: Uint8Array, budget: CloneBudget = newCloneBudget()): Clone | null {
  const cursor = cursorOf(bytes);
  // The version of the record.
  cursor.varint();
  return wrappedValue(cursor.take(cursor.left), budget);
}

/** A value as it stands in a file of its own, too. */
export function wrappedValue(bytes: Uint8Array, budget: CloneBudget = newCloneBudget()): Clone | null {
  if (bytes[0] !== ENVELOPE || bytes[1] !== WRAPPED) return readClone(bytes, budget);
  if (bytes[2] === IN_FILE) return null;
  const plain = bytes[2] === PACKED ? unsnappy(bytes.subarray(3), Math.min(MOST_UNPACKED, budget.unpacked)) : null;
  if (plain === null) return damaged('a value is packed in another way');
  budget.unpacked -= plain.length;
  return readClone(plain, budget);
}
