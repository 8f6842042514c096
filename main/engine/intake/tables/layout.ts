// Where the table lies in a sheet: behind which preamble, under which header (of one row or two), and which rows at its end are sums
// and remarks. Decided from the cells; a caller may state the header's row instead.
import { isBlank, matchName, plainText, widthFolded } from './cellText.ts';
import { headOf, placeName, type Sniff, type TableHead, type TableMapping } from './mapping.ts';
import type { Row } from './rows.ts';

/** A header further down than this is not looked for. */
export const MOST_PREAMBLE = 60;
const SAMPLE_ROWS = 40;

/** What decides a layout: the form's name and how it is recognised. */
type Form = Pick<TableMapping, 'id' | 'sniff'>;

export interface Layout<Of extends Form = TableMapping> {
  readonly head: TableHead;
  /** Row numbers of the header: one or two; empty for a table without one. */
  readonly headerRows: readonly number[];
  /** Rows before this one are no data. */
  readonly firstRow: number;
  readonly mapping: Of | null;
  readonly sniff: Sniff | null;
  /** The other forms that it could be, best first. */
  readonly others: readonly { readonly mapping: string; readonly score: number }[];
}

/** Tries the known forms on each possible header; without any, takes the row that looks most like one. */
export function findLayout<Of extends Form>(rows: readonly Row[], mappings: readonly Of[]): Layout<Of> {
  const found: { mapping: Of; sniff: Sniff; head: TableHead; headerRows: readonly number[] }[] = [];
  for (const candidate of candidates(rows)) {
    for (const mapping of mappings) {
      const sniff = mapping.sniff(candidate.head);
      if (sniff !== null) found.push({ mapping, sniff, head: candidate.head, headerRows: candidate.headerRows });
    }
  }
  // The order of the list of mappings and of the rows breaks ties, so the answer does not depend on chance.
  found.sort((a, b) => b.sniff.score - a.sniff.score);
  const [best] = found;
  if (best !== undefined) {
    const others = found
      .slice(1)
      .filter((one) => one.mapping.id !== best.mapping.id)
      .map((one) => ({ mapping: one.mapping.id, score: one.sniff.score }));
    return {
      head: best.head,
      headerRows: best.headerRows,
      firstRow: behind(best.headerRows),
      mapping: best.mapping,
      sniff: best.sniff,
      others,
    };
  }
  const likely = likelyHeader(rows);
  return { ...likely, firstRow: behind(likely.headerRows), ...NO_FORM };
}

const behind = (headerRows: readonly number[]): number => Math.max(0, ...headerRows) + 1;

/** A layout whose header the caller stated: `row` is its number, `count` how many rows it takes; with none, `row` is data already. */
export function layoutAt(rows: readonly Row[], row: number, count: 0 | 1 | 2): Layout | null {
  const index = rows.findIndex((one) => one.number === row);
  if (index < 0) return null;
  if (count === 0) {
    const sample = rows.slice(index).filter(({ cells }) => !isBlank(cells));
    const width = sample.slice(0, SAMPLE_ROWS).reduce((most, { cells }) => Math.max(most, cells.length), 0);
    const columns = Array.from({ length: width }, (_, i) => placeName(i));
    const preamble = rows.slice(0, index).filter(({ cells }) => !isBlank(cells));
    return { head: headOf(columns, sample.slice(0, SAMPLE_ROWS), preamble), headerRows: [], firstRow: row, ...NO_FORM };
  }
  const found = headAt(rows, index, count);
  return { ...found, firstRow: behind(found.headerRows), ...NO_FORM };
}

const NO_FORM = { mapping: null, sniff: null, others: [] } as const;

function* candidates(rows: readonly Row[]): Generator<{ head: TableHead; headerRows: readonly number[] }> {
  for (const [index, row] of rows.entries()) {
    if (index > MOST_PREAMBLE) return;
    if (filled(row) < 2) continue;
    yield headAt(rows, index, 1);
    const next = rows[index + 1];
    if (next !== undefined && looksLikeSecondRow(row, next)) yield headAt(rows, index, 2);
  }
}

function filled(row: Row): number {
  let count = 0;
  for (const cell of row.cells) if (plainText(cell) !== '') count++;
  return count;
}

const VALUE = /\d/;

/** A second header row has no numbers, and the first has holes where merged cells were. */
function looksLikeSecondRow(first: Row, second: Row): boolean {
  return (
    filled(second) >= 1 &&
    first.cells.some((cell) => plainText(cell) === '') &&
    second.cells.every((cell) => !VALUE.test(widthFolded(cell)))
  );
}

function headAt(rows: readonly Row[], index: number, count: 1 | 2): { head: TableHead; headerRows: readonly number[] } {
  const row = rows[index] as Row;
  const second = count === 2 ? rows[index + 1] : undefined;
  const columns = second === undefined ? row.cells : mergedNames(row.cells, second.cells);
  const sample: Row[] = [];
  for (const next of rows.slice(index + count)) {
    if (sample.length >= SAMPLE_ROWS) break;
    if (!isBlank(next.cells)) sample.push(next);
  }
  const preamble = rows.slice(0, index).filter((before) => !isBlank(before.cells));
  return {
    head: headOf(columns.map(plainText), sample, preamble),
    headerRows: second === undefined ? [row.number] : [row.number, second.number],
  };
}

/** "交易" over "金额" and "余额" makes "交易金额" and "交易余额"; where the lower row is empty the upper name stands alone. */
export function mergedNames(upper: readonly string[], lower: readonly string[]): readonly string[] {
  const names: string[] = [];
  let above = '';
  for (let i = 0; i < Math.max(upper.length, lower.length); i++) {
    const top = plainText(upper[i] ?? '');
    const bottom = plainText(lower[i] ?? '');
    // A merged cell leaves its text in its first column only; the name above goes on while there are names below.
    if (top !== '') above = top;
    else if (bottom === '') above = '';
    names.push(bottom === '' ? top : top === '' && above === '' ? bottom : `${above}${bottom}`);
  }
  return names;
}

/** The row with the most names without digits whose followers hold numbers. */
function likelyHeader(rows: readonly Row[]): { head: TableHead; headerRows: readonly number[] } {
  let best = { score: 0, index: -1 };
  for (const [index, row] of rows.entries()) {
    if (index > MOST_PREAMBLE) break;
    const names = row.cells.filter((cell) => plainText(cell) !== '' && !/^[\d.,\-/: ]+$/.test(widthFolded(plainText(cell)))).length;
    const distinct = new Set(row.cells.map(matchName)).size;
    const next = rows.slice(index + 1, index + 6).filter((one) => !isBlank(one.cells));
    const alike = next.filter(
      (one) => Math.abs(one.cells.length - row.cells.length) <= 1 && one.cells.some((cell) => VALUE.test(cell)),
    ).length;
    const score = names >= 2 && alike > 0 ? Math.min(names, distinct) * (alike / next.length) : 0;
    if (score > best.score) best = { score, index };
  }
  if (best.index >= 0) return headAt(rows, best.index, 1);
  return { head: headOf([], rows.slice(0, SAMPLE_ROWS)), headerRows: [] };
}

export type SkippedKind = 'blank' | 'trailer' | 'repeatedHeader';

const TRAILER =
  /^(?:合计|总计|小计|本页|累计|共\s*\d+|合計|小計|総計|總計|共計|grand ?total\b|sub ?total\b|total\b|sum\b|-{3,}|={3,}|\*{3,}|_{3,}|—{2,}|说明|注[:：]|备注[:：]|以上|以下余白|特别提示|温馨提示|已收入|待收入|已支出|待支出|导出时间|打印时间|end of|\[ ?download)/i;

/** What a row that is no data is; null where it should have been data. */
export function skippedKind(row: Row, head: TableHead): SkippedKind | null {
  if (isBlank(row.cells)) return 'blank';
  if (row.cells.length >= 2 && head.names.length >= 2 && row.cells.length <= head.names.length + 1) {
    const same = row.cells.every((cell, i) => matchName(cell) === (head.names[i] ?? ''));
    if (same) return 'repeatedHeader';
  }
  const first = row.cells.find((cell) => plainText(cell) !== '') ?? '';
  return TRAILER.test(widthFolded(plainText(first))) ? 'trailer' : null;
}

/** "共3笔记录" and "Total: 12 records": how many rows a table says it has. */
export function statedCount(rows: readonly Row[]): number | null {
  for (const row of rows) {
    const text = widthFolded(row.cells.map(plainText).join(' '));
    const match =
      /共\s*(\d{1,9})\s*[笔条筆件項]/.exec(text) ?? /total(?: number)?(?: of)?:? ?(\d{1,9}) (?:records|rows|transactions)/i.exec(text);
    if (match !== null) return Number(match[1]);
  }
  return null;
}
