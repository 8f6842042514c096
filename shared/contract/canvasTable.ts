// Tables and charts beside a canvas: the transfers behind what is shown, balances over time, activity by hour and weekday, and figures for
// paper. Amounts are decimal strings in the asset's smallest unit.
import { z } from 'zod';
import { AssetView } from './account.ts';
import { defineDomain, job, query } from './define.ts';
import { ItemName } from './canvas.ts';
import { AmountText, ChainIdText, Grade, Grant, HashText, LongText, Progress, Statement, PaperLocale } from './values.ts';

const Count = z.number().int().nonnegative();
const Seconds = z.number().int();
const CanvasNumber = z.number().int().positive();

/**
 * One transfer. Coins: one output of one transaction; `from` names the addresses of its inputs, first by value, because no input pays an
 * output by itself. Accounts: one movement.
 */
export const CanvasRow = z.strictObject({
  key: z.string(),
  /** Nodes and edges of the picture that it stands behind. */
  items: z.array(z.string()),
  /** Null for a happening entered by hand. */
  chain: ChainIdText.nullable(),
  chainName: z.string(),
  kind: z.enum(['output', 'movement', 'event']),
  /** Txid, whole. */
  transaction: z.string(),
  /** `TXID:INDEX`, `TXID#PATH`, or the event's item. */
  id: z.string(),
  height: z.number().int().nullable(),
  timeSeconds: Seconds.nullable(),
  from: z.array(z.string()),
  /** Senders beyond the first ones listed. */
  moreFrom: Count,
  to: z.string().nullable(),
  fromLabels: z.array(z.string()),
  toLabels: z.array(z.string()),
  /** Position in `assets`; null for an event, which counts in no amount. */
  asset: Count.nullable(),
  amount: AmountText.nullable(),
  /** An event's own words. */
  text: z.string(),
  spentBy: z.string().nullable(),
  statement: Statement,
  grade: Grade.nullable(),
  marks: z.array(z.string()),
  note: z.string(),
});
export type CanvasRow = z.output<typeof CanvasRow>;

const RowOrder = z.enum(['time', 'amount', 'from', 'to', 'height']);
const RowQuestion = z.strictObject({
  canvas: CanvasNumber,
  /** Only rows behind these nodes or edges; empty for all that is shown. */
  items: z.array(z.string().max(1100)).max(10_000).default([]),
  /** Only rows that hold this text in an id, an address, a label or a note. */
  text: z.string().max(200).default(''),
  order: RowOrder.default('time'),
  descending: z.boolean().default(false),
});

/** Whose figures: several items of one canvas taken together. */
const Whose = { canvas: CanvasNumber, items: z.array(ItemName).min(1).max(1000) };

export const FigureScope = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('all') }),
  z.strictObject({ what: z.literal('part'), x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive() }),
  z.strictObject({ what: z.literal('items'), items: z.array(z.string().max(500)).min(1).max(20_000) }),
]);

const FigureQuestion = {
  canvas: CanvasNumber,
  scope: FigureScope,
  locale: PaperLocale.default('en'),
  caption: LongText.default(''),
  /** Printed at head and foot. */
  classification: z.string().max(120).default(''),
};

export const canvasTableContract = defineDomain('canvas', {
  'canvas.rows': query({
    input: RowQuestion.extend({
      after: Count.default(0),
      limit: z.number().int().min(1).max(5000).default(1000),
      /** Only rows with a time from the one to the other, both included. */
      fromSeconds: Seconds.optional(),
      toSeconds: Seconds.optional(),
      /** Only rows in one hour of a weekday, Monday 0, as `canvas.activity` counts them. */
      hour: z
        .strictObject({
          weekday: z.number().int().min(0).max(6),
          hour: z.number().int().min(0).max(23),
          offsetMinutes: z.number().int().min(-720).max(840),
        })
        .optional(),
    }),
    output: z.strictObject({
      assets: z.array(AssetView),
      total: Count,
      rows: z.array(CanvasRow),
      /** What all of them come to, by asset; of coins outputs, of accounts movements. */
      sums: z.array(z.strictObject({ asset: Count, amount: AmountText, rows: Count })),
    }),
    progress: Progress,
  }),
  /**
   * Writes the rows with full ids as text; a workbook says on its first sheet what is in the table and what is not. `out` is a file of that
   * ending or a folder, in which it gets a name of its own.
   */
  'canvas.saveRows': job({
    input: RowQuestion.extend({ out: Grant, format: z.enum(['csv', 'xlsx']), locale: PaperLocale.default('en') }),
    output: z.strictObject({ name: z.string(), rows: Count, sha256: HashText }),
    progress: Progress,
  }),
  /** What the addresses held, by the movements that the case holds; not a balance where earlier ones may be missing. */
  'canvas.balance': query({
    input: z.strictObject({ ...Whose, asset: z.string().max(300).optional(), points: z.number().int().min(2).max(5000).default(500) }),
    output: z.strictObject({
      assets: z.array(AssetView),
      series: z.array(
        z.strictObject({
          asset: Count,
          /** Steps in order of time: what is held from then on. With its sign: rows that are missing can take it below zero. */
          points: z.array(z.strictObject({ seconds: Seconds, amount: z.string().regex(/^-?\d+$/) })),
          /** Movements behind them, and how many have no time. */
          movements: Count,
          untimed: Count,
          /** True where the case is known to hold every movement from the first on. */
          complete: z.boolean(),
        }),
      ),
    }),
    progress: Progress,
  }),
  /** When somebody acts: transactions that spend from the addresses, by weekday and hour. An indication, with its limits. */
  'canvas.activity': query({
    input: z.strictObject({ ...Whose, offsetMinutes: z.number().int().min(-720).max(840).default(0) }),
    output: z.strictObject({
      /** Monday first; 24 hours each, shifted by the offset. */
      counts: z.array(z.array(Count)),
      transactions: Count,
      /**
       * Left out, by code: of everything `untimed` and `dayOnly`; of `quietest` alone `serviceLike`, whoever acts often at all hours.
       */
      leftOut: z.array(z.strictObject({ code: z.string(), count: Count })),
      firstSeconds: Seconds.nullable(),
      lastSeconds: Seconds.nullable(),
      /** Shifts for which the eight quietest hours in a row fall best into a local night of 23 to 7; several where the data do not tell. */
      quietest: z.array(z.strictObject({ offsetMinutes: z.number().int(), inNight: Count })),
    }),
    progress: Progress,
  }),
  /**
   * A trace as bands from hop to hop, by address or its first label, with the least and the most over the policies of the run. Hops are
   * counted by the longest way, so that bands lead one way. Coins: where several spend together, their parts are shares by amount, which are
   * assumptions. Accounts: one asset at a time; what an account still has when more comes stands anew with it.
   */
  'canvas.sankey': query({
    input: z.strictObject({
      run: z.number().int(),
      /** Runs over coins and runs over balances are numbered each for themselves. */
      of: z.enum(['coins', 'accounts']).default('coins'),
      policy: z.string().max(40),
      /** Key of an asset; without one, that of the first starting point. */
      asset: z.string().max(300).optional(),
      limit: z.number().int().min(5).max(200).default(40),
    }),
    output: z.strictObject({
      /** Those that the trace moves, and the one drawn by its position. */
      assets: z.array(AssetView),
      asset: Count,
      nodes: z.array(
        z.strictObject({
          id: z.string(),
          hop: Count,
          /**
           * `entry`: what came out of a conversion, which begins here in this asset; `exit`: what went into one. `minted` and `burned`: nobody
           * stands there.
           */
          kind: z.enum(['party', 'fees', 'others', 'entry', 'exit', 'minted', 'burned']),
          /** Of a conversion its kind: `swap`, `wrap`, `pass`, `bridge`, `link`. */
          name: z.string(),
          labels: z.array(z.string()),
          /** Addresses behind it as items of a canvas, the first ones. */
          items: z.array(z.string()),
          /** What comes in, and at the beginning what the starting points contribute. What does not go out again ends here. */
          amount: AmountText,
          /** Of all that stands there: `spent` (backward: `traced`), how the trace ends, `fees`, `mixed`, or `others` that the limit left out. */
          state: z.string(),
          /** Of an entry or exit: what stands on the other side of the conversion; null where it did not come out. */
          other: z.strictObject({ asset: Count, amount: AmountText }).nullable(),
        }),
      ),
      bands: z.array(
        z.strictObject({
          source: z.string(),
          target: z.string(),
          amount: AmountText,
          least: AmountText,
          most: AmountText,
          statement: Statement,
        }),
      ),
      policies: z.array(z.string()),
      /** False under a policy that counts units more than once: its amounts add up to nothing. */
      conserves: z.boolean(),
      /**
       * By code what the bands cannot say: `ledger` rows are missing, `order` no source gives the order of rows, `returns` money comes back so
       * often that bands lead back too.
       */
      limits: z.array(z.enum(['ledger', 'order', 'returns'])),
      /** Nodes that the limit left out: summed hop by hop as `others`. */
      hidden: Count,
    }),
    progress: Progress,
  }),
});

/** Figures for paper. */
export const canvasFigureContract = defineDomain('canvas', {
  'canvas.figure': query({
    input: z.strictObject({
      ...FigureQuestion,
      width: z.number().int().min(200).max(4000).default(800),
      annex: z.boolean().default(false),
    }),
    output: z.strictObject({ svg: z.string(), width: z.number(), height: z.number(), digest: HashText }),
    progress: Progress,
  }),
  'canvas.saveFigure': job({
    input: z.strictObject({ ...FigureQuestion, out: Grant, format: z.enum(['svg', 'png', 'pdf']) }),
    output: z.strictObject({ name: z.string(), sizeBytes: Count, sha256: HashText, digest: HashText, pages: Count }),
    progress: Progress,
  }),
});
