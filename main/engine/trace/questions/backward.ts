// "Where did it come from" over blocks that are not in the case. Undo data say at which height each spent output was made, so only
// those blocks are read: hop by hop, the trace itself says which parents it lacks, until it lacks none that can be had.
import { displayHash, fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { txOfOut } from '../run.ts';
import type { ChainView } from '../chainView.ts';
import { type Answered, type Desk, EMPTY_OUTCOME } from './desk.ts';
import { type Asks, askFor, fetchProven } from './fetch.ts';
import { flushProven, keepProven, proveTransactions } from './prove.ts';
import { createRecord } from './record.ts';

export interface BackwardQuestion {
  /** Seeds not in the case, by id with the height where they are. */
  readonly located: readonly { readonly txid: string; readonly height: number }[];
  /** Inputs of the view where the trace ends because the parent is not in the case; empty once it lacks none. */
  lacking(view: ChainView): readonly number[];
  readonly mostProven: number;
  readonly parents: boolean;
}

export async function askBackward(desk: Desk, question: BackwardQuestion): Promise<Answered> {
  const totals = { blocks: 0, bytes: 0, transactions: 0, proven: 0 };
  const notFound = new Set<string>();
  const tried = new Set<string>();
  let asks: Asks = new Map();
  const ask = (height: number, txid: Uint8Array): void => {
    const id = Buffer.from(txid).toString('hex');
    // By its height too: where two sources say different ones, one may be right.
    if (tried.has(`${id} ${height}`)) return;
    tried.add(`${id} ${height}`);
    askFor(asks, height).txids.add(id);
  };
  for (const { txid, height } of question.located) ask(height, fromDisplayHash(txid));
  const progress = { next: desk.range.from, read: [] };
  for (let round = 0; ; round++) {
    const view = desk.view();
    // Before the seeds themselves are there, there is nothing to trace.
    for (const input of asks.size > 0 && round === 0 ? [] : question.lacking(view)) {
      const made = view.madeAt(input);
      if (made !== null) ask(made, view.outpointOfInput(input).slice(0, 32));
    }
    if (asks.size === 0) break;
    const record = createRecord(desk);
    const size = asks.size;
    const fetched = await fetchProven(
      desk.network,
      desk.headers,
      desk.blocks.store,
      asks,
      desk.work.signal,
      (one) => {
        totals.proven++;
        if (keepProven(desk, record, view, one)) totals.transactions++;
      },
      (done) => desk.work.report({ phase: `hop:${round + 1}`, done, total: size, unit: 'blocks' }),
    );
    for (const id of fetched.missing) notFound.add(id);
    totals.blocks += fetched.blocks;
    totals.bytes += fetched.bytes;
    asks = new Map();
    flushProven(desk, record, progress);
  }
  const after = desk.view();
  const absent = [...notFound].map((id) => Buffer.from(id, 'hex')).filter((id) => after.findTransaction(id) === -1);
  return {
    outcome: {
      ...EMPTY_OUTCOME,
      ...totals,
      missing: absent.length,
      undo: desk.blocks.store.undo,
      notFound: absent.map((id) => displayHash(id)),
    },
    read: [],
    outpoints: new Uint8Array(0),
    scripts: [],
  };
}

/** Parents of what stored runs rely on, so that their input values become proven. */
export async function askParents(desk: Desk, transactions: readonly number[]): Promise<Answered> {
  const proven = await proveTransactions(desk, transactions, true, { next: desk.range.from, read: [] });
  return {
    outcome: {
      ...EMPTY_OUTCOME,
      ...{ bytes: proven.bytes, transactions: proven.parents, proven: proven.proven, parents: proven.parents, missing: proven.missing },
      undo: desk.blocks.store.undo,
    },
    read: [],
    outpoints: new Uint8Array(0),
    scripts: [],
  };
}

/** Transactions of the outputs given, for callers that have output numbers. */
export function ownersOf(view: ChainView, outNumbers: readonly number[]): number[] {
  return [...new Set(outNumbers.map((out) => txOfOut(view.slice, out)))].sort((a, b) => a - b);
}
