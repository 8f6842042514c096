// What a source says of itself where it is a node of an account chain: which node, when, and what of it that was asked for came.
import { z } from 'zod';

export const NodeItem = z.strictObject({
  kind: z.enum(['transaction', 'address', 'block']),
  item: z.string(),
  fromBlock: z.number().int().nullable(),
  toBlock: z.number().int().nullable(),
  /** Codes; empty where all that was asked for came. */
  gaps: z.array(z.string()),
});
export type NodeItem = z.output<typeof NodeItem>;

export const NodeNote = z.strictObject({
  address: z.string(),
  /** What the node calls itself: its own claim. */
  agent: z.string(),
  kind: z.enum(['evm-rpc', 'tron-http']),
  chain: z.string(),
  /** Answers that the case keeps. */
  answers: z.number().int(),
  /** Times of the first and the last of them; null without answers. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  tip: z.strictObject({ number: z.number().int(), hash: z.string() }),
  items: z.array(NodeItem),
});
export type NodeNote = z.output<typeof NodeNote>;
