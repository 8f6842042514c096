// Forces and the moving apart of boxes: pinned nodes stay, boxes do not overlap, the pull is seen in distances; pushes against the sum over
// all pairs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOX_HEIGHT, BOX_WIDTH, COLUMN_PITCH, FARTHEST } from './box.ts';
import { forceLayout } from './forceLayout.ts';
import { anyGraph, bigFlow, graphOf, type MadeGraph, overlapsByBruteForce, starGraph } from './tests/made.ts';
import { repulsion } from './repulsion.ts';
import { overlapsOf, separate } from './separate.ts';

const none = (count: number) => ({ x: new Int32Array(count), y: new Int32Array(count), fixed: new Uint8Array(count) });
const spots = fc.array(fc.record({ x: fc.integer({ min: -600, max: 600 }), y: fc.integer({ min: -300, max: 300 }), fixed: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
});
function placed(count: number, all: readonly { readonly x: number; readonly y: number; readonly fixed: boolean }[]) {
  const spot = (node: number) => all[node % all.length] as (typeof all)[number];
  const numbers = [...Array(count).keys()];
  return {
    x: Int32Array.from(numbers, (node) => spot(node).x),
    y: Int32Array.from(numbers, (node) => spot(node).y),
    fixed: Uint8Array.from(numbers, (node) => Number(spot(node).fixed)),
  };
}
const pairsOf = (x: Int32Array, y: Int32Array) => overlapsByBruteForce(x, y, BOX_WIDTH, BOX_HEIGHT);

describe('forceLayout', () => {
  it('leaves pinned nodes where they are, keeps all other boxes apart, and gives the same bytes again', () => {
    fc.assert(
      fc.property(fc.oneof(anyGraph, starGraph), spots, fc.integer({ min: 0, max: 20 }), (graph: MadeGraph, all, steps) => {
        const start = placed(graph.count, all);
        const given = forceLayout({ ...graph, ...start, steps });
        expect(forceLayout({ ...graph, ...start, steps })).toEqual(given);
        const isPinned = (node: number) => start.fixed[node] === 1;
        for (let node = 0; node < graph.count; node++)
          if (isPinned(node)) expect([given.x[node], given.y[node]]).toEqual([start.x[node], start.y[node]]);
        expect(pairsOf(given.x, given.y).filter(([a, b]) => !isPinned(a) || !isPinned(b))).toEqual([]);
      }),
    );
  });
  it('gives the same bytes for any order of the edges', () => {
    const graph = bigFlow(60, 1.5);
    const turned = { count: 60, sources: graph.sources.slice().reverse(), targets: graph.targets.slice().reverse() };
    expect(forceLayout({ ...turned, ...none(60) })).toEqual(forceLayout({ ...graph, ...none(60) }));
  });
  it('draws what is linked together and apart from what is not', () => {
    // Two groups of six, everyone linked within, one link between.
    const edges: [number, number][] = [[0, 6]];
    for (let a = 0; a < 6; a++) for (let b = a + 1; b < 6; b++) edges.push([a, b], [a + 6, b + 6]);
    const { x, y } = forceLayout({ ...graphOf(12, edges), ...none(12) });
    const distance = (a: number, b: number) => Math.hypot((x[a] as number) - (x[b] as number), (y[a] as number) - (y[b] as number));
    const mean = (pairs: number[]) => pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
    const within: number[] = [];
    const between: number[] = [];
    for (let a = 0; a < 12; a++) for (let b = a + 1; b < 12; b++) (a < 6 === b < 6 ? within : between).push(distance(a, b));
    expect(mean(between)).toBeGreaterThan(1.5 * mean(within));
  });
  it('pulls a free node to its pinned neighbour', () => {
    const start = { x: Int32Array.of(5_000, 0), y: Int32Array.of(0, 0), fixed: Uint8Array.of(1, 0) };
    const { x } = forceLayout({ ...graphOf(2, [[0, 1]]), ...start });
    expect(x[0]).toBe(5_000);
    expect(Math.abs((x[1] as number) - 5_000)).toBeLessThan(2 * COLUMN_PITCH);
  });
  it('spreads a ring so that it does not cross itself', () => {
    const ring = graphOf(
      12,
      [...Array(12).keys()].map((i) => [i, (i + 1) % 12] as const),
    );
    const { x, y } = forceLayout({ ...ring, ...none(12) });
    const side = (a: number, b: number, c: number) =>
      Math.sign(
        ((x[b] as number) - (x[a] as number)) * ((y[c] as number) - (y[a] as number)) -
          ((y[b] as number) - (y[a] as number)) * ((x[c] as number) - (x[a] as number)),
      );
    for (let a = 0; a < 12; a++)
      for (let c = a + 2; c < 12; c++) {
        const [b, d] = [(a + 1) % 12, (c + 1) % 12];
        if (d === a) continue;
        expect(side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)).toBe(false);
      }
  });
  it('bears nothing, one node, 2,000 at one place, and refuses what is too much or too far out', () => {
    expect(forceLayout({ ...graphOf(0, []), ...none(0) }).x.length).toBe(0);
    expect([...forceLayout({ ...graphOf(1, [[0, 0]]), ...none(1) }).x]).toEqual([0]);
    const { x, y } = forceLayout({ ...graphOf(2_000, []), ...none(2_000), steps: 5 });
    expect(pairsOf(x, y)).toEqual([]);
    // No selection any more: moved apart, not pulled.
    const many = forceLayout({ ...graphOf(20_001, [[0, 20_000]]), ...none(20_001) });
    expect(overlapsOf(many.x, many.y)).toEqual([]);
    expect([many.x[0], many.y[0]]).toEqual([0, 0]);
    expect(() => forceLayout({ ...graphOf(1, []), ...none(1), x: Int32Array.of(FARTHEST + 1) })).toThrow(RangeError);
    expect(() => forceLayout({ ...graphOf(1, []), ...none(1), steps: -1 })).toThrow(RangeError);
  });
});

/** What is computed against the sum over all pairs: the sum of the differences, and of the pushes. */
function compare(bodies: readonly (readonly [number, number])[]) {
  const forceX = new Float64Array(bodies.length);
  const forceY = new Float64Array(bodies.length);
  const x = Float64Array.from(bodies, ([at]) => at);
  const y = Float64Array.from(bodies, ([, at]) => at);
  repulsion(bodies.length)(x, y, forceX, forceY);
  let [wrong, all] = [0, 0];
  for (const [i, [hereX, hereY]] of bodies.entries()) {
    let [sumX, sumY] = [0, 0];
    for (const [otherX, otherY] of bodies) {
      const [dx, dy] = [hereX - otherX, hereY - otherY];
      const distance = Math.hypot(dx, dy);
      const push = 1 / (Math.max(distance * distance, 0.01) * (1 + distance / 4));
      sumX += dx * push;
      sumY += dy * push;
      all += distance * push;
    }
    wrong += Math.hypot((forceX[i] as number) - sumX, (forceY[i] as number) - sumY);
  }
  return { wrong, all };
}

describe('repulsion', () => {
  const place = fc.double({ min: -30, max: 30, noNaN: true });
  it('is the sum over all pairs where bodies are few', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { minLength: 2, maxLength: 4 }), (bodies) => {
        const { wrong, all } = compare(bodies);
        expect(wrong).toBeLessThanOrEqual(1e-9 * all);
      }),
    );
  });
  it('is near that sum where they are many, spread or in heaps', () => {
    let state = 1;
    const next = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    for (let round = 0; round < 40; round++) {
      const heaps = Array.from({ length: 1 + (round % 5) }, () => [40 * next(), 40 * next(), 0.1 + 20 * next()] as const);
      const bodies = Array.from({ length: 300 }, (_, i) => {
        const [x, y, size] = heaps[i % heaps.length] as (typeof heaps)[number];
        return [x + size * next(), y + size * next()] as const;
      });
      const { wrong, all } = compare(bodies);
      expect(wrong / all).toBeLessThan(0.05);
    }
  });
});

describe('separate', () => {
  it('finds the overlaps that trying all pairs finds', () => {
    fc.assert(
      fc.property(spots, (all) => {
        const { x, y } = placed(all.length, all);
        expect(overlapsOf(x, y)).toEqual(pairsOf(x, y));
      }),
    );
  });
  it('leaves no overlap but those of pinned boxes, which it names, and moves nothing without need', () => {
    fc.assert(
      fc.property(spots, (all) => {
        const start = placed(all.length, all);
        const given = separate(start);
        const isPinned = (node: number) => start.fixed[node] === 1;
        const before = pairsOf(start.x, start.y);
        expect(pairsOf(given.x, given.y)).toEqual(before.filter(([a, b]) => isPinned(a) && isPinned(b)));
        expect(given.pinned).toEqual(pairsOf(given.x, given.y));
        for (let node = 0; node < all.length; node++)
          if (isPinned(node) || !before.some((pair) => pair.includes(node)))
            expect([given.x[node], given.y[node]]).toEqual([start.x[node], start.y[node]]);
      }),
    );
  });
  it('moves the later of two by one row', () => {
    const given = separate({ x: Int32Array.of(0, 10), y: Int32Array.of(0, 0) });
    expect([...given.x, ...given.y]).toEqual([0, 10, 0, 64]);
    expect(given.moved).toBe(1);
  });
  it('parts 20,000 boxes at one place', () => {
    const given = separate({ x: new Int32Array(20_000), y: new Int32Array(20_000) });
    expect(overlapsOf(given.x, given.y)).toEqual([]);
    expect(given.moved).toBe(19_999);
  });
});
