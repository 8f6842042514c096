// What a flow layout puts side by side: single nodes, blocks of leaves that would make one tall column, and room for edges that pass a hop
// without stopping there.
import { grouped, type Links, reversed } from './links.ts';

export interface Units {
  readonly count: number;
  /** Units before this number hold nodes; the rest keep room for edges. */
  readonly held: number;
  readonly hop: Uint32Array;
  readonly columns: Uint32Array;
  /** Height in rows. */
  readonly rows: Float64Array;
  readonly members: Links;
  /** By node. */
  readonly unitOf: Uint32Array;
  readonly down: Links;
  readonly up: Links;
  /** 1 for blocks and nodes that only feed: they keep close to the hop after them. */
  readonly isFeeding: Uint8Array;
}

/** Runs of units that stand below one another: `order[start[r]]` to before `order[start[r + 1]]`, from the top. */
export interface Runs {
  readonly count: number;
  readonly start: Uint32Array;
  readonly order: Uint32Array;
}

/** So many leaves of one node are wrapped into columns. */
const LEAST_BLOCK = 9;
/** Of a row: what an edge that passes by is given. */
const PASSING_ROWS = 0.75;
/** So many breaks of long edges are always made. */
const MOST_PASSING = 3000;

/** Twice as high as wide, about. */
export function blockColumns(leaves: number): number {
  return Math.max(1, Math.round(Math.sqrt(leaves * 0.18)));
}

interface Named {
  readonly held: number;
  readonly unitOf: Uint32Array;
  /** 1 for what stands in a block. */
  readonly isWrapped: Uint8Array;
}

/** Units are numbered as the walk meets them: that is their first order within a hop. */
function nameUnits(count: number, down: Links, up: Links, walk: Uint32Array): Named {
  // A leaf's key: its one neighbour, doubled, and 1 when it stands before that. -1: no leaf.
  const leaf = new Int32Array(count).fill(-1);
  const leaves = new Uint32Array(2 * count);
  for (let node = 0; node < count; node++) {
    const above = (up.start[node + 1] as number) - (up.start[node] as number);
    const below = (down.start[node + 1] as number) - (down.start[node] as number);
    if (above + below !== 1) continue;
    const key = above === 1 ? 2 * (up.list[up.start[node] as number] as number) : 2 * (down.list[down.start[node] as number] as number) + 1;
    leaf[node] = key;
    leaves[key] = (leaves[key] as number) + 1;
  }
  const unitOf = new Uint32Array(count);
  const isWrapped = new Uint8Array(count);
  const blockOf = new Int32Array(2 * count).fill(-1);
  let held = 0;
  for (let i = 0; i < count; i++) {
    const node = walk[i] as number;
    const key = leaf[node] as number;
    if (key >= 0 && (leaves[key] as number) >= LEAST_BLOCK) {
      if (blockOf[key] === -1) blockOf[key] = held++;
      unitOf[node] = blockOf[key] as number;
      isWrapped[node] = 1;
    } else unitOf[node] = held++;
  }
  return { held, unitOf, isWrapped };
}

/** Edges that pass hops are broken there, the shortest first, unless that would be far more than all the rest. */
function breaksOf(count: number, held: number, hop: Uint32Array, down: Links): { readonly longest: number; readonly breaks: number } {
  const spans = new Uint32Array(count + 1);
  for (let node = 0; node < count; node++)
    for (let i = down.start[node] as number; i < (down.start[node + 1] as number); i++) {
      const span = (hop[down.list[i] as number] as number) - (hop[node] as number);
      spans[span] = (spans[span] as number) + 1;
    }
  let longest = 1;
  let breaks = 0;
  for (let span = 2; span <= count; span++) {
    const more = breaks + (spans[span] as number) * (span - 1);
    if (more > Math.max(MOST_PASSING, held / 10)) break;
    longest = span;
    breaks = more;
  }
  return { longest, breaks };
}

export function unitsOf(count: number, hop: Uint32Array, down: Links, up: Links, walk: Uint32Array): Units {
  const { held, unitOf, isWrapped } = nameUnits(count, down, up, walk);
  const numbers = new Uint32Array(count);
  for (let node = 0; node < count; node++) numbers[node] = node;
  const members = grouped(held, unitOf, numbers);
  const { longest, breaks: passing } = breaksOf(count, held, hop, down);
  const all = held + passing;
  const unitHop = new Uint32Array(all);
  const columns = new Uint32Array(all).fill(1);
  const rows = new Float64Array(all).fill(PASSING_ROWS);
  const isFeeding = new Uint8Array(all);
  for (let unit = 0; unit < held; unit++) {
    const size = (members.start[unit + 1] as number) - (members.start[unit] as number);
    const first = members.list[members.start[unit] as number] as number;
    unitHop[unit] = hop[first] as number;
    columns[unit] = blockColumns(size);
    rows[unit] = Math.ceil(size / (columns[unit] as number));
    isFeeding[unit] = up.start[first] === up.start[first + 1] ? 1 : 0;
  }

  const start = new Uint32Array(all + 1);
  const list = new Uint32Array(down.list.length + passing);
  const isMet = new Uint8Array(held);
  // Where a break leads: to the next one of its edge, or to the edge's end.
  const leads = new Uint32Array(passing);
  let links = 0;
  let breaks = 0;
  for (let unit = 0; unit < held; unit++) {
    // All leaves of a block have the same links: those of its first stand for them, and a block is linked to once.
    const node = members.list[members.start[unit] as number] as number;
    const first = (hop[node] as number) + 1;
    for (let i = down.start[node] as number; i < (down.start[node + 1] as number); i++) {
      const child = down.list[i] as number;
      const childUnit = unitOf[child] as number;
      if (isWrapped[child] === 1) {
        if (isMet[childUnit] === 1) continue;
        isMet[childUnit] = 1;
      }
      const end = hop[child] as number;
      const isBroken = end > first && end - first < longest;
      list[links++] = isBroken ? held + breaks : childUnit;
      if (!isBroken) continue;
      for (let at = first; at < end; at++, breaks++) {
        unitHop[held + breaks] = at;
        leads[breaks] = at + 1 < end ? held + breaks + 1 : childUnit;
      }
    }
    start[unit + 1] = links;
  }
  for (let i = 0; i < passing; i++) {
    list[links++] = leads[i] as number;
    start[held + i + 1] = links;
  }
  const unitDown = { start, list: list.subarray(0, links) };
  return { count: all, held, hop: unitHop, columns, rows, members, unitOf, down: unitDown, up: reversed(all, unitDown), isFeeding };
}
