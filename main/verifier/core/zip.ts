// Reads a .zip in memory without trusting it (APPNOTE 6.3): one central directory, entries that agree with their local headers, no
// encryption, no zip64, no links, no names that leave the folder. Whatever is wrong becomes `damage`; nothing is thrown.
import type { BagFiles } from './bagit.ts';
import { readUint32, utf8Decode } from './bytes.ts';

/** Raw deflate. Must stop with an error as soon as the result would exceed `size` bytes. */
export type Inflate = (data: Uint8Array, size: number) => Promise<Uint8Array>;

const MOST_ENTRIES = 65_535;
/** Most bytes all entries may unpack to, and most for one. */
const MOST_TOTAL = 4 * 1024 ** 3;
const MOST_ENTRY = 1024 ** 3;
/** Deflate cannot do better than about 1032 to 1; real bags stay far below. */
const MOST_RATIO = 1032;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i += 1) crc = (CRC_TABLE[(crc ^ (bytes[i] as number)) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** A name a bag may use: relative, ASCII, forward slashes, no dots that climb. */
export function isSafeName(name: string): boolean {
  if (!/^[\x21-\x7e]+$/.test(name) || name.includes('\\') || name.includes(':')) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

interface Entry {
  readonly start: number;
  readonly packed: number;
  readonly size: number;
  readonly method: number;
  readonly crc: number;
}

const FOLDERS = ['data/', 'data/headers/', 'data/proofs/', 'data/account-ledgers/', 'data/account-proofs/'];

export function zipFiles(bytes: Uint8Array, inflate: Inflate): BagFiles {
  const damage: string[] = [];
  const irregular: string[] = [];
  const entries = new Map<string, Entry>();
  const names: string[] = [];
  const u16 = (at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  const end = findEnd(bytes, u16);
  if (end === null)
    return { names: [], read: () => Promise.reject(new Error('no directory')), damage: ['no central directory at its end'] };
  const count = u16(end + 10);
  const length = readUint32(bytes, end + 12);
  const start = readUint32(bytes, end + 16);
  if (u16(end + 4) !== 0 || u16(end + 6) !== 0 || u16(end + 8) !== count) damage.push('split over several files');
  if (count === MOST_ENTRIES || start === 0xffffffff || length === 0xffffffff) damage.push('zip64 is not used in a bag');
  else if (start + length !== end) damage.push('the central directory is not where the end record says');
  const spans: [number, number][] = [];
  let at = start;
  let total = 0;
  for (let i = 0; damage.length === 0 && i < count; i += 1) {
    const nameLength = u16(at + 28);
    const extraLength = u16(at + 30);
    const commentLength = u16(at + 32);
    if (readUint32(bytes, at) !== 0x02014b50 || at + 46 + nameLength + extraLength + commentLength > end) {
      damage.push(`entry ${i + 1} of the central directory is cut or garbled`);
      break;
    }
    const rawName = bytes.subarray(at + 46, at + 46 + nameLength);
    const name = utf8Decode(rawName) ?? '';
    const flags = u16(at + 8);
    const local = readUint32(bytes, at + 42);
    const entry = {
      packed: readUint32(bytes, at + 20),
      size: readUint32(bytes, at + 24),
      method: u16(at + 10),
      crc: readUint32(bytes, at + 16),
    };
    const host = u16(at + 4) >>> 8;
    const fileType = (readUint32(bytes, at + 38) >>> 28) & 15;
    at += 46 + nameLength + extraLength + commentLength;
    const localLength = u16(local + 26);
    const dataStart = local + 30 + localLength + u16(local + 28);
    const described = (flags & 8) !== 0;
    const agrees =
      local < start &&
      readUint32(bytes, local) === 0x04034b50 &&
      u16(local + 8) === entry.method &&
      u16(local + 6) === flags &&
      localLength === nameLength &&
      rawName.every((byte, index) => byte === bytes[local + 30 + index]) &&
      (described ||
        (readUint32(bytes, local + 14) === entry.crc &&
          readUint32(bytes, local + 18) === entry.packed &&
          readUint32(bytes, local + 22) === entry.size)) &&
      dataStart + entry.packed <= start;
    total += entry.size;
    if ((flags & 1) !== 0 || (flags & 0x40) !== 0) damage.push(`entry ${i + 1} is encrypted`);
    else if (entry.size === 0xffffffff || entry.packed === 0xffffffff || local === 0xffffffff) damage.push('zip64 is not used in a bag');
    else if (!agrees) damage.push(`entry ${i + 1} differs between the central directory and its local header`);
    else if (entry.method !== 0 && entry.method !== 8) damage.push(`entry ${i + 1} uses a compression that is not read here`);
    else if (entry.method === 0 && entry.packed !== entry.size) damage.push(`entry ${i + 1} is stored with two different sizes`);
    else if (entry.size > MOST_ENTRY || total > MOST_TOTAL || entry.size > entry.packed * MOST_RATIO + 64)
      damage.push(`entry ${i + 1} would unpack to more than is allowed`);
    else {
      spans.push([local, dataStart + entry.packed]);
      if (name.endsWith('/') && entry.size === 0 && entry.packed === 0) {
        if (!FOLDERS.includes(name)) irregular.push(printable(rawName));
        continue;
      }
      const regular = host !== 3 || fileType === 0 || fileType === 8;
      if (!regular || !isSafeName(name)) irregular.push(printable(rawName));
      else {
        names.push(name);
        entries.set(name, { ...entry, start: dataStart });
      }
    }
  }
  if (damage.length === 0 && at !== end) damage.push('the central directory holds more than its entries');
  spans.sort((a, b) => a[0] - b[0]);
  if (damage.length === 0 && spans.some((span, index) => index > 0 && span[0] < (spans[index - 1] as [number, number])[1]))
    damage.push('two entries overlap');
  return {
    names,
    irregular,
    damage,
    async read(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw new Error('no such entry');
      const packed = bytes.subarray(entry.start, entry.start + entry.packed);
      const content = entry.method === 0 ? packed : await inflate(packed, entry.size);
      if (content.length !== entry.size || crc32(content) !== entry.crc) throw new Error('the entry is damaged');
      return content;
    },
  };
}

function printable(name: Uint8Array): string {
  return [...name.subarray(0, 200)].map((byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : '?')).join('');
}

/** The end record must close the file: a comment or bytes after it could hide a second archive. */
function findEnd(bytes: Uint8Array, u16: (at: number) => number): number | null {
  const at = bytes.length - 22;
  return at >= 0 && readUint32(bytes, at) === 0x06054b50 && u16(at + 20) === 0 ? at : null;
}
