// What a text typed into the search may mean: part of an id, an amount, a date. It knows nothing of the case.
import { folded } from './hits.ts';
import type { Part } from './textIndex.ts';

export interface Wanted {
  /** As typed, in small letters, blanks folded. */
  readonly text: string;
  /** Part of an id; null where the text is too short for one. Numbers of accounts may hold blanks. */
  readonly part: Part | null;
  readonly amount: WantedAmount | null;
  /** Seconds, both included. */
  readonly span: { readonly from: number; readonly to: number } | null;
}

export interface WantedAmount {
  readonly whole: string;
  /** Digits behind the point, or null where none was written: then it may be smallest units too. */
  readonly decimals: string | null;
  /** In capitals; empty where none was written. */
  readonly symbol: string;
}

/** Fewer would be found everywhere. */
const FEWEST = 4;

export function readWanted(typed: string): Wanted {
  const text = folded(typed);
  return { text, part: readPart(text), amount: readAmount(text), span: readSpan(text) };
}

export function readPart(text: string): Part | null {
  // NFKC writes the one-character ellipsis as three points.
  const [head = '', tail, ...rest] = text.split(/\.{2,}|\*+/);
  if (rest.length > 0 || head.length + (tail ?? '').length < FEWEST) return null;
  if (head.length < 3 && (head !== '' || tail === undefined)) return null;
  return tail === undefined && head.length < FEWEST ? null : { head, tail: tail ?? null };
}

/** `1,000.5 BTC`, `0.05`, `150000`. A comma between groups of three is none of the amount; any other is no amount. */
function readAmount(text: string): WantedAmount | null {
  const [, digits, decimals, symbol = ''] =
    /^(\d{1,3}(?:[,'\u2019 ]\d{3})+|\d{1,78})(?:\.(\d{1,40}))?(?: ?([a-z]{2}[a-z0-9. ]{0,20}))?$/.exec(text) ?? [];
  if (digits === undefined) return null;
  return { whole: digits.replace(/\D/g, ''), decimals: decimals ?? null, symbol: symbol.toUpperCase() };
}

/** The amount in an asset's smallest unit, or null where it has more digits than the asset counts. */
export function amountIn({ whole, decimals }: WantedAmount, places: number): bigint | null {
  const behind = (decimals ?? '').replace(/0+$/, '');
  return behind.length > places ? null : BigInt(whole + behind.padEnd(places, '0'));
}

/** A day or a month in UTC. */
function readSpan(text: string): Wanted['span'] {
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/.exec(text) ?? [];
  if (year === undefined || month === undefined) return null;
  const [y, m, d] = [Number(year), Number(month), day === undefined ? null : Number(day)];
  if (y < 1970 || m < 1 || m > 12) return null;
  const from = Date.UTC(y, m - 1, d ?? 1);
  if (d !== null && new Date(from).getUTCDate() !== d) return null;
  const end = d === null ? Date.UTC(y, m, 1) : from + 86_400_000;
  return { from: from / 1000, to: end / 1000 - 1 };
}
