// Small files of NTFS stand within their record of the table of files ($MFT). Reading them there costs no process for each, and a place within the
// table can be told by the file it belongs to.
import type { Image } from './image.ts';
import { readRuns, type Run } from './runs.ts';

const BOOT_BYTES = 512;
export const SECTOR_BYTES = 512;
const LEAST_RECORD = 256;
const LARGEST_RECORD = 1 << 16;
const DATA = 0x80;
const END = 0xffffffff;

export interface ResidentContent {
  readonly bytes: Uint8Array;
  /** Of its first byte within the record. */
  readonly start: number;
}

export interface NtfsRecords {
  readonly recordBytes: number;
  readonly clusterBytes: number;
  /** With the last bytes of each sector put back; null where it was not written whole. */
  record(inode: number): Uint8Array | null;
  /** Content of a file by its number; null where it does not stand in its record. */
  contentOf(inode: number): ResidentContent | null;
}

/** Null where the file system says no size of records that can be. */
export function readNtfsRecords(image: Pick<Image, 'read'>, offset: number, table: readonly Run[]): NtfsRecords | null {
  const boot = new Uint8Array(BOOT_BYTES);
  if (image.read(boot, offset) < BOOT_BYTES) return null;
  const view = new DataView(boot.buffer);
  const perRecord = view.getInt8(64);
  // Clusters of more than 64 KiB are told by a power of two.
  const perCluster = view.getUint8(13) > 128 ? 2 ** (256 - view.getUint8(13)) : view.getUint8(13);
  const clusterBytes = view.getUint16(11, true) * perCluster;
  const recordBytes = perRecord < 0 ? 2 ** -perRecord : perRecord * clusterBytes;
  if (recordBytes < LEAST_RECORD || recordBytes > LARGEST_RECORD) return null;
  const record = (inode: number): Uint8Array | null => {
    const bytes = new Uint8Array(recordBytes);
    // It may lie across two runs where clusters are smaller than it.
    return readRuns(image, table, bytes, inode * recordBytes) === recordBytes && mended(bytes) ? bytes : null;
  };
  return {
    ...{ recordBytes, clusterBytes, record },
    contentOf(inode) {
      const bytes = record(inode);
      return bytes === null ? null : residentData(bytes);
    },
  };
}

/** The last two bytes of each sector stand in an array at the record's beginning; false where a sector was not written with the others. */
function mended(record: Uint8Array): boolean {
  const view = new DataView(record.buffer);
  const array = view.getUint16(4, true);
  const count = view.getUint16(6, true);
  if (
    view.getUint32(0, false) !== 0x46494c45 ||
    count < 1 ||
    array + count * 2 > record.length ||
    (count - 1) * SECTOR_BYTES > record.length
  )
    return false;
  const mark = view.getUint16(array, true);
  for (let i = 1; i < count; i++) {
    const at = i * SECTOR_BYTES - 2;
    if (view.getUint16(at, true) !== mark) return false;
    view.setUint16(at, view.getUint16(array + i * 2, true), true);
  }
  return true;
}

/** Of the file itself, not of a named stream beside it. */
function residentData(record: Uint8Array): ResidentContent | null {
  for (const { at, length, name, isResident } of dataOf(record)) {
    if (name !== '' || !isResident) continue;
    const content = residentWithin(record, at, length);
    return content === null ? null : { bytes: record.slice(content.start, content.start + content.size), start: content.start };
  }
  return null;
}

export function residentWithin(record: Uint8Array, at: number, length: number): { readonly start: number; readonly size: number } | null {
  const view = new DataView(record.buffer);
  const start = at + view.getUint16(at + 20, true);
  const size = view.getUint32(at + 16, true);
  return start + size <= at + length ? { start, size } : null;
}

/** A content of a file, or of a stream beside it, as its record describes it. */
export interface DataAttribute {
  readonly at: number;
  readonly length: number;
  readonly name: string;
  readonly isResident: boolean;
}

export function* dataOf(record: Uint8Array): Generator<DataAttribute> {
  const view = new DataView(record.buffer);
  for (let at = view.getUint16(20, true); at + 24 <= record.length; ) {
    const type = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    if (type === END || length < 24 || at + length > record.length) return;
    const from = at + view.getUint16(at + 10, true);
    const name = record.subarray(from, Math.min(from + (record[at + 9] as number) * 2, at + length));
    if (type === DATA) yield { at, length, name: new TextDecoder('utf-16le').decode(name), isResident: record[at + 8] === 0 };
    at += length;
  }
}
