// Graphs of the practice cases for other programs: what is in the file is what the canvas shows and the run reached, nothing more.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemName } from '../../shared/model/canvasItem.ts';
import { type Practice, practiceMaterial } from '../contract/practice.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

let desk: Desk;
let practice: Practice;
let chain = '';
let canvas = 0;

interface Read {
  readonly nodes: Map<string, Record<string, string>>;
  readonly edges: Map<string, Record<string, string>>;
}

function readGraphml(path: string): Read {
  const read: Read = { nodes: new Map(), edges: new Map() };
  let own: Record<string, string> | null = null;
  let key = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'node' || name === 'edge') {
      own = { ...attributes };
      (name === 'node' ? read.nodes : read.edges).set(attributes.id as string, own);
    } else if (name === 'data') key = (attributes.key as string).slice(2);
  });
  parser.on('text', (text) => {
    if (own !== null && key !== '') own[key] = (own[key] ?? '') + text;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'data') key = '';
    else if (name !== 'desc') own = null;
  });
  parser.write(readFileSync(path, 'utf8')).close();
  return read;
}

const at = (...names: string[]) => join(desk.folder, ...names);
const saved = async (of: Parameters<typeof desk.call<'exchange.saveGraph'>>[1]['of'], name: string) => ({
  ...(await desk.call('exchange.saveGraph', { of, format: 'graphml', out: desk.grant(at(name)) })),
  read: readGraphml(at(name)),
});

beforeAll(async () => {
  practice = practiceMaterial();
  desk = await openDesk();
  await desk.newCase('graphs');
  await desk.intake([practice.node, practice.csv]);
  chain = (await desk.call('intake.sources', {})).chains[0]?.chain ?? '';
  ({ canvas } = await desk.call('canvas.create', { name: 'From <the> theft' }));
  const item = itemName({ kind: 'transaction', chain, id: practice.truth.theft.txid });
  await desk.call('canvas.edit', { canvas, change: { do: 'add', items: [item] } });
  await desk.call('canvas.expand', { canvas, items: [item], level: 'transactions', side: 'out', top: 3, hops: 2 });
  await desk.call('canvas.edit', {
    canvas,
    change: { do: 'event', event: { kind: 'cash', title: 'Hand-over', from: item, exhibit: 'Exhibit 7' } },
  });
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('a canvas as GraphML', () => {
  it('[G1] has every node and edge of the picture with its words, and no other', async () => {
    const { read, entities, links } = await saved({ what: 'canvas', canvas }, 'canvas.graphml');
    const { nodes, edges } = await desk.call('canvas.picture', { canvas });
    expect([entities, links]).toEqual([nodes.length, edges.length]);
    expect([...read.nodes.keys()].sort()).toEqual(nodes.map(({ id }) => id).sort());
    expect([...read.edges.keys()].sort()).toEqual(edges.map(({ id }) => id).sort());
    for (const { id, name, statement, grade, amounts, kind } of nodes) {
      const own = read.nodes.get(id);
      expect(own).toMatchObject({ id_full: name, label: name, kind, statement, ...(grade === null ? {} : { grade }) });
      if (amounts.length > 0) expect(own?.amount_smallest_unit).toBe(amounts[0]?.amount);
      expect(own?.recorded_in, id).toBeTruthy();
    }
    for (const { id, source, target, statement, amounts, kind, firstSeconds } of edges) {
      const own = read.edges.get(id);
      expect(own).toMatchObject({ source, target, statement, kind });
      expect(own?.recorded_in).toBeTruthy();
      if (firstSeconds !== null) expect(Date.parse(own?.first_utc ?? '')).toBe(firstSeconds * 1000);
      if (amounts.length > 0) expect(BigInt((own?.amount ?? '').replace('.', ''))).toBe(BigInt(amounts[0]?.amount ?? -1));
    }
    expect([...read.nodes.values()].find(({ kind }) => kind === 'event')?.recorded_in).toBe('Exhibit 7');
    expect(edges.some(({ kind }) => kind === 'event')).toBe(true);
  });

  it('[G1] at the relation level says of sums what they are, and of clusters their rules', async () => {
    const made = await desk.call('canvas.create', { name: 'Relations' });
    const edit = (change: Parameters<typeof desk.call<'canvas.edit'>>[1]['change']) =>
      desk.call('canvas.edit', { canvas: made.canvas, change });
    const members = practice.truth.thief.cluster.members;
    await edit({ do: 'level', level: 'relations' });
    const items = [
      itemName({ kind: 'cluster', chain, id: members[0] as string }),
      itemName({ kind: 'address', chain, id: practice.truth.exchange.hotAddress }),
    ];
    await edit({ do: 'add', items });
    await desk.call('canvas.expand', { canvas: made.canvas, items, level: 'relations', side: 'both', top: 5 });
    const { read } = await saved({ what: 'canvas', canvas: made.canvas }, 'relations.graphml');
    const { edges, rules } = await desk.call('canvas.picture', { canvas: made.canvas });
    expect([...read.nodes.values()].find(({ kind }) => kind === 'cluster')).toMatchObject({
      statement: 'inference',
      rule: rules.join('; '),
    });
    expect([...read.nodes.values()].some(({ attributions }) => /\[attribution; source: /.test(attributions ?? ''))).toBe(true);
    for (const { id, shared, count } of edges) {
      const own = read.edges.get(id);
      expect(own).toMatchObject({ amount_is: shared > 0 ? 'atMost' : 'sum', count: String(count) });
      expect(own?.transactions?.split('; ')).toHaveLength(count);
    }
  });
});

describe('a run as a graph', () => {
  it('[G6] has everything it reached; what its policy assigns is an assumption', async () => {
    const { txid } = practice.truth.theft;
    const { run } = await desk.call('trace.run', { from: [txid], policies: ['fifo'] });
    const { read } = await saved({ what: 'run', run }, 'run.graphml');
    const flow = await desk.call('canvas.flow', { run, policy: 'fifo', limit: 2000 });
    expect(flow.hiddenNodes).toBe(0);
    expect([...read.edges.keys()].sort()).toEqual(flow.edges.map(({ id }) => id).sort());
    for (const { id, amountSat, valueSat, statement } of flow.edges)
      expect(read.edges.get(id)).toMatchObject({
        amount_smallest_unit: amountSat,
        whole_smallest_unit: valueSat,
        statement,
        ...(statement === 'fact' ? { amount_is: 'recorded' } : { amount_is: 'assigned', rule: 'fifo' }),
      });
    expect([...read.nodes.values()].some(({ statement }) => statement === 'assumption')).toBe(true);
  });
});

describe('files for Analyst’s Notebook', () => {
  it('are three, and the same state gives the same bytes', async () => {
    const first = await desk.call('exchange.saveGraph', { of: { what: 'canvas', canvas }, format: 'i2csv', out: desk.grant(at('i2.csv')) });
    expect(first.files.map(({ name }) => name)).toEqual(['i2.csv', 'i2-entities.csv', 'i2-about.txt']);
    const again = await desk.call('exchange.saveGraph', {
      of: { what: 'canvas', canvas },
      format: 'i2csv',
      out: desk.grant(at('again.csv')),
    });
    expect(again.files.map(({ sha256 }) => sha256)).toEqual(first.files.map(({ sha256 }) => sha256));
    const rows = parse(readFileSync(at('i2.csv'), 'utf8'), { bom: true, columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(first.links);
    expect(rows.every((row) => row['From ID'] !== '' && row['To Type'] !== '')).toBe(true);
  });

  it('never replace a file, and leave none behind where one is in the way', async () => {
    desk.write('taken-about.txt', 'mine');
    const fault = await faultOf(
      desk.call('exchange.saveGraph', { of: { what: 'canvas', canvas }, format: 'i2csv', out: desk.grant(at('taken.csv')) }),
    );
    expect(fault.code).toBe('export.exists');
    expect(readdirSync(desk.folder)).not.toContain('taken.csv');
  });
});
