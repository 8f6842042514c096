// What the program is and what it offers. The renderer learns every extension from here and switches on none.
import { z } from 'zod';
import { command, defineDomain, query } from './define.ts';
import { ChainIdText, Empty } from './values.ts';

export const OptionSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['integer', 'amount', 'height', 'addresses', 'time']),
  required: z.boolean(),
  defaultValue: z.union([z.string(), z.number()]).nullable(),
});

export const Catalog = z.strictObject({
  /** Account chains that a node can be asked of, beside the chains of coins. */
  accountChains: z.array(z.strictObject({ id: ChainIdText, name: z.string(), title: z.string() })),
  chains: z.array(
    z.strictObject({
      id: ChainIdText,
      name: z.string(),
      training: z.boolean(),
      /** What amounts are shown in; the wire counts in the smallest unit, 10^-decimals of it. */
      unitName: z.string(),
      unitSymbol: z.string(),
      decimals: z.number().int(),
      smallestSymbol: z.string(),
      /** What is checked on this chain and what is not: codes, whose sentences stand in the locale files. */
      verified: z.array(z.string()),
      notVerified: z.array(z.string()),
    }),
  ),
  importers: z.array(z.strictObject({ id: z.string() })),
  policies: z.array(z.strictObject({ id: z.string(), version: z.string(), directions: z.array(z.enum(['forward', 'backward'])) })),
  stops: z.array(z.strictObject({ id: z.string(), version: z.string(), inference: z.boolean(), options: z.array(OptionSchema) })),
  heuristics: z.array(z.strictObject({ id: z.string(), version: z.string(), errorRate: z.string() })),
  exporters: z.array(z.strictObject({ id: z.string(), version: z.string() })),
});
export type Catalog = z.output<typeof Catalog>;

/** What an examiner chose for the window itself, as it remembers it. Nothing of a case, and nothing that changes an answer. */
const Remembered = z.strictObject({
  theme: z.string().max(20).nullable(),
  language: z.string().max(20).nullable(),
  times: z.string().max(20).nullable(),
});

export const appContract = defineDomain('app', {
  'app.info': query({
    input: Empty,
    output: z.strictObject({ version: z.string(), build: z.string(), platform: z.string(), caseOpen: z.boolean() }),
  }),
  'app.remembered': query({ input: Empty, output: Remembered }),
  /** Keeps it in the examiner's profile, beside no case and in no journal. */
  'app.remember': command({ input: Remembered, output: Remembered }),
});
export const catalogContract = defineDomain('catalog', { 'catalog.get': query({ input: Empty, output: Catalog }) });
