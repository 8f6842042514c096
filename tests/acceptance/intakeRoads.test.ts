// Every way real data comes in: block files in any order and state, single blocks, single transactions with proofs, headers,
// undo data; and what is refused, with height and reason. Figures are held against bitcoinjs-lib or against the data itself.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Block, Transaction } from 'bitcoinjs-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BITCOIN, encodeUndo, frameBlock, frameUndo, type UndoCoin } from '../../main/engine/chains/index.ts';
import { framed } from '../vectors/realBlocks.ts';
import { SHARED_DATA, sharedFile } from '../vectors/sharedData.ts';
import { type Desk, faultOf, openDesk, shared } from './desk.ts';

const FIRST = 'btc-blocks/bitcoinj/first-100k-blocks.dat';
const BLOCK_9 = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9';
const sha256d = (bytes: Uint8Array): Buffer => createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest();
const displayId = (bytes: Uint8Array): string => Buffer.from(sha256d(bytes)).reverse().toString('hex');
const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const blockFile = (blocks: readonly Uint8Array[]): Uint8Array => joined(blocks.map((block) => frameBlock(BITCOIN.magic, block)));
const obfuscated = (bytes: Uint8Array, key: Uint8Array): Uint8Array => bytes.map((byte, i) => byte ^ (key[i % key.length] as number));

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
      expect(coverage.filter((range) => range.scope === 'blocks').map(({ from, to }) => [from, to])).toEqual([[0, 199], [150, 319], [300, 438]]);
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
    expect(result).toMatchObject({ blocks: 439, accepted: 438, refused: [{ height: 170, reason: 'merkleRoot', hash: displayId(block.subarray(0, 80)) }] });
    const { chains } = await desk.call('intake.sources', {});
    expect(chains[0]?.coverage).toEqual([{ from: 0, to: 169 }, { from: 171, to: 438 }]);
    // What block 170 spent cannot be called unspent across the gap.
    expect((await traceBlock9()).policies.fifo?.holdings.map((holding) => holding.state)).toContain('unknown:coverage');
    // The true block heals it.
    expect((await desk.intake(desk.write('true170.raw', first[170] as Uint8Array)))[0]).toMatchObject({ accepted: 1, new: 1, headers: { from: 170, to: 170 } });
    expect((await desk.call('intake.sources', {})).chains[0]?.coverage).toEqual([{ from: 0, to: 438 }]);
  });

  it('a half-written tail, garbage, zeros and lying lengths cost neither the rest nor the time', async () => {
    await newCase();
    const whole = blockFile(first.slice(0, 100));
    const magic = Buffer.from(BITCOIN.magic);
    const lie = (length: number) => Buffer.concat([magic, Buffer.from(Uint32Array.of(length).buffer)]);
    const hiding = Buffer.concat([lie(3000), Buffer.from(first[100] as Uint8Array)]);
    const path = desk.write('damaged.dat', joined([whole, new Uint8Array(5000), hiding, blockFile(first.slice(101, 120)), lie(0xffff_ffff), lie(0), Buffer.from('garbage'), blockFile(first.slice(120, 130)), blockFile([first[130] as Uint8Array]).subarray(0, 150)]));
    const [result] = await desk.intake(path);
    // Block 100 itself is refused under its lying length; the blocks that the length covered are found.
    expect(result).toMatchObject({ accepted: 129, refused: [{ height: 100 }] });
    expect(result?.rejectedRows.map((row) => row.reason)).toEqual(['frameLength', 'frameLength', 'halfWritten']);

    const lies = Buffer.alloc(8 << 20);
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
    console.info('btcd fork', JSON.stringify([main, side]));
    expect((main?.accepted ?? 0) + (main?.refused.length ?? 0)).toBe(main?.blocks);
    expect((side?.accepted ?? 0) + (side?.refused.length ?? 0)).toBe(1);
  });

  it('reads the same blocks of another source: btcd has 1 to 256', async () => {
    await newCase();
    await desk.intake(shared(FIRST));
    const bytes = new Uint8Array(execFileSync('bzip2', ['-dc', shared('btc-blocks/btcd/blocks1-256.bz2')]));
    expect((await desk.intake(desk.write('btcd.dat', bytes)))[0]).toMatchObject({ blocks: framed(bytes).length, accepted: framed(bytes).length, new: 0, refused: [] });
  });

  describe('single blocks', () => {
    it.each([
      ['block413567.raw', 'bitcoin', 1557],
      ['rust-bitcoin/block_13b8a.hex', 'bitcoin', null],
      ['bcoin/block482683.raw', 'bitcoin', null],
      ['bitcoinj/block169482.dat', 'bitcoin', null],
    ])('%s', async (name, chain, transactions) => {
      await newCase();
      const bytes = sharedFile(`btc-blocks/${name}`);
      const block = Block.fromBuffer(name.endsWith('.hex') ? Buffer.from(Buffer.from(bytes).toString('latin1').trim(), 'hex') : Buffer.from(bytes));
      const [result] = await desk.intake(shared(`btc-blocks/${name}`), { chain });
      const count = block.transactions?.length ?? 0;
      if (transactions !== null) expect(count).toBe(transactions);
      expect(result).toMatchObject({ blocks: 1, accepted: 1, new: 1, transactions: count, refused: [], headers: { from: null, anchoredTo: null } });
      const { found } = await desk.call('show.find', { text: block.getId() });
      expect(found[0]).toMatchObject({ kind: 'block', transactions: count, block: { height: null, state: 'unanchored' } });
      const last = block.transactions?.[count - 1] as Transaction;
      const shown = await desk.call('show.find', { text: last.getId() });
      expect(shown.found[0]).toMatchObject({ kind: 'transaction', grade: 'S', rawHex: last.toHex(), outputs: last.outs.map((output) => ({ valueSat: String(output.value) })) });
    });

    it('a block that is not of the chain named is refused', async () => {
      await newCase();
      const [result] = await desk.intake(shared('btc-blocks/block413567.raw'), { chain: 'regtest' });
      expect(result).toMatchObject({ accepted: 1, headers: { from: null } });
      await newCase();
      const [genesis] = await desk.intake(desk.write('two.dat', blockFile(first.slice(0, 3))), { chain: 'testnet3' });
      expect(genesis).toMatchObject({ accepted: 0, refused: [{ reason: 'header:otherNetwork' }, { reason: 'header:otherNetwork' }, { reason: 'header:otherNetwork' }] });
    });
  });

  describe('block 300025 with what its inputs spent', () => {
    const id300025 = () => displayId(sharedFile('btc-blocks/bcoin/block300025.raw').subarray(0, 80));
    function coins(): UndoCoin[][] {
      const block = Block.fromBuffer(Buffer.from(sharedFile('btc-blocks/bcoin/block300025.raw')));
      const list = Buffer.from(sharedFile('btc-blocks/bcoin/block300025-undo.raw'));
      let at = 0;
      const next = (): UndoCoin => {
        const valueSat = list.readBigUInt64LE(at);
        const length = list[at + 8] as number;
        expect(length).toBeLessThan(0xfd);
        const script = new Uint8Array(list.subarray(at + 9, at + 9 + length));
        at += 9 + length;
        return { valueSat, script, height: 300000, coinbase: false };
      };
      const grouped = (block.transactions ?? []).slice(1).map((transaction) => transaction.ins.map(next));
      expect(at).toBe(list.length);
      return grouped;
    }
    function writeFolder(name: string, spent: UndoCoin[][], key?: Uint8Array): string {
      const block = sharedFile('btc-blocks/bcoin/block300025.raw');
      const hide = (bytes: Uint8Array) => (key === undefined ? bytes : obfuscated(bytes, key));
      desk.write(`${name}/blk00000.dat`, hide(frameBlock(BITCOIN.magic, block)));
      desk.write(`${name}/rev00000.dat`, hide(frameUndo(BITCOIN.magic, encodeUndo(spent), block.subarray(4, 36))));
      if (key !== undefined) desk.write(`${name}/xor.dat`, key);
      return join(desk.folder, name);
    }

    it('every value is exact: fees add up to the coinbase beyond the subsidy', async () => {
      await newCase();
      // The block alone first: its undo data must still count when they come later.
      await desk.intake(shared('btc-blocks/bcoin/block300025.raw'), { chain: 'bitcoin' });
      const [result] = await desk.intake(writeFolder('with-undo', coins(), Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), { chain: 'bitcoin', anchor: `300025:${id300025()}` });
      expect(result).toMatchObject({ accepted: 1, new: 0, undo: 'values', headers: { from: 300025, to: 300025, anchoredTo: 'examiner:300025' } });
      const block = Block.fromBuffer(Buffer.from(sharedFile('btc-blocks/bcoin/block300025.raw')));
      const transactions = block.transactions ?? [];
      const spent = coins();
      let fees = 0n;
      for (const [i, transaction] of transactions.entries()) {
        const { found } = await desk.call('show.find', { text: transaction.getId() });
        const [view] = found;
        if (view?.kind !== 'transaction') throw new Error('not found');
        if (i === 0) continue;
        const inputs = view.inputs.map((input) => ({ valueSat: input.valueSat, grade: input.grade }));
        const inBlock = new Set(transactions.map((one) => one.getId()));
        expect(inputs, transaction.getId()).toEqual(
          (spent[i - 1] ?? []).map((coin, j) => {
            const parent = Buffer.from(transaction.ins[j]?.hash ?? []).reverse().toString('hex');
            return { valueSat: coin.valueSat.toString(), grade: inBlock.has(parent) ? 'P' : 'S' };
          }),
        );
        fees += BigInt(view.feeSat ?? 'x');
      }
      const created = (transactions[0]?.outs ?? []).reduce((sum, output) => sum + BigInt(output.value), 0n);
      expect(fees).toBe(created - 25_0000_0000n);
    }, 120_000);

    it('values of a trace over undo data are counted as on trust in its bag, and a bag does not prove them in the next case', async () => {
      await newCase();
      await desk.intake(writeFolder('trusting', coins()), { chain: 'bitcoin', anchor: `300025:${id300025()}` });
      const block = Block.fromBuffer(Buffer.from(sharedFile('btc-blocks/bcoin/block300025.raw')));
      const ids = new Set((block.transactions ?? []).map((one) => one.getId()));
      // A transaction whose output is spent in the same block, beside inputs from elsewhere where possible.
      const parents = (block.transactions ?? []).slice(1).flatMap((one) => one.ins.map((input) => ({ id: Buffer.from(input.hash).reverse().toString('hex'), index: input.index, others: one.ins.length })));
      const seed = parents.filter((parent) => ids.has(parent.id)).sort((a, b) => b.others - a.others)[0];
      const trace = await desk.call('trace.run', { from: [`${seed?.id}:${seed?.index}`], question: 'test' });
      const made = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'trustingBag')) });
      const report = await desk.call('evidence.verify', { bag: desk.grant(join(desk.folder, made.name)) });
      expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
      expect(made.counts.onTrust).toBeGreaterThan(0);
      await newCase();
      const [taken] = await desk.intake(join(desk.folder, made.name));
      expect(taken?.bag?.valuesOnTrust).toBe(made.counts.onTrust);
      expect(taken?.undo).toBe('none');
      const { found } = await desk.call('show.find', { text: seed?.id ?? '' });
      expect(found[0]).toMatchObject({ kind: 'transaction', grade: 'P', block: { height: 300025 }, feeSat: null });
      expect(trace.height).toBe(300025);
    });

    it('a rev file of other blocks gives no value and says nothing false', async () => {
      await newCase();
      const folder = writeFolder('foreign', coins());
      const block = sharedFile('btc-blocks/bcoin/block426884.raw');
      desk.write('foreign/blk00000.dat', frameBlock(BITCOIN.magic, block));
      expect((await desk.intake(folder, { chain: 'bitcoin' }))[0]).toMatchObject({ accepted: 1, undo: 'none' });
    });

    it('undo data that do not fit the block are reported and left out', async () => {
      await newCase();
      const short = coins();
      short[5] = (short[5] ?? []).slice(1);
      expect((await desk.intake(writeFolder('misfit', short), { chain: 'bitcoin' }))[0]).toMatchObject({ accepted: 1, undo: 'none', rejectedRows: [{ reason: 'undoCount' }] });
    });

    it('a transaction with a merkleblock, as binary and as text, stands at grade P with unknown spending', async () => {
      await newCase();
      const proof = Buffer.from(sharedFile('btc-blocks/bcoin/merkle300025.raw'));
      const block = Block.fromBuffer(Buffer.from(sharedFile('btc-blocks/bcoin/block300025.raw')));
      const leaves = (block.transactions ?? []).filter((one) => proof.includes(Buffer.from(one.getHash())));
      expect(leaves.length).toBeGreaterThan(0);
      const paths = leaves.map((one, i) => desk.write(`leaf${i}.hex`, `${one.toHex()}\n`));
      const [result] = await desk.intake([desk.write('proof.hex', proof.toString('hex')), ...paths], { chain: 'bitcoin', anchor: `300025:${id300025()}` });
      expect(result).toMatchObject({ mode: 'transactions', blocks: 0 });
      expect(result?.transactions).toBeGreaterThan(0);
      expect((result?.transactions ?? 0) + (result?.rejectedRows.length ?? 0)).toBe(leaves.length);
      const rejected = new Set(result?.rejectedRows.map((row) => row.text));
      const proven = leaves.find((one) => !rejected.has(one.getId())) as Transaction;
      const { found } = await desk.call('show.find', { text: proven.getId() });
      expect(found[0]).toMatchObject({ kind: 'transaction', grade: 'P', block: { height: 300025 }, outputs: proven.outs.map(() => ({ spending: 'unknown' })) });
      // Without any proof it is not taken.
      const alone = (block.transactions ?? [])[40] as Transaction;
      expect((await desk.intake(desk.write('alone.hex', alone.toHex())))[0]).toMatchObject({ transactions: 0, rejectedRows: [{ reason: 'noProof' }] });
    });

    it('an Electrum proof needs the header of its height, and one wrong hash refuses it', async () => {
      const block = Block.fromBuffer(Buffer.from(sharedFile('btc-blocks/bcoin/block300025.raw')));
      const transactions = block.transactions ?? [];
      const position = 7;
      const merkle: string[] = [];
      let level: Buffer[] = transactions.map((one) => Buffer.from(one.getHash()));
      for (let at = position; level.length > 1; at >>= 1) {
        if (level.length % 2 === 1) level.push(level.at(-1) as Buffer);
        merkle.push(Buffer.from(level[at ^ 1] as Buffer).reverse().toString('hex'));
        level = Array.from({ length: level.length / 2 }, (_, i) => sha256d(Buffer.concat([level[2 * i] as Buffer, level[2 * i + 1] as Buffer])));
      }
      const transaction = transactions[position] as Transaction;
      const answer = { tx_hash: transaction.getId(), block_height: 300025, pos: position, merkle };
      const raw = desk.write('electrum.hex', transaction.toHex());
      const good = desk.write('electrum.json', JSON.stringify(answer));
      await newCase();
      const header = desk.write('header.hex', Buffer.from(sharedFile('btc-blocks/bcoin/block300025.raw').subarray(0, 80)).toString('hex'));
      const [headers] = await desk.intake(header, { chain: 'bitcoin', anchor: `300025:${id300025()}` });
      expect(headers).toMatchObject({ mode: 'headers', headers: { from: 300025, to: 300025 } });
      const wrong = desk.write('wrong.json', JSON.stringify({ ...answer, merkle: merkle.with(3, '00'.repeat(32)) }));
      expect((await desk.intake([raw, wrong]))[0]).toMatchObject({ transactions: 0, rejectedRows: [{ text: transaction.getId() }] });
      const nowhere = desk.write('nowhere.json', JSON.stringify({ ...answer, block_height: 300026 }));
      expect((await desk.intake([raw, nowhere]))[0]).toMatchObject({ transactions: 0, rejectedRows: [{ reason: 'noHeader' }] });
      expect((await desk.intake([raw, good]))[0]).toMatchObject({ transactions: 1, new: 1, rejectedRows: [] });
      const { found } = await desk.call('show.find', { text: '300025' });
      expect(found[0]).toMatchObject({ kind: 'block', txids: [transaction.getId()] });
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
      ['empty.dat', new Uint8Array(0), 'intake.unrecognised'],
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
