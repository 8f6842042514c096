// Crossings between neighbouring hops: how many an order has, and fewer of them by swapping what stands next to each other (as Gansner and
// others, A Technique for Drawing Directed Graphs, 1993). For graphs that a person reads edge by edge; large ones do without.
import type { Runs, Units } from './flowUnits.ts';
import type { Links } from './links.ts';

/** Pairs of hubs are left alone: comparing all their edges costs more than their one swap is worth. */
const MOST_PAIRS = 4000;
const PASSES = 8;

/** Edges between hops that cross when all units of a hop stand in the order given (a tree of counts: Barth, Mutzel, Jünger 2004). */
export function crossingsOf(units: Units, runs: Runs, position: Uint32Array): number {
  let longest = 0;
  for (let run = 0; run < runs.count; run++) longest = Math.max(longest, (runs.start[run + 1] as number) - (runs.start[run] as number));
  const tree = new Uint32Array(longest + 1);
  let crossings = 0;
  for (let run = 0; run < runs.count; run++) {
    tree.fill(0);
    let edges = 0;
    for (let i = runs.start[run] as number; i < (runs.start[run + 1] as number); i++) {
      const unit = runs.order[i] as number;
      const begin = units.down.start[unit] as number;
      const end = units.down.start[unit + 1] as number;
      // Edges of one unit do not cross one another: all of them are counted before any is put in.
      for (let k = begin; k < end; k++) {
        let before = 0;
        for (let at = (position[units.down.list[k] as number] as number) + 1; at > 0; at -= at & -at) before += tree[at] as number;
        crossings += edges - before;
      }
      for (let k = begin; k < end; k++)
        for (let at = (position[units.down.list[k] as number] as number) + 1; at <= longest; at += at & -at)
          tree[at] = (tree[at] as number) + 1;
      edges += end - begin;
    }
  }
  return crossings;
}

/** Crossings of two units' edges to one side: with the first above, less those with the second above. */
function gain(side: Links, first: number, second: number, position: Uint32Array): number {
  const begin = side.start[second] as number;
  const end = side.start[second + 1] as number;
  let difference = 0;
  for (let i = side.start[first] as number; i < (side.start[first + 1] as number); i++) {
    const at = position[side.list[i] as number] as number;
    for (let k = begin; k < end; k++) {
      const other = position[side.list[k] as number] as number;
      if (at > other) difference += 1;
      else if (at < other) difference -= 1;
    }
  }
  return difference;
}

/** Swaps neighbours of a run as long as that takes crossings away; `runs.order` and `position` are changed in place. */
export function swapNeighbours(units: Units, runs: Runs, position: Uint32Array): void {
  const degree = (side: Links, unit: number) => (side.start[unit + 1] as number) - (side.start[unit] as number);
  for (let pass = 0; pass < PASSES; pass++) {
    let swaps = 0;
    for (let run = 0; run < runs.count; run++)
      for (let i = (runs.start[run] as number) + 1; i < (runs.start[run + 1] as number); i++) {
        const first = runs.order[i - 1] as number;
        const second = runs.order[i] as number;
        const pairs = degree(units.up, first) * degree(units.up, second) + degree(units.down, first) * degree(units.down, second);
        if (pairs === 0 || pairs > MOST_PAIRS) continue;
        if (gain(units.up, first, second, position) + gain(units.down, first, second, position) <= 0) continue;
        runs.order[i - 1] = second;
        runs.order[i] = first;
        position[second] = (position[second] as number) - 1;
        position[first] = (position[first] as number) + 1;
        swaps += 1;
      }
    if (swaps === 0) return;
  }
}
