// An answer out of light rows: sums of each side, and pages that are named when they are asked for. It reads no slice.
import type { FetchItem } from '../../../../shared/contract/fetch.ts';
import type { AssetAmount, FactNeighbour, NeighbourQuestion, Neighbours, NeighbourSide } from './facts.ts';
import { addTo, type Amounts, each, type Row, type SideSums } from './row.ts';
import { firstRows } from './rowOrder.ts';

export interface RowReading {
  readonly order: NeighbourQuestion['order'];
  /** 0 for assets known by their issuer, 1 for others. */
  readonly standingOf: (asset: number) => number;
  readonly amountsOf: (amounts: Amounts) => AssetAmount[];
  readonly make: (row: Row) => FactNeighbour;
  readonly sums: { readonly in: SideSums; readonly out: SideSums };
  readonly gap: string | null;
  readonly fetch: FetchItem | null;
}

export function neighboursOf(rows: readonly Row[], reading: RowReading): Neighbours {
  const { sums, amountsOf } = reading;
  const first = firstRows(rows, reading);
  const sides = { in: emptySide(sums.in, amountsOf), out: emptySide(sums.out, amountsOf) };
  for (const row of rows) {
    const own = sides[row.side];
    own.count++;
    if (row.first !== null && (own.firstSeconds === null || row.first < own.firstSeconds)) own.firstSeconds = row.first;
    if (row.last !== null && (own.lastSeconds === null || row.last > own.lastSeconds)) own.lastSeconds = row.last;
  }
  return {
    ...{ ...sides, total: rows.length, gap: reading.gap, fetch: reading.fetch },
    page: (after, limit) =>
      first(after + limit)
        .slice(after, after + limit)
        .map(reading.make),
    amountsFrom(place) {
      const behind = rows.length - place;
      if (behind <= 0) return [];
      // All but the first ones: those alone are in order.
      const left: Amounts = new Map();
      const counts = new Map<number, number>();
      const note = (row: Row, sign: 1 | -1): void => {
        each(row, (asset, amount) => {
          addTo(left, asset, sign === 1 ? amount : -amount);
          counts.set(asset, (counts.get(asset) ?? 0) + sign);
        });
      };
      for (const row of rows) note(row, 1);
      for (const row of first(place).slice(0, place)) note(row, -1);
      return amountsOf(new Map([...left].filter(([asset]) => (counts.get(asset) as number) > 0)));
    },
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function emptySide({ transactions, amounts }: SideSums, amountsOf: RowReading['amountsOf']): Mutable<NeighbourSide> {
  return { count: 0, transactions, amounts: amountsOf(amounts), firstSeconds: null, lastSeconds: null };
}
