// The view made of columns against the plain twin made of objects: random sources with overlaps, contradictions, unknown orders and
// sources withdrawn give the same slice, the same names, the same conflicts and the same digest.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce, sha256Hex } from '../../kernel/index.ts';
import type { AccountSegmentRow } from '../../casefile/index.ts';
import { type AccountTransaction, type AccountTransfer, accountChain } from '../../chains/index.ts';
import { type AccountColumns, encodeAccounts, type PlacedTransaction } from '../../intake/accounts/accountColumns.ts';
import { decodeAccounts } from '../../intake/accounts/accountSegment.ts';
import type { MergedTransaction, SourcedTransaction } from '../../intake/accounts/mergeAccounts.ts';
import { mergeAccounts } from '../../intake/accounts/tests/plainMerge.ts';
import { buildPlainSlice } from '../accounts/tests/plainSlice.ts';
import { recogniseConversions } from './conversions/recognised.ts';
import { recordedLinks } from './links.ts';
import { viewOfSegments } from './view.ts';

const CHAINS = ['eip155:1', 'tron:0x2b6653dc', 'ledger:exchange', 'ledger:bank'];
const TETHER = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
/** Minted and burnt beside coins it is a wrapping. */
const WRAPPED = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';
const hash = (number: number): string => number.toString(16).padStart(2, '0').repeat(32);

interface Stored {
  readonly row: AccountSegmentRow;
  readonly columns: AccountColumns;
}

const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const transfer: fc.Arbitrary<AccountTransfer> = fc.record({
  path: fc.oneof(
    { weight: 3, arbitrary: fc.tuple(pick(0, 1, 2, 7)) },
    fc.tuple(pick(0, 1), pick(-1, 0, 3)),
    fc.tuple(pick(1), pick(-1), pick(0, 1)),
  ) as fc.Arbitrary<number[]>,
  kind: pick('value', 'internal', 'token', 'fee', 'burn', 'mint', 'ledger', 'trade') as fc.Arbitrary<'value'>,
  from: pick('A', 'B', 'C', WRAPPED, null),
  to: pick('A', 'B', 'D', WRAPPED, null),
  asset: pick(
    { kind: 'native' as const, contract: null, tokenId: null },
    { kind: 'token' as const, contract: TETHER, tokenId: null },
    { kind: 'token' as const, contract: WRAPPED, tokenId: null },
    { kind: 'listed' as const, contract: 'USDT', tokenId: null },
  ),
  amount: fc.oneof(pick(0n, 1n, 5n, 10n ** 18n, 2n ** 48n, 2n ** 96n, 2n ** 256n - 1n), fc.bigInt(0n, 2n ** 130n)),
});

const transactionOf = (id: fc.Arbitrary<string>): fc.Arbitrary<AccountTransaction> =>
  fc.record({
    id,
    blockHash: pick(null, 'h1', 'h2'),
    blockNumber: pick(5, 6, 7, 7, 4_000_000_000, null),
    position: pick(null, 0, 1, 2),
    timeSeconds: pick(100, 100, 200, 300, -86_400),
    status: pick('ok', 'ok', 'failed', 'unknown') as fc.Arbitrary<'ok'>,
    from: pick('A', null),
    to: pick('B', null),
    transfers: fc.oneof(
      fc.array(transfer, { maxLength: 5 }),
      // As real rows are: rising paths.
      fc.array(transfer, { maxLength: 4 }).map((list) => list.map((one, step) => ({ ...one, path: [step] }))),
    ),
    events: fc.array(
      fc.record({
        path: fc.tuple(pick(0, 1)),
        kind: pick('contractCreated', 'approval') as fc.Arbitrary<'approval'>,
        actor: pick('A', null),
        subject: pick('C', null),
        asset: fc.constant(null),
        amount: pick(null, 7n),
        details: pick<Record<string, string>>({}, { name: 'Tether' }),
      }),
      { maxLength: 2 },
    ),
  });

const placedOn = (chain: string): fc.Arbitrary<PlacedTransaction> => {
  const isLedger = chain.startsWith('ledger:');
  const digits = fc.integer({ min: 0, max: 9 }).map(hash);
  const id = isLedger
    ? fc.oneof(pick('r1', 'r2', 'r3', 'r4'), digits)
    : chain.startsWith('tron')
      ? digits
      : digits.map((text) => `0x${text}`);
  const facts = pick(null, { remark: 'x' }, { chainTxid: hash(1) }, { chainTxid: hash(2) });
  return fc.record({
    transaction: transactionOf(id),
    rows: fc.array(fc.nat(50), { maxLength: 3 }),
    facts: isLedger ? facts : fc.constant(null),
  });
};

/** A payment on the chain and the exchange's row that names it. */
const linkedPair = (direction: 'deposit' | 'withdrawal'): { readonly chain: string; readonly placed: readonly PlacedTransaction[] }[] => {
  const stands = { blockHash: null, blockNumber: 6, position: 0, status: 'ok', from: null, to: null, events: [] } as const;
  const [from, to] = direction === 'deposit' ? [null, 'uid'] : ['uid', null];
  const paid: AccountTransfer = {
    ...{ path: [0], kind: 'token', from: 'A', to: 'B', amount: 5_000_000n },
    asset: { kind: 'token', contract: TETHER, tokenId: null },
  };
  const row: AccountTransfer = {
    ...{ path: [9], kind: 'ledger', from, to, amount: 5n * 10n ** 18n },
    asset: { kind: 'listed', contract: 'USDT', tokenId: null },
  };
  return [
    { chain: CHAINS[1] as string, placed: [{ transaction: { ...stands, id: hash(77), timeSeconds: 150, transfers: [paid] }, rows: [1] }] },
    {
      chain: CHAINS[2] as string,
      placed: [{ transaction: { ...stands, id: 'r9', timeSeconds: 150, transfers: [row] }, rows: [2], facts: { chainTxid: hash(77) } }],
    },
  ];
};

/** Coins wrapped after the tokens came out, as far as paths say: the slice lays them in the order of cause. */
const wrapping: { readonly chain: string; readonly placed: readonly PlacedTransaction[] } = {
  chain: CHAINS[0] as string,
  placed: [
    {
      transaction: {
        ...{
          id: `0x${hash(78)}`,
          blockHash: null,
          blockNumber: 6,
          position: 1,
          timeSeconds: 160,
          status: 'ok',
          from: 'A',
          to: 'R',
          events: [],
        },
        transfers: [
          { path: [0], kind: 'value', from: 'A', to: 'R', amount: 7n, asset: { kind: 'native', contract: null, tokenId: null } },
          { path: [0, 0], kind: 'internal', from: 'R', to: WRAPPED, amount: 7n, asset: { kind: 'native', contract: null, tokenId: null } },
          { path: [0, 1], kind: 'internal', from: WRAPPED, to: 'R', amount: 5n, asset: { kind: 'native', contract: null, tokenId: null } },
          { path: [1, 3], kind: 'mint', from: null, to: 'R', amount: 7n, asset: { kind: 'token', contract: WRAPPED, tokenId: null } },
          { path: [1, 4], kind: 'burn', from: 'R', to: null, amount: 5n, asset: { kind: 'token', contract: WRAPPED, tokenId: null } },
        ],
      },
      rows: [9],
    },
  ],
};

/** Few sources with one or several segments each, in the order of a case; some are withdrawn and so not given. */
const stored: fc.Arbitrary<Stored[]> = fc
  .tuple(
    fc.array(
      pick(...CHAINS).chain((chain) =>
        fc.record({
          chain: fc.constant(chain),
          source: fc.integer({ min: 1, max: 3 }),
          withdrawn: fc.boolean(),
          // A chain's ids may also come as other text.
          placed: fc.array(fc.oneof({ weight: 20, arbitrary: placedOn(chain) }, placedOn('ledger:exchange')), {
            minLength: 1,
            maxLength: 7,
          }),
        }),
      ),
      { maxLength: 6 },
    ),
    pick('deposit' as const, 'withdrawal' as const, null),
    fc.boolean(),
  )
  .map(([segments, pair, wraps]) =>
    [
      ...(pair === null ? [] : linkedPair(pair).map((one) => ({ ...one, source: 4, withdrawn: false }))),
      ...segments,
      ...(wraps ? [{ ...wrapping, source: 5, withdrawn: false }] : []),
    ]
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ chain, source, placed }, i) => {
        const sum = (of: 'transfers' | 'events'): number => placed.reduce((total, { transaction }) => total + transaction[of].length, 0);
        const row = { id: i + 1, source, chain, batch: 0, transactions: placed.length, digest: '' };
        return { row: { ...row, transfers: sum('transfers'), events: sum('events') }, columns: encodeAccounts(placed) };
      }),
  );

/** What a block would prove of one source: its records are heard first. */
const isProven = ({ source, transaction }: SourcedTransaction): boolean => source === 2 && transaction.blockNumber === 7;

/** As it was done before columns: everything as objects. */
function plainView(all: readonly Stored[]) {
  const byChain = new Map<string, SourcedTransaction[]>();
  for (const { row, columns } of all) {
    const held = byChain.get(row.chain) ?? [];
    for (const placed of decodeAccounts(columns)) held.push({ ...placed, source: row.source });
    byChain.set(row.chain, held);
  }
  const transactions = new Map<string, Map<string, MergedTransaction>>();
  const conflicts: unknown[] = [];
  const parts = [...byChain].map(([chain, held]) => {
    const merged = mergeAccounts(held, isProven);
    transactions.set(chain, new Map(merged.transactions.map((one) => [one.transaction.id, one])));
    conflicts.push(...merged.conflicts.map((conflict) => ({ ...conflict, chain })));
    const isLedger = accountChain(chain)?.family === 'ledger';
    return {
      chain,
      transactions: (isLedger ? plainOldestFirst(merged.transactions) : merged.transactions).map(({ transaction }) => transaction),
      order: isLedger ? ('given' as const) : ('blocks' as const),
      orderKnown: ({ transfers }: AccountTransaction) =>
        transfers.length < 2 || transfers.every(({ path }) => path.every((step) => step >= 0)),
    };
  });
  const links = atOnce(recordedLinks(transactions));
  const recognised = atOnce(recogniseConversions(transactions));
  return { built: buildPlainSlice(parts, [...links, ...recognised.recorded]), links, recognised, transactions, conflicts };
}

function plainOldestFirst(transactions: readonly MergedTransaction[]): MergedTransaction[] {
  const bySource = new Map<number, MergedTransaction[]>();
  for (const one of transactions) {
    const source = one.sources[0]?.source ?? 0;
    bySource.set(source, [...(bySource.get(source) ?? []), one]);
  }
  const turned = [...bySource.values()].flatMap((own) => {
    const times = own.flatMap(({ transaction }) => (transaction.timeSeconds === null ? [] : [transaction.timeSeconds]));
    return times.length > 1 && (times[0] as number) > (times.at(-1) as number) ? own.reverse() : own;
  });
  return turned.sort((a, b) => (a.transaction.timeSeconds ?? Infinity) - (b.transaction.timeSeconds ?? Infinity) || 0);
}

const attempt = <T>(make: () => T): { value: T } | { fault: string } => {
  try {
    return { value: make() };
  } catch (error) {
    return { fault: String(error) };
  }
};
const replacer = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

describe('the view of a case, made of columns', () => {
  it('is what the plain twin makes of objects', () => {
    let [whole, linked, contradicted, converted] = [0, 0, 0, 0];
    fc.assert(
      fc.property(stored, (all) => {
        const plain = attempt(() => plainView(all));
        const view = attempt(() =>
          atOnce(
            viewOfSegments({
              rows: all.map(({ row }) => row),
              column: (segment, name) => all[segment - 1]?.columns.get(name) ?? new Uint8Array(0),
              isProven: () => isProven,
              judged: [],
            }),
          ),
        );
        if ('fault' in plain || 'fault' in view) {
          expect(view).toEqual(plain);
          return;
        }
        const { built, links, recognised, transactions, conflicts } = plain.value;
        const { slice, names } = view.value;
        whole++;
        linked += links.length > 0 ? 1 : 0;
        converted += recognised.recorded.length > 0 ? 1 : 0;
        contradicted += conflicts.length > 0 ? 1 : 0;
        expect(slice).toEqual(built.slice);
        expect([...names.accounts]).toEqual([...built.names.accounts]);
        expect([...names.assets]).toEqual([...built.names.assets]);
        expect(built.names.paths.map((_, t) => names.path(t))).toEqual(built.names.paths);
        expect(built.names.transactions.map((_, number) => names.transaction(number))).toEqual(built.names.transactions);
        expect(view.value.conversions).toEqual(built.conversions);
        expect(view.value.links).toEqual(links);
        expect(view.value.recognised).toEqual(recognised);
        expect(view.value.conflicts).toEqual(conflicts);
        for (const [chain, held] of transactions) {
          const own = view.value.transactions.get(chain);
          expect([...(own ?? [])]).toEqual([...held]);
          const inOrder = [...held].sort(([a], [b]) => (a < b ? -1 : 1));
          // What goes into a run's digest.
          const hashes = [...(own?.hashesInOrderOfIds('x ') ?? [])].filter((block) => typeof block !== 'number');
          expect(Buffer.concat(hashes).toString('hex')).toBe(
            inOrder.map(([, { transaction }]) => sha256Hex(`x ${JSON.stringify(transaction, replacer)}`)).join(''),
          );
          for (const [id, one] of held) {
            expect(own?.get(id)).toEqual(one);
            expect(names.transfersOf(chain, id)).toEqual(built.names.transfersOf(chain, id));
            for (const { from, to, asset } of one.transaction.transfers)
              for (const account of [from, to])
                if (account !== null) {
                  expect(names.account(chain, account)).toBe(built.names.account(chain, account));
                  expect(names.ledger(chain, account, asset)).toBe(built.names.ledger(chain, account, asset));
                }
          }
          expect(own?.get('nothing of the kind')).toBeUndefined();
          const all = [...held.values()];
          expect(new Set([...(own?.signers() ?? [])].filter((one) => typeof one === 'string'))).toEqual(
            new Set(all.flatMap(({ transaction: { from } }) => from ?? [])),
          );
          for (const account of ['A', 'B', 'C', 'D', WRAPPED])
            expect([...(own?.involving(account) ?? [])].filter((one) => typeof one !== 'number')).toEqual(
              all.filter(
                ({ transaction: { transfers, events } }) =>
                  transfers.some(({ from, to }) => from === account || to === account) ||
                  JSON.stringify(events, replacer).includes(`"${account}"`),
              ),
            );
        }
      }),
      { numRuns: 400 },
    );
    // The property would hold of nothing as well.
    expect(whole).toBeGreaterThan(100);
    expect(contradicted).toBeGreaterThan(20);
    expect(linked).toBeGreaterThan(50);
    expect(converted).toBeGreaterThan(10);
  });
});
