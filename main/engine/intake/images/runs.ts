// Pieces of an image that hold a file, put in the order of the file, and the bytes of the file read from them. A file may lie in a million pieces:
// what reads a part of it looks at those of that part alone.
import type { Image } from './image.ts';

export interface Run {
  readonly fileOffset: number;
  readonly imageOffset: number;
  readonly length: number;
}

export const endOf = ({ fileOffset, length }: Run): number => fileOffset + length;

/** In the order of the file, those that lie behind one another in the image too as one. Null where two claim the same byte of the file. */
export function inOrder(runs: readonly Run[]): Run[] | null {
  const sorted = [...runs].sort((a, b) => a.fileOffset - b.fileOffset);
  const joined: Run[] = [];
  for (const run of sorted) {
    const last = joined.at(-1);
    if (last === undefined || endOf(last) < run.fileOffset) joined.push(run);
    else if (endOf(last) > run.fileOffset) return null;
    else if (last.imageOffset + last.length === run.imageOffset) joined[joined.length - 1] = { ...last, length: last.length + run.length };
    else joined.push(run);
  }
  return joined;
}

/** Those that hold bytes of [from, to) of the file. */
export function runsWithin(runs: readonly Run[], from: number, to: number): readonly Run[] {
  const first = firstBehind(runs, (run) => endOf(run) > from);
  const last = firstBehind(runs, (run) => run.fileOffset >= to);
  return first === 0 && last === runs.length ? runs : runs.slice(first, last);
}

/** The first of which `isBehind` holds; it holds of all that follow. */
function firstBehind(runs: readonly Run[], isBehind: (run: Run) => boolean): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(runs[middle] as Run)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Fills what the pieces hold of [from, from + target.length) and leaves holes as they are. How many bytes were read. */
export function readRuns(image: Pick<Image, 'read'>, runs: readonly Run[], target: Uint8Array, from: number): number {
  let read = 0;
  for (const { fileOffset, imageOffset, length } of runsWithin(runs, from, from + target.length)) {
    const start = Math.max(from, fileOffset);
    const end = Math.min(from + target.length, fileOffset + length);
    read += image.read(target.subarray(start - from, end - from), imageOffset + start - fileOffset);
  }
  return read;
}
