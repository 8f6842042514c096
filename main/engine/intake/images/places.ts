// Which file a byte of the image belongs to. Files that stand come before deleted ones, whose place may have been given to another since.
import type { Column } from './growing.ts';

/** Runs of deleted files may lie over each other; further than this nobody looks back. */
const MOST_BACK = 4_096;

export interface PlacedRun {
  readonly file: number;
  readonly fileOffset: number;
}

/** `files` are numbers of files, in the order of their runs; all columns are equally long. */
export function indexRuns(files: Column, fileOffsets: Column, imageOffsets: Column, lengths: Column, takes: (file: number) => boolean) {
  const starts = imageOffsets.values();
  const chosen: number[] = [];
  for (let run = 0; run < files.length; run++) if (takes(files.at(run))) chosen.push(run);
  // It is gone through from behind: of several that begin at one place the first one listed is met first.
  const order = Uint32Array.from(chosen).sort((a, b) => (starts[a] as number) - (starts[b] as number) || b - a);
  /** The furthest end of this run and all before it: behind it there is nothing to look back for. */
  const reach = new Float64Array(order.length);
  let furthest = 0;
  order.forEach((run, i) => {
    furthest = Math.max(furthest, (starts[run] as number) + lengths.at(run));
    reach[i] = furthest;
  });
  return (offset: number): PlacedRun | null => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[order[middle] as number] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    for (let i = low - 1, steps = 0; i >= 0 && steps < MOST_BACK && (reach[i] as number) > offset; i--, steps++) {
      const run = order[i] as number;
      const within = offset - (starts[run] as number);
      if (within < lengths.at(run)) return { file: files.at(run), fileOffset: fileOffsets.at(run) + within };
    }
    return null;
  };
}
