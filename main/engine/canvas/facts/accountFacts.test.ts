// Facts of account chains: hand-worked examples, and random deals against plain loops over the transactions themselves.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseDesk, type CaseDesk } from '../../../../tests/fixtures/caseDesk.ts';
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import { type CanvasItem, itemName } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import type { AccountTransfer } from '../../chains/index.ts';
import { assetKey } from '../../intake/index.ts';
import { type CaseAccounts, pathText } from '../../trace/index.ts';
import { PLAIN } from './admits.ts';
import { accountFacts } from './accountFacts.ts';
import type { ChainFacts, NeighbourQuestion } from './facts.ts';
import { COIN, type Deal, EURO, EVM, FAKE, LEDGER, type Leg, OTHER, sessionOf, TETHER, viewOfDeals } from './tests/accountViews.ts';

const key = (asset: AccountTransfer['asset'], chain = EVM): string => `${chain} ${assetKey(asset)}`;
const hash = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`;
const item = (kind: CanvasItem['kind'], id: string, chain = EVM): CanvasItem => ({ kind, chain, id });
const FAKED: Deal = { id: hash(0xfa), block: 1, legs: [], creates: { contract: FAKE.contract as string, name: 'Tether USD' } };

let desk: CaseDesk;
let session: CaseSession;
beforeAll(async () => {
  desk = await caseDesk();
  session = sessionOf(await desk.create('facts'));
});
afterAll(() => desk.clear());

function ask(facts: ChainFacts, of: Partial<NeighbourQuestion> & { readonly item: CanvasItem }) {
  return facts.neighbours({
    ...{ addresses: [of.item.id], level: 'transactions', side: 'both', order: 'value', filter: PLAIN, isMeant: null },
    ...{ partyOf: (text) => item('address', text, facts.chain) },
    ...of,
  });
}

/** A pays B coins and tokens, a fee goes to M; a failed payment, one of nothing and one of counterfeits; B pays C twice without places. */
const story: readonly Deal[] = [
  FAKED,
  {
    ...{ id: hash(1), block: 2, sources: [1, 2] },
    legs: [
      { from: 'A', to: 'B', asset: COIN, amount: 70n, kind: 'value', path: [0] },
      { from: 'A', to: 'B', asset: TETHER, amount: 5n, path: [1, 3] },
      { from: 'A', to: 'M', asset: COIN, amount: 2n, kind: 'fee', path: [2] },
    ],
  },
  {
    ...{ id: hash(2), block: 3, status: 'failed' },
    legs: [
      { from: 'A', to: 'B', asset: COIN, amount: 900n, kind: 'value', path: [0] },
      { from: 'A', to: 'M', asset: COIN, amount: 1n, kind: 'fee', path: [2] },
    ],
  },
  {
    ...{ id: hash(3), block: 4 },
    legs: [
      { from: 'A', to: 'B', asset: TETHER, amount: 0n, path: [1, 0] },
      { from: 'A', to: 'B', asset: FAKE, amount: 1_000_000n, path: [1, 1] },
      { from: null, to: 'B', asset: OTHER, amount: 44n, kind: 'mint', path: [1, 2] },
    ],
  },
  {
    ...{ id: hash(4), block: 5 },
    legs: [
      { from: 'B', to: 'C', asset: TETHER, amount: 1n, path: [1, -1] },
      { from: 'B', to: 'C', asset: TETHER, amount: 3n, path: [1, -1] },
      { from: 'B', to: 'B', asset: TETHER, amount: 9n, path: [1, -1] },
    ],
  },
  { id: hash(5), block: 6, status: 'unknown', legs: [{ from: 'A', to: 'C', asset: COIN, amount: 8n, kind: 'value' }] },
  { id: 'row', chain: LEDGER, time: null, legs: [{ from: 'A', to: null, asset: EURO, amount: 12n, kind: 'ledger' }] },
];

describe('facts of an account chain', () => {
  const facts = (): ChainFacts => accountFacts(session, viewOfDeals(story), EVM);
  const coin = (amount: bigint) => ({ asset: key(COIN), amount });
  const tether = (amount: bigint) => ({ asset: key(TETHER), amount });
  const movement = (number: number, path: string) => item('movement', `${hash(number)}#${path}`);

  it('tells movements with what is wrong with them', () => {
    const own = facts();
    expect(own.node(movement(1, '0'))).toMatchObject({
      amounts: [coin(70n)],
      timeSeconds: 1020,
      height: 2,
      grade: 'Q',
      marks: [],
      gap: null,
    });
    expect(own.node(movement(1, '2'))).toMatchObject({ marks: ['fee'] });
    expect(own.node(movement(2, '0'))).toMatchObject({ marks: ['failed'], grade: 'S' });
    expect(own.node(movement(2, '2'))).toMatchObject({ marks: ['fee'] });
    expect(own.node(movement(3, '1.0'))).toMatchObject({ marks: ['worthless'] });
    expect(own.node(movement(3, '1.1'))).toMatchObject({ marks: ['counterfeit'], amounts: [{ asset: key(FAKE), amount: 1_000_000n }] });
    expect(own.node(movement(5, '0'))).toMatchObject({ marks: ['statusUnknown'], gap: 'statusUnknown' });
    expect(ask(own, { item: movement(5, '0') })).toMatchObject({
      total: 0,
      gap: 'statusUnknown',
      fetch: { kind: 'transaction', item: hash(5) },
    });
    expect(own.node(movement(1, '7'))).toBeNull();
    expect(own.node(item('movement', hash(1)))).toBeNull();
    expect(own.node(item('transaction', hash(1)))).toBeNull();
  });

  it('grades each movement by itself', () => {
    const [both, one]: readonly Leg[] = [
      { from: 'A', to: 'B', asset: TETHER, amount: 5n, path: [1, 0] },
      { from: 'A', to: 'C', asset: TETHER, amount: 6n, path: [1, 1] },
    ] as const;
    const own = accountFacts(
      session,
      viewOfDeals([
        { id: hash(1), sources: [1], legs: [one, both] as Leg[] },
        { id: hash(1), sources: [2], legs: [both as Leg] },
      ]),
      EVM,
    );
    expect(['1.0', '1.1'].map((path) => own.node(movement(1, path))?.grade)).toEqual(['Q', 'S']);
  });

  it('knows an account whose own rows add up to what sources state, and one whose rows do not', async () => {
    const view = viewOfDeals([{ id: hash(1), block: 2, legs: [{ from: 'A', to: 'B', asset: COIN, amount: 70n }] }]);
    const ledger = view.names.ledger(EVM, 'B', COIN);
    const stated = (after: bigint): CaseSession => {
      const file = session.current();
      const balance = (blockNumber: number, amount: bigint) => ({
        ...{
          chain: EVM,
          account: 'B',
          asset: JSON.stringify(COIN),
          blockNumber,
          blockHash: null,
          timeSeconds: null,
          amount,
          source: 1,
          proof: null,
        },
      });
      const balances = () => [balance(1, 0n), balance(9, after)];
      return { current: () => ({ ...file, accountFacts: { ...file.accountFacts, balances } }) } as unknown as CaseSession;
    };
    const held = (after: bigint): ChainFacts => accountFacts(stated(after), { ...view, ownRows: new Map([[ledger, [1]]]) }, EVM);
    expect(held(70n).node(item('address', 'B'))?.gap).toBeNull();
    expect(held(71n).node(item('address', 'B'))?.gap).toBe('ledgerIncomplete');
    expect(ask(held(71n), { item: item('address', 'B') }).fetch).toMatchObject({ kind: 'address', item: 'B', why: 'incompleteLedger' });
    expect(held(70n).node(item('address', 'A'))?.gap).toBe('oneSided');
  });

  it('tells movements of one transaction apart where no source gives them places', () => {
    const own = facts();
    const amounts = ['1.?', '1.?~2', '1.?~3'].map((path) => own.node(movement(4, path))?.amounts[0]?.amount);
    expect(amounts.sort()).toEqual([1n, 3n, 9n]);
    expect(own.node(movement(4, '1.?~4'))).toBeNull();
  });

  it('tells accounts by what moved, and that only rows of others name them', () => {
    const own = facts();
    // 70 + 5 + 44 minted + 9 from itself; neither what failed nor counterfeits.
    expect(own.node(item('address', 'B'))).toMatchObject({
      ...{ amounts: [coin(70n), tether(14n), { asset: key(OTHER), amount: 44n }], timeSeconds: 1020, lastSeconds: 1050, gap: 'oneSided' },
    });
    expect(own.node(item('group', '1', ''), ['B', 'C', 'nobody'])).toMatchObject({ amounts: [coin(70n), tether(18n), {}], count: 2 });
    expect(own.node(item('address', 'M'))).toMatchObject({ amounts: [coin(2n + 1n)] });
    expect(own.node(item('address', 'nobody'))).toBeNull();
    expect(ask(own, { item: item('address', 'B') }).fetch).toEqual({
      ...{ chain: EVM, chainName: 'Ethereum', kind: 'address', item: 'B', fromBlock: null, toBlock: null, why: 'oneSidedLedger' },
    });
    const ledger = accountFacts(session, viewOfDeals(story), LEDGER);
    expect(ledger.node(item('address', 'A', LEDGER))).toMatchObject({ amounts: [], timeSeconds: null });
    expect(ask(ledger, { item: item('address', 'A', LEDGER) }).fetch).toBeNull();
    expect(ask(ledger, { item: item('address', 'A', LEDGER) }).page(0, 1)[0]).toMatchObject({ firstSeconds: null, address: null });
    expect(ask(ledger, { item: item('address', 'A', LEDGER), filter: { ...PLAIN, toTime: 10 ** 9 } }).total).toBe(0);
  });

  it('sums what accounts paid each other, asset by asset', () => {
    const own = facts();
    const parties = ['A', 'B', 'C', 'M'].map((name) => ({ name, addresses: [name] }));
    expect(own.relations(parties, PLAIN)).toEqual([
      { source: 'A', target: 'B', amounts: [coin(70n), tether(5n)], count: 2, shared: 0, firstSeconds: 1020, lastSeconds: 1020 },
      { source: 'B', target: 'C', amounts: [tether(4n)], count: 2, shared: 0, firstSeconds: 1050, lastSeconds: 1050 },
    ]);
    expect(own.relations(parties, { ...PLAIN, worthless: true }).map(({ source, target, count }) => [source, target, count])).toEqual([
      ['A', 'B', 5],
      ['A', 'C', 1],
      ['A', 'M', 2],
      ['B', 'C', 2],
    ]);
    expect(own.relations(parties, { ...PLAIN, assets: [key(TETHER)], least: { [key(TETHER)]: '5' } })).toMatchObject([
      { source: 'A', target: 'B', amounts: [tether(5n)], count: 1 },
    ]);
    expect(
      own.relations(
        [
          { name: 'AB', addresses: ['A', 'B'] },
          { name: 'C', addresses: ['C'] },
        ],
        PLAIN,
      ),
    ).toMatchObject([{ source: 'AB', count: 2 }]);
  });

  it('joins movements to payer and payee where those are there', () => {
    const own = facts();
    const items = [item('address', 'B'), movement(1, '0'), item('address', 'A'), movement(3, '1.2'), movement(2, '0')];
    const texts = (filter: CanvasFilter) =>
      own.edges(items, filter).map(({ kind, source, target, amounts }) => [kind, source.id, target.id, amounts[0]?.amount]);
    expect(texts(PLAIN)).toEqual([
      ['pays', 'A', `${hash(1)}#0`, 70n],
      ['reaches', `${hash(1)}#0`, 'B', 70n],
      ['reaches', `${hash(3)}#1.2`, 'B', 44n],
    ]);
    expect(texts({ ...PLAIN, worthless: true })).toHaveLength(5);
    expect(own.edges(items, { ...PLAIN, worthless: true }).find(({ marks }) => marks.includes('failed'))).toMatchObject({ grade: 'S' });
  });

  it("puts issuers' assets first and the largest of each before the second of each", () => {
    const rows = ask(facts(), { item: item('address', 'B') }).page(0, 20);
    expect(rows.map(({ item: { id }, side, amounts }) => [id.slice(64), side, amounts[0]?.amount])).toEqual([
      [`${hash(1)}#0`.slice(64), 'in', 70n],
      [expect.stringContaining('#1.?'), 'in', 9n],
      [expect.stringContaining('#1.?'), 'out', 9n],
      [`${hash(1)}#1.3`.slice(64), 'in', 5n],
      [expect.stringContaining('#1.?'), 'out', 3n],
      [expect.stringContaining('#1.?'), 'out', 1n],
      [`${hash(3)}#1.2`.slice(64), 'in', 44n],
    ]);
    const beside = ask(facts(), { item: item('address', 'B'), level: 'relations' });
    expect(beside.page(0, 9).map(({ item: { id }, side, amounts, count }) => [id, side, amounts, count])).toEqual([
      ['A', 'in', [coin(70n), tether(5n)], 2],
      ['C', 'out', [tether(4n)], 2],
    ]);
    expect(beside.in).toMatchObject({ count: 1, transactions: 2, amounts: [coin(70n), tether(5n)] });
  });

  it('knows the assets of its chain', () => {
    expect(facts().asset(key(FAKE))).toMatchObject({ standing: 'counterfeit' });
    expect(facts().asset(key(COIN))).toMatchObject({ symbol: 'ETH', standing: 'issuer' });
    expect(facts().asset(key(EURO, LEDGER))).toBeNull();
  });
});

const PEOPLE = ['A', 'B', 'C', 'D', 'E'];
const leg: fc.Arbitrary<Leg> = fc
  .record({
    from: fc.constantFrom(...PEOPLE, null),
    to: fc.constantFrom(...PEOPLE, null),
    asset: fc.constantFrom(COIN, COIN, TETHER, TETHER, FAKE, OTHER),
    amount: fc.oneof(fc.bigInt(0n, 4n), fc.constant(2n ** 100n)),
    kind: fc.constantFrom('token', 'token', 'value', 'fee', 'internal') as fc.Arbitrary<'token'>,
    path: fc.option(fc.constantFrom([1, -1], [0], [2, 1]), { nil: undefined }),
  })
  .filter(({ from, to }) => from !== null || to !== null)
  .map(({ path, ...rest }) => (path === undefined ? rest : { ...rest, path }));
const deals: fc.Arbitrary<Deal[]> = fc
  .array(
    fc.record({
      block: fc.integer({ min: 2, max: 9 }),
      status: fc.constantFrom('ok', 'ok', 'ok', 'failed', 'unknown') as fc.Arbitrary<'ok'>,
      chain: fc.constantFrom(EVM, EVM, EVM, LEDGER),
      time: fc.constantFrom(null, 1030, 1050),
      legs: fc.array(leg, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 3, maxLength: 12 },
  )
  .map((drawn) => [
    FAKED,
    ...drawn.map(
      ({ time, chain, ...deal }, number): Deal => ({ ...deal, chain, id: hash(number + 1), ...(chain === LEDGER ? { time } : {}) }),
    ),
  ]);
const filters: fc.Arbitrary<CanvasFilter> = fc.record({
  factsOnly: fc.boolean(),
  fromTime: fc.constantFrom(null, null, 1030, 1060),
  toTime: fc.constantFrom(null, null, 1040, 1080),
  assets: fc.constantFrom([], [], [], [key(COIN), key(TETHER)], ['other']),
  without: fc.constant([]),
  counterparty: fc.constant(''),
  least: fc.constantFrom({}, {}, { [key(COIN)]: '3' }, { [key(TETHER)]: '2', [key(COIN)]: '1' }),
  worthless: fc.boolean(),
});

interface Plain {
  readonly name: string;
  readonly transfer: AccountTransfer;
  readonly time: number | null;
  readonly asset: string;
}

/** Every movement of a chain that a filter lets through but for least amounts, from the transactions as they were put together. */
function plainMovements(view: CaseAccounts, chain: string, filter: CanvasFilter): Plain[] {
  return [...(view.transactions.get(chain)?.values() ?? [])].flatMap(({ transaction: { id, transfers, status, timeSeconds: time } }) =>
    transfers.flatMap((transfer) => {
      const isPlain =
        status === 'ok' && transfer.kind !== 'fee' && transfer.amount > 0n && (chain !== EVM || transfer.asset.contract !== FAKE.contract);
      const isIn =
        (filter.fromTime === null && filter.toTime === null) ||
        (time !== null && time >= (filter.fromTime ?? -Infinity) && time <= (filter.toTime ?? Infinity));
      const asset = key(transfer.asset, chain);
      const isMeant = filter.assets.length === 0 || filter.assets.includes(asset);
      return (isPlain || filter.worthless) && isIn && isMeant ? [{ name: `${id}#${pathText(transfer.path)}`, transfer, time, asset }] : [];
    }),
  );
}
const isEnough = (filter: CanvasFilter, asset: string, amount: bigint): boolean => amount >= BigInt(filter.least[asset] ?? '0');

function plainRelation(filter: CanvasFilter, own: readonly Plain[]) {
  const sums = new Map<string, bigint>();
  for (const { asset, transfer } of own) sums.set(asset, (sums.get(asset) ?? 0n) + transfer.amount);
  const left = own.filter(({ asset }) => isEnough(filter, asset, sums.get(asset) as bigint));
  const times = left.flatMap(({ time }) => (time === null ? [] : [time]));
  return {
    ...{
      amounts: [...sums]
        .filter(([asset, sum]) => isEnough(filter, asset, sum))
        .map(([asset, sum]) => `${asset} ${sum}`)
        .sort(),
      count: left.length,
    },
    ...{ first: times.length === 0 ? null : Math.min(...times), last: times.length === 0 ? null : Math.max(...times) },
  };
}
const amountTexts = (amounts: readonly { asset: string; amount: bigint }[]): string[] =>
  amounts.map(({ asset, amount }) => `${asset} ${amount}`).sort();
const bare = (id: string): string => id.replace(/~\d+$/, '');

describe('facts of random deals', () => {
  it('relations and counterparties are what plain loops find', () => {
    let found = 0;
    fc.assert(
      fc.property(
        deals,
        filters,
        fc.constantFrom(EVM, EVM, LEDGER),
        fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }),
        fc.boolean(),
        (drawn, filter, chain, dealt, byNumber) => {
          const view = viewOfDeals(drawn);
          const facts = accountFacts(session, view, chain);
          const parties = [0, 1].map((party) => PEOPLE.filter((_, at) => dealt[at] === party));
          const others = PEOPLE.filter((_, at) => dealt[at] === 2);
          const listed = [...parties, ...others.map((name) => [name])];
          const movements = plainMovements(view, chain, filter);
          const expected = listed.flatMap((source, s) =>
            listed.flatMap((target, t) => {
              const own = movements.filter(({ transfer: { from, to } }) => source.includes(from ?? '') && target.includes(to ?? ''));
              const sum = plainRelation(filter, own);
              return s === t || sum.amounts.length === 0 ? [] : [{ source: `${s}`, target: `${t}`, ...sum }];
            }),
          );
          const relations = facts.relations(
            listed.map((addresses, name) => ({ name: `${name}`, addresses })),
            filter,
          );
          const told = relations.map(({ source, target, amounts, count, shared, firstSeconds, lastSeconds }) => {
            expect(shared).toBe(0);
            return { source, target, amounts: amountTexts(amounts), count, first: firstSeconds, last: lastSeconds };
          });
          expect(told).toEqual(expected);
          found += told.length;

          const [own = [], second = []] = parties;
          const cluster = item('cluster', 'second', chain);
          const nameOf = (at: string) => (at === '1' ? cluster : item('address', (listed[Number(at)] as string[])[0] as string, chain));
          const seconds = second.map((name) => facts.numberOf(name)).filter((number) => number > 0);
          const partyNumberOf = (number: number): number => (seconds.includes(number) ? -1 : number);
          const asked = {
            ...{ item: item('group', '1', ''), addresses: own, level: 'relations' as const },
            partyOf: (text: string): CanvasItem => (second.includes(text) ? cluster : item('address', text, chain)),
            ...(byNumber ? { partyNumberOf } : {}),
          };
          const answer = ask(facts, { ...asked, filter });
          const rows = answer.page(0, 99).map(({ side, item: named, amounts, count, firstSeconds, lastSeconds }) => {
            return { at: `${side} ${itemName(named)}`, amounts: amountTexts(amounts), count, first: firstSeconds, last: lastSeconds };
          });
          const beside = expected.flatMap(({ source, target, ...rest }) =>
            source === '0'
              ? [{ at: `out ${itemName(nameOf(target))}`, ...rest }]
              : target === '0'
                ? [{ at: `in ${itemName(nameOf(source))}`, ...rest }]
                : [],
          );
          const sorted = <T extends { at: string }>(list: T[]): T[] => [...list].sort((a, b) => (a.at < b.at ? -1 : 1));
          expect(sorted(rows)).toEqual(sorted(beside));
          expect(answer.in.transactions + answer.out.transactions).toBe(rows.reduce((sum, { count }) => sum + count, 0));
          const unfiltered = ask(facts, { ...asked, filter: PLAIN });
          expect(facts.counts(asked.item, 'relations', own, partyNumberOf)).toEqual({ in: unfiltered.in.count, out: unfiltered.out.count });
        },
      ),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(80);
  });

  it('movements beside accounts, edges, names and counts are what plain loops find', () => {
    let found = 0;
    fc.assert(
      fc.property(deals, filters, fc.constantFrom(EVM, EVM, LEDGER), fc.subarray(PEOPLE), (drawn, filter, chain, own) => {
        const view = viewOfDeals(drawn);
        const facts = accountFacts(session, view, chain);
        const group = item('group', '1', '');
        const movements = plainMovements(view, chain, filter).filter(({ asset, transfer }) => isEnough(filter, asset, transfer.amount));
        const expected = movements.flatMap(({ name, transfer: { from, to, amount } }) => [
          ...(own.includes(to ?? '') ? [`in ${name} ${amount} ${from}`] : []),
          ...(own.includes(from ?? '') ? [`out ${name} ${amount} ${to}`] : []),
        ]);
        const rows = ask(facts, { item: group, addresses: own, filter }).page(0, 999);
        expect(
          rows.map(({ side, item: { id }, amounts, address }) => `${side} ${bare(id)} ${amounts[0]?.amount} ${address}`).sort(),
        ).toEqual(expected.sort());
        // Names are as many as movements, and each leads back to what it names.
        const everything = ask(facts, { item: group, addresses: PEOPLE, filter: { ...PLAIN, worthless: true } }).page(0, 999);
        const names = [...new Map(everything.map((row) => [row.item.id, row])).values()];
        expect(names.length).toBe(plainMovements(view, chain, { ...PLAIN, worthless: true }).length);
        for (const { item: named, amounts, marks } of names) {
          expect(facts.node(named)).toMatchObject({ amounts, grade: 'S' });
          expect(facts.node(named)?.marks).toEqual(expect.arrayContaining([...marks]));
          const beside = ask(facts, { item: named });
          expect(facts.counts(named, 'transactions', [])).toEqual({ in: beside.in.count, out: beside.out.count });
        }
        const items = [...names.map((row) => row.item), ...own.map((name) => item('address', name, chain))];
        const edges = facts
          .edges(items, filter)
          .map(({ kind, source, target, amounts }) => `${kind} ${bare(source.id)} ${bare(target.id)} ${amounts[0]?.amount}`);
        const joined = movements.flatMap(({ name, transfer: { from, to, amount } }) => [
          ...(own.includes(from ?? '') ? [`pays ${from} ${name} ${amount}`] : []),
          ...(own.includes(to ?? '') ? [`reaches ${name} ${to} ${amount}`] : []),
        ]);
        expect(edges.sort()).toEqual(joined.sort());
        const { in: ins, out } = ask(facts, { item: group, addresses: own });
        expect(facts.counts(group, 'transactions', own)).toEqual({ in: ins.count, out: out.count });
        found += rows.length;
      }),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(80);
  });
});
