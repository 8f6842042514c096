// "Where does this address appear" for one address or a hundred thousand, in one pass: outputs are matched as bytes, spends by the
// outpoints found or held. What was paid where nobody looked is found when it is spent, in undo data, as one source's word.
import { displayHash, fromDisplayHash } from '../../../../shared/model/bytes.ts';
import type { ChainView } from '../chainView.ts';
import { createCollected } from './collected.ts';
import { type Answered, canRead, type Desk, EMPTY_OUTCOME, gapsOf } from './desk.ts';
import { foundInCase, goOn, isHeld, packOutpoints, parentIn } from './forward.ts';
import { txOfOut } from '../run.ts';
import { createOutpointSet } from './outpointSet.ts';
import type { Wanted } from './pass.ts';
import { proveTransactions } from './prove.ts';
import { readMatch } from './record.ts';
import { recordedPass } from './recordedPass.ts';
import { createScriptSet } from './scriptSet.ts';
import { earlierSpends, sightOfPass, spentBefore } from './spentBefore.ts';

export interface HistoryQuestion {
  readonly scripts: readonly Uint8Array[];
  /** Transactions looked for by their ids. */
  readonly txids: readonly string[];
  /** Single outputs whose spends are looked for too, e.g. what a stored trace still holds. */
  readonly outpoints: readonly Uint8Array[];
  /** Up to how many of the transactions found are proven with branches. */
  readonly mostProven: number;
  readonly parents: boolean;
}

export async function askHistory(desk: Desk, question: HistoryQuestion): Promise<Answered> {
  const view = desk.view();
  const { start, made } = goOn(desk, (from, seen) => watch(desk, question, seen, from));
  const { wanted, collected, watched, watchOutputs } = made;
  const found: Uint8Array[] = [];
  const { pass, record, end } = await recordedPass(desk, wanted, start, (match, into) => {
    const read = readMatch(match, desk.network.transactionForm, (outpoint) => parentIn(view, outpoint));
    watchOutputs(collected.append(read.found));
    const id = Buffer.from(read.found.txid).toString('hex');
    if (wanted.txids.delete(id) && read.found.coinbase) wanted.coinbases.add(id);
    for (let i = 0; i < read.found.outpoints.length; i += 36) wanted.outpoints.remove(read.found.outpoints, i);
    if (!isHeld(view, read.found)) into.add(match, read);
    if (found.length <= question.mostProven) found.push(read.found.txid);
  });
  const after = desk.view();
  const toProve = found.length > question.mostProven ? [] : found.map((txid) => after.findTransaction(txid)).filter((tx) => tx !== -1);
  const proven = await proveTransactions(desk, toProve, question.parents, end);
  return {
    outcome: {
      ...EMPTY_OUTCOME,
      ...{ low: desk.range.from, high: desk.range.to, blocks: pass.blocks, bytes: pass.bytes + proven.bytes },
      transactions: record.total + proven.parents,
      ...{ proven: proven.proven, parents: proven.parents, missing: proven.missing },
      gaps: gapsOf(desk.range, end.read),
      refused: pass.refused,
      undo: desk.blocks.store.undo,
      notFound: [...wanted.txids].map((id) => displayHash(Buffer.from(id, 'hex'))),
      spendsUnsearched: end.blind,
      earlierSpends: earlierSpends(desk.view(), question.scripts, desk.range),
    },
    read: end.read,
    outpoints: new Uint8Array(Buffer.concat([packOutpoints(collected, watched), ...question.outpoints])),
    scripts: question.scripts,
  };
}

/** What is looked for from the height `from` on, with the outputs that the case holds already. */
function watch(desk: Desk, question: HistoryQuestion, view: ChainView, from: number) {
  const collected = createCollected();
  const wanted: Wanted = {
    ...{ outpoints: createOutpointSet(), scripts: createScriptSet(), txids: new Set(), coinbases: new Set(), places: new Map() },
    spentBefore: spentBefore(desk.file, view, question.scripts),
  };
  for (const script of question.scripts) wanted.scripts.add(script);
  for (const txid of question.txids) wanted.txids.add(Buffer.from(fromDisplayHash(txid)).toString('hex'));
  for (const outpoint of question.outpoints) wanted.outpoints.add(outpoint, 0, 0);
  const watched = new Set<number>();
  const watchOutputs = (tx: number): void => {
    const { slice } = collected;
    for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
      const script = collected.scripts.script(slice.outScript[out] as number);
      if (!wanted.scripts.has(script, 0, script.length)) continue;
      watched.add(out);
      wanted.outpoints.add(collected.outpoint(out), 0, out);
    }
  };
  for (const tx of heldElsewhere(desk, question.scripts, view, from)) watchOutputs(collected.append(foundInCase(view, tx)));
  const watchedKeys = () => new Set(Array.from(watched, (out) => Buffer.from(collected.outpoint(out)).toString('latin1')));
  return { collected, wanted, watched, watchOutputs, watchedKeys, sightTo: () => sightOfPass(desk, wanted.spentBefore) };
}

/**
 * Transactions of the case that pay to one of the scripts where this pass will not meet them: below its first height, and in blocks
 * that this source does not have. Those known to be spent too: it may be another source that says so, and it may be withdrawn.
 */
function heldElsewhere(desk: Desk, scripts: readonly Uint8Array[], view: ChainView, from: number): number[] {
  const { slice } = view;
  const numbers = new Set(scripts.map((script) => view.scripts.find(script)).filter((number) => number !== 0));
  const held = new Set<number>();
  for (let out = 0; numbers.size > 0 && out < slice.outCount; out++) {
    if (!numbers.has(slice.outScript[out] as number)) continue;
    const tx = txOfOut(slice, out);
    const height = slice.blockHeight[slice.txBlock[tx] as number] as number;
    if (height >= 0 && (height < from || !canRead(desk, height))) held.add(tx);
  }
  return [...held].sort((a, b) => a - b);
}
