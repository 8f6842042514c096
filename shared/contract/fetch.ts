// The fetch list: what is missing from the case and could be had on a connected computer. It opens no connection.
import { z } from 'zod';
import { command, defineDomain, job, query } from './define.ts';
import { ChainIdText, Empty, Grant, HashText, Progress, ShortText, PaperLocale } from './values.ts';

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

/** Kinds of services that the collector can ask; which of them fit a chain, the list says. */
export const FetchService = z.enum(['esplora', 'bitcoin-rpc', 'evm-rpc', 'etherscan', 'tron-http', 'trongrid']);
export type FetchService = z.output<typeof FetchService>;

/** What whoever answers for a chain comes to know, before anything is written. */
export const FetchDisclosure = z.strictObject({
  chain: ChainIdText,
  chainName: z.string(),
  services: z.array(FetchService),
  transactions: z.number().int(),
  addresses: z.number().int(),
  blocks: z.number().int(),
});
export type FetchDisclosure = z.output<typeof FetchDisclosure>;

export const fetchContract = defineDomain('fetch', {
  /** What is to be fetched on a connected computer. */
  'fetch.list': query({
    input: Empty,
    output: z.strictObject({
      items: z.array(
        FetchItem.extend({
          /** As the file and its sheets number it. */
          id: z.number().int(),
          arrived: z.boolean(),
          /** Why a capture that was asked for it does not have all of it, by code; empty where nothing came yet, or all of it. */
          gaps: z.array(z.string()),
        }),
      ),
      /** Of what has not arrived yet. */
      disclosed: z.array(FetchDisclosure),
    }),
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
  /** Writes the list as a file for the collector, and as sheets to print. Neither names the case or the examiner. */
  'fetch.save': job({
    input: z.strictObject({
      out: Grant,
      sheet: Grant.nullable().default(null),
      /** `out` is a folder: list and, where wanted, sheets get names of their own in it. */
      folder: z.strictObject({ sheet: z.boolean() }).nullable().default(null),
      locale: PaperLocale.default('en'),
      /** Also what has arrived already. */
      all: z.boolean().default(false),
      /** The reasons written beside the items too; they are the case's own words. */
      reasons: z.boolean().default(false),
    }),
    output: z.strictObject({
      name: z.string(),
      /** Random; it ties captures to this list and to nothing else. */
      list: z.string(),
      items: z.number().int(),
      sha256: HashText,
      sheet: z.strictObject({ name: z.string(), pages: z.number().int() }).nullable(),
      disclosed: z.array(FetchDisclosure),
    }),
    progress: Progress,
  }),
});
