// Columns of the blocks found so far, in the order of the files: a pass appends one file after the other. Grown in large steps, so
// that memory goes back to the system and does not stay behind in small pieces.
import { HEADER_BYTES } from '../../chains/index.ts';
import type { FileScan } from './scanFile.ts';

export interface GrowingColumns {
  readonly count: number;
  append(scan: FileScan, file: number): void;
  /** Views of a stretch of blocks. What they show does not change when more is appended. */
  stretch(first: number, count: number): Pick<FileScan, 'offsets' | 'lengths' | 'headers'>;
  /** What there is, without room for more. */
  finished(): { readonly records: Uint8Array; readonly fileOf: Uint32Array; readonly offset: Uint32Array; readonly length: Uint32Array };
}

const LEAST_ROOM = 4096;

export function createColumns(): GrowingColumns {
  let count = 0;
  let room = 0;
  let records = new Uint8Array(0);
  let fileOf = new Uint32Array(0);
  let offset = new Uint32Array(0);
  let length = new Uint32Array(0);
  const grown = <Column extends Uint8Array | Uint32Array>(column: Column, wider: Column): Column => {
    wider.set(column);
    return wider;
  };
  const reserve = (needed: number): void => {
    if (needed <= room) return;
    room = Math.max(needed, LEAST_ROOM, Math.ceil(room * 1.5));
    records = grown(records, new Uint8Array(room * HEADER_BYTES));
    fileOf = grown(fileOf, new Uint32Array(room));
    offset = grown(offset, new Uint32Array(room));
    length = grown(length, new Uint32Array(room));
  };
  return {
    get count() {
      return count;
    },
    append({ offsets, lengths, headers }, file) {
      const end = count + offsets.length;
      reserve(end);
      records.set(headers, count * HEADER_BYTES);
      offset.set(offsets, count);
      length.set(lengths, count);
      fileOf.fill(file, count, end);
      count = end;
    },
    stretch: (first, blocks) => ({
      offsets: offset.subarray(first, first + blocks),
      lengths: length.subarray(first, first + blocks),
      headers: records.subarray(first * HEADER_BYTES, (first + blocks) * HEADER_BYTES),
    }),
    // Room that was never written to is no memory yet: views are enough.
    finished: () => ({
      records: records.subarray(0, count * HEADER_BYTES),
      fileOf: fileOf.subarray(0, count),
      offset: offset.subarray(0, count),
      length: length.subarray(0, count),
    }),
  };
}
