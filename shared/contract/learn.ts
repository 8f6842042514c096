// Practice: cases whose truth is known, made on this computer from the program's own stories. Nothing of them is evidence.
import { z } from 'zod';
import { CaseInfo } from './case.ts';
import { defineDomain, job } from './define.ts';
import { Grant, Progress, ShortText } from './values.ts';

export const learnContract = defineDomain('learn', {
  /** Writes the story's files into a new folder, creates a practice case beside them, takes the files in and leaves the case open. */
  'learn.practice': job({
    input: z.strictObject({
      /**
       * A theft over the practice coin; a ring of mules with two exchanges' replies and a bank's export; laundering dressed as trade; or a phone and a laptop
       * with one phrase split over both.
       */
      story: z.enum(['theft', 'ring', 'trade', 'device']),
      /** A folder that does not exist yet, or is empty. */
      out: Grant,
      title: ShortText.min(1),
      examiner: ShortText.min(1),
      agency: ShortText.min(1),
    }),
    output: z.strictObject({
      info: CaseInfo,
      /** Also in a file beside the case: a practice case must open for whoever finds it. */
      passphrase: z.string(),
      folderName: z.string(),
      /** The file that holds the truth: for after the exercise. */
      truth: z.string(),
      /** The sheet of the exercise; null where it has none. */
      task: z.string().nullable(),
    }),
    progress: Progress,
  }),
});
