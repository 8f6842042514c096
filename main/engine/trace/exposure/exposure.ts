// Exposure in bulk: one pass over all payments in the order of time (backward for where money went) carries, for each ledger on the way, how
// much of it comes from which end, by the ledger of the account policies. Labelled parties end the way; what no payment explains ends at a
// reason. Work grows with payments times ends, never with ways.
import { SLICE, type Steps } from '../../kernel/index.ts';
import { type AccountPolicy, appendLot, type LedgerState, type Lot, type Lots, sumPerSeed, totalOf } from '../accounts/policies/policy.ts';
import { amountOf, COINJOIN, type TypologyInput } from '../typologies/flows.ts';
import { COINJOIN_END, endAt, type Ends, FAR, FEE, FIRST_END, NOBODY, NOT_HELD, STILL } from './ends.ts';
import { feeLedgers, type Sizes, sizesOf } from './sizes.ts';

/** `in`: where what a subject got came from. `out`: where what it paid went. */
export type ExposureDirection = 'in' | 'out';

export interface ExposureQuestion {
  readonly direction: ExposureDirection;
  readonly policy: AccountPolicy;
  readonly ends: Ends;
  /** Payments from an end to a subject at most, the direct one counted; null: as far as the case goes. */
  readonly mostHops: number | null;
  /** Parties of each subject. */
  readonly subjects: readonly (readonly number[])[];
}

export interface Part {
  readonly end: number;
  readonly isDirect: boolean;
  readonly amount: bigint;
  readonly payments: number;
}

/** What one subject got or paid in one asset. Parts sum up to the total, except under poison, where they overlap. */
export interface Exposure {
  readonly subject: number;
  readonly asset: number;
  readonly total: bigint;
  readonly payments: number;
  /** Between parties of the subject: in no part and in no total. */
  readonly internal: bigint;
  readonly parts: readonly Part[];
}

export function* exposures(input: TypologyInput, question: ExposureQuestion): Steps<readonly Exposure[]> {
  const { flows, ledgers } = input;
  const { direction, policy, ends, mostHops, subjects } = question;
  const isIn = direction === 'in';
  const source = isIn ? flows.from : flows.to;
  const sourceLedger = isIn ? ledgers.fromLedger : ledgers.toLedger;
  const targetLedger = isIn ? ledgers.toLedger : ledgers.fromLedger;
  const sizes = isIn ? null : yield* sizesOf(input);
  const tally = createTally(input, subjects, isIn, policy.conserves);
  const isNeeded = neededLedgers(input, question, tally.isSubject);
  const states: (LedgerState | undefined)[] = [];
  const stateOf = (ledger: number): LedgerState => {
    let state = states[ledger];
    if (state === undefined) {
      state = policy.open(0n);
      const left = sizes?.left[ledger] ?? 0n;
      if (left > 0n) state.put(left, [{ seed: STILL, start: 0n, amount: left }]);
      states[ledger] = state;
    }
    return state;
  };
  const fees = feeTaker(input, isIn, sizes, isNeeded, stateOf);
  const steps = mostHops === null ? null : { most: mostHops, size: mostHops + 1 };
  for (let at = 0; at < flows.flowCount; at++) {
    if ((at & (SLICE - 1)) === 0)
      yield { phase: isIn ? 'exposureIn' : 'exposureOut', done: at, total: flows.flowCount, unit: 'transactions' };
    const flow = isIn ? at : flows.flowCount - 1 - at;
    fees.until(flow);
    const from = sourceLedger[flow] as number;
    const to = targetLedger[flow] as number;
    const isKept = to !== 0 && isNeeded[to] === 1;
    const isTaken = from !== 0 && isNeeded[from] === 1;
    const isCounted = tally.counts(flow);
    if (!isKept && !isTaken && !isCounted) continue;
    const amount = amountOf(flows, flow);
    const party = source[flow] as number;
    const isMixed = ((flows.transactionMarks[flows.transaction[flow] as number] as number) & COINJOIN) !== 0;
    const end = party !== 0 ? endAt(ends, party, flows.time[flow] as number) : isMixed ? COINJOIN_END : NOBODY;
    let lots: Lots;
    if (end !== 0) lots = [{ seed: steps === null || end < FIRST_END ? end : end * steps.size + 1, start: 0n, amount }];
    else {
      const state = stateOf(from);
      const has = state.balance();
      lots = state.take(amount);
      if (steps !== null) lots = oneFurther(policy, lots, steps);
      if (amount > has) {
        const rest = { seed: NOT_HELD, start: policy.ordered ? has : 0n, amount: policy.conserves ? amount - has : amount };
        lots = policy.ordered ? [...lots, rest] : sumPerSeed([rest, ...lots]);
      }
    }
    if (isCounted) tally.add(flow, amount, lots, end !== 0, steps?.size ?? 1);
    if (!isKept) continue;
    const missing = sizes?.missing.get(flow) ?? 0n;
    if (missing === 0n) stateOf(to).put(amount, lots);
    else if (missing < amount) stateOf(to).put(amount - missing, without(policy, lots, amount, missing));
  }
  return tally.rows();
}

/** Ends keep how many payments they are away; beyond what is asked for they are too far to be told. */
function oneFurther({ ordered }: AccountPolicy, lots: Lots, { most, size }: { readonly most: number; readonly size: number }): Lots {
  const moved: Lot[] = [];
  for (const lot of lots) {
    const seed = lot.seed < FIRST_END ? lot.seed : lot.seed % size === most ? FAR : lot.seed + 1;
    if (ordered) appendLot(moved, seed, lot.start, lot.amount);
    else moved.push({ seed, start: 0n, amount: lot.amount });
  }
  return ordered || !moved.some(({ seed }) => seed === FAR) ? moved : sumPerSeed(moved);
}

/**
 * Backward, what a payer is not shown to have had did not come from its ledger: the last units of the payment, which are the first when time
 * runs backward; in proportion where units have no order.
 */
function without(policy: AccountPolicy, lots: Lots, amount: bigint, missing: bigint): Lots {
  if (policy.ordered)
    return lots.flatMap(({ seed, start, amount: size }) => {
      const from = start > missing ? start : missing;
      const end = start + size;
      return end > from ? [{ seed, start: from - missing, amount: end - from }] : [];
    });
  const whole = policy.open(0n);
  whole.put(amount, lots);
  return whole.take(amount - missing);
}

/** Ledgers from which money reached a subject, or a ledger that did: of the others nothing has to be carried. */
export function neededLedgers(
  { flows, ledgers }: TypologyInput,
  { direction, ends: { of } }: Pick<ExposureQuestion, 'direction' | 'ends'>,
  isSubject: Uint8Array,
): Uint8Array {
  const isIn = direction === 'in';
  const [source, target] = isIn ? [flows.from, flows.to] : [flows.to, flows.from];
  const [sourceLedger, targetLedger] = isIn ? [ledgers.fromLedger, ledgers.toLedger] : [ledgers.toLedger, ledgers.fromLedger];
  const needed = new Uint8Array(ledgers.count);
  for (let at = 0; at < flows.flowCount; at++) {
    const flow = isIn ? flows.flowCount - 1 - at : at;
    const from = source[flow] as number;
    if (from === 0 || of[from] !== 0) continue;
    const to = target[flow] as number;
    if (isSubject[to] === 1 || needed[targetLedger[flow] as number] === 1) needed[sourceLedger[flow] as number] = 1;
  }
  return needed;
}

function feeTaker(
  input: TypologyInput,
  isIn: boolean,
  sizes: Sizes | null,
  isNeeded: Uint8Array,
  stateOf: (ledger: number) => LedgerState,
): { until(flow: number): void } {
  const { fees } = input.flows;
  const ofFee = feeLedgers(input);
  let fee = isIn ? 0 : fees.count - 1;
  return {
    until(flow) {
      if (isIn)
        for (; fee < fees.count && (fees.place[fee] as number) <= flow; fee++) {
          const ledger = ofFee[fee] as number;
          if (isNeeded[ledger] === 1) stateOf(ledger).take(fees.amount[fee] as bigint);
        }
      else
        for (; fee >= 0 && (fees.place[fee] as number) > flow; fee--) {
          const ledger = ofFee[fee] as number;
          const paid = sizes?.feePaid[fee] ?? 0n;
          if (isNeeded[ledger] === 1 && paid > 0n) stateOf(ledger).put(paid, [{ seed: FEE, start: 0n, amount: paid }]);
        }
    },
  };
}

interface Sum {
  amount: bigint;
  payments: number;
}
interface Row {
  readonly subject: number;
  readonly asset: number;
  total: bigint;
  payments: number;
  internal: bigint;
  /** By end, twice: direct ones at even numbers. */
  readonly parts: Map<number, Sum>;
}

function createTally({ flows }: TypologyInput, subjects: readonly (readonly number[])[], isIn: boolean, conserves: boolean) {
  const isSubject = new Uint8Array(flows.partyCount);
  const subjectsOf = new Map<number, number[]>();
  subjects.forEach((parties, subject) => {
    for (const party of new Set(parties)) {
      isSubject[party] = 1;
      subjectsOf.set(party, [...(subjectsOf.get(party) ?? []), subject]);
    }
  });
  isSubject[0] = 0;
  const rows = new Map<number, Row>();
  const [source, target] = isIn ? [flows.from, flows.to] : [flows.to, flows.from];
  const rowOf = (subject: number, asset: number): Row => {
    const key = subject * flows.assetCount + asset;
    const known = rows.get(key) ?? { subject, asset, total: 0n, payments: 0, internal: 0n, parts: new Map<number, Sum>() };
    rows.set(key, known);
    return known;
  };
  return {
    isSubject,
    counts: (flow: number): boolean => isSubject[target[flow] as number] === 1,
    add(flow: number, amount: bigint, lots: Lots, isDirect: boolean, size: number): void {
      const other = subjectsOf.get(source[flow] as number) ?? [];
      for (const subject of subjectsOf.get(target[flow] as number) ?? []) {
        const row = rowOf(subject, flows.asset[flow] as number);
        if (other.includes(subject)) {
          row.internal += amount;
          continue;
        }
        row.total += amount;
        row.payments++;
        const seen = new Set<number>();
        for (const lot of lots) {
          const end = lot.seed < FIRST_END ? lot.seed : Math.floor(lot.seed / size);
          const key = end * 2 + (isDirect ? 0 : 1);
          const isFirst = !seen.has(key);
          seen.add(key);
          // Under poison each end reaches the whole payment once, however far away it was.
          if (!conserves && !isFirst) continue;
          const sum = row.parts.get(key) ?? { amount: 0n, payments: 0 };
          sum.amount += lot.amount;
          if (isFirst) sum.payments++;
          row.parts.set(key, sum);
        }
        if (conserves && totalOf({ conserves }, lots) !== amount) throw new Error('exposure: parts do not make up the payment');
      }
    },
    rows: (): Exposure[] =>
      [...rows.values()]
        .sort((a, b) => a.subject - b.subject || a.asset - b.asset)
        .map(({ parts, ...row }) => ({
          ...row,
          parts: [...parts].sort(([a], [b]) => a - b).map(([key, sum]) => ({ end: key >> 1, isDirect: (key & 1) === 0, ...sum })),
        })),
  };
}
