// Why two scripts are in one cluster, what a rejection changes, and what falls apart without a rule. Recomputed from the
// slice each time; it keeps nothing.
import { Fault } from '../../../shared/model/fault.ts';
import { clusterScripts, type Clusters, detachedScripts, membersOf, type Rejection, representative } from './cluster.ts';
import { type Evidence, parseRules, type PreparedRules, prepareRules } from './clusterRules.ts';
import { ruleName } from './heuristics/heuristic.ts';
import { multiInputFirst } from './heuristics/multiInput.ts';
import type { UtxoSlice } from './slice.ts';

export interface JoinStep {
  readonly txNumber: number;
  readonly from: number;
  readonly to: number;
  readonly rule: string;
}

interface Join {
  readonly txNumber: number;
  readonly rule: string;
  readonly scripts: readonly number[];
}

/**
 * The shortest chain of transactions that joins two scripts of one cluster; ties go to the earlier transaction, and in one
 * transaction to the rule first named. Empty where both are the same script. Fault cluster.notJoined. The rules are those
 * that the clusters were made by.
 */
export function explainJoin(slice: UtxoSlice, clusters: Clusters, a: number, b: number, rules?: PreparedRules): JoinStep[] {
  const root = representative(clusters, a);
  if (root !== representative(clusters, b)) throw new Fault('cluster.notJoined');
  if (a === b) return [];
  const { joins, joinsOf } = joinsOfCluster(slice, clusters, root, rules ?? firstRules(slice, clusters));
  const cameBy = new Map<number, JoinStep>();
  const used = new Set<number>();
  let frontier = [a];
  while (frontier.length > 0 && !cameBy.has(b)) {
    const next: number[] = [];
    const reached = new Map<number, number>();
    for (const script of frontier)
      for (const number of joinsOf.get(script) ?? []) if (!used.has(number) && !reached.has(number)) reached.set(number, script);
    for (const [number, from] of [...reached].sort(([x], [y]) => x - y)) {
      used.add(number);
      const { txNumber, rule, scripts } = joins[number] as Join;
      for (const to of scripts) {
        if (to === a || cameBy.has(to)) continue;
        cameBy.set(to, { txNumber, from, to, rule });
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
export function rejectMerge(slice: UtxoSlice, before: Clusters, rejection: Rejection, rules?: PreparedRules): RejectionEffect {
  const clusters = clusterScripts(slice, [...before.rejections, rejection], before.scriptCount, rules);
  const partA = membersOf(clusters, rejection.a);
  const stillJoined = representative(clusters, rejection.a) === representative(clusters, rejection.b);
  return { clusters, stillJoined, parts: [partA, stillJoined ? partA : membersOf(clusters, rejection.b)] };
}

/** How a cluster falls apart under other clusters, made by fewer rules: its members by part, largest first. */
export function partsUnder(members: Uint32Array, fewer: Clusters): number[][] {
  const parts = new Map<number, number[]>();
  for (const member of members) {
    const root = representative(fewer, member);
    const part = parts.get(root);
    if (part === undefined) parts.set(root, [member]);
    else part.push(member);
  }
  return [...parts.values()].sort((a, b) => b.length - a.length || (a[0] as number) - (b[0] as number));
}

function firstRules(slice: UtxoSlice, clusters: Clusters): PreparedRules {
  return prepareRules(slice, parseRules([ruleName(multiInputFirst)]), clusters.scriptCount);
}

/** Every piece of evidence inside one cluster, in chain order, both ways. */
function joinsOfCluster(slice: UtxoSlice, clusters: Clusters, root: number, rules: PreparedRules) {
  const joins: Join[] = [];
  const joinsOf = new Map<number, number[]>();
  const detached = detachedScripts(slice, clusters.rejections);
  for (let tx = 0; tx < slice.txCount; tx++) {
    if (!touches(tx)) continue;
    const evidence = rules.evidence(tx, detached.get(tx));
    if (evidence !== 'guarded') for (const one of evidence) add(tx, one);
  }
  return { joins, joinsOf };

  /** Evidence always holds an input's script, and all its scripts are of one cluster. */
  function touches(tx: number): boolean {
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
      const script = slice.inScript[input] as number;
      if (script !== 0 && representative(clusters, script) === root) return true;
    }
    return false;
  }

  function add(txNumber: number, { rule, scripts }: Evidence): void {
    if (representative(clusters, scripts[0] as number) !== root) return;
    const number = joins.push({ txNumber, rule: rules.linkNames[rule] as string, scripts }) - 1;
    for (const script of scripts) {
      const list = joinsOf.get(script);
      if (list === undefined) joinsOf.set(script, [number]);
      else list.push(number);
    }
  }
}
