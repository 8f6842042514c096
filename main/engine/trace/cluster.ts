// Clusters of scripts by co-spending, with a log of every merge: "why are these two together?" has an answer, and a
// merge can be rejected. A cluster is an inference; it is not a person.
import { Fault } from '../../../shared/model/fault.ts';
import { mayBeCoinjoin } from './heuristics/coinjoins.ts';
import { ruleName } from './heuristics/heuristic.ts';
import { multiInput } from './heuristics/multiInput.ts';
import type { UtxoSlice } from './slice.ts';

/** Of the two scripts, the one whose first input comes later is taken out of this transaction's co-spend. */
export interface Rejection {
  readonly txNumber: number;
  readonly a: number;
  readonly b: number;
}

/** Merges in chain order: `a[i]` and `b[i]` came together through `tx[i]` by `rules[rule[i]]`. */
export interface MergeLog {
  readonly count: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly tx: Uint32Array;
  readonly rule: Uint8Array;
  readonly rules: readonly string[];
}

export interface Clusters {
  readonly scriptCount: number;
  /** Script number of each cluster's representative, per script; a representative holds minus its cluster's size. */
  readonly parent: Int32Array;
  readonly merges: MergeLog;
  /** Transactions left out because they may be CoinJoins. */
  readonly guarded: number;
  readonly rejections: readonly Rejection[];
}

export interface JoinStep {
  readonly txNumber: number;
  readonly from: number;
  readonly to: number;
  readonly rule: string;
}

const RULES = [ruleName(multiInput)];

/**
 * Puts together the scripts of each transaction's inputs (multiInput@1), CoinJoins left out. `scriptCount` is one more
 * than the largest script number; given by who knows it, it saves a pass over the slice.
 */
export function clusterScripts(slice: UtxoSlice, rejections: readonly Rejection[] = [], scriptCount = countScripts(slice)): Clusters {
  const parent = new Int32Array(scriptCount).fill(-1);
  const detached = detachedScripts(slice, rejections);
  const { txInStart, txOutStart, inScript, txCount } = slice;
  // There are fewer merges than scripts, so the log never grows; pages that no merge reaches stay unused. Its columns are
  // locals of this loop: behind a closure they cost a third of the time.
  const logA = new Uint32Array(scriptCount);
  const logB = new Uint32Array(scriptCount);
  const logTx = new Uint32Array(scriptCount);
  let count = 0;
  let guarded = 0;
  let end = txInStart[0] as number;
  for (let tx = 0; tx < txCount; tx++) {
    const start = end;
    end = txInStart[tx + 1] as number;
    if (end - start < 2) continue;
    if (
      (txOutStart[tx + 1] as number) - (txOutStart[tx] as number) >= 3 &&
      hasTwoScripts(inScript, start, end) &&
      mayBeCoinjoin(slice, tx)
    ) {
      guarded++;
      continue;
    }
    const out = detached.size === 0 ? undefined : detached.get(tx);
    let first = 0;
    let root = -1;
    for (let input = start; input < end; input++) {
      // Script numbers fit 31 bits; saying so keeps the loop on machine integers.
      const script = (inScript[input] as number) | 0;
      if (script === 0 || script === first || out?.has(script) === true) continue;
      if (first === 0) {
        first = script;
        continue;
      }
      if (root < 0) root = find(parent, first);
      const other = find(parent, script);
      if (other === root) continue;
      // By size; equal sizes keep the root of the transaction's first script.
      const size = (parent[root] as number) + (parent[other] as number);
      if ((parent[other] as number) < (parent[root] as number)) {
        parent[root] = other;
        root = other;
      } else parent[other] = root;
      parent[root] = size;
      logA[count] = first;
      logB[count] = script;
      logTx[count++] = tx;
    }
  }
  for (let script = 0; script < scriptCount; script++) if ((parent[script] as number) >= 0) parent[script] = find(parent, script);
  const merges = {
    count,
    a: logA.subarray(0, count),
    b: logB.subarray(0, count),
    tx: logTx.subarray(0, count),
    rule: new Uint8Array(count),
    rules: RULES,
  };
  return { scriptCount, parent, merges, guarded, rejections };
}

/** Root of a script, halving the path on the way. */
function find(parent: Int32Array, script: number): number {
  let at = script;
  for (let up = parent[at] as number; up >= 0; up = parent[at] as number) {
    const above = parent[up] as number;
    if (above < 0) return up;
    parent[at] = above;
    at = above;
  }
  return at;
}

export function representative(clusters: Clusters, script: number): number {
  const parent = clusters.parent[script];
  return parent === undefined || parent < 0 ? script : parent;
}

export function clusterSize(clusters: Clusters, script: number): number {
  return -(clusters.parent[representative(clusters, script)] ?? -1);
}

/** Ascending script numbers of the cluster of a script. */
export function membersOf(clusters: Clusters, script: number): Uint32Array {
  const root = representative(clusters, script);
  const members = new Uint32Array(clusterSize(clusters, script));
  let count = 0;
  for (let other = 0; other < clusters.scriptCount; other++)
    if (other === root || clusters.parent[other] === root) members[count++] = other;
  return members;
}

/** Distinct transactions in which each script takes part; index by script. */
export function transactionsPerScript(
  slice: UtxoSlice,
  scriptCount = countScripts(slice),
  groupOf?: (script: number) => number,
): Uint32Array {
  const counts = new Uint32Array(scriptCount);
  const lastTx = new Int32Array(scriptCount).fill(-1);
  for (let tx = 0; tx < slice.txCount; tx++) {
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
      meet(slice.inScript[input] as number, tx);
    for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++)
      meet(slice.outScript[out] as number, tx);
  }
  return counts;
  function meet(script: number, tx: number): void {
    const group = groupOf === undefined ? script : groupOf(script);
    if (lastTx[group] === tx) return;
    lastTx[group] = tx;
    counts[group] = (counts[group] as number) + 1;
  }
}

/** What the stop rule `serviceLike` asks for: transactions of a script's whole cluster. */
export function transactionsOfCluster(slice: UtxoSlice, clusters: Clusters): (script: number) => number {
  const counts = transactionsPerScript(slice, clusters.scriptCount, (script) => representative(clusters, script));
  return (script) => counts[representative(clusters, script)] ?? 0;
}

/**
 * The shortest chain of transactions that joins two scripts of one cluster; ties go to the earlier
 * transaction. Empty where both are the same script. Fault cluster.notJoined.
 */
export function explainJoin(slice: UtxoSlice, clusters: Clusters, a: number, b: number): JoinStep[] {
  const root = representative(clusters, a);
  if (root !== representative(clusters, b)) throw new Fault('cluster.notJoined');
  if (a === b) return [];
  const joined = joinsOfCluster(slice, clusters, root);
  const cameBy = new Map<number, JoinStep>();
  const used = new Set<number>();
  let frontier = [a];
  while (frontier.length > 0 && !cameBy.has(b)) {
    const next: number[] = [];
    const reachedTransactions = new Map<number, number>();
    for (const script of frontier)
      for (const tx of joined.transactionsOf.get(script) ?? [])
        if (!used.has(tx) && !reachedTransactions.has(tx)) reachedTransactions.set(tx, script);
    for (const [tx, from] of [...reachedTransactions].sort(([x], [y]) => x - y)) {
      used.add(tx);
      for (const to of joined.scriptsOf.get(tx) ?? []) {
        if (to === a || cameBy.has(to)) continue;
        cameBy.set(to, { txNumber: tx, from, to, rule: RULES[0] as string });
        next.push(to);
      }
    }
    frontier = next;
  }
  const steps: JoinStep[] = [];
  for (let at = b; at !== a; ) {
    const step = cameBy.get(at);
    if (step === undefined) throw new Fault('cluster.notJoined');
    steps.push(step);
    at = step.from;
  }
  return steps.reverse();
}

/** What a further rejection changes. */
export interface RejectionEffect {
  readonly clusters: Clusters;
  /** True where other transactions still join the two. */
  readonly stillJoined: boolean;
  /** Members of the cluster of `a` and of `b` afterwards; one and the same where still joined. */
  readonly parts: readonly [Uint32Array, Uint32Array];
}

/** Recomputes the clusters without one more piece of evidence and shows what falls apart. */
export function rejectMerge(slice: UtxoSlice, before: Clusters, rejection: Rejection): RejectionEffect {
  const clusters = clusterScripts(slice, [...before.rejections, rejection], before.scriptCount);
  const partA = membersOf(clusters, rejection.a);
  const stillJoined = representative(clusters, rejection.a) === representative(clusters, rejection.b);
  return { clusters, stillJoined, parts: [partA, stillJoined ? partA : membersOf(clusters, rejection.b)] };
}

/** Every co-spend inside one cluster, both ways. */
function joinsOfCluster(slice: UtxoSlice, clusters: Clusters, root: number) {
  const transactionsOf = new Map<number, number[]>();
  const scriptsOf = new Map<number, number[]>();
  const detached = detachedScripts(slice, clusters.rejections);
  for (let tx = 0; tx < slice.txCount; tx++) {
    const start = slice.txInStart[tx] as number;
    const end = slice.txInStart[tx + 1] as number;
    if (end - start < 2 || !hasTwoScripts(slice.inScript, start, end)) continue;
    const scripts = new Set<number>();
    for (let input = start; input < end; input++) {
      const script = slice.inScript[input] as number;
      if (script !== 0 && representative(clusters, script) === root && detached.get(tx)?.has(script) !== true) scripts.add(script);
    }
    if (scripts.size < 2 || mayBeCoinjoin(slice, tx)) continue;
    scriptsOf.set(tx, [...scripts]);
    for (const script of scripts) {
      const list = transactionsOf.get(script);
      if (list === undefined) transactionsOf.set(script, [tx]);
      else list.push(tx);
    }
  }
  return { transactionsOf, scriptsOf };
}

function detachedScripts(slice: UtxoSlice, rejections: readonly Rejection[]): Map<number, Set<number>> {
  const detached = new Map<number, Set<number>>();
  for (const { txNumber, a, b } of rejections) {
    const scripts = slice.inScript.subarray(slice.txInStart[txNumber], slice.txInStart[txNumber + 1]);
    if (!scripts.includes(a) || !scripts.includes(b)) continue;
    const set = detached.get(txNumber) ?? new Set<number>();
    set.add(scripts.indexOf(a) > scripts.indexOf(b) ? a : b);
    detached.set(txNumber, set);
  }
  return detached;
}

function hasTwoScripts(inScript: Uint32Array, start: number, end: number): boolean {
  const first = inScript[start] as number;
  for (let input = start + 1; input < end; input++) if (inScript[input] !== first) return true;
  return false;
}

/** One more than the largest script number. */
export function countScripts(slice: UtxoSlice): number {
  return Math.max(largest(slice.outScript, slice.outCount), largest(slice.inScript, slice.inCount)) + 1;
}

function largest(numbers: Uint32Array, count: number): number {
  let most = 0;
  for (let index = 0; index < count; index++) {
    const number = numbers[index] as number;
    if (number > most) most = number;
  }
  return most;
}
