// Commands about clusters: inferences with their rules, their error rates, the transactions behind them, what falls without
// a rule, and what speaks against them.
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { commaList, wholeNumber } from './arguments.ts';
import { coinOf } from './coin.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { ASK_OPTIONS, ask, askOptions, resultText } from './questions.ts';
import { btc, renderPairs, renderTable, sections } from './table.ts';

const A = { name: 'A', required: true, many: false };
const B = { name: 'B', required: true, many: false };
const CHAIN = { name: 'chain', value: 'ID' };
const RULES = { name: 'rules', value: 'LIST', many: true };

type Cluster = CallOutput<'cluster.of'>;
type Contradictions = CallOutput<'cluster.contradictions'>;
type Step = Cluster['merges'][number];

export const clusterCommands: readonly CommandSpec[] = [
  {
    words: ['cluster'],
    positionals: [{ name: 'ADDRESS', required: true, many: false }],
    options: [
      CASE_OPTION,
      RULES,
      { name: 'without', value: 'RULE', many: true },
      { name: 'contradictions' },
      { name: 'rounds', value: 'N' },
      ...ASK_OPTIONS,
      CHAIN,
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      return desk.withCase(given, given.text('case'), async () => {
        const rounds = given.optional('rounds');
        const answers =
          rounds === undefined
            ? []
            : await ask(desk, {
                kind: 'cluster',
                from: [given.text('ADDRESS')],
                rounds: wholeNumber('rounds', rounds, 1),
                ...askOptions(given),
              });
        const without = commaList(given.list('without'));
        const asked = { address: given.text('ADDRESS'), ...chosen(given) };
        const cluster = await desk.call('cluster.of', { ...asked, ...(without.length === 0 ? {} : { without: [...without] }) });
        const against = given.has('contradictions') ? await desk.call('cluster.contradictions', asked) : null;
        const document = {
          ...cluster,
          ...(against === null ? {} : { contradictions: against }),
          ...(rounds === undefined ? {} : { questions: answers }),
        };
        const parts = cluster.parts === null ? '' : partsTable(cluster.parts, without.join(', '), desk);
        return {
          exit: 0,
          document,
          text: sections(
            ...answers.map((answer) => resultText(answer, desk)),
            head(cluster, desk),
            desk.say('cli.cluster.inference'),
            membersTable(cluster, await coinOf(desk, cluster.chain), desk),
            cluster.more === 0 ? '' : desk.say('cli.more', { count: cluster.more }),
            stepsTable(cluster.merges, desk),
            excludedTable(cluster.excluded, desk),
            parts,
            against === null ? '' : contradictionsText(against, desk),
          ),
        };
      });
    },
  },
  {
    words: ['rules'],
    positionals: [],
    options: [],
    async run(_given, desk) {
      const document = await desk.call('cluster.rules', {});
      const blocks = document.rules.map((rule) =>
        renderPairs([
          [desk.say('cli.field.rule'), `${rule.id}@${rule.version}${rule.isEarlier ? ` (${desk.say('cli.rules.earlier')})` : ''}`],
          [desk.say('cli.field.meaning'), desk.reason(`rule:${rule.id}`)],
          [desk.say('cli.column.kind'), desk.say(`cli.rules.kind.${rule.kind}`)],
          [
            desk.say('cli.field.choose'),
            rule.choose === null ? '–' : rule.isDefault ? `${rule.choose} (${desk.say('cli.rules.default')})` : rule.choose,
          ],
          [desk.say('cli.field.changes'), desk.say(`cli.rules.${rule.changesWithLaterData ? 'dynamic' : 'static'}`)],
          [desk.say('cli.field.citation'), rule.citation],
          [desk.say('cli.field.breakers'), rule.knownBreakers.map((code) => desk.reason(`breaker:${code}`)).join('; ')],
          [desk.say('cli.field.errorRate'), desk.say(`cli.rules.errorRate.${rule.errorRate}`)],
        ]),
      );
      return { exit: 0, document, text: sections(...blocks, desk.say('cli.rules.algebra')) };
    },
  },
  {
    words: ['explain'],
    positionals: [A, B],
    options: [CASE_OPTION, RULES, CHAIN, ...OPEN_OPTIONS],
    run(given, desk) {
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('cluster.explain', { a: given.text('A'), b: given.text('B'), ...chosen(given) });
        const sentence = desk.say(`cli.explain.${!document.joined ? 'notJoined' : document.steps.length === 0 ? 'same' : 'joined'}`, {
          count: document.steps.length,
        });
        return { exit: document.joined ? 0 : 1, document, text: sections(sentence, stepsTable(document.steps, desk)) };
      });
    },
  },
  {
    words: ['reject'],
    positionals: [A, B],
    options: [CASE_OPTION, { name: 'reason', value: 'TEXT', required: true }, RULES, CHAIN, ...OPEN_OPTIONS],
    run(given, desk) {
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('cluster.reject', {
          a: given.text('A'),
          b: given.text('B'),
          reason: given.text('reason'),
          ...chosen(given),
        });
        const sentence = desk.say('cli.reject.done', {
          count: document.rejected.length,
          before: document.before,
          after: document.after.join(' + '),
        });
        return {
          exit: 0,
          document,
          text: sections(sentence, document.stillJoined ? desk.say('cli.reject.stillJoined') : '', stepsTable(document.rejected, desk)),
        };
      });
    },
  },
  {
    words: ['accept'],
    positionals: [A, B],
    options: [CASE_OPTION, { name: 'reason', value: 'TEXT', required: true }, CHAIN, ...OPEN_OPTIONS],
    run(given, desk) {
      return desk.withCase(given, given.text('case'), async () => {
        const chain = given.optional('chain');
        const document = await desk.call('cluster.accept', {
          ...{ a: given.text('A'), b: given.text('B'), reason: given.text('reason') },
          ...(chain === undefined ? {} : { chain }),
        });
        return { exit: 0, document, text: desk.say('cli.accept.done', { count: document.accepted }) };
      });
    },
  },
];

/** Chain and rules, where they are given. */
function chosen(given: Given): Pick<CallInput<'cluster.of'>, 'chain' | 'rules'> {
  const chain = given.optional('chain');
  const rules = commaList(given.list('rules'));
  return { ...(chain === undefined ? {} : { chain }), ...(rules.length === 0 ? {} : { rules: [...rules] }) };
}

function head(cluster: Cluster, desk: Desk): string {
  return renderPairs([
    [desk.say('cli.field.clusterSize'), String(cluster.size)],
    ...cluster.rules.map((rule): [string, string] => [
      desk.say('cli.field.rule'),
      desk.say('cli.cluster.ruleSwitch', { name: rule.name, members: rule.members, merges: rule.merges }) +
        (rule.changesWithLaterData ? `; ${desk.say('cli.cluster.dynamic', { height: rule.asOfHeight ?? '?' })}` : ''),
    ]),
    [desk.say('cli.field.errorRate'), desk.say(`cli.rules.errorRate.${cluster.errorRate}`)],
    [desk.say('cli.field.coinjoinsSkipped'), String(cluster.coinjoinsSkipped)],
    [desk.say('cli.field.height'), cluster.height === null ? '?' : String(cluster.height)],
  ]);
}

/** With several rules in use, members say by which they came in. */
function membersTable({ members, rules }: Cluster, coin: string, desk: Desk): string {
  const hasSeveral = rules.length > 1;
  return renderTable(
    [
      { title: desk.say('cli.column.address'), id: true },
      { title: desk.say('cli.column.receivedCoin', { coin }), align: 'right' },
      { title: desk.say('cli.column.transactions'), align: 'right' },
      ...(hasSeveral ? [{ title: desk.say('cli.column.rule') }] : []),
    ],
    members.map((member) => [
      member.address,
      btc(member.receivedSat),
      String(member.transactions),
      ...(hasSeveral ? [member.rules.join(', ')] : []),
    ]),
    desk.width,
  );
}

function excludedTable(excluded: Cluster['excluded'], desk: Desk): string {
  if (excluded.length === 0) return '';
  const table = renderTable(
    [
      { title: desk.say('cli.column.outpoint'), id: true },
      { title: desk.say('cli.column.address'), id: true },
      { title: desk.say('cli.column.transaction'), id: true },
      { title: desk.say('cli.column.amountSat'), align: 'right' },
      { title: desk.say('cli.column.rule') },
    ],
    excluded.map((input) => [
      input.outpoint,
      input.address,
      input.txid,
      input.valueSat,
      `${desk.say('cli.cluster.excluded')} (${input.rule})`,
    ]),
    desk.width,
  );
  return `${desk.say('cli.cluster.excludedTitle')}\n${table}`;
}

function partsTable(parts: NonNullable<Cluster['parts']>, without: string, desk: Desk): string {
  const table = renderTable(
    [{ title: '' }, { title: desk.say('cli.field.clusterSize'), align: 'right' }, { title: desk.say('cli.column.address'), id: true }],
    parts.flatMap((part, number) =>
      part.addresses.map((address, index) =>
        index === 0 ? [desk.say('cli.cluster.part', { number: number + 1 }), String(part.size), address] : ['', '', address],
      ),
    ),
    desk.width,
  );
  return `${desk.say('cli.cluster.parts', { rule: without })}\n${table}`;
}

function contradictionsText(against: Contradictions, desk: Desk): string {
  const counts = {
    read: against.transactionsRead,
    unreadable: against.transactionsUnreadable,
    compared: against.mergesCompared,
    merges: against.merges,
  };
  if (against.contradictions.length === 0) return desk.say('cli.cluster.noContradictions', counts);
  const habit = (side: { readonly value: string; readonly transactions: number }): string =>
    desk.say('cli.cluster.habit', { value: side.value, count: side.transactions });
  const table = renderTable(
    [
      { title: desk.say('cli.column.addressA'), id: true },
      { title: desk.say('cli.column.addressB'), id: true },
      { title: desk.say('cli.column.rule') },
      { title: desk.say('cli.column.detail') },
    ],
    against.contradictions.flatMap(({ merge, features }) =>
      features.map(({ feature, left, right }) => [
        merge.a,
        merge.b,
        merge.rule,
        `${desk.reason(`feature:${feature}`)}: ${habit(left)} / ${habit(right)}`,
      ]),
    ),
    desk.width,
  );
  return `${desk.say('cli.cluster.contradictions', counts)}\n${table}`;
}

function stepsTable(steps: readonly Step[], desk: Desk): string {
  if (steps.length === 0) return '';
  return renderTable(
    [
      { title: desk.say('cli.column.addressA'), id: true },
      { title: desk.say('cli.column.addressB'), id: true },
      { title: desk.say('cli.column.transaction'), id: true },
      { title: desk.say('cli.column.height'), align: 'right' },
      { title: desk.say('cli.column.rule') },
    ],
    steps.map((step) => [
      step.a,
      step.b,
      step.txid,
      step.height === null ? '?' : String(step.height),
      step.rejected ? desk.say('cli.cluster.rejectedRule', { rule: step.rule }) : step.rule,
    ]),
    desk.width,
  );
}
