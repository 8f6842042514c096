// Exhibits as a tree: each seized thing with the copies that were made from it below, in the order in which they were registered.
import type { Exhibit } from '../../../shared/contract/exhibit.ts';

export interface Branch {
  readonly exhibit: Exhibit;
  readonly depth: number;
}

export function exhibitTree(exhibits: readonly Exhibit[]): readonly Branch[] {
  const known = new Set(exhibits.map(({ id }) => id));
  const below = new Map<number | null, Exhibit[]>();
  for (const exhibit of exhibits) {
    // What comes from something that is not listed stands by itself.
    const from = exhibit.from !== null && known.has(exhibit.from.id) ? exhibit.from.id : null;
    below.set(from, [...(below.get(from) ?? []), exhibit]);
  }
  const walk = (from: number | null, depth: number): readonly Branch[] =>
    (below.get(from) ?? []).flatMap((exhibit) => [{ exhibit, depth }, ...walk(exhibit.id, depth + 1)]);
  return walk(null, 0);
}
