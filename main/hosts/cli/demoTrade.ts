// Practice case three from beginning to end: laundering dressed as trade, from one flagged bank transfer over invoices, a dealer and USDT to an
// exchange's deposit address, one request with its answer, and the person whom it names; replayed, exported, verified, set beside its truth.
import { resolve } from 'node:path';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { TradeComparison, TradeTruth } from '../../engine/learn/index.ts';
import { assetName, endState, figureText } from './accountWords.ts';
import type { CommandSpec, Desk, Outcome } from './command.ts';
import { type DemoEnd, endDemo, endText } from './demoEnd.ts';
import { PASSPHRASE_FILE } from './demoFolder.ts';
import { type Practice, solvePractice } from './demoPractice.ts';
import { demoOutcome } from './demoOutcome.ts';
import { locatedText } from './located.ts';
import { renderTable, sections } from './table.ts';

/** All that it leaves in its folder. */
const CONTENTS = [
  ...[PASSPHRASE_FILE, 'practice-examiner.key', 'files', 'labels', 'answer', 'TASK.md'],
  ...['trade.tracehold', 'truth.json', 'bag'],
] as const;
/** Days on which the practice request went out and was answered. */
const SENT = '2026-03-16';
const ANSWERED = '2026-03-20';

interface Solved {
  readonly findings: readonly string[];
  readonly trace: CallOutput<'account.trace'>;
  readonly asked: { readonly request: number; readonly addresses: readonly string[]; readonly answer: string };
  readonly person: { readonly id: number; readonly title: string };
  readonly located: CallOutput<'locate.person'>;
  readonly comparison: TradeComparison;
}

interface TradeFindings extends Solved, DemoEnd<CallOutput<'account.replay'>>, Practice {
  readonly flagged: TradeTruth['flagged'];
}

export const demoTradeCommands: readonly CommandSpec[] = [
  {
    words: ['demo', 'trade'],
    positionals: [],
    options: [{ name: 'out', value: 'DIR' }],
    async run(given, desk): Promise<Outcome> {
      const found = await runTrade(resolve(given.optional('out') ?? 'demo-trade'), desk);
      const { policies, disguise, asked, named } = found.comparison;
      const good =
        [found.verify.ok, found.replay.runs.every((run) => run.identical), asked, named].every(Boolean) &&
        disguise.missed.length + disguise.wrong.length === 0 &&
        Object.values(policies).every(({ identical }) => identical);
      return demoOutcome(found, good, tradeText(found, desk));
    },
  },
];

async function runTrade(folder: string, desk: Desk): Promise<TradeFindings> {
  const { simulateTrade } = await import('../../engine/learn/index.ts');
  return solvePractice('trade', folder, CONTENTS, desk, async (at) => {
    // The same story again, for its truth: made from the same seed it has the same bytes.
    const { truth } = simulateTrade();
    const solved = await solve(truth, at, desk);
    const end = await endDemo(desk, at, () => desk.call('account.replay', {}));
    return { flagged: truth.flagged, ...solved, ...end };
  });
}

async function solve(truth: TradeTruth, at: (...parts: string[]) => string, desk: Desk): Promise<Solved> {
  const { compareTrade } = await import('../../engine/learn/index.ts');
  desk.note(desk.say('cli.demo.trade.step.typology'));
  // Companies on invoices and in the bank's records, and their directors: what is written alike is taken for one, as an assumption.
  await acceptNames(desk, 'cli.demo.trade.registersReason', () => true);
  await desk.call('typologies.run', { rules: [{ rule: 'tradeDisguise' }] });
  const { findings } = await desk.call('typologies.list', { kind: 'finding' });
  const subjects = findings.map(({ subject }) => subject.id);
  for (const { finding } of findings)
    await desk.call('typologies.judge', { finding, verdict: 'accepted', reason: desk.say('cli.demo.reason') });

  desk.note(desk.say('cli.demo.trade.step.trace'));
  const trace = await traceFlagged(truth, desk.grant(at('files', 'rates.csv')), desk);

  desk.note(desk.say('cli.demo.trade.step.request'));
  const recipient = desk.say('cli.demo.trade.recipient');
  const addresses = [{ text: truth.wallets.deposit }];
  const { request } = await desk.call('requests.new', { kind: 'customerData', addresses, recipient });
  await desk.call('requests.set', { request, state: 'sent', day: SENT });
  const answer = at('answer', 'exchange-answer.csv');
  const kept = await desk.call('requests.answer', { request, file: desk.grant(answer), day: ANSWERED });
  const exhibit = desk.say('cli.request.exhibit', { request });
  await desk.call('intake.run', { paths: [desk.grant(answer)], exhibit, profile: 'register' });

  const { people } = await desk.call('people.list', {});
  const person = people.find(({ links }) => links.some(({ kind }) => kind === 'address'));
  if (person === undefined) throw new Error('the answer names a customer');
  await acceptNames(desk, 'cli.demo.trade.sameReason', (entity) => entity === person.id);
  const located = await desk.call('locate.person', { id: person.id });
  const found = {
    traced: Object.fromEntries(Object.entries(trace.policies).map(([policy, { ends }]) => [policy, amountsOf(ends)])),
    ...{ disguised: subjects, asked: addresses.map(({ text }) => text), named: located.chains.length === 0 ? [] : [person.title] },
  };
  return {
    ...{ findings: subjects, trace, located, comparison: compareTrade(found, truth) },
    asked: { request, addresses: found.asked, answer: kept.name },
    person: { id: person.id, title: person.title },
  };
}

async function acceptNames(desk: Desk, reason: string, isMeant: (entity: number) => boolean): Promise<void> {
  const { leads } = await desk.call('people.matches', { standing: 'open' });
  for (const { id, kind, a, b } of leads)
    if (kind === 'name' && [a, b].some(({ entity }) => isMeant(entity)))
      await desk.call('people.judge', { lead: id, verdict: 'accepted', reason: desk.say(reason) });
}

/** Over the one movement that fits the last payment of the bank, to the address that the exchange sweeps. */
async function traceFlagged({ flagged, purchase, wallets }: TradeTruth, rates: string, desk: Desk): Promise<CallOutput<'account.trace'>> {
  const { candidates } = await desk.call('account.candidates', { rates });
  for (const { payment, transfer, rivals, found } of candidates)
    if (rivals === 0 && payment.transfer.startsWith(`${purchase.reference}#`))
      await desk.call('account.judgeLink', {
        ...{ payment: payment.transfer, transfer: transfer.transfer, verdict: 'accepted', found },
        reason: desk.say('cli.demo.trade.linkReason'),
      });
  return desk.call('account.trace', {
    ...{ from: [flagged.reference], policies: ['all'], primary: 'fifo', links: true, accepted: true },
    assume: [wallets.collector, wallets.hop],
    stops: [{ rule: 'addresses', options: { addresses: [wallets.deposit] } }],
    ...{ question: desk.say('cli.demo.trade.question'), reason: desk.say('cli.demo.reason') },
  });
}

type Ends = CallOutput<'account.trace'>['policies'][string]['ends'];

/** A range is no amount and stays out, so that it shows as a difference. */
function amountsOf(ends: Ends): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { account, figure } of ends) if (figure.amount !== null) sums[account] = (sums[account] ?? 0n) + BigInt(figure.amount);
  return sums;
}

function tradeText(found: TradeFindings, desk: Desk): string {
  const { flagged, findings, trace, comparison, asked, person, located } = found;
  const { missed, wrong } = comparison.disguise;
  const rows = Object.entries(trace.policies).flatMap(([policy, { ends }]) =>
    ends.map((end) => [policy, end.account, figureText(end, desk), assetName(end.asset, desk), endState(end, desk)]),
  );
  const columns = ['policy', 'account', 'amount', 'asset', 'state'].map((name) => ({
    title: desk.say(`cli.column.${name}`),
    ...(name === 'account' ? { id: true } : {}),
    ...(name === 'amount' ? { align: 'right' as const } : {}),
  }));
  const judged = Object.entries(comparison.policies).map(
    ([policy, { identical }]) => `  ${policy}: ${desk.say(identical ? 'cli.demo.ring.identical' : 'cli.demo.ring.different')}`,
  );
  return sections(
    desk.say('cli.case.training'),
    desk.say('cli.demo.trade.flagged', { reference: flagged.reference, from: flagged.from, to: flagged.to, amount: `${flagged.yen}` }),
    [
      desk.say('cli.demo.trade.found', { accounts: findings.join(', ') }),
      missed.length + wrong.length === 0
        ? desk.say('cli.demo.trade.rings')
        : desk.say('cli.demo.trade.wrong', { missed: missed.join(', '), wrong: wrong.join(', ') }),
    ].join('\n'),
    `${desk.say('cli.demo.trade.figures')}\n${renderTable(columns, rows, desk.width)}`,
    `${desk.say('cli.demo.ring.truth')}\n${judged.join('\n')}`,
    desk.say('cli.demo.trade.asked', {
      ...{ request: asked.request, address: asked.addresses.join(', '), file: asked.answer },
      recipient: desk.say('cli.demo.trade.recipient'),
    }),
    `${desk.say('cli.demo.trade.named', { name: `${person.title} (#${person.id})` })}\n${locatedText(located, desk)}`,
    endText(found, desk),
  );
}
