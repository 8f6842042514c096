// Checks the blocks of a source one by one and writes those that hold, in batches of one transaction each with its event: a
// kill loses at most the batch under way, and the source resumes behind the last one written.
import { displayHash } from '../../../shared/model/bytes.ts';
import type { BlockRow, CaseFile } from '../casefile/index.ts';
import { type BitcoinNetwork, type HeaderChain, sha256d } from '../chains/index.ts';
import { breathe, throwIfCancelled, type Work } from '../kernel/index.ts';
import type { BlockChecker } from './blockChecker.ts';
import type { GroupBlock, SegmentColumns } from './checkGroup.ts';
import type { BlockPlace, Material, Progress } from './material.ts';
import { createSegmentWriter, type SpentOutputs } from './segments.ts';
import type { JudgedHeaders } from './sourceHeaders.ts';
import type { TakeInResult } from './result.ts';
import { createUndoCheck } from './undoColumns.ts';

const BATCH_BYTES = 64 << 20;
/** Small blocks make a batch long before they fill it. */
const BATCH_BLOCKS = 20_000;

export interface BlockSource {
  readonly source: number;
  readonly publicId: string;
  readonly fileIds: readonly number[];
  readonly keepRaw: boolean;
  readonly batchBytes: number | undefined;
  /** In the order in which they are taken in. */
  readonly places: readonly OrderedPlace[];
  readonly checker: BlockChecker;
}
export interface BlockCounts {
  accepted: number;
  new: number;
  stale: number;
  transactions: number;
  undo: boolean;
  readonly refused: TakeInResult['refused'];
  /** Number of the next batch. */
  batch: number;
}
type NewRow = Omit<BlockRow, 'id' | 'segment' | 'source' | 'complete'> & { readonly segment: number | null };

export async function takeInBlocks(
  file: CaseFile,
  network: BitcoinNetwork,
  judged: JudgedHeaders,
  material: Material,
  given: BlockSource,
  work: Work<Progress>,
): Promise<BlockCounts> {
  const { chain } = judged;
  const { source, publicId, fileIds, keepRaw, batchBytes: fullBatch = BATCH_BYTES, places, checker } = given;
  const own = new Set(file.chain.segmentsOfSource(source).map((segment) => segment.id));
  const earlier = new Map(
    file.chain
      .blocks(network.id)
      .filter((row) => row.source === source && row.complete)
      .map((row) => [displayHash(row.hash), row]),
  );
  const refused = file.sources.refused(source).map((row) => ({ ...row }));
  const knownRefusals = new Set(refused.map((row) => `${row.hash} ${row.reason}`));
  const counts: BlockCounts = { accepted: 0, new: 0, stale: 0, transactions: 0, undo: false, refused, batch: own.size };
  const hasUndo = createUndoCheck(file);
  const writer = createSegmentWriter(keepRaw);
  const totalBytes = places.reduce((sum, { place }) => sum + place.length, 0);
  const counted = new Set<string>();
  let pending: NewRow[] = [];
  let newRefused: TakeInResult['refused'] = [];
  let batchBytes = 0;
  let doneBytes = 0;

  const flush = () => {
    if (pending.length === 0 && newRefused.length === 0) return;
    file.transaction(() => {
      const { segment, digest } = writer.flush(file, { source, chain: network.id, batch: counts.batch });
      for (const block of pending) file.chain.addBlock(network.id, { ...block, source, complete: true, segment: block.segment ?? segment });
      for (const row of newRefused) file.sources.addRefused(source, row);
      file.journal.append('act', 'intake.batch', {
        source: publicId,
        batch: counts.batch,
        blocks: pending.length,
        refused: newRefused.length,
        digest,
      });
    });
    counts.batch++;
    pending = [];
    newRefused = [];
    batchBytes = 0;
  };
  const accept = (display: string, header: number, transactions: number, isNew: boolean) => {
    counts.accepted++;
    counts.transactions += transactions;
    if (chain.state(header) === 'stale') counts.stale++;
    if (isNew && !counted.has(display)) counts.new++;
    counted.add(display);
  };

  for (const [step, { place, number, header }] of places.entries()) {
    throwIfCancelled(work);
    doneBytes += place.length;
    if (step % 64 === 0 || batchBytes === 0) {
      work.report({ phase: 'blocks', done: doneBytes, total: totalBytes, unit: 'bytes' });
      await breathe();
    }
    const hash = chain.hashes.slice(header * 32, header * 32 + 32);
    const display = displayHash(hash);
    const written = earlier.get(display);
    if (written !== undefined) {
      accept(display, header, written.txCount, own.has(written.segment));
      counts.undo ||= hasUndo(written);
      continue;
    }
    const outcome = judged.refusal(header) ?? (await checker.check(number));
    if (typeof outcome === 'string' || outcome.refusal !== null) {
      const height = chain.height[header] as number;
      const row = {
        height: height < 0 ? null : height,
        claimedHeight: typeof outcome === 'string' ? null : outcome.claimed,
        hash: display,
        reason: typeof outcome === 'string' ? outcome : (outcome.refusal as string),
      };
      if (knownRefusals.has(`${display} ${row.reason}`)) continue;
      knownRefusals.add(`${display} ${row.reason}`);
      refused.push(row);
      newRefused.push(row);
      continue;
    }
    const undo = undoOf(material, network, number, outcome);
    counts.undo ||= undo !== null;
    if (counted.has(display)) {
      accept(display, header, outcome.columns.txCount, false);
      continue;
    }
    const known = file.chain.completeBlocks(network.id, hash);
    accept(display, header, outcome.columns.txCount, known.length === 0);
    const frame = { hash, txCount: outcome.columns.txCount, totalTransactions: outcome.columns.txCount, claimedHeight: outcome.claimed };
    const ownPlace = { file: fileIds[place.file] as number, offset: place.offset, length: place.length };
    // A block already held is noted for this source too, so that it stays when the other one is withdrawn; its columns stand
    // once, unless this source brings undo values that they lack.
    const shared = known.find((row) => undo === null || undo.count === 0 || hasUndo(row));
    const raw = shared === undefined ? undefined : file.sources.file(shared.file);
    if (shared !== undefined && (raw?.rawKept === true || !keepRaw)) {
      const { file: sharedFile, offset, length } = shared;
      pending.push({
        ...frame,
        ...(raw?.rawKept === true ? { file: sharedFile, offset, length } : ownPlace),
        segment: shared.segment,
        txFirst: shared.txFirst,
      });
    } else {
      const { txFirst, rawAt } = writer.add(outcome.bytes, outcome.columns, outcome.txids, undo);
      pending.push({ ...frame, ...ownPlace, ...(keepRaw ? { offset: rawAt } : {}), segment: null, txFirst });
      batchBytes += place.length;
    }
    if (batchBytes >= fullBatch || pending.length >= BATCH_BLOCKS) flush();
  }
  flush();
  work.report({ phase: 'blocks', done: totalBytes, total: totalBytes, unit: 'bytes' });
  return counts;
}

function undoOf(material: Material, network: BitcoinNetwork, number: number, { bytes, columns }: GroupBlock): SpentOutputs | null {
  return material.undo?.(number, bytes.subarray(4, 36), spentCounts(columns), network.transactionForm) ?? null;
}

/** How many outputs each transaction but the coinbase spends: what undo data must agree with. */
function spentCounts(columns: SegmentColumns): number[] {
  const counts: number[] = [];
  for (let tx = 1; tx < columns.txCount; tx++) counts.push((columns.txInStart[tx + 1] as number) - (columns.txInStart[tx] as number));
  return counts;
}

export interface OrderedPlace {
  readonly place: BlockPlace;
  readonly number: number;
  readonly header: number;
}

/** Blocks in chain order: by height, then unanchored ones as they lie. Headers that broke a rule come along to be reported. */
export function orderPlaces(blocks: readonly BlockPlace[], chain: HeaderChain): OrderedPlace[] {
  const numbered = blocks.map((place, number) => ({ place, number, header: chain.find(sha256d(place.header)) as number }));
  const height = (header: number) => ((chain.height[header] as number) < 0 ? Number.MAX_SAFE_INTEGER : (chain.height[header] as number));
  return numbered.sort((a, b) => height(a.header) - height(b.header) || a.number - b.number);
}
