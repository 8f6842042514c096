// The custody form of exhibits, on paper.
import { z } from 'zod';
import { defineDomain, job } from './define.ts';
import { ExhibitId } from './exhibit.ts';
import { Grant, HashText, Progress, PaperLocale } from './values.ts';

export const custodyContract = defineDomain('custody', {
  'custody.save': job({
    input: z.strictObject({
      /** None: every exhibit of the case. */
      exhibits: z.array(ExhibitId).max(10_000).default([]),
      out: Grant,
      locale: PaperLocale.default('en'),
    }),
    output: z.strictObject({ name: z.string(), sha256: HashText, pages: z.number().int().nonnegative() }),
    progress: Progress,
  }),
});
