// Where a trace over ledgers is told to stay. Nothing stops unless it is asked for; each stop says which rule it was.
import type { AccountSlice } from './accountSlice.ts';
import { heightOf, timeOf } from './accountSlice.ts';

/** Rules that name accounts, in the order in which they are asked: the first that holds is named. */
export const ACCOUNT_RULES = ['service', 'mixer', 'bridge', 'contractPool', 'addresses'] as const;
export type AccountRule = (typeof ACCOUNT_RULES)[number];

export interface AccountStops {
  /** Account numbers per rule: attributed services, mixers, bridges, pools, accounts the examiner named. */
  readonly accounts?: Readonly<Partial<Record<AccountRule, readonly number[]>>>;
  /** Per asset number: an arrival below this amount (all seeds together) is not followed. */
  readonly minValue?: ReadonlyMap<number, bigint>;
  /** Taint that has passed this many transfers is not followed. */
  readonly maxHops?: number;
  /** Taint is not followed into transfers outside of these, or whose block or time is not stated. */
  readonly heights?: { readonly from?: number; readonly to?: number };
  readonly times?: { readonly from?: number; readonly to?: number };
}

export interface StopTests {
  /** Rule that keeps what arrives at an account, or null. Those that name accounts never stop a seed. */
  arrival(account: number, asset: number, amount: bigint, hops: number, isSeed: boolean): string | null;
  /** Rule that keeps taint from leaving with a transfer, or null. */
  departure(transfer: number): string | null;
}

export function prepareAccountStops(slice: AccountSlice, stops: AccountStops): StopTests {
  const sets = ACCOUNT_RULES.map((rule) => ({ rule, accounts: new Set(stops.accounts?.[rule] ?? []) }));
  const outside = (value: number, range: { readonly from?: number; readonly to?: number }): boolean =>
    value < 0 || value < (range.from ?? 0) || value > (range.to ?? Infinity);
  return {
    arrival(account, asset, amount, hops, isSeed) {
      if (!isSeed) for (const { rule, accounts } of sets) if (accounts.has(account)) return rule;
      const floor = stops.minValue?.get(asset);
      if (floor !== undefined && amount < floor) return 'minValue';
      return stops.maxHops !== undefined && hops >= stops.maxHops ? 'maxHops' : null;
    },
    departure(transfer) {
      if (stops.heights !== undefined && outside(heightOf(slice, transfer), stops.heights)) return 'heightWindow';
      return stops.times !== undefined && outside(timeOf(slice, transfer), stops.times) ? 'dateWindow' : null;
    },
  };
}
