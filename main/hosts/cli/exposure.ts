// Commands for exposure: of an address or a labelled party, of a list by the unit's rules, and the rules themselves.
import type { CallInput } from '../../../shared/contract/index.ts';
import type { Exposed, ExposurePart, ExposureSheet, RuleBook, Screening } from '../../../shared/contract/exposure.ts';
import { Fault } from '../../../shared/model/fault.ts';
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
} from '../../../shared/words/index.ts';
import { assetName, timeText, units } from './accountWords.ts';
import { commaList, wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS, type OptionSpec } from './command.ts';
import { renderTable, sections } from './table.ts';

const ASKED: readonly OptionSpec[] = [
  { name: 'policy', value: 'POLICY' },
  { name: 'hops', value: 'N' },
  { name: 'follow', value: 'LIST', many: true },
  { name: 'busy', value: 'N' },
  { name: 'through-contracts' },
];
const MOST_SHOWN = 50;

const wordsOf = (desk: Desk): FindingWords => ({
  say: (key, parameters) => desk.say(`exposure.${key}`, parameters),
  amount: (value, asset) => `${units(value, asset)} ${assetName(asset, desk)}`,
});

/** `--busy 0`: never. */
function askedOf(given: Given): Pick<CallInput<'exposure.screen'>, 'policy' | 'mostHops' | 'followed' | 'busy' | 'contracts'> {
  const [policy, hops, busy] = ['policy', 'hops', 'busy'].map((name) => given.optional(name));
  const most = busy === undefined ? undefined : wholeNumber('busy', busy, 0);
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(hops === undefined ? {} : { mostHops: wholeNumber('hops', hops, 1) }),
    ...(most === undefined ? {} : { busy: most === 0 ? null : most }),
    ...{ followed: [...commaList(given.list('follow'))], contracts: !given.has('through-contracts') },
  };
}

export const exposureCommands: readonly CommandSpec[] = [
  {
    words: ['exposure'],
    positionals: [{ name: 'ADDRESS', required: true, many: false }],
    options: [CASE_OPTION, { name: 'chain', value: 'CHAIN' }, { name: 'by-name' }, ...ASKED, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const chain = given.optional('chain');
        const text = given.text('ADDRESS');
        const subject = given.has('by-name') ? { name: text } : { address: text, ...(chain === undefined ? {} : { chain }) };
        const document = await desk.call('exposure.of', { subject, ...askedOf(given) });
        const words = wordsOf(desk);
        const { exposed, asked, policy, book, payments } = document;
        return {
          exit: exposed.state === 'inCase' ? 0 : 1,
          document,
          text: sections(
            `${exposed.text}: ${words.say(`state.${exposed.state}`)}  ${exposed.parties.map(({ chain: on, kind, id }) => `${id} (${kind}, ${on})`).join('; ')}`,
            labelsText(exposed, words),
            ...exposed.sheets.map((sheet) => sheetText(sheet, words, desk)),
            exposed.verdicts.map((one) => verdictText(words, one, exposed.state)).join('\n'),
            bookText(words, book),
            [
              `${words.say('policy')}: ${policy}`,
              words.say('report.stops', { stops: stopsText(words, asked) }),
              ...scopeTexts(words, policy, payments),
            ].join('\n'),
          ),
        };
      }),
  },
  {
    words: ['screen'],
    positionals: [{ name: 'LIST', required: true, many: false }],
    options: [
      CASE_OPTION,
      { name: 'rules', value: 'FILE' },
      { name: 'out', value: 'FILE' },
      { name: 'locale', value: 'en|ja|zh-Hans|zh-Hant' },
      { name: 'in-report' },
      ...ASKED,
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const out = given.optional('out');
        const format = out === undefined ? null : /\.(csv|xlsx)$/i.exec(out)?.[1]?.toLowerCase();
        if (format === undefined) throw new Fault('usage.badValue', { option: '--out', value: out ?? '', expected: 'FILE.csv, FILE.xlsx' });
        const rules = given.optional('rules');
        const document = await desk.call('exposure.screen', {
          ...{ file: desk.grant(given.text('LIST')), ...askedOf(given) },
          ...(rules === undefined ? {} : { rules: desk.grant(rules) }),
        });
        const { screening } = document;
        if (given.has('in-report')) await desk.call('exposure.forReport', { screening, inReport: true });
        if (out !== undefined) {
          const saved = await desk.call('exposure.save', {
            ...{ screening, out: desk.grant(out), format: format as 'csv' | 'xlsx', locale: given.optional('locale') ?? 'en' },
          });
          desk.note(desk.say('exposure.saved', { name: saved.name, rows: saved.rows }));
        }
        return { exit: 0, document, text: await screeningText(document, desk) };
      }),
  },
  {
    words: ['exposure', 'rules'],
    positionals: [{ name: 'FILE', required: false, many: false }],
    options: [CASE_OPTION, { name: 'example' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const file = given.optional('FILE');
        const document =
          file === undefined && !given.has('example')
            ? await desk.call('exposure.rules', {})
            : await desk.call('exposure.setRules', file === undefined ? {} : { file: desk.grant(file) });
        return { exit: 0, document, text: bookRules(document, desk) };
      }),
  },
  {
    words: ['exposure', 'example'],
    positionals: [],
    options: [],
    async run(_given, desk) {
      const document = await desk.call('exposure.example', {});
      return { exit: 0, document, text: document.text };
    },
  },
];

function labelsText({ labels }: Exposed, words: FindingWords): string {
  return labels
    .map(
      ({ label, categories, source, from, until }) =>
        `${label}: ${categoriesText(words, categories)} (${[source, from, until].filter(Boolean).join(', ')})`,
    )
    .join('\n');
}

function sheetText(sheet: ExposureSheet, words: FindingWords, desk: Desk): string {
  const { direction, asset, total, payments, internal, parts } = sheet;
  const head = words.say('total', { direction: words.say(`direction.${direction}`), amount: words.amount(total, asset), payments });
  const table = renderTable(
    [
      { title: words.say('column.part') },
      { title: words.say('column.category') },
      { title: words.say('column.amount'), align: 'right' },
      { title: words.say('column.share'), align: 'right' },
      { title: words.say('column.payments'), align: 'right' },
    ],
    parts.map((one) => {
      const limits = limitsText(words, one);
      return [
        ...[words.say(`part.${one.part}`), `${endText(words, one)}${limits === '' ? '' : ` (${limits})`}`],
        ...[units(one.amount, asset), shareOfTotal(words, one.amount, total), String(one.payments)],
      ];
    }),
    desk.width,
  );
  const ways = parts.flatMap((one) => wayLines(one, asset, words));
  return sections(head, table, ways.join('\n'), internal === '0' ? '' : words.say('internal', { amount: words.amount(internal, asset) }));
}

/** The example of one part, a line for each payment. */
function wayLines(part: ExposurePart, asset: ExposureSheet['asset'], words: FindingWords): string[] {
  const { example } = part;
  if (example === undefined) return [];
  const head = `${words.say(`part.${part.part}`)}, ${endText(words, part)}:`;
  if (example === null) return [`${head} ${words.say('exampleNone')}`];
  return [
    `${head} ${exampleText(words, example, asset)}`,
    ...example.payments.map(
      ({ timeSeconds, amount, from, to, transaction }) =>
        `  ${timeText(timeSeconds)}  ${words.amount(amount, asset)}  ${from.id} -> ${to.id}  ${transaction}`,
    ),
  ];
}

async function screeningText(document: Screening, desk: Desk): Promise<string> {
  const words = wordsOf(desk);
  const { screening, book, counts, asked, policy, payments } = document;
  const { rows, total } = await desk.call('exposure.rows', { screening, verdict: 'met', limit: MOST_SHOWN });
  const titles = new Map(book.rules.map(({ id, title }) => [id, title]));
  const more = total - rows.length;
  return sections(
    screenedText(words, document),
    counts.map(({ rule, met, cannotTell }) => words.say('countsText', { rule: titles.get(rule) ?? rule, met, cannotTell })).join('\n'),
    rows
      .map((row) => {
        const met = row.verdicts.filter(({ verdict }) => verdict === 'met').map((one) => `  ${verdictText(words, one, row.state)}`);
        return [`${row.row}  ${row.text}`, ...met].join('\n');
      })
      .join('\n'),
    more === 0 ? '' : desk.say('cli.more', { count: more }),
    bookText(words, book),
    [
      `${words.say('policy')}: ${policy}`,
      words.say('report.stops', { stops: stopsText(words, asked) }),
      ...scopeTexts(words, policy, payments),
    ].join('\n'),
  );
}

function bookRules(book: RuleBook, desk: Desk): string {
  const words = wordsOf(desk);
  return sections(bookText(words, book), book.rules.map(({ id, title }) => `${id}  ${title}`).join('\n'));
}
