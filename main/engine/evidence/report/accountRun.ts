// One account run: what was asked and fixed beforehand, what each policy gives (a range where a ledger is incomplete, never one number
// then), assumptions, links, movements, and what was left out.
import { accountChart } from '../../canvas/index.ts';
import type {
  ReportAccountEnd,
  ReportAccountOutcome,
  ReportAccountRun,
  ReportAmount,
  ReportAsset,
  ReportConversion,
  ReportFigure,
  ReportMovement,
} from './accountModel.ts';
import { issuerActs } from './accountActs.ts';
import { assetAmount, assetText, saidText } from './accountWords.ts';
import { grouped, groupedId, timeLine } from './format.ts';
import { type ReportModel, TABLE_ROWS } from './model.ts';
import { cut, stopText, timeCell } from './runParts.ts';
import type { Row, Sheet } from './sheet.ts';
import { stateInWords } from '../../../../shared/model/ledger.ts';
import { flowFigure } from './flowFigure.ts';
import { questionText, sayCode, type Words } from './words.ts';

const SPREAD_ROWS = 40;
const MONO = { style: 'mono', size: 8 } as const;

function figureText(words: Words, figure: ReportFigure, asset: ReportAsset): string {
  if (figure.amount !== null) return assetAmount(words, figure.amount, asset);
  const range = { low: assetAmount(words, figure.low, { ...asset, symbol: null }), high: assetAmount(words, figure.high, asset) };
  return words.say(`account.range.${figure.why ?? 'ledger'}`, range);
}

function stateText(words: Words, end: { readonly state: string; readonly asset: ReportAsset }): string {
  const state = stateInWords(end.state, end.asset.key);
  if (state.startsWith('stopped:')) return words.say('state.stopped', { rule: sayCode(words, 'rule', state.slice(8)) });
  if (state.startsWith('excluded:')) return words.say('state.excluded', { reason: sayCode(words, 'excluded', state.slice(9)) });
  return sayCode(words, 'state', state);
}

function amountsText(words: Words, amounts: readonly ReportAmount[]): string {
  return amounts.length === 0 ? words.say('none') : amounts.map(({ amount, asset }) => assetAmount(words, amount, asset)).join(' + ');
}

/** Seeds by asset. */
function seedAmounts(run: ReportAccountRun): ReportAmount[] {
  const sums = new Map<string, ReportAmount>();
  for (const { asset, amount, excluded } of run.seeds)
    if (excluded === null) sums.set(asset.key, { asset, amount: (sums.get(asset.key)?.amount ?? 0n) + amount });
  return [...sums.values()];
}

/** The short answer in the chapter of questions. */
export function accountAnswer(run: ReportAccountRun, words: Words): string[] {
  const [primary] = run.outcomes;
  if (primary === undefined) return [];
  const isRange = primary.ends.some(({ figure }) => figure.amount === null);
  return [
    words.say(run.direction === 'forward' ? 'account.answer.forward' : 'account.answer.backward', {
      policy: sayCode(words, 'policy', primary.policy),
      seed: amountsText(words, seedAmounts(run)),
      count: grouped(new Set(primary.ends.map(({ account, chainName }) => `${chainName} ${account}`)).size),
      fees: amountsText(words, primary.fees),
    }),
    ...(isRange ? [words.say('account.answer.range')] : []),
    words.say('answer.convention'),
  ];
}

export function accountRunChapter(sheet: Sheet, run: ReportAccountRun, model: ReportModel, words: Words): void {
  const zone = model.case.timeZone;
  sheet.need(340);
  sheet.heading(1, words.say('account.heading', { run: run.run, ordinal: run.ordinal, siblings: run.siblings }));
  sheet.text(questionText(words, run.question), { size: 10.5, style: 'bold', after: 7 });
  sheet.pairs([
    [words.say('run.primary'), sayCode(words, 'policy', run.primary)],
    [words.say('run.reason'), run.reason === '' ? words.say('notStated') : run.reason],
    [words.say('run.recorded'), run.questionTime === null ? words.say('notStated') : timeLine(run.questionTime, zone)],
    [words.say('run.time'), timeLine(run.time, zone)],
    [words.say('account.chains'), `${run.chains.join(', ')} · ${words.say(`direction.${run.direction}`)}`],
    [words.say('run.stops'), run.stops.length === 0 ? words.say('run.noStops') : run.stops.map((stop) => stopText(words, stop)).join('\n')],
    [words.say('run.inputsDigest'), { text: groupedId(run.inputsDigest), ...MONO }],
    [words.say('run.resultDigest'), { text: groupedId(run.resultDigest), ...MONO }],
  ]);
  sheet.heading(2, words.say('seeds.heading'));
  sheet.statement('fact', words.say('kind.fact'), [words.say('account.seeds')]);
  sheet.table(
    [
      { title: words.say('column.movement'), share: 66 },
      { title: words.say('column.amount'), share: 34, align: 'right' },
    ],
    run.seeds.slice(0, TABLE_ROWS).map(({ seed, asset, amount, excluded }) => ({
      cells: [
        { text: seed, ...MONO },
        { text: assetAmount(words, amount, asset), style: excluded === null ? 'bold' : 'regular' },
      ],
      under: [
        { text: assetText(words, asset), size: 7.6 },
        ...(excluded === null ? [] : [{ text: words.say('state.excluded', { reason: sayCode(words, 'excluded', excluded) }), size: 7.6 }]),
      ],
    })),
  );
  cut(sheet, words, run.seeds.length, 'data/account-runs.json');
  const [primary] = run.outcomes;
  if (primary !== undefined) result(sheet, run, primary, words);
  spread(sheet, run, words);
  victims(sheet, run, words);
  assumptions(sheet, run, words);
  chart(sheet, run, words);
  movements(sheet, run, zone, words);
  issuerActs(sheet, run, zone, words);
  leftOut(sheet, run, words);
}

function result(sheet: Sheet, run: ReportAccountRun, outcome: ReportAccountOutcome, words: Words): void {
  const policy = sayCode(words, 'policy', outcome.policy);
  sheet.heading(2, words.say('result.heading', { policy }));
  const seed = amountsText(words, seedAmounts(run));
  const largest = outcome.ends.reduce<ReportAccountEnd | null>(
    (best, end) => (best === null || end.figure.high > best.figure.high ? end : best),
    null,
  );
  const tried = /^tried:(\d+)$/.exec(outcome.orders)?.[1];
  sheet.statement('assumption', words.say('kind.assumption'), [
    ...(largest === null
      ? []
      : largest.figure.amount === null
        ? [
            words.say('account.result.range', {
              ...{ y: seed, z: largest.account, policy },
              low: assetAmount(words, largest.figure.low, largest.asset),
              high: assetAmount(words, largest.figure.high, largest.asset),
            }),
          ]
        : [
            words.say('account.result.sentence', {
              x: assetAmount(words, largest.figure.amount, largest.asset),
              y: seed,
              z: largest.account,
              policy,
            }),
          ]),
    ...(outcome.policy === 'poison' ? [words.say('account.result.poison')] : []),
    words.say('account.result.fees', { fees: amountsText(words, outcome.fees) }),
    ...(tried === undefined ? [] : [words.say('account.orders.tried', { count: tried })]),
    ...(outcome.orders === 'bounded' ? [words.say('account.orders.bounded')] : []),
  ]);
  sheet.table(
    [
      { title: words.say('column.amount'), share: 42, align: 'right' },
      { title: words.say('column.state'), share: 58 },
    ],
    outcome.ends.slice(0, TABLE_ROWS).map((end) => ({
      cells: [{ text: figureText(words, end.figure, end.asset), style: 'bold' }, stateText(words, end)],
      under: endLines(words, end),
    })),
  );
  cut(sheet, words, outcome.ends.length, 'data/account-runs.json');
}

function endLines(words: Words, end: ReportAccountEnd): NonNullable<Row['under']> {
  return [
    { text: end.account, ...MONO },
    { text: `${end.chainName} · ${assetText(words, end.asset)}`, size: 7.6 },
    ...(end.transfer === null ? [] : [{ text: `${words.say('account.lastMovement')} ${end.transfer}`, style: 'mono' as const, size: 7.2 }]),
  ];
}

/** All policies side by side: a reader must see at once how much hangs on the choice. */
function spread(sheet: Sheet, run: ReportAccountRun, words: Words): void {
  if (run.outcomes.length < 2) return;
  sheet.heading(2, words.say('spread.heading'));
  sheet.text(words.say('account.spread'));
  const ends = new Map<string, { end: ReportAccountEnd; figures: Map<string, ReportFigure> }>();
  for (const outcome of run.outcomes)
    for (const end of outcome.ends) {
      const key = `${end.chainName} ${end.account} ${end.asset.key} ${end.state}`;
      const entry = ends.get(key) ?? { end, figures: new Map<string, ReportFigure>() };
      entry.figures.set(outcome.policy, end.figure);
      ends.set(key, entry);
    }
  const columns = run.outcomes.map(({ policy }) => ({ title: sayCode(words, 'policy', policy), share: 1, align: 'right' as const }));
  sheet.table(columns, [
    ...[...ends.values()].slice(0, SPREAD_ROWS).map(({ end, figures }) => ({
      cells: run.outcomes.map(({ policy }, place) => {
        const figure = figures.get(policy);
        const text = figure === undefined ? '0' : figureText(words, figure, end.asset);
        return { text, size: 7.4, style: place === 0 ? ('bold' as const) : ('regular' as const) };
      }),
      under: [
        { text: end.account, ...MONO },
        { text: `${end.chainName} · ${stateText(words, end)}`, size: 7.6 },
      ],
    })),
    {
      cells: run.outcomes.map(({ fees }) => ({ text: amountsText(words, fees), size: 7.4 })),
      under: [{ text: words.say('account.feesRow'), size: 7.6 }],
    },
  ]);
  if (ends.size > SPREAD_ROWS)
    sheet.text(words.say('table.cut', { shown: SPREAD_ROWS, total: grouped(ends.size), file: 'data/account-runs.json' }));
}

function assumptions(sheet: Sheet, run: ReportAccountRun, words: Words): void {
  sheet.heading(2, words.say('account.assumed.heading'));
  if (run.assumed.length === 0) sheet.text(words.say('account.assumed.none'));
  else
    sheet.statement('assumption', words.say('kind.assumption'), [
      words.say('account.assumed'),
      ...run.assumed.slice(0, TABLE_ROWS).map((account) => ({ text: account, ...MONO })),
    ]);
  if (run.openings.length > 0)
    sheet.statement('assumption', words.say('kind.assumption'), [
      words.say('account.openings'),
      ...run.openings.slice(0, TABLE_ROWS).map((opening) => ({ text: opening, ...MONO })),
    ]);
  if (run.conversions.length === 0) sheet.text(words.say('account.links.none'));
  for (const conversion of run.conversions.slice(0, TABLE_ROWS)) conversionStatement(sheet, conversion, words);
  cut(sheet, words, run.conversions.length, 'data/account-runs.json');
}

/** What the ledgers themselves name on both sides is a recorded fact; what the examiner accepted is an inference. */
function conversionStatement(sheet: Sheet, conversion: ReportConversion, words: Words): void {
  const { kind, standing, rule, name, reason, ins, outs, traced } = conversion;
  const how = standing === 'recorded' ? 'fact' : 'inference';
  const named = [sayCode(words, 'rule', kind), name, rule].filter((part) => part !== null && part !== '').join(' · ');
  sheet.statement(how, words.say(`kind.${how}`), [
    words.say(standing === 'recorded' ? 'account.conversion.recorded' : 'account.conversion.inference', { name: named }),
    ...(reason === null ? [] : [{ text: words.say('quoted', { text: reason }), size: 8.2 }]),
    ...(traced === null
      ? []
      : [
          words.say('account.conversion.traced', {
            in: assetAmount(words, traced.in.amount, traced.in.asset),
            out: assetAmount(words, traced.out.amount, traced.out.asset),
          }),
        ]),
    ...[...ins, ...outs].map((text) => ({ text, style: 'mono' as const, size: 7.2 })),
  ]);
}

function victims(sheet: Sheet, run: ReportAccountRun, words: Words): void {
  const table = run.victims;
  if (table === null) return;
  sheet.heading(2, words.say('account.victims.heading', { policy: sayCode(words, 'policy', run.primary) }));
  sheet.text(words.say('account.victims', { file: table.file }));
  sheet.table(
    [
      { title: words.say('column.victim'), share: 30 },
      { title: words.say('column.contributed'), share: 25, align: 'right' },
      { title: words.say('column.reaches'), share: 45, align: 'right' },
    ],
    table.victims.slice(0, TABLE_ROWS).map(({ reference, payment, contributed, ends }) => ({
      cells: [
        reference,
        { text: contributed === null ? '–' : assetAmount(words, contributed.amount, contributed.asset), style: 'bold' },
        { text: ends.map(({ figure, asset }) => figureText(words, figure, asset)).join('\n'), size: 8 },
      ],
      under: [
        { text: payment, style: 'mono', size: 7.2 },
        ...ends.map((end) => ({ text: `${end.account} · ${stateText(words, end)}`, style: 'mono' as const, size: 7.2 })),
      ],
    })),
  );
  cut(sheet, words, table.victims.length, 'data/account-runs.json');
  sheet.bullets([
    ...table.doubleCounts.slice(0, TABLE_ROWS).map(({ kind, about, references, sum, whole }) =>
      words.say(`account.doubleCount.${kind}`, {
        ...{ about, references: references.join(', '), sum: assetAmount(words, sum.amount, sum.asset) },
        whole: assetAmount(words, whole, sum.asset),
      }),
    ),
    ...table.problems
      .slice(0, TABLE_ROWS)
      .map(({ reference, code }) => words.say('account.victimProblem', { reference, problem: sayCode(words, 'victimProblem', code) })),
  ]);
}

function chart(sheet: Sheet, run: ReportAccountRun, words: Words): void {
  const { picture } = run;
  if (picture === null) return;
  const ofAccounts = new Set(['holding', 'unknown', 'hidden']);
  const nodes = new Map(picture.nodes.map((node) => [node.id, node]));
  flowFigure(sheet, words, {
    intro: words.say('chart.accounts.intro'),
    say: (key, parameters) => words.say(ofAccounts.has(key) ? `chart.accounts.${key}` : `chart.${key}`, parameters),
    draw: (options) => accountChart(picture, options),
    columns: [{ title: words.say('chart.full'), share: 91 }],
    row: ({ id, address }) => {
      const { chainName = '', labels = [] } = nodes.get(id) ?? {};
      return { cells: [{ text: address ?? id, ...MONO }], under: [{ text: [chainName, ...labels].join(' · '), size: 7.6 }] };
    },
  });
}

function movements(sheet: Sheet, run: ReportAccountRun, zone: string, words: Words): void {
  sheet.heading(2, words.say('account.movements.heading', { policy: sayCode(words, 'policy', run.primary) }));
  sheet.text(words.say('account.movements'));
  sheet.table(
    [
      { title: words.say('column.hop'), share: 7, align: 'right' },
      { title: words.say('column.block'), share: 12, align: 'right' },
      { title: words.say('column.blockTimestamp'), share: 27 },
      { title: words.say('column.traced'), share: 22, align: 'right' },
      { title: words.say('column.amount'), share: 22, align: 'right' },
      { title: words.say('column.proof'), share: 18 },
    ],
    run.movements.slice(0, TABLE_ROWS).map((movement) => movementRow(movement, zone, words)),
  );
  cut(sheet, words, run.movements.length, 'data/account-transfers.csv');
}

function movementRow(movement: ReportMovement, zone: string, words: Words): Row {
  return {
    cells: [
      String(movement.hop),
      movement.block === null ? '–' : grouped(movement.block),
      movement.day === null ? timeCell(movement.time, zone) : { text: words.say('account.dayOnly', { day: movement.day }), size: 7.4 },
      { text: assetAmount(words, movement.traced, movement.asset), style: 'bold', size: 8 },
      { text: assetAmount(words, movement.amount, movement.asset), size: 8 },
      { text: words.say(`grade.${movement.grade}`), size: 7.6 },
    ],
    under: [
      { text: movement.transfer, style: 'mono', size: 7.2 },
      { text: `${movement.from ?? '–'} → ${movement.to ?? '–'}`, style: 'mono', size: 7.2 },
    ],
  };
}

function leftOut(sheet: Sheet, run: ReportAccountRun, words: Words): void {
  sheet.heading(2, words.say('account.excluded.heading'));
  sheet.text(words.say(run.excluded.length === 0 ? 'account.excluded.none' : 'account.excluded'));
  if (run.excluded.length > 0)
    sheet.table(
      [
        { title: words.say('column.movement'), share: 70 },
        { title: words.say('column.reason'), share: 30 },
      ],
      run.excluded.slice(0, TABLE_ROWS).map(({ transfer, reason }) => ({
        cells: [{ text: transfer, ...MONO }, sayCode(words, 'excluded', reason)],
      })),
    );
  cut(sheet, words, run.excluded.length, 'data/account-runs.json');
  sheet.heading(2, words.say('account.conflicts.heading'));
  sheet.text(words.say(run.conflicts.length === 0 ? 'account.conflicts.none' : 'account.conflicts'));
  if (run.conflicts.length > 0)
    sheet.table(
      [
        { title: words.say('column.movement'), share: 45 },
        { title: words.say('column.said'), share: 55 },
      ],
      run.conflicts.slice(0, TABLE_ROWS).map(({ transaction, what, said }) => ({
        cells: [
          { text: transaction, ...MONO },
          {
            text: [
              sayCode(words, 'conflict', what),
              ...said.map(({ source, value }) => words.say('account.said', { source, value: saidText(words, what, value) })),
            ].join('\n'),
            size: 7.6,
          },
        ],
      })),
    );
  sheet.heading(2, words.say('account.fetch.heading'));
  sheet.text(words.say(run.fetch.length === 0 ? 'account.fetch.none' : 'account.fetch'));
  if (run.fetch.length > 0)
    sheet.table(
      [
        { title: words.say('column.account'), share: 55 },
        { title: words.say('column.block'), share: 13, align: 'right' },
        { title: words.say('column.reason'), share: 32 },
      ],
      run.fetch.slice(0, TABLE_ROWS).map(({ chainName, item, fromBlock, toBlock, why }) => ({
        cells: [{ text: item, ...MONO }, blockBound(fromBlock, toBlock), sayCode(words, 'fetch', why)],
        under: [{ text: chainName, size: 7.6 }],
      })),
    );
}

/** From this block on, or up to it. */
function blockBound(fromBlock: number | null, toBlock: number | null): string {
  if (fromBlock !== null) return `≥ ${grouped(fromBlock)}`;
  return toBlock === null ? '–' : `≤ ${grouped(toBlock)}`;
}
