// Tracing, runs, clusters and the picture of a run.
import { z } from 'zod';
import { command, defineDomain, job, query } from './define.ts';
import {
  AmountText,
  ChainIdText,
  Empty,
  Grade,
  HashText,
  Height,
  LongText,
  OutpointText,
  Progress,
  Statement,
  TimeText,
} from './values.ts';

export const Direction = z.enum(['forward', 'backward']);
export const PolicyId = z.string().max(40);

export const StopRule = z.strictObject({
  rule: z.string().max(40),
  /** Option values by name, as the catalogue describes them. */
  options: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).default({}),
});

export const TraceRequest = z.strictObject({
  /** Outpoints, txids (all outputs) or addresses (all outputs received in coverage). */
  from: z.array(z.string().max(200)).min(1).max(10_000),
  chain: z.string().max(96).optional(),
  direction: Direction.default('forward'),
  policies: z.array(PolicyId).min(1).default(['all']),
  stops: z.array(StopRule).default([]),
  question: LongText.optional(),
  primary: PolicyId.optional(),
  reason: LongText.optional(),
});
export type TraceRequest = z.output<typeof TraceRequest>;

export const Holding = z.strictObject({
  outpoint: OutpointText,
  address: z.string().nullable(),
  amountSat: AmountText,
  height: Height,
  state: z.string(),
});
export const PolicyOutcome = z.strictObject({ holdings: z.array(Holding), feesSat: AmountText, totalSat: AmountText });

export const TraceResult = z.strictObject({
  run: z.number().int(),
  chain: ChainIdText,
  direction: Direction,
  inputsDigest: HashText,
  resultDigest: HashText,
  height: Height,
  /** Blocks the case holds whole; `searched` where an archive or a node was searched for what this run holds. */
  coverage: z.array(z.strictObject({ from: z.number().int(), to: z.number().int(), scope: z.literal('searched').optional() })),
  seeds: z.array(z.strictObject({ outpoint: OutpointText, amountSat: AmountText })),
  policies: z.record(PolicyId, PolicyOutcome),
  /**
   * Per policy that goes on without input values: how many transactions it went through whose fee is unknown and so not in its
   * `feesSat`. Absent where there are none. In no digest: it stands beside `policies`.
   */
  feesUnknown: z.record(PolicyId, z.number().int()).optional(),
});
export type TraceResult = z.output<typeof TraceResult>;

export const RunSummary = z.strictObject({
  run: z.number().int(),
  /** "run 4 of 6": how many runs the case holds from the same seeds. */
  ordinal: z.number().int(),
  siblings: z.number().int(),
  question: z.string(),
  primary: PolicyId,
  reason: z.string(),
  direction: Direction,
  chain: ChainIdText,
  chainName: z.string(),
  from: z.array(z.string()),
  stops: z.array(StopRule),
  policies: z.array(PolicyId),
  time: TimeText,
  resultDigest: HashText,
  inputsDigest: HashText,
  height: Height,
  seedSat: AmountText,
  /** Per policy: what it ends with, for the spread. */
  totals: z.record(
    PolicyId,
    z.strictObject({
      totalSat: AmountText,
      feesSat: AmountText,
      holdings: z.number().int(),
      feesUnknown: z.number().int().optional(),
    }),
  ),
});
export type RunSummary = z.output<typeof RunSummary>;

export const traceContract = defineDomain('trace', {
  'trace.run': job({ input: TraceRequest, output: TraceResult, progress: Progress }),
  'trace.runs': query({ input: Empty, output: z.strictObject({ runs: z.array(RunSummary) }) }),
  'trace.result': query({ input: z.strictObject({ run: z.number().int() }), output: TraceResult }),
  'trace.replay': job({
    input: z.strictObject({ run: z.number().int().optional() }),
    output: z.strictObject({
      runs: z.array(z.strictObject({ run: z.number().int(), identical: z.boolean(), differences: z.array(z.string()) })),
    }),
    progress: Progress,
  }),
});

/** Link rules as the examiner writes them: `multiInput`, `exclusion.dust`, `change:unique(optimal & fresh) - reuse`. */
const RuleTexts = z.array(z.string().max(420)).max(20);
const OneAddress = { address: z.string().max(200), chain: z.string().max(96).optional(), rules: RuleTexts.optional() };
const TwoAddresses = {
  a: z.string().max(200),
  b: z.string().max(200),
  chain: z.string().max(96).optional(),
  rules: RuleTexts.optional(),
};

export const ClusterMember = z.strictObject({
  address: z.string(),
  receivedSat: AmountText,
  transactions: z.number().int(),
  /** Rules of the merges in which the address stands. */
  rules: z.array(z.string()),
});
export const MergeStep = z.strictObject({
  a: z.string(),
  b: z.string(),
  txid: HashText,
  height: Height,
  rule: z.string(),
  rejected: z.boolean(),
});

/** A rule as it was used, by its canonical name with versions. */
export const RuleInUse = z.strictObject({
  name: z.string(),
  /** Merges of this cluster that the rule made; another rule may join the same addresses. */
  merges: z.number().int(),
  members: z.number().int(),
  changesWithLaterData: z.boolean(),
  /** For rules that change with later data: the height that the answer stands for. */
  asOfHeight: Height,
  errorRate: z.string(),
});

export const LinkRule = z.strictObject({
  id: z.string(),
  version: z.number().int(),
  kind: z.enum(['coinjoin', 'change', 'link', 'exclusion', 'contradiction']),
  /** How a rule is called in an expression; null for those that mark no change. */
  term: z.string().nullable(),
  citation: z.string(),
  preconditions: z.array(z.string()),
  knownBreakers: z.array(z.string()),
  changesWithLaterData: z.boolean(),
  errorRate: z.string(),
  /** What to write in order to choose the rule; null where it cannot be chosen by itself. */
  choose: z.string().nullable(),
  isDefault: z.boolean(),
  /** An earlier version, kept so that what it gave can be reproduced. */
  isEarlier: z.boolean(),
});

const Habit = z.strictObject({ value: z.string(), transactions: z.number().int() });

export const clusterContract = defineDomain('cluster', {
  'cluster.rules': query({ input: Empty, output: z.strictObject({ rules: z.array(LinkRule) }) }),
  /** Rules: co-spending alone unless others are given. `without`: rules to switch off; the parts that remain are shown. */
  'cluster.of': query({
    input: z.strictObject({ ...OneAddress, without: RuleTexts.optional() }),
    output: z.strictObject({
      chain: ChainIdText,
      size: z.number().int(),
      members: z.array(ClusterMember),
      more: z.number().int(),
      merges: z.array(MergeStep),
      coinjoinsSkipped: z.number().int(),
      /** The rules in one line. */
      rule: z.string(),
      rules: z.array(RuleInUse),
      /** Merges that the examiner rejected, of which either side stands in this cluster. */
      rejections: z.array(
        z.strictObject({ a: z.string(), b: z.string(), txid: HashText, height: Height, reason: z.string(), event: z.number().int() }),
      ),
      /** Inputs that a rule left out of the transactions of this cluster. */
      excluded: z.array(
        z.strictObject({ rule: z.string(), txid: HashText, outpoint: OutpointText, address: z.string(), valueSat: AmountText }),
      ),
      parts: z.array(z.strictObject({ size: z.number().int(), addresses: z.array(z.string()) })).nullable(),
      errorRate: z.string(),
      height: Height,
    }),
  }),
  /** How transactions on the two sides of a merge were built, where each side agrees with itself and the two differ. */
  'cluster.contradictions': query({
    input: z.strictObject(OneAddress),
    output: z.strictObject({
      rule: z.string(),
      height: Height,
      merges: z.number().int(),
      mergesCompared: z.number().int(),
      transactionsRead: z.number().int(),
      transactionsUnreadable: z.number().int(),
      contradictions: z.array(
        z.strictObject({
          merge: MergeStep,
          features: z.array(z.strictObject({ feature: z.string(), left: Habit, right: Habit })),
        }),
      ),
    }),
  }),
  'cluster.explain': query({
    input: z.strictObject(TwoAddresses),
    output: z.strictObject({ joined: z.boolean(), steps: z.array(MergeStep) }),
  }),
  /** Rejects every merge that directly joins a and b; undoable. */
  'cluster.reject': command({
    input: z.strictObject({ ...TwoAddresses, reason: LongText.min(1) }),
    output: z.strictObject({
      rejected: z.array(MergeStep),
      stillJoined: z.boolean(),
      before: z.number().int(),
      after: z.array(z.number().int()),
    }),
  }),
  /** Lets every rejected merge of a and b stand again; undoable. */
  'cluster.accept': command({
    input: z.strictObject({
      a: z.string().max(200),
      b: z.string().max(200),
      chain: z.string().max(96).optional(),
      reason: LongText.min(1),
    }),
    output: z.strictObject({ accepted: z.number().int() }),
  }),
});

/** A picture of one run under one policy: transactions as nodes, flows of traced amounts as edges. Laid out by the engine. */
export const FlowNode = z.strictObject({
  id: z.string(),
  kind: z.enum(['seed', 'transaction', 'holding', 'coinbase', 'unknown', 'more']),
  /** Left to right by hop; y is free. Units of one node spacing. */
  hop: z.number().int(),
  x: z.number(),
  y: z.number(),
  txid: HashText.nullable(),
  outpoint: OutpointText.nullable(),
  address: z.string().nullable(),
  amountSat: AmountText,
  height: Height,
  time: z.number().int().nullable(),
  state: z.string().nullable(),
  coinjoin: z.boolean(),
  grade: Grade.nullable(),
  labels: z.array(z.string()),
  /** For `more`: how many nodes it stands for. */
  count: z.number().int(),
});
export const FlowEdge = z.strictObject({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  amountSat: AmountText,
  /** Value of the whole output the amount travels in. */
  valueSat: AmountText,
  outpoint: OutpointText.nullable(),
  address: z.string().nullable(),
  /** The transfer is recorded; the share assigned to it is an assumption of the policy. */
  statement: Statement,
});
export const FlowPicture = z.strictObject({
  run: z.number().int(),
  policy: PolicyId,
  direction: Direction,
  nodes: z.array(FlowNode),
  edges: z.array(FlowEdge),
  hiddenNodes: z.number().int(),
  seedSat: AmountText,
});
export type FlowPicture = z.output<typeof FlowPicture>;

export const TransferRow = z.strictObject({
  hop: z.number().int(),
  txid: HashText,
  height: Height,
  time: z.number().int(),
  outpoint: OutpointText,
  address: z.string().nullable(),
  valueSat: AmountText,
  amountSat: AmountText,
  state: z.string(),
  grade: Grade,
  labels: z.array(z.string()),
  coinjoin: z.boolean(),
});
export type TransferRow = z.output<typeof TransferRow>;

export const flowContract = defineDomain('canvas', {
  'canvas.flow': query({
    input: z.strictObject({ run: z.number().int(), policy: PolicyId, limit: z.number().int().min(10).max(2000).default(300) }),
    output: FlowPicture,
  }),
  'canvas.transfers': query({
    input: z.strictObject({
      run: z.number().int(),
      policy: PolicyId,
      after: z.number().int().default(0),
      limit: z.number().int().min(1).max(5000).default(500),
    }),
    output: z.strictObject({ total: z.number().int(), rows: z.array(TransferRow) }),
  }),
});
