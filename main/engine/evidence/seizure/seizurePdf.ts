// The seizure sheet on paper, from what was kept when the seizure was prepared. It draws; figures and states are given. The same record gives the
// same bytes.
import type { SeizureView } from '../../../../shared/contract/seizure.ts';
import type { CaseDetails } from '../../casefile/index.ts';
import { grouped as groupsOfFour } from '../fetchSheet/fetchSheet.ts';
import { drawCode } from '../report/code.ts';
import { openFonts } from '../report/fonts.ts';
import { grouped, timeLine } from '../report/format.ts';
import { footPages, signatureBoxes, tickBoxes, writingLines } from '../report/paperForm.ts';
import { closePdf, openPdf } from '../report/pdf.ts';
import { openSheet, type Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';
import { balanceTables } from './balanceTables.ts';
import { becameOnPaper } from './becameOnPaper.ts';
import { coinTables } from './coinTables.ts';

const ADDRESS_CODE = 120;
const PSBT_CODE = 380;
/** More makes modules that a camera cannot tell apart on paper. */
const MOST_CODE = 1800;

type Say = Words['say'];

export async function seizurePdf(
  view: SeizureView,
  details: CaseDetails,
  program: string,
  words: Words,
  font: (name: string) => Uint8Array,
): Promise<{ readonly bytes: Uint8Array; readonly pages: number }> {
  const { say } = words;
  const { seizure, event, head } = view;
  const title = say('title', { seizure });
  const pdf = openPdf({ title, author: view.examiner, subject: title, program, time: new Date(view.prepared), language: words.locale });
  const sheet = openSheet(pdf, openFonts(pdf, font, words.locale));
  sheet.newPage();
  if (view.training) sheet.text(say('training.banner'), { style: 'bold', align: 'center', after: 8 });
  sheet.heading(1, title);
  sheet.text(say('what'));
  about(sheet, view, details, say);
  agency(sheet, view, say);
  if (view.coins !== null) coinTables(sheet, view, view.coins, words, 2);
  else balanceTables(sheet, view, words, 2);
  becameOnPaper(sheet, view, details.timeZone, say, 2);
  sheet.newPage();
  checklist(sheet, view, say);
  form(sheet, say);
  for (const { part, psbt } of view.coins?.parts ?? []) code(sheet, part, psbt, say);
  sheet.heading(2, say('heading.limits'));
  sheet.bullets(['now', 'whose', 'agency', 'complete', 'done'].map((key) => say(`limits.${key}`)));
  const foot = say('foot', { reference: details.reference, seizure, event, head, program });
  const pages = footPages(sheet, (page, all) => `${foot} · ${say('page', { page, pages: all })}`);
  return { bytes: await closePdf(pdf), pages };
}

function about(sheet: Sheet, view: SeizureView, details: CaseDetails, say: Say): void {
  const said = (text: string): string => (text === '' ? say('none') : text);
  const { state } = view.now;
  sheet.pairs([
    [say('field.case'), details.title],
    [say('field.reference'), said(details.reference)],
    [say('field.agency'), said(details.agency)],
    [say('field.authority'), said(view.authority === '' ? details.authority : view.authority)],
    [say('field.exhibits'), said(view.exhibits)],
    [say('field.examiner'), view.examiner],
    [say('field.prepared'), timeLine(view.prepared, details.timeZone)],
    [say('field.chain'), `${view.chainName} (${view.chain})`],
    [say('field.height'), grouped(view.height)],
    ...(view.coins === null ? [] : [[say('field.covered'), view.coveredTo === null ? say('notKnown') : grouped(view.coveredTo)] as const]),
    [say('field.state'), state === 'withdrawn' ? say('state.withdrawn', { reason: view.withdrawn?.reason ?? '' }) : say(`state.${state}`)],
    ...(view.note === '' ? [] : [[say('field.note'), view.note] as const]),
  ]);
}

function agency(sheet: Sheet, { agency: address, agencyBy }: SeizureView, say: Say): void {
  sheet.need(ADDRESS_CODE + 90);
  sheet.heading(2, say('heading.agency'));
  sheet.text(address, { size: 10.5, style: 'mono', after: 3 });
  for (const line of groupsOfFour(address)) sheet.text(line, { size: 10, style: 'mono', after: 1 });
  sheet.text(say('agency.by', { by: agencyBy }), { size: 8.5, after: 4 });
  sheet.draw(ADDRESS_CODE, (x, y) => {
    drawCode(sheet, address, ADDRESS_CODE, x, y);
    sheet.place(say('agency.code'), x + ADDRESS_CODE + 10, y + ADDRESS_CODE / 2 - 12, sheet.width() - ADDRESS_CODE - 10, { size: 8.5 });
  });
}

function checklist(sheet: Sheet, { coins }: SeizureView, say: Say): void {
  const keys = [
    'authority',
    'officers',
    'isolated',
    'noKey',
    'agency',
    'aloud',
    coins === null ? 'fields' : 'hash',
    'screen',
    'fresh',
    'test',
  ];
  sheet.heading(2, say('heading.checklist'));
  tickBoxes(
    sheet,
    [...keys, 'sent', 'confirm'].map((key) => say(`check.${key}`)),
  );
}

function form(sheet: Sheet, say: Say): void {
  const label = (key: string): string => say('form.line', { label: say(`form.${key}`) });
  sheet.need(330);
  sheet.heading(2, say('heading.form'));
  writingLines(sheet, ['device', 'test', 'txid'].map(label));
  writingLines(sheet, [label('deviations')], 2);
  signatureBoxes(
    sheet,
    [say('form.first'), say('form.second')],
    ['name', 'place', 'begun', 'ended', 'signature'].map((key) => say(`form.${key}`)),
  );
}

function code(sheet: Sheet, part: number, psbt: string, say: Say): void {
  if (psbt.length > MOST_CODE) {
    sheet.text(say('psbt.tooLarge', { part }), { size: 8.5 });
    return;
  }
  sheet.need(PSBT_CODE + 70);
  sheet.heading(2, say('heading.psbt', { part }));
  sheet.text(say('psbt.holds', { bytes: grouped(psbt.length) }), { size: 8.5 });
  sheet.draw(PSBT_CODE, (x, y) => drawCode(sheet, psbt, PSBT_CODE, x, y));
}
