// Typologies: rules that read the payments of a case for known patterns, what they find, and what the examiner makes of it. Every finding is
// an inference that says which conditions are met by what figures; there is no score.
import { z } from 'zod';
import { AssetView } from './account.ts';
import { command, defineDomain, job, query } from './define.ts';
import { AmountText, Empty, LongText, Progress, TimeText } from './values.ts';

const Count = z.number().int().nonnegative();
const Code = z.string().max(60);
const FindingNumber = z.number().int().positive();

/** `share`: hundredths of a percent. */
const Unit = z.enum(['count', 'seconds', 'share', 'amount']);

export const TypologyRule = z.strictObject({
  id: Code,
  version: Count,
  heading: Code,
  citation: z.string(),
  parameters: z.array(
    z.strictObject({ id: Code, unit: Unit, standard: z.number().int(), least: z.number().int(), most: z.number().int() }),
  ),
  limits: z.enum(['none', 'optional', 'required']),
  innocent: z.array(Code),
  needs: z.array(Code),
});
export type TypologyRule = z.output<typeof TypologyRule>;

/** A limit of some law or standard, as it was written down: which one applies is for the examiner to say. */
const LimitOfLaw = z.strictObject({
  id: Code,
  /** ISO 3166 code, or the name of the body. */
  jurisdiction: z.string(),
  kind: z.enum(['reporting', 'identification', 'travelRule']),
  currency: z.string(),
  /** In whole units of the currency. */
  amount: AmountText,
  source: z.string(),
  stated: z.string(),
});

export const AskedRule = z.strictObject({
  rule: Code,
  parameters: z.record(Code, z.number().int()).default({}),
  /** By key of the asset, in its smallest unit. */
  limits: z.record(z.string().max(300), AmountText).default({}),
});

const Bound = z.strictObject({ code: Code, count: Count });

const RuleCount = z.strictObject({
  rule: z.string(),
  findings: Count,
  nearMisses: Count,
  /** Findings that are kept and can be opened; the others are counted alone. */
  kept: Count,
  bounds: z.array(Bound),
});

/** `asset`: place in the list of assets beside it; of amounts alone. */
const Figure = z.strictObject({ code: Code, unit: Unit, asset: Count.nullable(), value: z.string() });
const Condition = z.strictObject({
  code: Code,
  unit: Unit,
  asset: Count.nullable(),
  is: z.enum(['least', 'most']),
  needed: z.string(),
  found: z.string(),
  met: z.boolean(),
});
export const FindingParty = z.strictObject({ chain: z.string(), kind: z.enum(['address', 'cluster']), id: z.string() });

const FindingSummary = z.strictObject({
  subject: FindingParty,
  assets: z.array(AssetView),
  conditions: z.array(Condition),
  payments: Count,
  firstSeconds: z.number().int().nullable(),
  lastSeconds: z.number().int().nullable(),
});

const Standing = z.enum(['open', 'accepted', 'dismissed']);
const Kind = z.enum(['finding', 'near']);

const Listed = FindingSummary.extend({
  finding: FindingNumber,
  run: Count,
  /** Rule with version. */
  rule: z.string(),
  kind: Kind,
  standing: Standing,
  reason: z.string().nullable(),
});
export type FindingListed = z.output<typeof Listed>;

export const FindingDetail = Listed.extend({
  figures: z.array(Figure),
  signs: z.array(z.strictObject({ code: Code, state: z.enum(['yes', 'no', 'unknown']) })),
  missing: z.array(Code),
  parties: z.array(FindingParty),
  moreParties: Count,
  flows: z.array(
    z.strictObject({
      item: z.string(),
      timeSeconds: z.number().int(),
      transaction: z.string(),
      chain: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      asset: Count,
      amount: AmountText,
    }),
  ),
  /** Payments that it rests on and that are not kept one by one. */
  moreFlows: Count,
  transactions: z.array(z.strictObject({ chain: z.string(), id: z.string() })),
  parameters: z.array(z.strictObject({ id: Code, unit: Unit, value: z.number().int() })),
  innocent: z.array(Code),
  heading: Code,
  citation: z.string(),
});
export type FindingDetail = z.output<typeof FindingDetail>;

const Run = z.strictObject({
  run: Count,
  time: TimeText,
  rules: z.array(AskedRule),
  counts: z.array(RuleCount),
  bounds: z.array(Bound),
  payments: Count,
});
export type TypologyRun = z.output<typeof Run>;

const SelfTestRow = z.strictObject({
  rule: z.string(),
  planted: Count,
  found: Count,
  honest: Count,
  /** Honest look-alikes that the rule finds, by their kind. */
  foundHonest: z.array(Bound),
});

export const typologyContract = defineDomain('typologies', {
  'typologies.rules': query({
    input: Empty,
    output: z.strictObject({ rules: z.array(TypologyRule), limitTable: z.array(LimitOfLaw) }),
  }),
  /** What the rules have to read: the first question puts the payments of the case together. */
  'typologies.input': query({
    input: Empty,
    output: z.strictObject({ payments: Count, parties: Count, assets: z.array(AssetView), bounds: z.array(Bound) }),
    progress: Progress,
  }),
  'typologies.run': job({
    input: z.strictObject({ rules: z.array(AskedRule).min(1).max(60) }),
    output: Run.extend({ milliseconds: z.array(z.strictObject({ rule: z.string(), milliseconds: Count })) }),
    progress: Progress,
  }),
  /** The same for one rule, counted and not kept. */
  'typologies.try': job({ input: AskedRule, output: RuleCount, progress: Progress }),
  'typologies.runs': query({ input: Empty, output: z.strictObject({ runs: z.array(Run) }) }),
  'typologies.list': query({
    input: z.strictObject({
      /** The last one where none is named. */
      run: Count.optional(),
      rule: z.string().max(60).optional(),
      kind: Kind.default('finding'),
      standing: Standing.optional(),
      after: Count.default(0),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.strictObject({ total: Count, findings: z.array(Listed) }),
  }),
  'typologies.finding': query({ input: z.strictObject({ finding: FindingNumber }), output: FindingDetail }),
  /** What the examiner makes of it; undoable. Accepted findings go into the report. */
  'typologies.judge': command({
    input: z.strictObject({ finding: FindingNumber, verdict: z.enum(['accepted', 'dismissed']), reason: LongText.min(1) }),
    output: z.strictObject({ finding: FindingNumber, rule: z.string(), standing: Standing }),
  }),
  /** Planted patterns and honest look-alikes of the program's own: counts, no error rate. */
  'typologies.selfTest': job({ input: Empty, output: z.strictObject({ rows: z.array(SelfTestRow) }), progress: Progress }),
});
