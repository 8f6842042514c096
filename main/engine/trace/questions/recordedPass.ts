// A pass whose finds go into the case while it runs: in batches, and once more when it is stopped or fails, so that a question goes on
// where it was. What is lost by a kill is one batch.
import { bytesOfRange, type Desk } from './desk.ts';
import { type HeightRange, joinRanges } from '../searched.ts';
import { type Match, type PassPlace, type PassResult, runPass, type Wanted } from './pass.ts';
import { createRecord, type QuestionRecord } from './record.ts';

export interface RecordedPass {
  readonly pass: PassResult;
  readonly record: QuestionRecord;
  /** Where the question stands: every height it read, and where it saw no earlier spends, earlier sessions included. */
  readonly end: PassEnd;
}

export interface PassEnd {
  readonly next: number;
  readonly read: readonly HeightRange[];
  readonly blind: readonly HeightRange[];
}

export async function recordedPass(
  desk: Desk,
  wanted: Wanted,
  start: PassEnd,
  matched: (match: Match, record: QuestionRecord) => void,
  /** Told of each height that was read, before the next block is. */
  passed: (height: number) => void = () => undefined,
): Promise<RecordedPass> {
  const record = createRecord(desk);
  const range = { from: start.next, to: desk.range.to };
  const total = bytesOfRange(desk, range);
  let flushedAt = 0;
  let reached: PassPlace | null = null;
  // Joined only where it is written: an archive may have as many stretches as files.
  const progress = (at: PassPlace): PassEnd => ({
    next: at.height + 1,
    read: joinRanges(start.read, at.read),
    blind: joinRanges(start.blind, at.blind),
  });
  const { spentBefore } = wanted;
  const known = spentBefore === null ? null : { ...spentBefore, known: joinRanges(spentBefore.known, start.read) };
  try {
    const pass = await runPass(
      { network: desk.network, headers: desk.headers, store: desk.blocks.store, thorough: desk.thorough },
      range,
      { ...wanted, spentBefore: known },
      {
        matched: (match) => matched(match, record),
        blockDone({ height, bytes, read, blind }) {
          desk.check();
          reached = { height, read, blind };
          passed(height);
          if (!record.isFull && bytes - flushedAt < desk.batchBytes) {
            if ((height & 0xf) === 0) desk.work.report({ phase: 'pass', done: bytes, total, unit: 'bytes' });
            return;
          }
          flushedAt = bytes;
          desk.work.report({ phase: 'pass', done: bytes, total, unit: 'bytes' });
          record.flush(progress(reached));
        },
      },
      desk.work.signal,
    );
    const end = progress({ height: desk.range.to, read: pass.read, blind: pass.blind });
    record.flush(end);
    return { pass, record, end };
  } catch (error) {
    // What was found in whole blocks stays found. Where the case cannot be written, the first failure is the one to tell.
    if (reached !== null) record.keep(progress(reached));
    throw error;
  }
}
