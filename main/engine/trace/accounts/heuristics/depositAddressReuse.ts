// Accounts that pay one deposit address of a service are read as one customer's. It says who paid in, not who holds the account there:
// a mule or a buyer pays in too.
import { type AccountSlice, amountOf, assetOf, blockOf, isFee, ledgerTransfers, moves } from '../accountSlice.ts';
import { type AccountFacts, type AccountHeuristic, type AccountReading, accountReading } from './accountHeuristic.ts';

export const depositAddressReuse: AccountHeuristic = {
  id: 'depositAddressReuse',
  version: 1,
  title: 'heuristic.depositAddressReuse',
  citation: 'Victor, "Address clustering heuristics for Ethereum", FC 2020 (deposit address reuse)',
  preconditions: ['depositAddressIsNoServiceAndNoContract', 'everyForwardGoesToOneServiceList', 'amountAndTimeAgree'],
  knownBreakers: ['thirdPartyPaysIn', 'sharedDepositWithMemo', 'paymentProcessor', 'overTheCounterDesk'],
  changesWithLaterData: true,
};

export interface DepositOptions {
  /** Difference between received and forwarded that a fee explains, per asset; 0 where absent. */
  readonly tolerance?: ReadonlyMap<number, bigint>;
  /** Longest time from receipt to forwarding. Default 12 hours, near the paper's 3,200 blocks. */
  readonly windowSeconds?: number;
  /** More senders than this are a shop's or a processor's. Default 20. */
  readonly mostSenders?: number;
  /** Ledgers of the account, where the caller has them at hand; else they are looked for. Counterfeit assets are left out by the caller. */
  readonly ledgers?: readonly number[];
}

/** Reads one account as a deposit address. */
export function readDepositAddress(
  slice: AccountSlice,
  facts: AccountFacts,
  deposit: number,
  options: DepositOptions = {},
): AccountReading {
  if (facts.isService(deposit) === true) return accountReading('contradicted', 'isService');
  const contract = facts.isContract(deposit);
  if (contract === true) return accountReading('contradicted', 'isContract');
  const window = options.windowSeconds ?? 43_200;
  const index = ledgerTransfers(slice);
  const senders = new Set<number>();
  const transfers: number[] = [];
  let toUnclear = false;
  for (const ledger of options.ledgers ?? ledgersOf(slice, deposit)) {
    const received: number[] = [];
    for (let place = index.start[ledger] as number; place < (index.start[ledger + 1] as number); place++) {
      const transfer = index.transfers[place] as number;
      if (!moves(slice, transfer) || isFee(slice, transfer) || amountOf(slice, transfer) === 0n) continue;
      if (slice.toLedger[transfer] === ledger) {
        received.push(transfer);
        continue;
      }
      const to = slice.ledgerAccount[slice.toLedger[transfer] as number] as number;
      const service = facts.isService(to);
      if (service === false) return accountReading('contradicted', 'sendsElsewhere', { transfers: [transfer] });
      toUnclear ||= service === null;
      const tolerance = options.tolerance?.get(assetOf(slice, transfer)) ?? 0n;
      const matched = matching(received, transfer, tolerance);
      if (matched === null) continue;
      for (const one of matched) {
        senders.add(slice.ledgerAccount[slice.fromLedger[one] as number] as number);
        transfers.push(one);
      }
      transfers.push(transfer);
    }
  }
  senders.delete(0);
  for (const sender of senders) if (facts.isService(sender) === true || facts.isContract(sender) === true) senders.delete(sender);
  if (senders.size === 0) return accountReading('contradicted', 'nothingForwarded');
  if (senders.size > (options.mostSenders ?? 20)) return accountReading('contradicted', 'manySenders', { transfers });
  const links = [...senders].sort((a, b) => a - b).map((b) => ({ a: deposit, b }));
  const sorted = [...new Set(transfers)].sort((a, b) => a - b);
  const found = { links, transfers: sorted };
  const labelled = [deposit, ...senders].some((account) => facts.isService(account) === null);
  if (toUnclear || labelled) return accountReading('undecidable', 'serviceUnknown', found);
  const isSure = contract === false && [...senders].every((sender) => facts.isContract(sender) === false);
  return accountReading(isSure ? 'holds' : 'undecidable', isSure ? 'forwardedToService' : 'contractUnknown', found);

  /** The receipts since the last forward that add up to it, or null; they are used up. */
  function matching(received: number[], forward: number, tolerance: bigint): number[] | null {
    const time = (transfer: number): number => slice.transactionTime[slice.transferTransaction[transfer] as number] as number;
    const recent = received.filter((one) => blockOf(slice, one) <= blockOf(slice, forward) && time(forward) - time(one) <= window);
    received.length = 0;
    const sum = recent.reduce((total, one) => total + amountOf(slice, one), 0n);
    const amount = amountOf(slice, forward);
    const difference = sum > amount ? sum - amount : amount - sum;
    return recent.length > 0 && difference <= tolerance ? recent : null;
  }
}

function ledgersOf(slice: AccountSlice, account: number): number[] {
  const found: number[] = [];
  for (let ledger = 1; ledger < slice.ledgerCount; ledger++) if (slice.ledgerAccount[ledger] === account) found.push(ledger);
  return found;
}
