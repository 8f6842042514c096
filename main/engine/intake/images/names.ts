// Finds one of very many files by its path: eight bytes a file, where a map of their paths would take a hundred.
import type { Column } from './growing.ts';

/** The index in `files` of one by its path; `pathOf` gives null for what is not to be found. */
export function indexNames(files: Column, pathOf: (file: number) => string | null) {
  const hashes = new Uint32Array(files.length);
  const order = new Uint32Array(files.length);
  let count = 0;
  for (let i = 0; i < files.length; i++) {
    const path = pathOf(files.at(i));
    if (path === null) continue;
    hashes[i] = hashOf(path);
    order[count++] = i;
  }
  const sorted = order.subarray(0, count).sort((a, b) => (hashes[a] as number) - (hashes[b] as number) || a - b);
  return (path: string): number | null => {
    const wanted = hashOf(path);
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((hashes[sorted[middle] as number] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    for (; low < count && hashes[sorted[low] as number] === wanted; low++) {
      const index = sorted[low] as number;
      if (pathOf(files.at(index)) === path) return index;
    }
    return null;
  };
}

/** FNV-1a over the code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
