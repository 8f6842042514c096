// Scans a range of a file on whatever thread: it opens the file for reading, reads the range with its context, and gives what begins in the range.
import { closeSync, openSync, readSync } from 'node:fs';
import { definePoolTask } from '../../kernel/index.ts';
import { labelPlaces, type LabelPlaces } from '../labelledChains.ts';
import type { Hit, Rejection } from './hit.ts';
import { CONTEXT, createScanKernel, type ScanKernel } from './scanKernel.ts';
import { scanPiece } from './scanPiece.ts';

export interface RangeAsked {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  /** Of the whole file, as it was when it was listed. */
  readonly size: number;
  /** resources/wasm/scan.wasm. */
  readonly wasm: Uint8Array;
}

export interface RangeRead {
  /** Places from the beginning of the file. */
  readonly hits: readonly Hit[];
  readonly rejected: Readonly<Partial<Record<Rejection, number>>>;
  /** Bytes of the range that were there. */
  readonly read: number;
  /** Code of the system where reading failed; what was read before it is judged. */
  readonly problem: string | null;
}

let kernel: ScanKernel | null = null;
let places: LabelPlaces | null = null;

export const scanRangeTask = definePoolTask<RangeAsked, RangeRead>({
  name: 'scanRange',
  buffersOf: () => [],
  run({ path, from, to, size, wasm }) {
    kernel ??= createScanKernel(wasm);
    places ??= labelPlaces();
    const first = Math.max(0, from - CONTEXT);
    const last = Math.min(size, to + CONTEXT);
    const room = kernel.room(last - first);
    const { read, problem } = readAll(path, room, first);
    const end = Math.min(to - first, read);
    const { hits, rejected } = scanPiece(kernel, places, room.subarray(0, read), from - first, end);
    return { hits: hits.map((hit) => ({ ...hit, start: hit.start + first })), rejected, read: Math.max(0, end - (from - first)), problem };
  },
});

function readAll(path: string, target: Uint8Array, offset: number): { readonly read: number; readonly problem: string | null } {
  let read = 0;
  try {
    const handle = openSync(path, 'r');
    try {
      while (read < target.length) {
        const count = readSync(handle, target, read, target.length - read, offset + read);
        if (count === 0) break;
        read += count;
      }
    } finally {
      closeSync(handle);
    }
    return { read, problem: null };
  } catch (error) {
    return { read, problem: (error as { code?: string }).code ?? 'unknown' };
  }
}
