// Runs: the question is written down first, then the trace is made on a frozen slice and stored with what it relies on.
// `recompute` makes a stored run again from that slice; nothing else may produce a run's figures.
import type { TraceRequest as ContractRequest, TraceResult as TraceDocument } from '../../../shared/contract/trace.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, RunRow } from '../casefile/index.ts';
import { type BitcoinNetwork, bitcoinNetwork } from '../chains/index.ts';
import { breathe, canonicalDigest, sha256Hex, throwIfCancelled, type Work } from '../kernel/index.ts';
import { traceBackward } from './backward.ts';
import { chooseChain, namesOf, outNumberOf, outpointText, rawTransaction, rejectionsOf, scriptNumber, viewOf } from './chainSession.ts';
import type { ChainView } from './chainView.ts';
import type { Freeze } from './freeze.ts';
import { crossCheck } from './crossCheck.ts';
import { clusterScripts, transactionsOfCluster } from './cluster.ts';
import { toTraceJson } from './digest.ts';
import { traceForward } from './forward.ts';
import { policies as policyRegistry } from './policies/index.ts';
import { type PolicyResult, type TraceResult, txOfOut } from './run.ts';
import type { StopRequest } from './stops/stop.ts';
import { joinRanges, standingRange } from './searched.ts';
import { stops as stopRegistry } from './stops/index.ts';

/** A policy that touches more transactions is exported as a list and a digest, not proof-carrying (docs/FORMATS.md §7). */
export const MOST_PROVEN = 5000;

/** Stop rules with their addresses resolved to scripts at the time of the run, so that later labels do not change it. */
export interface FrozenStop {
  readonly id: string;
  readonly options: Readonly<Record<string, string | number>>;
  /** Script bytes in hexadecimal, for rules that take addresses. */
  readonly scripts: readonly string[] | null;
}
export interface FrozenRun {
  readonly freeze: Freeze;
  readonly stops: readonly FrozenStop[];
  readonly rejections: readonly { chain: string; txid: string; a: string; b: string }[];
  readonly seeds: readonly string[];
}
export interface StoredRequest {
  readonly from: readonly string[];
  readonly chain: string;
  readonly direction: 'forward' | 'backward';
  readonly policies: readonly string[];
  readonly stops: ContractRequest['stops'];
  readonly question: string;
  readonly primary: string;
  readonly reason: string;
}
/** A run with its numbers, over the view it was made on. */
export interface ComputedRun {
  readonly row: Pick<RunRow, 'id' | 'chain' | 'time' | 'seedKey'>;
  readonly request: StoredRequest;
  readonly frozen: FrozenRun;
  readonly view: ChainView;
  readonly result: TraceResult;
  readonly document: TraceDocument;
}

type TraceWork = Work<{ phase: string; done: number; total: number | null; unit: 'bytes' | 'blocks' | 'transactions' | 'files' | 'steps' }>;

export function policiesFor(asked: readonly string[], direction: 'forward' | 'backward'): string[] {
  const able = policyRegistry.entries.filter((policy) => policy.directions.includes(direction)).map((policy) => policy.id);
  return asked.includes('all') ? able : [...new Set(asked)];
}

/** Outputs meant by an outpoint, a txid (all its outputs) or an address (all it received in coverage). */
export function seedsOf(view: ChainView, text: string): number[] {
  const given = text.trim();
  if (/^[0-9a-fA-F]{64}:\d+$/.test(given)) return [outNumberOf(view, given.toLowerCase())];
  if (/^[0-9a-fA-F]{64}$/.test(given)) {
    const first = outNumberOf(view, `${given.toLowerCase()}:0`);
    const transaction = txOfOut(view.slice, first);
    return Array.from({ length: (view.slice.txOutStart[transaction + 1] as number) - first }, (_, i) => first + i);
  }
  const script = scriptNumber(view, given);
  const found: number[] = [];
  if (script !== 0) for (let out = 0; out < view.slice.outCount; out++) if (view.slice.outScript[out] === script) found.push(out);
  if (found.length === 0) throw new Fault('trace.seedUnknown', { seed: given, chain: view.network.name });
  return found;
}

export function freezeStops(file: CaseFile, view: ChainView, asked: ContractRequest['stops']): FrozenStop[] {
  return asked.map(({ rule: id, options }) => {
    const rule = stopRegistry.find(id);
    if (rule === undefined) throw new Fault('trace.ruleUnknown', { rule: id });
    const plain: Record<string, string | number> = {};
    let scripts: string[] | null = null;
    for (const [name, value] of Object.entries(options)) if (!Array.isArray(value)) plain[name] = value;
    if (rule.options.some((field) => field.type === 'scripts')) {
      const addresses = id === 'labelled' ? file.labels.all().map((label) => label.address) : [options.addresses ?? []].flat().map(String);
      const found = new Set<string>();
      for (const address of addresses) {
        let script: Uint8Array;
        try {
          script = view.network.scriptOfAddress(address);
        } catch (error) {
          // A label may stand for another chain; an address the examiner typed must be right.
          if (id === 'labelled' && error instanceof Fault) continue;
          throw error;
        }
        found.add(Buffer.from(script).toString('hex'));
      }
      scripts = [...found].sort();
    }
    return { id, options: plain, scripts };
  });
}

/** Stop rules over some slice: `numberOf` gives its number of a script, 0 where it has none. */
export function stopRequests(frozen: readonly FrozenStop[], numberOf: (script: Uint8Array) => number): StopRequest[] {
  return frozen.map((stop) => {
    const options: Record<string, number | bigint | number[]> = {};
    const rule = stopRegistry.find(stop.id);
    for (const [name, value] of Object.entries(stop.options)) {
      const field = rule?.options.find((candidate) => candidate.name === name);
      options[name] = field?.type === 'amountSat' ? BigInt(value) : Number(value);
    }
    if (stop.scripts !== null)
      options.scripts = stop.scripts.map((script) => numberOf(Buffer.from(script, 'hex'))).filter((script) => script !== 0);
    return { id: stop.id, options };
  });
}

/** One result of several, each traced under one policy from the same seeds. */
function joined(parts: readonly TraceResult[]): TraceResult {
  const [first] = parts;
  if (first === undefined) throw new Error('a trace has at least one policy');
  const read = new Set(parts.flatMap((part) => Array.from(part.transactionsRead)));
  return {
    ...first,
    policies: parts.flatMap((part) => part.policies),
    transactionsRead: Uint32Array.from([...read].sort((a, b) => a - b)),
  };
}

async function compute(
  view: ChainView,
  request: StoredRequest,
  frozen: FrozenRun,
  work: TraceWork,
): Promise<{ result: TraceResult; document: Omit<TraceDocument, 'run'> }> {
  const seeds = frozen.seeds.map((outpoint) => outNumberOf(view, outpoint));
  const needsClusters = frozen.stops.some((stop) => stop.id === 'serviceLike');
  const clusters = needsClusters ? clusterScripts(view.slice, rejectionsOf(view, frozen.rejections)) : null;
  const trace = request.direction === 'forward' ? traceForward : traceBackward;
  const stops = stopRequests(frozen.stops, (script) => view.scripts.find(script));
  const stopContext = clusters === null ? {} : { stopContext: { transactionsOfScript: transactionsOfCluster(view.slice, clusters) } };
  const parts: TraceResult[] = [];
  for (const policy of request.policies) {
    // Between two policies other questions are answered and a cancel is heard.
    await breathe();
    throwIfCancelled(work);
    const report = ({ transactions }: { readonly transactions: number }): void =>
      work.report({ phase: `trace:${policy}`, done: transactions, total: null, unit: 'transactions' });
    parts.push(trace(view.slice, { seeds, policies: [policy], stops, ...stopContext }, { signal: work.signal, report }));
  }
  const result = joined(parts);
  if (request.direction === 'forward' && stops.length === 0) for (const part of result.policies) crossCheck(view.slice, seeds, part);
  const parameters = {
    direction: request.direction,
    policies: request.policies,
    stops: frozen.stops.map(({ id, options }) => ({ id, options })),
  };
  const labelDigests = frozen.stops.flatMap((stop) => (stop.scripts === null ? [] : [sha256Hex(stop.scripts.join('\n'))]));
  const json = toTraceJson(view.slice, result, namesOf(view), parameters, labelDigests);
  return {
    result,
    document: {
      chain: view.network.id,
      direction: request.direction,
      inputsDigest: json.inputsDigest,
      resultDigest: json.resultDigest,
      height: json.height,
      coverage: [...view.coverage.map((range) => ({ ...range })), ...searchedRanges(view, result)],
      seeds: json.seeds.map((seed) => ({ ...seed })),
      policies: Object.fromEntries(
        Object.entries(json.policies).map(([id, outcome]) => [
          id,
          { ...outcome, holdings: outcome.holdings.map((holding) => ({ ...holding })) },
        ]),
      ),
      ...feesUnknown(result),
    },
  };
}

/** What is missing of fees, told beside the policies: their digest is over what it always was. [T5] */
function feesUnknown(result: TraceResult): Pick<TraceDocument, 'feesUnknown'> {
  const unknown = result.policies.filter((policy) => policy.feesUnknown > 0);
  return unknown.length === 0 ? {} : { feesUnknown: Object.fromEntries(unknown.map((policy) => [policy.policy, policy.feesUnknown])) };
}

/** Heights searched for what this result holds: those that "unspent" rests on beyond complete blocks. */
function searchedRanges(view: ChainView, result: TraceResult): { from: number; to: number; scope: 'searched' }[] {
  const { searchedOut } = view.slice;
  if (searchedOut === undefined || result.direction === 'backward') return [];
  const held = new Set(searchedOut);
  if (!result.policies.some((policy) => policy.holdings.some((holding) => held.has(holding.outNumber)))) return [];
  const ranges = view.searches.flatMap((search) => standingRange(view.headers, search) ?? []);
  return joinRanges([], ranges).map((range) => ({ ...range, scope: 'searched' as const }));
}

const turns = new WeakMap<CaseSession, Promise<unknown>>();

/** One after the other: while one trace computes, another must not take its number. */
export function runTrace(session: CaseSession, input: ContractRequest, now: () => string, work: TraceWork): Promise<TraceDocument> {
  const turn = (turns.get(session) ?? Promise.resolve()).then(() => runAlone(session, input, now, work));
  turns.set(
    session,
    turn.catch(() => undefined),
  );
  return turn;
}

async function runAlone(session: CaseSession, input: ContractRequest, now: () => string, work: TraceWork): Promise<TraceDocument> {
  const file = session.current();
  const network = chooseChain(file, input.chain);
  work.report({ phase: 'loading', done: 0, total: null, unit: 'transactions' });
  const view = viewOf(session, network);
  const policies = policiesFor(input.policies, input.direction);
  checkPolicies(policies, input.direction, input.primary);
  const outNumbers = [...new Set(input.from.flatMap((text) => seedsOf(view, text)))].sort((a, b) => a - b);
  const seeds = outNumbers.map((out) => outpointText(view, out));
  const seedKey = canonicalDigest({ chain: network.id, direction: input.direction, seeds: [...seeds].sort() });
  const earlier = file.runs
    .list()
    .filter((run) => run.seedKey === seedKey)
    .at(-1)?.request as StoredRequest | undefined;
  const request: StoredRequest = {
    from: input.from,
    chain: network.id,
    direction: input.direction,
    policies,
    stops: input.stops,
    question: input.question ?? earlier?.question ?? '',
    primary: choosePrimary(input.primary ?? earlier?.primary, policies),
    reason: input.reason ?? earlier?.reason ?? '',
  };
  const frozen: FrozenRun = {
    freeze: view.freeze,
    stops: freezeStops(file, view, input.stops),
    rejections: file.merges.list().map(({ chain, txid, a, b }) => ({ chain, txid, a, b })),
    seeds,
  };
  const id = file.runs.nextId();
  // Before the first figure is known: what is asked, by which policy it will be answered, and why.
  file.act('run.registered', { run: id, ...request, seeds, stops: frozen.stops.map(({ id: rule, options }) => ({ rule, options })) });
  const { result, document } = await compute(view, request, frozen, work);
  if (!session.isOpen() || session.current() !== file) throw new Fault('job.cancelled');
  const time = now();
  file.act(
    'run.finished',
    { run: id, inputsDigest: document.inputsDigest, resultDigest: document.resultDigest, height: document.height },
    () => {
      keepReliedOn(file, view, result);
      file.runs.add({ id, chain: network.id, seedKey, time, request, frozen, summary: summarise(document, result), result: document });
    },
  );
  return { run: id, ...document };
}

/** Refused before anything is put on record: a question registered with what cannot be traced would stay without a run. */
export function checkPolicies(policies: readonly string[], direction: 'forward' | 'backward', primary: string | undefined): void {
  for (const id of primary === undefined ? policies : [...policies, primary]) {
    const policy = policyRegistry.find(id);
    if (policy === undefined) throw new Fault('trace.policyUnknown', { policy: id });
    if (!policy.directions.includes(direction)) throw new Fault('trace.policyDirection', { policy: id, direction });
  }
  if (primary !== undefined && !policies.includes(primary))
    throw new Fault('usage.badValue', { option: '--primary', value: primary, expected: policies.join(', ') });
}

function choosePrimary(asked: string | undefined, policies: readonly string[]): string {
  if (asked !== undefined && policyRegistry.find(asked) === undefined) throw new Fault('trace.policyUnknown', { policy: asked });
  if (asked !== undefined && policies.includes(asked)) return asked;
  return policies.includes('fifo') ? 'fifo' : (policies[0] as string);
}

export interface RunTotals {
  readonly totals: Readonly<Record<string, { totalSat: string; feesSat: string; holdings: number; feesUnknown?: number }>>;
  readonly seedSat: string;
}

function summarise(document: Omit<TraceDocument, 'run'>, result: TraceResult): RunTotals {
  const totals = Object.fromEntries(
    Object.entries(document.policies).map(([id, outcome]) => {
      const unknown = document.feesUnknown?.[id];
      const total = { totalSat: outcome.totalSat, feesSat: outcome.feesSat, holdings: outcome.holdings.length };
      return [id, unknown === undefined ? total : { ...total, feesUnknown: unknown }];
    }),
  );
  return { totals, seedSat: result.seeds.reduce((sum, seed) => sum + seed.amountSat, 0n).toString() };
}

/** Transactions a policy relies on: those it traced through, the seeds' own, and the parents of all their inputs. */
export function reliedOn(view: ChainView, result: TraceResult, policy: PolicyResult): { traced: Uint32Array; all: number[] } {
  const { slice } = view;
  const own = new Set<number>(policy.touched);
  for (const seed of result.seeds) own.add(txOfOut(slice, seed.outNumber));
  const all = new Set(own);
  for (const transaction of own) {
    for (let input = slice.txInStart[transaction] as number; input < (slice.txInStart[transaction + 1] as number); input++) {
      const parent = slice.inPrevOut[input] as number;
      if (parent >= 0) all.add(txOfOut(slice, parent));
    }
  }
  for (const holding of policy.holdings) if (holding.outNumber >= 0) all.add(txOfOut(slice, holding.outNumber));
  return { traced: policy.touched, all: [...all].sort((a, b) => a - b) };
}

/** Whether a policy's transactions travel with their proofs: not too many, and each of them proven by the case. */
function isProofCarrying(view: ChainView, policy: PolicyResult): boolean {
  return policy.touched.length <= MOST_PROVEN && policy.touched.every((transaction) => view.isProven(transaction));
}

/** Copies the raw bytes that the run relies on into the case, so that no source is needed any more. */
function keepReliedOn(file: CaseFile, view: ChainView, result: TraceResult): void {
  const wanted = new Set<number>();
  for (const policy of result.policies)
    if (isProofCarrying(view, policy)) for (const transaction of reliedOn(view, result, policy).all) wanted.add(transaction);
  for (const transaction of [...wanted].sort((a, b) => a - b)) {
    const block = view.blocks[view.slice.txBlock[transaction] as number];
    if (block === undefined || !block.complete) continue;
    file.chain.keepRaw(view.network.id, {
      blockHash: block.hash,
      position: view.slice.txPosition[transaction] as number,
      txid: view.slice.txid.slice(transaction * 32, transaction * 32 + 32),
      raw: rawTransaction(file, view, transaction),
      branch: null,
    });
  }
}

/** Makes a stored run again from its frozen slice. */
export async function recompute(session: CaseSession, run: number, work: TraceWork): Promise<ComputedRun> {
  const row = session.current().runs.get(run);
  if (row === undefined) throw new Fault('trace.runUnknown', { run });
  const request = row.request as StoredRequest;
  const frozen = row.frozen as FrozenRun;
  const network = bitcoinNetwork(row.chain) as BitcoinNetwork;
  const view = viewOf(session, network, frozen.freeze);
  const { result, document } = await compute(view, request, frozen, work);
  return { row, request, frozen, view, result, document: { run, ...document } };
}

/** The same, kept while the case's data stay as they are: pictures and tables ask for it again and again. */
export function computedRun(session: CaseSession, run: number, work: TraceWork): Promise<ComputedRun> {
  // Shared by all who ask: one asker who gives up must not spoil it for the others.
  const heldOn = { ...work, signal: new AbortController().signal };
  return session.remember(`run ${run}`, () => recompute(session, run, heldOn));
}

/** What differs between a stored result and a fresh one, as short paths; empty means identical. */
export function differences(stored: unknown, fresh: unknown, path = ''): string[] {
  if (Object.is(stored, fresh)) return [];
  if (typeof stored !== 'object' || typeof fresh !== 'object' || stored === null || fresh === null)
    return [`${path || '.'}: ${JSON.stringify(stored)} ≠ ${JSON.stringify(fresh)}`];
  const keys = [...new Set([...Object.keys(stored), ...Object.keys(fresh)])].sort();
  const found: string[] = [];
  for (const key of keys) {
    found.push(...differences((stored as Record<string, unknown>)[key], (fresh as Record<string, unknown>)[key], `${path}/${key}`));
    if (found.length >= 50) return found.slice(0, 50);
  }
  return found;
}
