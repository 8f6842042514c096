// The value shapes that several domains share. Amounts cross as decimal strings in the smallest unit.
import { z } from 'zod';
import { PROOF_GRADES, STATEMENT_KINDS } from '../model/statement.ts';

export const AmountText = z.string().regex(/^(0|[1-9][0-9]{0,77})$/);
export const HashText = z.string().regex(/^[0-9a-f]{64}$/);
export const OutpointText = z.string().regex(/^[0-9a-f]{64}:(0|[1-9][0-9]{0,9})$/);
export const ChainIdText = z.string().min(1).max(96);
export const Grade = z.enum(PROOF_GRADES as [string, ...string[]]).transform((g) => g as 'P' | 'A' | 'Q' | 'S' | 'M');
export const Statement = z.enum(STATEMENT_KINDS as [string, ...string[]]).transform((s) => s as (typeof STATEMENT_KINDS)[number]);
/** A token that the host gave out for one file or folder the person chose. Never a path. */
export const Grant = z.string().min(1).max(200);
export const Passphrase = z.string().min(1).max(1024);
/** Height, or null while the block is not anchored. */
export const Height = z.number().int().nonnegative().nullable();
export const Empty = z.strictObject({});
/** RFC 3339, UTC, milliseconds. */
export const TimeText = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
export const ShortText = z.string().max(400);
export const LongText = z.string().max(20_000);

/** Progress of anything over a second: a phase by code, and how far. `total` is null while unknown. */
export const Progress = z.strictObject({
  phase: z.string(),
  done: z.number().nonnegative(),
  total: z.number().nonnegative().nullable(),
  unit: z.enum(['bytes', 'blocks', 'transactions', 'files', 'steps']),
});
export type Progress = z.output<typeof Progress>;

/** Languages of what goes on paper. */
export const PAPER_LOCALES = ['en', 'ja', 'zh-Hans', 'zh-Hant'] as const;
export const PaperLocale = z.enum(PAPER_LOCALES);
