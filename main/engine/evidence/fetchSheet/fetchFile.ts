// The fetch list as the file that the collector reads (docs/CAPTURES.md). It holds ids and ranges; no case, no examiner, and no
// reasons unless asked for, since it goes to a computer that is connected.
import { canonicalJson } from '../../kernel/index.ts';

export interface ListItem {
  /** As the case's list counts it. */
  readonly number: number;
  readonly chain: string;
  readonly kind: 'transaction' | 'address' | 'block';
  readonly item: string;
  readonly fromBlock: number | null;
  readonly toBlock: number | null;
  readonly why?: string;
}

export const FETCH_FORMAT = 'tracehold-fetch/1';
/** As many ids as a code of readable size holds. */
export const ITEMS_PER_PART = 5;

export function fetchFile(list: string, items: readonly ListItem[]): string {
  return canonicalJson({ format: FETCH_FORMAT, list, items });
}

export interface ListPart {
  readonly items: readonly ListItem[];
  /** A whole list of its own, so that one code that was read is of use without the others. */
  readonly text: string;
}

/** The same list in parts for codes; the collector joins those of one list again. */
export function fetchParts(list: string, items: readonly ListItem[]): readonly ListPart[] {
  const parts = Math.ceil(items.length / ITEMS_PER_PART);
  return Array.from({ length: parts }, (_, part) => {
    const first = part * ITEMS_PER_PART;
    const own = items.slice(first, first + ITEMS_PER_PART);
    const unexplained = own.map(({ why: _why, ...item }) => item);
    return { items: own, text: canonicalJson({ format: FETCH_FORMAT, list, part: part + 1, parts, items: unexplained }) };
  });
}
