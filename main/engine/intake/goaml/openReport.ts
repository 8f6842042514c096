// A report as material: one source for the movements of its ledger and its parties together, so that both are withdrawn with it; a report
// of parties alone is a register.
import { Fault } from '../../../../shared/model/fault.ts';
import type { AccountChain } from '../../chains/index.ts';
import type { Work } from '../../kernel/index.ts';
import { chooseChain, flagAsText } from '../accounts/tableSource.ts';
import type { AccountMaterial } from '../accounts/takeInAccounts.ts';
import type { Probe, Progress } from '../material.ts';
import type { RegisterTable } from '../people/registerTable.ts';
import { writeEntries } from '../people/takeInRegister.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import type { TimeStyle } from '../tables/index.ts';
import { zoneText } from '../tables/times.ts';
import { type ReadReport, readReport, reportTitle } from './report.ts';
import { isReport } from './reportXml.ts';

const REPORT_IMPORTER = 'report.goaml@1';
const BATCH = 5_000;

export interface ReportReading {
  /** `ledger:NAME`. */
  readonly chain?: string | undefined;
  readonly zoneMinutes?: number | undefined;
}

export type OpenedReport = { readonly file: SourceFile } & ({ readonly material: AccountMaterial } | { readonly register: RegisterTable });

export const isReportFile = ({ folder, head }: Probe): boolean => !folder && isReport(head);

/**
 * The caller closes its file. Faults: intake.report; intake.reportZone where nobody says the zone of its times; usage.chainRequired where it
 * has movements and nobody names the ledger.
 */
export async function openReport(path: string, reading: ReportReading, work?: Work<Progress>): Promise<OpenedReport> {
  const file = openSourceFile(path);
  try {
    const stated = reading.chain === undefined ? null : chooseChain(file.name, 'ledger', [], reading.chain);
    const read = await readReport(file, stated, styleOf(reading), work);
    const zoneless = read.rejected.find(({ reason }) => reason === 'noZone');
    if (zoneless !== undefined) throw new Fault('intake.reportZone', { file: file.name, line: zoneless.row });
    if (read.movements.length === 0) return { file, register: registerOf(file, read) };
    return { file, material: materialOf(file, read, stated ?? chooseChain(file.name, 'ledger', [], undefined), reading) };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** The schema's days are of one order; only the zone of times without one is somebody's to say. */
export const styleOf = ({ zoneMinutes }: ReportReading): TimeStyle => ({ zoneMinutes: zoneMinutes ?? null, dayOrder: null });

function partsOf({ parties, rejected, note }: ReadReport): Pick<RegisterTable, 'rows' | 'title' | 'refused'> {
  const refused: Record<string, number> = {};
  for (const { reason } of rejected) refused[reason] = (refused[reason] ?? 0) + 1;
  return { rows: parties, title: reportTitle(note), refused };
}

function registerOf(file: SourceFile, read: ReadReport): RegisterTable {
  return { ...partsOf(read), file, importer: REPORT_IMPORTER, rejected: read.rejected, report: read.note };
}

function materialOf(file: SourceFile, read: ReadReport, chain: AccountChain, reading: ReportReading): AccountMaterial {
  const { movements, rejected, note, names } = read;
  const { zoneMinutes = null } = reading;
  return {
    ...{ chain, importer: REPORT_IMPORTER, files: [file], report: note },
    reading: JSON.stringify({ report: 'goaml', zone: zoneMinutes }),
    people: (into, source, exhibit) => writeEntries(into, source, partsOf(read), exhibit),
    async *batches() {
      for (let at = 0; at < movements.length; at += BATCH)
        yield { transactions: movements.slice(at, at + BATCH), done: Math.min(file.size, Math.floor((file.size * at) / movements.length)) };
    },
    summary: () => ({
      rejected,
      names: names.map((one) => ({ ...one, source: reportTitle(note) })),
      table: {
        ...{ rows: note.transactions, taken: movements.length, sheet: '', encoding: 'XML' },
        flags: zoneMinutes === null ? [] : [flagAsText({ code: 'zoneStated', zone: zoneText(zoneMinutes) })],
      },
    }),
  };
}
