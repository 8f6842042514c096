// Questions to archives and nodes: what one would cost, asking it, what was asked, going on with one that was interrupted; and the
// list of what is watched.
import { z } from 'zod';
import { command, defineDomain, job, query } from './define.ts';
import { StopRule, PolicyId } from './trace.ts';
import { ChainIdText, Empty, Grant, HashText, Progress, ShortText, TimeText } from './values.ts';

export const QuestionKind = z.enum(['forward', 'backward', 'history', 'cluster', 'parents']);
export type QuestionKind = z.output<typeof QuestionKind>;

const HeightNumber = z.number().int().min(0).max(0x7fff_ffff);

export const QuestionRequest = z.strictObject({
  kind: QuestionKind,
  /** Which source is read; every archive of the chain in turn when absent. */
  source: z.string().max(64).optional(),
  chain: z.string().max(96).optional(),
  /** Outpoints, txids or addresses; for `parents` run numbers, all runs when empty. A txid may end in `@HEIGHT`. */
  from: z.array(z.string().max(200)).max(100_000).default([]),
  policies: z.array(PolicyId).min(1).default(['all']),
  stops: z.array(StopRule).default([]),
  /** Rounds of `cluster`. */
  rounds: z.number().int().min(1).max(100).default(3),
  fromHeight: HeightNumber.optional(),
  toHeight: HeightNumber.optional(),
  /** Whether the parents of what is relied on are fetched too, so that input values become proven. */
  parents: z.boolean().default(true),
  /** Whether every block read is held against the Merkle root of its header, not only those in which something is found. */
  thorough: z.boolean().default(false),
});
export type QuestionRequest = z.output<typeof QuestionRequest>;

export const HeightRange = z.strictObject({ from: z.number().int(), to: z.number().int() });

export const QuestionCost = z.strictObject({
  source: z.string(),
  sourceName: z.string(),
  kind: QuestionKind,
  passes: z.number().int(),
  /** Heights a pass reads; null where only the blocks involved are read. */
  range: HeightRange.nullable(),
  blocks: z.number().int().nullable(),
  /** Bytes of one pass, undo data that it reads along included; null where the source does not tell. */
  bytes: z.number().nullable(),
  /** Of them undo data, read to see spends of outputs that were made before what is searched; null where the source does not tell. */
  undoBytes: z.number().nullable(),
  /** Blocks at whose spends of such outputs undo data must be asked; with `undo: false` these spends go unseen. */
  undoBlocks: z.number().int(),
  /** From the rate of a sample that was read just now. */
  seconds: z.number().nullable(),
  /** Whether undo data lie beside the blocks: without them only policies that need no input values can be followed everywhere. */
  undo: z.boolean(),
  /** Every transaction is hashed until these are found. */
  idsToFind: z.number().int(),
});
export type QuestionCost = z.output<typeof QuestionCost>;

export const QuestionResult = z.strictObject({
  question: z.number().int(),
  source: z.string(),
  sourceName: z.string(),
  kind: QuestionKind,
  low: z.number().int().nullable(),
  high: z.number().int().nullable(),
  blocks: z.number().int(),
  bytes: z.number(),
  transactions: z.number().int(),
  proven: z.number().int(),
  parents: z.number().int(),
  missing: z.number().int(),
  gaps: z.array(HeightRange),
  /** `merkleRoot`, `duplicateTail`: not the transactions that the header commits to. Other reasons say why a body cannot be read. */
  refused: z.array(z.strictObject({ height: z.number().int(), reason: z.string() })),
  undo: z.boolean(),
  frontier: z.array(z.string()),
  notFound: z.array(z.string()),
  /** Heights read without the undo data that would show spends of outputs made before what was searched. */
  spendsUnsearched: z.array(HeightRange),
  /** Transactions that spend such outputs from what was asked for: what they spent is known from undo data alone (grade S). */
  earlierSpends: z.array(z.string()),
});
export type QuestionResult = z.output<typeof QuestionResult>;

export const QuestionInfo = z.strictObject({
  question: z.number().int(),
  source: z.string(),
  sourceName: z.string(),
  chain: ChainIdText,
  kind: z.string(),
  state: z.enum(['open', 'finished', 'abandoned']),
  started: TimeText,
  request: QuestionRequest,
  /** Height where an open one goes on. */
  next: z.number().int().nullable(),
  result: QuestionResult.nullable(),
});
export type QuestionInfo = z.output<typeof QuestionInfo>;

export const WatchedItem = z.strictObject({ chain: ChainIdText, item: z.string(), note: z.string() });

export const SyncResult = z.strictObject({
  source: z.string(),
  address: z.string(),
  chain: ChainIdText,
  chainName: z.string(),
  /** What the node calls itself: its own claim. */
  agent: z.string(),
  headers: z.number().int(),
  /** Height of the case's headers before, and now. */
  before: z.number().int().nullable(),
  tip: z.number().int(),
  /** Blocks that a reorganisation took back, highest first. */
  rolledBack: z.array(z.strictObject({ height: z.number().int(), hash: HashText })),
  questions: z.array(QuestionResult),
  /** Stored runs that would come out differently now: holdings spent since, and holdings whose block was taken back. */
  runs: z.array(z.strictObject({ run: z.number().int(), holdings: z.number().int(), moved: z.number().int(), gone: z.number().int() })),
});
export type SyncResult = z.output<typeof SyncResult>;

export const questionContract = defineDomain('question', {
  /** A job, because a sample is read from the medium. */
  'question.cost': job({ input: QuestionRequest, output: z.strictObject({ costs: z.array(QuestionCost) }), progress: Progress }),
  'question.ask': job({ input: QuestionRequest, output: z.strictObject({ results: z.array(QuestionResult) }), progress: Progress }),
  'question.resume': job({
    input: z.strictObject({ question: z.number().int() }),
    output: z.strictObject({ results: z.array(QuestionResult) }),
    progress: Progress,
  }),
  /** Follows what is watched and what stored runs hold to the tip of the node that the case's policy allows. */
  'question.sync': job({
    input: z.strictObject({
      address: z.string().max(200),
      cookie: Grant.optional(),
      user: z.string().max(400).optional(),
      password: z.string().max(1024).optional(),
      fromHeight: HeightNumber.optional(),
      parents: z.boolean().default(true),
    }),
    output: SyncResult,
    progress: Progress,
  }),
  /** Ends an interrupted question; what it brought is left out from then on. */
  'question.abandon': command({ input: z.strictObject({ question: z.number().int(), reason: ShortText.min(1) }), output: Empty }),
  'question.list': query({ input: Empty, output: z.strictObject({ questions: z.array(QuestionInfo), watched: z.array(WatchedItem) }) }),
  'question.watch': command({
    input: z.strictObject({
      items: z.array(z.string().max(200)).min(1).max(100_000),
      chain: z.string().max(96).optional(),
      note: ShortText.default(''),
    }),
    output: z.strictObject({ added: z.number().int() }),
  }),
  'question.unwatch': command({
    input: z.strictObject({ items: z.array(z.string().max(200)).min(1).max(100_000), chain: z.string().max(96).optional() }),
    output: z.strictObject({ removed: z.number().int() }),
  }),
});
