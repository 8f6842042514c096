// What can be reached from the beginnings of a search over account ledgers, movement after movement, and where that ends. It counts
// walks: whether a walk stays a path is left to who follows it.
import { SLICE, type Step, type Steps } from '../../kernel/index.ts';
import {
  type AccountSlice,
  amountOf,
  assetOf,
  firstFrom,
  isFee,
  ledgerTransfers,
  movesValue,
  ORDER_KNOWN,
  timeOf,
} from '../accounts/index.ts';
import { countEnd, isWithin, type PathLimits, type Reached } from './found.ts';

/** Numbers of the slice. */
export interface AccountPlaces {
  readonly accounts: readonly number[];
  readonly movements: readonly number[];
}

/** What goes in turns into what comes out. A movement goes into one of them at most, and comes out of one at most. */
export interface PathConversion {
  readonly ins: readonly number[];
  readonly outs: readonly number[];
  /** Rule and version. */
  readonly rule: string;
}

export interface AccountQuestion extends PathLimits {
  readonly from: AccountPlaces;
  readonly to: AccountPlaces;
  /** Whether movements of an asset count. */
  readonly isMeant: (asset: number) => boolean;
  readonly conversions: readonly PathConversion[];
  /** Code of what the case lacks of a ledger, or null where it holds its rows. */
  readonly lacks: (ledger: number) => string | null;
  /** Movements behind which value goes on in a way that is not followed, with the code of it. */
  readonly leads?: ReadonlyMap<number, string>;
}

export const UNREACHED = 0xff;

export interface AccountReach extends Reached {
  /** Hops at which each movement is reached first, or UNREACHED. */
  readonly at: Uint8Array;
  /** Those reached, ascending. */
  readonly movements: Uint32Array;
}

export interface Ground {
  readonly slice: AccountSlice;
  readonly question: AccountQuestion;
  readonly mostHops: number;
  /** Conversion that a movement goes into, and that it comes out of. */
  readonly intoOf: ReadonlyMap<number, number>;
  readonly outOf: ReadonlyMap<number, number>;
  isGoal(movement: number): boolean;
  /** Whether it goes back to where paths begin. */
  isBack(movement: number): boolean;
  /** Whether it was asked for itself. */
  isAsked(movement: number): boolean;
  /** Whether paths begin with it. What goes from an account to itself is no path. */
  isBeginning(movement: number): boolean;
  fromAccount(movement: number): number;
  toAccount(movement: number): number;
}

export function groundOf(slice: AccountSlice, question: AccountQuestion): Ground {
  const { from, to, conversions } = question;
  const begin = new Set(from.accounts);
  const end = new Set(to.accounts);
  const ends = new Set(to.movements);
  const asked = new Set(from.movements);
  const intoOf = new Map<number, number>();
  const outOf = new Map<number, number>();
  conversions.forEach(({ ins, outs }, number) => {
    for (const one of ins) intoOf.set(one, number);
    for (const one of outs) outOf.set(one, number);
  });
  const accountOf = (ledger: number): number => (ledger === 0 ? 0 : (slice.ledgerAccount[ledger] as number));
  const toAccount = (movement: number): number => accountOf(slice.toLedger[movement] as number);
  const fromAccount = (movement: number): number => accountOf(slice.fromLedger[movement] as number);
  return {
    ...{ slice, question, intoOf, outOf, fromAccount, toAccount, mostHops: Math.min(question.mostHops, UNREACHED - 1) },
    isGoal: (movement) => ends.has(movement) || end.has(toAccount(movement)),
    isBack: (movement) => begin.has(toAccount(movement)),
    isAsked: (movement) => asked.has(movement),
    isBeginning: (movement) => asked.has(movement) || (begin.has(fromAccount(movement)) && fromAccount(movement) !== toAccount(movement)),
  };
}

/** A movement that counts: it moves something, is no price of a transaction, and its asset is meant. */
export function counts({ slice, question }: Ground, movement: number): boolean {
  return !isFee(slice, movement) && movesValue(slice, movement) && question.isMeant(assetOf(slice, movement));
}

/** The first movement that may follow: the next, or the first of a block of which no source gives the order. */
export function firstAfter(slice: AccountSlice, movement: number): number {
  const block = slice.transactionBlock[slice.transferTransaction[movement] as number] as number;
  if (slice.blockOrder[block] === ORDER_KNOWN) return movement + 1;
  return slice.transactionStart[slice.blockStart[block] as number] as number;
}

export function* reachAccounts(ground: Ground): Steps<AccountReach> {
  const { slice, question, mostHops, intoOf, outOf } = ground;
  const { fromLedger, toLedger } = slice;
  const index = ledgerTransfers(slice);
  const at = new Uint8Array(slice.transferCount).fill(UNREACHED);
  const found: number[] = [];
  const openEnds = new Map<string, number>();
  /** Places of a ledger's list from which on everything was looked at. */
  const looked = new Map<number, number>();
  let work = 0;
  let hops = 0;
  let next: number[] = [];

  const meet = (movement: number, level: number): void => {
    if (at[movement] !== UNREACHED || !counts(ground, movement)) return;
    const time = timeOf(slice, movement);
    if (!isWithin(question, time)) {
      countEnd(openEnds, time < 0 ? 'timeUnknown' : 'outsideTime');
      return;
    }
    const lead = question.leads?.get(movement);
    if (lead !== undefined) countEnd(openEnds, lead);
    at[movement] = level;
    hops = level;
    found.push(movement);
    next.push(movement);
  };
  for (const movement of question.from.movements) meet(movement, 1);
  const begin = new Set(question.from.accounts);
  const end = new Set(question.to.accounts);
  for (let ledger = 1; ledger < slice.ledgerCount; ledger++) {
    const account = slice.ledgerAccount[ledger] as number;
    if (!(begin.has(account) || end.has(account)) || !question.isMeant(slice.ledgerAsset[ledger] as number)) continue;
    const lacking = question.lacks(ledger);
    if (lacking !== null) countEnd(openEnds, lacking);
    if (!begin.has(account)) continue;
    for (let place = index.start[ledger] as number; place < (index.start[ledger + 1] as number); place++) {
      if ((++work & (SLICE - 1)) === 0) yield step(work);
      const movement = index.transfers[place] as number;
      if (fromLedger[movement] === ledger) meet(movement, 1);
    }
  }
  for (let level = 1; next.length > 0; level++) {
    const now = next;
    next = [];
    const arrivals = new Map<number, number>();
    for (const movement of now) {
      if ((++work & (SLICE - 1)) === 0) yield step(work);
      if (ground.isGoal(movement) || ground.isBack(movement)) continue;
      const into = intoOf.get(movement);
      if (into !== undefined) {
        if (level === mostHops) countEnd(openEnds, 'mostHops');
        else for (const out of (question.conversions[into] as PathConversion).outs) meet(out, level + 1);
        continue;
      }
      const ledger = toLedger[movement] as number;
      if (ledger === 0) {
        countEnd(openEnds, 'gone');
        continue;
      }
      const place = firstFrom(index, ledger, firstAfter(slice, movement));
      const earliest = arrivals.get(ledger);
      if (earliest === undefined || place < earliest) arrivals.set(ledger, place);
    }
    for (const [ledger, from] of arrivals) {
      const before = looked.get(ledger);
      const until = before ?? (index.start[ledger + 1] as number);
      if (before === undefined) {
        const lacking = question.lacks(ledger);
        if (lacking !== null) countEnd(openEnds, lacking);
        else if (!leaves(ledger, from, until)) countEnd(openEnds, 'held');
      }
      if (level === mostHops) {
        if (leaves(ledger, from, until)) countEnd(openEnds, 'mostHops');
        continue;
      }
      if (from >= until) {
        if (before === undefined) looked.set(ledger, until);
        continue;
      }
      looked.set(ledger, from);
      for (let place = from; place < until; place++) {
        if ((++work & (SLICE - 1)) === 0) yield step(work);
        const movement = index.transfers[place] as number;
        // What comes out of a conversion comes from what went in.
        if (fromLedger[movement] === ledger && !outOf.has(movement)) meet(movement, level + 1);
      }
    }
  }
  return { at, movements: Uint32Array.from(found).sort(), hops, visited: found.length, openEnds };

  function leaves(ledger: number, from: number, until: number): boolean {
    for (let place = from; place < until; place++) {
      const movement = index.transfers[place] as number;
      if (fromLedger[movement] === ledger && counts(ground, movement)) return true;
    }
    return false;
  }
}

/** What a conversion gives for an amount that went into it. */
export function converted(slice: AccountSlice, { ins, outs }: PathConversion): { readonly in: bigint; readonly out: bigint } {
  const sum = (movements: readonly number[]): bigint => movements.reduce((total, one) => total + amountOf(slice, one), 0n);
  return { in: sum(ins), out: sum(outs) };
}

function step(done: number): Step {
  return { phase: 'pathsForward', done, total: null, unit: 'steps' };
}
