// A traced run under one policy as nodes and edges (shared/contract/trace.ts FlowPicture). Pure: it reads no case and
// draws nothing.
import type { FlowPicture } from '../../../shared/contract/trace.ts';
import type { ProofGrade, StatementKind } from '../../../shared/model/statement.ts';
import { layoutFlow } from './layout/layered.ts';
import type { FlowEdge, FlowNode } from './node.ts';
import { reduceFlow } from './reduce.ts';

export interface FlowSeed {
  readonly outpoint: string;
  readonly amountSat: bigint;
  readonly valueSat: bigint;
  readonly address: string | null;
  readonly height: number | null;
  readonly time: number | null;
  readonly grade: ProofGrade;
  readonly labels: readonly string[];
  /** `spent`, or the state of a seed that nothing spends in the trace. */
  readonly state: string;
}

/** One end of a transaction that carries traced coins. */
export interface FlowOutput {
  readonly outpoint: string;
  readonly amountSat: bigint;
  readonly valueSat: bigint;
  readonly address: string | null;
  /** Forward: `spent` or the holding's state. Backward, on inputs: `traced`, `coinbase`, `unknown-input` or `stopped:<rule>`. */
  readonly state: string;
  readonly labels: readonly string[];
}

export interface FlowTransaction {
  readonly txid: string;
  readonly height: number | null;
  /** Block timestamp, seconds. */
  readonly time: number | null;
  readonly hop: number;
  readonly coinjoin: boolean;
  readonly grade: ProofGrade;
  readonly labels: readonly string[];
  /** True where every input of the transaction, whole, carries traced coins: then no convention decides its outputs. */
  readonly whole: boolean;
  readonly inputs: readonly FlowOutput[];
  readonly outputs: readonly FlowOutput[];
}

export interface FlowInput {
  readonly run: number;
  readonly policy: string;
  readonly direction: 'forward' | 'backward';
  readonly seeds: readonly FlowSeed[];
  /** Every transaction that the policy traced through, in chain order, for both directions. */
  readonly transactions: readonly FlowTransaction[];
  /** At most this many nodes are drawn singly, by amount; the rest is summed in `more` nodes, one per layer. */
  readonly limit: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const TERMINAL_KIND: Readonly<Record<string, FlowNode['kind']>> = { coinbase: 'coinbase', 'unknown-input': 'unknown' };

/**
 * The picture, laid out. Coins always flow to the right: seeds stand at the left of a forward trace and at the right of a
 * backward one. An edge is a fact where a transaction spends a seed, a derivation where no convention had to choose
 * (every input wholly traced), else an assumption of the policy.
 */
export function flowPicture(input: FlowInput): FlowPicture {
  const forward = input.direction === 'forward';
  const nodes: Mutable<FlowNode>[] = [];
  const edges: FlowEdge[] = [];
  const seedOf = new Map(input.seeds.map((seed) => [seed.outpoint, seed]));
  const creator = new Map<string, FlowTransaction>();
  const consumer = new Map<string, FlowTransaction>();
  for (const transaction of input.transactions) {
    for (const output of transaction.outputs) creator.set(output.outpoint, transaction);
    for (const spent of transaction.inputs) consumer.set(spent.outpoint, transaction);
  }

  const blank = { x: 0, y: 0, count: 1 } as const;
  for (const seed of input.seeds) {
    nodes.push({
      ...blank,
      id: `seed:${seed.outpoint}`,
      kind: 'seed',
      hop: 0,
      txid: seed.outpoint.slice(0, 64),
      outpoint: seed.outpoint,
      address: seed.address,
      amountSat: seed.amountSat.toString(),
      height: seed.height,
      time: seed.time,
      state: seed.state,
      coinjoin: false,
      grade: seed.grade,
      labels: [...seed.labels],
    });
  }
  const terminal = (end: FlowOutput, owner: FlowTransaction): string => {
    const id = `out:${end.outpoint}`;
    nodes.push({
      ...blank,
      id,
      kind: TERMINAL_KIND[end.state] ?? 'holding',
      hop: owner.hop + 1,
      txid: end.outpoint.slice(0, 64),
      outpoint: end.outpoint,
      address: end.address,
      amountSat: end.amountSat.toString(),
      height: forward ? owner.height : null,
      time: forward ? owner.time : null,
      state: end.state,
      coinjoin: false,
      grade: owner.grade,
      labels: [...end.labels],
    });
    return id;
  };
  const join = (source: string, target: string, end: FlowOutput, statement: StatementKind): void => {
    edges.push({
      id: `${source}>${target}>${end.outpoint}`,
      source,
      target,
      amountSat: end.amountSat.toString(),
      valueSat: end.valueSat.toString(),
      outpoint: end.outpoint,
      address: end.address,
      statement,
    });
  };

  /** Statement of the coins in each outpoint, settled in chain order. */
  const settled = new Map<string, StatementKind>();
  for (const transaction of input.transactions) {
    const id = `tx:${transaction.txid}`;
    const carried = forward ? transaction.inputs : transaction.outputs;
    nodes.push({
      ...blank,
      id,
      kind: 'transaction',
      hop: transaction.hop,
      txid: transaction.txid,
      outpoint: null,
      address: null,
      amountSat: carried.reduce((sum, end) => sum + end.amountSat, 0n).toString(),
      height: transaction.height,
      time: transaction.time,
      state: null,
      coinjoin: transaction.coinjoin,
      grade: transaction.grade,
      labels: [...transaction.labels],
    });
    const certain =
      forward &&
      transaction.whole &&
      transaction.inputs.every((end) => seedOf.has(end.outpoint) || settled.get(end.outpoint) === 'derivation');
    for (const output of transaction.outputs) settled.set(output.outpoint, certain ? 'derivation' : 'assumption');

    for (const end of transaction.inputs) {
      const parent = creator.get(end.outpoint);
      if (forward && seedOf.has(end.outpoint)) join(`seed:${end.outpoint}`, id, end, 'fact');
      else if (parent !== undefined) join(`tx:${parent.txid}`, id, end, settled.get(end.outpoint) ?? 'assumption');
      else if (!forward) join(terminal(end, transaction), id, end, 'assumption');
    }
    for (const end of transaction.outputs) {
      const statement = settled.get(end.outpoint) as StatementKind;
      if (seedOf.has(end.outpoint)) join(id, `seed:${end.outpoint}`, end, forward ? statement : 'fact');
      else if (forward && !consumer.has(end.outpoint)) join(id, terminal(end, transaction), end, statement);
    }
  }

  const seedSat = input.seeds.reduce((sum, seed) => sum + seed.amountSat, 0n);
  const whole: FlowPicture = {
    run: input.run,
    policy: input.policy,
    direction: input.direction,
    nodes,
    edges,
    hiddenNodes: 0,
    seedSat: seedSat.toString(),
  };
  return placed(reduceFlow(whole, input.limit));
}

/** The same picture with `x` and `y` set by the layout. */
export function placed(picture: FlowPicture): FlowPicture {
  const index = new Map(picture.nodes.map((node, number) => [node.id, number]));
  const sources = Uint32Array.from(picture.edges, (edge) => index.get(edge.source) as number);
  const targets = Uint32Array.from(picture.edges, (edge) => index.get(edge.target) as number);
  const layout = layoutFlow(picture.nodes.length, sources, targets, picture.direction === 'backward');
  return {
    ...picture,
    nodes: picture.nodes.map((node, number) => ({ ...node, x: layout.x[number] as number, y: layout.y[number] as number })),
  };
}
