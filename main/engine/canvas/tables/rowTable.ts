// The table beside a canvas: its rows sorted and counted by number, and named a page at a time. It changes nothing.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { CanvasRow } from '../../../../shared/contract/canvasTable.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { CanvasState } from '../canvases/document.ts';
import { type Material, shownOn } from '../canvases/shown.ts';
import { hourOf } from '../../trace/index.ts';
import { type Gathered, gather, type TableRow } from './gather.ts';
import { nameRow, type RowNames, rowNames } from './nameRow.ts';

export interface RowQuestion {
  readonly items: readonly string[];
  readonly text: string;
  readonly order: 'time' | 'amount' | 'from' | 'to' | 'height';
  readonly descending: boolean;
  readonly fromSeconds?: number | undefined;
  readonly toSeconds?: number | undefined;
  readonly hour?: { readonly weekday: number; readonly hour: number; readonly offsetMinutes: number } | undefined;
}

export interface RowTable {
  readonly total: number;
  readonly assets: AssetView[];
  /** Things of the canvas that level or filter do not show, and that the case no longer holds. */
  readonly hidden: number;
  readonly missing: number;
  readonly sums: { asset: number; amount: string; rows: number }[];
  page(after: number, limit: number): CanvasRow[];
}

export function rowTable(file: CaseFile, state: CanvasState, material: Material, asked: RowQuestion): RowTable {
  const shown = shownOn(state, material);
  const gathered = gather(state, shown, material.facts);
  const names = rowNames(file, state, gathered);
  const rows = chosen(gathered, state, names, asked);
  const order = ordered(rows, names, asked);
  const { assets, sums, assetOf } = summed(rows);
  return {
    ...{ total: rows.length, assets, sums, hidden: shown.hidden, missing: shown.missing.length },
    page: (after, limit) => [...order.subarray(after, after + limit)].map((at) => nameRow(rows[at] as TableRow, names, assetOf)),
  };
}

/** Rows behind the items asked for that hold the text asked for. */
function chosen({ rows, itemsOf }: Gathered, state: CanvasState, names: RowNames, asked: RowQuestion): readonly TableRow[] {
  const { items, text } = asked;
  // An open group is drawn by what is in it.
  const wanted = new Set(items.flatMap((name) => [name, ...(state.groups.get(name)?.members ?? [])]));
  const timed = isTimeAsked(asked) ? rows.filter((row) => isWithin(names.timeOf(row), asked)) : rows;
  const behind = wanted.size === 0 ? timed : timed.filter((row) => itemsOf(row).some((item) => wanted.has(item)));
  const sought = text.trim().toLowerCase();
  return sought === '' ? behind : behind.filter(names.holding(sought));
}

const isTimeAsked = ({ fromSeconds, toSeconds, hour }: RowQuestion): boolean =>
  fromSeconds !== undefined || toSeconds !== undefined || hour !== undefined;

/** What has no time lies in no stretch of it. */
function isWithin(seconds: number | null, { fromSeconds, toSeconds, hour }: RowQuestion): boolean {
  if (seconds === null || seconds < (fromSeconds ?? seconds) || seconds > (toSeconds ?? seconds)) return false;
  if (hour === undefined) return true;
  const place = hourOf(seconds, hour.offsetMinutes);
  return place.weekday === hour.weekday && place.hour === hour.hour;
}

type Compare = (a: number, b: number) => number;

/** Places of the rows in order. What has no value stands at the end whichever way; ties stand as the chain has them. */
function ordered(rows: readonly TableRow[], names: RowNames, { order, descending }: RowQuestion): Uint32Array {
  const sign = descending ? -1 : 1;
  const places = Uint32Array.from(rows.keys());
  const sorted = (compare: Compare): Uint32Array => places.sort((a, b) => compare(a, b) || a - b);
  if (order === 'time' || order === 'height') {
    const keys = Float64Array.from(rows, (row) => {
      if (order === 'time') return names.timeOf(row) ?? Number.NaN;
      return 'event' in row ? Number.NaN : (row.chain.transfers.heightOf(row.transfer) ?? Number.NaN);
    });
    return sorted((a, b) => {
      const [x, y] = [keys[a] as number, keys[b] as number];
      return Number.isNaN(x) || Number.isNaN(y) ? Number(Number.isNaN(x)) - Number(Number.isNaN(y)) : sign * (x - y);
    });
  }
  if (order === 'amount') return sorted(byAmount(rows, sign));
  const keys = rows.map((row) => names.firstParty(row, order));
  return sorted((a, b) => {
    const [x, y] = [keys[a] as string, keys[b] as string];
    if (x === '' || y === '') return Number(x === '') - Number(y === '');
    return x < y ? -sign : x > y ? sign : 0;
  });
}

/** Within each asset, known issuers' first, chain by chain: nothing compares one asset with another. */
function byAmount(rows: readonly TableRow[], sign: number): Compare {
  const assets = Float64Array.from(rows, (row) =>
    'event' in row ? Infinity : row.rank * ASSETS + row.chain.transfers.assetOf(row.transfer),
  );
  const amounts = rows.map((row) => ('event' in row ? null : row.chain.transfers.amountOf(row.transfer)));
  return (a, b) => {
    const [x, y] = [assets[a] as number, assets[b] as number];
    if (x !== y) return x < y ? -1 : 1;
    const [left, right] = [amounts[a] ?? null, amounts[b] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return left < right ? -sign : left > right ? sign : 0;
  };
}

/** More than any chain of a case has assets. */
const ASSETS = 2 ** 32;

interface Summed extends Pick<RowTable, 'assets' | 'sums'> {
  /** Position of a row's asset; null for an event. */
  assetOf(row: TableRow): number | null;
}

function summed(rows: readonly TableRow[]): Summed {
  const found = new Map<number, { readonly view: AssetView; amount: bigint; rows: number }>();
  const keyOf = (row: TableRow): number => ('event' in row ? -1 : row.rank * ASSETS + row.chain.transfers.assetOf(row.transfer));
  for (const row of rows) {
    if ('event' in row) continue;
    const { transfers, asset } = row.chain;
    const key = keyOf(row);
    let sum = found.get(key);
    if (sum === undefined) {
      const view = asset(transfers.assetKey(transfers.assetOf(row.transfer)));
      if (view === null) throw new Error('rowTable: an asset of no chain');
      sum = { view, amount: 0n, rows: 0 };
      found.set(key, sum);
    }
    const amount = transfers.amountOf(row.transfer);
    if (amount === null) continue;
    sum.amount += amount;
    sum.rows++;
  }
  const inOrder = [...found].sort(([a], [b]) => a - b);
  const places = new Map(inOrder.map(([key], place) => [key, place]));
  return {
    assets: inOrder.map(([, { view }]) => view),
    // Where no amount of an asset is known there is none to say, not even nothing.
    sums: inOrder.flatMap(([, { amount, rows: count }], asset) => (count === 0 ? [] : [{ asset, amount: amount.toString(), rows: count }])),
    assetOf: (row) => places.get(keyOf(row)) ?? null,
  };
}
