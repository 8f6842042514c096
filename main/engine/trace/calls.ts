// Answers trace.* and cluster.*.
import { clusterContract, traceContract } from '../../../shared/contract/trace.ts';

import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, RunRow } from '../casefile/index.ts';
import { bitcoinNetwork } from '../chains/index.ts';
import { breathe, type Handlers, type Host, implement, throwIfCancelled } from '../kernel/index.ts';
import { chooseChain, clustersOf, scriptByName, scriptName, txidOf, viewOf } from './chainSession.ts';
import type { ChainView } from './chainView.ts';
import {
  type Clusters,
  clusterSize,
  explainJoin,
  type JoinStep,
  membersOf,
  rejectMerge,
  representative,
  transactionsPerScript,
} from './cluster.ts';
import { multiInput } from './heuristics/multiInput.ts';
import { ruleName } from './heuristics/heuristic.ts';
import { differences, recompute, type RunTotals, runTrace, type StoredRequest } from './runs.ts';
import type { TraceResult } from '../../../shared/contract/trace.ts';

const MOST_MEMBERS = 500;

export function traceCalls(host: Host, session: CaseSession): Handlers<keyof typeof traceContract> {
  return implement(traceContract, {
    'trace.run': (input, work) => runTrace(session, input, () => new Date(host.now()).toISOString(), work),
    'trace.runs': () => ({ runs: describeRuns(session.current()) }),
    'trace.result': ({ run }) => {
      const row = session.current().runs.get(run);
      if (row === undefined) throw new Fault('trace.runUnknown', { run });
      return { run, ...(row.result as Omit<TraceResult, 'run'>) };
    },
    'trace.replay': async ({ run }, work) => {
      const file = session.current();
      const ids = run === undefined ? file.runs.list().map((row) => row.id) : [run];
      const runs: { run: number; identical: boolean; differences: string[] }[] = [];
      for (const [done, id] of ids.entries()) {
        work.report({ phase: 'runs', done, total: ids.length, unit: 'steps' });
        await breathe();
        throwIfCancelled(work);
        const { document } = await recompute(session, id, work);
        const { run: _run, ...fresh } = document;
        const found = differences(file.runs.get(id)?.result, fresh);
        runs.push({ run: id, identical: found.length === 0, differences: found });
      }
      file.noteAccess('run.replayed', { runs: runs.map(({ run: id, identical }) => ({ run: id, identical })) });
      return { runs };
    },
  });
}

/** Every run with its place among those from the same seeds. */
export function describeRuns(file: CaseFile) {
  const rows = file.runs.list();
  const ordinals = new Map<string, number>();
  const siblings = new Map<string, number>();
  for (const row of rows) siblings.set(row.seedKey, (siblings.get(row.seedKey) ?? 0) + 1);
  return rows.map((row: RunRow) => {
    const ordinal = (ordinals.get(row.seedKey) ?? 0) + 1;
    ordinals.set(row.seedKey, ordinal);
    const request = row.request as StoredRequest;
    const result = row.result as TraceResult;
    const { totals, seedSat } = row.summary as RunTotals;
    return {
      run: row.id,
      ordinal,
      siblings: siblings.get(row.seedKey) ?? 1,
      question: request.question,
      primary: request.primary,
      reason: request.reason,
      direction: request.direction,
      chain: row.chain,
      chainName: bitcoinNetwork(row.chain)?.name ?? row.chain,
      from: [...request.from],
      stops: [...request.stops],
      policies: [...request.policies],
      time: row.time,
      resultDigest: result.resultDigest,
      inputsDigest: result.inputsDigest,
      height: result.height,
      seedSat,
      totals: { ...totals },
    };
  });
}

interface RejectPayload {
  readonly chain: string;
  readonly reason: string;
  readonly merges: readonly { txid: string; a: string; b: string }[];
}

export function clusterCalls(session: CaseSession): Handlers<keyof typeof clusterContract> {
  session.onEnter((file) =>
    file.edits.register({
      name: 'merge.rejected',
      apply: (payload: RejectPayload, event) => {
        for (const merge of payload.merges) file.merges.reject({ chain: payload.chain, ...merge, reason: payload.reason, event });
      },
      undo: (_payload, event) => {
        if (file.merges.restore(event) === 0) throw new Fault('journal.undoRefused', { event, reason: 'the rejection is gone' });
      },
    }),
  );
  const open = (chain: string | undefined) => {
    const view = viewOf(session, chooseChain(session.current(), chain));
    return { view, clusters: clustersOf(session, view) };
  };
  const step = (view: ChainView, one: JoinStep, rejected: boolean) => ({
    a: scriptName(view, one.from),
    b: scriptName(view, one.to),
    txid: txidOf(view, one.txNumber),
    height: heightOf(view, one.txNumber),
    rule: one.rule,
    rejected,
  });
  return implement(clusterContract, {
    'cluster.of': ({ address, chain }) => {
      const { view, clusters } = open(chain);
      const script = scriptByName(view, address);
      const members = membersOf(clusters, script);
      const counts = session.remember(`counts ${view.network.id}`, () => transactionsPerScript(view.slice));
      const received = session.remember(`received ${view.network.id}`, () => receivedPerScript(view));
      const shown = [...members].sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b).slice(0, MOST_MEMBERS);
      return {
        chain: view.network.id,
        size: clusterSize(clusters, script),
        members: shown.map((member) => ({
          address: scriptName(view, member),
          receivedSat: String(received[member] ?? 0n),
          transactions: counts[member] ?? 0,
        })),
        more: members.length - shown.length,
        merges: mergesOf(view, clusters, script),
        coinjoinsSkipped: clusters.guarded,
        rule: ruleName(multiInput),
        errorRate: 'notMeasured',
        height: view.coverage.at(-1)?.to ?? null,
      };
    },
    'cluster.explain': ({ a, b, chain }) => {
      const { view, clusters } = open(chain);
      const from = scriptByName(view, a);
      const to = scriptByName(view, b);
      if (representative(clusters, from) !== representative(clusters, to)) return { joined: false, steps: [] };
      return { joined: true, steps: explainJoin(view.slice, clusters, from, to).map((one) => step(view, one, false)) };
    },
    'cluster.reject': ({ a, b, chain, reason }) => {
      const { view, clusters } = open(chain);
      const from = scriptByName(view, a);
      const to = scriptByName(view, b);
      const before = clusterSize(clusters, from);
      const steps = explainJoin(view.slice, clusters, from, to);
      // What is rejected is evidence: every transaction that spends both together. Where only a longer chain joins them,
      // its first link is named, so that the examiner rejects that one on purpose.
      if (steps.length > 1) throw new Fault('cluster.notDirect', { a, b, next: scriptName(view, (steps[0] as JoinStep).to) });
      const direct = directJoins(view, clusters, from, to);
      const merges = direct.map((txNumber) => ({ txid: txidOf(view, txNumber), a, b }));
      session.current().edits.perform('merge.rejected', { chain: view.network.id, reason, merges });
      session.forget();
      const after = clustersOf(session, viewOf(session, view.network));
      const stillJoined = representative(after, from) === representative(after, to);
      return {
        rejected: direct.map((txNumber) => step(view, { txNumber, from, to, rule: ruleName(multiInput) }, true)),
        stillJoined,
        before,
        after: stillJoined ? [clusterSize(after, from)] : [clusterSize(after, from), clusterSize(after, to)],
      };
    },
  });
}

function heightOf(view: ChainView, transaction: number): number | null {
  const height = view.slice.blockHeight[view.slice.txBlock[transaction] as number] as number;
  return height < 0 ? null : height;
}

function receivedPerScript(view: ChainView): readonly bigint[] {
  const { outScript, outValue, outCount } = view.slice;
  const received: bigint[] = [];
  for (let out = 0; out < outCount; out++) {
    const script = outScript[out] as number;
    received[script] = (received[script] ?? 0n) + (outValue[out] as bigint);
  }
  return received;
}

function mergesOf(view: ChainView, clusters: Clusters, script: number) {
  const root = representative(clusters, script);
  const { merges } = clusters;
  const found = [];
  for (let i = 0; i < merges.count && found.length < MOST_MEMBERS; i++) {
    if (representative(clusters, merges.a[i] as number) !== root) continue;
    const txNumber = merges.tx[i] as number;
    found.push({
      a: scriptName(view, merges.a[i] as number),
      b: scriptName(view, merges.b[i] as number),
      txid: txidOf(view, txNumber),
      height: heightOf(view, txNumber),
      rule: merges.rules[merges.rule[i] as number] as string,
      rejected: false,
    });
  }
  return found;
}

/** Transactions that spend from both scripts and count for clustering. */
function directJoins(view: ChainView, clusters: Clusters, a: number, b: number): number[] {
  const { slice } = view;
  const found: number[] = [];
  let rejections = [...clusters.rejections];
  let now = clusters;
  // One after the other: explainJoin names the earliest direct link that still stands.
  while (representative(now, a) === representative(now, b)) {
    const [first, ...rest] = explainJoin(slice, now, a, b);
    if (first === undefined || rest.length > 0) break;
    found.push(first.txNumber);
    rejections = [...rejections, { txNumber: first.txNumber, a, b }];
    now = rejectMerge(slice, { ...now, rejections: rejections.slice(0, -1) }, rejections.at(-1) as never).clusters;
  }
  return found;
}
