// Every way real data comes in: block files in any order and state, single blocks, single transactions with proofs, headers,
// undo data; and what is refused, with height and reason. Figures are held against bitcoinjs-lib or against the data itself.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Block } from 'bitcoinjs-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BITCOIN } from '../../main/engine/chains/index.ts';
import { framed } from '../vectors/realBlocks.ts';
import { SHARED_DATA, sharedFile } from '../vectors/sharedData.ts';
import { type Desk, faultOf, openDesk, shared } from './desk.ts';
import { blockFile, displayId, joined, obfuscated } from './pieces.ts';

const FIRST = 'btc-blocks/bitcoinj/first-100k-blocks.dat';
const BLOCK_9 = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9';
/** A shuffle that is the same every time. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, i) => ({ item, key: createHash('sha256').update(`${seed} ${i}`).digest('hex') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}

describe.skipIf(SHARED_DATA === null)('roads of real data into a case', () => {
  let desk: Desk;
  let first: readonly Uint8Array[] = [];
  let cases = 0;
  const newCase = async () => desk.newCase(`case${++cases}`);
  beforeAll(async () => {
    desk = await openDesk();
    first = framed(sharedFile(FIRST));
  });
  afterAll(async () => desk.end());
  const traceBlock9 = () => desk.call('trace.run', { from: [`${BLOCK_9}:0`], question: 'test' });

  describe('the same blocks in other orders, files, cases and states', () => {
    let digests: { inputsDigest: string; resultDigest: string };
    const expectSame = async () => {
      const { inputsDigest, resultDigest } = await traceBlock9();
      expect({ inputsDigest, resultDigest }).toEqual(digests);
    };
    beforeAll(async () => {
      await newCase();
      await desk.intake(shared(FIRST));
      const { inputsDigest, resultDigest } = await traceBlock9();
      digests = { inputsDigest, resultDigest };
    });

    it('shuffled in one file', async () => {
      await newCase();
      const [result] = await desk.intake(desk.write('shuffled.dat', blockFile(shuffled(first, 1))));
      expect(result).toMatchObject({ accepted: 439, new: 439, refused: [], headers: { from: 0, to: 438 } });
      await expectSame();
    });

    it('in three files given last first, overlapping, one of them obfuscated in a folder', async () => {
      await newCase();
      const key = Uint8Array.from([7, 0, 99, 1, 250, 3, 3, 128]);
      desk.write('xored/blocks/xor.dat', key);
      desk.write('xored/blocks/blk00000.dat', obfuscated(blockFile(shuffled(first.slice(0, 200), 2)), key));
      const late = desk.write('late.dat', blockFile(first.slice(300)));
      const middle = desk.write('middle.dat', blockFile(first.slice(150, 320)));
      // Without genesis or an anchor of its own nothing says which network it is.
      expect((await faultOf(desk.intake(late))).code).toBe('usage.chainRequired');
      const [unanchored] = await desk.intake(late, { chain: 'bitcoin' });
      expect(unanchored).toMatchObject({ accepted: 139, new: 139, headers: { from: null, to: null, anchoredTo: null } });
      const [overlapping] = await desk.intake(middle, { chain: 'bitcoin' });
      expect(overlapping).toMatchObject({ accepted: 170, new: 150 });
      const [last] = await desk.intake(join(desk.folder, 'xored'));
      expect(last).toMatchObject({ accepted: 200, new: 150, headers: { from: 0, to: 199, anchoredTo: 'genesis:0' } });
      const { chains, coverage } = await desk.call('intake.sources', {});
      expect(chains[0]).toMatchObject({ blocks: 439, unanchoredBlocks: 0, tip: { height: 438 }, coverage: [{ from: 0, to: 438 }] });
      // Heights of the first source became known with the last.
      expect(coverage.filter((range) => range.scope === 'blocks').map(({ from, to }) => [from, to])).toEqual([
        [0, 199],
        [150, 319],
        [300, 438],
      ]);
      await expectSame();
    });

    it('cancelled half-way and resumed', async () => {
      await newCase();
      const path = desk.write('resumed.dat', blockFile(shuffled(first, 3)));
      expect((await faultOf(desk.callUntil('intake.run', { paths: [desk.grant(path)] }, 'blocks', 3))).code).toBe('job.cancelled');
      expect((await desk.call('intake.sources', {})).sources[0]).toMatchObject({ state: 'partial' });
      await desk.reopen(`case${cases}`);
      const [result] = await desk.intake(path);
      expect(result).toMatchObject({ accepted: 439, new: 439, partial: false, transactions: 446 });
      expect((await desk.call('intake.sources', {})).sources).toHaveLength(1);
      await expectSame();
      expect((await desk.intake(path))[0]).toMatchObject({ accepted: 439, new: 0 });
    });

    it('one source withdrawn: what the others gave stays, and earlier runs replay', async () => {
      await newCase();
      const [whole] = await desk.intake(shared(FIRST));
      const run = await traceBlock9();
      const part = await desk.intake(desk.write('part.dat', blockFile(first.slice(0, 300))));
      expect(part[0]).toMatchObject({ accepted: 300, new: 0 });
      await desk.call('intake.withdraw', { source: whole?.source ?? '', reason: 'test' });
      const { chains } = await desk.call('intake.sources', {});
      expect(chains[0]).toMatchObject({ blocks: 300, tip: { height: 299 }, coverage: [{ from: 0, to: 299 }] });
      expect((await desk.call('case.info', {})).counts).toMatchObject({ blocks: 300 });
      expect(await desk.call('trace.replay', {})).toEqual({ runs: [{ run: run.run, identical: true, differences: [] }] });
      expect((await traceBlock9()).height).toBe(299);
      // Given again, it is a source of its own.
      expect((await desk.intake(shared(FIRST)))[0]).toMatchObject({ accepted: 439, new: 139 });
      await expectSame();
      const made = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, `bag${cases}`)) });
      expect((await desk.call('evidence.verify', { bag: desk.grant(join(desk.folder, made.name)) })).ok).toBe(true);
    });
  });

  it('an examiner anchor gives heights where nothing else does, and a bag from there verifies', async () => {
    await newCase();
    const path = desk.write('window.dat', blockFile(first.slice(100)));
    await desk.intake(path, { chain: 'bitcoin' });
    const hash = displayId((first[200] as Uint8Array).subarray(0, 80));
    const [anchored] = await desk.intake(path, { chain: 'bitcoin', anchor: `200:${hash}` });
    expect(anchored).toMatchObject({ accepted: 339, new: 0, headers: { from: 100, to: 438, anchoredTo: 'examiner:200' } });
    expect((await faultOf(desk.intake(path, { chain: 'bitcoin', anchor: `200:${'ab'.repeat(32)}` }))).code).toBe('intake.anchor');
    expect((await faultOf(desk.intake(path, { chain: 'bitcoin', anchor: `199:${hash}` }))).code).toBe('intake.anchor');
    const coinbase = Block.fromBuffer(Buffer.from(first[150] as Uint8Array)).transactions?.[0]?.getId();
    await desk.call('trace.run', { from: [`${coinbase}:0`], question: 'below the anchor' });
    const made = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'anchoredBag')) });
    const report = await desk.call('evidence.verify', { bag: desk.grant(join(desk.folder, made.name)) });
    expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
    await newCase();
    expect((await desk.intake(join(desk.folder, made.name)))[0]).toMatchObject({ mode: 'bag', headers: { from: 100, to: 438 } });
  });

  it('refuses one altered transaction with height and reason, and takes the rest', async () => {
    await newCase();
    const altered = first.map((block) => block.slice());
    const block = altered[170] as Uint8Array;
    block[block.length - 10] = (block[block.length - 10] as number) ^ 1;
    const [result] = await desk.intake(desk.write('altered.dat', blockFile(altered)));
    expect(result).toMatchObject({
      blocks: 439,
      accepted: 438,
      refused: [{ height: 170, reason: 'merkleRoot', hash: displayId(block.subarray(0, 80)) }],
    });
    const { chains } = await desk.call('intake.sources', {});
    expect(chains[0]?.coverage).toMatchObject([
      { from: 0, to: 169 },
      { from: 171, to: 438 },
    ]);
    // What block 170 spent cannot be called unspent across the gap.
    expect((await traceBlock9()).policies.fifo?.holdings.map((holding) => holding.state)).toContain('unknown:coverage');
    // The true block heals it.
    expect((await desk.intake(desk.write('true170.raw', first[170] as Uint8Array)))[0]).toMatchObject({
      accepted: 1,
      new: 1,
      headers: { from: 170, to: 170 },
    });
    expect((await desk.call('intake.sources', {})).chains[0]?.coverage).toMatchObject([{ from: 0, to: 438 }]);
  });

  it('a half-written tail, garbage, zeros and lying lengths cost neither the rest nor the time', async () => {
    await newCase();
    const whole = blockFile(first.slice(0, 100));
    const magic = Buffer.from(BITCOIN.magic);
    const lie = (length: number) => Buffer.concat([magic, Buffer.from(Uint32Array.of(length).buffer)]);
    const hiding = Buffer.concat([lie(3000), Buffer.from(first[100] as Uint8Array)]);
    const path = desk.write(
      'damaged.dat',
      joined([
        whole,
        new Uint8Array(5000),
        hiding,
        blockFile(first.slice(101, 120)),
        lie(0xffff_ffff),
        lie(0),
        Buffer.from('garbage'),
        blockFile(first.slice(120, 130)),
        blockFile([first[130] as Uint8Array]).subarray(0, 150),
      ]),
    );
    const [result] = await desk.intake(path);
    // Block 100 itself is refused under its lying length; the blocks that the length covered are found.
    expect(result).toMatchObject({ accepted: 129, refused: [{ height: 100 }] });
    expect(result?.rejectedRows.map((row) => row.reason)).toEqual(['frameLength', 'frameLength', 'halfWritten']);

    const lies = Buffer.alloc(2 << 20);
    for (let at = 0; at < lies.length; at += 8) lie(0xffff_fff0).copy(lies, at);
    const began = performance.now();
    const [lying] = await desk.intake(desk.write('lies.dat', joined([blockFile(first.slice(0, 2)), lies])));
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(lying).toMatchObject({ accepted: 2, new: 0 });
    expect(lying?.rejectedRows.length).toBeLessThanOrEqual(1001);
  }, 60_000);

  it('forks: the branch with most work counts, the other is stale', async () => {
    await newCase();
    const bunzip = (name: string) => new Uint8Array(execFileSync('bzip2', ['-dc', shared(`btc-blocks/btcd/${name}`)]));
    const [main] = await desk.intake(desk.write('blk_0_to_4.dat', bunzip('blk_0_to_4.dat.bz2')));
    const [side] = await desk.intake(desk.write('blk_3A.dat', bunzip('blk_3A.dat.bz2')));
    expect(main).toMatchObject({ blocks: 5, accepted: 5, new: 5, stale: 0, refused: [], headers: { from: 0, to: 4 } });
    expect(side).toMatchObject({ blocks: 1, accepted: 1, new: 1, stale: 1, refused: [], headers: { from: 3, to: 3 } });
    expect((await desk.call('intake.sources', {})).chains[0]).toMatchObject({
      blocks: 5,
      tip: { height: 4 },
      coverage: [{ from: 0, to: 4 }],
    });
    // The other way round the fork is stale too.
    await newCase();
    await desk.intake([desk.write('blk_3A.dat', bunzip('blk_3A.dat.bz2')), desk.write('blk_0_to_4.dat', bunzip('blk_0_to_4.dat.bz2'))], {
      chain: 'bitcoin',
    });
    expect((await desk.call('intake.sources', {})).chains[0]).toMatchObject({
      blocks: 5,
      tip: { height: 4 },
      coverage: [{ from: 0, to: 4 }],
    });
  });

  it('reads the same blocks of another source: btcd has 1 to 256', async () => {
    await newCase();
    await desk.intake(shared(FIRST));
    const bytes = new Uint8Array(execFileSync('bzip2', ['-dc', shared('btc-blocks/btcd/blocks1-256.bz2')]));
    expect((await desk.intake(desk.write('btcd.dat', bytes)))[0]).toMatchObject({
      blocks: framed(bytes).length,
      accepted: framed(bytes).length,
      new: 0,
      refused: [],
    });
  });

  it('header records anchor blocks that came without them', async () => {
    await newCase();
    await desk.intake(desk.write('island.dat', blockFile(first.slice(420, 430))), { chain: 'bitcoin' });
    const [headers] = await desk.intake(desk.write('headers.bin', joined(first.map((block) => block.subarray(0, 80)))));
    expect(headers).toMatchObject({ mode: 'headers', headers: { from: 0, to: 438, anchoredTo: 'genesis:0' } });
    const { chains, coverage } = await desk.call('intake.sources', {});
    expect(chains[0]).toMatchObject({ unanchoredBlocks: 0, coverage: [{ from: 420, to: 429 }] });
    expect(coverage.map(({ from, to, scope }) => [from, to, scope])).toContainEqual([420, 429, 'blocks']);
    expect(coverage.map(({ from, to, scope }) => [from, to, scope])).toContainEqual([0, 438, 'headers']);
  });

  describe('what is no source', () => {
    it.each([
      ['empty.dat', new Uint8Array(0), 'intake.noMovements'],
      ['notes.txt', 'The suspect told us that the money went away.\nNothing else is known.\n', 'intake.unrecognised'],
      ['blk00007.dat', new Uint8Array(4096), 'intake.unrecognised'],
    ])('%s', async (name, bytes, code) => {
      await newCase();
      expect((await faultOf(desk.intake(desk.write(`odd/${name}`, bytes)))).code).toBe(code);
      expect((await desk.call('intake.sources', {})).sources).toEqual([]);
    });

    it('a folder without blocks, and a path that is not there', async () => {
      await newCase();
      desk.write('plain/readme.md', '# nothing');
      expect((await faultOf(desk.intake(join(desk.folder, 'plain')))).code).toBe('intake.unrecognised');
      expect((await faultOf(desk.intake(join(desk.folder, 'missing.dat')))).code).toBe('intake.notFound');
    });

    it('practice material beside real blocks', async () => {
      await newCase();
      await desk.intake(shared(FIRST));
      const testnet = shared('btc-blocks/rust-bitcoin/testnet_block_000000000000045e0b1660b6445b5e5c5ab63c9a4f956be7e1e69be04fa4497b.raw');
      expect((await faultOf(desk.intake(testnet, { chain: 'testnet3' }))).code).toBe('intake.trainingMixed');
    });
  });
});
