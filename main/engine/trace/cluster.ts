// Clusters of scripts by co-spending, with a log of every merge: "why are these two together?" has an answer, and a
// merge can be rejected. A cluster is an inference; it is not a person.
import { type ExcludedInput, hasTwoScripts, type PreparedRules } from './clusterRules.ts';
import { mayBeCoinjoin } from './heuristics/coinjoins.ts';
import { ruleName } from './heuristics/heuristic.ts';
import { type CoSpendRule, multiInputFirst } from './heuristics/multiInput.ts';
import { createJoiner, endParents, joinScripts, newParents } from './joins.ts';
import type { UtxoSlice } from './slice.ts';

/**
 * Of two scripts of a transaction's inputs, the one whose first input comes later is taken out of its evidence; of an input's
 * script and an output's, the output's.
 */
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
  /** Script number of each cluster's representative, per script: the smallest of the cluster. */
  readonly parent: Uint32Array;
  readonly merges: MergeLog;
  /** Transactions left out because they may be CoinJoins. */
  readonly guarded: number;
  /** Inputs that an exclusion rule left out, in chain order. */
  readonly excluded: readonly ExcludedInput[];
  readonly rejections: readonly Rejection[];
}

/**
 * Puts scripts together by the rules given; without any by multiInput@1, which is what stored runs ask for. CoinJoins are
 * left out. `scriptCount` is one more than the largest script number; given by who knows it, it saves a pass over the slice.
 */
export function clusterScripts(
  slice: UtxoSlice,
  rejections: readonly Rejection[] = [],
  scriptCount = countScripts(slice),
  rules?: PreparedRules,
): Clusters {
  if (rules === undefined) return byCoSpend(slice, rejections, scriptCount, multiInputFirst);
  const { coSpend, changes, leavesOutDust } = rules.chosen;
  if (coSpend !== null && changes.length === 0 && !leavesOutDust) return byCoSpend(slice, rejections, scriptCount, coSpend);
  return byEvidence(slice, rejections, scriptCount, rules);
}

/** Transactions handed to the joiner at once, and inputs unless one transaction alone has more. */
const TRANSACTIONS_AT_ONCE = 65_536;
const INPUTS_AT_ONCE = 1 << 19;

/** Co-spending alone, without a list per transaction: what large cases run. */
function byCoSpend(slice: UtxoSlice, rejections: readonly Rejection[], scriptCount: number, rule: CoSpendRule): Clusters {
  const detached = detachedScripts(slice, rejections);
  const { txInStart, txOutStart, inScript, txCount } = slice;
  const joiner = createJoiner(scriptCount);
  let guarded = 0;
  for (let first = 0, last = 0; first < txCount; first = last) {
    const from = txInStart[first] as number;
    last = Math.min(txCount, first + TRANSACTIONS_AT_ONCE);
    while (last > first + 1 && (txInStart[last] as number) - from > INPUTS_AT_ONCE) last = (first + last) >>> 1;
    const to = txInStart[last] as number;
    const scripts = joiner.room(to - from);
    scripts.set(inScript.subarray(from, to));
    leaveOut(first, last, from, scripts);
    joiner.join(txInStart.subarray(first, last + 1), first);
  }
  const { parent, ...log } = joiner.end();
  const merges = { ...log, rule: new Uint8Array(log.count), rules: [ruleName(rule)] };
  return { scriptCount, parent, merges, guarded, excluded: [], rejections };

  /** Script 0 for every input that is no evidence. */
  function leaveOut(first: number, last: number, from: number, scripts: Uint32Array): void {
    let end = txOutStart[first] as number;
    for (let tx = first; tx < last; tx++) {
      const start = end;
      end = txOutStart[tx + 1] as number;
      if (end - start < 3) continue;
      const inputs = txInStart[tx] as number;
      const inputsEnd = txInStart[tx + 1] as number;
      if (inputsEnd - inputs < 2 || !hasTwoScripts(inScript, inputs, inputsEnd) || !mayBeCoinjoin(slice, tx, rule.guard)) continue;
      guarded++;
      scripts.fill(0, inputs - from, inputsEnd - from);
    }
    for (const [tx, out] of detached) {
      if (tx < first || tx >= last) continue;
      for (let input = (txInStart[tx] as number) - from; input < (txInStart[tx + 1] as number) - from; input++)
        if (out.has(scripts[input] as number)) scripts[input] = 0;
    }
  }
}

/** Any rules: the same joins in the same order where co-spending is the only one. */
function byEvidence(slice: UtxoSlice, rejections: readonly Rejection[], scriptCount: number, rules: PreparedRules): Clusters {
  const parent = newParents(scriptCount);
  const detached = detachedScripts(slice, rejections);
  const logA = new Uint32Array(scriptCount);
  const logB = new Uint32Array(scriptCount);
  const logTx = new Uint32Array(scriptCount);
  const logRule = new Uint8Array(scriptCount);
  const excluded: ExcludedInput[] = [];
  let count = 0;
  let guarded = 0;
  for (let tx = 0; tx < slice.txCount; tx++) {
    const evidence = rules.evidence(tx, detached.get(tx));
    if (evidence === 'guarded') {
      guarded++;
      continue;
    }
    excluded.push(...rules.excluded(tx));
    for (const { rule, scripts } of evidence) {
      const first = scripts[0] as number;
      for (let i = 1; i < scripts.length; i++) {
        const script = scripts[i] as number;
        if (!joinScripts(parent, first, script)) continue;
        logA[count] = first;
        logB[count] = script;
        logRule[count] = rule;
        logTx[count++] = tx;
      }
    }
  }
  endParents(parent);
  const merges = {
    count,
    a: logA.subarray(0, count),
    b: logB.subarray(0, count),
    tx: logTx.subarray(0, count),
    rule: logRule.subarray(0, count),
    rules: rules.linkNames,
  };
  return { scriptCount, parent, merges, guarded, excluded, rejections };
}

export function representative(clusters: Clusters, script: number): number {
  return clusters.parent[script] ?? script;
}

const sizes = new WeakMap<Clusters, Uint32Array>();

/** Scripts in the cluster of a script; all are counted when the first is asked for. */
export function clusterSize(clusters: Clusters, script: number): number {
  let counted = sizes.get(clusters);
  if (counted === undefined) {
    counted = new Uint32Array(clusters.scriptCount);
    for (let other = 0; other < clusters.scriptCount; other++) {
      const root = clusters.parent[other] as number;
      counted[root] = (counted[root] as number) + 1;
    }
    sizes.set(clusters, counted);
  }
  return counted[representative(clusters, script)] ?? 1;
}

/** Ascending script numbers of the cluster of a script. */
export function membersOf(clusters: Clusters, script: number): Uint32Array {
  const root = representative(clusters, script);
  const members = new Uint32Array(clusterSize(clusters, script));
  let count = 0;
  for (let other = 0; other < clusters.scriptCount; other++) if (clusters.parent[other] === root) members[count++] = other;
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

/** Scripts that rejections take out of a transaction's evidence. */
export function detachedScripts(slice: UtxoSlice, rejections: readonly Rejection[]): ReadonlyMap<number, ReadonlySet<number>> {
  const detached = new Map<number, Set<number>>();
  for (const { txNumber, a, b } of rejections) {
    const inputs = slice.inScript.subarray(slice.txInStart[txNumber], slice.txInStart[txNumber + 1]);
    const outputs = slice.outScript.subarray(slice.txOutStart[txNumber], slice.txOutStart[txNumber + 1]);
    const [placeA, placeB] = [inputs.indexOf(a), inputs.indexOf(b)];
    let later: number;
    if (placeA >= 0 && placeB >= 0) later = placeA > placeB ? a : b;
    else if (placeA >= 0 && outputs.includes(b)) later = b;
    else if (placeB >= 0 && outputs.includes(a)) later = a;
    else continue;
    const set = detached.get(txNumber) ?? new Set<number>();
    detached.set(txNumber, set.add(later));
  }
  return detached;
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
