// Tokens that the program knows by contract, over all families: what they are called and how they count. An unknown contract is null,
// which says nothing against it.
import { knownToken } from './evm/index.ts';
import { TRON_NETWORKS } from './tron/index.ts';

export interface TokenFacts {
  readonly symbol: string;
  readonly decimals: number;
}

/** Tether's contract on TRON counts in millionths. */
const TETHER_ON_TRON: TokenFacts = { symbol: 'USDT', decimals: 6 };

/** By CAIP-2 chain id and address in display form. */
export function tokenFacts(chain: string, contract: string): TokenFacts | null {
  if (TRON_NETWORKS.some(({ id, tether }) => id === chain && tether === contract)) return TETHER_ON_TRON;
  return knownToken(chain, contract);
}
