// A figure of a canvas on pages: upright or lying where its words stay readable, else an overview and sheets that overlap; then what it rests
// on and the table of full ids. The same pages in a file of its own and in the report.
import SVGtoPDF from 'svg-to-pdfkit';
import { amountText, type CanvasFigure, figureSheets, onPaper, type TextTools, utc } from '../../canvas/index.ts';
import { groupedId } from '../report/format.ts';
import { openFonts } from '../report/fonts.ts';
import { closePdf, openPdf } from '../report/pdf.ts';
import { CONTENT_WIDTH, openSheet, PAGE, type Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';
import { BARE, drawn, partOf, type Resource } from './drawFigure.ts';
import type { FigureModel } from './figureModel.ts';
import { figureFoot } from './figureWords.ts';

/** Heading, caption and legend beside the drawing, in points. */
const AROUND = { upright: 190, lying: 86 } as const;
const LYING = { width: PAGE.height - PAGE.left - PAGE.right, height: PAGE.width - PAGE.top - PAGE.bottom } as const;
/** More are read by nobody: a part of the canvas is then the better figure. */
const MOST_SHEETS = 60;

/** What stands above the first figure of a chapter. */
export interface Lead {
  readonly heading: string;
  readonly intro: string;
}

export async function figurePdf(
  model: FigureModel,
  words: Words,
  resource: Resource,
  program: string,
): Promise<{ bytes: Uint8Array; pages: number }> {
  const time = new Date(model.journal.time ?? 0);
  const pdf = openPdf({
    title: model.picture.name,
    author: '',
    subject: words.say('figure.subject'),
    program,
    time,
    language: words.locale,
  });
  const sheet = openSheet(
    pdf,
    openFonts(pdf, (name) => resource(`fonts/${name}`), words.locale),
  );
  figureSection(sheet, words, model, 1);
  const pages = pdf.bufferedPageRange().count;
  for (let page = 0; page < pages; page++) {
    pdf.switchToPage(page);
    const { width, height } = pdf.page;
    const wide = width - PAGE.left - PAGE.right;
    if (model.classification !== '')
      for (const y of [PAGE.top - 26, height - PAGE.bottom + 34])
        sheet.place(model.classification, PAGE.left, y, wide, { size: 9, style: 'bold', align: 'center' });
    const foot = words.say('figure.page', { name: model.picture.name, page: page + 1, pages });
    sheet.place(foot, PAGE.left, height - PAGE.bottom + 18, wide, { size: 7.5, color: '#555555' });
  }
  return { bytes: await closePdf(pdf), pages };
}

/** Begins on a page of its own. */
export function figureSection(sheet: Sheet, words: Words, model: FigureModel, level: 1 | 2, lead: Lead | null = null): void {
  const text: TextTools = {
    runs: (content, style) => sheet.fonts.runs(content, style).map(({ font, text: part }) => ({ family: font, text: part })),
    widthOf: (content, style, size) => sheet.fonts.runs(content, style).reduce((sum, run) => sum + sheet.fonts.width(run, size), 0),
  };
  const part = partOf(model);
  const upright = { width: CONTENT_WIDTH, height: PAGE.height - PAGE.top - PAGE.bottom - AROUND.upright - 60 };
  const form = onPaper(model.picture, part, upright, { width: LYING.width, height: LYING.height - AROUND.lying });
  const cut = form === 'sheets' ? figureSheets(model.picture, part, { width: LYING.width, height: LYING.height - 60 }) : [];
  const sheets = cut.length > MOST_SHEETS ? [] : cut;

  sheet.newPage(form === 'lying');
  if (lead !== null) {
    sheet.heading(1, lead.heading);
    sheet.text(lead.intro);
  }
  sheet.heading(level, model.picture.name);
  if (model.caption !== '') sheet.text(model.caption, { after: 4 });
  if (sheets.length > 0) sheet.text(words.say('figure.onSheets'), { size: 7.6 });
  else if (cut.length > 0) sheet.text(words.say('figure.tooLarge', { sheets: cut.length }), { size: 7.6 });
  const room = form === 'lying' ? sheet.room() - 34 : Math.max(260, sheet.room() - AROUND.upright);
  const whole = drawn(model, words, text, { width: sheet.width(), maximumHeight: room, frame: BARE, sheets });
  put(sheet, whole);
  // Beside a lying figure there is no room for it; upright it goes on as far as the page does.
  if (form === 'lying') {
    sheet.newPage();
    sheet.heading(3, model.picture.name);
  }
  for (const sentence of figureFoot(model, words)) sheet.text(sentence, { size: 7.6 });
  for (const one of sheets) {
    sheet.newPage(true);
    sheet.heading(3, words.say('figure.sheet', { name: model.picture.name, sheet: one.name, sheets: sheets.length }));
    put(sheet, drawn(model, words, text, { width: sheet.width(), maximumHeight: sheet.room() - 34, frame: BARE, sheet: one }));
  }
  if (whole.key.length === 0) return;
  if (sheets.length > 0) sheet.newPage();
  keyTable(sheet, words, model, whole.key);
}

function put(sheet: Sheet, { svg, height }: CanvasFigure): void {
  sheet.draw(height, (x, y) => {
    SVGtoPDF(sheet.pdf, svg, x, y, {
      width: sheet.width(),
      height,
      assumePt: true,
      preserveAspectRatio: 'xMinYMin meet',
      fontCallback: (family: string) => family,
    });
  });
}

function keyTable(sheet: Sheet, words: Words, { picture }: FigureModel, key: CanvasFigure['key']): void {
  sheet.heading(3, words.say('figure.annex'));
  sheet.table(
    [
      { title: words.say('figure.mark'), share: 8 },
      { title: words.say('figure.thing'), share: 26 },
      { title: words.say('figure.amount'), share: 32, align: 'right' },
      { title: words.say('figure.time'), share: 34 },
    ],
    key.map(({ mark, kind, node }) => ({
      cells: [
        { text: mark, style: 'monoBold', size: 8 },
        words.say(`figure.kind.${kind}`),
        node.amounts.map((one) => amountText(one, picture)).join('; '),
        [
          ...(node.timeSeconds === null ? [] : [utc(node.timeSeconds)]),
          ...(node.grade === null ? [] : [words.say(`grade.${node.grade}`)]),
        ].join(' · '),
      ],
      under: [
        { text: /^[0-9a-f]{64}/.test(node.name) ? groupedId(node.name) : node.name, style: 'mono', size: 8 },
        ...(node.address !== null && node.address !== node.name ? [{ text: node.address, style: 'mono' as const, size: 8 }] : []),
        ...node.labels.map(({ label, source }) => ({ text: `○ ${label}${source === '' ? '' : ` (${source})`}`, size: 7.6 })),
        ...(node.note === null ? [] : [{ text: node.note, size: 7.6 }]),
      ],
    })),
  );
}
