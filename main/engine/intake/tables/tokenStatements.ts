// What the rows of a table say of tokens that the program does not know by contract: symbol, name and decimals, each once. The rows' word.
import { type AccountChain, tokenFacts } from '../../chains/index.ts';
import type { ChainStatement } from './statement.ts';
import type { TableFlag } from './tableFlag.ts';

/** More tokens than this in one file are a spammer's; those beyond are read and not listed. */
const MOST = 100_000;

export interface TokenStatements {
  see(contract: string, said: { readonly symbol: string; readonly name: string; readonly decimals: number | null }, row: number): void;
  all(): readonly ChainStatement[];
  flags(): readonly TableFlag[];
}

export function tokenStatements(chain: AccountChain): TokenStatements {
  const seen = new Map<string, ChainStatement & { readonly kind: 'token' }>();
  const known = new Set<string>();
  return {
    see(contract, { symbol, name, decimals }, row) {
      if (decimals === null || known.has(contract)) return;
      const key = `${contract} ${decimals}`;
      if (seen.has(key) || seen.size >= MOST) return;
      if (tokenFacts(chain.id, contract) !== null) return void known.add(contract);
      const [called, named] = [symbol.slice(0, 80) || null, name.slice(0, 80) || null];
      seen.set(key, { kind: 'token', contract, symbol: called, name: named, decimals, by: 'source', row });
    },
    all: () => [...seen.values()],
    flags: () =>
      seen.size === 0
        ? []
        : [
            decimalsFlag(
              'decimalsOfRows',
              [...seen.values()].map(({ contract, decimals }) => [contract, decimals ?? 0]),
            ),
          ],
  };
}

const MOST_NAMED = 20;

/** Contracts of rejected rows whose decimals nothing says. */
export function unknownDecimals(contracts: ReadonlySet<string>): readonly TableFlag[] {
  return contracts.size === 0 ? [] : [{ code: 'decimalsUnknown', tokens: [...contracts].slice(0, MOST_NAMED), count: contracts.size }];
}

export function decimalsFlag(
  code: 'decimalsAssumed' | 'decimalsOfCase' | 'decimalsOfRows',
  tokens: readonly (readonly [contract: string, decimals: number])[],
): TableFlag {
  return { code, tokens: tokens.slice(0, MOST_NAMED).map(([contract, decimals]) => `${contract}=${decimals}`), count: tokens.length };
}
