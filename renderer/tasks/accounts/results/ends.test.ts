// Policies side by side, on a hand-made result.
import { describe, expect, it } from 'vitest';
import { endRows, orderedPolicies, rangeAt, rangeOfRun } from './ends.ts';
import type { End } from '../figures.ts';

const asset = {
  ...{ key: 'x:1 native', kind: 'native' as const, contract: null, tokenId: null },
  symbol: 'ETH',
  decimals: 18,
  standing: 'issuer' as const,
};
const end = (account: string, amount: string | null, state = 'held', high: string | null = null): End => ({
  ...{ chain: 'x:1', account, asset, state, transfer: null },
  figure: amount === null ? { amount: null, low: '0', high, why: 'ledger' } : { amount, low: null, high: null, why: null },
});
const policy = (...ends: End[]) => ({ ends, fees: [], totals: [], orders: 'known' });
const result = {
  policies: {
    poison: policy(end('a', '9'), end('b', null, 'unknown:incompleteLedger', '30')),
    fifo: policy(end('a', '10000000000000000000000'), end('c', '2'), end('b', null, 'unknown:incompleteLedger', '7')),
  },
};

describe('ends', () => {
  it('puts the primary policy first and poison last', () => {
    expect(orderedPolicies(result, 'fifo')).toEqual(['fifo', 'poison']);
    expect(orderedPolicies(result, 'lifo')).toEqual(['fifo', 'poison']);
    expect(orderedPolicies(result, 'poison')).toEqual(['poison', 'fifo']);
  });
  it('joins the same end of two policies, largest first by whole numbers and by the upper bound of a range', () => {
    const rows = endRows(result, ['fifo', 'poison']);
    expect(rows.map(({ account }) => account)).toEqual(['a', 'b', 'c']);
    expect(Object.keys(rows[2]?.ends ?? {})).toEqual(['fifo']);
    expect(rows[0]?.ends['poison']?.figure.amount).toBe('9');
    expect(endRows(result, ['poison', 'fifo']).map(({ account }) => account)).toEqual(['b', 'a', 'c']);
  });
  it('an end is fetched by the range that the run wants of its account, else from the movement on at which it stands', () => {
    const wanted = (item: string, fromBlock: number | null, toBlock: number | null) => ({
      ...{ chain: 'x:1', chainName: 'X', kind: 'address' as const, item, fromBlock, toBlock, why: 'oneSidedLedger' },
    });
    const fetch = [wanted('a', 20, null), wanted('a', 7, null), wanted('b', 5, null), wanted('b', null, null), wanted('c', null, 9)];
    const of = (account: string) => rangeOfRun({ fetch }, { chain: 'x:1', account });
    expect(of('a')).toEqual({ fromBlock: 7, toBlock: null });
    expect(of('b')).toEqual({ fromBlock: null, toBlock: null });
    expect(of('c')).toEqual({ fromBlock: null, toBlock: 9 });
    expect(of('d')).toBeNull();
    expect(rangeOfRun({ fetch }, { chain: 'x:2', account: 'a' })).toBeNull();
    expect(rangeAt({ direction: 'forward' }, 12)).toEqual({ fromBlock: 12, toBlock: null });
    expect(rangeAt({ direction: 'backward' }, 12)).toEqual({ fromBlock: null, toBlock: 12 });
  });
});
