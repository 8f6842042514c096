// Commands that trace, list runs and replay them. The question comes before the run; nothing stops a trace unless asked.
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import type { TraceResult } from '../../../shared/contract/trace.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { accountTrace, isAccountTrace } from './accounts.ts';
import { commaList } from './arguments.ts';
import { coinOf } from './coin.ts';
import { replayCommand } from './replay.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { ASK_OPTIONS, ask, askOptions, canAsk, noteLines, resultText } from './questions.ts';
import { stopsOf } from './stops.ts';
import { amount, btc, renderPairs, renderTable, sections } from './table.ts';

export const traceCommands: readonly CommandSpec[] = [
  {
    words: ['trace'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'from', value: 'OUTPOINT|TXID|ADDRESS', many: true },
      { name: 'victims', value: 'FILE' },
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
      { name: 'asset', value: 'SYMBOL|CONTRACT' },
      { name: 'assume', value: 'ACCOUNT', many: true },
      { name: 'opening', value: 'ACCOUNT:ASSET:AMOUNT@BLOCK|TIME', many: true },
      { name: 'links', value: 'recorded|accepted', many: true },
      { name: 'conversions', value: 'recorded|none' },
      { name: 'all-holdings' },
      { name: 'case-only' },
      ...ASK_OPTIONS,
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      if (!given.has('from') && !given.has('victims')) throw new Fault('usage.missingOption', { option: '--from', value: 'TXID|ADDRESS' });
      const request = traceRequest(given);
      return desk.withCase(given, given.text('case'), async () => {
        if (given.has('victims') || (await isAccountTrace(desk, given))) return accountTrace(desk, given, stopsOf(given));
        if (await canAsk(desk, given)) {
          const { from, direction, policies, stops } = request;
          const kind = direction === 'backward' ? 'backward' : 'forward';
          const results = await ask(desk, {
            kind,
            from,
            ...askOptions(given),
            ...(policies === undefined ? {} : { policies }),
            ...(stops === undefined ? {} : { stops }),
          });
          for (const answered of results) noteLines(desk, resultText(answered, desk));
        }
        // Where a transaction stands is for finding it; what a run is asked about is the transaction.
        const from = request.from.map((seed) => seed.replace(/@\d+$/, ''));
        const result = await desk.call('trace.run', { ...request, from });
        const { runs } = await desk.call('trace.runs', {});
        const registered = runs.find((run) => run.run === result.run);
        return {
          exit: 0,
          document: traceDocument(result),
          text: traceText(result, registered, given.has('all-holdings'), await coinOf(desk, result.chain), desk),
        };
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
        const coins = new Map<string, string>();
        for (const { chain } of document.runs) if (!coins.has(chain)) coins.set(chain, await coinOf(desk, chain));
        const rows = document.runs.map((run) => [
          String(run.run),
          run.time,
          desk.say(`cli.direction.${run.direction}`),
          desk.say('cli.runs.ordinal', { ordinal: run.ordinal, siblings: run.siblings }),
          run.primary,
          `${btc(run.seedSat)} ${coins.get(run.chain) ?? ''}`,
          run.policies.join(' '),
          run.question,
        ]);
        return { exit: 0, document, text: rows.length === 0 ? desk.say('cli.runs.none') : renderTable(columns, rows, desk.width) };
      }),
  },
  replayCommand(['replay'], 'trace.replay'),
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
  // What the answer is to rest on must be among what is traced: it is never replaced behind the examiner's back.
  if (primary !== undefined && policies.length > 0 && !policies.includes('all') && !policies.includes(primary))
    throw new Fault('usage.badValue', { option: '--primary', value: primary.slice(0, 80), expected: policies.join(', ') });
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

/** Exactly the document of docs/FORMATS.md §6. */
export function traceDocument(result: TraceResult): unknown {
  const { run, inputsDigest, resultDigest, height, coverage, seeds, policies } = result;
  return { run, inputsDigest, resultDigest, height, coverage, seeds, policies };
}

export function stateText(state: string, height: number | null, desk: Desk): string {
  const [name = '', detail] = state.split(':', 2);
  return desk.say(`cli.state.${name}`, { detail: detail ?? '', height: height ?? '?' });
}

type Registered = CallOutput<'trace.runs'>['runs'][number];

/** Holdings shown of one policy unless all are asked for, and outputs of the table that sets the policies side by side. */
const MOST_HOLDINGS = 40;
const MOST_COMPARED = 10;

/** The primary policy first and whole; the others as one table beside it, unless all holdings are asked for. */
export function traceText(result: TraceResult, registered: Registered | undefined, all: boolean, coin: string, desk: Desk): string {
  const seedSat = result.seeds.reduce((sum, seed) => sum + BigInt(seed.amountSat), 0n).toString();
  const rangesOf = (scope: 'searched' | undefined) =>
    result.coverage
      .filter((range) => range.scope === scope)
      .map((range) => (range.from === range.to ? `${range.from}` : `${range.from}–${range.to}`))
      .join(', ');
  const searched = rangesOf('searched');
  const names = Object.keys(result.policies);
  const primary = registered?.primary ?? names[0] ?? '';
  const ordered = [primary, ...names.filter((policy) => policy !== primary)];
  const head = renderPairs([
    [desk.say('cli.field.run'), runText(result, registered, desk)],
    [
      desk.say('cli.field.question'),
      registered === undefined || registered.question === '' ? desk.say('cli.trace.noQuestion') : registered.question,
    ],
    [desk.say('cli.field.primary'), primary],
    [desk.say('cli.field.chain'), result.chain],
    [desk.say('cli.field.direction'), desk.say(`cli.direction.${result.direction}`)],
    [desk.say('cli.field.seed'), amount(seedSat, coin)],
    [desk.say('cli.field.height'), result.height === null ? '?' : String(result.height)],
    [desk.say('cli.field.coverage'), rangesOf(undefined) || '–'],
    ...(searched === '' ? [] : [[desk.say('cli.field.searchedFor'), searched] as const]),
    [desk.say('cli.field.inputsDigest'), result.inputsDigest],
    [desk.say('cli.field.resultDigest'), result.resultDigest],
  ]);
  const unknown = (policy: string) => result.feesUnknown?.[policy] ?? 0;
  const totals = renderTable(
    [
      { title: desk.say('cli.column.policy') },
      { title: desk.say('cli.column.holdings'), align: 'right' },
      { title: desk.say('cli.column.totalCoin', { coin }), align: 'right' },
      { title: desk.say('cli.column.totalSat'), align: 'right' },
      { title: desk.say('cli.column.feesSat'), align: 'right' },
    ],
    ordered.flatMap((policy) => {
      const outcome = result.policies[policy];
      if (outcome === undefined) return [];
      const name = policy === primary && names.length > 1 ? desk.say('cli.trace.primary', { policy }) : policy;
      return [
        [
          name,
          String(outcome.holdings.length),
          btc(outcome.totalSat),
          outcome.totalSat,
          `${unknown(policy) === 0 ? '' : '≥ '}${outcome.feesSat}`,
        ],
      ];
    }),
    desk.width,
  );
  const tables = (all ? ordered : [primary]).flatMap((policy) => {
    const outcome = result.policies[policy];
    return outcome === undefined
      ? []
      : [`${desk.say('cli.trace.policy', { policy })}\n${holdingsTable(outcome.holdings, result.height, all, coin, desk)}`];
  });
  const fees = ordered.flatMap((policy) =>
    unknown(policy) === 0 ? [] : [desk.say('cli.trace.feesUnknown', { policy, count: unknown(policy) })],
  );
  return sections(
    head,
    desk.say('cli.trace.assumption'),
    totals,
    fees.join('\n'),
    ...tables,
    all ? '' : comparedText(result, ordered, coin, desk),
  );
}

function runText(result: TraceResult, registered: Registered | undefined, desk: Desk): string {
  if (registered === undefined) return String(result.run);
  return `${result.run} (${desk.say('cli.trace.ordinal', { ordinal: registered.ordinal, siblings: registered.siblings })})`;
}

/** Outputs on which the policies differ most, each with what every policy assigns to it. */
function comparedText(result: TraceResult, policies: readonly string[], coin: string, desk: Desk): string {
  if (policies.length < 2) return '';
  const amounts = new Map<string, Map<string, bigint>>();
  for (const policy of policies)
    for (const holding of result.policies[policy]?.holdings ?? []) {
      const row = amounts.get(holding.outpoint) ?? new Map<string, bigint>();
      amounts.set(holding.outpoint, row.set(policy, BigInt(holding.amountSat)));
    }
  const spread = (row: ReadonlyMap<string, bigint>): bigint => {
    // Poison counts coins many times over: it would always lead, and says nothing about shares.
    const all = policies.filter((policy) => policy !== 'poison').map((policy) => row.get(policy) ?? 0n);
    if (all.length === 0) return 0n;
    return all.reduce((a, b) => (a > b ? a : b)) - all.reduce((a, b) => (a < b ? a : b));
  };
  const differing = [...amounts].filter(([, row]) => spread(row) > 0n);
  if (differing.length === 0) return desk.say('cli.trace.same');
  // The sort is stable, so equal spreads keep the order of the chain.
  const shown = differing.sort(([, a], [, b]) => (spread(a) < spread(b) ? 1 : spread(a) > spread(b) ? -1 : 0)).slice(0, MOST_COMPARED);
  const table = renderTable(
    [{ title: desk.say('cli.column.outpoint'), id: true }, ...policies.map((policy) => ({ title: policy, align: 'right' as const }))],
    shown.map(([outpoint, row]) => [outpoint, ...policies.map((policy) => btc((row.get(policy) ?? 0n).toString()))]),
    desk.width,
  );
  return `${desk.say('cli.trace.compared', { shown: shown.length, count: differing.length, coin })}\n${table}\n${desk.say('cli.trace.allHoldings')}`;
}

function holdingsTable(
  holdings: TraceResult['policies'][string]['holdings'],
  height: number | null,
  all: boolean,
  coin: string,
  desk: Desk,
): string {
  if (holdings.length === 0) return desk.say('cli.trace.noHoldings');
  const order = [...holdings].sort((a, b) => (BigInt(a.amountSat) < BigInt(b.amountSat) ? 1 : -1));
  const shown = all || holdings.length <= MOST_HOLDINGS ? holdings : order.slice(0, MOST_HOLDINGS);
  const table = renderTable(
    [
      { title: desk.say('cli.column.height'), align: 'right' },
      { title: desk.say('cli.column.outpoint'), id: true },
      { title: desk.say('cli.column.address'), id: true },
      { title: coin, align: 'right' },
      { title: 'sat', align: 'right' },
      { title: desk.say('cli.column.state') },
    ],
    shown.map((holding) => [
      holding.height === null ? '?' : String(holding.height),
      holding.outpoint,
      holding.address ?? desk.say('cli.trace.noAddress'),
      btc(holding.amountSat),
      holding.amountSat,
      stateText(holding.state, height, desk),
    ]),
    desk.width,
  );
  if (shown.length === holdings.length) return table;
  return `${table}\n${desk.say('cli.trace.largest', { shown: shown.length, total: holdings.length })}`;
}
