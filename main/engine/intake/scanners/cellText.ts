// Where a text ends that lies in a row of SQLite: the next column's text touches it, and only the head of the row, a few bytes before, says how long it
// is (https://www.sqlite.org/fileformat2.html#record_format). Known without the database around it, so in any bytes.
import { bytesOfType, varint } from './contents/sqlitePages.ts';

/** From the head of the row to the text: columns before it are numbers or short. Each place before a text costs a look, and a hostile file has many. */
const LONGEST_BEFORE = 128;
/** Its own size among them: histories have thirty columns at most. */
const LARGEST_HEAD = 64;
const LONGEST_LENGTH = 4;
const LONGEST_ROWID = 9;

/** Bytes of the text that begins there; null where no head of a row says so whole: its size, a text at this very place, and the length of all of it. */
export function cellTextBytes(bytes: Uint8Array, start: number): number | null {
  for (let at = start - 2; at >= Math.max(0, start - LONGEST_BEFORE); at--) {
    const head = bytes[at] as number;
    if (head < 2 || head > Math.min(LARGEST_HEAD, start - at)) continue;
    const read = readHead(bytes, at, head, start);
    if (read !== null && hasLength(bytes, at, read.whole)) return read.text;
  }
  return null;
}

function readHead(bytes: Uint8Array, from: number, head: number, start: number): { readonly text: number; readonly whole: number } | null {
  let text: number | null = null;
  let place = from + head;
  let at = from + 1;
  while (at < from + head) {
    const one = bytes[at] as number;
    const [type, next] = one < 0x80 ? [one, at + 1] : numberOf(varint(bytes, at));
    if (next > from + head || type === 10 || type === 11 || type > 0xffff_ffff) return null;
    const length = bytesOfType(type);
    if (place === start && length > 0) {
      if (type < 13 || type % 2 === 0) return null;
      text = length;
    } else if (place > start && text === null) return null;
    place += length;
    at = next;
  }
  return text === null ? null : { text, whole: place - from };
}

const numberOf = ([value, next]: readonly [bigint, number]): readonly [number, number] => [Number(value), next];

/** Before a row of a table stands its length, then its number; before one of an index its length alone. */
function hasLength(bytes: Uint8Array, head: number, whole: number): boolean {
  for (let rowid = 0; rowid <= LONGEST_ROWID; rowid++)
    for (let length = 1; length <= LONGEST_LENGTH; length++) {
      const from = head - rowid - length;
      if (from < 0) continue;
      const [value, next] = varint(bytes, from);
      if (value !== BigInt(whole) || next !== from + length) continue;
      if (rowid === 0 || varint(bytes, next)[1] === head) return true;
    }
  return false;
}
