// Works an account run out again from the rows of its ledgers, forward under one convention (SPEC [X6]; A1 to A15 of the trace rules).
// Only the order of the rows and the run's stated grounds are used; where the bag does not say what is needed, it says so.
import {
  bySeed,
  covered,
  keepsOrder,
  type LedgerMoney,
  type LedgerPolicy,
  openMoney,
  type Part,
  type Parts,
  withSeed,
} from './ledgerMoney.ts';

export interface MoneyRow {
  readonly row: number;
  readonly block: number | null;
  readonly time: number | null;
  /** `chain account asset`, or null where nobody stands behind it. */
  readonly from: string | null;
  readonly to: string | null;
  readonly toAccount: string | null;
  readonly asset: string;
  readonly amount: bigint;
  readonly fee: boolean;
  /** False for what a failed transaction only tried, or whose end nobody states. */
  readonly moves: boolean;
  readonly reason: string | null;
}

export interface KnownLedger {
  readonly state: 'complete' | 'assumed' | 'incomplete' | 'oneSided';
  readonly opening: bigint;
  readonly from: number;
  /** Null: to the end of what was read. */
  readonly to: number | null;
}

export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

export interface TraceGrounds {
  readonly rows: readonly MoneyRow[];
  /** Row and amount, in seed order; a seed that cannot seed has amount null. */
  readonly seeds: readonly { readonly row: number; readonly amount: bigint | null }[];
  readonly ledgers: ReadonlyMap<string, KnownLedger>;
  /** Rules that name accounts (`chain account`), in the order in which they are asked. */
  readonly stopRules: readonly { readonly rule: string; readonly accounts: ReadonlySet<string> }[];
  readonly minValue: ReadonlyMap<string, bigint>;
  readonly maxHops: number | null;
  readonly heights: Range | null;
  readonly times: Range | null;
  readonly conversions: readonly { readonly kind: string; readonly ins: readonly number[]; readonly outs: readonly number[] }[];
  readonly excluded: ReadonlyMap<number, string>;
}

export interface TracedEnd {
  readonly ledger: string;
  readonly state: string;
  readonly amount: bigint;
}
export interface TracedMove {
  readonly row: number;
  readonly amount: bigint;
  readonly hops: number;
}
export interface LedgerAnswer {
  readonly ends: readonly TracedEnd[];
  /** By asset. */
  readonly fees: ReadonlyMap<string, bigint>;
  readonly totals: ReadonlyMap<string, bigint>;
  readonly moves: readonly TracedMove[];
}

/** A ledger that traced money reaches and the run does not describe. */
export interface LedgerMissing {
  readonly missing: string;
}

class Missing extends Error {
  readonly ledger: string;
  constructor(ledger: string) {
    super(ledger);
    this.ledger = ledger;
  }
}

export function traceLedgers(policy: LedgerPolicy, grounds: TraceGrounds): LedgerAnswer | LedgerMissing {
  try {
    return trace(policy, grounds);
  } catch (error) {
    if (error instanceof Missing) return { missing: error.ledger };
    throw error;
  }
}

interface Pending {
  amount: bigint;
  parts: Part[];
  hops: number;
  last: number;
  out: Parts | null;
  passed: bigint;
}

function trace(policy: LedgerPolicy, grounds: TraceGrounds): LedgerAnswer {
  const { rows, ledgers, conversions } = grounds;
  const ordered = keepsOrder(policy);
  const rowsOf = new Map<string, MoneyRow[]>();
  for (const one of rows)
    for (const ledger of new Set([one.from, one.to])) {
      if (ledger === null) continue;
      const own = rowsOf.get(ledger);
      if (own === undefined) rowsOf.set(ledger, [one]);
      else own.push(one);
    }
  const seedsAt = new Map<number, number[]>();
  grounds.seeds.forEach(({ row, amount }, number) => {
    if (amount !== null) seedsAt.set(row, [...(seedsAt.get(row) ?? []), number]);
  });
  const intoOf = new Map(conversions.flatMap(({ ins }, number) => ins.map((row) => [row, number] as const)));
  const outOfOf = new Map(conversions.flatMap(({ outs }, number) => outs.map((row) => [row, number] as const)));
  const sums = conversions.map(({ ins, outs }) => {
    const sum = (list: readonly number[]): bigint => list.reduce((total, row) => total + (rows[row]?.amount ?? 0n), 0n);
    return { in: sum(ins), out: sum(outs) };
  });
  const money = new Map<string, LedgerMoney>();
  const everSeen = new Set<string>();
  const owed = new Map<string, bigint>();
  const hopsOf = new Map<string, number>();
  const pending = new Map<number, Pending>();
  const ends = new Map<string, { ledger: string; state: string; amount: bigint; parts: Parts }>();
  const fees = new Map<string, bigint>();
  const moves: TracedMove[] = [];

  const known = (ledger: string): KnownLedger => {
    const found = ledgers.get(ledger);
    if (found === undefined) throw new Missing(ledger);
    return found;
  };
  const isKnownAt = ({ state, from, to }: KnownLedger, row: number): boolean =>
    state !== 'oneSided' && from <= row && (to === null || row < to);
  const resting = (ledger: string): string => (known(ledger).to === null ? 'held' : 'unknown:coverage');

  function end(ledger: string, state: string, parts: Parts): void {
    const key = `${ledger}\n${state}`;
    const before = ends.get(key);
    ends.set(key, {
      ...{ ledger, state },
      amount: (before?.amount ?? 0n) + covered(policy, bySeed(parts)),
      parts: bySeed([...(before?.parts ?? []), ...parts]),
    });
  }

  /** Opens a ledger with its balance before a row. */
  function open(ledger: string, row: number): LedgerMoney {
    const { state, opening, from } = known(ledger);
    let balance = opening;
    for (const earlier of rowsOf.get(ledger) ?? []) {
      if (earlier.row < from) continue;
      if (earlier.row >= row) break;
      if (!earlier.moves) continue;
      if (earlier.from === ledger) balance = balance < earlier.amount && state !== 'complete' ? 0n : balance - earlier.amount;
      if (earlier.to === ledger) balance += earlier.amount;
    }
    const opened = openMoney(policy, balance);
    if (balance < 0n) owed.set(ledger, -balance);
    money.set(ledger, opened);
    everSeen.add(ledger);
    return opened;
  }

  function debit(ledger: string | null, row: number, amount: bigint): Parts {
    const own = ledger === null ? undefined : money.get(ledger);
    if (ledger === null || own === undefined) return [];
    const about = known(ledger);
    if (isKnownAt(about, row)) {
      const lacks = amount - own.balance();
      if (lacks > 0n && about.state === 'complete') owed.set(ledger, (owed.get(ledger) ?? 0n) + lacks);
      return own.take(amount);
    }
    const parts = own.clear();
    money.delete(ledger);
    if (parts.length > 0) end(ledger, 'unknown:incompleteLedger', parts);
    return [];
  }

  function credit(ledger: string | null, amount: bigint, parts: Parts): void {
    const own = ledger === null ? undefined : money.get(ledger);
    if (ledger === null || own === undefined) return;
    const debt = parts.length > 0 ? 0n : (owed.get(ledger) ?? 0n);
    if (debt > amount) owed.set(ledger, debt - amount);
    else if (debt > 0n) owed.delete(ledger);
    if (amount > debt) own.put(amount - debt, parts);
  }

  function departure({ block, time }: MoneyRow): string | null {
    const outside = (value: number | null, { from, to }: Range): boolean =>
      value === null || value < (from ?? 0) || (to !== null && value > to);
    if (grounds.heights !== null && outside(block, grounds.heights)) return 'heightWindow';
    return grounds.times !== null && outside(time, grounds.times) ? 'dateWindow' : null;
  }

  function arrival(one: MoneyRow, amount: bigint, hops: number, isSeed: boolean): string | null {
    if (!isSeed) for (const { rule, accounts } of grounds.stopRules) if (accounts.has(one.toAccount ?? '')) return rule;
    const floor = grounds.minValue.get(one.asset);
    if (floor !== undefined && amount < floor) return 'minValue';
    return grounds.maxHops !== null && hops >= grounds.maxHops ? 'maxHops' : null;
  }

  function goesIn(number: number, one: MoneyRow, parts: Parts, hops: number): void {
    const entry = pending.get(number) ?? { amount: 0n, parts: [], hops, last: one.row, out: null, passed: 0n };
    for (const part of parts) entry.parts.push({ ...part, start: entry.amount + part.start });
    entry.amount += one.amount;
    entry.last = one.row;
    if (parts.length > 0 && hops < entry.hops) entry.hops = hops;
    pending.set(number, entry);
  }

  /** Value through a conversion: A13. Positions tile where order is kept; else each seed has its floor. */
  function convert(number: number, parts: Parts): Part[] {
    const { in: amountIn, out: amountOut } = sums[number] as { in: bigint; out: bigint };
    if (amountIn === 0n || amountOut === 0n) return [];
    const converted: Part[] = [];
    for (const part of ordered ? parts : bySeed(parts)) {
      const start = ordered ? (part.start * amountOut) / amountIn : 0n;
      const amount = ordered ? ((part.start + part.amount) * amountOut) / amountIn - start : (part.amount * amountOut) / amountIn;
      if (amount > 0n) converted.push({ seed: part.seed, start, amount });
    }
    return converted;
  }

  function comesOut(number: number, amount: bigint): { parts: Parts; hops: number } | null {
    const entry = pending.get(number);
    if (entry === undefined || entry.parts.length === 0) return null;
    const { in: amountIn } = sums[number] as { in: bigint };
    const start = entry.passed;
    entry.passed += amount;
    if (entry.out === null) {
      const reached = new Map(entry.parts.map((part) => [part.seed, { seed: part.seed, start: 0n, amount: amountIn }]));
      entry.out = convert(number, policy === 'poison' ? [...reached.values()] : entry.parts);
    }
    return { parts: share(number, entry.out, start, amount), hops: entry.hops };
  }

  /** What of a conversion's outcome lies in the units from `start` on. */
  function share(number: number, all: Parts, start: bigint, amount: bigint): Part[] {
    if (policy === 'poison') return all.map((part) => ({ ...part, amount }));
    const { out } = sums[number] as { out: bigint };
    const shared: Part[] = [];
    for (const part of all) {
      if (ordered) {
        const from = part.start > start ? part.start : start;
        const last = part.start + part.amount;
        const to = last < start + amount ? last : start + amount;
        if (to > from) shared.push({ seed: part.seed, start: from - start, amount: to - from });
      } else {
        const own = (part.amount * (start + amount)) / out - (part.amount * start) / out;
        if (own > 0n) shared.push({ ...part, amount: own });
      }
    }
    return shared;
  }

  /** Where money that arrives stays for good, and why; null where it goes on. */
  function restsAt(one: MoneyRow, parts: Parts, hops: number, isSeed: boolean, reason: string | null): [string | null, string] | null {
    const { from, to, row } = one;
    if (to === null) return [from, 'burned'];
    if (reason !== null) return [to, `excluded:${reason}`];
    const rule = arrival(one, covered(policy, parts), hops, isSeed);
    if (rule !== null) return [to, `stopped:${rule}`];
    const about = known(to);
    if (about.state === 'oneSided') return [to, 'paused:unknownLedger'];
    return isKnownAt(about, row) ? null : [to, 'unknown:incompleteLedger'];
  }

  function arrive(one: MoneyRow, parts: Parts, hops: number, isSeed: boolean, reason: string | null): void {
    const { from, to, row, amount } = one;
    const rest = restsAt(one, parts, hops, isSeed, reason);
    if (rest !== null || to === null) {
      if (rest !== null && rest[0] !== null) end(rest[0], rest[1], parts);
      credit(to, amount, []);
      return;
    }
    // A ledger that pays itself was not watched when it was debited.
    if (!money.has(to)) open(to, row).take(from === to ? amount : 0n);
    const before = hopsOf.get(to);
    if (before === undefined || hops < before) hopsOf.set(to, hops);
    credit(to, amount, parts);
  }

  for (const one of rows) {
    const { from, to, row, amount } = one;
    const isSeen = (from !== null && everSeen.has(from)) || (to !== null && everSeen.has(to));
    if (!isSeen && !seedsAt.has(row) && !outOfOf.has(row) && !intoOf.has(row)) continue;
    if (!one.moves || amount === 0n) continue;
    const reason = one.reason ?? grounds.excluded.get(row) ?? null;
    let parts = debit(from, row, amount);
    let hops = (from === null ? 0 : (hopsOf.get(from) ?? 0)) + 1;
    const stop = parts.length > 0 ? departure(one) : null;
    if (stop !== null && from !== null) {
      end(from, `stopped:${stop}`, parts);
      parts = [];
    }
    const outOf = outOfOf.get(row);
    if (outOf !== undefined) {
      // What the pool itself owed stays with the pool.
      if (parts.length > 0 && from !== null) end(from, 'stopped:contractPool', parts);
      parts = [];
      const converted = comesOut(outOf, amount);
      if (converted !== null) ({ parts, hops } = converted);
    }
    if (one.fee) {
      if (parts.length > 0) {
        moves.push({ row, amount: covered(policy, bySeed(parts)), hops });
        fees.set(one.asset, (fees.get(one.asset) ?? 0n) + covered(policy, bySeed(parts)));
      }
      credit(to, amount, []);
      continue;
    }
    const seeds = reason === null ? seedsAt.get(row) : undefined;
    for (const number of seeds ?? []) {
      parts = withSeed(policy, amount, parts, number, grounds.seeds[number]?.amount ?? 0n);
      hops = 0;
    }
    if (parts.length > 0) moves.push({ row, amount: covered(policy, policy === 'poison' ? bySeed(parts) : parts), hops });
    const into = intoOf.get(row);
    if (into !== undefined) goesIn(into, one, parts, hops);
    if (into !== undefined || parts.length === 0) credit(to, amount, []);
    else arrive(one, parts, hops, seeds !== undefined, reason);
  }
  for (const [ledger, own] of money) {
    const parts = own.held();
    if (parts.length > 0) end(ledger, resting(ledger), parts);
  }
  // A12: what went in and did not come out, or not all of it, ends where it lies; a row without a sender lies with its receiver.
  for (const [number, entry] of pending) {
    if (entry.parts.length === 0) continue;
    const { kind, outs } = conversions[number] ?? { kind: 'link', outs: [] };
    const owing = rows[entry.out === null ? entry.last : (outs.at(-1) ?? entry.last)];
    const ledger = owing?.from ?? owing?.to ?? null;
    const left = (sums[number]?.out ?? 0n) - entry.passed;
    const rest = entry.out === null ? entry.parts : left === 0n ? [] : share(number, entry.out, entry.passed, left);
    if (ledger !== null && rest.length > 0) end(ledger, `stopped:${kind}`, rest);
  }
  const totals = new Map<string, bigint>();
  for (const { ledger, parts } of ends.values()) {
    const asset = assetOfLedger(ledger);
    totals.set(asset, (totals.get(asset) ?? 0n) + covered(policy, parts));
  }
  return { ends: [...ends.values()], fees, totals, moves };
}

/** Ledgers are named `asset\taccount`. */
export function ledgerName(asset: string, account: string): string {
  return `${asset}\t${account}`;
}

function assetOfLedger(ledger: string): string {
  return ledger.slice(0, ledger.indexOf('\t'));
}
