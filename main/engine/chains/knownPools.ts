// Whether a contract is a pool of an exchange that the program knows, over all families: its address must follow from factory and tokens.
import { evmPoolFactory } from './evm/index.ts';
import { TRON_NETWORKS, tronPoolFactory } from './tron/index.ts';

export interface KnownFactory {
  readonly name: string;
  readonly form: 'uniswapV2' | 'uniswapV3';
}

/** By CAIP-2 chain id and addresses in display form. */
export function poolFactory(chain: string, pool: string, tokenA: string, tokenB: string): KnownFactory | null {
  const isTron = TRON_NETWORKS.some(({ id }) => id === chain);
  return isTron ? tronPoolFactory(chain, pool, tokenA, tokenB) : evmPoolFactory(chain, pool, tokenA, tokenB);
}
