// Folders as nodes leave them: the practice story's (forks, late blocks, XOR, allocated zeros) through the whole intake, and
// files that a real litecoind wrote.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256d } from '../../main/engine/chains/index.ts';
import { probePath, recognise } from '../../main/engine/intake/index.ts';
import { checkBlock, newBlockReader } from '../fixtures/checkedBlock.ts';
import { frameBlock, LITECOIN_REGTEST, REGTEST } from '../../main/engine/chains/index.ts';
import { simulateStory, writeNodeFolder } from '../../main/engine/learn/index.ts';
import { type LitecoinNode, litecoindInstalled, startLitecoin } from '../vectors/litecoinNode.ts';
import { SHARED_DATA } from '../vectors/sharedData.ts';
import { type Desk, faultOf, openDesk, shared } from './desk.ts';

describe('a node folder of the practice story', () => {
  const story = simulateStory();
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(async () => desk.end());
  const write = (name: string, files: ReadonlyMap<string, Uint8Array>) => {
    for (const [path, bytes] of files) desk.write(`${name}/${path}`, bytes);
    return join(desk.folder, name);
  };
  const trace = async () => {
    const { resultDigest, inputsDigest, policies } = await desk.call('trace.run', {
      from: story.truth.theft.stolenOutpoints.map((stolen) => stolen.outpoint),
      question: 'test',
    });
    return {
      digests: { resultDigest, inputsDigest },
      held: Object.fromEntries(Object.entries(policies).map(([id, outcome]) => [id, outcome.totalSat])),
    };
  };

  it('gives the same result obfuscated, plain, with allocated zeros, and block by block in reverse', async () => {
    const total = story.blocks.length + story.staleBlocks.length;
    await desk.newCase('obfuscated');
    const [whole] = await desk.intake(write('node1', writeNodeFolder(story, { xor: true, preallocatedBytes: 100_000 })));
    expect(whole).toMatchObject({
      mode: 'takenIn',
      blocks: total,
      accepted: total,
      new: total,
      stale: story.staleBlocks.length,
      refused: [],
      undo: 'values',
      rejectedRows: [],
    });
    expect(whole?.headers).toMatchObject({ from: 0, to: story.blocks.length - 1, anchoredTo: 'genesis:0', cheap: true });
    const expected = await trace();

    await desk.newCase('plain');
    await desk.intake(join(write('node2', writeNodeFolder(story)), 'blocks'));
    expect(await trace()).toEqual(expected);

    await desk.newCase('reversed');
    const halves = [
      story.blocks.slice(100).reverse(),
      [...story.staleBlocks.map((stale) => stale.bytes), ...story.blocks.slice(0, 100).reverse()],
    ];
    const paths = halves.map((blocks, i) =>
      desk.write(`half${i}.dat`, Buffer.concat(blocks.map((block) => frameBlock(REGTEST.magic, block)))),
    );
    // The magic is regtest's, but magic never decides: Litecoin's regtest has the same.
    expect(await faultOf(desk.intake(paths[0] as string))).toMatchObject({ code: 'usage.chainRequired', parameters: { hint: 'regtest' } });
    await desk.intake(paths[0] as string, { chain: 'regtest' });
    await desk.intake(paths[1] as string);
    expect(await trace()).toEqual(expected);
    expect((await desk.call('case.info', {})).training).toBe(true);
  }, 120_000);

  it('finds every undo record in whatever order a node wrote them, siblings told apart by their shape', async () => {
    const files = new Map(writeNodeFolder(story));
    const rev = files.get('blocks/rev00000.dat') as Uint8Array;
    const records: Uint8Array[] = [];
    for (let at = 0; at < rev.length; ) {
      const length = 8 + new DataView(rev.buffer, rev.byteOffset + at).getUint32(4, true) + 32;
      records.push(rev.subarray(at, at + length));
      at += length;
    }
    await desk.newCase('undo in order');
    await desk.intake(write('node3', files));
    const expected = await trace();
    files.set('blocks/rev00000.dat', Buffer.concat(records.reverse()));
    await desk.newCase('undo reversed');
    expect((await desk.intake(write('node4', files)))[0]).toMatchObject({ undo: 'values', rejectedRows: [] });
    expect(await trace()).toEqual(expected);
  }, 120_000);

  it('its bag says practice, and practice does not mix with real blocks', async () => {
    await desk.reopen('obfuscated');
    const made = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'practiceBag')) });
    const path = join(desk.folder, made.name);
    const report = await desk.call('evidence.verify', { bag: desk.grant(path), fingerprint: made.fingerprint });
    expect(report).toMatchObject({ ok: true, training: true, firstLine: 'training material: proves nothing about real coins' });
    expect((await desk.call('evidence.verify', { bag: desk.grant(path), asEvidence: true })).ok).toBe(false);
    await desk.newCase('from the bag');
    expect((await desk.intake(path))[0]).toMatchObject({ mode: 'bag', rejectedRows: [] });
    expect((await desk.call('case.info', {})).training).toBe(true);
    if (SHARED_DATA !== null)
      expect((await faultOf(desk.intake(shared('btc-blocks/bitcoinj/first-100k-blocks.dat')))).code).toBe('intake.trainingMixed');
  }, 120_000);
});

describe.skipIf(!litecoindInstalled())('files that litecoind wrote', () => {
  let node: LitecoinNode;
  beforeAll(async () => {
    node = await startLitecoin();
    await node.call('createwallet', 'w');
    const address = await node.call<string>('getnewaddress', '', 'legacy');
    await node.call('generatetoaddress', 105, address);
    for (let round = 0; round < 3; round++) {
      for (const kind of ['legacy', 'p2sh-segwit', 'bech32'])
        await node.call('sendtoaddress', await node.call<string>('getnewaddress', '', kind), 1.25 + round);
      await node.call('generatetoaddress', 1, address);
    }
  }, 120_000);
  afterAll(() => node?.remove());

  it('frame and undo data are read: fees from undo values are what the node says', async () => {
    const top = await node.call<number>('getblockcount');
    const expected = new Map<string, { transactions: number; totalfee: number }>();
    for (let height = 0; height <= top; height++) {
      const hash = await node.call<string>('getblockhash', height);
      const stats = await node
        .call<{ txs: number; totalfee: number }>('getblockstats', height, ['txs', 'totalfee'])
        .catch(() => ({ txs: 1, totalfee: 0 }));
      expected.set(hash, { transactions: stats.txs, totalfee: stats.totalfee });
    }
    await node.stop();
    const probe = probePath(join(node.folder, 'regtest', 'blocks'));
    const importer = recognise(probe);
    expect(importer.id).toBe('coreBlocks');
    const material = await importer.read(probe, { report: () => undefined, signal: new AbortController().signal });
    try {
      expect(material.blocks).toHaveLength(expected.size);
      expect(material.rejected).toEqual([]);
      const reader = newBlockReader(material, LITECOIN_REGTEST.transactionForm);
      let withFees = 0;
      material.blocks.forEach((place, number) => {
        const id = Buffer.from(sha256d(place.header)).reverse().toString('hex');
        const block = checkBlock(material, reader, number);
        if (typeof block === 'string') throw new Error(block);
        expect(block.refusal).toBeNull();
        expect(block.columns.txCount, id).toBe(expected.get(id)?.transactions);
        if (block.columns.txCount === 1) return;
        expect(block.undo?.count).toBe(block.columns.inCount - 1);
        let fees = (block.undo?.valueSat ?? new BigUint64Array()).slice(0, block.undo?.count).reduce((sum, value) => sum + value, 0n);
        for (let out = block.columns.txOutStart[1] as number; out < block.columns.outCount; out++)
          fees -= block.columns.outValue[out] as bigint;
        expect(fees).toBe(BigInt(expected.get(id)?.totalfee ?? -1));
        withFees++;
      });
      expect(withFees).toBe(3);
    } finally {
      for (const file of material.files) file.close();
    }
  }, 60_000);
});
