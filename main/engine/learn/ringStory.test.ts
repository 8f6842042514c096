// Practice case two: the same seed gives the same bytes, the chain holds by TRON's own rules, nobody spends what he has not, and the
// training chain's constants are what the simulator makes.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkConfirmations,
  headerSigner,
  type Json,
  readNodeBlock,
  readTronBlockTransactions,
  readTronInfo,
  signersOf,
  TRON_TRAINING,
} from '../chains/index.ts';
import { encodeGb18030 } from './nationalText.ts';
import { RING_FILES, simulateRing } from './ringStory.ts';
import { compareRing } from './ringTruth.ts';

const story = simulateRing();
const text = (name: string, encoding = 'utf-8') => new TextDecoder(encoding).decode(story.files.get(name));
const lines = text(RING_FILES.chain).trim().split('\n');
const blocks = lines.filter((line) => line.startsWith('{')).map((line) => readNodeBlock(JSON.parse(line) as Json));
const infos = lines.filter((line) => line.startsWith('[')).flatMap((line) => (JSON.parse(line) as Json[]).map(readTronInfo));

describe('practice case two', () => {
  it('has the same bytes from the same seed, and others from another', () => {
    const digest = (seed?: string) => {
      const hash = createHash('sha256');
      const { files } = simulateRing(seed === undefined ? {} : { seed });
      for (const [name, bytes] of files) hash.update(name).update(bytes);
      return hash.digest('hex');
    };
    expect(digest()).toBe(digest());
    expect(digest('another')).not.toBe(digest());
  }, 60_000);

  it("makes the training chain's Tether, under every seed", () => {
    expect(story.truth.tether).toBe(TRON_TRAINING.tether);
    expect(simulateRing({ seed: 'another' }).truth.tether).toBe(TRON_TRAINING.tether);
  }, 60_000);

  it('is a chain: every header signed by its producer and naming the one before, final by the rule of two thirds', () => {
    expect(blocks.every(({ exact }) => exact)).toBe(true);
    const headers = blocks.map(({ header }) => header);
    expect(checkConfirmations(headers)).toMatchObject({ following: 149, irreversible: true });
    expect(headers.every((header) => headerSigner(header) === header.witness)).toBe(true);
    for (const { transactions } of blocks)
      for (const transaction of transactions) expect(signersOf(transaction)).toContain(transaction.contract.values['owner_address']);
  }, 60_000);

  it('never lets anyone pay what he does not hold, and ends with the sums of the plot', () => {
    const balances = new Map<string, bigint>();
    const { tether, wallets } = story.truth;
    for (const block of blocks)
      for (const { transaction } of readTronBlockTransactions(block, infos))
        for (const { asset, from, to, amount } of transaction.transfers) {
          if (asset.contract !== tether) continue;
          if (from !== null) balances.set(from, (balances.get(from) ?? 0n) - amount);
          if (from !== null && (balances.get(from) as bigint) < 0n) throw new Error(`${from} overdrawn in ${transaction.id}`);
          if (to !== null) balances.set(to, (balances.get(to) ?? 0n) + amount);
        }
    const [mule = '', second = '', third = ''] = wallets.mules;
    const held = [mule, second, third, wallets.aggregator, ...wallets.hops, wallets.depositAddress, wallets.coldWallet];
    // 7,000 + 28,000 − 30,000; nothing; nothing; 5,100 + 50,400 − 50,000; nothing; 50,000 − 48,500; swept; frozen.
    expect(held.map((address) => (balances.get(address) ?? 0n) / 1_000_000n)).toEqual([5_000n, 0n, 0n, 5_500n, 0n, 1_500n, 0n, 18_500n]);
  });

  it('has figures that conserve what was stolen, under every policy that does', () => {
    const { expected, withdrawals } = story.truth;
    const stolen = withdrawals.reduce((sum, { amountMicro }) => sum + amountMicro, 0n);
    for (const [policy, own] of Object.entries(expected))
      expect([policy, Object.values(own).reduce((sum, amount) => sum + amount, 0n)]).toEqual([policy, stolen]);
  });

  it('grades: the truth agrees with itself, and one unit less does not', () => {
    const { truth } = story;
    expect(Object.values(compareRing(truth.expected, truth).policies).every(({ identical }) => identical)).toBe(true);
    const cold = truth.wallets.coldWallet;
    const short = { fifo: { ...truth.expected['fifo'], [cold]: (truth.expected['fifo']?.[cold] ?? 0n) - 1n } };
    expect(compareRing(short, truth).policies).toEqual({
      fifo: { identical: false, differences: [{ address: cold, truth: 18_500_000_000n, traced: 18_499_999_999n }] },
    });
  });

  it('writes Chinese replies in GB18030 as the runtime decodes it', () => {
    expect(text(RING_FILES.bank, 'gb18030')).toContain('账号：6222000000000000024');
    expect(text(RING_FILES.exchangeB, 'gb18030')).toContain('交易哈希');
    // As Python's codec gives them.
    expect(Buffer.from(encodeGb18030('账户€')).toString('hex')).toBe('d5cbbba7a2e3');
    expect(() => encodeGb18030('\u{1f600}')).toThrow(RangeError);
  });

  it('leaves the truth out of the files', () => {
    for (const bytes of story.files.values()) expect(Buffer.from(bytes).toString('latin1')).not.toContain('expected');
    expect(JSON.parse(story.truthDocument)).toMatchObject({ chain: 'tron:training', tether: story.truth.tether });
  });
});
