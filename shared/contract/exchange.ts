// What a canvas or a run shows, as a file that other programs of analysts read. Nothing is added to it.
import { z } from 'zod';
import { CanvasNumber } from './canvas.ts';
import { defineDomain, job } from './define.ts';
import { Grant, HashText, Progress, PaperLocale } from './values.ts';

/** `i2csv`: three files, of links, of entities and about both. */
export const GRAPH_FORMATS = ['graphml', 'gexf', 'i2csv', 'anx'] as const;
export const GRAPH_ENDINGS = { graphml: 'graphml', gexf: 'gexf', i2csv: 'csv', anx: 'anx' } as const;

const Count = z.number().int().nonnegative();
const Run = z.number().int().positive();

export const exchangeContract = defineDomain('exchange', {
  /** `out` is a file of the format's ending, or a folder in which it gets a name of its own. */
  'exchange.saveGraph': job({
    input: z.strictObject({
      of: z.discriminatedUnion('what', [
        z.strictObject({ what: z.literal('canvas'), canvas: CanvasNumber }),
        /** Everything that the run reached, under its primary policy unless another is named. */
        z.strictObject({ what: z.literal('run'), run: Run, policy: z.string().max(40).optional() }),
        z.strictObject({ what: z.literal('accountRun'), run: Run, policy: z.string().max(40).optional() }),
      ]),
      format: z.enum(GRAPH_FORMATS),
      out: Grant,
      /** Of the sentences about the file; names of columns and codes are the same in every language. */
      locale: PaperLocale.default('en'),
    }),
    output: z.strictObject({
      files: z.array(z.strictObject({ name: z.string(), sha256: HashText })),
      entities: Count,
      links: Count,
      /** Of a canvas: what level or filter hide, and what the case no longer holds. */
      hidden: Count,
      missing: Count,
    }),
    progress: Progress,
  }),
});
