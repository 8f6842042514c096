// Taint through the conversions of one pass forward: what waits in them until the payments out come, and what of it never comes out.
import type { AccountSlice } from './accountSlice.ts';
import { type Conversion, type ConversionPlaces, convertLots } from './conversions.ts';
import type { PassAccount } from './passAccount.ts';
import { type AccountPolicy, type Lot, type Lots, NO_LOTS } from './policies/policy.ts';
import type * as run from './run.ts';

export interface Converter {
  goesIn(conversion: number, transfer: number, amount: bigint, lots: Lots, hops: number): void;
  /** The part of a conversion's taint that one outgoing transfer carries; null where none went in. */
  comesOut(conversion: number, amount: bigint): { readonly lots: Lots; readonly hops: number } | null;
  /** Ends what has not come out. */
  close(): void;
}

interface Setting {
  readonly slice: AccountSlice;
  readonly request: run.AccountTraceRequest;
  readonly conversions: ConversionPlaces;
}

interface Waiting {
  /** Last payment in. */
  ins: number;
  amount: bigint;
  lots: Lot[];
  hops: number;
  outs: Lots | null;
  /** Sum of the payments out that came. */
  passed: bigint;
}

export function createConverter(
  policy: AccountPolicy,
  { slice, request, conversions }: Setting,
  account: PassAccount,
  visit: (transfer: number) => void,
): Converter {
  const waiting = new Map<number, Waiting>();
  const members = (conversion: number): Conversion => (request.conversions ?? [])[conversion] as Conversion;
  const sums = (conversion: number) => conversions.amounts[conversion] as ConversionPlaces['amounts'][number];

  /** Positions count from the first transfer that goes in, also where taint came only with a later one. */
  function offsetLots(conversion: number, { lots, amount }: Waiting): Lots {
    const missing = sums(conversion).in - amount;
    return missing === 0n || members(conversion).ins.length === 1 ? lots : lots.map((lot) => ({ ...lot, start: lot.start + missing }));
  }

  function partOf(conversion: number, lots: Lots, start: bigint, amount: bigint): Lots {
    if (policy.ordered) return cut(lots, start, amount);
    const { out } = sums(conversion);
    if (!policy.conserves) return lots.map((lot) => ({ ...lot, amount }));
    // Cumulative floors: the parts of several outgoing transfers add up to the whole.
    const shared: Lot[] = [];
    for (const lot of lots) {
      const part = (lot.amount * (start + amount)) / out - (lot.amount * start) / out;
      if (part > 0n) shared.push({ ...lot, amount: part });
    }
    return shared;
  }

  /** What went in and did not come out before the moment asked for, or in a transaction that failed, lies where it went in. [A12] */
  function endNotOut(conversion: number, { lots, outs, hops, ins, passed }: Waiting): void {
    if (lots.length === 0) return;
    const state: run.AccountEndState = `stopped:${members(conversion).kind}`;
    // What was made out of nothing has no sender.
    const ledgerOf = (transfer: number): number => (slice.fromLedger[transfer] as number) || (slice.toLedger[transfer] as number);
    if (outs === null) {
      account.end(ledgerOf(ins), state, lots, ins, hops);
      return;
    }
    const left = sums(conversion).out - passed;
    const rest = left === 0n ? NO_LOTS : partOf(conversion, outs, passed, left);
    if (rest.length > 0) account.end(ledgerOf(members(conversion).outs.at(-1) as number), state, rest, ins, hops);
  }

  return {
    goesIn(conversion, transfer, amount, lots, hops) {
      const known = waiting.get(conversion) ?? { ins: 0, amount: 0n, lots: [], hops, outs: null, passed: 0n };
      for (const lot of lots) known.lots.push({ ...lot, start: known.amount + lot.start });
      known.amount += amount;
      known.ins = transfer;
      if (lots.length > 0) known.hops = Math.min(known.hops, hops);
      waiting.set(conversion, known);
      if (known.lots.length === 0) return;
      for (const out of members(conversion).outs) visit(out);
      // A part of the payment that came before taint reached its payer still counts in the whole.
      for (const other of members(conversion).ins) if (other > transfer) visit(other);
    },
    comesOut(conversion, amount) {
      const known = waiting.get(conversion);
      if (known === undefined || known.lots.length === 0) return null;
      const start = known.passed;
      known.passed += amount;
      if (known.outs === null) {
        const { in: amountIn, out } = sums(conversion);
        const perSeed = new Map(known.lots.map((lot) => [lot.seed, { ...lot, start: 0n, amount: amountIn }]));
        const lots = policy.ordered ? offsetLots(conversion, known) : policy.conserves ? known.lots : [...perSeed.values()];
        known.outs = convertLots(lots, amountIn, out, policy.ordered);
        account.converted(conversion, known.lots, known.outs);
      }
      return { lots: partOf(conversion, known.outs, start, amount), hops: known.hops };
    },
    close() {
      for (const [conversion, known] of waiting) endNotOut(conversion, known);
    },
  };
}

function cut(lots: Lots, start: bigint, amount: bigint): Lots {
  const part: Lot[] = [];
  for (const lot of lots) {
    const from = lot.start > start ? lot.start : start;
    const to = lot.start + lot.amount < start + amount ? lot.start + lot.amount : start + amount;
    if (to > from) part.push({ seed: lot.seed, start: from - start, amount: to - from });
  }
  return part;
}
