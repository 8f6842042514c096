// Typologies over practice case two, set beside its truth: the mules and their collector, the hops, what is kept and judged, and the report.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RING_FILES, type RingStory, simulateRing } from '../../main/engine/learn/index.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

let desk: Desk;
let story: RingStory;
let run: CallOutput<'typologies.run'>;
const RULES = ['muleWallets', 'rapidPassThrough', 'fanIn', 'addressPoisoning'];

beforeAll(async () => {
  story = simulateRing();
  desk = await openDesk();
  await desk.newCase('typologies');
  const path = desk.write(RING_FILES.chain, story.files.get(RING_FILES.chain) as Uint8Array);
  await desk.call('intake.run', { paths: [desk.grant(path)], chain: 'tron-training' });
  run = await desk.call('typologies.run', { rules: RULES.map((rule) => ({ rule })) });
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

const listed = async (rule: string) => (await desk.call('typologies.list', { rule })).findings;

describe('typologies over practice case two', () => {
  it('find the planted mules at their collector, with one hand behind their fees', async () => {
    const { mules, aggregator } = story.truth.wallets;
    const found = (await listed('muleWallets@1')).filter(({ subject }) => subject.id === aggregator);
    expect(found).toHaveLength(1);
    const finding = await desk.call('typologies.finding', { finding: found[0]?.finding as number });
    expect(finding.parties.map(({ id }) => id).sort()).toEqual([...mules].sort());
    expect(finding.signs).toEqual([{ code: 'commonFueller', state: 'yes' }]);
    // 30,000 + 12,400 + 8,000 USDT.
    expect(finding.figures).toMatchObject([{ code: 'collected', unit: 'amount', value: '50400000000' }]);
    for (const { txid } of story.truth.fanIn) expect(finding.flows.some(({ transaction }) => transaction === txid)).toBe(true);
    expect(finding.innocent).toContain('custodialWallets');
  });

  it('find the hops that keep nothing', async () => {
    const subjects = (await listed('rapidPassThrough@1')).map(({ subject }) => subject.id);
    const [first] = story.truth.wallets.hops;
    expect(subjects).toContain(first);
  });

  it('count with other values without keeping anything, and refuse values out of bounds', async () => {
    const counted = await desk.call('typologies.try', { rule: 'fanIn', parameters: { payers: 3 } });
    const standard = await desk.call('typologies.try', { rule: 'fanIn' });
    expect(counted.findings).toBeGreaterThan(standard.findings);
    expect((await desk.call('typologies.runs', {})).runs).toHaveLength(1);
    expect(await faultOf(desk.call('typologies.try', { rule: 'fanIn', parameters: { payers: 1 } }))).toMatchObject({
      code: 'typology.badParameter',
    });
    expect(await faultOf(desk.call('typologies.try', { rule: 'nothing' }))).toMatchObject({ code: 'typology.badRule' });
    expect(await faultOf(desk.call('typologies.try', { rule: 'muleWallets', limits: { x: '1' } }))).toMatchObject({
      code: 'typology.badLimit',
    });
  });

  it('stand in the journal; a judgement is an edit that can be undone, a near miss is not judged', async () => {
    const { entries } = await desk.call('journal.list', { limit: 20 });
    expect(entries.find(({ name }) => name === 'typologies.run')?.payload).toMatchObject({ run: run.run });
    const [one] = await listed('muleWallets@1');
    const finding = one?.finding as number;
    await desk.call('typologies.judge', { finding, verdict: 'dismissed', reason: 'A payroll.' });
    expect((await desk.call('typologies.list', { standing: 'dismissed' })).findings).toMatchObject([{ finding, reason: 'A payroll.' }]);
    await desk.call('journal.undo', {});
    expect(await desk.call('typologies.finding', { finding })).toMatchObject({ standing: 'open', reason: null });
    const near = (await desk.call('typologies.list', { kind: 'near' })).findings[0];
    if (near !== undefined)
      expect(await faultOf(desk.call('typologies.judge', { finding: near.finding, verdict: 'accepted', reason: 'x' }))).toMatchObject({
        code: 'typology.findingUnknown',
      });
    expect(await faultOf(desk.call('typologies.finding', { finding: 999_999 }))).toMatchObject({ code: 'typology.findingUnknown' });
  });

  it('say the same of the same case', async () => {
    const again = await desk.call('typologies.run', { rules: RULES.map((rule) => ({ rule })) });
    expect(again.counts).toEqual(run.counts);
    const of = async (number: number) =>
      (await desk.call('typologies.list', { run: number, limit: 500 })).findings.map(({ finding, run: _, ...rest }) => rest);
    expect(await of(again.run)).toEqual(await of(run.run));
  });

  it('go onto a canvas by their names', async () => {
    const [one] = await listed('muleWallets@1');
    const finding = await desk.call('typologies.finding', { finding: one?.finding as number });
    const { canvas } = await desk.call('canvas.create', { name: 'mules' });
    const items = finding.flows.map(({ item }) => item);
    const done = await desk.call('canvas.edit', { canvas, change: { do: 'add', items, near: null } });
    expect(done.added.length).toBeGreaterThanOrEqual(items.length);
    const picture = await desk.call('canvas.picture', { canvas });
    expect(picture.nodes.length).toBeGreaterThan(0);
  }, 60_000);

  it('are printed in a report once accepted, in a language with its own script', async () => {
    const [one] = await listed('muleWallets@1');
    await desk.call('typologies.judge', {
      finding: one?.finding as number,
      verdict: 'accepted',
      reason: 'The mules are named by the victims.',
    });
    const [withdrawal] = story.truth.withdrawals;
    await desk.call('account.trace', {
      ...{ from: [withdrawal?.txid ?? ''], chain: 'tron-training', asset: 'USDT', policies: ['fifo'], primary: 'fifo' },
      ...{ question: 'Where did it go?', reason: 'As asked.' },
    });
    const bag = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'bag')), locale: 'zh-Hant' });
    expect(existsSync(join(desk.folder, bag.name))).toBe(true);
  }, 120_000);
});
