// The request and the result of a trace over one slice, and what both directions share. No I/O, no text of
// transactions: the caller turns numbers into outpoints and addresses.
import { Fault } from '../../../shared/model/fault.ts';
import type { Work } from '../kernel/index.ts';
import { type Direction, type Lots, type Policy, totalSat } from './policies/policy.ts';
import { policies } from './policies/index.ts';
import { UNKNOWN_VALUE, type UtxoSlice } from './slice.ts';
import type { StopContext, StopRequest } from './stops/stop.ts';

export interface TraceRequest {
  /** Output numbers; order and repetition do not matter. */
  readonly seeds: readonly number[];
  readonly policies: readonly string[];
  readonly stops?: readonly StopRequest[];
  /** Facts that some stop rules ask for. */
  readonly stopContext?: Omit<StopContext, 'slice' | 'direction'>;
  /** Height H at which "unspent" is stated; the slice's highest covered height when absent. */
  readonly height?: number;
  /** False leaves out the flow of each transaction (for totals over very large reaches). Default true. */
  readonly keepFlows?: boolean;
}

export interface TraceProgress {
  readonly policy: string;
  readonly transactions: number;
}

export type TraceWork = Work<TraceProgress>;

export interface SeedAmount {
  readonly seed: number;
  readonly amountSat: bigint;
}

export type HoldingState = 'unspent' | 'unknown:coverage' | 'unknown:input-values' | 'coinbase' | 'unknown-input' | `stopped:${string}`;

export interface Holding {
  /** Output number, or -1 where the trace ended at an input whose parent is not in the slice. */
  readonly outNumber: number;
  /** Input number where `outNumber` is -1, else -1. */
  readonly inNumber: number;
  readonly amountSat: bigint;
  /** In seed order; several lots of one seed are summed. */
  readonly bySeed: readonly SeedAmount[];
  readonly state: HoldingState;
}

/** Taint at one end of a transaction. */
export interface TaintedEnd {
  /** Input number among `inputs`, output number among `outputs`. */
  readonly number: number;
  readonly amountSat: bigint;
  readonly bySeed: readonly SeedAmount[];
}

/**
 * What one policy moves through one transaction. Ends without taint are left out. Policies say what enters and
 * what leaves; only fifo and lifo join a certain input to a certain output, so no edge across is invented.
 */
export interface TransactionFlow {
  readonly txNumber: number;
  readonly inputs: readonly TaintedEnd[];
  readonly outputs: readonly TaintedEnd[];
  readonly feeSat: bigint;
  readonly feeBySeed: readonly SeedAmount[];
  /** Transactions from the nearest seed, this one included. */
  readonly hops: number;
}

export interface PolicyResult {
  readonly policy: string;
  readonly version: number;
  /** What each seed contributed: its value less what other seeds brought to it. In seed order, zero included. */
  readonly contributedSat: readonly bigint[];
  /** In chain order of outputs; ends at unknown parents last, in order of input. */
  readonly holdings: readonly Holding[];
  readonly feesSat: bigint;
  readonly feesBySeed: readonly SeedAmount[];
  readonly totalSat: bigint;
  /** Ascending transaction numbers that taint passed through. */
  readonly touched: Uint32Array;
  /** In the order of `touched`; empty with keepFlows: false. */
  readonly flows: readonly TransactionFlow[];
  /** Transactions of poison whose fee is unknown and therefore not in `feesSat`. */
  readonly feesUnknown: number;
}

export interface TraceResult {
  readonly direction: Direction;
  /** In outpoint order; positions in this list are the seed numbers everywhere else. */
  readonly seeds: readonly { readonly outNumber: number; readonly amountSat: bigint }[];
  /** Height H of the statement "unspent", or null where nothing is covered. */
  readonly height: number | null;
  readonly policies: readonly PolicyResult[];
  /** Ascending numbers of every transaction whose data the result rests on. */
  readonly transactionsRead: Uint32Array;
}

interface Owners {
  readonly ofOut: Uint32Array;
  readonly ofIn: Uint32Array;
}

/** Made once per slice, which never changes: a search per look-up would be most of a large trace's time. */
const ownersOfSlice = new WeakMap<UtxoSlice, Owners>();

function owners(slice: UtxoSlice): Owners {
  let known = ownersOfSlice.get(slice);
  if (known === undefined) {
    known = {
      ofOut: ownerOfEach(slice.txOutStart, slice.txCount, slice.outCount),
      ofIn: ownerOfEach(slice.txInStart, slice.txCount, slice.inCount),
    };
    ownersOfSlice.set(slice, known);
  }
  return known;
}

function ownerOfEach(start: Uint32Array, txCount: number, count: number): Uint32Array {
  const owner = new Uint32Array(count);
  for (let tx = 0; tx < txCount; tx++) owner.fill(tx, start[tx], start[tx + 1]);
  return owner;
}

/** The transaction that created an output. */
export function txOfOut(slice: UtxoSlice, outNumber: number): number {
  return owners(slice).ofOut[outNumber] as number;
}

/** The transaction that holds an input. */
export function txOfIn(slice: UtxoSlice, inNumber: number): number {
  return owners(slice).ofIn[inNumber] as number;
}

/** Seeds without repetition in outpoint order: displayed txid, then output index, then chain order. [T3] */
export function orderSeeds(slice: UtxoSlice, outNumbers: readonly number[]): { outNumber: number; amountSat: bigint }[] {
  const seeds = [...new Set(outNumbers)].map((outNumber) => {
    if (!Number.isInteger(outNumber) || outNumber < 0 || outNumber >= slice.outCount)
      throw new Fault('trace.seedUnknown', { seed: outNumber });
    const tx = txOfOut(slice, outNumber);
    return { outNumber, tx, index: outNumber - (slice.txOutStart[tx] as number) };
  });
  seeds.sort((a, b) => compareTxid(slice, a.tx, b.tx) || a.index - b.index || a.outNumber - b.outNumber);
  return seeds.map(({ outNumber }) => ({ outNumber, amountSat: slice.outValue[outNumber] as bigint }));
}

/** Order of txids as displayed: the bytes are stored in internal order, so the last byte comes first. */
function compareTxid(slice: UtxoSlice, a: number, b: number): number {
  for (let byte = 31; byte >= 0; byte--) {
    const difference = (slice.txid[a * 32 + byte] as number) - (slice.txid[b * 32 + byte] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Policies in the order of the registry; unknown or unable ones are refused before anything runs. */
export function choosePolicies(ids: readonly string[], direction: Direction): Policy[] {
  for (const id of ids) {
    const policy = policies.find(id);
    if (policy === undefined) throw new Fault('trace.policyUnknown', { policy: id });
    if (!policy.directions.includes(direction)) throw new Fault('trace.policyDirection', { policy: id, direction });
  }
  return policies.entries.filter((policy) => ids.includes(policy.id));
}

/** Highest covered height of the slice, or null where no range is covered. [T16] */
export function highestCovered(slice: UtxoSlice): number | null {
  let height = slice.searchedHeight ?? -1;
  for (let block = 0; block < slice.blockCount; block++) height = Math.max(height, slice.blockCoveredTo[block] as number);
  return height < 0 ? null : height;
}

/** Values of a transaction's inputs, and its fee; null where one is unknown or the figures cannot be right. [T13] */
export function readValues(slice: UtxoSlice, tx: number): { inputsSat: (bigint | null)[]; outputsSat: bigint[]; feeSat: bigint | null } {
  const inputsSat: (bigint | null)[] = [];
  const outputsSat: bigint[] = [];
  let feeSat: bigint | null = 0n;
  for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
    const valueSat = slice.inValue[input] as bigint;
    inputsSat.push(valueSat === UNKNOWN_VALUE ? null : valueSat);
    if (valueSat === UNKNOWN_VALUE) feeSat = null;
    else if (feeSat !== null) feeSat += valueSat;
  }
  for (let output = slice.txOutStart[tx] as number; output < (slice.txOutStart[tx + 1] as number); output++) {
    const valueSat = slice.outValue[output] as bigint;
    outputsSat.push(valueSat);
    if (feeSat !== null) feeSat -= valueSat;
  }
  return { inputsSat, outputsSat, feeSat: feeSat !== null && feeSat < 0n ? null : feeSat };
}

/** Amount per seed of one holding, in seed order. */
export function bySeed(lots: Lots): SeedAmount[] {
  const first = lots[0];
  if (first === undefined) return [];
  if (lots.length === 1) return [{ seed: first.seed, amountSat: first.amountSat }];
  const sums = new Map<number, bigint>();
  for (const lot of lots) sums.set(lot.seed, (sums.get(lot.seed) ?? 0n) + lot.amountSat);
  return [...sums].map(([seed, amountSat]) => ({ seed, amountSat })).sort((a, b) => a.seed - b.seed);
}

export function taintedEnd(policy: Policy, number: number, lots: Lots): TaintedEnd {
  return { number, amountSat: totalSat(policy, lots), bySeed: bySeed(lots) };
}

/** Tainted ends of consecutive inputs or outputs. */
export function taintedEnds(policy: Policy, first: number, lotsPerEnd: readonly Lots[]): TaintedEnd[] {
  const ends: TaintedEnd[] = [];
  lotsPerEnd.forEach((lots, index) => {
    if (lots.length > 0) ends.push(taintedEnd(policy, first + index, lots));
  });
  return ends;
}

export interface Ledger {
  /** Records the lots of a seed's output after the seed joined it. */
  contribute(seed: number, lots: Lots): void;
  fee(lots: Lots): void;
  feeUnknown(): void;
  close(holdings: Holding[], touched: Uint32Array, flows: readonly TransactionFlow[]): PolicyResult;
}

/** Sums what a policy left, and checks conservation on the way out: a broken sum must never be reported. [T2] */
export function openLedger(policy: Policy, seedCount: number): Ledger {
  const contributedSat = new Array<bigint>(seedCount).fill(0n);
  const feeOfSeedSat = new Array<bigint>(seedCount).fill(0n);
  let feesSat = 0n;
  let feesUnknown = 0;
  return {
    contribute(seed, lots) {
      for (const lot of lots) if (lot.seed === seed) contributedSat[seed] = (contributedSat[seed] ?? 0n) + lot.amountSat;
    },
    fee(lots) {
      for (const lot of lots) feeOfSeedSat[lot.seed] = (feeOfSeedSat[lot.seed] ?? 0n) + lot.amountSat;
      feesSat += totalSat(policy, lots);
    },
    feeUnknown() {
      feesUnknown++;
    },
    close(holdings, touched, flows) {
      holdings.sort((a, b) => place(a) - place(b) || a.inNumber - b.inNumber);
      const sums = [...feeOfSeedSat];
      let heldSat = 0n;
      for (const holding of holdings) {
        heldSat += holding.amountSat;
        for (const part of holding.bySeed) sums[part.seed] = (sums[part.seed] as bigint) + part.amountSat;
      }
      if (policy.conserves && sums.some((sum, seed) => sum !== contributedSat[seed]))
        throw new Error(`${policy.id}: amounts are not conserved`);
      const feesBySeed = feeOfSeedSat.map((amountSat, seed) => ({ seed, amountSat })).filter((part) => part.amountSat > 0n);
      return {
        policy: policy.id,
        version: policy.version,
        contributedSat,
        holdings,
        feesSat,
        feesBySeed,
        totalSat: heldSat,
        touched,
        flows,
        feesUnknown,
      };
    },
  };
}

function place(holding: Holding): number {
  return holding.outNumber < 0 ? Number.MAX_SAFE_INTEGER : holding.outNumber;
}
