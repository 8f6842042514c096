// A trace as bands between parties, layer by layer, for each policy by itself. Pure: parties are texts, outputs numbers; it reads no case.
//
// Where several parties spend in one transaction nothing records which of them an output came from: their parts are shares by amount, made so
// that everything that goes in comes out, and such a band is an assumption whatever the policy says.
import type { StatementKind } from '../../../../shared/model/statement.ts';

/** An output in a trace and how much of it is traced. */
export interface TracedEnd {
  readonly end: number;
  readonly amount: bigint;
}

export interface TracedTransaction {
  /** Rises along the chain. */
  readonly transaction: number;
  readonly inputs: readonly TracedEnd[];
  readonly outputs: readonly TracedEnd[];
  readonly fee: bigint;
  /** Every input, whole, is traced: then no convention decides the outputs. */
  readonly isWhole: boolean;
}

export interface TracedPolicy {
  readonly policy: string;
  /** What each starting point contributes by itself. */
  readonly seeds: readonly TracedEnd[];
  readonly transactions: readonly TracedTransaction[];
  /** How the trace ends, by output. */
  readonly states: ReadonlyMap<number, string>;
}

export interface BandInput {
  readonly direction: 'forward' | 'backward';
  readonly policies: readonly TracedPolicy[];
  /** Same text for outputs that stand as one. */
  readonly partyOf: (end: number) => string;
  /** Told of each part of each band; what stands behind one is seldom asked for and kept nowhere else. */
  readonly onPart?: ((part: BandPart) => void) | undefined;
}

/** What one transaction adds to a band. */
export interface BandPart {
  readonly policy: string;
  readonly source: string;
  readonly target: string;
  readonly transaction: number;
  /** Every policy says the same of what leaves the transaction. */
  readonly isCertain: boolean;
  /** Not all that goes into it is traced. */
  readonly isMixed: boolean;
  /** Several parties spend in it: what each paid is a share. */
  readonly isShared: boolean;
}

export interface PartyNode {
  readonly id: string;
  readonly hop: number;
  readonly party: string;
  amount: bigint;
  /** The state of all its outputs, or `mixed`. */
  state: string;
}

export interface Band {
  readonly source: string;
  readonly target: string;
  amount: bigint;
  statement: StatementKind;
}

/** What one policy draws. */
export interface Bands {
  readonly nodes: ReadonlyMap<string, PartyNode>;
  readonly bands: ReadonlyMap<string, Band>;
}

/** Party of what transactions cost. */
export const FEES = 'fees' as const;

/** By policy, in the order given. Layers are the same for all of them, so that a band of one can be held against the same band of another. */
export function bandsOf(input: BandInput): Bands[] {
  const hops = layers(input);
  return input.policies.map((policy) => bandsUnder(policy, input, hops));
}

/**
 * Layer of each output: transactions from the starting points by the longest way, so that every band leads from one layer to a later one
 * (backward: to an earlier one). Ways of all policies count.
 */
function layers({ direction, policies }: BandInput): ReadonlyMap<number, number> {
  const isForward = direction === 'forward';
  const joined = new Map<number, { readonly near: Set<number>; readonly far: Set<number> }>();
  for (const { transactions } of policies)
    for (const { transaction, inputs, outputs } of transactions) {
      const known = joined.get(transaction) ?? { near: new Set(), far: new Set() };
      joined.set(transaction, known);
      for (const { end } of isForward ? inputs : outputs) known.near.add(end);
      for (const { end } of isForward ? outputs : inputs) known.far.add(end);
    }
  const hops = new Map<number, number>();
  for (const transaction of [...joined.keys()].sort((a, b) => (isForward ? a - b : b - a))) {
    const { near, far } = joined.get(transaction) as { near: Set<number>; far: Set<number> };
    let hop = 0;
    for (const end of near) hop = Math.max(hop, hops.get(end) ?? 0);
    for (const end of far) hops.set(end, hop + 1);
  }
  return hops;
}

function bandsUnder(
  { policy, seeds, transactions, states }: TracedPolicy,
  { direction, partyOf, onPart }: BandInput,
  hops: ReadonlyMap<number, number>,
): Bands {
  const isForward = direction === 'forward';
  const nodes = new Map<string, PartyNode>();
  const bands = new Map<string, Band>();
  const nodeOf = (hop: number, party: string): PartyNode => {
    const id = `${hop}|${party}`;
    const node = nodes.get(id) ?? { id, hop, party, amount: 0n, state: '' };
    nodes.set(id, node);
    return node;
  };
  const nodeAt = (end: number): PartyNode => nodeOf(hops.get(end) ?? 0, partyOf(end));
  const meet = (end: number, amount: bigint): void => {
    const node = nodeAt(end);
    const state = states.get(end) ?? (isForward ? 'spent' : 'traced');
    node.amount += amount;
    node.state = node.state === '' || node.state === state ? state : 'mixed';
  };
  for (const { end, amount } of seeds) if (amount > 0n) meet(end, amount);
  const certain = new Set<number>(seeds.map(({ end }) => end));
  const inOrder = [...transactions].sort((a, b) => a.transaction - b.transaction);
  for (const { transaction, inputs, outputs, fee, isWhole } of inOrder) {
    for (const { end, amount } of isForward ? outputs : inputs) meet(end, amount);
    const senders = summed(inputs, nodeAt);
    const receivers = summed(outputs, nodeAt);
    if (fee > 0n && receivers.size > 0) {
      const hop = Math.max(...[...receivers.keys()].map((node) => node.hop));
      const node = nodeOf(hop, FEES);
      node.amount += fee;
      node.state = FEES;
      receivers.set(node, (receivers.get(node) ?? 0n) + fee);
    }
    const isCertain = isForward && isWhole && inputs.every(({ end }) => certain.has(end));
    for (const { end } of outputs) {
      if (isCertain) certain.add(end);
      else certain.delete(end);
    }
    const statement = isCertain && senders.size === 1 ? 'derivation' : 'assumption';
    const shares = shared([...senders.values()], [...receivers.values()]);
    [...senders.keys()].forEach((source, row) => {
      [...receivers.keys()].forEach((target, column) => {
        const amount = (shares[row] as readonly bigint[])[column] as bigint;
        if (amount === 0n) return;
        const id = `${source.id}>${target.id}`;
        const band = bands.get(id) ?? { source: source.id, target: target.id, amount: 0n, statement };
        band.amount += amount;
        if (statement === 'assumption') band.statement = statement;
        bands.set(id, band);
        onPart?.({ policy, source: source.id, target: target.id, transaction, isCertain, isMixed: !isWhole, isShared: senders.size > 1 });
      });
    });
  }
  return { nodes, bands };
}

function summed(ends: readonly TracedEnd[], nodeAt: (end: number) => PartyNode): Map<PartyNode, bigint> {
  const sums = new Map<PartyNode, bigint>();
  for (const { end, amount } of ends) {
    if (amount === 0n) continue;
    const node = nodeAt(end);
    sums.set(node, (sums.get(node) ?? 0n) + amount);
  }
  return sums;
}

/**
 * What of each sender stands behind each receiver, in proportion and in whole units. Where both sides come to the same, every row and every
 * column adds up exactly; where a policy traces more or less than goes in, the columns do.
 */
export function shared(senders: readonly bigint[], receivers: readonly bigint[]): bigint[][] {
  const sum = (list: readonly bigint[]): bigint => list.reduce((total, one) => total + one, 0n);
  if (sum(senders) !== sum(receivers)) {
    const columns = receivers.map((amount) => apportioned(amount, senders));
    return senders.map((_, row) => columns.map((column) => column[row] as bigint));
  }
  let left: readonly bigint[] = receivers;
  return senders.map((amount) => {
    const row = apportioned(amount, left);
    left = left.map((one, column) => one - (row[column] as bigint));
    return row;
  });
}

/** Whole parts that add up to the amount, by weight; what division leaves goes to the largest remainders, the first of equal ones. */
function apportioned(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (amount * weight) / total);
  let rest = amount - parts.reduce((sum, part) => sum + part, 0n);
  const remainders = weights.map((weight) => (amount * weight) % total);
  const order = [...weights.keys()].sort((a, b) => {
    const [x, y] = [remainders[a] as bigint, remainders[b] as bigint];
    return x > y ? -1 : x < y ? 1 : a - b;
  });
  for (const at of order) {
    if (rest === 0n) break;
    parts[at] = (parts[at] as bigint) + 1n;
    rest--;
  }
  return parts;
}
