// Does a ledger add up: opening + in − out − fees = the balance stated at a height, and never below zero on the way. What does not
// add up has no single figure. Nothing is corrected here.
import { type AccountSlice, amountOf, firstFrom, isFee, ledgerTransfers, moves, ORDER_KNOWN, STATUS_UNKNOWN } from './accountSlice.ts';

/** A balance that some source states, after all transfers below `moment`. An opening of 0 is a statement too. */
export interface BalanceStatement {
  readonly ledger: number;
  readonly moment: number;
  readonly balance: bigint;
}

export type LedgerGap =
  /** `unopened`: no balance is stated at all; `noOpening`: rows stand before the first. */
  | { readonly kind: 'unopened' | 'noOpening' | 'noStatement'; readonly moment: number }
  | { readonly kind: 'difference'; readonly moment: number; readonly counted: bigint; readonly stated: bigint; readonly gap: bigint }
  | { readonly kind: 'negative'; readonly moment: number; readonly transfer: number; readonly balance: bigint }
  | { readonly kind: 'statusUnknown'; readonly moment: number; readonly transfer: number };

export interface LedgerCheck {
  readonly ledger: number;
  readonly result: 'complete' | 'incomplete';
  /** The stretch of moments that adds up without a gap, from the opening; equal where there is none. */
  readonly from: number;
  readonly to: number;
  readonly opening: bigint;
  readonly in: bigint;
  readonly out: bigint;
  readonly fees: bigint;
  /** Balance counted at `to`. */
  readonly counted: bigint;
  /** Every gap found, in ledger order; the first ends the stretch. */
  readonly gaps: readonly LedgerGap[];
}

/**
 * Reconciles one ledger. `complete` only where every statement agrees, the balance never fell below zero, no transfer's status is
 * unknown, and no row of the ledger lies outside of the first and the last statement. [A7]
 */
export function reconcileLedger(slice: AccountSlice, ledger: number, statements: readonly BalanceStatement[]): LedgerCheck {
  const index = ledgerTransfers(slice);
  const own = statements.filter((statement) => statement.ledger === ledger).sort((a, b) => a.moment - b.moment);
  const gaps: LedgerGap[] = [];
  const begin = index.start[ledger] as number;
  const end = index.start[ledger + 1] as number;
  const [opening, ...later] = own;
  if (opening === undefined) {
    const moment = begin < end ? (index.transfers[begin] as number) : 0;
    gaps.push({ kind: 'unopened', moment });
    return {
      ...{ ledger, result: 'incomplete', from: moment, to: moment, gaps },
      ...{ opening: 0n, in: 0n, out: 0n, fees: 0n, counted: 0n },
    };
  }
  if (begin < end && (index.transfers[begin] as number) < opening.moment)
    gaps.push({ kind: 'noOpening', moment: index.transfers[begin] as number });
  let balance = opening.balance;
  const sums = { in: 0n, out: 0n, fees: 0n };
  let agreed = { to: opening.moment, counted: balance, ...sums };
  let holds = true;
  let at = firstFrom(index, ledger, opening.moment);
  for (const statement of later) {
    at = passUpTo(statement.moment);
    if (balance !== statement.balance) {
      const gap = statement.balance - balance;
      gaps.push({ kind: 'difference', moment: statement.moment, counted: balance, stated: statement.balance, gap });
      holds = false;
      // What follows is checked against what is stated, so that one gap is not told twice.
      balance = statement.balance;
    }
    if (holds) agreed = { to: statement.moment, counted: balance, ...sums };
  }
  if (at < end) {
    gaps.push({ kind: 'noStatement', moment: index.transfers[at] as number });
    passUpTo(slice.transferCount);
  }
  gaps.sort((a, b) => a.moment - b.moment);
  return {
    ...{ ledger, result: gaps.length === 0 ? 'complete' : 'incomplete', from: opening.moment, to: agreed.to, gaps },
    ...{ opening: opening.balance, in: agreed.in, out: agreed.out, fees: agreed.fees, counted: agreed.counted },
  };

  function passUpTo(moment: number): number {
    let place = at;
    for (; place < end && (index.transfers[place] as number) < moment; place++) {
      const transfer = index.transfers[place] as number;
      if (!moves(slice, transfer)) {
        if (slice.transactionStatus[slice.transferTransaction[transfer] as number] === STATUS_UNKNOWN) {
          gaps.push({ kind: 'statusUnknown', moment: transfer, transfer });
          holds = false;
        }
        continue;
      }
      const amount = amountOf(slice, transfer);
      if (slice.toLedger[transfer] === ledger) {
        balance += amount;
        sums.in += amount;
      }
      if (slice.fromLedger[transfer] === ledger) {
        balance -= amount;
        if (isFee(slice, transfer)) sums.fees += amount;
        else sums.out += amount;
      }
      // Without an order inside the block only the balance after its last row says anything.
      const isLast = place + 1 >= end || !sameOpenBlock(slice, transfer, index.transfers[place + 1] as number);
      if (balance < 0n && isLast) {
        gaps.push({ kind: 'negative', moment: transfer, transfer, balance });
        holds = false;
      }
    }
    return place;
  }
}

function sameOpenBlock(slice: AccountSlice, a: number, b: number): boolean {
  const block = slice.transactionBlock[slice.transferTransaction[a] as number] as number;
  return block === slice.transactionBlock[slice.transferTransaction[b] as number] && slice.blockOrder[block] !== ORDER_KNOWN;
}

/** What the case knows of each ledger; see `LedgerKnowledge.state`. */
export const ONE_SIDED = 0;
export const COMPLETE = 1;
export const ASSUMED = 2;
export const INCOMPLETE = 3;

export interface LedgerKnowledge {
  /** Per ledger: ONE_SIDED where it is known from others' rows alone, COMPLETE, ASSUMED (the examiner says so), INCOMPLETE. */
  readonly state: Uint8Array;
  /** Moments between which COMPLETE or ASSUMED holds; outside of them the ledger is incomplete. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Balance at `from`. */
  readonly opening: ReadonlyMap<number, bigint>;
  /** Ledgers held whose rows do not add up, with why. */
  readonly checks: ReadonlyMap<number, LedgerCheck>;
}

export interface LedgerStatements {
  /** Openings and later balances, in any order. */
  readonly statements: readonly BalanceStatement[];
  /** Ledgers of which an own export or a whole chain is held; statements about a ledger make it held as well. */
  readonly held?: readonly number[];
  /** Ledgers whose rows the examiner takes as complete; printed as an assumption. */
  readonly assumed?: readonly number[];
  /** Chains of which every block from the first on is complete: their ledgers open with 0 unless a statement says otherwise. */
  readonly wholeChains?: readonly number[];
}

/** Reconciles every ledger that is held. */
export function knowLedgers(slice: AccountSlice, known: LedgerStatements): LedgerKnowledge {
  const count = slice.ledgerCount;
  const state = new Uint8Array(count);
  const from = new Uint32Array(count);
  const to = new Uint32Array(count);
  const opening = new Map<number, bigint>();
  const checks = new Map<number, LedgerCheck>();
  const perLedger = new Map<number, BalanceStatement[]>();
  for (const statement of known.statements) {
    const list = perLedger.get(statement.ledger);
    if (list === undefined) perLedger.set(statement.ledger, [statement]);
    else list.push(statement);
  }
  const whole = new Set(known.wholeChains ?? []);
  const assumed = new Set(known.assumed ?? []);
  const held = new Set([...(known.held ?? []), ...perLedger.keys(), ...assumed]);
  for (let ledger = 1; ledger < count; ledger++) {
    const isWhole = whole.has(slice.assetChain[slice.ledgerAsset[ledger] as number] as number);
    if (!isWhole && !held.has(ledger)) continue;
    const statements = [...(perLedger.get(ledger) ?? [])];
    if (isWhole && !statements.some((statement) => statement.moment === 0)) statements.push({ ledger, moment: 0, balance: 0n });
    const check = reconcileLedger(slice, ledger, statements);
    opening.set(ledger, check.opening);
    from[ledger] = check.from;
    to[ledger] = check.to;
    // Every row of a whole chain is here: no later statement is needed, only that nothing speaks against it.
    const adds = isWhole && check.gaps.every((gap) => gap.kind === 'noStatement');
    if (adds) to[ledger] = slice.transferCount;
    if (check.result === 'complete' || adds) state[ledger] = COMPLETE;
    else if (assumed.has(ledger)) {
      state[ledger] = ASSUMED;
      from[ledger] = statements.length > 0 ? check.from : 0;
      to[ledger] = slice.transferCount;
    } else state[ledger] = INCOMPLETE;
    if (state[ledger] !== COMPLETE) checks.set(ledger, check);
  }
  return { state, from, to, opening, checks };
}

/** Whether a ledger's balance is known at a transfer. */
export function isKnownAt(knowledge: LedgerKnowledge, ledger: number, transfer: number): boolean {
  return (
    knowledge.state[ledger] !== ONE_SIDED && (knowledge.from[ledger] as number) <= transfer && transfer < (knowledge.to[ledger] as number)
  );
}

/** The lowest balance of a ledger between two moments, both included: what a claim on a mixed account is capped by. [A11] */
export function lowestIntermediateBalance(
  slice: AccountSlice,
  knowledge: LedgerKnowledge,
  ledger: number,
  from: number,
  to: number,
): { readonly incomplete: false; readonly amount: bigint } | { readonly incomplete: true } {
  if (knowledge.state[ledger] === ONE_SIDED || from < (knowledge.from[ledger] as number) || to > (knowledge.to[ledger] as number))
    return { incomplete: true };
  const index = ledgerTransfers(slice);
  let balance = knowledge.opening.get(ledger) ?? 0n;
  let lowest: bigint | null = null;
  const end = index.start[ledger + 1] as number;
  for (let place = firstFrom(index, ledger, knowledge.from[ledger] as number); place < end; place++) {
    const transfer = index.transfers[place] as number;
    if (transfer >= to) break;
    if (transfer >= from && lowest === null) lowest = balance;
    if (!moves(slice, transfer)) continue;
    if (slice.toLedger[transfer] === ledger) balance += amountOf(slice, transfer);
    if (slice.fromLedger[transfer] === ledger) balance -= amountOf(slice, transfer);
    if (transfer >= from && lowest !== null && balance < lowest) lowest = balance;
  }
  return { incomplete: false, amount: lowest === null || balance < lowest ? balance : lowest };
}
