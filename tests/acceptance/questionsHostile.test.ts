// The other side's expert: random chains, archives and questions in random order, stopped, resumed, abandoned, grown, reorganised, split
// and withdrawn. Whatever is claimed is held against a model that knows nothing of cases. HOSTILE_ROUNDS=N and HOSTILE_SEED=N for more.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REGTEST } from '../../main/engine/chains/index.ts';
import { traceBackward } from '../../main/engine/trace/backward.ts';
import { policiesJson, resultDigest } from '../../main/engine/trace/digest.ts';
import { traceForward } from '../../main/engine/trace/forward.ts';
import type { StopRequest } from '../../main/engine/trace/stops/stop.ts';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import { Fault } from '../../shared/model/fault.ts';
import { sequence } from '../bench/figures.ts';
import { framed } from '../fixtures/archives.ts';
import { ancestor, type ModelBlock, modelSlice, type RandomChain, randomChain, writeFolder } from '../fixtures/randomChain.ts';
import { type Desk, openDesk } from './desk.ts';

const ROUNDS = Number(process.env['HOSTILE_ROUNDS'] ?? 6);
const FIRST_SEED = Number(process.env['HOSTILE_SEED'] ?? 1);
const BACKWARD = ['poison', 'haircut', 'fifo', 'lifo'];

type Question = CallInput<'question.ask'>;
type Trace = Omit<CallInput<'trace.run'>, 'question'>;
type Traced = CallOutput<'trace.run'>;

/** What an examiner may be told; anything else is a fault of the program. */
const HONEST = new Set([
  ...[
    'trace.seedUnknown',
    'trace.policyDirection',
    'question.needsHeight',
    'question.noHeights',
    'question.nothingToAsk',
    'question.noSource',
    'job.cancelled',
  ],
  ...['usage.chainRequired', 'intake.unrecognised', 'question.notOpen', 'show.notFound', 'trace.runUnknown'],
]);

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ questionBatchBytes: 1 });
});
afterEach(() => desk.close());
afterAll(() => desk?.end());

async function honest<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Fault && HONEST.has(error.code)) return null;
    throw error;
  }
}

describe('random archives under random questions', () => {
  const seeds = Array.from({ length: ROUNDS }, (_, round) => FIRST_SEED + round);
  it.each(seeds)('claims nothing false, seed %i', (seed) => play(seed), 300_000);
});

async function play(seed: number): Promise<void> {
  const next = sequence(seed * 7919 + 1);
  const below = (limit: number) => Math.floor(next() * limit);
  const chance = (share: number) => next() < share;
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const chain = randomChain(seed, 14 + below(16));
  let tookIn = false;
  const log: string[] = [];
  const note = (text: string) => void log.push(text);
  const perFile = 2 + below(8);
  const split = chance(0.35);
  const undo = pick(['true', 'true', 'true', 'none', 'lying'] as const);
  const xor = chance(0.5) ? Buffer.from(Array.from({ length: 8 }, () => below(256))) : Buffer.alloc(0);
  let stage = below(chain.stages.length);
  const arrived = () => chain.blocks.slice(0, chain.stages[stage]);
  const folders = split ? ['a', 'b'] : ['a'];
  const pathOf = (name: string) => join(desk.folder, `nodes-${seed}`, name);
  const writeAll = () =>
    folders.forEach((name, parity) =>
      writeFolder(pathOf(name), { blocks: arrived(), perFile, ...(split ? { parity: parity as 0 | 1 } : {}), undo, xor }),
    );
  const addresses = chain.scripts.flatMap((script) => REGTEST.readScript(script).address ?? []);
  const names = [...addresses, ...chain.scripts.map((script) => `script:${script.toString('hex')}`)];
  const spread = chain.blocks.flatMap(({ transactions }) => transactions);
  const outpoint = () => {
    const transaction = pick(spread);
    return `${transaction.id}:${below(transaction.outputs.length)}`;
  };
  const seedsOf = (): string[] => {
    const kind = below(4);
    if (kind === 0) return Array.from({ length: 1 + below(3) }, outpoint);
    if (kind === 1) return [pick(spread).id];
    if (kind === 2) return [pick(addresses)];
    return [outpoint(), pick(spread).id, pick(addresses)];
  };
  const stopsOf = (): Trace['stops'] => {
    if (chance(0.7)) return [];
    return [
      pick([
        { rule: 'maxHops', options: { hops: 1 + below(4) } },
        { rule: 'minValue', options: { amountSat: 10 ** (4 + below(5)) } },
        { rule: 'addresses', options: { addresses: [pick(addresses)] } },
        { rule: 'heightWindow', options: { from: 0, to: 5 + below(20) } },
        { rule: 'coinjoin', options: {} },
      ]),
    ];
  };
  const traces: Trace[] = Array.from({ length: 3 }, () => ({
    from: seedsOf(),
    stops: stopsOf(),
    policies: chance(0.7) ? ['all'] : [pick(['poison', 'fifo', 'lifo', 'tiho'])],
  }));
  const questionFor = (trace: Trace): Question => ({
    kind: 'forward',
    from: trace.from,
    stops: trace.stops ?? [],
    policies: trace.policies ?? ['all'],
  });
  const heights = (): Pick<Question, 'fromHeight' | 'toHeight'> => ({
    ...(chance(0.25) ? { fromHeight: below(20) } : {}),
    ...(chance(0.25) ? { toHeight: below(25) } : {}),
  });
  const anyQuestion = (): Question => {
    const kind = below(6);
    if (kind <= 2) return { ...questionFor(pick(traces)), ...heights(), parents: chance(0.7) };
    if (kind === 3)
      return { kind: 'history', from: Array.from({ length: 1 + below(4) }, () => (chance(0.7) ? pick(names) : outpoint())), ...heights() };
    if (kind === 4) return { kind: 'cluster', from: [pick(addresses)], rounds: 1 + below(3) };
    const block = pick(chain.blocks);
    return { kind: 'backward', from: [`${pick(block.transactions).id}@${block.height}`], policies: BACKWARD };
  };
  const takeInSome = async (): Promise<void> => {
    const file = join(desk.folder, `nodes-${seed}`, `some-${log.length}`, 'blk00000.dat');
    mkdirSync(join(file, '..'), { recursive: true });
    const some = arrived().filter(() => chance(0.3));
    if (some.length === 0) return;
    writeFileSync(file, Buffer.concat(some.map(({ bytes }) => framed(bytes))));
    tookIn = true;
    note(`take in ${some.map(({ height }) => height).join(',')}`);
    await desk.call('intake.run', { paths: [desk.grant(file)], chain: 'regtest' });
  };
  const addArchive = async (name: string): Promise<void> => {
    note(`archive ${name}`);
    await honest(desk.call('intake.run', { paths: [desk.grant(pathOf(name))], archive: true, chain: 'regtest' }));
  };

  const check = async (trace: Trace): Promise<Traced | null> => {
    const traced = await honest(desk.call('trace.run', trace));
    if (traced === null) return null;
    note(`run ${traced.run} ${JSON.stringify(trace)} → H ${traced.height}`);
    const tip = await tipOf(chain);
    judge(tip, traced, trace, undo);
    return traced;
  };
  try {
    writeAll();
    await desk.newCase(`hostile-${seed}`);
    note(`stages ${chain.stages.join(',')} at ${stage}, per file ${perFile}, split ${split}, undo ${undo}`);
    await addArchive(pick(folders));
    for (let step = 3 + below(6); step > 0; step--) {
      const action = below(10);
      const open = (await desk.call('question.list', {})).questions.filter(({ state }) => state === 'open');
      if (action <= 3) {
        const question = anyQuestion();
        note(`ask ${JSON.stringify(question)}`);
        await honest(desk.call('question.ask', question));
      } else if (action <= 5) {
        const question = anyQuestion();
        const reports = 2 + below(12);
        note(`ask until ${reports} ${JSON.stringify(question)}`);
        await honest(desk.callUntil('question.ask', question, 'pass', reports));
      } else if (action === 6) {
        await takeInSome();
      } else if (action === 7 && stage + 1 < chain.stages.length) {
        stage++;
        note(`grow to ${chain.stages[stage]}`);
        writeAll();
      } else if (action === 8 && split) await addArchive(pick(folders));
      else if (action === 9 && chance(0.6)) {
        const { sources } = await desk.call('intake.sources', {});
        const live = sources.filter(({ state, mode }) => state === 'complete' && (mode !== 'archive' || split));
        if (live.length > 0) {
          const { id, name } = pick(live);
          note(`withdraw ${name}`);
          await desk.call('intake.withdraw', { source: id, reason: 'test' });
        }
      }
      for (const { question } of open) {
        if (chance(0.5)) {
          note(`resume ${question}`);
          await honest(desk.call('question.resume', { question }));
        } else if (chance(0.3)) {
          note(`abandon ${question}`);
          await honest(desk.call('question.abandon', { question, reason: 'test' }));
        }
      }
      await check(pick(traces));
    }
    // In the end everything is asked to its end: nothing may stay unknown.
    if (split) for (const name of folders) await addArchive(name);
    for (const trace of traces) {
      let last = '';
      for (let again = 0; again < (split ? 12 : 1); again++) {
        note(`ask all ${JSON.stringify(questionFor(trace))}`);
        if ((await honest(desk.call('question.ask', questionFor(trace)))) === null) break;
        const traced = await check(trace);
        if (traced === null) break;
        if (traced.inputsDigest + traced.resultDigest === last) break;
        last = traced.inputsDigest + traced.resultDigest;
      }
      const traced = await check(trace);
      if (traced === null || undo !== 'true') continue;
      // What was taken in whole without undo data says nothing of parents in the half that its own block is not in.
      const open = unknownIn(traced).filter((text) => !(split && tookIn && text.endsWith('input-values')));
      expect(open.slice(0, 5), 'complete').toEqual([]);
    }
    const replayed = await desk.call('trace.replay', {});
    expect(replayed.runs.filter(({ identical }) => !identical)).toEqual([]);
    if (seed % 4 === 1 && replayed.runs.length > 0) {
      // The last: earlier ones may rest on blocks that hung in the air then, or on values that were found to be untrue since.
      const runs = replayed.runs.slice(-1).map(({ run }) => run);
      const bag = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, `bag-${seed}`)), runs });
      const report = await desk.call('evidence.verify', { bag: desk.grant(join(desk.folder, bag.name)), fingerprint: bag.fingerprint });
      expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
    }
  } catch (error) {
    console.error(`seed ${seed}\n${log.join('\n')}`);
    throw error;
  }
}

async function tipOf(chain: RandomChain): Promise<ModelBlock | null> {
  const { chains } = await desk.call('intake.sources', {});
  const hash = chains[0]?.tip?.hash;
  return hash === undefined ? null : chain.byId(hash);
}

function unknownIn({ policies }: Traced): string[] {
  return Object.entries(policies).flatMap(([policy, { holdings }]) =>
    holdings.flatMap(({ outpoint, state }) => (state.startsWith('unknown') ? [`${policy} ${outpoint} ${state}`] : [])),
  );
}

/** Nothing that a trace says may be contradicted by the model; where nothing is unknown, all of it must be the model's. */
function judge(tip: ModelBlock | null, traced: Traced, trace: Trace, undo: string): void {
  if (traced.height !== null) expect(traced.height).toBeLessThanOrEqual(tip?.height ?? -1);
  const at = traced.height === null || tip === null ? null : ancestor(tip, traced.height);
  for (const [policy, { holdings }] of Object.entries(traced.policies))
    for (const { outpoint, state } of holdings)
      if (state === 'unspent')
        expect(at?.unspent.has(outpoint), `${policy} ${outpoint} is said to be unspent at ${traced.height}`).toBe(true);
  if (at === null || undo === 'lying' || unknownIn(traced).length > 0) return;
  const { slice, out, scriptName, script } = modelSlice(at);
  const seeds: number[] = [];
  for (const { outpoint } of traced.seeds) {
    try {
      seeds.push(out(outpoint));
    } catch {
      // A seed of a branch that lost, or of a block that hangs in the air.
      return;
    }
  }
  const stops: StopRequest[] = (trace.stops ?? []).map(({ rule: id, options = {} }) => {
    const list = options['addresses'] as string[] | undefined;
    if (list === undefined)
      return {
        id,
        options: Object.fromEntries(
          Object.entries(options).map(([name, value]) => [name, name === 'amountSat' ? BigInt(value as number) : Number(value)]),
        ),
      };
    return {
      id,
      options: {
        scripts: list.map((address) => script(Buffer.from(REGTEST.scriptOfAddress(address)).toString('hex'))).filter((one) => one !== 0),
      },
    };
  });
  const direction = traced.direction;
  const policies = Object.keys(traced.policies);
  const expected = (direction === 'forward' ? traceForward : traceBackward)(slice, { seeds, policies, stops });
  const outpointName = (number: number): string => {
    let tx = 0;
    while ((slice.txOutStart[tx + 1] as number) <= number) tx++;
    return `${Buffer.from(slice.txid.slice(tx * 32, tx * 32 + 32))
      .reverse()
      .toString('hex')}:${number - (slice.txOutStart[tx] as number)}`;
  };
  const json = policiesJson(slice, expected, {
    outpointOfOut: outpointName,
    outpointOfIn: () => '',
    addressOfScript: (number) => REGTEST.readScript(Buffer.from(scriptName(number), 'hex')).address,
  });
  if (undo === 'none') {
    // Poison needs no input values and cannot know its fees without them: what it holds is compared alone.
    for (const policies of [traced.policies, json]) for (const outcome of Object.values(policies)) Object.assign(outcome, { feesSat: '' });
    expect(traced.policies).toEqual(json);
    return;
  }
  expect(traced.policies).toEqual(json);
  expect(traced.resultDigest).toBe(resultDigest(json));
}
