/** A piece of a page, as everything that points into a document says it: page from 1, and ten-thousandths of the page's width and height from the top left, as it is shown unturned. Whole numbers, so that the same place is the same bytes at every zoom. */
import { z } from 'zod';
// Its setting of zod must come before the first schema, or the page's policy is asked for an eval.
import './define.ts';

export const PageRegion = z.strictObject({
  page: z.number().int().positive(),
  x: z.number().int().min(0).max(10_000),
  y: z.number().int().min(0).max(10_000),
  width: z.number().int().min(1).max(10_000),
  height: z.number().int().min(1).max(10_000),
});
export type PageRegion = z.output<typeof PageRegion>;

const percent = (tenThousandths: number): string => `${Math.trunc(tenThousandths / 100)}.${String(tenThousandths % 100).padStart(2, '0')}`;

/** The same in every language: `p. 2, 12.00–34.00 % × 5.00–8.00 %` (across from the left, down from the top). */
export const regionText = (region: PageRegion): string =>
  `p. ${region.page}, ${percent(region.x)}–${percent(region.x + region.width)} % × ${percent(region.y)}–${percent(region.y + region.height)} %`;
