// Whose name a contract borrows: exactly a known symbol or an issuer's name, in whatever script; nothing that merely contains it.
import { expect, it } from 'vitest';
import { accountChain, borrowedName } from '../../chains/index.ts';
import { tokenClaims } from './tokenClaims.ts';

const TRON = 'tron:0x2b6653dc';
const OTHER = 'TN3W4H6rK2ce4vX9YnFQHwKENnHjoxb3m9';

it.each([
  [TRON, OTHER, 'USDT', 'Tether USD', 'USDT'],
  [TRON, OTHER, 'USDТ', 'x', 'USDT'],
  [TRON, OTHER, 'ＵＳＤＴ', '', 'USDT'],
  [TRON, OTHER, 'TT', 'Tether USD', 'USDT'],
  ['eip155:1', '0x00000000000000000000000000000000000000AA', 'USDC', '', 'USDC'],
  ['eip155:1', '0x00000000000000000000000000000000000000AA', 'WETH', 'Wrapped Ether', 'WETH'],
  // The issuer's own, a lender's receipt, a pool's share, a coin that has no issuer on this chain.
  [TRON, 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'USDT', 'Tether USD', null],
  ['eip155:1', '0x00000000000000000000000000000000000000AA', 'aEthUSDC', 'Aave Ethereum USDC', null],
  ['eip155:1', '0x00000000000000000000000000000000000000AA', 'USDC/WETH', '', null],
  [TRON, OTHER, 'DAI', '', null],
])('%s %s called %s, %s: %s', (chain, contract, symbol, name, expected) => {
  expect(borrowedName(chain, contract, symbol, name)).toBe(expected);
});

it('is told once for each contract of a file', () => {
  const claims = tokenClaims(accountChain(TRON) as NonNullable<ReturnType<typeof accountChain>>);
  expect(claims(OTHER, 'USDT', '', [0])).toMatchObject([
    { kind: 'tokenNamed', subject: OTHER, details: { borrowed: 'USDT', symbol: 'USDT' } },
  ]);
  expect(claims(OTHER, 'USDT', '', [0])).toEqual([]);
});
