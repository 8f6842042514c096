// Results of account traces in the contract's shape: numbers of the slice turned into names, figures that are ranges left ranges.
import type { AccountTraceResult, AssetView } from '../../../../shared/contract/account.ts';
import { accountChain } from '../../chains/index.ts';
import { DAY } from '../../intake/index.ts';
import { type AccountEnd, type AccountPolicyResult, assetOf, chainOf, type Figure, type TransferName } from '../accounts/index.ts';
import { assetView } from './assets.ts';
import { pathText } from './pathText.ts';
import type { AccountView } from './view.ts';

export function describePolicy(view: AccountView, result: AccountPolicyResult): AccountTraceResult['policies'][string] {
  const sum = ({ asset, amount }: { readonly asset: number; readonly amount: bigint }) => ({
    asset: viewOfAsset(view, asset),
    amount: `${amount}`,
  });
  return {
    ends: result.ends.map((end) => describeEnd(view, end)),
    fees: result.fees.map(sum),
    totals: result.totals.map(sum),
    orders: typeof result.orders === 'string' ? result.orders : `tried:${result.orders.tried}`,
  };
}

function describeEnd(view: AccountView, end: AccountEnd): AccountTraceResult['policies'][string]['ends'][number] {
  const { slice, names } = view;
  const asset = slice.ledgerAsset[end.ledger] as number;
  return {
    chain: names.chains[slice.assetChain[asset] as number] as string,
    account: names.accounts[slice.ledgerAccount[end.ledger] as number] as string,
    asset: viewOfAsset(view, asset),
    state: end.state,
    figure: figureView(end.figure),
    transfer: end.transfer < 0 ? null : transferName(view, end.transfer),
  };
}

export function figureView(figure: Figure): AccountTraceResult['policies'][string]['ends'][number]['figure'] {
  return figure.incomplete
    ? { amount: null, low: `${figure.low}`, high: `${figure.high}`, why: figure.why }
    : { amount: `${figure.amount}`, low: null, high: null, why: null };
}

export function viewOfAsset(view: AccountView, asset: number): AssetView {
  const { slice, names } = view;
  const held = names.assets[asset];
  if (held === null || held === undefined) throw new Error('viewOfAsset: no asset');
  return assetView(names.chains[slice.assetChain[asset] as number] as string, held, view.claimed);
}

export function viewOfTransferAsset(view: AccountView, transfer: number): AssetView {
  return viewOfAsset(view, assetOf(view.slice, transfer));
}

export function transferName({ slice, names }: AccountView, transfer: number): string {
  return `${names.transaction(slice.transferTransaction[transfer] as number)}#${pathText(names.path(transfer))}`;
}

/** The day, of a row whose source gives no time of the day. */
export function dayOf({ slice, names, transactions }: AccountView, transfer: number): { readonly day?: string } {
  const chain = names.chains[chainOf(slice, transfer)] as string;
  // Blocks have a time: only rows of ledgers without a chain can lack one.
  if (accountChain(chain)?.family !== 'ledger') return {};
  const day = transactions.get(chain)?.get(names.transaction(slice.transferTransaction[transfer] as number))?.facts?.[DAY];
  return day === undefined ? {} : { day };
}

/** The same as the parts that name it everywhere else in the engine. */
export function nameOfTransfer({ slice, names }: AccountView, transfer: number): TransferName {
  return {
    chain: names.chains[chainOf(slice, transfer)] as string,
    transaction: names.transaction(slice.transferTransaction[transfer] as number),
    path: names.path(transfer),
  };
}

export function counterfeitsOf(view: AccountView): Set<number> {
  const found = new Set<number>();
  view.names.assets.forEach((asset, number) => {
    if (asset !== null && viewOfAsset(view, number).standing === 'counterfeit') found.add(number);
  });
  return found;
}
