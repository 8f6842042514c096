// Hand-worked swaps, wrapping and links of SPEC.md [A12] [A13].
import { describe, expect, it } from 'vitest';
import type { AccountTransaction } from '../../chains/index.ts';
import { buildAccountSlice } from './buildSlice.ts';
import { type ConversionName, convertLots } from './conversions.ts';
import { traceAccountsForward } from './forward.ts';
import { knowLedgers } from './reconcile.ts';
import { CHAIN, endsOf, type Line, OTHER, sliceOf, TOKEN, transactionsOf, wholeKnowledge } from './tests/ledgers.ts';

const name = (transaction: string, place: number) => ({ chain: CHAIN, transaction, path: [1, place] });

/** M has 40 own and gets 60; it swaps 80 T for 1,001 U in one transaction; the pool pays `first` or `last`. */
function swap(poolFirst: boolean): Line[] {
  const legs: Line[] = [
    { id: 'swap', block: 2, from: 'M', to: 'P', amount: 80 },
    { id: 'swap', block: 2, from: 'P', to: 'M', amount: 1001, asset: OTHER },
  ];
  return [
    { from: 'V', to: 'M', amount: 60 },
    ...(poolFirst ? legs.reverse() : legs),
    { from: 'M', to: 'A', amount: 600, asset: OTHER, block: 4 },
  ];
}
const OPENINGS = [
  ['V', 60],
  ['M', 40],
  ['P', 5000, OTHER],
] as const;

function trace(poolFirst: boolean, policy: string) {
  const [paid, got] = poolFirst ? [1, 0] : [0, 1];
  const conversion: ConversionName = { kind: 'swap', ins: [name('swap', paid)], outs: [name('swap', got)] };
  const built = sliceOf(swap(poolFirst), [conversion]);
  const request = { seeds: [{ kind: 'transfer', transfer: 0 }] as const, policies: [policy], conversions: built.conversions };
  const result = traceAccountsForward(built.slice, { ...request, knowledge: wholeKnowledge(built, OPENINGS) });
  return { built, ends: endsOf(built, result.policies[0]!.ends), policy: result.policies[0]! };
}

describe('[A13] a swap', () => {
  it.each([
    // 40 own then 40 of V's 60 go in: positions 40–80 of 80 become 500 (40·1001/80 = 500.5) to 1001, that is 501 units at the end.
    // A takes the first 600: 100 of them; 401 stay, and 20 T.
    ['fifo', ['A:held 100', 'M:held 20', 'M:held 401']],
    // 60 of 100 are V's: 48 of the 80 go in; floor(1001·48/80) = 600. A takes 600 of 1001: 600·600/1001 = 359.64 → 360.
    ['haircut', ['A:held 360', 'M:held 12', 'M:held 240']],
    // Clean first: 20 left cover 20, so 40 go in: floor(1001·40/80) = 500. A leaves 401: 99 go.
    ['lowestBalance', ['A:held 99', 'M:held 20', 'M:held 401']],
  ])('%s converts by the ratio of what goes in and comes out', (policy, expected) => {
    expect(trace(false, policy).ends).toEqual(expected);
  });

  it('[A12] does not depend on whether the pool pays before it is paid', () => {
    for (const policy of ['fifo', 'lifo', 'haircut', 'poison', 'lowestBalance'])
      expect(trace(true, policy).ends).toEqual(trace(false, policy).ends);
  });

  it('states what went in and what came out', () => {
    const [converted] = trace(false, 'haircut').policy.converted;
    expect(converted).toMatchObject({ taintIn: 48n, taintOut: 600n, bySeedIn: [{ seed: 0, amount: 48n }] });
  });

  it('without a recorded conversion the pool is a counterparty like any other', () => {
    const built = sliceOf(swap(false));
    const request = { seeds: [{ kind: 'transfer', transfer: 0 }] as const, policies: ['fifo'] };
    const stops = { accounts: { contractPool: [built.names.account(CHAIN, 'P')] } };
    const result = traceAccountsForward(built.slice, { ...request, stops, knowledge: wholeKnowledge(built, OPENINGS) });
    expect(endsOf(built, result.policies[0]!.ends)).toEqual(['M:held 20', 'P:stopped:contractPool 40']);
  });
});

describe('[A13] positions', () => {
  it('tile: a payment that is tainted whole stays whole whatever the ratio', () => {
    const lots = [
      { seed: 0, start: 0n, amount: 1n },
      { seed: 1, start: 1n, amount: 1n },
      { seed: 0, start: 2n, amount: 1n },
    ];
    // 3 become 10: cuts at 0, 3, 6, 10.
    expect(convertLots(lots, 3n, 10n, true).map(({ amount }) => amount)).toEqual([3n, 3n, 4n]);
    expect(convertLots(lots, 3n, 2n, true).map(({ start, amount }) => [start, amount])).toEqual([
      [0n, 1n],
      [1n, 1n],
    ]);
    // Unordered: seed 0 has 2 of 3 → floor(20/3) = 6, seed 1 floor(10/3) = 3; one unit is clean.
    expect(convertLots(lots, 3n, 10n, false).map(({ amount }) => amount)).toEqual([6n, 3n]);
  });
});

describe('links to another chain', () => {
  const row = (id: string, timeSeconds: number, from: string | null, to: string | null, amount: bigint): AccountTransaction => ({
    ...{ id, blockHash: null, blockNumber: null, position: null, timeSeconds, status: 'ok', from: null, to: null, events: [] },
    transfers: [{ path: [Number(id)], kind: 'ledger', from, to, asset: { kind: 'listed', contract: 'USDT', tokenId: null }, amount }],
  });
  // The service credits customer 7 a second before the block's time: the link, not the clock, decides what comes first.
  const ledger = [row('1', 19, null, 'uid7', 50n), row('2', 40, 'uid7', 'uid9', 30n)];
  const lines: Line[] = [
    { from: 'V', to: 'M', amount: 60, block: 1 },
    { from: 'M', to: 'deposit', amount: 50, block: 2 },
  ];
  const parts = [
    { chain: CHAIN, transactions: transactionsOf(lines), order: 'blocks' as const, isComplete: () => true },
    { chain: 'ledger:x', transactions: ledger, order: 'given' as const },
  ];
  const link: ConversionName = {
    kind: 'link',
    ins: [name('tx1', 0)],
    outs: [{ chain: 'ledger:x', transaction: '1', path: [1] }],
  };

  it('[A12] goes on in the ledger that a recorded link names, and stops at the service without one', () => {
    for (const links of [[link], []]) {
      const built = buildAccountSlice(parts, links);
      const deposit = built.names.account(CHAIN, 'deposit');
      const knowledge = knowLedgers(built.slice, {
        wholeChains: [0, 1],
        statements: [{ ledger: built.names.ledger(CHAIN, 'V', TOKEN), moment: 0, balance: 60n }],
      });
      const chains = [built.names.chains.indexOf(CHAIN), built.names.chains.indexOf('ledger:x')];
      expect(chains).toEqual([1, 0]);
      const seed = built.names.transfer(name('tx0', 0))!;
      const result = traceAccountsForward(built.slice, {
        ...{ seeds: [{ kind: 'transfer', transfer: seed }], policies: ['fifo'], knowledge },
        ...{ conversions: built.conversions, stops: { accounts: { service: [deposit] } } },
      });
      expect(endsOf(built, result.policies[0]!.ends)).toEqual(
        links.length > 0 ? ['M:held 10', 'uid7:held 20', 'uid9:held 30'] : ['M:held 10', 'deposit:stopped:service 50'],
      );
    }
  });
});
