// Practice case two from beginning to end: a ring of mules over USDT-TRC20 with two exchanges' replies and a bank export, written, taken
// in, traced over balances, replayed, exported, verified, and set beside its truth. Everything in it is practice; nothing leaves the folder it is given.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { RingComparison, RingTruth } from '../../engine/learn/index.ts';
import { assetName, endState, figureText } from './accountWords.ts';
import type { CommandSpec, Desk, Outcome } from './command.ts';
import { type DemoEnd, endDemo, endText } from './demoEnd.ts';
import { clearEarlierDemo, PASSPHRASE_FILE, PRACTICE_PASSPHRASE } from './demoFolder.ts';
import { demoOutcome } from './demoOutcome.ts';
import type { Practice } from './demoPractice.ts';
import { renderTable, sections } from './table.ts';

const CONTENTS = [PASSPHRASE_FILE, 'practice-examiner.key', 'files', 'ring.tracehold', 'truth.json', 'bag'] as const;
const CHINA_MINUTES = 480;
const MICRO_DIGITS = 6;

interface RingFindings extends DemoEnd<CallOutput<'account.replay'>>, Practice {
  readonly intake: CallOutput<'intake.run'>['results'];
  readonly trace: CallOutput<'account.trace'>;
  readonly payment: CallOutput<'account.trace'>;
  readonly comparison: RingComparison;
}

export const demoRingCommands: readonly CommandSpec[] = [
  {
    words: ['demo', 'ring'],
    positionals: [],
    options: [{ name: 'out', value: 'DIR' }],
    async run(given, desk): Promise<Outcome> {
      const findings = await runRing(resolve(given.optional('out') ?? 'demo-ring'), desk);
      const good =
        findings.verify.ok &&
        findings.replay.runs.every((run) => run.identical) &&
        Object.values(findings.comparison.policies).every(({ identical }) => identical);
      return demoOutcome(findings, good, ringText(findings, desk));
    },
  },
];

async function runRing(folder: string, desk: Desk): Promise<RingFindings> {
  const { compareRing, RING_FILES, simulateRing } = await import('../../engine/learn/index.ts');
  const at = (...parts: string[]): string => join(folder, ...parts);
  clearEarlierDemo(folder, CONTENTS);
  desk.note(desk.say('cli.demo.ring.step.story'));
  const story = simulateRing();
  mkdirSync(at('files'), { recursive: true });
  for (const [name, bytes] of story.files) writeFileSync(at('files', name), bytes);
  writeFileSync(at('truth.json'), story.truthDocument);
  writeFileSync(at(PASSPHRASE_FILE), `${PRACTICE_PASSPHRASE}\n`);

  desk.note(desk.say('cli.demo.step.case'));
  await desk.call('case.create', {
    folder: desk.grant(at('ring.tracehold')),
    title: desk.say('cli.demo.ring.title'),
    examiner: desk.say('cli.demo.examiner'),
    agency: desk.say('cli.demo.agency'),
    reference: 'PRACTICE-2',
    passphrase: PRACTICE_PASSPHRASE,
    keyFile: desk.grant(at('practice-examiner.key')),
  });
  try {
    desk.note(desk.say('cli.demo.ring.step.intake'));
    const { ledgers } = story.truth;
    const intake: CallOutput<'intake.run'>['results'] = [];
    for (const [name, chain] of [
      [RING_FILES.chain, 'tron-training'],
      [RING_FILES.exchangeA, ledgers.exchangeA],
      [RING_FILES.exchangeB, ledgers.exchangeB],
      [RING_FILES.bank, ledgers.bank],
    ] as const) {
      const input = { paths: [desk.grant(at('files', name))], chain, exhibit: `PRACTICE-2/${intake.length + 1}` };
      // The second exchange prints local time without saying so: somebody has to.
      const zone = name === RING_FILES.exchangeB ? { zoneMinutes: CHINA_MINUTES } : {};
      intake.push(...(await desk.call('intake.run', { ...input, ...zone })).results);
    }
    desk.note(desk.say('cli.demo.ring.step.trace'));
    const trace = await desk.call('account.trace', questionOf(story.truth, desk));
    const comparison = compareRing(amountsOf(trace), story.truth);
    desk.note(desk.say('cli.demo.ring.step.payment'));
    const payment = await tracePayment(story.truth, desk.grant(at('files', RING_FILES.rates)), desk);
    const end = await endDemo(desk, at, () => desk.call('account.replay', {}));
    return { folder, passphrase: PRACTICE_PASSPHRASE, intake, trace, payment, comparison, ...end };
  } catch (error) {
    await desk.call('case.close', {}).catch(() => undefined);
    throw error;
  }
}

/** Wallets of the ring, whose first rows are taken as held. */
function walletsOf({ wallets }: RingTruth): string[] {
  return [...wallets.mules, wallets.aggregator, ...wallets.hops, wallets.depositAddress, wallets.coldWallet];
}

/** What an examiner asks who has the exchange's reply: from its withdrawals on, up to the door of the next exchange. */
function questionOf(truth: RingTruth, desk: Desk) {
  const { withdrawals, wallets, chain } = truth;
  return {
    from: withdrawals.map(({ txid }) => txid),
    ...{ chain, asset: 'USDT', policies: ['all'], primary: 'fifo' },
    assume: walletsOf(truth),
    stops: [{ rule: 'addresses', options: { addresses: [wallets.depositAddress] } }],
    question: desk.say('cli.demo.ring.question'),
    reason: desk.say('cli.demo.reason'),
  };
}

/** From the victim's payment: over the one deposit that fits it, which the examiner accepts, and the exchange's trade, to the chain. */
async function tracePayment(truth: RingTruth, rates: string, desk: Desk): Promise<CallOutput<'account.trace'>> {
  const { victim, customers } = truth;
  const { candidates } = await desk.call('account.candidates', {
    ...{ rates, account: victim.muleAccount, toleranceBasisPoints: 10, afterSeconds: 172_800 },
  });
  for (const { payment, transfer, rivals, found } of candidates)
    if (rivals === 0)
      await desk.call('account.judgeLink', {
        ...{ payment: payment.transfer, transfer: transfer.transfer, verdict: 'accepted', reason: desk.say('cli.demo.ring.linkReason') },
        found,
      });
  return desk.call('account.trace', {
    ...{ from: [victim.bankReference], policies: ['all'], primary: 'fifo', links: true, accepted: true },
    assume: [...walletsOf(truth), ...customers],
    question: desk.say('cli.demo.ring.paymentQuestion'),
    reason: desk.say('cli.demo.reason'),
  });
}

/** Policy → account → amount; a range is no amount and stays out, so that it shows as a difference. */
function amountsOf(trace: CallOutput<'account.trace'>): Record<string, Record<string, bigint>> {
  return Object.fromEntries(
    Object.entries(trace.policies).map(([policy, { ends }]) => {
      const sums: Record<string, bigint> = {};
      for (const { account, figure } of ends) if (figure.amount !== null) sums[account] = (sums[account] ?? 0n) + BigInt(figure.amount);
      return [policy, sums];
    }),
  );
}

function ringText(found: RingFindings, desk: Desk): string {
  const { trace, payment, comparison } = found;
  const amounts = amountsOf(trace);
  const accounts = [...new Set(Object.values(amounts).flatMap((own) => Object.keys(own)))].sort();
  const policies = Object.keys(amounts);
  const shown = (amount: bigint | undefined): string => {
    if (amount === undefined) return '–';
    const digits = amount.toString().padStart(MICRO_DIGITS + 1, '0');
    return `${digits.slice(0, -MICRO_DIGITS)}.${digits.slice(-MICRO_DIGITS)}`.replace(/\.?0+$/, '');
  };
  const table = renderTable(
    [{ title: desk.say('cli.column.account'), id: true }, ...policies.map((title) => ({ title, align: 'right' as const }))],
    accounts.map((account) => [account, ...policies.map((policy) => shown(amounts[policy]?.[account]))]),
    desk.width,
  );
  const judged = Object.entries(comparison.policies).map(
    ([policy, { identical }]) => `  ${policy}: ${desk.say(identical ? 'cli.demo.ring.identical' : 'cli.demo.ring.different')}`,
  );
  const paid = (payment.policies['fifo']?.ends ?? []).map((end) => [
    ...[end.account, figureText(end, desk), assetName(end.asset, desk), endState(end, desk)],
  ]);
  return sections(
    desk.say('cli.case.training'),
    `${desk.say('cli.demo.ring.figures')}\n${table}`,
    `${desk.say('cli.demo.ring.truth')}\n${judged.join('\n')}`,
    `${desk.say('cli.demo.ring.payment')}\n${renderTable(
      ['account', 'amount', 'asset', 'state'].map((name) => ({
        title: desk.say(`cli.column.${name}`),
        ...(name === 'account' ? { id: true } : {}),
        ...(name === 'amount' ? { align: 'right' as const } : {}),
      })),
      paid,
      desk.width,
    )}`,
    endText(found, desk),
  );
}
