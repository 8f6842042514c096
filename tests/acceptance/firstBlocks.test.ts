// The first 439 blocks of mainnet, from the file to the verified bag and on from it in another case. Every figure is held
// against a calculation that shares no code with the program: bitcoinjs-lib decodes, a coin is an interval of its origin.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Transaction } from 'bitcoinjs-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBag, verifyBag } from '../../main/verifier/index.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { framed } from '../vectors/realBlocks.ts';
import { SHARED_DATA, sharedFile } from '../vectors/sharedData.ts';
import { type Desk, faultOf, openDesk, shared } from './desk.ts';

const FILE = 'btc-blocks/bitcoinj/first-100k-blocks.dat';
/** Coinbase of block 9, and the transaction of block 170 in which 10 BTC went to the key commonly attributed to Hal Finney. */
const BLOCK_9 = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9';
const BLOCK_170 = 'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16';

/** Coins of an output in order, as [traced, count]. */
type Runs = readonly (readonly [boolean, bigint])[];

interface Expected {
  readonly holdings: Map<string, bigint>;
  readonly fees: bigint;
}

function transactionsOf(bytes: Uint8Array): Transaction[] {
  return framed(bytes).flatMap((block) => {
    // These blocks are small: fewer than 253 transactions, none with witness.
    const found: Transaction[] = [];
    let at = 81;
    for (let i = 0; i < Number(block[80]); i++) {
      // `true`: bytes may follow it.
      const whole = Transaction.fromBuffer(Buffer.from(block.subarray(at)), true);
      found.push(whole);
      at += whole.byteLength();
    }
    return found;
  });
}

function take(coins: (readonly [boolean, bigint])[], wanted: bigint): Runs {
  const taken: [boolean, bigint][] = [];
  let left = wanted;
  while (left > 0n) {
    const first = coins.shift();
    if (first === undefined) throw new Error('not enough coins');
    const count = first[1] < left ? first[1] : left;
    taken.push([first[0], count]);
    left -= count;
    if (count < first[1]) coins.unshift([first[0], first[1] - count]);
  }
  return taken;
}

const tracedIn = (runs: Runs): bigint => runs.reduce((sum, [traced, count]) => sum + (traced ? count : 0n), 0n);

/** fifo and lifo, laid out as runs of coins over every transaction of the chain. */
function layOut(transactions: readonly Transaction[], seed: string, lifo: boolean): Expected {
  const coins = new Map<string, Runs>();
  const spent = new Set<string>();
  let fees = 0n;
  for (const transaction of transactions) {
    const id = transaction.getId();
    let pool: (readonly [boolean, bigint])[] = [];
    if (!transaction.isCoinbase()) {
      for (const input of transaction.ins) {
        const outpoint = `${Buffer.from(input.hash).reverse().toString('hex')}:${input.index}`;
        pool.push(...(coins.get(outpoint) as Runs));
        spent.add(outpoint);
      }
      if (lifo) pool = pool.reverse();
    }
    transaction.outs.forEach((output, index) => {
      const outpoint = `${id}:${index}`;
      const value = BigInt(output.value);
      const taken: Runs = transaction.isCoinbase() ? [[false, value]] : take(pool, value);
      coins.set(outpoint, outpoint === seed ? [[true, value]] : taken);
    });
    fees += tracedIn(pool);
  }
  const holdings = new Map<string, bigint>();
  for (const [outpoint, runs] of coins) if (!spent.has(outpoint) && tracedIn(runs) > 0n) holdings.set(outpoint, tracedIn(runs));
  return { holdings, fees };
}

/** haircut, tiho and poison for one seed, by amounts. */
function byAmounts(transactions: readonly Transaction[], seed: string, policy: 'haircut' | 'tiho' | 'poison'): Expected {
  const held = new Map<string, bigint>([]);
  const value = new Map<string, bigint>();
  const spent = new Set<string>();
  let fees = 0n;
  for (const transaction of transactions) {
    const id = transaction.getId();
    let inputs = 0n;
    let traced = 0n;
    for (const input of transaction.isCoinbase() ? [] : transaction.ins) {
      const outpoint = `${Buffer.from(input.hash).reverse().toString('hex')}:${input.index}`;
      inputs += value.get(outpoint) as bigint;
      traced += held.get(outpoint) ?? 0n;
      spent.add(outpoint);
    }
    const outputs = transaction.outs.map((output) => BigInt(output.value));
    const fee = transaction.isCoinbase() ? 0n : inputs - outputs.reduce((sum, one) => sum + one, 0n);
    let shares = outputs.map(() => 0n);
    let feeShare = 0n;
    if (traced > 0n && policy === 'poison') {
      shares = [...outputs];
      feeShare = fee;
    } else if (traced > 0n && policy === 'tiho') {
      let left = traced;
      const order = outputs
        .map((_, i) => i)
        .sort((a, b) => (outputs[a] === outputs[b] ? a - b : (outputs[b] as bigint) > (outputs[a] as bigint) ? 1 : -1));
      for (const i of order) {
        const part = left < (outputs[i] as bigint) ? left : (outputs[i] as bigint);
        shares[i] = part;
        left -= part;
      }
      feeShare = left;
    } else if (traced > 0n) {
      const slots = [...outputs, fee];
      const floors = slots.map((slot) => (traced * slot) / inputs);
      const rest = slots.map((slot) => (traced * slot) % inputs);
      let left = traced - floors.reduce((sum, one) => sum + one, 0n);
      const order = slots
        .map((_, i) => i)
        .sort((a, b) => (rest[a] === rest[b] ? a - b : (rest[b] as bigint) > (rest[a] as bigint) ? 1 : -1));
      for (const i of order) {
        if (left === 0n) break;
        floors[i] = (floors[i] as bigint) + 1n;
        left -= 1n;
      }
      feeShare = floors.pop() as bigint;
      shares = floors;
    }
    fees += feeShare;
    outputs.forEach((amount, index) => {
      const outpoint = `${id}:${index}`;
      value.set(outpoint, amount);
      const share = outpoint === seed ? amount : (shares[index] as bigint);
      if (share > 0n) held.set(outpoint, share);
    });
  }
  return { holdings: new Map([...held].filter(([outpoint]) => !spent.has(outpoint))), fees };
}

type Trace = CallOutput<'trace.run'>;
const holdingsOf = (trace: Trace, policy: string) =>
  new Map(trace.policies[policy]?.holdings.map((holding) => [holding.outpoint, BigInt(holding.amountSat)]));

describe.skipIf(SHARED_DATA === null)('the first 439 blocks of mainnet', () => {
  let desk: Desk;
  let trace: Trace;
  let bag: string;
  let fingerprint: string;
  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('first');
    const [result] = await desk.intake(shared(FILE));
    expect(result).toMatchObject({
      mode: 'takenIn',
      blocks: 439,
      accepted: 439,
      new: 439,
      stale: 0,
      refused: [],
      undo: 'none',
      partial: false,
    });
    // 2^32 + 2^16 + 1 hashes a block at difficulty 1: the node prints 4295032833 for each.
    expect(result?.headers).toMatchObject({ from: 0, to: 438, anchoredTo: 'genesis:0', work: String(439n * 4295032833n), cheap: true });
    trace = await desk.call('trace.run', {
      from: [`${BLOCK_9}:0`],
      question: 'Where did the 50 BTC of block 9 go?',
      primary: 'fifo',
      reason: 'test',
    });
    const made = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'bag')) });
    bag = join(desk.folder, made.name);
    fingerprint = made.fingerprint;
  });
  afterAll(async () => desk.end());

  it('counts the transactions that bitcoinjs-lib counts', async () => {
    const { chains } = await desk.call('intake.sources', {});
    expect(chains[0]?.transactions).toBe(transactionsOf(sharedFile(FILE)).length);
    expect(chains[0]?.coverage).toMatchObject([{ from: 0, to: 438 }]);
  });

  it('reaches the 10 BTC output of block 170 and goes on, as the independent calculation says, under every policy', () => {
    const transactions = transactionsOf(sharedFile(FILE));
    const seed = `${BLOCK_9}:0`;
    const expected: Record<string, Expected> = {
      fifo: layOut(transactions, seed, false),
      lifo: layOut(transactions, seed, true),
      haircut: byAmounts(transactions, seed, 'haircut'),
      tiho: byAmounts(transactions, seed, 'tiho'),
      poison: byAmounts(transactions, seed, 'poison'),
    };
    expect(Object.keys(trace.policies).sort()).toEqual(Object.keys(expected).sort());
    for (const [policy, { holdings, fees }] of Object.entries(expected)) {
      expect([...holdingsOf(trace, policy)].sort(), policy).toEqual([...holdings].sort());
      expect(BigInt(trace.policies[policy]?.feesSat ?? -1), policy).toBe(fees);
    }
    // The 10 BTC are spent no more in these blocks; what is left of the change went further.
    expect(holdingsOf(trace, 'fifo').get(`${BLOCK_170}:0`)).toBe(10_0000_0000n);
    expect(holdingsOf(trace, 'fifo').size).toBeGreaterThan(1);
    expect(trace.policies.fifo?.holdings.every((holding) => holding.state === 'unspent')).toBe(true);
    expect(trace.height).toBe(438);
  });

  it('shows the payments to a bare key beside an address that received nothing itself', async () => {
    const transactions = transactionsOf(sharedFile(FILE));
    const script = transactions.find((one) => one.getId() === BLOCK_9)?.outs[0]?.script as Uint8Array;
    const paid = transactions.flatMap((one) =>
      one.outs.flatMap((output, i) =>
        Buffer.compare(output.script, script) === 0 ? [{ outpoint: `${one.getId()}:${i}`, value: BigInt(output.value) }] : [],
      ),
    );
    expect(paid.length).toBeGreaterThan(1);
    const { found } = await desk.call('show.find', { text: '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S' });
    const receivedSat = String(paid.reduce((sum, { value }) => sum + value, 0n));
    expect(found[0]).toMatchObject({
      kind: 'address',
      receivedSat: '0',
      history: [],
      bareKey: { outputs: paid.length, receivedSat, outpoints: paid.map(({ outpoint }) => outpoint) },
    });
  });

  it('verifies', async () => {
    const report = await desk.call('evidence.verify', { bag: desk.grant(bag), fingerprint });
    expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
    expect(report).toMatchObject({ ok: true, training: false, signer: { known: true } });
  });

  it('does not verify with one bit changed in any file, one file missing, or one added', async () => {
    const names = readdirSync(bag, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name).slice(bag.length + 1)] : [],
    );
    expect(names.length).toBeGreaterThan(15);
    const good = new Map<string, Uint8Array>(
      names.map((name) => [name.split('\\').join('/'), new Uint8Array(readFileSync(join(bag, name)))]),
    );
    const verifies = async (files: ReadonlyMap<string, Uint8Array>) =>
      (await verifyBag({ names: [...files.keys()], read: async (name) => files.get(name) as Uint8Array }, { fingerprint })).ok;
    expect(await verifies(good)).toBe(true);
    let flips = 0;
    for (const [name, bytes] of good) {
      // First, last and middle bits of every file; more of the small ones that steer the rest.
      const bits = bytes.length * 8;
      const chosen = new Set([
        0,
        bits - 1,
        bits >> 1,
        ...(bytes.length < 1500 ? Array.from({ length: 9 }, (_, i) => Math.floor((bits * (i + 0.37)) / 9)) : []),
      ]);
      for (const bit of chosen) {
        const changed = bytes.slice();
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(await verifies(new Map(good).set(name, changed)), `${name} bit ${bit}`).toBe(false);
        flips++;
      }
      const less = new Map(good);
      less.delete(name);
      expect(await verifies(less), `without ${name}`).toBe(false);
    }
    for (const name of [
      'data/more.txt',
      'more.txt',
      'data/proofs/more.json',
      'fetch.txt',
      'Thumbs.db',
      `data/proofs/${'0'.repeat(64)}.json`,
    ]) {
      expect(await verifies(new Map(good).set(name, new Uint8Array([1]))), `with ${name}`).toBe(false);
    }
    expect(flips).toBeGreaterThan(60);
  }, 300_000);

  describe('from the bag, in another case', () => {
    let second: Trace;
    beforeAll(async () => {
      await desk.newCase('second');
      const [result] = await desk.intake(bag);
      expect(result).toMatchObject({
        mode: 'bag',
        chain: trace.chain,
        blocks: 0,
        refused: [],
        rejectedRows: [],
        headers: { from: 0, to: 438, anchoredTo: 'genesis:0' },
      });
      expect(result?.transactions).toBeGreaterThan(3);
      expect(result?.bag).toMatchObject({
        reference: 'first',
        fingerprint,
        runs: [{ run: 1, resultDigest: trace.resultDigest, primary: 'fifo' }],
      });
      expect((await desk.call('trace.runs', {})).runs).toEqual([]);
      second = await desk.call('trace.run', { from: [`${BLOCK_9}:0`], policies: ['all'], question: 'Again from the bag' });
    });

    it('traces to the same amounts; what the bag does not cover is unknown', () => {
      for (const policy of ['fifo', 'lifo', 'haircut', 'tiho', 'poison']) {
        expect(holdingsOf(second, policy), policy).toEqual(holdingsOf(trace, policy));
        expect(second.policies[policy]?.feesSat).toBe(trace.policies[policy]?.feesSat);
        expect(new Set(second.policies[policy]?.holdings.map((holding) => holding.state))).toEqual(new Set(['unknown:coverage']));
      }
      expect(second.coverage).toEqual([]);
    });

    it('shows what it holds at its grade', async () => {
      const { found } = await desk.call('show.find', { text: BLOCK_170 });
      expect(found[0]).toMatchObject({
        kind: 'transaction',
        txid: BLOCK_170,
        grade: 'P',
        block: { height: 170, state: 'active' },
        feeSat: '0',
        outputs: [{ spending: 'unknown' }, { spending: 'spent' }],
      });
    });

    it('knows the same bag again, as a zip too', async () => {
      expect((await desk.intake(bag))[0]).toMatchObject({ mode: 'bag', new: 0 });
      await desk.reopen('first');
      const zipped = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'zipped')), zip: true });
      await desk.reopen('second');
      expect((await desk.intake(join(desk.folder, zipped.name)))[0]).toMatchObject({ mode: 'bag', new: 0 });
      expect((await desk.call('intake.sources', {})).sources).toHaveLength(1);
    });

    it('goes on to a bag of its own that verifies', async () => {
      const made = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'secondBag')) });
      const report = await verifyBag(await openBag(join(desk.folder, made.name)), { fingerprint: made.fingerprint });
      expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
      expect(report.ok).toBe(true);
    });

    it('refuses a bag that fails, by name of the check', async () => {
      const broken = join(desk.folder, 'broken');
      cpSync(bag, broken, { recursive: true });
      writeFileSync(join(broken, 'data', 'runs.json'), '{}');
      await desk.newCase('third');
      expect((await faultOf(desk.intake(broken))).code).toBe('bag.fails');
      rmSync(join(broken, 'bagit.txt'));
      expect((await faultOf(desk.intake(broken))).code).toBe('intake.unrecognised');
      expect((await desk.call('intake.sources', {})).sources).toEqual([]);
    });

    it('refuses a bag beside practice material', async () => {
      await desk.newCase('practice');
      await desk.intake(
        shared('btc-blocks/rust-bitcoin/testnet_block_000000000000045e0b1660b6445b5e5c5ab63c9a4f956be7e1e69be04fa4497b.raw'),
        { chain: 'testnet3' },
      );
      expect((await faultOf(desk.intake(bag))).code).toBe('intake.trainingMixed');
    });
  });
});
