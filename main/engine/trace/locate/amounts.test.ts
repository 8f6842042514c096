// How much ended at addresses: exact, by policy, never added over runs and never twice within one.
import { expect, it } from 'vitest';
import type { AssetView } from '../../../../shared/contract/account.ts';
import { amountsOf, totalsOf } from './amounts.ts';
import type { RunEnd } from './chains.ts';

const COIN: AssetView = { key: 'c', kind: 'native', contract: null, tokenId: null, symbol: 'BTC', decimals: 8, standing: 'issuer' };
const TOKEN: AssetView = { ...COIN, key: 't', symbol: 'USDT', decimals: 6 };
const end = (run: number, address: string, by: Record<string, bigint | readonly [bigint, bigint]>, asset = COIN): RunEnd => ({
  ...{ run, of: 'coins', direction: 'forward', chain: 'c', address, policies: Object.keys(by), asked: ['poison', 'fifo', 'lifo'] },
  ...{ rests: 'derivation', brought: [] },
  amounts: [
    {
      asset,
      by: new Map(
        Object.entries(by).map(([policy, amount]) => [
          policy,
          typeof amount === 'bigint' ? { low: amount, high: amount } : { low: amount[0], high: amount[1] },
        ]),
      ),
    },
  ],
});

it('[P23] the range is over the policies that split; one under which nothing ends there counts as none', () => {
  const big = 2n ** 70n + 1n;
  const [amount] = amountsOf(end(1, 'A', { poison: 10n * big, fifo: big }));
  expect([amount?.least, amount?.most]).toEqual(['0', `${big}`]);
  expect(amount?.policies).toEqual([
    { policy: 'poison', low: `${10n * big}`, high: `${10n * big}` },
    { policy: 'fifo', low: `${big}`, high: `${big}` },
    { policy: 'lifo', low: '0', high: '0' },
  ]);
});

it('[P23] a figure that is a range widens it; poison alone is shown as what it is', () => {
  expect(amountsOf(end(1, 'A', { fifo: [3n, 9n], lifo: 5n }))[0]).toMatchObject({ least: '3', most: '9' });
  expect(amountsOf({ ...end(1, 'A', { poison: 7n }), asked: ['poison'] })[0]).toMatchObject({ least: '7', most: '7' });
});

it('[P24] addresses of one run are added asset by asset, runs are not', () => {
  const totals = totalsOf([
    ...[end(1, 'A', { fifo: 2n, lifo: 8n }), end(1, 'B', { fifo: 5n }), end(1, 'B2', { fifo: 1n, lifo: 1n }, TOKEN)],
    end(2, 'A', { fifo: 2n, lifo: 2n }),
  ]);
  expect(
    totals.map(({ run, addresses, amounts }) => [run, addresses, amounts.map(({ asset, least, most }) => [asset.key, least, most])]),
  ).toEqual([
    [
      1,
      3,
      [
        ['c', '7', '8'],
        ['t', '1', '1'],
      ],
    ],
    [2, 1, [['c', '2', '2']]],
  ]);
});
