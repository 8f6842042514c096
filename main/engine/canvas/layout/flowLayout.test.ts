// Flow layout against what can be said of it without it: boxes apart by trying all pairs, value to the right, places worked out by hand.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_PITCH, BOX_HEIGHT, BOX_WIDTH, COLUMN_PITCH, ROW_PITCH } from './box.ts';
import { flowLayout } from './flowLayout.ts';
import {
  acyclicGraph,
  anyGraph,
  bigFlow,
  graphOf,
  type MadeGraph,
  overlapsByBruteForce,
  overlapsBySweep,
  starGraph,
} from './tests/made.ts';

const overlaps = ({ x, y }: { x: Int32Array; y: Int32Array }) => overlapsByBruteForce(x, y, BOX_WIDTH, BOX_HEIGHT);
const hops = (x: Int32Array) => [...x].map((at) => at / COLUMN_PITCH);

describe('flowLayout', () => {
  it('keeps all boxes apart, whatever the graph', () => {
    fc.assert(
      fc.property(fc.oneof(anyGraph, acyclicGraph, starGraph), (graph) => {
        expect(overlaps(flowLayout(graph))).toEqual([]);
      }),
    );
  });
  it('takes every edge of a graph without cycles to the right, by a whole column at least', () => {
    fc.assert(
      fc.property(fc.oneof(acyclicGraph, starGraph), (graph) => {
        const { x } = flowLayout(graph);
        for (const [i, from] of graph.sources.entries())
          expect((x[graph.targets[i] as number] as number) - (x[from] as number)).toBeGreaterThanOrEqual(BLOCK_PITCH);
      }),
    );
  });
  it('gives the same bytes again, and for any order of the edges', () => {
    fc.assert(
      fc.property(anyGraph, fc.infiniteStream(fc.nat()), (graph, keys) => {
        const edges = [...graph.sources].map((from, i) => [from, graph.targets[i] as number] as const);
        const shuffled = edges
          .map((edge) => [keys.next().value as number, edge] as const)
          .sort(([a], [b]) => a - b)
          .map(([, edge]) => edge);
        expect(flowLayout(graph)).toEqual(flowLayout(graph));
        expect(flowLayout(graphOf(graph.count, [...shuffled, ...shuffled.slice(0, 3)]))).toEqual(flowLayout(graph));
      }),
    );
  });
  it('draws the chain of a peel straight, with what is peeled off beside it', () => {
    // 0 pays 1 and goes on to 2, which pays 3 and goes on to 4, and so on.
    const edges: [number, number][] = [];
    for (let i = 0; i < 10; i++) edges.push([2 * i, 2 * i + 1], [2 * i, 2 * i + 2]);
    const { x, y } = flowLayout(graphOf(21, edges));
    for (let i = 0; i <= 10; i++) expect(x[2 * i]).toBe(i * COLUMN_PITCH);
    for (let i = 1; i < 8; i++) expect(Math.abs((y[2 * i] as number) - (y[0] as number))).toBeLessThan(BOX_HEIGHT / 2);
    for (let i = 0; i < 10; i++) expect(x[2 * i + 1]).toBe((i + 1) * COLUMN_PITCH);
  });
  it('wraps forty outputs into columns instead of one tall one', () => {
    const { x, y } = flowLayout(
      graphOf(
        41,
        [...Array(40).keys()].map((i) => [0, i + 1] as const),
      ),
    );
    // 40 leaves: round(sqrt(40 × 0.18)) = 3 columns of 14, 14 and 12.
    expect([...new Set(x.subarray(1))]).toEqual([COLUMN_PITCH, COLUMN_PITCH + BLOCK_PITCH, COLUMN_PITCH + 2 * BLOCK_PITCH]);
    expect(Math.max(...y) - Math.min(...y)).toBe(13 * ROW_PITCH);
    expect(Math.abs((y[0] as number) - (Math.max(...y) + Math.min(...y)) / 2)).toBeLessThanOrEqual(1);
  });
  it('puts what only feeds a later payment right before it', () => {
    // 0 → 1 → 2 → 3, and 4 → 5 → 3: the second chain ends beside the first, it does not begin at the far left.
    const { x } = flowLayout(
      graphOf(6, [
        [0, 1],
        [1, 2],
        [2, 3],
        [4, 5],
        [5, 3],
      ]),
    );
    expect(hops(x)).toEqual([0, 1, 2, 3, 1, 2]);
  });
  it('leaves room beside an edge that passes a hop', () => {
    const { x, y } = flowLayout(
      graphOf(3, [
        [0, 1],
        [1, 2],
        [0, 2],
      ]),
    );
    expect(hops(x)).toEqual([0, 1, 2]);
    // Straight from 0 to 2: the box of 1 is not on it.
    expect(Math.abs((y[1] as number) - ((y[0] as number) + (y[2] as number)) / 2)).toBeGreaterThan(BOX_HEIGHT / 2);
  });
  it('cuts a cycle where it comes back to its first node, or to the anchor', () => {
    const ring = graphOf(4, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ]);
    expect(hops(flowLayout(ring).x)).toEqual([0, 1, 2, 3]);
    const anchored = flowLayout({ ...ring, anchors: Uint32Array.of(2) });
    expect(hops(anchored.x)).toEqual([2, 3, 0, 1]);
    expect([anchored.x[2], anchored.y[2]]).toEqual([0, 0]);
  });
  it('puts two that pay each other side by side', () => {
    expect(
      hops(
        flowLayout(
          graphOf(2, [
            [1, 0],
            [0, 1],
            [1, 1],
          ]),
        ).x,
      ),
    ).toEqual([0, 1]);
  });
  it('stacks components, the anchored one first, then the biggest', () => {
    const graph = graphOf(9, [
      [0, 1],
      [2, 3],
      [3, 4],
      [4, 5],
      [6, 7],
      [7, 8],
    ]);
    const top = (y: Int32Array, ...nodes: number[]) => Math.min(...nodes.map((node) => y[node] as number));
    const plain = flowLayout(graph).y;
    expect(top(plain, 2, 3, 4, 5)).toBeLessThan(top(plain, 6, 7, 8));
    expect(top(plain, 6, 7, 8)).toBeLessThan(top(plain, 0, 1));
    const { y } = flowLayout({ ...graph, anchors: Uint32Array.of(0) });
    expect(top(y, 0, 1)).toBeLessThan(top(y, 2, 3, 4, 5));
    // An anchor among the leaves of a block: 0 pays ten, 11 and on are a longer chain.
    const fan = [...Array(10).keys()].map((i) => [0, i + 1] as const);
    const chain = [...Array(20).keys()].map((i) => [i + 11, i + 12] as const);
    const both = flowLayout({ ...graphOf(32, [...fan, ...chain]), anchors: Uint32Array.of(7) });
    expect([both.x[7], both.y[7]]).toEqual([0, 0]);
    expect(top(both.y, 0)).toBeLessThan(top(both.y, 11));
  });
  it('bears nothing, one node, and only nodes without edges', () => {
    expect(flowLayout(graphOf(0, [])).x.length).toBe(0);
    expect([...flowLayout(graphOf(1, [[0, 0]])).x]).toEqual([0]);
    const { x, y } = flowLayout(graphOf(100, []));
    expect(overlaps({ x, y })).toEqual([]);
    expect(new Set(x).size).toBeGreaterThan(4);
  });
  it('refuses an edge to no node and an edge without an end', () => {
    expect(() => flowLayout(graphOf(2, [[0, 2]]))).toThrow(RangeError);
    expect(() => flowLayout({ count: 2, sources: Uint32Array.of(0), targets: new Uint32Array(0) })).toThrow(RangeError);
  });
});

describe('flowLayout of 100,000 nodes', () => {
  const ring = () =>
    graphOf(
      100_000,
      [...Array(100_000).keys()].map((i) => [i, (i + 1) % 100_000] as const),
    );
  const star = () =>
    graphOf(
      100_001,
      [...Array(100_000).keys()].map((i) => [0, i + 1] as const),
    );
  const pairs = () =>
    graphOf(
      100_000,
      [...Array(50_000).keys()].map((i) => [2 * i, 2 * i + 1] as const),
    );
  const layers = (): MadeGraph =>
    graphOf(
      100_000,
      [...Array(90_000).keys()].map((i) => [i, i + 10_000 - (i % 7)] as const),
    );
  it.each([
    ['a flow', () => bigFlow(100_000, 1.3)],
    ['a ring', ring],
    ['leaves on one node', star],
    ['pairs', pairs],
    ['wide hops', layers],
    ['no edges', () => graphOf(100_000, [])],
  ])('%s: boxes apart', (name, make) => {
    const { x, y } = flowLayout(make());
    expect(overlapsBySweep(x, y, BOX_WIDTH, BOX_HEIGHT)).toBe(0);
    let height = 0;
    for (const at of y) height = Math.max(height, at);
    // None of them is one tall column.
    expect(height).toBeLessThan(name === 'a ring' ? BOX_HEIGHT : 2_000 * ROW_PITCH);
  });
});
