// Pictures of movements between accounts on hand-made cases: money that comes back, several assets, summing up, paper.
import { describe, expect, it } from 'vitest';
import { accountChart } from './accountChart.ts';
import { type AccountFlowInput, accountPicture, type FlowMove } from './accountPicture.ts';
import type { ChartOptions } from './chart.ts';
import { POSSIBLE_DASH } from './figure/lineStyles.ts';

const COIN = { key: 'c native', kind: 'native', contract: null, tokenId: null, symbol: 'ETH', decimals: 18, standing: 'issuer' } as const;
const TOKEN = { ...COIN, key: 'c token', kind: 'token', contract: '0xT', symbol: 'USDT', decimals: 2 } as const;
const at = (account: string) => ({ chain: 'c', chainName: 'C', account });
const move = (from: string, to: string, amount: bigint, more: Partial<FlowMove> = {}): FlowMove => ({
  ...{ from: at(from), to: at(to), asset: TOKEN, amount, whole: amount, name: `${from}${to}#0`, chain: 'c', timeSeconds: 1, hop: 1 },
  ...{ isSeed: false, linked: false, possible: false, ...more },
});
const draw = (moves: readonly FlowMove[], more: Partial<AccountFlowInput> = {}) =>
  accountPicture({ ...{ run: 1, policy: 'fifo', direction: 'forward', ends: [], labelsOf: () => [], limit: 300 }, moves, ...more });
const seed = move('V', 'A', 100n, { isSeed: true, hop: 0 });

describe('accountPicture', () => {
  it('lays money that comes back out without a circle', () => {
    const picture = draw([seed, move('A', 'B', 80n), move('B', 'A', 30n, { hop: 2 }), move('A', 'C', 20n, { hop: 3 })]);
    const x = Object.fromEntries(picture.nodes.map((node) => [node.account, node.x]));
    expect(x).toEqual({ V: 0, A: 1, B: 2, C: 2 });
    expect(picture.edges).toHaveLength(4);
  });
  it('sums movements between the same two in one asset, and keeps two assets apart', () => {
    const picture = draw([seed, move('A', 'B', 30n, { whole: 40n }), move('A', 'B', 20n), move('A', 'B', 5n, { asset: COIN })]);
    expect(picture.edges.map(({ asset, amount, whole, count }) => [asset.symbol, amount, whole, count])).toEqual([
      ['USDT', '100', '100', 1],
      ['USDT', '50', '60', 2],
      ['ETH', '5', '5', 1],
    ]);
    expect(picture.edges.map(({ share }) => share)).toEqual([1, 0.5, 1]);
  });
  it('a trace back is laid out from the right', () => {
    const picture = draw([{ ...seed }, move('P', 'V', 60n)], { direction: 'backward' });
    expect(Object.fromEntries(picture.nodes.map((node) => [node.account, node.kind]))).toEqual({ A: 'seed', V: 'account', P: 'account' });
    const x = new Map(picture.nodes.map((node) => [node.account, node.x]));
    expect((x.get('P') as number) < (x.get('V') as number) && (x.get('V') as number) < (x.get('A') as number)).toBe(true);
  });
  it('what is not drawn singly is summed, asset by asset, and counted', () => {
    const many = Array.from({ length: 30 }, (_, n) => move('A', `B${n}`, BigInt(n + 1)));
    const picture = draw([seed, ...many], { limit: 10 });
    expect(picture.hiddenNodes).toBe(22);
    const sum = picture.edges.filter(({ source }) => source.endsWith(' A')).reduce((all, { amount }) => all + BigInt(amount), 0n);
    expect(sum).toBe(465n);
    expect(picture.nodes.find(({ kind }) => kind === 'more')?.count).toBe(22);
  });
  it('an end that nobody can see past is told by its kind', () => {
    const figure = { amount: null, low: '0', high: '50', why: 'ledger' } as const;
    const ends = [{ ...at('B'), asset: TOKEN, state: 'unknown:incompleteLedger', figure }];
    const picture = draw([seed, move('A', 'B', 50n)], { ends });
    expect(picture.nodes.find(({ account }) => account === 'B')?.kind).toBe('unknown');
    expect(picture.hasRanges).toBe(true);
  });
});

describe('accountChart', () => {
  const options: ChartOptions = {
    ...{ width: 500, maximumHeight: 600, words: (key) => key },
    runs: (text) => [{ family: 'F', text }],
    widthOf: (text, _, size) => text.length * size * 0.5,
  };
  it('writes every amount in its own unit, ranges as ranges, and the money that comes back not at all', () => {
    const figure = { amount: null, low: '0', high: '5000', why: 'ledger' } as const;
    const ends = [{ ...at('B'), asset: TOKEN, state: 'unknown:incompleteLedger', figure }];
    const { svg, key } = accountChart(draw([seed, move('A', 'B', 5_012n), move('B', 'A', 1n)], { ends }), options);
    expect(svg).toContain('50.12 USDT');
    expect(svg).toContain('0 – 50 USDT');
    expect(svg).not.toContain(' sat');
    expect(key.map(({ address }) => address)).toEqual(['V', 'A', 'B']);
    expect(svg).not.toContain(POSSIBLE_DASH);
    const hostile = draw([move('<script>', 'B', 1n)]);
    expect(accountChart(hostile, options).svg).not.toContain('<script>');
  });
  it('joins an account that money has only possibly reached by a line of its own, with what it can be at most', () => {
    const figure = { amount: null, low: '0', high: '700', why: 'order' } as const;
    const ends = [{ ...at('P'), asset: TOKEN, state: 'unspent', figure }];
    const picture = draw([seed, move('A', 'B', 60n), move('A', 'P', 700n, { possible: true })], { ends });
    expect(picture.edges.map(({ target, possible, statement }) => [target, possible, statement])).toEqual([
      ['account:c A', false, 'fact'],
      ['account:c B', false, 'assumption'],
      ['account:c P', true, 'assumption'],
    ]);
    const { svg } = accountChart(picture, options);
    expect(svg).toContain('≤ 7 USDT');
    // One line and its entry in the legend.
    expect(svg.split(`stroke-dasharray="${POSSIBLE_DASH}"`)).toHaveLength(3);
    const summed = draw([seed, ...Array.from({ length: 12 }, (_, n) => move('A', `B${n}`, 5n, { possible: true }))], { limit: 4 });
    expect(summed.edges.filter(({ target }) => target.startsWith('more')).map(({ possible }) => possible)).toEqual([true]);
  });
});
