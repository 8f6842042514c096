// Alternate streams of NTFS: contents of a name of their own beside the content of a file, which the lister of files does not show.
import type { Image } from './image.ts';
import { type DataAttribute, dataOf, type NtfsRecords, readNtfsRecords, residentWithin, SECTOR_BYTES } from './ntfsRecords.ts';
import { endOf, inOrder, type Run, runsWithin } from './runs.ts';

export interface NtfsStream {
  readonly name: string;
  readonly size: number;
  /** Null where it is compressed, encrypted or described in several records. */
  readonly runs: readonly Run[] | null;
}

export interface StreamsOfFile {
  /** Of the file that they hang on. */
  readonly inode: number;
  readonly isDeleted: boolean;
  readonly streams: readonly NtfsStream[];
}

const IN_USE = 1;
const COMPRESSED_OR_ENCRYPTED = 0x40ff;
/** The last two bytes of a sector, which stand at the beginning of the record. */
const MENDED_BYTES = 2;

/** File by file as their records lie; null where one has none. `table`: pieces of the `$MFT`. */
export function* ntfsStreams(image: Pick<Image, 'read' | 'size'>, offset: number, table: readonly Run[]): Generator<StreamsOfFile | null> {
  const records = readNtfsRecords(image, offset, table);
  const last = table.at(-1);
  if (records === null || last === undefined) return;
  // Pieces may claim more than there is.
  const count = Math.floor(Math.min(endOf(last), image.size) / records.recordBytes);
  for (let number = 0; number < count; number++) {
    const record = records.record(number);
    const streams = record === null ? [] : streamsOf(record, number, { offset, table, records });
    if (record === null || streams.length === 0) {
      yield null;
      continue;
    }
    const view = new DataView(record.buffer);
    // What does not fit into the record of a file stands in others, which name it.
    const base = view.getUint32(32, true) + view.getUint16(36, true) * 2 ** 32;
    yield { inode: base === 0 ? number : base, isDeleted: (view.getUint16(22, true) & IN_USE) === 0, streams };
  }
}

interface Volume {
  readonly offset: number;
  readonly table: readonly Run[];
  readonly records: NtfsRecords;
}

function streamsOf(record: Uint8Array, number: number, volume: Volume): NtfsStream[] {
  return [...dataOf(record)].flatMap((attribute) => {
    if (attribute.name === '') return [];
    const stream = attribute.isResident ? residentStream(record, number, attribute, volume) : placedStream(record, attribute, volume);
    return stream === null ? [] : [stream];
  });
}

/** Where it stands in the table, around what ends each sector. */
function residentStream(record: Uint8Array, number: number, { at, length, name }: DataAttribute, volume: Volume): NtfsStream | null {
  const content = residentWithin(record, at, length);
  if (content === null || content.size === 0) return null;
  const { start, size } = content;
  const mended = new DataView(record.buffer).getUint16(4, true);
  const runs: Run[] = [];
  for (let from = start; from < start + size; ) {
    const sector = Math.floor(from / SECTOR_BYTES);
    const end = (sector + 1) * SECTOR_BYTES;
    const isMended = from >= end - MENDED_BYTES;
    const to = Math.min(start + size, isMended ? end : end - MENDED_BYTES);
    const place = isMended ? mended + (sector + 1) * MENDED_BYTES + from - (end - MENDED_BYTES) : from;
    runs.push(...inTable(volume, number * volume.records.recordBytes + place, to - from, from - start));
    from = to;
  }
  return { name, size, runs: inOrder(runs) };
}

function inTable({ table }: Volume, from: number, length: number, fileOffset: number): Run[] {
  return runsWithin(table, from, from + length).map((run) => {
    const start = Math.max(from, run.fileOffset);
    const end = Math.min(from + length, endOf(run));
    return { fileOffset: fileOffset + start - from, imageOffset: run.imageOffset + start - run.fileOffset, length: end - start };
  });
}

/** Pieces of clusters; nothing of what is only holes. */
function placedStream(record: Uint8Array, { at, length, name }: DataAttribute, volume: Volume): NtfsStream | null {
  const view = new DataView(record.buffer);
  // Of a stream in several records the first one has its size.
  if (length < 64 || view.getBigUint64(at + 16, true) !== 0n) return null;
  const [size, written] = [Number(view.getBigUint64(at + 48, true)), Number(view.getBigUint64(at + 56, true))];
  if (!Number.isSafeInteger(size) || size === 0) return null;
  if ((view.getUint16(at + 12, true) & COMPRESSED_OR_ENCRYPTED) !== 0) return { name, size, runs: null };
  const pieces = clusterRuns(record.subarray(at + view.getUint16(at + 32, true), at + length));
  const { clusterBytes } = volume.records;
  const runs: Run[] = [];
  let covered = 0;
  for (const { clusters, first } of pieces) {
    const end = Math.min(covered + clusters * clusterBytes, size, written);
    if (first !== null && end > covered)
      runs.push({ fileOffset: covered, imageOffset: volume.offset + first * clusterBytes, length: end - covered });
    covered += clusters * clusterBytes;
  }
  if (covered < size || runs.some(({ imageOffset }) => !Number.isSafeInteger(imageOffset) || imageOffset < 0))
    return { name, size, runs: null };
  return runs.length === 0 ? null : { name, size, runs: inOrder(runs) };
}

/** `first`: the cluster where a piece begins, null of a hole. Each is told from the one before it. */
function clusterRuns(list: Uint8Array): { readonly clusters: number; readonly first: number | null }[] {
  const runs: { clusters: number; first: number | null }[] = [];
  let before = 0;
  for (let at = 0; at < list.length && list[at] !== 0; ) {
    const [lengthBytes, placeBytes] = [(list[at] as number) & 15, (list[at] as number) >> 4];
    const next = at + 1 + lengthBytes + placeBytes;
    if (lengthBytes === 0 || lengthBytes > 6 || placeBytes > 6 || next > list.length) break;
    const bytes = Buffer.from(list.buffer, list.byteOffset + at + 1, lengthBytes + placeBytes);
    if (placeBytes > 0) before += bytes.readIntLE(lengthBytes, placeBytes);
    runs.push({ clusters: bytes.readUIntLE(0, lengthBytes), first: placeBytes === 0 ? null : before });
    at = next;
  }
  return runs;
}
