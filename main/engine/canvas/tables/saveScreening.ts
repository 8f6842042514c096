// Writes a screening as a table that a person asked for: what was asked, what is in the case, which rules are met and why, what could not be
// told; as a workbook also each part of each exposure and what it all rests on. It changes no case.
import { basename } from 'node:path';
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { ExposureSheet, Screening, ScreeningRow } from '../../../../shared/contract/exposure.ts';
import {
  bookText,
  categoriesText,
  createCatalogue,
  endText,
  type FindingWords,
  limitsText,
  say,
  scopeTexts,
  screenedText,
  shareOfTotal,
  stopsText,
  verdictText,
} from '../../../../shared/words/index.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { breathe, csvField, type Host, type NewFile, openNewFile, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { unitText } from './cells.ts';
import type { Saved } from './saveRows.ts';
import { type Sheet, writeWorkbook } from './workbook.ts';

export interface ScreeningTable {
  readonly file: CaseFile;
  readonly screening: Screening;
  readonly words: FindingWords;
  readonly program: string;
  readonly training: string;
  page(after: number, limit: number): readonly ScreeningRow[];
}

/** Texts of cells; amounts exactly, in whole units where the asset's decimals are known. */
export function screeningWords(host: Host, locale: string): { readonly words: FindingWords; readonly training: string } {
  const read = (section: string): unknown => JSON.parse(Buffer.from(host.resource(`locales/${locale}/${section}.json`)).toString('utf8'));
  const catalogue = createCatalogue({ exposure: read('exposure'), report: read('report') });
  const words: FindingWords = {
    say: (key, parameters) => say(catalogue, `exposure.${key}`, parameters),
    amount: (value, asset) => `${unitText(value, asset) || value} ${asset.symbol ?? asset.key}`,
  };
  return { words, training: say(catalogue, 'report.training.banner') };
}

const COLUMNS = ['row', 'asked', 'state', 'party', 'labels', 'met', 'cannotTell', 'why', 'found', 'unknown'] as const;
const PART_COLUMNS = ['row', 'asked', 'direction', 'asset', 'total', 'part', 'category', 'listing', 'amount', 'share', 'payments'] as const;
const RULE_COLUMNS = ['row', 'asked', 'rule', 'verdict', 'why'] as const;
const WIDTHS: Readonly<Record<string, number>> = {
  asked: 46,
  party: 46,
  labels: 40,
  met: 30,
  cannotTell: 30,
  why: 90,
  found: 90,
  unknown: 70,
  category: 30,
  amount: 24,
  total: 24,
  listing: 40,
};
const BATCH = 200;

export async function saveScreeningCsv(target: string, table: ScreeningTable, work: Work<Step>): Promise<Saved> {
  return saving(target, table, async (file) => {
    // Columns are the same in every language; sentences are in the one asked for.
    file.write(`\ufeff${COLUMNS.join(',')}\r\n`);
    for await (const rows of batches(table, work))
      file.write(rows.map((row) => `${listCells(row, table.words).map(csvField).join(',')}\r\n`).join(''));
  });
}

export async function saveScreeningXlsx(target: string, table: ScreeningTable, work: Work<Step>): Promise<Saved> {
  const { words } = table;
  const sheet = (name: string, columns: readonly string[], cells: (row: ScreeningRow) => string[][]): Sheet => ({
    name: words.say(`sheet.${name}`),
    widths: columns.map((column) => WIDTHS[column] ?? 16),
    hasHeading: true,
    rows: rowsOf(columns, cells),
  });
  async function* rowsOf(columns: readonly string[], cells: (row: ScreeningRow) => string[][]): AsyncGenerator<string[][]> {
    yield [columns.map((column) => words.say(`column.${column}`))];
    for await (const rows of batches(table, work)) yield rows.flatMap(cells);
  }
  async function* about(): AsyncGenerator<string[][]> {
    yield aboutRows(table).map((row) => [...row]);
  }
  return saving(target, table, (file) =>
    writeWorkbook(file, [
      { name: words.say('sheet.about'), widths: [28, 110], hasHeading: false, rows: about() },
      sheet('list', COLUMNS, (row) => [listCells(row, words)]),
      sheet('parts', PART_COLUMNS, (row) => partCells(row, words)),
      sheet('rules', RULE_COLUMNS, (row) =>
        row.verdicts.map((one) => [
          String(row.row),
          row.text,
          one.title,
          words.say(`verdict.${one.verdict}`),
          verdictText(words, one, row.state),
        ]),
      ),
    ]),
  );
}

async function saving(target: string, { screening }: ScreeningTable, write: (file: NewFile) => Promise<void>): Promise<Saved> {
  const file = openNewFile(target);
  try {
    await write(file);
  } catch (error) {
    file.abandon();
    throw error;
  }
  return { name: basename(target), rows: screening.addresses, sha256: file.end() };
}

async function* batches({ screening, page }: ScreeningTable, work: Work<Step>): AsyncGenerator<readonly ScreeningRow[]> {
  for (let after = 0; after < screening.addresses; after += BATCH) {
    await breathe();
    throwIfCancelled(work);
    work.report({ phase: 'exposureRows', done: after, total: screening.addresses, unit: 'steps' });
    yield page(after, BATCH);
  }
}

function listCells(row: ScreeningRow, words: FindingWords): string[] {
  const of = (wanted: string) => row.verdicts.filter(({ verdict }) => verdict === wanted);
  return [
    ...[String(row.row), row.text, words.say(`state.${row.state}`)],
    row.parties.map(({ chain, id }) => `${id} (${chain})`).join('; '),
    row.labels.map(({ label, categories }) => `${label} (${categoriesText(words, categories)})`).join('; '),
    ...['met', 'cannotTell'].map((wanted) =>
      of(wanted)
        .map(({ rule }) => rule)
        .join('; '),
    ),
    [...of('met'), ...of('cannotTell')].map((one) => verdictText(words, one, row.state)).join('\n'),
    row.sheets
      .map((sheet) => sheetText(words, sheet, false))
      .filter(Boolean)
      .join('\n'),
    row.state === 'notInCase'
      ? words.say('nothingHeld')
      : row.sheets
          .map((sheet) => sheetText(words, sheet, true))
          .filter(Boolean)
          .join('\n'),
  ];
}

/** `came in 12 USDT: 3 USDT direct exchange; …`, of what is known or of what is not. */
function sheetText(words: FindingWords, { direction, asset, total, parts }: ExposureSheet, isUnknown: boolean): string {
  const meant = parts.filter(({ part }) => (part === 'unknown') === isUnknown);
  const texts = meant.map((one) => {
    const limits = limitsText(words, one);
    const how = isUnknown ? '' : `${words.say(`part.${one.part}`)} `;
    return `${how}${endText(words, one)} ${words.amount(one.amount, asset)} (${shareOfTotal(words, one.amount, total)}${limits === '' ? '' : `; ${limits}`})`;
  });
  return texts.length === 0 ? '' : `${words.say(`direction.${direction}`)}, ${words.amount(total, asset)}: ${texts.join('; ')}`;
}

function partCells(row: ScreeningRow, words: FindingWords): string[][] {
  const named = (asset: AssetView): string => asset.symbol ?? asset.key;
  return row.sheets.flatMap(({ direction, asset, total, parts }) =>
    parts.map((one) => [
      ...[String(row.row), row.text, words.say(`direction.${direction}`), named(asset), unitText(total, asset) || total],
      ...[words.say(`part.${one.part}`), endText(words, one), limitsText(words, one), unitText(one.amount, asset) || one.amount],
      ...[shareOfTotal(words, one.amount, total), String(one.payments)],
    ]),
  );
}

function aboutRows({ file, screening, words, program, training }: ScreeningTable): (readonly [string, string])[] {
  const { details, journal } = file;
  const { size, headHash } = journal.head();
  return [
    [words.say('screening'), screening.name === '' ? words.say('pasted') : screening.name],
    ...(file.isTraining() ? [[training, ''] as const] : []),
    ...scopeTexts(words, screening.policy, screening.payments).map((text) => ['', text] as const),
    [words.say('policy'), screening.policy],
    ['', words.say('report.stops', { stops: stopsText(words, screening.asked) })],
    [words.say('rules'), bookText(words, screening.book)],
    ...screening.book.rules.map(({ id, title }) => {
      const { met = 0, cannotTell = 0 } = screening.counts.find(({ rule }) => rule === id) ?? {};
      return [id, words.say('countsText', { rule: title, met, cannotTell })] as const;
    }),
    [words.say('column.addresses'), screenedText(words, screening)],
    [words.say('column.time'), screening.time],
    ['', `${details.title}  ${details.reference}  ${details.agency}  ${details.examiner}`.trim()],
    ['', `${size}  ${headHash}`],
    ['', program],
  ];
}
