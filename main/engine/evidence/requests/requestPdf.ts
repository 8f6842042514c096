// The sheet of a request on paper, as the report prints. It draws; it says nothing of its own but the number of the page.
import { openFonts } from '../report/fonts.ts';
import { closePdf, openPdf } from '../report/pdf.ts';
import { footPages } from '../report/paperForm.ts';
import { openSheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';
import type { RequestSheet } from './requestBlocks.ts';

/** Time, side, amount, block, grade. */
const SHARES = [19, 11, 30, 14, 26];

export async function requestPdf(
  { title, banner, blocks, foot, author }: RequestSheet,
  time: Date,
  program: string,
  words: Words,
  font: (name: string) => Uint8Array,
): Promise<{ readonly bytes: Uint8Array; readonly pages: number }> {
  const pdf = openPdf({ title, author, subject: title, program, time, language: words.locale });
  const sheet = openSheet(pdf, openFonts(pdf, font, words.locale));
  sheet.newPage();
  if (banner !== null) sheet.text(banner, { style: 'bold', align: 'center', after: 8 });
  sheet.heading(1, title);
  for (const block of blocks) {
    if (block.what === 'heading') sheet.heading(2, block.text);
    else if (block.what === 'text')
      sheet.text(
        block.text,
        block.style === undefined ? {} : { style: block.style, after: 3, ...(block.style === 'mono' ? { size: 9 } : {}) },
      );
    else if (block.what === 'pairs') sheet.pairs(block.rows);
    else
      sheet.table(
        block.titles.map((one, at) => ({
          title: one,
          share: SHARES[at] as number,
          ...(at === 2 || at === 3 ? { align: 'right' as const } : {}),
        })),
        block.rows.map(({ cells, ids }) => ({
          cells: cells.map((cell, at) => ({ text: cell, size: 8.3, ...(at === 2 || at === 3 ? { align: 'right' as const } : {}) })),
          under: ids.map((text) => ({ text, style: 'mono' as const, size: 7.3 })),
        })),
      );
  }
  const pages = footPages(sheet, (page, all) => `${foot} · ${words.say('page', { page, pages: all })}`);
  return { bytes: await closePdf(pdf), pages };
}
