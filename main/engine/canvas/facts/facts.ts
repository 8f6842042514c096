// What a canvas asks of the case, for coins and accounts alike. Implementations read one chain's view; they know no canvas, no place, no
// colour, and write nothing. Amounts are in the asset's smallest unit.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import type { FetchItem } from '../../../../shared/contract/fetch.ts';
import type { CanvasItem, CanvasLevel } from '../../../../shared/model/canvasItem.ts';
import type { ProofGrade, StatementKind } from '../../../../shared/model/statement.ts';
import type { Members, Party } from './party.ts';
import type { ChainTransfers } from './transfers.ts';

export type { Members, Party };

/** Amounts by asset: `key` is `AssetView.key`. Of a coin chain the one asset's key is the chain's id. */
export interface AssetAmount {
  readonly asset: string;
  readonly amount: bigint;
}

/** One thing, as the case holds it. */
export interface FactNode {
  readonly item: CanvasItem;
  readonly amounts: readonly AssetAmount[];
  readonly timeSeconds: number | null;
  readonly lastSeconds: number | null;
  readonly height: number | null;
  readonly address: string | null;
  readonly statement: StatementKind;
  readonly grade: ProofGrade | null;
  readonly marks: readonly string[];
  /** Why the case does not hold all of it, by code, or null. */
  readonly gap: string | null;
  /** Addresses of a cluster; 1 otherwise. */
  readonly count: number;
}

/** Movements that value goes in by, and those it comes out by: another asset, another chain, another ledger. */
export interface FactJoin {
  readonly kind: 'swap' | 'wrap' | 'pass' | 'bridge' | 'link';
  /** Recorded by the ledgers themselves, or a candidate that the examiner accepted. */
  readonly standing: 'recorded' | 'accepted';
  /** Rule and version. */
  readonly rule: string;
  /** Why the examiner accepted it; empty where the ledgers record it. */
  readonly reason: string;
  readonly ins: readonly CanvasItem[];
  readonly outs: readonly CanvasItem[];
  /** Other movements of the same transactions, fees left out, the first ones: what else went on in them. */
  readonly besides: () => readonly CanvasItem[];
}

/** A join of movements as it lies between two parties. */
export interface PartyJoin extends Pick<FactJoin, 'kind' | 'standing'> {
  readonly source: string;
  readonly target: string;
  /** First time of what goes in, and last time of what comes out. */
  readonly firstSeconds: number | null;
  readonly lastSeconds: number | null;
  /** Its movements on every chain, what goes in first. */
  movements(): readonly CanvasItem[];
}

/** One recorded edge between two things of the transaction level. */
export interface FactEdge {
  readonly source: CanvasItem;
  readonly target: CanvasItem;
  readonly kind: 'creates' | 'spends' | 'pays' | 'reaches' | 'holds';
  readonly amounts: readonly AssetAmount[];
  readonly timeSeconds: number | null;
  readonly grade: ProofGrade | null;
  readonly marks: readonly string[];
}

/** What went from one party to another over all transactions that the case holds and the filter lets through. */
export interface Relation {
  readonly source: string;
  readonly target: string;
  readonly amounts: readonly AssetAmount[];
  /** Transactions (coins) or movements (accounts). */
  readonly count: number;
  /** Of these, transactions in whose inputs others than the source's addresses stand too. */
  readonly shared: number;
  readonly firstSeconds: number | null;
  readonly lastSeconds: number | null;
}

export interface NeighbourQuestion {
  readonly item: CanvasItem;
  /** Of a cluster or a group the addresses it stands for; otherwise the item's own address alone, or none: that is the same. */
  readonly addresses: Members;
  readonly level: CanvasLevel;
  readonly side: 'in' | 'out' | 'both';
  readonly order: 'value' | 'newest' | 'oldest';
  readonly filter: CanvasFilter;
  /**
   * True for an item that stays in the answer, e.g. by its label; `address` as in the row. Null where all do: then no row is named before
   * its page is asked for.
   */
  readonly isMeant: ((item: CanvasItem, address: string | null) => boolean) | null;
  /**
   * At the relation level: what stands for an address, e.g. its cluster. The address itself where nothing else does. Like `isMeant` and
   * `partyNumberOf` it is asked while the answer is made, and must ask these facts nothing but `numberOf`.
   */
  readonly partyOf: (address: string) => CanvasItem;
  /**
   * The same by number: equal numbers exactly where the same item stands for both addresses. With it `partyOf` is asked once for each
   * row shown, without it once for each address beside a hub. `(number) => number` where every address stands for itself.
   */
  readonly partyNumberOf?: (number: number) => number;
}

/** The addresses meant: an address that is asked about without any stands for itself. */
export function membersOfItem({ kind, id }: CanvasItem, addresses: Members): Members {
  return addresses.length === 0 && (kind === 'address' || kind === 'cluster') ? [id] : addresses;
}

export interface FactNeighbour {
  readonly item: CanvasItem;
  readonly side: 'in' | 'out';
  readonly address: string | null;
  /** None where the case does not know it. */
  readonly amounts: readonly AssetAmount[];
  /** Transactions (coins) or movements (accounts). */
  readonly count: number;
  readonly shared: number;
  readonly firstSeconds: number | null;
  readonly lastSeconds: number | null;
  readonly marks: readonly string[];
  /**
   * Things between the two without which no edge joins them: outputs between an address and a transaction, the first MOST_VIA of them.
   */
  readonly via: readonly CanvasItem[];
}

export const MOST_VIA = 20;

/** All rows of one side. */
export interface NeighbourSide {
  readonly count: number;
  /** Transactions (coins) or movements (accounts) behind the rows, each counted once. */
  readonly transactions: number;
  /** What came in or went out by these: of a transaction that several rows share, once. */
  readonly amounts: readonly AssetAmount[];
  readonly firstSeconds: number | null;
  readonly lastSeconds: number | null;
}

/**
 * Rows are made a page at a time: beside a hub stand a hundred thousand. The order: by value within each asset, known issuers' assets
 * before others, the largest of each asset before the second of each, as nothing compares one asset with another; by last time falling
 * or by first time rising, those without a time last. Ties: `in` before `out`, then as the slice numbers them (chain order of
 * transactions, outputs and movements; parties by the first of their addresses), turned round for `newest`.
 */
export interface Neighbours {
  readonly in: NeighbourSide;
  readonly out: NeighbourSide;
  readonly total: number;
  page(after: number, limit: number): readonly FactNeighbour[];
  /** Sums of the rows from a place on. At the relation level rows may share a transaction, and so a part of them. */
  amountsFrom(place: number): readonly AssetAmount[];
  readonly gap: string | null;
  readonly fetch: FetchItem | null;
}

/**
 * One chain of the case. What is a neighbour, by item and level:
 * transactions: of a `transaction` its outputs (out) and the outputs it spends (in, those of unknown parents too, without amount where
 * none is known); of an `output` the transaction that spends it (out) and that made it (in); of an `address` of coins the transactions that
 * pay it (in) and that spend from it (out); of an `address` of accounts its movements; of a `movement` its payer (in) and payee (out).
 * A `cluster` or a group is asked about like an address, with its addresses.
 * relations: of an `address`, `cluster` or group its counterparties (as `partyOf` names them), with sums as in `Relation`.
 *
 * Filters. Times include both ends; what has no time is left out where an end is set. `assets` and `least` are asked of the amount of
 * each row or edge as it is shown, so at the relation level of the sum; an amount that is not known is not below the least. What is
 * worthless (amounts of nothing, movements that failed or whose outcome no source states, counterfeits, fees) is left out unless the
 * filter takes it in. `factsOnly` leaves out nothing here: all of this is recorded or adds up what is; that no cluster stands for an
 * address then is up to who names the parties.
 *
 * Gaps, by code. Coins: `parentUnknown` (a transaction spends what the case does not hold), `spendUnknown` (whether an output was spent is
 * not covered), `blockIncomplete` (not every block that the headers name was looked through for the address). Accounts: `ledgerIncomplete`
 * (its own rows are held and do not add up, or no balance is stated), `oneSided` (rows of others name it in an asset of which nothing
 * shows that its own are held), `statusUnknown` (no source says whether the transaction was carried out). An account without a gap is
 * known up to the last balance that a source states of it.
 */
export interface ChainFacts {
  readonly chain: string;
  readonly chainName: string;
  readonly family: 'coins' | 'accounts';
  /** Number of an address in the case's view of this chain, 0 where the case holds nothing of it. Of no meaning outside that view. */
  numberOf(address: string): number;
  /** Null where the case holds nothing of it. */
  node(item: CanvasItem, addresses?: Members): FactNode | null;
  /** Every recorded edge among these items, each once, in a fixed order. */
  edges(items: readonly CanvasItem[], filter: CanvasFilter): readonly FactEdge[];
  /** Sums between parties: by source, then target, as the parties were given. A party that pays itself makes none. */
  relations(parties: readonly Party[], filter: CanvasFilter): readonly Relation[];
  neighbours(question: NeighbourQuestion): Neighbours;
  /** Joins in which a movement stands; coins have none. */
  joins(item: CanvasItem): readonly FactJoin[];
  /**
   * Joins whose value goes in on this chain, between parties of all chains. A join leads from whoever was paid by what goes in, where a
   * party stands for them, else from whoever paid; and to whoever paid what comes out, else to whoever was paid. Within one party it makes
   * none. Both of its sides lie in the filter's time, and one of them is in an asset that it lets through.
   */
  joinsBetween(parties: ReadonlyMap<string, readonly Party[]>, filter: CanvasFilter): readonly PartyJoin[];
  /**
   * What joins two of these things and need not be asked for: outputs between two transactions or a transaction and an address, movements
   * between two accounts, as the filter lets them through. Where more than so many lie between the same two, none of them.
   */
  links(items: readonly CanvasItem[], filter: CanvasFilter, most: number): readonly CanvasItem[];
  /**
   * How many neighbours there are on each side, without making them and unfiltered but for what is worthless. At the relation level
   * counterparties as `partyNumberOf` tells them apart, or single addresses without it.
   */
  counts(
    item: CanvasItem,
    level: CanvasLevel,
    addresses: Members,
    partyNumberOf?: (number: number) => number,
  ): { readonly in: number; readonly out: number };
  /** How an asset of this chain is written; null where the key is of another. */
  asset(key: string): AssetView | null;
  /** By number, for tables and series. */
  readonly transfers: ChainTransfers;
}
