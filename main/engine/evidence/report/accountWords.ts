// Amounts and assets of account chains in the report's words.
import type { ReportAsset } from './accountModel.ts';
import { grouped } from './format.ts';
import type { Words } from './words.ts';

/** In whole coins with the symbol where the program knows the asset by its contract; else in its smallest unit. */
export function assetAmount(words: Words, amount: bigint, { symbol, decimals }: ReportAsset): string {
  if (decimals === null) return words.say('account.smallest', { amount: grouped(amount) });
  const digits = amount.toString().padStart(decimals + 1, '0');
  const rest = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const whole = grouped(BigInt(digits.slice(0, digits.length - decimals)));
  return `${whole}${decimals === 0 || rest === '' ? '' : `.${rest}`}${symbol === null ? '' : ` ${symbol}`}`;
}

/** Symbol and contract; what is not known to be an issuer's says so. */
export function assetText(words: Words, { symbol, contract, standing }: ReportAsset): string {
  const name = [symbol, contract].filter((part) => part !== null && part !== symbol).join(' · ');
  const named = symbol === null ? name : name === '' ? symbol : `${symbol} · ${name}`;
  return standing === 'issuer' ? named : `${named} (${words.say(`asset.${standing}`)})`;
}
