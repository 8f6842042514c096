// Commands of people: entries with their links and evidence, by hand or by registers, leads between them, tables of networks. Which entries are
// one person no command says but the examiner's own `accept`.
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import {
  ENTITY_KINDS,
  type EntityKind,
  type LINK_BASES,
  LINK_KINDS,
  type LinkKind,
  type LinkShown,
  type PeopleLead,
} from '../../../shared/contract/people.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { whereText } from '../../../shared/words/index.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS, type Outcome } from './command.ts';
import { rejectedText, tableOptions } from './intake.ts';
import { renderPairs, renderTable, sections } from './table.ts';
import { mappingOptions, TABLE_OPTIONS } from './tables.ts';

const MOST_SHOWN = 200;
const EVIDENCE_OPTIONS = [
  ...[
    { name: 'exhibit', value: 'LABEL' },
    { name: 'place', value: 'TEXT' },
    { name: 'says', value: 'WHO' },
    { name: 'as-of', value: 'DAY' },
  ],
  ...[{ name: 'source', value: 'NUMBER' }, { name: 'as-fact' }, { name: 'assumption' }, { name: 'provider', value: 'TEXT' }],
  ...[
    { name: 'chain', value: 'ID' },
    { name: 'port', value: 'N' },
    { name: 'time', value: 'UTC' },
    { name: 'until', value: 'UTC' },
    { name: 'what', value: 'TEXT' },
    { name: 'row', value: 'N' },
  ],
];
const LINK_POSITIONALS = [
  { name: 'KIND', required: true, many: false },
  { name: 'VALUE', required: true, many: false },
];

export const peopleCommands: readonly CommandSpec[] = [
  {
    words: ['people', 'list'],
    positionals: [{ name: 'TEXT', required: false, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('people.list', { search: given.optional('TEXT') ?? '', limit: MOST_SHOWN });
        const table = renderTable(
          ['number', 'kind', 'title', 'links', 'leads', 'source'].map((name) => ({ title: desk.say(`cli.column.${name}`) })),
          document.people.map(({ id, kind, title, links, leads, source, joined }) => [
            ...[joined.length === 0 ? `${id}` : `${id} = ${joined.join(', ')}`, desk.say(`people.kind.${kind}`), title],
            ...[
              links.map((one) => `${desk.say(`people.link.${one.kind}`)} ${one.count}`).join(', '),
              leads === 0 ? '' : `${leads}`,
              source,
            ],
          ]),
          desk.width,
        );
        const more = document.total - document.people.length;
        return { exit: 0, document, text: sections(table, more === 0 ? '' : desk.say('cli.more', { count: more })) };
      }),
  },
  {
    words: ['people', 'show'],
    positionals: [{ name: 'NUMBER', required: true, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('people.show', { id: wholeNumber('NUMBER', given.text('NUMBER'), 1) });
        return { exit: 0, document, text: pageText(document, desk) };
      }),
  },
  {
    words: ['people', 'locate'],
    positionals: [{ name: 'NUMBER', required: true, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('locate.person', { id: wholeNumber('NUMBER', given.text('NUMBER'), 1) });
        return { exit: 0, document, text: locatedText(document, desk) };
      }),
  },
  {
    words: ['people', 'add'],
    positionals: LINK_POSITIONALS,
    options: [CASE_OPTION, { name: 'entry-kind', value: 'KIND' }, ...EVIDENCE_OPTIONS, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const kind = oneOf('--entry-kind', given.optional('entry-kind') ?? 'person', ENTITY_KINDS) as EntityKind;
        const document = await desk.call('people.add', { kind, link: linkOf(given) });
        return { exit: 0, document, text: desk.say('cli.people.added', document) };
      }),
  },
  {
    words: ['people', 'link'],
    positionals: [{ name: 'NUMBER', required: true, many: false }, ...LINK_POSITIONALS],
    options: [CASE_OPTION, ...EVIDENCE_OPTIONS, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const id = wholeNumber('NUMBER', given.text('NUMBER'), 1);
        const document = await desk.call('people.link', { id, link: linkOf(given) });
        return { exit: 0, document, text: desk.say('cli.people.linked', { id, ...document }) };
      }),
  },
  {
    words: ['people', 'withdraw'],
    positionals: [
      { name: 'WHAT', required: true, many: false },
      { name: 'NUMBER', required: true, many: false },
    ],
    options: [CASE_OPTION, { name: 'reason', value: 'TEXT', required: true }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const what = oneOf('WHAT', given.text('WHAT'), ['entry', 'link']) === 'entry' ? ('entity' as const) : ('link' as const);
        const id = wholeNumber('NUMBER', given.text('NUMBER'), 1);
        const document = await desk.call('people.withdraw', { what, id, reason: given.text('reason') });
        return { exit: 0, document, text: desk.say('cli.people.withdrawn', { id }) };
      }),
  },
  {
    words: ['people', 'matches'],
    positionals: [],
    options: [CASE_OPTION, { name: 'all' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const standing = given.has('all') ? {} : { standing: 'open' as const };
        const document = await desk.call('people.matches', { ...standing, limit: MOST_SHOWN });
        const more = document.total - document.leads.length;
        return {
          ...{ exit: 0, document },
          text: sections(
            desk.say('people.leadsAbout'),
            document.leads.map((lead) => leadText(lead, desk)).join('\n') || desk.say('people.noLeads'),
            document.common.map(({ text, entries }) => desk.say('people.common', { text, count: entries })).join('\n'),
            document.limited.map((one) => desk.say('people.limited', { ...one })).join('\n'),
            more === 0 ? '' : desk.say('cli.more', { count: more }),
          ),
        };
      }),
  },
  judgeCommand('accept', 'accepted'),
  judgeCommand('dismiss', 'dismissed'),
  {
    words: ['people', 'import'],
    positionals: [{ name: 'PATH', required: true, many: true }],
    options: [
      CASE_OPTION,
      { name: 'exhibit', value: 'LABEL' },
      { name: 'time-zone', value: '+HH:MM' },
      { name: 'day-order', value: 'dmy|mdy' },
      ...TABLE_OPTIONS,
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const { results } = await desk.call('intake.run', {
          ...{ paths: given.list('PATH').map((path) => desk.grant(path)), exhibit: given.optional('exhibit') ?? '' },
          ...{ profile: 'register', ...tableOptions(given, desk), ...mappingOptions(given, desk) },
        });
        return importedOutcome(results, desk);
      }),
  },
  {
    words: ['people', 'networks'],
    positionals: [{ name: 'PATH', required: true, many: false }],
    options: [
      CASE_OPTION,
      { name: 'of', value: 'KIND' },
      { name: 'as-of', value: 'DAY' },
      { name: 'exhibit', value: 'LABEL' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const kind = oneOf('--of', given.optional('of') ?? 'networks', ['networks', 'vpn', 'tor'] as const);
        const path = desk.grant(given.text('PATH'));
        const asOf = given.optional('as-of') ?? '';
        const document = await desk.call('people.networks', { path, kind, asOf, exhibit: given.optional('exhibit') ?? '' });
        const { ranges, refused, asOf: day } = document;
        return { exit: 0, document, text: desk.say('people.tookTable', { ranges, refused, day }) };
      }),
  },
];

function judgeCommand(word: string, verdict: 'accepted' | 'dismissed'): CommandSpec {
  return {
    words: ['people', word],
    positionals: [{ name: 'LEAD', required: true, many: false }],
    options: [CASE_OPTION, { name: 'reason', value: 'TEXT', required: true }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('people.judge', { lead: given.text('LEAD'), verdict, reason: given.text('reason') });
        return { exit: 0, document, text: desk.say(`cli.people.${verdict}`, document) };
      }),
  };
}

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new Fault('usage.badValue', { option: name, value: value.slice(0, 80), expected: known.join(', ') });
  return found;
}

function linkOf(given: Given): CallInput<'people.link'>['link'] {
  const [chain, port, row] = [given.optional('chain'), given.optional('port'), given.optional('row')];
  const secondsOf = (name: 'time' | 'until'): number | null => {
    const text = given.optional(name);
    if (text === undefined) return null;
    const seconds = Date.parse(`${text.replace(' ', 'T').replace(/Z?$/, 'Z')}`) / 1000;
    if (Number.isNaN(seconds)) throw new Fault('usage.badValue', { option: `--${name}`, value: text, expected: 'YYYY-MM-DD HH:MM:SS' });
    return seconds;
  };
  const basis: (typeof LINK_BASES)[number] = given.has('assumption') ? 'assumption' : given.has('as-fact') ? 'fact' : 'attribution';
  return {
    ...{ kind: oneOf('KIND', given.text('KIND'), LINK_KINDS) as LinkKind, value: given.text('VALUE') },
    ...(chain === undefined ? {} : { chain }),
    detail: {
      ...{ service: given.optional('provider') ?? '', what: given.optional('what') ?? '' },
      ...{ timeSeconds: secondsOf('time'), untilSeconds: secondsOf('until') },
      port: port === undefined ? null : wholeNumber('--port', port),
    },
    evidence: {
      ...{ basis, exhibit: given.optional('exhibit') ?? '', place: given.optional('place') ?? '', says: given.optional('says') ?? '' },
      ...{ date: given.optional('as-of') ?? '', source: given.optional('source') ?? '' },
      ...(row === undefined ? {} : { row: wholeNumber('--row', row) }),
    },
  };
}

function importedOutcome(results: CallOutput<'intake.run'>['results'], desk: Desk): Outcome {
  const text = results.map((result) => {
    const { entries = 0, links = 0, refused = {} } = result.people ?? {};
    const count = Object.values(refused).reduce((sum, one) => sum + one, 0);
    return sections(
      `${result.name ?? ''}  ${desk.say('people.tookRegister', { entries, links, refused: count })}`,
      rejectedText(result, desk),
    );
  });
  return { exit: 0, document: { results }, text: sections(...text) };
}

function pageText({ id, kind, title, withdrawn, links, joined, leads }: CallOutput<'people.show'>, desk: Desk): string {
  const head = renderPairs([
    [desk.say('cli.column.number'), `${id}`],
    [desk.say('cli.column.title'), `${title}  ${desk.say(`people.kind.${kind}`)}`],
    ...(withdrawn === '' ? [] : [[desk.say('cli.column.state'), withdrawnText(withdrawn, desk)] as const]),
    ...joined.map((one, at) => [at === 0 ? desk.say('people.joinedIs') : '', `${one.id}  ${one.title}  ${one.source}`] as const),
  ]);
  const table = renderTable(
    ['id', 'kind', 'text', 'statement', 'evidence'].map((name) => ({ title: desk.say(`cli.column.${name}`) })),
    links.map((link) => [
      ...[`${link.link}`, desk.say(`people.link.${link.kind}`), valueText(link), desk.say(`people.basis.${link.basis}`)],
      `${whereText(desk.say, link)}${link.withdrawn === '' ? '' : `; ${withdrawnText(link.withdrawn, desk)}`}`,
    ]),
    desk.width,
  );
  const sightings = links.flatMap((link) =>
    link.sighting === null ? [] : [`${valueText(link)}\n  ${sightingText(link, desk).join('\n  ')}`],
  );
  return sections(head, table, sightings.join('\n'), leads.map((lead) => leadText(lead, desk)).join('\n'));
}

export function locatedText({ chains, runs, sightings, hours }: CallOutput<'locate.person'>, desk: Desk): string {
  const found = chains.map(({ run, of, direction, address, policies, asked, link, entity, steps, weakest, alternatives }) => {
    const text = { run, policies: policies.join(', '), asked, address, link, entity };
    const lines = steps.map(({ step, basis, grade }) => {
      const key = step === 'run' ? `people.step.run.${direction}` : `people.step.${step}`;
      const mark = weakest.includes(step) ? `  <- ${desk.say('people.weakest')}` : '';
      return `  ${desk.say(key, text)}  [${basis}${grade === null ? '' : ` ${grade}`}]${mark}`;
    });
    const others = alternatives.map((one) => `#${one.entity} ${one.title}`).join(', ');
    const head = `${desk.say(`people.locatedRun.${of}`, { run })} -> ${address}`;
    return [head, ...lines, ...(others === '' ? [] : [`  ${desk.say('people.alternatives')} ${others}`])].join('\n');
  });
  const seen = sightings.map(({ timeSeconds, untilSeconds, value, what }) =>
    `  ${utc(timeSeconds)}${untilSeconds === null ? '' : ` - ${utc(untilSeconds)}`}  ${value}  ${what}`.trimEnd(),
  );
  const counted = hours.reduce((sum, count) => sum + count, 0);
  const byHour = hours.flatMap((count, hour) => (count === 0 ? [] : [desk.say('people.hourCount', { hour, count })])).join('; ');
  return sections(
    desk.say(found.length === 0 ? 'people.locatedNone' : 'people.locatedAbout', { runs }),
    found.join('\n'),
    seen.length === 0 ? '' : [desk.say('people.timeline'), ...seen].join('\n'),
    counted === 0 ? '' : `${byHour}\n${desk.say('people.hoursLimits', { count: counted })}`,
  );
}

function withdrawnText(reason: string, desk: Desk): string {
  return reason === 'source' ? desk.say('people.withdrawnSource') : desk.say('people.withdrawnIs', { reason });
}

function valueText({ kind, value, detail }: LinkShown): string {
  const { service, what, port, timeSeconds, untilSeconds, upTo } = detail;
  const range = upTo === '' ? value : `${value} – ${upTo}`;
  const times = [timeSeconds, untilSeconds].flatMap((one) => (one === null ? [] : [utc(one)])).join(' – ');
  return [kind === 'ip' && port !== null ? `${range} : ${port}` : range, times, service, what].filter((text) => text !== '').join('  ');
}

const utc = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

function sightingText({ value, detail, sighting }: LinkShown, desk: Desk): readonly string[] {
  if (sighting === null) return [];
  const { range, networks, lists, searched } = sighting;
  const time = detail.timeSeconds === null ? null : utc(detail.timeSeconds).slice(0, 19);
  const request =
    range !== 'public'
      ? desk.say('people.noRequest', { why: desk.say('people.why.notPublic') })
      : time === null
        ? desk.say('people.noRequest', { why: desk.say('people.why.noTime') })
        : detail.port === null
          ? desk.say('people.requestNoPort', { ip: value, time })
          : desk.say('people.requestText', { ip: value, time, port: detail.port });
  const known = networks.map(({ network, country, table, asOf, row }) =>
    desk.say('people.network', { network, country, table, day: asOf, row }),
  );
  const none = searched === 0 ? desk.say('people.noTables') : desk.say('people.notInTables', { count: searched });
  return [
    desk.say(`people.range.${range}`),
    ...(known.length > 0 || range !== 'public' ? known : [none]),
    ...lists.map(({ kind, table, asOf }) => desk.say(`people.listed.${kind}`, { table, day: asOf })),
    request,
  ];
}

function leadText({ id, a, b, rules, cautions, standing, kind }: PeopleLead, desk: Desk): string {
  const named = rules.map((rule) => desk.say(`people.rule.${rule}`)).join('; ');
  const why = rules.length === 0 ? desk.say('people.alike') : kind === 'ip' ? named : desk.say('people.alikeBy', { rules: named });
  const against = cautions.map((one) => desk.say(`people.caution.${one}`)).join('; ');
  return [
    `${id}  ${desk.say(`people.standing.${standing}`)}`,
    `  ${a.entity} ${a.title}: ${a.text}  ~  ${b.entity} ${b.title}: ${b.text}`,
    `  ${why}${against === '' ? '' : `  (${against})`}`,
  ].join('\n');
}
