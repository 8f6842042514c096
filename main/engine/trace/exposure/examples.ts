// One way for each end that exposure names: payments in the order of time from the end to the subject, or from the subject to the end, whose
// least payment is the largest there is; of equal ones that with the fewest payments, and of those the first found. An example, never the
// whole: it follows payments, not what a policy assigns. Work grows with payments times ends, never with ways.
import { SLICE, type Steps } from '../../kernel/index.ts';
import { amountOf, type TypologyInput } from '../typologies/flows.ts';
import { endAt, isReason } from './ends.ts';
import { type ExposureQuestion, neededLedgers } from './exposure.ts';

/** Ways of more payments are not looked for where nobody asks for fewer. */
const MOST_PAYMENTS = 64;

export interface Example {
  readonly subject: number;
  readonly asset: number;
  readonly end: number;
  readonly isDirect: boolean;
  /** In the order of time. */
  readonly flows: readonly number[];
  readonly least: bigint;
}

interface Way {
  readonly flow: number;
  /** The rest of the way to its end. */
  readonly rest: Way | null;
  readonly least: bigint;
  readonly payments: number;
}

type Asked = Pick<ExposureQuestion, 'direction' | 'ends' | 'mostHops' | 'subjects'>;

export function* examples(input: TypologyInput, question: Asked, wanted: ReadonlySet<number>): Steps<readonly Example[]> {
  const { flows, ledgers } = input;
  const { direction, ends, subjects } = question;
  const most = question.mostHops ?? MOST_PAYMENTS;
  const isIn = direction === 'in';
  const [source, target] = isIn ? [flows.from, flows.to] : [flows.to, flows.from];
  const [sourceLedger, targetLedger] = isIn ? [ledgers.fromLedger, ledgers.toLedger] : [ledgers.toLedger, ledgers.fromLedger];
  const subjectsOf = new Map<number, number[]>();
  subjects.forEach((parties, subject) => {
    for (const party of new Set(parties)) if (party !== 0) subjectsOf.set(party, [...(subjectsOf.get(party) ?? []), subject]);
  });
  const isSubject = Uint8Array.from({ length: flows.partyCount }, (_unused, party) => (subjectsOf.has(party) ? 1 : 0));
  const isNeeded = neededLedgers(input, question, isSubject);
  const known: (Map<number, Way[]> | undefined)[] = [];
  const found = new Map<string, Example & { way: Way }>();
  for (let at = 0; at < flows.flowCount; at++) {
    if ((at & (SLICE - 1)) === 0) yield { phase: 'exposureExamples', done: at, total: flows.flowCount, unit: 'transactions' };
    const flow = isIn ? at : flows.flowCount - 1 - at;
    const party = source[flow] as number;
    const payee = target[flow] as number;
    const to = targetLedger[flow] as number;
    const isKept = to !== 0 && isNeeded[to] === 1;
    if (party === 0 || (!isKept && isSubject[payee] !== 1)) continue;
    const end = endAt(ends, party, flows.time[flow] as number);
    const ways = end === 0 ? known[sourceLedger[flow] as number] : undefined;
    if (end !== 0 ? isReason(end) || !wanted.has(end) : ways === undefined) continue;
    const amount = amountOf(flows, flow);
    const own: [number, Way[]][] =
      end !== 0
        ? [[end, [{ flow, rest: null, least: amount, payments: 1 }]]]
        : [...(ways ?? [])].map(([of, rests]) => [of, rests.flatMap((rest) => further(flow, rest, amount, most))]);
    for (const subject of subjectsOf.get(payee) ?? []) {
      if (subjectsOf.get(party)?.includes(subject) === true) continue;
      for (const [of, all] of own)
        for (const way of all) {
          const key = `${subject} ${flows.asset[flow]} ${of} ${end !== 0}`;
          const before = found.get(key);
          if (before !== undefined && !isBetter(way, before.way)) continue;
          const asset = flows.asset[flow] as number;
          found.set(key, { subject, asset, end: of, isDirect: end !== 0, flows: [], least: way.least, way });
        }
    }
    if (!isKept) continue;
    const kept = known[to] ?? new Map<number, Way[]>();
    known[to] = kept;
    for (const [of, all] of own) for (const way of all) keep(kept, of, way);
  }
  return [...found.values()].map(({ way, ...one }) => ({ ...one, flows: flowsOf(way, isIn) }));
}

function further(flow: number, rest: Way, amount: bigint, most: number): Way[] {
  return rest.payments >= most ? [] : [{ flow, rest, least: amount < rest.least ? amount : rest.least, payments: rest.payments + 1 }];
}

const isBetter = (one: Way, other: Way): boolean => one.least > other.least || (one.least === other.least && one.payments < other.payments);

/** Of ways to one ledger those stay that no other beats by both its least payment and its length. */
function keep(kept: Map<number, Way[]>, end: number, way: Way): void {
  const own = kept.get(end) ?? [];
  if (own.some((one) => one.least >= way.least && one.payments <= way.payments)) return;
  kept.set(end, [...own.filter((one) => one.least > way.least || one.payments < way.payments), way]);
}

function flowsOf(way: Way, isIn: boolean): number[] {
  const flows: number[] = [];
  for (let one: Way | null = way; one !== null; one = one.rest) flows.push(one.flow);
  return isIn ? flows.reverse() : flows;
}
