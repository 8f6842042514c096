// The chapter of canvases in a report: each on a page of its own, with its caption, what it rests on and its key.
import type { ReportModel } from '../report/model.ts';
import type { Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';
import { figureSection } from './drawFigure.ts';

export function figures(sheet: Sheet, model: ReportModel, words: Words): void {
  (model.figures ?? []).forEach((figure, number) => {
    sheet.newPage();
    if (number === 0) {
      sheet.heading(1, words.say('figure.heading'));
      sheet.text(words.say('figure.intro'));
    }
    figureSection(sheet, words, figure, 2);
  });
}
