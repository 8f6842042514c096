// Graphs for other programs: one small graph with hostile words in every form, against files kept here, and read by readers that are not ours. After a
// change that is meant: `TRACEHOLD_GOLDEN=write npm test -- graphs`, then look at what changed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anxParts } from '../../main/engine/evidence/exchange/anx.ts';
import { gexfParts } from '../../main/engine/evidence/exchange/gexf.ts';
import { amountCells, attributionCell, filled, type GraphModel } from '../../main/engine/evidence/exchange/graphModel.ts';
import { graphmlParts } from '../../main/engine/evidence/exchange/graphml.ts';
import { i2AboutText, i2EntityParts, i2LinkParts } from '../../main/engine/evidence/exchange/i2Csv.ts';

const WRITES = process.env.TRACEHOLD_GOLDEN === 'write';
const HOSTILE = '=cmd|\'/c calc\'!A1 <script>alert("x")</script> ]]> & -- 資金\u0000\u0007\ud800\ttab\nline';
/** What becomes of it in a document that cannot hold control characters. */
const LEGIBLE = HOSTILE.replace(/[\u0000\u0007\ud800]/g, '\ufffd');
const usdt = {
  key: 'eip155:1/token/0xdac1',
  kind: 'token',
  contract: '0xdac1',
  tokenId: null,
  symbol: 'USDT',
  decimals: 6,
  standing: 'issuer',
} as const;
const odd = { ...usdt, key: 'odd', symbol: '+SUM(1)', decimals: null, standing: 'unknown' } as const;
const LARGE = '123456789012345678901234567890';
const PAYER = `address|eip155:1|0x${'a'.repeat(40)}`;
const PAYEE = `address|eip155:1|0x${'b'.repeat(40)}`;

const model: GraphModel = {
  title: `Canvas ${HOSTILE}`,
  program: 'Tracehold 0.0.0',
  about: ['Amounts are text.', HOSTILE, 'ends in -'],
  time: '2026-03-04T05:06:07.000Z',
  nodes: [
    {
      id: PAYER,
      label: `0x${'a'.repeat(40)}`,
      place: { x: -40, y: 80 },
      cells: filled({
        ...{
          kind: 'address',
          id_full: `0x${'a'.repeat(40)}`,
          chain: 'eip155:1',
          first_utc: '2024-01-02T03:04:05Z',
          last_utc: '2024-02-03T04:05:06Z',
        },
        ...{ statement: 'fact', grade: 'P', count: '1', block: '19000000', recorded_in: 'export.csv (0011) rows 3, 4', note: HOSTILE },
        attributions: attributionCell([{ label: HOSTILE, source: 'pack.yaml', via: null, delisted: '2025-01-01' }]),
      }),
    },
    { id: PAYEE, label: '=1+1', place: { x: 40, y: 80 }, cells: { kind: 'cluster', statement: 'inference', rule: 'multiInput@1' } },
  ],
  edges: [
    {
      ...{ id: `${PAYER}>${PAYEE}`, source: PAYER, target: PAYEE, label: '≤ 1.000000 USDT' },
      cells: filled({
        ...{
          kind: 'relation',
          first_utc: '2024-01-02T03:04:05Z',
          last_utc: '2024-02-03T04:05:06Z',
          count: '2',
          shared: '1',
          statement: 'derivation',
        },
        ...amountCells([{ asset: usdt, amount: LARGE }], 'atMost'),
        ...{ transactions: `${'1'.repeat(64)}; ${'2'.repeat(64)}`, recorded_in: 'export.csv (0011) rows 3, 4', note: '@SUM(A1)' },
      }),
    },
    {
      ...{ id: `${PAYER}>${PAYEE}>accepted`, source: PAYER, target: PAYEE, label: 'joins [assumption]' },
      cells: filled({
        ...{ kind: 'relation', first_utc: '2024-01-02', last_utc: '2024-01-02', count: '1', statement: 'assumption' },
        ...amountCells(
          [
            { asset: usdt, amount: '5' },
            { asset: odd, amount: LARGE },
          ],
          'sum',
        ),
      }),
    },
  ],
};

const FILES = {
  'graph.graphml': [...graphmlParts(model)].join(''),
  'graph.gexf': [...gexfParts(model)].join(''),
  'graph.anx': [...anxParts(model)].join(''),
  'graph.csv': [...i2LinkParts(model)].join(''),
  'graph-entities.csv': [...i2EntityParts(model)].join(''),
  'graph-about.txt': i2AboutText(model),
};
const XML = Object.keys(FILES).filter((name) => /\.(graphml|gexf|anx)$/.test(name)) as (keyof typeof FILES)[];

/** Elements in order: path, attributes, own text. Strict: what is not XML 1.0 with its namespaces throws. */
function elements(text: string): { path: string; of: Record<string, string>; text: string }[] {
  const found: { path: string; of: Record<string, string>; text: string }[] = [];
  const open: { path: string; of: Record<string, string>; text: string }[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const of = Object.fromEntries(Object.entries(attributes).map(([key, attribute]) => [key, attribute.value]));
    const one = { path: `${open.at(-1)?.path ?? ''}/${name}`, of, text: '' };
    open.push(one);
    found.push(one);
  });
  parser.on('text', (own) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += own;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  return found;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tracehold-graphs-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasNetworkx = ((): boolean => {
  try {
    execFileSync('python3', ['-c', 'import networkx'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe('a graph for other programs', () => {
  it.each(Object.entries(FILES))('%s is as it was', (name, text) => {
    const file = join(import.meta.dirname, 'graphs', name);
    if (WRITES) writeFileSync(file, text);
    expect(existsSync(file)).toBe(true);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it.each(XML)('%s is XML, and its words arrive whole', (name) => {
    const all = elements(FILES[name]);
    const words = all.flatMap(({ of, text }) => [...Object.values(of), text]);
    expect(words).toContain(LEGIBLE);
    expect(words).toContain('123456789012345678901234.567890');
    expect(words).toContain(LARGE);
    expect(words.join('')).not.toMatch(/[\u0000-\u0008]/);
  });

  it('[G2] GraphML declares every key it uses, once, and joins nothing that is not there', () => {
    const all = elements(FILES['graph.graphml']);
    const keys = new Map(all.flatMap(({ path, of }) => (path === '/graphml/key' ? [[of.id as string, of] as const] : [])));
    const uses = all.filter(({ path }) => path.endsWith('/data'));
    expect(uses.every(({ path, of }) => keys.get(of.key as string)?.for === path.split('/').at(-2))).toBe(true);
    expect([...keys.values()].filter((of) => of['attr.type'] !== 'string').map((of) => of['attr.name'])).toEqual([
      'block',
      'count',
      'count',
      'shared',
    ]);
    const nodes = all.flatMap(({ path, of }) => (path === '/graphml/graph/node' ? [of.id] : []));
    const edges = all.filter(({ path }) => path === '/graphml/graph/edge');
    expect([nodes, edges.map(({ of }) => [of.source, of.target])]).toEqual([
      [PAYER, PAYEE],
      [
        [PAYER, PAYEE],
        [PAYER, PAYEE],
      ],
    ]);
  });

  it('[G3] GEXF 1.3 declares what it uses, keeps parallel flows apart, and puts no day on the line of moments', () => {
    const all = elements(FILES['graph.gexf']);
    const declared = all.flatMap(({ path, of }) => (path.endsWith('/attribute') ? [of.id] : []));
    expect(all.every(({ path, of }) => !path.endsWith('/attvalue') || declared.includes(of.for))).toBe(true);
    expect(all[0]?.of).toMatchObject({ xmlns: 'http://gexf.net/1.3', version: '1.3' });
    const edges = all.filter(({ path }) => path === '/gexf/graph/edges/edge').map(({ of }) => of);
    expect(edges).toMatchObject([{ kind: 'relation', start: '2024-01-02T03:04:05Z', end: '2024-02-03T04:05:06Z' }, { kind: 'relation 2' }]);
    expect(edges[1]).not.toHaveProperty('start');
  });

  it('[G4] ANX joins entities by number, and breaks the line of what is not recorded', () => {
    const all = elements(FILES['graph.anx']);
    const ids = all.flatMap(({ path, of }) => (path.endsWith('/End/Entity') ? [[of.EntityId, of.Identity]] : []));
    expect(ids).toEqual([
      ['1', PAYER],
      ['2', PAYEE],
    ]);
    expect(all.filter(({ path }) => path.endsWith('/Link')).map(({ of }) => [of.End1Id, of.End2Id])).toEqual([
      ['1', '2'],
      ['1', '2'],
    ]);
    expect(all.filter(({ path }) => path.endsWith('/LinkStyle')).map(({ of }) => of.Strength)).toEqual(['Confirmed', 'Tentative']);
    const classes = new Map(all.flatMap(({ path, of }) => (path.endsWith('/AttributeClass') ? [[of.Id, of.Name] as const] : [])));
    const used = all.filter(({ path }) => path.endsWith('/Attribute'));
    expect(used.every(({ of }) => classes.get(of.AttributeClassReference) === of.AttributeClass)).toBe(true);
  });

  it('[G5] no cell of the tables is a formula, and each row has every column', () => {
    for (const name of ['graph.csv', 'graph-entities.csv'] as const) {
      const rows = parse(FILES[name], { bom: true }) as string[][];
      expect(rows).toHaveLength(3);
      expect(rows.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
    }
    const [link] = parse(FILES['graph.csv'], { bom: true, columns: true }) as Record<string, string>[];
    expect(link).toMatchObject({
      Date: '2024-01-02',
      Time: '03:04:05',
      'Time Zone': 'UTC',
      Amount: '123456789012345678901234.567890',
      Currency: 'USDT',
      'To Label': "'=1+1",
    });
  });

  // NetworkX has no type for the moments of the specification; as text it reads them.
  it.skipIf(!hasNetworkx)('GraphML and GEXF are read by NetworkX (SKIPPED where it is absent)', () => {
    const script = `
import io, json, sys, networkx as nx
out = []
for name, read in (('graph.graphml', nx.read_graphml), ('graph.gexf', nx.read_gexf)):
    text = open(sys.argv[1] + '/' + name, encoding='utf-8').read().replace('timeformat="dateTime"', 'timeformat="string"')
    g = read(io.BytesIO(text.encode()))
    out.append([sorted(g.nodes), g.is_directed(), sorted((d['amount'], d['statement'], d['count']) for _, _, d in g.edges(data=True)), sorted(d.get('note', '') for _, d in g.nodes(data=True))])
print(json.dumps(out))`;
    const read = JSON.parse(execFileSync('python3', ['-c', script, folder], { encoding: 'utf8' }));
    const expected = [
      [PAYER, PAYEE],
      true,
      [
        ['0.000005; ', 'assumption', 1],
        ['123456789012345678901234.567890', 'derivation', 2],
      ],
      ['', LEGIBLE],
    ];
    expect(read).toEqual([expected, expected]);
  });
});
