// What a canvas takes in at once: the transactions behind an edge or between things, and the picture of a run. Each is one edit.
import { z } from 'zod';
import { AssetView } from './account.ts';
import { Amount, CanvasNumber, Changed, ItemName, Target } from './canvas.ts';
import { command, defineDomain, query } from './define.ts';
import { LongText, Progress } from './values.ts';

const Count = z.number().int().nonnegative();

/**
 * What lies directly between parties of a canvas: `edges` between parties, each from its source to its target; else nodes, each pair both
 * ways; with neither all parties that the canvas shows.
 */
const BetweenQuestion = z.strictObject({
  canvas: CanvasNumber,
  edges: z.array(Target).max(500).default([]),
  items: z.array(ItemName).max(5000).default([]),
});

export const canvasPutContract = defineDomain('canvas', {
  /** How many transactions (coins) and movements (accounts) that is, each once, and how many of them are on the canvas. */
  'canvas.between': query({
    input: BetweenQuestion,
    output: z.strictObject({
      assets: z.array(AssetView),
      count: Count,
      drawn: Count,
      /** Of outputs and movements, each once: behind one edge what the edge sums. */
      amounts: z.array(Amount),
      /** Outputs and movements left out because each by itself is below the filter's least. */
      hidden: Count,
    }),
    progress: Progress,
  }),
  /** Puts the first `top` of them that are not there on the canvas, or names those that are, and shows its transactions: one edit. */
  'canvas.showBetween': command({
    input: BetweenQuestion.extend({
      order: z.enum(['value', 'newest', 'oldest']).default('value'),
      top: z.number().int().min(1).max(500).default(50),
    }),
    output: Changed.extend({
      /** Names of what was asked for and taken, whether it was there before or not. */
      items: z.array(z.string()),
      /** Transactions and movements taken, and those left. */
      taken: Count,
      remaining: Count,
      hidden: Count,
      /** Outputs of the transactions taken that are left out, each side of a transaction being shown with 20 at most. */
      cut: Count,
    }),
    progress: Progress,
  }),
  /** Puts what the picture of a run shows under one policy on a canvas, as the case holds it: what the policy assigns stays with the run. */
  'canvas.addRun': command({
    input: z.strictObject({
      /** Without one a canvas of this name is made, in the same edit. */
      canvas: CanvasNumber.nullable().default(null),
      name: z.string().max(200).default(''),
      kind: z.enum(['coins', 'accounts']),
      run: z.number().int().positive(),
      /** The run's own primary policy unless given. */
      policy: z.string().max(60).optional(),
      /** Of accounts: movements of this asset alone. */
      asset: z.string().max(300).optional(),
      /** Nodes of the run's picture, as `canvas.flow` takes it. */
      limit: z.number().int().min(10).max(2000).default(300),
      /** Written on starting points that have no note. */
      note: LongText.default(''),
    }),
    output: Changed.extend({
      canvas: CanvasNumber,
      /** Names of all that was taken. */
      items: z.array(z.string()),
      /** Nodes that the run's picture sums up and movements beyond the first of an account pair: left out. */
      hiddenNodes: Count,
      hiddenMovements: Count,
    }),
    progress: Progress,
  }),
});
