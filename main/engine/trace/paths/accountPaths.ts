// Paths over account ledgers: a movement leaves an account after another came in. Balances mix: a path says that value can have gone that
// way, by amount and time, and nothing of what did.
import { SLICE, type Step, type Steps } from '../../kernel/index.ts';
import { type AccountSlice, amountOf, assetOf, ORDER_KNOWN, ORDER_UNKNOWN } from '../accounts/index.ts';
import { boundOf, completions, type Bound } from './accountBounds.ts';
import {
  type AccountQuestion,
  converted,
  firstAfter,
  type Ground,
  groundOf,
  type PathConversion,
  reachAccounts,
  UNREACHED,
} from './accountReach.ts';
import { countEnd, type Reached } from './found.ts';
import { createHeap } from './heap.ts';

export interface AccountPath {
  /** Movements in order. */
  readonly movements: readonly number[];
  /** The asset of the last movement, and the least amount in it: what goes through a conversion is converted by its own sums, floored. */
  readonly asset: number;
  readonly most: bigint;
  /** Rules of conversions passed, and `orderUnknown` where no source gives the order of two movements of one block. */
  readonly through: readonly string[];
}

export interface AccountPaths extends Reached {
  /** Best first within one asset; assets in the order of their best path: fewest hops, then the earlier end. */
  readonly paths: readonly AccountPath[];
}

/** The beginning of a path, with the best that can come of it. */
interface Begun {
  readonly movement: number;
  readonly hops: number;
  readonly most: bigint;
  readonly before: Begun | null;
  readonly bound: Bound;
}

/** Beginnings kept, and ways onward looked at, before a search is given up: what was found by then stands, and the answer says so. */
const MOST_KEPT = 1_500_000;
const MOST_TRIED = 30_000_000;

/**
 * The best paths from some accounts or movements to others, of each asset. A path comes to each ledger (account and asset) once, begins at
 * the last of the beginnings and ends at the first of the ends. Movements of nothing, fees and assets not meant never count.
 */
export function* findAccountPaths(slice: AccountSlice, question: AccountQuestion): Steps<AccountPaths> {
  const ground = groundOf(slice, question);
  const reach = yield* reachAccounts(ground);
  const openEnds = new Map(reach.openEnds);
  const after = yield* completions(ground, reach);
  const beginnings = new Map<number, number[]>();
  for (const movement of reach.movements) {
    if (reach.at[movement] !== 1 || !ground.isBeginning(movement)) continue;
    for (const asset of new Set((after.of(movement) ?? []).map((one) => one.asset))) {
      const own = beginnings.get(asset);
      if (own === undefined) beginnings.set(asset, [movement]);
      else own.push(movement);
    }
  }
  const found: AccountPath[][] = [];
  let tried = 0;
  let isGivenUp = false;
  for (const [asset, first] of [...beginnings].sort(([a], [b]) => a - b)) {
    const own = yield* best(asset, first);
    if (own.length > 0) found.push(own);
  }
  if (isGivenUp) countEnd(openEnds, 'manyWays');
  const firstOf = (paths: readonly AccountPath[]): AccountPath => paths[0] as AccountPath;
  found.sort((a, b) => firstOf(a).movements.length - firstOf(b).movements.length || endOf(firstOf(a)) - endOf(firstOf(b)));
  return { paths: found.flat(), hops: reach.hops, visited: reach.visited, openEnds };

  /** Best first: of every beginning it is known what can come of it at best, so the first that arrive are the best. */
  function* best(asset: number, first: readonly number[]): Steps<AccountPath[]> {
    const arrived: Begun[] = [];
    const heap = createHeap<Begun>(isBetter(question.best));
    const atBest = createShortList(question);
    let kept = 0;
    const add = (movement: number, most: bigint, before: Begun | null): void => {
      const hops = (before?.hops ?? 0) + 1;
      const own = boundOf(after.of(movement) ?? [], asset, most, ground.mostHops - hops + 1, question.best);
      if (own === null) return;
      const bound = { hops: own.hops + hops - 1, most: own.most };
      if (!atBest.mayEnter(bound)) return;
      if (ground.isGoal(movement)) atBest.enter(bound);
      kept++;
      heap.push({ movement, hops, most, before, bound });
    };
    for (const movement of first) add(movement, amountOf(slice, movement), null);
    for (let one = heap.pop(); one !== undefined; one = heap.pop()) {
      if (ground.isGoal(one.movement)) {
        arrived.push(one);
        if (arrived.length === question.count) break;
        continue;
      }
      isGivenUp ||= kept >= MOST_KEPT || tried >= MOST_TRIED;
      if (isGivenUp) continue;
      const into = ground.intoOf.get(one.movement);
      if (into !== undefined) {
        const conversion = question.conversions[into] as PathConversion;
        const sums = converted(slice, conversion);
        for (const out of conversion.outs)
          if (reach.at[out] !== UNREACHED && isOpen(ground, one, out))
            add(out, least((one.most * sums.out) / sums.in, amountOf(slice, out)), one);
        continue;
      }
      const onward = after.leaving(slice.toLedger[one.movement] as number);
      for (let place = lowerBound(onward, firstAfter(slice, one.movement)); place < onward.length; place++) {
        if ((++tried & (SLICE - 1)) === 0) yield step(arrived.length, question.count);
        const movement = onward[place] as number;
        if (mayFollow(slice, one, movement) && isOpen(ground, one, movement))
          add(movement, least(one.most, amountOf(slice, movement)), one);
      }
    }
    return arrived.map((one) => pathOf(ground, one));
  }
}

/** The best that have come to an end so far, as many as are asked for: what cannot become better than the last of them is not kept. */
function createShortList({ best, count }: AccountQuestion) {
  const list: Bound[] = [];
  const isBelow = (a: Bound, b: Bound): boolean =>
    best === 'hops'
      ? a.hops > b.hops || (a.hops === b.hops && a.most <= b.most)
      : a.most < b.most || (a.most === b.most && a.hops >= b.hops);
  return {
    mayEnter: (bound: Bound): boolean => list.length < count || !isBelow(bound, list[count - 1] as Bound),
    enter(bound: Bound): void {
      let at = list.length;
      while (at > 0 && !isBelow(bound, list[at - 1] as Bound)) at--;
      list.splice(at, 0, bound);
      if (list.length > count) list.pop();
    },
  };
}

function isBetter(best: AccountQuestion['best']): (a: Begun, b: Begun) => boolean {
  return (a, b) => {
    if (best === 'value' && a.bound.most !== b.bound.most) return a.bound.most > b.bound.most;
    if (a.bound.hops !== b.bound.hops) return a.bound.hops < b.bound.hops;
    if (a.bound.most !== b.bound.most) return a.bound.most > b.bound.most;
    // Among equals first what is nearer to its end, then in ledger order.
    if (a.hops !== b.hops) return a.hops > b.hops;
    return inOrder(a, b);
  };
}

function inOrder(a: Begun, b: Begun): boolean {
  let earlier = false;
  let [left, right]: [Begun | null, Begun | null] = [a, b];
  while (left !== null && right !== null && left !== right) {
    if (left.movement !== right.movement) earlier = left.movement < right.movement;
    left = left.before;
    right = right.before;
  }
  return earlier;
}

/** Whether a path may go on with it: to a ledger that it has not come to, and not back to a beginning. */
function isOpen(ground: Ground, begun: Begun, movement: number): boolean {
  const { slice } = ground;
  const isGoal = ground.isGoal(movement);
  if (!isGoal && ground.isBack(movement)) return false;
  const ledger = slice.toLedger[movement] as number;
  for (let one: Begun | null = begun; one !== null; one = one.before) {
    if (one.movement === movement) return false;
    if (ledger !== 0 && slice.toLedger[one.movement] === ledger) return false;
    if (one.before !== null || ground.isAsked(one.movement)) continue;
    if (ledger !== 0 && slice.fromLedger[one.movement] === ledger) return false;
    // What only comes back is no path from there to there.
    if (isGoal && ground.fromAccount(one.movement) === ground.toAccount(movement)) return false;
  }
  return true;
}

/** Whether some order that the sources leave open lets it come after all that the path has. A transaction is not left and come back to. */
function mayFollow(slice: AccountSlice, begun: Begun, movement: number): boolean {
  const blockOf = (one: number): number => slice.transactionBlock[slice.transferTransaction[one] as number] as number;
  const block = blockOf(movement);
  if (blockOf(begun.movement) !== block || slice.blockOrder[block] === ORDER_KNOWN) return movement > begun.movement;
  const own = slice.transferTransaction[movement] as number;
  if (slice.transferTransaction[begun.movement] === own)
    return slice.blockOrder[block] === ORDER_UNKNOWN ? movement !== begun.movement : movement > begun.movement;
  for (let one: Begun | null = begun; one !== null && blockOf(one.movement) === block; one = one.before)
    if (slice.transferTransaction[one.movement] === own) return false;
  return true;
}

function pathOf({ slice, question, intoOf }: Ground, end: Begun): AccountPath {
  const movements: number[] = [];
  for (let one: Begun | null = end; one !== null; one = one.before) movements.push(one.movement);
  movements.reverse();
  const through: string[] = [];
  for (const [place, movement] of movements.slice(1).entries()) {
    const before = movements[place] as number;
    const into = intoOf.get(before);
    if (into !== undefined) through.push((question.conversions[into] as PathConversion).rule);
    else if (isOrderOpen(slice, before, movement)) through.push('orderUnknown');
  }
  return { movements, asset: assetOf(slice, end.movement), most: end.most, through: [...new Set(through)] };
}

function isOrderOpen(slice: AccountSlice, a: number, b: number): boolean {
  const [first, second] = [slice.transferTransaction[a] as number, slice.transferTransaction[b] as number];
  const block = slice.transactionBlock[first] as number;
  if (slice.transactionBlock[second] !== block || slice.blockOrder[block] === ORDER_KNOWN) return false;
  return first !== second || slice.blockOrder[block] === ORDER_UNKNOWN;
}

function endOf({ movements }: AccountPath): number {
  return movements.at(-1) as number;
}

function lowerBound(sorted: Uint32Array, least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function step(done: number, total: number): Step {
  return { phase: 'pathsBest', done, total, unit: 'steps' };
}
