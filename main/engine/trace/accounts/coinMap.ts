// From which credits a ledger's debits were paid, unit by unit in runs: the forward map of fifo and lifo that backward tracing inverts.
// Amounts and positions only.
import { type AccountSlice, amountOf, firstFrom, ledgerTransfers, moves } from './accountSlice.ts';
import { appendLot, type Lot, type Lots } from './policies/policy.ts';
import type { LedgerKnowledge } from './reconcile.ts';

/** Mark of the opening balance among credits. */
export const OPENING = -1;
/** Mark of what a debit paid beyond all that the ledger's rows brought: rows are missing, whatever was assumed. */
export const UNPAID = -2;

interface Piece {
  readonly credit: number;
  /** Position in the credit of the piece's first unit, and its length; lifo hands a piece out from its end. */
  start: bigint;
  amount: bigint;
}

export interface CoinMap {
  /** Lots of a debit as lots of the credits that paid it, in the order of the credits met. */
  sources(debit: number, lots: Lots): ReadonlyMap<number, Lots>;
}

export function coinMapOf(slice: AccountSlice, knowledge: LedgerKnowledge, ledger: number, lastFirst: boolean): CoinMap {
  const index = ledgerTransfers(slice);
  const paid = new Map<number, readonly Piece[]>();
  const row: Piece[] = [];
  let front = 0;
  const opening = knowledge.opening.get(ledger) ?? 0n;
  if (opening > 0n) row.push({ credit: OPENING, start: 0n, amount: opening });
  for (let place = firstFrom(index, ledger, knowledge.from[ledger] as number); place < (index.start[ledger + 1] as number); place++) {
    const transfer = index.transfers[place] as number;
    if (!moves(slice, transfer)) continue;
    const amount = amountOf(slice, transfer);
    if (slice.fromLedger[transfer] === ledger) paid.set(transfer, take(amount));
    if (slice.toLedger[transfer] === ledger && amount > 0n) row.push({ credit: transfer, start: 0n, amount });
  }

  function take(amount: bigint): Piece[] {
    const pieces: Piece[] = [];
    let left = amount;
    while (left > 0n && front < row.length) {
      const run = row[lastFirst ? row.length - 1 : front] as Piece;
      const size = run.amount < left ? run.amount : left;
      pieces.push({ credit: run.credit, start: lastFirst ? run.start + run.amount - size : run.start, amount: size });
      if (!lastFirst) run.start += size;
      run.amount -= size;
      left -= size;
      if (run.amount === 0n) {
        if (lastFirst) row.pop();
        else front++;
      }
    }
    return pieces;
  }

  return {
    sources(debit, lots) {
      const found = new Map<number, Lot[]>();
      let position = 0n;
      for (const piece of paid.get(debit) ?? []) {
        const end = position + piece.amount;
        for (const lot of lots) {
          const from = lot.start > position ? lot.start : position;
          const to = lot.start + lot.amount < end ? lot.start + lot.amount : end;
          if (to <= from) continue;
          const start = lastFirst ? piece.start + (end - to) : piece.start + (from - position);
          const own = found.get(piece.credit) ?? [];
          own.push({ seed: lot.seed, start, amount: to - from });
          found.set(piece.credit, own);
        }
        position = end;
      }
      for (const lot of lots) {
        const start = lot.start > position ? lot.start : position;
        const amount = lot.start + lot.amount - start;
        if (amount > 0n) found.set(UNPAID, [...(found.get(UNPAID) ?? []), { seed: lot.seed, start, amount }]);
      }
      return new Map([...found].map(([credit, own]) => [credit, inOrder(own)]));
    },
  };
}

/** Lots by position, neighbours of one seed joined. */
export function inOrder(lots: Lots): Lots {
  const joined: Lot[] = [];
  for (const lot of [...lots].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)))
    appendLot(joined, lot.seed, lot.start, lot.amount);
  return joined;
}
