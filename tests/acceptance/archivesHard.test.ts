// Archives that misbehave: stopped, killed, unplugged, on a full disk, damaged, pruned, grown, without undo data. Nothing is lost, what
// went wrong is named, and what can be answered is answered like an undisturbed archive's.
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallOutput } from '../../shared/contract/index.ts';
import { practiceMaterial } from '../contract/practice.ts';
import { smallDisk } from '../fixtures/mounts.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const practice = practiceMaterial();
const { theft, tipHeight } = practice.truth;
const stolen = theft.stolenOutpoints.map(({ outpoint }) => outpoint);
const QUESTION = { kind: 'forward' as const, from: stolen };

let desk: Desk;
let undisturbed = '';

beforeAll(async () => {
  desk = await openDesk({ questionBatchBytes: 1 });
  await newArchive('undisturbed', copy('undisturbed'));
  await desk.call('question.ask', QUESTION);
  undisturbed = (await desk.call('trace.run', { from: stolen })).resultDigest;
}, 120_000);
afterEach(() => desk.close());
afterAll(() => desk?.end());

/** A node's folder of its own. */
function copy(name: string): string {
  const folder = join(desk.folder, 'nodes', name);
  mkdirSync(join(desk.folder, 'nodes'), { recursive: true });
  cpSync(practice.node, folder, { recursive: true });
  return folder;
}
async function newArchive(name: string, node: string, force = false): Promise<CallOutput<'intake.run'>['results'][number]> {
  await desk.newCase(name);
  const { results } = await desk.call('intake.run', { paths: [desk.grant(node)], archive: true, force });
  return results[0] as CallOutput<'intake.run'>['results'][number];
}
const blocksOf = (node: string) => (existsSync(join(node, 'blocks')) ? join(node, 'blocks') : node);
const filesOf = (node: string, kind: 'blk' | 'rev') =>
  readdirSync(blocksOf(node))
    .filter((name) => name.startsWith(kind))
    .sort()
    .map((name) => join(blocksOf(node), name));
const digest = async () => (await desk.call('trace.run', { from: stolen })).resultDigest;

describe('an archive', () => {
  it('[T36] stopped in the middle goes on where it was, and ends alike', async () => {
    await newArchive('stopped', copy('stopped'));
    expect((await faultOf(desk.callUntil('question.ask', QUESTION, 'pass', 150))).code).toBe('job.cancelled');
    const [open] = (await desk.call('question.list', {})).questions;
    expect(open).toMatchObject({ state: 'open', kind: 'forward', result: null });
    expect(open?.next).toBeGreaterThan(theft.height);
    expect(open?.next).toBeLessThan(tipHeight);
    // Nothing was searched to an end, so nothing counts as unspent yet.
    const early = await desk.call('trace.run', { from: stolen, policies: ['fifo'] });
    expect(early.policies['fifo']?.holdings.every(({ state }) => state === 'unknown:coverage')).toBe(true);
    await desk.reopen('stopped');
    const { results } = await desk.call('question.resume', { question: open?.question ?? 0 });
    expect(results[0]?.blocks).toBe(tipHeight + 1 - (open?.next ?? 0) + 0);
    expect(await digest()).toBe(undisturbed);
    expect((await faultOf(desk.call('question.resume', { question: open?.question ?? 0 }))).code).toBe('question.notOpen');
  }, 60_000);

  it('[T36] killed at any moment opens at the last batch and ends alike', async () => {
    const node = copy('killed');
    await newArchive('killed', node);
    await desk.close();
    for (let round = 0; round < 4; round++) {
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, '../fixtures/askChild.ts'), join(desk.folder, 'killed.tracehold'), ...stolen],
        {
          env: { ...process.env, TRACEHOLD_PROFILE: join(desk.folder, 'profile') },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      await new Promise<void>((resolve) => {
        let said = '';
        child.stdout.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (said.split('\n').length > 5 + round * 12) child.kill('SIGKILL');
        });
        child.once('close', () => resolve());
      });
    }
    await desk.reopen('killed');
    const { questions } = await desk.call('question.list', {});
    for (const { question, state } of questions) if (state === 'open') await desk.call('question.resume', { question });
    expect(await digest()).toBe(undisturbed);
  }, 120_000);

  it('[T36] unplugged in the middle says which file, and goes on when it is back', async () => {
    const node = copy('unplugged');
    await newArchive('unplugged', node);
    const [file] = filesOf(node, 'blk') as [string];
    const name = file.split('/').at(-1) as string;
    const away = `${file}.away`;
    let gone = false;
    const fault = await faultOf(
      desk.callWith('question.ask', QUESTION, (progress) => {
        if (progress.phase !== 'pass' || gone) return;
        gone = true;
        renameSync(file, away);
        writeFileSync(file, readFileSync(away).subarray(0, 1000));
      }),
    ).catch(() => null);
    // A small archive may have been read ahead whole; then nothing was missed.
    if (fault !== null) {
      expect(['intake.sourceChanged', 'intake.unreadable']).toContain(fault.code);
      expect(fault.parameters['file']).toBe(name);
      const [open] = (await desk.call('question.list', {})).questions;
      expect((await faultOf(desk.call('question.resume', { question: open?.question ?? 0 }))).code).toBe('intake.sourceChanged');
      renameSync(away, file);
      await desk.call('question.resume', { question: open?.question ?? 0 });
    } else renameSync(away, file);
    expect(await digest()).toBe(undisturbed);
    renameSync(blocksOf(node), `${blocksOf(node)}.gone`);
    expect(['intake.unrecognised', 'intake.notFound']).toContain((await faultOf(desk.call('question.ask', QUESTION))).code);
    // What was brought in needs no archive any more.
    expect(await digest()).toBe(undisturbed);
  }, 60_000);

  it('[T36] on a full disk fails as a whole, and goes on once there is room', async (context) => {
    const disk = smallDisk(join(desk.folder, 'small'), 32_000);
    if (disk === null) return context.skip('this machine mounts nothing for a test');
    try {
      await newArchive('small/full', copy('full'));
      const filler = join(desk.folder, 'small', 'filler');
      let filled = false;
      const fault = await faultOf(
        desk.callWith('question.ask', QUESTION, (progress) => {
          if (progress.phase !== 'pass' || filled) return;
          filled = true;
          try {
            for (;;) appendFileSync(filler, new Uint8Array(65_536));
          } catch {
            // Not one page is left.
          }
        }),
      );
      expect(fault.code).toBe('case.diskFull');
      rmSync(filler, { force: true });
      const open = (await desk.call('question.list', {})).questions.find(({ state }) => state === 'open');
      await desk.call('question.resume', { question: open?.question ?? 0 });
      expect(await digest()).toBe(undisturbed);
    } finally {
      await desk.close().catch(() => undefined);
      disk.unmount();
    }
  }, 120_000);

  it('that grew brings its new blocks, and one that lost blocks is refused', async () => {
    const node = copy('grown');
    const [file] = filesOf(node, 'blk') as [string];
    const whole = readFileSync(file);
    // A node that had written only the first two thirds.
    truncateSync(file, Math.floor((whole.length * 2) / 3));
    const before = await newArchive('grown', node);
    expect(before.headers?.to).toBeLessThan(tipHeight);
    await desk.call('question.ask', QUESTION);
    const early = await desk.call('trace.run', { from: stolen, policies: ['fifo'] });
    expect(early.height).toBe(before.headers?.to);
    writeFileSync(file, whole);
    await desk.call('question.ask', QUESTION);
    expect(await digest()).toBe(undisturbed);
    const { entries } = await desk.call('journal.list', { limit: 500 });
    expect(entries.map(({ name }) => name)).toContain('archive.updated');
    truncateSync(file, Math.floor(whole.length / 2));
    expect((await faultOf(desk.call('question.ask', QUESTION))).code).toBe('intake.sourceChanged');
  }, 60_000);

  it('[T40] without undo data runs what can be run and says so', async () => {
    const node = copy('no undo');
    for (const file of filesOf(node, 'rev')) rmSync(file);
    expect(await newArchive('no-undo', node)).toMatchObject({ undo: 'none' });
    const { results } = await desk.call('question.ask', QUESTION);
    expect(results[0]).toMatchObject({ undo: false });
    expect(results[0]?.missing).toBeGreaterThan(0);
    const traced = await desk.call('trace.run', { from: stolen });
    const { rows } = await desk.call('canvas.transfers', { run: traced.run, policy: 'poison', limit: 5000 });
    const seeds = new Set(stolen.map((outpoint) => outpoint.slice(0, 64)));
    let withoutFee = 0;
    for (const txid of new Set(rows.map((row) => row.txid))) {
      const [shown] = (await desk.call('show.find', { text: txid })).found;
      // The theft itself is where the trace begins: it was not passed.
      if (shown?.kind === 'transaction' && shown.feeSat === null && !seeds.has(txid)) withoutFee++;
    }
    expect((await desk.call('trace.runs', {})).runs[0]?.totals['poison']?.feesUnknown).toBe(withoutFee);
    await newArchive('undo', copy('undo'));
    await desk.call('question.ask', QUESTION);
    const full = await desk.call('trace.run', { from: stolen });
    // Poison and TIHO need no input values; the others stop where one is not known.
    const poison = ({ policies }: typeof full) => policies['poison']?.holdings;
    expect(poison(traced)).toEqual(poison(full));
    expect(traced.policies['tiho']?.holdings).toEqual(full.policies['tiho']?.holdings);
    expect(traced.policies['fifo']?.holdings.some(({ state }) => state === 'unknown:input-values')).toBe(true);
    // A fee that nobody knows is not zero: the sum says that it is not whole, outside of the digest.
    expect(full.feesUnknown).toBeUndefined();
    expect(Object.keys(traced.feesUnknown ?? {})).toEqual(['poison']);
    expect(traced.feesUnknown?.['poison']).toBe(withoutFee);
    expect(BigInt(traced.policies['poison']?.feesSat ?? 0)).toBeLessThan(BigInt(full.policies['poison']?.feesSat ?? 0));
  }, 60_000);

  it('[T35] with a damaged block names the height, claims nothing beyond it, and takes back what rests on it', async () => {
    const node = copy('damaged');
    await newArchive('damaged', node);
    const { height, previous } = await spendingBlock();
    const [file] = filesOf(node, 'blk') as [string];
    const bytes = readFileSync(file);
    const key = readFileSync(join(blocksOf(node), 'xor.dat'));
    const at = findBlock(bytes, key, previous);
    // Behind the header: the number of transactions.
    bytes[at + 80] = (bytes[at + 80] as number) ^ 0x40;
    writeFileSync(file, bytes);
    const { results } = await desk.call('question.ask', QUESTION);
    expect(results[0]?.refused).toEqual([{ height, reason: expect.any(String) }]);
    expect(results[0]?.gaps).toEqual([{ from: height, to: height }]);
    const traced = await desk.call('trace.run', { from: stolen, policies: ['poison'] });
    // What existed before the gap may have been spent in it.
    const old = traced.policies['poison']?.holdings.filter((held) => held.height !== null && held.height < height);
    expect(old?.length).toBeGreaterThan(0);
    expect(old?.every(({ state }) => state === 'unknown:coverage')).toBe(true);
  }, 60_000);

  /** The block in which the first stolen output is spent. */
  async function spendingBlock(): Promise<{ height: number; previous: Uint8Array }> {
    await desk.newCase('look');
    await desk.intake(practice.node);
    const [outpoint] = stolen as [string];
    const [theTheft] = (await desk.call('show.find', { text: outpoint.slice(0, 64) })).found;
    if (theTheft?.kind !== 'transaction') throw new Error('no theft');
    const height = theTheft.outputs[Number(outpoint.slice(65))]?.spentBy?.height ?? 0;
    const [block] = (await desk.call('show.find', { text: String(height) })).found;
    if (block?.kind !== 'block') throw new Error('no block at that height');
    await desk.reopen('damaged');
    return { height, previous: Buffer.from(block.previous, 'hex').reverse() };
  }
  /** Where the block with this parent begins in the file. */
  function findBlock(bytes: Uint8Array, key: Uint8Array, previous: Uint8Array): number {
    const plain = Buffer.from(bytes.map((byte, i) => byte ^ (key[i % key.length] as number)));
    return plain.indexOf(previous) - 4;
  }
});

describe('the court file of a run over an archive', () => {
  it('[T39] carries every proof, parents included, and verifies without the archive', async () => {
    const node = copy('bag');
    await newArchive('bag', node);
    await desk.call('question.ask', QUESTION);
    await desk.call('trace.run', { from: stolen, question: 'where to?', primary: 'fifo', reason: 'test' });
    rmSync(node, { recursive: true });
    const bag = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'archiveBag')) });
    const path = join(desk.folder, bag.name);
    const report = await desk.call('evidence.verify', { bag: desk.grant(path), fingerprint: bag.fingerprint });
    expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
    const runs = JSON.parse(readFileSync(join(path, 'data', 'runs.json'), 'utf8')) as {
      runs: { trust: string[]; notProofCarrying: unknown[] }[];
    };
    const limits = JSON.parse(readFileSync(join(path, 'data', 'limits.json'), 'utf8')) as { notes: string[] };
    expect(limits.notes).toContain('bodiesNotHashed');
    // Nothing rests on undo data any more: every value is its parent's.
    expect(runs.runs[0]).toMatchObject({ trust: [], notProofCarrying: [] });
    expect((await desk.call('trace.replay', {})).runs).toMatchObject([{ identical: true }]);
  }, 60_000);

  it('says so where the parents were not fetched', async () => {
    await newArchive('no parents', copy('no parents'));
    await desk.call('question.ask', { ...QUESTION, parents: false });
    const first = await desk.call('trace.run', { from: stolen });
    expect(first.resultDigest).toBe(undisturbed);
    const { results } = await desk.call('question.ask', { kind: 'parents', from: [String(first.run)] });
    expect(results[0]?.parents).toBeGreaterThan(0);
    const bag = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'parentsBag')), runs: [first.run] });
    const report = await desk.call('evidence.verify', { bag: desk.grant(join(desk.folder, bag.name)), fingerprint: bag.fingerprint });
    expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
  }, 60_000);
});
