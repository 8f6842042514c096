// Many short texts, searched for a part of them without looking at each: pages of them stand one behind the other in bytes. It is made
// page by page by whoever asks, and stays made.
import type { Step } from '../../kernel/index.ts';

/** 0: the whole text; 1: its beginning; 2: inside. */
export type Rank = 0 | 1 | 2;

export interface Match {
  readonly number: number;
  readonly rank: Rank;
}

/** What is looked for, in small letters: a part; or, where its middle was left out (`bc1q…8f3t4`), a beginning and an end. */
export interface Part {
  readonly head: string;
  readonly tail: string | null;
}

export interface TextIndex {
  /** Makes one page more; null once all are made. */
  grow(): Step | null;
  /** Matches in the order of the texts, the best rank of each; `more` where some were left out for their number. */
  find(part: Part, most: number): { readonly matches: readonly Match[]; readonly more: boolean };
}

const PAGE = 4096;
/** Texts that an index holds at most: what is beyond is told as `more`. */
const MOST_TEXTS = 2_000_000;
const BETWEEN = 10;

interface Page {
  readonly first: number;
  readonly bytes: Buffer;
  readonly starts: Uint32Array;
}

/** `textOf` gives '' for what has no text. */
export function createTextIndex(count: number, textOf: (number: number) => string): TextIndex {
  const pages: Page[] = [];
  const all = Math.min(count, MOST_TEXTS);
  let made = 0;
  return {
    grow() {
      if (made >= all) return null;
      const first = made;
      made = Math.min(all, first + PAGE);
      const texts: string[] = [];
      const starts = new Uint32Array(made - first + 1);
      let at = 0;
      for (let number = first; number < made; number++) {
        const text = textOf(number).toLowerCase();
        starts[number - first] = at;
        at += Buffer.byteLength(text) + 1;
        texts.push(text);
      }
      starts[made - first] = at;
      pages.push({ first, bytes: Buffer.from(`${texts.join('\n')}\n`), starts });
      return { phase: 'searchPrepare', done: made, total: all, unit: 'steps' };
    },
    find(part, most) {
      const best: Match[][] = [[], [], []];
      let more = count > all;
      if (part.head === '' && part.tail !== null) return ending(part.tail, most, more);
      const head = Buffer.from(part.head);
      const tail = part.tail === null ? null : Buffer.from(part.tail);
      if (head.length === 0 || head.includes(BETWEEN)) return { matches: [], more: false };
      for (const page of pages) {
        for (let at = page.bytes.indexOf(head); at !== -1; ) {
          const own = entryAt(page.starts, at);
          const [start, end] = [page.starts[own] as number, (page.starts[own + 1] as number) - 1];
          const rank = rankOf(page.bytes, at, start, end, head.length, tail);
          if (rank !== null) {
            const list = best[rank] as Match[];
            if (list.length < most) list.push({ number: page.first + own, rank });
            else more = true;
          }
          // The first place in a text is its best one.
          at = page.bytes.indexOf(head, end + 1);
        }
      }
      return { matches: best.flat(), more };
    },
  };

  /** Texts of which nothing but the end is known. */
  function ending(tail: string, most: number, isCut: boolean): ReturnType<TextIndex['find']> {
    const matches: Match[] = [];
    let more = isCut;
    const wanted = Buffer.from(`${tail}\n`);
    if (tail === '' || tail.includes('\n')) return { matches: [], more: false };
    for (const page of pages)
      for (let at = page.bytes.indexOf(wanted); at !== -1; at = page.bytes.indexOf(wanted, at + 1)) {
        if (matches.length < most) matches.push({ number: page.first + entryAt(page.starts, at), rank: 1 });
        else more = true;
      }
    return { matches, more };
  }
}

function rankOf(bytes: Buffer, at: number, start: number, end: number, length: number, tail: Buffer | null): Rank | null {
  if (tail === null) return at !== start ? 2 : at + length === end ? 0 : 1;
  const fits = at === start && end - start >= length + tail.length && bytes.subarray(end - tail.length, end).equals(tail);
  return fits ? 1 : null;
}

/** The last text that starts at or before a place. */
function entryAt(starts: Uint32Array, place: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
