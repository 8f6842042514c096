// Labels as CSV: a header that names address, label and source in any order, comma, semicolon or tab between.
// Lines that start with # are comments. Reads only; spreadsheets' formulas stay text.
import { parse } from 'csv-parse/sync';
import { Fault } from '../../../shared/model/fault.ts';
import { type AddressCheck, anyText, type LabelFields, labelCollector, labelText, type ParsedLabels } from './parsedLabels.ts';

export const LABEL_CSV_IMPORTER = 'labels.csv@2';
export const LABEL_CSV_LARGEST_BYTES = 128 * 1024 * 1024;
const LONGEST_RECORD = 64 * 1024;

/** Column names we know, lower case → ours. `entity` is what the public curated lists call it. */
const COLUMNS: Readonly<Record<string, keyof LabelFields>> = {
  address: 'address',
  label: 'label',
  entity: 'label',
  name: 'label',
  source: 'source',
  creator: 'creator',
  category: 'category',
  abuse: 'abuse',
  confidence: 'confidence',
  currency: 'currency',
  network: 'network',
  chain: 'network',
  date: 'lastModified',
  lastmod: 'lastModified',
  lastmodified: 'lastModified',
  last_modified: 'lastModified',
  actor: 'actor',
  context: 'context',
  concepts: 'concepts',
};
const REQUIRED = ['address', 'label', 'source'] as const;
const DELIMITERS = [',', ';', '\t'] as const;

function columnsOf(header: readonly string[]): readonly (keyof LabelFields | undefined)[] {
  return header.map((name) => {
    const known = name.trim().toLowerCase();
    return Object.hasOwn(COLUMNS, known) ? COLUMNS[known] : undefined;
  });
}

/** The first line that is neither empty nor a comment, without a byte order mark. */
function headerLine(text: string): string | undefined {
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; ) {
    const found = text.slice(at).search(/[\r\n]/);
    const end = found < 0 ? text.length : at + found;
    const line = text.slice(at, Math.min(end, at + LONGEST_RECORD));
    if (line.trim() !== '' && !line.startsWith('#')) return line;
    at = end + 1;
  }
  return undefined;
}

/** The delimiter under which the header names all required columns, or undefined: then it is no label CSV. */
export function labelCsvDelimiter(text: string): ',' | ';' | '\t' | undefined {
  const line = headerLine(text);
  if (line === undefined) return undefined;
  return DELIMITERS.find((delimiter) => {
    const columns = columnsOf(line.split(delimiter).map((name) => name.replace(/^\s*"|"\s*$/g, '')));
    return REQUIRED.every((name) => columns.includes(name));
  });
}

/** `name` is the file's, for a title or source that the file lacks. Without `isAddress` the caller checks addresses. */
export function parseLabelCsv(bytes: Uint8Array, name: string, isAddress: AddressCheck = anyText): ParsedLabels {
  const text = labelText(bytes, LABEL_CSV_LARGEST_BYTES);
  const delimiter = labelCsvDelimiter(text);
  if (delimiter === undefined) throw new Fault('labels.malformed', { reason: 'header' });
  const labels = labelCollector(isAddress);
  type Row = { readonly record: readonly string[]; readonly info: { readonly lines: number } };
  let rows: readonly Row[];
  try {
    // Quotes inside a field stay text. An unclosed quote or an endless record would swallow the rows after it without
    // a trace, so the file is refused as a whole then.
    rows = parse(text, {
      bom: true,
      delimiter,
      comment: '#',
      comment_no_infix: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: LONGEST_RECORD,
    }) as unknown as readonly Row[];
  } catch (cause) {
    const { code, lines } = cause as { code?: string; lines?: number };
    throw new Fault('labels.malformed', { reason: 'csv', detail: code ?? '', line: lines ?? 0 }, cause);
  }
  const [header, ...records] = rows;
  if (header === undefined) throw new Fault('labels.malformed', { reason: 'header' });
  const columns = columnsOf(header.record);
  const known = columns.filter((name) => name !== undefined);
  if (new Set(known).size !== known.length) throw new Fault('labels.malformed', { reason: 'columnTwice' });
  for (const { record, info } of records) {
    if (record.length !== columns.length) {
      labels.reject(info.lines, 'malformedRow', record.join(delimiter));
      continue;
    }
    const fields: Record<string, string> = {};
    for (const [i, name] of columns.entries()) if (name !== undefined) fields[name] = record[i] as string;
    labels.add(info.lines, fields);
  }
  return {
    format: 'csv',
    importer: LABEL_CSV_IMPORTER,
    title: name,
    accepted: labels.accepted,
    rejected: labels.rejected,
    refused: labels.refused,
  };
}
