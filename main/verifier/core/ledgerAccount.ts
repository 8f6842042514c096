// What one pass over ledgers adds up: ends, fees, movements, conversions, what each seed brought. It decides nothing.
import { bySeed, covered, type LedgerPolicy, type Part, type Parts } from './ledgerMoney.ts';
import { assetOfLedger } from './ledgerGrounds.ts';

export interface TracedEnd {
  readonly ledger: string;
  readonly state: string;
  readonly amount: bigint;
  /** One part per seed. */
  readonly parts: Parts;
}
export interface TracedMove {
  readonly row: number;
  readonly amount: bigint;
  readonly hops: number;
}
export interface TracedSum {
  readonly amount: bigint;
  readonly parts: Parts;
}
export interface LedgerAnswer {
  readonly ends: readonly TracedEnd[];
  /** By asset. */
  readonly fees: ReadonlyMap<string, TracedSum>;
  readonly totals: ReadonlyMap<string, bigint>;
  /** By row. */
  readonly moves: ReadonlyMap<number, TracedMove>;
  /** Traced amounts through conversions, by number; backward, what came out stands as what went in. */
  readonly converted: ReadonlyMap<number, { readonly in: bigint; readonly out: bigint }>;
  /** Per seed: what it brought, less what others had brought. */
  readonly contributed: readonly bigint[];
  /** Blocks whose order could change a figure. */
  readonly openBlocks: readonly number[];
  /** Rows looked at. */
  readonly visited: number;
}

export const endKey = ({ ledger, state }: { readonly ledger: string; readonly state: string }): string => `${ledger}\n${state}`;

interface Growing {
  amount: bigint;
  readonly seeds: Map<number, bigint>;
}

export function openAccount(policy: LedgerPolicy, seedCount: number) {
  const ends = new Map<string, Growing & { ledger: string; state: string }>();
  const fees = new Map<string, Growing>();
  const moves = new Map<number, TracedMove>();
  const converted = new Map<number, { in: bigint; out: bigint }>();
  const contributed = new Array<bigint>(seedCount).fill(0n);
  const grow = (sum: Growing, parts: Parts): void => {
    sum.amount += covered(policy, bySeed(parts));
    for (const { seed, amount } of parts) sum.seeds.set(seed, (sum.seeds.get(seed) ?? 0n) + amount);
  };
  const settled = (seeds: ReadonlyMap<number, bigint>): Part[] =>
    [...seeds].sort(([a], [b]) => a - b).map(([seed, amount]) => ({ seed, start: 0n, amount }));
  return {
    end(ledger: string, state: string, parts: Parts): void {
      const key = endKey({ ledger, state });
      const sum = ends.get(key) ?? { ledger, state, amount: 0n, seeds: new Map<number, bigint>() };
      ends.set(key, sum);
      grow(sum, parts);
    },
    fee(asset: string, parts: Parts): void {
      const sum = fees.get(asset) ?? { amount: 0n, seeds: new Map<number, bigint>() };
      fees.set(asset, sum);
      grow(sum, parts);
    },
    move(row: number, parts: Parts, hops: number): void {
      moves.set(row, { row, amount: covered(policy, policy === 'poison' ? bySeed(parts) : parts), hops });
    },
    converted(conversion: number, went: Parts, came: Parts): void {
      converted.set(conversion, { in: covered(policy, went), out: covered(policy, came) });
    },
    contribute(seed: number, amount: bigint): void {
      contributed[seed] = (contributed[seed] as bigint) + amount;
    },
    close(openBlocks: readonly number[], visited: number): LedgerAnswer {
      const listed = [...ends.values()].map(({ ledger, state, amount, seeds }) => ({ ledger, state, amount, parts: settled(seeds) }));
      const totals = new Map<string, bigint>();
      for (const { ledger, parts } of listed) {
        const asset = assetOfLedger(ledger);
        totals.set(asset, (totals.get(asset) ?? 0n) + covered(policy, parts));
      }
      return {
        ends: listed,
        fees: new Map([...fees].map(([asset, { amount, seeds }]) => [asset, { amount, parts: settled(seeds) }])),
        ...{ totals, moves, converted, contributed, openBlocks, visited },
      };
    },
  };
}
