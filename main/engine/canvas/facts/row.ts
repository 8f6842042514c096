// Neighbours before they are named: what a row holds, and sums of rows, for coins and accounts alike. It names nothing and reads no slice.

/** Amounts by the family's own number of an asset. */
export type Amounts = Map<number, bigint>;

export type Side = 'in' | 'out';

export interface Row {
  readonly side: Side;
  /** What stands there, as the family numbers it: it also decides ties. */
  readonly number: number;
  /** Most rows have one asset: number and amount, -1 where the case does not know it. */
  readonly asset: number;
  readonly amount: bigint;
  /** Further assets, or null. */
  readonly others: Amounts | null;
  readonly count: number;
  readonly shared: number;
  readonly first: number | null;
  readonly last: number | null;
}

/** What the rows of a side come to, each transaction or movement counted once. */
export interface SideSums {
  readonly transactions: number;
  readonly amounts: Amounts;
}

export const NO_SUMS: SideSums = { transactions: 0, amounts: new Map() };

export function addTo(amounts: Amounts, asset: number, amount: bigint): void {
  amounts.set(asset, (amounts.get(asset) ?? 0n) + amount);
}

export function each({ asset, amount, others }: Row, visit: (asset: number, amount: bigint) => void): void {
  if (asset >= 0) visit(asset, amount);
  if (others !== null) for (const [other, more] of others) visit(other, more);
}

export function amountsOfRow(row: Row): Amounts {
  const sums: Amounts = new Map();
  each(row, (asset, amount) => addTo(sums, asset, amount));
  return sums;
}

/** Of rows that each stand for one transaction or movement of their own. */
export function sumsOf(rows: readonly Row[]): { readonly in: SideSums; readonly out: SideSums } {
  const sums = { in: { transactions: 0, amounts: new Map() as Amounts }, out: { transactions: 0, amounts: new Map() as Amounts } };
  for (const row of rows) {
    const own = sums[row.side];
    own.transactions++;
    each(row, (asset, amount) => addTo(own.amounts, asset, amount));
  }
  return sums;
}
