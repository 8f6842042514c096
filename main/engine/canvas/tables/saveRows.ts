// Writes the table beside a canvas as a file that a person asked for. It changes no case; that it was written is noted in the access log.
import { basename } from 'node:path';
import { breathe, csvField, type NewFile, openNewFile, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { type AboutInput, aboutRows } from './aboutRows.ts';
import { ROW_COLUMNS, type RowColumn, rowCells } from './cells.ts';
import type { RowTable } from './rowTable.ts';
import type { TableWords } from './tableWords.ts';
import { MOST_SHEET_ROWS, writeWorkbook } from './workbook.ts';

export interface Saved {
  readonly name: string;
  readonly rows: number;
  readonly sha256: string;
}

/** Rows that are named at a time. */
const BATCH = 500;

/** UTF-8 with its mark, so that spreadsheets read names of any script; columns and codes are the same in every language. */
export function saveCsv(target: string, table: RowTable, work: Work<Step>): Promise<Saved> {
  return saving(target, table, async (file) => {
    file.write(`\ufeff${ROW_COLUMNS.join(',')}\r\n`);
    for await (const rows of batches(table, work))
      file.write(
        rows
          .map((row) => {
            const cells = rowCells(row, table.assets, (_, code) => code);
            return `${ROW_COLUMNS.map((column) => csvField(cells[column])).join(',')}\r\n`;
          })
          .join(''),
      );
  });
}

async function saving(target: string, table: RowTable, write: (file: NewFile) => Promise<void>): Promise<Saved> {
  const file = openNewFile(target);
  try {
    await write(file);
  } catch (error) {
    file.abandon();
    throw error;
  }
  return { name: basename(target), rows: table.total, sha256: file.end() };
}

/** All rows in order, named as they are written. Faults: job.cancelled. */
async function* batches(table: RowTable, work: Work<Step>, first = 0, last = table.total): AsyncGenerator<ReturnType<RowTable['page']>> {
  for (let after = first; after < last; after += BATCH) {
    await breathe();
    throwIfCancelled(work);
    work.report({ phase: 'rows', done: after, total: table.total, unit: 'steps' });
    yield table.page(after, Math.min(BATCH, last - after));
  }
}

/** Of each column, in characters; ids stand whole in 66 to 70. */
const WIDTHS: Readonly<Partial<Record<RowColumn, number>>> = {
  transaction: 66,
  id: 69,
  from: 46,
  to: 46,
  spent_by: 66,
  time_utc: 21,
  asset: 30,
  amount: 22,
  amount_smallest_unit: 24,
};

/** A first sheet with what the table is, then the rows; every cell is text. */
export function saveXlsx(target: string, about: AboutInput, words: TableWords, work: Work<Step>): Promise<Saved> {
  const { table } = about;
  const heading = ROW_COLUMNS.map((column) => words.say(`column.${column}`));
  async function* rowsFrom(first: number, last: number): AsyncGenerator<string[][]> {
    yield [heading];
    for await (const rows of batches(table, work, first, last))
      yield rows.map((row) => {
        const cells = rowCells(row, table.assets, words.code);
        return ROW_COLUMNS.map((column) => cells[column]);
      });
  }
  async function* aboutSheet(): AsyncGenerator<string[][]> {
    yield aboutRows(about, words).map((row) => [...row]);
  }
  const parts = Math.max(1, Math.ceil(table.total / MOST_SHEET_ROWS));
  const widths = ROW_COLUMNS.map((column) => WIDTHS[column] ?? 16);
  const sheets = Array.from({ length: parts }, (_, at) => ({
    name: parts === 1 ? words.say('sheet.rows') : words.say('sheet.part', { part: at + 1 }),
    ...{ widths, hasHeading: true, rows: rowsFrom(at * MOST_SHEET_ROWS, Math.min(table.total, (at + 1) * MOST_SHEET_ROWS)) },
  }));
  const first = { name: words.say('sheet.about'), widths: [28, 100], hasHeading: false, rows: aboutSheet() };
  return saving(target, table, (file) => writeWorkbook(file, [first, ...sheets]));
}
