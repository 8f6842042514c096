// The graph model on a picture small enough to check by hand.
import { describe, expect, it } from 'vitest';
import type { FlowPicture } from '../../shared/contract/trace.ts';
import { drawFlow, neighbour, nodeOfRow, PATTERNS, throughPath } from './flowModel.ts';

const tx = (n: number) => String(n).repeat(64);
const node = (id: string, hop: number, y: number, more: Partial<FlowPicture['nodes'][number]> = {}): FlowPicture['nodes'][number] => ({
  id,
  kind: 'transaction',
  hop,
  x: hop,
  y,
  txid: tx(hop),
  outpoint: null,
  address: null,
  amountSat: '100',
  height: 1,
  time: null,
  state: null,
  coinjoin: false,
  grade: 'P',
  labels: [],
  count: 1,
  ...more,
});
const edge = (id: string, source: string, target: string, amountSat: string, valueSat: string): FlowPicture['edges'][number] => ({
  id,
  source,
  target,
  amountSat,
  valueSat,
  outpoint: `${tx(1)}:${id.length}`,
  address: null,
  statement: 'assumption',
});
/** s → a → b (holding, 30 of 60) and a → c (holding, 70 of 70). */
const picture: FlowPicture = {
  run: 1,
  policy: 'fifo',
  direction: 'forward',
  seedSat: '100',
  hiddenNodes: 0,
  nodes: [
    node('s', 0, 0, { kind: 'seed' }),
    node('a', 1, 0),
    node('b', 2, -1, { kind: 'holding', outpoint: `${tx(2)}:0`, amountSat: '30' }),
    node('c', 2, 1, { kind: 'holding', outpoint: `${tx(2)}:1`, amountSat: '70' }),
  ],
  edges: [edge('s-a', 's', 'a', '100', '100'), edge('a-b', 'a', 'b', '30', '60'), edge('a-cc', 'a', 'c', '70', '70')],
};
const wording = {
  decimals: 2,
  nodeTitle: (n: { id: string }) => n.id,
  nodeState: () => '',
  partOf: (a: string, v: string) => `${a} of ${v}`,
};

describe('drawFlow', () => {
  it('labels a part with its whole and a whole with itself, exactly', () => {
    const drawn = drawFlow(picture, 2, wording);
    expect(drawn.edges.map((e) => e.label)).toEqual(['◇ 1', '◇ 0.3 of 0.6', '']);
    // The transfer of a whole output into a holding has its amount at the holding.
    expect(drawn.nodes.map((n) => n.lines[0])).toEqual(['s', 'a', '◇ 0.3 · b', '◇ 0.7 · c']);
    expect(drawn.edges[1]).toMatchObject({ share: 0.5, pattern: PATTERNS.assumption });
  });
  it('gives every kind its own shape and keeps the order of hops', () => {
    const drawn = drawFlow(picture, 2, wording);
    expect(drawn.nodes.map((n) => n.shape)).toEqual([2, 0, 1, 1]);
    expect((drawn.nodes[1]?.x ?? 0) > (drawn.nodes[0]?.x ?? 0)).toBe(true);
  });
  it('stretches towards the window: width over height becomes the aspect asked for', () => {
    const drawn = drawFlow(picture, 3, wording);
    const xs = drawn.nodes.map((n) => n.x);
    const ys = drawn.nodes.map((n) => n.y);
    expect((Math.max(...xs) - Math.min(...xs)) / (Math.max(...ys) - Math.min(...ys))).toBeCloseTo(3);
  });
});

describe('moving by keys', () => {
  it('goes along the largest amount and back', () => {
    expect(neighbour(picture, 'a', 'ArrowRight')).toBe('c');
    expect(neighbour(picture, 'c', 'ArrowLeft')).toBe('a');
    expect(neighbour(picture, 'c', 'ArrowUp')).toBe('b');
    expect(neighbour(picture, 'b', 'ArrowUp')).toBe('b');
    expect(neighbour(picture, null, 'ArrowRight')).toBe('s');
  });
});

describe('linking', () => {
  it('lights the whole way through a node and nothing beside it', () => {
    expect([...throughPath(picture, 'b')].sort()).toEqual(['a', 'a-b', 'b', 's', 's-a']);
  });
  it('finds the node of a table row', () => {
    expect(nodeOfRow(picture, { outpoint: `${tx(2)}:1`, txid: tx(2) })).toBe('c');
    expect(nodeOfRow(picture, { outpoint: 'none', txid: tx(1) })).toBe('a');
    expect(nodeOfRow(picture, { outpoint: 'none', txid: 'none' })).toBeNull();
  });
});
