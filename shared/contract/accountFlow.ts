// The picture and the table of a trace over balances: accounts as nodes, movements as edges, each in its own asset. Laid out by the
// engine. Chains and ledgers stand in one picture.
import { z } from 'zod';
import { AssetView, Day, FigureView } from './account.ts';
import { defineDomain, query } from './define.ts';
import { AmountText, ChainIdText, Progress, Statement } from './values.ts';

const Movement = z.strictObject({
  /** `TXID#PATH`, as a trace takes it for a seed. */
  name: z.string(),
  chain: ChainIdText,
  timeSeconds: z.number().int().nullable(),
  day: Day,
});

export const AccountFlowNode = z.strictObject({
  id: z.string(),
  /** `seed`: who paid a starting point, or in a trace back who received it. `unknown`: the rows do not say what became of it. */
  kind: z.enum(['seed', 'account', 'end', 'unknown', 'more']),
  x: z.number(),
  y: z.number(),
  hop: z.number().int(),
  chain: ChainIdText,
  chainName: z.string(),
  /** Null for `more`. */
  account: z.string().nullable(),
  labels: z.array(z.string()),
  /** What lies here at the end, and why no further. */
  ends: z.array(z.strictObject({ asset: AssetView, state: z.string(), figure: FigureView })),
  /** For drawing: the largest part of the starting points that passes here, 0 to 1. */
  share: z.number(),
  /** For `more`: how many nodes it stands for. */
  count: z.number().int(),
});

export const AccountFlowEdge = z.strictObject({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  asset: AssetView,
  /** Assigned to the trace by the policy. Where an account's ledger is incomplete: what the rows held bring, no balance. */
  amount: AmountText,
  /** What the movements move in all. */
  whole: AmountText,
  /** First movements; `count` says how many there are. */
  movements: z.array(Movement),
  count: z.number().int(),
  share: z.number(),
  /** A starting point is recorded; what a policy assigns is its assumption; a recorded link joins a ledger and a chain. */
  statement: Statement,
  linked: z.boolean(),
  /** Not certain: where a figure is a range, its `amount` can have moved here at most. */
  possible: z.boolean(),
});

export const AccountFlowPicture = z.strictObject({
  run: z.number().int(),
  policy: z.string(),
  direction: z.enum(['forward', 'backward']),
  nodes: z.array(AccountFlowNode),
  edges: z.array(AccountFlowEdge),
  hiddenNodes: z.number().int(),
  /** Every asset in it, counterfeits apart by their standing. */
  assets: z.array(AssetView),
  /** True where a figure at an end is a range. */
  hasRanges: z.boolean(),
});
export type AccountFlowPicture = z.output<typeof AccountFlowPicture>;

export const AccountMoveRow = z.strictObject({
  hop: z.number().int(),
  ...Movement.shape,
  blockNumber: z.number().int().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  kind: z.string(),
  asset: AssetView,
  amount: AmountText,
  whole: AmountText,
  labels: z.array(z.string()),
});
export type AccountMoveRow = z.output<typeof AccountMoveRow>;

const Policy = z.string().max(40);

export const accountFlowContract = defineDomain('canvas', {
  'canvas.accountFlow': query({
    input: z.strictObject({
      run: z.number().int(),
      policy: Policy,
      /** Only movements of this asset, by its key. */
      asset: z.string().max(200).optional(),
      limit: z.number().int().min(10).max(2000).default(300),
    }),
    output: AccountFlowPicture,
    progress: Progress,
  }),
  'canvas.accountMoves': query({
    input: z.strictObject({
      run: z.number().int(),
      policy: Policy,
      asset: z.string().max(200).optional(),
      after: z.number().int().default(0),
      limit: z.number().int().min(1).max(5000).default(500),
    }),
    output: z.strictObject({ total: z.number().int(), rows: z.array(AccountMoveRow), assets: z.array(AssetView) }),
    progress: Progress,
  }),
});
