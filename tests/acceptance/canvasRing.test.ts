// A canvas over chain, exchange and bank: practice case two. A movement in an exchange's ledger and the one on the chain are joined by
// the recorded link, and a hop goes on behind it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanvasPicture } from '../../shared/contract/canvas.ts';
import { type Desk, openDesk } from './desk.ts';

interface Truth {
  readonly cashOut: { readonly uid: string; readonly txid: string };
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
});
