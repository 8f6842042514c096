// The spread of a run: what each policy assigns, the primary one first. Exact sums; no policy is known by name here.
import { compareAmounts } from '../../design/amounts.ts';

export interface PolicyTotals {
  readonly totalSat: string;
  readonly feesSat: string;
  readonly holdings: number;
  /** Transactions whose fee is unknown and not in `feesSat`. */
  readonly feesUnknown?: number | undefined;
}
export interface SpreadRow extends PolicyTotals {
  readonly policy: string;
  readonly primary: boolean;
  /** Holdings and fees exceed the seeds: the policy counts units more than once, so it sets no bound. */
  readonly exceeds: boolean;
}
export interface Spread {
  readonly rows: readonly SpreadRow[];
  /** Least and most assigned to holdings, over the policies that conserve amounts; null without any. */
  readonly least: string | null;
  readonly most: string | null;
}

export function spreadOf(totals: Readonly<Record<string, PolicyTotals>>, primary: string, seedSat: string): Spread {
  const rows = Object.entries(totals)
    .map(
      ([policy, total]): SpreadRow => ({
        policy,
        primary: policy === primary,
        exceeds: BigInt(total.totalSat) + BigInt(total.feesSat) > BigInt(seedSat),
        ...total,
      }),
    )
    .sort((a, b) => Number(b.primary) - Number(a.primary) || Number(a.exceeds) - Number(b.exceeds));
  const bounded = rows
    .filter((row) => !row.exceeds)
    .map((row) => row.totalSat)
    .sort(compareAmounts);
  return { rows, least: bounded[0] ?? null, most: bounded[bounded.length - 1] ?? null };
}
