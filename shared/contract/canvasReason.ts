// Why something on a canvas is said at all: for each inference or assumption its rule with source, what it rests on, and what breaks it.
import { z } from 'zod';
import { defineDomain, query } from './define.ts';
import { ItemName } from './canvas.ts';
import { AccountRule } from './lead.ts';
import { LongText, Progress, Statement } from './values.ts';

const Count = z.number().int().nonnegative();

/**
 * `cluster`: addresses that stand together; `alone`: a cluster of one. `fellApart`: what once stood with them. `coinjoin`: the shape of a transaction. `change`: an
 * output taken for the sender's own. `inherited`: a label of another address of the same cluster. `conversion`: value that goes on in
 * another asset, chain or ledger. `byHand`: entered by the examiner. Of bands `policy`: the convention that assigns the amount; `shares`: parts of several
 * payers of one transaction; `oneParty`: addresses drawn as one for a label they share.
 */
export const REASON_KINDS = [
  ...(['cluster', 'alone', 'fellApart', 'coinjoin', 'change', 'inherited', 'conversion', 'byHand'] as const),
  ...(['policy', 'shares', 'oneParty'] as const),
] as const;
/** `seen`: a transaction it rests on shows a sign of it. `notSeen`: none does, which excludes nothing. `untold`: a chain shows no such thing. */
export const BREAKER_SIGNS = ['seen', 'notSeen', 'untold'] as const;

export const CanvasReason = z.strictObject({
  /** Item or edge that was asked about. */
  about: z.string(),
  what: z.enum(REASON_KINDS),
  statement: Statement,
  /** The rule as it was applied, with its version; an expression of several rules whole. Null where no rule is behind it. */
  by: z.string().nullable(),
  /** Each rule in it. */
  rules: z.array(AccountRule),
  /** `undecidable`: data are missing that could turn it round; it is treated as if it held. */
  verdict: z.enum(['holds', 'undecidable']),
  /** Addresses it puts together or that fell; 0 where it is about no number of things. */
  count: Count,
  /** The examiner's own words, as they are. */
  text: LongText,
  breakers: z.array(z.strictObject({ code: z.string(), sign: z.enum(BREAKER_SIGNS), seenIn: z.array(ItemName) })),
  /** Transactions or movements that it rests on, each of which can be put on the canvas. */
  restsOn: z.array(z.strictObject({ item: ItemName, name: z.string(), timeSeconds: z.number().int().nullable() })),
  /** Further ones. */
  more: Count,
  labels: z.array(z.strictObject({ label: z.string(), source: z.string(), item: ItemName, address: z.string() })),
});
export type CanvasReason = z.output<typeof CanvasReason>;

/**
 * `address`: the same address. `accepted`: links of accounts that the examiner accepted. `cluster`: by the canvas's own rules. `actor`: sources
 * name the same actor for both; between a cluster and anything else that is an inference.
 */
export const SAME_GROUNDS = ['address', 'accepted', 'cluster', 'actor'] as const;
export const CanvasSame = z.strictObject({ item: ItemName, ground: z.enum(SAME_GROUNDS), statement: Statement });
export type CanvasSame = z.output<typeof CanvasSame>;

export const canvasReasonContract = defineDomain('canvas', {
  /** Of nodes and edges by name; nothing for what is recorded or follows by counting alone. */
  'canvas.reasons': query({
    input: z.strictObject({ canvas: z.number().int().positive(), items: z.array(z.string().min(3).max(1100)).min(1).max(400) }),
    output: z.strictObject({ reasons: z.array(CanvasReason) }),
    progress: Progress,
  }),
  /** What else is drawn that is the same party, each by the first ground that holds. */
  'canvas.same': query({
    input: z.strictObject({ canvas: z.number().int().positive(), item: ItemName }),
    output: z.strictObject({ same: z.array(CanvasSame) }),
    progress: Progress,
  }),
  /** Of one band or node of `canvas.sankey`, asked for as that was: `about` is `source>target`, or the node's id. */
  'canvas.bandReasons': query({
    input: z.strictObject({
      run: z.number().int(),
      of: z.enum(['coins', 'accounts']).default('coins'),
      policy: z.string().max(40),
      asset: z.string().max(300).optional(),
      limit: z.number().int().min(5).max(200).default(40),
      about: z.string().min(1).max(2000),
    }),
    output: z.strictObject({ reasons: z.array(CanvasReason) }),
    progress: Progress,
  }),
});
