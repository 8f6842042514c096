// Single pieces of real data: blocks, transactions with their proofs, and a block with what its inputs spent. Figures are held
// against bitcoinjs-lib or against the data itself.
import { join } from 'node:path';
import { Block, type Transaction } from 'bitcoinjs-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BITCOIN, encodeUndo, frameBlock, frameUndo, type UndoCoin } from '../../main/engine/chains/index.ts';
import { framed } from '../vectors/realBlocks.ts';
import { SHARED_DATA, sharedFile } from '../vectors/sharedData.ts';
import { type Desk, openDesk, shared } from './desk.ts';
import { blockFile, displayId, obfuscated, sha256d } from './pieces.ts';

describe.skipIf(SHARED_DATA === null)('single pieces of real data', () => {
  let desk: Desk;
  let first: readonly Uint8Array[] = [];
  let cases = 0;
  const newCase = async () => desk.newCase(`case${++cases}`);
  beforeAll(async () => {
    desk = await openDesk();
    first = framed(sharedFile('btc-blocks/bitcoinj/first-100k-blocks.dat'));
  });
  afterAll(async () => desk.end());

  describe('single blocks', () => {
    it.each([
      ['block413567.raw', 'bitcoin', 1557],
      ['rust-bitcoin/block_13b8a.hex', 'bitcoin', null],
      ['bcoin/block482683.raw', 'bitcoin', null],
      ['bitcoinj/block169482.dat', 'bitcoin', null],
    ])('%s', async (name, chain, transactions) => {
      await newCase();
      const bytes = sharedFile(`btc-blocks/${name}`);
      const block = Block.fromBuffer(
        name.endsWith('.hex') ? Buffer.from(Buffer.from(bytes).toString('latin1').trim(), 'hex') : Buffer.from(bytes),
      );
      const [result] = await desk.intake(shared(`btc-blocks/${name}`), { chain });
      const count = block.transactions?.length ?? 0;
      if (transactions !== null) expect(count).toBe(transactions);
      expect(result).toMatchObject({
        blocks: 1,
        accepted: 1,
        new: 1,
        transactions: count,
        refused: [],
        headers: { from: null, anchoredTo: null },
      });
      const { found } = await desk.call('show.find', { text: block.getId() });
      expect(found[0]).toMatchObject({ kind: 'block', transactions: count, block: { height: null, state: 'unanchored' } });
      const last = block.transactions?.[count - 1] as Transaction;
      const shown = await desk.call('show.find', { text: last.getId() });
      expect(shown.found[0]).toMatchObject({
        kind: 'transaction',
        grade: 'S',
        rawHex: last.toHex(),
        outputs: last.outs.map((output) => ({ valueSat: String(output.value) })),
      });
    });

    it('a block that is not of the chain named is refused', async () => {
      await newCase();
      const [result] = await desk.intake(shared('btc-blocks/block413567.raw'), { chain: 'regtest' });
      expect(result).toMatchObject({ accepted: 1, headers: { from: null } });
      await newCase();
      const [genesis] = await desk.intake(desk.write('two.dat', blockFile(first.slice(0, 3))), { chain: 'testnet3' });
      expect(genesis).toMatchObject({
        accepted: 0,
        refused: [{ reason: 'header:otherNetwork' }, { reason: 'header:otherNetwork' }, { reason: 'header:otherNetwork' }],
      });
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
      const [result] = await desk.intake(writeFolder('with-undo', coins(), Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), {
        chain: 'bitcoin',
        anchor: `300025:${id300025()}`,
      });
      expect(result).toMatchObject({
        accepted: 1,
        new: 0,
        undo: 'values',
        headers: { from: 300025, to: 300025, anchoredTo: 'examiner:300025' },
      });
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
            const parent = Buffer.from(transaction.ins[j]?.hash ?? [])
              .reverse()
              .toString('hex');
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
      const parents = (block.transactions ?? [])
        .slice(1)
        .flatMap((one) =>
          one.ins.map((input) => ({ id: Buffer.from(input.hash).reverse().toString('hex'), index: input.index, others: one.ins.length })),
        );
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
      const several = short.findIndex((inputs) => inputs.length > 1);
      short[several] = (short[several] ?? []).slice(1);
      expect((await desk.intake(writeFolder('misfit', short), { chain: 'bitcoin' }))[0]).toMatchObject({
        accepted: 1,
        undo: 'none',
        rejectedRows: [{ reason: 'undoCount' }],
      });
    });

    it('a transaction with a merkleblock, as binary and as text, stands at grade P with unknown spending', async () => {
      await newCase();
      const proof = Buffer.from(sharedFile('btc-blocks/bcoin/merkle300025.raw'));
      const block = Block.fromBuffer(Buffer.from(sharedFile('btc-blocks/bcoin/block300025.raw')));
      const leaves = (block.transactions ?? []).filter((one) => proof.includes(Buffer.from(one.getHash())));
      expect(leaves.length).toBeGreaterThan(0);
      const paths = leaves.map((one, i) => desk.write(`leaf${i}.hex`, `${one.toHex()}\n`));
      const [result] = await desk.intake([desk.write('proof.hex', proof.toString('hex')), ...paths], {
        chain: 'bitcoin',
        anchor: `300025:${id300025()}`,
      });
      expect(result).toMatchObject({ mode: 'transactions', blocks: 0 });
      expect(result?.transactions).toBeGreaterThan(0);
      expect((result?.transactions ?? 0) + (result?.rejectedRows.length ?? 0)).toBe(leaves.length);
      const rejected = new Set(result?.rejectedRows.map((row) => row.text));
      const proven = leaves.find((one) => !rejected.has(one.getId())) as Transaction;
      const { found } = await desk.call('show.find', { text: proven.getId() });
      expect(found[0]).toMatchObject({
        kind: 'transaction',
        grade: 'P',
        block: { height: 300025 },
        outputs: proven.outs.map(() => ({ spending: 'unknown' })),
      });
      // Without any proof it is not taken.
      const alone = (block.transactions ?? [])[40] as Transaction;
      expect((await desk.intake(desk.write('alone.hex', alone.toHex())))[0]).toMatchObject({
        transactions: 0,
        rejectedRows: [{ reason: 'noProof' }],
      });
    });

    it('an Electrum proof needs the header of its height, and one wrong hash refuses it', async () => {
      const block = Block.fromBuffer(Buffer.from(sharedFile('btc-blocks/bcoin/block300025.raw')));
      const transactions = block.transactions ?? [];
      const position = 7;
      const merkle: string[] = [];
      let level: Buffer[] = transactions.map((one) => Buffer.from(one.getHash()));
      for (let at = position; level.length > 1; at >>= 1) {
        if (level.length % 2 === 1) level.push(level.at(-1) as Buffer);
        merkle.push(
          Buffer.from(level[at ^ 1] as Buffer)
            .reverse()
            .toString('hex'),
        );
        level = Array.from({ length: level.length / 2 }, (_, i) =>
          sha256d(Buffer.concat([level[2 * i] as Buffer, level[2 * i + 1] as Buffer])),
        );
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
});
