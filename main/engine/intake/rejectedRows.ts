// Every row of a source that was not taken, wherever its kind keeps them.
import type { CaseFile } from '../casefile/index.ts';
import { rejectedInBatches } from './accounts/rejections.ts';
import type { RejectedRow } from './material.ts';
import { refusedLabels } from './takeInLabels.ts';

export function* rejectedRowsOf(file: CaseFile, source: number): Generator<readonly RejectedRow[]> {
  yield* rejectedInBatches(file, source);
  yield* refusedLabels(file, source);
}
