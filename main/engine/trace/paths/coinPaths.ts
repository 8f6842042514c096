// Paths of coins: an output is spent by a transaction, which makes outputs. Transactions stand in chain order, so all of them together are
// one pass. It says which recorded steps join two places; which coins took them no chain records.
import { SLICE, type Step, type Steps } from '../../kernel/index.ts';
import { highestCovered, txOfIn, txOfOut } from '../run.ts';
import { NOT_SPENT_HERE, spendsKnownTo, UNKNOWN_PARENT, type UtxoSlice } from '../slice.ts';
import { countEnd, isWithin, type PathLimits, type Reached } from './found.ts';

/** Numbers of the slice; order and repetition do not matter. */
export interface CoinPlaces {
  /** Outputs of the slice: those asked for and those that addresses received. */
  readonly outputs: readonly number[];
  readonly transactions: readonly number[];
}

export interface CoinPath {
  /** Outputs from the first to the last; between two of them stands the transaction that spends the one and makes the other. */
  readonly outputs: readonly number[];
  /** Transactions in order: as many as outputs less one, and one more for each end that is a transaction. */
  readonly transactions: readonly number[];
  /** Whether the path begins with its first transaction, and whether it ends with its last. */
  readonly beginsInside: boolean;
  readonly endsInside: boolean;
  readonly hops: number;
  readonly mostSat: bigint;
}

export interface CoinPaths extends Reached {
  /** Best first; ties in chain order of their ends, then of their outputs from the end. */
  readonly paths: readonly CoinPath[];
}

/** A way to a transaction: by this of the outputs it spends, which was come to by the label `before` of its own transaction. */
interface Label {
  readonly hops: number;
  readonly mostSat: bigint;
  readonly spent: number;
  readonly before: Label | null;
}

interface Goal extends Omit<Label, 'spent' | 'before'> {
  readonly label: Label | null;
  readonly transaction: number;
  /** -1 where the path ends with the transaction. */
  readonly output: number;
}

const UNREACHED = 0xff;
/** Labels of one transaction kept side by side before the worse are left out. */
const MOST_LABELS = 1 << 15;

/**
 * The best paths from one set of places to another within a number of hops; a hop is one transaction. A path begins at the last of the
 * beginnings and ends at the first of the ends that it comes to, so none is another with a tail of its own. Outputs of 0 carry nothing.
 */
export function* findCoinPaths(slice: UtxoSlice, from: CoinPlaces, to: CoinPlaces, limits: PathLimits): Steps<CoinPaths> {
  const mostHops = Math.min(limits.mostHops, UNREACHED - 1);
  const isValuable = (out: number): boolean => slice.outValue[out] !== 0n;
  const isTimed = (tx: number): boolean => isWithin(limits, slice.blockTime[slice.txBlock[tx] as number] as number);
  const fromTransactions = new Set(from.transactions.filter(isTimed));
  const starts = new Set(from.outputs.filter(isValuable));
  // An output that was asked for itself begins with itself, also where its transaction was asked for as a whole.
  const inside = new Set([...fromTransactions].flatMap((tx) => outputsOf(slice, tx)).filter((out) => isValuable(out) && !starts.has(out)));
  const ends = new Set(to.outputs.filter(isValuable));
  const endTransactions = new Set(to.transactions);
  const isBeginning = (out: number): boolean => starts.has(out) || inside.has(out);

  const forward = yield* reachForward();
  const backward = yield* reachBackward(forward.reached);
  const goals = yield* deepen();
  if (goals.length === 0) yield* countUnknownParents(forward.openEnds);
  const best = goals.sort(compareGoals(limits.best)).slice(0, limits.count);
  const { hops, visited, openEnds } = forward;
  return { paths: best.map(pathOf), hops, visited, openEnds };

  /** Least hops to each transaction, and what lies at the borders of what the case holds. */
  function* reachForward(): Steps<Reached & { readonly reached: Uint8Array; readonly openEnds: Map<string, number> }> {
    const reached = new Uint8Array(slice.txCount).fill(UNREACHED);
    const openEnds = new Map<string, number>();
    const height = highestCovered(slice) ?? -1;
    let visited = fromTransactions.size;
    let hops = fromTransactions.size > 0 ? 1 : 0;
    let work = 0;
    let level = 0;
    let next = [...starts];
    while (next.length > 0 || (level <= 1 && inside.size > 0)) {
      const now = level === 1 ? [...next, ...[...inside].filter((out) => !ends.has(out))] : next;
      next = [];
      for (const out of now) {
        if ((++work & (SLICE - 1)) === 0) yield step('pathsForward', work, null);
        const spender = slice.outSpentBy[out] as number;
        if (spender === NOT_SPENT_HERE) {
          const known = spendsKnownTo(slice, out, slice.txBlock[txOfOut(slice, out)] as number);
          countEnd(openEnds, known >= 0 && known >= height ? 'unspent' : 'spendUnknown');
          continue;
        }
        const tx = txOfIn(slice, spender);
        if (reached[tx] !== UNREACHED) continue;
        if (!isTimed(tx)) {
          countEnd(openEnds, 'outsideTime');
          continue;
        }
        if (level === mostHops) {
          countEnd(openEnds, 'mostHops');
          continue;
        }
        reached[tx] = level + 1;
        if (!fromTransactions.has(tx)) visited++;
        hops = Math.max(hops, level + 1);
        if (endTransactions.has(tx) || fromTransactions.has(tx)) continue;
        for (let made = slice.txOutStart[tx] as number; made < (slice.txOutStart[tx + 1] as number); made++)
          if (isValuable(made) && !isBeginning(made) && !ends.has(made)) next.push(made);
      }
      level++;
    }
    return { reached, hops, visited, openEnds };
  }

  /** Transactions on some path that is short enough, ascending, and how many hops are left behind each. */
  function* reachBackward(reached: Uint8Array): Steps<{ readonly left: Uint8Array; readonly relevant: Uint32Array }> {
    const left = new Uint8Array(slice.txCount).fill(UNREACHED);
    const found: number[] = [];
    let next: number[] = [];
    const meet = (tx: number, after: number): void => {
      if (left[tx] !== UNREACHED || (reached[tx] as number) + after > mostHops) return;
      left[tx] = after;
      found.push(tx);
      next.push(tx);
    };
    for (const tx of endTransactions) meet(tx, 0);
    for (const out of ends) meet(txOfOut(slice, out), 0);
    let work = 0;
    for (let after = 1; next.length > 0; after++) {
      const now = next;
      next = [];
      for (const tx of now)
        for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
          if ((++work & (SLICE - 1)) === 0) yield step('pathsBackward', work, null);
          const spent = slice.inPrevOut[input] as number;
          if (spent >= 0 && !isBeginning(spent) && !ends.has(spent) && isValuable(spent) && !endTransactions.has(txOfOut(slice, spent)))
            meet(txOfOut(slice, spent), after);
        }
    }
    return { left, relevant: Uint32Array.from(found).sort() };
  }

  /**
   * First only the shortest ways, or the widest, then more of them until there are enough: what is left out is worse than all that was
   * found, and most of a large case is never looked at.
   */
  function* deepen(): Steps<Goal[]> {
    const { left, relevant } = backward;
    if (limits.best === 'hops') {
      let shortest = inside.size > 0 ? 1 : mostHops;
      for (const tx of relevant) shortest = Math.min(shortest, (forward.reached[tx] as number) + (left[tx] as number));
      for (let hops = Math.max(1, shortest); ; hops++) {
        const found = yield* label(hops, 0n);
        if (found.length >= limits.count || hops >= mostHops) return found;
      }
    }
    for (let floor = widest(); ; floor >>= 1n) {
      const found = yield* label(mostHops, floor);
      if (found.length >= limits.count || floor <= 1n) return found;
    }
  }

  /** No path has a larger least amount: that of the widest way, however long. */
  function widest(): bigint {
    const most = new Map<number, bigint>();
    let found = 0n;
    const meet = (amount: bigint): void => {
      if (amount > found) found = amount;
    };
    for (const out of inside) if (ends.has(out)) meet(slice.outValue[out] as bigint);
    for (const tx of backward.relevant) {
      let own = 0n;
      for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
        const spent = slice.inPrevOut[input] as number;
        if (spent < 0) continue;
        const value = slice.outValue[spent] as bigint;
        const arrives = isBeginning(spent) ? value : least(value, most.get(txOfOut(slice, spent)) ?? 0n);
        if (arrives > own) own = arrives;
      }
      most.set(tx, own);
      if (endTransactions.has(tx)) meet(own);
      else
        for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++)
          if (ends.has(out)) meet(least(own, slice.outValue[out] as bigint));
    }
    return found;
  }

  /** Inputs behind the ends of which the case does not hold where they came from: a path may come in by each. */
  function* countUnknownParents(openEnds: Map<string, number>): Steps<void> {
    const seen = new Set<number>([...endTransactions, ...[...ends].map((out) => txOfOut(slice, out))]);
    let next = [...seen];
    let work = 0;
    for (let level = 0; level < mostHops && next.length > 0; level++) {
      const now = next;
      next = [];
      for (const tx of now)
        for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
          if ((++work & (SLICE - 1)) === 0) yield step('pathsBackward', work, null);
          const spent = slice.inPrevOut[input] as number;
          if (spent === UNKNOWN_PARENT) countEnd(openEnds, 'parentUnknown');
          const parent = spent < 0 ? -1 : txOfOut(slice, spent);
          if (parent === -1 || seen.has(parent)) continue;
          seen.add(parent);
          next.push(parent);
        }
    }
  }

  /** The best ways to each transaction, in chain order, and those to an end: of so many hops at most, and no amount below the floor. */
  function* label(hopsHere: number, floorSat: bigint): Steps<Goal[]> {
    const { left, relevant } = backward;
    const { reached } = forward;
    const labels = new Map<number, readonly Label[]>();
    let goals: Goal[] = [];
    const reach = (goal: Goal): void => {
      goals.push(goal);
      if (goals.length > 4 * limits.count + 1024) goals = goals.sort(compareGoals(limits.best)).slice(0, limits.count);
    };
    for (const out of inside) {
      const mostSat = slice.outValue[out] as bigint;
      if (ends.has(out) && mostSat >= floorSat) reach({ hops: 1, mostSat, label: null, transaction: txOfOut(slice, out), output: out });
    }
    let work = 0;
    for (const [done, tx] of relevant.entries()) {
      const room = hopsHere - (left[tx] as number);
      if ((reached[tx] as number) > room) continue;
      let own: Label[] = [];
      for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
        const spent = slice.inPrevOut[input] as number;
        if (spent < 0 || !isValuable(spent)) continue;
        const value = slice.outValue[spent] as bigint;
        if (value < floorSat) continue;
        if (starts.has(spent)) own.push({ hops: 1, mostSat: value, spent, before: null });
        else if (ends.has(spent)) continue;
        else if (inside.has(spent)) own.push({ hops: 2, mostSat: value, spent, before: null });
        else
          for (const before of labels.get(txOfOut(slice, spent)) ?? [])
            own.push({ hops: before.hops + 1, mostSat: least(before.mostSat, value), spent, before });
        if (own.length > MOST_LABELS) {
          work += own.length;
          own = keepBest(own, limits, room);
        }
      }
      const kept = keepBest(own, limits, room);
      work += own.length + 1;
      if (work >= SLICE) {
        work = 0;
        yield step('pathsLabel', done, relevant.length);
      }
      if (kept.length === 0) continue;
      if (endTransactions.has(tx)) {
        for (const one of kept) reach({ hops: one.hops, mostSat: one.mostSat, label: one, transaction: tx, output: -1 });
        continue;
      }
      // What goes on from here begins here.
      if (fromTransactions.has(tx)) continue;
      labels.set(tx, kept);
      for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++)
        if (ends.has(out) && (slice.outValue[out] as bigint) >= floorSat)
          for (const one of kept)
            reach({ hops: one.hops, mostSat: least(one.mostSat, slice.outValue[out] as bigint), label: one, transaction: tx, output: out });
    }
    return goals;
  }

  function pathOf({ label: last, transaction, output, hops, mostSat }: Goal): CoinPath {
    const outputs = output === -1 ? [] : [output];
    const transactions = [transaction];
    for (let one = last; one !== null; one = one.before) {
      outputs.push(one.spent);
      if (one.before !== null || inside.has(one.spent)) transactions.push(txOfOut(slice, one.spent));
    }
    outputs.reverse();
    const first = outputs[0] as number;
    return { outputs, transactions: transactions.reverse(), beginsInside: inside.has(first), endsInside: output === -1, hops, mostSat };
  }
}

/** Labels none of which can be missed: what as many others as are asked for are at least as good as, whatever follows, is left out. */
function keepBest(labels: Label[], { best, count }: PathLimits, mostHops: number): Label[] {
  const order = (a: Label, b: Label): number =>
    (best === 'hops' ? a.hops - b.hops || descending(a.mostSat, b.mostSat) : descending(a.mostSat, b.mostSat) || a.hops - b.hops) ||
    a.spent - b.spent;
  // Sorting is stable: labels of one output stay in the order that they have there.
  const sorted = labels.filter(({ hops }) => hops <= mostHops).sort(order);
  if (best === 'hops') return sorted.slice(0, count);
  // A wider way that is longer may be too long in the end: only ways that are no longer either stand against one.
  const atMost = new Array<number>(mostHops + 1).fill(0);
  return sorted.filter(({ hops }) => {
    if ((atMost[hops] as number) >= count) return false;
    for (let longer = hops; longer <= mostHops; longer++) atMost[longer] = (atMost[longer] as number) + 1;
    return true;
  });
}

function compareGoals(best: PathLimits['best']): (a: Goal, b: Goal) => number {
  return (a, b) =>
    (best === 'hops' ? a.hops - b.hops || descending(a.mostSat, b.mostSat) : descending(a.mostSat, b.mostSat) || a.hops - b.hops) ||
    a.transaction - b.transaction ||
    a.output - b.output ||
    compareLabels(a.label, b.label);
}

function compareLabels(a: Label | null, b: Label | null): number {
  let [left, right] = [a, b];
  while (left !== null && right !== null && left !== right) {
    if (left.spent !== right.spent) return left.spent - right.spent;
    left = left.before;
    right = right.before;
  }
  return 0;
}

function outputsOf(slice: UtxoSlice, tx: number): number[] {
  const first = slice.txOutStart[tx] as number;
  return Array.from({ length: (slice.txOutStart[tx + 1] as number) - first }, (_, place) => first + place);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function descending(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

function step(phase: string, done: number, total: number | null): Step {
  return { phase, done, total, unit: 'steps' };
}
