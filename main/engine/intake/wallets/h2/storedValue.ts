// A value as H2 2.1 lays it in a row. Source: h2database/h2database, org/h2/mvstore/db/ValueDataType.java (readValue), DataUtils.java (readString),
// org/h2/util/DateTimeUtils.java (dateValue: year, four bits of month, five of day).
import type { ByteCursor } from '../byteCursor.ts';
import { damaged } from '../damage.ts';

/** Whole numbers as bigint, times as they are stated, without a zone where they state none. Other forms are passed over: `null`. */
export type StoredValue = null | boolean | bigint | string | Uint8Array;

const MOST_DEPTH = 8;

export function readStoredValue(cursor: ByteCursor, depth = 0): StoredValue {
  const type = cursor.u8();
  if (type >= 32 && type < 48) return BigInt(type - 32);
  if (type >= 48 && type < 56) return BigInt(type - 48);
  if (type >= 68 && type < 100) return readText(cursor, type - 68);
  if (type >= 100 && type < 132) return cursor.take(type - 100);
  switch (type) {
    case 0:
      return null;
    // TINYINT, SMALLINT: not base 128.
    case 2:
      return BigInt.asIntN(8, BigInt(cursor.u8()));
    case 3:
      return BigInt.asIntN(16, (BigInt(cursor.u8()) << 8n) | BigInt(cursor.u8()));
    case 4:
    case 25:
      return BigInt.asIntN(32, cursor.varint());
    case 5:
      return BigInt.asIntN(64, cursor.varint());
    case 66:
      return -BigInt.asIntN(32, cursor.varint());
    case 67:
      return BigInt.asIntN(64, -cursor.varint());
    case 64:
      return false;
    case 65:
      return true;
    case 10:
      return dateText(cursor);
    case 11:
      return `${dateText(cursor)}T${timeText(cursor)}`;
    case 24: {
      const stated = `${dateText(cursor)}T${timeText(cursor)}`;
      return stated + zoneText(Number(BigInt.asIntN(32, cursor.varint())) * 60);
    }
    case 135: {
      const stated = `${dateText(cursor)}T${timeText(cursor)}`;
      return stated + zoneText(zoneSeconds(cursor));
    }
    // VARBINARY, JAVA_OBJECT, GEOMETRY, JSON, BINARY.
    case 12:
    case 19:
    case 22:
    case 134:
    case 137:
      return cursor.take(length(cursor));
    case 13:
    case 14:
    case 21:
      return readText(cursor, length(cursor));
    case 15:
    case 16:
      return largeObject(cursor);
    case 17:
    case 27:
      if (depth >= MOST_DEPTH) return damaged('a value is nested too deep');
      for (let left = length(cursor); left > 0; left--) readStoredValue(cursor, depth + 1);
      return null;
    default:
      return passOver(cursor, type);
  }
}

/** Characters as Java's own: one, two or three bytes each, a pair of three beyond the basic plane. */
export function readText(cursor: ByteCursor, characters: number): string {
  if (characters > cursor.left) return damaged('a length goes beyond the end');
  const parts: string[] = [];
  for (let from = 0; from < characters; from += 4096) {
    const codes: number[] = [];
    for (let i = from; i < Math.min(characters, from + 4096); i++) {
      const first = cursor.u8();
      if (first < 0x80) codes.push(first);
      else if (first < 0xe0) codes.push(((first & 0x1f) << 6) | (cursor.u8() & 0x3f));
      else codes.push(((first & 0xf) << 12) | ((cursor.u8() & 0x3f) << 6) | (cursor.u8() & 0x3f));
    }
    parts.push(String.fromCharCode(...codes));
  }
  return parts.join('');
}

export const readKeyText = (cursor: ByteCursor): string => readText(cursor, length(cursor));

function length(cursor: ByteCursor): number {
  const count = cursor.varint();
  return count > BigInt(cursor.left) ? damaged('a length goes beyond the end') : Number(count);
}

/** Numbers with fractions, times of day, identifiers, intervals: not asked for by any wallet. */
function passOver(cursor: ByteCursor, type: number): null {
  if (type >= 56 && type < 58) return null;
  if (type >= 60 && type < 64) return null;
  if (type === 6 || type === 138) {
    cursor.varint();
    cursor.take(length(cursor));
    return null;
  }
  if (type === 20) {
    cursor.take(16);
    return null;
  }
  if (type === 26) {
    const ordinal = BigInt.asIntN(8, BigInt(cursor.u8()));
    for (let left = (ordinal < 0n ? ~ordinal : ordinal) < 5n ? 1 : 2; left > 0; left--) cursor.varint();
    return null;
  }
  // Of base 128: REAL, DOUBLE, NUMERIC of a word, TIME with and without a zone.
  const numbers = { 7: 1, 8: 1, 58: 1, 59: 2, 9: 2, 136: 2 }[type];
  if (numbers === undefined) return damaged('a value is of a type that is not known');
  for (let left = numbers; left > 0; left--) cursor.varint();
  if (type === 136) zoneSeconds(cursor);
  return null;
}

/** In the row where it is small; elsewhere in the file where it is not, which is passed over. */
function largeObject(cursor: ByteCursor): Uint8Array | null {
  const stated = BigInt.asIntN(32, cursor.varint());
  if (stated >= 0n) return stated > BigInt(cursor.left) ? damaged('a length goes beyond the end') : cursor.take(Number(stated));
  if (stated !== -3n) return damaged('a large object is damaged');
  for (let left = 3; left > 0; left--) cursor.varint();
  return null;
}

const padded = (value: bigint, digits: number): string => String(value).padStart(digits, '0');

function dateText(cursor: ByteCursor): string {
  const value = BigInt.asIntN(64, cursor.varint());
  return `${padded(value >> 9n, 4)}-${padded((value >> 5n) & 15n, 2)}-${padded(value & 31n, 2)}`;
}

function timeText(cursor: ByteCursor): string {
  const millis = cursor.varint();
  // Below a millisecond no wallet of ours states anything.
  cursor.varint();
  const seconds = millis / 1000n;
  const rest = millis % 1000n;
  const time = `${padded(seconds / 3600n, 2)}:${padded((seconds / 60n) % 60n, 2)}:${padded(seconds % 60n, 2)}`;
  return rest === 0n ? time : `${time}.${padded(rest, 3)}`;
}

function zoneSeconds(cursor: ByteCursor): number {
  const first = Number(BigInt.asIntN(8, BigInt(cursor.u8())));
  if (first === 127) return Number(BigInt.asIntN(32, cursor.varint()));
  return first === -128 ? -Number(BigInt.asIntN(32, cursor.varint())) : first * 900;
}

function zoneText(seconds: number): string {
  if (seconds === 0) return 'Z';
  const minutes = Math.trunc(Math.abs(seconds) / 60);
  return `${seconds < 0 ? '-' : '+'}${padded(BigInt(Math.trunc(minutes / 60)), 2)}:${padded(BigInt(minutes % 60), 2)}`;
}
