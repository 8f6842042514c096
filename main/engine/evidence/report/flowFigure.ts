// The picture of a run on a page of its own, and the key that resolves each of its marks: the same for coins and for accounts. What is drawn
// and what a mark stands for is the caller's.
import SVGtoPDF from 'svg-to-pdfkit';
import type { ChartKey, ChartOptions, FlowChart } from '../../canvas/index.ts';
import { CONTENT_WIDTH, type Column, type Row, type Sheet } from './sheet.ts';
import type { Words } from './words.ts';

export interface FlowFigure {
  readonly intro: string;
  /** Words inside the drawing. */
  readonly say: ChartOptions['words'];
  readonly draw: (options: ChartOptions) => FlowChart;
  /** Of the key, behind the mark: shares of 91. */
  readonly columns: readonly Column[];
  readonly row: (entry: ChartKey) => Row;
}

export function flowFigure(sheet: Sheet, words: Words, { intro, say, draw, columns, row }: FlowFigure): void {
  sheet.newPage();
  sheet.heading(2, words.say('chart.heading'));
  sheet.text(intro, { after: 4 });
  const drawing = draw({
    width: CONTENT_WIDTH,
    maximumHeight: Math.max(240, sheet.room() - 10),
    words: say,
    runs: (text, style) => sheet.fonts.runs(text, style).map((one) => ({ family: one.font, text: one.text })),
    widthOf: (text, style, size) => sheet.fonts.runs(text, style).reduce((sum, one) => sum + sheet.fonts.width(one, size), 0),
  });
  sheet.draw(drawing.height, (x, y) => {
    SVGtoPDF(sheet.pdf, drawing.svg, x, y, {
      width: CONTENT_WIDTH,
      height: drawing.height,
      assumePt: true,
      preserveAspectRatio: 'xMinYMin meet',
      fontCallback: (family: string) => family,
    });
  });
  if (drawing.key.length === 0) return;
  sheet.heading(3, words.say('chart.key'));
  sheet.table(
    [{ title: words.say('chart.short'), share: 9 }, ...columns],
    drawing.key.map((entry) => {
      const { cells, under } = row(entry);
      return { cells: [{ text: entry.mark, style: 'monoBold', size: 8 }, ...cells], ...(under === undefined ? {} : { under }) };
    }),
  );
}
