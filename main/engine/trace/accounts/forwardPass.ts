// One pass of taint forward under one policy, in ledger order, looking only at ledgers that taint reaches. It counts; what is printed
// as a range is decided in forward.ts.
import type { Steps } from '../../kernel/index.ts';
import { createNumberSet } from '../numberSet.ts';
import { type AccountSlice, amountOf, assetOf, blockOf, firstFrom, isFee, ledgerTransfers, moves, ORDER_KNOWN } from './accountSlice.ts';
import type { ConversionPlaces } from './conversions.ts';
import { createConverter } from './convertPass.ts';
import { type AccountPolicy, joinSeed, type LedgerState, type Lots, NO_LOTS, totalOf } from './policies/policy.ts';
import { unsureLedgers } from './orders.ts';
import { COMPLETE, isKnownAt, ONE_SIDED } from './reconcile.ts';
import { createAccount, type PassResult } from './passAccount.ts';
import * as run from './run.ts';
import type { StopTests } from './stops.ts';

export interface PassSetting {
  readonly slice: AccountSlice;
  readonly request: run.AccountTraceRequest;
  readonly seeds: readonly run.NumberedSeed[];
  readonly conversions: ConversionPlaces;
  readonly stops: StopTests;
  readonly moment: number;
  /** `exact` counts and conserves; `low` only counts; `high` lets every ledger that is not known pass everything on, all seeds as one. */
  readonly mode: 'exact' | 'low' | 'high';
  /** `stored` takes the slice's order as it is; `open` holds nothing for certain that another admissible order would change. [A16] */
  readonly orders: 'stored' | 'open';
}

export function* passForward(policy: AccountPolicy, setting: PassSetting): Steps<PassResult> {
  const { slice, request, seeds, conversions, stops, mode, orders } = setting;
  const seedLabel = (number: number): number => (mode === 'high' ? 0 : number);
  const { knowledge } = request;
  const index = ledgerTransfers(slice);
  const visit = createNumberSet(slice.transferCount);
  const states = new Map<number, LedgerState>();
  /** What ledgers that add up lack inside a block whose order is not known: later rows of the block bring it. */
  const owed = new Map<number, bigint>();
  const hopsOf = new Map<number, number>();
  const lastMove = new Map<number, number>();
  /** Ledgers of which nothing is known any more and that seeds have reached (mode high). */
  const open = new Map<number, ReadonlySet<number>>();
  const account = createAccount(policy, setting);
  const converter = createConverter(policy, setting, account, (transfer) => visit.add(transfer));
  const seedsAt = new Map<number, number[]>();
  const holdings: number[] = [];
  seeds.forEach((seed, number) => {
    if (seed.excluded !== null) {
      account.exclude(seed.seed.kind === 'transfer' ? seed.seed.transfer : -1, seed.excluded);
    } else if (seed.seed.kind === 'transfer') {
      seedsAt.set(seed.seed.transfer, [...(seedsAt.get(seed.seed.transfer) ?? []), number]);
      visit.add(seed.seed.transfer);
    } else holdings.push(number);
  });
  const openBlocks: number[] = [];
  /** Ledgers of the block being passed whose transfers there could stand in another order. */
  let unsure: ReadonlySet<number> = new Set();
  let unsureBlock = -1;
  let nextHolding = 0;
  const holdUpTo = (transfer: number): void => {
    for (; nextHolding < holdings.length; nextHolding++) {
      const number = holdings[nextHolding] as number;
      const seed = (seeds[number] as run.NumberedSeed).seed as run.AccountSeed & { readonly kind: 'holding' };
      if (seed.moment > transfer) return;
      seedHolding(number, seed);
    }
  };
  // A holding seeds before the transfer at its moment, which may be earlier than any transfer visited so far.
  const nextVisit = (from: number): number => {
    const next = visit.nextFrom(from);
    const number = holdings[nextHolding];
    if (number === undefined) return next;
    const { moment } = (seeds[number] as run.NumberedSeed).seed as { readonly moment: number };
    if (next >= 0 && moment > next) return next;
    holdUpTo(moment);
    return nextVisit(Math.max(from, Math.min(moment, slice.transferCount)));
  };
  let visited = 0;
  for (let transfer = nextVisit(0); transfer >= 0; transfer = nextVisit(transfer + 1)) {
    if (transfer >= setting.moment) break;
    // Nothing of the block was passed yet: what became visible in it may stand before the transfer that showed it.
    if (orders === 'open' && enterBlock(transfer)) transfer = visit.nextFrom(firstOfBlock(transfer));
    yield* run.looked(policy.id, ++visited);
    pass(transfer);
  }
  for (const [ledger, state] of states) {
    const lots = state.held();
    if (lots.length > 0) account.end(ledger, restingState(ledger), lots, lastMove.get(ledger) ?? -1, hopsOf.get(ledger) ?? 0);
  }
  converter.close();
  return account.close(visited, openBlocks);

  function pass(transfer: number): void {
    const from = slice.fromLedger[transfer] as number;
    const to = slice.toLedger[transfer] as number;
    const reason = run.whyNoMovement(slice, request, transfer);
    if (reason !== null) account.exclude(transfer, reason);
    if (!moves(slice, transfer)) return;
    const amount = amountOf(slice, transfer);
    if (amount === 0n) return;
    let lots = debit(from, transfer, amount);
    let hops = (hopsOf.get(from) ?? 0) + 1;
    const leaving = (state: run.AccountEndState): void => {
      account.end(from, state, lots, transfer, hops - 1);
      lots = NO_LOTS;
    };
    if (lots.length > 0) {
      const rule = stops.departure(transfer);
      if (rule !== null) leaving(`stopped:${rule}`);
    }
    const outOf = conversions.outOf.get(transfer);
    if (outOf !== undefined) {
      // What the pool itself owed is not the customer's: it stays with the pool.
      if (lots.length > 0) leaving('stopped:contractPool');
      const converted = converter.comesOut(outOf, amount);
      if (converted !== null) {
        lots = converted.lots;
        hops = converted.hops;
      }
    }
    if (isFee(slice, transfer)) {
      if (lots.length > 0) {
        account.move(transfer, lots, hops, -1);
        account.fee(assetOf(slice, transfer), lots);
      }
      credit(to, amount, NO_LOTS);
      return;
    }
    const seedNumbers = reason === null ? seedsAt.get(transfer) : undefined;
    for (const number of seedNumbers ?? []) {
      const joined = joinSeed(policy, amount, lots, seedLabel(number), (seeds[number] as run.NumberedSeed).amount);
      lots = joined.lots;
      account.contribute(number, joined.contributed);
      hops = 0;
    }
    if (lots.length > 0) account.move(transfer, lots, hops, conversions.inOf.get(transfer) ?? -1);
    const inOf = conversions.inOf.get(transfer);
    if (inOf !== undefined) converter.goesIn(inOf, transfer, amount, lots, hops);
    if (inOf !== undefined || lots.length === 0) {
      credit(to, amount, NO_LOTS);
      return;
    }
    arrive(from, to, transfer, amount, lots, hops, seedNumbers !== undefined, reason);
  }

  function arrive(
    from: number,
    to: number,
    transfer: number,
    amount: bigint,
    lots: Lots,
    hops: number,
    isSeed: boolean,
    reason: string | null,
  ): void {
    const stay = (ledger: number, state: run.AccountEndState): void => {
      account.end(ledger, state, lots, transfer, hops);
      credit(to, amount, NO_LOTS);
    };
    if (to === 0) {
      stay(from, 'burned');
      return;
    }
    if (reason !== null) {
      stay(to, `excluded:${reason}`);
      return;
    }
    const asset = slice.ledgerAsset[to] as number;
    const rule = stops.arrival(slice.ledgerAccount[to] as number, asset, totalOf(policy, lots), hops, isSeed);
    if (rule !== null) {
      // An upper bound may not rest on an amount or a number of hops that the bound itself has raised: it is there and goes on.
      if (mode !== 'high' || (rule !== 'minValue' && rule !== 'maxHops')) {
        stay(to, `stopped:${rule}`);
        return;
      }
      account.end(to, `stopped:${rule}`, lots, transfer, hops);
    }
    if (knowledge.state[to] === ONE_SIDED) {
      account.want(to, transfer, 'oneSidedLedger');
      stay(to, 'paused:unknownLedger');
      return;
    }
    if (!isKnownAt(knowledge, to, transfer)) {
      account.want(to, transfer, 'incompleteLedger');
      stay(to, 'unknown:incompleteLedger');
      if (mode === 'high') openUp(to, transfer, lots, hops);
      return;
    }
    if (unsure.has(to)) {
      stay(to, 'unknown:order');
      if (mode === 'high') openUp(to, transfer, lots, hops);
      return;
    }
    // What once could not be told stays so: more may have come than is certain.
    if (open.has(to)) {
      stay(to, restingState(to));
      return;
    }
    // A ledger that pays itself was not watched when it was debited.
    if (!states.has(to)) activate(to, transfer).take(from === to ? amount : 0n);
    const known = hopsOf.get(to);
    if (known === undefined || hops < known) hopsOf.set(to, hops);
    lastMove.set(to, transfer);
    credit(to, amount, lots);
  }

  /** What lies in ledgers whose transfers of this block could stand in another order cannot be followed for certain. [A16] */
  function enterBlock(transfer: number): boolean {
    const block = blockOf(slice, transfer);
    if (block === unsureBlock) return false;
    unsureBlock = block;
    unsure = new Set();
    if (slice.blockOrder[block] === ORDER_KNOWN) return false;
    const tainted = (ledger: number): boolean => open.has(ledger) || (states.get(ledger)?.held().length ?? 0) > 0;
    const isLeftOut = (other: number): boolean => run.whyNoMovement(slice, request, other) !== null;
    const isSeed = (other: number): boolean => seedsAt.has(other) && !isLeftOut(other);
    const leaves = (other: number): boolean => !isFee(slice, other) && stops.departure(other) === null;
    const lands = (other: number): boolean => {
      const ledger = slice.toLedger[other] as number;
      if (isFee(slice, other) || isLeftOut(other) || knowledge.state[ledger] === ONE_SIDED) return false;
      const [account, asset] = [slice.ledgerAccount[ledger] as number, slice.ledgerAsset[ledger] as number];
      return stops.arrival(account, asset, 1n << 256n, -1, isSeed(other)) === null;
    };
    unsure = unsureLedgers(slice, block, { tainted, isSeed, leaves, lands, conversions });
    if (unsure.size === 0) return false;
    openBlocks.push(block);
    for (const ledger of unsure) {
      const state = states.get(ledger);
      const lots = state?.clear() ?? [];
      const hops = hopsOf.get(ledger) ?? 0;
      if (lots.length > 0) account.end(ledger, 'unknown:order', lots, lastMove.get(ledger) ?? -1, hops);
      if (mode !== 'high') continue;
      states.delete(ledger);
      openUp(ledger, firstOfBlock(transfer) - 1, [{ seed: 0, start: 0n, amount: 1n }], hops);
    }
    return mode === 'high';
  }

  function firstOfBlock(transfer: number): number {
    return slice.transactionStart[slice.blockStart[blockOf(slice, transfer)] as number] as number;
  }

  /** Credits a ledger that is being watched; others are counted when taint first reaches them. */
  function credit(ledger: number, amount: bigint, lots: Lots): void {
    const state = ledger === 0 ? undefined : states.get(ledger);
    if (state === undefined) return;
    const debt = lots.length > 0 ? undefined : owed.get(ledger);
    if (debt === undefined) {
      state.put(amount, lots);
      return;
    }
    if (debt > amount) owed.set(ledger, debt - amount);
    else owed.delete(ledger);
    if (amount > debt) state.put(amount - debt, lots);
  }

  function debit(ledger: number, transfer: number, amount: bigint): Lots {
    if (ledger === 0) return NO_LOTS;
    const reached = open.get(ledger);
    const state = states.get(ledger);
    if (state === undefined) {
      if (reached === undefined) return NO_LOTS;
      return [...reached].map((seed) => ({ seed, start: 0n, amount }));
    }
    if (isKnownAt(knowledge, ledger, transfer)) {
      const lacks = amount - state.balance();
      if (lacks > 0n && knowledge.state[ledger] === COMPLETE) owed.set(ledger, (owed.get(ledger) ?? 0n) + lacks);
      return state.take(amount);
    }
    // Rows are missing from here on: what lay there cannot be told any more.
    const lots = state.clear();
    states.delete(ledger);
    if (lots.length === 0) return NO_LOTS;
    const hops = hopsOf.get(ledger) ?? 0;
    account.end(ledger, 'unknown:incompleteLedger', lots, lastMove.get(ledger) ?? -1, hops);
    account.want(ledger, transfer, 'incompleteLedger');
    if (mode !== 'high') return NO_LOTS;
    openUp(ledger, transfer, lots, hops);
    return lots.map((lot) => ({ seed: lot.seed, start: 0n, amount }));
  }

  function openUp(ledger: number, transfer: number, lots: Lots, hops: number): void {
    states.delete(ledger);
    const before = open.get(ledger);
    open.set(ledger, new Set([...(before ?? []), ...lots.map((lot) => lot.seed)]));
    const known = hopsOf.get(ledger);
    if (known === undefined || hops < known) hopsOf.set(ledger, hops);
    if (before === undefined) visitAfter(ledger, transfer + 1);
  }

  /** Opens a ledger with the balance before `transfer`; from there on each of its transfers is looked at. */
  function activate(ledger: number, transfer: number): LedgerState {
    const adds = knowledge.state[ledger] === COMPLETE;
    let balance = knowledge.opening.get(ledger) ?? 0n;
    const end = index.start[ledger + 1] as number;
    for (let place = firstFrom(index, ledger, knowledge.from[ledger] as number); place < end; place++) {
      const earlier = index.transfers[place] as number;
      if (earlier >= transfer) break;
      if (!moves(slice, earlier)) continue;
      const amount = amountOf(slice, earlier);
      if (slice.fromLedger[earlier] === ledger) balance = balance < amount && !adds ? 0n : balance - amount;
      if (slice.toLedger[earlier] === ledger) balance += amount;
    }
    const state = policy.open(balance);
    if (balance < 0n) owed.set(ledger, -balance);
    states.set(ledger, state);
    visitAfter(ledger, transfer);
    return state;
  }

  function visitAfter(ledger: number, transfer: number): void {
    const end = index.start[ledger + 1] as number;
    for (let place = firstFrom(index, ledger, transfer); place < end; place++) visit.add(index.transfers[place] as number);
  }

  function seedHolding(number: number, seed: run.AccountSeed & { readonly kind: 'holding' }): void {
    const { ledger, amount, moment } = seed;
    const all: Lots = [{ seed: seedLabel(number), start: 0n, amount }];
    if (knowledge.state[ledger] === ONE_SIDED || moment < (knowledge.from[ledger] as number) || moment > (knowledge.to[ledger] as number)) {
      account.contribute(number, amount);
      const oneSided = knowledge.state[ledger] === ONE_SIDED;
      account.end(ledger, oneSided ? 'paused:unknownLedger' : 'unknown:incompleteLedger', all, -1, 0);
      account.want(ledger, Math.min(moment, slice.transferCount - 1), oneSided ? 'oneSidedLedger' : 'incompleteLedger');
      if (mode === 'high' && !oneSided) openUp(ledger, moment - 1, all, 0);
      return;
    }
    const state = states.get(ledger) ?? activate(ledger, moment);
    account.contribute(number, state.mark(seedLabel(number), amount));
    hopsOf.set(ledger, 0);
  }

  function restingState(ledger: number): run.AccountEndState {
    return (knowledge.to[ledger] as number) >= setting.moment ? 'held' : 'unknown:coverage';
  }
}
