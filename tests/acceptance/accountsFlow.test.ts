// The picture and the table of a trace over practice case two: accounts of a chain and customers of exchanges in one picture, every edge set
// beside the truth.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RING_FILES, type RingStory, simulateRing } from '../../main/engine/learn/index.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

type Picture = CallOutput<'canvas.accountFlow'>;

let desk: Desk;
let story: RingStory;
let run: number;

const short = (id: string): string => id.slice(id.lastIndexOf(' ') + 1);
const edgesOf = (picture: Picture): string[] =>
  picture.edges.map(({ source, target, amount, whole }) => `${short(source)} ${short(target)} ${amount}/${whole}`).sort();

beforeAll(async () => {
  story = simulateRing();
  desk = await openDesk();
  await desk.newCase('flow');
  const { ledgers, withdrawals, wallets, chain } = story.truth;
  for (const [name, of] of [
    [RING_FILES.chain, 'tron-training'],
    [RING_FILES.exchangeA, ledgers.exchangeA],
    [RING_FILES.exchangeB, ledgers.exchangeB],
  ] as const) {
    const path = desk.write(name, story.files.get(name) as Uint8Array);
    const zone = name === RING_FILES.exchangeB ? { zoneMinutes: 480 } : {};
    await desk.call('intake.run', { paths: [desk.grant(path)], chain: of, ...zone });
  }
  const traced = await desk.call('account.trace', {
    ...{ from: withdrawals.map(({ txid }) => txid), chain, asset: 'USDT', links: true, policies: ['fifo', 'poison'], primary: 'fifo' },
    assume: [...wallets.mules, wallets.aggregator, ...wallets.hops, wallets.coldWallet, wallets.depositAddress],
  });
  run = traced.run;
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('canvas.accountFlow', () => {
  it('has the flows of the truth with the shares that fifo gives by hand', async () => {
    const { wallets, withdrawals, fanIn, hops, split } = story.truth;
    const picture = await desk.call('canvas.accountFlow', { run, policy: 'fifo' });
    const given = new Map([
      // Own money of the first mule and of the aggregator leaves first.
      [fanIn[0]?.txid, 23_000_000_000n],
      [hops[0]?.txid, 37_900_000_000n],
      [hops[1]?.txid, 37_900_000_000n],
      [split[0]?.txid, 17_900_000_000n],
    ]);
    const expected = [...withdrawals, ...fanIn, ...hops, ...split].map(
      ({ from, to, txid, amountMicro }) => `${from} ${to} ${given.get(txid) ?? amountMicro}/${amountMicro}`,
    );
    const linked = picture.edges.filter((edge) => edge.linked);
    expect(linked).toMatchObject([{ source: `account:tron:training ${wallets.depositAddress}`, amount: String(17_900n * 10n ** 18n) }]);
    expect(edgesOf({ ...picture, edges: picture.edges.filter((edge) => !edge.linked) })).toEqual(expected.sort());
    expect(picture.edges.filter(({ statement }) => statement === 'fact')).toHaveLength(withdrawals.length);
    expect(picture.nodes.find(({ account }) => account === wallets.coldWallet)).toMatchObject({
      ...{ kind: 'end', ends: [{ state: 'held', figure: { amount: '18500000000' } }] },
    });
    // Of the customer's rows nobody states a balance: how much of it was paid out is a range.
    const customer = picture.nodes.find(({ chainName }) => chainName === 'practice exchange b');
    expect(customer?.account).toBe(story.truth.cashOut.uid);
    const ends = (customer?.ends ?? []).map(({ state, asset, figure: { amount, low, high } }) => [state, asset.symbol, amount, low, high]);
    expect(ends).toEqual([
      ['unknown:incompleteLedger', 'USDT', null, '0', `${17_900n * 10n ** 18n}`],
      ['burned', 'CNY', null, '0', '21500000'],
      ['unknown:incompleteLedger', 'CNY', null, '0', '21540000'],
    ]);
    expect(picture.nodes.filter(({ kind }) => kind === 'seed')).toHaveLength(1);
  });

  it('is the same each time, and smaller where it must be, with every unit counted', async () => {
    const picture = await desk.call('canvas.accountFlow', { run, policy: 'poison' });
    expect(await desk.call('canvas.accountFlow', { run, policy: 'poison' })).toEqual(picture);
    const fewer = await desk.call('canvas.accountFlow', { run, policy: 'fifo', limit: 10 });
    expect(fewer.nodes.length).toBeLessThanOrEqual(11);
    expect(await faultOf(desk.call('canvas.accountFlow', { run: 9, policy: 'fifo' }))).toMatchObject({ code: 'trace.runUnknown' });
    expect(await faultOf(desk.call('canvas.accountFlow', { run, policy: 'lifo' }))).toMatchObject({ code: 'trace.policyUnknown' });
  });

  it('shows one asset of several where it is asked to', async () => {
    const { assets, rows, total } = await desk.call('canvas.accountMoves', { run, policy: 'fifo' });
    expect(assets.map(({ key }) => key.startsWith(story.truth.ledgers.exchangeB))).toEqual([false, true]);
    const [first] = assets;
    const one = await desk.call('canvas.accountMoves', { run, policy: 'fifo', asset: first?.key ?? '' });
    expect(one.total).toBe(rows.filter(({ asset }) => asset.key === first?.key).length);
    expect(total).toBe(rows.length);
    expect(rows[0]).toMatchObject({ from: story.truth.withdrawals[0]?.from, whole: '28000000000', hop: 0, kind: 'token' });
  });
});

describe('an account by asset', () => {
  const historyOf = async (more: { asset?: string; counterfeits?: boolean }): Promise<string[]> => {
    const { found } = await desk.call('account.find', { text: story.truth.wallets.aggregator, ...more });
    const [first] = found;
    return first?.kind === 'account' ? first.history.map(({ asset }) => `${asset.symbol} ${asset.standing}`) : [];
  };
  it('lists one asset by symbol, never the counterfeit of it; or all but counterfeits', async () => {
    expect(new Set(await historyOf({}))).toEqual(new Set(['TRX issuer', 'USDT issuer', 'USDT counterfeit']));
    expect(new Set(await historyOf({ asset: 'USDT' }))).toEqual(new Set(['USDT issuer']));
    expect(new Set(await historyOf({ counterfeits: false }))).toEqual(new Set(['TRX issuer', 'USDT issuer']));
    expect(await historyOf({ asset: story.truth.deceptions.counterfeit })).toEqual(['USDT counterfeit', 'USDT counterfeit']);
  });
});

describe('canvas.sankey of a run over balances', () => {
  const bandsUnder = (policy: string, limit = 200) => desk.call('canvas.sankey', { run, of: 'accounts', policy, limit });
  it('[Z6] holds every unit of the ends of the run, in layers that lead one way', async () => {
    const whole = await bandsUnder('fifo');
    expect(whole).toMatchObject({ policies: ['poison', 'fifo'], conserves: true, hidden: 0 });
    expect(whole.assets[whole.asset]).toMatchObject({ symbol: 'USDT' });
    const { policies } = await desk.call('account.result', { run });
    const key = whole.assets[whole.asset]?.key;
    const outOf = (id: string): bigint => whole.bands.reduce((sum, { source, amount }) => (source === id ? sum + BigInt(amount) : sum), 0n);
    const left = whole.nodes.filter(({ kind }) => kind === 'party').reduce((sum, { id, amount }) => sum + BigInt(amount) - outOf(id), 0n);
    const totals = policies['fifo']?.totals.find(({ asset }) => asset.key === key)?.amount;
    expect(left.toString()).toBe(totals);
    for (const { source, target } of whole.bands) expect(Number.parseInt(source, 10)).toBeLessThan(Number.parseInt(target, 10));
    expect(whole.nodes.some(({ items }) => items.some((item) => item.startsWith('address|tron')))).toBe(true);
    const few = await bandsUnder('fifo', 5);
    expect(few.hidden).toBeGreaterThan(0);
    expect((await bandsUnder('poison')).conserves).toBe(false);
  });
  it('opens why: the policy behind what is assumed, movements that are there to be put on a canvas, the rule behind a conversion', async () => {
    const { nodes, bands } = await bandsUnder('fifo');
    const asked = { run, of: 'accounts' as const, policy: 'fifo', limit: 200 };
    const reasonsOf = async (about: string) => (await desk.call('canvas.bandReasons', { ...asked, about })).reasons;
    let seen = 0;
    for (const { source, target, statement } of bands) {
      const policy = (await reasonsOf(`${source}>${target}`)).filter(({ what }) => what === 'policy');
      expect(policy.map(({ by }) => by)).toEqual(statement === 'assumption' ? ['fifo@1'] : []);
      seen += policy[0]?.restsOn.filter(({ item }) => item.startsWith('movement|')).length ?? 0;
    }
    expect(seen).toBeGreaterThan(0);
    const side = nodes.find(({ kind }) => kind === 'exit' || kind === 'entry');
    const [reason] = await reasonsOf(side?.id ?? '');
    expect(reason).toMatchObject({ what: 'conversion', statement: 'derivation', by: 'ledgerLink@1' });
    expect(reason?.restsOn.length).toBeGreaterThan(1);
  });
  it('refuses a policy, an asset and a run that there are not', async () => {
    expect(await faultOf(bandsUnder('none'))).toMatchObject({ code: 'trace.policyUnknown' });
    expect(await faultOf(desk.call('canvas.sankey', { run, of: 'accounts', policy: 'fifo', asset: 'x' }))).toMatchObject({
      code: 'usage.badValue',
    });
    expect(await faultOf(desk.call('canvas.sankey', { run: 99, of: 'accounts', policy: 'fifo' }))).toMatchObject({
      code: 'trace.runUnknown',
    });
  });
});
