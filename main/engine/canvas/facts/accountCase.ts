// One account chain or ledger of the case as its facts are read: items to numbers and back, times, grades, what moves nothing. It sums
// nothing and knows no canvas.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import type { CaseSession } from '../../casefile/index.ts';
import {
  type AccountEnds,
  type AccountSlice,
  type AccountTransfers,
  accountTransfers,
  assetOf,
  blockNumberOf,
  type CaseAccounts,
  counterfeitsOf,
  isFee,
  pathText,
  timeOf,
  transferGrades,
  viewOfAsset,
  whyNoMovement,
} from '../../trace/index.ts';
import type { Admits } from './admits.ts';
import type { AssetAmount, Members } from './facts.ts';
import type { Amounts } from './row.ts';

export interface AccountCase {
  readonly chain: string;
  readonly session: CaseSession;
  readonly view: CaseAccounts;
  readonly slice: AccountSlice;
  readonly ends: AccountTransfers;
  /** 0 where the case holds nothing of it. */
  accountOf(address: string): number;
  /** Ascending, each once. */
  accountsOf(members: Members): Uint32Array;
  nameOf(account: number): string;
  /** -1 where the case holds nothing of it. */
  findTransfer(id: string): number;
  movementItem(transfer: number): CanvasItem;
  addressItem(account: number): CanvasItem;
  timeOf(transfer: number): number | null;
  heightOf(transfer: number): number | null;
  gradeOf(transfer: number): ProofGrade;
  /** Why it moves nothing, or that it is a price and no payment. */
  marksOf(transfer: number): string[];
  isPlain(transfer: number): boolean;
  /** Number of an asset by its key, or 0. */
  assetNumber(key: string): number;
  assetView(asset: number): AssetView;
  /** 0 for an issuer's own, 1 for what nobody vouches for, 2 for counterfeits. */
  standingOf(asset: number): number;
  /** Issuers' own first, then in the order the slice numbers assets. */
  amountsOf(amounts: Amounts): AssetAmount[];
  /** All but least amounts, which are asked of sums. */
  lets(admits: Admits, transfer: number): boolean;
  /** Transfers of accounts, ascending, each once. */
  transfersOf(ends: AccountEnds, accounts: Uint32Array): Uint32Array;
}

/** Transactions whose movements' names, or grades, are kept at hand. */
const MOST_KEPT = 20_000;

const counterfeits = new WeakMap<CaseAccounts, ReadonlySet<number>>();

const casesOf = new WeakMap<CaseAccounts, Map<string, AccountCase>>();

/** Made once for as long as the view stands. */
export function accountCaseOf(session: CaseSession, view: CaseAccounts, chain: string): AccountCase {
  const made = casesOf.get(view) ?? new Map<string, AccountCase>();
  casesOf.set(view, made);
  const known = made.get(chain) ?? accountCase(session, view, chain);
  made.set(chain, known);
  return known;
}

function accountCase(session: CaseSession, view: CaseAccounts, chain: string): AccountCase {
  const { slice, names } = view;
  const chainNumber = names.chains.indexOf(chain);
  const ends = accountTransfers(slice);
  const fakes = counterfeits.get(view) ?? counterfeitsOf(view);
  counterfeits.set(view, fakes);
  const assets: AssetView[] = [];
  const worthless = { counterfeits: fakes };
  const lists = new WeakMap<Members, Uint32Array>();
  const pathsOf = new Map<number, readonly string[]>();
  const gradesOf = new Map<number, readonly ProofGrade[]>();
  let byKey: Map<string, number> | null = null;

  const kept = <Value>(map: Map<number, Value>, transaction: number, make: () => Value): Value => {
    let value = map.get(transaction);
    if (value === undefined) {
      if (map.size >= MOST_KEPT) map.clear();
      value = make();
      map.set(transaction, value);
    }
    return value;
  };
  /** Where no source gives movements their places, several have one path: the second is told from the first. */
  const pathsIn = (transaction: number): readonly string[] =>
    kept(pathsOf, transaction, () => {
      const seen = new Map<string, number>();
      const first = slice.transactionStart[transaction] as number;
      return Array.from({ length: (slice.transactionStart[transaction + 1] as number) - first }, (_, place) => {
        const text = pathText(names.path(first + place));
        const times = (seen.get(text) ?? 0) + 1;
        seen.set(text, times);
        return times === 1 ? text : `${text}~${times}`;
      });
    });
  const assetViewOf = (asset: number): AssetView => {
    let known = assets[asset];
    if (known === undefined) {
      known = viewOfAsset(view, asset);
      assets[asset] = known;
    }
    return known;
  };
  const standingOf = (asset: number): number => {
    const { standing } = assetViewOf(asset);
    return standing === 'issuer' ? 0 : standing === 'unknown' ? 1 : 2;
  };
  const time = (transfer: number): number | null => {
    const seconds = timeOf(slice, transfer);
    return seconds < 0 ? null : seconds;
  };
  const whyNot = (transfer: number): string | null => whyNoMovement(slice, worthless, transfer);
  const isPlain = (transfer: number): boolean => !isFee(slice, transfer) && whyNot(transfer) === null;
  const accountOf = (address: string): number => names.account(chain, address);

  return {
    ...{ chain, session, view, slice, ends, accountOf, assetView: assetViewOf, standingOf, timeOf: time, isPlain },
    accountsOf(members) {
      let accounts = lists.get(members);
      if (accounts === undefined) {
        const found =
          typeof members[0] === 'string'
            ? Uint32Array.from(members as readonly string[], accountOf)
            : Uint32Array.from(members as Uint32Array);
        found.sort();
        accounts = found.filter(
          (account, at) =>
            account > 0 &&
            account < slice.accountCount &&
            slice.accountChain[account] === chainNumber &&
            (at === 0 || account !== found[at - 1]),
        );
        lists.set(members, accounts);
      }
      return accounts;
    },
    nameOf: (account) => names.accounts[account] as string,
    findTransfer(id) {
      const cut = id.lastIndexOf('#');
      const [first] = cut < 1 ? [] : names.transfersOf(chain, id.slice(0, cut));
      if (first === undefined) return -1;
      const place = pathsIn(slice.transferTransaction[first] as number).indexOf(id.slice(cut + 1));
      return place === -1 ? -1 : first + place;
    },
    movementItem(transfer) {
      const transaction = slice.transferTransaction[transfer] as number;
      const path = pathsIn(transaction)[transfer - (slice.transactionStart[transaction] as number)] as string;
      return { kind: 'movement', chain, id: `${names.transaction(transaction)}#${path}` };
    },
    addressItem: (account) => ({ kind: 'address', chain, id: names.accounts[account] as string }),
    heightOf(transfer) {
      const height = blockNumberOf(slice, transfer);
      return height < 0 ? null : height;
    },
    gradeOf(transfer) {
      const transaction = slice.transferTransaction[transfer] as number;
      const own = kept(gradesOf, transaction, () => transferGrades(session.current(), view, chain, transaction));
      return own[transfer - (slice.transactionStart[transaction] as number)] as ProofGrade;
    },
    marksOf(transfer) {
      const why = whyNot(transfer);
      return [...(why === null ? [] : [why === 'zeroValue' ? 'worthless' : why]), ...(isFee(slice, transfer) ? ['fee'] : [])];
    },
    assetNumber(key) {
      if (byKey === null) {
        byKey = new Map();
        for (let asset = 1; asset < slice.assetCount; asset++)
          if (slice.assetChain[asset] === chainNumber) byKey.set(assetViewOf(asset).key, asset);
      }
      return byKey.get(key) ?? 0;
    },
    amountsOf: (amounts) =>
      [...amounts]
        .sort(([a], [b]) => standingOf(a) - standingOf(b) || a - b)
        .map(([asset, amount]) => ({ asset: assetViewOf(asset).key, amount })),
    lets: (admits, transfer) =>
      (admits.worthless || isPlain(transfer)) &&
      (admits.isAnyTime || admits.time(time(transfer))) &&
      (admits.isAnyAsset || admits.asset(assetViewOf(assetOf(slice, transfer)).key)),
    transfersOf({ start, transfers }, accounts) {
      const [only] = accounts;
      if (accounts.length === 1 && only !== undefined) return transfers.subarray(start[only], start[only + 1]);
      let total = 0;
      for (const account of accounts) total += (start[account + 1] as number) - (start[account] as number);
      const found = new Uint32Array(total);
      let at = 0;
      for (const account of accounts) {
        const own = transfers.subarray(start[account], start[account + 1]);
        found.set(own, at);
        at += own.length;
      }
      // A transfer has one payer and one payee: no two accounts have it on the same side.
      return found.sort();
    },
  };
}
