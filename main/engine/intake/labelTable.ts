// A table of labels whose columns a person assigned: CSV or a workbook, by the same mappings as tables of movements, of the family `labels`.
// A vendor's words stay the vendor's: nothing is translated.
import { Fault } from '../../../shared/model/fault.ts';
import type { TableForm } from '../../../shared/contract/profile.ts';
import { labelCollector, type LabelFields, type ParsedLabels } from '../labels/index.ts';
import { labelPlaces } from './labelledChains.ts';
import { EMPTY_MATERIAL, type Material } from './material.ts';
import { readProfileRows } from './profileRows.ts';
import { openSourceFile } from './sourceFile.ts';
import { columnsOf, type ColumnRole, type Layout, type Profile, type Row, skippedKind } from './tables/index.ts';
import { plainText } from './tables/cellText.ts';

/** Rows of one table; a larger one is another kind of file. */
const MOST_ROWS = 2_000_000;
const FIELDS: readonly (readonly [ColumnRole, keyof LabelFields])[] = [
  ['address', 'address'],
  ['label', 'label'],
  ['labelSource', 'source'],
  ['category', 'category'],
  ['abuse', 'abuse'],
  ['concepts', 'concepts'],
  ['confidence', 'confidence'],
  ['actor', 'actor'],
  ['asset', 'currency'],
  ['network', 'network'],
  ['time', 'lastModified'],
  ['remark', 'context'],
];

export const isLabelProfile = (profile: Profile | null): profile is Profile => profile?.family === 'labels';

/** Reads one row's fields; null where the row is no data. */
export function labelRows(profile: Profile, layout: Layout, name: string): (row: Row) => LabelFields | null {
  const roles = columnsOf(profile, layout.head);
  const columns = FIELDS.flatMap(([role, field]) => (roles.has(role) ? [[roles.get(role) as number, field] as const] : []));
  const title = profile.title.trim();
  return (row) => {
    if (row.number < layout.firstRow || skippedKind(row, layout.head) !== null) return null;
    const fields: Record<string, string> = {
      label: title,
      source: title === '' ? name : `${title}: ${name}`,
      currency: profile.asset ?? '',
    };
    for (const [column, field] of columns) {
      const text = plainText(row.cells[column] ?? '');
      if (text !== '') fields[field] = field === 'concepts' ? text.split(/\s*[;,|]\s*/).join('\n') : text;
    }
    return fields;
  };
}

/** Faults: intake.profileMisfit, intake.malformed. */
export async function readLabelTable(path: string, profile: Profile, form: TableForm): Promise<Material> {
  const file = openSourceFile(path);
  try {
    const places = labelPlaces();
    const labels = labelCollector(places.isAddress);
    const read = await readProfileRows(file, profile, form, MOST_ROWS, (layout) => {
      const fieldsOf = labelRows(profile, layout, file.name);
      return {
        row(row) {
          const fields = fieldsOf(row);
          if (fields !== null) labels.add(row.number, fields);
        },
        problem: (row) => void labels.reject(row.number, 'malformedRow', row.cells[0] ?? ''),
      };
    });
    if (!read) throw new Fault('intake.profileMisfit', { file: file.name, profile: profile.id, missing: 'address' });
    const parsed: ParsedLabels = {
      format: 'table',
      importer: `labels.table.${profile.id}@${profile.version}`,
      title: profile.title.trim() === '' ? file.name : profile.title.trim(),
      accepted: labels.accepted,
      rejected: labels.rejected,
      refused: labels.refused,
    };
    return { ...EMPTY_MATERIAL, files: [file], labels: parsed, places };
  } catch (error) {
    file.close();
    throw error;
  }
}
