// Where the content of a file goes on elsewhere in the image: around each such place the file is read in its own order, as what stands across it is
// met nowhere in the image.
import { endOf, type Run, runsWithin } from './runs.ts';

export interface SeamPiece {
  /** Places in the file. */
  readonly from: number;
  readonly to: number;
  /** Pieces of the image that hold it and what lies beside it. */
  readonly runs: readonly Run[];
}

export interface Fragmented {
  readonly size: number;
  readonly runs: readonly Run[];
}

const MOST_BYTES = 1 << 20;
/** Pieces of an image that go with a task: a file system may part a file at every sector, a crafted list at every byte. */
const MOST_RUNS = 2_048;

/**
 * `beside`: bytes to either side of a seam in which something may begin that it parts, or whose surroundings it parts; as many go with each piece as
 * context. What lies close together is one stretch, cut where it is long. In the order of the file, made one by one.
 */
export function* seamPieces({ size, runs }: Fragmented, beside: number): Generator<SeamPiece> {
  for (const { from, to } of stretches(seams({ size, runs }), size, beside)) {
    for (let at = from; at < to; ) {
      let end = Math.min(to, at + MOST_BYTES);
      const own = runsWithin(runs, at, end);
      const last = own[MOST_RUNS];
      if (last !== undefined) end = Math.max(at + 1, last.fileOffset);
      yield { from: at, to: end, runs: runsWithin(runs, Math.max(0, at - beside), end + beside) };
      at = end;
    }
  }
}

function* stretches(places: Iterable<number>, size: number, beside: number): Generator<{ readonly from: number; readonly to: number }> {
  let from = -1;
  let to = -1;
  for (const place of places) {
    if (from >= 0 && place - beside > to) {
      yield { from, to };
      from = -1;
    }
    if (from < 0) from = Math.max(0, place - beside);
    to = Math.min(size, place + beside);
  }
  if (from >= 0) yield { from, to };
}

/** Both ends of a hole are such places: what stands before it has other bytes behind it in the image. */
function* seams({ size, runs }: Fragmented): Generator<number> {
  let end = 0;
  for (const run of runs) {
    if (end > 0 && end < size) yield end;
    if (run.fileOffset > end && run.fileOffset < size) yield run.fileOffset;
    end = endOf(run);
  }
  if (end > 0 && end < size) yield end;
}
