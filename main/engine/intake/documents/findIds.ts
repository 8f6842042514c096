// What looks like an address or the id of a transaction among the words of a page. A candidate is what its form and its checksum allow; what
// it means somebody says who looks at the page. An id that a line break cuts in two is put together from the ends of two lines.
import type { FoundId } from '../../../../shared/contract/documents.ts';
import type { PageRegion } from '../../../../shared/contract/region.ts';
import { placesOfLabel } from '../labelledChains.ts';
import type { Word } from './words.ts';

const SHORTEST = 25;
const LONGEST = 130;
const TXID = /^(0x)?[0-9a-fA-F]{64}$/;
/** Letters of addresses: no blank, no punctuation within; a prefix such as `bitcoin:` or `ltc1` goes with it. */
const ID = /[0-9A-Za-z]{6,}/g;
/** An id goes over at most so many pieces of lines. */
const MOST_PIECES = 3;

export function idsAmong(words: readonly Word[]): FoundId[] {
  const found: FoundId[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as Word;
    const own = within(word.text).flatMap((text) => idOf(text, word.region) ?? []);
    found.push(...own);
    if (own.length === 0) {
      const across = acrossLines(words, at);
      if (across !== null) {
        found.push(across.id);
        at += across.pieces - 1;
      }
    }
  }
  return found;
}

function within(text: string): string[] {
  return [...text.matchAll(ID)].map(([id]) => id).filter(({ length }) => length >= SHORTEST && length <= LONGEST);
}

function idOf(text: string, region: PageRegion): FoundId | null {
  if (TXID.test(text)) return { text, kind: 'txid', chains: [], region };
  // What no chain knows by its form and its checksum is no candidate.
  const { chains } = placesOfLabel(text);
  return chains.length === 0 ? null : { text, kind: 'address', chains: [...chains], region };
}

/** Pieces that are ids of nothing alone and of something together, each on its own line. */
function acrossLines(words: readonly Word[], first: number): { readonly id: FoundId; readonly pieces: number } | null {
  let { text, region } = words[first] as Word;
  if (!/^[0-9A-Za-z]{6,}$/.test(text)) return null;
  for (let pieces = 2; pieces <= MOST_PIECES; pieces++) {
    const next = words[first + pieces - 1];
    if (next === undefined || !/^[0-9A-Za-z]+$/.test(next.text) || sameLine(region, next.region)) return null;
    text += next.text;
    region = around(region, next.region);
    if (text.length > LONGEST) return null;
    const id = text.length < SHORTEST ? null : idOf(text, region);
    if (id !== null) return { id, pieces };
  }
  return null;
}

/** Whether the next piece stands beside the last of those before it rather than under it. */
function sameLine(before: PageRegion, next: PageRegion): boolean {
  const bottom = before.y + before.height;
  return next.y + next.height / 2 < bottom;
}

function around(a: PageRegion, b: PageRegion): PageRegion {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { page: a.page, x, y, width: right - x, height: bottom - y };
}
