// What speaks against the merges of one cluster: the transactions that spend on either side of a merge were built in
// different ways. Raw bytes are read for these few transactions only; what cannot be read is counted, not guessed.
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile } from '../casefile/index.ts';
import { decodeTransaction } from '../chains/index.ts';
import { rawTransaction, scriptTypes } from './chainSession.ts';
import type { ChainView } from './chainView.ts';
import { type Clusters, membersOf, representative } from './cluster.ts';
import type { JoinStep } from './clusterExplain.ts';
import { type Contradiction, contradictionsBetween, fingerprintOf } from './heuristics/contradictionFingerprint.ts';
import type { Fingerprint } from './heuristics/heuristic.ts';

/** Bounds of one answer; what was left out is said by the counts. */
const MOST_MERGES = 100;
const MOST_TRANSACTIONS = 400;
const MOST_OF_SIDE = 20;

export interface ClusterContradictions {
  readonly merges: number;
  readonly mergesCompared: number;
  readonly transactionsRead: number;
  readonly transactionsUnreadable: number;
  readonly contradictions: readonly { readonly step: JoinStep; readonly features: readonly Contradiction[] }[];
}

/**
 * For each merge of the cluster in chain order: the two parts as they stood before it, each with the transactions that spend
 * from it, now, and from the other part not. A part without such transactions contradicts nothing.
 */
export function contradictionsOf(file: CaseFile, view: ChainView, clusters: Clusters, script: number): ClusterContradictions {
  const { slice } = view;
  const root = representative(clusters, script);
  const spends = spendsOf(view, clusters, root);
  const fingerprints = new Map<number, Fingerprint | null>();
  const typeOf = scriptTypes(view);
  let unreadable = 0;
  const { merges } = clusters;
  const partOf = new Map<number, Set<number>>();
  for (const member of membersOf(clusters, script)) partOf.set(member, new Set([member]));
  const contradictions: { readonly step: JoinStep; readonly features: readonly Contradiction[] }[] = [];
  let seen = 0;
  let compared = 0;
  for (let i = 0; i < merges.count; i++) {
    const from = merges.a[i] as number;
    const to = merges.b[i] as number;
    if (representative(clusters, from) !== root) continue;
    seen++;
    const [left, right] = [partOf.get(from), partOf.get(to)] as [Set<number>, Set<number>];
    if (compared < MOST_MERGES && fingerprints.size < MOST_TRANSACTIONS) {
      compared++;
      const ours = side(left, right);
      const theirs = side(right, left);
      const features = contradictionsBetween(ours, theirs);
      const step = { txNumber: merges.tx[i] as number, from, to, rule: merges.rules[merges.rule[i] as number] as string };
      if (features.length > 0) contradictions.push({ step, features });
    }
    const [larger, smaller] = left.size >= right.size ? [left, right] : [right, left];
    for (const member of smaller) {
      larger.add(member);
      partOf.set(member, larger);
    }
  }
  return {
    merges: seen,
    mergesCompared: compared,
    transactionsRead: fingerprints.size - unreadable,
    transactionsUnreadable: unreadable,
    contradictions,
  };

  /** How the transactions that spend from one part and not from the other were built, the earliest ones. */
  function side(part: ReadonlySet<number>, other: ReadonlySet<number>): Fingerprint[] {
    const transactions = new Set<number>();
    for (const member of part) for (const tx of spends.get(member) ?? []) transactions.add(tx);
    const found: Fingerprint[] = [];
    for (const tx of [...transactions].sort((a, b) => a - b)) {
      if (found.length >= MOST_OF_SIDE) break;
      if (spendsFrom(tx, other)) continue;
      const fingerprint = fingerprintAt(tx);
      if (fingerprint !== null) found.push(fingerprint);
    }
    return found;
  }

  function spendsFrom(tx: number, part: ReadonlySet<number>): boolean {
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
      if (part.has(slice.inScript[input] as number)) return true;
    return false;
  }

  function fingerprintAt(tx: number): Fingerprint | null {
    const known = fingerprints.get(tx);
    if (known !== undefined || fingerprints.has(tx)) return known ?? null;
    let fingerprint: Fingerprint | null = null;
    try {
      fingerprint = fingerprintOf(decodeTransaction(rawTransaction(file, view, tx)), inputTypeOf(tx));
    } catch (error) {
      // The source is elsewhere or has changed: that is no reason to refuse the rest.
      if (!(error instanceof Fault)) throw error;
      unreadable++;
    }
    fingerprints.set(tx, fingerprint);
    return fingerprint;
  }

  function inputTypeOf(tx: number): string | null {
    const scripts = slice.inScript.subarray(slice.txInStart[tx] as number, slice.txInStart[tx + 1] as number);
    const types = new Set(Array.from(scripts, (number) => (number === 0 ? '' : typeOf(number))));
    const [type] = types;
    return types.size === 1 && type !== undefined && type !== '' ? type : null;
  }
}

/** Transactions that spend from each member of a cluster, in chain order. */
function spendsOf({ slice }: ChainView, clusters: Clusters, root: number): ReadonlyMap<number, readonly number[]> {
  const spends = new Map<number, number[]>();
  for (let tx = 0; tx < slice.txCount; tx++)
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
      const script = slice.inScript[input] as number;
      if (script === 0 || representative(clusters, script) !== root) continue;
      const list = spends.get(script);
      if (list === undefined) spends.set(script, [tx]);
      else if (list.at(-1) !== tx) list.push(tx);
    }
  return spends;
}
