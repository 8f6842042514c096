// The request and the result of a trace over account ledgers. No I/O and no text of accounts: the caller turns numbers into names.
import { Fault } from '../../../../shared/model/fault.ts';
import type { Steps } from '../../kernel/index.ts';
import type { Direction } from '../policies/policy.ts';
import type { AccountSlice } from './accountSlice.ts';
import { amountOf, assetOf, isFee, moves, STATUS_FAILED } from './accountSlice.ts';
import type { Conversion } from './conversions.ts';
import { accountPolicies } from './policies/index.ts';
import type { AccountPolicy } from './policies/policy.ts';
import type { LedgerKnowledge } from './reconcile.ts';
import type { AccountStops } from './stops.ts';

/** A transfer, whole or a part of it; or an amount that lies in a ledger at a moment. */
export type AccountSeed =
  | { readonly kind: 'transfer'; readonly transfer: number; readonly amount?: bigint; readonly reference?: string }
  | { readonly kind: 'holding'; readonly ledger: number; readonly amount: bigint; readonly moment: number; readonly reference?: string };

export interface AccountTraceRequest {
  /** Order does not matter; a whole transfer given twice counts once. */
  readonly seeds: readonly AccountSeed[];
  readonly policies: readonly string[];
  readonly knowledge: LedgerKnowledge;
  readonly conversions?: readonly Conversion[];
  readonly stops?: AccountStops;
  /** Transfers that neither seed nor extend, with the reason as a code (address poisoning, dust). */
  readonly excludedTransfers?: ReadonlyMap<number, string>;
  /** Asset numbers of counterfeits: neither seeded nor followed into, and in no total. */
  readonly counterfeits?: ReadonlySet<number>;
  /** Moment at which "held" is stated; the end of the slice when absent. */
  readonly moment?: number;
  /** False: the movements that taint went with are counted with and not listed, of which there may be millions. Default true. */
  readonly moves?: boolean;
  /** Orders tried where a source gives none inside a block; beyond it bounds are given. Default 720. */
  readonly ordersTried?: number;
}

/** Movements looked at between two steps of a trace. */
const STRIDE = 4096;

/** A step now and then, with how many movements a policy has looked at. */
export function* looked(policy: string, transfers: number): Steps<void> {
  if (transfers % STRIDE === 0) yield { phase: `trace:${policy}`, done: transfers, total: null, unit: 'steps' };
}

export interface SeedShare {
  readonly seed: number;
  readonly amount: bigint;
}

/**
 * One number, or a range where the ledger is incomplete or the order of rows is not known: never one number then. `why` names what
 * stands behind the range. [A8]
 */
export type Figure =
  | { readonly incomplete: false; readonly amount: bigint }
  | { readonly incomplete: true; readonly low: bigint; readonly high: bigint; readonly why: 'ledger' | 'order' };

export type AccountEndState =
  | 'held'
  | 'unknown:coverage'
  | 'unknown:incompleteLedger'
  | 'unknown:order'
  | 'paused:unknownLedger'
  | 'burned'
  | 'opening'
  | 'minted'
  | `excluded:${string}`
  | `stopped:${string}`;

export interface EndShare extends SeedShare {
  readonly figure: Figure;
}

/** Where taint lies at the end: in a ledger, and why no further. */
export interface AccountEnd {
  readonly ledger: number;
  readonly state: AccountEndState;
  /**
   * Amount that the trace brought here. Where `figure` is a range this is what arrived by the rows held, counted so that nothing is
   * lost from the sum; it must not be printed as a balance.
   */
  readonly amount: bigint;
  readonly bySeed: readonly EndShare[];
  readonly figure: Figure;
  /** Last transfer that brought taint here, or -1 for a holding that was a seed. */
  readonly transfer: number;
  /** Fewest transfers from any seed. */
  readonly hops: number;
}

/** Taint that moved with one transfer, its end included. */
export interface AccountMove {
  readonly transfer: number;
  readonly amount: bigint;
  readonly bySeed: readonly SeedShare[];
  readonly hops: number;
  /** Number of the conversion that it went into, or -1. */
  readonly conversion: number;
}

export interface AssetSum {
  readonly asset: number;
  readonly amount: bigint;
  readonly bySeed: readonly SeedShare[];
}

/** Taint through a conversion, in the direction of the trace: backward, what came out is named `in`. */
export interface ConvertedTaint {
  readonly conversion: number;
  readonly assetIn: number;
  readonly taintIn: bigint;
  readonly bySeedIn: readonly SeedShare[];
  readonly assetOut: number;
  readonly taintOut: bigint;
  readonly bySeedOut: readonly SeedShare[];
}

export interface Excluded {
  readonly transfer: number;
  readonly reason: string;
}

/** What would have to be fetched for the trace to go on. */
export interface FetchEntry {
  readonly ledger: number;
  readonly account: number;
  readonly asset: number;
  readonly chain: number;
  /** Block number from which on the ledger is wanted, or -1 where the chain states none; and the time. */
  readonly fromHeight: number;
  readonly fromTime: number;
  readonly why: 'oneSidedLedger' | 'incompleteLedger';
}

export interface AccountPolicyResult {
  readonly policy: string;
  readonly version: number;
  /** Per seed, in the seed's asset: what it contributed, less what other seeds had brought. */
  readonly contributed: readonly bigint[];
  /** By ledger, then state. */
  readonly ends: readonly AccountEnd[];
  readonly fees: readonly AssetSum[];
  readonly moves: readonly AccountMove[];
  readonly converted: readonly ConvertedTaint[];
  /** Sum of all ends per asset; under poison an upper bound of nothing but reach. */
  readonly totals: readonly AssetSum[];
  readonly excluded: readonly Excluded[];
  readonly fetch: readonly FetchEntry[];
  /** Where no source gives an order that matters: how many admissible orders were tried (all of them), or bounds that hold for all. */
  readonly orders: 'known' | { readonly tried: number } | 'bounded';
  /** Where a figure is a range: what traced amounts can have moved with at most, and the blocks in no known order that it rests on. */
  readonly possible?: { readonly moves: readonly AccountMove[]; readonly openBlocks: readonly number[] };
}

export interface NumberedSeed {
  readonly seed: AccountSeed;
  readonly asset: number;
  /** Whole amount asked for; the transfer's where none is named. */
  readonly amount: bigint;
  /** Why it cannot seed, or null. */
  readonly excluded: string | null;
}

export interface AccountTraceResult {
  readonly direction: Direction;
  /** In seed order; positions in this list are the seed numbers everywhere else. */
  readonly seeds: readonly NumberedSeed[];
  readonly moment: number;
  readonly policies: readonly AccountPolicyResult[];
}

/** The moment from which a seed counts. */
export function momentOfSeed(seed: AccountSeed): number {
  return seed.kind === 'transfer' ? seed.transfer : seed.moment;
}

const compareBig = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Seeds in seed order: ledger order, a holding before a transfer of the same moment, then ledger, reference, amount. A seed given
 * twice in every respect counts once. [A4] Faults: trace.seedUnknown.
 */
export function orderAccountSeeds(slice: AccountSlice, request: AccountTraceRequest): NumberedSeed[] {
  const seen = new Set<string>();
  const numbered: NumberedSeed[] = [];
  for (const seed of request.seeds) {
    const key = JSON.stringify(seed, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
    if (seen.has(key)) continue;
    seen.add(key);
    numbered.push(seed.kind === 'transfer' ? transferSeed(slice, request, seed) : holdingSeed(slice, request, seed));
  }
  return numbered.sort(
    (a, b) =>
      momentOfSeed(a.seed) - momentOfSeed(b.seed) ||
      (a.seed.kind === b.seed.kind ? 0 : a.seed.kind === 'holding' ? -1 : 1) ||
      (a.seed.kind === 'holding' && b.seed.kind === 'holding' ? a.seed.ledger - b.seed.ledger : 0) ||
      ((a.seed.reference ?? '') < (b.seed.reference ?? '') ? -1 : (a.seed.reference ?? '') > (b.seed.reference ?? '') ? 1 : 0) ||
      compareBig(a.amount, b.amount),
  );
}

function transferSeed(slice: AccountSlice, request: AccountTraceRequest, seed: AccountSeed & { readonly kind: 'transfer' }): NumberedSeed {
  const { transfer } = seed;
  if (!Number.isInteger(transfer) || transfer < 0 || transfer >= slice.transferCount)
    throw new Fault('trace.seedUnknown', { seed: transfer });
  const asset = assetOf(slice, transfer);
  const whole = amountOf(slice, transfer);
  if (seed.amount !== undefined && seed.amount < 0n) throw new Fault('usage.invalid', { option: 'amount', seed: transfer });
  const amount = seed.amount === undefined || seed.amount > whole ? whole : seed.amount;
  return { seed, asset, amount, excluded: whyNoMovement(slice, request, transfer) ?? (isFee(slice, transfer) ? 'fee' : null) };
}

function holdingSeed(slice: AccountSlice, request: AccountTraceRequest, seed: AccountSeed & { readonly kind: 'holding' }): NumberedSeed {
  const { ledger, moment } = seed;
  if (!Number.isInteger(ledger) || ledger <= 0 || ledger >= slice.ledgerCount) throw new Fault('trace.seedUnknown', { seed: ledger });
  if (!Number.isInteger(moment) || moment < 0 || moment > slice.transferCount || seed.amount < 0n)
    throw new Fault('usage.invalid', { option: 'moment', seed: ledger });
  const asset = slice.ledgerAsset[ledger] as number;
  const isCounterfeit = request.counterfeits?.has(asset) === true;
  return { seed, asset, amount: seed.amount, excluded: isCounterfeit ? 'counterfeit' : null };
}

/** Why a transfer neither seeds nor extends a trace, or null. [A3] */
export function whyNoMovement(
  slice: AccountSlice,
  request: Pick<AccountTraceRequest, 'counterfeits' | 'excludedTransfers'>,
  transfer: number,
): string | null {
  if (!moves(slice, transfer))
    return slice.transactionStatus[slice.transferTransaction[transfer] as number] === STATUS_FAILED ? 'failed' : 'statusUnknown';
  if (slice.amountLow[transfer] === 0 && amountOf(slice, transfer) === 0n) return 'zeroValue';
  if (request.counterfeits?.has(assetOf(slice, transfer)) === true) return 'counterfeit';
  return request.excludedTransfers?.get(transfer) ?? null;
}

/** Policies in the order of the registry. Faults: trace.policyUnknown, trace.policyDirection. */
export function chooseAccountPolicies(ids: readonly string[], direction: Direction): AccountPolicy[] {
  for (const id of ids) {
    const policy = accountPolicies.find(id);
    if (policy === undefined) throw new Fault('trace.policyUnknown', { policy: id });
    if (!policy.directions.includes(direction)) throw new Fault('trace.policyDirection', { policy: id, direction });
  }
  return accountPolicies.entries.filter((policy) => ids.includes(policy.id));
}
