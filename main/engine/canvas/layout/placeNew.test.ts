// Placing what is new: nothing that stands moves, nothing overlaps, and small cases worked out by hand.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOX_HEIGHT, BOX_WIDTH, COLUMN_PITCH, FARTHEST, ROW_PITCH } from './box.ts';
import { flowLayout } from './flowLayout.ts';
import { anyGraph, bigFlow, graphOf, overlapsByBruteForce, overlapsBySweep, starGraph } from './tests/made.ts';
import { placeNew } from './placeNew.ts';

const place = (node: number, { x, y }: { x: Int32Array; y: Int32Array }) => [x[node], y[node]];
/** One node stands at (100, 50); the rest is new. */
function besideOne(count: number, edges: [number, number][]) {
  const x = new Int32Array(count);
  const y = new Int32Array(count);
  x[0] = 100;
  y[0] = 50;
  const placed = new Uint8Array(count);
  placed[0] = 1;
  return placeNew({ ...graphOf(count, edges), x, y, placed });
}

describe('placeNew', () => {
  it('moves nothing that stands and keeps new boxes off all others', () => {
    const standing = fc.array(
      fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -300, max: 300 }), has: fc.boolean() }),
      {
        minLength: 60,
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(
        fc.oneof(anyGraph, starGraph),
        standing,
        fc.option(fc.record({ x: fc.nat(500), y: fc.nat(500) })),
        (graph, spots, near) => {
          const spot = (node: number) => spots[node % spots.length] as (typeof spots)[number];
          const numbers = [...Array(graph.count).keys()];
          const x = Int32Array.from(numbers, (node) => spot(node).x);
          const y = Int32Array.from(numbers, (node) => spot(node).y);
          const placed = Uint8Array.from(numbers, (node) => Number(spot(node).has));
          const input = { ...graph, x, y, placed, ...(near === null ? {} : { near }) };
          const given = placeNew(input);
          for (const node of numbers) if (placed[node] === 1) expect(place(node, given)).toEqual([x[node], y[node]]);
          const bad = overlapsByBruteForce(given.x, given.y, BOX_WIDTH, BOX_HEIGHT).filter(([a, b]) => placed[a] === 0 || placed[b] === 0);
          expect(bad).toEqual([]);
          expect(placeNew(input)).toEqual(given);
        },
      ),
    );
  });
  it('puts a payee one column to the right and a payer one column to the left', () => {
    const given = besideOne(3, [
      [0, 1],
      [2, 0],
    ]);
    expect(place(1, given)).toEqual([100 + COLUMN_PITCH, 50]);
    expect(place(2, given)).toEqual([100 - COLUMN_PITCH, 50]);
  });
  it('stacks several in their own order, and follows a chain hop by hop', () => {
    const given = besideOne(6, [
      [0, 1],
      [0, 2],
      [0, 3],
      [3, 4],
      [4, 5],
    ]);
    expect([1, 2, 3].map((node) => given.x[node])).toEqual([320, 320, 320]);
    expect([1, 2, 3].map((node) => given.y[node])).toEqual([50 - ROW_PITCH, 50, 50 + ROW_PITCH]);
    expect(place(4, given)).toEqual([540, 50 + ROW_PITCH]);
    expect(place(5, given)).toEqual([760, 50 + ROW_PITCH]);
  });
  it('wraps many into columns and stays near', () => {
    const given = besideOne(
      101,
      [...Array(100).keys()].map((i) => [0, i + 1]),
    );
    const heights = [...given.y];
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(40 * ROW_PITCH);
    expect(new Set(given.x.subarray(1)).size).toBeGreaterThan(2);
  });
  it('puts what lies between two in the middle of them', () => {
    const given = placeNew({
      ...graphOf(3, [
        [0, 2],
        [2, 1],
      ]),
      x: Int32Array.of(0, 600, 0),
      y: Int32Array.of(0, 100, 0),
      placed: Uint8Array.of(1, 1, 0),
    });
    expect(place(2, given)).toEqual([300, 50]);
  });
  it('goes round a box that stands in the way, downwards first', () => {
    const given = placeNew({
      ...graphOf(3, [[0, 2]]),
      x: Int32Array.of(0, COLUMN_PITCH, 0),
      y: Int32Array.of(0, 0, 0),
      placed: Uint8Array.of(1, 1, 0),
    });
    expect(place(2, given)).toEqual([COLUMN_PITCH, ROW_PITCH]);
  });
  it('puts what hangs on nothing below everything, or near where it was asked for', () => {
    const graph = graphOf(4, [[2, 3]]);
    const input = { ...graph, x: Int32Array.of(-50, 400, 0, 0), y: Int32Array.of(0, 300, 0, 0), placed: Uint8Array.of(1, 1, 0, 0) };
    expect(place(2, placeNew(input))).toEqual([-50, 300 + 2 * ROW_PITCH]);
    expect(place(3, placeNew(input))).toEqual([-50 + COLUMN_PITCH, 300 + 2 * ROW_PITCH]);
    expect(place(2, placeNew({ ...input, near: { x: 1000, y: 20 } }))).toEqual([1000, 20]);
    expect(place(2, placeNew({ ...input, near: { x: 300, y: 290 } }))).toEqual([300, 300 + ROW_PITCH]);
  });
  it('lays out an empty canvas as a flow', () => {
    const graph = bigFlow(50, 1.3);
    const none = { x: new Int32Array(50), y: new Int32Array(50), placed: new Uint8Array(50) };
    const flow = flowLayout(graph);
    const given = placeNew({ ...graph, ...none });
    const [left, top] = [Math.min(...flow.x), Math.min(...flow.y)];
    expect([...given.x]).toEqual([...flow.x].map((at) => at - left));
    expect([...given.y]).toEqual([...flow.y].map((at) => at - top));
  });
  it('bears nothing at all, and refuses a place too far out', () => {
    const empty = { x: new Int32Array(0), y: new Int32Array(0), placed: new Uint8Array(0) };
    expect(placeNew({ ...graphOf(0, []), ...empty }).x.length).toBe(0);
    const far = { x: Int32Array.of(FARTHEST + 1, 0), y: new Int32Array(2), placed: Uint8Array.of(1, 0) };
    expect(() => placeNew({ ...graphOf(2, [[0, 1]]), ...far })).toThrow(RangeError);
  });
  it('places 1,000 new nodes among 20,000, and 20,000 new ones on one hub', () => {
    const base = bigFlow(20_000, 1.3);
    const flow = flowLayout(base);
    const edges = [...base.sources].map((from, i) => [from, base.targets[i] as number] as [number, number]);
    for (let i = 0; i < 1_000; i++) edges.push(i % 2 === 0 ? [(i * 7919) % 20_000, 20_000 + i] : [20_000 + i, (i * 104_729) % 20_000]);
    for (let i = 21_000; i < 41_000; i++) edges.push([77, i]);
    const x = new Int32Array(41_000);
    const y = new Int32Array(41_000);
    x.set(flow.x);
    y.set(flow.y);
    const placed = new Uint8Array(41_000).fill(1, 0, 20_000);
    const given = placeNew({ ...graphOf(41_000, edges), x, y, placed });
    expect(given.x.subarray(0, 20_000)).toEqual(flow.x);
    expect(given.y.subarray(0, 20_000)).toEqual(flow.y);
    expect(overlapsBySweep(given.x, given.y, BOX_WIDTH, BOX_HEIGHT)).toBe(0);
  });
});
