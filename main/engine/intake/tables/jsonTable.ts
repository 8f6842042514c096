// JSON that holds records (one a line, an array, or an array inside an answer) as a sheet of rows. Numbers keep the text they were
// written as: an amount never passes through a float. Bounded in size, depth and count.
import { Fault } from '../../../../shared/model/fault.ts';
import { readExactJson, type Json } from '../node/exactJson.ts';
import { type ByteSource, readWhole } from './byteSource.ts';
import type { EncodingAnswer } from './encoding.ts';
import { plainSheet, type Sheet } from './sheet.ts';
import { decodeText, MOST_COLUMNS, readLines, type Row } from './rows.ts';

/** A record of JSON lines may carry a contract's code. */
const LONGEST_LINE = 8 << 20;
/** JSON that is one value must be parsed as one: larger dumps come as JSON lines. */
export const LARGEST_DOCUMENT = 256 << 20;
const COLUMNS_FROM = 500;
const MOST_AT_ONCE = 1000;
/** A trace of calls nests twice for each call, and calls go 1024 deep (the EVM's own limit). */
const MOST_DEPTH = 2100;

export type JsonRecord = Readonly<Record<string, Json>>;
type Form = { readonly encoding: EncodingAnswer['encoding']; readonly markBytes: number };

/** Where answers of services keep their records. */
const ENVELOPES = ['data', 'result', 'results', 'token_transfers', 'address_txs', 'txs', 'transactions', 'items', 'rows'] as const;

export function looksLikeJson(head: string): 'lines' | 'document' | null {
  const text = head.replace(/^\ufeff/, '').trimStart();
  if (!/^[[{]/.test(text)) return null;
  // JSON lines: a whole value on the first line and another one behind it.
  const end = text.indexOf('\n');
  const first = end < 0 ? text : text.slice(0, end);
  if (end < 0) return 'document';
  try {
    JSON.parse(first);
  } catch {
    return 'document';
  }
  return /^\s*[{[]/.test(text.slice(end)) ? 'lines' : 'document';
}

/** As `looksLikeJson`, with as much of the source as its first line takes: a block on one line is longer than any fixed head. */
export async function jsonFormOf(source: ByteSource, form: Form): Promise<'lines' | 'document' | null> {
  for (let length = 64 * 1024; ; length = LONGEST_LINE) {
    const bytes = await source.read(form.markBytes, length);
    const head = decodeText(bytes.subarray(0, bytes.length - (bytes.length % 2)), form.encoding);
    const whole = length === LONGEST_LINE || form.markBytes + bytes.length >= source.size;
    const kind = looksLikeJson(head);
    // The line behind the first must be seen as well.
    if (whole || kind !== 'document' || /\n\s*\S/.test(head)) return kind;
  }
}

function parse(text: string, source: ByteSource, row: number): Json {
  try {
    return readExactJson(text, source.name, MOST_DEPTH);
  } catch (cause) {
    const reason = cause instanceof Fault ? `${cause.parameters['reason']}` : 'json';
    throw new Fault('intake.malformed', { file: source.name, row, reason: `no JSON that can be read: ${reason}` }, cause);
  }
}

/** The records of a document: itself, or the one array of objects in its envelope. */
export function recordsOf(value: Json): readonly JsonRecord[] | null {
  const objects = (list: readonly Json[]): readonly JsonRecord[] | null =>
    list.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one)) ? (list as readonly JsonRecord[]) : null;
  if (Array.isArray(value)) return objects(value);
  if (typeof value !== 'object' || value === null) return null;
  const members = value as JsonRecord;
  for (const name of ENVELOPES) {
    const inner = members[name];
    if (Array.isArray(inner)) return objects(inner);
  }
  return [members];
}

function cellOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Names of members down to the second level: `token_info.address`. */
function flatten(record: JsonRecord): Map<string, string> {
  const cells = new Map<string, string>();
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, deeper] of Object.entries(value as JsonRecord)) cells.set(`${name}.${inner}`, cellOf(deeper));
    } else cells.set(name, cellOf(value));
    if (cells.size > MOST_COLUMNS) break;
  }
  return cells;
}

/** The document's one value, whole, for forms that are no table. */
export async function readJsonDocument(source: ByteSource, form: Form): Promise<Json> {
  if (source.size > LARGEST_DOCUMENT)
    throw new Fault('intake.tooLarge', { file: source.name, bytes: source.size, limit: LARGEST_DOCUMENT });
  const bytes = await readWhole(source);
  return parse(decodeText(bytes.subarray(form.markBytes), form.encoding), source, 1);
}

/** Records as a sheet: row 0 is the header made of the members' names, a record's number is its line or its place in the array. */
export async function openJson(source: ByteSource, form: Form, kind: 'lines' | 'document'): Promise<Sheet | null> {
  if (kind === 'document') {
    const records = recordsOf(await readJsonDocument(source, form));
    if (records === null) return null;
    const columns = columnsOf(records.slice(0, COLUMNS_FROM));
    return plainSheet(async function* () {
      yield [headerRow(columns)];
      for (let i = 0; i < records.length; i += MOST_AT_ONCE)
        yield records.slice(i, i + MOST_AT_ONCE).map((record, j) => rowOf(record, columns, i + j + 1, null));
    });
  }
  const first: JsonRecord[] = [];
  for await (const lines of readLines(source, form, LONGEST_LINE)) {
    for (const line of lines) {
      if (first.length >= COLUMNS_FROM) break;
      const record = line.text.trim() === '' ? null : recordIn(line.text, source, line.number);
      if (record !== null) first.push(record);
    }
    if (first.length >= COLUMNS_FROM) break;
  }
  const columns = columnsOf(first);
  return plainSheet(async function* () {
    yield [headerRow(columns)];
    for await (const lines of readLines(source, form, LONGEST_LINE)) {
      let rows: Row[] = [];
      for (const line of lines) {
        if (line.text.trim() === '') continue;
        // Three bytes are a record, and a record may be a row of thousands of empty cells.
        if (rows.length >= MOST_AT_ONCE) {
          yield rows;
          rows = [];
        }
        const record = recordIn(line.text, source, line.number);
        rows.push(
          record === null
            ? { number: line.number, offset: line.offset, cells: [line.text.slice(0, 200)], problem: null }
            : rowOf(record, columns, line.number, line.offset),
        );
      }
      yield rows;
    }
  });
}

/** Values of JSON lines, in batches with their line numbers. */
export async function* parseLines(
  source: ByteSource,
  form: Form,
): AsyncGenerator<readonly { readonly value: Json; readonly number: number }[]> {
  for await (const lines of readLines(source, form, LONGEST_LINE)) {
    const values = lines.flatMap(({ text, number }) => (text.trim() === '' ? [] : [{ value: parse(text, source, number), number }]));
    if (values.length > 0) yield values;
  }
}

function recordIn(text: string, source: ByteSource, row: number): JsonRecord | null {
  const value = parse(text, source, row);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;
}

function columnsOf(records: readonly JsonRecord[]): readonly string[] {
  const names = new Set<string>();
  for (const record of records) for (const name of flatten(record).keys()) if (names.size < MOST_COLUMNS) names.add(name);
  return [...names];
}

function headerRow(columns: readonly string[]): Row {
  return { number: 0, offset: null, cells: columns, problem: null };
}

function rowOf(record: JsonRecord, columns: readonly string[], number: number, offset: number | null): Row {
  const cells = flatten(record);
  return { number, offset, cells: columns.map((name) => cells.get(name) ?? ''), problem: null };
}
