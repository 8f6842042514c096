// Archives that begin above the first block: an input names an outpoint and no script, so spends of what was paid before are seen in
// undo data or not at all. Held against the archive that holds everything, and against a model that knows nothing of cases.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REGTEST } from '../../main/engine/chains/index.ts';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import { sequence } from '../bench/figures.ts';
import { type FolderOptions, ancestor, type ModelBlock, randomChain, writeFolder } from '../fixtures/randomChain.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const ROUNDS = Number(process.env['PRUNED_ROUNDS'] ?? 6);
const FIRST_SEED = Number(process.env['PRUNED_SEED'] ?? 1);

type Question = Omit<CallInput<'question.ask'>, 'chain'>;

let desk: Desk;
let count = 0;
beforeAll(async () => {
  desk = await openDesk({ questionBatchBytes: 1 });
});
afterEach(() => desk.close());
afterAll(() => desk?.end());

/** One branch of a random chain, from the first block on. */
function branch(seed: number, length: number): { blocks: ModelBlock[]; addresses: string[] } {
  const chain = randomChain(seed, length);
  const tip = chain.blocks.reduce((best, block) => (block.height > best.height ? block : best));
  const blocks = Array.from({ length: tip.height + 1 }, (_, height) => ancestor(tip, height));
  return { blocks, addresses: chain.scripts.flatMap((script) => REGTEST.readScript(script).address ?? []) };
}

const folder = () => join(desk.folder, 'nodes', String(count));

/** A case with all headers and an archive with files from a height on; one block a file. */
async function archive(blocks: readonly ModelBlock[], from: number, options: Partial<FolderOptions> = {}): Promise<void> {
  await desk.newCase(`pruned-${++count}`);
  const headers = desk.write(
    join('headers', String(count), 'headers.bin'),
    Buffer.concat(blocks.map(({ bytes }) => bytes.subarray(0, 80))),
  );
  await desk.call('intake.run', { paths: [desk.grant(headers)], chain: 'regtest' });
  const missing = Array.from({ length: from }, (_, file) => file);
  writeFolder(folder(), { blocks, perFile: 1, undo: 'true', ...options, missing: [...missing, ...(options.missing ?? [])] });
  await desk.call('intake.run', { paths: [desk.grant(folder())], archive: true, chain: 'regtest' });
}

async function ask(question: Question): Promise<CallOutput<'question.ask'>['results'][number]> {
  const { results } = await desk.call('question.ask', { ...question, chain: 'regtest' });
  return results[0] as CallOutput<'question.ask'>['results'][number];
}

interface Spent {
  readonly outpoint: string;
  readonly valueSat: string;
  readonly height: number;
  readonly spentBy: string;
  readonly spentHeight: number;
}

/** Every spend of an output to an address, by the model. */
function spendsOf(blocks: readonly ModelBlock[], address: string): Spent[] {
  const script = Buffer.from(REGTEST.scriptOfAddress(address));
  return blocks.flatMap(({ height, transactions, coins }) =>
    transactions.slice(1).flatMap(({ id, inputs }, t) =>
      inputs.flatMap((outpoint, i) => {
        const coin = coins[t]?.[i];
        if (coin === undefined || Buffer.compare(coin.script, script) !== 0) return [];
        return [{ outpoint, valueSat: String(coin.valueSat), height: coin.height, spentBy: id, spentHeight: height }];
      }),
    ),
  );
}

async function addressOf(address: string) {
  const [view] = (await desk.call('show.find', { text: address, chain: 'regtest' })).found;
  return view?.kind === 'address' ? view : null;
}

async function notesOf(run: number): Promise<string[]> {
  const bag = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, `bag-${++count}`)), runs: [run] });
  return (JSON.parse(readFileSync(join(desk.folder, bag.name, 'data', 'limits.json'), 'utf8')) as { notes: string[] }).notes;
}

const ranges = (heights: readonly number[]) =>
  heights.reduce<{ from: number; to: number }[]>((list, height) => {
    const last = list.at(-1);
    if (last?.to === height - 1) last.to = height;
    else list.push({ from: height, to: height });
    return list;
  }, []);

describe('the history of addresses over an archive without its first blocks', () => {
  const seeds = Array.from({ length: ROUNDS }, (_, round) => FIRST_SEED + round);
  it.each(seeds)('[T43] has every spend that the whole archive has, seed %i', async (seed) => {
    const next = sequence(seed * 104_729);
    const below = (limit: number) => Math.floor(next() * limit);
    const { blocks, addresses: all } = branch(seed, 24 + below(16));
    const addresses = all.filter((_, i) => i === seed % all.length || next() < 0.2);
    const start = 4 + below(16);
    // A hole further up is the same as a start: outputs made in it were seen by nobody.
    const hole = next() < 0.4 ? [start + 2 + below(blocks.length - start - 2)] : [];
    const isHeld = (height: number) => height >= start && !hole.includes(height);
    await archive(blocks, 0);
    await ask({ kind: 'history', from: addresses });
    const whole = new Map<string, Awaited<ReturnType<typeof addressOf>>>();
    for (const address of addresses) whole.set(address, await addressOf(address));
    await archive(blocks, start, { missing: hole, xor: Buffer.from('0123456789abcdef', 'hex') });
    const question = { kind: 'history' as const, from: addresses };
    const { costs } = await desk.call('question.cost', question);
    const asked = blocks.filter(({ height }) => isHeld(height)).length;
    expect(costs[0]).toMatchObject({ blocks: asked, undoBlocks: asked, undo: true });
    const stopAfter = 2 + below(8);
    if (next() < 0.5) expect((await faultOf(desk.callUntil('question.ask', question, 'pass', stopAfter))).code).toBe('job.cancelled');
    const [open] = (await desk.call('question.list', {})).questions;
    const result = open === undefined ? await ask(question) : (await desk.call('question.resume', { question: open.question })).results[0];
    expect(result).toMatchObject({ spendsUnsearched: [], gaps: ranges(hole) });
    const earlier = new Set<string>();
    for (const address of addresses) {
      const view = await addressOf(address);
      const expected = spendsOf(blocks, address).filter(({ height, spentHeight }) => !isHeld(height) && isHeld(spentHeight));
      expect(view?.earlier?.spends ?? [], address).toEqual(expected);
      for (const { spentBy } of expected) earlier.add(spentBy);
      // What was made in blocks that are held is told as the whole archive tells it, but for spends in the hole.
      const unseen = (txid: string | null) =>
        blocks.some(({ height, transactions }) => !isHeld(height) && transactions.some(({ id }) => id === txid));
      const made = (whole.get(address)?.history ?? []).filter(({ height }) => height !== null && isHeld(height));
      expect(view?.history ?? [], address).toEqual(made.map((row) => (unseen(row.spentBy) ? { ...row, spentBy: null } : row)));
    }
    expect(new Set(result?.earlierSpends)).toEqual(earlier);
    // The values rest on one source: no transaction that spent them says otherwise.
    for (const txid of earlier) {
      const [shown] = (await desk.call('show.find', { text: txid, chain: 'regtest' })).found;
      if (shown?.kind !== 'transaction') throw new Error('not there');
      expect(shown.inputs.some(({ grade, address }) => grade === 'S' && address !== null && addresses.includes(address))).toBe(true);
    }
  });
});

describe('an archive without its first blocks', () => {
  const { blocks, addresses } = branch(3, 30);
  const start = 12;
  const earlierOf = (one: string) => spendsOf(blocks, one).filter(({ height, spentHeight }) => height < start && spentHeight >= start);
  const address = addresses.reduce((most, one) => (earlierOf(one).length > earlierOf(most).length ? one : most));
  const expected = earlierOf(address);

  it('without undo data names the heights in which spends were not looked for', async () => {
    await archive(blocks, start, { undo: 'none' });
    const { costs } = await desk.call('question.cost', { kind: 'history', from: [address] });
    expect(costs[0]).toMatchObject({ undo: false, undoBytes: 0, undoBlocks: blocks.length - start });
    const result = await ask({ kind: 'history', from: [address] });
    const spending = blocks.filter(({ height, transactions }) => height >= start && transactions.length > 1).map(({ height }) => height);
    const named = result.spendsUnsearched.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
    expect(named).toEqual(expect.arrayContaining(spending));
    expect(named[0]).toBe(spending[0]);
    expect(named.at(-1)).toBe(spending.at(-1));
    expect(result).toMatchObject({ earlierSpends: [], undo: false });
    const traced = await desk.call('trace.run', { from: [address], policies: ['fifo'], chain: 'regtest' });
    expect(await notesOf(traced.run)).toContain('spendsUnsearched');
    expect((await addressOf(address))?.earlier).toBeUndefined();
  });

  it('with one undo record missing names that height alone, also when it is gone on with', async () => {
    const lost = expected[0]?.spentHeight as number;
    await archive(blocks, start);
    rmSync(join(folder(), 'blocks', `rev${String(lost).padStart(5, '0')}.dat`));
    expect((await faultOf(desk.callUntil('question.ask', { kind: 'history', from: [address] }, 'pass', lost - start + 3))).code).toBe(
      'job.cancelled',
    );
    const [open] = (await desk.call('question.list', {})).questions;
    expect(open?.next).toBeGreaterThan(lost);
    const { results } = await desk.call('question.resume', { question: open?.question ?? 0 });
    expect(results[0]?.spendsUnsearched).toEqual([{ from: lost, to: lost }]);
    expect((await addressOf(address))?.earlier?.spends ?? []).toEqual(expected.filter(({ spentHeight }) => spentHeight !== lost));
  });

  it('asks no undo data where the case knows the blocks before, and asks again where it does not any more', async () => {
    await archive(blocks, start);
    const path = desk.write(
      join('some', String(count), 'blk00000.dat'),
      Buffer.concat(blocks.slice(0, start).map(({ bytes }) => framedBlock(bytes))),
    );
    const [taken] = await desk.intake(path, { chain: 'regtest' });
    const question = { kind: 'history' as const, from: [address] };
    const { costs } = await desk.call('question.cost', question);
    expect(costs[0]).toMatchObject({ undoBytes: 0, undoBlocks: 0 });
    expect((await faultOf(desk.callUntil('question.ask', question, 'pass', 8))).code).toBe('job.cancelled');
    await desk.call('intake.withdraw', { source: taken?.source ?? '', reason: 'test' });
    const [open] = (await desk.call('question.list', {})).questions;
    const { results } = await desk.call('question.resume', { question: open?.question ?? 0 });
    expect(results[0]).toMatchObject({ blocks: blocks.length - start, spendsUnsearched: [] });
    expect((await addressOf(address))?.earlier?.spends).toEqual(expected);
  });

  it('the whole archive asked from a height on fetches what was spent, and asked again follows it', async () => {
    await archive(blocks, 0);
    const result = await ask({ kind: 'history', from: [address], fromHeight: start });
    expect(result).toMatchObject({ low: start, spendsUnsearched: [], earlierSpends: [], missing: 0 });
    const view = await addressOf(address);
    expect(view?.earlier).toBeUndefined();
    const spends = view?.history.flatMap(({ outpoint, spentBy }) => (spentBy === null ? [] : [`${outpoint} ${spentBy}`]));
    for (const { outpoint, spentBy } of expected) expect(spends).toContain(`${outpoint} ${spentBy}`);
    await ask({ kind: 'history', from: [address] });
    const { costs } = await desk.call('question.cost', { kind: 'history', from: [address], fromHeight: start });
    expect(costs[0]).toMatchObject({ undoBlocks: 0 });
  });

  it('a forward question from an address names the spends that it cannot begin at', async () => {
    await archive(blocks, start);
    const result = await ask({ kind: 'forward', from: [address] });
    expect(result.earlierSpends).toEqual([...new Set(expected.map(({ spentBy }) => spentBy))]);
    const traced = await desk.call('trace.run', { from: result.earlierSpends, chain: 'regtest' });
    expect(traced.seeds.length).toBeGreaterThan(0);
    const notes = await notesOf(traced.run);
    expect(notes).toContain('earlierSpends');
    expect(notes).not.toContain('spendsUnsearched');
  });

  it('puts addresses together that spend earlier outputs together', async () => {
    await archive(blocks, start);
    await ask({ kind: 'cluster', from: [address], rounds: 10 });
    const cluster = await desk.call('cluster.of', { address, chain: 'regtest' });
    const together = new Set([address]);
    const script = (one: Uint8Array) => REGTEST.readScript(one).address;
    for (const { height, coins } of blocks.filter((block) => block.height >= start))
      for (const spent of coins) {
        const own = spent.flatMap((coin) => script(coin.script) ?? []);
        if (height >= start && own.includes(address)) for (const one of own) together.add(one);
      }
    expect(together.size).toBeGreaterThan(1);
    for (const one of together) expect(cluster.members.map((member) => member.address)).toContain(one);
  });
});

function framedBlock(bytes: Uint8Array): Buffer {
  return Buffer.concat([REGTEST.magic, Buffer.from(Uint32Array.of(bytes.length).buffer), bytes]);
}

describe('an archive whose blocks hang in the air', () => {
  it('says so instead of finding nothing, and is asked once a height is stated', async () => {
    const { blocks, addresses } = branch(3, 30);
    const from = 10;
    await desk.newCase(`hanging-${++count}`);
    const missing = Array.from({ length: from }, (_, file) => file);
    writeFolder(folder(), { blocks, perFile: 1, undo: 'true', missing });
    const takeIn = (anchor?: string) =>
      desk.call('intake.run', {
        paths: [desk.grant(folder())],
        archive: true,
        chain: 'regtest',
        ...(anchor === undefined ? {} : { anchor }),
      });
    const question = { kind: 'history', from: addresses.slice(0, 2), chain: 'regtest' } as const;
    const [first] = (await takeIn()).results;
    expect(first?.headers).toMatchObject({ from: null, to: null, anchoredTo: null });
    expect(await faultOf(desk.call('question.ask', question))).toMatchObject({ code: 'question.noHeights' });
    expect(await faultOf(desk.call('question.cost', question))).toMatchObject({ code: 'question.noHeights' });
    expect((await desk.call('question.list', {})).questions).toEqual([]);

    const stated = `${from + 5}:${(blocks[from + 5] as ModelBlock).id}`;
    const [again] = (await takeIn(stated)).results;
    expect(again?.headers).toMatchObject({ from, to: blocks.length - 1, anchoredTo: `examiner:${from + 5}` });
    const [answer] = (await desk.call('question.ask', question)).results;
    expect(answer).toMatchObject({ low: from, high: blocks.length - 1 });
    const { sources, coverage } = await desk.call('intake.sources', {});
    expect(sources.filter(({ mode }) => mode === 'archive')).toHaveLength(1);
    expect(coverage).toContainEqual(expect.objectContaining({ scope: 'archive', from, to: blocks.length - 1 }));
    // The same anchor once more is nothing new.
    expect((await takeIn(stated)).results[0]).toEqual({ ...again, new: 0 });
  });
});
