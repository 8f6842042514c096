// The figures of a policy as account-runs.json states them (SPEC [X1], [X6]) against those that follow from the rows.
import { ACCOUNT_RUNS, CHECK, readLoose, type Where } from './accountGrounds.ts';
import * as say from './accountSentences.ts';
import type { Json } from './canonicalJson.ts';
import { amount, list, object, text, textOrNull } from './fields.ts';
import { endKey } from './ledgerAccount.ts';
import type { Figure, Figures } from './ledgerBounds.ts';
import { ledgerName } from './ledgerGrounds.ts';

export interface StatedFigure {
  /** Null: a range. */
  readonly amount: bigint | null;
  readonly low: bigint;
  readonly high: bigint;
  readonly why: string | null;
}

export interface StatedEnd {
  readonly ledger: string;
  readonly state: string;
  readonly figure: StatedFigure;
}

export interface Outcome {
  readonly ends: readonly StatedEnd[];
  readonly fees: ReadonlyMap<string, bigint>;
  readonly totals: ReadonlyMap<string, bigint>;
  readonly orders: string;
}

const amountOrNull = (value: Json | undefined): value is string | null => value === null || amount(value);
const FIGURE = { amount: amountOrNull, low: amountOrNull, high: amountOrNull, why: textOrNull } as const;

type At = Parameters<typeof readLoose>[2];

/** One number or a range, never both. */
export function readFigure(value: Json | undefined, at: At): StatedFigure | null {
  const figure = readLoose(value, FIGURE, at);
  if (figure === null) return null;
  const isOne = figure.amount !== null;
  if (isOne !== (figure.low === null) || isOne !== (figure.high === null) || isOne !== (figure.why === null)) return null;
  const single = BigInt(figure.amount ?? 0);
  return {
    amount: figure.amount === null ? null : single,
    low: figure.low === null ? single : BigInt(figure.low),
    high: figure.high === null ? single : BigInt(figure.high),
    why: figure.why,
  };
}

/** Ends as a list states them, each place and state once. */
export function readEnds(items: readonly Json[], at: At): StatedEnd[] | null {
  const ends: StatedEnd[] = [];
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const here = { ...at, at: `${at.at}[${index}]` };
    const end = readLoose(item, { chain: text, account: text, asset: object, state: text, figure: object }, here);
    const figure = end === null ? null : readFigure(end.figure, here);
    if (end === null) return null;
    const ledger = ledgerName(String(end.asset['key']), end.account);
    const key = endKey({ ledger, state: end.state });
    if (figure === null || seen.has(key)) {
      here.findings.fail(here.check, here.file, say.endTwiceSentence(here.at, ledger, end.state));
      return null;
    }
    seen.add(key);
    ends.push({ ledger, state: end.state, figure });
  }
  return ends;
}

export function readSums(items: readonly Json[], at: At): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const item of items) {
    const sum = readLoose(item, { asset: object, amount }, at);
    if (sum !== null) found.set(String(sum.asset['key']), BigInt(sum.amount));
  }
  return found;
}

export function readOutcome({ findings, run }: Where, policy: string, value: Json | undefined): Outcome | null {
  const at = (part: string) => ({ findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} ${policy} ${part}` });
  const outcome = readLoose(value, { ends: list, fees: list, totals: list, orders: text }, at(''));
  const ends = outcome === null ? null : readEnds(outcome.ends, at('ends'));
  if (outcome === null || ends === null) return null;
  return { ends, fees: readSums(outcome.fees, at('fees')), totals: readSums(outcome.totals, at('totals')), orders: outcome.orders };
}

export function isSame(stated: StatedFigure, { low, high, why }: Figure): boolean {
  return stated.low === low && stated.high === high && stated.why === why;
}

export function compareFigures({ findings, run }: Where, policy: string, stated: Outcome, figures: Figures, rows: number): void {
  const failed = findings.failures();
  const fail = (sentence: string): void => findings.fail(CHECK, ACCOUNT_RUNS, sentence);
  const { answer, isBoundOnly } = figures;
  if (isBoundOnly) findings.notChecked(say.ordersOpenSentence(run, policy, stated.orders));
  else if (stated.orders !== figures.orders) fail(say.ordersDifferSentence(run, policy, stated.orders, figures.orders));
  const actual = new Map(figures.ends.map((end) => [endKey(end), end]));
  const inStoredOrder = new Map(answer.ends.map((end) => [endKey(end), end.amount]));
  const none: Figure = { low: 0n, high: 0n, why: null };
  for (const end of stated.ends) {
    const { ledger, state, figure } = end;
    const found = actual.get(endKey(end))?.figure ?? none;
    actual.delete(endKey(end));
    if (isBoundOnly) {
      // Not every order is tried again: a figure must lie inside of what holds for all of them, and hold what the stored order gives.
      const certain = inStoredOrder.get(endKey(end)) ?? 0n;
      const isKnownState = !state.startsWith('unknown:');
      if (figure.high > found.high || (isKnownState && (figure.high < certain || figure.low > certain)))
        fail(say.figureDiffersSentence(run, policy, ledger, state, textOf(figure), textOf(found)));
    } else if (!isSame(figure, found)) fail(say.figureDiffersSentence(run, policy, ledger, state, textOf(figure), textOf(found)));
  }
  if (!isBoundOnly)
    for (const { ledger, state, figure } of actual.values())
      if (figure.high > 0n) fail(say.endMissingSentence(run, policy, ledger, state, textOf(figure)));
  for (const [what, said, found] of [
    ['fees', stated.fees, new Map([...answer.fees].map(([asset, sum]) => [asset, sum.amount]))],
    ['a total', stated.totals, answer.totals],
  ] as const)
    for (const asset of new Set([...said.keys(), ...found.keys()]))
      if ((said.get(asset) ?? 0n) !== (found.get(asset) ?? 0n) && !isBoundOnly)
        fail(say.sumDiffersSentence(run, policy, what, asset, String(said.get(asset) ?? 0n), String(found.get(asset) ?? 0n)));
  findings.count('accountPoliciesRecomputed');
  const ranges = figures.ends.filter(({ figure }) => figure.why !== null).length;
  if (findings.failures() === failed) findings.pass(CHECK, ACCOUNT_RUNS, say.recomputeHolds(run, policy, stated.ends.length, ranges, rows));
}

export function textOf({ low, high, why }: Figure | StatedFigure): string {
  return why === null ? String(low) : `${low} to ${high}`;
}
