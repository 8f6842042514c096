// The bytes of a disk as they were, in one file or cut into several that lie one behind the other.
import { Fault } from '../../../../shared/model/fault.ts';
import { type Image, newProblems } from './image.ts';
import { openParts } from './partFiles.ts';

/** Faults: image.unreadable. */
export function openRawImage(paths: readonly string[]): Image {
  const parts = openParts(paths);
  const problems = newProblems();
  const starts: number[] = [];
  let size = 0;
  for (const partSize of parts.sizes) {
    starts.push(size);
    size += partSize;
  }
  // Whoever cuts an image makes all pieces but the last equally long: another length is a piece that is not whole, or of another image.
  const usual = parts.sizes[0] as number;
  parts.sizes.forEach((partSize, i) => {
    const isLast = i === parts.sizes.length - 1;
    if (isLast ? partSize > usual : partSize !== usual)
      problems.add(parts.names[i] as string, `the piece has ${partSize} bytes, the first one ${usual}`);
  });
  return {
    form: paths.length === 1 ? 'rawImage' : 'splitImage',
    ...{ paths, names: parts.names, size, statedHashes: [], header: [], problems: problems.list },
    read(target, at) {
      const wanted = Math.max(0, Math.min(target.length, size - at));
      let read = 0;
      while (read < wanted) {
        const part = partAt(starts, at + read);
        const within = at + read - (starts[part] as number);
        const room = Math.min(wanted - read, (parts.sizes[part] as number) - within);
        const count = parts.read(part, target.subarray(read, read + room), within);
        read += count;
        if (count === room) continue;
        // What follows would stand at wrong places.
        if (paths.length > 1) throw new Fault('image.unreadable', { name: parts.names[part] as string, reason: 'shortened' });
        break;
      }
      return read;
    },
    close: () => parts.close(),
  };
}

/** The last part that begins at or before the place; empty pieces are stepped over. */
function partAt(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
