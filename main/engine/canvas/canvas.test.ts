// Layout, picture and reduction of a flow: exact on small graphs, properties on random ones.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowPicture } from '../../../shared/contract/trace.ts';
import { type ChartOptions, flowChart } from './chart.ts';
import { layoutFlow } from './layout/layered.ts';
import { type FlowInput, type FlowOutput, type FlowTransaction, flowPicture } from './picture.ts';
import { reduceFlow } from './reduce.ts';

/** Random edges from lower to higher numbers: no cycle. */
const graphs = fc.integer({ min: 1, max: 60 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    edges: fc.array(
      fc
        .tuple(fc.nat(count - 1), fc.nat(count - 1))
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => (a < b ? [a, b] : [b, a]) as [number, number]),
      { maxLength: count === 1 ? 0 : 150 },
    ),
  }),
);
const arrays = (edges: readonly (readonly [number, number])[]): [Uint32Array, Uint32Array] => [
  Uint32Array.from(edges, ([a]) => a),
  Uint32Array.from(edges, ([, b]) => b),
];

describe('layoutFlow', () => {
  it('draws every edge to the right and keeps nodes of one layer at least 1 apart', () => {
    fc.assert(
      fc.property(graphs, fc.boolean(), ({ count, edges }, fromRight) => {
        const { x, y } = layoutFlow(count, ...arrays(edges), fromRight);
        for (const [a, b] of edges) expect(x[a] as number).toBeLessThan(x[b] as number);
        for (let a = 0; a < count; a++)
          for (let b = 0; b < a; b++) if (x[a] === x[b]) expect(Math.abs((y[a] as number) - (y[b] as number))).toBeGreaterThanOrEqual(1);
        for (const value of y) expect(Number.isFinite(value)).toBe(true);
        expect(layoutFlow(count, ...arrays(edges), fromRight).y).toEqual(y);
      }),
      { numRuns: 300 },
    );
  });

  it('puts a chain on one line and takes the crossing out of two pairs', () => {
    expect([
      ...layoutFlow(
        3,
        ...arrays([
          [0, 1],
          [1, 2],
        ]),
      ).y,
    ]).toEqual([0, 0, 0]);
    const { y } = layoutFlow(
      4,
      ...arrays([
        [0, 3],
        [1, 2],
      ]),
    );
    expect(((y[0] as number) - (y[1] as number)) * ((y[3] as number) - (y[2] as number))).toBeGreaterThan(0);
  });

  it('refuses a cycle', () => {
    expect(() => layoutFlow(2, Uint32Array.of(0, 1), Uint32Array.of(1, 0))).toThrow(/cycle/);
  });
});

const id = (n: number): string => n.toString(16).padStart(64, '0');
const end = (txid: number, index: number, amountSat: bigint, state: string, valueSat = amountSat): FlowOutput => ({
  outpoint: `${id(txid)}:${index}`,
  amountSat,
  valueSat,
  address: null,
  state,
  labels: [],
});
const transaction = (txid: number, hop: number, inputs: FlowOutput[], outputs: FlowOutput[], whole = false): FlowTransaction => ({
  txid: id(txid),
  height: 100 + hop,
  time: 1_700_000_000,
  hop,
  coinjoin: false,
  grade: 'P',
  labels: [],
  whole,
  inputs,
  outputs,
});
const seed = (txid: number, amountSat: bigint): FlowInput['seeds'][number] => ({
  outpoint: `${id(txid)}:0`,
  amountSat,
  valueSat: amountSat,
  address: null,
  height: 99,
  time: 1_700_000_000,
  grade: 'P',
  labels: [],
  state: 'spent',
});

/** Seed 100 → T2 (60 + 39, fee 1) → T3 spends the 60 together with foreign coins. */
const forward: FlowInput = {
  run: 1,
  policy: 'fifo',
  direction: 'forward',
  limit: 300,
  seeds: [seed(1, 100n)],
  transactions: [
    transaction(2, 1, [end(1, 0, 100n, 'spent')], [end(2, 0, 60n, 'spent'), end(2, 1, 39n, 'unspent')], true),
    transaction(3, 2, [end(2, 0, 60n, 'spent')], [end(3, 0, 55n, 'unspent', 500n)]),
  ],
};

describe('flowPicture', () => {
  it('names what is a fact, what follows without a choice, and what the policy assumes', () => {
    const picture = flowPicture(forward);
    expect(FlowPicture.safeParse(picture).success).toBe(true);
    const edges = Object.fromEntries(
      picture.edges.map((edge) => [
        `${edge.source.slice(0, 4)}>${edge.target.slice(0, 4)} ${edge.amountSat}/${edge.valueSat}`,
        edge.statement,
      ]),
    );
    expect(edges).toEqual({
      'seed>tx:0 100/100': 'fact',
      'tx:0>tx:0 60/60': 'derivation',
      'tx:0>out: 39/39': 'derivation',
      'tx:0>out: 55/500': 'assumption',
    });
    expect(picture.nodes.map((node) => [node.kind, node.x, node.hop])).toEqual([
      ['seed', 0, 0],
      ['transaction', 1, 1],
      ['holding', 2, 2],
      ['transaction', 2, 2],
      ['holding', 3, 3],
    ]);
  });

  it('draws a backward trace with the seeds at the right and origins by their kind', () => {
    const picture = flowPicture({
      run: 1,
      policy: 'fifo',
      direction: 'backward',
      limit: 300,
      seeds: [seed(3, 50n)],
      transactions: [
        transaction(2, 2, [end(1, 0, 20n, 'coinbase'), end(9, 1, 30n, 'unknown-input')], [end(2, 0, 50n, 'traced')]),
        transaction(3, 1, [end(2, 0, 50n, 'traced')], [end(3, 0, 50n, 'spent')]),
      ],
    });
    const at = new Map(picture.nodes.map((node) => [node.id, node]));
    expect(at.get(`seed:${id(3)}:0`)?.x).toBe(3);
    expect(at.get(`out:${id(1)}:0`)).toMatchObject({ kind: 'coinbase', x: 0 });
    expect(at.get(`out:${id(9)}:1`)).toMatchObject({ kind: 'unknown', x: 0 });
    expect(picture.edges.find((edge) => edge.target.startsWith('seed:'))?.statement).toBe('fact');
  });

  it('a seed that another seed reaches stands between the two transactions', () => {
    const picture = flowPicture({ ...forward, seeds: [seed(1, 100n), seed(2, 5n)] });
    const reached = `seed:${id(2)}:0`;
    expect(picture.edges.some((edge) => edge.source === `tx:${id(2)}` && edge.target === reached)).toBe(true);
    expect(picture.edges.some((edge) => edge.source === reached && edge.target === `tx:${id(3)}`)).toBe(true);
  });
});

/** One payment of many outputs, then one more hop of the largest. */
function fan(outputs: number, limit: number): FlowInput {
  const ends = Array.from({ length: outputs }, (_, index) =>
    end(2, index, BigInt(1000 + index), index === outputs - 1 ? 'spent' : 'unspent'),
  );
  const total = ends.reduce((sum, one) => sum + one.amountSat, 0n);
  const last = ends.at(-1) as FlowOutput;
  return {
    ...forward,
    limit,
    seeds: [seed(1, total)],
    transactions: [
      transaction(2, 1, [end(1, 0, total, 'spent')], ends, true),
      transaction(3, 2, [last], [end(3, 0, last.amountSat, 'unspent')], true),
    ],
  };
}

describe('reduceFlow', () => {
  it('loses no amount: what is summed in `more` is what was taken away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 80 }), fc.integer({ min: 4, max: 40 }), (outputs, limit) => {
        const whole = flowPicture(fan(outputs, 10_000));
        const reduced = reduceFlow(whole, limit);
        const ends = (picture: typeof whole): bigint =>
          picture.nodes
            .filter((node) => node.kind === 'holding' || node.kind === 'more')
            .reduce((sum, node) => sum + BigInt(node.amountSat), 0n);
        expect(reduced.nodes.reduce((sum, node) => sum + node.count, 0)).toBe(whole.nodes.length);
        expect(reduced.hiddenNodes).toBe(whole.nodes.length - reduced.nodes.filter((node) => node.kind !== 'more').length);
        if (reduced.nodes.some((node) => node.id === `tx:${id(3)}`)) expect(ends(reduced)).toBe(ends(whole));
        const ids = new Set(reduced.nodes.map((node) => node.id));
        for (const edge of reduced.edges) expect(ids.has(edge.source) && ids.has(edge.target)).toBe(true);
        expect(FlowPicture.safeParse(reduced).success).toBe(true);
      }),
    );
  });

  it('keeps the largest', () => {
    const reduced = flowPicture(fan(50, 8));
    const shown = reduced.nodes.filter((node) => node.kind === 'holding').map((node) => node.amountSat);
    expect(shown.every((amount) => BigInt(amount) >= 1040n)).toBe(true);
    expect(reduced.nodes.find((node) => node.kind === 'more')?.count).toBe(reduced.hiddenNodes);
  });
});

describe('flowChart', () => {
  const options: ChartOptions = {
    width: 483,
    maximumHeight: 640,
    words: (key, parameters = {}) => `${key} ${Object.values(parameters).join(' ')}`.trim(),
    runs: (text) => [{ family: 'X', text }],
    widthOf: (text, _style, size) => text.length * size * 0.56,
  };

  it('keeps boxes inside the sheet and apart, and gives every mark a full id', () => {
    for (const picture of [
      flowPicture(forward),
      flowPicture(fan(3, 300)),
      flowPicture(fan(400, 300)),
      flowPicture({ ...forward, transactions: [] }),
    ]) {
      const chart = flowChart(picture, options);
      expect(chart.height).toBeLessThanOrEqual(640);
      const boxes = [...chart.svg.matchAll(/<rect x="([-\d.]+)" y="([-\d.]+)" width="84" height="33"/g)].map(
        (match) => [Number(match[1]), Number(match[2])] as const,
      );
      expect(boxes.length).toBeGreaterThan(0);
      for (const [x, y] of boxes) expect(x >= 0 && y >= 0 && x + 84 <= 483.01 && y + 33 <= chart.height).toBe(true);
      boxes.forEach(([x, y], index) => {
        for (const [u, v] of boxes.slice(0, index)) expect(Math.abs(x - u) >= 84 || Math.abs(y - v) >= 33).toBe(true);
      });
      expect(new Set(chart.key.map((entry) => entry.mark)).size).toBe(chart.key.length);
      for (const entry of chart.key) expect(entry.id).toMatch(/^[0-9a-f]{64}(:\d+)?$/);
      expect(chart.svg).toBe(flowChart(picture, options).svg);
    }
  });

  it('escapes labels', () => {
    const picture = flowPicture({ ...forward, transactions: forward.transactions.map((one) => ({ ...one, labels: ['<script>"&'] })) });
    expect(flowChart(picture, options).svg).not.toContain('<script>');
  });
});
