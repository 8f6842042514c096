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
/**
 * Signs that look like Latin letters, as false tokens use them in symbols: the letters of Cyrillic, Greek, Armenian, Cherokee and Lisu that
 * Unicode's confusables (UTS #39) give for capitals, and signs of currencies.
 */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ a: 'АΑᎪꓮ', b: 'ВΒᏴꓐ', c: 'СϹᏟꓚ¢', d: 'ԀᎠꓓ', e: 'ЕΕᎬꓰ€', f: 'ϜꓝҒ', g: 'ԌᏀꓖ', h: 'НΗᎻꓧ', i: 'ІΙӀꓲ', j: 'ЈᎫꓙ', k: 'КΚᏦꓗ' },
    ...{ l: 'ᏞꓡŁ', m: 'МΜᎷꓟ', n: 'ΝꓠИ', o: 'ОΟՕꓳØ', p: 'РΡᏢꓑ', q: 'Ԛ', r: 'ᎡᏒꓣ', s: 'ЅՏᏚꓢ$', t: 'ТΤᎢꓔ₮Ŧ⊤', u: 'ՍꓴᑌԱ∪' },
    ...{ v: 'ѴᏙꓦ', w: 'ԜᎳᏔꓪ', x: 'ХΧꓫ', y: 'УΥҮᎩꓬ', z: 'ΖᏃꓜ' },
  }).flatMap(([latin, signs]) => [...signs].map((sign) => [sign, latin] as const)),
);

/** A name as a reader takes it: look-alikes as the letters they imitate; accents, spaces and what cannot be seen left out. */
export function foldedName(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('υ', 'u').toUpperCase();
  return [...plain]
    .map((sign) => LOOK_ALIKES.get(sign) ?? sign)
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
  const words = [foldedName(symbol), foldedName(name)].filter((word) => word !== '');
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
