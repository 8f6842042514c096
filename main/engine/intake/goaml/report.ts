// A goAML report as a source: its parties as entries, its transactions as movements of a ledger without a chain where they say enough, and what
// it says of itself. What no schema known here has, and what is left in the file, is counted by name.
import { Fault } from '../../../../shared/model/fault.ts';
import type { ReportNote } from '../../../../shared/contract/goaml.ts';
import type { AccountChain } from '../../chains/index.ts';
import { breathe, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { PlacedTransaction } from '../accounts/accountColumns.ts';
import { labelPlaces } from '../labelledChains.ts';
import type { Progress, RejectedRow } from '../material.ts';
import type { SaidEntry } from '../people/registerRows.ts';
import type { SourceFile } from '../sourceFile.ts';
import type { TimeStyle } from '../tables/index.ts';
import { KNOWN_ELEMENTS, OF_FIVE } from './knownElements.ts';
import { transactionReader } from './movements.ts';
import { PARTIES, partyReader } from './parties.ts';
import { childOf, childrenOf, type Element, readReportXml, textOf } from './reportXml.ts';

export interface ReadReport {
  readonly note: ReportNote;
  /** Each with its line. */
  readonly parties: readonly { readonly row: number; readonly entries: readonly SaidEntry[] }[];
  readonly movements: readonly PlacedTransaction[];
  readonly rejected: readonly RejectedRow[];
  readonly names: readonly { readonly address: string; readonly name: string; readonly row: number }[];
}

const MOST_PARTIES = 1_000_000;
const MOST_REJECTED = 100_000;
const MOST_INDICATORS = 1_000;
/** Names of elements that are told; of more, how many there are. */
const MOST_NAMES = 200;
const HEADER = [
  ...(['schema_version', 'rentity_id', 'rentity_branch', 'submission_code', 'report_code', 'entity_reference', 'fiu_ref_number'] as const),
  ...(['submission_date', 'report_date', 'currency_code_local', 'reason', 'action'] as const),
];

/** Read whole before anything is written: a report that breaks off is none. Faults: intake.report, intake.tooLarge. */
export async function readReport(
  file: SourceFile,
  chain: AccountChain | null,
  style: TimeStyle,
  work?: Work<Progress>,
): Promise<ReadReport> {
  const header = { currency: '', reference: '' };
  const rejected: RejectedRow[] = [];
  let refused = 0;
  const refuse = (row: RejectedRow): void => {
    refused++;
    if (rejected.length < MOST_REJECTED) rejected.push(row);
  };
  const result = {
    parties: [] as { row: number; entries: readonly SaidEntry[] }[],
    movements: [] as PlacedTransaction[],
    names: [] as { address: string; name: string; row: number }[],
  };
  const counts = { transactions: 0, parties: 0, five: false, indicators: [] as string[] };
  const unknown = new Map<string, number>();
  const unread = new Map<string, number>();
  let readers: ReturnType<typeof readersOf> | null = null;
  const keep = (row: number, entries: readonly SaidEntry[]): void => {
    const told = entries.filter(({ links }) => links.length > 0);
    counts.parties += told.length;
    if (counts.parties > MOST_PARTIES) throw new Fault('intake.report', { file: file.name, line: row, reason: 'tooManyRows' });
    if (told.length > 0) result.parties.push({ row, entries: told });
  };
  const tellUnread = (of: Element): void => {
    if (OF_FIVE.has(of.name)) counts.five = true;
    // Of an element that nothing is taken from, what stands in it is left with it.
    if (!of.read) {
      const isKnown = KNOWN_ELEMENTS.has(of.name);
      if (!isKnown || of.text !== '' || of.children.length > 0) {
        const names = isKnown ? unread : unknown;
        names.set(of.name, (names.get(of.name) ?? 0) + 1);
      }
      return;
    }
    for (const child of of.children) tellUnread(child);
  };
  const readersOf = () => {
    const parties = partyReader(labelPlaces(), style, header.reference, refuse);
    return { parties, transaction: transactionReader(parties, style, chain?.id ?? null) };
  };
  const take = (of: Element): void => {
    readers ??= readersOf();
    if (of.name === 'transaction') {
      counts.transactions++;
      const { placed, refused: row, entries, names } = readers.transaction(of, header.currency);
      if (placed !== null) result.movements.push(placed);
      if (row !== null) refuse(row);
      keep(of.line, entries);
      result.names.push(...names);
    } else {
      of.read = true;
      const { read } = readers.parties;
      keep(
        of.line,
        childrenOf(of, ...PARTIES).flatMap((one) => read(one, one.name.endsWith('_my_client')).entries),
      );
    }
    tellUnread(of);
  };
  const root = await readReportXml(
    {
      ...{ name: file.name, size: file.size },
      read(offset, length) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size - offset)));
        return bytes.subarray(0, file.readInto(bytes, offset));
      },
    },
    (unit) => {
      if (unit.name === 'indicator') {
        unit.read = true;
        if (unit.text !== '' && counts.indicators.length < MOST_INDICATORS) counts.indicators.push(unit.text);
        tellUnread(unit);
        return;
      }
      let top: Element = unit;
      while (top.parent !== null) top = top.parent;
      header.currency = top.children.find(({ name }) => name === 'currency_code_local')?.text ?? '';
      header.reference = top.children.find(({ name }) => name === 'entity_reference')?.text ?? '';
      take(unit);
    },
    async (done) => {
      await breathe();
      if (work === undefined) return;
      throwIfCancelled(work);
      work.report({ phase: 'reading', done, total: file.size, unit: 'bytes' });
    },
  );
  root.read = true;
  const told = Object.fromEntries(HEADER.map((name) => [name, textOf(root, name)])) as Record<(typeof HEADER)[number], string>;
  readers ??= readersOf();
  const person = childOf(root, 'reporting_person');
  if (person !== undefined) keep(person.line, readers.parties.read(person, false).entries);
  for (const holder of [childOf(root, 'activity'), childOf(root, 'report_indicators')]) childrenOf(holder, 'report_parties');
  tellUnread(root);
  const names = (of: ReadonlyMap<string, number>) =>
    [...of]
      .map(([name, count]) => ({ name: name.slice(0, 100), count }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
      .slice(0, MOST_NAMES);
  return {
    ...result,
    rejected,
    note: {
      ...{
        form: counts.five ? '5' : '4',
        schemaVersion: told.schema_version,
        reportingEntity: told.rentity_id,
        branch: told.rentity_branch,
      },
      ...{
        reportCode: told.report_code,
        submissionCode: told.submission_code,
        reference: told.entity_reference,
        authorityReference: told.fiu_ref_number,
      },
      ...{ date: told.report_date || told.submission_date, currency: told.currency_code_local, reason: told.reason, action: told.action },
      ...{ indicators: counts.indicators, transactions: counts.transactions, movements: result.movements.length, refused },
      ...{ unknown: names(unknown), unread: names(unread) },
    },
  };
}

/** Who says what stands in it. */
export const reportTitle = ({ reportingEntity, branch, reference }: ReportNote): string =>
  [`goAML ${reportingEntity}`, branch, reference]
    .filter((text) => text !== '')
    .join(' · ')
    .slice(0, 400);
