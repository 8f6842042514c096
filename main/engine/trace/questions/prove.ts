// After a pass: the transactions a run will rely on get their raw bytes and branches, and the parents of their inputs come into the
// case with theirs, found by the heights that undo data give. What has too many to prove stays one source's word.
import { displayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { UndoCoin } from '../../chains/index.ts';
import { txOfIn } from '../run.ts';
import { UNKNOWN_PARENT } from '../slice.ts';
import type { ChainView } from '../chainView.ts';
import type { Desk } from './desk.ts';
import { type Asks, askFor, type Fetched, fetchProven } from './fetch.ts';
import { coinsOf, createRecord, type Progress, type QuestionRecord, readMatch } from './record.ts';

export interface Proven {
  readonly proven: number;
  readonly parents: number;
  readonly missing: number;
  readonly bytes: number;
}

/** Proves transactions of the view, given by their numbers, and with `parents` fetches the parents of their inputs. */
export async function proveTransactions(
  desk: Desk,
  transactions: readonly number[],
  parents: boolean,
  progress: Progress,
): Promise<Proven> {
  const view = desk.view();
  const asks: Asks = new Map();
  /** Inputs of transactions held without undo data, by the transaction's place: its own block says where their parents are. */
  const unplaced = new Map<string, number[]>();
  const { slice } = view;
  for (const tx of transactions) {
    const block = slice.txBlock[tx] as number;
    const height = slice.blockHeight[block] as number;
    const position = slice.txPosition[tx] as number;
    if (height >= 0 && !view.isProven(tx)) askFor(asks, height).positions.add(position);
    const firstIn = slice.txInStart[tx] as number;
    for (let input = firstIn; parents && input < (slice.txInStart[tx + 1] as number); input++) {
      if (slice.inPrevOut[input] !== UNKNOWN_PARENT) continue;
      const made = view.madeAt(input);
      if (made !== null) askFor(asks, made).txids.add(parentOf(view, input));
      else {
        if (height >= 0 && desk.blocks.store.undo) askFor(asks, height).positions.add(position);
        const key = `${height} ${position}`;
        unplaced.set(key, [...(unplaced.get(key) ?? []), input]);
      }
    }
  }
  const counts = { proven: 0, parents: 0, missing: 0, bytes: 0 };
  const later: Asks = new Map();
  await fetchInto(asks, ({ match }) => {
    const key = `${match.height} ${match.position}`;
    const inputs = unplaced.get(key);
    const coins = inputs === undefined ? null : coinsOf(match);
    if (inputs === undefined || coins === null) return;
    unplaced.delete(key);
    for (const input of inputs) {
      const firstIn = slice.txInStart[txOfIn(slice, input)] as number;
      askFor(later, (coins[input - firstIn] as UndoCoin).height).txids.add(parentOf(view, input));
    }
  });
  await fetchInto(later, () => undefined);
  for (const inputs of unplaced.values()) counts.missing += inputs.length;
  return counts;

  async function fetchInto(wanted: Asks, seen: (fetched: Fetched) => void): Promise<void> {
    if (wanted.size === 0) return;
    const record = createRecord(desk);
    const fetched = await fetchProven(
      desk.network,
      desk.headers,
      desk.blocks.store,
      wanted,
      desk.work.signal,
      (one) => {
        counts.proven++;
        if (keepProven(desk, record, view, one)) counts.parents++;
        seen(one);
      },
      (done) => desk.work.report({ phase: 'proofs', done, total: wanted.size, unit: 'blocks' }),
    );
    for (const { height, reason } of fetched.badBlocks)
      if ((wanted.get(height)?.positions.size ?? 0) > 0) throw new Fault('question.badBlock', { height, reason });
    flushProven(desk, record, progress);
    counts.missing += fetched.missing.length;
    counts.bytes += fetched.bytes;
  }
}

/** Id of the transaction that an input spends from, in hexadecimal. */
function parentOf(view: ChainView, input: number): string {
  return Buffer.from(view.outpointOfInput(input).subarray(0, 32)).toString('hex');
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

export function flushProven(desk: Desk, record: QuestionRecord, progress: Progress): void {
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
