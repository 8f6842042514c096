// A pass whose finds go into the case while it runs: in batches, and once more when it is stopped or fails, so that a question goes on
// where it was. What is lost by a kill is one batch.
import { bytesOfRange, type Desk } from './desk.ts';
import { type HeightRange, joinRanges } from '../searched.ts';
import { type Match, type PassResult, runPass, type Wanted } from './pass.ts';
import { createRecord, type QuestionRecord } from './record.ts';

export interface RecordedPass {
  readonly pass: PassResult;
  readonly record: QuestionRecord;
  /** Where the question stands: every height it read, earlier sessions included. */
  readonly end: { readonly next: number; readonly read: readonly HeightRange[] };
}

export async function recordedPass(
  desk: Desk,
  wanted: Wanted,
  matched: (match: Match, record: QuestionRecord) => void,
): Promise<RecordedPass> {
  const record = createRecord(desk);
  const range = { from: desk.next, to: desk.range.to };
  const total = bytesOfRange(desk, range);
  let flushedAt = 0;
  let reached: { next: number; read: readonly HeightRange[] } | null = null;
  try {
    const pass = await runPass(
      desk.network,
      desk.headers,
      desk.blocks.store,
      range,
      wanted,
      {
        matched: (match) => matched(match, record),
        blockDone({ height, bytes, read }) {
          reached = { next: height + 1, read: joinRanges(desk.readBefore, read) };
          if (!record.isFull && bytes - flushedAt < desk.batchBytes) {
            if ((height & 0xf) === 0) desk.work.report({ phase: 'pass', done: bytes, total, unit: 'bytes' });
            return;
          }
          flushedAt = bytes;
          desk.work.report({ phase: 'pass', done: bytes, total, unit: 'bytes' });
          record.flush(reached);
        },
      },
      desk.work.signal,
    );
    const end = { next: desk.range.to + 1, read: joinRanges(desk.readBefore, pass.read) };
    record.flush(end);
    return { pass, record, end };
  } catch (error) {
    // What was found in whole blocks stays found. Where the case cannot be written, the first failure is the one to tell.
    if (reached !== null) record.keep(reached);
    throw error;
  }
}
