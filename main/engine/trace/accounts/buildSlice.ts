// Transactions of account chains in, the frozen slice and its names out. Deterministic: the same transactions in any order give the
// same slice. It resolves no duplicates and judges no source; both are the caller's.
import { Fault } from '../../../../shared/model/fault.ts';
import { atOnce, SLICE, type Step, type Steps } from '../../kernel/index.ts';
import { columnsOf, encodeAccounts, openSegment } from '../../intake/index.ts';
import type { AccountAsset, AccountTransaction, AccountTransfer } from '../../chains/index.ts';
import { type AccountSlice, NOT_STATED, WIDE_MARK } from './accountSlice.ts';
import { type Conversion, type ConversionName, orderConversions, type TransferName } from './conversions.ts';
import { comparePaths, compareText, type FlatTransfers, flatten, type PartColumns, type Paths, sortedTransfers } from './flatTransfers.ts';
import { mergeBlocks, orderBlocks, type OrderedBlocks, type PartOrder, type Waits } from './ledgerOrder.ts';
import type { Numbered } from './numbering.ts';

/** Transactions of one chain or of one ledger without a chain. */
export interface AccountPart {
  /** CAIP-2 id of the chain. */
  readonly chain: string;
  readonly transactions: readonly AccountTransaction[];
  /** `given`: the list itself is the ledger's order (a statement's rows). `blocks`: block number, position, path decide. */
  readonly order: 'blocks' | 'given';
  /** Block numbers of which every transaction is here. */
  readonly isComplete?: (blockNumber: number) => boolean;
}

/** The same, as columns: each transaction stands in one of the segments. */
export interface ColumnPart extends PartColumns, Pick<PartOrder, 'order' | 'arrange' | 'isComplete'> {
  readonly chain: string;
  readonly ids: TransactionIds;
}

/** Ids of a part's transactions by their numbers in it. */
export interface TransactionIds {
  at(number: number): string;
  /** -1 where there is none. */
  find(id: string): number;
  compare(a: number, b: number): number;
}

/** The text beside a slice; number 0 of accounts and assets is none. */
export interface AccountNames {
  /** From 0. */
  readonly chains: readonly string[];
  readonly accounts: readonly string[];
  readonly assets: readonly (AccountAsset | null)[];
  /** Id of a transaction, and path of a transfer, by number. */
  transaction(number: number): string;
  path(transfer: number): readonly number[];
  /** Number of an account or asset, or 0. */
  account(chain: string, address: string): number;
  asset(chain: string, asset: AccountAsset): number;
  /** Number of the ledger (account, asset), or 0. */
  ledger(chain: string, address: string, asset: AccountAsset): number;
  /** Numbers of a transaction's transfers; empty where it is not in the slice. */
  transfersOf(chain: string, transaction: string): readonly number[];
  transfer(name: TransferName): number | null;
}

export interface BuiltSlice {
  readonly slice: AccountSlice;
  readonly names: AccountNames;
  readonly conversions: readonly Conversion[];
  /** Per chain, what the sources state, with transfers that have nothing on either side and so are not in the slice. */
  readonly totals: readonly {
    readonly transfers: number;
    readonly fromTime: number | null;
    readonly toTime: number | null;
    readonly stretches: readonly Stretch[];
  }[];
}

/**
 * Builds the slice. Parts of one chain must be one part, and a transaction stands in it once. The members of a conversion inside one
 * transaction are put together at the place of the first, what goes in before what comes out. [A12]
 * Faults: usage.invalid.
 */
export function buildAccountSlice(parts: readonly AccountPart[], conversionNames: readonly ConversionName[] = []): BuiltSlice {
  return atOnce(buildColumnSlice(parts.map(columnPart), conversionNames));
}

function columnPart({ chain, transactions, order, isComplete }: AccountPart): ColumnPart {
  for (const { transfers } of transactions)
    for (const { amount } of transfers)
      if (amount < 0n || amount >= 1n << 256n) throw new Fault('usage.invalid', { option: 'amount', amount: String(amount) });
  const segment = openSegment(columnsOf(encodeAccounts(transactions.map((transaction) => ({ transaction, rows: [] })))));
  const numbers = new Map(transactions.map(({ id }, number) => [id, number]));
  const id = (number: number): string => (transactions[number] as AccountTransaction).id;
  return {
    ...{ chain, order, isComplete, count: transactions.length, segment: () => segment },
    transfers: transactions.reduce((sum, { transfers }) => sum + transfers.length, 0),
    segmentOf: new Uint16Array(transactions.length),
    placeOf: Uint32Array.from(transactions, (_, place) => place),
    ids: { at: id, find: (text) => numbers.get(text) ?? -1, compare: (a, b) => compareText(id(a), id(b)) },
  };
}

export function* buildColumnSlice(unordered: readonly ColumnPart[], conversionNames: readonly ConversionName[] = []): Steps<BuiltSlice> {
  const parts = [...unordered].sort((a, b) => compareText(a.chain, b.chain));
  const chains = parts.map(({ chain }) => chain);
  if (new Set(chains).size !== chains.length) throw new Fault('usage.invalid', { option: 'parts', reason: 'chainTwice' });
  const flat = yield* flatten(parts);
  const bases = parts.map((_, chain) => parts.slice(0, chain).reduce((sum, { count }) => sum + count, 0));
  const all = parts.reduce((sum, { count }) => sum + count, 0);
  const at = (done: number): Step => ({ phase: 'ledgersOrder', done, total: all, unit: 'transactions' });
  const ordered: OrderedBlocks[] = [];
  for (const [chain, part] of parts.entries()) {
    yield at(bases[chain] as number);
    ordered.push(yield* orderBlocks(partOrder(part, flat, bases[chain] as number)));
  }
  const findTransaction = finder(parts, bases);
  const merged = yield* mergeBlocks(ordered, waitsOf(conversionNames, bases, findTransaction));
  yield at(all);
  const blocks = layBlocks(ordered, merged, bases);
  yield at(all);
  const { transactions } = blocks;
  const places = yield* layTransfers(flat, transactions, conversionNames, findTransaction, (flatNumber) => {
    const chain = chainOfFlat(bases, flatNumber);
    const part = parts[chain] as ColumnPart;
    const number = flatNumber - (bases[chain] as number);
    const transfers = sortedTransfers(part.segment(part.segmentOf[number] as number), part.placeOf[number] as number);
    return { chain: part.chain, id: part.ids.at(number), transfers: transfers.map(({ transfer }) => transfer) };
  });
  const count = places.order.length;
  yield at(all);
  const fromLedger = gathered(flat.fromLedger, places.order);
  const toLedger = gathered(flat.toLedger, places.order);
  const numbered = yield* flat.numbering.settle(fromLedger, toLedger);
  yield at(all);
  const transferKind = gathered(flat.kind, places.order);
  const slice: AccountSlice = {
    ...{ transferCount: count, transactionCount: transactions.length, blockCount: merged.length, chainCount: chains.length },
    ...numbered.columns,
    ...{ fromLedger, toLedger, transferKind },
    amountLow: gathered(flat.amountLow, places.order),
    amountHigh: gathered(flat.amountHigh, places.order),
    ...wideColumns(flat, places.order, transferKind),
    transferTransaction: places.transaction,
    transactionStart: places.start,
    transactionBlock: blocks.transactionBlock,
    transactionPosition: statedOf(flat.position, transactions, new Int32Array(transactions.length)),
    transactionTime: statedOf(flat.time, transactions, new Float64Array(transactions.length)),
    transactionStatus: gathered(flat.status, transactions),
    ...{ blockStart: blocks.start, blockChain: merged, blockNumber: blocks.number },
    ...{ blockComplete: blocks.complete, blockOrder: blocks.order },
  };
  const placeOf = new Uint32Array(transactions.length);
  transactions.forEach((tx, place) => {
    placeOf[tx] = place;
  });
  const path = pathReader(flat.paths, gathered(flat.path, places.order));
  const names = namesOf({ chains, parts, bases, slice, numbered, transactions, placeOf, findTransaction }, path);
  const conversions = conversionNames.map((conversion): Conversion => {
    const numbers = (list: readonly TransferName[]): number[] =>
      list.map((name) => {
        const transfer = names.transfer(name);
        if (transfer === null) throw new Fault('usage.invalid', { option: 'conversions', transaction: name.transaction });
        return transfer;
      });
    return { kind: conversion.kind, ins: numbers(conversion.ins), outs: numbers(conversion.outs) };
  });
  const totals = parts.map(({ count: own }, chain) => {
    let [fromTime, toTime]: [number | null, number | null] = [null, null];
    for (let tx = bases[chain] as number; tx < (bases[chain] as number) + own; tx++) {
      const time = flat.time[tx] as number;
      if (Number.isNaN(time)) continue;
      if (fromTime === null || time < fromTime) fromTime = time;
      if (toTime === null || time > toTime) toTime = time;
    }
    const times = flat.time.subarray(bases[chain] as number, (bases[chain] as number) + own);
    return { transfers: flat.stated[chain] as number, fromTime, toTime, stretches: stretchesOf(times, fromTime, toTime) };
  });
  return { slice, names, conversions, totals };
}

/** Time in which transactions are held. */
interface Stretch {
  readonly fromTime: number;
  readonly toTime: number;
}

/** Pieces of equal length that the time from the first to the last is looked at in. */
const PIECES = 60;

/** Pieces with a transaction in them, neighbours joined: where nothing is held, nothing happened or rows are missing. */
function stretchesOf(times: Float64Array, from: number | null, to: number | null): Stretch[] {
  if (from === null || to === null) return [];
  const length = to - from + 1;
  const held = new Uint8Array(PIECES);
  for (const time of times) if (!Number.isNaN(time)) held[Math.floor(((time - from) * PIECES) / length)] = 1;
  const found: { fromTime: number; toTime: number }[] = [];
  const beginning = (piece: number): number => from + Math.floor((length * piece) / PIECES);
  for (let piece = 0; piece < PIECES; piece++) {
    if (held[piece] === 0) continue;
    const last = found.at(-1);
    if (last !== undefined && held[piece - 1] === 1) last.toTime = beginning(piece + 1) - 1;
    else found.push({ fromTime: beginning(piece), toTime: Math.max(beginning(piece), beginning(piece + 1) - 1) });
  }
  return found;
}

// What lives as long as the slice is made in functions of its own: beside the flat columns it would keep them.

function finder(parts: readonly ColumnPart[], bases: readonly number[]): Find {
  return (chain, id) => {
    const part = parts.findIndex((one) => one.chain === chain);
    const number = part < 0 ? -1 : (parts[part] as ColumnPart).ids.find(id);
    return number < 0 ? -1 : (bases[part] as number) + number;
  };
}

function pathReader(paths: Paths, codes: Uint32Array): AccountNames['path'] {
  return (transfer) => paths.at(codes[transfer] as number);
}

function partOrder(part: ColumnPart, flat: FlatTransfers, base: number): PartOrder {
  const end = base + part.count;
  return {
    ...{ count: part.count, order: part.order, arrange: part.arrange, isComplete: part.isComplete },
    ...{ block: flat.block.subarray(base, end), position: flat.position.subarray(base, end), time: flat.time.subarray(base, end) },
    ...{ inside: flat.inside.subarray(base, end), idAt: part.ids.at, compareIds: part.ids.compare },
  };
}

function chainOfFlat(bases: readonly number[], number: number): number {
  let chain = 0;
  while (chain + 1 < bases.length && (bases[chain + 1] as number) <= number) chain++;
  return chain;
}

type Find = (chain: string, id: string) => number;

function waitsOf(links: readonly ConversionName[], bases: readonly number[], find: Find): Waits {
  const forPlaces = new Map<number, number[]>();
  for (const link of links)
    for (const out of link.outs) {
      const foreign = link.ins.filter((name) => name.chain !== out.chain).map((name) => find(name.chain, name.transaction));
      const place = find(out.chain, out.transaction);
      if (foreign.length > 0 && place >= 0) forPlaces.set(place, [...(forPlaces.get(place) ?? []), ...foreign]);
    }
  return { forPlaces, place: (chain, transaction) => (bases[chain] as number) + transaction };
}

/** Blocks of all chains in their one order; transactions by their flat numbers. */
function layBlocks(ordered: readonly OrderedBlocks[], merged: Uint16Array, bases: readonly number[]) {
  const transactionCount = ordered.reduce((sum, { transactions }) => sum + transactions.length, 0);
  const transactions = new Uint32Array(transactionCount);
  const transactionBlock = new Uint32Array(transactionCount);
  const start = new Uint32Array(merged.length + 1);
  const number = new Float64Array(merged.length);
  const complete = new Uint8Array(merged.length);
  const order = new Uint8Array(merged.length);
  const next = ordered.map(() => 0);
  let at = 0;
  merged.forEach((chain, block) => {
    const own = ordered[chain] as OrderedBlocks;
    const from = next[chain] as number;
    next[chain] = from + 1;
    start[block] = at;
    for (let i = own.start[from] as number; i < (own.start[from + 1] as number); i++) {
      transactions[at] = (bases[chain] as number) + (own.transactions[i] as number);
      transactionBlock[at++] = block;
    }
    number[block] = own.number[from] as number;
    complete[block] = own.complete[from] as number;
    order[block] = own.order[from] as number;
  });
  start[merged.length] = at;
  return { transactions, transactionBlock, start, number, complete, order };
}

/** Where each transfer of the slice comes from, and whose it is. */
function* layTransfers(
  flat: FlatTransfers,
  transactions: Uint32Array,
  conversions: readonly ConversionName[],
  find: Find,
  read: (transaction: number) => { readonly chain: string; readonly id: string; readonly transfers: readonly AccountTransfer[] },
): Steps<{ readonly order: Uint32Array; readonly transaction: Uint32Array; readonly start: Uint32Array }> {
  const count = flat.start[flat.start.length - 1] as number;
  const order = new Uint32Array(count);
  const transaction = new Uint32Array(count);
  const start = new Uint32Array(transactions.length + 1);
  const moved = orderConversions(conversions);
  const touched = new Set(conversions.flatMap(({ ins, outs }) => [...ins, ...outs].map((name) => find(name.chain, name.transaction))));
  let next = 0;
  for (let number = 0; number < transactions.length; number++) {
    if ((number & (SLICE - 1)) === 0) yield { phase: 'ledgersLay', done: number, total: transactions.length, unit: 'transactions' };
    const tx = transactions[number] as number;
    start[number] = next;
    const [first, end] = [flat.start[tx] as number, flat.start[tx + 1] as number];
    if (touched.has(tx)) {
      const { chain, id, transfers } = read(tx);
      const at = new Map(transfers.map((transfer, i) => [transfer, first + i]));
      moved(chain, id, transfers).forEach((transfer, i) => {
        order[next + i] = at.get(transfer) as number;
      });
    } else for (let at = first; at < end; at++) order[next + at - first] = at;
    transaction.fill(number, next, next + end - first);
    next += end - first;
  }
  start[transactions.length] = next;
  return { order, transaction, start };
}

/** The column in another order; where that is its own, itself. */
function gathered<Column extends Uint8Array | Uint32Array | Float64Array>(column: Column, order: Uint32Array): Column {
  if (isInPlace(order)) return column.subarray(0, order.length) as Column;
  const made = new (column.constructor as new (length: number) => Column)(order.length);
  for (let i = 0; i < order.length; i++) made[i] = column[order[i] as number] as number;
  return made;
}

const inPlace = new WeakMap<Uint32Array, boolean>();

/** Asked of one order for many columns. */
function isInPlace(order: Uint32Array): boolean {
  let known = inPlace.get(order);
  if (known === undefined) {
    known = order.every((from, place) => from === place);
    inPlace.set(order, known);
  }
  return known;
}

function statedOf<Column extends Int32Array | Float64Array>(column: Float64Array, order: Uint32Array, made: Column): Column {
  for (let i = 0; i < order.length; i++) {
    const value = column[order[i] as number] as number;
    made[i] = Number.isNaN(value) ? NOT_STATED : value;
  }
  return made;
}

function wideColumns({ wide }: FlatTransfers, order: Uint32Array, kinds: Uint8Array): Pick<AccountSlice, 'wideTransfer' | 'wideRest'> {
  const transfers: number[] = [];
  if (wide.size > 0) kinds.forEach((kind, t) => void ((kind & WIDE_MARK) !== 0 && transfers.push(t)));
  const rest = transfers.flatMap((t) => wide.get(order[t] as number) as readonly bigint[]);
  return { wideTransfer: Uint32Array.from(transfers), wideRest: BigUint64Array.from(rest) };
}

interface Named {
  readonly chains: readonly string[];
  readonly parts: readonly ColumnPart[];
  readonly bases: readonly number[];
  readonly slice: AccountSlice;
  readonly numbered: Numbered;
  /** Flat number per transaction of the slice, and the other way. */
  readonly transactions: Uint32Array;
  readonly placeOf: Uint32Array;
  readonly findTransaction: Find;
}

function namesOf(
  { chains, parts, bases, slice, numbered, transactions, placeOf, findTransaction }: Named,
  path: AccountNames['path'],
): AccountNames {
  const transfersOf = (chain: string, id: string): number[] => {
    const number = findTransaction(chain, id);
    if (number < 0) return [];
    const transaction = placeOf[number] as number;
    const first = slice.transactionStart[transaction] as number;
    return Array.from({ length: (slice.transactionStart[transaction + 1] as number) - first }, (_, place) => first + place);
  };
  const account = (chain: string, address: string): number => numbered.findAccount(chains.indexOf(chain), address);
  const asset = (chain: string, own: AccountAsset): number => numbered.findAsset(chains.indexOf(chain), own);
  return {
    ...{ chains, accounts: numbered.accounts, assets: numbered.assets, path, account, asset, transfersOf },
    transaction(number) {
      const flat = transactions[number] as number;
      const chain = chainOfFlat(bases, flat);
      return (parts[chain] as ColumnPart).ids.at(flat - (bases[chain] as number));
    },
    ledger: (chain, address, own) => numbered.findLedger(account(chain, address), asset(chain, own)),
    transfer: (name) => transfersOf(name.chain, name.transaction).find((t) => comparePaths(path(t), name.path) === 0) ?? null,
  };
}
