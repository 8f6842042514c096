// What a question would cost before it is asked: passes, bytes, and a time from the rate at which a sample was read just now.
import type { QuestionCost, QuestionRequest } from '../../../../shared/contract/question.ts';
import type { CaseFile, SourceRow } from '../../casefile/index.ts';
import { bitcoinNetwork, merkleRoot, newColumns, txidsOf } from '../../chains/index.ts';
import { viewOf } from '../chainSession.ts';
import type { ChainView } from '../chainView.ts';
import { type AskContext, type AskWork, openFresh, readableRange } from './ask.ts';
import { bytesOfRange, canRead, undoBytesOf } from './desk.ts';
import { hashAt, rootRefusal, tryRead } from './pass.ts';
import { prepare, type Prepared } from './prepare.ts';
import { createSight, spentBefore } from './spentBefore.ts';

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
    const prepared = prepare(file, view, input, readableRange(view, blocks, source.name));
    const { low, high } = prepared;
    const passes = input.kind === 'cluster' ? input.rounds : input.kind === 'forward' || input.kind === 'history' ? 1 : 0;
    const frame = {
      ...{ source: source.publicId, sourceName: source.name, kind: input.kind, passes, undo: blocks.store.undo },
      idsToFind: prepared.txids.length,
    };
    if (low === null || high === null || low > high)
      return { ...frame, range: null, blocks: null, bytes: null, undoBytes: 0, undoBlocks: 0, seconds: null };
    const where = { headers: view.headers, blocks };
    const heights: number[] = [];
    for (let height = low; height <= high; height++) if (canRead(where, height)) heights.push(height);
    const blockBytes = bytesOfRange(where, { from: low, to: high });
    const asked = undoHeights(file, view, prepared, heights);
    const undoBytes = asked.length === 0 ? 0 : undoBytesOf(where, asked);
    const bytes = blockBytes === null || undoBytes === null ? null : blockBytes + undoBytes;
    const step = Math.max(1, Math.floor(heights.length / SAMPLE_BLOCKS));
    const sample = heights.filter((_, i) => i % step === 0).slice(0, SAMPLE_BLOCKS);
    const hashes = new Uint8Array(sample.length * 32);
    sample.forEach((height, i) => hashes.set(hashAt(view.headers, view.headers.at(height)), i * 32));
    const begun = now();
    let sampled = 0;
    const columns = newColumns();
    for await (const { bytes: block } of blocks.store.read(hashes, work.signal)) {
      sampled += block.length;
      if (input.thorough && tryRead(block, columns, network.transactionForm) === null)
        rootRefusal(merkleRoot(txidsOf(block, columns)), block);
    }
    const rate = sampled / Math.max(1, now() - begun);
    const seconds = bytes === null || sampled === 0 ? null : Math.ceil(bytes / rate / 1000);
    return { ...frame, range: { from: low, to: high }, blocks: heights.length, bytes, undoBytes, undoBlocks: asked.length, seconds };
  } finally {
    blocks.store.close();
  }
}

/** Heights of a pass at which undo data are asked for spends of outputs that nobody has seen. */
function undoHeights(file: CaseFile, view: ChainView, { scripts }: Prepared, heights: readonly number[]): number[] {
  const before = spentBefore(
    file,
    view,
    scripts.map((script) => new Uint8Array(Buffer.from(script, 'hex'))),
  );
  if (before === null) return [];
  const sight = createSight(before.known);
  return heights.filter((height) => {
    const isAsked = !sight.reaches(height);
    sight.saw(height);
    return isAsked;
  });
}
