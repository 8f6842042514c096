// Amounts and assets of account chains in the report's words.
import { readSaidMovement, saidAsset } from '../../../../shared/model/saidMovement.ts';
import type { ReportAsset } from './accountModel.ts';
import { bothTimes, grouped } from './format.ts';
import { sayCode, type Words } from './words.ts';

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

/** One source's word of what sources tell differently; the text that movements are compared by is none. */
export function saidText(words: Words, what: string, value: string): string {
  if (what === 'timeSeconds' && /^-?\d{1,11}$/.test(value)) return bothTimes(Number(value) * 1000, 'UTC').utc;
  const said = what === 'movement' ? readSaidMovement(value) : null;
  if (said === null) return value;
  if ('fee' in said) return words.say('account.said.fee', { amount: grouped(BigInt(said.fee)) });
  const { kind, from, to, amount } = said;
  const parts = { kind: sayCode(words, 'transferKind', kind), amount: grouped(BigInt(amount)), asset: saidAsset(said) };
  return words.say('account.said.movement', { ...parts, from: from ?? '–', to: to ?? '–' });
}
