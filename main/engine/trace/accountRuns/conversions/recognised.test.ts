// What is recognised as a conversion and what is not, SPEC.md [A25]–[A28], on transactions written by hand around contracts that exist.
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../kernel/index.ts';
import type { AccountAsset, AccountEvent, AccountTransaction, AccountTransfer, TransferKind } from '../../../chains/index.ts';
import type { MergedTransaction } from '../../../intake/index.ts';
import { buildAccountSlice, knowLedgers, traceAccountsForward } from '../../accounts/index.ts';
import { recogniseConversions } from './recognised.ts';

const ETHEREUM = 'eip155:1';
const COIN: AccountAsset = { kind: 'native', contract: null, tokenId: null };
const token = (contract: string): AccountAsset => ({ kind: 'token', contract, tokenId: null });
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const DAI = '0x6B175474E89094C44Da98b954EedeAC495271d0F';
/** Uniswap v2's USDC/WETH and DAI/WETH, and v3's USDC/WETH of 0.05 %. */
const USDC_WETH = '0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc';
const DAI_WETH = '0xA478c2975Ab1Ea89e8196811F51A7B7Ade33eB11';
const USDC_WETH_V3 = '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640';
const M = '0x00000000000000000000000000000000000000AA';
const V = '0x00000000000000000000000000000000000000Bb';
const ROUTER = '0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D';

function moved(path: readonly number[], from: string | null, to: string | null, asset: AccountAsset, amount: bigint): AccountTransfer {
  const native: TransferKind = path.length === 1 ? 'value' : 'internal';
  const kind: TransferKind = asset.kind === 'native' ? native : from === null ? 'mint' : to === null ? 'burn' : 'token';
  return { path, kind, from, to, asset, amount };
}
function swap(
  index: number,
  pool: string,
  gained: readonly [bigint, bigint],
  paid: readonly [bigint, bigint],
  actor = ROUTER,
): AccountEvent {
  const details = {
    ...{ form: 'uniswapV2', pool, amount0In: `${gained[0]}`, amount1In: `${gained[1]}` },
    ...{ amount0Out: `${paid[0]}`, amount1Out: `${paid[1]}` },
  };
  return { path: [1, index], kind: 'swap', actor, subject: M, asset: null, amount: null, details };
}
function transaction(
  id: string,
  transfers: readonly AccountTransfer[],
  events: readonly AccountEvent[],
  more: Partial<AccountTransaction> = {},
): AccountTransaction {
  return {
    ...{ id, blockHash: null, blockNumber: 10, position: 0, timeSeconds: 1000, status: 'ok', from: M, to: ROUTER, transfers, events },
    ...more,
  };
}
function recognise(...all: readonly (readonly [string, AccountTransaction])[]) {
  const held = new Map<string, Map<string, MergedTransaction>>();
  for (const [chain, one] of all)
    held.set(chain, (held.get(chain) ?? new Map()).set(one.id, { transaction: one, sources: [], facts: null }));
  return atOnce(recogniseConversions(held));
}
const short = (one: {
  kind: string;
  standing: string;
  reason: string | null;
  ins: readonly { path: readonly number[] }[];
  outs: readonly { path: readonly number[] }[];
}) =>
  `${one.kind} ${one.reason ?? one.standing}: ${one.ins.map(({ path }) => path.join('.')).join(' ')} → ${one.outs.map(({ path }) => path.join('.')).join(' ')}`;

/** M swaps 2 ETH of its own wallet into USDC through the router, which gives 1 back. */
const PAID_IN_COINS = transaction(
  'coins',
  [
    moved([0], M, ROUTER, COIN, 3n),
    moved([0, 0], ROUTER, WETH, COIN, 2n),
    moved([0, 1], ROUTER, M, COIN, 1n),
    moved([1, 0], null, ROUTER, token(WETH), 2n),
    moved([1, 1], ROUTER, USDC_WETH, token(WETH), 2n),
    moved([1, 2], USDC_WETH, M, token(USDC), 5000n),
    moved([2, 0], M, null, COIN, 1n),
  ],
  [swap(4, USDC_WETH, [0n, 2n], [5000n, 0n])],
);
/** USDC over WETH into DAI: the first pool pays the second. */
const TWO_POOLS = transaction(
  'route',
  [
    moved([1, 0], M, USDC_WETH, token(USDC), 5000n),
    moved([1, 1], USDC_WETH, DAI_WETH, token(WETH), 2n),
    moved([1, 3], DAI_WETH, M, token(DAI), 4900n),
  ],
  [swap(2, USDC_WETH, [5000n, 0n], [0n, 2n]), swap(4, DAI_WETH, [0n, 2n], [4900n, 0n])],
);

describe('[A25] [A26] [A27] swaps, wraps and what a router passes on', () => {
  it('coins into a token: wrapped, swapped, and the router keeps nothing', () => {
    const { recorded, inferences } = recognise([ETHEREUM, PAID_IN_COINS]);
    expect(inferences).toEqual([]);
    expect(recorded.map(short)).toEqual([
      'wrap recorded: 0.0 → 1.0',
      'swap recorded: 1.1 → 1.2',
      'pass recorded: 0 → 0.0 0.1',
      'pass recorded: 1.0 → 1.1',
    ]);
    expect(recorded.find(({ kind }) => kind === 'swap')).toMatchObject({ name: 'Uniswap v2', rule: 'swap@1', events: [{ path: [1, 4] }] });
  });

  it.each([
    // M has 1 own and V's 2. 3 go to the router and 2 of them into the pool: fifo takes M's own first, so of the first 2 one is V's.
    [
      'fifo',
      [
        ['USDC', 2500n],
        ['ETH', 1n],
      ],
    ],
    // lifo: V's 2 stand first in what the router got, and go into the pool whole.
    ['lifo', [['USDC', 5000n]]],
    // haircut: 2 of 3 are V's; of the 2 wrapped floor(2·2/3) = 1; the rest of 2 − 1 = 1 comes back.
    [
      'haircut',
      [
        ['USDC', 2500n],
        ['ETH', 1n],
      ],
    ],
  ])('%s through them, by hand', (policy, expected) => {
    const first = transaction('own', [moved([0], V, M, COIN, 2n)], [], { blockNumber: 9, from: V, to: M, timeSeconds: 900 });
    const { recorded } = recognise([ETHEREUM, PAID_IN_COINS]);
    // Without the fee: the last unit is M's to pay it with.
    const paid = { ...PAID_IN_COINS, transfers: PAID_IN_COINS.transfers.filter(({ path }) => path[0] !== 2) };
    const built = buildAccountSlice([{ chain: ETHEREUM, transactions: [first, paid], order: 'blocks' }], recorded);
    const ledger = (account: string, asset: AccountAsset): number => built.names.ledger(ETHEREUM, account, asset);
    const own = [ledger(M, COIN), ledger(M, token(USDC))];
    const knowledge = knowLedgers(built.slice, { statements: [{ ledger: ledger(M, COIN), moment: 0, balance: 1n }], assumed: own });
    const seeds = [{ kind: 'transfer', transfer: built.names.transfer({ chain: ETHEREUM, transaction: 'own', path: [0] })! }] as const;
    const result = traceAccountsForward(built.slice, { seeds, policies: [policy], knowledge, conversions: built.conversions });
    const ends = result.policies[0]!.ends.map((end) => {
      const asset = built.names.assets[built.slice.ledgerAsset[end.ledger]!]!;
      return [asset.kind === 'native' ? 'ETH' : asset.contract === USDC ? 'USDC' : '?', end.amount];
    });
    expect(ends.sort()).toEqual([...expected].sort());
  });

  it('a route over two pools is two conversions, the movement between them in both', () => {
    const { recorded } = recognise([ETHEREUM, TWO_POOLS]);
    expect(recorded.map(short)).toEqual(['swap recorded: 1.0 → 1.1', 'swap recorded: 1.1 → 1.3']);
  });

  it('v3 names signed amounts and pays before it is paid', () => {
    const details = { form: 'uniswapV3', pool: USDC_WETH_V3, amount0: '-5000', amount1: '2' };
    const event: AccountEvent = { path: [1, 2], kind: 'swap', actor: ROUTER, subject: M, asset: null, amount: null, details };
    const one = transaction(
      'v3',
      [moved([1, 0], USDC_WETH_V3, M, token(USDC), 5000n), moved([1, 1], M, USDC_WETH_V3, token(WETH), 2n)],
      [event],
    );
    expect(recognise([ETHEREUM, one]).recorded.map(short)).toEqual(['swap recorded: 1.1 → 1.0']);
  });

  const swapped = (into: bigint, out: bigint, event: AccountEvent, pool = USDC_WETH) =>
    transaction('x', [moved([1, 0], M, pool, token(WETH), into), moved([1, 1], pool, M, token(USDC), out)], [event], { to: null });
  it.each([
    [
      'a contract of nobody that logs a swap',
      swapped(2n, 50n, swap(3, M.replace('AA', 'CC'), [0n, 2n], [50n, 0n]), M.replace('AA', 'CC')),
      'unknownPool',
    ],
    ['a pool of other tokens than were moved', swapped(2n, 50n, swap(3, DAI_WETH, [0n, 2n], [50n, 0n]), DAI_WETH), 'unknownPool'],
    ['less than the log says', swapped(2n, 49n, swap(3, USDC_WETH, [0n, 2n], [50n, 0n])), 'amountsDiffer'],
    ['a loan that is paid back in both', swapped(2n, 50n, swap(3, USDC_WETH, [1n, 2n], [50n, 0n])), 'bothSides'],
    [
      'nothing that came out',
      transaction(
        'x',
        [moved([1, 0], M, USDC_WETH, token(WETH), 2n), moved([1, 1], M, V, token(WETH), 2n)],
        [swap(3, USDC_WETH, [0n, 2n], [50n, 0n])],
        { to: null },
      ),
      'legMissing',
    ],
  ])('%s is no more than an inference', (_, one, reason) => {
    const { recorded, inferences } = recognise([ETHEREUM, one]);
    expect(recorded).toEqual([]);
    expect(inferences.filter(({ rule }) => rule === 'swap@1').map((found) => found.reason)).toEqual([reason]);
  });

  it('a failed transaction converts nothing', () => {
    const { recorded, inferences } = recognise([ETHEREUM, { ...PAID_IN_COINS, status: 'failed' }]);
    expect([recorded, inferences]).toEqual([[], []]);
  });

  it('a contract that keeps a part, or pays before it gets, passes nothing on', () => {
    const keeps = transaction('keeps', [moved([0], M, ROUTER, COIN, 3n), moved([0, 0], ROUTER, V, COIN, 2n)], []);
    const lends = transaction('lends', [moved([0, 0], ROUTER, V, COIN, 3n), moved([0, 1], V, ROUTER, COIN, 3n)], []);
    const passes = transaction(
      'passes',
      [moved([0], M, ROUTER, COIN, 3n), moved([0, 0], ROUTER, V, COIN, 2n), moved([0, 1], ROUTER, M, COIN, 1n)],
      [],
    );
    expect(recognise([ETHEREUM, keeps]).recorded).toEqual([]);
    expect(recognise([ETHEREUM, lends]).recorded.map(short)).toEqual(['pass recorded: 0.0 → 0.1']);
    expect(recognise([ETHEREUM, passes]).recorded.map(short)).toEqual(['pass recorded: 0 → 0.0 0.1']);
  });
});

describe('[A33] exchanges that no known contract vouches for', () => {
  const POOL = '0x00000000000000000000000000000000000000CC';
  const paid = moved([1, 0], M, POOL, token(WETH), 2n);
  const got = moved([1, 1], POOL, M, token(USDC), 50n);
  const found = (...transfers: readonly AccountTransfer[]) => {
    const { recorded, inferences } = recognise([ETHEREUM, transaction('x', transfers, [])]);
    return [...recorded, ...inferences].map((one) => `${one.rule} ${short(one)}`);
  };
  it('one asset out and another in, for the signer: listed, never recorded', () => {
    expect(found(paid, got)).toEqual(['exchange@1 swap oneInOneOut: 1.0 → 1.1']);
    // Coins paid, and a part of them given back, are one asset on the way out and on the way in.
    expect(found(moved([0], M, POOL, COIN, 3n), got, moved([2, 0], M, null, COIN, 1n))).toEqual(['exchange@1 swap oneInOneOut: 0 → 1.1']);
  });
  it('not where two assets came in, where the same came back, for another account, or of an item', () => {
    expect(found(paid, got, moved([1, 2], POOL, M, token(DAI), 1n))).toEqual([]);
    expect(found(paid, moved([1, 1], POOL, M, token(WETH), 1n))).toEqual([]);
    expect(found(paid, moved([1, 1], POOL, V, token(USDC), 50n))).toEqual([]);
    expect(found(paid, { ...got, asset: { kind: 'item', contract: USDC, tokenId: '1' } })).toEqual([]);
  });
  it('nor where the ledgers record it, or an inference names the same movements with a reason of its own', () => {
    expect(recognise([ETHEREUM, PAID_IN_COINS]).inferences).toEqual([]);
    const odd = swap(3, POOL, [0n, 2n], [50n, 0n]);
    const { inferences } = recognise([ETHEREUM, transaction('x', [paid, got], [odd])]);
    expect(inferences.map((one) => `${one.rule} ${one.reason}`)).toEqual(['swap@1 unknownPool']);
  });
});

describe('[A28] bridges', () => {
  const BASE = 'eip155:8453';
  const BASE_USDC = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';
  const MINTER = '0xc4922d64a24675E16e1586e3e3Aa56C06fABe907';
  const burn = (id: string | null, time = 1000, amount = 700n): AccountTransaction =>
    transaction(
      'burn',
      [moved([1, 0], M, MINTER, token(USDC), amount), moved([1, 1], MINTER, null, token(USDC), amount)],
      [
        {
          ...{ path: [1, 2], kind: 'bridgeOut', actor: M, subject: V, asset: token(USDC), amount },
          details: { bridge: 'Circle CCTP', otherChain: BASE, ...(id === null ? {} : { id }) },
        },
      ],
      { timeSeconds: time },
    );
  const mint = (id: string | null, more: readonly AccountTransfer[] = [], tx = 'mint', time = 1900): AccountTransaction =>
    transaction(
      tx,
      [moved([1, 0], null, V, token(BASE_USDC), 700n), ...more],
      [
        {
          ...{ path: [1, 1], kind: 'bridgeIn', actor: M, subject: V, asset: null, amount: 700n },
          details: { bridge: 'Circle CCTP', otherChain: ETHEREUM, ...(id === null ? {} : { id }) },
        },
      ],
      { timeSeconds: time, from: ROUTER, to: MINTER },
    );
  const hops = (out: AccountTransaction, ...back: readonly AccountTransaction[]) => {
    const found = recognise([ETHEREUM, out], ...back.map((one) => [BASE, one] as const));
    return [...found.recorded, ...found.inferences].filter(({ kind }) => kind === 'bridge').map(short);
  };

  it('a hop whose two ends name the same message is recorded', () => {
    expect(hops(burn('cctp:0:1'), mint('cctp:0:1'))).toEqual(['bridge recorded: 1.0 → 1.0']);
  });
  it.each([
    ['another message', [mint('cctp:0:2')], ['bridge otherEndMissing: 1.0 → ']],
    ['two arrivals of one message', [mint('cctp:0:1'), mint('cctp:0:1', [], 'again')], ['bridge idTwice: 1.0 → 1.0']],
    [
      'other coins of the same amount beside it',
      [mint('cctp:0:1', [moved([1, 3], MINTER, V, token(WETH), 700n), moved([1, 4], MINTER, V, token(DAI), 700n)])],
      ['bridge recorded: 1.0 → 1.0'],
    ],
    ['two movements that fit', [mint('cctp:0:1', [moved([1, 3], null, V, token(BASE_USDC), 700n)])], ['bridge legUnclear: 1.0 → ']],
    [
      'a false coin made in its place',
      [{ ...mint('cctp:0:1'), transfers: [moved([1, 0], null, V, token(WETH), 700n)] }],
      ['bridge legUnclear: 1.0 → '],
    ],
    ['an arrival an hour before', [mint('cctp:0:1', [], 'mint', -2600)], ['bridge beforeItsCause: 1.0 → 1.0']],
    ['no arrival in the case', [], ['bridge otherEndMissing: 1.0 → ']],
  ])('%s', (_, back, expected) => {
    expect(hops(burn('cctp:0:1'), ...back)).toEqual(expected);
  });
  it('without ids, ends that resemble each other are an inference; a day later they are none', () => {
    const alone = 'bridge otherEndMissing: 1.0 → ';
    expect(hops(burn(null, 1000, 703n), mint(null))).toEqual([alone, 'bridge resembles: 1.0 → 1.0']);
    expect(hops(burn(null, 1000, 803n), mint(null))).toEqual([alone]);
    expect(hops(burn(null), mint(null, [], 'mint', 1000 + 86_401))).toEqual([alone]);
  });
  it('an open hop is a stop: who took the value is named, and where it said that it goes', () => {
    expect([...recognise([ETHEREUM, burn('cctp:0:1')]).openHops.values()]).toEqual([
      { chain: ETHEREUM, account: MINTER, toward: { chain: BASE, account: V }, bridge: 'Circle CCTP' },
    ]);
    expect(recognise([ETHEREUM, burn('cctp:0:1')], [BASE, mint('cctp:0:1')]).openHops.size).toBe(0);
  });
});
