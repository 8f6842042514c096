// What comes on a canvas by itself, what lies behind an edge and between things, and what joins parties of two ledgers: against small cases of
// which every figure was worked out by hand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseDesk, type CaseDesk } from '../../../../tests/fixtures/caseDesk.ts';
import { buildSlice, chainOf } from '../../../../tests/fixtures/slices.ts';
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import { type CanvasItem, type CanvasLevel, itemName } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { accountFacts } from '../facts/accountFacts.ts';
import { PLAIN } from '../facts/admits.ts';
import { coinFacts } from '../facts/coinFacts.ts';
import type { ChainFacts } from '../facts/index.ts';
import { type COIN, type Deal, EURO, EVM, LEDGER, sessionOf, TETHER, viewOfDeals } from '../facts/tests/accountViews.ts';
import { addressOf, CHAIN, NO_SESSION, outText, txidText, viewAround } from '../facts/tests/coinView.ts';
import { HUB, hubSlice } from '../facts/tests/hubSlice.ts';
import { betweenOn, itemsOfRows } from './between.ts';
import { readCanvas } from './document.ts';
import { type Material, shownOn } from './shown.ts';

const alone = {
  ...{ rules: [], members: (_: string, address: string) => [address], rootOf: () => (number: number) => number },
  anchor: (_: string, address: string) => address,
  fallen: () => ({ count: 0, parts: [] }),
};
const materialOf = (...facts: readonly ChainFacts[]): Material => ({
  ...{
    facts: new Map(facts.map((one) => [one.chain, one])),
    clusters: alone,
    before: alone,
    labelled: { texts: () => [], holding: () => [] },
  },
});
const stateOf = (
  level: CanvasLevel,
  items: readonly string[],
  filter: Partial<CanvasFilter> = {},
  more: readonly [string, unknown][] = [],
) =>
  readCanvas(
    new Map<string, unknown>([
      ['name', 'C'],
      ['level', level],
      ['filter', { ...PLAIN, ...filter }],
      ...items.map((name): [string, unknown] => [`item/${name}`, {}]),
      ...more,
    ]),
  );
const NOTHING = { edges: [], items: [] };

describe('over coins', () => {
  const built = buildSlice(
    chainOf([
      {
        name: 't0',
        inputs: ['coinbase'],
        outputs: [
          { valueSat: 50n, script: 'A' },
          { valueSat: 30n, script: 'B' },
        ],
      },
      {
        name: 't1',
        inputs: ['t0:0'],
        outputs: [
          { valueSat: 20n, script: 'C' },
          { valueSat: 29n, script: 'A' },
        ],
      },
      {
        name: 't2',
        inputs: ['t1:1', 't0:1'],
        outputs: [
          { valueSat: 40n, script: 'C' },
          { valueSat: 18n, script: 'D' },
        ],
      },
      { name: 't3', inputs: ['t2:0'], outputs: [{ valueSat: 39n, script: 'A' }] },
    ]),
  );
  const { slice } = built;
  const tx = (name: string): string => itemName({ kind: 'transaction', chain: CHAIN, id: txidText(slice, built.tx(name)) });
  const out = (name: string): string => itemName({ kind: 'output', chain: CHAIN, id: outText(slice, built.out(name)) });
  const party = (name: string): string => itemName({ kind: 'address', chain: CHAIN, id: addressOf(built.script(name)) });
  const material = materialOf(coinFacts(NO_SESSION, viewAround(slice)));
  const [a, b, c, d] = ['A', 'B', 'C', 'D'].map(party) as [string, string, string, string];
  const ac = `${a}>${c}`;

  it('behind an edge stand the transactions that it counts, with what its source spends and its target gets', () => {
    const state = stateOf('relations', [a, b, c, d]);
    const edge = shownOn(state, material).edges.find(({ id }) => id === ac);
    // t1 pays 20, t2 pays 40 and B spent in it too.
    expect(edge).toMatchObject({ amounts: [{ asset: CHAIN, amount: 60n }], count: 2, shared: 1 });
    const behind = betweenOn({ edges: [ac], items: [] }, state, material, 'value');
    expect(behind).toMatchObject({ count: 2, drawn: 0, amounts: [{ asset: CHAIN, amount: 60n }], hidden: 0 });
    expect(behind.first(1).map((row) => row.items().map(itemName))).toEqual([[tx('t2'), out('t1:1'), out('t2:0')]]);
    expect(itemsOfRows(behind.first(9))).toEqual([tx('t2'), out('t1:1'), out('t2:0'), tx('t1'), out('t0:0'), out('t1:0')]);
    expect(
      betweenOn({ edges: [ac], items: [] }, state, material, 'oldest')
        .first(1)[0]
        ?.items()[0]?.id,
    ).toBe(txidText(slice, built.tx('t1')));
    // The next page is what is not there yet.
    const next = betweenOn({ edges: [ac], items: [] }, stateOf('relations', [a, c, ...itemsOfRows(behind.first(1))]), material, 'value');
    expect([next.count, next.drawn, itemsOfRows(next.first(9))[0]]).toEqual([2, 1, tx('t1')]);
    const done = betweenOn({ edges: [ac], items: [] }, stateOf('relations', [a, c, ...itemsOfRows(behind.first(9))]), material, 'value');
    expect([done.drawn, itemsOfRows(done.first(1))[0]]).toEqual([2, tx('t2')]);
    expect(() => betweenOn({ edges: [`${a}>${a}`], items: [] }, state, material, 'value')).toThrow(
      expect.objectContaining({ code: 'canvas.itemUnknown' }),
    );
  });

  it('between things chosen each transaction and each output counts once, both ways', () => {
    const state = stateOf('transactions', [a, b, c]);
    expect(betweenOn({ edges: [], items: [a, c] }, state, material, 'value')).toMatchObject({
      ...{ count: 3, drawn: 0, amounts: [{ asset: CHAIN, amount: 99n }] },
    });
    // t2 stands between A and C and between B and C: its 40 once.
    const all = betweenOn(NOTHING, state, material, 'value');
    expect(all).toMatchObject({ count: 3, amounts: [{ asset: CHAIN, amount: 99n }] });
    expect(itemsOfRows(all.first(1))).toEqual([tx('t2'), out('t1:1'), out('t0:1'), out('t2:0')]);
    expect(betweenOn({ edges: [], items: [a] }, state, material, 'value').count).toBe(0);
  });

  it('says what the least of the filter would hide one by one', () => {
    const filter = { least: { [CHAIN]: '30' } };
    const state = stateOf('relations', [a, c], filter);
    expect(shownOn(state, material).edges.map(({ id }) => id)).toContain(ac);
    expect(betweenOn({ edges: [ac], items: [] }, state, material, 'value')).toMatchObject({
      ...{ count: 1, hidden: 1, amounts: [{ asset: CHAIN, amount: 40n }] },
    });
    const early = stateOf('relations', [a, c], { toTime: slice.blockTime[1] as number });
    expect(betweenOn({ edges: [ac], items: [] }, early, material, 'value')).toMatchObject({ count: 1, amounts: [{ amount: 20n }] });
  });

  it('[V3] [V11] outputs between what is shown come by themselves, and no edge joins two addresses', () => {
    const shown = shownOn(stateOf('transactions', [tx('t1'), tx('t2'), c]), material);
    const names = shown.nodes.map(({ name }) => name).sort();
    // From t1 to t2 went t1:1; to C went t1:0 and t2:0.
    expect(names).toEqual([c, out('t1:0'), out('t1:1'), out('t2:0'), tx('t1'), tx('t2')].sort());
    expect(shown.edges.map(({ id }) => id).sort()).toEqual(
      [
        ...[`${tx('t1')}>${out('t1:0')}`, `${out('t1:0')}>${c}`, `${tx('t1')}>${out('t1:1')}`, `${out('t1:1')}>${tx('t2')}`],
        ...[`${tx('t2')}>${out('t2:0')}`, `${out('t2:0')}>${c}`],
      ].sort(),
    );
    // What A spends in a transaction shown comes as well; taken away it stays away.
    expect(shownOn(stateOf('transactions', [tx('t1'), a]), material).nodes.map(({ name }) => name)).toContain(out('t0:0'));
    const without = shownOn(stateOf('transactions', [tx('t1'), tx('t2')], {}, [[`hide/${out('t1:1')}`, true]]), material);
    expect(without.nodes.map(({ name }) => name).sort()).toEqual([tx('t1'), tx('t2')].sort());
    for (const { id } of shownOn(stateOf('transactions', [a, b, c, d]), material).edges) expect(id).toBe('no edge');
    // Nothing of it is at the level of sums, nor beyond the filter.
    expect(
      shownOn(stateOf('relations', [tx('t1'), tx('t2'), a, c]), material)
        .nodes.map(({ name }) => name)
        .sort(),
    ).toEqual([a, c].sort());
    const poor = shownOn(stateOf('transactions', [tx('t1'), tx('t2')], { least: { [CHAIN]: '30' } }), material);
    expect([poor.nodes.length, poor.hidden]).toEqual([2, 0]);
  });
});

describe('a hub', () => {
  it('a hundred thousand transactions behind one edge give the first page at once', () => {
    const many = 100_000;
    const facts = coinFacts(NO_SESSION, viewAround(hubSlice(many)));
    const paid = Uint32Array.from({ length: many }, (_, at) => 2 + many + at);
    const cluster = itemName({ kind: 'cluster', chain: CHAIN, id: addressOf(2 + many) });
    const hub = itemName({ kind: 'address', chain: CHAIN, id: addressOf(HUB) });
    const others = { ...alone, members: () => paid };
    const material = { ...materialOf(facts), clusters: others };
    const state = stateOf('relations', [hub, cluster]);
    const start = performance.now();
    const behind = betweenOn({ edges: [`${hub}>${cluster}`], items: [] }, state, material, 'value');
    const first = behind.first(50);
    const took = performance.now() - start;
    expect([behind.count, behind.drawn, first.length]).toEqual([many, 0, 50]);
    // 999 + … + 100998, and the largest first: its transaction, what the hub spends and what it pays.
    expect(behind.amounts).toEqual([{ asset: CHAIN, amount: (999n + 100_998n) * 50_000n }]);
    expect(itemsOfRows(first)).toHaveLength(150);
    expect(took).toBeLessThan(15_000);
  });
});

describe('over accounts', () => {
  let desk: CaseDesk;
  let session: CaseSession;
  beforeAll(async () => {
    desk = await caseDesk();
    session = sessionOf(await desk.create('between'));
  });
  afterAll(() => desk.clear());
  const pay = (
    id: string,
    from: string | null,
    to: string | null,
    amount: bigint,
    more: Partial<Deal> & { readonly asset?: typeof COIN } = {},
  ) => {
    const { asset = TETHER, ...deal } = more;
    return { id, legs: [{ from, to, amount, asset }], ...deal };
  };
  const address = (id: string, chain = EVM): string => itemName({ kind: 'address', chain, id });
  const movement = (id: string, chain = EVM): string => itemName({ kind: 'movement', chain, id: `${id}#0` });
  const factsOf = (deals: readonly Deal[]) => {
    const view = viewOfDeals(deals);
    return { view, facts: (made: typeof view) => materialOf(...[EVM, LEDGER].map((chain) => accountFacts(session, made, chain))) };
  };

  it('[V11] up to ten movements between two accounts come by themselves, more are offered', () => {
    const many = Array.from({ length: 11 }, (_, at) =>
      pay(`m${String(at).padStart(2, '0')}`, 'P', 'Q', BigInt(100 + at), { block: at + 1 }),
    );
    const deals = [
      ...many,
      pay('x1', 'A', 'B', 5n),
      pay('x2', 'B', 'A', 7n),
      pay('x3', 'A', 'B', 0n),
      pay('x4', 'A', 'B', 9n, { status: 'failed' }),
    ];
    const { view, facts } = factsOf(deals);
    const material = facts(view);
    const shown = shownOn(stateOf('transactions', [address('A'), address('B'), address('P'), address('Q')]), material);
    expect(shown.nodes.flatMap(({ name }) => (name.startsWith('movement|') ? [name] : [])).sort()).toEqual([
      movement('x1'),
      movement('x2'),
    ]);
    expect(shown.hidden).toBe(0);
    const state = stateOf('transactions', [address('A'), address('B'), address('P'), address('Q')]);
    const all = betweenOn(NOTHING, state, material, 'value');
    // 100 + … + 110 = 1155, and 5 and 7 that are drawn.
    expect(all).toMatchObject({ count: 13, drawn: 2, amounts: [{ amount: 1167n }] });
    expect(itemsOfRows(all.first(2))).toEqual([movement('m10'), movement('m09')]);
    expect(itemsOfRows(betweenOn(NOTHING, state, material, 'newest').first(1))).toEqual([movement('m10')]);
    expect(itemsOfRows(betweenOn(NOTHING, state, material, 'oldest').first(1))).toEqual([movement('m00')]);
  });

  it('[V12] joins lie between parties of two ledgers, what is recorded apart from what was accepted, in no sum', () => {
    const { view, facts } = factsOf([
      pay('w1', 'user', null, 1000n, { chain: LEDGER, time: 900, asset: EURO }),
      pay('c1', 'hot', 'wallet', 400n, { block: 2 }),
      pay('w2', 'user', null, 500n, { chain: LEDGER, time: 950, asset: EURO }),
      pay('c2', 'hot', 'other', 200n, { block: 3 }),
    ]);
    const at = (id: string, chain: string): number => view.names.transfer({ chain, transaction: id, path: [0] }) as number;
    const [first, second] = [
      { kind: 'link' as const, ins: [at('w1', LEDGER)], outs: [at('c1', EVM)] },
      { kind: 'link' as const, ins: [at('w2', LEDGER)], outs: [at('c2', EVM)] },
    ];
    const nameOf = (id: string, chain: string) => ({ chain, transaction: id, path: [0] });
    const made = {
      ...view,
      conversions: [first, second],
      links: [{ kind: 'link' as const, direction: 'withdrawal' as const, ins: [nameOf('w1', LEDGER)], outs: [nameOf('c1', EVM)] }],
      recognised: { ...view.recognised, recorded: [] },
      accepted: [
        {
          ...{ kind: 'link' as const, standing: 'inference' as const, rule: 'examiner@1' as const, name: null, reason: 'r', events: [] },
          ...{ ins: [nameOf('w2', LEDGER)], outs: [nameOf('c2', EVM)] },
        },
      ],
    };
    const material = facts(made);
    const [user, hot, wallet] = [address('user', LEDGER), address('hot'), address('wallet')] as const;
    const joins = (items: readonly string[], filter: Partial<CanvasFilter> = {}) =>
      shownOn(stateOf('relations', items, filter), material).edges.filter(({ kind }) => kind === 'joins');
    // Nobody was paid by the withdrawal in the ledger: it leads from the user to who paid on the chain.
    expect(joins([user, hot, wallet])).toEqual([
      expect.objectContaining({
        ...{ id: `${user}>${hot}>accepted`, amounts: [], count: 1, statement: 'assumption', marks: ['link', 'accepted'] },
        ...{ firstSeconds: 950, lastSeconds: 1030 },
      }),
      expect.objectContaining({
        ...{
          id: `${user}>${hot}>joins`,
          amounts: [],
          count: 1,
          statement: 'derivation',
          marks: ['link'],
          firstSeconds: 900,
          lastSeconds: 1020,
        },
      }),
    ]);
    // Without the hot wallet to who was paid; what was accepted is no fact.
    expect(joins([user, wallet]).map(({ id }) => id)).toEqual([`${user}>${wallet}>joins`]);
    expect(joins([user, hot], { factsOnly: true }).map(({ id }) => id)).toEqual([`${user}>${hot}>joins`]);
    expect(joins([user, hot], { toTime: 1025 }).map(({ id }) => id)).toEqual([`${user}>${hot}>joins`]);
    expect(joins([hot, wallet])).toEqual([]);
    const edge = `${user}>${hot}>accepted`;
    const state = stateOf('relations', [user, hot]);
    const behind = betweenOn({ edges: [edge], items: [] }, state, material, 'value');
    expect(behind.count).toBe(2);
    expect(itemsOfRows(behind.first(9)).sort()).toEqual([movement('c2'), movement('w2', LEDGER)].sort());
    // On the canvas they are joined there too.
    const exact = shownOn(stateOf('transactions', [user, hot, ...itemsOfRows(behind.first(9))]), material);
    expect(exact.edges.filter(({ kind }) => kind === 'joins')).toMatchObject([{ statement: 'assumption', marks: ['link', 'accepted'] }]);
  });

  it('what a ledger came to record is recorded, whoever accepted it before', () => {
    const { view, facts } = factsOf([
      pay('w1', 'user', null, 1000n, { chain: LEDGER, time: 900, asset: EURO }),
      pay('c1', 'hot', 'wallet', 400n, { block: 2 }),
    ]);
    const ends = { ins: [{ chain: LEDGER, transaction: 'w1', path: [0] }], outs: [{ chain: EVM, transaction: 'c1', path: [0] }] };
    const [into, out] = [view.names.transfer(ends.ins[0] as never) as number, view.names.transfer(ends.outs[0] as never) as number];
    const one = { kind: 'link' as const, ins: [into], outs: [out] };
    const made = {
      ...view,
      ...{
        conversions: [one, one],
        links: [{ kind: 'link' as const, direction: 'withdrawal' as const, ...ends }],
        recognised: { ...view.recognised, recorded: [] },
      },
      accepted: [
        { kind: 'link' as const, standing: 'inference' as const, rule: 'examiner@1' as const, name: null, reason: '', events: [], ...ends },
      ],
    };
    const material = facts(made);
    const items: CanvasItem[] = [
      { kind: 'movement', chain: LEDGER, id: 'w1#0' },
      { kind: 'movement', chain: EVM, id: 'c1#0' },
    ];
    const edges = (level: CanvasLevel, names: readonly string[]) =>
      shownOn(stateOf(level, names), material).edges.filter(({ kind }) => kind === 'joins');
    expect(edges('transactions', items.map(itemName))).toMatchObject([{ statement: 'derivation' }]);
    expect(edges('relations', [address('user', LEDGER), address('hot')])).toMatchObject([{ statement: 'derivation', count: 1 }]);
  });
});
