// How many decimals a token has, by whoever says so: the program's catalogue, then the examiner's assumption, then what sources of the case
// state. Whose word was used is told with the source that was read by it.
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { type AccountChain, tokenFacts } from '../../chains/index.ts';
import { sha256Hex } from '../../kernel/index.ts';
import { type ChainStatement, decimalsFlag, type TableFlag } from '../tables/index.ts';
import { readStatements, type StatedToken, statedTokens } from './statements.ts';

/** What the caller brings: the examiner's assumptions as they were written, and what the case holds of a chain's tokens. */
export interface DecimalsGiven {
  readonly assumed: Readonly<Record<string, number>>;
  ofCase(chain: string): ReadonlyMap<string, StatedToken>;
}

export const NOTHING_GIVEN: DecimalsGiven = { assumed: {}, ofCase: () => new Map() };

export interface KnownDecimals {
  of(contract: string): number | null;
  /** What the meaning of a source depends on, for its identity: null where nothing was given. */
  identity(): Readonly<Record<string, unknown>> | null;
  /** The examiner's assumptions that were used, as statements of the source. */
  statements(): readonly ChainStatement[];
  flags(): readonly TableFlag[];
}

/** Faults: chain.badAddress, usage.badValue where the program or the case knows other decimals. */
export function knownDecimals(chain: AccountChain, given: DecimalsGiven): KnownDecimals {
  const stated = given.ofCase(chain.id);
  const assumed = new Map<string, number>();
  for (const [text, decimals] of Object.entries(given.assumed)) {
    // TRC-10 tokens go by numbers.
    const contract = chain.family === 'tron' && /^\d{7}$/.test(text) ? text : chain.readAddress(text);
    const known = tokenFacts(chain.id, contract)?.decimals ?? stated.get(contract)?.decimals ?? null;
    if (known !== null && known !== decimals)
      throw new Fault('usage.badValue', { option: 'decimals', value: `${contract}=${decimals}`, expected: `${contract}=${known}` });
    if (known === null) assumed.set(contract, decimals);
  }
  const used = { assumed: new Map<string, number>(), ofCase: new Map<string, number>() };
  return {
    of(contract) {
      const facts = tokenFacts(chain.id, contract);
      if (facts !== null) return facts.decimals;
      const own = assumed.get(contract);
      if (own !== undefined) {
        used.assumed.set(contract, own);
        return own;
      }
      const said = stated.get(contract)?.decimals ?? null;
      if (said !== null) used.ofCase.set(contract, said);
      return said;
    },
    identity() {
      const ofCase = [...stated].flatMap(([contract, { decimals }]) => (decimals === null ? [] : [`${contract}=${decimals}`])).sort();
      if (assumed.size === 0 && ofCase.length === 0) return null;
      return {
        ...(assumed.size === 0 ? {} : { assumedDecimals: Object.fromEntries([...assumed].sort()) }),
        ...(ofCase.length === 0 ? {} : { statedDecimals: sha256Hex(ofCase.join('\n')) }),
      };
    },
    statements: () =>
      [...used.assumed].map(([contract, decimals]) => ({
        ...{ kind: 'token', contract, symbol: null, name: null, decimals, by: 'examiner', row: 0 },
      })),
    flags: () => [
      ...(used.assumed.size === 0 ? [] : [decimalsFlag('decimalsAssumed', [...used.assumed])]),
      ...(used.ofCase.size === 0 ? [] : [decimalsFlag('decimalsOfCase', [...used.ofCase])]),
    ],
  };
}

/** Tokens that sources of a case state, those withdrawn left out. */
export function tokensOfCase(file: CaseFile, chain: string): ReadonlyMap<string, StatedToken> {
  return statedTokens(
    file.accounts.segments(chain).map(({ id, source }) => ({
      source,
      statements: readStatements((name) => file.accounts.column(id, name)),
    })),
  );
}
