// From the bytes of a table to transactions: encoding, delimiter, header and form are decided by content and told; then rows are read in
// a stream, each taken, rejected or skipped for a stated reason. Nothing is left out silently.
import { Fault } from '../../../../shared/model/fault.ts';
import type { AccountChain } from '../../chains/index.ts';
import { createAssembler, type TableTransaction } from './assemble.ts';
import type { ChainStatement } from './statement.ts';
import type { TableFlag } from './tableFlag.ts';
import { unknownDecimals } from './tokenStatements.ts';
import type { ByteSource } from './byteSource.ts';
import { openCombinedLog } from './combinedLog.ts';
import { detectEncoding, type Encoding, type EncodingAnswer } from './encoding.ts';
import { findLayout, type Layout, layoutAt, MOST_PREAMBLE, type SkippedKind, skippedKind, statedCount } from './layout.ts';
import {
  isRejected,
  type MappingContext,
  type NamedAddress,
  placeRejection,
  type Rejection,
  type TableBalance,
  type TableMapping,
} from './mapping.ts';
import { jsonFormOf, openJson } from './jsonTable.ts';
import { createOwnRows } from './ownRows.ts';
import { plainSheet, type Sheet } from './sheet.ts';
import { zenginSheet, zenginStride } from './zengin.ts';
import { isZip } from './xlsx/archive.ts';
import { openWorkbook } from './xlsx/workbook.ts';
import { tableMappings } from './mappings/index.ts';
import { openMapping } from './openMapping.ts';
import { decodeText, detectDialect, type Dialect, readRows, type Row } from './rows.ts';

export interface TextTable {
  readonly encoding: EncodingAnswer;
  readonly dialect: Dialect;
  readonly sheet: Sheet;
}

const HEAD_BYTES = 256 * 1024;

/** Opens text with delimiters; null where no delimiter makes a table of it. */
export async function openText(source: ByteSource, forced: { encoding?: Encoding; delimiter?: string } = {}): Promise<TextTable | null> {
  const encoding = await detectEncoding(source, forced.encoding);
  const bytes = await source.read(encoding.markBytes, HEAD_BYTES);
  const head = decodeText(bytes.subarray(0, bytes.length - (bytes.length % 2)), encoding.encoding);
  const dialect = forced.delimiter === undefined ? detectDialect(head) : { delimiter: forced.delimiter, quotes: true };
  if (dialect === null) return null;
  const form = { ...dialect, encoding: encoding.encoding, markBytes: encoding.markBytes };
  return { encoding, dialect, sheet: plainSheet(() => readRows(source, form)) };
}

export interface OpenedSource {
  readonly kind: 'text' | 'json' | 'jsonLines' | 'xlsx' | 'zengin' | 'log' | 'unknown';
  readonly encoding: EncodingAnswer | null;
  readonly dialect: Dialect | null;
  readonly sheets: readonly Sheet[];
}

/** Opens a source of any kind of table by its content. No sheet: it is none that we can read. */
export async function openSource(
  source: ByteSource,
  forced: { readonly encoding?: Encoding; readonly delimiter?: string } = {},
): Promise<OpenedSource> {
  const first = await source.read(0, 8);
  if (isZip(first)) return { kind: 'xlsx', encoding: null, dialect: null, sheets: (await openWorkbook(source)).sheets };
  // The container of old .xls files, and of XLSX files that a password protects.
  if (first[0] === 0xd0 && first[1] === 0xcf && first[2] === 0x11 && first[3] === 0xe0)
    throw new Fault('intake.malformed', {
      file: source.name,
      row: 0,
      reason: 'an old .xls file or one protected by a password: save it as .xlsx without password',
    });
  const stride = zenginStride(await source.read(0, 404));
  if (stride !== null && forced.delimiter === undefined)
    return { kind: 'zengin', encoding: null, dialect: null, sheets: [zenginSheet(source, stride)] };
  const log = forced.delimiter === undefined ? await openCombinedLog(source) : null;
  if (log !== null) return { kind: 'log', encoding: log.encoding, dialect: null, sheets: [log.sheet] };
  const encoding = await detectEncoding(source, forced.encoding);
  const json = await jsonFormOf(source, encoding);
  if (json !== null && forced.delimiter === undefined) {
    const sheet = await openJson(source, encoding, json);
    return { kind: json === 'lines' ? 'jsonLines' : 'json', encoding, dialect: null, sheets: sheet === null ? [] : [sheet] };
  }
  const text = await openText(source, forced);
  if (text === null) return { kind: 'unknown', encoding, dialect: null, sheets: [] };
  return { kind: 'text', encoding: text.encoding, dialect: text.dialect, sheets: [text.sheet] };
}

/** Where a caller says that the header is: it takes so many rows from there; none, the data begin there. */
export interface HeaderPlace {
  readonly row: number;
  readonly count: 0 | 1 | 2;
}

/** Decides where the header is and which known form the sheet has. */
export async function recogniseSheet(
  sheet: Sheet,
  options: { readonly mappings?: readonly TableMapping[]; readonly header?: HeaderPlace } = {},
): Promise<Layout> {
  const rows: Row[] = [];
  for await (const batch of sheet.rows()) {
    rows.push(...batch.slice(0, 2 * MOST_PREAMBLE));
    if (rows.length >= 2 * MOST_PREAMBLE) break;
  }
  if (options.header !== undefined) {
    const layout = layoutAt(rows, options.header.row, options.header.count);
    if (layout === null) throw new Fault('intake.malformed', { file: sheet.name, row: options.header.row, reason: 'there is no such row' });
    // Forms go by the names of columns: a table without a header is read as it is told to be.
    if (options.header.count === 0) return { ...layout, mapping: options.mappings?.length === 1 ? (options.mappings[0] ?? null) : null };
    const { mapping, sniff, others } = findLayout(
      [...rows.filter((row) => layout.headerRows.includes(row.number)), ...layout.head.sample],
      options.mappings ?? tableMappings.entries,
    );
    return { ...layout, mapping, sniff, others };
  }
  return findLayout(rows, options.mappings ?? tableMappings.entries);
}

export interface TableOptions {
  readonly mapping: TableMapping;
  readonly layout: Layout;
  readonly context: MappingContext;
}

export interface TableBatch {
  readonly transactions: readonly TableTransaction[];
  readonly rejected: readonly Rejection[];
  /** Rows read so far, header and preamble included. */
  readonly rowsSeen: number;
}

export interface TableSummary {
  /** Rows behind the header that held something. */
  readonly rows: number;
  readonly taken: number;
  readonly rejected: number;
  readonly skipped: Readonly<Record<SkippedKind, number>>;
  readonly flags: readonly TableFlag[];
  readonly names: readonly NamedAddress[];
  /** What the rows say that accounts held, at the first and the last of them. */
  readonly balances: readonly TableBalance[];
  /** What the rows say of tokens, and whose they are. */
  readonly statements: readonly ChainStatement[];
  readonly chain: AccountChain['id'];
  /** Mapping and version, for the provenance of every row. */
  readonly importer: string;
}

/** Tokens without decimals that are counted. */
const MOST_TOKENS = 10_000;

/** Reads the sheet as the mapping says, in batches; the generator's return value is the summary. */
export async function* readTransactions(sheet: Sheet, options: TableOptions): AsyncGenerator<TableBatch, TableSummary> {
  const { mapping, layout, context } = options;
  const mapper = openMapping(mapping, layout.head, context);
  const assembler = createAssembler();
  const ownRows = createOwnRows(context.chain, context.account);
  const skipped: Record<SkippedKind, number> = { blank: 0, trailer: 0, repeatedHeader: 0 };
  const trailers: Row[] = [...layout.head.preamble];
  let rejectedCount = 0;
  let taken = 0;
  let rowsSeen = 0;
  let hidden = 0;
  const withoutDecimals = new Set<string>();
  for await (const rows of sheet.rows()) {
    const rejected: Rejection[] = [];
    for (const row of rows) {
      rowsSeen++;
      if (row.number < layout.firstRow) continue;
      const mapped =
        row.problem === null ? mapper.map(row) : { rejected: row.problem, column: null, text: (row.cells[0] ?? '').slice(0, 200) };
      if (mapped !== null && !isRejected(mapped)) {
        if (row.hidden === true) hidden++;
        assembler.add(mapped, row.number);
        ownRows.see(mapped, row.number);
        taken++;
        continue;
      }
      // Only a row that is no data by its form may be passed over: a sum line that reads as a payment was taken above.
      const kind = skippedKind(row, layout.head);
      if (kind !== null || mapped === null) {
        skipped[kind ?? 'blank']++;
        if (kind === 'trailer' && trailers.length < 200) trailers.push(row);
        continue;
      }
      rejectedCount++;
      // The contract stands before the symbol that the row gives it.
      const [contract = ''] = mapped.text.split(' ');
      if (mapped.rejected === 'decimalsUnknown' && withoutDecimals.size < MOST_TOKENS) withoutDecimals.add(contract);
      rejected.push(placeRejection(row, mapped));
    }
    const transactions = assembler.take(false);
    if (transactions.length > 0 || rejected.length > 0) yield { transactions, rejected, rowsSeen };
  }
  const rest = assembler.take(true);
  if (rest.length > 0) yield { transactions: rest, rejected: [], rowsSeen };
  const total = taken + rejectedCount;
  const flags = [
    ...assembler.flags(total, mapping.rowCaps, rejectedCount),
    ...unknownDecimals(withoutDecimals),
    ...(mapper.flags?.() ?? []),
  ];
  const stated = statedCount(trailers);
  if (stated !== null && stated !== total) flags.push({ code: 'trailerCount', stated, found: total });
  const notes = sheet.notes();
  if (hidden > 0 || sheet.state !== 'visible' || (notes?.hiddenColumns ?? 0) > 0)
    flags.push({ code: 'hidden', rows: hidden, columns: notes?.hiddenColumns ?? 0, sheet: sheet.state !== 'visible' });
  if (notes !== null && notes.formulas > 0) flags.push({ code: 'formulas', cells: notes.formulas });
  return {
    rows: total,
    taken,
    rejected: rejectedCount,
    skipped,
    flags,
    names: assembler.names,
    balances: mapper.balances?.() ?? [],
    statements: [...(mapper.statements?.() ?? []), ...ownRows.statements()],
    chain: context.chain.id,
    importer: `${mapping.id}@${mapping.version}`,
  };
}
