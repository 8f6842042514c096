// The movements of each account over all its assets: made once per slice, so that one account costs what it took part in. It judges no
// movement; who asks leaves out what moves nothing.
import type { AccountSlice } from './accountSlice.ts';

/** Ascending transfers per account: those of account a stand from `start[a]` up to `start[a + 1]`. */
export interface AccountEnds {
  readonly start: Uint32Array;
  readonly transfers: Uint32Array;
}

export interface AccountTransfers {
  /** Transfers that credit an account. */
  readonly in: AccountEnds;
  /** Transfers that debit it. A payment to itself stands in both. */
  readonly out: AccountEnds;
}

const indexOfSlice = new WeakMap<AccountSlice, AccountTransfers>();

export function accountTransfers(slice: AccountSlice): AccountTransfers {
  let known = indexOfSlice.get(slice);
  if (known === undefined) {
    known = { in: sorted(slice, slice.toLedger), out: sorted(slice, slice.fromLedger) };
    indexOfSlice.set(slice, known);
  }
  return known;
}

function sorted({ transferCount, accountCount, ledgerAccount }: AccountSlice, ledgers: Uint32Array): AccountEnds {
  const start = new Uint32Array(accountCount + 1);
  for (let transfer = 0; transfer < transferCount; transfer++) {
    const ledger = ledgers[transfer] as number;
    if (ledger === 0) continue;
    const next = (ledgerAccount[ledger] as number) + 1;
    start[next] = (start[next] as number) + 1;
  }
  for (let account = 1; account <= accountCount; account++) start[account] = (start[account] as number) + (start[account - 1] as number);
  const transfers = new Uint32Array(start[accountCount] as number);
  const next = start.slice(0, accountCount);
  for (let transfer = 0; transfer < transferCount; transfer++) {
    const ledger = ledgers[transfer] as number;
    if (ledger === 0) continue;
    const account = ledgerAccount[ledger] as number;
    transfers[next[account] as number] = transfer;
    next[account] = (next[account] as number) + 1;
  }
  return { start, transfers };
}

/** Account that a transfer debits, or 0. */
export function payerOf(slice: AccountSlice, transfer: number): number {
  return slice.ledgerAccount[slice.fromLedger[transfer] as number] as number;
}

/** Account that a transfer credits, or 0. */
export function payeeOf(slice: AccountSlice, transfer: number): number {
  return slice.ledgerAccount[slice.toLedger[transfer] as number] as number;
}
