// Facts of coin chains: hand-worked examples, and random small slices against plain loops over everything.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSlice, type BuiltSlice, chainOf } from '../../../../tests/fixtures/slices.ts';
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import { type CanvasItem, itemName } from '../../../../shared/model/canvasItem.ts';
import { COINBASE, txOfOut, UNKNOWN_PARENT, UNKNOWN_VALUE, type UtxoSlice } from '../../trace/index.ts';
import { PLAIN } from './admits.ts';
import { coinFacts } from './coinFacts.ts';
import type { ChainFacts, FactNeighbour, NeighbourQuestion } from './facts.ts';
import { addressOf, CHAIN, NO_SESSION, outpointOf, outText, spentText, spenderOf, txidText, viewAround } from './tests/coinView.ts';

const item = (kind: CanvasItem['kind'], id: string): CanvasItem => ({ kind, chain: CHAIN, id });
const address = (number: number): CanvasItem => item('address', addressOf(number));

function ask(facts: ChainFacts, of: Partial<NeighbourQuestion> & { readonly item: CanvasItem }) {
  return facts.neighbours({
    ...{ addresses: [of.item.id], level: 'transactions', side: 'both', order: 'value', filter: PLAIN, isMeant: null },
    ...{ partyOf: (text) => item('address', text) },
    ...of,
  });
}
const rowsOf = (facts: ChainFacts, of: Parameters<typeof ask>[1]): readonly FactNeighbour[] => ask(facts, of).page(0, 100_000);

/** A pays B and itself, then A and C together pay B; D is paid from what nobody knows. */
const story = (): BuiltSlice =>
  buildSlice(
    chainOf([
      {
        name: 'mint',
        inputs: ['coinbase'],
        outputs: [
          { valueSat: 100n, script: 'A' },
          { valueSat: 50n, script: 'C' },
        ],
      },
      {
        name: 'pay',
        inputs: ['mint:0'],
        outputs: [
          { valueSat: 60n, script: 'B' },
          { valueSat: 35n, script: 'A' },
          { valueSat: 0n, script: 'note' },
        ],
      },
      { name: 'both', inputs: ['pay:1', 'mint:1'], outputs: [{ valueSat: 80n, script: 'B' }] },
      { name: 'late', inputs: [{}, { valueSat: 9n, script: 'B' }], outputs: [{ valueSat: 5n, script: 'D' }] },
    ]),
  );

describe('facts of a coin chain', () => {
  const built = story();
  const { slice } = built;
  const facts = coinFacts(NO_SESSION, viewAround(slice, { madeAt: () => 77 }));
  const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((name) => built.script(name)) as [number, number, number, number];
  const tx = (name: string): CanvasItem => item('transaction', txidText(slice, built.tx(name)));
  const out = (name: string): CanvasItem => item('output', outText(slice, built.out(name)));
  const party = (name: string, ...scripts: number[]) => ({ name, addresses: scripts.map(addressOf) });
  const sat = (amount: bigint) => [{ asset: CHAIN, amount }];

  it('tells transactions, outputs and addresses', () => {
    expect(facts.node(tx('mint'))).toMatchObject({ amounts: sat(150n), height: 100, marks: ['coinbase'], grade: 'P', gap: null });
    expect(facts.node(tx('late'))).toMatchObject({ amounts: sat(5n), gap: 'parentUnknown' });
    expect(facts.node(out('pay:1'))).toMatchObject({ amounts: sat(35n), address: addressOf(a), marks: ['spent'], statement: 'fact' });
    expect(facts.node(out('both:0'))).toMatchObject({ marks: ['unspent'], gap: null });
    expect(facts.node(address(a))).toMatchObject({
      amounts: sat(135n),
      timeSeconds: 1_600_000_000,
      lastSeconds: 1_600_001_200,
      gap: 'blockIncomplete',
    });
    expect(facts.node(item('cluster', addressOf(a)), [addressOf(a), addressOf(c)])).toMatchObject({ amounts: sat(185n), count: 2 });
    expect(facts.node(address(b))?.gap).toBe('parentUnknown');
    expect(facts.node(item('transaction', 'ff'.repeat(32)))).toBeNull();
    expect(facts.node(item('output', `${txidText(slice, 0)}:2`))).toBeNull();
    expect(facts.node(item('address', 'no address'))).toBeNull();
    expect(facts.node(address(9_999))).toBeNull();
  });

  it('tells an output of an unknown transaction by what spends it', () => {
    const first = slice.txInStart[built.tx('late')] as number;
    const [nothing, undo] = [item('output', spentText(slice, first)), item('output', spentText(slice, first + 1))];
    expect(facts.node(nothing)).toMatchObject({ amounts: [], address: null, marks: ['spent'], gap: 'parentUnknown', grade: 'P' });
    expect(facts.node(undo)).toMatchObject({ amounts: sat(9n), address: addressOf(b), height: 77, grade: 'S' });
    expect(facts.edges([nothing, undo, tx('late'), address(b)], PLAIN).map(({ kind, source }) => [kind, source.id])).toEqual([
      ['spends', nothing.id],
      ['spends', undo.id],
      ['holds', undo.id],
    ]);
  });

  it('does not say unspent beyond what is covered', () => {
    const open = buildSlice([
      { height: 10, complete: false, transactions: [{ name: 'x', inputs: ['coinbase'], outputs: [5n, 6n] }] },
      { height: 20, transactions: [{ name: 'y', inputs: ['coinbase'], outputs: [7n] }] },
    ]);
    const own = coinFacts(
      NO_SESSION,
      viewAround({ ...open.slice, searchedOut: Uint32Array.of(1), searchedTo: Int32Array.of(20), searchedHeight: 20 }),
    );
    const of = (number: number) => own.node(item('output', outText(open.slice, number)));
    expect(of(0)).toMatchObject({ marks: ['unknownSpend', 'coinbase'], gap: 'spendUnknown', grade: 'S' });
    expect(of(1)).toMatchObject({ marks: ['unspent', 'coinbase'], gap: null });
    expect(of(2)).toMatchObject({ marks: ['unspent', 'coinbase'], gap: null, grade: 'P' });
    expect(own.node(address(open.script('x:0')))?.gap).toBe('spendUnknown');
    const { gap, fetch } = ask(own, { item: address(open.script('x:0')) });
    expect([gap, fetch]).toEqual([
      'spendUnknown',
      {
        chain: CHAIN,
        chainName: 'regtest',
        kind: 'address',
        item: addressOf(open.script('x:0')),
        fromBlock: null,
        toBlock: null,
        why: 'spendUnknown',
      },
    ]);
  });

  it('lacks nothing of an address only where every block was looked through', () => {
    const covered = (to: number) => coinFacts(NO_SESSION, viewAround(slice, { tipHeight: 103, coverage: [{ from: 0, to }] }));
    expect(covered(102).node(address(a))?.gap).toBe('blockIncomplete');
    expect(covered(103).node(address(a))?.gap).toBeNull();
    const { gap, fetch } = ask(covered(102), { item: address(a), side: 'in' });
    expect([gap, fetch?.kind, fetch?.item, fetch?.why]).toEqual(['blockIncomplete', 'address', addressOf(a), 'blockIncomplete']);
    expect(ask(covered(103), { item: address(a) })).toMatchObject({ gap: null, fetch: null });
    // Who paid D is told by the transaction that is missing.
    const first = outpointOf(slice, slice.txInStart[built.tx('late')] as number);
    const missing = Buffer.from(first.subarray(0, 32)).reverse().toString('hex');
    const paid = ask(covered(103), { item: address(d), level: 'relations', side: 'in' });
    expect([paid.gap, paid.fetch?.kind, paid.fetch?.item]).toEqual(['parentUnknown', 'transaction', missing]);
    expect(ask(covered(103), { item: tx('late') })).toMatchObject({ gap: 'parentUnknown', fetch: { kind: 'transaction', item: missing } });
  });

  it('sums what went between parties, and says in how many transactions others spent too', () => {
    const [first, second] = [1_600_000_600, 1_600_001_200];
    expect(facts.relations([party('a', a), party('b', b), party('c', c), party('d', d)], PLAIN)).toEqual([
      { source: 'a', target: 'b', amounts: sat(140n), count: 2, shared: 1, firstSeconds: first, lastSeconds: second },
      // What B spent, undo data say; the other input may be anybody's.
      { source: 'b', target: 'd', amounts: sat(5n), count: 1, shared: 1, firstSeconds: 1_600_001_800, lastSeconds: 1_600_001_800 },
      { source: 'c', target: 'b', amounts: sat(80n), count: 1, shared: 1, firstSeconds: second, lastSeconds: second },
    ]);
    // Together they are one source, and nobody else spent.
    expect(facts.relations([party('ac', a, c), party('b', b)], PLAIN)).toMatchObject([
      { source: 'ac', amounts: sat(140n), count: 2, shared: 0 },
    ]);
    const filter = { ...PLAIN, least: { [CHAIN]: '100' } };
    expect(facts.relations([party('a', a), party('b', b), party('c', c)], filter).map(({ source }) => source)).toEqual(['a']);
    expect(facts.relations([party('a', a), party('b', b)], { ...PLAIN, toTime: first })).toMatchObject([
      { amounts: sat(60n), count: 1, shared: 0 },
    ]);
    expect(facts.relations([party('a', a), party('b', b)], { ...PLAIN, assets: ['other'] })).toEqual([]);
    expect(facts.relations([party('a', a), party('b', b)], { ...PLAIN, factsOnly: true })).toHaveLength(1);
  });

  it('names neighbours a page at a time, with sums', () => {
    const beside = ask(facts, { item: address(a) });
    expect(beside).toMatchObject({
      in: { count: 2, transactions: 2, amounts: sat(135n), firstSeconds: 1_600_000_000, lastSeconds: 1_600_000_600 },
      out: { count: 2, transactions: 2, amounts: sat(135n) },
      total: 4,
    });
    expect(beside.page(0, 9).map(({ item: { id }, side, amounts }) => [id, side, amounts[0]?.amount])).toEqual([
      [tx('mint').id, 'in', 100n],
      [tx('pay').id, 'out', 100n],
      [tx('pay').id, 'in', 35n],
      [tx('both').id, 'out', 35n],
    ]);
    expect(beside.page(1, 2)).toEqual(beside.page(0, 9).slice(1, 3));
    expect(beside.amountsFrom(2)).toEqual(sat(70n));
    expect(beside.page(0, 1)[0]?.via).toEqual([out('mint:0')]);
    expect(beside.page(1, 1)[0]?.via).toEqual([out('mint:0')]);
    expect(ask(facts, { item: address(a), order: 'newest' }).page(0, 1)[0]?.item).toEqual(tx('both'));
    expect(ask(facts, { item: address(a), isMeant: ({ id }) => id === tx('pay').id })).toMatchObject({
      total: 2,
      in: { amounts: sat(35n) },
    });
  });

  it('takes an address that is asked about without any for itself', () => {
    expect(ask(facts, { item: address(a), addresses: [] })).toMatchObject({ total: 4 });
    expect(facts.counts(address(a), 'transactions', [])).toEqual({ in: 2, out: 2 });
    expect(facts.node(item('group', '1'), [])).toBeNull();
  });

  it('names counterparties with what each can have paid at most', () => {
    const beside = ask(facts, { item: address(b), level: 'relations' });
    expect(
      beside.page(0, 9).map(({ item: { id }, side, amounts, count, shared }) => [id, side, amounts[0]?.amount, count, shared]),
    ).toEqual([
      [addressOf(a), 'in', 140n, 2, 1],
      [addressOf(c), 'in', 80n, 1, 1],
      [addressOf(d), 'out', 5n, 1, 1],
    ]);
    // The transaction that A and C share came in once.
    expect(beside.in).toMatchObject({ count: 2, transactions: 2, amounts: sat(140n) });
    expect(facts.counts(address(b), 'relations', [addressOf(b)])).toEqual({ in: 2, out: 1 });
    const cluster = item('cluster', addressOf(a));
    const partyOf = (text: string): CanvasItem => (text === addressOf(a) || text === addressOf(c) ? cluster : item('address', text));
    expect(rowsOf(facts, { item: address(b), level: 'relations', side: 'in', partyOf })).toMatchObject([
      { item: cluster, amounts: sat(140n), count: 2, shared: 0 },
    ]);
  });

  it('marks what may be a CoinJoin and shows it all the same', () => {
    const five = [1, 2, 3, 4, 5];
    const joined = buildSlice(
      chainOf([
        ...five.map((n) => ({ name: `mint${n}`, inputs: ['coinbase'], outputs: [{ valueSat: 1000n + BigInt(n), script: `from${n}` }] })),
        {
          name: 'join',
          inputs: five.map((n) => `mint${n}:0`),
          outputs: [
            ...five.map((n) => ({ valueSat: 900n, script: `to${n}` })),
            ...five.map((n) => ({ valueSat: 90n + BigInt(n), script: `change${n}` })),
          ],
        },
      ]),
    );
    const own = coinFacts(NO_SESSION, viewAround(joined.slice));
    const id = txidText(joined.slice, joined.tx('join'));
    expect(own.node(item('transaction', id))).toMatchObject({ marks: ['coinjoin'] });
    expect(rowsOf(own, { item: address(joined.script('to1')) })).toMatchObject([{ item: item('transaction', id), marks: ['coinjoin'] }]);
    const [from, to] = ['from1', 'to1'].map((name) => ({ name, addresses: [addressOf(joined.script(name))] }));
    expect(own.relations([from, to] as never, PLAIN)).toMatchObject([{ source: 'from1', count: 1, shared: 1, amounts: sat(900n) }]);
  });

  it('has an address in the last of the parties that name it', () => {
    expect(facts.relations([party('ab', a, b), party('b', b)], PLAIN)).toMatchObject([{ source: 'ab', target: 'b', amounts: sat(140n) }]);
  });

  it('leaves out outputs of nothing unless the filter takes them in', () => {
    expect(facts.edges([tx('pay'), out('pay:2')], PLAIN)).toEqual([]);
    expect(facts.edges([tx('pay'), out('pay:2')], { ...PLAIN, worthless: true })).toMatchObject([
      { kind: 'creates', marks: ['worthless'] },
    ]);
    expect(ask(facts, { item: tx('pay') }).total).toBe(3);
    expect(ask(facts, { item: tx('pay'), filter: { ...PLAIN, worthless: true } }).total).toBe(4);
    expect(facts.counts(tx('pay'), 'transactions', [])).toEqual({ in: 1, out: 2 });
  });

  it('knows its asset and no other', () => {
    expect(facts.asset(CHAIN)).toMatchObject({ key: CHAIN, decimals: 8, kind: 'native' });
    expect(facts.asset('eip155:1 x')).toBeNull();
  });
});

interface Random {
  readonly built: BuiltSlice;
  readonly parties: readonly (readonly number[])[];
  readonly filter: CanvasFilter;
}

const end = fc.record({ script: fc.integer({ min: 1, max: 7 }), value: fc.nat(6) });
const randomSlice: fc.Arbitrary<BuiltSlice> = fc
  .array(
    fc.record({
      spends: fc.array(fc.tuple(fc.nat(100), fc.constantFrom('known', 'known', 'known', 'undo', 'blank')), { maxLength: 4 }),
      outputs: fc.array(end, { minLength: 1, maxLength: 4 }),
      complete: fc.boolean(),
      anchored: fc.boolean(),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((steps) => {
    const open: string[] = [];
    return buildSlice(
      steps.map(({ spends, outputs, complete, anchored }, at) => {
        const inputs = spends.map(([pick, kind]) => {
          const [known] = kind === 'known' && open.length > 0 ? open.splice(pick % open.length, 1) : [];
          if (known !== undefined) return known;
          return kind === 'blank' ? {} : { valueSat: BigInt(pick % 5), script: `s${1 + (pick % 7)}` };
        });
        outputs.forEach((_, place) => void open.push(`t${at}:${place}`));
        return {
          ...{ height: anchored ? 100 + at : -1, complete: complete && anchored },
          transactions: [
            {
              name: `t${at}`,
              inputs: inputs.length === 0 ? ['coinbase'] : inputs,
              outputs: outputs.map(({ script, value }) => ({ valueSat: BigInt(value), script: `s${script}` })),
            },
          ],
        };
      }),
    );
  });
const filters: fc.Arbitrary<CanvasFilter> = fc.record({
  factsOnly: fc.boolean(),
  fromTime: fc.option(fc.integer({ min: 0, max: 8 }).map((step) => 1_600_000_000 + step * 600)),
  toTime: fc.option(fc.integer({ min: 0, max: 8 }).map((step) => 1_600_000_000 + step * 600)),
  assets: fc.constantFrom([], [], [CHAIN], ['other']),
  without: fc.constant([]),
  counterparty: fc.constant(''),
  least: fc.constantFrom({}, {}, { [CHAIN]: '3' }, { other: '3' }),
  worthless: fc.boolean(),
});
const random: fc.Arbitrary<Random> = fc.record({
  built: randomSlice,
  filter: filters,
  /** Scripts 1 to 7 dealt out to four parties, the last of which is nobody. */
  parties: fc
    .array(fc.nat(3), { minLength: 8, maxLength: 8 })
    .map((dealt) => [0, 1, 2].map((party) => [1, 2, 3, 4, 5, 6, 7].filter((s) => dealt[s] === party))),
});

// Plain loops over everything, with no index and no marks.
const inputsOf = (slice: UtxoSlice, tx: number) =>
  Array.from({ length: slice.inCount }, (_, i) => i).filter(
    (i) => i >= (slice.txInStart[tx] as number) && i < (slice.txInStart[tx + 1] as number),
  );
const outputsOf = (slice: UtxoSlice, tx: number) =>
  Array.from({ length: slice.outCount }, (_, o) => o).filter((o) => txOfOut(slice, o) === tx);
const timeIn = (slice: UtxoSlice, tx: number): number => slice.blockTime[slice.txBlock[tx] as number] as number;
const inTime = (filter: CanvasFilter, time: number) => time >= (filter.fromTime ?? -Infinity) && time <= (filter.toTime ?? Infinity);
const isEnough = (filter: CanvasFilter, amount: bigint | null) => amount === null || amount >= BigInt(filter.least[CHAIN] ?? '0');
const isMine = (filter: CanvasFilter) => filter.assets.length === 0 || filter.assets.includes(CHAIN);
const all = (count: number) => Array.from({ length: count }, (_, i) => i);
const numbers = (built: BuiltSlice, names: readonly number[]) =>
  names.map((name) => built.script(`s${name}`)).filter((number) => number > 0);

function plainRelations({ built: { slice }, filter }: Random, parties: readonly (readonly number[])[]) {
  if (!isMine(filter)) return [];
  return parties.flatMap((source, s) =>
    parties.flatMap((target, t) => {
      if (s === t) return [];
      const hits = all(slice.txCount).flatMap((tx) => {
        const ins = inputsOf(slice, tx);
        const paid = outputsOf(slice, tx).filter(
          (o) => target.includes(slice.outScript[o] as number) && (slice.outValue[o] !== 0n || filter.worthless),
        );
        if (paid.length === 0 || !ins.some((i) => source.includes(slice.inScript[i] as number)) || !inTime(filter, timeIn(slice, tx)))
          return [];
        const isShared = ins.some((i) => slice.inPrevOut[i] !== COINBASE && !source.includes(slice.inScript[i] as number));
        return [{ time: timeIn(slice, tx), isShared, amount: paid.reduce((sum, o) => sum + (slice.outValue[o] as bigint), 0n) }];
      });
      const amount = hits.reduce((sum, hit) => sum + hit.amount, 0n);
      if (hits.length === 0 || !isEnough(filter, amount)) return [];
      return [
        {
          ...{ source: `${s}`, target: `${t}`, amounts: [{ asset: CHAIN, amount }], count: hits.length },
          shared: hits.filter(({ isShared }) => isShared).length,
          firstSeconds: Math.min(...hits.map(({ time }) => time)),
          lastSeconds: Math.max(...hits.map(({ time }) => time)),
        },
      ];
    }),
  );
}

/** Transactions in which something went to or came from scripts that are listed, and what it was, each transaction once. */
function plainSide(
  { built: { slice }, filter }: Random,
  own: readonly number[],
  side: 'in' | 'out',
  isListed: (script: number) => boolean,
) {
  const worth = (o: number) => slice.outValue[o] !== 0n || filter.worthless;
  const isOther = (script: number) => script !== 0 && !own.includes(script) && isListed(script);
  const came = all(slice.txCount).flatMap((tx) => {
    const ins = inputsOf(slice, tx).map((i) => slice.inScript[i] as number);
    const outs = outputsOf(slice, tx).filter(worth);
    const payers = side === 'in' ? isOther : (script: number) => own.includes(script);
    const payees = side === 'in' ? (script: number) => own.includes(script) : isOther;
    const paid = outs.filter((o) => payees(slice.outScript[o] as number));
    const isIn = inTime(filter, timeIn(slice, tx)) && ins.some(payers) && paid.length > 0;
    return isIn ? [paid.reduce((sum, o) => sum + (slice.outValue[o] as bigint), 0n)] : [];
  });
  const amount = came.reduce((sum, one) => sum + one, 0n);
  return { transactions: came.length, amounts: came.length === 0 ? [] : [{ asset: CHAIN, amount }] };
}

function plainEdges({ built: { slice }, filter }: Random): string[] {
  if (!isMine(filter)) return [];
  const found: string[] = [];
  const put = (kind: string, source: string, target: string, amount: bigint | null, tx: number) => {
    if (inTime(filter, timeIn(slice, tx)) && isEnough(filter, amount) && (amount !== 0n || filter.worthless))
      found.push(`${kind} ${source} ${target} ${amount} ${timeIn(slice, tx)}`);
  };
  for (const tx of all(slice.txCount)) {
    const id = itemName(item('transaction', txidText(slice, tx)));
    for (const o of outputsOf(slice, tx)) {
      const out = itemName(item('output', outText(slice, o)));
      const value = slice.outValue[o] as bigint;
      put('creates', id, out, value, tx);
      put('holds', out, itemName(address(slice.outScript[o] as number)), value, tx);
      const spender = spenderOf(slice, o);
      if (spender !== -1) put('spends', out, itemName(item('transaction', txidText(slice, spender))), value, spender);
    }
    for (const i of inputsOf(slice, tx)) {
      if (slice.inPrevOut[i] !== UNKNOWN_PARENT) continue;
      const value = slice.inValue[i] === UNKNOWN_VALUE ? null : (slice.inValue[i] as bigint);
      const out = itemName(item('output', spentText(slice, i)));
      put('spends', out, id, value, tx);
      if (slice.inScript[i] !== 0) put('holds', out, itemName(address(slice.inScript[i] as number)), value, tx);
    }
  }
  return found.sort();
}

function everything(slice: UtxoSlice): CanvasItem[] {
  return [
    ...all(slice.txCount).map((tx) => item('transaction', txidText(slice, tx))),
    ...all(slice.outCount).map((o) => item('output', outText(slice, o))),
    ...all(slice.inCount)
      .filter((i) => slice.inPrevOut[i] === UNKNOWN_PARENT)
      .map((i) => item('output', spentText(slice, i))),
    ...all(8).map((s) => address(s + 1)),
  ];
}

describe('facts of random slices', () => {
  it('relations are what plain loops find', () => {
    let [found, shared] = [0, 0];
    fc.assert(
      fc.property(random, (one) => {
        const facts = coinFacts(NO_SESSION, viewAround(one.built.slice));
        const parties = one.parties.map((names) => numbers(one.built, names));
        const expected = plainRelations(one, parties);
        expect(
          facts.relations(
            parties.map((scripts, name) => ({ name: `${name}`, addresses: scripts.map(addressOf) })),
            one.filter,
          ),
        ).toEqual(expected);
        expect(
          facts.relations(
            parties.map((scripts, name) => ({ name: `${name}`, addresses: Uint32Array.from(scripts) })),
            one.filter,
          ),
        ).toEqual(expected);
        found += expected.length;
        shared += expected.filter((relation) => relation.shared > 0).length;
      }),
      { numRuns: 250 },
    );
    expect(found).toBeGreaterThan(80);
    expect(shared).toBeGreaterThan(20);
  });

  it('edges are what plain loops find', () => {
    fc.assert(
      fc.property(random, (one) => {
        const { slice } = one.built;
        const edges = coinFacts(NO_SESSION, viewAround(slice)).edges(everything(slice), one.filter);
        const texts = edges.map(
          ({ kind, source, target, amounts, timeSeconds }) =>
            `${kind} ${itemName(source)} ${itemName(target)} ${amounts[0]?.amount ?? null} ${timeSeconds}`,
        );
        expect(texts.sort()).toEqual(plainEdges(one));
      }),
      { numRuns: 150 },
    );
  });

  it('counterparties are the relations with each, counted once; counts agree with rows', () => {
    let rowsSeen = 0;
    fc.assert(
      fc.property(random, fc.boolean(), (one, byNumber) => {
        const { slice } = one.built;
        const facts = coinFacts(NO_SESSION, viewAround(slice));
        const parties = one.parties.map((names) => numbers(one.built, names));
        const [own = [], second = []] = parties;
        const isSecond = (text: string) => second.some((script) => addressOf(script) === text);
        const cluster = item('cluster', 'second');
        const partyOf = (text: string): CanvasItem => (isSecond(text) ? cluster : item('address', text));
        const partyNumberOf = (script: number): number => (second.includes(script) ? -5 : script);
        const asked = {
          ...{ item: item('group', '1'), addresses: own.map(addressOf), level: 'relations' as const, partyOf },
          ...(byNumber ? { partyNumberOf } : {}),
        };
        const answer = ask(facts, { ...asked, filter: one.filter });
        const rows = answer.page(0, 1000);
        // Each other script by itself, the second party as one.
        const others = all(7)
          .map((s) => s + 1)
          .filter((script) => !own.includes(script) && !second.includes(script));
        const listed = [own, second, ...others.map((script) => [script])];
        const nameAt = (at: string) => (at === '1' ? cluster : item('address', addressOf((listed[Number(at)] as number[])[0] as number)));
        const expected = plainRelations(one, listed).flatMap(({ source, target, ...rest }) =>
          source === '0'
            ? [{ side: 'out', item: nameAt(target), ...rest }]
            : target === '0'
              ? [{ side: 'in', item: nameAt(source), ...rest }]
              : [],
        );
        const key = ({ side, item: named }: { side: string; item: CanvasItem }) => `${side} ${itemName(named)}`;
        const plain = rows.map(({ via: _via, marks: _marks, address: _address, ...rest }) => rest);
        expect([...plain].sort((x, y) => (key(x) < key(y) ? -1 : 1))).toEqual([...expected].sort((x, y) => (key(x) < key(y) ? -1 : 1)));
        const values = rows.map(({ amounts }) => amounts[0]?.amount ?? 0n);
        expect(values.every((value, at) => at === 0 || value <= (values[at - 1] as bigint))).toBe(true);
        expect([answer.in.count, answer.out.count, answer.total]).toEqual([
          ...['in', 'out'].map((side) => rows.filter((row) => row.side === side).length),
          rows.length,
        ]);
        for (const side of ['in', 'out'] as const) {
          const listedOn = new Set(rows.filter((row) => row.side === side).map((row) => itemName(row.item)));
          expect(answer[side]).toMatchObject(plainSide(one, own, side, (script) => listedOn.has(itemName(partyOf(addressOf(script))))));
        }
        const counts = facts.counts(asked.item, 'relations', asked.addresses, partyNumberOf);
        const unfiltered = ask(facts, { ...asked, filter: PLAIN });
        expect(counts).toEqual({ in: unfiltered.in.count, out: unfiltered.out.count });
        rowsSeen += rows.length;
      }),
      { numRuns: 250 },
    );
    expect(rowsSeen).toBeGreaterThan(100);
  });

  it('transactions beside an address, outputs beside a transaction, counts of both', () => {
    fc.assert(
      fc.property(random, (one) => {
        const { slice } = one.built;
        const { filter } = one;
        const facts = coinFacts(NO_SESSION, viewAround(slice));
        const own = numbers(one.built, one.parties[0] ?? []);
        const group = item('group', '1');
        const isLet = (tx: number, amount: bigint | null) =>
          isMine(filter) && inTime(filter, timeIn(slice, tx)) && isEnough(filter, amount) && (amount !== 0n || filter.worthless);
        const expected = all(slice.txCount).flatMap((tx) => {
          const paid = outputsOf(slice, tx).filter((o) => own.includes(slice.outScript[o] as number));
          const spent = inputsOf(slice, tx).filter((i) => own.includes(slice.inScript[i] as number));
          const into = paid.reduce((sum, o) => sum + (slice.outValue[o] as bigint), 0n);
          const from = spent.reduce((sum, i) => sum + (slice.inValue[i] as bigint), 0n);
          return [
            ...(paid.length > 0 && isLet(tx, into) ? [`in ${txidText(slice, tx)} ${into} ${paid.map((o) => outText(slice, o))}`] : []),
            ...(spent.length > 0 && isLet(tx, from) ? [`out ${txidText(slice, tx)} ${from} ${spent.map((i) => spentText(slice, i))}`] : []),
          ];
        });
        const rows = rowsOf(facts, { item: group, addresses: own.map(addressOf), filter });
        const texts = rows.map(({ side, item: { id }, amounts, via }) => `${side} ${id} ${amounts[0]?.amount} ${via.map((one) => one.id)}`);
        expect(texts.sort()).toEqual(expected.sort());
        const { in: ins, out } = ask(facts, { item: group, addresses: own.map(addressOf) });
        expect(facts.counts(group, 'transactions', own.map(addressOf))).toEqual({ in: ins.count, out: out.count });
        for (const named of everything(slice)) {
          if (named.kind === 'address') continue;
          const { in: before, out: after } = ask(facts, { item: named });
          expect(facts.counts(named, 'transactions', [])).toEqual({ in: before.count, out: after.count });
        }
        for (const tx of all(slice.txCount)) {
          const beside = rowsOf(facts, { item: item('transaction', txidText(slice, tx)), filter });
          const ends = [
            ...inputsOf(slice, tx).flatMap((i) => {
              const amount = slice.inValue[i] === UNKNOWN_VALUE ? null : (slice.inValue[i] as bigint);
              return slice.inPrevOut[i] !== COINBASE && isLet(tx, amount) ? [`in ${spentText(slice, i)} ${amount}`] : [];
            }),
            ...outputsOf(slice, tx).flatMap((o) =>
              isLet(tx, slice.outValue[o] as bigint) ? [`out ${outText(slice, o)} ${slice.outValue[o]}`] : [],
            ),
          ];
          expect(beside.map(({ side, item: { id }, amounts }) => `${side} ${id} ${amounts[0]?.amount ?? null}`).sort()).toEqual(
            ends.sort(),
          );
        }
      }),
      { numRuns: 150 },
    );
  });
});
