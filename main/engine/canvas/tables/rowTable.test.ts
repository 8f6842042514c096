// The table behind a hub: a hundred thousand rows are sorted and counted by number, and only those of the page asked for are named.
import { expect, it } from 'vitest';
import type { CaseFile } from '../../casefile/index.ts';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { readCanvas } from '../canvases/document.ts';
import type { Material } from '../canvases/shown.ts';
import { coinFacts } from '../facts/coinFacts.ts';
import type { ChainFacts } from '../facts/index.ts';
import { addressOf, CHAIN, NO_SESSION, viewAround } from '../facts/tests/coinView.ts';
import { HUB, hubSlice } from '../facts/tests/hubSlice.ts';
import { rowTable } from './rowTable.ts';

const COUNT = 100_000;

it('names one page of a hundred thousand rows', () => {
  const real = coinFacts(NO_SESSION, viewAround(hubSlice(COUNT)));
  let named = 0;
  const facts: ChainFacts = {
    ...real,
    transfers: {
      ...real.transfers,
      addressName(address) {
        named++;
        return real.transfers.addressName(address);
      },
    },
  };
  const payers = Uint32Array.from({ length: COUNT }, (_, at) => 2 + at);
  const first = addressOf(2);
  const clusters = {
    rules: [],
    members: () => payers,
    rootOf: () => (number: number) => number,
    anchor: () => first,
    fallen: () => ({ count: 0, parts: [] }),
  };
  const material: Material = {
    facts: new Map([[CHAIN, facts]]),
    clusters,
    before: clusters,
    labelled: { texts: () => [], holding: () => [] },
  };
  const [hub, cluster] = [
    itemName({ kind: 'address', chain: CHAIN, id: addressOf(HUB) }),
    itemName({ kind: 'cluster', chain: CHAIN, id: first }),
  ];
  const document = new Map<string, unknown>([
    ['name', 'hub'],
    ['level', 'relations'],
    [`item/${hub}`, {}],
    [`item/${cluster}`, {}],
  ]);
  // The hub's own address is no member here; the stand-in for clusters names one anchor for all.
  const anchored = {
    ...material,
    clusters: { ...clusters, anchor: (_: string, address: string) => (address === addressOf(HUB) ? address : first) },
  };
  const file = { labels: { of: () => [] } } as unknown as CaseFile;
  for (const order of ['time', 'amount', 'height'] as const) {
    named = 0;
    const begin = performance.now();
    const table = rowTable(file, readCanvas(document), anchored, { items: [], text: '', order, descending: true });
    const page = table.page(5000, 50);
    const took = performance.now() - begin;
    expect(table.total).toBe(COUNT);
    // 1,000 + i for each i.
    expect(table.sums).toEqual([
      { asset: 0, amount: (1000n * BigInt(COUNT) + (BigInt(COUNT) * BigInt(COUNT - 1)) / 2n).toString(), rows: COUNT },
    ]);
    expect(page.map(({ amount }) => amount)).toEqual(Array.from({ length: 50 }, (_, at) => String(1000 + COUNT - 1 - 5000 - at)));
    expect(page[0]?.items).toEqual([`${cluster}>${hub}`, cluster, hub]);
    expect(named).toBeLessThanOrEqual(100);
    expect(took, `${order} took ${took} ms`).toBeLessThan(5000);
    if (process.env.SHOW_FIGURES !== undefined) console.log(order, Math.round(took), 'ms');
  }
  // By who paid, or with a text looked for, every address is named, once.
  for (const asked of [
    { order: 'from', text: '' },
    { order: 'time', text: addressOf(77).slice(3, 30) },
  ] as const) {
    named = 0;
    const begin = performance.now();
    const table = rowTable(file, readCanvas(document), anchored, { items: [], descending: false, ...asked });
    expect(table.total).toBe(asked.text === '' ? COUNT : 1);
    if (asked.text !== '') expect(table.page(0, 5)).toMatchObject([{ from: [addressOf(77)], amount: '1075' }]);
    expect(named).toBeLessThanOrEqual(COUNT + 100);
    if (process.env.SHOW_FIGURES !== undefined) console.log(asked.order, asked.text, Math.round(performance.now() - begin), 'ms');
  }
}, 60_000);
