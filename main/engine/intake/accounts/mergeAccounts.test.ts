// Records of one transaction from several sources, by hand.
import { describe, expect, it } from 'vitest';
import type { AccountEvent, AccountTransaction, AccountTransfer } from '../../chains/index.ts';
import { mergeAccounts } from './tests/plainMerge.ts';

const ETHER = { kind: 'native', contract: null, tokenId: null } as const;
const TETHER = { kind: 'token', contract: '0xdAC1', tokenId: null } as const;
const value = (amount: bigint, path = [0]): AccountTransfer => ({ path, kind: 'value', from: 'A', to: 'B', asset: ETHER, amount });
const token = (amount: bigint, path: number[]): AccountTransfer => ({ path, kind: 'token', from: 'A', to: 'C', asset: TETHER, amount });
const of = (transfers: readonly AccountTransfer[], more: Partial<AccountTransaction> = {}): AccountTransaction => ({
  ...{ id: '0x1', blockHash: null, blockNumber: 7, position: null, timeSeconds: 100, status: 'ok', from: 'A', to: 'B' },
  ...{ transfers, events: [] },
  ...more,
});
const merge = (...all: readonly AccountTransaction[]) =>
  mergeAccounts(all.map((transaction, i) => ({ transaction, rows: [i + 2], source: i + 1 })));

describe('what several sources say of one transaction', () => {
  it('the three exports of an explorer are put together', () => {
    const { transactions, conflicts } = merge(of([value(5n)]), of([token(9n, [1, -1])], { from: null, to: null, blockNumber: null }));
    expect(conflicts).toEqual([]);
    expect(transactions).toEqual([
      {
        transaction: of([value(5n), token(9n, [1, -1, 0])]),
        sources: [
          { source: 1, rows: [2] },
          { source: 2, rows: [3] },
        ],
        facts: null,
        // Only the first says how it ended and in which block.
        agreed: { transaction: [1], transfers: [[1], [2]], events: [] },
      },
    ]);
  });

  it('what both say counts once, and the place of the one that knows it is kept', () => {
    const { transactions, conflicts } = merge(of([token(9n, [1, -1])]), of([value(5n), token(9n, [1, 14])]));
    expect(transactions[0]?.transaction.transfers).toEqual([token(9n, [1, 14]), value(5n)]);
    expect(conflicts).toEqual([]);
  });

  it('two equal rows of one source are two movements, also beside another source that has one of them', () => {
    const two = of([token(9n, [1, -1]), token(9n, [1, -1])]);
    expect(merge(two, of([token(9n, [1, 3])])).transactions[0]?.transaction.transfers).toEqual([token(9n, [1, 3]), token(9n, [1, -1, 0])]);
    expect(merge(of([token(9n, [1, 3])]), two).transactions[0]?.transaction.transfers).toHaveLength(2);
  });

  it('a movement without a place keeps its name where another source brings the same transaction', () => {
    const inner = (amount: bigint, path: number[]): AccountTransfer => ({ ...value(amount, path), kind: 'internal' });
    const first = of([inner(3n, [0, -1, 0]), token(9n, [1, -1, 0]), token(8n, [1, -1, 1])]);
    const more = merge(first, of([token(7n, [1, -1, 0]), token(8n, [1, -1, 1])])).transactions[0]?.transaction.transfers;
    expect(more).toEqual([...first.transfers, token(7n, [1, -1, 2])]);
  });

  it('an event that one source tells with its actor and another without is one event', () => {
    const event = (actor: string | null, details: Readonly<Record<string, string>> = {}): AccountEvent => ({
      ...{ path: [1, 4], kind: 'mixerIn', actor, subject: 'pool', asset: ETHER, amount: 10n },
      details,
    });
    const alone = of([], { events: [event(null)], from: null, to: null });
    const whole = of([], { events: [event('A', { leafIndex: '3' })] });
    for (const group of [[alone, whole] as const, [whole, alone] as const]) {
      const { transactions } = merge(...group);
      expect(transactions[0]?.transaction.events).toEqual([event('A', { leafIndex: '3' })]);
      expect(transactions[0]?.agreed?.events).toEqual([[1, 2]]);
    }
    expect(merge(of([], { events: [event('A')] }), of([], { events: [event('B')] })).transactions[0]?.transaction.events).toHaveLength(2);
  });

  it('contradictions are told, and the first source keeps its say', () => {
    const { transactions, conflicts } = merge(of([value(5n)]), of([value(6n)], { status: 'failed', blockNumber: 8 }));
    expect(transactions[0]?.transaction).toEqual(of([value(5n)]));
    expect(conflicts.map(({ what }) => what).sort()).toEqual(['blockNumber', 'movement', 'status']);
    expect(conflicts.find(({ what }) => what === 'status')?.said).toEqual([
      { source: 1, value: 'ok' },
      { source: 2, value: 'failed' },
    ]);
  });

  it('a source that does not know the status does not hide one that does', () => {
    expect(merge(of([value(5n)], { status: 'unknown' }), of([], { status: 'failed' })).transactions[0]?.transaction.status).toBe('failed');
  });
});
