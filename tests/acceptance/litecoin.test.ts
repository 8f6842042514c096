// A chain that litecoind mines past the activation of its extension block, through the whole program: every block read, its work
// checked with scrypt, ids and spent values equal to the node's, taken in, traced, exported and verified; forged work is refused.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHeaderChain, decodeTransaction, frameBlock, LITECOIN_REGTEST } from '../../main/engine/chains/index.ts';
import { checkBlock, newBlockReader } from '../fixtures/checkedBlock.ts';
import { probePath, recognise } from '../../main/engine/intake/index.ts';
import { displayHash, hex } from '../../shared/model/bytes.ts';
import {
  FIRST_MWEB_HEIGHT,
  type LitecoinNode,
  litecoindInstalled,
  mineMwebChain,
  type MwebChain,
  startLitecoin,
} from '../vectors/litecoinNode.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

interface PrintedOutput {
  readonly value: number;
  readonly scriptPubKey: { readonly hex: string; readonly type: string; readonly addresses?: readonly string[] };
}
interface PrintedTransaction {
  readonly txid: string;
  readonly hash: string;
  readonly hex: string;
  readonly weight: number;
  readonly vin: readonly { readonly txid?: string; readonly vout: number }[];
  readonly vout: readonly PrintedOutput[];
}
interface PrintedBlock {
  readonly hash: string;
  readonly chainwork: string;
  readonly tx: readonly PrintedTransaction[];
  readonly mweb?: { readonly hash: string };
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ pubkeyhash: 'p2pkh', witness_v0_keyhash: 'p2wpkh', nulldata: 'nulldata', pubkey: 'p2pk' },
  ...{ witness_mweb_pegin: 'mweb_pegin', witness_mweb_hogaddr: 'mweb_hogaddr' },
};
const inSatoshi = (value: number): bigint => BigInt(Math.round(value * 1e8));

describe.skipIf(!litecoindInstalled())('a chain that litecoind wrote, with its extension block', () => {
  let node: LitecoinNode;
  let chain: MwebChain;
  let desk: Desk;
  let proofOfHogEx = '';
  const printed = new Map<string, PrintedBlock>();
  const made = new Map<string, PrintedTransaction>();
  beforeAll(async () => {
    desk = await openDesk();
    node = await startLitecoin();
    chain = await mineMwebChain(node);
    for (let height = 0; height <= chain.top; height++) {
      const block = await node.call<PrintedBlock>('getblock', await node.call<string>('getblockhash', height), 2);
      printed.set(block.hash, block);
      for (const transaction of block.tx) made.set(transaction.txid, transaction);
    }
    proofOfHogEx = await node.call<string>('gettxoutproof', [chain.pegOut.slice(0, 64)]);
    await node.stop();
  }, 240_000);
  afterAll(async () => {
    node?.remove();
    await desk?.end();
  });
  const blocksFolder = () => join(node.folder, 'regtest', 'blocks');

  it('every block, transaction, output type and spent value is what the node says', async () => {
    const probe = probePath(blocksFolder());
    const material = await recognise(probe).read(probe, { report: () => undefined, signal: new AbortController().signal });
    try {
      expect(material.rejected).toEqual([]);
      expect(material.blocks).toHaveLength(chain.top + 1);
      const records = Buffer.concat(material.blocks.map(({ header }) => header));
      const headers = buildHeaderChain(LITECOIN_REGTEST, records);
      const tip = printed.get(displayHash(headers.hashes.subarray(headers.tip * 32, headers.tip * 32 + 32)));
      expect(headers.chainWork(headers.tip)).toBe(BigInt(`0x${tip?.chainwork}`));
      expect(headers.height[headers.tip]).toBe(chain.top);

      const reader = newBlockReader(material, LITECOIN_REGTEST.transactionForm);
      let extended = 0;
      let spent = 0;
      material.blocks.forEach((place, number) => {
        const header = headers.numberOfInput[number] as number;
        expect(headers.state(header)).toBe('active');
        const wanted = printed.get(displayHash(headers.hashes.subarray(header * 32, header * 32 + 32))) as PrintedBlock;
        const block = checkBlock(material, reader, number);
        if (typeof block === 'string') throw new Error(`${wanted.hash} ${block}`);
        expect(block.refusal).toBeNull();
        const { columns, bytes } = block;
        expect(place.length).toBe(bytes.length);
        expect(columns.mweb).toBe(wanted.mweb === undefined ? 'none' : 'hogEx');
        if (wanted.mweb !== undefined) extended++;
        const spentSat: bigint[] = [];
        wanted.tx.forEach((transaction, i) => {
          expect(displayHash(block.txids.subarray(i * 32, i * 32 + 32))).toBe(transaction.txid);
          const raw = bytes.slice(columns.txStart[i], columns.txEnd[i]);
          expect(hex(raw)).toBe(transaction.hex);
          const decoded = decodeTransaction(raw, LITECOIN_REGTEST.transactionForm);
          expect(decoded).toMatchObject({ txid: transaction.txid, wtxid: transaction.hash, weight: transaction.weight });
          transaction.vout.forEach((output, n) => {
            const own = decoded.outputs[n] as { valueSat: bigint; script: Uint8Array };
            expect([own.valueSat, hex(own.script)]).toEqual([inSatoshi(output.value), output.scriptPubKey.hex]);
            const reading = LITECOIN_REGTEST.readScript(own.script);
            expect(reading.type).toBe(TYPES[output.scriptPubKey.type]);
            if (reading.type !== 'p2pk') expect(reading.address).toBe(output.scriptPubKey.addresses?.[0] ?? null);
          });
          if (i === 0) return;
          for (const { txid = '', vout } of transaction.vin)
            spentSat.push(inSatoshi(((made.get(txid) as PrintedTransaction).vout[vout] as PrintedOutput).value));
        });
        if (wanted.tx.length === 1) return;
        expect([...(block.undo?.valueSat.slice(0, block.undo.count) ?? [])]).toEqual(spentSat);
        spent += spentSat.length;
      });
      expect(extended).toBe(chain.top + 1 - FIRST_MWEB_HEIGHT);
      expect(spent).toBeGreaterThan(12);
      const out = made.get(chain.pegOut.slice(0, 64)) as PrintedTransaction;
      expect(out.vout[0]?.scriptPubKey.type).toBe('witness_mweb_hogaddr');
      expect(made.get(chain.spending)?.vin[0]?.txid).toBe(out.txid);
    } finally {
      for (const file of material.files) file.close();
    }
  }, 120_000);

  it('is taken in by its first block alone, traced, exported, and verified by the other implementation', async () => {
    await desk.newCase('litecoin');
    const [taken] = await desk.intake(blocksFolder());
    expect(taken).toMatchObject({
      chain: LITECOIN_REGTEST.id,
      blocks: chain.top + 1,
      accepted: chain.top + 1,
      refused: [],
      rejectedRows: [],
    });
    expect(taken).toMatchObject({ undo: 'values', headers: { from: 0, to: chain.top, anchoredTo: 'genesis:0', cheap: true } });

    const { found } = await desk.call('show.find', { text: chain.pegOut.slice(0, 64) });
    const [shown] = found;
    if (shown?.kind !== 'transaction') throw new Error('the HogEx is not shown');
    expect(shown.outputs.map(({ type, address }) => [type, address === null])).toEqual([
      ['mweb_hogaddr', true],
      ['p2pkh', false],
    ]);

    const out = await desk.call('trace.run', { from: [chain.pegOut], question: 'where did what came out go?' });
    expect(out.policies['fifo']?.holdings).toMatchObject([{ outpoint: `${chain.spending}:0`, amountSat: '749900000' }]);
    const into = await desk.call('trace.run', { from: [`${chain.pegIn}:0`], question: 'what becomes of what went in?' });
    expect(into.policies['haircut']?.totalSat).not.toBe('0');

    const bag = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'litecoinBag')) });
    const path = desk.grant(join(desk.folder, bag.name));
    const report = await desk.call('evidence.verify', { bag: path, fingerprint: bag.fingerprint });
    expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
    expect(report).toMatchObject({ ok: true, training: true, firstLine: 'training material: proves nothing about real coins' });
    expect(report.notChecked.join()).toMatch(/extension block \(MWEB\)/);
    await desk.newCase('from the litecoin bag');
    expect((await desk.intake(join(desk.folder, bag.name)))[0]).toMatchObject({ mode: 'bag', rejectedRows: [] });
  }, 240_000);

  it('a HogEx alone, with the node’s proof and headers as records, stands as proven', async () => {
    await desk.newCase('single hogex');
    const file = readFileSync(join(blocksFolder(), 'blk00000.dat'));
    const headers: Buffer[] = [];
    for (let at = 0; at + 8 < file.length && file.readUInt32LE(at + 4) > 0; at += 8 + file.readUInt32LE(at + 4))
      headers.push(file.subarray(at + 8, at + 88));
    expect(headers).toHaveLength(chain.top + 1);
    const hogEx = made.get(chain.pegOut.slice(0, 64)) as PrintedTransaction;
    const paths = [
      desk.write('headers.bin', Buffer.concat(headers)),
      desk.write('hogex.hex', hogEx.hex),
      desk.write('proof.hex', proofOfHogEx),
    ];
    const [ofHeaders, ofPieces] = await desk.intake(paths);
    expect(ofHeaders).toMatchObject({ chain: LITECOIN_REGTEST.id, rejectedRows: [], headers: { to: chain.top } });
    expect(ofPieces).toMatchObject({ chain: LITECOIN_REGTEST.id, transactions: 1, rejectedRows: [] });
    const { found } = await desk.call('show.find', { text: hogEx.txid });
    expect(found[0]).toMatchObject({ kind: 'transaction', grade: 'P', outputs: [{ type: 'mweb_hogaddr' }, { type: 'p2pkh' }] });
  }, 60_000);

  it('is refused where the work of a block is not there, or where it is called Bitcoin', async () => {
    const file = readFileSync(join(blocksFolder(), 'blk00000.dat'));
    const first = file.subarray(0, 8 + file.readUInt32LE(4));
    const at = first.length;
    const second = Buffer.from(file.subarray(at, at + 8 + file.readUInt32LE(at + 4)));
    const forged = new Uint8Array(second.subarray(8));
    // Regtest's target lets every second nonce through: the first that does not is the forgery.
    for (let nonce = 0; ; nonce++) {
      new DataView(forged.buffer).setUint32(76, nonce, true);
      if (buildHeaderChain(LITECOIN_REGTEST, forged.slice(0, 80)).state(0) === 'refused') break;
    }
    const path = desk.write('forged.dat', Buffer.concat([first, frameBlock(LITECOIN_REGTEST.magic, forged)]));
    await desk.newCase('forged');
    const [taken] = await desk.intake(path);
    expect(taken).toMatchObject({ chain: LITECOIN_REGTEST.id, accepted: 1, refused: [{ reason: 'header:highHash' }] });
    await desk.newCase('called bitcoin');
    const [misnamed] = await desk.intake(blocksFolder(), { chain: 'regtest' }).catch(async (error) => {
      expect((await faultOf(Promise.reject(error))).code).toBe('usage.chainRequired');
      return [];
    });
    expect(misnamed?.accepted ?? 0).toBe(0);
  }, 120_000);
});
