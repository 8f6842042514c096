// Puts payments into the columns that typologies read, in the order of time; payments of one time stay in the order they were given.
import type { Fees, Flows } from './flows.ts';

export interface FlowBuilder {
  party(chain: number, marks: number, operator: number): number;
  asset(chain: number): number;
  transaction(marks: number, inputs: number, signer: number): number;
  /** A payment of a party to itself, or of nothing, is none. Gives its number in the order given, or -1. */
  flow(from: number, to: number, asset: number, amount: bigint, time: number, transaction: number): number;
  /** What a party paid for a transaction; it stands after the payments given before it at the same time. */
  fee(party: number, asset: number, amount: bigint, time: number): void;
  /** Puts parties together, by pairs. */
  join(a: number, b: number): void;
  /** Adds marks, and names the operator where nobody is named yet. */
  mark(party: number, marks: number, operator: number): void;
  finish(): { readonly flows: Flows; readonly placeOf: Uint32Array };
}

interface Fee {
  readonly party: number;
  readonly asset: number;
  readonly amount: bigint;
  readonly time: number;
  /** Payments given before it. */
  readonly given: number;
}

const WORD = (1n << 64n) - 1n;
const MOST_INPUTS = 65_535;

export function createFlowBuilder(): FlowBuilder {
  const partyChain = [0];
  const partyMarks = [0];
  const partyOperator = [0];
  const parent = [0];
  const assetChain = [0];
  const transactionMarks: number[] = [];
  const transactionInputs: number[] = [];
  const transactionSigner: number[] = [];
  const columns = { from: [] as number[], to: [] as number[], asset: [] as number[], time: [] as number[], transaction: [] as number[] };
  const amounts: bigint[] = [];
  const fees: Fee[] = [];
  const root = (party: number): number => {
    let at = party;
    while (parent[at] !== at) at = parent[at] as number;
    return at;
  };
  return {
    party(chain, marks, operator) {
      partyChain.push(chain);
      partyMarks.push(marks);
      partyOperator.push(operator);
      parent.push(parent.length);
      return parent.length - 1;
    },
    asset: (chain) => assetChain.push(chain) - 1,
    transaction(marks, inputs, signer) {
      transactionMarks.push(marks);
      transactionInputs.push(Math.min(inputs, MOST_INPUTS));
      transactionSigner.push(signer);
      return transactionMarks.length - 1;
    },
    flow(from, to, asset, amount, time, transaction) {
      if (from === to || amount <= 0n) return -1;
      columns.from.push(from);
      columns.to.push(to);
      columns.asset.push(asset);
      columns.time.push(time);
      columns.transaction.push(transaction);
      return amounts.push(amount) - 1;
    },
    fee(party, asset, amount, time) {
      if (party !== 0 && amount > 0n) fees.push({ party, asset, amount, time, given: amounts.length });
    },
    join(a, b) {
      const [one, other] = [root(a), root(b)];
      parent[Math.max(one, other)] = Math.min(one, other);
    },
    mark(party, marks, operator) {
      partyMarks[party] = (partyMarks[party] as number) | marks;
      if (partyOperator[party] === 0) partyOperator[party] = operator;
    },
    finish() {
      const { time } = columns;
      const order = Uint32Array.from(time, (_, at) => at);
      if (time.some((one, at) => at > 0 && one < (time[at - 1] as number)))
        order.sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
      const count = order.length;
      const placeOf = new Uint32Array(count);
      const amountLow = new BigUint64Array(count);
      const amountHigh = new BigUint64Array(count);
      const amountRest = new Map<number, bigint>();
      order.forEach((old, place) => {
        placeOf[old] = place;
        const value = amounts[old] as bigint;
        amountLow[place] = value & WORD;
        if (value <= WORD) return;
        amountHigh[place] = (value >> 64n) & WORD;
        if (value >> 128n !== 0n) amountRest.set(place, value >> 128n);
      });
      const taken = (column: readonly number[]): Uint32Array => Uint32Array.from(order, (old) => column[old] as number);
      const flows: Flows = {
        ...{ flowCount: count, partyCount: parent.length, assetCount: assetChain.length, transactionCount: transactionMarks.length },
        ...{ from: taken(columns.from), to: taken(columns.to), asset: taken(columns.asset), transaction: taken(columns.transaction) },
        time: Float64Array.from(order, (old) => time[old] as number),
        ...{ amountLow, amountHigh, amountRest },
        partyMarks: Uint8Array.from(partyMarks),
        partyOperator: Uint32Array.from(partyOperator),
        partyGroup: Uint32Array.from(parent, (_, party) => root(party)),
        partyChain: Uint16Array.from(partyChain),
        assetChain: Uint16Array.from(assetChain),
        transactionMarks: Uint8Array.from(transactionMarks),
        transactionInputs: Uint16Array.from(transactionInputs),
        transactionSigner: Uint32Array.from(transactionSigner),
        fees: placedFees(fees, order, time),
      };
      return { flows, placeOf };
    },
  };
}

function placedFees(fees: readonly Fee[], order: Uint32Array, time: readonly number[]): Fees {
  const placeOf = (fee: Fee): number => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const flow = order[middle] as number;
      const difference = (time[flow] as number) - fee.time || flow - fee.given;
      if (difference < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const placed = fees.map((fee, at) => ({ ...fee, at, place: placeOf(fee) })).sort((a, b) => a.place - b.place || a.at - b.at);
  return {
    count: placed.length,
    place: Uint32Array.from(placed, ({ place }) => place),
    party: Uint32Array.from(placed, ({ party }) => party),
    asset: Uint32Array.from(placed, ({ asset }) => asset),
    amount: placed.map(({ amount }) => amount),
  };
}
