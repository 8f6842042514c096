// Text with delimiters into rows of exact text, in a stream and bounded. Says where each row stands; changes nothing in a cell:
// what a cell means is for the mappings. Written by hand for speed and held against csv-parse in the tests.
import { isAscii } from 'node:buffer';
import { Fault } from '../../../../shared/model/fault.ts';
import { asBuffer, type ByteSource } from './byteSource.ts';
import { decoderName, type Encoding } from './encoding.ts';

export const LONGEST_ROW_BYTES = 1 << 20;
export const MOST_COLUMNS = 4096;
const CHUNK_BYTES = 256 * 1024;

export type RowProblem = 'textAfterQuote' | 'tooManyColumns' | 'notALogLine';

export interface Row {
  /** Line on which the row begins, from 1; a spreadsheet's row number. */
  readonly number: number;
  /** Byte offset of the row in its file; null in a spreadsheet, whose rows lie compressed. */
  readonly offset: number | null;
  readonly cells: readonly string[];
  readonly problem: RowProblem | null;
  /** A spreadsheet hid this row. */
  readonly hidden?: true;
  /** Stored text of cells that show something else: serial numbers of dates, numbers with more digits than are sure. By column. */
  readonly stored?: ReadonlyMap<number, string>;
}

export interface Dialect {
  readonly delimiter: string;
  /** False where quotation marks are text. */
  readonly quotes: boolean;
}

export interface TextForm extends Dialect {
  readonly encoding: Encoding;
  readonly markBytes: number;
}

/** The delimiter under which most lines have the same number of cells, more than one. Null: no table that we can see. */
export function detectDialect(head: string): Dialect | null {
  const lines = head.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  // A head that was cut ends with half a line.
  const sample = (lines.length > 3 ? lines.slice(0, -1) : lines).slice(0, 300);
  let best: { delimiter: string; score: number } | null = null;
  for (const delimiter of [',', '\t', ';', '|']) {
    const counts = new Map<number, number>();
    for (const line of sample) {
      const columns = countColumns(line, delimiter);
      if (columns > 1) counts.set(columns, (counts.get(columns) ?? 0) + 1);
    }
    for (const [columns, lines] of counts) {
      // More columns break a tie: "1.234,50;2.000,00" has two commas too.
      const score = lines * (1 + Math.min(columns, 40) / 100) * (delimiter === '|' ? 0.9 : 1);
      if (best === null || score > best.score) best = { delimiter, score };
    }
  }
  return best === null ? null : { delimiter: best.delimiter, quotes: true };
}

function countColumns(line: string, delimiter: string): number {
  let count = 1;
  let inside = false;
  for (const character of line) {
    if (character === '"') inside = !inside;
    else if (character === delimiter && !inside) count++;
  }
  return count;
}

/** Decodes bytes that hold whole characters. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'utf-8') return asBuffer(bytes).toString('utf8');
  return decoderOf(encoding).decode(bytes);
}

const decoders = new Map<Encoding, InstanceType<typeof TextDecoder>>();
function decoderOf(encoding: Encoding): InstanceType<typeof TextDecoder> {
  let decoder = decoders.get(encoding);
  if (decoder === undefined) {
    decoder = new TextDecoder(decoderName(encoding), { ignoreBOM: true });
    decoders.set(encoding, decoder);
  }
  return decoder;
}

/** Lines of a text source with their byte offsets, in batches. Lines end with LF or CRLF, or with CR where there is no LF at all. */
export interface Line {
  readonly number: number;
  readonly offset: number;
  readonly text: string;
}

export async function* readLines(
  source: ByteSource,
  form: { readonly encoding: Encoding; readonly markBytes: number },
  longestBytes = LONGEST_ROW_BYTES,
): AsyncGenerator<readonly Line[]> {
  const wide = form.encoding === 'utf-16le' ? 0 : form.encoding === 'utf-16be' ? 1 : null;
  const end = wide !== null ? findWide(wide) : (bytes: Buffer, byte: number, from: number): number => bytes.indexOf(byte, from);
  const step = wide !== null ? 2 : 1;
  let number = 0;
  let at = form.markBytes;
  let carry: Buffer | null = null;
  let terminator: number | null = null;
  for (;;) {
    const chunk = await source.read(at, CHUNK_BYTES);
    const atEnd = at + chunk.length >= source.size || chunk.length === 0;
    const base: number = at - (carry?.length ?? 0);
    const bytes: Buffer = carry === null ? asBuffer(chunk) : Buffer.concat([carry, chunk]);
    at += chunk.length;
    // A CR that is the last byte read may have its LF in the next piece.
    const mark = end(bytes, 0x0d, 0);
    if (terminator === null && (end(bytes, 0x0a, 0) >= 0 || atEnd || (mark >= 0 && mark < bytes.length - 2 * step)))
      terminator = end(bytes, 0x0a, 0) < 0 && mark >= 0 ? 0x0d : 0x0a;
    const ascii = form.encoding === 'utf-8' && isAscii(bytes);
    const text = (from: number, to: number): string => {
      const last = to - step;
      const stop = last >= from && end(bytes.subarray(last, to), 0x0d, 0) === 0 ? last : to;
      return ascii ? bytes.toString('latin1', from, stop) : decodeText(bytes.subarray(from, stop), form.encoding);
    };
    const lines: Line[] = [];
    let from = 0;
    for (let found = end(bytes, terminator ?? 0x0a, 0); found >= 0; found = end(bytes, terminator ?? 0x0a, from)) {
      if (found - from > longestBytes) throw tooLong(source, number + 1, longestBytes);
      lines.push({ number: ++number, offset: base + from, text: text(from, found) });
      from = found + step;
    }
    if (atEnd && from < bytes.length) {
      lines.push({ number: ++number, offset: base + from, text: text(from, bytes.length) });
      from = bytes.length;
    }
    carry = from < bytes.length ? bytes.subarray(from) : null;
    if (carry !== null && carry.length > longestBytes) throw tooLong(source, number + 1, longestBytes);
    if (lines.length > 0) yield lines;
    if (atEnd) return;
  }
}

function findWide(low: 0 | 1): (bytes: Buffer, byte: number, from: number) => number {
  return (bytes, byte, from) => {
    for (let i = from; i + 1 < bytes.length; i += 2) if (bytes[i + low] === byte && bytes[i + 1 - low] === 0) return i;
    return -1;
  };
}

function tooLong(source: ByteSource, row: number, longest = LONGEST_ROW_BYTES): Fault {
  return new Fault('intake.malformed', { file: source.name, row, reason: `the row is longer than ${longest} bytes` });
}

/**
 * Rows in batches, in file order. A quoted cell may run over line ends. Faults: intake.malformed where a row is longer than 1 MiB
 * or a quotation mark is never closed (it would swallow the rows behind it without a trace).
 */
export async function* readRows(source: ByteSource, form: TextForm): AsyncGenerator<readonly Row[]> {
  let open: OpenRow | null = null;
  for await (const lines of readLines(source, form)) {
    const rows: Row[] = [];
    for (const line of lines) {
      if (open === null) {
        const cells = splitPlain(line.text, form);
        if (cells !== null) {
          rows.push(finish(line.number, line.offset, cells, null));
          continue;
        }
        open = { number: line.number, offset: line.offset, cells: [], part: null, problem: null, bytes: 0 };
        continueRow(open, line.text, form.delimiter, 0);
      } else {
        open.part = `${open.part ?? ''}\n`;
        continueRow(open, line.text, form.delimiter, -1);
      }
      open.bytes += line.text.length;
      if (open.bytes > LONGEST_ROW_BYTES) throw unclosed(source, open.number);
      if (open.part === null) {
        rows.push(finish(open.number, open.offset, open.cells, open.problem));
        open = null;
      }
    }
    if (rows.length > 0) yield rows;
  }
  if (open !== null) throw unclosed(source, open.number);
}

function unclosed(source: ByteSource, row: number): Fault {
  return new Fault('intake.malformed', { file: source.name, row, reason: 'a quotation mark is never closed' });
}

function finish(number: number, offset: number, cells: readonly string[], problem: RowProblem | null): Row {
  if (cells.length > MOST_COLUMNS) return { number, offset, cells: cells.slice(0, MOST_COLUMNS), problem: 'tooManyColumns' };
  return { number, offset, cells, problem };
}

/** The two forms that nearly all rows have: no quotation mark at all, or every cell in a plain pair of them. Null: read it the long way. */
function splitPlain(text: string, form: Dialect): readonly string[] | null {
  if (!form.quotes || !text.includes('"')) return text.split(form.delimiter);
  // Every mark must open or close a cell: with one left inside there would be more than one way to read the row.
  const cells: string[] = [];
  const delimiter = form.delimiter.charCodeAt(0);
  for (let at = 0; ; ) {
    if (text.charCodeAt(at) !== 0x22) return null;
    const close = text.indexOf('"', at + 1);
    if (close < 0) return null;
    cells.push(text.slice(at + 1, close));
    if (close + 1 === text.length) return cells;
    if (text.charCodeAt(close + 1) !== delimiter) return null;
    at = close + 2;
  }
}

interface OpenRow {
  readonly number: number;
  readonly offset: number;
  readonly cells: string[];
  /** What the open quoted cell holds so far; null between cells. */
  part: string | null;
  problem: RowProblem | null;
  bytes: number;
}

/** RFC 4180, with marks inside an unquoted cell kept as text. `from` -1: the text goes on with the open cell. */
function continueRow(row: OpenRow, text: string, delimiter: string, from: number): void {
  let at = from;
  if (at < 0) {
    at = closeCell(row, text, 0, delimiter);
    if (at < 0) return;
  }
  for (;;) {
    if (text.charCodeAt(at) === 0x22) {
      row.part = '';
      at = closeCell(row, text, at + 1, delimiter);
      if (at < 0) return;
      continue;
    }
    const next = text.indexOf(delimiter, at);
    row.cells.push(next < 0 ? text.slice(at) : text.slice(at, next));
    if (next < 0) return;
    at = next + 1;
  }
}

/** Reads on in a quoted cell. Returns where the next cell begins, or -1 where the text is at its end (`part` says whether open). */
function closeCell(row: OpenRow, text: string, from: number, delimiter: string): number {
  let at = from;
  for (;;) {
    const mark = text.indexOf('"', at);
    if (mark < 0) {
      row.part += text.slice(at);
      return -1;
    }
    row.part += text.slice(at, mark);
    if (text.charCodeAt(mark + 1) === 0x22) {
      row.part += '"';
      at = mark + 2;
      continue;
    }
    at = mark + 1;
    break;
  }
  if (at < text.length && text.charAt(at) !== delimiter) {
    // Text between a closing mark and the delimiter: kept, and the row is named as damaged.
    row.problem = 'textAfterQuote';
    const next = text.indexOf(delimiter, at);
    row.part += text.slice(at, next < 0 ? text.length : next);
    at = next < 0 ? text.length : next;
  }
  row.cells.push(row.part ?? '');
  row.part = null;
  if (at >= text.length) return -1;
  return at + 1;
}
