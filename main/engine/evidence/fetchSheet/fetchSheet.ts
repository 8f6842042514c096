// The fetch list on paper: what is disclosed to whom, then page by page full ids in groups a person can read out, with a code that holds
// the page's items. It draws; what stands on the list it does not judge.
import type { FetchDisclosure } from '../../../../shared/contract/fetch.ts';
import { drawCode } from '../report/code.ts';
import { openFonts } from '../report/fonts.ts';
import { closePdf, openPdf } from '../report/pdf.ts';
import { CONTENT_WIDTH, openSheet, PAGE, type Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';
import type { ListPart } from './fetchFile.ts';

export interface FetchSheetModel {
  readonly list: string;
  readonly items: number;
  readonly sha256: string;
  readonly disclosed: readonly FetchDisclosure[];
  readonly parts: readonly ListPart[];
  readonly chainNames: ReadonlyMap<string, string>;
  readonly program: string;
  readonly time: Date;
}

const CODE_SIZE = 205;

export async function renderFetchSheet(
  model: FetchSheetModel,
  words: Words,
  font: (name: string) => Uint8Array,
): Promise<{ readonly bytes: Uint8Array; readonly pages: number }> {
  const title = words.say('title', { list: model.list.slice(0, 8) });
  const { program, time } = model;
  const pdf = openPdf({ title, author: '', subject: words.say('subject'), program, time, language: words.locale });
  const sheet = openSheet(pdf, openFonts(pdf, font, words.locale));
  frontPage(sheet, model, words);
  for (const part of model.parts) partPage(sheet, part, model, words);
  const pages = pdf.bufferedPageRange().count;
  for (let page = 0; page < pages; page++) {
    pdf.switchToPage(page);
    const foot = words.say('foot', { list: model.list, page: page + 1, pages });
    sheet.place(foot, PAGE.left, PAGE.height - PAGE.bottom + 22, CONTENT_WIDTH, { size: 7.5, style: 'mono', color: '#555555' });
  }
  return { bytes: await closePdf(pdf), pages };
}

function frontPage(sheet: Sheet, model: FetchSheetModel, words: Words): void {
  sheet.newPage();
  sheet.heading(1, words.say('heading'));
  sheet.text(words.say('what'));
  sheet.pairs([
    [words.say('listId'), { text: model.list, style: 'mono', size: 8.5 }],
    [words.say('itemCount'), String(model.items)],
    [words.say('fileHash'), { text: model.sha256, style: 'mono', size: 7.5 }],
  ]);
  sheet.heading(2, words.say('disclosed.heading'));
  sheet.text(words.say('disclosed.text'));
  sheet.bullets(
    model.disclosed.map(({ chainName, services, transactions, addresses, blocks }) =>
      words.say('disclosed.chain', { chain: chainName, services: services.join(', '), transactions, addresses, blocks }),
    ),
  );
  sheet.heading(2, words.say('use.heading'));
  sheet.bullets(['use.file', 'use.code', 'use.hand', 'use.back'].map((key) => words.say(key)));
}

function partPage(sheet: Sheet, part: ListPart, { chainNames, parts }: FetchSheetModel, words: Words): void {
  sheet.newPage();
  const number = parts.indexOf(part) + 1;
  sheet.heading(2, words.say('part', { part: number, parts: parts.length }));
  part.items.forEach(({ number: own, chain, kind, item, fromBlock, toBlock, why }) => {
    const head = words.say(`item.${kind}`, { number: own, chain: chainNames.get(chain) ?? chain });
    sheet.text(head, { size: 9, style: 'bold', after: 1 });
    for (const line of grouped(item)) sheet.text(line, { size: 10, style: 'mono', indent: 14, after: 0 });
    if (fromBlock !== null || toBlock !== null)
      sheet.text(words.say('range', { from: fromBlock ?? '0', to: toBlock ?? words.say('newest') }), { size: 8.5, indent: 14, after: 0 });
    if (why !== undefined && why !== '') sheet.text(why, { size: 8.5, indent: 14, after: 0 });
    sheet.space(7);
  });
  sheet.draw(CODE_SIZE, (x, y) => drawCode(sheet, part.text, CODE_SIZE, x, y));
  sheet.text(words.say('codeHolds', { from: part.items[0]?.number ?? 0, to: part.items.at(-1)?.number ?? 0 }), {
    size: 8,
    color: '#555555',
  });
}

/** Nine groups of four to a line: case and order stay exactly as they are. */
export function grouped(item: string): readonly string[] {
  const groups = item.match(/.{1,4}/gsu) ?? [];
  return Array.from({ length: Math.ceil(groups.length / 9) }, (_, line) => groups.slice(line * 9, line * 9 + 9).join(' '));
}
