// Addresses of well-known pools, as explorers and the exchanges' own pages name them, must come out of the factories' entries.
import { describe, expect, it } from 'vitest';
import { POOL_FACTORIES, evmPoolFactory } from './pools.ts';

const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';

const POOLS: readonly (readonly [factory: string, chain: string, pool: string, a: string, b: string])[] = [
  ['Uniswap v2', 'eip155:1', '0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc', USDC, WETH],
  ['SushiSwap', 'eip155:1', '0x397FF1542f962076d0BFE58eA045FfA2d347ACa0', USDC, WETH],
  ['Uniswap v3', 'eip155:1', '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640', USDC, WETH],
  [
    ...(['PancakeSwap v2', 'eip155:56', '0x16b9a82891338f9bA80E2D6970FddA79D1eb0daE'] as const),
    ...(['0x55d398326f99059fF775485246999027B3197955', '0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c'] as const),
  ],
  [
    ...(['QuickSwap', 'eip155:137', '0x6e7a5FAFcec6BB1e78bAE2A1F0B612012BF14827'] as const),
    ...(['0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270', '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174'] as const),
  ],
  [
    ...(['Uniswap v3', 'eip155:137', '0x45dDa9cb7c25131DF268515131f647d726f50608'] as const),
    ...(['0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174', '0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619'] as const),
  ],
  [
    ...(['Uniswap v3', 'eip155:42161', '0xC31E54c7a869B9FcBEcc14363CF510d1c41fa443'] as const),
    ...(['0x82aF49447D8a07e3bd95BD0d56f35241523fBab1', '0xFF970A61A04b1cA14834A43f5dE4533eBDDB5CC8'] as const),
  ],
  [
    ...(['Uniswap v3', 'eip155:10', '0x85149247691df622eaF1a8Bd0CaFd40BC45154a9'] as const),
    ...(['0x4200000000000000000000000000000000000006', '0x7F5c764cBc14f9669B88837ca1490cCa17c31607'] as const),
  ],
  [
    ...(['Uniswap v3', 'eip155:8453', '0xd0b53D9277642d899DF5C87A3966A349A798F224'] as const),
    ...(['0x4200000000000000000000000000000000000006', '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'] as const),
  ],
];

describe('pools', () => {
  it.each(POOLS)('%s on %s: %s', (name, chain, pool, a, b) => {
    expect(evmPoolFactory(chain, pool, a, b)?.name).toBe(name);
    expect(evmPoolFactory(chain, pool, b, a)?.name).toBe(name);
    expect(evmPoolFactory(chain, pool, a, pool)).toBeNull();
  });
  it('every factory is shown by a pool', () => {
    const shown = new Set(POOLS.map(([name, chain]) => `${name} ${chain}`));
    expect(POOL_FACTORIES.filter(({ name, chain }) => !shown.has(`${name} ${chain}`))).toEqual([]);
  });
});
