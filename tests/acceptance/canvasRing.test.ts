// A canvas over chain, exchange and bank: practice case two. A movement in an exchange's ledger and the one on the chain are joined by
// the recorded link, and a hop goes on behind it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanvasPicture } from '../../shared/contract/canvas.ts';
import { itemName } from '../../shared/model/canvasItem.ts';
import { type Desk, openDesk } from './desk.ts';

interface Truth {
  readonly cashOut: { readonly uid: string; readonly txid: string };
  readonly chain: string;
  readonly ledgers: Readonly<Record<'exchangeA' | 'bank', string>>;
  readonly victim: { readonly account: string };
  readonly purchase: { readonly uid: string };
  readonly withdrawals: readonly { readonly txid: string; readonly to: string }[];
}

let desk: Desk;
let truth: Truth;
let canvas = 0;
const picture = (): Promise<CanvasPicture> => desk.call('canvas.picture', { canvas });

beforeAll(async () => {
  desk = await openDesk();
  const out = join(desk.folder, 'ring');
  await desk.call('learn.practice', { story: 'ring', out: desk.grant(out), title: 'Ring', examiner: 'E', agency: 'A' });
  truth = JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8')) as Truth;
  ({ canvas } = await desk.call('canvas.create', { name: 'Ring' }));
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('a canvas over chain and exchange', () => {
  it('joins the withdrawal in the ledger with the movement on the chain, and says that it is derived', async () => {
    const [first] = truth.withdrawals;
    const { hits } = await desk.call('canvas.search', { text: first?.txid as string });
    const onChain = hits.find(({ kind, item }) => kind === 'transaction' && item !== null);
    expect(onChain, JSON.stringify(hits.slice(0, 4))).toBeDefined();
    const { lines } = await desk.call('canvas.identify', { text: first?.txid as string });
    const items = lines.flatMap(({ readings }) => readings.flatMap(({ item, held }) => (held && item !== null ? [item] : [])));
    expect(items.length).toBeGreaterThan(0);
    await desk.call('canvas.edit', { canvas, change: { do: 'add', items } });
    await desk.call('canvas.expand', { canvas, items, level: 'transactions', side: 'both', top: 5, hops: 2 });
    const { nodes, edges } = await picture();
    const joins = edges.filter(({ kind }) => kind === 'joins');
    expect(joins.length).toBeGreaterThan(0);
    for (const { statement, amounts, marks } of joins) {
      expect([statement, amounts]).toEqual(['derivation', []]);
      expect(marks.some((mark) => mark === 'link' || mark === 'swap')).toBe(true);
    }
    expect(joins.some(({ marks }) => marks.includes('link'))).toBe(true);
    const chains = new Set(nodes.map(({ chain }) => chain));
    expect([...chains].some((chain) => chain.startsWith('ledger:'))).toBe(true);
    expect([...chains].some((chain) => chain.startsWith('tron:'))).toBe(true);
    // Every movement stands between the two it moves between, as far as its rows name them.
    for (const { id, kind } of nodes)
      if (kind === 'movement')
        expect(
          edges.some(({ source, target, kind: of }) => (source === id || target === id) && of !== 'joins'),
          id,
        ).toBe(true);
  });

  it('brings what a movement is joined with when the movement itself is expanded', async () => {
    const { canvas: other } = await desk.call('canvas.create', { name: 'Cash-out' });
    const { lines } = await desk.call('canvas.identify', { text: truth.cashOut.txid });
    const items = lines.flatMap(({ readings }) =>
      readings.flatMap(({ item, kind }) => (kind === 'movement' && item !== null ? [item] : [])),
    );
    const [onChain] = items.filter((item) => item.startsWith('movement|tron'));
    await desk.call('canvas.edit', { canvas: other, change: { do: 'add', items: [onChain as string] } });
    const { added } = await desk.call('canvas.expand', { canvas: other, items: [onChain as string], level: 'transactions', side: 'out' });
    expect(added.filter((item) => item.startsWith('address|ledger')).map((item) => item.split('|').at(-1))).toContain(truth.cashOut.uid);
    expect((await desk.call('canvas.picture', { canvas: other })).edges.some(({ kind }) => kind === 'joins')).toBe(true);
  });

  it('sums between accounts are never "at most"', async () => {
    await desk.call('canvas.edit', { canvas, change: { do: 'level', level: 'relations' } });
    const { edges } = await picture();
    expect(edges.length).toBeGreaterThan(0);
    for (const { shared, statement } of edges) expect([shared, statement]).toEqual([0, 'derivation']);
  });

  it('[V12] the recorded link lies between the parties of the ledger and of the chain, and its movements stand behind it', async () => {
    const { edges } = await picture();
    const joins = edges.filter(({ kind }) => kind === 'joins');
    expect(joins.length).toBeGreaterThan(0);
    for (const { id, source, target, amounts, marks } of joins) {
      expect([source.split('|')[1] === target.split('|')[1], amounts, marks]).toEqual([false, [], ['link']]);
      const behind = await desk.call('canvas.between', { canvas, edges: [id] });
      // What goes in and what comes out of each.
      expect(behind.count % 2).toBe(0);
      expect(behind.count).toBeGreaterThan(0);
    }
  });

  it('behind every sum stand the movements that it adds up, in one edit each that is taken back', async () => {
    const before = await picture();
    for (const edge of before.edges.filter(({ kind }) => kind === 'relation')) {
      const { count, amounts, assets } = await desk.call('canvas.between', { canvas, edges: [edge.id] });
      const named = (list: typeof amounts, of: typeof assets) => list.map(({ asset, amount }) => [of[asset]?.key, amount]).sort();
      expect([count, named(amounts, assets)]).toEqual([edge.count, named(edge.amounts, before.assets)]);
    }
    const [first] = before.edges.filter(({ kind }) => kind === 'relation');
    const shown = await desk.call('canvas.showBetween', { canvas, edges: [first?.id as string] });
    const after = await picture();
    expect([after.level, shown.remaining]).toEqual(['transactions', 0]);
    expect(shown.items.every((item) => after.nodes.some(({ id }) => id === item))).toBe(true);
    await desk.call('journal.undo', {});
    expect(await picture()).toEqual({ ...before, event: expect.any(Number) });
  });

  it('a path goes on over a link that the examiner accepted, and says that it is an assumption', async () => {
    const account = (chain: string, id: string): string => itemName({ kind: 'address', chain, id });
    const { ledgers, victim, purchase } = truth;
    const asked = { from: [account(ledgers.bank, victim.account)], to: [account(ledgers.exchangeA, purchase.uid)] };
    expect((await desk.call('canvas.paths', asked)).paths).toEqual([]);
    await desk.call('account.judgeLink', { payment: 'P20260302000131', transfer: 'A-D-0002', verdict: 'accepted', reason: '19 minutes' });
    const { paths } = await desk.call('canvas.paths', asked);
    expect(paths.length).toBeGreaterThan(0);
    for (const { statement, through } of paths) expect([statement, through.includes('acceptedLink')]).toEqual(['assumption', true]);
    const without = await desk.call('canvas.paths', { ...asked, acceptedLinks: false });
    expect([without.paths, without.openEnds.some(({ code }) => code === 'acceptedLink')]).toEqual([[], true]);
    // Between the two it is a line of its own.
    const { canvas: other } = await desk.call('canvas.create', { name: 'Accepted' });
    await desk.call('canvas.edit', { canvas: other, change: { do: 'add', items: [...new Set(paths.flatMap(({ items }) => items))] } });
    await desk.call('canvas.edit', { canvas: other, change: { do: 'level', level: 'relations' } });
    const accepted = async () =>
      (await desk.call('canvas.picture', { canvas: other })).edges.filter(
        ({ kind, marks }) => kind === 'joins' && marks.includes('accepted'),
      );
    expect(await accepted()).toMatchObject([{ statement: 'assumption', amounts: [], count: 1 }]);
    await desk.call('canvas.edit', { canvas: other, change: { do: 'filter', filter: { factsOnly: true } } });
    expect(await accepted()).toEqual([]);
  });

  it('takes in the picture of a run over balances, bounded as it is, in one edit', async () => {
    const { chain, withdrawals } = truth;
    const from = [withdrawals[0]?.txid as string];
    const { run } = await desk.call('account.trace', { from, chain, question: 'Where did it go?', reason: 'r', policies: ['fifo'] });
    const flow = await desk.call('canvas.accountFlow', { run, policy: 'fifo', limit: 300 });
    const made = await desk.call('canvas.addRun', { name: 'Run', kind: 'accounts', run, note: 'Starting point' });
    const drawn = await desk.call('canvas.picture', { canvas: made.canvas });
    expect([drawn.name, drawn.level, made.hiddenNodes]).toEqual(['Run', 'transactions', flow.hiddenNodes]);
    const accounts = new Set(drawn.nodes.flatMap(({ kind, name }) => (kind === 'address' ? [name] : [])));
    for (const { account } of flow.nodes) if (account !== null) expect(accounts).toContain(account);
    for (const { movements } of flow.edges) for (const one of movements) expect(drawn.nodes.map(({ name }) => name)).toContain(one.name);
    expect(drawn.nodes.filter(({ note }) => note === 'Starting point').length).toBeGreaterThan(0);
    // Not one amount that a policy assigned: all is recorded.
    for (const { kind, statement } of drawn.edges) if (kind !== 'joins') expect(statement).toBe('fact');
    await desk.call('journal.undo', {});
    expect((await desk.call('canvas.list', {})).canvases.map(({ name }) => name)).not.toContain('Run');
  });
});
