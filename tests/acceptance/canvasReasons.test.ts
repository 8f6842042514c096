// What a canvas infers, over the practice case: each inference gives its rule, the transactions it rests on and what is known to break it; a
// merge rejected there shows what it held together, and can stand again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanvasPicture } from '../../shared/contract/canvas.ts';
import type { CallInput } from '../../shared/contract/index.ts';
import { itemName } from '../../shared/model/canvasItem.ts';
import { type Practice, practiceMaterial } from '../contract/practice.ts';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
let practice: Practice;
let chain = '';

const address = (id: string): string => itemName({ kind: 'address', chain, id });
const cluster = (id: string): string => itemName({ kind: 'cluster', chain, id });
const picture = (canvas: number): Promise<CanvasPicture> => desk.call('canvas.picture', { canvas });
type Asked = CallInput<'canvas.edit'>['change'];
const edit = (canvas: number, change: Asked) => desk.call('canvas.edit', { canvas, change });
const create = async (name: string): Promise<number> => (await desk.call('canvas.create', { name })).canvas;

beforeAll(async () => {
  practice = practiceMaterial();
  desk = await openDesk();
  await desk.newCase('reasons');
  await desk.intake([practice.node, practice.csv]);
  chain = (await desk.call('intake.sources', {})).chains[0]?.chain ?? '';
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('a merge rejected', () => {
  it('shows what falls at once, marked and counted; undo and accepting bring it back', async () => {
    const canvas = await create('Merges');
    const [first] = practice.truth.thief.cluster.members as [string];
    await edit(canvas, { do: 'level', level: 'relations' });
    await edit(canvas, { do: 'add', items: [cluster(first)] });
    const whole = await picture(canvas);
    expect(whole.nodes).toHaveLength(1);
    expect(whole.nodes[0]).toMatchObject({ fallen: 0, marks: [] });
    const size = whole.nodes[0]?.count ?? 0;

    const { merges } = await desk.call('cluster.of', { address: first, chain });
    expect(merges).toHaveLength(size - 1);
    let fell: CanvasPicture | null = null;
    let rejected: (typeof merges)[number] | undefined;
    for (const merge of merges) {
      const { stillJoined } = await desk.call('cluster.reject', { a: merge.a, b: merge.b, chain, reason: 'signed by two people' });
      if (!stillJoined) {
        [fell, rejected] = [await picture(canvas), merge];
        break;
      }
      await desk.call('journal.undo', {});
    }
    if (fell === null || rejected === undefined) throw new Error('no merge of the case holds a cluster together alone');
    const left = fell.nodes.find(({ id }) => id === cluster(first));
    const parts = fell.nodes.filter(({ marks }) => marks.includes('fellApart'));
    expect(left?.fallen).toBeGreaterThan(0);
    expect((left?.count ?? 0) + (left?.fallen ?? 0)).toBe(size);
    expect(parts.reduce((sum, { kind, count }) => sum + (kind === 'cluster' ? count : 1), 0)).toBe(left?.fallen);
    const after = await desk.call('cluster.of', { address: first, chain });
    expect(after.rejections.map(({ a, b, reason }) => ({ a, b, reason }))).toContainEqual({
      ...{ a: rejected.a, b: rejected.b, reason: 'signed by two people' },
    });

    await desk.call('journal.undo', {});
    expect((await picture(canvas)).nodes).toEqual(whole.nodes);
    await desk.call('journal.redo', {});
    expect((await picture(canvas)).nodes).toEqual(fell.nodes);
    await desk.call('cluster.accept', { a: rejected.b, b: rejected.a, chain, reason: 'one wallet after all' });
    expect((await picture(canvas)).nodes).toEqual(whole.nodes);
    await expect(desk.call('cluster.accept', { a: rejected.a, b: rejected.b, chain, reason: 'again' })).rejects.toMatchObject({
      code: 'cluster.notRejected',
    });
    await desk.call('journal.undo', {});
    expect((await picture(canvas)).nodes).toEqual(fell.nodes);
    await desk.call('journal.undo', {});
    expect((await picture(canvas)).nodes).toEqual(whole.nodes);
  });

  it('a rule switched off shows every address of the cluster, the largest parts by themselves', async () => {
    const canvas = await create('Rules');
    const [first] = practice.truth.thief.cluster.members as [string];
    await edit(canvas, { do: 'level', level: 'relations' });
    await edit(canvas, { do: 'add', items: [cluster(first)] });
    const size = (await picture(canvas)).nodes[0]?.count ?? 0;
    await edit(canvas, { do: 'rules', rules: [] });
    const { nodes } = await picture(canvas);
    expect(nodes.find(({ id }) => id === cluster(first))).toMatchObject({ count: 1, fallen: size - 1 });
    expect(nodes.filter(({ marks }) => marks.includes('fellApart'))).toHaveLength(Math.min(20, size - 1));
    await edit(canvas, { do: 'filter', filter: { factsOnly: true } });
    expect((await picture(canvas)).nodes).toEqual([]);
  });

  it('paths know only the clusters of their canvas', async () => {
    const canvas = await create('Paths');
    const [first, second] = practice.truth.thief.cluster.members as [string, string];
    const asked = { canvas, from: [cluster(first)], to: [address(second)], mostHops: 6 };
    await edit(canvas, { do: 'add', items: [cluster(first)] });
    await edit(canvas, { do: 'rules', rules: [] });
    const { paths } = await desk.call('canvas.paths', asked);
    expect(paths.filter(({ statement }) => statement === 'inference')).toEqual([]);
  });
});

describe('canvas.reasons', () => {
  const reasonsOf = async (items: readonly string[], rules?: readonly string[]) => {
    const canvas = await create('Reasons');
    await edit(canvas, { do: 'level', level: 'relations' });
    await edit(canvas, { do: 'add', items: [...items] });
    if (rules !== undefined) await edit(canvas, { do: 'rules', rules: [...rules] });
    return (await desk.call('canvas.reasons', { canvas, items: [...items] })).reasons;
  };
  const transaction = (id: string): string => itemName({ kind: 'transaction', chain, id });
  const output = (id: string): string => itemName({ kind: 'output', chain, id });

  it('of a cluster: the rule whole, the transactions of its merges, and what breaks it', async () => {
    const { members } = practice.truth.thief.cluster;
    const [reason] = await reasonsOf([cluster(members[0] as string)]);
    expect(reason).toMatchObject({ what: 'cluster', statement: 'inference', by: 'multiInput@2', verdict: 'holds', count: members.length });
    expect(reason?.rules).toMatchObject([{ id: 'multiInput', version: 2, errorRate: 'notMeasured' }]);
    expect(reason?.rules[0]?.citation).toContain('Nakamoto');
    expect(reason?.breakers.map(({ code }) => code)).toEqual(reason?.rules[0]?.knownBreakers);
    // What no chain shows is not said to be absent.
    expect(reason?.breakers.find(({ code }) => code === 'sharedWallet')).toEqual({ code: 'sharedWallet', sign: 'untold', seenIn: [] });
    const { merges } = await desk.call('cluster.of', { address: members[0] as string, chain });
    expect(reason?.restsOn.map(({ name }) => name).sort()).toEqual([...new Set(merges.map(({ txid }) => txid))].sort());
  });

  it('of the CoinJoin: the rule that recognises it, and that many of its breakers leave no sign', async () => {
    const [reason] = await reasonsOf([transaction(practice.truth.coinJoin.txid)]);
    expect(reason).toMatchObject({ what: 'coinjoin', statement: 'inference', verdict: 'holds' });
    expect(reason?.by).toMatch(/^coinjoin\.\w+@1$/);
    expect(reason?.restsOn.map(({ name }) => name)).toEqual([practice.truth.coinJoin.txid]);
    expect(await reasonsOf([transaction(practice.truth.theft.txid)])).toEqual([]);
  });

  it('of change: the rule with the signs that the transaction shows, and nothing of the output beside it', async () => {
    const marked = [];
    for (const { txid } of practice.truth.peelChain) {
      const reasons = await reasonsOf([output(`${txid}:0`), output(`${txid}:1`)]);
      const found = reasons.filter(({ what }) => what === 'change');
      expect(found.length).toBeLessThanOrEqual(1);
      for (const one of found) expect(one.restsOn.map(({ name }) => name)).toEqual([txid]);
      marked.push(...found);
    }
    expect(marked.length).toBeGreaterThan(0);
    expect(marked[0]).toMatchObject({ by: 'change.probable@1', statement: 'inference' });
    // The practice chain begins with its first block: what is new in it is new.
    for (const { breakers } of marked) expect(breakers.find(({ code }) => code === 'freshOnlyWithinCoverage')?.sign).toBe('notSeen');
  });

  it('of a label that comes through a cluster: the other address and who says so; known breakers that hold are named', async () => {
    const { labels } = await desk.call('labels.list', { limit: 500 });
    let found = 0;
    for (const { address: labelled } of labels) {
      const { members } = await desk.call('cluster.of', { address: labelled, chain }).catch(() => ({ members: [] }));
      const other = members.find((member) => !labels.some((one) => one.address === member.address));
      if (other === undefined) continue;
      const reasons = await reasonsOf([address(other.address)]);
      const [reason] = reasons.filter(({ what }) => what === 'inherited');
      expect(reason?.labels.some((one) => one.address === labelled)).toBe(true);
      // A labelled party moves coins that may be its customers'.
      expect(reason?.breakers.find(({ code }) => code === 'custodialSweep')).toMatchObject({ sign: 'seen' });
      expect(reason?.breakers.find(({ code }) => code === 'custodialSweep')?.seenIn.length).toBeGreaterThan(0);
      found++;
      break;
    }
    expect(found).toBe(1);
  });

  it('of what fell: no rule is left to state, only that the examiner took it out', async () => {
    const [first] = practice.truth.thief.cluster.members as [string];
    const canvas = await create('Fell');
    await edit(canvas, { do: 'level', level: 'relations' });
    await edit(canvas, { do: 'add', items: [cluster(first)] });
    await edit(canvas, { do: 'rules', rules: [] });
    const fell = (await picture(canvas)).nodes.filter(({ marks }) => marks.includes('fellApart')).map(({ id }) => id);
    const { reasons } = await desk.call('canvas.reasons', { canvas, items: fell });
    expect(reasons.filter(({ what }) => what === 'fellApart').map(({ about }) => about)).toEqual(fell);
    expect(reasons.filter(({ what }) => what === 'cluster')).toEqual([]);
  });
});

describe('[V16] canvas.bandReasons', () => {
  it('of every band: the policy where it decides, shares where several pay, and nothing where every policy says the same', async () => {
    const from = practice.truth.theft.stolenOutpoints.map(({ outpoint }) => outpoint);
    const policies = ['haircut', 'fifo'];
    const stops = [{ rule: 'maxHops', options: { hops: 6 } }];
    const { run } = await desk.call('trace.run', { from, policies, primary: 'fifo', stops });
    const told = new Set<string>();
    for (const policy of policies) {
      const { bands } = await desk.call('canvas.sankey', { run, policy, limit: 20 });
      for (const { source, target, statement, least, most } of bands) {
        const asked = { run, policy, limit: 20, about: `${source}>${target}` };
        const { reasons } = await desk.call('canvas.bandReasons', asked);
        const assumed = reasons.filter(({ what }) => what === 'policy' || what === 'shares');
        expect(assumed.length > 0, asked.about).toBe(statement === 'assumption');
        for (const { what, by, rules, breakers, restsOn } of assumed) {
          told.add(what);
          expect(restsOn.length).toBeGreaterThan(0);
          if (what === 'shares') continue;
          expect(by).toBe(`${policy}@1`);
          expect(rules).toMatchObject([{ id: policy, errorRate: 'convention' }]);
          expect(breakers.map(({ code }) => code)).toEqual(rules[0]?.knownBreakers);
          expect(breakers.find(({ code }) => code === 'policiesDiffer')?.sign).toBe(least === most ? 'notSeen' : 'seen');
        }
      }
    }
    expect([...told].sort()).toEqual(['policy', 'shares']);
  });

  it('of a party: the label that its addresses share, with its source; of what is not drawn nothing', async () => {
    await desk.call('labels.add', { paths: [desk.grant(practice.tagPack)] });
    const asked = { run: 1, policy: 'fifo', limit: 40 };
    const { nodes } = await desk.call('canvas.sankey', asked);
    expect(nodes.length).toBeGreaterThan(1);
    const party = nodes.find(({ labels }) => labels.length > 0);
    const { reasons } = await desk.call('canvas.bandReasons', { ...asked, about: party?.id ?? '' });
    expect(reasons).toMatchObject([{ what: 'oneParty', statement: 'attribution' }]);
    expect(reasons[0]?.labels.map(({ label }) => label)).toContain(party?.labels[0]);
    expect(reasons[0]?.labels.every(({ source }) => source !== '')).toBe(true);
    expect((await desk.call('canvas.bandReasons', { ...asked, about: '0|nobody>1|nobody' })).reasons).toEqual([]);
  });
});

describe('[V17] canvas.same', () => {
  const yaml = (actor: string, ...addresses: readonly string[]): string =>
    [
      ...['title: Actors', 'creator: test', 'currency: BTC', 'source: https://example.org', 'lastmod: 2024-01-02', 'tags:'],
      ...addresses.map((one, at) => `  - {address: ${one}, label: Wallet ${at}, actor: ${actor}}`),
    ].join('\n');

  it('marks what the case says is one party, by its ground, and nothing else', async () => {
    const [first = '', second = ''] = practice.truth.thief.cluster.members;
    const far = practice.truth.exchange.hotAddress;
    const canvas = await create('Same');
    const { outpoint } = practice.truth.exchange.stolenDeposits[0] as { outpoint: string };
    const out = itemName({ kind: 'output', chain, id: outpoint });
    await edit(canvas, { do: 'add', items: [address(first), address(second), address(far), out] });
    const owner = (await picture(canvas)).nodes.find(({ id }) => id === out)?.address ?? '';
    await edit(canvas, { do: 'add', items: [address(owner)] });
    const sameAs = async (item: string) => (await desk.call('canvas.same', { canvas, item })).same;

    expect(await sameAs(address(first))).toEqual([{ item: address(second), ground: 'cluster', statement: 'inference' }]);
    expect(await sameAs(out)).toContainEqual({ item: address(owner), ground: 'address', statement: 'derivation' });
    expect((await sameAs(out)).map(({ item }) => item)).not.toContain(address(first));

    await desk.call('labels.add', { paths: [desk.grant(desk.write('actors.yaml', yaml('somebody', first, far)))] });
    expect(await sameAs(address(far))).toContainEqual({ item: address(first), ground: 'actor', statement: 'attribution' });
    // A label of one address says nothing of another of its cluster.
    expect((await sameAs(address(far))).map(({ item }) => item)).not.toContain(address(second));
    await edit(canvas, { do: 'rules', rules: [] });
    expect((await sameAs(address(first))).map(({ ground }) => ground)).toEqual(['actor']);
    expect(await sameAs(itemName({ kind: 'transaction', chain, id: outpoint.slice(0, 64) }))).toEqual([]);
  });
});
