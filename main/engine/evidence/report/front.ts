// The title page, the contents and what stands on every page: training banner, checkpoint code, page x of y.
import { groupedId, timeLine } from './format.ts';
import type { ReportModel } from './model.ts';
import { CONTENT_WIDTH, PAGE, type Sheet, STATEMENT_RULE } from './sheet.ts';
import { STATEMENT_KINDS } from '../../../../shared/model/statement.ts';
import type { Words } from './words.ts';

const stated = (text: string, words: Words): string => (text.trim() === '' ? words.say('notStated') : text);

/** A report of seized things alone is not one on tracing. */
export function titleOf({ allRuns, devices, seizures }: ReportModel, words: Words): string {
  const ofDevices = allRuns.length === 0 && ((devices ?? null) !== null || (seizures?.length ?? 0) > 0);
  return words.say(ofDevices ? 'title.devices' : 'title.document');
}

export function titlePage(sheet: Sheet, model: ReportModel, words: Words): void {
  sheet.newPage();
  sheet.space(18);
  sheet.text(titleOf(model, words), { size: 10.5, color: '#555555', after: 4 });
  sheet.text(stated(model.case.title, words), { size: 23, style: 'bold', after: 4 });
  sheet.text(stated(model.case.reference, words), { size: 13, after: 18 });
  sheet.pairs([
    [words.say('title.agency'), stated(model.case.agency, words)],
    [words.say('title.examiner'), stated(model.case.examiner, words)],
    [words.say('title.authority'), stated(model.case.authority, words)],
    [words.say('title.caseId'), { text: model.case.caseId, style: 'mono', size: 8 }],
    [words.say('title.created'), timeLine(model.case.created, model.case.timeZone)],
    [words.say('title.zone'), model.case.timeZone === 'UTC' ? 'UTC' : words.say('title.zoneValue', { zone: model.case.timeZone })],
    [words.say('title.program'), model.program],
    [words.say('title.asOf'), timeLine(model.journal.time, model.case.timeZone)],
    [words.say('title.journal'), words.say('title.journalValue', { size: model.journal.size, withheld: model.journal.withheldPayloads })],
    [words.say('title.head'), { text: groupedId(model.journal.headHash), style: 'mono', size: 8.4 }],
    [words.say('title.checkpoint'), { text: model.journal.code, style: 'monoBold', size: 9 }],
    [words.say('title.fingerprint'), { text: groupedId(model.signer.fingerprint), style: 'mono', size: 8.4 }],
  ]);
  sheet.heading(3, words.say('kinds.heading'));
  sheet.text(words.say('kinds.intro'), { size: 8.8, after: 6 });
  for (const kind of STATEMENT_KINDS) {
    const rule = STATEMENT_RULE[kind];
    const height = 15;
    sheet.draw(height - 4, (x, y) => {
      sheet.pdf.save().lineWidth(rule.width).strokeColor('#111111');
      if (rule.dash.length > 0) sheet.pdf.addContent(`[${rule.dash.join(' ')}] 0 d`);
      sheet.pdf
        .moveTo(x, y + 6.5)
        .lineTo(x + 34, y + 6.5)
        .stroke()
        .restore();
      sheet.place(`${rule.glyph} ${words.say(`kind.${kind}`)}`, x + 42, y, 122, { size: 8.6, style: 'bold' });
      sheet.place(words.say(`kind.${kind}.means`), x + 166, y, CONTENT_WIDTH - 166, { size: 8.6 });
    });
  }
}

/** Leaves a page empty; filled by `fillContents` when the page numbers are known. */
export function reserveContents(sheet: Sheet): number {
  sheet.newPage();
  return sheet.pdf.bufferedPageRange().count - 1;
}

export function fillContents(sheet: Sheet, page: number, words: Words): void {
  sheet.pdf.switchToPage(page);
  let y: number = PAGE.top;
  y += sheet.place(words.say('contents'), PAGE.left, y, CONTENT_WIDTH, { size: 15, style: 'bold' }) + 10;
  for (const entry of sheet.contents) {
    const top = entry.level === 1;
    // A page of contents holds about forty lines; sub-headings beyond it are found by their chapter.
    if (y > PAGE.height - PAGE.bottom - 16) break;
    if (top) y += 4;
    const options = { size: top ? 10 : 9, style: top ? ('bold' as const) : ('regular' as const) };
    const indent = top ? 0 : 14;
    const used = sheet.place(entry.text, PAGE.left + indent, y, CONTENT_WIDTH - indent - 40, options);
    sheet.place(String(entry.page), PAGE.left + CONTENT_WIDTH - 36, y, 36, { ...options, align: 'right' });
    y += used + 1;
  }
}

/** Header and footer of all pages, when their number is known. */
export function pageFurniture(sheet: Sheet, model: ReportModel, words: Words): void {
  const { pdf } = sheet;
  const { count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index++) {
    pdf.switchToPage(index);
    const wide = pdf.page.width - PAGE.left - PAGE.right;
    if (model.training) {
      pdf.lineWidth(1.6).strokeColor('#111111').rect(PAGE.left, 26, wide, 22).stroke();
      sheet.place(words.say('training.banner'), PAGE.left, 30.5, wide, { size: 9.5, style: 'bold', align: 'center' });
    } else if (index > 0) {
      sheet.place(firstOf(`${model.case.reference}  ${model.case.title}`, 70), PAGE.left, 36, wide, {
        size: 7.8,
        color: '#555555',
      });
    }
    const top = pdf.page.height - 50;
    pdf
      .lineWidth(0.5)
      .strokeColor('#555555')
      .moveTo(PAGE.left, top - 4)
      .lineTo(PAGE.left + wide, top - 4)
      .stroke();
    sheet.place(`${words.say('foot.checkpoint')} ${model.journal.code}`, PAGE.left, top, wide - 110, { size: 7.8 });
    sheet.place(timeLine(model.journal.time, model.case.timeZone), PAGE.left, top + 11, wide - 110, {
      size: 7.2,
      color: '#555555',
    });
    sheet.place(words.say('foot.page', { page: index + 1, pages: count }), PAGE.left + wide - 110, top, 110, {
      size: 7.8,
      align: 'right',
    });
  }
}

function firstOf(text: string, characters: number): string {
  const all = [...text];
  return all.length <= characters ? text : `${all.slice(0, characters).join('')}…`;
}
