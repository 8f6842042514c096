// Tables that Analyst's Notebook imports by columns: links with both ends, entities by themselves, and what the tables are. Every cell is text,
// none is a formula.
import { csvField } from '../../kernel/index.ts';
import { type GraphModel, type GraphNode, NODE_COLUMNS } from './graphModel.ts';
import { legibleText } from './xmlText.ts';

const LINK_COLUMNS = [
  ...['From ID', 'From Label', 'From Type', 'To ID', 'To Label', 'To Type', 'Link ID', 'Link Label', 'Link Type', 'Direction'],
  ...['Date', 'Time', 'Last Date', 'Last Time', 'Time Zone', 'Amount', 'Currency', 'Amount Smallest Unit', 'Asset', 'Amount Is'],
  ...['Whole Smallest Unit', 'Count', 'Shared', 'Tx hash', 'Statement', 'Grade', 'Source', 'Rule', 'Marks', 'Note'],
];

export function* i2LinkParts({ nodes, edges }: GraphModel): Generator<string> {
  yield `\ufeff${LINK_COLUMNS.join(',')}\r\n`;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const { id, source, target, label, cells } of edges) {
    const [date, time] = moment(cells.first_utc);
    const [lastDate, lastTime] = moment(cells.last_utc);
    yield row([
      ...end(byId.get(source), source),
      ...end(byId.get(target), target),
      ...[id, label, cells.kind, 'From -> To', date, time, lastDate, lastTime, date === '' ? '' : 'UTC'],
      ...[cells.amount, cells.symbol, cells.amount_smallest_unit, cells.asset, cells.amount_is, cells.whole_smallest_unit],
      ...[
        cells.count,
        cells.shared,
        cells.transactions,
        cells.statement,
        cells.grade,
        cells.recorded_in,
        cells.rule,
        cells.marks,
        cells.note,
      ],
    ]);
  }
}

export function* i2EntityParts({ nodes }: GraphModel): Generator<string> {
  yield `\ufeff${['ID', 'Label', ...NODE_COLUMNS].join(',')}\r\n`;
  for (const { id, label, cells } of nodes) yield row([id, label, ...NODE_COLUMNS.map((column) => cells[column])]);
}

export function i2AboutText({ title, program, about, time }: GraphModel): string {
  return `\ufeff${legibleText([title, program, time, '', ...about].join('\r\n'))}\r\n`;
}

const end = (node: GraphNode | undefined, id: string): readonly (string | undefined)[] => [id, node?.label, node?.cells.kind];

function moment(utc: string | undefined): readonly [date: string, time: string] {
  return [utc?.slice(0, 10) ?? '', utc?.slice(11, 19) ?? ''];
}

const row = (cells: readonly (string | undefined)[]): string => `${cells.map((text) => csvField(legibleText(text ?? ''))).join(',')}\r\n`;
