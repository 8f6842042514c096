// The first sheet of a saved table: what the rows are, what was asked, what is left out, how much it comes to, and of which case and state it
// is. The sentences stand in the locale files.
import type { CaseFile } from '../../casefile/index.ts';
import type { CanvasState } from '../canvases/document.ts';
import { unitText } from './cells.ts';
import type { RowQuestion, RowTable } from './rowTable.ts';
import type { TableWords } from './tableWords.ts';

/** Label and text. */
type AboutRow = readonly [string, string];

export interface AboutInput {
  readonly file: CaseFile;
  readonly state: CanvasState;
  readonly table: RowTable;
  readonly asked: RowQuestion;
  readonly program: string;
}

export function aboutRows(input: AboutInput, words: TableWords): AboutRow[] {
  const { file, state, table, asked, program } = input;
  const { say, figure } = words;
  const { details, journal } = file;
  const { size, headHash } = journal.head();
  const headed = (label: string, texts: readonly string[]): AboutRow[] => texts.map((text, at) => [at === 0 ? label : '', text]);
  const order = say(`order.${asked.order}`);
  return [
    [say('title'), ''],
    ...(file.isTraining() ? [[words.training, ''] as const] : []),
    ...headed(
      say('what.heading'),
      ['what.coins', 'what.accounts', 'what.events', 'what.cells', 'what.sheet'].map((key) => say(key)),
    ),
    [say('canvas'), state.name],
    [say('level'), figure(`level.${state.level}`)],
    ...headed(say('filter'), filterTexts(input, words)),
    ...headed(say('chosen'), chosenTexts(asked, words)),
    [say('order'), say(asked.descending ? 'order.descending' : 'order.ascending', { order })],
    [say('count'), String(table.total)],
    ...sumRows(table, words),
    ...headed(say('hidden'), hiddenTexts(table, words)),
    [say('case'), details.title],
    [say('case.reference'), details.reference],
    [say('case.agency'), details.agency],
    [say('case.examiner'), details.examiner],
    [say('journal.size'), String(size)],
    [say('journal.head'), headHash],
    [say('program'), program],
  ];
}

function utc(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function filterTexts({ state: { filter } }: AboutInput, { say, figure }: TableWords): string[] {
  const texts = [
    ...(filter.factsOnly ? [figure('factsOnly')] : []),
    ...(filter.fromTime === null ? [] : [say('filter.fromTime', { from: utc(filter.fromTime) })]),
    ...(filter.toTime === null ? [] : [say('filter.toTime', { to: utc(filter.toTime) })]),
    ...(filter.assets.length === 0 ? [] : [say('filter.assets', { assets: filter.assets.join('; ') })]),
    ...Object.entries(filter.least).map(([asset, amount]) => say('filter.least', { asset, amount })),
    ...(filter.counterparty.trim() === '' ? [] : [say('filter.counterparty', { text: filter.counterparty.trim() })]),
    ...(filter.factsOnly ? [] : filter.without.map((kind) => figure(`without.${kind}`))),
    ...(filter.worthless ? [say('filter.worthless')] : []),
  ];
  return texts.length === 0 ? [say('filter.none')] : texts;
}

function chosenTexts({ items, text }: RowQuestion, { say }: TableWords): string[] {
  const texts = [
    ...(items.length === 0 ? [] : [say('chosen.items', { count: items.length })]),
    ...(text.trim() === '' ? [] : [say('chosen.text', { text: text.trim() })]),
  ];
  return texts.length === 0 ? [say('chosen.all')] : texts;
}

function sumRows({ sums, assets }: RowTable, { say }: TableWords): AboutRow[] {
  return sums.flatMap(({ asset, amount, rows }): AboutRow[] => {
    const view = assets[asset];
    if (view === undefined) return [];
    const text = unitText(amount, view);
    const parameters = { amount: `${text} ${view.symbol ?? ''}`.trim(), smallest: amount, rows };
    return [[say('sum', { symbol: view.symbol ?? view.key }), say(text === '' ? 'sum.unit' : 'sum.text', parameters)]];
  });
}

function hiddenTexts({ hidden, missing }: RowTable, { figure }: TableWords): string[] {
  return [
    ...(hidden === 0 ? [] : [figure('hidden', { count: hidden })]),
    ...(missing === 0 ? [] : [figure('missing', { count: missing })]),
  ];
}
