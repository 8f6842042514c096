// What a source says of itself where it is a capture: answers that the collector brought from a connected computer.
import { z } from 'zod';
import { HashText } from './values.ts';

export const CaptureNote = z.strictObject({
  /** Random id of the fetch list it answers; several where lists were joined. */
  lists: z.array(z.string()),
  service: z.string(),
  kind: z.string(),
  /** SHA-256 of the collector's public key. It says that captures come from the same key, not whose it is. */
  fingerprint: HashText,
  answers: z.number().int(),
  /** Times of the first and the last answer by the connected computer's clock; null without answers. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  items: z.array(
    z.strictObject({
      chain: z.string(),
      kind: z.enum(['transaction', 'address', 'block']),
      item: z.string(),
      fromBlock: z.number().int().nullable(),
      toBlock: z.number().int().nullable(),
      /** Codes; empty where all that was asked for came. */
      gaps: z.array(z.string()),
    }),
  ),
});
export type CaptureNote = z.output<typeof CaptureNote>;
