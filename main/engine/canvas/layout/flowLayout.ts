// Flow layout: value runs from left to right, one strip per hop. Cycles and several components are welcome; the same graph gives the same
// bytes, whatever the order of its edges.
import { BLOCK_PITCH, BOX_WIDTH, COLUMN_PITCH, type Places, ROW_PITCH } from './box.ts';
import { orderRuns, settleColumns } from './flowOrder.ts';
import { type Runs, type Units, unitsOf } from './flowUnits.ts';
import { checkGraph, flowWithoutCycles, hopsOf } from './links.ts';

export interface FlowInput {
  readonly count: number;
  /** Edge i leads from sources[i] to targets[i]; value flows along it. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /**
   * What the picture is read from, e.g. a victim's payment. Their components come first, cycles are cut so that the flow leaves them, and
   * the first one stands at (0, 0).
   */
  readonly anchors?: Uint32Array;
}

/** A column of fewer rows than this is never split. */
const LEAST_TALL = 24;

interface Component {
  /** Its first hop. */
  readonly first: number;
  readonly nodes: number;
  readonly firstRun: number;
  readonly runs: number;
}

/** Numbers of components in the order they are laid, per unit; units without any link are of none. */
function componentsOf(units: Units, isAnchored: Uint8Array): { readonly of: Int32Array; readonly all: readonly Component[] } {
  const of = new Int32Array(units.count).fill(-1);
  const stack = new Uint32Array(units.count);
  const sides = [units.down, units.up];
  const found: { first: number; nodes: number; hasAnchor: boolean; least: number; most: number }[] = [];
  for (let unit = 0; unit < units.held; unit++) {
    if (of[unit] !== -1 || (units.down.start[unit] === units.down.start[unit + 1] && units.up.start[unit] === units.up.start[unit + 1]))
      continue;
    const component = { first: unit, nodes: 0, hasAnchor: false, least: units.hop[unit] as number, most: 0 };
    let depth = 0;
    stack[depth++] = unit;
    of[unit] = found.length;
    while (depth > 0) {
      const at = stack[--depth] as number;
      if (at < units.held) {
        component.nodes += (units.members.start[at + 1] as number) - (units.members.start[at] as number);
        if (isAnchored[at] === 1) component.hasAnchor = true;
      }
      component.least = Math.min(component.least, units.hop[at] as number);
      component.most = Math.max(component.most, units.hop[at] as number);
      for (const side of sides)
        for (let i = side.start[at] as number; i < (side.start[at + 1] as number); i++) {
          const other = side.list[i] as number;
          if (of[other] !== -1) continue;
          of[other] = found.length;
          stack[depth++] = other;
        }
    }
    found.push(component);
  }
  const order = found.map((_, i) => i);
  const rank = (i: number) => found[i] as (typeof found)[number];
  order.sort(
    (a, b) => Number(rank(b).hasAnchor) - Number(rank(a).hasAnchor) || rank(b).nodes - rank(a).nodes || rank(a).first - rank(b).first,
  );
  const place = new Int32Array(found.length);
  const all: Component[] = [];
  let firstRun = 0;
  for (const [i, from] of order.entries()) {
    const { nodes, least, most } = rank(from);
    place[from] = i;
    // A run per hop, counted from the component's own first one.
    all.push({ first: least, nodes, firstRun, runs: most - least + 1 });
    firstRun += most - least + 1;
  }
  for (let unit = 0; unit < units.count; unit++) if (of[unit] !== -1) of[unit] = place[of[unit] as number] as number;
  return { of, all };
}

/** Splits what is too tall into columns, dealt out in turn: each keeps its order, and its height is a part of the whole. */
function columnsOf(
  units: Units,
  runs: Runs,
  components: readonly Component[],
): { readonly columns: Runs; readonly shift: Float64Array; readonly firstColumn: Uint32Array } {
  const order = new Uint32Array(runs.order.length);
  const start: number[] = [0];
  const shift: number[] = [];
  const firstColumn = new Uint32Array(runs.count + 1);
  let at = 0;
  for (const component of components) {
    const tall = Math.max(LEAST_TALL, 1.5 * Math.sqrt(component.nodes));
    for (let run = component.firstRun; run < component.firstRun + component.runs; run++) {
      const begin = runs.start[run] as number;
      const end = runs.start[run + 1] as number;
      let height = 0;
      for (let i = begin; i < end; i++) height += units.rows[runs.order[i] as number] as number;
      const split = Math.min(Math.max(1, Math.ceil(height / tall)), Math.max(1, end - begin));
      for (let column = 0; column < split; column++) {
        for (let i = begin + column; i < end; i += split) order[at++] = runs.order[i] as number;
        start.push(at);
        shift.push(column % 2 === 1 ? 0.5 : 0);
      }
      firstColumn[run + 1] = shift.length;
    }
  }
  return { columns: { count: shift.length, start: Uint32Array.from(start), order }, shift: Float64Array.from(shift), firstColumn };
}

interface Part {
  readonly width: number;
  readonly height: number;
  /** Moves the part's nodes to where it is packed. */
  readonly move: (left: number, top: number) => void;
}

/** Parts below one another; small ones share a shelf where that does not widen the whole. */
function pack(parts: readonly Part[]): void {
  const area = parts.reduce((sum, part) => sum + (part.width + COLUMN_PITCH) * (part.height + ROW_PITCH), 0);
  const widest = parts.reduce((most, part) => Math.max(most, part.width), Math.sqrt(area * 1.3));
  let left = 0;
  let top = 0;
  let deepest = 0;
  for (const part of parts) {
    if (left > 0 && left + part.width > widest) {
      left = 0;
      top += deepest + ROW_PITCH;
      deepest = 0;
    }
    part.move(left, top);
    left += part.width + COLUMN_PITCH;
    deepest = Math.max(deepest, part.height);
  }
}

/** Units of each component by hop, in their first order. */
function runsOf(units: Units, of: Int32Array, all: readonly Component[]): Runs {
  const last = all.at(-1);
  const runCount = last === undefined ? 0 : last.firstRun + last.runs;
  const runOf = new Int32Array(units.count).fill(-1);
  const start = new Uint32Array(runCount + 1);
  for (let unit = 0; unit < units.count; unit++) {
    if (of[unit] === -1) continue;
    const component = all[of[unit] as number] as Component;
    const run = component.firstRun + (units.hop[unit] as number) - component.first;
    runOf[unit] = run;
    start[run + 1] = (start[run + 1] as number) + 1;
  }
  for (let run = 0; run < runCount; run++) start[run + 1] = (start[run + 1] as number) + (start[run] as number);
  const order = new Uint32Array(start[runCount] as number);
  const next = start.slice(0, runCount);
  for (let unit = 0; unit < units.count; unit++) {
    const run = runOf[unit] as number;
    if (run === -1) continue;
    order[next[run] as number] = unit;
    next[run] = (next[run] as number) + 1;
  }
  return { count: runCount, start, order };
}

export function flowLayout({ count, sources, targets, anchors = new Uint32Array(0) }: FlowInput): Places {
  checkGraph(count, sources, targets);
  for (const anchor of anchors) if (anchor >= count) throw new RangeError('layout: an anchor that is no node');
  const places: Places = { x: new Int32Array(count), y: new Int32Array(count) };
  if (count === 0) return places;
  const { down, up, walk } = flowWithoutCycles(count, sources, targets, anchors);
  const units = unitsOf(count, hopsOf(count, { down, up }), down, up, walk);
  const isAnchored = new Uint8Array(units.held);
  for (const anchor of anchors) isAnchored[units.unitOf[anchor] as number] = 1;
  const { of, all } = componentsOf(units, isAnchored);
  const runs = runsOf(units, of, all);
  const y = orderRuns(units, runs);
  const { columns, shift, firstColumn } = columnsOf(units, runs, all);
  settleColumns(units, columns, shift, y, runs.order);

  const parts: Part[] = all.map((component) => placeComponent(component));
  const alone: number[] = [];
  for (let unit = 0; unit < units.held; unit++)
    if (of[unit] === -1) alone.push(units.members.list[units.members.start[unit] as number] as number);
  if (alone.length > 0) parts.push(block(alone.sort((a, b) => a - b)));
  pack(parts);
  const [origin] = anchors;
  if (origin !== undefined) {
    const [dx, dy] = [places.x[origin] as number, places.y[origin] as number];
    for (let node = 0; node < count; node++) {
      places.x[node] = (places.x[node] as number) - dx;
      places.y[node] = (places.y[node] as number) - dy;
    }
  }
  return places;

  /** Members of a unit, or nodes alone, down column after column. */
  function put(nodes: ArrayLike<number>, begin: number, end: number, columnCount: number, x: number, top: number): void {
    if (end - begin === 1) {
      places.x[nodes[begin] as number] = x;
      places.y[nodes[begin] as number] = top;
      return;
    }
    const rows = Math.ceil((end - begin) / columnCount);
    for (let i = 0; i < end - begin; i++) {
      const node = nodes[begin + i] as number;
      const column = Math.floor(i / rows);
      places.x[node] = x + column * BLOCK_PITCH;
      places.y[node] = top + (i - column * rows) * ROW_PITCH;
    }
  }
  /** Nodes without any edge. */
  function block(nodes: readonly number[]): Part {
    const wide = Math.max(1, Math.min(nodes.length, Math.ceil(Math.sqrt(nodes.length * 0.7))));
    const rows = Math.ceil(nodes.length / wide);
    return {
      width: (wide - 1) * BLOCK_PITCH + BOX_WIDTH,
      height: rows * ROW_PITCH,
      move: (left, top) => put(nodes, 0, nodes.length, wide, left, top),
    };
  }
  function placeComponent(component: Component): Part {
    const from = firstColumn[component.firstRun] as number;
    const to = firstColumn[component.firstRun + component.runs] as number;
    let top = Number.POSITIVE_INFINITY;
    let bottom = Number.NEGATIVE_INFINITY;
    const lefts = new Int32Array(to - from);
    const wides = new Int32Array(to - from);
    let width = 0;
    for (let column = from; column < to; column++) {
      let wide = 1;
      for (let i = columns.start[column] as number; i < (columns.start[column + 1] as number); i++) {
        const unit = columns.order[i] as number;
        if (unit >= units.held) continue;
        wide = Math.max(wide, units.columns[unit] as number);
        top = Math.min(top, (y[unit] as number) - (units.rows[unit] as number) / 2);
        bottom = Math.max(bottom, (y[unit] as number) + (units.rows[unit] as number) / 2);
      }
      lefts[column - from] = width;
      wides[column - from] = wide;
      width += (wide - 1) * BLOCK_PITCH + COLUMN_PITCH;
    }
    return {
      width: width - COLUMN_PITCH + BOX_WIDTH,
      height: Math.ceil((bottom - top) * ROW_PITCH),
      move: (left, above) => {
        for (let column = from; column < to; column++)
          for (let i = columns.start[column] as number; i < (columns.start[column + 1] as number); i++) {
            const unit = columns.order[i] as number;
            if (unit >= units.held) continue;
            const spare = (wides[column - from] as number) - (units.columns[unit] as number);
            const unitTop = (y[unit] as number) - (units.rows[unit] as number) / 2 - top;
            put(
              units.members.list,
              units.members.start[unit] as number,
              units.members.start[unit + 1] as number,
              units.columns[unit] as number,
              left + (lefts[column - from] as number) + (units.isFeeding[unit] === 1 ? spare * BLOCK_PITCH : 0),
              above + Math.round((unitTop + 0.5) * ROW_PITCH),
            );
          }
      },
    };
  }
}
