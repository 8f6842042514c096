// Finds a free place for one box near a wished one, among boxes that only ever become more. What was found taken is remembered, so that a
// thousand searches in the same tall column do not walk it a thousand times.
import { COLUMN_PITCH, type Places, ROW_PITCH, TakenBoxes } from './box.ts';

/** How many points of height another column is worth. */
const COLUMN_COST = 4 * ROW_PITCH;
const SPAN = 2 ** 26;
const NEAR = 8 * ROW_PITCH;
const BOTH = [1, -1] as const;

/** Columns further to the right (1), to the left (-1), or both (0). */
export type Side = 1 | -1 | 0;

export interface FreePlaces {
  /** Marks node's place as taken. */
  readonly take: (node: number) => void;
  /**
   * Writes the nearest free places into `places` for these nodes, in turn, and takes them: rows above and below, of so many columns on
   * `side`.
   */
  readonly put: (nodes: readonly number[], x: number, y: number, side: Side, columns: number) => void;
}

/** Up or down one column for one wish. */
interface Search {
  readonly x: number;
  readonly step: 1 | -1;
  /** What this column costs before any row. */
  readonly base: number;
  found: number | null;
  /** A place cannot cost less here. */
  least: number;
}

export function freePlaces(places: Places): FreePlaces {
  const taken = new TakenBoxes(places.x.length);
  // From a taken row of a column to the next one not known to be taken, downwards and upwards, by column and row offset.
  const columns = new Map<number, { readonly down: Map<number, number>; readonly up: Map<number, number> }>();

  function follow(known: Map<number, number>, row: number): number {
    let end = row;
    for (let next = known.get(end); next !== undefined; next = known.get(end)) end = next;
    for (let at = row; at !== end; ) {
      const next = known.get(at) as number;
      known.set(at, end);
      at = next;
    }
    return end;
  }
  /** Rows are counted from the wished height itself; wishes of one column at heights of the same remainder share what is known. */
  function free(x: number, y: number, step: 1 | -1, most: number): number | null {
    const rest = ((y % ROW_PITCH) + ROW_PITCH) % ROW_PITCH;
    const key = (x + SPAN * 64) * ROW_PITCH + rest;
    let known = columns.get(key);
    if (known === undefined) {
      known = { down: new Map(), up: new Map() };
      columns.set(key, known);
    }
    const skip = step === 1 ? known.down : known.up;
    for (let row = follow(skip, (y - rest) / ROW_PITCH); ; row = follow(skip, row)) {
      const at = row * ROW_PITCH + rest;
      if (Math.abs(at - y) > most) return null;
      if (!taken.isTaken(x, at)) return at;
      skip.set(row, row + step);
    }
  }
  function put(nodes: readonly number[], x: number, y: number, side: Side, most: number): void {
    const searches: Search[] = [];
    for (let column = 0; column < most; column++)
      for (const way of side === 0 && column > 0 ? BOTH : [side || 1])
        for (const step of BOTH)
          searches.push({ x: x + way * column * COLUMN_PITCH, step, base: column * COLUMN_COST, found: null, least: column * COLUMN_COST });
    for (const node of nodes) {
      let best: Search | null = null;
      // Near by first: most have room there, and a crowded column is not walked to its end for nothing.
      for (let reach = NEAR; best === null; reach *= 8) {
        let cost = reach;
        for (const search of searches) {
          if (search.base >= cost) break;
          if (search.least >= cost) continue;
          if (search.found === null) {
            // Above only where that is nearer: on equal terms places fill downwards.
            search.found = free(search.x, y, search.step, cost - search.base);
            search.least = search.found === null ? cost : search.base + Math.abs(search.found - y);
          }
          if (search.found !== null && search.least < cost) {
            best = search;
            cost = search.least;
          }
        }
      }
      const [takenX, takenY] = [best.x, best.found as number];
      places.x[node] = takenX;
      places.y[node] = takenY;
      taken.add(takenX, takenY);
      // Columns stand farther apart than what is kept clear: only the searches of this one must look on.
      for (const search of searches) if (search.x === takenX) search.found = null;
    }
  }
  return { take: (node) => taken.add(places.x[node] as number, places.y[node] as number), put };
}
