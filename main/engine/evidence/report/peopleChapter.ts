// The chapter of entries about people: the links relied on, each with what it rests on, the chains of evidence step by step with the weakest
// named and others told, and what the examiner takes for one. It says what sources say, and nothing of who did anything.
import type { BareChain } from '../../trace/index.ts';
import { whereText } from '../../../../shared/words/index.ts';
import type { BagEntry, BagJoin, BagLink } from '../bag/peoplePayload.ts';
import { bothTimes, grouped } from './format.ts';
import type { ReportModel } from './model.ts';
import type { ReportPeople } from './peopleModel.ts';
import type { Cell, Sheet } from './sheet.ts';
import { sayCode, type Words } from './words.ts';

const FILE = 'data/people.json';
/** Entries, links of one and chains to one that are printed. */
const MOST_ENTRIES = 60;
const MOST_LINKS = 60;
const MOST_CHAINS = 8;
const SMALL = 7.8;

interface Said {
  readonly words: Words;
  readonly word: Words['say'];
  readonly people: ReportPeople;
  readonly sources: ReadonlyMap<number, string>;
  /** Entries that the chapter prints. */
  readonly printed: ReadonlySet<number>;
}

export function people(sheet: Sheet, model: ReportModel, words: Words): void {
  const own = model.people;
  if (own === undefined || own === null) return;
  const said: Said = {
    words,
    word: (key, parameters) => words.say(`people.${key}`, parameters),
    people: own,
    sources: new Map(model.sources.map(({ number, name }) => [number, name])),
    printed: new Set(own.entries.slice(0, MOST_ENTRIES).map(({ id }) => id)),
  };
  const { word } = said;
  sheet.newPage();
  sheet.heading(1, word('report.heading'));
  for (const key of [own.chosen ? 'report.chosen' : 'report.reached', 'report.says', own.fullLinks ? 'report.full' : 'report.minimal'])
    sheet.text(word(key));
  sheet.text(word('report.counted', { notListed: grouped(own.notListed), withdrawn: grouped(own.withdrawn) }));
  for (const one of own.entries.slice(0, MOST_ENTRIES)) entry(sheet, one, said);
  cut(sheet, own.entries.length, MOST_ENTRIES, words);
  if (own.joins.length === 0) return;
  sheet.heading(2, word('report.joins'));
  for (const one of own.joins.slice(0, MOST_ENTRIES)) join(sheet, one, said);
  cut(sheet, own.joins.length, MOST_ENTRIES, words);
}

function cut(sheet: Sheet, total: number, shown: number, words: Words): void {
  if (total > shown) sheet.text(words.say('table.cut', { shown, total: grouped(total), file: FILE }));
}

function entry(sheet: Sheet, one: BagEntry, said: Said): void {
  const { words, word } = said;
  const { id, title, kind, joined, links, leftOut, withdrawnLinks, chains, moreChains } = one;
  sheet.need(150);
  sheet.heading(2, word('report.entry', { id, title, kind: word(`kind.${kind}`) }));
  sheet.pairs([
    [word('report.from'), originText(one, said)],
    ...(joined.length === 0 ? [] : [[word('report.joined'), joined.map((other) => word('entry', { id: other })).join(', ')] as const]),
    [word('report.notPrinted'), word('report.leftOut', { leftOut: grouped(leftOut), withdrawn: grouped(withdrawnLinks) })],
  ]);
  if (links.length > 0)
    sheet.table(
      [
        { title: word('report.column.link'), share: 22 },
        { title: word('report.column.said'), share: 44 },
        { title: word('report.column.rests'), share: 34 },
      ],
      links.slice(0, MOST_LINKS).map((link) => linkRow(link, said)),
    );
  cut(sheet, links.length, MOST_LINKS, words);
  if (chains.length === 0) sheet.text(word('report.noChain'));
  // A chain over an entry that is taken for this one stands there: each is printed once.
  const elsewhere = [...new Set(chains.flatMap(({ entity }) => (entity !== id && said.printed.has(entity) ? [entity] : [])))];
  const here = chains.filter(({ entity }) => !elsewhere.includes(entity));
  for (const chain of here.slice(0, MOST_CHAINS)) chainSteps(sheet, chain, said);
  cut(sheet, here.length + moreChains, MOST_CHAINS, words);
  if (elsewhere.length > 0)
    sheet.statement('assumption', words.say('kind.assumption'), [
      word('report.chainOver', { entries: elsewhere.map((other) => word('entry', { id: other })).join(', ') }),
    ]);
}

function originText({ source, row }: BagEntry, { word, sources }: Said): string {
  if (source === null) return word('byHand');
  return word('sourceRow', { number: source, name: sources.get(source) ?? '', row });
}

/** What would be cut in a column stands over the whole width. */
const isLong = ({ kind, value }: BagLink): boolean => kind === 'address' || value.length > 60;

function linkRow(link: BagLink, said: Said) {
  const { words, word, people: own } = said;
  const { kind, value, chains, detail, basis, grade } = link;
  const { service, what } = detail;
  const beside = [chains.map((chain) => own.chainNames[chain] ?? chain).join(', '), service, what].filter((text) => text !== '').join('; ');
  const long = isLong(link);
  const shown = long ? beside : [value, beside].filter((text) => text !== '').join('; ');
  return {
    cells: [
      word('report.link', { kind: word(`link.${kind}`), link: link.link }),
      shown,
      `${words.say(`kind.${basis}`)}, ${grade}: ${words.say(`grade.${grade}`)}`,
    ],
    under: [
      ...(long ? [{ text: value, style: kind === 'address' ? ('mono' as const) : ('regular' as const), size: SMALL }] : []),
      ...sightingTexts(link, said).map((text) => ({ text, size: SMALL })),
      { text: restsOn(link, said), size: SMALL },
    ],
  };
}

function restsOn({ source, ...link }: BagLink, { words, word, sources }: Said): string {
  const of = source === null ? null : { number: source, name: sources.get(source) ?? '' };
  const text = whereText((key, parameters) => words.say(key, parameters), { ...link, source: of });
  return text === '' ? word('byHand') : text;
}

function sightingTexts({ kind, value, detail, sighting }: BagLink, { word }: Said): string[] {
  if (kind !== 'ip' || sighting === null) return [];
  const { timeSeconds, untilSeconds, port, upTo } = detail;
  const times = [timeSeconds, untilSeconds].flatMap((one) => (one === null ? [] : [bothTimes(one * 1000, 'UTC').utc]));
  const { range, networks, lists, searched } = sighting;
  return [
    [
      times.length === 0 ? word('why.noTime') : times.join(' – '),
      upTo === '' ? '' : `${value} – ${upTo}`,
      port === null ? word('report.noPort') : word('report.port', { port }),
      word(`range.${range}`),
    ]
      .filter((text) => text !== '')
      .join('; '),
    ...networks.map(({ network, country, table, asOf, row }) => word('network', { network, country, table, day: asOf, row })),
    ...(networks.length > 0 || range !== 'public'
      ? []
      : [searched === 0 ? word('report.noTables') : word('notInTables', { count: searched })]),
    ...lists.map(({ kind: of, table, asOf }) => word(`listed.${of}`, { table, day: asOf })),
  ];
}

function chainSteps(sheet: Sheet, chain: BareChain, { words, word }: Said): void {
  const { run, of, direction, address, link, entity, asked, steps, weakest, alternatives } = chain;
  const policies = chain.policies.map((policy) => sayCode(words, 'policy', policy)).join(', ');
  const runText = word(`locatedRun.${of}`, { run });
  sheet.need(190);
  sheet.heading(3, word('report.chain', { run: runText }));
  const told = { run: runText, policies, asked, link, entity };
  const textOf = (step: BareChain['steps'][number]['step']): readonly (string | Cell)[] =>
    step === 'run'
      ? [word(`report.step.run.${direction}`, told), { text: address, style: 'mono', size: 8.4 }]
      : [word(step === 'join' ? 'report.step.join' : `step.${step}`, told)];
  for (const { step, basis, grade } of steps)
    sheet.statement(basis, words.say(`kind.${basis}`), [
      ...textOf(step),
      ...(grade === null ? [] : [{ text: `${grade}: ${words.say(`grade.${grade}`)}`, size: 8.2 }]),
      ...(weakest.includes(step) ? [{ text: word('weakest'), style: 'bold' as const, size: 8.2 }] : []),
    ]);
  const others = alternatives.map((other) => word('report.alternative', other)).join('; ');
  sheet.text(others === '' ? word('report.noAlternative') : word('report.alternatives', { entries: others }), { after: 9 });
}

function join(sheet: Sheet, { a, b, kind, texts, rules, reason }: BagJoin, { words, word }: Said): void {
  const alike = rules.length === 0 ? word('alike') : word('alikeBy', { rules: rules.map((rule) => word(`rule.${rule}`)).join('; ') });
  const [one, other] = texts;
  sheet.statement('assumption', words.say('kind.assumption'), [
    word('report.join', { a, b, reason }),
    { text: word('report.joinRests', { kind: word(`link.${kind}`), one, other, rules: alike }), size: 8.2 },
  ]);
}
