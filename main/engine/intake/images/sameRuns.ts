// Which files lie in the very pieces of another one: a second name of a file, or a deleted name of one that stands. What was read of the one was read of
// the other.
import type { Column } from './growing.ts';

export interface RunColumns {
  /** Number of the first run behind those of a file. */
  endOf(file: number): number;
  readonly first: Column;
  readonly imageOffset: Column;
  readonly length: Column;
}

/** Asked of files in more than one piece; `files` in their order, a file that stands comes before a deleted one. */
export function indexSameRuns(files: Iterable<number>, isDeleted: (file: number) => boolean, runs: RunColumns): (file: number) => boolean {
  const parted: number[] = [];
  const hashes = new Uint32Array(runs.first.length);
  for (const file of files) {
    const first = runs.first.at(file);
    const end = runs.endOf(file);
    if (end - first < 2) continue;
    let hash = 0x811c9dc5;
    for (let run = first; run < end; run++)
      for (const value of [runs.imageOffset.at(run), runs.length.at(run)])
        hash = Math.imul(Math.imul(hash ^ value, 0x01000193) ^ Math.floor(value / 2 ** 32), 0x01000193);
    parted.push(file);
    hashes[file] = hash;
  }
  parted.sort((a, b) => (hashes[a] as number) - (hashes[b] as number) || Number(isDeleted(a)) - Number(isDeleted(b)) || a - b);
  const same = new Uint8Array(runs.first.length);
  let leader = -1;
  // Only the one before is compared: sums that were made to be equal cost a second reading, no time.
  for (const file of parted)
    if (leader >= 0 && hashes[leader] === hashes[file] && areEqual(leader, file, runs)) same[file] = 1;
    else leader = file;
  return (file) => same[file] === 1;
}

function areEqual(one: number, other: number, runs: RunColumns): boolean {
  const from = runs.first.at(one);
  const count = runs.endOf(one) - from;
  const there = runs.first.at(other);
  if (runs.endOf(other) - there !== count) return false;
  for (let at = 0; at < count; at++)
    if (runs.imageOffset.at(from + at) !== runs.imageOffset.at(there + at) || runs.length.at(from + at) !== runs.length.at(there + at))
      return false;
  return true;
}
