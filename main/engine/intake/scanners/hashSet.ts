// Sums of known files, by which a scan leaves them out: output of sha256sum, sha1sum and md5sum (also with --tag), lists of sums, and the comma-separated
// tables of the NSRL (RDS). Ten million rows are held as bytes, each kind in its own column, sorted by their first bits.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { breathe } from '../../kernel/index.ts';

export const HASH_SIZES = { md5: 16, sha1: 20, sha256: 32 } as const;
export type HashName = keyof typeof HASH_SIZES;
const NAMES = Object.keys(HASH_SIZES) as readonly HashName[];

export interface HashSet {
  /** Of the list itself. */
  readonly sha256: string;
  /** Sums of each kind that it holds, equal ones among them counted each. */
  readonly rows: Readonly<Record<HashName, number>>;
  /** Lines that state no sum, the heading of a table not counted. */
  readonly unread: number;
  /** Which kinds it holds: no other need be computed. */
  readonly kinds: readonly HashName[];
  has(name: HashName, sum: string): boolean;
}

/** Names of columns of a table, without case and hyphens. */
const COLUMNS: Readonly<Record<string, HashName>> = { md5: 'md5', sha1: 'sha1', sha256: 'sha256' };
const OF_LENGTH: Readonly<Record<number, HashName>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };
const LONGEST_LINE = 1 << 16;
/** Rows that share their first bits, about. */
const IN_BUCKET = 16;

/** Faults of the system where it cannot be read. Read twice: counted, then taken. */
export async function readHashSet(path: string): Promise<HashSet> {
  const counts = { md5: 0, sha1: 0, sha256: 0 };
  const hash = createHash('sha256');
  const unread = await eachSum(path, (name) => void counts[name]++, hash);
  const columns = Object.fromEntries(NAMES.map((name) => [name, new Uint8Array(counts[name] * HASH_SIZES[name])])) as Record<
    HashName,
    Uint8Array
  >;
  const filled = { md5: 0, sha1: 0, sha256: 0 };
  await eachSum(path, (name, digits) => {
    const size = HASH_SIZES[name];
    // A list that grew meanwhile: its sum is that of the first reading.
    if (filled[name] >= counts[name]) return;
    for (let at = 0; at < size; at++) (columns[name] as Uint8Array)[filled[name] * size + at] = byteAt(digits, at * 2);
    filled[name]++;
  });
  const sorted = Object.fromEntries(NAMES.map((name) => [name, sortedColumn(columns[name], HASH_SIZES[name])])) as Record<HashName, Column>;
  return {
    sha256: hash.digest('hex'),
    rows: counts,
    unread,
    kinds: NAMES.filter((name) => counts[name] > 0),
    has: (name, sum) => /^[0-9a-f]+$/i.test(sum) && sum.length === HASH_SIZES[name] * 2 && sorted[name].has(Buffer.from(sum, 'hex')),
  };
}

/** Sums of bytes as they pass; `sums` once the last of them did. */
export function hashedAsRead(
  bytes: AsyncIterable<Uint8Array>,
  names: readonly HashName[],
): { readonly bytes: AsyncIterable<Uint8Array>; sums(): Readonly<Partial<Record<HashName, string>>> } {
  const hashes = names.map((name) => createHash(name));
  return {
    bytes: (async function* () {
      for await (const piece of bytes) {
        for (const hash of hashes) hash.update(piece);
        yield piece;
      }
    })(),
    sums: () => Object.fromEntries(names.map((name, at) => [name, (hashes[at] as Hash).digest('hex')])),
  };
}

/** Calls `take` with the digits of each sum, which are valid only then. Answers how many lines stated none. */
async function eachSum(path: string, take: (name: HashName, digits: Uint8Array) => void, hash?: Hash): Promise<number> {
  let rest: Uint8Array = new Uint8Array(0);
  let table: Table | null = null;
  let isFirst = true;
  let unread = 0;
  const line = (bytes: Uint8Array): void => {
    if (isFirst) {
      isFirst = false;
      table = tableOf(bytes);
      if (table !== null) return;
    }
    if (bytes.length > 0 && bytes[bytes.length - 1] === 0x0d) bytes = bytes.subarray(0, -1);
    if (bytes.length === 0) return;
    let found = 0;
    const sum = (digits: Uint8Array, name: HashName | undefined): void => {
      if (name === undefined || !isHex(digits)) return;
      take(name, digits);
      found++;
    };
    if (table !== null)
      fields(bytes, table.separator, (field, at) => {
        const name = (table as Table).columns[at];
        if (name !== undefined && field.length === HASH_SIZES[name] * 2) sum(field, name);
      });
    else {
      const digits = statedSum(bytes);
      sum(digits, OF_LENGTH[digits.length]);
    }
    if (found === 0) unread++;
  };
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>) {
    hash?.update(piece);
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      line(bytes.subarray(from, end));
      from = end + 1;
    }
    // Of a line without end only its beginning can be a sum.
    rest = bytes.subarray(from, from + LONGEST_LINE);
    await breathe();
  }
  line(rest);
  return unread;
}

interface Table {
  readonly separator: number;
  readonly columns: readonly (HashName | undefined)[];
}

function tableOf(heading: Uint8Array): Table | null {
  const text = Buffer.from(heading)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim();
  for (const separator of [',', '\t', ';']) {
    const columns = text.split(separator).map((name) => COLUMNS[name.replace(/["' _-]/g, '').toLowerCase()]);
    if (columns.some((name) => name !== undefined)) return { separator: separator.charCodeAt(0), columns };
  }
  return null;
}

/** Fields as they stand between separators, quotation marks around them taken off; what a quoted name holds between its marks parts nothing. */
function fields(bytes: Uint8Array, separator: number, take: (field: Uint8Array, at: number) => void): void {
  let from = 0;
  let isQuoted = false;
  let column = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (bytes[at] === 0x22) isQuoted = !isQuoted;
    if (at < bytes.length && (isQuoted || bytes[at] !== separator)) continue;
    const isMarked = bytes[from] === 0x22 && bytes[at - 1] === 0x22 && at - from >= 2;
    take(isMarked ? bytes.subarray(from + 1, at - 1) : bytes.subarray(from, at), column++);
    from = at + 1;
  }
}

/** The sum at the beginning of a line, or behind the sign of `SHA256 (name) = sum`. A name that looks like a sum is none. */
function statedSum(bytes: Uint8Array): Uint8Array {
  let from = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
  // GNU marks lines whose names it had to write otherwise.
  if (bytes[from] === 0x5c || bytes[from] === 0x22) from++;
  let to = from;
  while (to < bytes.length && isDigit(bytes[to] as number)) to++;
  const next = bytes[to];
  if (to > from && (next === undefined || ' \t,;"|:'.includes(String.fromCharCode(next)))) return bytes.subarray(from, to);
  const sign = bytes.lastIndexOf(0x3d);
  return sign > 0 && bytes[sign + 1] === 0x20 && bytes[sign - 2] === 0x29 ? bytes.subarray(sign + 2) : bytes.subarray(0, 0);
}

const isDigit = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || ((byte | 32) >= 0x61 && (byte | 32) <= 0x66);
const isHex = (bytes: Uint8Array): boolean => bytes.every(isDigit);
const nibble = (byte: number): number => (byte <= 0x39 ? byte - 0x30 : (byte | 32) - 0x57);
const byteAt = (digits: Uint8Array, at: number): number => (nibble(digits[at] as number) << 4) | nibble(digits[at + 1] as number);

interface Column {
  has(sum: Uint8Array): boolean;
}

/** Rows moved in place to where their first bits belong; looked up among those that share them. */
function sortedColumn(bytes: Uint8Array, size: number): Column {
  const rows = bytes.length / size;
  const bits = Math.min(24, Math.max(1, Math.ceil(Math.log2(Math.max(1, rows / IN_BUCKET)))));
  const bucketOf = (from: Uint8Array, at: number): number =>
    (((from[at] as number) << 16) | ((from[at + 1] as number) << 8) | (from[at + 2] as number)) >>> (24 - bits);
  const starts = new Uint32Array(2 ** bits + 1);
  for (let row = 0; row < rows; row++) starts[bucketOf(bytes, row * size) + 1]!++;
  for (let bucket = 0; bucket < 2 ** bits; bucket++) starts[bucket + 1]! += starts[bucket] as number;
  const next = starts.slice(0, 2 ** bits);
  const moved = new Uint8Array(size);
  for (let bucket = 0; bucket < 2 ** bits; bucket++)
    while ((next[bucket] as number) < (starts[bucket + 1] as number)) {
      const at = (next[bucket] as number) * size;
      const own = bucketOf(bytes, at);
      if (own === bucket) {
        next[bucket]!++;
        continue;
      }
      const to = (next[own]!++ as number) * size;
      moved.set(bytes.subarray(at, at + size));
      bytes.copyWithin(at, to, to + size);
      bytes.set(moved, to);
    }
  return {
    has(sum) {
      const bucket = bucketOf(sum, 0);
      for (let row = starts[bucket] as number; row < (starts[bucket + 1] as number); row++) {
        let same = 0;
        while (same < size && bytes[row * size + same] === sum[same]) same++;
        if (same === size) return true;
      }
      return false;
    },
  };
}
