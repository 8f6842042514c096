// One pass of money forward over the rows of ledgers under one convention (SPEC [X6]; A1 to A17 of the trace rules). Only the order of the
// rows and the run's stated grounds are used; what is printed as a range is decided in ledgerBounds.ts.
import { type LedgerAnswer, openAccount } from './ledgerAccount.ts';
import {
  budget,
  indexRows,
  isKnownAt,
  knownLedger,
  type MoneyRow,
  markRows,
  placeConversions,
  type RowIndex,
  stopTests,
  type TraceGrounds,
} from './ledgerGrounds.ts';
import {
  bySeed,
  covered,
  keepsOrder,
  type LedgerMoney,
  type LedgerPolicy,
  openMoney,
  type Part,
  type Parts,
  type Rounding,
  withSeed,
} from './ledgerMoney.ts';
import { unsureLedgers } from './ledgerOrders.ts';

export interface Pass {
  readonly policy: LedgerPolicy;
  readonly rounding: Rounding;
  /** High: every ledger that is not known passes everything on, all seeds as one. */
  readonly isHigh: boolean;
  /** Whether nothing is held for certain that another order inside a block would change. (A16) */
  readonly isOrderOpen: boolean;
}

interface Pending {
  parts: Part[];
  hops: number;
  last: number;
  out: Parts | null;
  passed: bigint;
}

/** Throws LedgerMissing where money reaches a ledger that the run does not describe. */
export function passForward(
  { policy, rounding, isHigh, isOrderOpen }: Pass,
  grounds: TraceGrounds,
  index: RowIndex = indexRows(grounds.rows),
): LedgerAnswer {
  const { rows, conversions } = grounds;
  const ordered = keepsOrder(policy);
  const account = openAccount(policy, grounds.seeds.length);
  const stops = stopTests(grounds);
  const places = placeConversions(grounds);
  const visit = markRows(rows.length);
  const seedsAt = new Map<number, number[]>();
  grounds.seeds.forEach(({ row, amount }, number) => {
    if (amount === null) return;
    const own = seedsAt.get(row);
    if (own === undefined) seedsAt.set(row, [number]);
    else own.push(number);
    visit.add(row);
  });
  const money = new Map<string, LedgerMoney>();
  /** Ledgers of which nothing is known any more and that traced money has reached. */
  const opened = new Set<string>();
  const owed = new Map<string, bigint>();
  const hopsOf = new Map<string, number>();
  const pending = new Map<number, Pending>();
  const openBlocks: number[] = [];
  let unsure: ReadonlySet<string> = new Set();
  let unsureBlock = -1;
  let visited = 0;
  const spend = budget();

  for (let row = visit.nextFrom(0); row >= 0; row = visit.nextFrom(row + 1)) {
    // Nothing of the block was passed yet: what became visible in it may stand before the row that showed it.
    if (isOrderOpen && enterBlock(row)) row = visit.nextFrom(index.blockStart[index.blockOf[row] as number] as number);
    visited += 1;
    pass(rows[row] as MoneyRow);
  }
  for (const [ledger, own] of money) {
    const parts = own.held();
    if (parts.length > 0) account.end(ledger, resting(ledger), parts);
  }
  // A12: what went in and did not come out, or not all of it, ends where it lies; a row without a sender lies with its receiver.
  for (const [number, entry] of pending) {
    if (entry.parts.length === 0) continue;
    const { kind, outs } = conversions[number] ?? { kind: 'link', outs: [] };
    const owing = rows[entry.out === null ? entry.last : (outs.at(-1) ?? entry.last)];
    const ledger = owing?.from ?? owing?.to ?? null;
    const { out } = places.sums[number] as { in: bigint; out: bigint };
    const left = out - entry.passed;
    const rest = entry.out === null ? entry.parts : left === 0n ? [] : restOf(entry.out, entry.passed, left, out);
    if (ledger !== null && rest.length > 0) account.end(ledger, `stopped:${kind}`, rest);
  }
  return account.close(openBlocks, visited);

  function restOf(all: Parts, start: bigint, amount: bigint, whole: bigint): Parts {
    return policy === 'poison' ? all.map((part) => ({ ...part, amount })) : partsOfSlice(all, start, amount, whole, ordered);
  }

  function resting(ledger: string): string {
    return knownLedger(grounds, ledger).to === null ? 'held' : 'unknown:coverage';
  }

  function lookFrom(ledger: string, row: number): void {
    for (const other of index.rowsOf.get(ledger) ?? []) if (other >= row) visit.add(other);
  }

  /** Opens a ledger with its balance before a row; from there on each of its rows is looked at. */
  function open(ledger: string, row: number): LedgerMoney {
    const { state, opening, from } = knownLedger(grounds, ledger);
    let balance = opening;
    for (const place of index.rowsOf.get(ledger) ?? []) {
      if (place < from) continue;
      if (place >= row) break;
      const earlier = rows[place] as MoneyRow;
      if (!earlier.moves) continue;
      if (earlier.from === ledger) balance = balance < earlier.amount && state !== 'complete' ? 0n : balance - earlier.amount;
      if (earlier.to === ledger) balance += earlier.amount;
    }
    const own = openMoney(policy, balance, rounding);
    if (balance < 0n) owed.set(ledger, -balance);
    money.set(ledger, own);
    lookFrom(ledger, row);
    return own;
  }

  /** High: from here on everything that leaves this ledger may be traced money. */
  function openUp(ledger: string, row: number, hops: number): void {
    money.delete(ledger);
    hopsOf.set(ledger, Math.min(hops, hopsOf.get(ledger) ?? hops));
    if (!opened.has(ledger)) lookFrom(ledger, row);
    opened.add(ledger);
  }

  /** What lies in ledgers whose rows of this block could stand in another order cannot be followed for certain. */
  function enterBlock(row: number): boolean {
    const block = index.blockOf[row] as number;
    if (block === unsureBlock) return false;
    unsureBlock = block;
    unsure = new Set();
    if ((rows[row] as MoneyRow).order === 'known') return false;
    const first = index.blockStart[block] as number;
    unsure = unsureLedgers(rows.slice(first, index.blockStart[block + 1]), {
      isTraced: (ledger) => opened.has(ledger) || money.get(ledger)?.isTraced() === true,
      isSeed,
      leaves: (one) => !one.fee && stops.departure(one) === null,
      lands: (one) => !one.fee && whyLeftOut(one) === null && !isPaused(one.to) && !isStopped(one),
      ...places,
    });
    if (unsure.size === 0) return false;
    openBlocks.push(block);
    for (const ledger of unsure) {
      const parts = money.get(ledger)?.clear() ?? [];
      if (parts.length > 0) account.end(ledger, 'unknown:order', parts);
      if (isHigh) openUp(ledger, first, hopsOf.get(ledger) ?? 0);
    }
    return isHigh;
  }

  function whyLeftOut({ row, reason }: MoneyRow): string | null {
    return reason ?? grounds.excluded.get(row) ?? null;
  }

  function isSeed(one: MoneyRow): boolean {
    return seedsAt.has(one.row) && whyLeftOut(one) === null;
  }

  function isPaused(ledger: string | null): boolean {
    return ledger !== null && grounds.ledgers.get(ledger)?.state === 'oneSided';
  }

  function isStopped(one: MoneyRow): boolean {
    return stops.arrival(one.toAccount, one.asset, 1n << 256n, -1, isSeed(one)) !== null;
  }

  function debit(ledger: string | null, row: number, amount: bigint): Parts {
    if (ledger === null) return [];
    const own = money.get(ledger);
    const all: Parts = [{ seed: 0, start: 0n, amount }];
    if (own === undefined) return opened.has(ledger) ? all : [];
    const about = knownLedger(grounds, ledger);
    if (isKnownAt(about, row)) {
      const lacks = amount - own.balance();
      if (lacks > 0n && about.state === 'complete') owed.set(ledger, (owed.get(ledger) ?? 0n) + lacks);
      return own.take(amount);
    }
    // Rows are missing from here on: what lay there cannot be told any more.
    const parts = own.clear();
    money.delete(ledger);
    if (parts.length === 0) return [];
    account.end(ledger, 'unknown:incompleteLedger', parts);
    if (!isHigh) return [];
    openUp(ledger, row + 1, hopsOf.get(ledger) ?? 0);
    return all;
  }

  function credit(ledger: string | null, amount: bigint, parts: Parts): void {
    const own = ledger === null ? undefined : money.get(ledger);
    if (ledger === null || own === undefined) return;
    const debt = parts.length > 0 ? 0n : (owed.get(ledger) ?? 0n);
    if (debt > amount) owed.set(ledger, debt - amount);
    else if (debt > 0n) owed.delete(ledger);
    if (amount > debt) own.put(amount - debt, parts);
  }

  function goesIn(number: number, one: MoneyRow, parts: Parts, hops: number): void {
    const entry = pending.get(number) ?? { parts: [], hops, last: one.row, out: null, passed: 0n };
    const isFirst = entry.parts.length === 0 && parts.length > 0;
    // Positions count from the first row that goes in, also where traced money came only with a later one.
    const start = places.beforeIn.get(one.row) ?? 0n;
    for (const part of parts) entry.parts.push({ ...part, start: start + part.start });
    entry.last = one.row;
    if (parts.length > 0 && hops < entry.hops) entry.hops = hops;
    pending.set(number, entry);
    if (!isFirst) return;
    for (const other of conversions[number]?.outs ?? []) visit.add(other);
    for (const other of conversions[number]?.ins ?? []) if (other > one.row) visit.add(other);
  }

  /** The part of a conversion's traced money that one outgoing row carries; null where none went in. */
  function comesOut(number: number, amount: bigint): { parts: Parts; hops: number } | null {
    const entry = pending.get(number);
    if (entry === undefined || entry.parts.length === 0) return null;
    const sums = places.sums[number] as { in: bigint; out: bigint };
    const start = entry.passed;
    entry.passed += amount;
    spend(entry.parts.length);
    if (entry.out === null) {
      const reached = new Map(entry.parts.map((part) => [part.seed, { seed: part.seed, start: 0n, amount: sums.in }]));
      entry.out = convertParts(policy === 'poison' ? [...reached.values()] : entry.parts, sums.in, sums.out, ordered);
      account.converted(number, entry.parts, entry.out);
    }
    if (policy === 'poison') return { parts: entry.out.map((part) => ({ ...part, amount })), hops: entry.hops };
    return { parts: partsOfSlice(entry.out, start, amount, sums.out, ordered), hops: entry.hops };
  }

  function arrive(one: MoneyRow, parts: Parts, hops: number, isSeed: boolean, reason: string | null) {
    const { from, to, row, amount } = one;
    const stay = (ledger: string | null, state: string): void => {
      if (ledger !== null) account.end(ledger, state, parts);
      credit(to, amount, []);
    };
    if (to === null) return stay(from, 'burned');
    if (reason !== null) return stay(to, `excluded:${reason}`);
    const rule = stops.arrival(one.toAccount, one.asset, covered(policy, parts), hops, isSeed);
    if (rule !== null) {
      // An upper bound may not rest on an amount or a number of hops that the bound itself has raised: it is there and goes on.
      if (!isHigh || (rule !== 'minValue' && rule !== 'maxHops')) return stay(to, `stopped:${rule}`);
      account.end(to, `stopped:${rule}`, parts);
    }
    const about = knownLedger(grounds, to);
    if (about.state === 'oneSided') return stay(to, 'paused:unknownLedger');
    const why = !isKnownAt(about, row) ? 'incompleteLedger' : unsure.has(to) ? 'order' : null;
    if (why !== null) {
      stay(to, `unknown:${why}`);
      if (isHigh) openUp(to, row + 1, hops);
      return;
    }
    // What once could not be told stays so: more may have come than is certain.
    if (opened.has(to)) return stay(to, resting(to));
    // A ledger that pays itself was not watched when it was debited.
    if (!money.has(to)) open(to, row).take(from === to ? amount : 0n);
    hopsOf.set(to, Math.min(hops, hopsOf.get(to) ?? hops));
    credit(to, amount, parts);
  }

  function pass(one: MoneyRow) {
    const { from, to, row, amount } = one;
    if (!one.moves || amount === 0n) return;
    const reason = whyLeftOut(one);
    let parts = debit(from, row, amount);
    spend(parts.length);
    let hops = (from === null ? 0 : (hopsOf.get(from) ?? 0)) + 1;
    const leaving = (state: string): void => {
      if (from !== null) account.end(from, state, parts);
      parts = [];
    };
    const stop = parts.length > 0 ? stops.departure(one) : null;
    if (stop !== null) leaving(`stopped:${stop}`);
    const outOf = places.outOfOf.get(row);
    if (outOf !== undefined) {
      // What the pool itself owed stays with the pool.
      if (parts.length > 0) leaving('stopped:contractPool');
      const converted = comesOut(outOf, amount);
      if (converted !== null) ({ parts, hops } = converted);
    }
    if (one.fee) {
      if (parts.length > 0) {
        account.move(row, parts, hops);
        account.fee(one.asset, parts);
      }
      credit(to, amount, []);
      return;
    }
    const seeds = reason === null ? seedsAt.get(row) : undefined;
    for (const number of seeds ?? []) {
      // Each seed lays the parts of all before it anew.
      spend(parts.length * 8);
      const before = covered(policy, parts);
      const label = isHigh ? 0 : number;
      const joined = withSeed(policy, amount, parts, label, grounds.seeds[number]?.amount ?? 0n);
      account.contribute(
        number,
        policy === 'poison' ? (joined === parts ? 0n : (grounds.seeds[number]?.amount ?? 0n)) : covered(policy, joined) - before,
      );
      parts = joined;
      hops = 0;
    }
    if (parts.length > 0) account.move(row, parts, hops);
    const into = places.intoOf.get(row);
    if (into !== undefined) goesIn(into, one, parts, hops);
    if (into !== undefined || parts.length === 0) credit(to, amount, []);
    else arrive(one, parts, hops, seeds !== undefined, reason);
  }
}

/** Value through a conversion: A13. Positions tile where order is kept; else each seed has its floor. */
export function convertParts(parts: Parts, amountIn: bigint, amountOut: bigint, ordered: boolean): Part[] {
  if (amountIn === 0n || amountOut === 0n) return [];
  const converted: Part[] = [];
  for (const part of ordered ? parts : bySeed(parts)) {
    const start = ordered ? (part.start * amountOut) / amountIn : 0n;
    const amount = ordered ? ((part.start + part.amount) * amountOut) / amountIn - start : (part.amount * amountOut) / amountIn;
    if (amount > 0n) converted.push({ seed: part.seed, start, amount });
  }
  return converted;
}

/** What of parts of `whole` lies in a stretch of it. Shares are differences of floors, so that the stretches add up. */
export function partsOfSlice(parts: Parts, start: bigint, amount: bigint, whole: bigint, ordered: boolean): Part[] {
  const shared: Part[] = [];
  for (const part of parts) {
    if (ordered) {
      const from = part.start > start ? part.start : start;
      const last = part.start + part.amount;
      const to = last < start + amount ? last : start + amount;
      if (to > from) shared.push({ seed: part.seed, start: from - start, amount: to - from });
    } else {
      const own = (part.amount * (start + amount)) / whole - (part.amount * start) / whole;
      if (own > 0n) shared.push({ ...part, amount: own });
    }
  }
  return shared;
}
