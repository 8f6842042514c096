// What the image says of itself: who acquired what, with which program (`header2`, `header`), sums of its bytes (`hash`, `digest`), and what could
// not be read when it was made (`error2`).
import { inflateSync } from 'node:zlib';
import { adler32 } from '../adler32.ts';

/** Programs write a few hundred bytes. */
const LARGEST_TEXT = 1 << 20;
const LONGEST_VALUE = 3_000;

const CODES = new Map([
  ['c', 'caseNumber'],
  ['n', 'evidenceNumber'],
  ['a', 'description'],
  ['e', 'examiner'],
  ['t', 'notes'],
  ['md', 'model'],
  ['sn', 'serialNumber'],
  ['l', 'label'],
  ['av', 'tool'],
  ['ov', 'platform'],
  ['m', 'acquired'],
  ['u', 'systemTime'],
]);
const TIMES: ReadonlySet<string> = new Set(['acquired', 'systemTime']);

export interface HeaderValue {
  readonly code: string;
  readonly value: string;
}

/** Null where it does not unpack or is none. */
export function readHeaderText(packed: Uint8Array): readonly HeaderValue[] | null {
  let bytes: Uint8Array;
  try {
    bytes = inflateSync(packed, { maxOutputLength: LARGEST_TEXT });
  } catch {
    return null;
  }
  const lines = decoded(bytes).split(/\r\n|\n|\r/);
  const main = lines.indexOf('main');
  if (main === -1) return null;
  const codes = lines[main + 1]?.split('\t') ?? [];
  const values = lines[main + 2]?.split('\t') ?? [];
  const read: HeaderValue[] = [];
  codes.forEach((written, i) => {
    const code = CODES.get(written);
    const value = (values[i] ?? '').slice(0, LONGEST_VALUE).replaceAll('\0', '').trim();
    if (code !== undefined && value !== '') read.push({ code, value: TIMES.has(code) ? timeText(value) : value });
  });
  return read;
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Seconds since 1970 as UTC; parts of a local time without a zone, for the header has none. Anything else stays as it is written. */
function timeText(value: string): string {
  if (/^\d{1,12}$/.test(value)) return new Date(Number(value) * 1000).toISOString().replace('.000Z', 'Z');
  const parts = /^(\d{4}) (\d{1,2}) (\d{1,2}) (\d{1,2}) (\d{1,2}) (\d{1,2})$/.exec(value)?.slice(1);
  if (parts === undefined) return value;
  const [year, month, day, ...clock] = parts.map((part) => part.padStart(2, '0'));
  return `${year}-${month}-${day}T${clock.join(':')}`;
}

export interface StatedHash {
  readonly name: 'md5' | 'sha1';
  readonly value: string;
}

/** Of `hash` (MD5) and `digest` (MD5, SHA-1); zeros mean that none was made. Null where its checksum does not fit. */
export function readStatedHashes(type: 'hash' | 'digest', bytes: Uint8Array): readonly StatedHash[] | null {
  const length = type === 'hash' ? 32 : 76;
  if (bytes.length < length + 4) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(length, true) !== adler32(bytes.subarray(0, length))) return null;
  const hex = (from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString('hex');
  const found: StatedHash[] = [{ name: 'md5', value: hex(0, 16) }];
  if (type === 'digest') found.push({ name: 'sha1', value: hex(16, 36) });
  return found.filter(({ value }) => !/^0+$/.test(value));
}

export interface SectorRange {
  readonly first: number;
  readonly count: number;
}

const MOST_RANGES = 10_000;

/** Sectors that the acquiring program could not read. Null where the section is damaged. */
export function readErrors(bytes: Uint8Array): readonly SectorRange[] | null {
  if (bytes.length < 520) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(516, true) !== adler32(bytes.subarray(0, 516))) return null;
  const count = view.getUint32(0, true);
  if (520 + count * 8 + 4 > bytes.length || count > MOST_RANGES) return null;
  const entries = bytes.subarray(520, 520 + count * 8);
  if (view.getUint32(520 + entries.length, true) !== adler32(entries)) return null;
  return Array.from({ length: count }, (_, i) => ({ first: view.getUint32(520 + i * 8, true), count: view.getUint32(524 + i * 8, true) }));
}
