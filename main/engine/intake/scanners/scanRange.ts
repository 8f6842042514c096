// Scans a range of a file, or bytes that were unpacked, on whatever thread: what begins in the range is judged, the bytes beside it are its context.
import { closeSync, openSync, readSync } from 'node:fs';
import { Fault } from '../../../../shared/model/fault.ts';
import { definePoolTask, type Host } from '../../kernel/index.ts';
import type { Image } from '../images/image.ts';
import { openImage } from '../images/openImage.ts';
import { readRuns, type Run } from '../images/runs.ts';
import { labelPlaces, type LabelPlaces } from '../labelledChains.ts';
import type { Hit, RangeHit, Rejection } from './hit.ts';
import type { Unread } from './listFiles.ts';
import { CONTEXT, createScanKernel, type ScanKernel } from './scanKernel.ts';
import { type MetInImage, parted } from './partedHits.ts';
import { scanPiece } from './scanPiece.ts';

export interface RangeAsked {
  /**
   * A path with the size of its file as it was when it was listed, a disk image by its parts in their order, a file of one by the pieces that hold
   * the range and what lies beside it, or bytes that begin at a place of something unpacked.
   */
  readonly of:
    | { readonly path: string; readonly size: number }
    | { readonly image: ImageAsked; readonly size: number }
    | { readonly image: ImageAsked & { readonly size: number }; readonly size: number; readonly runs: readonly Run[] }
    | { readonly bytes: Uint8Array; readonly start: number };
  /** Places in the file or in what was unpacked. */
  readonly from: number;
  readonly to: number;
  /** resources/wasm/scan.wasm in memory that threads share: it goes with every task. */
  readonly wasm: Uint8Array;
  /** Bytes to either side of a hit that come with it: none where nobody keeps them. */
  readonly around: number;
}

interface ImageAsked {
  readonly paths: readonly string[];
}

export interface RangeRead {
  readonly hits: readonly RangeHit[];
  readonly rejected: Readonly<Partial<Record<Rejection, number>>>;
  /** Bytes of the range that were there. */
  readonly read: number;
  /** Code of the system where reading failed; what was read before it is judged. */
  readonly problem: string | null;
  /** Of an image what begins in the range and was read as zeros: the same ones whoever else reads beside it. */
  readonly lost?: readonly Unread[];
}

const NOTHING = new Uint8Array(0);

let kernel: ScanKernel | null = null;
let places: LabelPlaces | null = null;

export const scanRangeTask = definePoolTask<RangeAsked, RangeRead>({
  name: 'scanRange',
  buffersOf: () => [],
  run({ of, from, to, wasm, around }) {
    kernel ??= createScanKernel(wasm.slice());
    places ??= labelPlaces();
    const first = 'bytes' in of ? of.start : Math.max(0, from - CONTEXT);
    const last = 'bytes' in of ? of.start + of.bytes.length : Math.min(of.size, to + CONTEXT);
    const room = kernel.room(last - first);
    if ('bytes' in of) room.set(of.bytes);
    const { read, problem } =
      'bytes' in of
        ? { read: of.bytes.length, problem: null }
        : 'runs' in of
          ? readFragments(of.image.paths, of.runs, room, first)
          : 'image' in of
            ? readImage(of.image.paths, room, first)
            : readAll(of.path, room, first);
    const end = Math.min(to - first, read);
    const { hits, rejected } = scanPiece(kernel, places, room.subarray(0, read), from - first, end);
    // The piece may have moved behind a larger room. A copy: the room holds the next piece soon.
    const laid = kernel.room(last - first);
    const near = ({ start, bytes }: Hit): Uint8Array =>
      around === 0 ? NOTHING : laid.slice(Math.max(0, start - around), Math.min(read, start + bytes + around));
    const placed = hits.map((hit) => ({ ...hit, near: near(hit), start: hit.start + first }));
    return {
      // What is none is counted where the image is read.
      ...('runs' in of
        ? { hits: parted(placed, of.runs, metInImage(kernel, places, of.image)), rejected: {} }
        : { hits: placed, rejected }),
      read: Math.max(0, end - (from - first)),
      problem,
      ...('image' in of && !('runs' in of) ? { lost: lostWithin(from, to) } : {}),
    };
  },
});

/** The image of this thread's last task: tasks of one image follow each other. */
let held: { readonly key: string; readonly image: Image } | null = null;

/** Where tasks run on the engine's own thread nobody else lets go of the evidence disk. */
export function closeHeldImage(): void {
  held?.image.close();
  held = null;
}

function lostWithin(from: number, to: number): Unread[] {
  return (held?.image.problems ?? [])
    .filter(({ at }) => at !== null && at >= from && at < to)
    .map(({ path, reason }) => ({ path, reason }));
}

function readFragments(
  paths: readonly string[],
  runs: readonly Run[],
  target: Uint8Array,
  offset: number,
): { readonly read: number; readonly problem: string | null } {
  // What was read before lies there still.
  target.fill(0);
  return guarded(paths, (image) => {
    readRuns(image, runs, target, offset);
    return target.length;
  });
}

const readImage = (paths: readonly string[], target: Uint8Array, offset: number) => guarded(paths, (image) => image.read(target, offset));

/** Candidates that begin in a range of the image, by kind, value and place, as they were met when it was read as it lies. */
function metInImage(kernel: ScanKernel, labels: LabelPlaces, { paths, size }: ImageAsked & { readonly size: number }): MetInImage {
  return (from, to) => {
    const first = Math.max(0, from - CONTEXT);
    const room = kernel.room(Math.min(size, to + CONTEXT) - first);
    const { read } = readImage(paths, room, first);
    return scanPiece(kernel, labels, room.subarray(0, read), from - first, Math.min(to - first, read)).hits.map((hit) => ({
      ...hit,
      start: hit.start + first,
    }));
  };
}

/** What is damaged in it is zeros. */
function guarded(paths: readonly string[], read: (image: Image) => number): { readonly read: number; readonly problem: string | null } {
  const key = paths.join('\0');
  try {
    if (held?.key !== key) {
      closeHeldImage();
      held = { key, image: openImage(paths) };
    }
    return { read: read(held.image), problem: null };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { read: 0, problem: String(error.parameters.reason ?? error.code) };
  }
}

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

export type ScanBytes = (bytes: Uint8Array) => Promise<RangeRead>;

/** Scans what was put together in memory, here: for the texts of messages and the like, which are small. */
export function bytesScanner(host: Pick<Host, 'resource'>): ScanBytes {
  const wasm = host.resource('wasm/scan.wasm');
  return async (bytes) => scanRangeTask.run({ of: { bytes, start: 0 }, from: 0, to: bytes.length, wasm, around: 0 });
}
