// GEXF 1.3 (gexf.net). Flows stand in time, so that Gephi's time line shows when; entities are there throughout, because the case does not know
// since when somebody has been. Amounts are text.
import { EDGE_COLUMNS, type GraphModel, NODE_COLUMNS, NUMBERS } from './graphModel.ts';
import { xmlTag, xmlText } from './xmlText.ts';

const XMLNS = 'http://gexf.net/1.3';
/** A day alone is no moment: what has one keeps it in its cell and stands outside of the time line. */
const MOMENT = /T.*Z$/;

export function* gexfParts({ title, program, about, time, nodes, edges }: GraphModel): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="${XMLNS}" xmlns:viz="${XMLNS}/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${XMLNS} ${XMLNS}/gexf.xsd" version="1.3">\n`;
  const description = [title, ...about].join('\n');
  yield `${xmlTag('meta', { lastmodifieddate: time.slice(0, 10) }, '>')}<creator>${xmlText(program)}</creator><description>${xmlText(description)}</description></meta>\n`;
  yield '<graph mode="dynamic" defaultedgetype="directed" idtype="string" timeformat="dateTime" timerepresentation="interval">\n';
  yield attributes('node', NODE_COLUMNS) + attributes('edge', EDGE_COLUMNS);
  yield '<nodes>\n';
  for (const { id, label, cells, place } of nodes) {
    // Down the page is below nought there.
    const position = place === null ? '' : xmlTag('viz:position', { x: String(place.x), y: String(-place.y), z: '0' });
    yield `${xmlTag('node', { id, label }, '>')}${values(cells)}${position}</node>\n`;
  }
  yield '</nodes>\n<edges>\n';
  const parallel = new Map<string, number>();
  for (const { id, source, target, label, cells } of edges) {
    const first = cells.first_utc ?? '';
    const start = MOMENT.test(first) ? first : '';
    const last = cells.last_utc ?? '';
    const end = start === '' ? '' : MOMENT.test(last) ? last : start;
    // Of edges between the same two of one kind a reader keeps one alone.
    const pair = JSON.stringify([source, target, cells.kind]);
    const before = parallel.get(pair) ?? 0;
    parallel.set(pair, before + 1);
    const kind = before === 0 ? (cells.kind ?? '') : `${cells.kind ?? ''} ${before + 1}`;
    yield `${xmlTag('edge', { id, source, target, label, kind, start, end }, '>')}${values(cells)}</edge>\n`;
  }
  yield '</edges>\n</graph>\n</gexf>\n';
}

function attributes(of: 'node' | 'edge', columns: readonly string[]): string {
  const rows = columns.map((name) => xmlTag('attribute', { id: name, title: name, type: NUMBERS.has(name) ? 'long' : 'string' }));
  return `<attributes class="${of}" mode="static">\n${rows.join('\n')}\n</attributes>\n`;
}

function values(cells: Readonly<Record<string, string>>): string {
  const rows = Object.entries(cells).map(([name, value]) => xmlTag('attvalue', { for: name, value }));
  return rows.length === 0 ? '' : `<attvalues>${rows.join('')}</attvalues>`;
}
