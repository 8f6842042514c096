// What officers fill in by hand on a printed sheet: boxes to tick, lines to write on, and the line at each page's foot. It knows no sentence.
import { CONTENT_WIDTH, PAGE, type Sheet } from './sheet.ts';

const INK = '#111111';
const GREY = '#555555';
const RULE = '#999999';
const BOX = 8.5;
/** Of a heading of the third level with the space around it, at most. */
const HEADING = 50;

export function tickBoxes(sheet: Sheet, items: readonly string[]): void {
  for (const item of items) {
    // Room for the box and what stands beside it: an item is never parted from its box.
    sheet.need(44);
    sheet.draw(0, (x, y) =>
      sheet.pdf
        .lineWidth(0.9)
        .strokeColor(INK)
        .rect(x, y + 8, BOX, BOX)
        .stroke(),
    );
    sheet.text(item, { indent: 18, after: 2 });
  }
  sheet.space(6);
}

/** Labels with a line each to write on; `lines` blank ones. */
export function writingLines(sheet: Sheet, labels: readonly string[], lines = 1): void {
  for (const label of labels) {
    sheet.need(18 + lines * 21);
    sheet.text(label, { size: 8.5, color: GREY, after: 0 });
    sheet.draw(lines * 21 - 4, (x, y) => {
      sheet.pdf.lineWidth(0.4).strokeColor(RULE);
      for (let line = 1; line <= lines; line++)
        sheet.pdf
          .moveTo(x, y + line * 21 - 5)
          .lineTo(x + sheet.width(), y + line * 21 - 5)
          .stroke();
    });
  }
}

/** A box beside a box, each with a title and labels to write beside. */
export function signatureBoxes(sheet: Sheet, titles: readonly [string, string], labels: readonly string[]): void {
  const gap = 16;
  const step = 33;
  const height = 24 + labels.length * step;
  sheet.draw(height, (x, y) => {
    const width = (sheet.width() - gap) / 2;
    titles.forEach((title, side) => {
      const left = x + side * (width + gap);
      sheet.pdf.lineWidth(0.8).strokeColor(INK).rect(left, y, width, height).stroke();
      sheet.place(title, left + 8, y + 5, width - 16, { size: 9, style: 'bold' });
      labels.forEach((label, at) => {
        const top = y + 22 + at * step;
        sheet.place(label, left + 8, top, width - 16, { size: 7.5, color: GREY });
        sheet.pdf
          .lineWidth(0.4)
          .strokeColor(RULE)
          .moveTo(left + 8, top + step - 6)
          .lineTo(left + width - 8, top + step - 6)
          .stroke();
      });
    });
  });
}

/** Empty rows under a heading and titles, for entries by hand: as many as the page has room for; a page of its own where those are fewer than `least`. */
export function emptyRows(
  sheet: Sheet,
  heading: string,
  titles: readonly string[],
  shares: readonly number[],
  { least, most }: { readonly least: number; readonly most: number },
): void {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const titleHeight = 24;
  const rowHeight = 40;
  sheet.need(HEADING + titleHeight + least * rowHeight);
  sheet.heading(3, heading);
  const rows = Math.max(least, Math.min(most, Math.floor((sheet.room() - titleHeight) / rowHeight)));
  sheet.draw(titleHeight + rows * rowHeight, (x, y) => {
    const wide = sheet.width();
    const lefts = shares.map((_, at) => x + (wide * shares.slice(0, at).reduce((sum, share) => sum + share, 0)) / total);
    titles.forEach((title, at) =>
      sheet.place(title, (lefts[at] as number) + 3, y + 2, (wide * (shares[at] as number)) / total - 6, { size: 7.2, style: 'bold' }),
    );
    sheet.pdf.lineWidth(0.4).strokeColor(RULE);
    for (let row = 0; row <= rows; row++)
      sheet.pdf
        .moveTo(x, y + titleHeight + row * rowHeight)
        .lineTo(x + wide, y + titleHeight + row * rowHeight)
        .stroke();
    for (const left of [...lefts, x + wide])
      sheet.pdf
        .moveTo(left, y)
        .lineTo(left, y + titleHeight + rows * rowHeight)
        .stroke();
  });
}

/** The same line on every page, with its number; gives how many there are. */
export function footPages(sheet: Sheet, line: (page: number, pages: number) => string): number {
  const pages = sheet.pdf.bufferedPageRange().count;
  for (let page = 0; page < pages; page++) {
    sheet.pdf.switchToPage(page);
    sheet.place(line(page + 1, pages), PAGE.left, PAGE.height - PAGE.bottom + 18, CONTENT_WIDTH, { size: 6.5, style: 'mono', color: GREY });
  }
  return pages;
}
