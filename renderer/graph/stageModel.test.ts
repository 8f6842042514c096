// The drawing of a canvas on pictures small enough to check by hand, and its way to the graph by differences.
import Graph from 'graphology';
import { describe, expect, it } from 'vitest';
import type { CanvasPicture } from '../../shared/contract/canvas.ts';
import { bareEdge, bareNode } from '../../tests/fixtures/fakeCanvasWorld.ts';
import { asideOf, distanceToLine, drawCanvas, nodesWithin, nodeThatWay } from './stageModel.ts';
import { syncGraph } from './stageSync.ts';

const node = (name: string, x: number, y: number, more: Partial<CanvasPicture['nodes'][number]> = {}) =>
  bareNode({ kind: 'address', chain: 'c', name, x, y, ...more });
const [a, b, c, d] = [node('a', 0, 0), node('b', 100, 30), node('c', 100, -40), node('d', -80, 200)];
const sum = (amount: string) => ({ amounts: [{ asset: 0, amount }] });
const edges = [
  bareEdge(a.id, b.id, 'relation', { ...sum('100'), statement: 'inference' }),
  bareEdge(b.id, a.id, 'relation', { ...sum('25'), statement: 'derivation' }),
  bareEdge(a.id, d.id, 'event', { statement: 'assumption' }),
];
const picture = { nodes: [a, b, c, d], edges } as unknown as CanvasPicture;
const wording = { nodeLines: (one: { name: string }) => [one.name], edgeText: () => ({ full: 'whole', short: 'short' }) };

describe('drawCanvas', () => {
  it('turns y over, once, and nothing else', () => {
    expect(drawCanvas(picture, wording).nodes.map(({ x, y }) => [x, y])).toEqual([
      [0, -0],
      [100, -30],
      [100, 40],
      [-80, -200],
    ]);
  });
  it('gives each kind of statement its own line, and what was entered by hand another', () => {
    expect(drawCanvas(picture, wording).edges.map(({ pattern }) => pattern)).toEqual([2, 1, 5]);
  });
  it('parts two lines that run against each other, and only those', () => {
    expect(drawCanvas(picture, wording).edges.map(({ aside }) => aside > 0)).toEqual([true, true, false]);
  });
  it('makes the larger amount the wider line: a quarter is half as much wider', () => {
    const [whole, quarter, none] = drawCanvas(picture, wording).edges.map(({ size }) => size - 1.6);
    expect(whole).toBeCloseTo(3);
    expect(quarter).toBeCloseTo(1.5);
    expect(none).toBe(0);
  });
  it('says how much is not shown on each side, and nothing where all is', () => {
    const drawn = drawCanvas({ ...picture, nodes: [node('e', 0, 0, { moreIn: 12 })], edges: [] }, wording);
    expect(drawn.nodes[0]).toMatchObject({ moreIn: '+12', moreOut: '' });
  });
});

describe('nodeThatWay', () => {
  it('follows a line before it goes to what only lies near', () => {
    // c is as near to the right as b; b is joined.
    expect(nodeThatWay(picture, a.id, 'ArrowRight')).toBe(b.id);
    expect(nodeThatWay(picture, a.id, 'ArrowDown')).toBe(b.id);
    expect(nodeThatWay(picture, b.id, 'ArrowUp')).toBe(a.id);
  });
  it('goes to what lies in the quarter ahead where nothing is joined, else stays', () => {
    expect(nodeThatWay(picture, c.id, 'ArrowDown')).toBe(b.id);
    expect(nodeThatWay(picture, c.id, 'ArrowRight')).toBe(c.id);
  });
  it('begins at the first thing', () => {
    expect(nodeThatWay(picture, null, 'ArrowLeft')).toBe(a.id);
    expect(nodeThatWay({ nodes: [], edges: [] }, null, 'ArrowLeft')).toBeNull();
  });
});

describe('lines beside each other', () => {
  it('stand to the left of where each goes, so that two against each other part', () => {
    const [left, right] = [
      { x: 0, y: 50 },
      { x: 100, y: 50 },
    ];
    // On a screen, left of rightwards is up.
    expect(asideOf(left, right, 5)).toEqual({ x: 0, y: -5 });
    expect(asideOf(right, left, 5)).toEqual({ x: 0, y: 5 });
  });
  it('are as far as the nearest of their points', () => {
    const [from, to] = [
      { x: 0, y: 0 },
      { x: 30, y: 40 },
    ];
    expect(distanceToLine({ x: 15, y: 20 }, from, to)).toBeCloseTo(0);
    expect(distanceToLine({ x: -3, y: -4 }, from, to)).toBeCloseTo(5);
    expect(distanceToLine({ x: 30 + 8, y: 40 - 6 }, from, to)).toBeCloseTo(10);
  });
});

it('a rectangle holds what has its middle in it', () => {
  expect(nodesWithin(picture.nodes, { left: 0, top: -50, right: 100, bottom: 0 })).toEqual([a.id, c.id]);
});

describe('syncGraph', () => {
  it('changes what differs and leaves the rest untouched', () => {
    const graph = new Graph({ multi: true, type: 'directed' });
    syncGraph(graph, drawCanvas(picture, wording), new Set());
    const told: string[] = [];
    for (const event of ['nodeAdded', 'nodeDropped', 'edgeDropped', 'nodeAttributesUpdated', 'edgeAttributesUpdated'] as const)
      graph.on(event, ({ key }: { key: string }) => told.push(`${event} ${key}`));
    const next = { ...picture, nodes: [{ ...a, note: 'seen' }, b, c, node('e', 5, 5)], edges: edges.slice(0, 2) };
    syncGraph(graph, drawCanvas(next, wording), new Set());
    expect(told.sort()).toEqual([
      `edgeDropped ${edges[2]?.id}`,
      'nodeAdded address|c|e',
      `nodeAttributesUpdated ${a.id}`,
      `nodeDropped ${d.id}`,
    ]);
  });
  it('leaves a node under the pointer where it is dragged to', () => {
    const graph = new Graph({ multi: true, type: 'directed' });
    syncGraph(graph, drawCanvas(picture, wording), new Set());
    graph.mergeNodeAttributes(b.id, { x: 777 });
    syncGraph(graph, drawCanvas({ ...picture, nodes: [a, { ...b, pinned: true }, c, d] }, wording), new Set([b.id]));
    expect(graph.getNodeAttributes(b.id)).toMatchObject({ x: 777, pinned: true });
  });
});
