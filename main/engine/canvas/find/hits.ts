// A hit of the search as the contract has it, and how close it is. No search.
import type { SearchHit } from '../../../../shared/contract/canvas.ts';
import { type CanvasItem, itemName } from '../../../../shared/model/canvasItem.ts';
import type { Rank } from './textIndex.ts';

export interface Ranked {
  readonly rank: Rank;
  readonly hit: SearchHit;
}

/** Hits of one place, and whether there are more of them. */
export interface Hits {
  readonly hits: readonly Ranked[];
  readonly more: boolean;
}

export const NO_HITS: Hits = { hits: [], more: false };

/** As a text typed is folded: full-width forms, blanks, capitals. */
export function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}

export function rankIn(text: string, ...found: readonly string[]): Rank {
  const own = found.map(folded);
  return own.includes(text) ? 0 : own.some((one) => one.startsWith(text)) ? 1 : 2;
}

export function hitOf(
  kind: SearchHit['kind'],
  item: CanvasItem | null,
  title: string,
  found: string,
  more: Partial<SearchHit> = {},
): SearchHit {
  const name = item === null ? null : itemName(item);
  return { kind, item: name, chain: item?.chain ?? '', title, found, timeSeconds: null, number: null, ...more };
}

const AROUND = 60;

/** The place in a long text, with some of what stands beside it. */
export function excerpt(text: string, wanted: string): string {
  const at = Math.max(0, text.toLowerCase().indexOf(wanted));
  const [from, to] = [Math.max(0, at - AROUND), Math.min(text.length, at + wanted.length + AROUND)];
  return `${from > 0 ? '…' : ''}${text.slice(from, to).replace(/\s+/g, ' ').trim()}${to < text.length ? '…' : ''}`;
}

export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
