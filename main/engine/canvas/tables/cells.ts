// A row of the table as cells of text: full ids, amounts exactly in the smallest unit and beside it in the asset's own, UTC times. No cell is
// a number, for spreadsheets round those.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { CanvasRow } from '../../../../shared/contract/canvasTable.ts';

export const ROW_COLUMNS = [
  'kind',
  'chain',
  'chain_name',
  'transaction',
  'id',
  'height',
  'time_utc',
  'from',
  'more_from',
  'from_labels',
  'to',
  'to_labels',
  'amount',
  'symbol',
  'amount_smallest_unit',
  'asset',
  'spent_by',
  'statement',
  'grade',
  'marks',
  'text',
  'note',
] as const;
export type RowColumn = (typeof ROW_COLUMNS)[number];

/** Codes as the engine has them, or what a language says for them. */
export type SayCode = (family: 'kind' | 'statement' | 'mark', code: string) => string;

export function rowCells(row: CanvasRow, assets: readonly AssetView[], say: SayCode): Readonly<Record<RowColumn, string>> {
  const asset = row.asset === null ? undefined : assets[row.asset];
  return {
    kind: say('kind', row.kind),
    chain: row.chain ?? '',
    chain_name: row.chainName,
    transaction: row.transaction,
    id: row.id,
    height: row.height === null ? '' : String(row.height),
    time_utc: row.timeSeconds === null ? '' : timeCell(row),
    from: row.from.join('; '),
    more_from: row.moreFrom === 0 ? '' : String(row.moreFrom),
    from_labels: row.fromLabels.join('; '),
    to: row.to ?? '',
    to_labels: row.toLabels.join('; '),
    amount: row.amount === null || asset === undefined ? '' : unitText(row.amount, asset),
    symbol: asset?.symbol ?? '',
    amount_smallest_unit: row.amount ?? '',
    asset: asset?.key ?? '',
    spent_by: row.spentBy ?? '',
    statement: say('statement', row.statement),
    grade: row.grade ?? '',
    marks: row.marks.map((mark) => say('mark', mark)).join('; '),
    text: row.text,
    note: row.note,
  };
}

/** RFC 3339 in whole seconds; of a row whose source gives the day alone, the day. */
function timeCell({ timeSeconds, marks }: CanvasRow): string {
  const text = new Date((timeSeconds as number) * 1000).toISOString();
  return marks.includes('dayOnly') ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

/** Digits and a point, nothing rounded; empty where nobody knows how many decimals the asset has. */
export function unitText(amount: string, { decimals }: AssetView): string {
  if (decimals === null) return '';
  if (decimals === 0) return amount;
  const digits = amount.padStart(decimals + 1, '0');
  return `${digits.slice(0, digits.length - decimals)}.${digits.slice(digits.length - decimals)}`;
}
