// Practice case three: the same seed gives the same bytes, both ledgers add up, the files name nobody before the answer does, and the look-alikes
// are like the ring in some signs and not in all.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Json, readNodeBlock, readTronBlockTransactions, readTronInfo, TRON_TRAINING } from '../chains/index.ts';
import { encodeShiftJis } from './nationalText.ts';
import { simulateTrade, TRADE_FILES } from './tradeStory.ts';
import { compareTrade, type TradeTruth } from './tradeTruth.ts';

const story = simulateTrade();
const { truth } = story;
const text = (name: string, encoding = 'utf-8') => new TextDecoder(encoding).decode(story.files.get(name));
const rows = (name: string) =>
  text(name, 'shift_jis')
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));

describe('practice case three', () => {
  it('has the same bytes from the same seed, and others from another', () => {
    const digest = (seed?: string) => {
      const hash = createHash('sha256');
      const { files, answer } = simulateTrade(seed === undefined ? {} : { seed });
      for (const [name, bytes] of files) hash.update(name).update(bytes);
      return hash.update(answer).digest('hex');
    };
    expect(digest()).toBe(digest());
    expect(digest('another')).not.toBe(digest());
  }, 60_000);

  it("a chain of hours has the training chain's Tether, and nobody pays what he does not hold", () => {
    expect(truth.wallets.deposit).not.toBe('');
    const lines = text(TRADE_FILES.chain).trim().split('\n');
    const blocks = lines.filter((line) => line.startsWith('{')).map((line) => readNodeBlock(JSON.parse(line) as Json));
    const infos = lines.filter((line) => line.startsWith('[')).flatMap((line) => (JSON.parse(line) as Json[]).map(readTronInfo));
    const balances = new Map<string, bigint>();
    for (const block of blocks)
      for (const { transaction } of readTronBlockTransactions(block, infos))
        for (const { asset, from, to, amount } of transaction.transfers) {
          if (asset.contract !== TRON_TRAINING.tether) continue;
          if (from !== null) balances.set(from, (balances.get(from) ?? 0n) - amount);
          if (from !== null && (balances.get(from) as bigint) < 0n) throw new Error(`${from} overdrawn in ${transaction.id}`);
          if (to !== null) balances.set(to, (balances.get(to) ?? 0n) + amount);
        }
    const { collector, hop, deposit } = truth.wallets;
    expect([collector, hop, deposit].map((address) => balances.get(address))).toEqual([0n, 0n, 0n]);
    // 100,000 yen of each day stay with the controller; the rest is bought at 660 USDT for 100,000 yen.
    const sum = [18, 24, 30, 15, 21, 27, 33, 36, 19, 39].reduce((total, one) => total + (one - 1) * 660, 0);
    expect(truth.deposited.reduce((total, { amountMicro }) => total + amountMicro, 0n)).toBe(BigInt(sum) * 1_000_000n);
  }, 60_000);

  it('the bank’s balances follow from its rows, and the ring holds nothing in the evening', () => {
    const balances = new Map<string, bigint>();
    for (const [account = '', , , , , out, into, balance] of rows(TRADE_FILES.bank)) {
      const before = balances.get(account);
      if (before !== undefined) expect(before - BigInt(out || '0') + BigInt(into || '0')).toBe(BigInt(balance ?? ''));
      balances.set(account, BigInt(balance ?? ''));
    }
    expect([...balances.keys()].sort()).toEqual([...truth.ringAccounts, ...truth.honestAccounts].sort());
    for (const account of truth.ringAccounts) expect(balances.get(account)).toBe(0n);
    for (const account of truth.honestAccounts) expect(balances.get(account)).toBeGreaterThan(0n);
  });

  it('every payment of the ring has its invoice, and only the honest ones name goods', () => {
    const invoices = rows(TRADE_FILES.invoices);
    const [flagged] = rows(TRADE_FILES.bank).filter((row) => row[4] === truth.flagged.reference);
    expect(invoices.some((row) => row[4] === `${truth.flagged.yen}` && row[3] === flagged?.[1])).toBe(true);
    for (const [number = '', , , , , , what = ''] of invoices) expect(/\d+kg/.test(what)).toBe(number.startsWith('MS'));
  });

  it('keeps the exchange’s customer for the answer, and the truth out of the files and the task', () => {
    const given = [...story.files].map(([name]) => `${text(name)}${text(name, 'shift_jis')}`).join('\n');
    for (const secret of ['SAITO', truth.person.customer, 'ringAccounts']) expect(given).not.toContain(secret);
    const answer = new TextDecoder().decode(story.answer);
    for (const told of ['斎藤 健一', 'SAITO KENICHI', truth.wallets.deposit, '203.0.113.24']) expect(answer).toContain(told);
    for (const secret of ['斎藤', '齋藤', truth.wallets.deposit, truth.purchase.txid]) expect(story.task).not.toContain(secret);
    expect(story.task).toContain(truth.flagged.reference);
  });

  it('grades: the truth agrees with itself; what was missed, found wrongly or not asked is told', () => {
    const { expected, ringAccounts, wallets, person } = truth;
    const right = { traced: { fifo: expected }, disguised: ringAccounts, asked: [wallets.deposit], named: [person.name] };
    expect(compareTrade(right, truth)).toEqual({
      policies: { fifo: { identical: true } },
      disguise: { missed: [], wrong: [] },
      ...{ asked: true, named: true },
    });
    const [first = '', ...others] = ringAccounts;
    const [honest = ''] = truth.honestAccounts;
    const traced = { fifo: { ...expected, [wallets.deposit]: 1n }, poison: {} };
    expect(compareTrade({ traced, disguised: [...others, honest], asked: [], named: ['佐藤 健一'] }, truth)).toEqual({
      policies: { fifo: { identical: false } },
      disguise: { missed: [first], wrong: [honest] },
      ...{ asked: false, named: false },
    });
  });

  it('writes Japanese as the runtime decodes it, half-width kana in one byte', () => {
    // As Python's codec gives them.
    expect(Buffer.from(encodeShiftJis('口座ｻｲﾄｳA')).toString('hex')).toBe('8cfb8dc0bbb2c4b341');
    expect(() => encodeShiftJis('汇')).toThrow(RangeError);
  });

  it('names the same things in the truth file', () => {
    const told = JSON.parse(story.truthDocument) as TradeTruth;
    expect(told.flagged).toEqual({ ...truth.flagged, yen: '2700000' });
  });
});
