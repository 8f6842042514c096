import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowPicture } from '../../../shared/contract/trace.ts';
import { type ChartOptions, flowChart } from './chart.ts';
import { layoutFlow } from './layout.ts';
import { type FlowInput, type FlowOutput, type FlowTransaction, flowPicture } from './picture.ts';
import { reduceFlow } from './reduce.ts';

/** Random edges from lower to higher numbers: no cycle. */
const graphs = fc.integer({ min: 1, max: 60 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    edges: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([a, b]) => a !== b).map(([a, b]) => (a < b ? [a, b] : [b, a]) as [number, number]), { maxLength: count === 1 ? 0 : 150 }),
  }),
);
const arrays = (edges: readonly (readonly [number, number])[]): [Uint32Array, Uint32Array] => [Uint32Array.from(edges, ([a]) => a), Uint32Array.from(edges, ([, b]) => b)];

describe('layoutFlow', () => {
  it('draws every edge to the right and keeps nodes of one layer at least 1 apart', () => {
    fc.assert(
      fc.property(graphs, fc.boolean(), ({ count, edges }, fromRight) => {
        const { x, y } = layoutFlow(count, ...arrays(edges), fromRight);
        for (const [a, b] of edges) expect(x[a] as number).toBeLessThan(x[b] as number);
        for (let a = 0; a < count; a++) for (let b = 0; b < a; b++) if (x[a] === x[b]) expect(Math.abs((y[a] as number) - (y[b] as number))).toBeGreaterThanOrEqual(1);
        for (const value of y) expect(Number.isFinite(value)).toBe(true);
        expect(layoutFlow(count, ...arrays(edges), fromRight).y).toEqual(y);
      }),
      { numRuns: 300 },
    );
  });

  it('puts a chain on one line and takes the crossing out of two pairs', () => {
    expect([...layoutFlow(3, ...arrays([[0, 1], [1, 2]])).y]).toEqual([0, 0, 0]);
    const { y } = layoutFlow(4, ...arrays([[0, 3], [1, 2]]));
    expect(((y[0] as number) - (y[1] as number)) * ((y[3] as number) - (y[2] as number))).toBeGreaterThan(0);
  });

  it('refuses a cycle', () => {
    expect(() => layoutFlow(2, Uint32Array.of(0, 1), Uint32Array.of(1, 0))).toThrow(/cycle/);
  });
});
