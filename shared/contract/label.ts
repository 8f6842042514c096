// A label as it is shown, and what a list of labels says of itself. Labels are claims: each names its source.
import { z } from 'zod';
import { ChainIdText, HashText } from './values.ts';

export const Label = z.strictObject({
  id: z.number().int(),
  /** The id of a transaction or an output where `subject` says so. */
  address: z.string(),
  subject: z.enum(['address', 'transaction', 'output']),
  chain: ChainIdText.nullable(),
  label: z.string(),
  source: z.string(),
  category: z.string(),
  abuse: z.string(),
  /** Ids of a taxonomy, as the source wrote them. */
  concepts: z.array(z.string()),
  actor: z.string(),
  creator: z.string(),
  confidence: z.string(),
  /** The TagPack schema's level of that confidence; null for a word that it does not have. */
  level: z.number().int().nullable(),
  /** As the source wrote it. */
  date: z.string(),
  tagType: z.string(),
  /** The source lets it stand for the whole cluster of the address. */
  definesCluster: z.boolean(),
  /** What the source itself took it over from, e.g. `cluster`. */
  inherited: z.string(),
  context: z.string(),
  own: z.boolean(),
  /** Day of the first version of its list that makes the claim, of those the case has; empty for one without versions. */
  listed: z.string(),
  /** Day of the version that no longer makes it; empty while it stands. */
  delisted: z.string(),
  sourceId: z.string(),
  row: z.number().int(),
});
export type Label = z.output<typeof Label>;

const Signature = z.strictObject({ file: z.string(), sha256: HashText, state: z.enum(['valid', 'notChecked']), key: z.string() });
export const ListChange = z.strictObject({
  added: z.number().int(),
  removed: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
});

export const ListNote = z.strictObject({
  format: z.string(),
  title: z.string(),
  creator: z.string(),
  asOf: z.string(),
  actors: z.number().int(),
  /** Rows not taken, by reason. */
  refused: z.record(z.string(), z.number().int()),
  previous: z.strictObject({ source: z.string(), asOf: z.string() }).nullable(),
  change: ListChange.nullable(),
  signature: Signature.nullable(),
});
