// The rows of a table of claims (labels, registers) whose columns a person assigned: where its header is, and each row behind it.
import type { TableForm } from '../../../shared/contract/profile.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { byteSourceOf, openingOf } from './accounts/tableSource.ts';
import type { SourceFile } from './sourceFile.ts';
import {
  lackingNames,
  type Layout,
  missingRoles,
  openSource,
  type Profile,
  recogniseSheet,
  type Row,
  rolesOf,
  type Sheet,
  type TableMapping,
} from './tables/index.ts';

/** What the reader of layouts asks of a form; rows are read elsewhere. */
function formOf(profile: Profile): TableMapping {
  return {
    ...{ id: profile.id, version: profile.version, family: 'ledger' as const, rowCaps: [] },
    sniff(head) {
      const roles = rolesOf(profile, head);
      if (roles === null || missingRoles(roles, profile).length > 0) return null;
      return { score: 90, reason: [...roles.keys()].join(', '), coin: null };
    },
    open: () => {
      throw new Error('a table of claims has no movements');
    },
  };
}

export function profileLayout(sheet: Sheet, profile: Profile, form: TableForm): Promise<Layout> {
  const header = form.header ?? (profile.header === 'none' ? { row: 1, count: 0 as const } : undefined);
  return recogniseSheet(sheet, { mappings: [formOf(profile)], ...(header === undefined ? {} : { header }) });
}

interface RowReader {
  row(row: Row): void;
  /** A row that the file itself breaks. */
  problem(row: Row): void;
}

/** Whether any sheet had the columns. Faults: intake.malformed. */
export async function readProfileRows(
  file: SourceFile,
  profile: Profile,
  form: TableForm,
  mostRows: number,
  begin: (layout: Layout) => RowReader,
): Promise<boolean> {
  const opened = await openSource(byteSourceOf(file), openingOf(form));
  let read = false;
  for (const sheet of opened.sheets) {
    if (form.sheet !== undefined && sheet.name !== form.sheet) continue;
    const layout = await profileLayout(sheet, profile, form);
    if (layout.mapping === null || lackingNames(profile, layout.head).length > 0) continue;
    read = true;
    const reader = begin(layout);
    let rows = 0;
    for await (const batch of sheet.rows())
      for (const row of batch) {
        if (++rows > mostRows)
          throw new Fault('intake.malformed', { file: file.name, row: row.number, reason: `more than ${mostRows} rows` });
        if (row.problem !== null && row.number >= layout.firstRow) reader.problem(row);
        else reader.row(row);
      }
  }
  return read;
}
