// Movements of one account chain or ledger as the transfers of a table, by number. It sums nothing.
import { amountOf, assetOf, payeeOf, payerOf } from '../../trace/index.ts';
import type { AccountCase } from './accountCase.ts';
import { accountHistory } from './accountHistory.ts';
import { admitsOf } from './admits.ts';
import type { ChainTransfers } from './transfers.ts';

export function accountMovements(accounts: AccountCase): ChainTransfers {
  const { slice, ends, view } = accounts;
  // Assets by their place in lists: known issuers' first, then as the slice numbers them.
  const numbers = Array.from({ length: slice.assetCount }, (_, asset) => asset).slice(1);
  let order: { readonly assets: readonly number[]; readonly placeOf: ReadonlyMap<number, number> } | null = null;
  const inOrder = () => {
    if (order === null) {
      const assets = numbers
        .filter((asset) => view.names.chains[slice.assetChain[asset] as number] === accounts.chain)
        .sort((a, b) => accounts.standingOf(a) - accounts.standingOf(b) || a - b);
      order = { assets, placeOf: new Map(assets.map((asset, place) => [asset, place])) };
    }
    return order;
  };
  const placeOf = (asset: number): number => inOrder().placeOf.get(asset) as number;
  const assetAt = (place: number): number => inOrder().assets[place] as number;
  return {
    behind(item, filter) {
      if (item.kind !== 'movement') return [];
      const transfer = accounts.findTransfer(item.id);
      const admits = admitsOf(filter);
      if (transfer === -1 || !accounts.lets(admits, transfer)) return [];
      return admits.amount(accounts.assetView(assetOf(slice, transfer)).key, amountOf(slice, transfer)) ? [transfer] : [];
    },
    between(parties, filter, visit) {
      const admits = admitsOf(filter);
      const partyOf = new Map<number, number>();
      const members = parties.map(({ addresses }) => accounts.accountsOf(addresses));
      members.forEach((own, party) => {
        for (const account of own) partyOf.set(account, party);
      });
      members.forEach((own, party) => {
        const paying = own.filter((account) => partyOf.get(account) === party);
        for (const transfer of accounts.transfersOf(ends.out, paying)) {
          const target = partyOf.get(payeeOf(slice, transfer));
          if (target !== undefined && target !== party && accounts.lets(admits, transfer)) visit(party, target, transfer);
        }
      });
    },
    spentIn: () => [],
    numberOf: ({ kind, id }) => (kind === 'movement' ? accounts.findTransfer(id) : -1),
    item: accounts.movementItem,
    transactionOf: (transfer) => slice.transferTransaction[transfer] as number,
    transactionName: (transfer) => view.names.transaction(slice.transferTransaction[transfer] as number),
    timeOf: accounts.timeOf,
    heightOf: accounts.heightOf,
    assetOf: (transfer) => placeOf(assetOf(slice, transfer)),
    assetKey: (place) => accounts.assetView(assetAt(place)).key,
    amountOf: (transfer) => amountOf(slice, transfer),
    payersOf(transfer) {
      const payer = payerOf(slice, transfer);
      return payer === 0 ? [] : [payer];
    },
    payeeOf: (transfer) => payeeOf(slice, transfer),
    addressName: accounts.nameOf,
    spenderOf: () => -1,
    spenderName: () => null,
    moreMarks: () => [],
    history: (members) => accountHistory(accounts, accounts.accountsOf(members), { placeOf, assetAt }),
  };
}
