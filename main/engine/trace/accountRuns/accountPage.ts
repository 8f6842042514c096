// What the case holds of one account, in the contract's shape: sums by asset, single items put together by their contract, and a page of its
// history. Of an account with millions of rows the sums are made slice by slice, and once for all pages.
import type { AccountView } from '../../../../shared/contract/account.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { accountChain } from '../../chains/index.ts';
import { SLICE, type Steps } from '../../kernel/index.ts';
import { amountOf, assetOf, blockOf, isFee, kindOf, ledgerTransfers, moves, timeOf } from '../accounts/index.ts';
import { assetView, isNamed } from './assets.ts';
import { dayOf, viewOfAsset } from './describe.ts';
import { issuerActsOn } from './issuerActs.ts';
import { pathText } from './pathText.ts';
import type { AccountView as CaseAccounts } from './view.ts';

/** Which movements of an account are listed: of one asset (its key, contract or issuer's symbol), or none of counterfeits; and which page. */
export interface HistoryOf {
  readonly asset?: string | undefined;
  readonly counterfeits?: boolean | undefined;
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
  /** Single items by themselves, not put together by their contract. */
  readonly items?: boolean | undefined;
}

/** Rows of a history that are shown at first, and assets. */
const ROWS_SHOWN = 200;
const LEDGERS_SHOWN = 500;

interface Sums {
  readonly received: bigint;
  readonly sent: bigint;
  readonly fees: bigint;
  readonly transfers: number;
}

interface Summed {
  readonly account: number;
  /** Ledgers of the account with what their rows add up to. */
  readonly ledgers: ReadonlyMap<number, Sums>;
  /** Every movement, each once, in ledger order. */
  readonly transfers: Uint32Array;
  readonly counterparties: number;
}

/** Of each view the account that was asked for last: pages follow each other. */
const lastSummed = new WeakMap<CaseAccounts, Summed>();

export function* accountView(file: CaseFile, view: CaseAccounts, chain: string, address: string, only: HistoryOf): Steps<AccountView> {
  const { slice, names } = view;
  const account = names.account(chain, address);
  const known = lastSummed.get(view);
  const summed = known?.account === account ? known : yield* sumUp(view, account);
  lastSummed.set(view, summed);
  const ledgers = [...summed.ledgers].map(([ledger, { received, sent, fees, transfers }]): AccountView['ledgers'][number] => ({
    asset: viewOfAsset(view, slice.ledgerAsset[ledger] as number),
    ...{ received: `${received}`, sent: `${sent}`, fees: `${fees}`, transfers },
  }));
  const plain = only.items === true ? ledgers : ledgers.filter(({ asset }) => asset.kind !== 'item');
  const shown = only.items === true ? plain : plain.slice(0, LEDGERS_SHOWN);
  const isListed = listedBy(view, chain, only);
  const listed =
    only.asset === undefined && only.counterfeits !== false
      ? summed.transfers
      : summed.transfers.filter((one) => isListed(assetOf(slice, one)));
  const after = only.after ?? 0;
  const page = listed.subarray(after, after + (only.limit ?? ROWS_SHOWN));
  return {
    ...{
      kind: 'account',
      chain,
      chainName: accountChain(chain)?.title ?? chain,
      address,
      ledgers: shown,
      moreLedgers: plain.length - shown.length,
    },
    items: only.items === true ? [] : itemsOf(ledgers),
    counterparties: summed.counterparties,
    history: Array.from(page, (transfer) => rowOf(view, chain, account, transfer)),
    more: Math.max(0, listed.length - after - page.length),
    acts: [...issuerActsOn(view, chain, address)],
    labels: file.labels
      .of(address)
      .filter((label) => label.chain === null || label.chain === chain)
      .map(({ label, origin }) => ({ label, source: origin })),
  };
}

function* sumUp({ slice }: CaseAccounts, account: number): Steps<Summed> {
  const index = ledgerTransfers(slice);
  const ledgers = new Map<number, Sums>();
  const others = new Set<number>();
  let [total, done] = [0, 0];
  const own: number[] = [];
  for (let ledger = 1; ledger < slice.ledgerCount; ledger++)
    if (slice.ledgerAccount[ledger] === account) {
      own.push(ledger);
      total += (index.start[ledger + 1] as number) - (index.start[ledger] as number);
    }
  const transfers = new Uint32Array(total);
  for (const ledger of own) {
    const sums = { received: 0n, sent: 0n, fees: 0n, transfers: 0 };
    for (let place = index.start[ledger] as number; place < (index.start[ledger + 1] as number); place++) {
      const transfer = index.transfers[place] as number;
      transfers[done++] = transfer;
      if (done % SLICE === 0) yield { phase: 'account', done, total, unit: 'steps' };
      for (const side of [slice.fromLedger[transfer] as number, slice.toLedger[transfer] as number])
        if (side !== 0) others.add(slice.ledgerAccount[side] as number);
      if (!moves(slice, transfer)) continue;
      sums.transfers++;
      const amount = amountOf(slice, transfer);
      if (slice.toLedger[transfer] === ledger) sums.received += amount;
      if (slice.fromLedger[transfer] !== ledger) continue;
      if (isFee(slice, transfer)) sums.fees += amount;
      else sums.sent += amount;
    }
    ledgers.set(ledger, sums);
  }
  others.delete(account);
  // One ledger's stand in their order already; a movement between two of one account stands in both.
  const sorted = own.length < 2 ? transfers : transfers.sort();
  const once = own.length < 2 ? sorted : sorted.filter((transfer, place) => place === 0 || transfer !== sorted[place - 1]);
  return { account, ledgers, transfers: once, counterparties: others.size };
}

/** Asset numbers whose movements are listed, each judged once. */
function listedBy(view: CaseAccounts, chain: string, { asset: wanted, counterfeits }: HistoryOf): (asset: number) => boolean {
  const judged = new Map<number, boolean>();
  return (number) => {
    const known = judged.get(number);
    if (known !== undefined) return known;
    const asset = assetView(chain, view.names.assets[number] as NonNullable<CaseAccounts['names']['assets'][number]>, view.claimed);
    const isMeant = wanted === undefined || asset.key === wanted || isNamed(asset, wanted);
    const is = isMeant && (counterfeits !== false || asset.standing !== 'counterfeit');
    judged.set(number, is);
    return is;
  };
}

/** Single items by their contract: how many of them, and how often one was moved. */
function itemsOf(ledgers: AccountView['ledgers']): AccountView['items'] {
  const found = new Map<string, AccountView['items'][number]>();
  for (const { asset, transfers } of ledgers) {
    if (asset.kind !== 'item' || asset.contract === null) continue;
    const { contract, symbol, standing } = asset;
    const own = found.get(contract) ?? { contract, symbol, standing, items: 0, transfers: 0 };
    found.set(contract, { ...own, items: own.items + 1, transfers: own.transfers + transfers });
  }
  return [...found.values()];
}

function rowOf(view: CaseAccounts, chain: string, account: number, transfer: number): AccountView['history'][number] {
  const { slice, names } = view;
  const accountOf = (ledger: number): number => (ledger === 0 ? 0 : (slice.ledgerAccount[ledger] as number));
  const from = accountOf(slice.fromLedger[transfer] as number);
  const to = accountOf(slice.toLedger[transfer] as number);
  const direction = from === to ? 'self' : to === account ? 'in' : 'out';
  const other = direction === 'in' ? from : to;
  const height = slice.blockNumber[blockOf(slice, transfer)] as number;
  const time = timeOf(slice, transfer);
  const amount = amountOf(slice, transfer);
  return {
    transaction: names.transaction(slice.transferTransaction[transfer] as number),
    path: pathText(names.path(transfer)),
    ...{ kind: kindOf(slice, transfer), direction, counterparty: other === 0 ? null : (names.accounts[other] as string) },
    asset: assetView(chain, names.assets[assetOf(slice, transfer)] as NonNullable<(typeof names.assets)[number]>, view.claimed),
    ...{ amount: amount.toString(), moves: moves(slice, transfer) && amount > 0n },
    ...{ blockNumber: height < 0 ? null : height, timeSeconds: time < 0 ? null : time, ...dayOf(view, transfer) },
  };
}
