// How kinds of statement are drawn on paper: told apart without colour, the same in every picture.
import type { StatementKind } from '../../../../shared/model/statement.ts';

export const DASH: Readonly<Record<StatementKind, string>> = {
  fact: '',
  derivation: '',
  inference: '6 3',
  attribution: '1.5 2.5',
  assumption: '7 2.5 1.5 2.5',
};
export const STROKE: Readonly<Record<StatementKind, number>> = {
  fact: 1.8,
  derivation: 0.9,
  inference: 1.1,
  attribution: 1.1,
  assumption: 1.1,
};
/** Of what is not certain to have moved: gaps longer than the dashes. */
export const POSSIBLE_DASH = '2.5 4';
export const INK = '#111111';
/** Of what was entered by hand: a double line would hide at small sizes, dots do not. */
export const EVENT_DASH = '0.6 3';
/** Of an output beside its address. */
export const HOLDS_DASH = '1 3';

/**
 * What joins two ledgers or assets: a ladder, in pieces where the examiner's word alone joins them. `path` is the way as a path's `d`.
 */
export function ladder(path: string, isAccepted: boolean): string {
  const pieces = isAccepted ? ' stroke-dasharray="10 5"' : '';
  const outer = `<path d="${path}" fill="none" stroke="${INK}" stroke-width="3.6"${pieces}/>`;
  return `${outer}<path d="${path}" fill="none" stroke="#ffffff" stroke-width="2.4" stroke-dasharray="4.2 0.8"/>`;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Hundredths are enough on paper, and keep a file the same on every machine. */
export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
