// Transfers of one chain by number, for tables that must not name what nobody looks at: of coins outputs, of accounts movements. Numbers
// are of no meaning outside the view at hand.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import type { Members, Party } from './party.ts';

export interface ChainTransfers {
  /** Behind one item, as far as the filter lets them through: of a transaction its outputs, of an output or a movement itself. */
  behind(item: CanvasItem, filter: CanvasFilter): readonly number[];
  /**
   * Behind the sums between parties: the same transfers that `ChainFacts.relations` adds up, but for those of assets below the filter's
   * least. Parties by their place; one output stands between several where several spent in its transaction.
   */
  between(parties: readonly Party[], filter: CanvasFilter, visit: (source: number, target: number, transfer: number) => void): void;
  /** Of coins the transfers that inputs of a transaction spend from some addresses; of accounts none. */
  spentIn(transaction: number, members: Members): readonly number[];
  /** Of an output or a movement its own number, of a transaction the transaction's; -1 where the case holds nothing of it. */
  numberOf(item: CanvasItem): number;
  item(transfer: number): CanvasItem;
  /** Of coins the transaction that made the output; -1 where the case does not hold it. */
  transactionOf(transfer: number): number;
  /** Whole id of the transaction. */
  transactionName(transfer: number): string;
  timeOf(transfer: number): number | null;
  heightOf(transfer: number): number | null;
  /** Numbers of assets rise in the order in which they are listed: known issuers' first. */
  assetOf(transfer: number): number;
  assetKey(asset: number): string;
  /** Null where the case does not know it. */
  amountOf(transfer: number): bigint | null;
  /** Of coins the addresses of the transaction's inputs, each once, the largest first; those the case does not know are left out. */
  payersOf(transfer: number): readonly number[];
  /** 0 where there is none or nobody knows. */
  payeeOf(transfer: number): number;
  addressName(address: number): string;
  /** Transaction that spends an output, or -1; and its id. */
  spenderOf(transfer: number): number;
  spenderName(transfer: number): string | null;
  /** What its own marks do not say, by code: `coinjoin`, `payerUnknown`. */
  moreMarks(transfer: number): readonly string[];
  history(members: Members): AddressHistory;
}

/** What some addresses received and paid, as the case holds it. */
export interface AddressHistory {
  /** Every change of what they hold together, in chain order; between themselves nothing changes. */
  changes(visit: (asset: number, seconds: number | null, amount: bigint) => void): void;
  /** What they held before the first change, where a source states it. */
  opening(asset: number): bigint;
  /** Whether the case is known to hold every change of an asset. */
  isComplete(asset: number): boolean;
  /** Transactions that spend from them, each once: its time, and whether only the day is known. */
  spending(visit: (seconds: number | null, isDayOnly: boolean) => void): void;
}
