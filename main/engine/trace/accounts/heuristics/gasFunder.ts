// Who first gave an account the native coin it needs to act. An origin, not control: exchanges and friends fund accounts too.
import { type AccountSlice, amountOf, isFee, ledgerTransfers, moves } from '../accountSlice.ts';
import { type AccountFacts, type AccountHeuristic, type AccountReading, accountReading } from './accountHeuristic.ts';

export const gasFunder: AccountHeuristic = {
  id: 'gasFunder',
  version: 1,
  title: 'heuristic.gasFunder',
  citation: 'First funding of an account as investigators use it (§3.7); tronorigin.io/learn/fueling for TRON',
  preconditions: ['firstRowsHeld', 'funderIsNoServiceAndNoContract', 'fundedBeforeFirstPayment'],
  knownBreakers: ['exchangeWithdrawal', 'faucet', 'relayer', 'energyRental', 'giftOrLoan'],
  changesWithLaterData: false,
};

/**
 * Reads an account's first credit of the native coin. `native` is its ledger of that coin; `fromFirst` says that the ledger's first
 * rows are held.
 */
export function readGasFunder(
  slice: AccountSlice,
  facts: AccountFacts,
  native: number,
  fromFirst: boolean,
  mostFunded = 50,
): AccountReading {
  const index = ledgerTransfers(slice);
  for (let place = index.start[native] as number; place < (index.start[native + 1] as number); place++) {
    const transfer = index.transfers[place] as number;
    if (!moves(slice, transfer) || amountOf(slice, transfer) === 0n) continue;
    if (slice.fromLedger[transfer] === native) return accountReading('undecidable', 'paidBeforeFunding', { transfers: [transfer] });
    if (isFee(slice, transfer)) continue;
    const funderLedger = slice.fromLedger[transfer] as number;
    const funder = slice.ledgerAccount[funderLedger] as number;
    const found = { transfers: [transfer] };
    if (funder === 0) return accountReading('contradicted', 'mintedOrMined', found);
    const service = facts.isService(funder);
    if (service === true) return accountReading('contradicted', 'funderIsService', found);
    const contract = facts.isContract(funder);
    if (contract === true) return accountReading('contradicted', 'funderIsContract', found);
    if (fundedBy(slice, funderLedger) > mostFunded) return accountReading('contradicted', 'fundsMany', found);
    const links = [{ a: funder, b: slice.ledgerAccount[native] as number }];
    if (service === null) return accountReading('undecidable', 'serviceUnknown', { ...found, links });
    if (!fromFirst) return accountReading('undecidable', 'firstRowsMissing', { ...found, links });
    if (contract === null) return accountReading('undecidable', 'contractUnknown', { ...found, links });
    return accountReading('holds', 'firstFunding', { ...found, links });
  }
  return accountReading('contradicted', 'neverFunded');
}

const countOfSlice = new WeakMap<AccountSlice, Map<number, number>>();

/** How many accounts have their first credit of the coin from this ledger; counted once for each, as a hot wallet funds thousands. */
function fundedBy(slice: AccountSlice, funder: number): number {
  const counts = countOfSlice.get(slice) ?? new Map<number, number>();
  countOfSlice.set(slice, counts);
  const known = counts.get(funder);
  if (known !== undefined) return known;
  const index = ledgerTransfers(slice);
  const paid = new Set<number>();
  for (let place = index.start[funder] as number; place < (index.start[funder + 1] as number); place++) {
    const transfer = index.transfers[place] as number;
    if (slice.fromLedger[transfer] === funder && !isFee(slice, transfer)) paid.add(slice.toLedger[transfer] as number);
  }
  let first = 0;
  for (const ledger of paid) {
    if (ledger === 0 || ledger === funder) continue;
    const earliest = index.transfers[index.start[ledger] as number] as number;
    if (slice.fromLedger[earliest] === funder) first++;
  }
  counts.set(funder, first);
  return first;
}
