// What a question would cost before it is asked: passes, bytes, and a time from the rate at which a sample was read just now.
import type { QuestionCost, QuestionRequest } from '../../../../shared/contract/question.ts';
import type { SourceRow } from '../../casefile/index.ts';
import { bitcoinNetwork } from '../../chains/index.ts';
import { viewOf } from '../chainSession.ts';
import { type AskContext, type AskWork, openFresh, readableRange } from './ask.ts';
import { bytesOfRange, canRead } from './desk.ts';
import { hashAt } from './pass.ts';
import { prepare } from './prepare.ts';

/** Blocks spread over the range that are read to see how fast the medium is. */
const SAMPLE_BLOCKS = 24;

export async function costOf(
  context: AskContext,
  source: SourceRow,
  input: QuestionRequest,
  now: () => number,
  work: AskWork,
): Promise<QuestionCost> {
  const { session } = context;
  const file = session.current();
  const network = bitcoinNetwork(source.chain ?? '');
  if (network === undefined) throw new Error('costOf: a source without a chain');
  const blocks = await openFresh(context, source, network, work);
  try {
    const view = viewOf(session, network);
    const prepared = prepare(file, view, input, readableRange(view, blocks));
    const { low, high } = prepared;
    const passes = input.kind === 'cluster' ? input.rounds : input.kind === 'forward' || input.kind === 'history' ? 1 : 0;
    const frame = {
      ...{ source: source.publicId, sourceName: source.name, kind: input.kind, passes, undo: blocks.store.undo },
      idsToFind: prepared.txids.length,
    };
    if (low === null || high === null || low > high) return { ...frame, range: null, blocks: null, bytes: null, seconds: null };
    const where = { headers: view.headers, blocks };
    const heights: number[] = [];
    for (let height = low; height <= high; height++) if (canRead(where, height)) heights.push(height);
    const bytes = bytesOfRange(where, { from: low, to: high });
    const step = Math.max(1, Math.floor(heights.length / SAMPLE_BLOCKS));
    const sample = heights.filter((_, i) => i % step === 0).slice(0, SAMPLE_BLOCKS);
    const hashes = new Uint8Array(sample.length * 32);
    sample.forEach((height, i) => hashes.set(hashAt(view.headers, view.headers.at(height)), i * 32));
    const begun = now();
    let sampled = 0;
    for await (const block of blocks.store.read(hashes, work.signal)) sampled += block.bytes.length;
    const rate = sampled / Math.max(1, now() - begun);
    const seconds = bytes === null || sampled === 0 ? null : Math.ceil(bytes / rate / 1000);
    return { ...frame, range: { from: low, to: high }, blocks: heights.length, bytes, seconds };
  } finally {
    blocks.store.close();
  }
}
