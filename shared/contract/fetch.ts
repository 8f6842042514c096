// The fetch list: what is missing from the case and could be had on a connected computer. It opens no connection.
import { z } from 'zod';
import { command, defineDomain, query } from './define.ts';
import { ChainIdText, Empty, ShortText } from './values.ts';

/** Block number or null where none is meant. */
const Block = z.number().int().nonnegative().nullable();

export const FetchItem = z.strictObject({
  chain: ChainIdText,
  chainName: z.string(),
  kind: z.enum(['transaction', 'address', 'block']),
  item: z.string(),
  fromBlock: Block,
  toBlock: Block,
  why: z.string(),
});
export type FetchItem = z.output<typeof FetchItem>;

export const fetchContract = defineDomain('fetch', {
  /** What is to be fetched on a connected computer. */
  'fetch.list': query({
    input: Empty,
    output: z.strictObject({ items: z.array(FetchItem.extend({ id: z.number().int(), arrived: z.boolean() })) }),
  }),
  'fetch.add': command({
    input: z.strictObject({
      items: z
        .array(
          z.strictObject({
            chain: z.string().max(96),
            kind: z.enum(['transaction', 'address', 'block']),
            item: z.string().min(1).max(300),
            fromBlock: Block.default(null),
            toBlock: Block.default(null),
            why: ShortText,
          }),
        )
        .min(1)
        .max(1000),
    }),
    output: z.strictObject({ added: z.number().int() }),
  }),
  'fetch.remove': command({ input: z.strictObject({ id: z.number().int(), reason: ShortText.default('') }), output: Empty }),
});
