// A small table of an examiner's own (victims, rates): its first sheet, the header row and cells as text, by column names that the caller
// knows. It takes nothing into the case.
import { Fault } from '../../../../shared/model/fault.ts';
import { byteSourceOf } from '../accounts/tableSource.ts';
import { openSourceFile } from '../sourceFile.ts';
import { matchName, plainText } from './cellText.ts';
import { openSource } from './readTable.ts';

export interface PlainTable {
  readonly name: string;
  /** Cells by role, empty text where the column or cell is absent. */
  readonly rows: readonly { readonly row: number; readonly cells: Readonly<Record<string, string>> }[];
}

const MOST_ROWS = 100_000;
/** Lines above the header that are looked through. */
const MOST_PREAMBLE = 30;

/**
 * Roles and the names their columns may have, in any case and width. The header is the first row that names every role of `needed`.
 * Faults: intake.malformed.
 */
export async function readPlainTable(
  path: string,
  roles: Readonly<Record<string, readonly string[]>>,
  needed: readonly string[],
): Promise<PlainTable> {
  const file = openSourceFile(path);
  try {
    const opened = await openSource(byteSourceOf(file));
    const [sheet] = opened.sheets;
    const refuse = (row: number, reason: string): never => {
      throw new Fault('intake.malformed', { file: file.name, row, reason });
    };
    if (sheet === undefined) return refuse(0, 'this is no table');
    const names = Object.entries(roles).map(([role, list]) => [role, new Set(list.map(matchName))] as const);
    let columns: ReadonlyMap<string, number> | null = null;
    const rows: { row: number; cells: Record<string, string> }[] = [];
    for await (const batch of sheet.rows())
      for (const row of batch) {
        if (columns === null) {
          const found = new Map<string, number>();
          for (const [role, known] of names) {
            const at = row.cells.findIndex((cell) => known.has(matchName(cell)));
            if (at >= 0) found.set(role, at);
          }
          if (needed.every((role) => found.has(role))) columns = found;
          else if (row.number > MOST_PREAMBLE) refuse(row.number, `no header with the columns ${needed.join(', ')}`);
          continue;
        }
        if (row.cells.every((cell) => cell.trim() === '')) continue;
        if (rows.length >= MOST_ROWS) refuse(row.number, `more than ${MOST_ROWS} rows`);
        const cells: Record<string, string> = {};
        for (const role of Object.keys(roles)) cells[role] = plainText(row.cells[columns.get(role) ?? -1] ?? '');
        rows.push({ row: row.number, cells });
      }
    if (columns === null) return refuse(0, `no header with the columns ${needed.join(', ')}`);
    return { name: file.name, rows };
  } finally {
    file.close();
  }
}
