// A look at a table before anything of it is taken in: its first rows, what reads them and what would become of each. The same readers
// as the intake's; it writes nothing.
import type { PreviewRow, TablePreview } from '../../../../shared/contract/profile.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type AccountChain, accountChain, ACCOUNT_CHAINS, type AccountTransfer, tokenFacts } from '../../chains/index.ts';
import { isLabelProfile } from '../labelTable.ts';
import { previewRegister } from '../people/previewRegister.ts';
import { isRegisterProfile } from '../people/registerTable.ts';
import { openSourceFile } from '../sourceFile.ts';
import {
  BUILT_IN_PROFILES,
  columnsOf,
  DAY,
  isRejected,
  lackingNames,
  type Layout,
  type MappingContext,
  nameOfColumn,
  plainSheet,
  type Profile,
  profileMapping,
  openSource,
  readTransactions,
  type Rejection,
  type Row,
  type Sheet,
  type SheetNotes,
  skippedKind,
  suggestProfile,
  tableMappings,
  type TableSummary,
} from '../tables/index.ts';
import { openMapping } from '../tables/openMapping.ts';
import { currencyDecimals, LISTED_DECIMALS } from '../tables/ledgerAssets.ts';
import { previewLabels } from './previewLabels.ts';
import { byteSourceOf, chainIdsOf, chooseChain, contextOf, flagAsText, layoutFor, openingOf, type TableReading } from './tableSource.ts';

/** Rows that are judged; of more the preview says that it saw a part. */
const MOST_JUDGED = 10_000;
/** Rejected rows and trailer lines that are shown although they stand behind the rows shown from the top. */
const MOST_FURTHER = 20;
const MOST_CELLS = 120;
const CELL_LENGTH = 300;
const MOST_REASONS = 30;
/** Where a ledger has no name yet: how its rows read does not depend on it. */
const UNNAMED = 'ledger:unnamed';
/** Flags that only a whole table gives away. */
const OF_THE_WHOLE = new Set(['rowCap', 'trailerCount']);

/** Faults: intake.unrecognised where the file holds no rows, intake.malformed. */
export async function previewTable(path: string, reading: TableReading, options: { readonly rows: number }): Promise<TablePreview> {
  const file = openSourceFile(path);
  try {
    const opened = await openSource(byteSourceOf(file), openingOf(reading.form));
    const { sheet, rows, whole } = await chosenSheet(opened.sheets, reading.form.sheet);
    if (sheet === undefined || rows.length === 0) throw new Fault('intake.unrecognised', { file: file.name });
    const seen: Sheet = {
      ...plainSheet(() => batchOf(rows)),
      name: sheet.name,
      state: sheet.state,
      notes: (): SheetNotes | null => sheet.notes(),
    };
    const about = {
      ...{ name: file.name, kind: opened.kind, sizeBytes: String(file.size) },
      encoding:
        opened.encoding === null
          ? null
          : {
              name: opened.encoding.encoding,
              certainty: opened.encoding.certainty,
              others: opened.encoding.alternatives.map(({ encoding }) => encoding),
            },
      delimiter: opened.dialect?.delimiter ?? null,
      sheets: opened.sheets.map(({ name, state }) => ({ name, state })),
      sheet: sheet.name,
    };
    const ofLabels = reading.mapping?.profile ?? null;
    if (isLabelProfile(ofLabels) || isRegisterProfile(ofLabels)) {
      const all = { name: file.name, sheet: seen, rows, whole, fromTop: options.rows, shown };
      const { layout, part } = isLabelProfile(ofLabels)
        ? await previewLabels(ofLabels, reading.form, all)
        : await previewRegister(ofLabels, reading.form, all, {
            zoneMinutes: reading.zoneMinutes ?? null,
            dayOrder: reading.dayOrder ?? null,
          });
      return { ...about, header: { rows: [...layout.headerRows], columns: headerOf(layout, ofLabels) }, ...part };
    }
    const { layout, needs } = await layoutOf(seen, reading);
    const { mapping } = layout;
    const chain = mapping === null ? null : chainOf(file.name, layout, mapping, reading);
    const judging = mapping === null || chain === null ? null : { mapping, layout, context: contextOf(chain, reading) };
    const summary = judging === null ? null : await summarise(seen, judging);
    const profile = reading.mapping?.profile ?? profileOf(mapping?.id, reading.saved) ?? suggestProfile(layout.head);
    const forms = await formsOf(seen, reading);
    const saved = new Set(reading.saved.map(({ id }) => id));
    return {
      ...about,
      header: { rows: [...layout.headerRows], columns: headerOf(layout, profile) },
      form:
        mapping === null
          ? null
          : { id: mapping.id, version: mapping.version, score: layout.sniff?.score ?? 0, saved: saved.has(mapping.id) },
      forms: forms.map(({ id, score }) => ({ id, score, saved: saved.has(id), asData: profileOf(id, reading.saved) !== undefined })),
      profile,
      needs: [...needs, ...(mapping !== null && chain === null ? ['chain'] : [])],
      chains: chainsOf(layout).map((id) => accountChain(id)?.name ?? id),
      rows: shownRows(rows, layout, judging, options.rows),
      judged:
        summary === null
          ? null
          : {
              ...{ rows: summary.read.rows, taken: summary.read.taken, rejected: summary.read.rejected, whole },
              skipped: summary.read.skipped.trailer + summary.read.skipped.repeatedHeader,
              reasons: countReasons(summary.rejections),
              // How many rows were rejected stands above.
              flags: summary.read.flags.filter(({ code }) => code !== 'rejectedRows' && (whole || !OF_THE_WHOLE.has(code))).map(flagAsText),
            },
    };
  } finally {
    file.close();
  }
}

function headerOf({ head }: Layout, profile: Profile): TablePreview['header']['columns'] {
  const roles = new Map([...columnsOf(profile, head)].map(([role, index]) => [index, role]));
  return head.columns.map((name, index) => ({ name: shown(name), key: shown(nameOfColumn(head, index)), role: roles.get(index) ?? null }));
}

async function* batchOf(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

/** The sheet that was named, else the first that could be a table, else the first that holds anything. */
async function chosenSheet(
  sheets: readonly Sheet[],
  name: string | undefined,
): Promise<{ readonly sheet: Sheet | undefined; readonly rows: readonly Row[]; readonly whole: boolean }> {
  let first: { sheet: Sheet; rows: readonly Row[]; whole: boolean } | null = null;
  for (const sheet of sheets) {
    if (name !== undefined && sheet.name !== name) continue;
    const rows: Row[] = [];
    let whole = true;
    for await (const batch of sheet.rows()) {
      rows.push(...batch.slice(0, MOST_JUDGED - rows.length));
      whole = rows.length < MOST_JUDGED;
      if (!whole) break;
    }
    // A cover sheet holds lines, a table at least two rows of several cells.
    const several = rows.filter(({ cells }) => cells.filter((cell) => cell !== '').length > 1).length;
    if (several > 1 || name !== undefined) return { sheet, rows, whole };
    if (rows.length > 0) first ??= { sheet, rows, whole };
  }
  if (first !== null) return first;
  return { sheet: undefined, rows: [], whole: true };
}

/** Where the header is, and what reads the rows; a chosen mapping that does not fit leaves the rows unread, and says what it lacks. */
async function layoutOf(sheet: Sheet, reading: TableReading): Promise<{ readonly layout: Layout; readonly needs: readonly string[] }> {
  const layout = await layoutFor(sheet, reading);
  const profile = reading.mapping?.profile ?? null;
  if (layout.mapping !== null) {
    // A table without a header is not recognised, only read: what it lacks shows here.
    const lacking = profile === null || layout.sniff !== null ? [] : lackingNames(profile, layout.head);
    return lacking.length === 0 ? { layout, needs: [] } : { layout: { ...layout, mapping: null }, needs: lacking };
  }
  if (reading.mapping !== null) return { layout, needs: profile === null ? [] : lackingNames(profile, layout.head) };
  if (reading.saved.length === 0) return { layout, needs: [] };
  return { layout: await layoutFor(sheet, { ...reading, forms: reading.saved.map(profileMapping) }), needs: [] };
}

/** Null where the content leaves several chains open. */
function chainOf(name: string, layout: Layout, mapping: NonNullable<Layout['mapping']>, reading: TableReading): AccountChain | null {
  if (reading.chain === undefined && mapping.family === 'ledger') return accountChain(UNNAMED) ?? null;
  try {
    return chooseChain(name, mapping.family, layout.sniff === null ? [] : chainIdsOf(mapping, layout.sniff), reading.chain);
  } catch (error) {
    if (error instanceof Fault && error.code === 'usage.chainRequired') return null;
    throw error;
  }
}

function chainsOf({ mapping, sniff }: Layout): readonly string[] {
  if (mapping === null || mapping.family === 'ledger') return [];
  const stated = sniff === null ? [] : chainIdsOf(mapping, sniff);
  return stated.length > 0 ? stated : ACCOUNT_CHAINS.filter(({ family }) => family === mapping.family).map(({ id }) => id);
}

async function formsOf(sheet: Sheet, { saved, form }: TableReading): Promise<readonly { readonly id: string; readonly score: number }[]> {
  const forms = [...tableMappings.entries, ...saved.map(profileMapping)];
  const { mapping, sniff, others } = await layoutFor(sheet, { mapping: null, form, forms });
  const all =
    mapping === null ? [] : [{ id: mapping.id, score: sniff?.score ?? 0 }, ...others.map((one) => ({ id: one.mapping, score: one.score }))];
  return all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at);
}

function profileOf(id: string | undefined, saved: readonly Profile[]): Profile | undefined {
  const own = saved.find((profile) => profile.id === id);
  if (own !== undefined) return own;
  const builtIn = BUILT_IN_PROFILES.find((profile) => profile.id === id);
  // What becomes of it is another mapping: a built-in form's name stays the program's.
  return builtIn === undefined ? undefined : { ...builtIn, id: `${builtIn.id}.own`, version: '1' };
}

interface Judging {
  readonly mapping: NonNullable<Layout['mapping']>;
  readonly layout: Layout;
  readonly context: MappingContext;
}

async function summarise(
  sheet: Sheet,
  judging: Judging,
): Promise<{ readonly read: TableSummary; readonly rejections: readonly Rejection[] }> {
  const rejections: Rejection[] = [];
  const batches = readTransactions(sheet, judging);
  for (let next = await batches.next(); ; next = await batches.next()) {
    if (next.done === true) return { read: next.value, rejections };
    rejections.push(...next.value.rejected);
  }
}

function countReasons(rejections: readonly Rejection[]): { reason: string; column: string | null; rows: number }[] {
  const counts = new Map<string, { reason: string; column: string | null; rows: number }>();
  for (const { reason, column } of rejections) {
    const key = `${reason} ${column}`;
    const one = counts.get(key) ?? { reason, column, rows: 0 };
    one.rows++;
    counts.set(key, one);
  }
  return [...counts.values()].sort((a, b) => b.rows - a.rows).slice(0, MOST_REASONS);
}

/** The rows from the top, and behind them some that are rejected or no data. */
function shownRows(rows: readonly Row[], layout: Layout, judging: Judging | null, fromTop: number): PreviewRow[] {
  const mapper = judging === null ? null : openMapping(judging.mapping, layout.head, judging.context);
  const lines: PreviewRow[] = [];
  const further = { rejected: 0, trailer: 0 };
  for (const [index, row] of rows.entries()) {
    const line = lineOf(row, layout, judging, mapper);
    const kept = line.verdict === 'rejected' ? 'rejected' : line.kind === 'trailer' ? 'trailer' : null;
    if (index < fromTop) lines.push(line);
    else if (kept !== null && further[kept]++ < MOST_FURTHER) lines.push(line);
  }
  return lines;
}

type Mapper = ReturnType<NonNullable<Layout['mapping']>['open']>;

function lineOf(row: Row, layout: Layout, judging: Judging | null, mapper: Mapper | null): PreviewRow {
  const line: PreviewRow = {
    ...{ row: row.number, kind: 'data', cells: row.cells.slice(0, MOST_CELLS).map(shown) },
    ...{ verdict: null, reason: null, column: null, read: null, label: null, entry: null },
  };
  if (layout.headerRows.includes(row.number)) return { ...line, kind: 'header' };
  if (row.number < layout.firstRow) return { ...line, kind: 'preamble' };
  const mapped = row.problem !== null ? { rejected: row.problem, column: null, text: '' } : (mapper?.map(row) ?? null);
  if (judging !== null && mapped !== null && !isRejected(mapped)) {
    const { transaction } = mapped;
    return {
      ...line,
      verdict: 'taken',
      read: {
        id: transaction.id,
        time: mapped.facts?.[DAY] ?? timeText(transaction.timeSeconds),
        status: transaction.status,
        movements: transaction.transfers.slice(0, 20).map((transfer) => movementOf(transfer, judging.context)),
      },
    };
  }
  const kind = skippedKind(row, layout.head);
  if (kind !== null) return { ...line, kind };
  if (mapped === null || judging === null || !isRejected(mapped)) return line;
  return { ...line, verdict: 'rejected', reason: mapped.rejected, column: mapped.column };
}

function timeText(seconds: number | null): string | null {
  if (seconds === null) return null;
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? String(seconds) : `${time.toISOString().slice(0, 19)}Z`;
}

function movementOf({ kind, from, to, asset, amount }: AccountTransfer, { chain, decimalsOf }: MappingContext) {
  const { contract, tokenId } = asset;
  const name = contract === null ? (chain.coin?.symbol ?? '') : (tokenFacts(chain.id, contract)?.symbol ?? contract);
  const decimals =
    asset.kind === 'native'
      ? (chain.coin?.decimals ?? null)
      : asset.kind === 'fiat'
        ? currencyDecimals(contract ?? '')
        : asset.kind === 'listed'
          ? (decimalsOf(contract ?? '') ?? LISTED_DECIMALS)
          : asset.kind === 'item'
            ? 0
            : decimalsOf(contract ?? '');
  return { kind, from, to, asset: tokenId === null ? name : `${name} #${tokenId}`, amount: amount.toString(), decimals };
}

/** Cells are hostile text: bounded here, and drawn as text by whoever shows them. Half a character has no place in an answer. */
function shown(cell: string): string {
  return cell.slice(0, CELL_LENGTH).replace(/\p{Surrogate}/gu, '\ufffd');
}
