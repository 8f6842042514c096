// Amounts up to 2^256 − 1 are exact, and the slice keeps the ledger's order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, feeOf, isFee, kindOf, ledgerTransfers, momentAfterBlock, momentAfterTime } from './accountSlice.ts';
import { buildAccountSlice } from './buildSlice.ts';
import { traceAccountsForward } from './forward.ts';
import { CHAIN, COIN, endsOf, sliceOf, TOKEN, transactionsOf, wholeKnowledge } from './tests/ledgers.ts';

describe('account slice', () => {
  it('keeps every uint256 exactly', () => {
    const edges = [0n, 1n, (1n << 48n) - 1n, 1n << 48n, (1n << 96n) - 1n, 1n << 96n, 1n << 160n, (1n << 256n) - 1n];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...edges), fc.bigInt(0n, (1n << 256n) - 1n)), { minLength: 1, maxLength: 20 }),
        (amounts) => {
          const { slice } = sliceOf(amounts.map((amount) => ({ from: null, to: 'A', amount, kind: 'mint' })));
          expect(amounts.map((_, transfer) => amountOf(slice, transfer))).toEqual(amounts);
        },
      ),
    );
    expect(() => sliceOf([{ from: null, to: 'A', amount: 1n << 256n }])).toThrow('usage.invalid');
  });

  it('traces amounts beyond 96 bits', () => {
    const much = (1n << 200n) + 12_345n;
    const built = sliceOf([
      { from: null, to: 'M', amount: much, kind: 'mint' },
      { from: 'M', to: 'A', amount: much - 1n },
    ]);
    const request = {
      seeds: [{ kind: 'transfer', transfer: 0 }] as const,
      policies: ['fifo', 'haircut'],
      knowledge: wholeKnowledge(built),
    };
    for (const policy of traceAccountsForward(built.slice, request).policies)
      expect(endsOf(built, policy.ends)).toEqual([`A:held ${much - 1n}`, 'M:held 1']);
  });

  it('[A1] orders by block, position and path, and finds moments', () => {
    const built = sliceOf([
      { id: 'c', from: 'A', to: 'B', amount: 3, block: 7, position: 2 },
      { id: 'b', from: 'A', to: 'B', amount: 2, block: 7, position: 1 },
      { id: 'b', from: 'A', to: 'miner', amount: 5, block: 7, position: 1, kind: 'fee', asset: COIN },
      { id: 'b', from: 'A', to: null, amount: 6, block: 7, position: 1, kind: 'burn', asset: COIN },
      { id: 'a', from: 'A', to: 'B', amount: 1, block: 3 },
    ]);
    const { slice, names } = built;
    expect([0, 1, 2, 3, 4].map((transfer) => amountOf(slice, transfer))).toEqual([1n, 2n, 5n, 6n, 3n]);
    expect([kindOf(slice, 2), isFee(slice, 2), isFee(slice, 3), isFee(slice, 4)]).toEqual(['fee', true, true, false]);
    expect(feeOf(slice, 1)).toBe(11n);
    expect(names.transfersOf(CHAIN, 'b')).toEqual([1, 2, 3]);
    expect([momentAfterBlock(slice, 0, 3), momentAfterBlock(slice, 0, 7), momentAfterTime(slice, 0, 69)]).toEqual([1, 5, 1]);
    const ledger = names.ledger(CHAIN, 'A', TOKEN);
    const { start, transfers } = ledgerTransfers(slice);
    expect([...transfers.subarray(start[ledger], start[ledger + 1])]).toEqual([0, 1, 4]);
  });

  it('refuses one chain in two parts, and links that run in a circle', () => {
    const transactions = transactionsOf([{ from: 'A', to: 'B', amount: 1 }]);
    const part = (chain: string) => ({ chain, transactions, order: 'blocks' as const });
    expect(() => buildAccountSlice([part('x'), part('x')])).toThrow('usage.invalid');
    const name = (chain: string) => ({ chain, transaction: 'tx0', path: [1, 0] });
    const circle = [
      { kind: 'link' as const, ins: [name('x')], outs: [name('y')] },
      { kind: 'link' as const, ins: [name('y')], outs: [name('x')] },
    ];
    expect(() => buildAccountSlice([part('x'), part('y')], circle)).toThrow('cycle');
  });
});
