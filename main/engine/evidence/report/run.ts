// One run: what was asked and fixed beforehand, the primary policy's result, the spread of all policies, the transfers and
// the flow chart.
import { flowChart } from '../../canvas/index.ts';
import { feesUnknown, stateText } from './body.ts';
import { flowFigure } from './flowFigure.ts';
import { amountText, coinText, grouped, groupedId, timeLine } from './format.ts';
import { type ReportModel, type ReportOutcome, type ReportRun, TABLE_ROWS } from './model.ts';
import { cut, stopText, timeCell } from './runParts.ts';
import type { Row, Sheet } from './sheet.ts';
import { questionText, sayCode, type Words } from './words.ts';

const SPREAD_ROWS = 40;

export function runChapter(sheet: Sheet, run: ReportRun, model: ReportModel, words: Words): void {
  const zone = model.case.timeZone;
  // A run starts on its own page unless half of one is left.
  sheet.need(340);
  sheet.heading(1, words.say('run.heading', { run: run.run, ordinal: run.ordinal, siblings: run.siblings }));
  sheet.text(questionText(words, run.question), { size: 10.5, style: 'bold', after: 7 });
  sheet.pairs([
    [words.say('run.primary'), sayCode(words, 'policy', run.primary)],
    [words.say('run.reason'), run.reason],
    [words.say('run.recorded'), run.questionTime === null ? words.say('notStated') : timeLine(run.questionTime, zone)],
    [words.say('run.time'), timeLine(run.time, zone)],
    [words.say('run.chain'), `${run.chainName} · ${words.say(`direction.${run.direction}`)}`],
    [words.say('run.height'), run.height === null ? words.say('heightUnknown') : grouped(run.height)],
    ...coverageLines(words, run.coverage),
    [words.say('run.stops'), run.stops.length === 0 ? words.say('run.noStops') : run.stops.map((stop) => stopText(words, stop)).join('\n')],
    [words.say('run.inputsDigest'), { text: groupedId(run.inputsDigest), style: 'mono', size: 8.4 }],
    [words.say('run.resultDigest'), { text: groupedId(run.resultDigest), style: 'mono', size: 8.4 }],
  ]);

  sheet.heading(2, words.say('seeds.heading'));
  sheet.statement('fact', words.say('kind.fact'), [words.say('seeds.fact')]);
  sheet.table(
    [
      { title: words.say('column.outpointAddress'), share: 76 },
      { title: words.say('column.amountSat'), share: 24, align: 'right' },
    ],
    run.seeds.slice(0, TABLE_ROWS).map((seed) => ({
      cells: [{ text: groupedId(seed.outpoint), style: 'mono', size: 8 }, grouped(seed.amountSat)],
      under: seed.address === null ? [] : [{ text: seed.address, style: 'mono', size: 8 }],
    })),
  );
  cut(sheet, words, run.seeds.length, 'data/runs.json');

  const primary = run.outcomes.find((outcome) => outcome.policy === run.primary);
  const rest = run.outcomes.filter((outcome) => outcome.policy !== run.primary);
  if (primary !== undefined) holdings(sheet, run, primary, words);
  spread(sheet, run, primary === undefined ? rest : [primary, ...rest], words);
  if (run.picture !== null) chart(sheet, run, words);
  transfers(sheet, run, zone, words);
}

function holdings(sheet: Sheet, run: ReportRun, outcome: ReportOutcome, words: Words): void {
  const policy = sayCode(words, 'policy', outcome.policy);
  sheet.heading(2, words.say('result.heading', { policy }));
  const largest = outcome.holdings.reduce<ReportOutcome['holdings'][number] | null>(
    (best, holding) => (best === null || holding.amountSat > best.amountSat ? holding : best),
    null,
  );
  const seedSat = run.seeds.reduce((sum, seed) => sum + seed.amountSat, 0n);
  sheet.statement('assumption', words.say('kind.assumption'), [
    ...(largest === null
      ? []
      : [words.say('result.sentence', { x: grouped(largest.amountSat), y: grouped(seedSat), z: largest.outpoint, policy })]),
    words.say(outcome.policy === 'poison' ? 'result.poison' : 'result.conserved', {
      seed: amountText(seedSat, run.coin),
      total: amountText(outcome.totalSat, run.coin),
      fees: amountText(outcome.feesSat, run.coin),
    }),
    ...feesUnknown(words, outcome),
    ...(outcome.notCarried === null ? [] : [words.say(`result.${outcome.notCarried}`, { count: grouped(outcome.transactions) })]),
  ]);
  sheet.table(
    [
      { title: words.say('column.amountSat'), share: 20, align: 'right' },
      { title: run.coin?.symbol ?? '', share: 18, align: 'right' },
      { title: words.say('column.height'), share: 12, align: 'right' },
      { title: words.say('column.state'), share: 50 },
    ],
    outcome.holdings.slice(0, TABLE_ROWS).map(
      (holding): Row => ({
        cells: [
          { text: grouped(holding.amountSat), style: 'bold' },
          run.coin === null ? '' : coinText(holding.amountSat, { ...run.coin, symbol: '' }).trim(),
          holding.height === null ? '–' : grouped(holding.height),
          stateText(words, holding.state, run.height),
        ],
        under: [
          { text: groupedId(holding.outpoint), style: 'mono', size: 8 },
          { text: holding.address ?? words.say('noAddress'), style: 'mono', size: 8 },
        ],
      }),
    ),
  );
  cut(sheet, words, outcome.holdings.length, 'data/runs.json');
}

/** All policies side by side: a reader must see at once how much hangs on the choice. */
function spread(sheet: Sheet, run: ReportRun, outcomes: readonly ReportOutcome[], words: Words): void {
  sheet.heading(2, words.say('spread.heading'));
  sheet.text(words.say('spread.intro'));
  sheet.table(
    [
      { title: words.say('column.policy'), share: 30 },
      { title: words.say('column.totalSat'), share: 24, align: 'right' },
      { title: words.say('column.feesSat'), share: 20, align: 'right' },
      { title: words.say('column.outputs'), share: 13, align: 'right' },
      { title: words.say('column.transactions'), share: 15, align: 'right' },
    ],
    outcomes.map((outcome, index) => ({
      cells: [
        {
          text: `${sayCode(words, 'policy', outcome.policy)}${outcome.policy === run.primary ? ` ${words.say('spread.primary')}` : ''}`,
          style: index === 0 ? 'bold' : 'regular',
        },
        grouped(outcome.totalSat),
        `${outcome.feesUnknown === 0 ? '' : '≥ '}${grouped(outcome.feesSat)}`,
        grouped(outcome.holdings.length),
        grouped(outcome.transactions),
      ],
    })),
  );
  const amounts = new Map<string, { address: string | null; byPolicy: Map<string, bigint>; largest: bigint }>();
  for (const outcome of outcomes) {
    for (const holding of outcome.holdings) {
      const entry = amounts.get(holding.outpoint) ?? { address: holding.address, byPolicy: new Map<string, bigint>(), largest: 0n };
      entry.byPolicy.set(outcome.policy, holding.amountSat);
      if (outcome.policy !== 'poison' && holding.amountSat > entry.largest) entry.largest = holding.amountSat;
      amounts.set(holding.outpoint, entry);
    }
  }
  const ranked = [...amounts].sort(([a, x], [b, y]) => (x.largest === y.largest ? (a < b ? -1 : 1) : x.largest > y.largest ? -1 : 1));
  if (ranked.length === 0 || outcomes.length < 2) return;
  sheet.need(120);
  sheet.text(words.say('spread.perOutput', { shown: grouped(Math.min(ranked.length, SPREAD_ROWS)), total: grouped(ranked.length) }));
  sheet.table(
    outcomes.map((outcome) => ({ title: sayCode(words, 'policy', outcome.policy), share: 1, align: 'right' as const })),
    ranked.slice(0, SPREAD_ROWS).map(([outpoint, entry]) => ({
      cells: outcomes.map((outcome, index) => ({
        text: entry.byPolicy.has(outcome.policy) ? grouped(entry.byPolicy.get(outcome.policy) as bigint) : '0',
        size: 7.6,
        style: index === 0 ? ('bold' as const) : ('regular' as const),
      })),
      under: [{ text: groupedId(outpoint), style: 'mono', size: 8 }],
    })),
  );
}

function transfers(sheet: Sheet, run: ReportRun, zone: string, words: Words): void {
  sheet.heading(2, words.say('transfers.heading', { policy: sayCode(words, 'policy', run.primary) }));
  sheet.text(words.say('transfers.intro'));
  if (run.coinjoins > 0) sheet.text(words.say('transfers.coinjoins', { count: grouped(run.coinjoins) }));
  if (run.trust > 0) sheet.text(words.say('transfers.trust', { count: grouped(run.trust) }));
  sheet.table(
    [
      { title: words.say('column.hop'), share: 7, align: 'right' },
      { title: words.say('column.height'), share: 11, align: 'right' },
      { title: words.say('column.blockTimestamp'), share: 29 },
      { title: words.say('column.amountSat'), share: 20, align: 'right' },
      { title: words.say('column.valueSat'), share: 20, align: 'right' },
      { title: words.say('column.stateProof'), share: 26 },
    ],
    run.transfers.slice(0, TABLE_ROWS).map((transfer): Row => {
      const notes = [...(transfer.coinjoin ? [words.say('glossary.coinjoin')] : []), ...transfer.labels];
      return {
        cells: [
          String(transfer.hop),
          transfer.height === null ? '–' : grouped(transfer.height),
          timeCell(transfer.blockTimestamp, zone),
          { text: grouped(transfer.amountSat), style: 'bold' },
          grouped(transfer.valueSat),
          {
            text: `${transfer.state === 'spent' ? words.say('state.spent') : stateText(words, transfer.state, run.height)} · ${words.say(`grade.${transfer.grade}`)}`,
            size: 7.6,
          },
        ],
        under: [
          { text: groupedId(transfer.outpoint), style: 'mono', size: 8 },
          { text: transfer.address ?? words.say('noAddress'), style: 'mono', size: 8 },
          ...(transfer.spentBy === null
            ? []
            : [{ text: `${words.say('transfers.spentBy')} ${groupedId(transfer.spentBy)}`, style: 'mono' as const, size: 8 }]),
          ...(notes.length === 0 ? [] : [{ text: `○ ${notes.join('; ')}`, size: 7.6 }]),
        ],
      };
    }),
  );
  cut(sheet, words, run.transfers.length, 'data/transfers.csv');
}

function chart(sheet: Sheet, run: ReportRun, words: Words): void {
  const { picture } = run;
  if (picture === null) return;
  flowFigure(sheet, words, {
    intro: words.say('chart.intro'),
    say: (key, parameters) => words.say(`chart.${key}`, parameters),
    draw: (options) => flowChart(picture, options),
    columns: [
      { title: words.say('chart.full'), share: 73 },
      { title: words.say('column.amountSat'), share: 18, align: 'right' },
    ],
    row: ({ id, amountSat, address }) => ({
      cells: [{ text: groupedId(id), style: 'mono', size: 8 }, grouped(BigInt(amountSat))],
      under: address === null ? [] : [{ text: address, style: 'mono', size: 8 }],
    }),
  });
}

function ranges(list: readonly { readonly from: number; readonly to: number }[]): string {
  return list.map(({ from, to }) => `${grouped(from)}–${grouped(to)}`).join('; ');
}

/** Blocks held whole, and what was searched beyond them; "none" only where there is neither. */
function coverageLines(words: Words, coverage: ReportRun['coverage']): [string, string][] {
  const whole = ranges(coverage.filter(({ scope }) => scope === undefined));
  const searched = ranges(coverage.filter(({ scope }) => scope === 'searched'));
  return [
    ...(whole === '' && searched !== '' ? [] : [[words.say('run.coverage'), whole || words.say('none')] as [string, string]]),
    ...(searched === '' ? [] : [[words.say('run.searched'), searched] as [string, string]]),
  ];
}
