// The chapter of lists that were screened for exposure and that the examiner wants printed: what was asked under which policy and rules, which
// rows meet a rule and why, of which it cannot be told, and what the case does not show. No score.
import {
  bookText,
  categoriesText,
  endText,
  exampleText,
  type FindingWords,
  limitsText,
  scopeTexts,
  screenedText,
  shareOfTotal,
  stopsText,
  verdictText,
} from '../../../../shared/words/index.ts';
import type { ScreeningRow } from '../../../../shared/contract/exposure.ts';
import { assetAmount } from './accountWords.ts';
import { bothTimes, grouped, groupedId, timeLine } from './format.ts';
import type { ReportModel, ReportScreening } from './model.ts';
import type { Cell, Sheet } from './sheet.ts';
import type { Words } from './words.ts';

/** Rows of one screening that are printed. */
const MOST_PRINTED = 100;
/** Payments of one example. */
const MOST_OF_WAY = 12;

export function exposure(sheet: Sheet, model: ReportModel, words: Words): void {
  const all = model.screenings ?? [];
  if (all.length === 0) return;
  const said: FindingWords = {
    say: (key, parameters) => words.say(`exposure.${key}`, parameters),
    amount: (value, asset) => assetAmount(words, BigInt(value), asset),
  };
  sheet.newPage();
  sheet.heading(1, said.say('report.heading'));
  for (const one of all) screening(sheet, model, one, words, said);
}

function screening(sheet: Sheet, model: ReportModel, one: ReportScreening, words: Words, said: FindingWords): void {
  const name = one.name === '' ? said.say('pasted') : one.name;
  sheet.heading(2, said.say('report.of', { screening: one.screening, name }));
  sheet.statement('inference', words.say('kind.inference'), [
    screenedText(said, one),
    ...scopeTexts(said, one.policy, one.payments).map((text) => ({ text, size: 8.2 })),
    { text: bookText(said, one.book), size: 8.2 },
  ]);
  sheet.pairs([
    [said.say('policy'), one.policy],
    [said.say('column.time'), timeLine(one.time, model.case.timeZone)],
    [said.say('rules'), said.say('report.stops', { stops: stopsText(said, one.asked) })],
    ...one.book.rules.map(({ id, title }) => {
      const { met = 0, cannotTell = 0 } = one.counts.find(({ rule }) => rule === id) ?? {};
      return ['', said.say('countsText', { rule: title, met, cannotTell })] as const;
    }),
  ]);
  const weight = ({ verdicts }: ScreeningRow): number =>
    verdicts.some(({ verdict }) => verdict === 'met') ? 0 : verdicts.some(({ verdict }) => verdict === 'cannotTell') ? 1 : 2;
  const rows = [...one.rows].sort((a, b) => weight(a) - weight(b)).slice(0, MOST_PRINTED);
  sheet.table(
    [
      { title: said.say('column.row'), share: 10 },
      { title: said.say('column.asked'), share: 60 },
      { title: said.say('column.state'), share: 30 },
    ],
    rows.map((row) => ({
      cells: [String(row.row), { text: groupedId(row.text), style: 'mono' as const, size: 8 }, said.say(`state.${row.state}`)],
      under: [...rowLines(row, said).map((text) => ({ text, size: 7.8 })), ...wayLines(row, said)],
    })),
  );
  if (one.rows.length > rows.length) sheet.text(said.say('report.cut', { total: grouped(one.rows.length), shown: rows.length }));
}

/** One example for each labelled end of a row, payment by payment with whole ids. */
function wayLines({ sheets }: ScreeningRow, said: FindingWords): Cell[] {
  return sheets.flatMap(({ asset, direction, parts }) =>
    parts.flatMap((part): Cell[] => {
      const { example } = part;
      if (example === undefined || example === null) return [];
      const shown = example.payments.slice(0, MOST_OF_WAY);
      const more = example.payments.length - shown.length;
      const head = `${said.say(`direction.${direction}`)}, ${said.say(`part.${part.part}`)}, ${endText(said, part)}`;
      return [
        { text: `${head}: ${exampleText(said, example, asset)}`, size: 7.8, style: 'bold' },
        ...shown.flatMap(({ timeSeconds, amount, from, to, transaction }): Cell[] => [
          { text: `${bothTimes(timeSeconds * 1000, 'UTC').utc}  ${said.amount(amount, asset)}`, size: 7.8 },
          { text: `${from.id} → ${to.id}`, style: 'mono', size: 7.2 },
          { text: groupedId(transaction), style: 'mono', size: 7.2 },
        ]),
        ...(more === 0 ? [] : [{ text: said.say('more', { count: grouped(more) }), size: 7.8 }]),
      ];
    }),
  );
}

function rowLines({ labels, sheets, verdicts, state }: ScreeningRow, said: FindingWords): string[] {
  return [
    ...(labels.length === 0
      ? []
      : [
          `${said.say('column.labels')}: ${labels.map(({ label, categories }) => `${label} (${categoriesText(said, categories)})`).join('; ')}`,
        ]),
    ...verdicts.filter(({ verdict }) => verdict !== 'notMet').map((one) => verdictText(said, one, state)),
    ...sheets.map(({ direction, asset, total, payments, parts }) => {
      const head = said.say('total', { direction: said.say(`direction.${direction}`), amount: said.amount(total, asset), payments });
      const texts = parts.map((one) => {
        const limits = limitsText(said, one);
        return `${said.say(`part.${one.part}`)}, ${endText(said, one)}: ${said.amount(one.amount, asset)} (${shareOfTotal(said, one.amount, total)}${limits === '' ? '' : `; ${limits}`})`;
      });
      return `${head}. ${texts.join('; ')}`;
    }),
  ];
}
