// Which rows of which ledgers a bag must carry so that its account runs can be worked out again, and those rows as data. It judges
// nothing: what a run took a ledger for is written down, not decided, here.
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import {
  ACCOUNT_RULES,
  type AccountPolicyResult,
  type AccountSlice,
  ASSUMED,
  amountOf,
  assetOf,
  blockOf,
  type CaseAccounts,
  COMPLETE,
  dayOf,
  isFee,
  kindOf,
  ledgerTransfers,
  ONE_SIDED,
  ORDER_KNOWN,
  ORDER_UNKNOWN,
  pathText,
  timeOf,
  type TracedAccounts,
  whyNoMovement,
} from '../../trace/index.ts';
import type { BagAsset, LedgerRow, RunGrounds, RunLedger, RunStops } from '../bag/accountPayload.ts';

/** States of what arrived and was not followed: such a ledger's other rows change no figure. What a window kept from leaving had arrived. */
const NOT_FOLLOWED = /^(excluded:|stopped:(service|mixer|bridge|addresses|minValue|maxHops|swap|wrap|pass|link)$)/;

/** Ledgers in which traced amounts lay and could have gone on, under any policy, and may have where a figure is a range. */
export function touchedLedgers(traced: TracedAccounts): ReadonlySet<number> {
  return traced.direction === 'forward' ? touchedForward(traced) : touchedBackward(traced);
}

function touchedForward({ view, request, seeds, results }: TracedAccounts): ReadonlySet<number> {
  const { slice } = view;
  const pools = new Set(request.stops?.accounts?.contractPool ?? []);
  const seeded = seededTransfers(seeds);
  const reached = new Set<number>();
  const left = new Set<number>();
  const seedsIn = new Set<number>();
  const seedsOut = new Set<number>();
  const keptOut = new Set<number>();
  const followed = new Set<number>();
  for (const result of results) {
    for (const { transfer, conversion } of [...result.moves, ...(result.possible?.moves ?? [])]) {
      const [from, to] = [slice.fromLedger[transfer] as number, slice.toLedger[transfer] as number];
      if (conversion < 0) reached.add(to);
      if (seeded.has(transfer)) {
        seedsIn.add(to);
        seedsOut.add(from);
      } else left.add(from);
    }
    for (const { ledger, state } of result.ends) {
      const isPool = state === 'stopped:contractPool' && pools.has(slice.ledgerAccount[ledger] as number);
      (isPool || NOT_FOLLOWED.test(state) ? keptOut : followed).add(ledger);
    }
  }
  // An exchange's wallet where the trace stops may have a million rows: they are carried only where money went on from it.
  const goesOn = (ledger: number): boolean =>
    !keptOut.has(ledger) || followed.has(ledger) || left.has(ledger) || (seedsIn.has(ledger) && seedsOut.has(ledger));
  const touched = [...reached, ...followed].filter((ledger) => ledger !== 0 && goesOn(ledger));
  return new Set([...touched, ...possiblyTouched(view, request, results), ...weighingLedgers(view, request, results)]);
}

/** Where a figure is a range: no stop but those that name accounts keeps what is possible from going on. */
function possiblyTouched({ slice }: CaseAccounts, { stops }: TracedAccounts['request'], results: TracedAccounts['results']): Set<number> {
  const named = new Set(ACCOUNT_RULES.flatMap((rule) => stops?.accounts?.[rule] ?? []));
  const found = new Set<number>();
  for (const { possible } of results)
    for (const { transfer, conversion } of possible?.moves ?? []) {
      const to = slice.toLedger[transfer] as number;
      if (to !== 0 && conversion < 0 && !named.has(slice.ledgerAccount[to] as number)) found.add(to);
    }
  return found;
}

/** Ledgers whose balances decide which orders of a block can have been. */
function weighingLedgers({ slice }: CaseAccounts, { knowledge }: TracedAccounts['request'], results: TracedAccounts['results']) {
  const found = new Set<number>();
  for (const transfer of triedTransfers(slice, results))
    for (const ledger of [slice.fromLedger[transfer] as number, slice.toLedger[transfer] as number])
      if (ledger !== 0 && knowledge.state[ledger] !== ONE_SIDED) found.add(ledger);
  return found;
}

/** All that stands in blocks whose orders were tried. */
function triedTransfers(slice: AccountSlice, results: TracedAccounts['results']): readonly number[] {
  const blocks = new Set<number>();
  for (const { orders, possible } of results)
    if (typeof orders !== 'string') for (const block of possible?.openBlocks ?? []) blocks.add(block);
  return [...blocks].flatMap((block) => {
    const first = slice.transactionStart[slice.blockStart[block] as number] as number;
    const end = slice.transactionStart[slice.blockStart[block + 1] as number] as number;
    return Array.from({ length: end - first }, (_, place) => first + place);
  });
}

/** States of what a trace back came to and did not ask for its origins. */
const NOT_ASKED = /^stopped:(service|mixer|bridge|addresses|minValue|maxHops)$/;

/** Ledgers whose payments were asked for their origins. */
function touchedBackward({ view, request, seeds, results }: TracedAccounts): ReadonlySet<number> {
  const { slice } = view;
  const pools = new Set(request.stops?.accounts?.contractPool ?? []);
  const seeded = seededTransfers(seeds);
  const asked = new Set<number>();
  const seedsOut = new Set<number>([...seeded].map((transfer) => slice.fromLedger[transfer] as number));
  for (const result of results) {
    const payers = new Set(result.moves.map(({ transfer }) => slice.fromLedger[transfer] as number));
    for (const { transfer } of result.moves) {
      const to = slice.toLedger[transfer] as number;
      if (!seeded.has(transfer) || payers.has(to)) asked.add(to);
    }
    for (const { ledger, state } of result.ends) {
      const isPool = state === 'stopped:contractPool' && pools.has(slice.ledgerAccount[ledger] as number) && !seedsOut.has(ledger);
      if (!isPool && !NOT_ASKED.test(state)) asked.add(ledger);
    }
  }
  asked.delete(0);
  return asked;
}

function seededTransfers(seeds: TracedAccounts['seeds']): ReadonlySet<number> {
  return new Set(seeds.flatMap(({ seed }) => (seed.kind === 'transfer' ? [seed.transfer] : [])));
}

/** Conversions that traced amounts went into, whose pool paid out while traced amounts of its own lay there, or that decide an order; by number. */
export function usedConversions(traced: TracedAccounts, touched = touchedLedgers(traced)): readonly number[] {
  const used = new Set<number>();
  for (const { moves, possible } of traced.results)
    for (const { conversion } of [...moves, ...(possible?.moves ?? [])]) if (conversion >= 0) used.add(conversion);
  const { slice } = traced.view;
  const tried = new Set(triedTransfers(slice, traced.results));
  traced.request.conversions?.forEach(({ ins, outs }, number) => {
    const [side, ledgers] = traced.direction === 'forward' ? [outs, slice.fromLedger] : [ins, slice.toLedger];
    if (side.some((transfer) => touched.has(ledgers[transfer] as number))) used.add(number);
    // No order can have been in which it comes out before it goes in.
    if ([...ins, ...outs].some((transfer) => tried.has(transfer))) used.add(number);
  });
  return [...used].sort((a, b) => a - b);
}

/** Transfers of a slice that its runs need, in ledger order. */
export function transfersNeeded(runs: readonly TracedAccounts[]): Uint32Array {
  const needed = new Set<number>();
  for (const traced of runs) {
    const { slice } = traced.view;
    const index = ledgerTransfers(slice);
    for (const ledger of touchedLedgers(traced))
      for (const transfer of index.transfers.subarray(index.start[ledger], index.start[ledger + 1])) needed.add(transfer);
    for (const { seed } of traced.seeds) if (seed.kind === 'transfer') needed.add(seed.transfer);
    for (const { moves, possible } of traced.results)
      for (const { transfer } of [...moves, ...(possible?.moves ?? [])]) needed.add(transfer);
    for (const transfer of triedTransfers(slice, traced.results)) needed.add(transfer);
    for (const number of usedConversions(traced)) {
      const conversion = traced.request.conversions?.[number];
      for (const transfer of [...(conversion?.ins ?? []), ...(conversion?.outs ?? [])]) needed.add(transfer);
    }
  }
  return Uint32Array.from(needed).sort();
}

export function bagAsset(view: CaseAccounts, asset: number): BagAsset {
  const held = view.names.assets[asset];
  if (held === null || held === undefined) throw new Error('bagAsset: no asset');
  return { kind: held.kind, contract: held.contract, tokenId: held.tokenId };
}

export function ledgerRow(
  { view, request }: TracedAccounts,
  transfer: number,
  row: number,
  gradeOf: (transfer: number) => ProofGrade,
): LedgerRow {
  const { slice, names } = view;
  const asset = assetOf(slice, transfer);
  const chain = names.chains[slice.assetChain[asset] as number] as string;
  const transaction = names.transaction(slice.transferTransaction[transfer] as number);
  const merged = view.transactions.get(chain)?.get(transaction);
  if (merged === undefined) throw new Error('ledgerRow: no transaction');
  const block = blockOf(slice, transfer);
  const number = slice.blockNumber[block] as number;
  const time = timeOf(slice, transfer);
  const position = slice.transactionPosition[slice.transferTransaction[transfer] as number] as number;
  const order = slice.blockOrder[block];
  return {
    ...{ row, chain, transaction },
    block: number < 0 ? null : number,
    blockHash: merged.transaction.blockHash,
    position: position < 0 ? null : position,
    ...{ time: time < 0 ? null : time, ...dayOf(view, transfer) },
    path: pathText(names.path(transfer)),
    kind: kindOf(slice, transfer),
    fee: isFee(slice, transfer),
    from: accountText(view, slice.fromLedger[transfer] as number),
    to: accountText(view, slice.toLedger[transfer] as number),
    asset: bagAsset(view, asset),
    amount: amountOf(slice, transfer).toString(),
    status: merged.transaction.status,
    reason: whyNoMovement(slice, request.counterfeits === undefined ? {} : { counterfeits: request.counterfeits }, transfer),
    order: order === ORDER_KNOWN ? 'known' : order === ORDER_UNKNOWN ? 'none' : 'transactions',
    grade: gradeOf(transfer),
    sources: merged.sources.map(({ source, rows }) => ({ source, rows: [...rows] })),
  };
}

function accountText({ slice, names }: CaseAccounts, ledger: number): string | null {
  return ledger === 0 ? null : (names.accounts[slice.ledgerAccount[ledger] as number] as string);
}

/** How many of the transfers carried stand before a moment. */
function rowsBefore(carried: Uint32Array, moment: number): number {
  let low = 0;
  let high = carried.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((carried[middle] as number) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Everything beside the rows that the figures of a run follow from. */
export function groundsOf(traced: TracedAccounts, file: string, carried: Uint32Array, later: boolean): RunGrounds {
  const { view, request, seeds } = traced;
  const stated = statementsOf(traced);
  const row = (transfer: number): number => rowsBefore(carried, transfer);
  return {
    ...{ file, rows: carried.length, later },
    seeds: seeds.map(({ seed }) => (seed.kind === 'transfer' ? row(seed.transfer) : -1)),
    references: seeds.flatMap(({ seed }) => seed.reference ?? []),
    ledgers: [...touchedLedgers(traced)].sort((a, b) => a - b).map((ledger) => runLedger(traced, ledger, carried)),
    stops: runStops(traced, carried),
    conversions: usedConversions(traced).flatMap((number) => {
      const conversion = request.conversions?.[number];
      return conversion === undefined ? [] : [{ kind: conversion.kind, ins: conversion.ins.map(row), outs: conversion.outs.map(row) }];
    }),
    excluded: [...(request.excludedTransfers ?? [])]
      .filter(([transfer]) => carried[row(transfer)] === transfer)
      .map(([transfer, reason]) => ({ row: row(transfer), reason }))
      .sort((a, b) => a.row - b.row),
  };

  function runLedger({ request: { knowledge } }: TracedAccounts, ledger: number, rows: Uint32Array): RunLedger {
    const { slice, names } = view;
    const asset = slice.ledgerAsset[ledger] as number;
    const state = knowledge.state[ledger];
    const to = knowledge.to[ledger] as number;
    return {
      chain: names.chains[slice.assetChain[asset] as number] as string,
      account: names.accounts[slice.ledgerAccount[ledger] as number] as string,
      asset: bagAsset(view, asset),
      state: state === ONE_SIDED ? 'oneSided' : state === COMPLETE ? 'complete' : state === ASSUMED ? 'assumed' : 'incomplete',
      opening: (knowledge.opening.get(ledger) ?? 0n).toString(),
      from: rowsBefore(rows, knowledge.from[ledger] as number),
      to: to >= slice.transferCount ? null : rowsBefore(rows, to),
      statements: (stated.get(ledger) ?? []).map(({ moment, balance, said: { by, source, blockNumber, timeSeconds } }) => ({
        ...{ rows: rowsBefore(rows, moment), balance: balance.toString(), by, source },
        ...{ block: blockNumber, time: timeSeconds },
      })),
      ownRows: view.ownRows.get(ledger) ?? [],
    };
  }
}

/** By ledger, in the order of their moments; of one moment in the order in which they are heard. */
function statementsOf({ statements }: TracedAccounts): ReadonlyMap<number, TracedAccounts['statements'][number][]> {
  const found = new Map<number, TracedAccounts['statements'][number][]>();
  for (const one of statements) {
    const own = found.get(one.ledger);
    if (own === undefined) found.set(one.ledger, [one]);
    else own.push(one);
  }
  for (const own of found.values()) own.sort((a, b) => a.moment - b.moment);
  return found;
}

/** Stops as they were meant when the run was made: names of accounts, not words of a list that may change. */
function runStops({ view, request }: TracedAccounts, carried: Uint32Array): RunStops {
  const { slice, names } = view;
  const { stops } = request;
  const met = accountsOf(slice, carried);
  const chainOfAsset = (asset: number): string => names.chains[slice.assetChain[asset] as number] as string;
  const range = (of: { readonly from?: number; readonly to?: number } | undefined) =>
    of === undefined ? null : { from: of.from ?? null, to: of.to ?? null };
  return {
    accounts: ACCOUNT_RULES.flatMap((rule) =>
      [...(stops?.accounts?.[rule] ?? [])]
        .filter((account) => met.has(account))
        .sort((a, b) => a - b)
        .map((account) => ({
          rule,
          chain: names.chains[slice.accountChain[account] as number] as string,
          account: names.accounts[account] as string,
        })),
    ),
    minValue: [...(stops?.minValue ?? [])].map(([asset, amount]) => ({
      chain: chainOfAsset(asset),
      asset: bagAsset(view, asset),
      amount: amount.toString(),
    })),
    maxHops: stops?.maxHops ?? null,
    heights: range(stops?.heights),
    times: range(stops?.times),
  };
}

function accountsOf(slice: AccountSlice, carried: Uint32Array): ReadonlySet<number> {
  const met = new Set<number>();
  for (const transfer of carried)
    for (const ledger of [slice.fromLedger[transfer] as number, slice.toLedger[transfer] as number])
      if (ledger !== 0) met.add(slice.ledgerAccount[ledger] as number);
  return met;
}

/** Moves of a policy with the row each stands in. */
export function movesOf(result: AccountPolicyResult, carried: Uint32Array) {
  return result.moves
    .map(({ transfer, amount, hops }) => ({ row: rowsBefore(carried, transfer), amount, hops }))
    .sort((a, b) => a.row - b.row);
}
