// A canvas over the practice case: what it shows equals what the case holds, every change is an edit that can be taken back in order, and
// reopening the case gives the same picture.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanvasPicture } from '../../shared/contract/canvas.ts';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import { itemName } from '../../shared/model/canvasItem.ts';
import { type Practice, practiceMaterial } from '../contract/practice.ts';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
let practice: Practice;
let chain = '';

const tx = (id: string): string => itemName({ kind: 'transaction', chain, id });
const out = (id: string): string => itemName({ kind: 'output', chain, id });
const address = (id: string): string => itemName({ kind: 'address', chain, id });
const picture = (canvas: number): Promise<CanvasPicture> => desk.call('canvas.picture', { canvas });
type Asked = CallInput<'canvas.edit'>['change'];
const edit = (canvas: number, change: Asked) => desk.call('canvas.edit', { canvas, change });
const create = async (name: string): Promise<number> => (await desk.call('canvas.create', { name })).canvas;
const foundTransaction = async (txid: string) => {
  const { found } = await desk.call('show.find', { text: txid });
  return found.find((one) => one.kind === 'transaction') as Extract<CallOutput<'show.find'>['found'][number], { kind: 'transaction' }>;
};

beforeAll(async () => {
  practice = practiceMaterial();
  desk = await openDesk();
  await desk.newCase('canvas');
  await desk.intake([practice.node, practice.csv]);
  chain = (await desk.call('intake.sources', {})).chains[0]?.chain ?? '';
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('a canvas of coins', () => {
  it('shows a transaction with its outputs as the case holds them', async () => {
    const { txid } = practice.truth.theft;
    const canvas = await create('Theft');
    await edit(canvas, { do: 'add', items: [tx(txid)] });
    const { remaining } = await desk.call('canvas.expand', { canvas, items: [tx(txid)], level: 'transactions', side: 'both', top: 50 });
    expect(remaining).toBe(0);
    const { nodes, edges, assets } = await picture(canvas);
    const held = await foundTransaction(txid);
    const made = edges.filter(({ kind }) => kind === 'creates');
    expect(made.map(({ target, amounts }) => [target, amounts[0]?.amount]).sort()).toEqual(
      held.outputs.map((output, index) => [out(`${txid}:${index}`), output.valueSat]).sort(),
    );
    const spent = edges.filter(({ kind }) => kind === 'spends');
    expect(spent.map(({ source }) => source).sort()).toEqual(held.inputs.map(({ outpoint }) => out(outpoint as string)).sort());
    expect(nodes.find(({ id }) => id === tx(txid))).toMatchObject({ moreIn: 0, moreOut: 0, statement: 'fact', grade: 'P' });
    expect(assets.map(({ key }) => key)).toEqual([chain]);
    // No two nodes stand in one place.
    expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.length);
  });

  it('sums relations over transactions of the case, and says where others spent too', async () => {
    const canvas = await create('Relations');
    const held = await foundTransaction(practice.truth.theft.txid);
    const from = [...new Set(held.inputs.flatMap((input) => input.address ?? []))];
    const to = [...new Set(held.outputs.flatMap((output) => output.address ?? []))].filter((one) => !from.includes(one));
    await edit(canvas, { do: 'level', level: 'relations' });
    await edit(canvas, { do: 'add', items: [...from, ...to].map(address) });
    const { edges } = await picture(canvas);
    for (const target of to) {
      const received = held.outputs
        .filter((output) => output.address === target)
        .reduce((sum, output) => sum + BigInt(output.valueSat), 0n);
      const edge = edges.find((one) => one.source === address(from[0] as string) && one.target === address(target));
      expect(edge, target).toBeDefined();
      expect(BigInt(edge?.amounts[0]?.amount ?? 0)).toBeGreaterThanOrEqual(received);
      expect(edge?.statement).toBe('derivation');
      if (from.length > 1) expect(edge?.shared).toBeGreaterThan(0);
    }
  });

  it('shows what stands behind each sum, and what lies between things, with the same figures', async () => {
    const canvas = await create('Behind');
    await edit(canvas, { do: 'level', level: 'relations' });
    const [seed] = practice.truth.theft.stolenOutpoints;
    const held = await foundTransaction(practice.truth.theft.txid);
    const start = held.outputs.find((_, index) => `${held.txid}:${index}` === seed?.outpoint)?.address as string;
    await edit(canvas, { do: 'add', items: [address(start)] });
    await desk.call('canvas.expand', { canvas, items: [address(start)], level: 'relations', side: 'both', top: 20, hops: 2 });
    const { edges } = await picture(canvas);
    expect(edges.length).toBeGreaterThan(10);
    for (const edge of edges.slice(0, 40)) {
      const { count, amounts } = await desk.call('canvas.between', { canvas, edges: [edge.id] });
      expect([edge.id, count, amounts.map(({ amount }) => amount)]).toEqual([
        edge.id,
        edge.count,
        edge.amounts.map(({ amount }) => amount),
      ]);
    }
    const all = await desk.call('canvas.between', { canvas });
    const shown = await desk.call('canvas.showBetween', { canvas, top: 500 });
    expect([shown.taken, shown.remaining]).toEqual([all.count - all.drawn, 0]);
    const after = await picture(canvas);
    expect(after.level).toBe('transactions');
    expect((await desk.call('canvas.between', { canvas })).drawn).toBe(all.count);
    // No edge joins two addresses.
    const kinds = new Map(after.nodes.map(({ id, kind }) => [id, kind]));
    for (const { source, target } of after.edges) expect([kinds.get(source), kinds.get(target)]).not.toEqual(['address', 'address']);
    await desk.call('journal.undo', {});
    expect((await picture(canvas)).level).toBe('relations');
  });

  it('takes in the picture of a run with what it left out, in one edit', async () => {
    const from = practice.truth.theft.stolenOutpoints.map(({ outpoint }) => outpoint);
    const { run } = await desk.call('trace.run', { from, policies: ['fifo'], question: 'Where?', reason: 'r' });
    const flow = await desk.call('canvas.flow', { run, policy: 'fifo', limit: 40 });
    const canvas = await create('Run');
    const made = await desk.call('canvas.addRun', { canvas, kind: 'coins', run, limit: 40, note: 'Starting point' });
    expect(made.hiddenNodes).toBe(flow.hiddenNodes);
    expect(made.hiddenNodes).toBeGreaterThan(0);
    const { nodes, edges, level } = await picture(canvas);
    expect(level).toBe('transactions');
    const there = new Set(nodes.map(({ id }) => id));
    for (const { kind, txid, outpoint } of flow.nodes)
      if (kind === 'transaction') expect(there).toContain(tx(txid as string));
      else if (kind !== 'more') expect(there).toContain(out(outpoint as string));
    expect(
      nodes
        .filter(({ note }) => note === 'Starting point')
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...from].sort());
    for (const { statement } of [...nodes, ...edges]) expect(statement).toBe('fact');
    await desk.call('journal.undo', {});
    expect((await picture(canvas)).nodes).toEqual([]);
  });

  it('goes by hops and says what it left', async () => {
    const canvas = await create('Hops');
    const seed = practice.truth.theft.stolenOutpoints[0]?.outpoint as string;
    await edit(canvas, { do: 'add', items: [out(seed)] });
    const first = await desk.call('canvas.expand', { canvas, items: [out(seed)], level: 'transactions', side: 'out', top: 1, hops: 3 });
    const { nodes } = await picture(canvas);
    expect(nodes.filter(({ kind }) => kind === 'transaction')).toHaveLength(3);
    expect(nodes.length).toBe(first.added.length + 1);
    expect(nodes.some(({ moreOut }) => moreOut > 0) || first.remaining === 0).toBe(true);
  });

  it('keeps the places of what is there when something comes', async () => {
    const canvas = await create('Stable');
    const seed = practice.truth.theft.stolenOutpoints[0]?.outpoint as string;
    await edit(canvas, { do: 'add', items: [out(seed)] });
    let before = await picture(canvas);
    for (let step = 0; step < 4; step++) {
      const items = before.nodes.filter(({ moreOut }) => moreOut > 0).map(({ id }) => id);
      await desk.call('canvas.expand', { canvas, items, level: 'transactions', side: 'out', top: 3 });
      const after = await picture(canvas);
      for (const { id, x, y } of before.nodes) expect(after.nodes.find((node) => node.id === id)).toMatchObject({ x, y });
      before = after;
    }
  });

  it('time runs to scale on a time axis', async () => {
    const canvas = await create('Time');
    const items = practice.truth.peelChain.map(({ txid }) => tx(txid));
    await edit(canvas, { do: 'add', items });
    await edit(canvas, { do: 'layout', layout: { kind: 'time', lanes: 'address' } });
    const { nodes, axis } = await picture(canvas);
    const timed = nodes
      .filter(({ timeSeconds }) => timeSeconds !== null)
      .sort((a, b) => (a.timeSeconds as number) - (b.timeSeconds as number));
    const [first, last] = [timed[0], timed.at(-1)] as [CanvasPicture['nodes'][number], CanvasPicture['nodes'][number]];
    const scale = (last.x - first.x) / ((last.timeSeconds as number) - (first.timeSeconds as number));
    for (const { x, timeSeconds } of timed)
      expect(Math.abs(x - first.x - scale * ((timeSeconds as number) - (first.timeSeconds as number)))).toBeLessThanOrEqual(1);
    expect(axis?.ticks.length).toBeGreaterThan(1);
  });

  it('a cluster is an inference that stands for its addresses, and falls apart without its rule', async () => {
    const canvas = await create('Clusters');
    const members = practice.truth.thief.cluster.members.slice(0, 4);
    await edit(canvas, { do: 'level', level: 'relations' });
    await edit(canvas, { do: 'add', items: [...members.map(address), itemName({ kind: 'cluster', chain, id: members[0] as string })] });
    const folded = await picture(canvas);
    const cluster = folded.nodes.find(({ kind }) => kind === 'cluster');
    expect(cluster).toMatchObject({ statement: 'inference' });
    expect(cluster?.count).toBeGreaterThanOrEqual(members.length);
    expect(folded.nodes.filter(({ kind }) => kind === 'address')).toHaveLength(0);
    await edit(canvas, { do: 'rules', rules: [] });
    const apart = await picture(canvas);
    expect(apart.nodes.filter(({ marks }) => marks.includes('fellApart')).length).toBeGreaterThanOrEqual(members.length - 1);
    await edit(canvas, { do: 'rules', rules: ['multiInput'] });
    await edit(canvas, { do: 'filter', filter: { factsOnly: true } });
    const facts = await picture(canvas);
    expect(facts.nodes.map(({ kind }) => kind)).not.toContain('cluster');
    expect([...facts.nodes, ...facts.edges].map(({ statement }) => statement)).not.toContain('inference');
  });

  it('what no exhibit says is a hypothesis, drawn apart, in no sum and not among facts', async () => {
    const canvas = await create('Events');
    const [a, b] = practice.truth.thief.cluster.members.map(address) as [string, string];
    await edit(canvas, { do: 'add', items: [a, b] });
    const event = { kind: 'cash', title: 'Hand-over at the station', from: a, to: b, amountText: '5,000 EUR' } as const;
    await expect(edit(canvas, { do: 'event', event })).rejects.toMatchObject({ code: 'canvas.eventNeedsExhibit' });
    await edit(canvas, { do: 'event', event: { ...event, hypothesis: true } });
    const shown = await picture(canvas);
    expect(shown.edges.filter(({ kind }) => kind === 'event')).toMatchObject([
      { amounts: [], statement: 'assumption', marks: ['hypothesis'] },
      { amounts: [], statement: 'assumption', marks: ['hypothesis'] },
    ]);
    await edit(canvas, { do: 'filter', filter: { factsOnly: true } });
    expect((await picture(canvas)).nodes.map(({ kind }) => kind)).not.toContain('event');
  });

  it('[V11] what was put there by hand and taken away does not come back by itself', async () => {
    const canvas = await create('Taken away');
    const { txid } = practice.truth.theft;
    await edit(canvas, { do: 'add', items: [tx(txid)] });
    await desk.call('canvas.expand', { canvas, items: [tx(txid)], level: 'transactions', side: 'out', top: 5, hops: 2 });
    const before = await picture(canvas);
    // An output between two transactions shown would come back as what joins them.
    const between = before.nodes.filter(
      ({ id, kind }) =>
        kind === 'output' && before.edges.some(({ target }) => target === id) && before.edges.some(({ source }) => source === id),
    );
    const [gone] = between.map(({ id }) => id);
    expect(gone).toBeDefined();
    await edit(canvas, { do: 'remove', items: [gone as string] });
    expect((await picture(canvas)).nodes.map(({ id }) => id).sort()).toEqual(
      before.nodes
        .map(({ id }) => id)
        .filter((id) => id !== gone)
        .sort(),
    );
    await edit(canvas, { do: 'add', items: [gone as string] });
    expect((await picture(canvas)).nodes.map(({ id }) => id)).toContain(gone);
  });

  it('[V6] does without single kinds of statement, each by itself', async () => {
    const canvas = await create('Without');
    const members = practice.truth.thief.cluster.members.slice(0, 2);
    const [a, b] = members.map(address) as [string, string];
    await edit(canvas, { do: 'level', level: 'relations' });
    await edit(canvas, { do: 'add', items: [a, b, itemName({ kind: 'cluster', chain, id: members[0] as string })] });
    await desk.call('canvas.expand', { canvas, items: [address(members[0] as string)], level: 'relations', side: 'out', top: 50, hops: 4 });
    const event = { title: 'Seen together', from: a, to: b } as const;
    await edit(canvas, { do: 'event', event: { ...event, kind: 'meeting', hypothesis: true } });
    await edit(canvas, { do: 'event', event: { ...event, kind: 'cash', exhibit: 'A-1' } });
    const shown = async (without: CanvasPicture['filter']['without']) => {
      await edit(canvas, { do: 'filter', filter: { without } });
      return await picture(canvas);
    };
    const events = ({ nodes }: CanvasPicture) =>
      nodes.filter(({ kind }) => kind === 'event').map(({ marks }) => marks.includes('hypothesis'));
    const everything = await shown([]);
    expect(events(everything).sort()).toEqual([false, true]);
    expect(everything.nodes.some(({ kind }) => kind === 'cluster')).toBe(true);
    expect(everything.nodes.some(({ labels }) => labels.length > 0)).toBe(true);
    expect((await shown(['inference'])).nodes.some(({ kind }) => kind === 'cluster')).toBe(false);
    const unlabelled = await shown(['attribution']);
    expect(unlabelled.nodes.map(({ id }) => id)).toEqual(everything.nodes.map(({ id }) => id));
    expect(unlabelled.nodes.some(({ labels }) => labels.length > 0)).toBe(false);
    const firm = await shown(['assumption']);
    expect(events(firm)).toEqual([false]);
    expect(firm.hidden).toBe(everything.hidden + 1);
    const recorded = await shown(['byHand']);
    expect(events(recorded)).toEqual([]);
    expect(recorded.edges.filter(({ kind }) => kind === 'event')).toEqual([]);
  });

  it('[V10] keeps one counterparty and what is beside it, and counts what it leaves out', async () => {
    const canvas = await create('Counterparty');
    const { txid } = practice.truth.theft;
    await edit(canvas, { do: 'add', items: [tx(txid)] });
    await desk.call('canvas.expand', { canvas, items: [tx(txid)], level: 'transactions', side: 'out', top: 5, hops: 3 });
    const everything = await picture(canvas);
    const labelled = everything.nodes.filter(({ labels }) => labels.some(({ label }) => label.includes('Kestrel Exchange')));
    expect(labelled.length).toBeGreaterThan(0);
    await edit(canvas, { do: 'filter', filter: { counterparty: ' kestrel exchange ' } });
    const narrow = await picture(canvas);
    const beside = everything.edges.flatMap(({ source, target }) =>
      labelled.some(({ id }) => id === source) ? [target] : labelled.some(({ id }) => id === target) ? [source] : [],
    );
    expect(narrow.nodes.map(({ id }) => id).sort()).toEqual([...new Set([...labelled.map(({ id }) => id), ...beside])].sort());
    expect(narrow.hidden).toBe(everything.hidden + everything.nodes.length - narrow.nodes.length);
    // An expansion keeps to it.
    const { added } = await desk.call('canvas.expand', {
      ...{ canvas, items: [tx(txid)], level: 'transactions', side: 'both', top: 50, filter: { counterparty: 'nobody of this name' } },
    });
    expect(added).toEqual([]);
    // A cluster is found by one of its addresses.
    await edit(canvas, { do: 'level', level: 'relations' });
    const [first, second] = practice.truth.thief.cluster.members as readonly string[];
    const cluster = itemName({ kind: 'cluster', chain, id: first as string });
    await edit(canvas, { do: 'add', items: [cluster] });
    await edit(canvas, { do: 'filter', filter: { counterparty: second as string } });
    expect((await picture(canvas)).nodes.map(({ id }) => id)).toContain(cluster);
  });

  it('checkpoints bring a canvas back, as one edit', async () => {
    const canvas = await create('Checkpoints');
    const { txid } = practice.truth.theft;
    await edit(canvas, { do: 'add', items: [tx(txid)] });
    const then = await picture(canvas);
    await edit(canvas, { do: 'checkpoint', name: 'before the peel chain' });
    await desk.call('canvas.expand', { canvas, items: [tx(txid)], level: 'transactions', side: 'out', top: 5, hops: 2 });
    await edit(canvas, { do: 'note', target: tx(txid), text: 'the theft' });
    const later = await picture(canvas);
    await edit(canvas, { do: 'restore', checkpoint: 1 });
    expect((await picture(canvas)).nodes).toEqual(then.nodes);
    await desk.call('journal.undo', {});
    expect((await picture(canvas)).nodes).toEqual(later.nodes);
  });
});
