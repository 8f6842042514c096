// A look at a table of labels before it is taken in: what becomes of each row under the columns that were assigned. It writes nothing.
import type { PreviewRow, TablePreview, TableForm } from '../../../../shared/contract/profile.ts';
import { labelCollector, type LabelFields } from '../../labels/index.ts';
import { labelPlaces } from '../labelledChains.ts';
import { labelRows } from '../labelTable.ts';
import { profileLayout } from '../profileRows.ts';
import { lackingNames, type Layout, type Profile, type Row, type Sheet, skippedKind } from '../tables/index.ts';

const MOST_FURTHER = 20;
const MOST_CELLS = 120;
const MOST_REASONS = 30;

export interface Seen {
  readonly name: string;
  readonly sheet: Sheet;
  readonly rows: readonly Row[];
  readonly whole: boolean;
  readonly fromTop: number;
  shown(cell: string): string;
}

type Part = Pick<TablePreview, 'form' | 'forms' | 'profile' | 'needs' | 'chains' | 'rows' | 'judged'>;

export async function previewLabels(
  profile: Profile,
  form: TableForm,
  seen: Seen,
): Promise<{ readonly layout: Layout; readonly part: Part }> {
  const layout = await profileLayout(seen.sheet, profile, form);
  const needs = lackingNames(profile, layout.head);
  const fits = needs.length === 0;
  const places = labelPlaces();
  const labels = labelCollector(places.isAddress);
  const fieldsOf = labelRows(profile, layout, seen.name);
  const rows: PreviewRow[] = [];
  let further = 0;
  let data = 0;
  for (const [index, row] of seen.rows.entries()) {
    const line = lineOf(row, layout, seen.shown);
    const before = labels.rejected.length;
    const fields = fits && line.kind === 'data' ? fieldsOf(row) : null;
    if (fields !== null) {
      data++;
      labels.add(row.number, fields);
    }
    const refused = labels.rejected.length > before ? labels.rejected.at(-1) : undefined;
    const judged: PreviewRow =
      fields === null
        ? line
        : refused === undefined
          ? { ...line, verdict: 'taken', label: readAs(fields, places, seen.shown) }
          : { ...line, verdict: 'rejected', reason: refused.reason };
    if (index < seen.fromTop || (judged.verdict === 'rejected' && further++ < MOST_FURTHER)) rows.push(judged);
  }
  return {
    layout,
    part: {
      form: fits ? { id: profile.id, version: profile.version, score: 0, saved: false } : null,
      forms: [],
      ...{ profile, needs: [...needs], chains: [], rows },
      judged: !fits
        ? null
        : {
            ...{ rows: data, taken: labels.accepted.length, rejected: data - labels.accepted.length, skipped: 0, whole: seen.whole },
            reasons: Object.entries(labels.refused)
              .map(([reason, count]) => ({ reason, column: null, rows: count }))
              .sort((a, b) => b.rows - a.rows)
              .slice(0, MOST_REASONS),
            flags: [],
          },
    },
  };
}

export function lineOf(row: Row, layout: Layout, shown: Seen['shown']): PreviewRow {
  const line: PreviewRow = {
    ...{ row: row.number, kind: 'data', cells: row.cells.slice(0, MOST_CELLS).map(shown) },
    ...{ verdict: null, reason: null, column: null, read: null, label: null, entry: null },
  };
  if (layout.headerRows.includes(row.number)) return { ...line, kind: 'header' };
  if (row.number < layout.firstRow) return { ...line, kind: 'preamble' };
  const kind = skippedKind(row, layout.head);
  return kind === null ? line : { ...line, kind };
}

function readAs(fields: LabelFields, places: ReturnType<typeof labelPlaces>, shown: Seen['shown']): PreviewRow['label'] {
  const { address = '', label = '', source = '', network, currency, category, abuse, confidence } = fields;
  const named = network?.trim() || currency?.trim() || undefined;
  const { chains, address: text } = places.of(address.trim(), named);
  const said = [category, abuse, confidence].flatMap((one) => (one === undefined || one === '' ? [] : [shown(one)]));
  return {
    address: shown(text),
    chain: chains.length === 1 ? (chains[0] ?? null) : null,
    label: shown(label),
    said,
    source: shown(source),
  };
}
