// Asks a question of one source from its first entry in the journal to its last: what is looked for and at what cost is put on
// record first, an interrupted one goes on where it stopped, and what was searched becomes coverage only when it ends.
import type { QuestionRequest, QuestionResult } from '../../../../shared/contract/question.ts';
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, QuestionRow, SourceRow } from '../../casefile/index.ts';
import { type BitcoinNetwork, bitcoinNetwork, type HeaderChain } from '../../chains/index.ts';
import type { SourceBlocks } from '../../intake/index.ts';
import { sha256Hex, type Work } from '../../kernel/index.ts';
import { traceBackward } from '../backward.ts';
import { outNumberOf, viewOf } from '../chainSession.ts';
import { type ChainView, headerChainOf, loadChainView } from '../chainView.ts';
import type { Freeze } from '../freeze.ts';
import { txOfOut } from '../run.ts';
import { computedRun, MOST_PROVEN, reliedOn, stopRequests } from '../runs.ts';
import { packScripts, type HeightRange, standingRange } from '../searched.ts';
import { UNKNOWN_PARENT } from '../slice.ts';
import { askBackward, askParents } from './backward.ts';
import type { Answered, Desk, QuestionProgress, StoredProgress } from './desk.ts';
import { askForward } from './forward.ts';
import { hashAt } from './pass.ts';
import { askHistory } from './history.ts';
import { prepare, type Prepared } from './prepare.ts';

export type AskWork = Work<QuestionProgress>;

/** Opens the blocks of a source; given by the engine, because archives and nodes are opened differently. */
export type OpenBlocks = (file: CaseFile, source: SourceRow, network: BitcoinNetwork, work: AskWork) => Promise<SourceBlocks>;

interface StoredQuestion {
  readonly input: QuestionRequest;
  readonly prepared: Prepared;
}

/** More seeds than this are told in the journal by their number and a digest. */
const MOST_TOLD = 1000;

export interface AskContext {
  readonly session: CaseSession;
  readonly openBlocks: OpenBlocks;
  /** Bytes of blocks after which what was found is committed. */
  readonly batchBytes: number;
  now(): string;
  /** Questions that are being answered right now. */
  readonly running: Set<number>;
}

export const BATCH_BYTES = 4 * 1024 ** 3;

/** The heights of the active chain whose blocks a source has, from the first to the last. Fault: question.noHeights. */
export function readableRange(view: ChainView, blocks: SourceBlocks, source: string): HeightRange {
  const { headers } = view;
  const top = headers.tip === -1 ? -1 : (headers.height[headers.tip] as number);
  const has = (height: number) => {
    const header = headers.at(height);
    return header !== -1 && blocks.store.has(hashAt(headers, header));
  };
  let from = 0;
  while (from <= top && !has(from)) from++;
  let to = top;
  while (to >= from && !has(to)) to--;
  // Its blocks hang in the air: a pass in the order of heights would read nothing and say that it found nothing.
  if (to < from) throw new Fault('question.noHeights', { source });
  return { from, to };
}

export async function askSource(context: AskContext, source: SourceRow, input: QuestionRequest, work: AskWork): Promise<QuestionResult> {
  const file = context.session.current();
  const network = networkOf(source);
  const blocks = await openFresh(context, source, network, work);
  try {
    if (!context.session.isOpen() || context.session.current() !== file) throw new Fault('job.cancelled');
    const view = viewOf(context.session, network);
    const prepared = prepare(file, view, input, readableRange(view, blocks, source.name));
    const stored: StoredQuestion = { input, prepared };
    const question = file.transaction(() => {
      const id = file.questions.add({
        ...{ source: source.id, chain: network.id, kind: input.kind, request: stored, started: context.now() },
        progress: { next: prepared.low, read: [] },
      });
      file.journal.append('act', 'question.asked', told(id, source, input, prepared));
      return id;
    });
    return await answer(context, source, network, blocks, question, stored, null, work);
  } finally {
    blocks.store.close();
    context.session.forget();
  }
}

export async function resumeQuestion(context: AskContext, row: QuestionRow, work: AskWork): Promise<QuestionResult> {
  const file = context.session.current();
  const source = file.sources.list().find((one) => one.id === row.source);
  if (source === undefined || source.state === 'withdrawn') throw new Fault('question.noSource', { chain: row.chain });
  const network = networkOf(source);
  const blocks = await openFresh(context, source, network, work);
  try {
    const stored = row.request as StoredQuestion;
    file.act('question.resumed', { question: row.id });
    return await answer(context, source, network, blocks, row.id, stored, row.progress as StoredProgress, work);
  } finally {
    blocks.store.close();
    context.session.forget();
  }
}

/** Opens a source; what was worked out from headers is dropped where its files brought new ones. */
export async function openFresh(context: AskContext, source: SourceRow, network: BitcoinNetwork, work: AskWork): Promise<SourceBlocks> {
  const { session, openBlocks } = context;
  const file = session.current();
  const before = JSON.stringify(file.chain.headerCount(network.id));
  const blocks = await openBlocks(file, source, network, work);
  if (JSON.stringify(file.chain.headerCount(network.id)) !== before) session.forget();
  return blocks;
}

async function answer(
  context: AskContext,
  source: SourceRow,
  network: BitcoinNetwork,
  blocks: SourceBlocks,
  question: number,
  stored: StoredQuestion,
  progress: StoredProgress | null,
  work: AskWork,
): Promise<QuestionResult> {
  const { session } = context;
  const file = session.current();
  const { input, prepared } = stored;
  let seen = -1;
  const check = () => {
    if (!session.isOpen() || session.current() !== file) throw new Fault('job.cancelled');
  };
  check();
  const headers = headerChainOf(file, network);
  const desk: Desk = {
    ...{ file, network, blocks, question, source: source.id, work },
    headers,
    check,
    view() {
      check();
      const newest = file.chain.lastBlock(network.id);
      if (newest !== seen) session.forget();
      seen = newest;
      return viewOf(session, network);
    },
    range: { from: prepared.low ?? 0, to: prepared.high ?? -1 },
    start: startOf(context, network, headers, prepared.low ?? 0, progress),
    batchBytes: context.batchBytes,
    // Absent in what older programs were asked.
    thorough: input.thorough === true,
  };
  let answered: Answered;
  context.running.add(question);
  try {
    answered = await dispatch(context, desk, input, prepared, work);
  } catch (error) {
    // Evidence against the source itself: what this question brought from it must not stay.
    if (error instanceof Fault && error.code === 'question.badBlock' && session.isOpen() && session.current() === file)
      abandon(file, question, `block ${error.parameters.height}: ${error.parameters.reason}`);
    throw error;
  } finally {
    context.running.delete(question);
  }
  check();
  const { outcome } = answered;
  const scripts = packScripts(answered.scripts);
  const lookedFor = {
    outpoints: { count: answered.outpoints.length / 36, digest: sha256Hex(answered.outpoints) },
    scripts: { count: answered.scripts.length, digest: sha256Hex(scripts) },
  };
  file.act('question.finished', { question, outcome, searched: answered.read, lookedFor }, () => {
    for (const range of answered.read) keepSearch(desk, range, answered, scripts);
    file.questions.end(question, 'finished', outcome);
  });
  return describeResult(question, source, input, outcome);
}

/**
 * Where a pass begins: behind what was read, as far as it still lies in the chain. What older programs noted, or what was noted while
 * others brought data, says too little to go on from: it is read again.
 */
function startOf(
  { session }: AskContext,
  network: BitcoinNetwork,
  headers: HeaderChain,
  low: number,
  progress: StoredProgress | null,
): Desk['start'] {
  const afresh = { next: low, read: [], blind: [], before: null };
  if (progress === null || progress.next === null || progress.next <= low || progress.tip === undefined || progress.freeze === undefined)
    return afresh;
  const tip = new Uint8Array(Buffer.from(progress.tip, 'hex'));
  const standing = standingRange(headers, { low, high: progress.next - 1, tip });
  if (standing === null) return afresh;
  const upTo = (ranges: readonly HeightRange[]) =>
    ranges.flatMap(({ from, to }) => (from > standing.to ? [] : [{ from, to: Math.min(to, standing.to) }]));
  const now = viewOf(session, network);
  const isSame = JSON.stringify(whatCounts(now.freeze)) === JSON.stringify(whatCounts(progress.freeze));
  const done = { read: upTo(progress.read), blind: upTo(progress.blind ?? []) };
  return { next: standing.to + 1, ...done, before: isSame ? null : loadChainView(session.current(), network, progress.freeze) };
}

function whatCounts({ lastBlock, anchors, withdrawn, abandoned }: Freeze) {
  return { lastBlock, anchors, withdrawn, abandoned };
}

async function dispatch(context: AskContext, desk: Desk, input: QuestionRequest, prepared: Prepared, work: AskWork): Promise<Answered> {
  const scripts = prepared.scripts.map((script) => new Uint8Array(Buffer.from(script, 'hex')));
  const limits = { mostProven: MOST_PROVEN, parents: input.parents };
  switch (input.kind) {
    case 'forward': {
      const txids = [...prepared.txids, ...prepared.located.map((one) => one.txid)];
      const named = new Set(prepared.outpoints.map((outpoint) => outpoint.slice(0, 64)));
      return askForward(desk, {
        ...{ outpoints: prepared.outpoints, txids: txids.filter((txid) => !named.has(txid)), scripts },
        ...{ policies: prepared.policies, stops: prepared.stops, ...limits },
      });
    }
    case 'history':
    case 'cluster':
      return askHistory(desk, {
        scripts,
        txids: [...prepared.txids, ...prepared.located.map((one) => one.txid)],
        outpoints: prepared.outpoints.map(outpointBytes),
        ...limits,
      });
    case 'backward': {
      if (prepared.txids.length > 0) throw new Fault('question.needsHeight', { txid: prepared.txids[0] as string });
      const seeds = new Set(prepared.outpoints);
      const named = new Set(prepared.outpoints.map((outpoint) => outpoint.slice(0, 64)));
      for (const { txid } of prepared.located) if (!named.has(txid)) seeds.add(txid);
      return askBackward(desk, { located: prepared.located, lacking: (view) => lacking(view, [...seeds], prepared), ...limits });
    }
    case 'parents': {
      const view = desk.view();
      const runs = input.from.length === 0 ? desk.file.runs.list().map((run) => run.id) : input.from.map(Number);
      const wanted = new Set<number>();
      for (const id of runs) {
        const run = await computedRun(context.session, id, { ...work, report: () => undefined });
        for (const policy of run.result.policies)
          if (policy.touched.length <= MOST_PROVEN)
            for (const tx of reliedOn(run.view, run.result, policy).all)
              wanted.add(view.findTransaction(run.view.slice.txid.subarray(tx * 32, tx * 32 + 32)));
      }
      wanted.delete(-1);
      return askParents(desk, [...wanted]);
    }
  }
}

/** Inputs at which a backward trace over the case ends although their parent could be had. */
function lacking(view: ChainView, seeds: readonly string[], prepared: Prepared): number[] {
  const { slice } = view;
  const outs: number[] = [];
  for (const seed of seeds) {
    // Not at the height given for it: told as not found.
    if (view.findTransaction(fromDisplayHash(seed.slice(0, 64))) === -1) continue;
    if (seed.includes(':')) outs.push(outNumberOf(view, seed));
    else {
      const first = outNumberOf(view, `${seed}:0`);
      for (let out = first; out < (slice.txOutStart[txOfOut(slice, first) + 1] as number); out++) outs.push(out);
    }
  }
  const stops = stopRequests(
    prepared.stops.filter((stop) => stop.id !== 'serviceLike'),
    (script) => view.scripts.find(script),
  );
  const result = traceBackward(slice, { seeds: outs, policies: prepared.policies, stops, keepFlows: false });
  const inputs = new Set<number>();
  for (const policy of result.policies) {
    for (const { state, inNumber, outNumber } of policy.holdings) {
      if (state !== 'unknown-input') continue;
      if (inNumber >= 0) inputs.add(inNumber);
      else {
        const tx = txOfOut(slice, outNumber);
        for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
          if (slice.inPrevOut[input] === UNKNOWN_PARENT) inputs.add(input);
      }
    }
  }
  return [...inputs];
}

function keepSearch(desk: Desk, range: HeightRange, answered: Answered, scripts: Uint8Array): void {
  const tip = hashAt(desk.headers, desk.headers.at(range.to)).slice();
  const row = { question: desk.question, source: desk.source, chain: desk.network.id, low: range.from, high: range.to, tip };
  // Kept even where nothing is left to look for: the height up to which that is known is part of the answer.
  desk.file.questions.addSearch({ ...row, kind: 'outpoints', count: answered.outpoints.length / 36 }, answered.outpoints);
  if (answered.scripts.length > 0) desk.file.questions.addSearch({ ...row, kind: 'scripts', count: answered.scripts.length }, scripts);
}

export function abandon(file: CaseFile, question: number, reason: string): void {
  file.act('question.abandoned', { question, reason }, () => file.questions.end(question, 'abandoned', null));
}

function told(question: number, source: SourceRow, input: QuestionRequest, prepared: Prepared) {
  const many = input.from.length > MOST_TOLD;
  return {
    question,
    source: source.publicId,
    kind: input.kind,
    from: many ? [] : [...input.from],
    ...(many ? { fromCount: input.from.length, fromDigest: sha256Hex([...input.from].sort().join('\n')) } : {}),
    policies: [...prepared.policies],
    stops: prepared.stops.map(({ id, options, scripts }) => ({ rule: id, options, ...toldScripts(scripts) })),
    low: prepared.low,
    high: prepared.high,
    parents: input.parents,
    ...(input.thorough ? { thorough: true } : {}),
  };
}

/** Addresses that a stop rule was given, as they stood when it was asked. */
function toldScripts(scripts: readonly string[] | null) {
  if (scripts === null) return {};
  return scripts.length > MOST_TOLD
    ? { scriptCount: scripts.length, scriptsDigest: sha256Hex(scripts.join('\n')) }
    : { scripts: [...scripts] };
}

export function describeResult(question: number, source: SourceRow, input: QuestionRequest, outcome: Answered['outcome']): QuestionResult {
  return {
    ...{ question, source: source.publicId, sourceName: source.name, kind: input.kind, ...outcome },
    gaps: outcome.gaps.map((gap) => ({ ...gap })),
    refused: outcome.refused.map((one) => ({ ...one })),
    frontier: [...outcome.frontier],
    notFound: [...outcome.notFound],
    // Absent in what older programs noted.
    spendsUnsearched: (outcome.spendsUnsearched ?? []).map((range) => ({ ...range })),
    earlierSpends: [...(outcome.earlierSpends ?? [])],
  };
}

function networkOf(source: SourceRow): BitcoinNetwork {
  const network = bitcoinNetwork(source.chain ?? '');
  if (network === undefined) throw new Fault('question.noSource', { chain: source.chain ?? '' });
  return network;
}

function outpointBytes(text: string): Uint8Array {
  const [txid, index] = text.split(':') as [string, string];
  const bytes = new Uint8Array(36);
  bytes.set(Buffer.from(txid, 'hex').reverse());
  new DataView(bytes.buffer).setUint32(32, Number(index), true);
  return bytes;
}
