// What a typology is: a versioned rule that reads payments and gives findings. A finding says which conditions of the rule are met by what
// figures, on which payments; never a score, and never that somebody did wrong.
import type { Registered, Steps } from '../../kernel/index.ts';
import { hasMark, SERVICE, type TypologyInput } from './flows.ts';

/** Headings of "Virtual Assets: Red Flag Indicators" (FATF, September 2020). */
export type FatfHeading = 'transactions' | 'patterns' | 'anonymity' | 'parties' | 'sourceOfFunds' | 'geography';

/** `share`: hundredths of a percent. */
export type FigureUnit = 'count' | 'seconds' | 'share' | 'amount';

export interface Parameter {
  readonly id: string;
  readonly unit: Exclude<FigureUnit, 'amount'>;
  readonly standard: number;
  readonly least: number;
  readonly most: number;
}

export interface Values {
  number(id: string): number;
  /** Limits that the examiner states, by asset; there are no rates in a case. */
  readonly limits: ReadonlyMap<number, bigint>;
}

export interface Figure {
  readonly code: string;
  readonly unit: FigureUnit;
  /** Of an amount; else 0. */
  readonly asset: number;
  readonly value: bigint;
}

export interface Condition {
  readonly code: string;
  readonly unit: FigureUnit;
  readonly asset: number;
  readonly is: 'least' | 'most';
  readonly needed: bigint;
  readonly found: bigint;
}

/** One of several signs of which some must be there. `unknown`: the case holds nothing that could say. */
export interface Sign {
  readonly code: string;
  readonly state: 'yes' | 'no' | 'unknown';
}

export interface Found {
  /** The party that the rule was read for. */
  readonly subject: number;
  /** Others in it, each once. */
  readonly parties: readonly number[];
  /** Payments that it rests on, ascending. */
  readonly flows: readonly number[];
  /** Transactions beside them: approvals, changes of permissions. */
  readonly transactions: readonly number[];
  readonly conditions: readonly Condition[];
  readonly figures: readonly Figure[];
  readonly signs: readonly Sign[];
  /** Data that would speak for or against it and are not in the case. */
  readonly missing: readonly string[];
}

export interface Bound {
  readonly code: string;
  readonly count: number;
}

export interface Reading {
  readonly findings: readonly Found[];
  /** All conditions but one are met, and that one by half. */
  readonly nearMisses: readonly Found[];
  readonly counts: { readonly findings: number; readonly nearMisses: number };
  /** What was not looked at, so that the work stays bounded, or kept out. */
  readonly bounds: readonly Bound[];
}

export interface Typology extends Registered {
  readonly version: number;
  readonly heading: FatfHeading;
  readonly citation: string;
  readonly parameters: readonly Parameter[];
  /** `required`: of an asset without a limit nothing is read. */
  readonly limits: 'none' | 'optional' | 'required';
  /** Lawful behaviour that looks the same, as codes. */
  readonly innocent: readonly string[];
  /** Data that the rule cannot do without, as codes. */
  readonly needs: readonly string[];
  read(input: TypologyInput, values: Values): Steps<Reading>;
}

export type Candidate = Pick<Found, 'subject' | 'flows' | 'conditions'> &
  Partial<Omit<Found, 'subject' | 'flows' | 'conditions'>> & { readonly isNear?: boolean };

/** Findings that are kept of a rule; more are counted. */
export const MOST_KEPT = 5000;

export const least = (code: string, found: number | bigint, needed: number | bigint, unit: FigureUnit = 'count', asset = 0): Condition =>
  condition(code, found, needed, unit, asset, 'least');
export const most = (code: string, found: number | bigint, needed: number | bigint, unit: FigureUnit = 'count', asset = 0): Condition =>
  condition(code, found, needed, unit, asset, 'most');

function condition(
  code: string,
  found: number | bigint,
  needed: number | bigint,
  unit: FigureUnit,
  asset: number,
  is: Condition['is'],
): Condition {
  return { code, unit, asset, is, needed: BigInt(needed), found: BigInt(found) };
}

export const amount = (code: string, asset: number, value: bigint): Figure => ({ code, unit: 'amount', asset, value });
export const count = (code: string, value: number): Figure => ({ code, unit: 'count', asset: 0, value: BigInt(value) });

export function isMet({ is, needed, found }: Condition): boolean {
  return is === 'least' ? found >= needed : found <= needed;
}

function isNearly({ is, needed, found }: Condition): boolean {
  if (is === 'least') return found > 0n && found * 2n >= needed;
  return found <= needed * 2n || found <= needed + 1n;
}

/** `hit`, `near` (one condition short, by no more than half), or null. */
export function judge(conditions: readonly Condition[], isNear = false): 'hit' | 'near' | null {
  const short = conditions.filter((one) => !isMet(one));
  if (short.length === 0) return 'hit';
  return short.length === 1 && (isNear || isNearly(short[0] as Condition)) ? 'near' : null;
}

/** part / whole in hundredths of a percent, rounded down: exact for "at least". */
export function share(part: bigint, whole: bigint): bigint {
  return whole === 0n ? 0n : (part * 10_000n) / whole;
}
/** Rounded up: exact for "at most". */
export function shareUp(part: bigint, whole: bigint): bigint {
  return whole === 0n ? 10_000n : (part * 10_000n + whole - 1n) / whole;
}

export interface Collector {
  add(candidate: Candidate): 'hit' | 'near' | null;
  bound(code: string, by?: number): void;
  reading(): Reading;
}

export function createCollector(): Collector {
  const kept = { hit: [] as Found[], near: [] as Found[] };
  const counts = { hit: 0, near: 0 };
  const bounds = new Map<string, number>();
  return {
    add({ isNear = false, ...candidate }) {
      const verdict = judge(candidate.conditions, isNear);
      if (verdict === null) return null;
      counts[verdict]++;
      kept[verdict].push({
        ...{ parties: [], transactions: [], figures: [], signs: [], missing: [] },
        ...candidate,
        flows: [...new Set(candidate.flows)].sort((a, b) => a - b),
      });
      return verdict;
    },
    bound: (code, by = 1) => void bounds.set(code, (bounds.get(code) ?? 0) + by),
    reading: () => ({
      findings: inOrder(kept.hit),
      nearMisses: inOrder(kept.near),
      counts: { findings: counts.hit, nearMisses: counts.near },
      bounds: [...bounds].map(([code, number]) => ({ code, count: number })).sort((a, b) => (a.code < b.code ? -1 : 1)),
    }),
  };
}

/** By their payments: the numbers of parties depend on where their rows are stored, the order of payments does not. */
function inOrder(found: readonly Found[]): readonly Found[] {
  const compare = (a: Found, b: Found): number => {
    const places = Math.max(a.flows.length, b.flows.length);
    for (let at = 0; at < places; at++) {
      const difference = (a.flows[at] ?? -1) - (b.flows[at] ?? -1);
      if (difference !== 0) return difference;
    }
    return (a.transactions[0] ?? 0) - (b.transactions[0] ?? 0) || a.subject - b.subject;
  };
  return [...found].sort(compare).slice(0, MOST_KEPT);
}

const STRIDE = 1 << 12;

/** Each ledger (party and asset) that no service runs; services are counted and left out. */
export function* eachLedger(
  id: string,
  { flows, ledgers }: TypologyInput,
  out: Collector,
  read: (ledger: number, party: number, asset: number) => void,
): Steps<void> {
  for (let ledger = 1; ledger < ledgers.count; ledger++) {
    if (ledger % STRIDE === 0) yield { phase: `typology:${id}`, done: ledger, total: ledgers.count, unit: 'steps' };
    const party = ledgers.party[ledger] as number;
    if (hasMark(flows, party, SERVICE)) out.bound('service');
    else read(ledger, party, ledgers.asset[ledger] as number);
  }
}

/** Each payment in the order of time. */
export function* eachFlow(id: string, { flows }: TypologyInput, read: (flow: number) => void): Steps<void> {
  for (let flow = 0; flow < flows.flowCount; flow++) {
    if (flow % STRIDE === STRIDE - 1) yield { phase: `typology:${id}`, done: flow, total: flows.flowCount, unit: 'steps' };
    read(flow);
  }
}

/** Each party with its ledgers, as above. */
export function* eachParty(
  id: string,
  { flows, ledgers }: TypologyInput,
  out: Collector,
  read: (party: number, ownLedgers: readonly number[]) => void,
): Steps<void> {
  for (let party = 1; party < flows.partyCount; party++) {
    if (party % STRIDE === 0) yield { phase: `typology:${id}`, done: party, total: flows.partyCount, unit: 'steps' };
    const start = ledgers.partyStart[party] as number;
    const end = ledgers.partyStart[party + 1] as number;
    if (start === end) continue;
    if (hasMark(flows, party, SERVICE)) out.bound('service');
    else
      read(
        party,
        Array.from({ length: end - start }, (_, at) => start + at),
      );
  }
}

/** The middle of some numbers, the lower of two. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}

export function distinct(numbers: Iterable<number>): number[] {
  return [...new Set(numbers)].filter((one) => one !== 0).sort((a, b) => a - b);
}
