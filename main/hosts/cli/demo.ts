// A whole case from beginning to end on a synthetic story whose truth is known: written, taken in, traced, clustered,
// exported, verified, and set beside the truth. Everything in it is practice; nothing leaves the folder it is given.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { SimulatedStory } from '../../engine/learn/index.ts';
import type { CommandSpec, Desk, Outcome } from './command.ts';
import { clearEarlierDemo, PASSPHRASE_FILE, PRACTICE_PASSPHRASE } from './demoFolder.ts';
import { demoOutcome } from './demoOutcome.ts';
import { type DemoFindings, demoText } from './demoReport.ts';

const CONTENTS = [PASSPHRASE_FILE, 'practice-examiner.key', 'node', 'labels', 'practice.tracehold', 'bag', 'truth.json'] as const;
/** tiho has no inverse (docs/FORMATS.md §6). */
const BACKWARD_POLICIES = ['poison', 'haircut', 'fifo', 'lifo'];

export const demoCommands: readonly CommandSpec[] = [
  {
    words: ['demo'],
    positionals: [],
    options: [{ name: 'out', value: 'DIR' }],
    async run(given, desk): Promise<Outcome> {
      const folder = resolve(given.optional('out') ?? 'demo-case');
      const findings = await runDemo(folder, desk);
      const good = findings.verify.ok && findings.replay.runs.every((run) => run.identical) && findings.cluster.strangers === 0;
      return demoOutcome(findings, good, demoText(findings, desk));
    },
  },
];

async function runDemo(folder: string, desk: Desk): Promise<DemoFindings> {
  const { simulateStory, writeNodeFolder, compareWithTruth, truthDocument } = await import('../../engine/learn/index.ts');
  const step = (name: string): void => desk.note(desk.say(`cli.demo.step.${name}`));
  const at = (...parts: string[]): string => join(folder, ...parts);
  clearEarlierDemo(folder, CONTENTS);

  step('story');
  const story = simulateStory();
  writeFiles(at('node'), writeNodeFolder(story, { xor: true }));
  writeFiles(
    at('labels'),
    new Map([
      ['exchange.yaml', story.labelsTagPackYaml],
      ['addresses.csv', story.labelsCsv],
    ]),
  );
  writeFileSync(at('truth.json'), truthDocument(story.truth));
  writeFileSync(at(PASSPHRASE_FILE), `${PRACTICE_PASSPHRASE}\n`);

  step('case');
  await desk.call('case.create', {
    folder: desk.grant(at('practice.tracehold')),
    title: desk.say('cli.demo.title'),
    examiner: desk.say('cli.demo.examiner'),
    agency: desk.say('cli.demo.agency'),
    reference: 'PRACTICE-1',
    passphrase: PRACTICE_PASSPHRASE,
    keyFile: desk.grant(at('practice-examiner.key')),
  });
  let checkpoint = '';
  try {
    const found = await investigate(story, at, desk, step, compareWithTruth);
    step('close');
    checkpoint = (await desk.call('case.close', {})).checkpoint?.code ?? '';
    step('verify');
    const bagPath = bagIn(at('bag'), found.bag.name);
    const verify = await desk.call('evidence.verify', { bag: desk.grant(bagPath), fingerprint: found.bag.fingerprint, asEvidence: false });
    return { folder, passphrase: PRACTICE_PASSPHRASE, ...found, bagPath, verify, checkpoint };
  } catch (error) {
    if (checkpoint === '') await desk.call('case.close', {}).catch(() => undefined);
    throw error;
  }
}

type Investigated = Omit<DemoFindings, 'folder' | 'passphrase' | 'bagPath' | 'verify' | 'checkpoint'>;
type Learn = typeof import('../../engine/learn/index.ts');

async function investigate(
  { truth }: SimulatedStory,
  at: (...parts: string[]) => string,
  desk: Desk,
  step: (name: string) => void,
  compareWithTruth: Learn['compareWithTruth'],
): Promise<Investigated> {
  step('intake');
  const intake = await desk.call('intake.run', { paths: [desk.grant(at('node'))], exhibit: 'PRACTICE-1/1' });
  step('labels');
  const labels = await desk.call('labels.add', { paths: [desk.grant(at('labels', 'exchange.yaml'))] });

  step('forward');
  const question = { question: desk.say('cli.demo.question'), primary: 'fifo', reason: desk.say('cli.demo.reason') };
  const forward = await desk.call('trace.run', {
    from: truth.theft.stolenOutpoints.map((output) => output.outpoint),
    policies: ['all'],
    // Past the exchange's door coins are everybody's: the examiner asks the exchange instead.
    stops: [{ rule: 'labelled', options: {} }],
    ...question,
  });
  step('backward');
  const deposit = truth.exchange.stolenDeposits[0];
  if (deposit === undefined) throw new Error('the story has no stolen deposit');
  const backward = await desk.call('trace.run', {
    from: [deposit.outpoint],
    direction: 'backward',
    policies: BACKWARD_POLICIES,
    ...question,
    question: desk.say('cli.demo.backwardQuestion'),
  });

  step('cluster');
  const cluster = await clusterOf(truth, desk);
  step('replay');
  const replay = await desk.call('trace.replay', {});
  step('export');
  const bag = await desk.call('evidence.exportBag', { out: desk.grant(at('bag')) });

  const policies = Object.fromEntries(
    Object.entries(forward.policies).map(([policy, { holdings, feesSat }]) => [
      policy,
      {
        feesSat: BigInt(feesSat),
        holdings: holdings.map(({ outpoint, amountSat, state }) => ({ outpoint, amountSat: BigInt(amountSat), state })),
      },
    ]),
  );
  return {
    intake: [...intake.results, ...labels.results],
    forward,
    backward,
    deposit: deposit.outpoint,
    backToTheft: reachesTheft(backward, truth),
    comparison: compareWithTruth(policies, truth),
    cluster,
    replay,
    bag,
  };
}

/** A backward trace ends at mined coins; one that came through the theft ends, in part, at coins older than it. */
function reachesTheft(backward: CallOutput<'trace.run'>, truth: SimulatedStory['truth']): Record<string, boolean> {
  const lost = truth.theft.height;
  return Object.fromEntries(
    Object.entries(backward.policies).map(([policy, { holdings }]) => [
      policy,
      holdings.some((holding) => holding.height !== null && holding.height < lost),
    ]),
  );
}

async function clusterOf(truth: SimulatedStory['truth'], desk: Desk): Promise<DemoFindings['cluster']> {
  const { members, wallet } = truth.thief.cluster;
  const addresses = members.filter((member) => truth.wallets.some((held) => held.addresses.some((address) => address.address === member)));
  const [first, last] = [addresses[0], addresses.at(-1)];
  if (first === undefined || last === undefined) throw new Error('the story has no cluster of the thief');
  const found = await desk.call('cluster.of', { address: first });
  const steps = first === last ? [] : (await desk.call('cluster.explain', { a: first, b: last })).steps;
  const truly = new Set(
    truth.wallets
      .filter((held) => held.name === wallet)
      .flatMap((held) => held.addresses.flatMap(({ address, p2pkhForm }) => [address, p2pkhForm])),
  );
  return {
    wallet,
    truth: members.length,
    found: found.size,
    strangers: found.members.filter((member) => !truly.has(member.address)).length,
    explained: steps.length,
  };
}

function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array | string>): void {
  for (const [name, bytes] of files) {
    const path = join(folder, ...name.split('/'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

/** The engine names the bag; it stands in the folder given, or is that folder. */
function bagIn(out: string, name: string): string {
  return existsSync(join(out, name)) ? join(out, name) : out;
}
