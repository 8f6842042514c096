// Extraction reports as HTML: tables whose headings are those of messages, also within tables that only lay out the page.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { MessageReader } from '../scanners/seized.ts';
import { type Columns, columnsOf, messageOfRow } from './columns.ts';
import { headText } from './headText.ts';
import { createHtmlWalk } from './html.ts';
import { createPlacedText, type PlacedText } from './placedText.ts';
import { messagesRead } from './reading.ts';
import { byteLength, nameOf, readText, type TextRead } from './textPieces.ts';

const DEEPEST = 64;
const MOST_PREAMBLE = 60;
const MOST_CELLS = 4096;
/** Characters in which a table of messages must begin. */
const LOOKED = 8 << 20;
const BREAKS = new Set(['br', 'p', 'div', 'li', 'tr']);

interface Table {
  columns: Columns | null;
  /** Its headings as they were met: printed reports repeat them. */
  headings: string;
  rows: number;
  cells: { readonly text: string; readonly offset: number; readonly end: number }[];
  cell: PlacedText | null;
}

/** Rows of the tables of messages, piece by piece; `found` once a table has such headings. */
function createTables(read: TextRead, name: string) {
  const tables: Table[] = [];
  const ready: SeizedMessage[] = [];
  const chat = name.replace(/\.[a-z]+$/i, '');
  const width = byteLength(' ', read.encoding);
  let found = false;
  /** Pages that are begun: one that was cut between tables is cut all the same. */
  let pages = 0;
  let total = 0;
  const closeCell = (table: Table): void => {
    if (table.cell === null) return;
    if (table.cells.length < MOST_CELLS) table.cells.push(table.cell.take());
    table.cell = null;
  };
  const closeRow = (table: Table): void => {
    closeCell(table);
    const cells = table.cells.splice(0);
    if (cells.length === 0) return;
    total++;
    const texts = cells.map(({ text }) => text);
    if (table.columns === null) {
      if (table.rows++ < MOST_PREAMBLE) table.columns = columnsOf(texts);
      if (table.columns !== null) table.headings = texts.join('\t');
      found ||= table.columns !== null;
      return;
    }
    if (texts.join('\t') === table.headings) return;
    const message = messageOfRow(table.columns, texts, { app: '', chat });
    const cell = cells[table.columns.of.get('text') ?? -1];
    if (message !== null && cell !== undefined)
      ready.push({ ...message, place: { offset: cell.offset, bytes: cell.end - cell.offset, row: `${total}` } });
  };
  const walk = createHtmlWalk(
    {
      open(tag) {
        if (tag === 'html') pages++;
        if (tag === 'table') {
          if (tables.length >= DEEPEST) throw new Fault('intake.malformed', { file: name, row: 0, reason: 'tables are nested too deeply' });
          tables.push({ columns: null, headings: '', rows: 0, cells: [], cell: null });
          return;
        }
        const table = tables.at(-1);
        if (table === undefined) return;
        if (tag === 'tr') closeRow(table);
        else if (tag === 'td' || tag === 'th') {
          closeCell(table);
          table.cell = createPlacedText(width, 0, name);
        } else if (tag === 'br') table.cell?.lineEnd();
      },
      close(tag) {
        if (tag === 'html') pages--;
        const table = tables.at(-1);
        if (table === undefined) return;
        if (tag === 'table') {
          closeRow(table);
          tables.pop();
        } else if (tag === 'tr') closeRow(table);
        else if (tag === 'td' || tag === 'th') closeCell(table);
        else if (BREAKS.has(tag) && tag !== 'br') table.cell?.lineEnd();
      },
      text: (text, offset, end) => tables.at(-1)?.cell?.add(text, offset, end),
    },
    name,
  );
  return { walk, isFound: () => found, isWhole: () => tables.length === 0 && pages <= 0, take: () => ready.splice(0) };
}

export const htmlReport: MessageReader = {
  id: 'htmlReport',
  takes: ({ path, head }) => /\.x?html?$/i.test(path) && /<(?:!doctype html|html|head|body|table)/i.test(headText(head)),
  async read(file) {
    const text = await readText(file);
    const name = nameOf(file);
    const first = createTables(text, name);
    let looked = 0;
    try {
      for await (const piece of text.pieces()) {
        first.walk.write(piece);
        looked += piece.text.length;
        if (first.isFound() || looked > LOOKED) break;
      }
    } catch (error) {
      // What is damaged before it says what it is, is not ours.
      if (!(error instanceof Fault)) throw error;
    }
    if (!first.isFound()) return null;
    return messagesRead(
      'htmlReport',
      { name: text.encoding, isLikely: text.isLikely },
      async function* (notes) {
        const tables = createTables(text, name);
        for await (const piece of text.pieces()) {
          try {
            tables.walk.write(piece);
          } finally {
            yield* tables.take();
          }
        }
        if (!tables.walk.end() || !tables.isWhole()) notes.add('truncated');
        if (text.undecodable() > 0) notes.add('undecodable', text.undecodable());
      },
      'fromMessages',
    );
  },
};
