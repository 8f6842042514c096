// Places for what is new on a canvas, beside what already stands there. A node that has its place keeps it: that is the promise to whoever
// arranged the picture.
import { COLUMN_PITCH, FARTHEST, type Places, ROW_PITCH } from './box.ts';
import { flowLayout } from './flowLayout.ts';
import { blockColumns } from './flowUnits.ts';
import { freePlaces, type Side } from './freePlace.ts';
import { checkGraph, type Links, linksOf, reversed } from './links.ts';

export interface PlaceInput {
  readonly count: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** 1 where x and y are the node's place; those of other nodes are not read. */
  readonly placed: Uint8Array;
  /** Where what has no link to a placed node goes: as near below as there is room. Without it, below everything. */
  readonly near?: { readonly x: number; readonly y: number };
}

interface Wish {
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly side: Side;
  /** The one node it is placed beside, or -1. */
  readonly beside: number;
}

/** A node may be moved on by so many columns, and more where many stand beside one node. */
const LEAST_COLUMNS = 6;

export function placeNew({ count, sources, targets, x, y, placed, near }: PlaceInput): Places {
  checkGraph(count, sources, targets);
  const places: Places = { x: Int32Array.from(x.subarray(0, count)), y: Int32Array.from(y.subarray(0, count)) };
  const down = linksOf(count, sources, targets);
  const up = reversed(count, down);
  const has = Uint8Array.from(placed.subarray(0, count));
  const free = freePlaces(places);
  let wave: number[] = [];
  for (let node = 0; node < count; node++)
    if (has[node] !== 0) {
      if (Math.max(Math.abs(places.x[node] as number), Math.abs(places.y[node] as number)) > FARTHEST)
        throw new RangeError('layout: a place too far out');
      free.take(node);
      wave.push(node);
    }
  // Hop by hop: what is linked to the nodes of the last wave.
  while (wave.length > 0) {
    const met = new Set<number>();
    for (const node of wave)
      for (const side of [down, up])
        for (let i = side.start[node] as number; i < (side.start[node + 1] as number); i++) {
          const other = side.list[i] as number;
          if (has[other] === 0) met.add(other);
        }
    wave = [...met].sort((a, b) => a - b);
    placeWave(wave.map((node) => wishOf(node)));
    for (const node of wave) has[node] = 1;
  }
  placeRest();
  return places;

  function wishOf(node: number): Wish {
    const before = standing(node, up);
    const after = standing(node, down);
    if (before.count > 0 && after.count > 0) {
      // Between both where there is room for a column, else right after what comes before.
      const gap = after.left - before.right;
      const between = gap >= 2 * COLUMN_PITCH ? before.right + Math.round(gap / 2) : before.right + COLUMN_PITCH;
      const height = Math.round((before.sum + after.sum) / (before.count + after.count));
      return { node, x: between, y: height, side: 1, beside: -1 };
    }
    const side: Side = before.count > 0 ? 1 : -1;
    const from = before.count > 0 ? before : after;
    return {
      node,
      x: side === 1 ? from.right + COLUMN_PITCH : from.left - COLUMN_PITCH,
      y: Math.round(from.sum / from.count),
      side,
      beside: from.count === 1 ? from.only : -1,
    };
  }
  function standing(node: number, side: Links) {
    const of = { count: 0, sum: 0, left: Number.POSITIVE_INFINITY, right: Number.NEGATIVE_INFINITY, only: -1 };
    for (let i = side.start[node] as number; i < (side.start[node + 1] as number); i++) {
      const other = side.list[i] as number;
      if (has[other] === 0) continue;
      of.count += 1;
      of.sum += places.y[other] as number;
      of.left = Math.min(of.left, places.x[other] as number);
      of.right = Math.max(of.right, places.x[other] as number);
      of.only = other;
    }
    return of;
  }
  /** From the top down, so that edges to neighbours at different heights do not cross for nothing. */
  function placeWave(wishes: Wish[]): void {
    wishes.sort((a, b) => a.x - b.x || a.y - b.y || a.beside - b.beside || a.side - b.side || a.node - b.node);
    for (let i = 0; i < wishes.length; ) {
      const first = wishes[i] as Wish;
      let end = i + 1;
      if (first.beside >= 0)
        while (end < wishes.length && wishes[end]?.beside === first.beside && wishes[end]?.side === first.side) end += 1;
      const group = wishes.slice(i, end);
      const columns = Math.max(LEAST_COLUMNS, 2 * blockColumns(group.length));
      const nodes = group.map(({ node }) => node);
      free.put(nodes, first.x, first.y, first.side, columns);
      inOrder(group);
      i = end;
    }
  }
  /** Nodes beside the same one stand in their own order: down each column, the nearest column first. */
  function inOrder(group: readonly Wish[]): void {
    if (group.length < 2) return;
    const side = (group[0] as Wish).side === -1 ? -1 : 1;
    const spots = group.map(({ node }) => ({ x: places.x[node] as number, y: places.y[node] as number }));
    spots.sort((a, b) => (a.x - b.x) * side || a.y - b.y);
    for (const [i, spot] of spots.entries()) {
      const node = (group[i] as Wish).node;
      places.x[node] = spot.x;
      places.y[node] = spot.y;
    }
  }
  /** What hangs on nothing that has a place: laid out by itself and set down as one piece. */
  function placeRest(): void {
    const rest: number[] = [];
    const number = new Int32Array(count).fill(-1);
    for (let node = 0; node < count; node++)
      if (has[node] === 0) {
        number[node] = rest.length;
        rest.push(node);
      }
    if (rest.length === 0) return;
    const kept: number[] = [];
    for (let i = 0; i < sources.length; i++) if ((number[sources[i] as number] as number) >= 0) kept.push(i);
    const piece = flowLayout({
      count: rest.length,
      sources: Uint32Array.from(kept, (i) => number[sources[i] as number] as number),
      targets: Uint32Array.from(kept, (i) => number[targets[i] as number] as number),
    });
    const bounds = boundsOf(piece.x, piece.y, rest.length);
    const standing: number[] = [];
    for (let node = 0; node < count; node++) if (has[node] !== 0) standing.push(node);
    let left = near?.x ?? 0;
    let top = near?.y ?? 0;
    if (standing.length > 0) {
      const all = boundsOf(
        Int32Array.from(standing, (node) => places.x[node] as number),
        Int32Array.from(standing, (node) => places.y[node] as number),
        standing.length,
      );
      if (near === undefined) {
        left = all.left;
        top = all.bottom + 2 * ROW_PITCH;
      } else top = roomBelow(standing, left, left + bounds.right - bounds.left, top, bounds.bottom - bounds.top);
    }
    for (const [i, node] of rest.entries()) {
      places.x[node] = (piece.x[i] as number) - bounds.left + left;
      places.y[node] = (piece.y[i] as number) - bounds.top + top;
    }
  }
  /** The highest top from `top` down at which a piece this wide and high meets no standing box. */
  function roomBelow(standing: readonly number[], left: number, right: number, top: number, height: number): number {
    const inWay = standing
      .filter((node) => (places.x[node] as number) > left - COLUMN_PITCH && (places.x[node] as number) < right + COLUMN_PITCH)
      .map((node) => places.y[node] as number)
      .sort((a, b) => a - b);
    let from = top;
    for (const at of inWay) if (at > from - ROW_PITCH && at < from + height + ROW_PITCH) from = at + ROW_PITCH;
    return from;
  }
}

function boundsOf(x: Int32Array, y: Int32Array, count: number) {
  const bounds = {
    left: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  };
  for (let i = 0; i < count; i++) {
    bounds.left = Math.min(bounds.left, x[i] as number);
    bounds.right = Math.max(bounds.right, x[i] as number);
    bounds.top = Math.min(bounds.top, y[i] as number);
    bounds.bottom = Math.max(bounds.bottom, y[i] as number);
  }
  return bounds;
}
