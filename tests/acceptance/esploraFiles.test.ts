// Transactions as Esplora's JSON: taken in where a proof or a block shows them, refused row by row otherwise. The files and the proofs are
// written here from bitcoinjs-lib's reading of the practice chain's blocks.
import { join } from 'node:path';
import { address, Block, networks, Transaction } from 'bitcoinjs-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedStory, simulateStory } from '../../main/engine/learn/index.ts';
import { type EsploraPlace, esploraOf } from '../fixtures/esploraForm.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';
import { displayId, joined, sha256d } from './pieces.ts';

interface Placed {
  readonly transaction: Transaction;
  readonly place: EsploraPlace;
  readonly siblings: readonly Transaction[];
  readonly position: number;
}

const shown = (hash: Uint8Array): string => Buffer.from(hash).reverse().toString('hex');

describe('transactions as Esplora writes them', () => {
  let desk: Desk;
  let story: SimulatedStory;
  let cases = 0;
  const placed = new Map<string, Placed>();
  const newCase = () => desk.newCase(`case${++cases}`);
  beforeAll(async () => {
    desk = await openDesk();
    story = simulateStory();
    story.blocks.forEach((bytes, height) => {
      const block = Block.fromBuffer(Buffer.from(bytes));
      const siblings = block.transactions ?? [];
      const place = { hash: displayId(bytes.subarray(0, 80)), height, time: block.timestamp };
      siblings.forEach((transaction, position) => placed.set(transaction.getId(), { transaction, place, siblings, position }));
    });
  }, 120_000);
  afterAll(async () => desk.end());

  const of = (txid: string): Placed => {
    const one = placed.get(txid);
    if (one === undefined) throw new Error(`no ${txid}`);
    return one;
  };
  const spenderOf = (outpoint: string): Placed | undefined =>
    [...placed.values()].find(({ transaction }) => transaction.ins.some(({ hash, index }) => `${shown(hash)}:${index}` === outpoint));
  const recordOf = ({ transaction, place }: Placed) => {
    const spent = (input: number) => {
      const { hash, index } = transaction.ins[input] as Transaction['ins'][number];
      const coin = of(shown(hash)).transaction.outs[index] as Transaction['outs'][number];
      return { script: coin.script, valueSat: BigInt(coin.value) };
    };
    return esploraOf(transaction, place, { network: networks.regtest, spent });
  };
  const headers = () => desk.write('headers.hex', Buffer.from(joined(story.blocks.map((block) => block.subarray(0, 80)))).toString('hex'));
  const proofOf = ({ transaction, place, siblings, position }: Placed): string => {
    const merkle: string[] = [];
    let level: Buffer[] = siblings.map((one) => Buffer.from(one.getHash()));
    for (let at = position; level.length > 1; at >>= 1) {
      if (level.length % 2 === 1) level.push(level.at(-1) as Buffer);
      merkle.push(shown(level[at ^ 1] as Buffer));
      level = Array.from({ length: level.length / 2 }, (_, i) =>
        sha256d(Buffer.concat([level[2 * i] as Buffer, level[2 * i + 1] as Buffer])),
      );
    }
    const answer = { tx_hash: transaction.getId(), block_height: place.height, pos: position, merkle };
    return desk.write(`proof-${transaction.getId()}.json`, JSON.stringify(answer));
  };
  /** The theft's outpoint, its transaction and the one that spends it. */
  const theft = () => {
    const { outpoint } = story.truth.theft.stolenOutpoints.find(({ outpoint }) => spenderOf(outpoint) !== undefined) as {
      outpoint: string;
    };
    const next = spenderOf(outpoint) as Placed;
    return { outpoint, stolen: of(outpoint.split(':')[0] as string), next };
  };

  it('with their proofs they are taken in, shown with the bytes they had, and traced', async () => {
    await newCase();
    const { outpoint, stolen, next } = theft();
    await desk.intake(headers(), { chain: 'regtest' });
    const file = desk.write('txs.json', JSON.stringify([recordOf(next), recordOf(stolen), recordOf(next)], null, 2));
    const [result] = await desk.intake([file, proofOf(stolen), proofOf(next)]);
    expect(result).toMatchObject({ mode: 'transactions', transactions: 2, new: 2, rejectedRows: [] });
    for (const { transaction, place } of [stolen, next]) {
      const { found } = await desk.call('show.find', { text: transaction.getId() });
      expect(found[0]).toMatchObject({
        kind: 'transaction',
        grade: 'P',
        rawHex: transaction.toHex(),
        block: { height: place.height },
        outputs: transaction.outs.map(({ value }) => ({ valueSat: String(value) })),
      });
    }
    const traced = await desk.call('trace.run', { from: [outpoint], question: 'where did it go' });
    expect(JSON.stringify(traced)).toContain(next.transaction.getId());
    const made = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'esploraBag')) });
    const report = await desk.call('evidence.verify', { bag: desk.grant(join(desk.folder, made.name)) });
    expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
  });

  it('alone they are listed row by row, as one a line and in UTF-16 too, and nothing is claimed', async () => {
    await newCase();
    const { stolen, next } = theft();
    const lines = [stolen, next].map((one) => JSON.stringify(recordOf(one))).join('\n');
    const rows = [stolen, next].map(({ transaction }, i) => ({ row: i + 1, reason: 'statedPlace', text: transaction.getId() }));
    // Addresses bcrt1… are of regtest alone: nothing has to be asked.
    expect((await desk.intake(desk.write('lines.jsonl', lines)))[0]).toMatchObject({ transactions: 0, rejectedRows: rows });
    const utf16 = desk.write('wide.json', Buffer.from(`\ufeff[${lines.replace('\n', ',')}]`, 'utf16le'));
    expect((await desk.intake(utf16))[0]).toMatchObject({ transactions: 0, rejectedRows: rows });
    expect((await desk.call('show.find', { text: next.transaction.getId() })).found).toEqual([]);
  });

  it('what the case holds with its block needs no proof again; a block it is not in is told', async () => {
    await newCase();
    const { stolen, next } = theft();
    await desk.intake(desk.write('blk00000.dat', Buffer.concat(story.blocks.map((block) => regtestFrame(block)))), { chain: 'regtest' });
    const elsewhere = { ...recordOf(next), status: { ...recordOf(next).status, block_hash: stolen.place.hash } };
    const unknown = { ...recordOf(next), txid: next.transaction.getId(), status: { confirmed: false } };
    const [result] = await desk.intake(desk.write('held.json', JSON.stringify([recordOf(stolen), elsewhere])));
    expect(result).toMatchObject({ transactions: 1, new: 0, rejectedRows: [{ row: 2, reason: 'notInStatedBlock' }] });
    expect((await desk.intake(desk.write('pool.json', JSON.stringify(unknown))))[0]).toMatchObject({
      transactions: 0,
      rejectedRows: [{ row: 1, reason: 'unconfirmed' }],
    });
  });

  it('a row that was changed is refused and the others are taken; another block than the proof shows is told', async () => {
    await newCase();
    const { stolen, next } = theft();
    await desk.intake(headers(), { chain: 'regtest' });
    const [first, ...others] = recordOf(stolen).vout;
    const forged = { ...recordOf(stolen), vout: [{ ...first, value: (first?.value ?? 0) + 1 }, ...others] };
    const moved = { ...recordOf(next), status: { ...recordOf(next).status, block_hash: stolen.place.hash } };
    const foreign = JSON.parse(JSON.stringify(recordOf(stolen))) as ReturnType<typeof recordOf>;
    for (const output of foreign.vout) output.scriptpubkey_address = address.toBech32(new Uint8Array(20), 0, 'bc');
    const file = desk.write('mixed.json', JSON.stringify([forged, moved, foreign]));
    const [result] = await desk.intake([file, proofOf(next), proofOf(stolen)], { chain: 'regtest' });
    expect(result).toMatchObject({ transactions: 1, new: 1 });
    expect(result?.rejectedRows.map(({ row, reason }) => [row, reason])).toEqual(
      expect.arrayContaining([
        [1, 'rebuiltTxid'],
        [2, 'otherBlockStated'],
        [3, 'otherNetwork'],
      ]),
    );
    for (const status of [{ block_height: next.place.height + 1 }, { block_time: next.place.time + 1 }]) {
      const told = { ...recordOf(next), status: { ...recordOf(next).status, ...status } };
      const [again] = await desk.intake([desk.write('told.json', JSON.stringify(told)), proofOf(next)]);
      expect(again).toMatchObject({ transactions: 1, new: 0, rejectedRows: [{ row: 1, reason: 'otherBlockStated' }] });
    }
  });

  it('a file of nothing but wrong rows is refused, with the first of them', async () => {
    await newCase();
    const { stolen } = theft();
    const { locktime: _, ...without } = recordOf(stolen);
    expect(await faultOf(desk.intake(desk.write('wrong.json', JSON.stringify(without))))).toMatchObject({
      code: 'intake.malformed',
      parameters: { row: 1, reason: 'part:locktime' },
    });
    const deep = `{"txid":"${'00'.repeat(32)}","vin":[{"scriptsig":${'['.repeat(5000)}${']'.repeat(5000)}}],"vout":[]}`;
    expect(await faultOf(desk.intake(desk.write('deep.json', deep)))).toMatchObject({ code: 'intake.malformed' });
    expect(await faultOf(desk.intake(desk.write('cut.json', JSON.stringify([recordOf(stolen)]).slice(0, -9))))).toMatchObject({
      code: 'intake.malformed',
    });
  });

  it('an address decides the network, and no output holds more than its network has', async () => {
    await newCase();
    const transaction = new Transaction();
    transaction.addInput(Buffer.alloc(32, 7), 0);
    transaction.addOutput(Buffer.from(`0014${'11'.repeat(20)}`, 'hex'), 3_000_000_000_000_000n);
    const place = { hash: 'ab'.repeat(32), height: 5, time: 6 };
    const litecoin = { ...networks.bitcoin, bech32: 'ltc' };
    const named = desk.write('ltc.json', JSON.stringify(esploraOf(transaction, place, { network: litecoin })));
    expect((await desk.intake(named))[0]).toMatchObject({
      chain: 'bip122:12a765e31ffd4059bada1e25190f6e98',
      rejectedRows: [{ row: 1, reason: 'statedPlace' }],
    });
    await newCase();
    const bare = esploraOf(transaction, place, { network: litecoin });
    for (const output of bare.vout) delete output.scriptpubkey_address;
    const [result] = await desk.intake(desk.write('bare.json', JSON.stringify(bare)), { chain: 'bitcoin' });
    expect(result).toMatchObject({ rejectedRows: [{ row: 1, reason: 'rebuilt:value' }] });
  });

  it('asks for the network where the addresses leave it open', async () => {
    await newCase();
    const { transaction, place } = theft().next;
    const named = esploraOf(transaction, place, { network: networks.testnet });
    expect(await faultOf(desk.intake(desk.write('open.json', JSON.stringify(named))))).toMatchObject({
      code: 'usage.chainRequired',
      parameters: { hint: expect.stringContaining('testnet4') as string },
    });
  });
});

const regtestFrame = (block: Uint8Array): Uint8Array => {
  const frame = Buffer.from('fabfb5da00000000', 'hex');
  frame.writeUInt32LE(block.length, 4);
  return Buffer.concat([frame, block]);
};
