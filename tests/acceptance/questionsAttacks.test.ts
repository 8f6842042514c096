// Single attacks on what questions to archives claim, each on a chain made for it: what the case is told between two sessions of one
// question, reorganisations, withdrawals, scripts of one byte, impossible undo data, duplicated ids.
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REGTEST } from '../../main/engine/chains/index.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { framed } from '../fixtures/archives.ts';
import {
  type FolderOptions,
  genesis,
  makeBlock,
  makeTransaction,
  type ModelBlock,
  type ModelTransaction,
  payTo,
  writeFolder,
} from '../fixtures/randomChain.ts';
import { readOnlyView } from '../fixtures/mounts.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const COIN = 100_000_000n;

let desk: Desk;
let count = 0;
let name = '';
beforeAll(async () => {
  desk = await openDesk({ questionBatchBytes: 1 });
});
afterEach(() => desk.close());
afterAll(() => desk?.end());

const coinbase = (script = payTo(200)) =>
  makeTransaction([], [{ valueSat: 50n * COIN, script }], Buffer.from(Uint32Array.of(++count).buffer));
const spend = (inputs: readonly string[], ...outputs: readonly { valueSat: bigint; script: Buffer }[]) =>
  makeTransaction(inputs, outputs, Buffer.from(Uint32Array.of(++count).buffer));
const out = (transaction: ModelTransaction, index = 0) => `${transaction.id}:${index}`;

/** A chain on `base` with these transactions by height; all other blocks hold their coinbase alone. */
function chainOf(
  length: number,
  at: Readonly<Record<number, readonly ModelTransaction[]>>,
  base: ModelBlock = genesis(),
  salt = 0,
): ModelBlock[] {
  const blocks: ModelBlock[] = [];
  let tip = base;
  while (tip.height < length) {
    const here = at[tip.height + 1] ?? [];
    tip = makeBlock(tip, here[0]?.inputs.length === 0 ? here : [coinbase(), ...here], salt);
    blocks.push(tip);
  }
  return blocks;
}

async function newCase(): Promise<void> {
  name = `attack-${++count}`;
  await desk.newCase(name);
}
const folder = (part = 'node') => join(desk.folder, 'nodes', name, part);
async function archive(options: Omit<FolderOptions, 'undo' | 'perFile'> & Partial<FolderOptions>, part = 'node'): Promise<void> {
  writeFolder(folder(part), { perFile: 1, undo: 'true', ...options });
  await desk.call('intake.run', { paths: [desk.grant(folder(part))], archive: true, chain: 'regtest' });
}
async function takeIn(blocks: readonly ModelBlock[]): Promise<string> {
  const file = desk.write(join('nodes', name, `some-${++count}`, 'blk00000.dat'), Buffer.concat(blocks.map(({ bytes }) => framed(bytes))));
  const { results } = await desk.call('intake.run', { paths: [desk.grant(file)], chain: 'regtest' });
  return results[0]?.source ?? '';
}
async function takeInHeaders(blocks: readonly ModelBlock[]): Promise<void> {
  const file = desk.write(join('nodes', name, 'headers.bin'), Buffer.concat(blocks.map(({ bytes }) => bytes.subarray(0, 80))));
  await desk.call('intake.run', { paths: [desk.grant(file)], chain: 'regtest' });
}
const openQuestion = async () => (await desk.call('question.list', {})).questions.find(({ state }) => state === 'open')?.question ?? 0;
const states = (traced: CallOutput<'trace.run'>, policy = 'fifo') =>
  Object.fromEntries((traced.policies[policy]?.holdings ?? []).map(({ outpoint, state }) => [outpoint, state]));

describe('a question that is gone on with', () => {
  it('does not claim to have looked for what the case learned meanwhile', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    const first = spend([out(seed)], { valueSat: 50n * COIN, script: payTo(2) });
    const second = spend([out(first)], { valueSat: 50n * COIN, script: payTo(3) });
    const blocks = [genesis(), ...chainOf(12, { 1: [seed], 3: [first], 5: [second] })];
    await archive({ blocks, missing: [3] });
    await takeInHeaders(blocks);
    // Blocks 0 to 2 and 4 to some more are read; the one that spends the seed is not there.
    await faultOf(desk.callUntil('question.ask', { kind: 'forward', from: [`${seed.id}@1`] }, 'pass', 8));
    await takeIn([blocks[3] as ModelBlock]);
    await desk.call('question.resume', { question: await openQuestion() });
    const traced = await desk.call('trace.run', { from: [out(seed)] });
    expect(traced.height).toBe(12);
    expect(states(traced)).toEqual({ [out(second)]: 'unspent' });
  });

  it('does not carry what it read of a branch over to the branch that won', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    const trunk = chainOf(5, { 1: [seed] });
    const lost = chainOf(10, {}, trunk.at(-1));
    const spending = spend([out(seed)], { valueSat: 50n * COIN, script: payTo(2) });
    const won = chainOf(13, { 6: [spending] }, trunk.at(-1), 7);
    await archive({ blocks: [genesis(), ...trunk, ...lost] });
    await faultOf(desk.callUntil('question.ask', { kind: 'forward', from: [`${seed.id}@1`] }, 'pass', 9));
    writeFolder(folder(), { perFile: 1, undo: 'true', blocks: [genesis(), ...trunk, ...lost, ...won] });
    await desk.call('question.resume', { question: await openQuestion() });
    const traced = await desk.call('trace.run', { from: [out(seed)] });
    expect(states(traced)[out(seed)]).not.toBe('unspent');
    await desk.call('question.ask', { kind: 'forward', from: [out(seed)] });
    expect(states(await desk.call('trace.run', { from: [out(seed)] }))).toEqual({ [out(spending)]: 'unspent' });
  });

  it('of an address does not claim outputs that came from elsewhere meanwhile', async () => {
    await newCase();
    const mine = payTo(9);
    const seed = coinbase(payTo(1));
    const paid = spend([out(seed)], { valueSat: 50n * COIN, script: mine });
    const gone = spend([out(paid)], { valueSat: 50n * COIN, script: payTo(3) });
    const blocks = [genesis(), ...chainOf(12, { 1: [seed], 3: [paid], 5: [gone] })];
    await archive({ blocks, missing: [3] });
    await takeInHeaders(blocks);
    const address = REGTEST.readScript(mine).address ?? '';
    await faultOf(desk.callUntil('question.ask', { kind: 'history', from: [address] }, 'pass', 8));
    await takeIn([blocks[3] as ModelBlock]);
    await desk.call('question.resume', { question: await openQuestion() });
    expect(states(await desk.call('trace.run', { from: [out(paid)] }))).toEqual({ [out(gone)]: 'unknown:coverage' });
  });

  it('and then given up leaves earlier runs as they were', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    const first = spend([out(seed)], { valueSat: 50n * COIN, script: payTo(2) });
    await archive({ blocks: [genesis(), ...chainOf(30, { 1: [seed], 3: [first] })] });
    await faultOf(desk.callUntil('question.ask', { kind: 'forward', from: [`${seed.id}@1`] }, 'pass', 8));
    expect(states(await desk.call('trace.run', { from: [out(seed)] }))).toEqual({ [out(first)]: 'unknown:coverage' });
    await desk.call('question.abandon', { question: await openQuestion(), reason: 'test' });
    expect((await faultOf(desk.call('trace.run', { from: [out(seed)] }))).code).toBe('trace.seedUnknown');
    expect((await desk.call('trace.replay', {})).runs).toMatchObject([{ identical: true }]);
  });

  it('is not given up and finished at once', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    await archive({ blocks: [genesis(), ...chainOf(30, { 1: [seed] })] });
    let givenUp = false;
    let question = 0;
    const asked = desk.callWith('question.ask', { kind: 'forward', from: [`${seed.id}@1`] }, ({ phase }) => {
      if (phase !== 'pass' || givenUp) return;
      givenUp = true;
      void openQuestion().then((id) => {
        question = id;
        return desk.call('question.abandon', { question: id, reason: 'test' }).catch(() => undefined);
      });
    });
    await asked.catch(() => undefined);
    const list = (await desk.call('question.list', {})).questions;
    const { entries } = await desk.call('journal.list', { limit: 500 });
    const ends = entries.map(({ name: event }) => event).filter((event) => event === 'question.finished' || event === 'question.abandoned');
    expect(question).toBeGreaterThan(0);
    expect(ends).toHaveLength(1);
    expect(list[0]?.state).toBe(ends[0] === 'question.finished' ? 'finished' : 'abandoned');
  });
});

describe('what is claimed to be unspent', () => {
  it('is looked for even where a block that hangs in the air spends it, and stands when that is withdrawn', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    const trunk = chainOf(4, { 1: [seed] });
    const spending = spend([out(seed)], { valueSat: 50n * COIN, script: payTo(2) });
    const blocks = [genesis(), ...trunk, ...chainOf(12, { 6: [spending] }, trunk.at(-1))];
    const stray = chainOf(6, { 6: [spend([out(seed)], { valueSat: 50n * COIN, script: payTo(66) })] }, trunk.at(-1), 9);
    await archive({ blocks });
    const source = await takeIn([stray[1] as ModelBlock]);
    await desk.call('question.ask', { kind: 'forward', from: [`${seed.id}@1`], toHeight: 2 });
    await desk.call('question.ask', { kind: 'forward', from: [out(seed)], fromHeight: 2 });
    await desk.call('intake.withdraw', { source, reason: 'test' });
    expect(states(await desk.call('trace.run', { from: [out(seed)] }))).toEqual({ [out(spending)]: 'unspent' });
  });

  it('holds for scripts of one byte too', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    const first = spend([out(seed)], { valueSat: 40n * COIN, script: Buffer.of(0x51) }, { valueSat: 10n * COIN, script: payTo(8) });
    const second = spend([out(first)], { valueSat: 40n * COIN, script: payTo(3) });
    await archive({ blocks: [genesis(), ...chainOf(9, { 1: [seed], 2: [first], 5: [second] })] });
    await desk.call('question.ask', { kind: 'forward', from: [`${seed.id}@1`], toHeight: 3 });
    const { results } = await desk.call('question.ask', { kind: 'history', from: ['script:51'] });
    expect(results[0]?.transactions).toBeGreaterThan(0);
    expect(states(await desk.call('trace.run', { from: [out(seed)] }))).not.toHaveProperty([out(first)]);
  });

  it('is the later one of two coinbases with one id', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    const first = spend([out(seed)], { valueSat: 50n * COIN, script: payTo(2) });
    const blocks = [genesis(), ...chainOf(9, { 1: [seed], 3: [first], 5: [seed] })];
    await archive({ blocks });
    await desk.call('question.ask', { kind: 'forward', from: [seed.id] });
    const asked = await desk.call('trace.run', { from: [seed.id] });
    await newCase();
    await takeIn(blocks);
    const whole = await desk.call('trace.run', { from: [seed.id] });
    expect(whole.policies['fifo']?.holdings).toMatchObject([{ outpoint: out(seed), height: 5, state: 'unspent' }]);
    expect(asked.policies).toEqual(whole.policies);
  });
});

describe('a question', () => {
  it('is answered where undo data say what cannot be', async () => {
    await newCase();
    const [seed, other] = [coinbase(payTo(1)), coinbase(payTo(4))];
    const first = spend([out(seed), out(other)], { valueSat: 100n * COIN, script: payTo(2) });
    await archive({ blocks: [genesis(), ...chainOf(9, { 1: [seed], 2: [other], 5: [first] })], undo: 'impossible' });
    await desk.call('question.ask', { kind: 'forward', from: [`${seed.id}@1`] });
    const traced = await desk.call('trace.run', { from: [out(seed)] });
    expect(states(traced, 'poison')).toEqual({ [out(first)]: 'unspent' });
    expect(states(traced)).toEqual({ [out(seed)]: 'unknown:input-values' });
  });

  it('for a transaction at a height is a question for that transaction, of whichever kind', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    await archive({ blocks: [genesis(), ...chainOf(9, { 3: [seed] })] });
    const { results } = await desk.call('question.ask', { kind: 'history', from: [`${seed.id}@2`] });
    expect(results[0]).toMatchObject({ transactions: 1, notFound: [] });
    const absent = 'ab'.repeat(32);
    const { results: none } = await desk.call('question.ask', { kind: 'history', from: [`${absent}@2`] });
    expect(none[0]).toMatchObject({ transactions: 0, notFound: [absent] });
    const { results: back } = await desk.call('question.ask', { kind: 'backward', from: [`${absent}@2`] });
    expect(back[0]).toMatchObject({ transactions: 0, notFound: [absent] });
    expect((await desk.call('question.list', {})).questions.map(({ state }) => state)).toEqual(['finished', 'finished', 'finished']);
  });

  it('about a run that does not exist is refused before it is on record', async () => {
    await newCase();
    await archive({ blocks: [genesis(), ...chainOf(5, {})] });
    expect((await faultOf(desk.call('question.ask', { kind: 'parents', from: ['7'] }))).code).toBe('trace.runUnknown');
    expect((await desk.call('question.list', {})).questions).toEqual([]);
  });

  it('finds the parents of a block taken in without undo data where the archive has them', async () => {
    await newCase();
    const [seed, other] = [coinbase(payTo(1)), coinbase(payTo(4))];
    const first = spend([out(seed), out(other)], { valueSat: 100n * COIN, script: payTo(2) });
    const blocks = [genesis(), ...chainOf(9, { 1: [seed], 2: [other], 5: [first] })];
    await takeIn([blocks[5] as ModelBlock]);
    await archive({ blocks });
    await desk.call('question.ask', { kind: 'forward', from: [`${seed.id}@1`] });
    expect(states(await desk.call('trace.run', { from: [out(seed)] }))).toEqual({ [out(first)]: 'unspent' });
  });

  it('is on record with what it stopped at and a digest of what was looked for', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    await archive({ blocks: [genesis(), ...chainOf(9, { 1: [seed] })] });
    const address = REGTEST.readScript(payTo(5)).address ?? '';
    await desk.call('question.ask', {
      kind: 'forward',
      from: [`${seed.id}@1`],
      stops: [{ rule: 'addresses', options: { addresses: [address] } }],
    });
    const { entries } = await desk.call('journal.list', { limit: 500 });
    const payload = (event: string) => JSON.stringify(entries.find((entry) => entry.name === event)?.payload);
    expect(payload('question.asked')).toContain(payTo(5).toString('hex'));
    expect(payload('question.finished')).toMatch(/"outpoints":\{"count":1,"digest":"[0-9a-f]{64}"\}/);
  });

  it('asked of two halves, one after the other, comes to the end of a path through both', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    const path: ModelTransaction[] = [];
    const at: Record<number, ModelTransaction[]> = { 1: [seed] };
    for (let height = 2; height <= 9; height++) {
      const last = path.at(-1) ?? seed;
      const step = spend([out(last)], { valueSat: 50n * COIN, script: payTo(height) });
      path.push(step);
      at[height] = [step];
    }
    const blocks = [genesis(), ...chainOf(12, at)];
    await archive({ blocks, parity: 0 }, 'even');
    await archive({ blocks, parity: 1 }, 'odd');
    for (let again = 0; again < 6; again++) await desk.call('question.ask', { kind: 'forward', from: [`${seed.id}@1`] });
    expect(states(await desk.call('trace.run', { from: [out(seed)] }))).toEqual({ [out(path.at(-1) as ModelTransaction)]: 'unspent' });
  });
});

describe('a case that cannot be written', () => {
  it('tells what a question would cost and refuses to ask it', async (context) => {
    await newCase();
    const seed = coinbase(payTo(1));
    const blocks = [genesis(), ...chainOf(9, { 1: [seed] })];
    await archive({ blocks: blocks.slice(0, 8) });
    await desk.close();
    const view = join(desk.folder, 'view');
    const mount = readOnlyView(join(desk.folder, `${name}.tracehold`), `${view}.tracehold`);
    if (mount === null) return context.skip('this machine mounts nothing for a test');
    try {
      await desk.reopen('view');
      const question = { kind: 'forward' as const, from: [`${seed.id}@1`] };
      expect((await desk.call('question.cost', question)).costs).toMatchObject([{ blocks: 7 }]);
      expect((await faultOf(desk.call('question.ask', question))).code).toBe('case.readOnly');
      // Grown since: what is new is not known to the case and cannot be noted.
      writeFolder(folder(), { perFile: 1, undo: 'true', blocks });
      expect((await desk.call('question.cost', question)).costs).toMatchObject([{ blocks: 7 }]);
      expect((await faultOf(desk.call('question.ask', question))).code).toBe('case.readOnly');
      expect((await desk.call('question.list', {})).questions).toEqual([]);
    } finally {
      await desk.close();
      mount.unmount();
    }
  });
});

describe('two questions at once', () => {
  it('are answered one after the other, each with its own', async () => {
    await newCase();
    const [one, two] = [coinbase(payTo(1)), coinbase(payTo(2))];
    const first = spend([out(one)], { valueSat: 50n * COIN, script: payTo(3) });
    const second = spend([out(two)], { valueSat: 50n * COIN, script: payTo(4) });
    await archive({ blocks: [genesis(), ...chainOf(20, { 1: [one], 2: [two], 5: [first], 6: [second] })] });
    const answers = await Promise.all([one, two].map(({ id }) => desk.call('question.ask', { kind: 'forward', from: [id] })));
    expect(answers.map(({ results }) => results[0]?.transactions)).toEqual([2, 2]);
    expect(states(await desk.call('trace.run', { from: [out(one), out(two)] }))).toEqual({
      [out(first)]: 'unspent',
      [out(second)]: 'unspent',
    });
  });
});

describe('a court file', () => {
  it('of a whole transaction with an output without value holds', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    const note = Buffer.concat([Buffer.of(0x6a, 4), Buffer.alloc(4, 7)]);
    const paid = spend(
      [out(seed)],
      { valueSat: 50n * COIN, script: payTo(2) },
      { valueSat: 0n, script: note },
      { valueSat: 0n, script: payTo(3) },
    );
    await archive({ blocks: [genesis(), ...chainOf(9, { 1: [seed], 3: [paid] })] });
    await desk.call('question.ask', { kind: 'forward', from: [paid.id] });
    const { run } = await desk.call('trace.run', { from: [paid.id] });
    const { rows } = await desk.call('canvas.transfers', { run, policy: 'fifo' });
    expect(rows.map(({ outpoint, state }) => [outpoint, state])).toEqual([[out(paid), 'unspent']]);
    const bag = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, `bag-${name}`)) });
    const report = await desk.call('evidence.verify', { bag: desk.grant(join(desk.folder, bag.name)), fingerprint: bag.fingerprint });
    expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe('another case', () => {
  it('opened while a question runs gets nothing of it', async () => {
    await newCase();
    const seed = coinbase(payTo(1));
    await archive({ blocks: [genesis(), ...chainOf(30, { 1: [seed] })] });
    const first = name;
    await desk.close();
    await newCase();
    const second = name;
    await desk.reopen(first);
    let changed: Promise<unknown> | null = null;
    const asked = desk.callWith('question.ask', { kind: 'forward', from: [`${seed.id}@1`] }, ({ phase }) => {
      if (phase === 'pass') changed ??= desk.reopen(second);
    });
    const fault = await faultOf(asked);
    expect(['job.cancelled', 'usage.noCase']).toContain(fault.code);
    await changed;
    expect((await desk.call('question.list', {})).questions).toEqual([]);
    await desk.reopen(first);
    await desk.call('question.resume', { question: await openQuestion() });
    expect(states(await desk.call('trace.run', { from: [out(seed)] }))).toEqual({ [out(seed)]: 'unspent' });
  });
});
