// What some accounts of a chain or ledger received and paid, fees and counterfeits included, in the order of the ledgers. It judges nothing
// of who they are.
import { amountOf, assetOf, COMPLETE, caseKnowledge, dayOf, isFee, moves, payeeOf, payerOf } from '../../trace/index.ts';
import type { AccountCase } from './accountCase.ts';
import { ledgersOf } from './accountNodes.ts';
import type { AddressHistory } from './transfers.ts';

/** Assets by their place in lists, and back. */
interface AssetPlaces {
  readonly placeOf: (asset: number) => number;
  readonly assetAt: (place: number) => number;
}

export function accountHistory(accounts: AccountCase, own: Uint32Array, { placeOf, assetAt }: AssetPlaces): AddressHistory {
  const { slice, ends, view, session } = accounts;
  const isOwn = new Set(own);
  const ledgersIn = (asset: number): number[] =>
    [...own].flatMap((account) => [...ledgersOf(accounts, account)].filter((ledger) => slice.ledgerAsset[ledger] === asset));
  return {
    changes(visit) {
      const into = accounts.transfersOf(ends.in, own);
      const from = accounts.transfersOf(ends.out, own);
      const step = (transfer: number, isIn: boolean): void => {
        if (!moves(slice, transfer) || isOwn.has(isIn ? payerOf(slice, transfer) : payeeOf(slice, transfer))) return;
        const amount = amountOf(slice, transfer);
        if (amount !== 0n) visit(placeOf(assetOf(slice, transfer)), accounts.timeOf(transfer), isIn ? amount : -amount);
      };
      for (let [a, b] = [0, 0]; a < into.length || b < from.length; ) {
        const [incoming, outgoing] = [into[a] ?? Infinity, from[b] ?? Infinity];
        if (incoming <= outgoing) step(into[a++] as number, true);
        else step(from[b++] as number, false);
      }
    },
    opening(place) {
      const { state, opening } = caseKnowledge(session.current(), view);
      return ledgersIn(assetAt(place)).reduce((sum, ledger) => sum + (state[ledger] === COMPLETE ? (opening.get(ledger) ?? 0n) : 0n), 0n);
    },
    isComplete(place) {
      // An account of which no row of the asset is held may have had some all the same.
      const { state } = caseKnowledge(session.current(), view);
      const asset = assetAt(place);
      return [...own].every((account) => {
        const ledgers = ledgersOf(accounts, account).filter((ledger) => slice.ledgerAsset[ledger] === asset);
        return ledgers.length > 0 && ledgers.every((ledger) => state[ledger] === COMPLETE);
      });
    },
    spending(visit) {
      let last = -1;
      for (const transfer of accounts.transfersOf(ends.out, own)) {
        const transaction = slice.transferTransaction[transfer] as number;
        if (transaction === last || !accounts.isPlain(transfer) || isFee(slice, transfer)) continue;
        last = transaction;
        visit(accounts.timeOf(transfer), dayOf(view, transfer).day !== undefined);
      }
    },
  };
}
