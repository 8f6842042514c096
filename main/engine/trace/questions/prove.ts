// After a pass: the transactions a run will rely on get their raw bytes and branches, and the parents of their inputs come into the
// case with theirs, found by the heights that undo data give. What has too many to prove stays one source's word.
import { displayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { UNKNOWN_PARENT } from '../slice.ts';
import type { ChainView } from '../chainView.ts';
import type { Desk } from './desk.ts';
import { type Asks, askFor, type Fetched, fetchProven } from './fetch.ts';
import { createRecord, type QuestionRecord, readMatch } from './record.ts';

export interface Proven {
  readonly proven: number;
  readonly parents: number;
  readonly missing: number;
  readonly bytes: number;
}

/** Proves transactions of the view, given by their numbers, and with `parents` fetches the parents of their inputs. */
export async function proveTransactions(desk: Desk, transactions: readonly number[], parents: boolean, progress: unknown): Promise<Proven> {
  const view = desk.view();
  const asks: Asks = new Map();
  let missing = 0;
  for (const tx of transactions) {
    const { slice } = view;
    const block = slice.txBlock[tx] as number;
    const height = slice.blockHeight[block] as number;
    if (height >= 0 && !view.isProven(tx)) askFor(asks, height).positions.add(slice.txPosition[tx] as number);
    for (let input = slice.txInStart[tx] as number; parents && input < (slice.txInStart[tx + 1] as number); input++) {
      if (slice.inPrevOut[input] !== UNKNOWN_PARENT) continue;
      const made = view.madeAt(input);
      if (made === null) missing++;
      else askFor(asks, made).txids.add(Buffer.from(view.outpointOfInput(input).subarray(0, 32)).toString('hex'));
    }
  }
  if (asks.size === 0) return { proven: 0, parents: 0, missing, bytes: 0 };
  const record = createRecord(desk);
  const counts = { proven: 0, parents: 0 };
  const fetched = await fetchProven(
    desk.network,
    desk.headers,
    desk.blocks.store,
    asks,
    desk.work.signal,
    (one) => {
      counts.proven++;
      if (keepProven(desk, record, view, one)) counts.parents++;
    },
    (done) => desk.work.report({ phase: 'proofs', done, total: asks.size, unit: 'blocks' }),
  );
  for (const { height, reason } of fetched.badBlocks)
    if ((asks.get(height)?.positions.size ?? 0) > 0) throw new Fault('question.badBlock', { height, reason });
  flushProven(desk, record, progress);
  return { ...counts, missing: missing + fetched.missing.length, bytes: fetched.bytes };
}

const waiting = new WeakMap<
  QuestionRecord,
  { hash: Uint8Array; position: number; txid: Uint8Array; raw: Uint8Array; branch: Uint8Array }[]
>();

/** Notes bytes and branch of a transaction; one that the case does not hold comes in as a column too. True where it is such a one. */
export function keepProven(desk: Desk, record: QuestionRecord, view: ChainView, fetched: Fetched): boolean {
  const { match, txid, branch } = fetched;
  const read = readMatch(match, desk.network.transactionForm, () => null);
  const held = waiting.get(record) ?? [];
  waiting.set(record, held);
  held.push({ hash: match.blockHash.slice(), position: match.position, txid, raw: read.raw, branch });
  const known = view.findTransaction(txid);
  const isNew =
    known === -1 ||
    displayHash(view.slice.blockHash.subarray(blockAt(view, known), blockAt(view, known) + 32)) !== displayHash(match.blockHash);
  if (isNew) record.add(match, read);
  return isNew;
}

export function flushProven(desk: Desk, record: QuestionRecord, progress: unknown): void {
  const held = waiting.get(record) ?? [];
  waiting.delete(record);
  record.flush(progress, () => {
    for (const one of held)
      desk.file.chain.keepRaw(desk.network.id, {
        ...{ blockHash: one.hash, position: one.position, txid: one.txid, raw: one.raw, branch: one.branch },
      });
  });
}

function blockAt(view: ChainView, transaction: number): number {
  return (view.slice.txBlock[transaction] as number) * 32;
}
