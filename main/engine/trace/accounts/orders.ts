// Rows of a block in an order that no source gives: which ledgers it matters to, and every admissible order where they are few. An
// order is admissible where no known balance falls below zero.
import { type AccountSlice, amountOf, firstFrom, ledgerTransfers, moves, movesValue, ORDER_UNKNOWN } from './accountSlice.ts';
import type { ConversionPlaces } from './conversions.ts';
import type { LedgerKnowledge } from './reconcile.ts';
import { isKnownAt } from './reconcile.ts';

interface Reach {
  readonly tainted: (ledger: number) => boolean;
  readonly isSeed: (transfer: number) => boolean;
  /** Whether taint of the sender's ledger goes with it. */
  readonly leaves: (transfer: number) => boolean;
  /** Whether taint that goes with it can lie in the receiver's ledger. */
  readonly lands: (transfer: number) => boolean;
  readonly conversions: ConversionPlaces;
}

function transfersOfBlock(slice: AccountSlice, block: number): { first: number; end: number } {
  return {
    first: slice.transactionStart[slice.blockStart[block] as number] as number,
    end: slice.transactionStart[slice.blockStart[block + 1] as number] as number,
  };
}

/** What stays together whatever the order: a transaction, or a transfer where not even its transaction's inside is ordered. */
function unitOf(slice: AccountSlice, block: number, transfer: number): number {
  return slice.blockOrder[block] === ORDER_UNKNOWN ? transfer : (slice.transferTransaction[transfer] as number);
}

/**
 * Ledgers that taint can lie in at some time in a block under some order, and that have two or more units there, so that the order
 * matters to them. Larger than needed, never smaller. Each movement of the block is looked at once for each of its ledgers, however they
 * lie: anybody can fill a block.
 */
export function unsureLedgers(slice: AccountSlice, block: number, reach: Reach): ReadonlySet<number> {
  const { first, end } = transfersOfBlock(slice, block);
  const debits = new Map<number, number[]>();
  const outsOf = new Map<number, number[]>();
  const listed = (map: Map<number, number[]>, key: number, transfer: number): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [transfer]);
    else known.push(transfer);
  };
  const reached = new Set<number>();
  const converts = new Set<number>();
  const carrying: number[] = [];
  const arriveAt = (ledger: number): void => {
    if (ledger === 0 || reached.has(ledger)) return;
    reached.add(ledger);
    for (const transfer of debits.get(ledger) ?? []) if (reach.leaves(transfer)) carrying.push(transfer);
  };
  for (let t = first; t < end; t++) {
    if (!movesValue(slice, t)) continue;
    listed(debits, slice.fromLedger[t] as number, t);
    const outOf = reach.conversions.outOf.get(t);
    if (outOf !== undefined) listed(outsOf, outOf, t);
  }
  const asked = new Set<number>();
  for (let t = first; t < end; t++) {
    if (!movesValue(slice, t)) continue;
    if (reach.isSeed(t)) carrying.push(t);
    for (const ledger of [slice.fromLedger[t] as number, slice.toLedger[t] as number]) {
      if (ledger === 0 || asked.has(ledger)) continue;
      asked.add(ledger);
      if (reach.tainted(ledger)) arriveAt(ledger);
    }
  }
  for (let transfer = carrying.pop(); transfer !== undefined; transfer = carrying.pop()) {
    const to = slice.toLedger[transfer] as number;
    const into = reach.conversions.inOf.get(transfer);
    if (into !== undefined) {
      // What goes in does not reach the pool. [A12]
      if (!converts.has(into)) for (const out of outsOf.get(into) ?? []) carrying.push(out);
      converts.add(into);
      continue;
    }
    if (to !== 0 && !reached.has(to) && reach.lands(transfer)) arriveAt(to);
  }
  const unitOfLedger = new Map<number, number>();
  const unsure = new Set<number>();
  for (let t = first; t < end; t++) {
    if (!movesValue(slice, t)) continue;
    const unit = unitOf(slice, block, t);
    for (const ledger of [slice.fromLedger[t] as number, slice.toLedger[t] as number]) {
      if (ledger === 0 || !reached.has(ledger)) continue;
      const known = unitOfLedger.get(ledger);
      if (known === undefined) unitOfLedger.set(ledger, unit);
      else if (known !== unit) unsure.add(ledger);
    }
  }
  return unsure;
}

/** One way to lay the blocks: per transfer number of the slice the place it takes, for the transfers that move. */
export type Placing = ReadonlyMap<number, number>;

/**
 * Every admissible order of the blocks, or null where more than `most` would have to be tried. A block whose rows no order carries
 * without a negative balance counts with all of its orders: its ledgers are not complete then.
 */
export function admissibleOrders(
  slice: AccountSlice,
  knowledge: LedgerKnowledge,
  blocks: readonly number[],
  most: number,
): readonly Placing[] | null {
  let all: Placing[] = [new Map()];
  let counted = 1;
  for (const block of blocks) {
    const { first, end } = transfersOfBlock(slice, block);
    const units = new Map<number, number[]>();
    for (let t = first; t < end; t++) {
      const unit = unitOf(slice, block, t);
      const known = units.get(unit);
      if (known === undefined) units.set(unit, [t]);
      else known.push(t);
    }
    for (let size = 2; size <= units.size; size++) {
      counted *= size;
      if (counted > most) return null;
    }
    const before = balancesBefore(slice, knowledge, first);
    const orders = permutations([...units.values()]).map((order) => order.flat());
    const sound = orders.filter((order) => staysAbove(slice, before, order));
    const placings = (sound.length > 0 ? sound : orders).map((order) => new Map(order.map((transfer, place) => [transfer, first + place])));
    all = all.flatMap((placing) => placings.map((own) => new Map([...placing, ...own])));
  }
  return all;
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) => permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]));
}

/** Balances of ledgers before a transfer, null where they are not known; each is counted once. */
function balancesBefore(slice: AccountSlice, knowledge: LedgerKnowledge, first: number): (ledger: number) => bigint | null {
  const balances = new Map<number, bigint | null>();
  const index = ledgerTransfers(slice);
  return (ledger) => {
    const known = balances.get(ledger);
    if (known !== undefined) return known;
    let balance: bigint | null = null;
    if (isKnownAt(knowledge, ledger, first)) {
      balance = knowledge.opening.get(ledger) ?? 0n;
      for (let place = firstFrom(index, ledger, knowledge.from[ledger] as number); place < (index.start[ledger + 1] as number); place++) {
        const t = index.transfers[place] as number;
        if (t >= first) break;
        if (!moves(slice, t)) continue;
        if (slice.toLedger[t] === ledger) balance += amountOf(slice, t);
        if (slice.fromLedger[t] === ledger) balance -= amountOf(slice, t);
      }
    }
    balances.set(ledger, balance);
    return balance;
  };
}

/** Whether no known ledger falls below zero while the transfers of a block pass in this order. */
function staysAbove(slice: AccountSlice, before: (ledger: number) => bigint | null, order: readonly number[]): boolean {
  const balances = new Map<number, bigint>();
  const balanceOf = (ledger: number): bigint | null => balances.get(ledger) ?? before(ledger);
  for (const transfer of order) {
    if (!moves(slice, transfer)) continue;
    const from = slice.fromLedger[transfer] as number;
    const to = slice.toLedger[transfer] as number;
    const amount = amountOf(slice, transfer);
    if (from !== 0) {
      const balance = balanceOf(from);
      if (balance !== null && balance < amount) return false;
      if (balance !== null) balances.set(from, balance - amount);
    }
    if (to !== 0) {
      const balance = balanceOf(to);
      if (balance !== null) balances.set(to, balance + amount);
    }
  }
  return true;
}

/** The slice with the transfers of some blocks in other places; numbers of everything else stay. */
export function placeTransfers(slice: AccountSlice, placing: Placing): AccountSlice {
  const fromLedger = slice.fromLedger.slice();
  const toLedger = slice.toLedger.slice();
  const amountLow = slice.amountLow.slice();
  const amountHigh = slice.amountHigh.slice();
  const transferKind = slice.transferKind.slice();
  const transferTransaction = slice.transferTransaction.slice();
  for (const [transfer, place] of placing) {
    fromLedger[place] = slice.fromLedger[transfer] as number;
    toLedger[place] = slice.toLedger[transfer] as number;
    amountLow[place] = slice.amountLow[transfer] as number;
    amountHigh[place] = slice.amountHigh[transfer] as number;
    transferKind[place] = slice.transferKind[transfer] as number;
    transferTransaction[place] = slice.transferTransaction[transfer] as number;
  }
  const wide = Array.from(slice.wideTransfer, (transfer, from) => ({ place: placing.get(transfer) ?? transfer, from })).sort(
    (a, b) => a.place - b.place,
  );
  const wideRest = new BigUint64Array(slice.wideRest.length);
  wide.forEach(({ from }, to) => wideRest.set(slice.wideRest.subarray(from * 3, from * 3 + 3), to * 3));
  return {
    ...slice,
    ...{ fromLedger, toLedger, amountLow, amountHigh, transferKind, transferTransaction, wideRest },
    wideTransfer: Uint32Array.from(wide, ({ place }) => place),
  };
}
