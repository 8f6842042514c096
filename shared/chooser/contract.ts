// How a person points the program at files and folders without the page ever naming a path: the page says what for,
// the host asks the person (native dialog, or the browser shell's own listing) and hands back grants.
import { z } from 'zod';
import { defineDomain, type OutputOf, query } from '../contract/define.ts';
import { Grant } from '../contract/values.ts';

/**
 * `openFiles`: files that exist. `openFolder`: a folder that exists (a case, a bag, block files). `newFolder`: a folder
 * that does not exist yet, named by the person. `saveFolder`: where something will be written, existing or new.
 */
export const PURPOSES = ['openFiles', 'openFolder', 'newFolder', 'saveFolder'] as const;
export const Purpose = z.enum(PURPOSES);
export type Purpose = z.output<typeof Purpose>;

/** Given out by the host for one folder or file it listed; forgotten when the host ends. Never a path. */
export const Location = z.string().regex(/^[0-9a-f]{32}$/);
export const Granted = z.strictObject({ grant: Grant, name: z.string() });
export type Granted = z.output<typeof Granted>;

const Place = z.strictObject({ location: Location, name: z.string() });

export const Listing = z.strictObject({
  /** Null for the list of roots. */
  location: Location.nullable(),
  name: z.string(),
  /** From the root down to this folder itself; empty for the list of roots. */
  trail: z.array(Place),
  entries: z.array(
    z.strictObject({
      location: Location,
      name: z.string(),
      kind: z.enum(['folder', 'file']),
      sizeBytes: z.number().int().nullable(),
      /** Milliseconds since 1970, UTC, by the file system. */
      modified: z.number().int().nullable(),
    }),
  ),
  /** Entries beyond the first 5,000, not shown. */
  more: z.number().int(),
});
export type Listing = z.output<typeof Listing>;

/** Answered by the browser shell's host itself, on the engine's channel; the engine never sees these. */
export const chooserContract = defineDomain('chooser', {
  'chooser.list': query({ input: z.strictObject({ location: Location.nullable() }), output: Listing }),
  'chooser.grant': query({
    input: z.strictObject({ location: Location, purpose: Purpose, name: z.string().max(255).optional() }),
    output: Granted,
  }),
});
export type ChooserCall = keyof typeof chooserContract;
export type ChooserOutput<N extends ChooserCall> = OutputOf<(typeof chooserContract)[N]>;
