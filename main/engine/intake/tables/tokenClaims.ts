// Names that a table gives to token contracts: kept only where a row calls a contract by the name of a known issuer's token that it is
// not, once for each contract of a file. It decides nothing about the contract's own doings.
import { type AccountChain, type AccountEvent, borrowedName } from '../../chains/index.ts';
import { NO_EVENTS } from './mapping.ts';

export type TokenClaims = (contract: string, symbol: string, name: string, path: readonly number[]) => readonly AccountEvent[];

const MOST_JUDGED = 50_000;

export function tokenClaims(chain: AccountChain): TokenClaims {
  const seen = new Set<string>();
  // Rows of one token repeat its names: judging them costs more than the rest of a row.
  const judged = new Map<string, string>();
  return (contract, symbol, name, path) => {
    if (seen.has(contract)) return NO_EVENTS;
    const said = `${symbol}\n${name}`;
    if (judged.get(contract) === said) return NO_EVENTS;
    if (judged.size >= MOST_JUDGED) judged.clear();
    judged.set(contract, said);
    const borrowed = borrowedName(chain.id, contract, symbol, name);
    if (borrowed === null) return NO_EVENTS;
    seen.add(contract);
    const details = { borrowed, symbol: symbol.slice(0, 80), name: name.slice(0, 80) };
    return [{ path, kind: 'tokenNamed', actor: null, subject: contract, asset: null, amount: null, details }];
  };
}
