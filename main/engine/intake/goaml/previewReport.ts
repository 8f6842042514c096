// A look at a report before it is taken in: its transactions and parties in the order of the file, what would become of each, and what it says
// of itself. It writes nothing.
import type { PreviewRow, TablePreview } from '../../../../shared/contract/profile.ts';
import { currencyDecimals } from '../tables/ledgerAssets.ts';
import { DAY, register } from '../tables/index.ts';
import type { PlacedTransaction } from '../accounts/accountColumns.ts';
import { openSourceFile } from '../sourceFile.ts';
import { type ReportReading, styleOf } from './openReport.ts';
import { readReport } from './report.ts';

const MOST_REASONS = 30;
const CELL = 300;

export async function previewReport(path: string, reading: ReportReading, options: { readonly rows: number }): Promise<TablePreview> {
  const file = openSourceFile(path);
  try {
    const { note, parties, movements, rejected } = await readReport(file, null, styleOf(reading));
    const reasons = new Map<string, number>();
    for (const { reason } of rejected) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    const plain = { kind: 'data' as const, column: null, label: null, entry: null, read: null, reason: null };
    const rows: PreviewRow[] = [
      ...movements.map((one): PreviewRow => ({ ...plain, ...readOf(one), row: one.rows[0] ?? 0, verdict: 'taken' })),
      ...rejected.map(({ row, reason, text }): PreviewRow => ({ ...plain, row, verdict: 'rejected', reason, cells: [shown(text)] })),
      ...parties.flatMap(({ row, entries }) =>
        entries.map(
          ({ title, links }): PreviewRow => ({
            ...{ ...plain, row, verdict: 'taken', cells: [shown(links[0]?.place ?? '')] },
            entry: { title: shown(title), said: links.map(({ kind, value }) => ({ kind, text: shown(value) })) },
          }),
        ),
      ),
    ].sort((a, b) => a.row - b.row);
    return {
      ...{ name: file.name, kind: 'report', sizeBytes: String(file.size), encoding: null, delimiter: null, sheets: [], sheet: '' },
      header: { rows: [], columns: [{ name: 'goAML', key: '#1', role: null }] },
      form: { id: 'report.goaml', version: '1', score: 95, saved: false },
      ...{ forms: [], profile: register, chains: [], rows: rows.slice(0, options.rows), report: note },
      needs: [
        ...(note.transactions > 0 && reading.chain === undefined ? ['chain'] : []),
        ...(rejected.some(({ reason }) => reason === 'noZone') ? ['zone'] : []),
      ],
      judged: {
        ...{ rows: note.transactions, taken: movements.length, rejected: note.transactions - movements.length, skipped: 0, whole: true },
        flags: [],
        reasons: [...reasons]
          .map(([reason, count]) => ({ reason, column: null, rows: count }))
          .sort((a, b) => b.rows - a.rows)
          .slice(0, MOST_REASONS),
      },
    };
  } finally {
    file.close();
  }
}

function readOf({ transaction, facts }: PlacedTransaction): Pick<PreviewRow, 'cells' | 'read'> {
  const { id, timeSeconds, status, transfers } = transaction;
  const time = facts?.[DAY] ?? (timeSeconds === null ? null : `${new Date(timeSeconds * 1000).toISOString().slice(0, 19)}Z`);
  const movements = transfers.map(({ kind, from, to, asset, amount }) => {
    const code = asset.contract ?? '';
    return { kind, from, to, asset: code, amount: amount.toString(), decimals: currencyDecimals(code) };
  });
  return { cells: [shown(`${facts?.['place'] ?? ''} ${id}`)], read: { id: shown(id), time, status, movements } };
}

/** Texts of a report are hostile: bounded here, and drawn as text by whoever shows them. */
const shown = (text: string): string => text.slice(0, CELL).replace(/\p{Surrogate}/gu, '\ufffd');
