// Figures of a run over ledgers: one number where everything is known, else the least that is certain and the most that is possible
// (SPEC [X6]; A8, A16, A17 of the trace rules). It states what follows from rows; what is said of it is compared elsewhere.
import { endKey, type LedgerAnswer, type TracedEnd } from './ledgerAccount.ts';
import { assetOfLedger, indexRows, type RowIndex, TooMuch, type TraceGrounds } from './ledgerGrounds.ts';
import type { LedgerPolicy } from './ledgerMoney.ts';
import { inPlacing, type Placing, possibleOrders } from './ledgerOrders.ts';
import { type Pass, passForward } from './ledgerTrace.ts';

export type Why = 'ledger' | 'order';
/** `why` null: one number, low and high alike. */
export interface Figure {
  readonly low: bigint;
  readonly high: bigint;
  readonly why: Why | null;
}

export interface FiguredEnd extends TracedEnd {
  readonly figure: Figure;
  readonly bySeed: ReadonlyMap<number, Figure>;
}

export interface Figures {
  /** Of the stored order: fees, totals, movements. */
  readonly answer: LedgerAnswer;
  readonly ends: readonly FiguredEnd[];
  /** `known`, `bounded`, or `tried:` and the number of orders that can have been. */
  readonly orders: string;
  /** Orders were stated as tried and are too many to try again: the figures are bounds that hold for all of them. */
  readonly isBoundOnly: boolean;
}

/** Orders that are tried at most. */
const MOST_ORDERS = 720;
/** Rows looked at over all passes, at most. */
const MOST_STEPS = 40_000_000;

const exact = (policy: LedgerPolicy): Pass => ({ policy, rounding: 'exact', isHigh: false, isOrderOpen: true });
const highest = (policy: LedgerPolicy): Pass => ({ policy, rounding: 'up', isHigh: true, isOrderOpen: true });

/** `orders` as the run states them: what is said to be bounded is bounded here. Throws LedgerMissing, TooMuch. */
export function figuresOf(policy: LedgerPolicy, grounds: TraceGrounds, orders: string, index: RowIndex = indexRows(grounds.rows)): Figures {
  const first = passForward(exact(policy), grounds, index);
  if (!first.ends.some(isUnknown) && first.openBlocks.length === 0) return settled(first);
  const high = passForward(highest(policy), grounds, index);
  if (high.openBlocks.length === 0) return { ...ranged(policy, grounds, index, first, 'known', true), isBoundOnly: false };
  const placings = orders.startsWith('tried:') ? possibleOrders(grounds, index, high.openBlocks, MOST_ORDERS) : null;
  const steps = (placings?.length ?? 0) * (high.visited + grounds.seeds.length) * (grounds.seeds.length + 4);
  if (placings === null || placings.length === 0 || steps > MOST_STEPS)
    return { ...ranged(policy, grounds, index, first, 'bounded', true), isBoundOnly: orders.startsWith('tried:') };
  const results = placings.map((placing) => {
    const placed = inPlacing(grounds, placing);
    const own = indexRows(placed.rows);
    return ranged(policy, placed, own, passForward({ ...exact(policy), isOrderOpen: false }, placed, own), 'known', false);
  });
  const isStored = placings.some((placing) => [...placing].every(([row, place]) => row === place));
  if (!isStored) return acrossOrders(results, inStoredRows(results[0] as Figures, placings[0] as Placing));
  const stored = passForward({ ...exact(policy), isOrderOpen: false }, grounds, index);
  return acrossOrders(results, ranged(policy, grounds, index, stored, 'known', false));
}

/** Movements by the rows of the file, not by the places that an order gave them. */
function inStoredRows(figures: Figures, placing: Placing): Figures {
  const rowAt = new Map([...placing].map(([row, place]) => [place, row]));
  const moves = [...figures.answer.moves].map(([place, move]) => {
    const row = rowAt.get(place) ?? place;
    return [row, { ...move, row }] as const;
  });
  return { ...figures, answer: { ...figures.answer, moves: new Map(moves) } };
}

function isUnknown({ state }: { readonly state: string }): boolean {
  return state.startsWith('unknown:') && state !== 'unknown:coverage';
}

const one = (amount: bigint): Figure => ({ low: amount, high: amount, why: null });

/** An answer in which everything is known. */
export function settled(answer: LedgerAnswer): Figures {
  const ends = answer.ends.map((end): FiguredEnd => {
    return { ...end, figure: one(end.amount), bySeed: new Map(end.parts.map(({ seed, amount }) => [seed, one(amount)])) };
  });
  return { answer, ends, orders: 'known', isBoundOnly: false };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What is certain at least, and what is possible at most, where ledgers do not add up or an order is not known. */
function ranged(
  policy: LedgerPolicy,
  grounds: TraceGrounds,
  index: RowIndex,
  answer: LedgerAnswer,
  orders: 'known' | 'bounded',
  isOrderOpen: boolean,
): Figures {
  if (!answer.ends.some(isUnknown) && orders === 'known') return settled(answer);
  const { seeds, rows } = grounds;
  const upper = { ...highest(policy), isOrderOpen };
  const high = passForward(upper, grounds, index);
  if ((high.visited + seeds.length) * (seeds.length + 2) > MOST_STEPS) throw new TooMuch();
  const low = policy === 'haircut' ? passForward({ policy, rounding: 'down', isHigh: false, isOrderOpen }, grounds, index) : answer;
  const alone = seeds.map((_, number) =>
    passForward(upper, { ...grounds, seeds: seeds.map((seed, other) => (other === number ? seed : { ...seed, amount: null })) }, index),
  );
  const byKey = ({ ends }: LedgerAnswer) => new Map(ends.map((end) => [endKey(end), end]));
  const [highAt, lowAt, aloneAt] = [byKey(high), byKey(low), alone.map(byKey)];
  // A seed that another one may reach contributes a rest that is not known for certain.
  const isReached = seeds.map(({ row }, number) => alone.some(({ moves }, other) => other !== number && moves.has(row)));
  const isApart = policy !== 'lowestBalance';
  const made = new Set([...high.converted.keys()].map((number) => rows[grounds.conversions[number]?.outs[0] ?? -1]?.asset));
  const brought = new Map<string, bigint>();
  for (const { row, amount } of seeds) {
    const asset = rows[row]?.asset ?? '';
    if (amount !== null && !made.has(asset)) brought.set(asset, (brought.get(asset) ?? 0n) + amount);
  }
  const received = new Map<string, bigint>();
  const receivedAt = (ledger: string): bigint => {
    const known = received.get(ledger);
    if (known !== undefined) return known;
    let balance = grounds.ledgers.get(ledger)?.opening ?? 0n;
    let total = balance;
    for (const row of index.rowsOf.get(ledger) ?? []) {
      const { from, to, moves, amount } = rows[row] as TraceGrounds['rows'][number];
      if (!moves) continue;
      if (to === ledger) {
        total += amount;
        balance += amount;
      }
      if (from !== ledger) continue;
      // What was paid beyond what the rows brought lay there too.
      if (amount > balance) total += amount - balance;
      balance = amount > balance ? 0n : balance - amount;
    }
    received.set(ledger, total);
    return total;
  };
  /** No more can lie anywhere than the seeds brought; under poison, which is reach, than lay there by the rows. Null: no limit known. */
  const limitOf = (ledger: string, seed: number | null): bigint | null => {
    const asset = assetOfLedger(ledger);
    if (policy === 'poison') return receivedAt(ledger);
    if (seed === null) return brought.get(asset) ?? null;
    if (made.has(asset)) return null;
    return rows[seeds[seed]?.row ?? -1]?.asset === asset ? (seeds[seed]?.amount ?? 0n) : 0n;
  };
  const rangeOf = (end: TracedEnd, seed: number | null): Figure => {
    const key = endKey(end);
    const at = (ends: ReadonlyMap<string, TracedEnd> | undefined): bigint => ends?.get(key)?.amount ?? 0n;
    const all = policy === 'haircut' ? sum(aloneAt.map(at)) : at(highAt);
    const possible = seed === null ? all : at(isApart ? aloneAt[seed] : highAt);
    const limit = limitOf(end.ledger, seed);
    const most = limit === null ? possible : isUnknown(end) ? limit : least(possible, limit);
    const certain = lowAt.get(key);
    const amount = (seed === null ? certain?.amount : certain?.parts.find((part) => part.seed === seed)?.amount) ?? 0n;
    const isSure =
      (seed === null || ((isApart || seeds.length === 1) && isReached[seed] !== true)) && !isUnknown(end) && grounds.maxHops === null;
    const atLeast = least(isSure && (grounds.minValue.size === 0 || amount === most) ? amount : 0n, most);
    if (atLeast === most && !isUnknown(end)) return one(most);
    return { low: atLeast, high: most, why: end.state === 'unknown:order' || orders === 'bounded' ? 'order' : 'ledger' };
  };
  const known = byKey(answer);
  const onlyPossible = high.ends.filter((end) => !known.has(endKey(end))).map((end) => ({ ...end, amount: 0n, parts: [] }));
  const ends = [...answer.ends, ...onlyPossible].map((end): FiguredEnd => {
    const had = new Map(end.parts.map(({ seed, amount }) => [seed, amount]));
    const shares = seeds.map((_, seed) => [seed, rangeOf(end, seed)] as const);
    const said = shares.filter(([seed, { why, high: most }]) => (had.get(seed) ?? 0n) > 0n || (why !== null && most > 0n));
    return { ...end, figure: rangeOf(end, null), bySeed: new Map(said) };
  });
  return { answer, ends, orders, isBoundOnly: false };
}

/** Each figure widened to what every order gives. */
function acrossOrders(results: readonly Figures[], stored: Figures): Figures {
  const bounds = new Map<string, { low: bigint; high: bigint; why: Why; seen: number }>();
  const note = (key: string, { low, high, why }: Figure): void => {
    const known = bounds.get(key);
    if (known === undefined) bounds.set(key, { low, high, why: why ?? 'order', seen: 1 });
    else bounds.set(key, { ...known, low: least(low, known.low), high: high > known.high ? high : known.high, seen: known.seen + 1 });
  };
  const forms = new Map<string, { end: FiguredEnd; seeds: Set<number> }>();
  for (const { ends } of results)
    for (const end of ends) {
      const key = endKey(end);
      const form = forms.get(key) ?? { end, seeds: new Set<number>() };
      forms.set(key, form);
      note(key, end.figure);
      for (const [seed, figure] of end.bySeed) {
        form.seeds.add(seed);
        note(`${key}\n${seed}`, figure);
      }
    }
  const figureAt = (key: string): Figure => {
    const { low, high, why, seen } = bounds.get(key) ?? { low: 0n, high: 0n, why: 'order' as const, seen: 0 };
    const atLeast = seen < results.length ? 0n : low;
    return atLeast === high ? one(high) : { low: atLeast, high, why };
  };
  const ends = [...forms].map(([key, { end, seeds }]): FiguredEnd => {
    const bySeed = new Map([...seeds].sort((a, b) => a - b).map((seed) => [seed, figureAt(`${key}\n${seed}`)]));
    return { ...end, figure: figureAt(key), bySeed };
  });
  return { answer: stored.answer, ends, orders: `tried:${results.length}`, isBoundOnly: false };
}
