// Commands that trace, list runs and replay them. The question comes before the run; nothing stops a trace unless asked.
import type { CallInput } from '../../../shared/contract/index.ts';
import type { TraceResult } from '../../../shared/contract/trace.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { commaList, wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { amount, btc, renderPairs, renderTable, sections } from './table.ts';

export interface StopInput {
  readonly rule: string;
  readonly options: Record<string, string | number | string[]>;
}

export const traceCommands: readonly CommandSpec[] = [
  {
    words: ['trace'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'from', value: 'OUTPOINT|TXID|ADDRESS', many: true, required: true },
      { name: 'chain', value: 'ID' },
      { name: 'direction', value: 'forward|backward' },
      { name: 'policy', value: 'LIST|all', many: true },
      { name: 'max-hops', value: 'N' },
      { name: 'min-value', value: 'SAT' },
      { name: 'from-height', value: 'N' },
      { name: 'to-height', value: 'N' },
      { name: 'stop', value: 'RULE[:OPTION=VALUE]', many: true },
      { name: 'question', value: 'TEXT' },
      { name: 'primary', value: 'POLICY' },
      { name: 'reason', value: 'TEXT' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const request = traceRequest(given);
      return desk.withCase(given, given.text('case'), async () => {
        const result = await desk.call('trace.run', request);
        return { exit: 0, document: traceDocument(result), text: traceText(result, desk) };
      });
    },
  },
  {
    words: ['runs'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('trace.runs', {});
        const columns = ['run', 'time', 'direction', 'ordinal', 'primary', 'seedAmount', 'policies', 'question'].map((name) => ({
          title: desk.say(`cli.column.${name}`),
        }));
        const rows = document.runs.map((run) => [
          String(run.run),
          run.time,
          desk.say(`cli.direction.${run.direction}`),
          desk.say('cli.runs.ordinal', { ordinal: run.ordinal, siblings: run.siblings }),
          run.primary,
          `${btc(run.seedSat)} BTC`,
          run.policies.join(' '),
          run.question,
        ]);
        return { exit: 0, document, text: rows.length === 0 ? desk.say('cli.runs.none') : renderTable(columns, rows, desk.width) };
      }),
  },
  {
    words: ['replay'],
    positionals: [{ name: 'RUN', required: false, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run(given, desk) {
      const run = given.optional('RUN');
      const input = run === undefined ? {} : { run: wholeNumber('RUN', run, 1) };
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('trace.replay', input);
        const lines = document.runs.flatMap((replayed) => [
          desk.say(replayed.identical ? 'cli.replay.identical' : 'cli.replay.different', { run: replayed.run }),
          ...replayed.differences.map((difference) => `  ${difference}`),
        ]);
        return {
          exit: document.runs.every((replayed) => replayed.identical) ? 0 : 1,
          document,
          text: lines.length === 0 ? desk.say('cli.runs.none') : lines.join('\n'),
        };
      });
    },
  },
];

function traceRequest(given: Given): CallInput<'trace.run'> {
  const direction = given.optional('direction') ?? 'forward';
  if (direction !== 'forward' && direction !== 'backward')
    throw new Fault('usage.badValue', { option: '--direction', value: direction, expected: 'forward, backward' });
  const policies = commaList(given.list('policy'));
  const chain = given.optional('chain');
  const question = given.optional('question');
  const primary = given.optional('primary');
  const reason = given.optional('reason');
  return {
    from: [...commaList(given.list('from'))],
    direction,
    policies: policies.length === 0 ? ['all'] : [...policies],
    stops: [...stopsOf(given)],
    ...(chain === undefined ? {} : { chain }),
    ...(question === undefined ? {} : { question }),
    ...(primary === undefined ? {} : { primary }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The stop rules that the options name; the short options are the rules of the same meaning. */
export function stopsOf(given: Given): readonly StopInput[] {
  const stops: StopInput[] = given.list('stop').map(readStop);
  const from = given.optional('from-height');
  const to = given.optional('to-height');
  if (from !== undefined || to !== undefined) {
    stops.push({
      rule: 'heightWindow',
      options: {
        ...(from === undefined ? {} : { from: wholeNumber('from-height', from) }),
        ...(to === undefined ? {} : { to: wholeNumber('to-height', to) }),
      },
    });
  }
  const floor = given.optional('min-value');
  if (floor !== undefined) stops.push({ rule: 'minValue', options: { amountSat: wholeNumber('min-value', floor) } });
  const hops = given.optional('max-hops');
  if (hops !== undefined) stops.push({ rule: 'maxHops', options: { hops: wholeNumber('max-hops', hops) } });
  return stops;
}

/** `coinjoin`, `serviceLike:transactions=500`, `addresses:addresses=A+B`. */
function readStop(text: string): StopInput {
  const colon = text.indexOf(':');
  if (colon < 0) return { rule: text, options: {} };
  const options: StopInput['options'] = {};
  for (const part of text.slice(colon + 1).split(',')) {
    const equals = part.indexOf('=');
    if (equals <= 0) throw new Fault('usage.badValue', { option: '--stop', value: text.slice(0, 80), expected: 'RULE:OPTION=VALUE' });
    const value = part.slice(equals + 1);
    options[part.slice(0, equals)] = /^\d{1,15}$/.test(value)
      ? Number(value)
      : value.includes('+') || part.startsWith('addresses=')
        ? value.split('+')
        : value;
  }
  return { rule: text.slice(0, colon), options };
}

/** Exactly the document of docs/FORMATS.md §6. */
export function traceDocument(result: TraceResult): unknown {
  const { run, inputsDigest, resultDigest, height, coverage, seeds, policies } = result;
  return { run, inputsDigest, resultDigest, height, coverage, seeds, policies };
}

export function stateText(state: string, height: number | null, desk: Desk): string {
  const [name = '', detail] = state.split(':', 2);
  return desk.say(`cli.state.${name}`, { detail: detail ?? '', height: height ?? '?' });
}

export function traceText(result: TraceResult, desk: Desk): string {
  const seedSat = result.seeds.reduce((sum, seed) => sum + BigInt(seed.amountSat), 0n).toString();
  const coverage = result.coverage.map((range) => (range.from === range.to ? `${range.from}` : `${range.from}–${range.to}`)).join(', ');
  const head = renderPairs([
    [desk.say('cli.field.run'), String(result.run)],
    [desk.say('cli.field.chain'), result.chain],
    [desk.say('cli.field.direction'), desk.say(`cli.direction.${result.direction}`)],
    [desk.say('cli.field.seed'), amount(seedSat)],
    [desk.say('cli.field.height'), result.height === null ? '?' : String(result.height)],
    [desk.say('cli.field.coverage'), coverage],
    [desk.say('cli.field.inputsDigest'), result.inputsDigest],
    [desk.say('cli.field.resultDigest'), result.resultDigest],
  ]);
  const spread = renderTable(
    [
      { title: desk.say('cli.column.policy') },
      { title: desk.say('cli.column.holdings'), align: 'right' },
      { title: desk.say('cli.column.totalBtc'), align: 'right' },
      { title: desk.say('cli.column.totalSat'), align: 'right' },
      { title: desk.say('cli.column.feesSat'), align: 'right' },
    ],
    Object.entries(result.policies).map(([policy, outcome]) => [
      policy,
      String(outcome.holdings.length),
      btc(outcome.totalSat),
      outcome.totalSat,
      outcome.feesSat,
    ]),
    desk.width,
  );
  const tables = Object.entries(result.policies).map(
    ([policy, outcome]) => `${desk.say('cli.trace.policy', { policy })}\n${holdingsTable(outcome.holdings, result.height, desk)}`,
  );
  return sections(head, desk.say('cli.trace.assumption'), spread, ...tables);
}

function holdingsTable(holdings: TraceResult['policies'][string]['holdings'], height: number | null, desk: Desk): string {
  if (holdings.length === 0) return desk.say('cli.trace.noHoldings');
  return renderTable(
    [
      { title: desk.say('cli.column.height'), align: 'right' },
      { title: desk.say('cli.column.outpoint'), id: true },
      { title: desk.say('cli.column.address'), id: true },
      { title: 'BTC', align: 'right' },
      { title: 'sat', align: 'right' },
      { title: desk.say('cli.column.state') },
    ],
    holdings.map((holding) => [
      holding.height === null ? '?' : String(holding.height),
      holding.outpoint,
      holding.address ?? desk.say('cli.trace.noAddress'),
      btc(holding.amountSat),
      holding.amountSat,
      stateText(holding.state, height, desk),
    ]),
    desk.width,
  );
}
