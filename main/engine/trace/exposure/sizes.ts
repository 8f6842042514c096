// What lies in each ledger and what of each payment the case does not show to have been there: sums alone, the same under every policy.
import { SLICE, type Steps } from '../../kernel/index.ts';
import { amountOf, type TypologyInput } from '../typologies/flows.ts';

export interface Sizes {
  /** Of each ledger, at the end of the case's payments. */
  readonly left: readonly bigint[];
  /** Payment → how much of it its payer is not shown to have had. */
  readonly missing: ReadonlyMap<number, bigint>;
  /** Of each fee, what was there to be paid from. */
  readonly feePaid: readonly bigint[];
}

/** Ledger of each fee, or 0 where the party has no payments in that asset. */
export function feeLedgers({ flows: { fees }, ledgers }: TypologyInput): Uint32Array {
  const found = new Uint32Array(fees.count);
  for (let fee = 0; fee < fees.count; fee++) {
    const party = fees.party[fee] as number;
    for (let ledger = ledgers.partyStart[party] as number; ledger < (ledgers.partyStart[party + 1] as number); ledger++)
      if (ledgers.asset[ledger] === fees.asset[fee]) found[fee] = ledger;
  }
  return found;
}

export function* sizesOf(input: TypologyInput): Steps<Sizes> {
  const { flows, ledgers } = input;
  const { fees } = flows;
  const ofFee = feeLedgers(input);
  const left = new Array<bigint>(ledgers.count).fill(0n);
  const missing = new Map<number, bigint>();
  const feePaid: bigint[] = [];
  let fee = 0;
  const payFees = (place: number): void => {
    for (; fee < fees.count && (fees.place[fee] as number) <= place; fee++) {
      const ledger = ofFee[fee] as number;
      const has = left[ledger] as bigint;
      const asked = fees.amount[fee] as bigint;
      const paid = asked < has ? asked : has;
      left[ledger] = has - paid;
      feePaid.push(paid);
    }
  };
  for (let flow = 0; flow < flows.flowCount; flow++) {
    if ((flow & (SLICE - 1)) === 0) yield { phase: 'exposureSizes', done: flow, total: flows.flowCount, unit: 'transactions' };
    payFees(flow);
    const amount = amountOf(flows, flow);
    const from = ledgers.fromLedger[flow] as number;
    if (from !== 0) {
      const has = left[from] as bigint;
      if (amount > has) missing.set(flow, amount - has);
      left[from] = amount > has ? 0n : has - amount;
    }
    const to = ledgers.toLedger[flow] as number;
    if (to !== 0) left[to] = (left[to] as bigint) + amount;
  }
  payFees(flows.flowCount);
  return { left, missing, feePaid };
}
