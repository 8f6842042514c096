// Canvases: what the examiner puts together, how it is drawn, and the questions that a canvas asks of the case. Amounts are decimal strings
// in the asset's smallest unit; places are whole points at zoom 1, x to the right and y down.
import { z } from 'zod';
import { CANVAS_KINDS, CANVAS_LEVELS } from '../model/canvasItem.ts';
import { AssetView } from './account.ts';
import { command, defineDomain, job, query } from './define.ts';
import { FetchItem } from './fetch.ts';
import { AmountText, ChainIdText, Empty, Grade, LongText, Progress, ShortText, Statement, TimeText } from './values.ts';

const Count = z.number().int().nonnegative();
const Seconds = z.number().int();
export const CanvasNumber = z.number().int().positive();
/** `kind|chain|id` (shared/model/canvasItem.ts). */
export const ItemName = z.string().min(3).max(500);
/** An item, an edge (`item>item`, `item>item>joins`), or `area|N`. */
export const Target = z.string().min(3).max(1100);
const Place = z.number().int().min(-100_000_000).max(100_000_000);
export const CanvasLevelText = z.enum(CANVAS_LEVELS);
/** Colours by name; the page and the paper have a value and a hatching for each. */
export const CANVAS_COLOURS = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'grey'] as const;
const Colour = z.enum(CANVAS_COLOURS);
/** Same as `cluster.of` takes. */
const RuleTexts = z.array(z.string().max(420)).max(20);

/** Kinds of statement that a canvas can do without: clusters; labels; accepted links and hypotheses; everything entered by hand. */
export const LEFT_OUT = ['inference', 'attribution', 'assumption', 'byHand'] as const;

/** What a canvas leaves out. Empty lists and nulls leave out nothing. */
export const CanvasFilter = z.strictObject({
  /** Only recorded facts and what follows from them: all of `without`, and no groups that hide what is in them. */
  factsOnly: z.boolean().default(false),
  without: z.array(z.enum(LEFT_OUT)).max(LEFT_OUT.length).default([]),
  fromTime: Seconds.nullable().default(null),
  toTime: Seconds.nullable().default(null),
  /** Keys of assets. */
  assets: z.array(z.string().max(300)).max(100).default([]),
  /** Least amount of an edge by asset key, smallest unit. */
  least: z.record(z.string().max(300), AmountText).default({}),
  /** Only who holds this text in an address or a label, and what is beside them. */
  counterparty: z.string().max(200).default(''),
  /** Counterfeits and movements of nothing are left out unless this says otherwise. */
  worthless: z.boolean().default(false),
});
export type CanvasFilter = z.output<typeof CanvasFilter>;

/** How a canvas arranges itself. `lanes`: what swim lanes of a time axis are made of. */
export const CanvasLayout = z.strictObject({
  kind: z.enum(['flow', 'time', 'timeLog', 'force']),
  lanes: z.enum(['address', 'cluster', 'group', 'chain']).default('address'),
});
export type CanvasLayout = z.output<typeof CanvasLayout>;

/** A link or a happening that no chain records: a cash hand-over, a meeting, a statement. Grade M, or a hypothesis. */
export const ManualEvent = z.strictObject({
  kind: z.enum(['cash', 'meeting', 'statement', 'transfer', 'link', 'other']),
  title: z.string().min(1).max(400),
  timeSeconds: Seconds.nullable().default(null),
  /** Items it joins; either may be missing. */
  from: ItemName.nullable().default(null),
  to: ItemName.nullable().default(null),
  /** As the exhibit says it, with its currency: it is counted nowhere. */
  amountText: z.string().max(120).default(''),
  /** The exhibit it rests on. Without one it must be marked a hypothesis. */
  exhibit: z.string().max(400).default(''),
  hypothesis: z.boolean().default(false),
  note: LongText.default(''),
});
export type ManualEvent = z.output<typeof ManualEvent>;

export const CanvasArea = z.strictObject({
  x: Place,
  y: Place,
  width: z.number().int().min(1).max(1_000_000),
  height: z.number().int().min(1).max(1_000_000),
  text: LongText,
  colour: Colour.nullable().default(null),
});
export type CanvasArea = z.output<typeof CanvasArea>;

export const Amount = z.strictObject({
  /** Position in the picture's `assets`. */
  asset: Count,
  amount: AmountText,
});

export const CanvasNode = z.strictObject({
  /** Item name. */
  id: z.string(),
  kind: z.enum(CANVAS_KINDS),
  chain: ChainIdText.or(z.literal('')),
  /** The thing's own id whole: txid, outpoint, `TXID#PATH`, address; a group's or an event's title. */
  name: z.string(),
  x: z.number().int(),
  y: z.number().int(),
  pinned: z.boolean(),
  /** Output and movement: its value. Transaction: all outputs. Address, cluster, group: what it received by what the case holds. */
  amounts: z.array(Amount),
  timeSeconds: Seconds.nullable(),
  /** Of an address, cluster or group: its last time; `timeSeconds` is the first. */
  lastSeconds: Seconds.nullable(),
  /** Block number. */
  height: z.number().int().nullable(),
  /** Output: its address. Cluster: its anchor. */
  address: z.string().nullable(),
  statement: Statement,
  grade: Grade.nullable(),
  /** Attributions, each a label with its source. */
  labels: z.array(
    z.strictObject({
      label: z.string(),
      source: z.string(),
      /** For a cluster the address it stands on: the cluster has it through an inference only. Null where it stands on the thing itself. */
      via: z.string().nullable(),
      /** Day of the version of its list that no longer makes it; empty while it stands. */
      delisted: z.string(),
    }),
  ),
  /** `coinjoin`, `coinbase`, `unspent`, `spent`, `failed`, `service`, `counterfeit`, `worthless`, `hypothesis`, `fellApart`… */
  marks: z.array(z.string()),
  /** Neighbours that the case holds and the canvas does not show, on the side where value comes in and where it goes out. */
  moreIn: Count,
  moreOut: Count,
  /** Why not all of it is in the case, by code, or null. */
  gap: z.string().nullable(),
  /** Cluster: addresses. Group: items. */
  count: Count,
  /** Cluster: addresses that fell from it because a rule was switched off or a merge rejected. What fell is marked `fellApart`. */
  fallen: Count,
  collapsed: z.boolean(),
  colour: Colour.nullable(),
  note: z.string().nullable(),
  /** Group it is in, if any: an item name. */
  group: z.string().nullable(),
  /** The lane of a time axis, by name; empty where it has none. */
  lane: z.string(),
});
export type CanvasNode = z.output<typeof CanvasNode>;

export const CanvasEdge = z.strictObject({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  /**
   * `creates`: a transaction its output. `spends`: an output its spender. `pays`: a payer its movement. `reaches`: a movement its payee.
   * `holds`: an output its address. `relation`: a sum over transactions. `event`: entered by hand.
   * `joins`: a movement that value goes in by and one it comes out by, where assets, chains or ledgers change; its mark says how.
   */
  kind: z.enum(['creates', 'spends', 'pays', 'reaches', 'holds', 'joins', 'relation', 'event']),
  amounts: z.array(Amount),
  /** Transactions (coins) or movements (accounts) that it sums. */
  count: Count,
  /**
   * Of these, transactions in which others spent too: what of the sum came from the source is not recorded, the sum is the most that
   * can have. Always 0 between accounts.
   */
  shared: Count,
  firstSeconds: Seconds.nullable(),
  lastSeconds: Seconds.nullable(),
  statement: Statement,
  grade: Grade.nullable(),
  marks: z.array(z.string()),
  colour: Colour.nullable(),
  note: z.string().nullable(),
});
export type CanvasEdge = z.output<typeof CanvasEdge>;

export const CanvasPicture = z.strictObject({
  canvas: CanvasNumber,
  name: z.string(),
  /** Event of its last change. */
  event: Count,
  level: CanvasLevelText,
  layout: CanvasLayout,
  filter: CanvasFilter,
  /** Link rules that clusters on this canvas rest on, by canonical name, and rules switched off. */
  rules: z.array(z.string()),
  assets: z.array(AssetView),
  nodes: z.array(CanvasNode),
  edges: z.array(CanvasEdge),
  areas: z.array(CanvasArea.extend({ id: z.string() })),
  /** All of them, open ones too, which are no nodes. */
  groups: z.array(z.strictObject({ id: z.string(), name: z.string(), members: Count, collapsed: z.boolean() })),
  /** Colours in use, with what the examiner says they mean. */
  legend: z.array(z.strictObject({ colour: Colour, text: z.string() })),
  checkpoints: z.array(z.strictObject({ number: CanvasNumber, name: z.string(), event: Count, time: TimeText })),
  /** Items of the canvas that the filter or the level does not show. */
  hidden: Count,
  /** Items that the case no longer holds: their source was withdrawn. */
  missing: z.array(z.string()),
  /** Too many to be arranged by hand: places are worked out at each opening and only pinned ones are kept. */
  simplified: z.boolean(),
  /** Of a time axis: where which time lies, for its scale, and the lanes. */
  axis: z
    .strictObject({
      logarithmic: z.boolean(),
      ticks: z.array(z.strictObject({ x: z.number().int(), seconds: Seconds })),
      lanes: z.array(z.strictObject({ y: z.number().int(), height: z.number().int(), name: z.string() })),
    })
    .nullable(),
});
export type CanvasPicture = z.output<typeof CanvasPicture>;

export const CanvasChange = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('rename'), name: z.string().min(1).max(200) }),
  /** Item names; those that are there already stay as they are. `near` an item, else beside everything. */
  z.strictObject({ do: z.literal('add'), items: z.array(ItemName).min(1).max(120_000), near: ItemName.nullable().default(null) }),
  z.strictObject({ do: z.literal('remove'), items: z.array(ItemName).min(1).max(120_000) }),
  z.strictObject({
    do: z.literal('move'),
    places: z
      .array(z.strictObject({ item: Target, x: Place, y: Place }))
      .min(1)
      .max(120_000),
  }),
  z.strictObject({ do: z.literal('pin'), items: z.array(ItemName).min(1).max(10_000), pinned: z.boolean() }),
  z.strictObject({ do: z.literal('note'), target: Target, text: LongText }),
  z.strictObject({ do: z.literal('colour'), targets: z.array(Target).min(1).max(10_000), colour: Colour.nullable() }),
  z.strictObject({ do: z.literal('legend'), colour: Colour, text: ShortText }),
  z.strictObject({ do: z.literal('group'), items: z.array(ItemName).min(1).max(10_000), name: z.string().min(1).max(200) }),
  z.strictObject({
    do: z.literal('regroup'),
    group: ItemName,
    name: z.string().min(1).max(200).optional(),
    collapsed: z.boolean().optional(),
  }),
  z.strictObject({ do: z.literal('ungroup'), group: ItemName }),
  z.strictObject({ do: z.literal('event'), item: ItemName.nullable().default(null), event: ManualEvent }),
  z.strictObject({ do: z.literal('area'), area: z.string().max(40).nullable().default(null), value: CanvasArea.nullable() }),
  z.strictObject({ do: z.literal('level'), level: CanvasLevelText }),
  /** Arranges anew: everything that is not pinned, or the items given. */
  z.strictObject({ do: z.literal('layout'), layout: CanvasLayout, items: z.array(ItemName).max(120_000).default([]) }),
  z.strictObject({ do: z.literal('filter'), filter: CanvasFilter }),
  z.strictObject({ do: z.literal('rules'), rules: RuleTexts }),
  z.strictObject({ do: z.literal('checkpoint'), name: z.string().min(1).max(200) }),
  z.strictObject({ do: z.literal('restore'), checkpoint: CanvasNumber }),
]);
export type CanvasChange = z.output<typeof CanvasChange>;

/** `in`: where value came from. `out`: where it went. */
const Side = z.enum(['in', 'out', 'both']);
export const NeighbourQuestion = z.strictObject({
  item: ItemName,
  level: CanvasLevelText,
  side: Side,
  order: z.enum(['value', 'newest', 'oldest']).default('value'),
  filter: CanvasFilter.prefault({}),
  /** Only neighbours whose address, label or id holds this text. */
  text: z.string().max(200).default(''),
});

const SideSummary = z.strictObject({
  /** Neighbouring things at this level: transactions, outputs, movements or counterparties. */
  count: Count,
  /** Transactions or movements behind them. */
  transactions: Count,
  amounts: z.array(Amount),
  firstSeconds: Seconds.nullable(),
  lastSeconds: Seconds.nullable(),
});

export const NeighbourRow = z.strictObject({
  item: ItemName,
  side: z.enum(['in', 'out']),
  name: z.string(),
  address: z.string().nullable(),
  labels: z.array(z.string()),
  amounts: z.array(Amount),
  count: Count,
  shared: Count,
  firstSeconds: Seconds.nullable(),
  lastSeconds: Seconds.nullable(),
  marks: z.array(z.string()),
});

export const CanvasPath = z.strictObject({
  /** Items from the beginning to the end, at the transaction level. */
  items: z.array(ItemName),
  hops: Count,
  asset: Count,
  /** The most that can have flowed along it: the least of its amounts. It says nothing of what did. */
  most: AmountText,
  fromSeconds: Seconds.nullable(),
  toSeconds: Seconds.nullable(),
  statement: Statement,
  /** Conversions it goes through, by rule; `acceptedLink` where the examiner's word alone joins two movements. */
  through: z.array(z.string()),
});
export type CanvasPath = z.output<typeof CanvasPath>;

/** How far the case's data reach, for "not found in". */
const Reach = z.strictObject({ chain: ChainIdText, chainName: z.string(), text: z.string() });

export const SearchHit = z.strictObject({
  kind: z.enum([
    ...(['transaction', 'address', 'output', 'block', 'label', 'note', 'amount', 'run', 'canvas', 'source', 'event'] as const),
    ...(['person', 'request', 'transcription', 'exhibit', 'wallet', 'seizure'] as const),
  ]),
  /** Item that can be put on a canvas, or null. */
  item: ItemName.nullable(),
  chain: z.string(),
  title: z.string(),
  /** Where in it the text was found. */
  found: z.string(),
  timeSeconds: Seconds.nullable(),
  /** Run, canvas, entry about people, request, entry of typed ids, exhibit, wallet or seizure. */
  number: z.number().int().nullable(),
  /** It answers only by rules of folding: a lead; what was found stands as it was written. */
  folded: z.literal(true).optional(),
});
export type SearchHit = z.output<typeof SearchHit>;

export const Changed = z.strictObject({
  event: Count,
  /** Items that came, and that went. */
  added: z.array(z.string()),
  removed: z.array(z.string()),
});

export const canvasContract = defineDomain('canvas', {
  'canvas.list': query({
    input: Empty,
    output: z.strictObject({
      canvases: z.array(z.strictObject({ canvas: CanvasNumber, name: z.string(), items: Count, event: Count, time: TimeText })),
    }),
  }),
  'canvas.create': command({
    input: z.strictObject({ name: z.string().min(1).max(200), copyOf: CanvasNumber.optional() }),
    output: z.strictObject({ canvas: CanvasNumber }),
  }),
  'canvas.delete': command({ input: z.strictObject({ canvas: CanvasNumber }), output: Empty }),
  'canvas.picture': query({ input: z.strictObject({ canvas: CanvasNumber }), output: CanvasPicture, progress: Progress }),
  'canvas.edit': command({
    input: z.strictObject({ canvas: CanvasNumber, change: CanvasChange }),
    output: Changed,
    progress: Progress,
  }),
  /** What lies beside a thing: sums of each side first, then a page. */
  'canvas.neighbours': query({
    input: NeighbourQuestion.extend({
      canvas: CanvasNumber.optional(),
      after: Count.default(0),
      limit: z.number().int().min(1).max(500).default(50),
    }),
    output: z.strictObject({
      assets: z.array(AssetView),
      in: SideSummary,
      out: SideSummary,
      rows: z.array(NeighbourRow.extend({ shown: z.boolean() })),
      /** Rows behind this page, and what they come to. */
      remaining: z.strictObject({ count: Count, amounts: z.array(Amount) }),
      /** Why the case does not hold all of it, by code, and what to fetch. */
      gap: z.string().nullable(),
      fetch: FetchItem.nullable(),
    }),
    progress: Progress,
  }),
  /** Puts the first `top` neighbours of each item on the canvas, hop by hop, as one edit. */
  'canvas.expand': command({
    input: NeighbourQuestion.omit({ item: true }).extend({
      canvas: CanvasNumber,
      items: z.array(ItemName).min(1).max(500),
      top: z.number().int().min(1).max(500).default(10),
      hops: z.number().int().min(1).max(10).default(1),
    }),
    output: Changed.extend({
      /** Neighbours left where they are, over all items. */
      remaining: Count,
      /** Why it ended early, by code: `manyItems`, `hub`. */
      stopped: z.string().nullable(),
    }),
    progress: Progress,
  }),
  'canvas.paths': job({
    input: z.strictObject({
      /** Whose groups and rules of clusters are meant. */
      canvas: CanvasNumber.optional(),
      from: z.array(ItemName).min(1).max(1000),
      to: z.array(ItemName).min(1).max(1000),
      best: z.enum(['hops', 'value']).default('hops'),
      count: z.number().int().min(1).max(50).default(5),
      mostHops: z.number().int().min(1).max(100).default(12),
      /** Keys; empty for every asset. Value is compared within one asset only. */
      assets: z.array(z.string().max(300)).max(20).default([]),
      fromTime: Seconds.nullable().default(null),
      toTime: Seconds.nullable().default(null),
      /** Follow what turns one asset into another where it is recorded. */
      conversions: z.boolean().default(true),
      /** With `conversions`: also follow links that the examiner accepted. Such a path is an assumption and names `acceptedLink` in `through`. */
      acceptedLinks: z.boolean().default(true),
    }),
    output: z.strictObject({
      assets: z.array(AssetView),
      paths: z.array(CanvasPath),
      /** Where the search ended. */
      hops: Count,
      visited: Count,
      /** Ends that it could not go beyond because the case holds no more: how many, by code. */
      openEnds: z.array(z.strictObject({ code: z.string(), count: Count })),
      /** Data in which it was searched. */
      reach: z.array(Reach),
    }),
    progress: Progress,
  }),
  /** What a pasted text may be: every chain it may belong to, what the case holds of it and what is missing. */
  'canvas.identify': query({
    input: z.strictObject({ text: z.string().min(1).max(100_000) }),
    output: z.strictObject({
      lines: z.array(
        z.strictObject({
          text: z.string(),
          readings: z.array(
            z.strictObject({
              kind: z.enum(['transaction', 'output', 'movement', 'address', 'block', 'extendedKey', 'secret', 'unknown']),
              chain: z.string(),
              chainName: z.string(),
              /** Null where the case holds nothing of it. */
              item: ItemName.nullable(),
              held: z.boolean(),
              /** Whether its own checksum holds; null where it has none. */
              checksum: z.boolean().nullable(),
              fetch: FetchItem.nullable(),
            }),
          ),
        }),
      ),
      more: Count,
    }),
    progress: Progress,
  }),
  'canvas.search': query({
    input: z.strictObject({ text: z.string().min(1).max(200), limit: z.number().int().min(1).max(200).default(40) }),
    output: z.strictObject({ hits: z.array(SearchHit), more: z.boolean() }),
    progress: Progress,
  }),
});
