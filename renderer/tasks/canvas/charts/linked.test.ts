// Whose figures stand behind what is chosen on a canvas.
import { describe, expect, it } from 'vitest';
import type { CanvasEdge, CanvasNode } from '../../../../shared/contract/canvas.ts';
import { partiesOf } from './linked.ts';

const node = (id: string, address: string | null = null) =>
  [id, { id, kind: id.split('|')[0], chain: 'c', address } as CanvasNode] as const;
const edge = (source: string, target: string) =>
  [`${source}>${target}`, { id: `${source}>${target}`, source, target } as CanvasEdge] as const;
const nodes = new Map([
  ...[node('address|c|A'), node('address|c|B'), node('movement|c|m'), node('output|c|t:0', 'D'), node('output|c|t:1')],
  ...[node('transaction|c|t'), node('group||1'), node('event||1')],
]);
const edges = new Map([
  edge('address|c|A', 'movement|c|m'),
  edge('movement|c|m', 'address|c|B'),
  edge('address|c|A', 'address|c|B'),
  edge('transaction|c|t', 'output|c|t:0'),
]);
const of = (...chosen: string[]) => partiesOf(chosen, { nodes, edges });

describe('whose figures are shown', () => {
  it('those of parties themselves, each once', () => {
    expect(of('address|c|A', 'group||1', 'address|c|A')).toEqual(['address|c|A', 'group||1']);
  });
  it('of an output those of its address, of a line those of both ends, of a movement those of payer and payee', () => {
    expect(of('output|c|t:0')).toEqual(['address|c|D']);
    expect(of('address|c|A>address|c|B')).toEqual(['address|c|A', 'address|c|B']);
    expect(of('transaction|c|t>output|c|t:0')).toEqual(['address|c|D']);
    expect(of('movement|c|m')).toEqual(['address|c|A', 'address|c|B']);
  });
  it('of a transaction, an output without an address and what was entered by hand nobody’s', () => {
    expect(of('transaction|c|t', 'output|c|t:1', 'event||1', 'gone')).toEqual([]);
  });
});
