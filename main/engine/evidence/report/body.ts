// The chapters before and after the runs: questions, sources, method, statements relied on, limits, glossary, annexes.
import { accountAnswer } from './accountRun.ts';
import { grouped, groupedId, amountText, sizeText, timeLine } from './format.ts';
import type { ReportModel, ReportOutcome } from './model.ts';
import { TABLE_ROWS } from './model.ts';
import { inherited } from './inherited.ts';
import { CONTENT_WIDTH, type Sheet } from './sheet.ts';
import { questionText, sayCode, type Words } from './words.ts';

const MONO = { style: 'mono', size: 8.4 } as const;

/** A sum of fees that leaves some out must not look whole. */
export function feesUnknown(words: Words, outcome: Pick<ReportOutcome, 'feesUnknown'>): string[] {
  return outcome.feesUnknown === 0 ? [] : [words.say('result.feesUnknown', { count: grouped(outcome.feesUnknown) })];
}

/** `stopped:coinjoin` → "stopped by the rule coinjoin". */
export function stateText(words: Words, state: string, height: number | null): string {
  if (state.startsWith('stopped:')) return words.say('state.stopped', { rule: sayCode(words, 'rule', state.slice(8)) });
  if (state === 'unspent') return height === null ? words.say('state.unspent') : words.say('state.unspentAt', { height: grouped(height) });
  return sayCode(words, 'state', state);
}

/** A report may be of seized things alone: then it says nothing of how coins are traced. */
const isTraced = ({ allRuns }: ReportModel): boolean => allRuns.length > 0;

export function questions(sheet: Sheet, model: ReportModel, words: Words): void {
  sheet.heading(1, words.say('questions.heading'));
  if (!isTraced(model)) {
    sheet.text(words.say('questions.noTracing'), { style: 'bold' });
    return;
  }
  sheet.text(words.say('questions.intro'));
  for (const run of model.runs) {
    const primary = run.outcomes.find((outcome) => outcome.policy === run.primary);
    const seedSat = run.seeds.reduce((sum, seed) => sum + seed.amountSat, 0n);
    sheet.heading(2, words.say('run.name', { run: run.run, ordinal: run.ordinal, siblings: run.siblings }));
    sheet.text(questionText(words, run.question), { size: 10.5, style: 'bold', after: 6 });
    if (primary === undefined) continue;
    sheet.statement('assumption', words.say('kind.assumption'), [
      words.say(run.direction === 'forward' ? 'answer.forward' : 'answer.backward', {
        policy: sayCode(words, 'policy', primary.policy),
        seed: amountText(seedSat, run.coin),
        total: amountText(primary.totalSat, run.coin),
        count: grouped(primary.holdings.length),
        fees: amountText(primary.feesSat, run.coin),
        height: run.height === null ? words.say('heightUnknown') : grouped(run.height),
      }),
      ...feesUnknown(words, primary),
      words.say('answer.convention'),
    ]);
  }
  for (const run of model.accountRuns ?? []) {
    sheet.heading(2, words.say('account.name', { run: run.run, ordinal: run.ordinal, siblings: run.siblings }));
    sheet.text(questionText(words, run.question), { size: 10.5, style: 'bold', after: 6 });
    sheet.statement('assumption', words.say('kind.assumption'), accountAnswer(run, words));
  }
}

export function sources(sheet: Sheet, model: ReportModel, words: Words): void {
  sheet.heading(1, words.say('sources.heading'));
  if (model.sources.length === 0) {
    sheet.text(words.say('sources.none'));
    return;
  }
  sheet.text(words.say('sources.intro'));
  for (const source of model.sources) {
    sheet.need(120);
    sheet.heading(3, words.say('sources.name', { number: source.number, name: source.name }));
    sheet.pairs([
      [words.say('sources.exhibit'), source.exhibit ?? words.say('notStated')],
      [words.say('sources.kind'), `${source.importer} · ${words.say(`mode.${source.mode}`)} · ${words.say(`sourceState.${source.state}`)}`],
      [words.say('sources.chain'), source.chainName ?? words.say('none')],
      [words.say('sources.taken'), timeLine(source.taken, model.case.timeZone)],
      [words.say('sources.size'), sizeText(source.sizeBytes)],
      [words.say('sources.sha256'), source.sha256 === null ? words.say('sources.notHashed') : { text: groupedId(source.sha256), ...MONO }],
      [
        words.say('sources.content'),
        words.say('sources.contentValue', {
          blocks: source.blocks === null ? '–' : grouped(source.blocks),
          transactions: source.transactions === null ? '–' : grouped(source.transactions),
          refused: grouped(source.refused),
        }),
      ],
    ]);
  }
  const unhashed = model.sources.filter((source) => source.sha256 === null).map((source) => source.number);
  sheet.text(unhashed.length === 0 ? words.say('sources.allHashed') : words.say('sources.someNotHashed', { numbers: unhashed.join(', ') }));
  if (model.chains.length === 0 && ((model.accountRuns?.length ?? 0) > 0 || !isTraced(model))) return;
  sheet.need(190);
  sheet.heading(2, words.say('chains.heading'));
  sheet.text(words.say('chains.intro'));
  for (const chain of model.chains) {
    sheet.need(90);
    sheet.heading(3, chain.name);
    sheet.pairs([
      [words.say('chains.id'), { text: chain.chain, ...MONO }],
      [words.say('chains.anchor'), words.say(`anchor.${chain.anchor.kind}`, { height: grouped(chain.anchor.height) })],
      [words.say('chains.anchorHash'), { text: groupedId(chain.anchor.hash), ...MONO }],
      [words.say('chains.tip', { height: grouped(chain.tip.height) }), { text: groupedId(chain.tip.hash), ...MONO }],
      [words.say('chains.work'), { text: grouped(BigInt(chain.work)), ...MONO }],
    ]);
    if (chain.cheap) sheet.statement('assumption', words.say('kind.assumption'), [words.say('chains.cheap', { name: chain.name })]);
    if (chain.training) sheet.text(words.say('chains.training', { name: chain.name }), { style: 'bold' });
  }
}

export function method(sheet: Sheet, model: ReportModel, words: Words): void {
  sheet.heading(1, words.say('method.heading'));
  if (!isTraced(model)) {
    sheet.text(words.say('method.noTracing'));
    return;
  }
  const accounts = model.accountRuns ?? [];
  const coins = model.runs.length > 0 || accounts.length === 0;
  if (coins) for (const key of ['method.blocks', 'method.order', 'method.integers']) sheet.text(words.say(key));
  if (accounts.length > 0) for (const key of ['method.accounts', 'method.accountOrder', 'method.accountRanges']) sheet.text(words.say(key));
  sheet.text(words.say('method.replay'));
  sheet.heading(2, words.say('policies.heading'));
  if (coins) sheet.text(words.say('policies.intro'));
  if (accounts.length > 0) sheet.text(words.say('policies.accounts'));
  const ofRuns = [...model.runs, ...accounts].flatMap((run) => run.outcomes.map((outcome) => outcome.policy));
  const used = ['poison', 'haircut', 'fifo', 'lifo', 'tiho', ...ofRuns];
  const listed = [...new Set(used)].filter((policy) => model.runs.length + accounts.length === 0 || ofRuns.includes(policy));
  sheet.table(
    [
      { title: words.say('column.policy'), share: 20 },
      { title: words.say('column.meaning'), share: 80 },
    ],
    listed.map((policy) => ({
      cells: [{ text: sayCode(words, 'policy', policy), style: 'bold' }, policyMeaning(words, policy, coins, accounts.length > 0)],
    })),
  );
  if (coins) sheet.text(words.say('policies.convention'));
  if (accounts.length > 0) sheet.text(words.say('policies.accountConvention'));
}

/** What a policy does with coins, with balances, or both where the report has runs of both. */
function policyMeaning(words: Words, policy: string, coins: boolean, accounts: boolean): string {
  const said = [
    ...(coins && words.has(`policy.${policy}.means`) ? [words.say(`policy.${policy}.means`)] : []),
    ...(accounts && words.has(`policy.${policy}.onLedgers`) ? [words.say(`policy.${policy}.onLedgers`)] : []),
  ];
  return said.length === 0 ? policy : said.join('\n');
}

export function otherRuns(sheet: Sheet, model: ReportModel, words: Words): void {
  sheet.heading(1, words.say('runs.heading'));
  if (!isTraced(model)) {
    sheet.text(words.say('runs.none'));
    return;
  }
  sheet.text(words.say('runs.intro'));
  sheet.table(
    [
      { title: words.say('column.run'), share: 12 },
      { title: words.say('column.question'), share: 40 },
      { title: words.say('column.policy'), share: 16 },
      { title: words.say('column.direction'), share: 14 },
      { title: words.say('column.inReport'), share: 14 },
    ],
    model.allRuns.map((run) => ({
      cells: [
        words.say(run.account === true ? 'account.ordinal' : 'runs.ordinal', {
          run: run.run,
          ordinal: run.ordinal,
          siblings: run.siblings,
        }),
        run.question === '' ? words.say('questions.notRecorded') : run.question,
        sayCode(words, 'policy', run.primary),
        words.say(`direction.${run.direction}`),
        words.say(run.exported ? 'yes' : 'no'),
      ],
      under: [
        { text: timeLine(run.time, model.case.timeZone), size: 7.4 },
        { text: groupedId(run.resultDigest), style: 'mono', size: 8 },
      ],
    })),
  );
}

export function statements(sheet: Sheet, model: ReportModel, words: Words): void {
  sheet.heading(1, words.say('statements.heading'));
  sheet.text(model.statements.length === 0 ? words.say('statements.none') : words.say('statements.intro'));
  for (const statement of model.statements) {
    const facts = [
      `${words.say('statements.rule')}: ${statement.rule}`,
      ...(statement.kind === 'inference' ? [statement.errorRate ?? words.say('statements.notMeasured')] : []),
      ...(statement.confidence === null ? [] : [`${words.say('statements.confidence')}: ${statement.confidence}`]),
      ...(statement.date === null ? [] : [`${words.say('statements.date')}: ${statement.date}`]),
    ];
    sheet.statement(statement.kind, words.say(`kind.${statement.kind}`), [
      statement.text,
      { text: facts.join(' · '), size: 8.2 },
      ...statement.alternatives.map((code) => ({
        text: `${words.say('statements.otherwise')}: ${sayCode(words, 'alternative', code)}`,
        size: 8.2,
      })),
    ]);
  }
  inherited(sheet, model, words);
  sheet.heading(2, words.say('merges.heading'));
  if (model.rejectedMerges.length === 0) {
    sheet.text(words.say('merges.none'));
    return;
  }
  sheet.text(words.say('merges.intro'));
  sheet.table(
    [
      { title: words.say('column.addresses'), share: 60 },
      { title: words.say('column.reason'), share: 40 },
    ],
    model.rejectedMerges.slice(0, TABLE_ROWS).map((merge) => ({
      cells: [{ text: `${merge.a}\n${merge.b}`, style: 'mono', size: 8 }, merge.reason],
      under: [{ text: groupedId(merge.txid), style: 'mono', size: 8 }],
    })),
  );
}

export function limits(sheet: Sheet, model: ReportModel, words: Words): void {
  sheet.heading(1, words.say('limits.heading'));
  sheet.heading(2, words.say('limits.notProven'));
  const codes = ['complete', 'spent', 'control', 'identity', ...(isTraced(model) ? ['share'] : []), 'time', 'rewrite'];
  if ((model.accountRuns?.length ?? 0) > 0) codes.push('accountProof', 'accountRows');
  sheet.bullets(codes.map((code) => words.say(`limits.${code}`)));
  sheet.heading(2, words.say('limits.thisCase'));
  const { values, unanchored, notCovered, notes } = model.limits;
  sheet.bullets([
    words.say('limits.values', { count: grouped(values.length) }),
    words.say('limits.unanchored', { count: grouped(unanchored.length) }),
    ...(!isTraced(model) || (model.chains.length === 0 && (model.accountRuns?.length ?? 0) > 0)
      ? []
      : notCovered.length === 0
        ? [words.say('limits.coveredAll')]
        : [
            words.say('limits.notCovered', {
              list: notCovered.map((gap) => `${gap.chainName} ${grouped(gap.from)}–${grouped(gap.to)}`).join('; '),
            }),
          ]),
    words.say('limits.withheld', { count: grouped(model.journal.withheldPayloads) }),
    ...notes.map((note) => sayCode(words, 'note', note)),
    // A chain may stand there with several runs of headers; what is not checked on it is said once.
    ...new Set(model.chains.flatMap(({ name, notVerified = [] }) => notVerified.map((code) => words.say(`notVerified.${code}`, { name })))),
  ]);
  if (values.length > 0) {
    sheet.table(
      [
        { title: words.say('column.outpoint'), share: 72 },
        { title: words.say('column.valueSat'), share: 16, align: 'right' },
        { title: words.say('column.proof'), share: 16 },
      ],
      values.slice(0, TABLE_ROWS).map((value) => ({
        cells: [{ text: groupedId(value.outpoint), style: 'mono', size: 8 }, grouped(value.valueSat), words.say(`grade.${value.grade}`)],
      })),
    );
    if (values.length > TABLE_ROWS)
      sheet.text(words.say('table.cut', { shown: TABLE_ROWS, total: grouped(values.length), file: 'data/limits.json' }));
  }
  if (unanchored.length > 0) {
    sheet.table(
      [{ title: words.say('column.unanchored'), share: 1 }],
      unanchored.slice(0, TABLE_ROWS).map((hash) => ({ cells: [{ text: groupedId(hash), style: 'mono', size: 8 }] })),
    );
  }
  if (!isTraced(model)) return;
  sheet.heading(2, words.say('alternatives.heading'));
  sheet.text(words.say('alternatives.intro'));
  sheet.bullets(
    ['convention', 'exchange', 'payment', 'coinjoin', 'change', 'sharedKeys', 'loan'].map((code) => words.say(`alternative.${code}`)),
  );
}

export const GLOSSARY = [
  'address',
  'transaction',
  'output',
  'outpoint',
  'block',
  'blockTimestamp',
  'height',
  'seed',
  'hop',
  'tracing',
  'taint',
  'fee',
  'changeAddress',
  'cluster',
  'coinjoin',
  'merkle',
  'work',
  'hash',
  'fingerprint',
  'checkpoint',
  'sat',
] as const;

export function closing(sheet: Sheet, model: ReportModel, words: Words): void {
  sheet.heading(1, words.say('check.heading'));
  sheet.bullets(['check.verifier', 'check.hand', 'check.replay', 'check.slip'].map((key) => words.say(key)));
  sheet.need(110);
  sheet.heading(2, words.say('sign.heading'));
  sheet.text(words.say('sign.text'));
  sheet.draw(56, (x, y) => {
    const half = (CONTENT_WIDTH - 30) / 2;
    for (const [left, key] of [
      [x, 'sign.name'],
      [x + half + 30, 'sign.date'],
    ] as const) {
      sheet.pdf
        .lineWidth(0.6)
        .strokeColor('#111111')
        .moveTo(left, y + 36)
        .lineTo(left + half, y + 36)
        .stroke();
      sheet.place(words.say(key), left, y + 39, half, { size: 7.8, color: '#555555' });
    }
  });
  sheet.heading(1, words.say('glossary.heading'));
  sheet.table(
    [
      { title: words.say('glossary.term'), share: 26 },
      { title: words.say('column.meaning'), share: 74 },
    ],
    GLOSSARY.map((term) => ({ cells: [{ text: words.say(`glossary.${term}`), style: 'bold' }, words.say(`glossary.${term}.means`)] })),
  );
  sheet.heading(1, words.say('files.heading'));
  sheet.text(words.say('files.intro'));
  sheet.table(
    [
      { title: words.say('column.file'), share: 74 },
      { title: words.say('column.size'), share: 26, align: 'right' },
    ],
    model.files.map((file) => ({
      cells: [{ text: file.path, style: 'mono', size: 8.4 }, sizeText(file.sizeBytes)],
      under: [{ text: groupedId(file.sha256), style: 'mono', size: 8 }],
    })),
  );
}
