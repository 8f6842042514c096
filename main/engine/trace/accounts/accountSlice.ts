// The frozen slice of account ledgers: what every trace over balances reads. Typed arrays only, so a worker can be given it.
// It holds no database handle and no text; names stand beside it (`buildSlice.ts`).
import type { TransferKind } from '../../chains/index.ts';

/** Codes of `transferKind`, by position. */
export const TRANSFER_KINDS: readonly TransferKind[] = ['value', 'internal', 'token', 'fee', 'burn', 'mint', 'ledger', 'trade'];
/** Marks beside the kind. */
export const KIND_MASK = 0x0f;
/** Part of the price of its transaction, burnt or paid: it is reported and never followed. */
export const FEE_MARK = 0x40;
/** The amount has bits above the 96 of the two columns; they stand in `wideRest`. */
export const WIDE_MARK = 0x80;

/** Codes of `transactionStatus`. */
export const STATUS_OK = 0;
export const STATUS_FAILED = 1;
export const STATUS_UNKNOWN = 2;

/** Codes of `blockOrder`: all known; the order of transactions unknown; that of the transfers inside them as well. */
export const ORDER_KNOWN = 0;
export const ORDER_OF_TRANSACTIONS_UNKNOWN = 1;
export const ORDER_UNKNOWN = 2;

/** Mark in numeric columns for "the source does not say". */
export const NOT_STATED = -1;

/**
 * Transfers of one or several chains in ledger order: block number, position in the block, path inside the transaction. Chains are
 * laid into each other by time, which decides nothing but where links join them. A *ledger* is one (account, asset); number 0
 * stands for "nothing behind it" in every numbering. A *moment* is a transfer number m: after all transfers below m.
 */
export interface AccountSlice {
  readonly transferCount: number;
  readonly transactionCount: number;
  readonly blockCount: number;
  /** Highest number + 1, as 0 is none. */
  readonly ledgerCount: number;
  readonly accountCount: number;
  readonly assetCount: number;
  readonly chainCount: number;
  /** Ledger that is debited and ledger that is credited, 0 for none; never both. */
  readonly fromLedger: Uint32Array;
  readonly toLedger: Uint32Array;
  /** Bits 0–47 and 48–95 of the amount, as whole doubles: 18-decimal tokens do not fit 64 bits, and bigint columns are slow to scan. */
  readonly amountLow: Float64Array;
  readonly amountHigh: Float64Array;
  /** Position in TRANSFER_KINDS, with FEE_MARK and WIDE_MARK. */
  readonly transferKind: Uint8Array;
  readonly transferTransaction: Uint32Array;
  /** Transfers with WIDE_MARK, ascending, and bits 96–159, 160–223, 224–255 of each. */
  readonly wideTransfer: Uint32Array;
  readonly wideRest: BigUint64Array;
  readonly ledgerAccount: Uint32Array;
  readonly ledgerAsset: Uint32Array;
  readonly accountChain: Uint16Array;
  readonly assetChain: Uint16Array;
  /** First transfer per transaction, and the count at the end. */
  readonly transactionStart: Uint32Array;
  readonly transactionBlock: Uint32Array;
  readonly transactionPosition: Int32Array;
  /** Seconds since 1970, or NOT_STATED. */
  readonly transactionTime: Float64Array;
  readonly transactionStatus: Uint8Array;
  /** First transaction per block, and the count at the end. */
  readonly blockStart: Uint32Array;
  readonly blockChain: Uint16Array;
  /** NOT_STATED for ledgers without blocks. */
  readonly blockNumber: Float64Array;
  /** 1 where every transaction of the block is in the slice. */
  readonly blockComplete: Uint8Array;
  /** ORDER_KNOWN, or what of the order inside the block no source gives. */
  readonly blockOrder: Uint8Array;
}

const LOW_BITS = 48n;
const WIDE_FROM = 96n;

/** The exact amount of a transfer in its asset's smallest unit. */
export function amountOf(slice: AccountSlice, transfer: number): bigint {
  const high = slice.amountHigh[transfer] as number;
  const low = BigInt(slice.amountLow[transfer] as number);
  const amount = high === 0 ? low : low + (BigInt(high) << LOW_BITS);
  if (((slice.transferKind[transfer] as number) & WIDE_MARK) === 0) return amount;
  const place = wideplace(slice, transfer) * 3;
  const rest =
    (slice.wideRest[place] as bigint) + ((slice.wideRest[place + 1] as bigint) << 64n) + ((slice.wideRest[place + 2] as bigint) << 128n);
  return amount + (rest << WIDE_FROM);
}

function wideplace({ wideTransfer }: AccountSlice, transfer: number): number {
  let low = 0;
  let high = wideTransfer.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((wideTransfer[middle] as number) < transfer) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function kindOf(slice: AccountSlice, transfer: number): TransferKind {
  return TRANSFER_KINDS[(slice.transferKind[transfer] as number) & KIND_MASK] as TransferKind;
}

export function isFee(slice: AccountSlice, transfer: number): boolean {
  return ((slice.transferKind[transfer] as number) & FEE_MARK) !== 0;
}

/** Asset number of a transfer. */
export function assetOf(slice: AccountSlice, transfer: number): number {
  return slice.ledgerAsset[(slice.fromLedger[transfer] as number) || (slice.toLedger[transfer] as number)] as number;
}

export function chainOf(slice: AccountSlice, transfer: number): number {
  return slice.assetChain[assetOf(slice, transfer)] as number;
}

export function blockOf(slice: AccountSlice, transfer: number): number {
  return slice.transactionBlock[slice.transferTransaction[transfer] as number] as number;
}

/** Block number of a transfer, or NOT_STATED. */
export function heightOf(slice: AccountSlice, transfer: number): number {
  return slice.blockNumber[blockOf(slice, transfer)] as number;
}

export function timeOf(slice: AccountSlice, transfer: number): number {
  return slice.transactionTime[slice.transferTransaction[transfer] as number] as number;
}

/** What a transaction cost its payers, burnt and paid parts together. */
export function feeOf(slice: AccountSlice, transaction: number): bigint {
  let fee = 0n;
  for (let t = slice.transactionStart[transaction] as number; t < (slice.transactionStart[transaction + 1] as number); t++)
    if (isFee(slice, t)) fee += amountOf(slice, t);
  return fee;
}

/**
 * Whether a transfer moves a balance: a failed transaction pays its fee and nothing else, and one whose status no source states is
 * never taken for success. [A3]
 */
export function moves(slice: AccountSlice, transfer: number): boolean {
  return slice.transactionStatus[slice.transferTransaction[transfer] as number] === STATUS_OK || isFee(slice, transfer);
}

/** Whether it moves more than 0: anybody can put transfers of nothing beside any row, and they decide nothing. [A3] */
export function movesValue(slice: AccountSlice, transfer: number): boolean {
  return moves(slice, transfer) && (slice.amountLow[transfer] !== 0 || amountOf(slice, transfer) !== 0n);
}

/** The moment after every transfer of a chain up to and with a block number. */
export function momentAfterBlock(slice: AccountSlice, chain: number, blockNumber: number): number {
  return momentWhere(slice, chain, (block) => (slice.blockNumber[block] as number) > blockNumber);
}

/** The moment after every transfer of a chain up to and with a time in seconds. */
export function momentAfterTime(slice: AccountSlice, chain: number, timeSeconds: number): number {
  return momentWhere(slice, chain, (block) => (slice.transactionTime[slice.blockStart[block] as number] as number) > timeSeconds);
}

function momentWhere(slice: AccountSlice, chain: number, isAfter: (block: number) => boolean): number {
  for (let block = 0; block < slice.blockCount; block++)
    if (slice.blockChain[block] === chain && isAfter(block)) return slice.transactionStart[slice.blockStart[block] as number] as number;
  return slice.transferCount;
}

/** Transfers per ledger in ledger order, each once (also where a ledger pays itself). */
export interface LedgerTransfers {
  readonly start: Uint32Array;
  readonly transfers: Uint32Array;
}

const indexOfSlice = new WeakMap<AccountSlice, LedgerTransfers>();

/** Made once per slice, which never changes. */
export function ledgerTransfers(slice: AccountSlice): LedgerTransfers {
  const known = indexOfSlice.get(slice);
  if (known !== undefined) return known;
  const { fromLedger, toLedger, transferCount, ledgerCount } = slice;
  const start = new Uint32Array(ledgerCount + 1);
  for (let t = 0; t < transferCount; t++) {
    const from = fromLedger[t] as number;
    const to = toLedger[t] as number;
    if (from !== 0) start[from + 1] = (start[from + 1] as number) + 1;
    if (to !== 0 && to !== from) start[to + 1] = (start[to + 1] as number) + 1;
  }
  for (let ledger = 1; ledger <= ledgerCount; ledger++) start[ledger] = (start[ledger] as number) + (start[ledger - 1] as number);
  const transfers = new Uint32Array(start[ledgerCount] as number);
  const next = start.slice(0, ledgerCount);
  const place = (ledger: number, transfer: number): void => {
    const at = next[ledger] as number;
    transfers[at] = transfer;
    next[ledger] = at + 1;
  };
  for (let t = 0; t < transferCount; t++) {
    const from = fromLedger[t] as number;
    const to = toLedger[t] as number;
    if (from !== 0) place(from, t);
    if (to !== 0 && to !== from) place(to, t);
  }
  const made = { start, transfers };
  indexOfSlice.set(slice, made);
  return made;
}

/** First position in `transfers` of a ledger's transfer that is not below `moment`. */
export function firstFrom(index: LedgerTransfers, ledger: number, moment: number): number {
  let low = index.start[ledger] as number;
  let high = index.start[ledger + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((index.transfers[middle] as number) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
