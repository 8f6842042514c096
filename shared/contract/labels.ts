// Lists of labels as versioned sources, search over them, where they contradict each other, and the examiner's own.
import { z } from 'zod';
import { command, defineDomain, job, query } from './define.ts';
import { IntakeResult } from './intake.ts';
import { Label, ListChange, ListNote } from './label.ts';
import { ProfileChoice, TableForm } from './profile.ts';
import { ChainIdText, Empty, Grant, HashText, Progress, ShortText, TimeText } from './values.ts';

export { Label } from './label.ts';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What the examiner says of a list beside what it says of itself. */
const OfList = {
  /** A source it is another version of, by number or id; `none`: of no list that the case has. */
  replaces: z.string().max(64).optional(),
  asOf: Day.optional(),
  creator: ShortText.optional(),
  /** A file with the signature that came with the list, and the signer's public key of minisign. */
  signature: Grant.optional(),
  signatureKey: z.string().max(400).optional(),
  /** How a table is read that does not name its columns as labels do. */
  profile: ProfileChoice.optional(),
  profileFile: Grant.optional(),
  form: TableForm.optional(),
};

const Claim = z.strictObject({
  label: z.string(),
  category: z.string(),
  abuse: z.string(),
  concepts: z.array(z.string()),
  actor: z.string(),
  confidence: z.string(),
});
const Change = z.strictObject({
  kind: z.enum(['added', 'removed', 'changed']),
  chain: ChainIdText.nullable(),
  address: z.string(),
  before: z.array(Claim),
  after: z.array(Claim),
});
const Version = z.strictObject({ source: z.string(), number: z.number().int(), name: z.string(), title: z.string(), asOf: z.string() });

export const LabelPack = z.strictObject({
  source: z.string(),
  number: z.number().int(),
  name: z.string(),
  importer: z.string(),
  exhibit: z.string(),
  taken: TimeText,
  sha256: HashText.nullable(),
  note: ListNote,
  labels: z.number().int(),
  withdrawn: z.boolean(),
  /** Which version of its list, of how many; the last is the one that counts. */
  version: z.number().int(),
  versions: z.number().int(),
  series: z.string(),
});
export type LabelPack = z.output<typeof LabelPack>;

export const labelsContract = defineDomain('labels', {
  'labels.add': job({
    input: z.strictObject({ paths: z.array(Grant).min(1).max(100), exhibit: ShortText.default(''), ...OfList }),
    output: z.strictObject({ results: z.array(IntakeResult) }),
    progress: Progress,
  }),
  /** What taking the list in would bring. Nothing is taken in. */
  'labels.preview': job({
    input: z.strictObject({ path: Grant, ...OfList }),
    output: z.strictObject({
      name: z.string(),
      importer: z.string(),
      note: ListNote,
      labels: z.number().int(),
      sample: z.array(
        z.strictObject({ row: z.number().int(), chain: ChainIdText.nullable(), address: z.string(), claim: Claim, source: z.string() }),
      ),
      refused: z.array(z.strictObject({ row: z.number().int(), reason: z.string(), text: z.string() })),
      /** The version that it would follow. */
      previous: Version.nullable(),
      /** A list that came under the same name; whether it is the same list the examiner must say. */
      sameName: Version.nullable(),
      changes: z.array(Change),
      /** The same file is in the case. */
      known: z.boolean(),
    }),
    progress: Progress,
  }),
  'labels.packs': query({ input: Empty, output: z.strictObject({ packs: z.array(LabelPack) }) }),
  /** What a version says that the version before it did not, or the one named. */
  'labels.changes': query({
    input: z.strictObject({
      source: z.string().max(64),
      against: z.string().max(64).optional(),
      kind: z.enum(['added', 'removed', 'changed']).optional(),
      after: z.number().int().nonnegative().default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.strictObject({ against: Version.nullable(), sum: ListChange, total: z.number().int(), changes: z.array(Change) }),
  }),
  'labels.list': query({
    input: z.strictObject({
      search: z.string().max(200).default(''),
      /** Only the examiner's own. */
      own: z.boolean().default(false),
      /** Only those of one version of a list. */
      source: z.string().max(64).optional(),
      after: z.number().int().default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.strictObject({ total: z.number().int(), labels: z.array(Label) }),
  }),
  /** Addresses of which lists name different actors, categories or kinds of abuse, with all that is said of each. */
  'labels.conflicts': query({
    input: z.strictObject({
      search: z.string().max(200).default(''),
      after: z.number().int().nonnegative().default(0),
      limit: z.number().int().min(1).max(200).default(100),
    }),
    output: z.strictObject({
      total: z.number().int(),
      conflicts: z.array(
        z.strictObject({
          address: z.string(),
          chain: ChainIdText.nullable(),
          over: z.array(z.enum(['actor', 'category', 'abuse'])),
          labels: z.array(Label),
        }),
      ),
    }),
  }),
  /** What lists of actors say of an id that labels name. */
  'labels.actor': query({
    input: z.strictObject({ id: z.string().max(400) }),
    output: z.strictObject({
      actors: z.array(
        z.strictObject({
          source: z.string(),
          label: z.string(),
          uri: z.string(),
          lastModified: z.string(),
          categories: z.array(z.string()),
          jurisdictions: z.array(z.string()),
          aliases: z.array(z.string()),
          context: z.record(z.string(), z.array(z.string())),
        }),
      ),
    }),
  }),
  /** Ids that labels may use, with where each is defined. */
  'labels.vocabulary': query({
    input: Empty,
    output: z.strictObject({
      concepts: z.array(z.strictObject({ id: z.string(), scheme: z.string(), version: z.string(), uri: z.string() })),
      confidences: z.array(z.strictObject({ id: z.string(), level: z.number().int() })),
    }),
  }),
  /** The examiner's own label, undoable. */
  'labels.set': command({
    input: z.strictObject({
      chain: ChainIdText,
      address: z.string().max(200),
      label: ShortText,
      /** What kind of account it is: guards of link rules look at it. */
      category: ShortText.default(''),
      abuse: ShortText.default(''),
      /** What it rests on, in the examiner's words; the examiner where nothing is said. */
      source: ShortText.default(''),
      confidence: ShortText.default(''),
      /** Day from which it is meant. */
      date: z.union([Day, z.literal('')]).default(''),
      reason: ShortText.default(''),
    }),
    output: Empty,
  }),
  /** Writes the examiner's own labels for other programs. */
  'labels.export': command({
    input: z.strictObject({
      out: Grant,
      folder: z.boolean().default(false),
      format: z.enum(['tagpack', 'bip329']),
      title: ShortText.default(''),
    }),
    output: z.strictObject({
      name: z.string(),
      sha256: HashText,
      labels: z.number().int(),
      /** Labels that the format has no place for: of ledgers, or of no chain. */
      leftOut: z.number().int(),
    }),
  }),
});
