// GraphML (graphdrawing.org): entities and flows with named text. Everything but counts is text, amounts above all.
import { EDGE_COLUMNS, type GraphModel, NODE_COLUMNS, NUMBERS } from './graphModel.ts';
import { xmlTag, xmlText } from './xmlText.ts';

const XMLNS = 'http://graphml.graphdrawing.org/xmlns';

export function* graphmlParts({ title, about, nodes, edges }: GraphModel): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="${XMLNS}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${XMLNS} ${XMLNS}/1.0/graphml.xsd">\n`;
  yield key('label', 'node', 'n', 'string') + key('label', 'edge', 'e', 'string');
  yield key('about', 'graph', 'g', 'string');
  yield NODE_COLUMNS.map((name) => key(name, 'node', 'n', NUMBERS.has(name) ? 'long' : 'string')).join('');
  yield EDGE_COLUMNS.map((name) => key(name, 'edge', 'e', NUMBERS.has(name) ? 'long' : 'string')).join('');
  yield `${xmlTag('graph', { id: 'G', edgedefault: 'directed' }, '>')}\n<desc>${xmlText(title)}</desc>\n${data('g_about', about.join('\n'))}\n`;
  for (const { id, label, cells } of nodes) yield element('node', 'n', { id }, label, cells);
  for (const { id, source, target, label, cells } of edges) yield element('edge', 'e', { id, source, target }, label, cells);
  yield '</graph>\n</graphml>\n';
}

function key(name: string, domain: string, prefix: string, type: string): string {
  return `${xmlTag('key', { id: `${prefix}_${name}`, for: domain, 'attr.name': name, 'attr.type': type })}\n`;
}

const data = (id: string, text: string): string => `<data key="${id}">${xmlText(text)}</data>`;

function element(
  tag: string,
  prefix: string,
  attributes: Readonly<Record<string, string>>,
  label: string,
  cells: Readonly<Record<string, string>>,
): string {
  const rows = Object.entries({ label, ...cells }).map(([name, text]) => data(`${prefix}_${name}`, text));
  return `${xmlTag(tag, attributes, '>')}${rows.join('')}</${tag}>\n`;
}
