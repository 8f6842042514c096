// What one pass of a trace adds up: ends, moves, fees, conversions. It checks on the way out that no unit was lost, because a broken
// sum must never be reported.
import { type AccountSlice, heightOf, timeOf } from './accountSlice.ts';
import { type AccountPolicy, type Lot, type Lots, sumPerSeed, totalOf } from './policies/policy.ts';
import type * as run from './run.ts';

export interface PassEnd {
  readonly ledger: number;
  readonly state: run.AccountEndState;
  amount: bigint;
  lots: Lots;
  transfer: number;
  hops: number;
}

export interface PassResult {
  readonly contributed: readonly bigint[];
  readonly ends: readonly PassEnd[];
  readonly fees: readonly run.AssetSum[];
  /** Listed by an exact pass alone, and where they are asked for. */
  readonly moves: readonly run.AccountMove[];
  /** Seeds' own transfers that taint went with. */
  readonly reached: ReadonlySet<number>;
  readonly converted: readonly run.ConvertedTaint[];
  readonly excluded: readonly run.Excluded[];
  readonly fetch: readonly run.FetchEntry[];
  readonly visited: number;
  /** Blocks whose order could change a figure. */
  readonly openBlocks: readonly number[];
}

/** Lots that wait to be added to those of an end, beside as many as it has. */
const MOST_ARRIVED = 1000;

export interface PassAccount {
  contribute(seed: number, amount: bigint): void;
  end(ledger: number, state: run.AccountEndState, lots: Lots, transfer: number, hops: number): void;
  move(transfer: number, lots: Lots, hops: number, conversion: number): void;
  fee(asset: number, lots: Lots): void;
  /** What went in and what came out; backward the other way round. */
  converted(conversion: number, lotsIn: Lots, lotsOut: Lots, backward?: boolean): void;
  exclude(transfer: number, reason: string): void;
  want(ledger: number, transfer: number, why: run.FetchEntry['why']): void;
  close(visited: number, openBlocks: readonly number[]): PassResult;
}

export function bySeed(lots: Lots): run.SeedShare[] {
  return sumPerSeed(lots).map(({ seed, amount }) => ({ seed, amount }));
}

interface Setting {
  readonly slice: AccountSlice;
  readonly request: run.AccountTraceRequest;
  readonly seeds: readonly run.NumberedSeed[];
  readonly mode: 'exact' | 'low' | 'high';
}

export function createAccount(policy: AccountPolicy, { slice, request, seeds, mode }: Setting): PassAccount {
  const contributed = new Array<bigint>(seeds.length).fill(0n);
  const ends = new Map<string, PassEnd>();
  const moves: run.AccountMove[] = [];
  const isListed = mode !== 'low' && request.moves !== false;
  const seeded = new Set(seeds.flatMap(({ seed }) => (seed.kind === 'transfer' ? [seed.transfer] : [])));
  const reached = new Set<number>();
  const fees = new Map<number, { amount: bigint; lots: Lots }>();
  const converted: run.ConvertedTaint[] = [];
  const excluded = new Map<number, string>();
  const fetch = new Map<number, run.FetchEntry>();
  const join = (a: Lots, b: Lots): Lots => sumPerSeed([...a, ...b]);
  const arrived = new Map<PassEnd, Lot[]>();
  const settle = (end: PassEnd): void => {
    const later = arrived.get(end);
    if (later === undefined) return;
    end.lots = join(end.lots, later);
    arrived.delete(end);
  };

  function checkSums(): void {
    const sums = new Map<string, bigint>();
    const add = (seed: number, asset: number, amount: bigint): void => {
      const key = `${seed} ${asset}`;
      sums.set(key, (sums.get(key) ?? 0n) + amount);
    };
    seeds.forEach((seed, number) => {
      add(number, seed.asset, contributed[number] as bigint);
    });
    for (const end of ends.values()) for (const lot of end.lots) add(lot.seed, slice.ledgerAsset[end.ledger] as number, -lot.amount);
    for (const [asset, { lots }] of fees) for (const lot of lots) add(lot.seed, asset, -lot.amount);
    for (const one of converted) {
      for (const part of one.bySeedIn) add(part.seed, one.assetIn, -part.amount);
      for (const part of one.bySeedOut) add(part.seed, one.assetOut, part.amount);
    }
    if ([...sums.values()].some((sum) => sum !== 0n)) throw new Error(`${policy.id}: amounts are not conserved`);
  }

  return {
    contribute(seed, amount) {
      contributed[seed] = (contributed[seed] as bigint) + amount;
    },
    end(ledger, state, lots, transfer, hops) {
      const key = `${ledger} ${state}`;
      const own = sumPerSeed(lots);
      const known = ends.get(key);
      if (known === undefined) {
        ends.set(key, { ledger, state, amount: totalOf(policy, own), lots: own, transfer, hops });
        return;
      }
      known.amount += totalOf(policy, own);
      // Put together in one go at the end: thousands of seeds may arrive at one place one by one.
      const later = arrived.get(known);
      if (later === undefined) arrived.set(known, [...own]);
      else for (const lot of own) later.push(lot);
      if ((arrived.get(known)?.length ?? 0) > known.lots.length + MOST_ARRIVED) settle(known);
      known.transfer = Math.max(known.transfer, transfer);
      known.hops = Math.min(known.hops, hops);
    },
    move(transfer, lots, hops, conversion) {
      if (seeded.has(transfer)) reached.add(transfer);
      if (!isListed) return;
      moves.push({ transfer, amount: totalOf(policy, policy.conserves ? lots : sumPerSeed(lots)), bySeed: bySeed(lots), hops, conversion });
    },
    fee(asset, lots) {
      const known = fees.get(asset) ?? { amount: 0n, lots: [] };
      fees.set(asset, { amount: known.amount + totalOf(policy, sumPerSeed(lots)), lots: join(known.lots, lots) });
    },
    converted(conversion, lotsIn, lotsOut, backward = false) {
      const { ins, outs } = (request.conversions ?? [])[conversion] as {
        readonly ins: readonly number[];
        readonly outs: readonly number[];
      };
      const asset = (transfer: number): number =>
        slice.ledgerAsset[(slice.fromLedger[transfer] as number) || (slice.toLedger[transfer] as number)] as number;
      converted.push({
        conversion,
        assetIn: asset((backward ? outs : ins)[0] as number),
        assetOut: asset((backward ? ins : outs)[0] as number),
        ...{ taintIn: totalOf(policy, lotsIn), bySeedIn: bySeed(lotsIn), taintOut: totalOf(policy, lotsOut), bySeedOut: bySeed(lotsOut) },
      });
    },
    exclude(transfer, reason) {
      if (transfer >= 0 && !excluded.has(transfer)) excluded.set(transfer, reason);
    },
    want(ledger, transfer, why) {
      if (fetch.has(ledger)) return;
      const account = slice.ledgerAccount[ledger] as number;
      const asset = slice.ledgerAsset[ledger] as number;
      const place = { fromHeight: heightOf(slice, transfer), fromTime: timeOf(slice, transfer) };
      fetch.set(ledger, { ledger, account, asset, chain: slice.accountChain[account] as number, ...place, why });
    },
    close(visited, openBlocks) {
      for (const end of ends.values()) settle(end);
      if (policy.conserves && mode === 'exact') checkSums();
      return {
        contributed,
        ends: [...ends.values()].sort((a, b) => a.ledger - b.ledger || (a.state < b.state ? -1 : a.state > b.state ? 1 : 0)),
        fees: [...fees].map(([asset, { amount, lots }]) => ({ asset, amount, bySeed: bySeed(lots) })).sort((a, b) => a.asset - b.asset),
        moves,
        reached,
        converted,
        excluded: [...excluded].map(([transfer, reason]) => ({ transfer, reason })).sort((a, b) => a.transfer - b.transfer),
        fetch: [...fetch.values()].sort((a, b) => a.ledger - b.ledger),
        visited,
        openBlocks,
      };
    },
  };
}
