// How a payment goes on: the next payments of whoever got it. It follows few payments over few steps, so that the work grows with the
// number of payments and never with the number of ways; what it does not follow is counted.
import { amountOf, hasMark, outsOf, placeAfter, SERVICE, type TypologyInput } from './flows.ts';

/** Payments by which a party may pass one on. */
export const MOST_PARTS = 3;
/** Payments looked at for those. */
const MOST_LOOKED = 12;

/**
 * The first payments after `flow` by which its recipient paid on at least `leastShare` of `sum` and no more than as much above it, until a time;
 * empty where it did not.
 * A service keeps what it gets: nothing says whose money it pays out.
 */
export function passedOn(input: TypologyInput, flow: number, sum: bigint, leastShare: bigint, until: number): readonly number[] {
  const { flows, ledgers } = input;
  const party = flows.to[flow] as number;
  if (party === 0 || hasMark(flows, party, SERVICE)) return [];
  const outs = outsOf(ledgers, ledgers.toLedger[flow] as number);
  const found: number[] = [];
  let paid = 0n;
  for (let at = placeAfter(outs, flow); at < outs.length && found.length < MOST_PARTS; at++) {
    const next = outs[at] as number;
    if ((flows.time[next] as number) > until) break;
    found.push(next);
    paid += amountOf(flows, next);
    // Much more than came in is no passing on of it.
    if (paid * 10_000n >= sum * leastShare) return paid * 10_000n <= sum * (20_000n - leastShare) ? found : [];
  }
  return [];
}

/** The first payments after `flow` of nearly the same amount: each between `leastShare` of `sum` and as much above it. */
export function likeAmount(input: TypologyInput, flow: number, sum: bigint, leastShare: bigint, until: number): readonly number[] {
  const { flows, ledgers } = input;
  const party = flows.to[flow] as number;
  if (party === 0 || hasMark(flows, party, SERVICE)) return [];
  const outs = outsOf(ledgers, ledgers.toLedger[flow] as number);
  const found: number[] = [];
  const first = placeAfter(outs, flow);
  for (let at = first; at < outs.length && at < first + MOST_LOOKED && found.length < MOST_PARTS; at++) {
    const next = outs[at] as number;
    if ((flows.time[next] as number) > until) break;
    const paid = amountOf(flows, next) * 10_000n;
    if (paid >= sum * leastShare && paid <= sum * (20_000n - leastShare)) found.push(next);
  }
  return found;
}
