// Messages in a text with delimiters: exporters of WeChat, and extraction reports saved as CSV.
import type { MessageReader } from '../scanners/seized.ts';
import { detectDialect } from '../tables/rows.ts';
import { type Columns, columnsOf, messageOfRow } from './columns.ts';
import { csvRows } from './csv.ts';
import { headText } from './headText.ts';
import { messagesRead } from './reading.ts';
import { nameOf, readText } from './textPieces.ts';
import { SAYS_WECHAT } from './wechatText.ts';

/** Rows above the headings. */
const MOST_PREAMBLE = 60;

function cellsOf(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((cell) => cell.replace(/^\s*"|"\s*$/g, ''));
}

/** Columns that its first lines name, and by what they are parted. */
function columnsOfHead(text: string): { readonly columns: Columns; readonly delimiter: string } | null {
  const delimiter = detectDialect(text)?.delimiter;
  if (delimiter === undefined || delimiter === '|') return null;
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/, MOST_PREAMBLE)) {
    const columns = columnsOf(cellsOf(line, delimiter));
    if (columns !== null) return { columns, delimiter };
  }
  return null;
}

export const csvReport: MessageReader = {
  id: 'csvReport',
  takes: ({ path, head }) => /\.(?:csv|tsv|txt)$/i.test(path) && columnsOfHead(headText(head)) !== null,
  async read(file) {
    const found = columnsOfHead(headText(file.head));
    if (found === null) return null;
    const text = await readText(file);
    const name = nameOf(file);
    const app = SAYS_WECHAT.test(file.path) ? 'WeChat' : '';
    const chat = name.replace(/\.[a-z]+$/i, '');
    return messagesRead(
      found.columns.isWechat || app !== '' ? 'wechatCsv' : 'csvReport',
      { name: text.encoding, isLikely: text.isLikely },
      async function* (notes) {
        let columns: Columns | null = null;
        let row = 0;
        for await (const cells of csvRows(text, found.delimiter, name)) {
          row++;
          const texts = cells.map((cell) => cell.text);
          if (columns === null) {
            columns = columnsOf(texts);
            if (columns === null && row > MOST_PREAMBLE) break;
            continue;
          }
          const message = messageOfRow(columns, texts, { app, chat });
          const cell = cells[columns.of.get('text') ?? -1];
          if (message === null || cell === undefined) notes.add('withoutText');
          else yield { ...message, place: { offset: cell.offset, bytes: cell.end - cell.offset, row: `${row}` } };
        }
        if (columns === null) notes.add('noHeadings');
        if (text.undecodable() > 0) notes.add('undecodable', text.undecodable());
      },
      'fromMessages',
    );
  },
};
