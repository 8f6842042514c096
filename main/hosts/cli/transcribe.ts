// Commands of typed ids: what a text may be, entries with where they were read, second typings, what a part of an id brings up.
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { type PartialMatch, TRANSCRIPTION_STATES, type Transcription, type Verdict } from '../../../shared/contract/transcribe.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { regionText } from '../../../shared/contract/region.ts';
import { chanceTexts, changesText, misfitTexts } from '../../../shared/words/index.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { renderPairs, renderTable, sections } from './table.ts';

const MOST_SHOWN = 200;
const TEXT = { name: 'TEXT', required: true, many: false };
const NUMBER = { name: 'NUMBER', required: true, many: false };
const numberOf = (given: Given): number => wholeNumber('NUMBER', given.text('NUMBER'), 1);

export const transcribeCommands: readonly CommandSpec[] = [
  {
    words: ['transcribe', 'check'],
    positionals: [TEXT],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('transcribe.check', { text: given.text('TEXT') });
        return { exit: document.secret || document.checksum === 'fails' ? 1 : 0, document, text: verdictText(document, desk) };
      }),
  },
  {
    words: ['transcribe', 'add'],
    positionals: [TEXT],
    options: [
      CASE_OPTION,
      ...[
        { name: 'exhibit', value: 'LABEL' },
        { name: 'place', value: 'TEXT' },
        { name: 'source', value: 'NUMBER' },
      ],
      ...[
        { name: 'region', value: 'PAGE,X,Y,WIDTH,HEIGHT' },
        { name: 'take', value: 'PROPOSAL' },
        { name: 'note', value: 'TEXT' },
      ],
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const [source, take] = [given.optional('source'), given.optional('take')];
        const document = await desk.call('transcribe.add', {
          ...{ text: given.text('TEXT'), exhibit: given.optional('exhibit') ?? '', place: given.optional('place') ?? '' },
          ...{ source: source === undefined ? null : wholeNumber('--source', source, 1), region: regionOf(given.optional('region')) },
          ...{ note: given.optional('note') ?? '', ...(take === undefined ? {} : { proposal: take }) },
        });
        const { entry, state } = document;
        return { exit: 0, document, text: desk.say('transcribe.kept', { entry, state: desk.say(`transcribe.state.${state}`) }) };
      }),
  },
  {
    words: ['transcribe', 'again'],
    positionals: [NUMBER, TEXT],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const entry = numberOf(given);
        const document = await desk.call('transcribe.again', { entry, text: given.text('TEXT') });
        const state = desk.say(`transcribe.state.${document.state}`);
        const text = desk.say(document.alike ? 'transcribe.againAlike' : 'transcribe.againDiffers', { entry, state });
        return { exit: document.alike ? 0 : 1, document, text };
      }),
  },
  {
    words: ['transcribe', 'look'],
    positionals: [NUMBER],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const entry = numberOf(given);
        await desk.call('transcribe.look', { entry });
        const document = (await desk.call('transcribe.list', { limit: 500 })).entries.find((one) => one.entry === entry) ?? null;
        return { exit: 0, document, text: sections(document?.typed ?? '', desk.say('transcribe.lookIs')) };
      }),
  },
  {
    words: ['transcribe', 'list'],
    positionals: [],
    options: [CASE_OPTION, { name: 'state', value: 'STATE', many: true }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const states = given.list('state').map(stateOf);
        const document = await desk.call('transcribe.list', { states, limit: MOST_SHOWN });
        return { exit: 0, document, text: listText(document, desk) };
      }),
  },
  {
    words: ['transcribe', 'withdraw'],
    positionals: [NUMBER],
    options: [CASE_OPTION, { name: 'reason', value: 'TEXT', required: true }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const [entry, reason] = [numberOf(given), given.text('reason')];
        await desk.call('transcribe.withdraw', { entry, reason });
        const text = `${desk.say('transcribe.number', { entry })}  ${desk.say('transcribe.stateIs.withdrawn', { reason })}`;
        return { exit: 0, document: { entry }, text };
      }),
  },
  {
    words: ['transcribe', 'find'],
    positionals: [{ name: 'PART', required: true, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('transcribe.matches', { text: given.text('PART'), limit: MOST_SHOWN });
        return { exit: document.total === 0 ? 1 : 0, document, text: matchesText(document, desk) };
      }),
  },
];

function stateOf(text: string): Transcription['state'] {
  const found = TRANSCRIPTION_STATES.find((one) => one === text);
  if (found === undefined) throw new Fault('usage.badValue', { option: '--state', value: text, expected: TRANSCRIPTION_STATES.join(', ') });
  return found;
}

/** Whole numbers in ten-thousandths of the page, from the top left. */
function regionOf(text: string | undefined): NonNullable<CallInput<'transcribe.add'>['region']> | null {
  if (text === undefined) return null;
  const numbers = text.split(',').map((one) => wholeNumber('--region', one.trim()));
  const [page, x, y, width, height] = numbers;
  if (page === undefined || x === undefined || y === undefined || width === undefined || height === undefined || numbers.length !== 5)
    throw new Fault('usage.badValue', { option: '--region', value: text.slice(0, 80), expected: 'PAGE,X,Y,WIDTH,HEIGHT' });
  return { page, x, y, width, height };
}

function verdictText(verdict: Verdict, desk: Desk): string {
  if (verdict.secret) return desk.say('transcribe.secret');
  const chains = (held: boolean): string =>
    [...new Set(verdict.readings.flatMap((one) => (one.held === held ? [one.chainName] : [])))].join(', ');
  const isPart = verdict.kind === 'partial';
  return sections(
    `${verdict.text}  ${desk.say(`transcribe.kind.${verdict.kind}`)}`,
    [
      desk.say(isPart ? 'transcribe.stateIs.partial' : `transcribe.checksum.${verdict.checksum}`),
      ...misfitTexts(desk.say, verdict),
      chains(true) === '' ? '' : desk.say('transcribe.held', { chains: chains(true) }),
      chains(false) === '' ? '' : desk.say('transcribe.chains', { chains: chains(false) }),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    verdict.proposals
      .map(({ text, changes, checked }) => {
        const weak = checked ? '' : `  (${desk.say('transcribe.unchecked')})`;
        return `${text}\n  ${changesText(desk.say, changes)}${weak}`;
      })
      .join('\n'),
    verdict.checksum === 'fails' && verdict.proposals.length === 0 ? desk.say('transcribe.proposalsNone') : '',
    chanceTexts(desk.say, verdict).join('\n'),
  );
}

function listText({ total, entries }: CallOutput<'transcribe.list'>, desk: Desk): string {
  if (entries.length === 0) return desk.say('transcribe.none');
  const table = renderTable(
    ['number', 'state', 'text', 'evidence', 'examiner'].map((name) => ({ title: desk.say(`cli.column.${name}`) })),
    entries.map((one) => [
      ...[`${one.entry}`, desk.say(`transcribe.state.${one.state}`), one.hidden ? `(${desk.say('transcribe.hidden')})` : one.id],
      ...[whereText(one), one.examiner],
    ]),
    desk.width,
  );
  const others = entries.flatMap((one) =>
    one.typings
      .filter(({ alike }) => !alike)
      .map(
        ({ examiner, text }) =>
          `${desk.say('transcribe.number', { entry: one.entry })}: ${desk.say('transcribe.reading', { examiner })} ${text}`,
      ),
  );
  const more = total - entries.length;
  return sections(table, others.join('\n'), more === 0 ? '' : desk.say('cli.more', { count: more }));
}

function whereText({ exhibit, source, region, place }: Transcription): string {
  return [exhibit, source?.name ?? '', region === null ? '' : regionText(region), place].filter((text) => text !== '').join('; ');
}

function matchesText({ matches, total, more, warning, twins, hidden }: CallOutput<'transcribe.matches'>, desk: Desk): string {
  const lines = (list: readonly PartialMatch[]): string => list.map((match) => matchText(match, desk)).join('\n');
  return sections(
    total === 0 ? desk.say('transcribe.matchesNone') : desk.say(more ? 'transcribe.matchesMore' : 'transcribe.matchesCount', { total }),
    lines(matches),
    twins.length === 0 ? '' : `${desk.say('transcribe.matchesTwins')}\n${lines(twins)}`,
    warning === null ? '' : `${desk.say('transcribe.warning')}. ${desk.say(`transcribe.warningIs.${warning}`)}`,
    hidden === 0 ? '' : desk.say('transcribe.hiddenCount', { count: hidden }),
  );
}

function matchText({ id, kind, sameCase, places }: PartialMatch, desk: Desk): string {
  const where = places.map(({ place, chainName, text, number }) =>
    desk.say(`transcribe.at.${place}`, { kind: desk.say(`transcribe.kind.${kind}`), chain: chainName, text, number: number ?? 0 }),
  );
  return renderPairs([[id, [...where, ...(sameCase ? [] : [desk.say('transcribe.otherCase')])].join('; ')]]);
}
