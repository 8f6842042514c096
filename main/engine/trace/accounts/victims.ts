// The victim table: each row seeds one run, and the result says per victim what reaches which endpoint under each policy, and which
// sums would count money twice. It reads no file and decides no claim.
import { type AccountSlice, amountOf, timeOf } from './accountSlice.ts';
import type { Steps } from '../../kernel/index.ts';
import { traceForward } from './forward.ts';
import type * as run from './run.ts';

export interface VictimRow {
  /** The examiner's own name of the claim; unique in the table. */
  readonly reference: string;
  /** Seconds since 1970 as the victim states, or null. */
  readonly timeSeconds: number | null;
  /** Transfer that the row was found to mean, or null where it was not found. */
  readonly transfer: number | null;
  /** In the asset's smallest unit; null: the whole transfer. */
  readonly amount: bigint | null;
}

export type VictimProblem =
  | { readonly kind: 'referenceTwice' | 'transferNotFound' }
  | { readonly kind: 'amountAboveTransfer'; readonly claimed: bigint; readonly transferred: bigint }
  | { readonly kind: 'amountBelowTransfer'; readonly claimed: bigint; readonly transferred: bigint }
  | { readonly kind: 'timeDiffers'; readonly stated: number; readonly found: number }
  | { readonly kind: 'excluded'; readonly reason: string };

export interface VictimEndpoint {
  readonly ledger: number;
  readonly state: run.AccountEndState;
  readonly figure: run.Figure;
}

export interface VictimOutcome {
  readonly reference: string;
  /** Seed number of the run, or null where the row seeds nothing. */
  readonly seed: number | null;
  readonly asset: number | null;
  /** What the row claims, at most the transfer; and what of it no other victim's money had already filled. */
  readonly claimed: bigint;
  readonly contributed: bigint;
  readonly endpoints: readonly VictimEndpoint[];
  readonly fees: readonly { readonly asset: number; readonly amount: bigint }[];
}

/** A sum that would count units twice, and by how much at most. */
export type DoubleCount =
  /** Several rows claim more of one transfer than it moved. */
  | {
      readonly kind: 'claims';
      readonly transfer: number;
      readonly references: readonly string[];
      readonly sum: bigint;
      readonly whole: bigint;
    }
  /** Other victims' money came with this payment: the claims together are more than what was paid in. */
  | { readonly kind: 'reached'; readonly reference: string; readonly claimed: bigint; readonly contributed: bigint }
  /** The victims' figures at one endpoint add up to more than lies there (always possible under poison and with ranges). */
  | {
      readonly kind: 'endpoint';
      readonly ledger: number;
      readonly state: run.AccountEndState;
      readonly sum: bigint;
      readonly whole: bigint;
    };

export interface VictimPolicy {
  readonly policy: string;
  readonly victims: readonly VictimOutcome[];
  readonly doubleCounts: readonly DoubleCount[];
}

export interface VictimTable {
  readonly problems: readonly { readonly reference: string; readonly problem: VictimProblem }[];
  readonly run: run.AccountTraceResult;
  readonly policies: readonly VictimPolicy[];
}

/** Tolerance between a victim's stated time and the block's: a day, as statements often carry a date alone and a local time. */
const TIME_TOLERANCE_SECONDS = 86_400;

/** Traces all rows as one run. [A19] Faults: those of traceForward. */
export function* traceVictims(
  slice: AccountSlice,
  rows: readonly VictimRow[],
  request: Omit<run.AccountTraceRequest, 'seeds'>,
): Steps<VictimTable> {
  const problems: { reference: string; problem: VictimProblem }[] = [];
  const used = new Map<string, VictimRow>();
  const seeds: run.AccountSeed[] = [];
  for (const row of rows) {
    const report = (problem: VictimProblem): void => void problems.push({ reference: row.reference, problem });
    if (used.has(row.reference)) {
      report({ kind: 'referenceTwice' });
      continue;
    }
    used.set(row.reference, row);
    if (row.transfer === null) {
      report({ kind: 'transferNotFound' });
      continue;
    }
    const transferred = amountOf(slice, row.transfer);
    if (row.amount !== null && row.amount > transferred) report({ kind: 'amountAboveTransfer', claimed: row.amount, transferred });
    if (row.amount !== null && row.amount < transferred) report({ kind: 'amountBelowTransfer', claimed: row.amount, transferred });
    const found = timeOf(slice, row.transfer);
    if (row.timeSeconds !== null && found >= 0 && Math.abs(found - row.timeSeconds) > TIME_TOLERANCE_SECONDS)
      report({ kind: 'timeDiffers', stated: row.timeSeconds, found });
    const amount = row.amount ?? transferred;
    seeds.push({ kind: 'transfer', transfer: row.transfer, amount, reference: row.reference });
  }
  const result = yield* traceForward(slice, { ...request, seeds });
  const seedOf = new Map(result.seeds.map(({ seed }, number) => [seed.reference ?? '', number]));
  for (const { seed, excluded } of result.seeds)
    if (excluded !== null) problems.push({ reference: seed.reference ?? '', problem: { kind: 'excluded', reason: excluded } });
  const policies = result.policies.map((policy): VictimPolicy => {
    const victims = [...used.keys()].map((reference) => outcome(reference, seedOf.get(reference) ?? null, result, policy));
    return { policy: policy.policy, victims, doubleCounts: doubleCounts(slice, [...used.values()], victims, policy) };
  });
  return { problems, run: result, policies };
}

function outcome(reference: string, seed: number | null, result: run.AccountTraceResult, policy: run.AccountPolicyResult): VictimOutcome {
  if (seed === null) return { reference, seed, asset: null, claimed: 0n, contributed: 0n, endpoints: [], fees: [] };
  const own = result.seeds[seed] as run.NumberedSeed;
  return {
    ...{ reference, seed, asset: own.asset, claimed: own.amount, contributed: policy.contributed[seed] ?? 0n },
    endpoints: policy.ends.flatMap((end) =>
      end.bySeed.filter((share) => share.seed === seed).map((share) => ({ ledger: end.ledger, state: end.state, figure: share.figure })),
    ),
    fees: policy.fees.flatMap((fee) =>
      fee.bySeed.filter((share) => share.seed === seed).map((share) => ({ asset: fee.asset, amount: share.amount })),
    ),
  };
}

const most = (figure: run.Figure): bigint => (figure.incomplete ? figure.high : figure.amount);

function doubleCounts(
  slice: AccountSlice,
  rows: readonly VictimRow[],
  victims: readonly VictimOutcome[],
  policy: run.AccountPolicyResult,
): DoubleCount[] {
  const found: DoubleCount[] = [];
  const byTransfer = new Map<number, VictimRow[]>();
  for (const row of rows) if (row.transfer !== null) byTransfer.set(row.transfer, [...(byTransfer.get(row.transfer) ?? []), row]);
  for (const [transfer, claims] of [...byTransfer].sort(([a], [b]) => a - b)) {
    const whole = amountOf(slice, transfer);
    const sum = claims.reduce((total, row) => total + (row.amount ?? whole), 0n);
    if (claims.length > 1 && sum > whole)
      found.push({ kind: 'claims', transfer, references: claims.map(({ reference }) => reference).sort(), sum, whole });
  }
  for (const { reference, seed, claimed, contributed } of victims)
    if (seed !== null && contributed < claimed) found.push({ kind: 'reached', reference, claimed, contributed });
  for (const end of policy.ends) {
    const sum = end.bySeed.reduce((total, share) => total + most(share.figure), 0n);
    if (sum > most(end.figure)) found.push({ kind: 'endpoint', ledger: end.ledger, state: end.state, sum, whole: most(end.figure) });
  }
  return found;
}
