// Values as V8 writes them (structured clone), which browsers keep in IndexedDB. Source: v8/v8, src/objects/value-serializer.cc (formats 9 to 16).
// Nothing is called or evaluated: objects have no prototype, dates are milliseconds, maps and sets lists, big numbers text, what only a browser has
// (keys, files) is no value here. A value may hold itself: whoever walks it is bound to a depth.
import { type ByteCursor, cursorOf } from '../byteCursor.ts';
import { damaged } from '../damage.ts';

export interface Clone {
  readonly value: unknown;
  /** Every text in it, each once where it is written. */
  readonly texts: readonly string[];
}

const VERSION = 0xff;
const TRAILER_OFFSET = 0xfe;
/** Since version 21 of Blink's envelope: an offset of eight bytes and a size of four. */
const TRAILER_BYTES = 12;
const ENVELOPE_WITH_TRAILER = 21;
/** Views tell their flags since this format. */
const VIEW_FLAGS = 14;
const MOST_DEPTH = 200;

/** What may still be held of one file: a page of the web may keep what unpacks to millions of empty objects. */
export interface CloneBudget {
  values: number;
  /** Bytes that were packed. */
  unpacked: number;
}

export const newCloneBudget = (): CloneBudget => ({ values: 2_000_000, unpacked: 256 * 2 ** 20 });

type Fields = Record<string, unknown>;
interface Reading {
  readonly cursor: ByteCursor;
  readonly version: number;
  /** By number, as they began: what comes later may refer to them. */
  readonly objects: unknown[];
  readonly texts: string[];
  readonly budget: CloneBudget;
}

/** Damage throws. */
export function readClone(bytes: Uint8Array, budget: CloneBudget = newCloneBudget()): Clone {
  const cursor = cursorOf(bytes);
  let [version, tag] = [0, cursor.u8()];
  // The envelope of the browser, then V8's own beginning; old values have one of them.
  for (; tag === VERSION || tag === 0; tag = cursor.u8()) {
    if (tag === 0) continue;
    version = count(cursor);
    if (version < ENVELOPE_WITH_TRAILER) continue;
    if (cursor.u8() !== TRAILER_OFFSET) damaged('an envelope is damaged');
    cursor.take(TRAILER_BYTES);
  }
  const reading: Reading = { cursor, version, objects: [], texts: [], budget };
  return { value: readTagged(reading, tag, 0), texts: reading.texts };
}

function count(cursor: ByteCursor): number {
  const value = cursor.varint();
  return value > 0xffff_ffffn ? damaged('a number is too long') : Number(value);
}

function next({ cursor }: Reading): number {
  for (;;) {
    const tag = cursor.u8();
    // Padding.
    if (tag !== 0) return tag;
  }
}

const char = (tag: number): string => String.fromCharCode(tag);

function readTagged(reading: Reading, tag: number, depth: number): unknown {
  if (depth > MOST_DEPTH) return damaged('values are nested too deep');
  const { cursor, budget } = reading;
  if (--budget.values < 0) return damaged('there are more values than are held');
  switch (char(tag)) {
    case '?':
      count(cursor);
      return readTagged(reading, next(reading), depth + 1);
    case '-':
    case '_':
      return undefined;
    case '0':
      return null;
    case 'T':
      return true;
    case 'F':
      return false;
    case 'I': {
      const packed = count(cursor);
      return (packed >>> 1) ^ -(packed & 1);
    }
    case 'U':
      return count(cursor);
    case 'N':
      return double(cursor);
    case 'Z':
      return bigText(cursor);
    case 'S':
    case '"':
    case 'c':
      return text(reading, tag);
    case '^':
      return reading.objects[count(cursor)];
    default:
      return readObject(reading, tag, depth);
  }
}

function readObject(reading: Reading, tag: number, depth: number): unknown {
  const { cursor, objects } = reading;
  const place = objects.length;
  const kept = <Value>(value: Value): Value => {
    objects[place] = value;
    return value;
  };
  switch (char(tag)) {
    case 'o': {
      const fields = kept(Object.create(null) as Fields);
      readFields(reading, fields, '{', depth);
      count(cursor);
      return fields;
    }
    case 'A':
    case 'a':
      return readList(reading, kept([]), tag, depth);
    case ';':
    case "'":
      return readEntries(reading, kept([]), tag === 0x3b ? ':' : ',', depth);
    case 'y':
    case 'x':
      return kept(char(tag) === 'y');
    case 'D':
    case 'n':
      return kept(double(cursor));
    case 'z':
      return kept(bigText(cursor));
    case 's':
      kept('');
      return kept(text(reading, next(reading)));
    case 'R': {
      kept('');
      const pattern = text(reading, next(reading));
      count(cursor);
      return kept(pattern);
    }
    case 'B':
      return readView(reading, kept(cursor.take(count(cursor))));
    case '~': {
      const length = count(cursor);
      count(cursor);
      return readView(reading, kept(cursor.take(length)));
    }
    case 'r':
      return readError(reading, kept(Object.create(null) as Fields), depth);
    default:
      // What only the browser reads has no length: nothing behind it can be told either.
      return damaged('a value is of a kind that is not read');
  }
}

function readFields(reading: Reading, fields: Fields, end: string, depth: number): void {
  for (let tag = next(reading); char(tag) !== end; tag = next(reading)) {
    const key = 'S"c'.includes(char(tag)) ? textOfTag(reading.cursor, tag) : readTagged(reading, tag, depth + 1);
    if (typeof key !== 'string' && typeof key !== 'number') damaged('a field has no name');
    fields[String(key)] = readTagged(reading, next(reading), depth + 1);
  }
}

/** A dense list gives its values and then fields of its own; a sparse one names the place of each. */
function readList(reading: Reading, list: unknown[], tag: number, depth: number): unknown[] {
  const length = count(reading.cursor);
  const isDense = char(tag) === 'A';
  if (isDense) {
    if (length > reading.cursor.left) damaged('a list is longer than its bytes');
    for (let at = 0; at < length; at++) list.push(readTagged(reading, next(reading), depth + 1));
  }
  const fields = Object.create(null) as Fields;
  readFields(reading, fields, isDense ? '$' : '@', depth);
  // Places may lie far apart: their values are told in their order.
  if (!isDense) for (const value of Object.values(fields)) list.push(value);
  count(reading.cursor);
  count(reading.cursor);
  return list;
}

/** Of a map key and value in turn, as they are written. */
function readEntries(reading: Reading, list: unknown[], end: string, depth: number): unknown[] {
  for (let tag = next(reading); char(tag) !== end; tag = next(reading)) list.push(readTagged(reading, tag, depth + 1));
  count(reading.cursor);
  return list;
}

/** Behind a buffer may stand the part of it that is meant. */
function readView({ cursor, version, objects }: Reading, buffer: Uint8Array): Uint8Array {
  if (cursor.left === 0 || char(cursor.peek()) !== 'V') return buffer;
  cursor.take(2);
  const [offset, length] = [count(cursor), count(cursor)];
  if (version >= VIEW_FLAGS) count(cursor);
  if (offset + length > buffer.length) damaged('a view goes beyond its bytes');
  const view = buffer.subarray(offset, offset + length);
  objects.push(view);
  return view;
}

function readError(reading: Reading, fields: Fields, depth: number): Fields {
  for (;;) {
    const part = char(reading.cursor.u8());
    if (part === '.') return fields;
    if (part === 'm' || part === 's') fields[part === 'm' ? 'message' : 'stack'] = text(reading, next(reading));
    else if (part === 'c') fields['cause'] = readTagged(reading, next(reading), depth + 1);
    else if (!'ERFSTU'.includes(part)) damaged('an error is damaged');
  }
}

function double(cursor: ByteCursor): number {
  const bytes = cursor.take(8);
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
}

/** As it prints: the lowest bit of its first number is the sign, the rest how many bytes follow. */
function bigText(cursor: ByteCursor): string {
  const field = count(cursor);
  const digits = cursor.take((field >>> 1) & 0x3fff_ffff);
  if (digits.length > 1024) return damaged('a number is too long');
  const value = digits.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return String((field & 1) === 1 ? -value : value);
}

function text(reading: Reading, tag: number): string {
  const read = textOfTag(reading.cursor, tag);
  reading.texts.push(read);
  return read;
}

function textOfTag(cursor: ByteCursor, tag: number): string {
  const encoding = { S: 'utf8', '"': 'latin1', c: 'utf16le' }[char(tag)] as BufferEncoding | undefined;
  if (encoding === undefined) return damaged('a text is none');
  return Buffer.from(cursor.take(count(cursor))).toString(encoding);
}
