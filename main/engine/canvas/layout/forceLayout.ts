// Force-directed layout of a selection: linked nodes attract, all repel (Fruchterman, Reingold 1991; far groups as one by Barnes, Hut 1986).
// It starts from the places given, never from chance; pinned nodes pull and push, and do not move.
import { CLEAR_HEIGHT, CLEAR_WIDTH, COLUMN_PITCH, FARTHEST, type Places, ROW_PITCH } from './box.ts';
import { checkGraph, type Links, linksOf } from './links.ts';
import { repulsion } from './repulsion.ts';
import { separate } from './separate.ts';

export interface ForceInput {
  readonly count: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Where it starts; of several at one place, all but the pinned are put on a spiral around it first. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** 1 for what must not move. */
  readonly fixed: Uint8Array;
  /** At most; fewer of a larger graph, so that a selection of thousands stays within about a second. */
  readonly steps?: number;
}

/** Wished length of an edge in each direction: a box is much wider than high, and so is a screen. */
const WIDE = COLUMN_PITCH * 1.1;
const HIGH = ROW_PITCH * 1.6;
const MOST_STEPS = 300;
const LEAST_STEPS = 20;
const STEPS_OF_ALL = 400_000;
const GRAVITY = 0.15;
const PUSHES = 60;
/** A node's number stands behind its place in one double. */
const SHIFT = 2 ** 20;
/** More nodes than this are no selection: they stay where they are and are only moved apart. */
const MOST_PULLED = 20_000;
/** Pairs looked at while boxes push one another off; what is left then is put to the nearest free places. */
const MOST_MEETINGS = 40_000_000;
/** A turn by the golden angle: no two directions of the spiral are ever the same. */
const TURN = [-0.737_368_878_078_319_7, 0.675_490_294_261_523_8] as const;

export function forceLayout({ count, sources, targets, x, y, fixed, steps = MOST_STEPS }: ForceInput): Places {
  checkGraph(count, sources, targets);
  if (!Number.isInteger(steps) || steps < 0) throw new RangeError(`layout: ${steps} steps`);
  for (let node = 0; node < count; node++)
    if (Math.max(Math.abs(x[node] as number), Math.abs(y[node] as number)) > FARTHEST) throw new RangeError('layout: a place too far out');
  if (count > MOST_PULLED) {
    const { x: left, y: top } = separate({ x: x.subarray(0, count), y: y.subarray(0, count), fixed });
    return { x: left, y: top };
  }
  const atX = new Float64Array(count);
  const atY = new Float64Array(count);
  for (let node = 0; node < count; node++) {
    atX[node] = (x[node] as number) / WIDE;
    atY[node] = (y[node] as number) / HIGH;
  }
  spread(atX, atY, fixed);
  simulate(atX, atY, fixed, linksOf(count, sources, targets), Math.min(steps, stepsOf(count)));
  const places: Places = { x: new Int32Array(count), y: new Int32Array(count) };
  for (let node = 0; node < count; node++) {
    const isFixed = fixed[node] === 1;
    places.x[node] = isFixed ? (x[node] as number) : Math.round((atX[node] as number) * WIDE);
    places.y[node] = isFixed ? (y[node] as number) : Math.round((atY[node] as number) * HIGH);
  }
  pushApart(places, fixed);
  const { x: left, y: top } = separate({ ...places, fixed });
  return { x: left, y: top };
}

function stepsOf(count: number): number {
  return Math.max(LEAST_STEPS, Math.min(MOST_STEPS, Math.round(STEPS_OF_ALL / Math.max(1, count))));
}

/** Nodes that share a place go on a spiral around it, by number. */
function spread(x: Float64Array, y: Float64Array, fixed: Uint8Array): void {
  const met = new Map<string, { before: number; dx: number; dy: number }>();
  for (let node = 0; node < x.length; node++) {
    const place = `${x[node]} ${y[node]}`;
    const spiral = met.get(place);
    if (spiral === undefined) {
      met.set(place, { before: 1, dx: 1, dy: 0 });
      continue;
    }
    if (fixed[node] === 1) continue;
    const far = 0.7 * Math.sqrt(spiral.before);
    x[node] = (x[node] as number) + spiral.dx * far;
    y[node] = (y[node] as number) + spiral.dy * far;
    const { before, dx, dy } = spiral;
    met.set(place, { before: before + 1, dx: dx * TURN[0] - dy * TURN[1], dy: dx * TURN[1] + dy * TURN[0] });
  }
}

function simulate(x: Float64Array, y: Float64Array, fixed: Uint8Array, links: Links, steps: number): void {
  const count = x.length;
  const push = repulsion(count);
  const forceX = new Float64Array(count);
  const forceY = new Float64Array(count);
  const [centreX, centreY] = [middleOf(x), middleOf(y)];
  const hottest = Math.max(1, Math.sqrt(count) / 4);
  for (let step = 0; step < steps; step++) {
    forceX.fill(0);
    forceY.fill(0);
    push(x, y, forceX, forceY);
    for (let node = 0; node < count; node++)
      for (let i = links.start[node] as number; i < (links.start[node + 1] as number); i++) {
        const other = links.list[i] as number;
        const dx = (x[node] as number) - (x[other] as number);
        const dy = (y[node] as number) - (y[other] as number);
        const pull = Math.sqrt(dx * dx + dy * dy);
        forceX[node] = (forceX[node] as number) - dx * pull;
        forceY[node] = (forceY[node] as number) - dy * pull;
        forceX[other] = (forceX[other] as number) + dx * pull;
        forceY[other] = (forceY[other] as number) + dy * pull;
      }
    // No node moves farther in one step than this; it cools to nothing.
    const heat = hottest * (1 - step / steps) ** 2;
    for (let node = 0; node < count; node++) {
      if (fixed[node] === 1) continue;
      const dx = (forceX[node] as number) - GRAVITY * ((x[node] as number) - centreX);
      const dy = (forceY[node] as number) - GRAVITY * ((y[node] as number) - centreY);
      const size = Math.sqrt(dx * dx + dy * dy);
      if (size === 0) continue;
      const part = Math.min(size, heat) / size;
      x[node] = (x[node] as number) + dx * part;
      y[node] = (y[node] as number) + dy * part;
    }
  }
}

function middleOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Boxes that are too near push one another off, along the side where less is needed, until none are or it has been tried enough. */
function pushApart({ x, y }: Places, fixed: Uint8Array): void {
  const count = x.length;
  const moveX = new Float64Array(count);
  const moveY = new Float64Array(count);
  const keys = new Float64Array(count);
  const order = new Uint32Array(count);
  let looked = 0;
  for (let round = 0; round < PUSHES; round++) {
    moveX.fill(0);
    moveY.fill(0);
    // From left to right: each against those that begin before it ends.
    for (let node = 0; node < count; node++) keys[node] = ((x[node] as number) + 2 * FARTHEST) * SHIFT + node;
    keys.sort();
    for (let i = 0; i < count; i++) order[i] = (keys[i] as number) % SHIFT;
    let met = 0;
    for (let i = 0; i < count; i++) {
      const node = order[i] as number;
      const right = (x[node] as number) + CLEAR_WIDTH;
      const middle = y[node] as number;
      for (let j = i + 1; j < count; j++) {
        const other = order[j] as number;
        if ((x[other] as number) >= right) break;
        looked += 1;
        const dy = (y[other] as number) - middle;
        if (dy >= CLEAR_HEIGHT || dy <= -CLEAR_HEIGHT || (fixed[node] === 1 && fixed[other] === 1)) continue;
        met += 1;
        const overX = right - (x[other] as number);
        const overY = CLEAR_HEIGHT - Math.abs(dy);
        const share = fixed[node] === 1 || fixed[other] === 1 ? 1 : 0.5;
        const isUpright = overY / CLEAR_HEIGHT <= overX / CLEAR_WIDTH;
        const move = isUpright ? moveY : moveX;
        const by = (isUpright ? overY * (dy < 0 ? -1 : 1) : overX) * share;
        move[node] = (move[node] as number) - by;
        move[other] = (move[other] as number) + by;
      }
    }
    if (met === 0 || looked > MOST_MEETINGS) return;
    for (let node = 0; node < count; node++) {
      if (fixed[node] === 1) continue;
      // No farther at once than a box: many neighbours together would throw it out of the picture.
      x[node] = (x[node] as number) + Math.round(Math.max(-CLEAR_WIDTH, Math.min(CLEAR_WIDTH, moveX[node] as number)));
      y[node] = (y[node] as number) + Math.round(Math.max(-CLEAR_HEIGHT, Math.min(CLEAR_HEIGHT, moveY[node] as number)));
    }
  }
}
