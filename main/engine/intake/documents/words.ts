// The words of a page's text layer, each with its box in ten-thousandths of the page from the top left. PDFium gives characters in the
// document's own order; a word ends at a blank, at the end of a line, and where the next character stands elsewhere.
import type { PageRegion } from '../../../../shared/contract/region.ts';
import type { Pdfium } from './pdfium.ts';

export interface Word {
  readonly text: string;
  readonly region: PageRegion;
}

/** Characters of one page that are read; more is no page that somebody reads. */
const MOST_CHARACTERS = 200_000;
const WHOLE = 10_000;
const BLANK = /^[\s\u00a0\u200b\ufeff\p{Cc}]$/u;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function readWords(pdfium: Pdfium, page: number, number: number): { readonly words: readonly Word[]; readonly more: boolean } {
  const text = pdfium.call('FPDFText_LoadPage', page);
  if (text === 0) return { words: [], more: false };
  const room = pdfium.room(24);
  try {
    const count = pdfium.call('FPDFText_CountChars', text);
    const words: Word[] = [];
    let letters = '';
    let box: Box | null = null;
    const end = () => {
      const region = letters === '' || box === null ? null : regionOf(box, number);
      if (region !== null) words.push({ text: letters, region });
      letters = '';
      box = null;
    };
    for (let at = 0; at < Math.min(count, MOST_CHARACTERS); at++) {
      const code = pdfium.call('FPDFText_GetUnicode', text, at) >>> 0;
      // Half a surrogate pair or no character at all: no text may hold one.
      const character = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? ' ' : String.fromCodePoint(code);
      if (BLANK.test(character)) {
        end();
        continue;
      }
      const own = boxOf(pdfium, page, text, at, room);
      if (own !== null && box !== null && elsewhere(box, own)) end();
      letters += character;
      box = own === null ? box : box === null ? own : joined(box, own);
    }
    end();
    return { words, more: count > MOST_CHARACTERS };
  } finally {
    pdfium.free(room);
    pdfium.call('FPDFText_ClosePage', text);
  }
}

/** The box of a character, as high as its line, as the page is shown: turned and cropped as the document says. */
function boxOf(pdfium: Pdfium, page: number, text: number, at: number, room: number): Box | null {
  if (pdfium.call('FPDFText_GetLooseCharBox', text, at, room) === 0) return null;
  const view = pdfium.view();
  const [left, top, right, bottom] = [0, 4, 8, 12].map((offset) => view.getFloat32(room + offset, true)) as [
    number,
    number,
    number,
    number,
  ];
  const place = (x: number, y: number): readonly [number, number] => {
    pdfium.call('FPDF_PageToDevice', page, 0, 0, WHOLE, WHOLE, 0, x, y, room + 16, room + 20);
    const now = pdfium.view();
    return [now.getInt32(room + 16, true), now.getInt32(room + 20, true)];
  };
  const [ax, ay] = place(left, top);
  const [bx, by] = place(right, bottom);
  return { left: Math.min(ax, bx), top: Math.min(ay, by), right: Math.max(ax, bx), bottom: Math.max(ay, by) };
}

/** Not on the same line: no vertical overlap, and no horizontal one for text that runs downwards. */
function elsewhere(word: Box, next: Box): boolean {
  const height = Math.max(1, word.bottom - word.top);
  const width = Math.max(1, word.right - word.left);
  const apart = next.top > word.bottom + height / 2 || next.bottom < word.top - height / 2;
  const aside = next.left > word.right + width || next.right < word.left - width;
  return apart && aside ? true : apart && !(next.left < word.right && next.right > word.left);
}

const joined = (a: Box, b: Box): Box => ({
  ...{ left: Math.min(a.left, b.left), top: Math.min(a.top, b.top) },
  ...{ right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) },
});

const inside = (value: number, most: number): number => Math.max(0, Math.min(most, Math.trunc(value)));

/** Null for what stands off the page: it is not seen. */
function regionOf(box: Box, page: number): PageRegion | null {
  if (box.right < 0 || box.bottom < 0 || box.left > WHOLE || box.top > WHOLE) return null;
  const [x, y] = [inside(box.left, WHOLE - 1), inside(box.top, WHOLE - 1)];
  return { page, x, y, width: Math.max(1, inside(box.right, WHOLE) - x), height: Math.max(1, inside(box.bottom, WHOLE) - y) };
}
