// Whether two units look at the same addresses, accounts or numbers, without either showing its own: keyed hashes as files. Only hits are revealed, and
// only to who compares.
import { z } from 'zod';
import { defineDomain, job, query, command } from './define.ts';
import { Empty, Grant, HashText, LongText, Progress, ShortText, TimeText } from './values.ts';

export const IDENTIFIER_TYPES = ['address', 'transaction', 'account', 'phone', 'email', 'handle', 'document'] as const;

const Count = z.number().int().nonnegative();
const ExchangeId = z.string().regex(/^[0-9a-f]{32}$/);
const Counts = z.array(z.strictObject({ type: z.enum(IDENTIFIER_TYPES), count: Count }));
/** CSV in UTF-8 with columns `type` and `value`: identifiers that stand in no source of the case. */
const OwnList = Grant.optional();
const Chosen = {
  kinds: z
    .array(z.enum(IDENTIFIER_TYPES))
    .min(1)
    .default([...IDENTIFIER_TYPES]),
  /** Of people those that somebody worked on (by hand, or a lead accepted), or every entry of every register. */
  people: z.enum(['worked', 'all']).default('worked'),
};

const Approval = z.strictObject({ party: z.enum(['own', 'other']), name: z.string(), note: z.string(), time: TimeText, event: Count });

export const deconflictContract = defineDomain('deconflict', {
  'deconflict.list': query({
    input: Empty,
    output: z.strictObject({
      exchanges: z.array(
        z.strictObject({
          exchange: ExchangeId,
          purpose: z.string(),
          keySha256: HashText,
          approvals: z.array(Approval),
          /** Both units have approved by this case's journal. */
          approved: z.boolean(),
          exported: Count,
          compared: Count,
        }),
      ),
    }),
  }),
  /** Makes a random key for one exchange, and this unit's approval of it. The key is in the file alone, never in the case. */
  'deconflict.new': command({
    input: z.strictObject({ out: Grant, purpose: LongText.min(1), name: ShortText.min(1) }),
    output: z.strictObject({ exchange: ExchangeId, keySha256: HashText, file: z.string() }),
  }),
  /** Puts on record that one of the two units approves the exchange. `own` by this unit, `other` as the other one confirmed it. */
  'deconflict.approve': command({
    input: z.strictObject({ key: Grant, party: z.enum(['own', 'other']), name: ShortText.min(1), note: LongText.default('') }),
    output: z.strictObject({ exchange: ExchangeId, approved: z.boolean() }),
  }),
  'deconflict.export': job({
    input: z.strictObject({ key: Grant, out: Grant, list: OwnList, ...Chosen }),
    output: z.strictObject({ exchange: ExchangeId, file: z.string(), sha256: HashText, counts: Counts }),
    progress: Progress,
  }),
  /** Against the other unit's file. Nothing of it is revealed but what this case has too. */
  'deconflict.compare': job({
    input: z.strictObject({ key: Grant, theirs: Grant, list: OwnList, ...Chosen }),
    output: z.strictObject({
      exchange: ExchangeId,
      hits: z.array(
        z.strictObject({
          type: z.enum(IDENTIFIER_TYPES),
          value: z.string(),
          /** Where this case has it: `canvas 1`, `run 2`, `accountRun 1`, `label`, `watch`, `request 1`, `person 1`, `list`. */
          where: z.array(z.string()),
        }),
      ),
      own: Counts,
      theirs: Counts,
    }),
    progress: Progress,
  }),
});
