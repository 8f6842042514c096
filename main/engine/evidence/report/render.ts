// The report as PDF bytes: chapters in order, then contents and page furniture. Same model, fonts and words: same bytes.
import { accountRunChapter } from './accountRun.ts';
import { figures } from '../figure/figuresChapter.ts';
import { closing, limits, method, otherRuns, questions, sources, statements } from './body.ts';
import { exposure } from './exposureChapter.ts';
import { findings } from './findingsChapter.ts';
import { openFonts } from './fonts.ts';
import { fillContents, pageFurniture, reserveContents, titleOf, titlePage } from './front.ts';
import type { ReportModel } from './model.ts';
import { closePdf, openPdf } from './pdf.ts';
import { people } from './peopleChapter.ts';
import { devices } from './devicesChapter.ts';
import { requests } from './requestsChapter.ts';
import { runChapter } from './run.ts';
import { seizures } from './seizuresChapter.ts';
import { openSheet } from './sheet.ts';
import { typedIds } from './typedChapter.ts';
import type { Words } from './words.ts';

export interface ReportResources {
  /** Bytes of a font by its file name (`NotoSansJP-Regular.ttf`), see FONT_FILES. */
  font(name: string): Uint8Array;
  readonly words: Words;
}

export function renderReport(model: ReportModel, resources: ReportResources): Promise<Uint8Array> {
  const { words } = resources;
  const pdf = openPdf({
    title: `${model.case.reference} ${model.case.title}`.trim(),
    author: model.case.examiner,
    subject: titleOf(model, words),
    program: model.program,
    time: new Date(model.journal.time),
    language: words.locale,
  });
  const sheet = openSheet(
    pdf,
    openFonts(pdf, (name) => resources.font(name), words.locale),
  );
  titlePage(sheet, model, words);
  const contentsPage = reserveContents(sheet);
  sheet.newPage();
  questions(sheet, model, words);
  sources(sheet, model, words);
  method(sheet, model, words);
  for (const run of model.runs) runChapter(sheet, run, model, words);
  for (const run of model.accountRuns ?? []) accountRunChapter(sheet, run, model, words);
  findings(sheet, model, words);
  exposure(sheet, model, words);
  typedIds(sheet, model, words);
  people(sheet, model, words);
  devices(sheet, model, words);
  seizures(sheet, model, words);
  requests(sheet, model, words);
  figures(sheet, model, words);
  sheet.newPage();
  otherRuns(sheet, model, words);
  statements(sheet, model, words);
  limits(sheet, model, words);
  closing(sheet, model, words);
  fillContents(sheet, contentsPage, words);
  pageFurniture(sheet, model, words);
  for (const entry of sheet.contents) if (entry.level === 1) pdf.outline.addItem(entry.text, { pageNumber: entry.page - 1 } as never);
  return closePdf(pdf);
}
