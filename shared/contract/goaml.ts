// What a goAML report says of itself, kept with its source.
import { z } from 'zod';

const Text = z.string();
const Count = z.number().int().nonnegative();
const Names = z.array(z.strictObject({ name: Text, count: Count }));

export const ReportNote = z.strictObject({
  /** Family of the schema, by the elements it uses. */
  form: z.enum(['4', '5']),
  ...{ schemaVersion: Text, reportingEntity: Text, branch: Text, reportCode: Text, submissionCode: Text, reference: Text },
  ...{ authorityReference: Text, date: Text, currency: Text, reason: Text, action: Text },
  indicators: z.array(Text),
  ...{ transactions: Count, movements: Count, refused: Count },
  /** Elements of no schema known here, and known ones from which nothing is taken over: they are in the file alone. */
  unknown: Names,
  unread: Names,
});
export type ReportNote = z.output<typeof ReportNote>;
