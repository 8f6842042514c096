// Amounts and ends of account traces as text: exact, from decimal strings, a range always with both bounds. No float and no component.
import type { AccountTraceResult, AssetView } from '../../../shared/contract/account.ts';
import { formatAmount, groupThousands } from '../../design/amounts.ts';
import { shortId } from '../../design/ids.ts';

/** A digit of the tables' font at its size, rounded up, and what a cell keeps free at its sides. */
const DIGIT_PIXELS = 8.5;
const CELL_PIXELS = 20;

export type End = AccountTraceResult['policies'][string]['ends'][number];

/** In whole units where the decimals are known, else in the smallest unit. */
export function unitsText(amount: string, { decimals }: Pick<AssetView, 'decimals'>): string {
  return decimals === null ? groupThousands(amount) : formatAmount(amount, decimals, { trim: true });
}

/** The asset's symbol where the program knows it by its contract, else the contract itself. */
export function assetText({ symbol, contract, tokenId }: AssetView): string {
  const name = symbol ?? (contract === null ? '?' : shortId(contract));
  return tokenId === null ? name : `${name} #${shortId(tokenId)}`;
}

/** One number, or `low – high`. */
export function figureText({ figure, asset }: Pick<End, 'figure' | 'asset'>): string {
  if (figure.amount !== null) return unitsText(figure.amount, asset);
  return `${unitsText(figure.low ?? '0', asset)} – ${unitsText(figure.high ?? '0', asset)}`;
}

/** Least width of a column, in pixels, in which none of these figures is cut: a figure that lost digits would be another figure. */
export function figureWidth(texts: readonly string[], least: number): number {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  return Math.max(least, longest * DIGIT_PIXELS + CELL_PIXELS);
}

/** The largest amount that may lie there: what ends are ordered by. */
export function mostOf({ figure }: Pick<End, 'figure'>): string {
  return figure.amount ?? figure.high ?? '0';
}

/** `ID#PATH` of a movement into its parts. */
export function movementParts(name: string): { readonly transaction: string; readonly path: string } {
  const at = name.lastIndexOf('#');
  return at < 0 ? { transaction: name, path: '' } : { transaction: name.slice(0, at), path: name.slice(at + 1) };
}

/** The key of a sentence by a code like `unknown:order`; parts that no sentence knows are given as `detail`. */
export function stateKey(state: string): { readonly key: string; readonly detail: string } {
  const at = state.indexOf(':');
  const head = at < 0 ? state : state.slice(0, at);
  const detail = at < 0 ? '' : state.slice(at + 1);
  if (head === 'stopped' || head === 'excluded' || detail === '') return { key: head, detail };
  return { key: `${head}-${detail}`, detail };
}
