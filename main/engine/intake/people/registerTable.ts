// A register as it lies in a table: CSV or a workbook, by a mapping of the family `people`.
import { Fault } from '../../../../shared/model/fault.ts';
import type { ReportNote } from '../../../../shared/contract/goaml.ts';
import type { TableForm } from '../../../../shared/contract/profile.ts';
import { labelPlaces } from '../labelledChains.ts';
import type { RejectedRow } from '../material.ts';
import { readProfileRows } from '../profileRows.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import { type Profile, shownCell, type TimeStyle } from '../tables/index.ts';
import { type RegisterRow, registerRows } from './registerRows.ts';

/** Rows of one table; a larger one is another kind of file. */
const MOST_ROWS = 1_000_000;
const MOST_REJECTED = 100_000;

export interface RegisterTable {
  readonly file: SourceFile;
  readonly importer: string;
  readonly title: string;
  readonly rows: readonly Extract<RegisterRow, { entries: unknown }>[];
  readonly rejected: readonly RejectedRow[];
  readonly refused: Readonly<Record<string, number>>;
  /** Of a goAML report, what it says of itself. */
  readonly report?: ReportNote;
}

export const isRegisterProfile = (profile: Profile | null): profile is Profile => profile?.family === 'people';

/** The caller closes its file. Faults: intake.profileMisfit, intake.malformed. */
export async function readRegister(path: string, profile: Profile, form: TableForm, stated: TimeStyle): Promise<RegisterTable> {
  const file = openSourceFile(path);
  try {
    const places = labelPlaces();
    const rows: Extract<RegisterRow, { entries: unknown }>[] = [];
    const rejected: RejectedRow[] = [];
    const refused: Record<string, number> = {};
    const refuse = (one: RejectedRow): void => {
      refused[one.reason] = (refused[one.reason] ?? 0) + 1;
      if (rejected.length < MOST_REJECTED) rejected.push(one);
    };
    const read = await readProfileRows(file, profile, form, MOST_ROWS, (layout) => {
      const rowOf = registerRows(profile, layout, places, stated);
      return {
        row(row) {
          const one = rowOf(row);
          if (one === null) return;
          if ('reason' in one) refuse(one);
          else rows.push(one);
        },
        problem: (row) =>
          refuse({
            row: row.number,
            reason: row.problem === 'notALogLine' ? row.problem : 'malformedRow',
            text: shownCell(row.cells[0] ?? ''),
          }),
      };
    });
    if (!read) throw new Fault('intake.profileMisfit', { file: file.name, profile: profile.id, missing: 'personName' });
    return {
      ...{ file, importer: `people.table.${profile.id}@${profile.version}`, rows, rejected, refused },
      title: profile.title.trim() === '' ? file.name : profile.title.trim(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
