// Finds boxes that overlap and moves them apart by as little as it takes. What is pinned stays, even on another pinned box; that is said.
import { BOX_HEIGHT, BOX_WIDTH, type Places, TakenBoxes } from './box.ts';
import { blockColumns } from './flowUnits.ts';
import { freePlaces } from './freePlace.ts';

export interface SeparateInput {
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** 1 for what must not move. */
  readonly fixed?: Uint8Array;
}

export interface Separated extends Places {
  /** Pairs of pinned nodes that overlap one another and were left so. */
  readonly pinned: readonly (readonly [number, number])[];
  readonly moved: number;
}

const LEAST_COLUMNS = 12;

/** Pairs of nodes whose boxes overlap, the lower number first, sorted. */
export function overlapsOf(x: Int32Array, y: Int32Array): [number, number][] {
  const boxes = new TakenBoxes(x.length, BOX_WIDTH, BOX_HEIGHT);
  const pairs: [number, number][] = [];
  for (let node = 0; node < x.length; node++) {
    boxes.forNear(x[node] as number, y[node] as number, (other) => pairs.push([other, node]));
    boxes.add(x[node] as number, y[node] as number);
  }
  return pairs.sort(([a, b], [c, d]) => a - c || b - d);
}

export function separate({ x, y, fixed }: SeparateInput): Separated {
  const count = x.length;
  const places: Places = { x: Int32Array.from(x), y: Int32Array.from(y) };
  const isFixed = (node: number) => fixed?.[node] === 1;
  const exact = new TakenBoxes(count, BOX_WIDTH, BOX_HEIGHT);
  const free = freePlaces(places);
  const pinned: [number, number][] = [];
  // Pinned ones first, then the others as they come: who was there before stays.
  const names: number[] = [];
  for (let node = 0; node < count; node++) {
    if (!isFixed(node)) continue;
    exact.forNear(x[node] as number, y[node] as number, (other) => pinned.push([names[other] as number, node]));
    exact.add(x[node] as number, y[node] as number);
    names.push(node);
    free.take(node);
  }
  const inWay: number[] = [];
  for (let node = 0; node < count; node++) {
    if (isFixed(node)) continue;
    if (exact.isTaken(x[node] as number, y[node] as number)) {
      inWay.push(node);
      continue;
    }
    exact.add(x[node] as number, y[node] as number);
    free.take(node);
  }
  // Those of one place in one go: it may be all of them.
  const groups = new Map<string, number[]>();
  for (const node of inWay) {
    const place = `${x[node]} ${y[node]}`;
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [node]);
    else group.push(node);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    free.put(group, x[first] as number, y[first] as number, 0, Math.max(LEAST_COLUMNS, blockColumns(group.length)));
  }
  pinned.sort(([a, b], [c, d]) => a - c || b - d);
  return { ...places, pinned, moved: inWay.length };
}
