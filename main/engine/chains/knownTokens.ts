// Tokens that the program knows by contract, over all families: what they are called and how they count. An unknown contract is null,
// which says nothing against it.
import { KNOWN_TOKENS, knownToken } from './evm/index.ts';
import { TRON_NETWORKS } from './tron/index.ts';

export interface TokenFacts {
  readonly symbol: string;
  readonly decimals: number;
}

/** Tether's contract on TRON counts in millionths. */
const TETHER_ON_TRON: TokenFacts = { symbol: 'USDT', decimals: 6 };
const WRAPPED_ON_TRON: TokenFacts = { symbol: 'WTRX', decimals: 6 };

/** By CAIP-2 chain id and address in display form. */
export function tokenFacts(chain: string, contract: string): TokenFacts | null {
  if (TRON_NETWORKS.some(({ id, tether }) => id === chain && tether === contract)) return TETHER_ON_TRON;
  if (TRON_NETWORKS.some(({ id, wrapped }) => id === chain && wrapped === contract)) return WRAPPED_ON_TRON;
  return knownToken(chain, contract);
}

/** Whether a contract is known to make tokens of the chain's own coin and back, one for one. */
export function isWrappedCoin(chain: string, contract: string): boolean {
  return knownToken(chain, contract)?.form === 'wrapped' || TRON_NETWORKS.some(({ id, wrapped }) => id === chain && wrapped === contract);
}

/** Words that issuers' contracts go by, as a row or a contract would write them. */
const ISSUERS_NAMES: Readonly<Record<string, string>> = {
  tether: 'USDT',
  tetherusd: 'USDT',
  tetherusdt: 'USDT',
  usdcoin: 'USDC',
  circleusdc: 'USDC',
};
/** Letters of other scripts that look like Latin ones, as false tokens use them in symbols (Unicode's confusables, capitals). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  ...{ А: 'a', В: 'b', С: 'c', Е: 'e', Н: 'h', І: 'i', К: 'k', М: 'm', О: 'o', Р: 'p', Ѕ: 's', Т: 't', Х: 'x' },
  ...{ Α: 'a', Β: 'b', Ε: 'e', Η: 'h', Ι: 'i', Κ: 'k', Μ: 'm', Ν: 'n', Ο: 'o', Ρ: 'p', Τ: 't', Χ: 'x' },
};

function folded(text: string): string {
  const latin = [...text.normalize('NFKC').toUpperCase()].map((letter) => LOOK_ALIKES[letter] ?? letter);
  return latin
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/**
 * The symbol of a token that the program knows on this chain, where another contract is called by exactly that symbol or its issuer's
 * name; null where nothing is borrowed. A name that merely contains it (a pool's share, a lender's receipt) borrows nothing.
 */
export function borrowedName(chain: string, contract: string, symbol: string, name: string): string | null {
  if (tokenFacts(chain, contract) !== null) return null;
  const words = [folded(symbol), folded(name)].filter((word) => word !== '');
  const found = symbolsOf(chain).find((known) => words.includes(known.toLowerCase()));
  return found ?? words.map((word) => ISSUERS_NAMES[word]).find((known) => known !== undefined && symbolsOf(chain).includes(known)) ?? null;
}

const symbols = new Map<string, readonly string[]>();

function symbolsOf(chain: string): readonly string[] {
  let own = symbols.get(chain);
  if (own === undefined) {
    const tether = TRON_NETWORKS.some(({ id, tether: contract }) => id === chain && contract !== null) ? [TETHER_ON_TRON.symbol] : [];
    own = [
      ...new Set([
        ...KNOWN_TOKENS.filter((token) => token.chain === chain && token.form !== 'earlyItems').map(({ symbol }) => symbol),
        ...tether,
      ]),
    ];
    symbols.set(chain, own);
  }
  return own;
}
