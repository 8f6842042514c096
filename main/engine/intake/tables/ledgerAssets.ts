// Assets that a ledger names by a word: currencies by ISO 4217 with their exponent, everything else a listed symbol.
import type { AccountAsset } from '../../chains/index.ts';
import { plainText, widthFolded } from './cellText.ts';

/** ISO 4217 exponents of the currencies that reach us; others are asked for. */
const EXPONENTS: Readonly<Record<string, number>> = {
  CNY: 2,
  JPY: 0,
  USD: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  TWD: 2,
  MOP: 2,
  KRW: 0,
  SGD: 2,
  MYR: 2,
  THB: 2,
  VND: 0,
  PHP: 2,
  IDR: 2,
  INR: 2,
  AUD: 2,
  NZD: 2,
  CAD: 2,
  CHF: 2,
  AED: 2,
  RUB: 2,
  TRY: 2,
  KHR: 2,
  LAK: 2,
  MMK: 2,
  BRL: 2,
  MXN: 2,
  ZAR: 2,
  NGN: 2,
  KWD: 3,
  BHD: 3,
};
const NAMES: Readonly<Record<string, string>> = {
  人民币: 'CNY',
  人民幣: 'CNY',
  RMB: 'CNY',
  CNH: 'CNY',
  元: 'CNY',
  円: 'JPY',
  日元: 'JPY',
  日圓: 'JPY',
  日本円: 'JPY',
  美元: 'USD',
  美金: 'USD',
  米ドル: 'USD',
  港币: 'HKD',
  港幣: 'HKD',
  港元: 'HKD',
  台币: 'TWD',
  台幣: 'TWD',
  臺幣: 'TWD',
  澳门币: 'MOP',
  澳門幣: 'MOP',
  新台币: 'TWD',
  新臺幣: 'TWD',
  新台幣: 'TWD',
  NTD: 'TWD',
  欧元: 'EUR',
  歐元: 'EUR',
  韩元: 'KRW',
  英镑: 'GBP',
};

export const CURRENCY_CODES: ReadonlySet<string> = new Set(Object.keys(EXPONENTS));
/** Words that name one currency wherever they stand; a bare 元 or 円 is that of the country. */
export const CURRENCY_WORDS: readonly (readonly [word: string, code: string])[] = Object.entries(NAMES).filter(([word]) => word.length > 1);

/**
 * A ledger's own smallest unit for listed coins: 10^-18 of one. Fixed, so that all rows of a ledger count alike; an amount with more
 * decimals is refused.
 */
export const LISTED_DECIMALS = 18;

/** Decimals of a currency by its ISO 4217 code; null for one that no ledger here was read in. */
export function currencyDecimals(code: string): number | null {
  return EXPONENTS[code] ?? null;
}

export interface NamedAsset {
  readonly asset: AccountAsset;
  readonly decimals: number;
}

/** Null where the word can be no symbol. */
export function ledgerAsset(word: string, decimalsOf: (symbol: string) => number | null): NamedAsset | null {
  const text = widthFolded(plainText(word)).replace(/\s+/g, '').toUpperCase();
  const code = NAMES[text] ?? /^(?:CNY|RMB|USD|HKD|JPY)(?=[-(（])/.exec(text)?.[0] ?? text;
  const currency = code === 'RMB' ? 'CNY' : code;
  const exponent = EXPONENTS[currency];
  if (exponent !== undefined) return { asset: { kind: 'fiat', contract: currency, tokenId: null }, decimals: exponent };
  if (!/^[A-Z0-9$._-]{1,32}$/.test(currency)) return null;
  return { asset: { kind: 'listed', contract: currency, tokenId: null }, decimals: decimalsOf(currency) ?? LISTED_DECIMALS };
}
