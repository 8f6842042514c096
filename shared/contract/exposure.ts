// Exposure: from which labelled parties money came to an address, and to which it went, directly or over others; lists of addresses screened
// by the unit's own rules. Exposure is an inference under a policy; what the case does not show is said, never dropped, and there is no score.
import { z } from 'zod';
import { AssetView } from './account.ts';
import { command, defineDomain, job, query } from './define.ts';
import { FindingParty } from './typology.ts';
import { AmountText, Empty, Grant, HashText, LongText, Progress, ShortText, TimeText } from './values.ts';

const Count = z.number().int().nonnegative();
const Code = z.string().max(60);
const Word = z.string().max(200);

export const ExposureAsked = z.strictObject({
  policy: Code.default('haircut'),
  /** Payments from a labelled party at most, the direct one counted; null: as far as the case goes. */
  mostHops: z.number().int().min(1).max(100).nullable().default(null),
  /** Categories of labels that do not end the way. */
  followed: z.array(Word).max(100).default([]),
  /** A party without a label that stands in more payments ends the way; null: never. */
  busy: z.number().int().min(1).max(1_000_000_000).nullable().default(1000),
  /** A contract without a label ends the way. */
  contracts: z.boolean().default(true),
});
export type ExposureAsked = z.output<typeof ExposureAsked>;

/** Whether a list named the party when it was paid. `unknown`: the versions of the list that the case holds do not say. */
const Listing = z.enum(['listed', 'before', 'after', 'unknown']);

/** One way between what was asked and a labelled end, over payments of one asset in the order of time. An example, not the whole. */
const ExposureExample = z.strictObject({
  payments: z.array(
    z.strictObject({
      /** As it stands on a canvas. */
      item: z.string(),
      timeSeconds: z.number().int(),
      transaction: z.string(),
      chain: z.string(),
      from: FindingParty,
      to: FindingParty,
      amount: AmountText,
    }),
  ),
  /** The least of its payments. */
  least: AmountText,
});
export type ExposureExample = z.output<typeof ExposureExample>;

export const ExposurePart = z.strictObject({
  part: z.enum(['direct', 'indirect', 'unknown']),
  /** True where the party on the other side of the payment itself ends the way, for whatever reason. */
  isDirect: z.boolean(),
  /** Of labels; several where labels contradict each other or say more than one thing. Empty for what is not known. */
  categories: z.array(z.string()),
  listing: Listing.nullable(),
  /** The label is of one address of its cluster: an inference. */
  byCluster: z.boolean(),
  /** Why it is not known; else null. */
  reason: Code.nullable(),
  amount: AmountText,
  payments: Count,
  /** Of what is known, where it was asked for; null where no way is short enough. */
  example: ExposureExample.nullable().optional(),
});
export type ExposurePart = z.output<typeof ExposurePart>;

export const ExposureSheet = z.strictObject({
  direction: z.enum(['in', 'out']),
  asset: AssetView,
  total: AmountText,
  payments: Count,
  /** Between parties of what was asked; in no part. */
  internal: AmountText,
  parts: z.array(ExposurePart),
});
export type ExposureSheet = z.output<typeof ExposureSheet>;

const PartyLabel = z.strictObject({
  label: z.string(),
  categories: z.array(z.string()),
  source: z.string(),
  /** Day from which it is known to stand, and from which it no longer does; empty where nobody says. */
  from: z.string(),
  until: z.string(),
});

export const RuleVerdict = z.strictObject({
  rule: Code,
  title: z.string(),
  /** `cannotTell`: it is not met by what is known, and would be if what is not known belonged there. */
  verdict: z.enum(['met', 'notMet', 'cannotTell']),
  /** One for each asset that meets it or could; the largest where none does. */
  because: z.array(
    z.strictObject({
      direction: z.enum(['in', 'out']).nullable(),
      exposure: z.enum(['direct', 'indirect', 'any', 'own', 'unknown']),
      categories: z.array(z.string()),
      unit: z.enum(['share', 'amount', 'label']),
      asset: AssetView.nullable(),
      /** Shares in hundredths of a percent, rounded down. */
      found: z.string(),
      needed: z.string(),
      /** What is not known in the same unit. */
      unknown: z.string(),
    }),
  ),
});
export type RuleVerdict = z.output<typeof RuleVerdict>;

export const Exposed = z.strictObject({
  /** As it was asked. */
  text: z.string(),
  /** `notInCase`: an address without a payment in the case; `invalid`: no address of a chain the program knows. */
  state: z.enum(['inCase', 'notInCase', 'invalid']),
  parties: z.array(FindingParty),
  moreParties: Count,
  labels: z.array(PartyLabel),
  sheets: z.array(ExposureSheet),
  verdicts: z.array(RuleVerdict),
});
export type Exposed = z.output<typeof Exposed>;

export const ExposureRule = z.strictObject({
  id: Code,
  title: ShortText,
  /** Any of them; `*` is every label. */
  categories: z.array(z.string()),
  direction: z.enum(['in', 'out', 'either']),
  exposure: z.enum(['direct', 'indirect', 'any', 'own', 'unknown']),
  /** Only what was paid while a list named the party. */
  whileListed: z.boolean(),
  least: z.discriminatedUnion('unit', [
    z.strictObject({ unit: z.literal('share'), hundredths: z.number().int().min(0).max(10_000) }),
    z.strictObject({ unit: z.literal('amount'), amount: z.string().max(100), asset: z.string().max(200) }),
    z.strictObject({ unit: z.literal('some') }),
  ]),
});
export type ExposureRule = z.output<typeof ExposureRule>;

export const RuleBook = z.strictObject({
  title: ShortText,
  /** Of the file; of the program's own example. */
  sha256: HashText,
  example: z.boolean(),
  rules: z.array(ExposureRule),
});
export type RuleBook = z.output<typeof RuleBook>;

const Bound = z.strictObject({ code: Code, count: Count });

export const Screening = z.strictObject({
  screening: Count,
  time: TimeText,
  name: z.string(),
  asked: ExposureAsked,
  policy: z.string(),
  book: RuleBook,
  addresses: Count,
  inCase: Count,
  notInCase: Count,
  invalid: Count,
  /** How many addresses meet each rule, and of how many it cannot be told. */
  counts: z.array(z.strictObject({ rule: Code, met: Count, cannotTell: Count })),
  payments: Count,
  bounds: z.array(Bound),
  inReport: z.boolean(),
});
export type Screening = z.output<typeof Screening>;

/** A row of the list and what was found of it. */
export const ScreeningRow = Exposed.extend({ row: Count });
export type ScreeningRow = z.output<typeof ScreeningRow>;

export const exposureContract = defineDomain('exposure', {
  'exposure.of': job({
    input: ExposureAsked.extend({
      subject: z.union([
        z.strictObject({ address: z.string().min(1).max(200), chain: z.string().max(96).optional() }),
        /** Everything whose labels name it. */
        z.strictObject({ name: ShortText.min(1) }),
      ]),
    }),
    output: z.strictObject({
      exposed: Exposed,
      asked: ExposureAsked,
      policy: z.string(),
      book: RuleBook,
      payments: Count,
      bounds: z.array(Bound),
      /** Policies that can be chosen. */
      policies: z.array(Code),
    }),
    progress: Progress,
  }),
  'exposure.rules': query({ input: Empty, output: RuleBook }),
  /** Takes the unit's rules in for this case (undoable); no file: back to the example. */
  'exposure.setRules': command({ input: z.strictObject({ file: Grant.optional() }), output: RuleBook }),
  /** The program's example as text, to begin one's own with. */
  'exposure.example': query({ input: Empty, output: z.strictObject({ text: LongText }) }),
  'exposure.screen': job({
    input: ExposureAsked.extend({
      /** A table with a column of addresses, or one address a line. */
      file: Grant.optional(),
      text: z.string().max(5_000_000).optional(),
      /** Rules for this screening alone; else those of the case. */
      rules: Grant.optional(),
    }),
    output: Screening,
    progress: Progress,
  }),
  'exposure.screenings': query({ input: Empty, output: z.strictObject({ screenings: z.array(Screening) }) }),
  'exposure.rows': query({
    input: z.strictObject({
      screening: Count,
      /** Rows with this verdict of the rule named, or of any. */
      verdict: z.enum(['met', 'cannotTell']).optional(),
      rule: Code.optional(),
      state: z.enum(['inCase', 'notInCase', 'invalid']).optional(),
      after: Count.default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.strictObject({ total: Count, rows: z.array(ScreeningRow) }),
  }),
  /** Whether a screening is printed in the report; undoable. */
  'exposure.forReport': command({
    input: z.strictObject({ screening: Count, inReport: z.boolean() }),
    output: z.strictObject({ screening: Count, inReport: z.boolean() }),
  }),
});

export const exposureSaveContract = defineDomain('exposure', {
  /** A screening as a table, every row of the list with what was found. */
  'exposure.save': job({
    input: z.strictObject({
      screening: Count,
      out: Grant,
      format: z.enum(['csv', 'xlsx']),
      locale: z.string().max(20).default('en'),
    }),
    output: z.strictObject({ name: z.string(), rows: Count, sha256: HashText }),
    progress: Progress,
  }),
});
