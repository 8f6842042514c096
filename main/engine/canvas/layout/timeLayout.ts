// Time layout: x is the true time, to scale or by the logarithm of what has passed since the first moment; y is a swim lane. A node never
// leaves its moment to make room: it goes to another row of its lane.
import { BLOCK_PITCH, CLEAR_WIDTH, COLUMN_PITCH, FARTHEST, type Places, ROW_PITCH } from './box.ts';
import { MOST_NODES } from './links.ts';
import { FIRST_MOMENT, LAST_MOMENT, linearTicks, type Tick, unevenTicks } from './timeTicks.ts';

export interface TimeInput {
  /** Seconds of UTC; NaN where unknown. Of what lasts, its first moment. Outside of the years 1 to 9999 a time counts as unknown. */
  readonly times: Float64Array;
  /** Lanes stand below one another by number. */
  readonly lanes: Int32Array;
  readonly logarithmic: boolean;
  /** Points from the first moment to the last; without it, by how many nodes the fullest lane has. */
  readonly width?: number;
}

export interface Lane {
  readonly lane: number;
  /** Its top. */
  readonly y: number;
  readonly height: number;
}

export interface TimeLayout extends Places {
  readonly lanes: readonly Lane[];
  readonly ticks: readonly (Tick & { readonly x: number })[];
  /** x = 0 is the first moment, x = width the last; both null where no time is known. */
  readonly firstSeconds: number | null;
  readonly lastSeconds: number | null;
  readonly width: number;
}

const LEAST_WIDTH = 6 * COLUMN_PITCH;
const MOST_WIDTH = 200 * COLUMN_PITCH;
const LANE_GAP = 16;
const LANE_PADDING = 12;
/** Up to this time after the first moment the logarithmic axis is nearly even, in seconds. */
const EVEN_SECONDS = 60;
/** Rows of nodes without a time, where the lane has no more of its own. */
const LEAST_ROWS = 6;

/** Rows by the x that stands last in them; finds the first row with room, in the logarithm of their number (a tree of least values). */
function rowFinder(most: number): (x: number) => number {
  let leaves = 1;
  while (leaves < most) leaves *= 2;
  const least = new Float64Array(2 * leaves).fill(Number.NEGATIVE_INFINITY);
  return (x) => {
    let at = 1;
    while (at < leaves) at = (least[2 * at] as number) <= x - CLEAR_WIDTH ? 2 * at : 2 * at + 1;
    const row = at - leaves;
    least[at] = x;
    for (at >>= 1; at >= 1; at >>= 1) least[at] = Math.min(least[2 * at] as number, least[2 * at + 1] as number);
    return row;
  };
}

export function timeLayout({ times, lanes, logarithmic, width: wished }: TimeInput): TimeLayout {
  const count = times.length;
  if (count > MOST_NODES) throw new RangeError(`layout: ${count} nodes`);
  if (lanes.length !== count) throw new RangeError('layout: a node without a lane');
  if (wished !== undefined && !(wished >= 0 && wished <= FARTHEST)) throw new RangeError('layout: a width out of range');
  const isKnown = (node: number) => (times[node] as number) >= FIRST_MOMENT && (times[node] as number) <= LAST_MOMENT;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const members = new Map<number, { readonly known: number[]; readonly unknown: number[] }>();
  for (let node = 0; node < count; node++) {
    const number = lanes[node] as number;
    let lane = members.get(number);
    if (lane === undefined) {
      lane = { known: [], unknown: [] };
      members.set(number, lane);
    }
    if (!isKnown(node)) {
      lane.unknown.push(node);
      continue;
    }
    lane.known.push(node);
    first = Math.min(first, times[node] as number);
    last = Math.max(last, times[node] as number);
  }
  const span = last - first;
  let fullest = 0;
  for (const { known } of members.values()) fullest = Math.max(fullest, known.length);
  const width = Math.round(wished ?? Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, (fullest * COLUMN_PITCH) / 2)));
  const placeOf = (seconds: number): number => {
    if (span === 0) return 0;
    return logarithmic ? Math.log1p((seconds - first) / EVEN_SECONDS) / Math.log1p(span / EVEN_SECONDS) : (seconds - first) / span;
  };
  const xOf = (seconds: number) => Math.round(placeOf(seconds) * width);

  const x = new Int32Array(count);
  const y = new Int32Array(count);
  const laid: Lane[] = [];
  let top = 0;
  for (const [number, { known, unknown }] of [...members].sort(([a], [b]) => a - b)) {
    for (const node of known) x[node] = xOf(times[node] as number);
    known.sort((a, b) => (x[a] as number) - (x[b] as number) || a - b);
    const findRow = rowFinder(known.length);
    const middle = top + LANE_PADDING + ROW_PITCH / 2;
    let rows = 0;
    for (const node of known) {
      const row = findRow(x[node] as number);
      y[node] = middle + row * ROW_PITCH;
      rows = Math.max(rows, row + 1);
    }
    if (unknown.length > 0) {
      const tall = Math.min(unknown.length, Math.max(rows, LEAST_ROWS, Math.ceil(Math.sqrt((unknown.length * BLOCK_PITCH) / ROW_PITCH))));
      const columns = Math.ceil(unknown.length / tall);
      for (const [i, node] of unknown.entries()) {
        x[node] = -COLUMN_PITCH - (columns - 1 - Math.floor(i / tall)) * BLOCK_PITCH;
        y[node] = middle + (i % tall) * ROW_PITCH;
      }
      rows = Math.max(rows, tall);
    }
    const height = rows * ROW_PITCH + 2 * LANE_PADDING;
    laid.push({ lane: number, y: top, height });
    top += height + LANE_GAP;
  }
  const isAny = first <= last;
  const ticks = !isAny ? [] : logarithmic && span > 0 ? unevenTicks(first, last, placeOf) : linearTicks(first, last);
  return {
    x,
    y,
    lanes: laid,
    ticks: ticks.map((tick) => ({ ...tick, x: xOf(tick.seconds) })),
    firstSeconds: isAny ? first : null,
    lastSeconds: isAny ? last : null,
    width,
  };
}
