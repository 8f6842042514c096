// What can come at best of going on with a movement: how few more hops to an end, and how much can arrive there. Bounds only: they never
// say less than a path gives, so what is followed in their order arrives in the order of the best.
import { SLICE, type Step, type Steps } from '../../kernel/index.ts';
import { amountOf, assetOf, ORDER_KNOWN } from '../accounts/index.ts';
import { type AccountReach, converted, type Ground } from './accountReach.ts';
import type { Best } from './found.ts';

/** Of some ways to an end: an amount x that comes to the movement arrives as min(x · rise / run, most) at the best. */
export interface Completion {
  /** Asset that arrives. */
  readonly asset: number;
  /** Movements to the end, this one included. */
  readonly hops: number;
  readonly rise: bigint;
  readonly run: bigint;
  readonly most: bigint;
}

export interface Bound {
  readonly hops: number;
  readonly most: bigint;
}

export interface Completions {
  /** Of a movement; undefined where it leads to no end. */
  of(movement: number): readonly Completion[] | undefined;
  /** Movements that leave a ledger and lead to an end, ascending. */
  leaving(ledger: number): Uint32Array;
}

/** From the last movement to the first: what follows a movement stands behind it, but in blocks without an order. */
export function* completions(ground: Ground, reach: AccountReach): Steps<Completions> {
  const { slice, question, intoOf, outOf } = ground;
  const { movements, at } = reach;
  const of = new Map<number, readonly Completion[]>();
  const running = new Map<number, readonly Completion[]>();
  const leavingOf = new Map<number, number[]>();
  const blockOf = (movement: number): number => slice.transactionBlock[slice.transferTransaction[movement] as number] as number;
  let sinceStep = 0;
  for (let last = movements.length - 1; last >= 0; ) {
    const block = blockOf(movements[last] as number);
    let first = last;
    while (first > 0 && blockOf(movements[first - 1] as number) === block) first--;
    // Without an order each of a block's movements may follow each other: as often as a path could use it.
    const rounds = slice.blockOrder[block] === ORDER_KNOWN ? 1 : ground.mostHops;
    for (let round = 0; round < rounds; round++) {
      let hasChanged = false;
      for (let place = last; place >= first; place--) {
        if (++sinceStep === SLICE) {
          sinceStep = 0;
          yield step(movements.length - place, movements.length);
        }
        if (read(movements[place] as number)) hasChanged = true;
      }
      if (!hasChanged) break;
    }
    last = first - 1;
  }
  const none = new Uint32Array(0);
  const made = new Map<number, Uint32Array>();
  return {
    of: (movement) => of.get(movement),
    leaving(ledger) {
      let own = made.get(ledger);
      if (own === undefined) {
        own = Uint32Array.from(leavingOf.get(ledger) ?? none).sort();
        made.set(ledger, own);
      }
      return own;
    },
  };

  /** True where more is known of it than before. */
  function read(movement: number): boolean {
    const before = of.get(movement) ?? [];
    const now = unite(before, waysFrom(movement));
    if (now === before) return false;
    if (before.length === 0 && !outOf.has(movement)) {
      const ledger = slice.fromLedger[movement] as number;
      const own = leavingOf.get(ledger);
      if (own === undefined) leavingOf.set(ledger, [movement]);
      else own.push(movement);
    }
    of.set(movement, now);
    if (!outOf.has(movement)) {
      const ledger = slice.fromLedger[movement] as number;
      running.set(ledger, unite(running.get(ledger) ?? [], now));
    }
    return true;
  }

  function waysFrom(movement: number): Completion[] {
    const amount = amountOf(slice, movement);
    const room = ground.mostHops - (at[movement] as number) + 1;
    if (ground.isGoal(movement)) return [{ asset: assetOf(slice, movement), hops: 1, rise: 1n, run: 1n, most: amount }];
    if (ground.isBack(movement)) return [];
    const into = intoOf.get(movement);
    if (into === undefined) {
      const onward = running.get(slice.toLedger[movement] as number) ?? [];
      return onward.flatMap((one) => (one.hops < room ? [behind(one, amount, 1n, 1n)] : []));
    }
    const conversion = question.conversions[into] as Ground['question']['conversions'][number];
    const sums = converted(slice, conversion);
    return conversion.outs.flatMap((out) =>
      (of.get(out) ?? []).flatMap((one) => (one.hops < room ? [behind(one, amount, sums.out, sums.in)] : [])),
    );
  }
}

function behind({ asset, hops, rise, run, most }: Completion, amount: bigint, out: bigint, into: bigint): Completion {
  const [up, down] = out === into ? [rise, run] : [rise * out, run * into];
  // Rounded up: what is floored step by step can only be less.
  const own = up === down ? amount : (amount * up + down - 1n) / down;
  return { asset, hops: hops + 1, rise: up, run: down, most: own < most ? own : most };
}

/** Those of both that no other is at least as good as; `before` itself where the rest adds nothing. */
function unite(before: readonly Completion[], more: readonly Completion[]): readonly Completion[] {
  let kept = before;
  for (const one of more) {
    if (kept.some((other) => isAsGood(other, one))) continue;
    kept = [...kept.filter((other) => !isAsGood(one, other)), one];
  }
  return kept;
}

function isAsGood(a: Completion, b: Completion): boolean {
  return (
    a.asset === b.asset &&
    a.hops <= b.hops &&
    a.most >= b.most &&
    (a.rise === b.rise && a.run === b.run ? true : a.rise * b.run >= b.rise * a.run)
  );
}

/** The best that can come of an amount within some hops, or null where nothing can. */
export function boundOf(ways: readonly Completion[], asset: number, amount: bigint, mostHops: number, best: Best): Bound | null {
  let found: Bound | null = null;
  for (const { asset: own, hops, rise, run, most } of ways) {
    if (own !== asset || hops > mostHops) continue;
    const arrives = rise === run ? amount : (amount * rise + run - 1n) / run;
    const one = { hops, most: arrives < most ? arrives : most };
    const isBetter =
      found === null ||
      (best === 'hops'
        ? one.hops < found.hops || (one.hops === found.hops && one.most > found.most)
        : one.most > found.most || (one.most === found.most && one.hops < found.hops));
    if (isBetter) found = one;
  }
  return found;
}

function step(done: number, total: number): Step {
  return { phase: 'pathsBackward', done, total, unit: 'steps' };
}
