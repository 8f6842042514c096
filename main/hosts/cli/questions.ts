// Commands that put questions to archives and nodes: what one costs is said before it starts, what it brought and where it must not
// be trusted further afterwards.
import type { CallInput } from '../../../shared/contract/index.ts';
import type { QuestionCost, QuestionResult, SyncResult } from '../../../shared/contract/question.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { commaList, wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS, type OptionSpec } from './command.ts';
import { ACCESS_OPTIONS, accessOptions, readText } from './nodeAccess.ts';
import { renderPairs, renderTable, sections } from './table.ts';

/** Options of every command that asks. */
export const ASK_OPTIONS: readonly OptionSpec[] = [{ name: 'source', value: 'ID' }, { name: 'no-parents' }, { name: 'hash-bodies' }];
const RANGE: readonly OptionSpec[] = [
  { name: 'from-height', value: 'N' },
  { name: 'to-height', value: 'N' },
];
const LIST: OptionSpec = { name: 'list', value: 'FILE' };
/** Reasons for which a body is refused that can be read. */
const ROOT_REFUSALS: readonly string[] = ['merkleRoot', 'duplicateTail'];
/** More ranges than this are counted in the text; the JSON has all. */
const MOST_RANGES = 20;
const QUESTION = { name: 'QUESTION', required: true, many: false };

export const questionCommands: readonly CommandSpec[] = [
  {
    words: ['search'],
    positionals: [{ name: 'ID', required: false, many: true }],
    options: [CASE_OPTION, LIST, { name: 'chain', value: 'ID' }, ...RANGE, ...ASK_OPTIONS, { name: 'cost' }, ...OPEN_OPTIONS],
    run(given, desk) {
      const from = [...commaList(given.list('ID')), ...listed(given)];
      if (from.length === 0) throw new Fault('usage.missingArgument', { command: 'search', argument: 'ID' });
      return desk.withCase(given, given.text('case'), async () => {
        const request = { kind: 'history' as const, from, ...askOptions(given), ...rangeOptions(given) };
        if (given.has('cost')) {
          const document = await desk.call('question.cost', request);
          return { exit: 0, document, text: sections(...document.costs.map((cost) => costText(cost, desk))) };
        }
        const results = await ask(desk, request);
        return { exit: 0, document: { results }, text: sections(...results.map((result) => resultText(result, desk))) };
      });
    },
  },
  {
    words: ['parents'],
    positionals: [{ name: 'RUN', required: false, many: true }],
    options: [CASE_OPTION, { name: 'chain', value: 'ID' }, ...ASK_OPTIONS, ...OPEN_OPTIONS],
    run(given, desk) {
      const from = given.list('RUN').map((run) => String(wholeNumber('RUN', run, 1)));
      return desk.withCase(given, given.text('case'), async () => {
        const results = await ask(desk, { kind: 'parents', from, ...askOptions(given) });
        return { exit: 0, document: { results }, text: sections(...results.map((result) => resultText(result, desk))) };
      });
    },
  },
  {
    words: ['questions'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('question.list', {});
        const columns = ['number', 'asked', 'source', 'state', 'heights', 'transactions', 'proven'].map((name) => ({
          title: desk.say(`cli.column.${name}`),
        }));
        const rows = document.questions.map((one) => [
          String(one.question),
          desk.say(`cli.kind.${one.kind}`),
          one.sourceName,
          desk.say(`cli.questionState.${one.state}`, { next: one.next ?? '' }),
          one.result === null || one.result.low === null ? '–' : `${one.result.low}–${one.result.high}`,
          one.result === null ? '–' : String(one.result.transactions),
          one.result === null ? '–' : String(one.result.proven),
        ]);
        return { exit: 0, document, text: rows.length === 0 ? desk.say('cli.questions.none') : renderTable(columns, rows, desk.width) };
      }),
  },
  {
    words: ['resume'],
    positionals: [QUESTION],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run(given, desk) {
      const question = wholeNumber('QUESTION', given.text('QUESTION'), 1);
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('question.resume', { question });
        return { exit: 0, document, text: sections(...document.results.map((result) => resultText(result, desk))) };
      });
    },
  },
  {
    words: ['abandon'],
    positionals: [QUESTION],
    options: [CASE_OPTION, { name: 'reason', value: 'TEXT', required: true }, ...OPEN_OPTIONS],
    run(given, desk) {
      const question = wholeNumber('QUESTION', given.text('QUESTION'), 1);
      return desk.withCase(given, given.text('case'), async () => {
        await desk.call('question.abandon', { question, reason: given.text('reason') });
        return { exit: 0, document: { question }, text: desk.say('cli.questions.abandoned', { question }) };
      });
    },
  },
  {
    words: ['sync'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'node', value: 'URL', required: true },
      ...ACCESS_OPTIONS,
      { name: 'from-height', value: 'N' },
      { name: 'no-parents' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const from = given.optional('from-height');
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('question.sync', {
          address: given.text('node'),
          parents: !given.has('no-parents'),
          ...accessOptions(given, desk),
          ...(from === undefined ? {} : { fromHeight: wholeNumber('from-height', from) }),
        });
        return { exit: 0, document, text: syncText(document, desk) };
      });
    },
  },
  {
    words: ['watch'],
    positionals: [{ name: 'ID', required: false, many: true }],
    options: [CASE_OPTION, LIST, { name: 'chain', value: 'ID' }, { name: 'remove' }, { name: 'note', value: 'TEXT' }, ...OPEN_OPTIONS],
    run(given, desk) {
      const items = [...commaList(given.list('ID')), ...listed(given)];
      const chain = given.optional('chain');
      const where = chain === undefined ? {} : { chain };
      return desk.withCase(given, given.text('case'), async () => {
        if (items.length > 0 && given.has('remove')) await desk.call('question.unwatch', { items, ...where });
        else if (items.length > 0) await desk.call('question.watch', { items, note: given.optional('note') ?? '', ...where });
        const { watched } = await desk.call('question.list', {});
        const table = renderTable(
          [{ title: desk.say('cli.column.item'), id: true }, { title: desk.say('cli.column.note') }],
          watched.map((row) => [row.item, row.note]),
          desk.width,
        );
        return { exit: 0, document: { watched }, text: watched.length === 0 ? desk.say('cli.watch.none') : table };
      });
    },
  },
];

export function syncText(result: SyncResult, desk: Desk): string {
  const field = (name: string, value: string | number): [string, string] => [desk.say(`cli.field.${name}`), String(value)];
  const [first] = result.rolledBack;
  return sections(
    renderPairs([
      field('node', `${result.address} (${desk.say('cli.sync.agent', { agent: result.agent })})`),
      field('chain', result.chainName),
      field('newHeaders', result.headers),
      field('height', result.before === null ? String(result.tip) : `${result.before} → ${result.tip}`),
    ]),
    first === undefined
      ? ''
      : desk.say('cli.sync.rolledBack', { count: result.rolledBack.length, from: result.rolledBack.at(-1)?.height ?? 0, to: first.height }),
    ...result.questions.map((one) => sections(desk.say(`cli.kind.${one.kind}`), resultText(one, desk))),
    result.runs.map((run) => desk.say(run.gone > 0 ? 'cli.sync.gone' : 'cli.sync.moved', { ...run })).join('\n'),
    result.questions.length === 0 ? desk.say('cli.sync.nothing') : '',
  );
}

/** A note is one line: what has several is told line by line. */
export function noteLines(desk: Desk, text: string): void {
  for (const line of text.split('\n')) if (line !== '') desk.note(line);
}

/** Asks after having said what it costs; the sources are chosen by the engine. */
export async function ask(desk: Desk, request: CallInput<'question.ask'>): Promise<readonly QuestionResult[]> {
  const { costs } = await desk.call('question.cost', request);
  for (const cost of costs) noteLines(desk, costText(cost, desk));
  const { results } = await desk.call('question.ask', request);
  return results;
}

/** Whether the case has an archive or a node of the chain that could be asked before looking at what it holds. */
export async function canAsk(desk: Desk, given: Given): Promise<boolean> {
  if (given.has('case-only')) return false;
  const { sources } = await desk.call('intake.sources', {});
  const chain = given.optional('chain');
  return sources.some(
    (source) =>
      source.state === 'complete' &&
      source.mode === 'archive' &&
      (chain === undefined || chain === source.chain || chain === source.chainName),
  );
}

export function askOptions(given: Given) {
  const chain = given.optional('chain');
  const source = given.optional('source');
  return {
    parents: !given.has('no-parents'),
    thorough: given.has('hash-bodies'),
    ...(chain === undefined ? {} : { chain }),
    ...(source === undefined ? {} : { source }),
  };
}

function rangeOptions(given: Given) {
  const from = given.optional('from-height');
  const to = given.optional('to-height');
  return {
    ...(from === undefined ? {} : { fromHeight: wholeNumber('from-height', from) }),
    ...(to === undefined ? {} : { toHeight: wholeNumber('to-height', to) }),
  };
}

/** One id a line; what stands behind a blank, a comma or a tab is the person's own remark. */
function listed(given: Given): string[] {
  const path = given.optional('list');
  if (path === undefined) return [];
  return readText(path)
    .split(/\r?\n/)
    .map((line) => (line.replace(/^\uFEFF/, '').split(/[\s,;]/, 1)[0] ?? '').trim())
    .filter((item) => item !== '' && !item.startsWith('#'));
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

export function costText(cost: QuestionCost, desk: Desk): string {
  if (cost.range === null) return desk.say('cli.cost.blocksOnly', { source: cost.sourceName });
  const lines = [
    desk.say('cli.cost.pass', {
      source: cost.sourceName,
      passes: cost.passes,
      from: cost.range.from,
      to: cost.range.to,
      bytes: cost.bytes === null ? '?' : gigabytes(cost.bytes),
      time: cost.seconds === null ? '?' : duration(cost.seconds),
    }),
  ];
  if (cost.undoBlocks > 0)
    lines.push(
      cost.undo
        ? desk.say('cli.cost.undo', { count: cost.undoBlocks, bytes: cost.undoBytes === null ? '?' : gigabytes(cost.undoBytes) })
        : desk.say('cli.cost.blind', { count: cost.undoBlocks }),
    );
  if (cost.idsToFind > 0) lines.push(desk.say('cli.cost.ids', { count: cost.idsToFind }));
  if (!cost.undo) lines.push(desk.say('cli.cost.noUndo'));
  return lines.join('\n');
}

export function resultText(result: QuestionResult, desk: Desk): string {
  const field = (name: string, value: string | number): [string, string] => [desk.say(`cli.field.${name}`), String(value)];
  const notes = [
    ...(result.undo ? [] : [desk.say('cli.answer.noUndo')]),
    ...(result.missing > 0 ? [desk.say('cli.answer.missing', { count: result.missing })] : []),
    ...result.gaps.map((gap) => desk.say('cli.answer.gap', { from: gap.from, to: gap.to })),
    ...result.spendsUnsearched.slice(0, MOST_RANGES).map((gap) => desk.say('cli.answer.spendsUnsearched', { from: gap.from, to: gap.to })),
    ...(result.spendsUnsearched.length > MOST_RANGES
      ? [desk.say('cli.more', { count: result.spendsUnsearched.length - MOST_RANGES })]
      : []),
    ...(result.earlierSpends.length > 0
      ? [
          desk.say('cli.answer.earlierSpends', {
            count: result.earlierSpends.length,
            ids: result.earlierSpends.slice(0, 5).join(', '),
          }),
        ]
      : []),
    ...result.refused.map((one) =>
      desk.say('cli.answer.refused', {
        height: one.height,
        reason: desk.reason(ROOT_REFUSALS.includes(one.reason) ? one.reason : `body:${one.reason}`),
      }),
    ),
    ...(result.notFound.length > 0
      ? [
          desk.say('cli.answer.notFound', {
            ids: result.notFound.slice(0, 5).join(', '),
            count: result.notFound.length,
            source: result.sourceName,
          }),
        ]
      : []),
    ...(result.frontier.length > 0
      ? [desk.say('cli.answer.frontier', { count: result.frontier.length, first: result.frontier.slice(0, 5).join(', ') })]
      : []),
  ];
  return sections(
    renderPairs([
      field('question', result.question),
      field('source', result.sourceName),
      ...(result.low === null ? [] : [field('searched', `${result.low}–${result.high}`)]),
      field('blocksRead', `${result.blocks} (${gigabytes(result.bytes)})`),
      field('brought', desk.say('cli.answer.transactions', { count: result.transactions })),
      field('proven', result.proven),
      field('parents', result.parents),
    ]),
    notes.join('\n'),
  );
}
