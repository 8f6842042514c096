// Keeping up with a node: what is watched and what stored runs still hold is followed from where each was last looked for to the
// node's tip. It makes no run: it says which runs would come out differently now.
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import type { QuestionRequest, QuestionResult, SyncResult } from '../../../../shared/contract/question.ts';
import type { CaseSession } from '../../casefile/index.ts';
import type { BitcoinNetwork } from '../../chains/index.ts';
import { type SyncedNode, withSyncedNode } from '../../intake/index.ts';
import type { Host, NodeAccess } from '../../kernel/index.ts';
import { outNumberOf, viewOf } from '../chainSession.ts';
import type { ChainView } from '../chainView.ts';
import { txOfIn, txOfOut } from '../run.ts';
import type { StoredRequest } from '../runs.ts';
import { searchedScripts } from '../searched.ts';
import { NOT_SPENT_HERE, spendsKnownTo } from '../slice.ts';
import type { TraceResult } from '../../../../shared/contract/trace.ts';
import { type AskContext, askSource, type AskWork, resumeQuestion } from './ask.ts';
import { readOnce } from './readOnce.ts';

export interface SyncRequest {
  /** Where what was never looked for begins; the block after what the case knew when absent, or the first. */
  readonly fromHeight: number | undefined;
  readonly parents: boolean;
}

export function syncWithNode(host: Host, access: NodeAccess, request: SyncRequest, asking: AskContext, work: AskWork): Promise<SyncResult> {
  const { session } = asking;
  const file = session.current();
  return withSyncedNode(host, file, access, work, async (synced) => {
    session.forget();
    const blocks = { ...synced.blocks, store: readOnce(synced.blocks.store) };
    const context: AskContext = { ...asking, openBlocks: async () => blocks };
    const results: QuestionResult[] = [];
    for (const row of file.questions.list())
      if (row.state === 'open' && row.source === synced.source.id) results.push(await resumeQuestion(context, row, work));
    for (const question of questionsFor(session, synced, request)) results.push(await askSource(context, synced.source, question, work));
    synced.blocks.store.close();
    return {
      ...{ source: synced.source.publicId, address: synced.source.name, chain: synced.network.id, chainName: synced.network.name },
      ...{ agent: synced.agent, headers: synced.fresh, before: synced.before, tip: synced.tip.height },
      rolledBack: synced.rolledBack.map(({ height, hash }) => ({ height, hash: Buffer.from(hash).reverse().toString('hex') })),
      questions: results,
      runs: movedHoldings(session, synced.network),
    };
  });
}

/** One question for all that was watched to the same height, and one for each stored run that holds something. */
function questionsFor(session: CaseSession, synced: SyncedNode, request: SyncRequest): QuestionRequest[] {
  const file = session.current();
  const view = viewOf(session, synced.network);
  const tip = synced.tip.height;
  const plain = { source: synced.source.publicId, chain: synced.network.id, parents: request.parents, rounds: 1, thorough: false };
  const byStart = new Map<number, string[]>();
  const unseen = request.fromHeight ?? (view.coverage.at(-1)?.to ?? -1) + 1;
  const lookedFor = scriptReach(session, view);
  for (const { chain, item } of file.questions.watched()) {
    if (chain !== synced.network.id) continue;
    if (isSpent(view, item)) continue;
    const start =
      (/^[0-9a-f]{64}:\d+$/.test(item) ? outpointReach(view, item) : lookedFor(synced.network.scriptOfAddress(item))) ?? unseen - 1;
    if (start < tip) byStart.set(start + 1, [...(byStart.get(start + 1) ?? []), item]);
  }
  const questions: QuestionRequest[] = [...byStart]
    .sort(([a], [b]) => a - b)
    .map(([fromHeight, from]) => ({ ...plain, kind: 'history', from, fromHeight, policies: ['all'], stops: [] }));
  for (const row of file.runs.list()) {
    const stored = row.request as StoredRequest;
    if (row.chain !== synced.network.id || stored.direction !== 'forward') continue;
    const reach = holdingsOf(row.result as TraceResult).flatMap((outpoint) => outpointReach(view, outpoint) ?? []);
    const start = reach.reduce((least, height) => Math.min(least, height), Number.MAX_SAFE_INTEGER);
    // Without any height to begin at there is nothing to be followed: the run's outputs are not in this chain any more.
    if (reach.length === 0 || start >= tip) continue;
    questions.push({
      ...{ ...plain, kind: 'forward', fromHeight: start + 1, policies: [...stored.policies], stops: [...stored.stops] },
      from: (row.result as TraceResult).seeds.map((seed) => seed.outpoint),
    });
  }
  return withoutRepeats(questions);
}

/** Runs that ask the same are followed once. */
function withoutRepeats(questions: readonly QuestionRequest[]): QuestionRequest[] {
  const seen = new Set<string>();
  return questions.filter((question) => {
    const key = JSON.stringify(question);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function holdingsOf(result: TraceResult): string[] {
  const held = Object.values(result.policies).flatMap((policy) => policy.holdings);
  return [...new Set(held.filter(({ state }) => state === 'unspent' || state === 'unknown:coverage').map(({ outpoint }) => outpoint))];
}

/** An output that was watched and is spent by now needs no more looking. */
function isSpent(view: ChainView, item: string): boolean {
  if (!/^[0-9a-f]{64}:\d+$/.test(item) || view.findTransaction(fromDisplayHash(item.slice(0, 64))) === -1) return false;
  const { slice } = view;
  const spentBy = slice.outSpentBy[outNumberOf(view, item)] as number;
  return spentBy !== NOT_SPENT_HERE && (slice.blockHeight[slice.txBlock[txOfIn(slice, spentBy)] as number] as number) >= 0;
}

/** Height up to which the spending of an output is known in the case, not below the block that made it; null where it is not there or spent. */
function outpointReach(view: ChainView, outpoint: string): number | null {
  if (view.findTransaction(fromDisplayHash(outpoint.slice(0, 64))) === -1) return null;
  const { slice } = view;
  const out = outNumberOf(view, outpoint);
  if (slice.outSpentBy[out] !== NOT_SPENT_HERE) return null;
  const block = slice.txBlock[txOfOut(slice, out)] as number;
  const made = slice.blockHeight[block] as number;
  return made < 0 ? null : Math.max(made - 1, spendsKnownTo(slice, out, block));
}

/** Height up to which a script was looked for without a gap, or null where never. */
function scriptReach(session: CaseSession, view: ChainView): (script: Uint8Array) => number | null {
  const searched = searchedScripts(session.current(), view);
  // Behind a gap a script was looked for, but not from where it was looked for before: the first stretch counts.
  return (script) => searched.get(Buffer.from(script).toString('hex'))?.[0]?.to ?? null;
}

/** Stored runs of which something that they hold is spent by now, or is in no block of the active chain any more. */
function movedHoldings(session: CaseSession, network: BitcoinNetwork): SyncResult['runs'] {
  const view = viewOf(session, network);
  const isThere = (outpoint: string) => view.findTransaction(fromDisplayHash(outpoint.slice(0, 64))) !== -1;
  return session
    .current()
    .runs.list()
    .flatMap((row) => {
      if (row.chain !== network.id || (row.request as StoredRequest).direction !== 'forward') return [];
      const held = holdingsOf(row.result as TraceResult);
      const there = held.filter(isThere);
      const moved = there.filter((outpoint) => view.slice.outSpentBy[outNumberOf(view, outpoint)] !== NOT_SPENT_HERE).length;
      const gone = held.length - there.length;
      return gone + moved === 0 ? [] : [{ run: row.id, holdings: held.length, moved, gone }];
    });
}
