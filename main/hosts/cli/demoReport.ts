// What the demo prints: its findings beside the truth of the story, said as what they are: a self-test on synthetic data.
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { StoryComparison } from '../../engine/learn/index.ts';
import type { Desk } from './command.ts';
import { btc, renderPairs, renderTable, sections } from './table.ts';

export interface DemoFindings {
  readonly folder: string;
  readonly passphrase: string;
  readonly intake: readonly CallOutput<'intake.run'>['results'][number][];
  readonly forward: CallOutput<'trace.run'>;
  readonly backward: CallOutput<'trace.run'>;
  /** The deposit the backward trace starts from, and whether it came to an output of the theft, by policy. */
  readonly deposit: string;
  readonly backToTheft: Readonly<Record<string, boolean>>;
  readonly comparison: StoryComparison;
  readonly cluster: {
    readonly wallet: string;
    readonly truth: number;
    readonly found: number;
    readonly strangers: number;
    readonly explained: number;
  };
  readonly replay: CallOutput<'trace.replay'>;
  readonly bag: CallOutput<'evidence.exportBag'>;
  readonly bagPath: string;
  readonly verify: CallOutput<'evidence.verify'>;
  readonly checkpoint: string;
}

export function demoText(findings: DemoFindings, desk: Desk): string {
  const { comparison, cluster, verify } = findings;
  const truth = renderPairs([
    [desk.say('cli.demo.field.stolen'), `${btc(String(comparison.stolenSat))} BTC`],
    [desk.say('cli.demo.field.exchange'), `${btc(String(comparison.truth.exchangeSat))} BTC`],
    [desk.say('cli.demo.field.held'), `${btc(String(comparison.truth.heldSat))} BTC`],
    [desk.say('cli.demo.field.thirdParty'), `${btc(String(comparison.truth.thirdPartySat))} BTC`],
    [desk.say('cli.demo.field.fees'), `${btc(String(comparison.truth.feesSat))} BTC`],
  ]);
  const right = 'right' as const;
  const policies = renderTable(
    [
      { title: desk.say('cli.column.policy') },
      ...['atExchange', 'agrees', 'beyond', 'deposits', 'held', 'elsewhere'].map((name) => ({
        title: desk.say(`cli.demo.column.${name}`),
        align: right,
      })),
      { title: desk.say('cli.column.feesSat'), align: right },
    ],
    comparison.policies.map((policy) => [
      policy.policy,
      btc(String(policy.reachedExchangeSat)),
      btc(String(policy.exchangeAgreesSat)),
      btc(String(policy.exchangeBeyondTruthSat)),
      `${policy.stolenDepositsFound} / ${comparison.truth.stolenDeposits}`,
      btc(String(policy.heldSat)),
      btc(String(policy.elsewhereSat)),
      String(policy.feesSat),
    ]),
    desk.width,
  );
  const back = Object.entries(findings.backToTheft).map(
    ([policy, reached]) => `  ${policy}: ${desk.say(reached ? 'cli.demo.reached' : 'cli.demo.notReached')}`,
  );
  const ends = renderPairs([
    [
      desk.say('cli.demo.field.cluster'),
      desk.say('cli.demo.cluster', {
        found: cluster.found,
        truth: cluster.truth,
        strangers: cluster.strangers,
        explained: cluster.explained,
      }),
    ],
    [
      desk.say('cli.demo.field.replay'),
      findings.replay.runs
        .map((run) => desk.say(run.identical ? 'cli.replay.identical' : 'cli.replay.different', { run: run.run }))
        .join(' '),
    ],
    [desk.say('cli.demo.field.verify'), `${desk.say(verify.ok ? 'cli.verify.ok' : 'cli.demo.verifyWrong')} ${verify.firstLine}`],
    [desk.say('cli.demo.field.signer'), findings.bag.fingerprint],
    [desk.say('cli.field.checkpoint'), findings.checkpoint],
    [desk.say('cli.field.folder'), findings.folder],
    [desk.say('cli.field.bag'), findings.bagPath],
    [desk.say('cli.demo.field.passphrase'), findings.passphrase],
  ]);
  return sections(
    desk.say('cli.case.training'),
    `${desk.say('cli.demo.truth')}\n${truth}`,
    `${desk.say('cli.demo.policies')}\n${policies}`,
    desk.say('cli.demo.synthetic'),
    `${desk.say('cli.demo.backward', { deposit: findings.deposit })}\n${back.join('\n')}`,
    ends,
  );
}
