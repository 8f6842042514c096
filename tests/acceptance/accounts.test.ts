// Practice case two through the engine's router, as an examiner would go: chain dump, two exchanges' replies and a bank export into one
// case, the victim's payment found, the coins followed under every policy, and the figures set beside the truth, unit by unit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareRing, RING_FILES, type RingStory, simulateRing } from '../../main/engine/learn/index.ts';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

type Traced = CallOutput<'account.trace'>;

let desk: Desk;
let story: RingStory;

/** Policy → account → amount in the token's smallest unit; every figure must be one number. */
function figuresOf(traced: Traced): Record<string, Record<string, bigint>> {
  return Object.fromEntries(
    Object.entries(traced.policies).map(([policy, { ends }]) => {
      const sums: Record<string, bigint> = {};
      for (const { account, figure } of ends) {
        if (figure.amount === null) throw new Error(`${policy} ${account}: a range`);
        sums[account] = (sums[account] ?? 0n) + BigInt(figure.amount);
      }
      return [policy, sums];
    }),
  );
}

function traceInput(): CallInput<'account.trace'> {
  const { withdrawals, wallets, chain } = story.truth;
  return {
    from: withdrawals.map(({ txid }) => txid),
    chain,
    asset: 'USDT',
    assume: [...wallets.mules, wallets.aggregator, ...wallets.hops, wallets.coldWallet, wallets.depositAddress],
    stops: [{ rule: 'addresses', options: { addresses: [wallets.depositAddress] } }],
    question: 'Where did the coins go that the mules withdrew?',
    primary: 'fifo',
    reason: 'practice',
    policies: ['all'],
  };
}

async function takeIn(name: string, chain: string, zoneMinutes?: number): Promise<CallOutput<'intake.run'>['results'][number]> {
  const path = desk.write(name, story.files.get(name) as Uint8Array);
  const { results } = await desk.call('intake.run', {
    ...{ paths: [desk.grant(path)], chain },
    ...(zoneMinutes === undefined ? {} : { zoneMinutes }),
  });
  return results[0] as (typeof results)[number];
}

async function takeInAll(): Promise<CallOutput<'intake.run'>['results']> {
  const { ledgers } = story.truth;
  return [
    await takeIn(RING_FILES.chain, 'tron-training'),
    await takeIn(RING_FILES.exchangeA, ledgers.exchangeA),
    await takeIn(RING_FILES.exchangeB, ledgers.exchangeB, 480),
    await takeIn(RING_FILES.bank, ledgers.bank),
  ];
}

beforeAll(async () => {
  story = simulateRing();
  desk = await openDesk();
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('practice case two', () => {
  let results: CallOutput<'intake.run'>['results'];
  beforeAll(async () => {
    await desk.newCase('ring');
    results = await takeInAll();
  }, 120_000);

  it('takes every file in whole, and proves every block', () => {
    for (const { mode, rejectedRows } of results) expect([mode, rejectedRows]).toEqual(['accounts', []]);
    expect(results.map(({ chain }) => chain)).toEqual([
      'tron:training',
      ...[story.truth.ledgers.exchangeA, story.truth.ledgers.exchangeB, story.truth.ledgers.bank],
    ]);
    expect(results[0]?.table?.flags).toMatchObject([{ code: 'blockProven', values: { blocks: '150' } }]);
    expect(results.map(({ table }) => table?.encoding)).toEqual(['json', 'utf-8', 'gb18030', 'gb18030']);
  });

  it("finds the victim's payment, the purchase and the withdrawal in the ledgers", async () => {
    const { victim, purchase, withdrawals, ledgers } = story.truth;
    const bank = await desk.call('account.find', { text: victim.bankReference });
    expect(bank.found).toMatchObject([
      {
        ...{ kind: 'accountTransaction', chain: ledgers.bank },
        transfers: [{ from: victim.account, to: victim.muleAccount, amount: String(victim.amountFen), moves: true }],
      },
    ]);
    const trade = await desk.call('account.find', { text: purchase.orderId });
    expect(trade.found[0]).toMatchObject({
      transfers: [
        { kind: 'trade', from: purchase.uid, amount: String(purchase.cnyFen) },
        // Eighteen decimals in a ledger that names assets by symbol.
        { kind: 'trade', to: purchase.uid, amount: String(purchase.usdtMicro * 10n ** 12n) },
      ],
    });
    // Written in the ledgers of both customers, moved once: 12,400 and the fee of the withdrawal.
    const customer = (await desk.call('account.find', { text: '80010002', chain: ledgers.exchangeA })).found[0];
    expect(customer).toMatchObject({ ledgers: [{ received: String(12_401n * 10n ** 18n), sent: String(12_400n * 10n ** 18n) }] });
    expect(results[1]?.table?.flags).toMatchObject([
      ...[{ code: 'bothSides' }, { code: 'bothSides' }, { code: 'zoneOfColumn' }],
      { code: 'ownRowsRead', values: { accounts: story.truth.customers.slice(0, 3).join(', '), count: '3' } },
    ]);
    const [first] = withdrawals;
    const onChain = await desk.call('account.find', { text: first?.txid ?? '' });
    expect(onChain.found[0]).toMatchObject({
      ...{ chain: 'tron:training', status: 'ok' },
      transfers: [
        { from: first?.from, to: first?.to, amount: String(first?.amountMicro), asset: { symbol: 'USDT', standing: 'issuer' } },
        {},
      ],
    });
  });

  it('gives the figures of the truth under every policy, to the unit', async () => {
    const traced = await desk.call('account.trace', traceInput());
    const figures = figuresOf(traced);
    const { policies } = compareRing(figures, story.truth);
    expect(Object.keys(policies).sort()).toEqual(['fifo', 'haircut', 'lifo', 'lowestBalance']);
    for (const [policy, { differences }] of Object.entries(policies)) expect([policy, differences]).toEqual([policy, []]);
    const seeded = traced.seeds.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    expect(seeded).toBe(48_400_000_000n);
    for (const policy of Object.keys(policies))
      expect(Object.values(figures[policy] ?? {}).reduce((sum, amount) => sum + amount, 0n)).toBe(seeded);
    // Poison is reach, not an amount: it names the same places.
    const { wallets } = story.truth;
    expect(Object.keys(figures['poison'] ?? {}).sort()).toEqual(
      [wallets.mules[0], wallets.aggregator, wallets.hops[1], wallets.depositAddress, wallets.coldWallet].sort(),
    );
    const { runs } = await desk.call('account.replay', {});
    expect(runs).toEqual([{ run: traced.run, identical: true, differences: [] }]);
  });

  it('pauses at each ledger that nobody has said is whole, and asks for it', async () => {
    const { assume: _, ...input } = traceInput();
    const traced = await desk.call('account.trace', input);
    const { withdrawals } = story.truth;
    for (const [policy, { ends }] of Object.entries(traced.policies)) {
      const seen = ends.map(({ account, state, figure }) => [account, state, figure.amount]);
      const paused = withdrawals.map(({ to, amountMicro }) => [to, 'paused:unknownLedger', String(amountMicro)]);
      expect([policy, seen.sort()]).toEqual([policy, paused.sort()]);
    }
    expect(traced.fetch.map(({ item, why }) => [item, why]).sort()).toEqual(withdrawals.map(({ to }) => [to, 'oneSidedLedger']).sort());
  });

  it('names what deceives and leaves it out', async () => {
    const { deceptions, freeze, wallets } = story.truth;
    const seen = async (txid: string) => (await desk.call('account.find', { text: txid })).found[0];
    for (const txid of deceptions.counterfeitTransfers)
      expect(await seen(txid)).toMatchObject({
        transfers: [{ moves: false, reason: 'counterfeit', asset: { contract: deceptions.counterfeit, standing: 'counterfeit' } }, {}],
      });
    for (const txid of deceptions.zeroValueTransfers)
      expect(await seen(txid)).toMatchObject({ transfers: [{ moves: false, reason: 'zeroValue', amount: '0' }, {}] });
    const failed = await seen(deceptions.failedTransfer);
    expect(failed).toMatchObject({ status: 'failed', transfers: [{ kind: 'fee' }] });
    expect(await seen(freeze.txid)).toMatchObject({ events: [{ kind: 'blacklisted', subject: wallets.coldWallet }] });
    for (const txid of story.truth.fuelling.delegations)
      expect(await seen(txid)).toMatchObject({ events: [{ kind: 'resourceDelegated', actor: wallets.controller }] });
    // As seeds they are excluded by name, and nothing comes of them.
    const asked = { ...traceInput(), from: [...deceptions.counterfeitTransfers, ...deceptions.zeroValueTransfers] };
    const { asset: _, ...seeds } = asked;
    const traced = await desk.call('account.trace', seeds);
    expect(new Set(traced.seeds.map(({ excluded }) => excluded))).toEqual(new Set(['counterfeit', 'zeroValue']));
    for (const [policy, { ends }] of Object.entries(traced.policies)) expect([policy, ends]).toEqual([policy, []]);
  });
});

describe('two sources of one chain', () => {
  it('shows where they contradict each other, and counts alike movements once', async () => {
    await desk.newCase('conflict');
    await takeIn(RING_FILES.chain, 'tron-training');
    const before = await desk.call('account.summary', {});
    const [flow] = story.truth.fanIn;
    if (flow === undefined) throw new Error('no fan-in');
    // A second node's dump of that one transaction and its info, altered: another block and another amount in the log.
    const lines = new TextDecoder().decode(story.files.get(RING_FILES.chain)).split('\n');
    const infos = lines.filter((line) => line.startsWith('[')).flatMap((line) => JSON.parse(line) as Record<string, unknown>[]);
    const transactions = lines
      .filter((line) => line.startsWith('{'))
      .flatMap((line) => (JSON.parse(line) as { transactions?: Record<string, unknown>[] }).transactions ?? []);
    const transaction = transactions.find(({ txID }) => txID === flow.txid);
    const info = infos.find(({ id }) => id === flow.txid);
    const path = desk.write('other-node.json', JSON.stringify([transaction, { ...info, blockNumber: 79 }]));
    const { results } = await desk.call('intake.run', { paths: [desk.grant(path)], chain: 'tron-training' });
    expect(results[0]).toMatchObject({ transactions: 1, new: 0 });
    const after = await desk.call('account.summary', {});
    expect(after.chains).toMatchObject([{ transactions: before.chains[0]?.transactions, transfers: before.chains[0]?.transfers }]);
    expect(after.conflicts).toMatchObject([
      {
        ...{ transaction: flow.txid, what: 'blockNumber' },
        said: [
          { source: RING_FILES.chain, value: '80' },
          { source: 'other-node.json', value: '79' },
        ],
      },
    ]);
  });

  it('refuses a transaction whose bytes and fields disagree, and a block whose id is not its own', async () => {
    await desk.newCase('altered');
    const text = new TextDecoder().decode(story.files.get(RING_FILES.chain));
    const [flow] = story.truth.fanIn;
    const line = text.split('\n').find((one) => one.startsWith('{') && one.includes(flow?.txid ?? '')) ?? '';
    const block = JSON.parse(line) as { block_header: { raw_data: { timestamp: number } } };
    block.block_header.raw_data.timestamp += 1;
    const path = desk.write('altered.json', JSON.stringify(block));
    expect(await faultOf(desk.intake(path, { chain: 'tron-training' }))).toMatchObject({
      code: 'intake.noRowTaken',
      parameters: { reason: 'blockId' },
    });
  });
});

describe('blocks and infos in two files', () => {
  it('give the figures of the one file', async () => {
    await desk.newCase('apart');
    const lines = new TextDecoder().decode(story.files.get(RING_FILES.chain)).trim().split('\n');
    const part = (name: string, mark: string): string => desk.write(name, lines.filter((line) => line.startsWith(mark)).join('\n'));
    const results = await desk.intake([part('blocks.jsonl', '{'), part('infos.jsonl', '[')], { chain: 'tron-training' });
    expect(results.map(({ new: fresh, rejectedRows }) => [fresh > 0, rejectedRows])).toEqual([
      [true, []],
      [false, []],
    ]);
    expect((await desk.call('account.summary', {})).conflicts).toEqual([]);
    const { policies } = compareRing(figuresOf(await desk.call('account.trace', traceInput())), story.truth);
    for (const [policy, { differences }] of Object.entries(policies)) expect([policy, differences]).toEqual([policy, []]);
  });
});

describe('a kill in the middle of an intake', () => {
  it('goes on where it stopped and ends with the same case', async () => {
    await desk.newCase('whole');
    await takeIn(RING_FILES.chain, 'tron-training');
    const whole = await desk.call('account.trace', traceInput());
    await desk.newCase('killed');
    const path = desk.write('killed.jsonl', story.files.get(RING_FILES.chain) as Uint8Array);
    const input = { paths: [desk.grant(path)], chain: 'tron-training' };
    expect(await faultOf(desk.callUntil('intake.run', input, 'rows', 1))).toMatchObject({ code: 'job.cancelled' });
    await desk.reopen('killed');
    const { results } = await desk.call('intake.run', { ...input, paths: [desk.grant(path)] });
    expect(results[0]).toMatchObject({ mode: 'accounts', rejectedRows: [] });
    const again = await desk.call('account.trace', traceInput());
    expect([again.inputsDigest, again.resultDigest]).toEqual([whole.inputsDigest, whole.resultDigest]);
  });
});

describe('a transaction of which nobody says whether it was carried out', () => {
  const [id, block] = [`0x${'a1'.repeat(32)}`, `0x${'b2'.repeat(32)}`];
  const [payer, payee] = [`0x${'11'.repeat(20)}`, `0x${'22'.repeat(20)}`];
  const placed = { blockHash: block, blockNumber: '0x10', transactionIndex: '0x0', from: payer, to: payee };
  const transaction = { ...placed, hash: id, nonce: '0x0', gas: '0x5208', gasPrice: '0x1', value: '0x64', input: '0x', type: '0x0' };
  const receipt = { ...placed, transactionHash: id, status: '0x1', gasUsed: '0x5208', cumulativeGasUsed: '0x5208', logs: [] };

  it('seeds nothing, and stays asked for until its receipt is there', async () => {
    await desk.newCase('unsettled');
    const signed = { ...transaction, v: '0x1b', r: '0x1', s: '0x1' };
    const take = async (name: string, result: unknown) => {
      const paths = [desk.grant(desk.write(name, Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))))];
      await desk.call('intake.run', { paths, chain: 'ethereum' });
    };
    await take('transaction.json', signed);
    const before = await desk.call('account.trace', { from: [id] });
    expect(before.seeds).toMatchObject([{ amount: '100', excluded: 'statusUnknown' }]);
    expect(before.fetch).toMatchObject([{ kind: 'transaction', item: id, why: 'statusUnknown' }]);
    await desk.call('fetch.add', { items: before.fetch.map(({ chain, kind, item, why }) => ({ chain, kind, item, why })) });
    expect((await desk.call('fetch.list', {})).items).toMatchObject([{ item: id, arrived: false }]);
    await take('receipt.json', receipt);
    expect((await desk.call('fetch.list', {})).items).toMatchObject([{ item: id, arrived: true }]);
    const after = await desk.call('account.trace', { from: [id] });
    expect([after.seeds, after.fetch.filter(({ kind }) => kind === 'transaction')]).toMatchObject([[{ excluded: null }], []]);
  });
});
