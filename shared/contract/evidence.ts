// The court file and its check.
import { z } from 'zod';
import { defineDomain, job } from './define.ts';
import { Grant, HashText, LongText, Progress, ShortText, PaperLocale } from './values.ts';

export const VerifyFinding = z.strictObject({
  check: z.string(),
  ok: z.boolean(),
  /** File of the bag, or empty. */
  file: z.string(),
  detail: z.string(),
});
export const VerifyReport = z.strictObject({
  ok: z.boolean(),
  training: z.boolean(),
  firstLine: z.string(),
  signer: z.strictObject({ fingerprint: z.string(), known: z.boolean() }),
  findings: z.array(VerifyFinding),
  notChecked: z.array(z.string()),
  counts: z.record(z.string(), z.number()),
});
export type VerifyReport = z.output<typeof VerifyReport>;

export const evidenceContract = defineDomain('evidence', {
  'evidence.exportBag': job({
    input: z.strictObject({
      /** A folder to create the bag in. */
      out: Grant,
      /** Coin runs and account runs by number; both empty: every run of the case. */
      runs: z.array(z.number().int()).default([]),
      accountRuns: z.array(z.number().int()).default([]),
      /** Canvases drawn in the report, whole, in this order. */
      canvases: z
        .array(z.strictObject({ canvas: z.number().int().positive(), caption: LongText.default('') }))
        .max(50)
        .default([]),
      zip: z.boolean().default(false),
      fullJournal: z.boolean().default(false),
      /** Entries about people, by number; left out: those that a chain of evidence of the runs reaches; empty: none. */
      people: z.array(z.number().int().positive()).max(10_000).optional(),
      /** All links of these entries; else names and what the chains go over. */
      fullLinks: z.boolean().default(false),
      /** The requests of the case, and what became of them. */
      requests: z.boolean().default(true),
      /** Seized things with what was found in them, keys and seizures. */
      devices: z.boolean().default(true),
      locale: PaperLocale.default('en'),
    }),
    output: z.strictObject({
      name: z.string(),
      sizeBytes: z.number(),
      tagManifestSha256: HashText,
      fingerprint: ShortText,
      checkpoint: z.string(),
      counts: z.record(z.string(), z.number()),
    }),
    progress: Progress,
  }),
  'evidence.verify': job({
    input: z.strictObject({ bag: Grant, fingerprint: z.string().max(200).optional(), asEvidence: z.boolean().default(false) }),
    output: VerifyReport,
    progress: Progress,
  }),
});
