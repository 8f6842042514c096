// Where did it go, on ledgers of balances: taint of seeds forward under each policy, with one number where the ledgers passed add up
// and a range where they do not. It decides nothing about people.
import { Fault } from '../../../../shared/model/fault.ts';
import { atOnce, type Steps } from '../../kernel/index.ts';
import { type AccountSlice, amountOf, ledgerTransfers, moves } from './accountSlice.ts';
import { type Conversion, placeConversions } from './conversions.ts';
import { passForward, type PassSetting } from './forwardPass.ts';
import { admissibleOrders, type Placing, placeTransfers } from './orders.ts';
import type { PassEnd, PassResult } from './passAccount.ts';
import { haircut, roundedHaircut } from './policies/haircut.ts';
import { type AccountPolicy, totalOf } from './policies/policy.ts';
import * as run from './run.ts';
import { prepareAccountStops } from './stops.ts';

const ORDERS_TRIED = 720;
/** Transfers visited over all orders, at most: beyond it bounds are given. */
const STEPS_TRIED = 20_000_000;
/** Movements laid anew over all orders, at most: the slice is made again for each. */
const LAID_ANEW = 1_000_000_000;

/**
 * Traces seeds forward. Faults: trace.seedUnknown, trace.policyUnknown, trace.policyDirection, usage.invalid.
 */
export function* traceForward(slice: AccountSlice, request: run.AccountTraceRequest): Steps<run.AccountTraceResult> {
  const policies = run.chooseAccountPolicies(request.policies, 'forward');
  const moment = request.moment ?? slice.transferCount;
  if (!Number.isInteger(moment) || moment < 0 || moment > slice.transferCount) throw new Fault('usage.invalid', { option: 'moment' });
  const seeds = run.orderAccountSeeds(slice, request);
  const setting: PassSetting = {
    ...{ slice, request, seeds, moment, mode: 'exact', orders: 'open' },
    conversions: placeConversions(slice, request.conversions ?? []),
    stops: prepareAccountStops(slice, request.stops ?? {}),
  };
  const results: run.AccountPolicyResult[] = [];
  for (const policy of policies) results.push(yield* forwardUnder(policy, setting));
  return { direction: 'forward', seeds, moment, policies: results };
}

/** The same at once. */
export function traceAccountsForward(slice: AccountSlice, request: run.AccountTraceRequest): run.AccountTraceResult {
  return atOnce(traceForward(slice, request));
}

type Orders = run.AccountPolicyResult['orders'];

function* forwardUnder(policy: AccountPolicy, setting: PassSetting): Steps<run.AccountPolicyResult> {
  const first = yield* passForward(policy, setting);
  const isUnknown = first.ends.some((end) => end.state.startsWith('unknown:') && end.state !== 'unknown:coverage');
  if (!isUnknown && first.openBlocks.length === 0) return resultOf(policy, setting, first, 'known', (end) => certain(end));
  const high = yield* passForward(upperPolicy(policy), { ...setting, mode: 'high' });
  const result = yield* underOrders(policy, setting, first, high);
  return { ...result, possible: { moves: high.moves, openBlocks: high.openBlocks } };
}

function* underOrders(policy: AccountPolicy, setting: PassSetting, first: PassResult, high: PassResult): Steps<run.AccountPolicyResult> {
  if (high.openBlocks.length === 0) return yield* ranged(policy, setting, first, 'known');
  // What comes out of a conversion before what goes in is no order that can have been.
  const placings =
    admissibleOrders(setting.slice, setting.request.knowledge, high.openBlocks, setting.request.ordersTried ?? ORDERS_TRIED)?.filter(
      (placing) => keepsConversions(setting, placing),
    ) ?? null;
  if (
    placings === null ||
    placings.length === 0 ||
    placings.length * (high.visited + 1) > STEPS_TRIED ||
    placings.length * setting.slice.transferCount > LAID_ANEW
  )
    return yield* ranged(policy, setting, first, 'bounded');
  const stored: PassSetting = { ...setting, orders: 'stored' };
  const results: run.AccountPolicyResult[] = [];
  for (const placing of placings) {
    const placed = inPlacing(stored, placing);
    const pass = yield* passForward(policy, placed);
    results.push(fromPlacing(yield* ranged(policy, placed, pass, 'known'), placing));
  }
  // What is told beside the ranges is of an order that can have been: the stored one, where it can.
  const asStored = placings.findIndex((placing) => [...placing].every(([transfer, place]) => transfer === place));
  return acrossOrders(results, results[Math.max(asStored, 0)] as run.AccountPolicyResult);
}

/** A result with transfers named as the slice names them. */
function fromPlacing(result: run.AccountPolicyResult, placing: Placing): run.AccountPolicyResult {
  const transferAt = new Map([...placing].map(([transfer, place]) => [place, transfer]));
  const named = <Named extends { readonly transfer: number }>(one: Named): Named => ({
    ...one,
    transfer: transferAt.get(one.transfer) ?? one.transfer,
  });
  return { ...result, ends: result.ends.map(named), moves: result.moves.map(named), excluded: result.excluded.map(named) };
}

function keepsConversions({ request }: PassSetting, placing: Placing): boolean {
  const at = (transfer: number): number => placing.get(transfer) ?? transfer;
  return (request.conversions ?? []).every(({ ins, outs }) => Math.max(...ins.map(at)) < Math.min(...outs.map(at)));
}

/** Setting over the slice in another admissible order: what names transfers is renamed with them. */
function inPlacing(setting: PassSetting, placing: Placing): PassSetting {
  const slice = placeTransfers(setting.slice, placing);
  const at = (transfer: number): number => placing.get(transfer) ?? transfer;
  const conversions = (setting.request.conversions ?? []).map(
    (conversion): Conversion => ({ ...conversion, ins: conversion.ins.map(at).sort((a, b) => a - b), outs: conversion.outs.map(at) }),
  );
  const excluded = setting.request.excludedTransfers;
  const request: run.AccountTraceRequest = {
    ...setting.request,
    conversions,
    ...(excluded === undefined ? {} : { excludedTransfers: new Map([...excluded].map(([transfer, reason]) => [at(transfer), reason])) }),
  };
  const seeds = setting.seeds.map((one) =>
    one.seed.kind === 'transfer' ? { ...one, seed: { ...one.seed, transfer: at(one.seed.transfer) } } : one,
  );
  return {
    ...setting,
    ...{ slice, request, seeds, conversions: placeConversions(slice, conversions) },
    stops: prepareAccountStops(slice, request.stops ?? {}),
  };
}

/** Rounding must not lie outside of a bound; the other policies never round against one. */
function upperPolicy(policy: AccountPolicy): AccountPolicy {
  return policy.id === haircut.id ? roundedHaircut('up') : policy;
}

const keyOf = (end: { readonly ledger: number; readonly state: string }): string => `${end.ledger} ${end.state}`;

interface Range {
  readonly low: bigint;
  readonly high: bigint;
}

function certain(end: PassEnd): { total: run.Figure; bySeed: (seed: number) => run.Figure } {
  return {
    total: { incomplete: false, amount: end.amount },
    bySeed: (seed) => ({ incomplete: false, amount: end.lots.find((lot) => lot.seed === seed)?.amount ?? 0n }),
  };
}

/** Figures of a pass that met ledgers which do not add up: what is certain at least, and what is possible at most. [A8] [A17] */
function* ranged(policy: AccountPolicy, setting: PassSetting, pass: PassResult, orders: Orders): Steps<run.AccountPolicyResult> {
  const isUnknown = pass.ends.some((end) => end.state.startsWith('unknown:') && end.state !== 'unknown:coverage');
  if (!isUnknown && orders === 'known') return resultOf(policy, setting, pass, orders, certain);
  const upper = upperPolicy(policy);
  const high = yield* passForward(upper, { ...setting, mode: 'high' });
  const low = policy.id === haircut.id ? yield* passForward(roundedHaircut('down'), { ...setting, mode: 'low' }) : pass;
  // Each seed's bound is found alone while that can be done; of many, all as one bound each of them.
  const isApart = setting.seeds.length * (high.visited + 1) <= STEPS_TRIED;
  const together =
    isApart || policy.id !== haircut.id
      ? high
      : yield* passForward(roundedHaircut('up', setting.seeds.length), { ...setting, mode: 'high' });
  const alone: PassResult[] = [];
  for (const number of isApart ? setting.seeds.keys() : []) {
    const seeds = setting.seeds.map((seed, other) => (other === number ? seed : { ...seed, excluded: seed.excluded ?? 'other' }));
    alone.push(yield* passForward(upper, { ...setting, seeds, mode: 'high' }));
  }
  const highAt = new Map(together.ends.map((end) => [keyOf(end), end]));
  const lowAt = new Map(low.ends.map((end) => [keyOf(end), end]));
  const aloneAt = alone.map((one) => new Map(one.ends.map((end) => [keyOf(end), end])));
  const reachedBy = alone.map(({ reached }) => reached);
  const limits = limitsOf(policy, setting, high);
  // A seed that another one may reach contributes a rest that is not known for certain.
  const overlaps = setting.seeds.map(
    ({ seed }, number) =>
      !isApart || reachedBy.some((transfers, other) => other !== number && (seed.kind === 'holding' || transfers.has(seed.transfer))),
  );
  const lowFree = setting.request.stops?.maxHops !== undefined;
  const hasFloor = setting.request.stops?.minValue !== undefined;
  const rangeOf = (end: PassEnd, seed: number | null): Range => {
    const { asset, unknown } = { asset: setting.slice.ledgerAsset[end.ledger] as number, unknown: end.state.startsWith('unknown:') };
    const limit = policy.conserves ? (seed === null ? limits.all.get(asset) : limits.seed(seed, asset)) : limits.most(end.ledger);
    const at = (ends: ReadonlyMap<string, PassEnd> | undefined): bigint => ends?.get(keyOf(end))?.amount ?? 0n;
    let most = at(seed === null || !policy.seedsApart || !isApart ? highAt : aloneAt[seed]);
    // Each seed is rounded for itself: together they can have more than all as one.
    if (seed === null && policy.id === haircut.id && isApart) most = aloneAt.reduce((sum, ends) => sum + at(ends), 0n);
    const high_ = limit === undefined ? most : unknown && end.state !== 'unknown:coverage' ? limit : most < limit ? most : limit;
    const least = lowAt.get(keyOf(end));
    const amount = (seed === null ? least?.amount : least?.lots.find((lot) => lot.seed === seed)?.amount) ?? 0n;
    const isSure =
      (seed === null || policy.seedsApart || setting.seeds.length === 1) &&
      !(unknown && end.state !== 'unknown:coverage') &&
      !lowFree &&
      !(seed !== null && overlaps[seed]);
    const low_ = isSure && (!hasFloor || amount === high_) ? amount : 0n;
    return { low: low_ < high_ ? low_ : high_, high: high_ };
  };
  const figure = (end: PassEnd, seed: number | null): run.Figure => {
    const { low: least, high: most } = rangeOf(end, seed);
    const isUnknownEnd = end.state.startsWith('unknown:') && end.state !== 'unknown:coverage';
    if (least === most && !isUnknownEnd) return { incomplete: false, amount: least };
    const why = end.state === 'unknown:order' || orders === 'bounded' ? 'order' : 'ledger';
    return { incomplete: true, low: least, high: most, why };
  };
  const known = new Set(pass.ends.map(keyOf));
  const onlyPossible = high.ends.filter((end) => !known.has(keyOf(end))).map((end): PassEnd => ({ ...end, amount: 0n, lots: [] }));
  const ends = [...pass.ends, ...onlyPossible].map((end): PassEnd => {
    const absent = setting.seeds
      .map((_, seed) => ({ seed, start: 0n, amount: 0n }))
      .filter(({ seed }) => !end.lots.some((lot) => lot.seed === seed));
    return { ...end, lots: [...end.lots, ...absent].sort((a, b) => a.seed - b.seed) };
  });
  const all: PassResult = { ...pass, ends: ends.sort((a, b) => a.ledger - b.ledger || (a.state < b.state ? -1 : 1)) };
  return resultOf(policy, setting, all, orders, (end) => ({ total: figure(end, null), bySeed: (seed) => figure(end, seed) }));
}

interface Limits {
  readonly all: ReadonlyMap<number, bigint>;
  readonly seed: (seed: number, asset: number) => bigint | undefined;
  /** What has lain in a ledger or left it by the rows held: all that poison, which is reach, can say. */
  readonly most: (ledger: number) => bigint;
}

/** No more of an asset can lie anywhere than all seeds brought of it; unknown where conversions made more of it. */
function limitsOf(policy: AccountPolicy, { slice, request, ...setting }: PassSetting, high: PassResult): Limits {
  const converted = new Set(high.converted.map((one) => one.assetOut));
  const all = new Map<number, bigint>();
  for (const seed of setting.seeds)
    if (seed.excluded === null && !converted.has(seed.asset)) all.set(seed.asset, (all.get(seed.asset) ?? 0n) + seed.amount);
  return {
    all,
    most(ledger) {
      if (policy.conserves) return 0n;
      const index = ledgerTransfers(slice);
      let balance = request.knowledge.opening.get(ledger) ?? 0n;
      let sum = balance;
      for (const transfer of index.transfers.subarray(index.start[ledger], index.start[ledger + 1])) {
        if (!moves(slice, transfer)) continue;
        const amount = amountOf(slice, transfer);
        if (slice.toLedger[transfer] === ledger) {
          sum += amount;
          balance += amount;
        }
        if (slice.fromLedger[transfer] !== ledger) continue;
        // What it paid beyond what its rows brought must have lain there too: rows are missing, not money.
        if (amount > balance) sum += amount - balance;
        balance = amount > balance ? 0n : balance - amount;
      }
      return sum;
    },
    seed: (number, asset) => {
      const seed = setting.seeds[number] as run.NumberedSeed;
      if (converted.has(asset)) return undefined;
      return seed.asset === asset && seed.excluded === null ? seed.amount : 0n;
    },
  };
}

function resultOf(
  policy: AccountPolicy,
  { slice }: PassSetting,
  pass: PassResult,
  orders: Orders,
  figures: (end: PassEnd) => { readonly total: run.Figure; readonly bySeed: (seed: number) => run.Figure },
): run.AccountPolicyResult {
  const totals = new Map<number, { amount: bigint; bySeed: Map<number, bigint> }>();
  const ends = pass.ends.map((end): run.AccountEnd => {
    const { total, bySeed } = figures(end);
    const asset = slice.ledgerAsset[end.ledger] as number;
    const sum = totals.get(asset) ?? { amount: 0n, bySeed: new Map<number, bigint>() };
    sum.amount += totalOf(policy, end.lots);
    for (const lot of end.lots) if (lot.amount > 0n) sum.bySeed.set(lot.seed, (sum.bySeed.get(lot.seed) ?? 0n) + lot.amount);
    totals.set(asset, sum);
    return {
      ...{ ledger: end.ledger, state: end.state, amount: end.amount, figure: total, transfer: end.transfer, hops: end.hops },
      bySeed: end.lots
        .map((lot) => ({ seed: lot.seed, amount: lot.amount, figure: bySeed(lot.seed) }))
        .filter(({ amount, figure }) => amount > 0n || (figure.incomplete && figure.high > 0n)),
    };
  });
  return {
    ...{ policy: policy.id, version: policy.version, contributed: pass.contributed, ends, fees: pass.fees, moves: pass.moves, orders },
    ...{ converted: pass.converted, excluded: pass.excluded, fetch: pass.fetch },
    totals: [...totals]
      .map(([asset, { amount, bySeed }]) => ({ asset, amount, bySeed: [...bySeed].map(([seed, of]) => ({ seed, amount: of })) }))
      .sort((a, b) => a.asset - b.asset),
  };
}

/** One order's result with each figure widened to what the other admissible orders give. */
function acrossOrders(results: readonly run.AccountPolicyResult[], basis: run.AccountPolicyResult): run.AccountPolicyResult {
  const bounds = new Map<string, { low: bigint; high: bigint; why: 'ledger' | 'order'; seen: number }>();
  const note = (key: string, figure: run.Figure): void => {
    const low = figure.incomplete ? figure.low : figure.amount;
    const high = figure.incomplete ? figure.high : figure.amount;
    const known = bounds.get(key);
    if (known === undefined) bounds.set(key, { low, high, why: figure.incomplete ? figure.why : 'order', seen: 1 });
    else {
      if (low < known.low) known.low = low;
      if (high > known.high) known.high = high;
      known.seen++;
    }
  };
  const forms = new Map<string, run.AccountEnd>();
  for (const result of results)
    for (const end of result.ends) {
      if (!forms.has(keyOf(end))) forms.set(keyOf(end), end);
      note(keyOf(end), end.figure);
      for (const share of end.bySeed) note(`${keyOf(end)} ${share.seed}`, share.figure);
    }
  const figure = (key: string): run.Figure => {
    const known = bounds.get(key);
    if (known === undefined) return { incomplete: false, amount: 0n };
    const low = known.seen < results.length ? 0n : known.low;
    return low === known.high ? { incomplete: false, amount: low } : { incomplete: true, low, high: known.high, why: known.why };
  };
  const basisAt = new Map(basis.ends.map((end) => [keyOf(end), end]));
  const ends = [...forms].map(([key, form]): run.AccountEnd => {
    const own = basisAt.get(key);
    const seeds = new Set(
      [...bounds.keys()].filter((known) => known.startsWith(`${key} `)).map((known) => Number(known.slice(key.length + 1))),
    );
    return {
      ...(own ?? { ...form, amount: 0n }),
      figure: figure(key),
      bySeed: [...seeds]
        .sort((a, b) => a - b)
        .map((seed) => ({
          seed,
          amount: own?.bySeed.find((share) => share.seed === seed)?.amount ?? 0n,
          figure: figure(`${key} ${seed}`),
        })),
    };
  });
  ends.sort((a, b) => a.ledger - b.ledger || (a.state < b.state ? -1 : 1));
  return { ...basis, ends, orders: { tried: results.length } };
}
