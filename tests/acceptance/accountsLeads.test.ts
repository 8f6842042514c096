// Leads over practice case two, set beside its truth: who fuelled the mules, which address is an exchange's deposit address, what a label
// keeps out, what the examiner accepts and takes back, and who can sign beside who paid.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RING_FILES, type RingStory, simulateRing } from '../../main/engine/learn/index.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const CHAIN = 'tron:training';
let desk: Desk;
let story: RingStory;
let payer: string;
let hotWallet: string;

const linksOf = ({ leads }: CallOutput<'lead.find'>, verdict: string): string[] =>
  leads
    .filter((lead) => lead.verdict === verdict)
    .flatMap(({ links }) => links.map(({ a, b }) => `${a} ${b}`))
    .sort();

beforeAll(async () => {
  story = simulateRing();
  desk = await openDesk();
  await desk.newCase('leads');
  const path = desk.write(RING_FILES.chain, story.files.get(RING_FILES.chain) as Uint8Array);
  await desk.call('intake.run', { paths: [desk.grant(path)], chain: 'tron-training' });
  const mule = await desk.call('account.find', { text: story.truth.wallets.mules[0] as string });
  const first = mule.found[0];
  payer = first?.kind === 'account' ? (first.history[0]?.counterparty ?? '') : '';
  const deposit = await desk.call('account.find', { text: story.truth.wallets.depositAddress });
  const history = deposit.found[0]?.kind === 'account' ? deposit.found[0].history : [];
  hotWallet = history.findLast(({ direction, asset }) => direction === 'out' && asset.symbol === 'USDT')?.counterparty ?? '';
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('link rules over practice case two', () => {
  it('say nothing for certain while it is not known that the first rows are held', async () => {
    const found = await desk.call('lead.find', { rules: ['gasFunder'] });
    expect(linksOf(found, 'holds')).toEqual([]);
    expect(found.leads.every(({ reason }) => reason === 'firstRowsMissing')).toBe(true);
    expect(found.rules.map(({ id, errorRate }) => [id, errorRate])).toEqual([['gasFunder', 'notMeasured']]);
  });

  it('hold where the examiner takes them as held, and say so', async () => {
    const [mule = ''] = story.truth.wallets.mules;
    const found = await desk.call('lead.find', { rules: ['gasFunder'], account: mule, assume: [mule] });
    expect(linksOf(found, 'holds')).toEqual([`${payer} ${mule}`]);
    expect(found.assumed).toEqual([mule]);
    expect(found.leads[0]?.evidence).toMatchObject([{ from: payer, to: mule, asset: { symbol: 'TRX' } }]);
  });

  it('keep out who is labelled as an exchange, with the label, in any spelling of the category', async () => {
    const [mule = ''] = story.truth.wallets.mules;
    await desk.call('labels.set', {
      chain: 'tron-training',
      address: payer,
      label: 'Practice exchange',
      category: 'Energy Rental',
      reason: 'x',
    });
    const found = await desk.call('lead.find', { rules: ['gasFunder'], account: mule, assume: [mule] });
    expect(found.leads).toEqual([]);
    expect(found.excluded).toMatchObject([
      { account: mule, reason: 'funderIsService', grounds: [{ account: payer, basis: 'category', label: 'Practice exchange' }] },
    ]);
    await desk.call('journal.undo', {});
    await desk.call('labels.set', { chain: CHAIN, address: payer, label: 'Somebody', reason: 'x' });
    const unclear = await desk.call('lead.find', { rules: ['gasFunder'], account: mule, assume: [mule] });
    expect(unclear.leads).toMatchObject([{ verdict: 'undecidable', reason: 'serviceUnknown', grounds: [{ basis: 'noCategory' }] }]);
    await desk.call('journal.undo', {});
  });

  it('find the deposit address once somebody says whose the hot wallet is', async () => {
    const { wallets } = story.truth;
    expect((await desk.call('lead.find', { rules: ['depositAddressReuse'] })).leads).toEqual([]);
    const found = await desk.call('lead.find', { rules: ['depositAddressReuse'], services: [hotWallet] });
    expect(linksOf(found, 'holds')).toEqual([`${wallets.depositAddress} ${wallets.hops[1]}`]);
    expect(found.services).toEqual([hotWallet]);
  });

  it('put nothing together by themselves: accepted and rejected with a reason, undoable', async () => {
    const { depositAddress, hops } = story.truth.wallets;
    const hop = hops[1] as string;
    const alone = await desk.call('lead.group', { account: hop });
    expect(alone.members.map(({ account }) => account)).toEqual([hop]);
    const asked = { account: hop, rules: ['depositAddressReuse'], services: [hotWallet] };
    const members = async () => (await desk.call('lead.group', asked)).members.map(({ account }) => account).sort();
    expect(await members()).toEqual([depositAddress, hop].sort());
    const link = { rule: 'depositAddressReuse', a: hop, b: depositAddress, services: [hotWallet] };
    await desk.call('lead.judge', { ...link, verdict: 'accepted', reason: 'The exchange confirms it.' });
    const accepted = await desk.call('lead.group', { account: hop });
    expect(accepted.joins).toMatchObject([{ basis: 'accepted', reason: 'The exchange confirms it.', rule: 'depositAddressReuse@1' }]);
    expect(accepted.joins[0]?.transactions.length).toBe(2);
    await desk.call('lead.judge', { ...link, verdict: 'rejected', reason: 'A third party paid in.' });
    expect(await members()).toEqual([hop]);
    expect((await desk.call('lead.group', { account: hop })).rejected).toMatchObject([{ why: 'A third party paid in.' }]);
    await desk.call('journal.undo', {});
    expect((await desk.call('lead.group', { account: hop })).joins).toHaveLength(1);
    await desk.call('journal.undo', {});
    expect((await desk.call('lead.group', { account: hop })).joins).toEqual([]);
    expect(await faultOf(desk.call('lead.judge', { ...link, b: payer, verdict: 'rejected', reason: 'x' }))).toMatchObject({
      code: 'lead.unknown',
    });
  });

  it('stop when they are told to', async () => {
    expect(await faultOf(desk.call('lead.find', { rules: ['none'] }))).toMatchObject({ code: 'lead.badRule' });
    expect(await faultOf(desk.callUntil('lead.find', {}, 'loading', 1))).toMatchObject({ code: 'job.cancelled' });
  });
});

describe('control versus origin', () => {
  it('shows who can sign apart from who paid, with dates', async () => {
    const { mules, controller } = story.truth.wallets as { mules: readonly string[]; controller: string };
    const { delegations, activations } = story.truth.fuelling;
    for (const [at, mule] of mules.entries()) {
      const { control } = await desk.call('lead.control', { address: mule });
      expect(control).toMatchObject([
        {
          signers: [{ address: mule, alone: true }, { address: mule }],
          since: { basis: 'default' },
          resources: [{ by: controller, transaction: delegations[at], resource: 'ENERGY', amountSun: '9000000000', untilSeconds: null }],
        },
      ]);
      expect(control[0]?.topUps).toContainEqual(
        expect.objectContaining({ by: controller, transaction: activations[at], amountSun: '30000000' }),
      );
      expect(control[0]?.unexplained).toContain(controller);
    }
  });
});
