// Questions that hash every body: a flipped byte in a block in which nothing is found is noticed only then, and only then may a report
// say nothing about bodies that were not hashed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { genesis, makeBlock, makeTransaction, type ModelBlock, payTo, writeFolder } from '../fixtures/randomChain.ts';
import { type Desk, openDesk } from './desk.ts';

const COIN = 100_000_000n;
const LENGTH = 12;
const FLIPPED = 8;

let desk: Desk;
let count = 0;
beforeAll(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());
afterAll(() => desk?.end());

const coinbase = (script: Buffer) => makeTransaction([], [{ valueSat: 50n * COIN, script }], Buffer.from(Uint32Array.of(++count).buffer));
const seed = coinbase(payTo(1));
const paid = makeTransaction([`${seed.id}:0`], [{ valueSat: 49n * COIN, script: payTo(2) }], Buffer.of(9, 9));
const blocks: ModelBlock[] = [genesis()];
for (let height = 1; height <= LENGTH; height++) {
  const parent = blocks.at(-1) as ModelBlock;
  blocks.push(makeBlock(parent, [height === 1 ? seed : coinbase(payTo(200)), ...(height === 3 ? [paid] : [])]));
}
/** One bit of what a coinbase carries: its block can still be read. Header, count, version, count, outpoint, length stand before. */
function flipped(block: ModelBlock): ModelBlock {
  const bytes = Buffer.from(block.bytes);
  const at = 80 + 1 + 4 + 1 + 36 + 1 + 2;
  bytes[at] = (bytes[at] as number) ^ 1;
  return { ...block, bytes };
}

async function archive(at: number | null): Promise<void> {
  await desk.newCase(`thorough-${++count}`);
  const folder = join(desk.folder, 'nodes', String(count));
  writeFolder(folder, { blocks: blocks.map((block) => (block.height === at ? flipped(block) : block)), perFile: 5, undo: 'true' });
  await desk.call('intake.run', { paths: [desk.grant(folder)], archive: true, chain: 'regtest' });
}
async function notesOf(run: number): Promise<string[]> {
  const bag = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, `bag-${++count}`)), runs: [run] });
  const report = await desk.call('evidence.verify', { bag: desk.grant(join(desk.folder, bag.name)), fingerprint: bag.fingerprint });
  expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
  return (JSON.parse(readFileSync(join(desk.folder, bag.name, 'data', 'limits.json'), 'utf8')) as { notes: string[] }).notes;
}

const QUESTION = { kind: 'forward' as const, from: [`${seed.id}:0`] };
const trace = () => desk.call('trace.run', { from: [`${seed.id}:0`], policies: ['fifo'], question: 'where to?' });
const stateOf = ({ policies }: Awaited<ReturnType<typeof trace>>) => policies['fifo']?.holdings.map(({ state }) => state);

describe('a question that hashes every body', () => {
  it('[T44] refuses a block of which one bit is wrong, where another question reads over it', async () => {
    await archive(FLIPPED);
    const { results } = await desk.call('question.ask', { ...QUESTION, from: [`${seed.id}:0@1`] });
    expect(results[0]).toMatchObject({ refused: [], gaps: [], high: LENGTH });
    expect(stateOf(await trace())).toEqual(['unspent']);
    await archive(FLIPPED);
    const thorough = await desk.call('question.ask', { ...QUESTION, thorough: true });
    expect(thorough.results[0]).toMatchObject({
      refused: [{ height: FLIPPED, reason: 'merkleRoot' }],
      gaps: [{ from: FLIPPED, to: FLIPPED }],
    });
    expect(stateOf(await trace())).toEqual(['unknown:coverage']);
    const { entries } = await desk.call('journal.list', { limit: 100 });
    const [asked] = entries.filter(({ name }) => name === 'question.asked');
    expect(asked?.payload).toMatchObject({ thorough: true });
    const { questions } = await desk.call('question.list', {});
    expect(questions[0]?.request.thorough).toBe(true);
  });

  it('[T44] takes the note off the report of a run that rests on no other', async () => {
    await archive(null);
    await desk.call('question.ask', QUESTION);
    const first = await trace();
    expect(await notesOf(first.run)).toContain('bodiesNotHashed');
    await desk.call('question.ask', { ...QUESTION, thorough: true });
    const second = await trace();
    expect(second.resultDigest).toBe(first.resultDigest);
    expect(await notesOf(second.run)).not.toContain('bodiesNotHashed');
    // Made before the bodies were hashed: it rests on what was known then.
    expect(await notesOf(first.run)).toContain('bodiesNotHashed');
    await archive(null);
    await desk.call('question.ask', { ...QUESTION, thorough: true, toHeight: 6 });
    await desk.call('question.ask', { ...QUESTION, fromHeight: 7 });
    const half = await trace();
    expect(stateOf(half)).toEqual(['unspent']);
    expect(await notesOf(half.run)).toContain('bodiesNotHashed');
  }, 60_000);
});
