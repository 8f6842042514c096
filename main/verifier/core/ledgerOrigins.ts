// Where did it come from: a run over ledgers worked out again backward, from a payment to what paid it (SPEC [X6]; A21 of the trace rules).
// It has no ranges: what cannot be told ends as unknown.
import { type LedgerAnswer, openAccount } from './ledgerAccount.ts';
import {
  assetOfLedger,
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
import { bySeed, covered, type LedgerPolicy, type Part, type Parts, splitOver, withSeed } from './ledgerMoney.ts';
import { convertParts, partsOfSlice } from './ledgerTrace.ts';

export type OriginPolicy = Exclude<LedgerPolicy, 'lowestBalance'>;

/** A stretch of a payment and the receipt it was paid from; `row` -1: the opening balance. */
interface Piece {
  readonly row: number;
  readonly start: bigint;
  readonly amount: bigint;
}
const OPENING = -1;
const UNPAID = -2;

/** Throws LedgerMissing where the trace comes to a ledger that the run does not describe. */
export function traceOrigins(policy: OriginPolicy, grounds: TraceGrounds, index: RowIndex = indexRows(grounds.rows)): LedgerAnswer {
  const { rows, conversions } = grounds;
  const ordered = policy === 'fifo' || policy === 'lifo';
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
  /** Per receipt, with positions (fifo, lifo); per ledger without (haircut, poison). */
  const wanted = new Map<number, Part[]>();
  const claims = new Map<string, Parts>();
  const paidFrom = new Map<string, ReadonlyMap<number, readonly Piece[]>>();
  const balances = new Map<string, ReadonlyMap<number, bigint>>();
  const openFrom = new Map<string, number>();
  const pending = new Map<number, { parts: Part[]; hops: number; back: Parts | null; out: number; borne: Set<number> }>();
  const hopsOf = new Map<string, number>();
  let visited = 0;
  const spend = budget();

  for (let row = visit.previousFrom(rows.length - 1); row >= 0; row = visit.previousFrom(row - 1)) {
    visited += 1;
    pass(rows[row] as MoneyRow);
  }
  endNotBorne();
  for (const [ledger, parts] of claims) {
    const { opening } = knownLedger(grounds, ledger);
    if (policy === 'poison') {
      if (opening > 0n)
        account.end(
          ledger,
          'opening',
          parts.map((part) => ({ ...part, amount: opening })),
        );
    } else if (parts.length > 0)
      account.end(ledger, covered(policy, parts) <= (opening > 0n ? opening : 0n) ? 'opening' : 'unknown:incompleteLedger', parts);
  }
  const answer = account.close([], visited);
  return policy === 'poison' ? { ...answer, totals: largestOfSeeds(answer) } : answer;

  function pass(one: MoneyRow) {
    const { from, to, row, amount } = one;
    if (!one.moves || amount === 0n) return;
    const reason = one.reason ?? grounds.excluded.get(row) ?? null;
    let parts = to === null ? [] : claimed(to, row, amount);
    let hops = (to === null ? 0 : (hopsOf.get(to) ?? 0)) + 1;
    const stay = (ledger: string | null, state: string): void => {
      if (parts.length > 0 && ledger !== null) account.end(ledger, state, parts);
      parts = [];
    };
    if (reason !== null) stay(to, `excluded:${reason}`);
    if (one.fee) return stay(to, 'stopped:fee');
    const leaving = parts.length > 0 ? stops.departure(one) : null;
    if (leaving !== null) stay(to, `stopped:${leaving}`);
    const into = places.intoOf.get(row);
    if (into !== undefined) {
      stay(to, 'stopped:contractPool');
      const back = goesBack(into, row, amount);
      if (back !== null) ({ parts, hops } = back);
    }
    const seeds = reason === null ? seedsAt.get(row) : undefined;
    for (const number of seeds?.toReversed() ?? []) {
      // Each seed lays the parts of all before it anew.
      spend(parts.length * 8);
      const asked = grounds.seeds[number]?.amount ?? 0n;
      const before = covered(policy, parts);
      const joined = withSeed(policy, amount, parts, number, asked);
      account.contribute(number, policy === 'poison' ? (joined === parts ? 0n : asked) : covered(policy, joined) - before);
      parts = joined;
      hops = 0;
    }
    if (parts.length === 0) return;
    account.move(row, parts, hops);
    const outOf = places.outOfOf.get(row);
    if (outOf !== undefined) return cameOut(outOf, row, parts, hops);
    if (from === null) return stay(to, 'minted');
    const stop = stops.arrival(one.fromAccount, one.asset, covered(policy, parts), hops, seeds !== undefined);
    if (stop !== null) return stay(from, `stopped:${stop}`);
    const about = knownLedger(grounds, from);
    if (about.state === 'oneSided') return stay(from, 'paused:unknownLedger');
    if (!isKnownAt(about, row)) return stay(from, 'unknown:incompleteLedger');
    if (row >= firstOpenRow(from)) return stay(from, 'unknown:order');
    hopsOf.set(from, Math.min(hops, hopsOf.get(from) ?? hops));
    claim(from, row, parts);
  }

  /** What of a receipt is traced by what left its ledger later. */
  function claimed(ledger: string, row: number, amount: bigint): Parts {
    if (ordered) return inOrder(wanted.get(row) ?? []);
    const pool = claims.get(ledger);
    if (pool === undefined || pool.length === 0 || row < knownLedger(grounds, ledger).from) return [];
    if (policy === 'poison') return pool.map((part) => ({ ...part, amount }));
    const after = balanceAfter(ledger, row);
    const before = after > amount ? after - amount : 0n;
    spend(pool.length);
    // More was traced here than lay there: rows are missing, and what they brought came from before, as far as these rows can say.
    const traced = covered(policy, pool);
    const split = splitOver(
      pool.map((part) => part.amount),
      [amount, traced > amount + before ? traced - amount : before],
    );
    const side = (which: number): Part[] =>
      pool.map((part, place) => ({ ...part, amount: split[place]?.[which] ?? 0n })).filter((part) => part.amount > 0n);
    claims.set(ledger, side(1));
    return side(0);
  }

  /** A traced payment becomes a claim on the receipts before it. */
  function claim(ledger: string, row: number, parts: Parts): void {
    if (!ordered) {
      const isFirst = !claims.has(ledger);
      const pool = bySeed([...(claims.get(ledger) ?? []), ...parts]);
      claims.set(ledger, policy === 'poison' ? pool.map((part) => ({ ...part, amount: 1n })) : pool);
      if (!isFirst) return;
      for (const other of index.rowsOf.get(ledger) ?? []) if (other < row && rows[other]?.to === ledger) visit.add(other);
      return;
    }
    const pieces = sourcesOf(ledger).get(row) ?? [];
    spend(pieces.length * parts.length);
    let position = 0n;
    const give = (receipt: number, part: Part): void => {
      if (receipt === OPENING) account.end(ledger, 'opening', [part]);
      else if (receipt === UNPAID) account.end(ledger, 'unknown:incompleteLedger', [part]);
      else {
        const own = wanted.get(receipt);
        if (own === undefined) wanted.set(receipt, [part]);
        else own.push(part);
        visit.add(receipt);
      }
    };
    for (const piece of pieces) {
      const end = position + piece.amount;
      for (const part of parts) {
        const from = part.start > position ? part.start : position;
        const to = part.start + part.amount < end ? part.start + part.amount : end;
        if (to <= from) continue;
        // LIFO hands a receipt out from its end.
        const start = policy === 'lifo' ? piece.start + (end - to) : piece.start + (from - position);
        give(piece.row, { seed: part.seed, start, amount: to - from });
      }
      position = end;
    }
    for (const part of parts) {
      const start = part.start > position ? part.start : position;
      const amount = part.start + part.amount - start;
      if (amount > 0n) give(UNPAID, { seed: part.seed, start, amount });
    }
  }

  /** From which receipts each payment of a ledger was paid. */
  function sourcesOf(ledger: string): ReadonlyMap<number, readonly Piece[]> {
    const known = paidFrom.get(ledger);
    if (known !== undefined) return known;
    const { opening, from } = knownLedger(grounds, ledger);
    const paid = new Map<number, Piece[]>();
    const lying: { row: number; start: bigint; amount: bigint }[] = opening > 0n ? [{ row: OPENING, start: 0n, amount: opening }] : [];
    let front = 0;
    for (const place of index.rowsOf.get(ledger) ?? []) {
      const one = rows[place] as MoneyRow;
      if (place < from || !one.moves) continue;
      if (one.from === ledger) {
        const pieces: Piece[] = [];
        let left = one.amount;
        while (left > 0n && front < lying.length) {
          const next = lying[policy === 'lifo' ? lying.length - 1 : front] as { row: number; start: bigint; amount: bigint };
          const size = next.amount < left ? next.amount : left;
          pieces.push({ row: next.row, start: policy === 'lifo' ? next.start + next.amount - size : next.start, amount: size });
          if (policy === 'fifo') next.start += size;
          next.amount -= size;
          left -= size;
          if (next.amount > 0n) continue;
          if (policy === 'lifo') lying.pop();
          else front += 1;
        }
        paid.set(place, pieces);
      }
      if (one.to === ledger && one.amount > 0n) lying.push({ row: place, start: 0n, amount: one.amount });
    }
    paidFrom.set(ledger, paid);
    return paid;
  }

  function balanceAfter(ledger: string, row: number): bigint {
    let known = balances.get(ledger);
    if (known === undefined) {
      const { opening, from } = knownLedger(grounds, ledger);
      const made = new Map<number, bigint>();
      let balance = opening;
      for (const place of index.rowsOf.get(ledger) ?? []) {
        if (place < from) continue;
        const one = rows[place] as MoneyRow;
        if (one.moves && one.from === ledger) balance = balance < one.amount ? 0n : balance - one.amount;
        if (one.moves && one.to === ledger) balance += one.amount;
        made.set(place, balance);
      }
      known = made;
      balances.set(ledger, known);
    }
    return known.get(row) ?? 0n;
  }

  /** From this row on the ledger's history holds rows of one block in no known order. */
  function firstOpenRow(ledger: string): number {
    const known = openFrom.get(ledger);
    if (known !== undefined) return known;
    const { from } = knownLedger(grounds, ledger);
    let found = Number.POSITIVE_INFINITY;
    let before = -1;
    for (const place of index.rowsOf.get(ledger) ?? []) {
      if (place < from || rows[place]?.moves !== true || rows[place]?.amount === 0n) continue;
      if (before >= 0 && index.blockOf[place] === index.blockOf[before] && rows[place]?.order !== 'known') {
        found = before;
        break;
      }
      before = place;
    }
    openFrom.set(ledger, found);
    return found;
  }

  function cameOut(number: number, row: number, parts: Parts, hops: number): void {
    const entry = pending.get(number) ?? { parts: [], hops, back: null, out: row, borne: new Set() };
    const start = places.beforeOut.get(row) ?? 0n;
    for (const part of parts) entry.parts.push({ ...part, start: part.start + start });
    entry.hops = Math.min(entry.hops, hops);
    const isFirst = !pending.has(number);
    pending.set(number, entry);
    if (isFirst) for (const other of conversions[number]?.ins ?? []) visit.add(other);
  }

  /** The part of a conversion's claim that one incoming row bears. */
  function goesBack(number: number, row: number, amount: bigint): { parts: Parts; hops: number } | null {
    const entry = pending.get(number);
    if (entry === undefined || entry.parts.length === 0) return null;
    const sums = places.sums[number] as { in: bigint; out: bigint };
    if (entry.back === null) {
      const whole = new Map(entry.parts.map((part) => [part.seed, { seed: part.seed, start: 0n, amount: sums.in }]));
      const came = ordered ? inOrder(entry.parts) : entry.parts;
      entry.back = policy === 'poison' ? [...whole.values()] : convertParts(came, sums.out, sums.in, ordered);
      account.converted(number, entry.parts, entry.back);
    }
    entry.borne.add(row);
    return { parts: bornePart(number, entry.back, row, amount), hops: entry.hops };
  }

  function bornePart(number: number, back: Parts, row: number, amount: bigint): Parts {
    if (policy === 'poison') return back.map((part) => ({ ...part, amount }));
    spend(back.length);
    const start = places.beforeIn.get(row) ?? 0n;
    return partsOfSlice(back, start, amount, (places.sums[number] as { in: bigint }).in, ordered);
  }

  /** A12 backward: what no row in bears is asked for no further. */
  function endNotBorne(): void {
    const ledgerOf = (row: number): string | null => rows[row]?.from ?? rows[row]?.to ?? null;
    for (const [number, { parts, back, out, borne }] of pending) {
      const { kind, ins } = conversions[number] ?? { kind: 'link', ins: [] };
      for (const row of back === null ? [out] : ins) {
        if (back !== null && borne.has(row)) continue;
        const rest = back === null ? parts : bornePart(number, back, row, rows[row]?.amount ?? 0n);
        const ledger = ledgerOf(row);
        if (ledger !== null && rest.length > 0) account.end(ledger, `stopped:${kind}`, rest);
      }
    }
  }
}

/** Per asset the most that the ends hold of one seed: backward, poison counts no unit of two seeds twice in a total. */
function largestOfSeeds({ ends }: LedgerAnswer): Map<string, bigint> {
  const sums = new Map<string, Map<number, bigint>>();
  for (const { ledger, parts } of ends) {
    const asset = assetOfLedger(ledger);
    const own = sums.get(asset) ?? new Map<number, bigint>();
    sums.set(asset, own);
    for (const { seed, amount } of parts) own.set(seed, (own.get(seed) ?? 0n) + amount);
  }
  return new Map([...sums].map(([asset, own]) => [asset, [...own.values()].reduce((most, one) => (one > most ? one : most), 0n)]));
}

/** By position, neighbours of one seed joined. */
function inOrder(parts: Parts): Part[] {
  const joined: Part[] = [];
  for (const part of [...parts].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))) {
    const last = joined.at(-1);
    if (last !== undefined && last.seed === part.seed && last.start + last.amount === part.start)
      joined[joined.length - 1] = { ...last, amount: last.amount + part.amount };
    else joined.push(part);
  }
  return joined;
}
