// The chapter of canvases in a report: each on a page of its own, with its caption, what it rests on and its key.
import type { ReportModel } from '../report/model.ts';
import type { Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';
import { figureSection } from './paperFigure.ts';

export function figures(sheet: Sheet, model: ReportModel, words: Words): void {
  const lead = { heading: words.say('figure.heading'), intro: words.say('figure.intro') };
  (model.figures ?? []).forEach((figure, number) => {
    figureSection(sheet, words, figure, 2, number === 0 ? lead : null);
  });
}
