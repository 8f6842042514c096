// A large sum moves from fresh party to fresh party, and at each step a small part is paid off.
import type { Steps } from '../../kernel/index.ts';
import { amountOf, hasMark, outsOf, placeAfter, SERVICE, sumOf, type TypologyInput } from './flows.ts';
import { amount, count, createCollector, distinct, eachFlow, least, type Reading, type Typology, type Values } from './typology.ts';

/** Payments of one step: the large one and at most two small ones. */
const MOST_OUTS = 3;
/** Inputs of a transaction of coins: one, or one more for a fee. */
const MOST_INPUTS = 2;
const MOST_STEPS = 10_000;

export const peelChain: Typology = {
  id: 'peelChain',
  version: 1,
  heading: 'patterns',
  citation: 'BlockSci peeling_chain; SlowMist handbook; FATF 2020, transaction patterns',
  parameters: [
    { id: 'steps', unit: 'count', standard: 5, least: 3, most: 100 },
    { id: 'smallShare', unit: 'share', standard: 3000, least: 100, most: 5000 },
    { id: 'within', unit: 'seconds', standard: 86_400, least: 60, most: 2_592_000 },
  ],
  limits: 'none',
  innocent: ['hotWalletWithdrawals', 'payroll', 'ownChange'],
  needs: [],
  *read(input, values): Steps<Reading> {
    const out = createCollector();
    const { flows } = input;
    const used = new Uint8Array(flows.flowCount);
    /** Large payments of steps: in the order of time each is known before it is asked for. */
    const isLarge = new Uint8Array(flows.flowCount);
    yield* eachFlow('peelChain', input, (into) => {
      const party = flows.to[into] as number;
      if (party === 0 || hasMark(flows, party, SERVICE)) return;
      let step = stepOf(input, values, into);
      if (step === null) return;
      isLarge[step.large] = 1;
      // A chain begins where what came in was not itself the large payment of a step.
      if (used[into] === 1 || isLarge[into] === 1) return;
      const chain: Step[] = [];
      while (step !== null && chain.length < MOST_STEPS) {
        chain.push(step);
        used[step.large] = 1;
        step = stepOf(input, values, step.large);
      }
      if (chain.length < 2) return;
      const asset = flows.asset[into] as number;
      const small = chain.flatMap((one) => one.small);
      out.add({
        subject: party,
        parties: distinct([...chain.map((one) => flows.to[one.large] as number), ...small.map((flow) => flows.to[flow] as number)]),
        flows: [into, ...chain.flatMap((one) => [one.large, ...one.small])],
        conditions: [least('steps', chain.length, values.number('steps'))],
        figures: [
          amount('received', asset, amountOf(flows, into)),
          amount('peeledOff', asset, sumOf(flows, small)),
          count('peelServices', distinct(small.map((flow) => flows.to[flow] as number).filter((to) => hasMark(flows, to, SERVICE))).length),
        ],
      });
    });
    return out.reading();
  },
};

interface Step {
  readonly large: number;
  readonly small: readonly number[];
}

/** What a payment to a fresh party became: one large payment to another fresh party, and the small ones beside it. */
function stepOf({ flows, ledgers, firstFlow }: TypologyInput, values: Values, into: number): Step | null {
  const party = flows.to[into] as number;
  if (party === 0 || firstFlow[party] !== into || hasMark(flows, party, SERVICE)) return null;
  const outs = outsOf(ledgers, ledgers.toLedger[into] as number);
  const first = placeAfter(outs, into);
  const until = (flows.time[into] as number) + values.number('within');
  const own: number[] = [];
  for (let at = first; at < outs.length && own.length <= MOST_OUTS; at++) {
    if ((flows.time[outs[at] as number] as number) > until) break;
    own.push(outs[at] as number);
  }
  if (own.length < 2 || own.length > MOST_OUTS) return null;
  if (own.some((flow) => (flows.transactionInputs[flows.transaction[flow] as number] as number) > MOST_INPUTS)) return null;
  const large = own.reduce((a, b) => (amountOf(flows, b) > amountOf(flows, a) ? b : a));
  const received = amountOf(flows, into);
  const small = own.filter((flow) => flow !== large);
  const limit = BigInt(values.number('smallShare'));
  if (small.some((flow) => amountOf(flows, flow) * 10_000n > received * limit)) return null;
  const next = flows.to[large] as number;
  return next !== 0 && firstFlow[next] === large && !hasMark(flows, next, SERVICE) ? { large, small } : null;
}
