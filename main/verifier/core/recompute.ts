// Follows the seeds of one run through the listed transactions, forwards or backwards, from raw transactions alone (SPEC [R4]).
// Knows nothing of the stated amounts; of the stated result it takes only which holdings a stop rule ended.
import { type Coin, handBackward, handForward, type Policy, type Span, splitByValue, sumSat, UNTRACED } from './coins.ts';
import type { ProvenTransaction } from './proofs.ts';

export interface Question {
  readonly policy: Policy;
  /** In the order of their txid and index. */
  readonly seeds: readonly string[];
  readonly transactions: readonly ProvenTransaction[];
  readonly stopped: ReadonlySet<string>;
  valueOf(outpoint: string): bigint | undefined;
}
export interface TracedOutput {
  readonly amountSat: bigint;
  /** Transaction that took the coins (forwards), or through which it was reached (backwards). */
  readonly spentBy: string | null;
}
export type Answer =
  | {
      readonly kind: 'answer';
      readonly traced: ReadonlyMap<string, TracedOutput>;
      readonly holdings: ReadonlyMap<string, bigint>;
      readonly feesSat: bigint;
      /** Listed transactions that no traced coin enters. */
      readonly untouched: readonly string[];
    }
  | { readonly kind: 'value-unknown'; readonly outpoint: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'impossible'; readonly txid: string };

/** Elementary steps before a recomputation is given up: about a minute of work. */
const MOST_STEPS = 60_000_000;

function valuesOf(outpoints: readonly (string | null)[], question: Question): readonly bigint[] | { readonly missing: string } {
  const values: bigint[] = [];
  for (const outpoint of outpoints) {
    const value = outpoint === null ? undefined : question.valueOf(outpoint);
    if (value === undefined) return { missing: outpoint ?? '' };
    values.push(value);
  }
  return values;
}

const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
const outpointOf = (transaction: ProvenTransaction, index: number): string => `${transaction.txid}:${index}`;
const distinct = (coins: readonly Coin[]): number => new Set(coins.map((coin) => coin.seed)).size;

export function recomputeForward(question: Question): Answer {
  const { policy } = question;
  const seeds = new Map(question.seeds.map((outpoint, index) => [outpoint, index]));
  const listed = new Set(question.transactions.map((transaction) => transaction.txid));
  const held = new Map<string, readonly Coin[]>();
  const traced = new Map<string, TracedOutput>();
  const untouched: string[] = [];
  let feesSat = 0n;
  let steps = 0;
  const hold = (outpoint: string, value: bigint, coins: readonly Coin[]): void => {
    const seed = seeds.get(outpoint);
    let all = coins;
    if (seed !== undefined) {
      // What other seeds already brought stays theirs; this seed adds only the rest, in place.
      if (policy === 'fifo' || policy === 'lifo')
        all = coins.map((coin) => (coin.seed === UNTRACED ? { seed, amountSat: coin.amountSat } : coin));
      else if (value > sumSat(coins)) all = [...coins, { seed, amountSat: value - sumSat(coins) }];
    }
    const amountSat = sumSat(all);
    if (amountSat === 0n) return;
    held.set(outpoint, all);
    traced.set(outpoint, { amountSat, spentBy: null });
  };
  for (const outpoint of question.seeds) {
    if (listed.has(outpoint.slice(0, 64))) continue;
    const value = question.valueOf(outpoint);
    if (value === undefined) return { kind: 'value-unknown', outpoint };
    hold(outpoint, value, [{ seed: UNTRACED, amountSat: value }]);
  }
  for (const transaction of question.transactions) {
    const outpoints = transaction.inputs.map((input) => input.outpoint);
    const taken = outpoints.map((outpoint) => (outpoint !== null && !question.stopped.has(outpoint) ? held.get(outpoint) : undefined));
    const outputs = transaction.outputs.map((output) => output.valueSat);
    if (transaction.coinbase) {
      untouched.push(transaction.txid);
      outputs.forEach((value, index) => hold(outpointOf(transaction, index), value, [{ seed: UNTRACED, amountSat: value }]));
      continue;
    }
    const values = valuesOf(outpoints, question);
    if ('missing' in values) return { kind: 'value-unknown', outpoint: values.missing };
    const feeSat = total(values) - total(outputs);
    if (feeSat < 0n) return { kind: 'impossible', txid: transaction.txid };
    const inputs = values.map((value, index) => {
      const coins = taken[index] ?? [{ seed: UNTRACED, amountSat: value }];
      const rest = value - sumSat(coins, false);
      return rest > 0n ? [...coins, { seed: UNTRACED, amountSat: rest }] : coins;
    });
    const coins = inputs.flat();
    if (sumSat(coins) === 0n) untouched.push(transaction.txid);
    const perSeed = policy === 'haircut' || policy === 'tiho' ? distinct(coins) : 1;
    steps += coins.length + perSeed * (outputs.length + 1);
    if (steps > MOST_STEPS) return { kind: 'too-large' };
    outpoints.forEach((outpoint, index) => {
      if (outpoint === null || taken[index] === undefined) return;
      held.delete(outpoint);
      traced.set(outpoint, { amountSat: (traced.get(outpoint) as TracedOutput).amountSat, spentBy: transaction.txid });
    });
    const handed = handForward(policy, inputs, outputs, feeSat);
    outputs.forEach((value, index) => hold(outpointOf(transaction, index), value, handed[index] ?? []));
    feesSat += sumSat(handed.at(-1) ?? []);
  }
  return { kind: 'answer', traced, holdings: amounts(held), feesSat, untouched };
}

function amounts(held: ReadonlyMap<string, readonly Coin[]>): Map<string, bigint> {
  return new Map([...held].map(([outpoint, coins]) => [outpoint, sumSat(coins)]));
}

export function recomputeBackward(question: Question): Answer {
  const policy = question.policy as 'fifo' | 'lifo' | 'haircut';
  const seeds = new Map(question.seeds.map((outpoint, index) => [outpoint, index]));
  const wanted = new Map<string, Span[]>();
  const reachedBy = new Map<string, string>();
  const traced = new Map<string, TracedOutput>();
  const untouched: string[] = [];
  let steps = 0;
  /** Called once nothing later can still reach the output: a seed adds what no other seed wants. */
  const settle = (outpoint: string): Answer | null => {
    const seed = seeds.get(outpoint);
    if (seed !== undefined) {
      const value = question.valueOf(outpoint);
      if (value === undefined) return { kind: 'value-unknown', outpoint };
      const spans = (wanted.get(outpoint) ?? []).toSorted((a, b) => (a.startSat < b.startSat ? -1 : 1));
      wanted.set(outpoint, policy === 'haircut' ? restByAmount(spans, seed, value) : restBySpan(spans, seed, value));
    }
    const spans = wanted.get(outpoint);
    if (spans !== undefined && sumSat(spans) > 0n)
      traced.set(outpoint, { amountSat: sumSat(spans), spentBy: reachedBy.get(outpoint) ?? null });
    else wanted.delete(outpoint);
    return null;
  };
  for (const transaction of question.transactions.toReversed()) {
    const outputs = transaction.outputs.map((output) => output.valueSat);
    for (let index = 0; index < outputs.length; index += 1) {
      const trouble = settle(outpointOf(transaction, index));
      if (trouble !== null) return trouble;
    }
    if (transaction.coinbase) continue;
    const asked = outputs.map((_, index) => {
      const outpoint = outpointOf(transaction, index);
      return question.stopped.has(outpoint) ? [] : (wanted.get(outpoint) ?? []);
    });
    if (asked.every((spans) => spans.length === 0)) {
      untouched.push(transaction.txid);
      continue;
    }
    const outpoints = transaction.inputs.map((input) => input.outpoint);
    const values = valuesOf(outpoints, question);
    if ('missing' in values) return { kind: 'value-unknown', outpoint: values.missing };
    if (total(values) < total(outputs)) return { kind: 'impossible', txid: transaction.txid };
    const flat = asked.flat();
    steps += flat.length + (policy === 'haircut' ? distinct(flat) : 1) * (values.length + 1) + outputs.length;
    if (steps > MOST_STEPS) return { kind: 'too-large' };
    asked.forEach((spans, index) => {
      if (spans.length > 0) wanted.delete(outpointOf(transaction, index));
    });
    const sources: readonly (readonly Span[])[] =
      policy === 'haircut'
        ? splitByValue(flat, values).map((coins) => coins.map((coin) => ({ ...coin, startSat: 0n })))
        : handBackward(policy, values, outputs, asked);
    outpoints.forEach((outpoint, index) => {
      const spans = sources[index] ?? [];
      if (outpoint === null || sumSat(spans) === 0n) return;
      wanted.set(outpoint, [...(wanted.get(outpoint) ?? []), ...spans]);
      reachedBy.set(outpoint, transaction.txid);
    });
  }
  for (const outpoint of new Set([...wanted.keys(), ...question.seeds])) {
    if (traced.has(outpoint)) continue;
    const trouble = settle(outpoint);
    if (trouble !== null) return trouble;
  }
  return { kind: 'answer', traced, holdings: amounts(wanted), feesSat: 0n, untouched };
}

function restByAmount(spans: readonly Span[], seed: number, value: bigint): Span[] {
  const rest = value - sumSat(spans);
  return rest > 0n ? [...spans, { seed, startSat: 0n, amountSat: rest }] : [...spans];
}

/** The gaps between the spans others want become this seed's. */
function restBySpan(spans: readonly Span[], seed: number, value: bigint): Span[] {
  const result: Span[] = [];
  let at = 0n;
  for (const span of spans) {
    if (span.startSat > at) result.push({ seed, startSat: at, amountSat: span.startSat - at });
    result.push(span);
    at = span.startSat + span.amountSat;
  }
  if (value > at) result.push({ seed, startSat: at, amountSat: value - at });
  return result;
}
