// Crossings of an order against counting all pairs of edges; swaps that never make more of them; trees drawn without any.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossingsOf, swapNeighbours } from './flowCrossings.ts';
import { flowLayout } from './flowLayout.ts';
import { type Runs, type Units, unitsOf } from './flowUnits.ts';
import { flowWithoutCycles, hopsOf } from './links.ts';
import { acyclicGraph, graphOf, type MadeGraph, starGraph } from './tests/made.ts';

/** Units in runs by hop, each run in the order of the keys. */
function ordered({ count, sources, targets }: MadeGraph, keys: readonly number[]) {
  const flow = flowWithoutCycles(count, sources, targets, new Uint32Array(0));
  const units = unitsOf(count, hopsOf(count, flow), flow.down, flow.up, flow.walk);
  const key = (unit: number) => keys[unit % keys.length] as number;
  const all = [...Array(units.count).keys()].sort(
    (a, b) => (units.hop[a] as number) - (units.hop[b] as number) || key(a) - key(b) || a - b,
  );
  const hops = Math.max(...units.hop) + 1;
  const start = Uint32Array.from({ length: hops + 1 }, (_, hop) => all.filter((unit) => (units.hop[unit] as number) < hop).length);
  const runs: Runs = { count: hops, start, order: Uint32Array.from(all) };
  return { units, runs, position: positionsOf(units, runs) };
}
function positionsOf(units: Units, { count, start, order }: Runs): Uint32Array {
  const position = new Uint32Array(units.count);
  for (let run = 0; run < count; run++)
    for (let i = start[run] as number; i < (start[run + 1] as number); i++) position[order[i] as number] = i - (start[run] as number);
  return position;
}
function crossingsByBruteForce({ count, hop, down }: Units, position: Uint32Array): number {
  const edges: [number, number][] = [];
  for (let unit = 0; unit < count; unit++)
    for (const child of down.list.subarray(down.start[unit], down.start[unit + 1])) edges.push([unit, child]);
  const at = (unit: number) => position[unit] as number;
  let crossings = 0;
  for (const [a, b] of edges) for (const [c, d] of edges) if (hop[a] === hop[c] && at(a) < at(c) && at(b) > at(d)) crossings += 1;
  return crossings;
}
const someKeys = fc.array(fc.nat(), { minLength: 50, maxLength: 50 });

describe('crossings', () => {
  it('are counted as all pairs of edges give them', () => {
    fc.assert(
      fc.property(fc.oneof(acyclicGraph, starGraph), someKeys, (graph, keys) => {
        const { units, runs, position } = ordered(graph, keys);
        expect(crossingsOf(units, runs, position)).toBe(crossingsByBruteForce(units, position));
      }),
    );
  });
  it('become no more by swaps, which keep every unit in its run', () => {
    fc.assert(
      fc.property(acyclicGraph, someKeys, (graph, keys) => {
        const { units, runs, position } = ordered(graph, keys);
        const before = crossingsByBruteForce(units, position);
        swapNeighbours(units, runs, position);
        expect(crossingsByBruteForce(units, position)).toBeLessThanOrEqual(before);
        expect(position).toEqual(positionsOf(units, runs));
        expect([...runs.order].map((unit) => units.hop[unit])).toEqual([...units.hop].sort((a, b) => a - b));
      }),
    );
  });
  it('go where one swap takes them away', () => {
    const { units, runs, position } = ordered(
      graphOf(4, [
        [0, 3],
        [1, 2],
      ]),
      [0],
    );
    // By number 0 stands above 1; the walk named 3 before 2, so the second run is turned round by hand.
    const turned: Runs = {
      ...runs,
      order: Uint32Array.of(runs.order[0] as number, runs.order[1] as number, runs.order[3] as number, runs.order[2] as number),
    };
    const at = positionsOf(units, turned);
    expect([crossingsOf(units, runs, position), crossingsOf(units, turned, at)]).toEqual([0, 1]);
    swapNeighbours(units, turned, at);
    expect(crossingsOf(units, turned, at)).toBe(0);
  });
  it('do not come up in a tree', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 19 }), (parents) => {
        const edges = parents.map((parent, i) => [parent % (i + 1), i + 1] as const);
        const { x, y } = flowLayout(graphOf(parents.length + 1, edges));
        const fans = edges.map(([parent]) => parent);
        // Blocks of leaves have edges beneath them; they are looked at elsewhere.
        if (fans.some((parent) => fans.filter((other) => other === parent).length >= 9)) return;
        for (const [a, b] of edges)
          for (const [c, d] of edges) {
            if (x[a] !== x[c] || (y[a] as number) >= (y[c] as number)) continue;
            expect(y[b] as number).toBeLessThan(y[d] as number);
          }
      }),
    );
  });
});
