// Answers cluster.*: clusters by the rules that the examiner chose, why two addresses are together, what falls without a
// rule or a merge, and what speaks against a merge.
import { clusterContract } from '../../../shared/contract/trace.ts';
import { fromDisplayHash } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseSession, RejectedMergeRow } from '../casefile/index.ts';
import { type Handlers, implement } from '../kernel/index.ts';
import { chooseChain, clustersOf, inputOutpointText, scriptByName, scriptName, txidOf, viewOf } from './chainSession.ts';
import type { ChainView } from './chainView.ts';
import { type Clusters, clusterSize, membersOf, representative, transactionsPerScript } from './cluster.ts';
import { contradictionsOf } from './clusterContradictions.ts';
import { explainJoin, type JoinStep, partsUnder, rejectMerge } from './clusterExplain.ts';
import { changesWithLaterData, DEFAULT_RULES, parseRules, type PreparedRules } from './clusterRules.ts';
import type { ChangeRule } from './heuristics/changeRule.ts';
import { contradictionFingerprint } from './heuristics/contradictionFingerprint.ts';
import { exclusionDust } from './heuristics/exclusionDust.ts';
import { type Heuristic, ruleName } from './heuristics/heuristic.ts';
import { earlierHeuristics, heuristics } from './heuristics/index.ts';
import { NOT_MEASURED, ruleText } from './ruleBook.ts';
import { highestCovered } from './run.ts';

const MOST_MEMBERS = 500;
const MOST_PARTS = 100;
const MOST_OF_PART = 20;

interface RejectPayload {
  readonly chain: string;
  readonly reason: string;
  readonly merges: readonly { txid: string; a: string; b: string }[];
}

interface AcceptPayload {
  readonly reason: string;
  /** The rejections that no longer stand, whole, so that they can stand again. */
  readonly rejections: readonly RejectedMergeRow[];
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
  session.onEnter((file) =>
    file.edits.register({
      name: 'merge.accepted',
      apply: ({ rejections }: AcceptPayload, event) => {
        for (const row of rejections)
          if (file.merges.accept(row) === 0) throw new Fault('journal.undoRefused', { event, reason: 'the rejection is gone' });
      },
      undo: ({ rejections }: AcceptPayload) => {
        for (const row of rejections) file.merges.reject(row);
      },
    }),
  );
  const open = (chain: string | undefined, rules: readonly string[] | undefined) => {
    const view = viewOf(session, chooseChain(session.current(), chain));
    return { view, ...clustersOf(session, view, rules) };
  };
  return implement(clusterContract, {
    'cluster.rules': () => ({ rules: [...heuristics.entries, ...earlierHeuristics].map(describe) }),
    'cluster.of': ({ address, chain, rules: texts = DEFAULT_RULES, without = [] }) => {
      // Before the clusters of all rules, of which only one choice is kept.
      const remaining = without.length === 0 ? null : withoutRules(texts, without);
      const { view, clusters, rules } = open(chain, texts);
      const script = scriptByName(view, address);
      const members = membersOf(clusters, script);
      const counts = session.remember(`counts ${view.network.id}`, () => transactionsPerScript(view.slice));
      const received = session.remember(`received ${view.network.id}`, () => receivedPerScript(view));
      const shown = [...members].sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b).slice(0, MOST_MEMBERS);
      const height = view.coverage.at(-1)?.to ?? null;
      const { merges, inUse, rulesOfMember } = mergesOf(view, clusters, script, rules);
      return {
        chain: view.network.id,
        size: members.length,
        members: shown.map((member) => ({
          address: scriptName(view, member),
          receivedSat: String(received[member] ?? 0n),
          transactions: counts[member] ?? 0,
          rules: [...(rulesOfMember.get(member) ?? [])].sort((a, b) => a - b).map((rule) => clusters.merges.rules[rule] as string),
        })),
        more: members.length - shown.length,
        merges,
        coinjoinsSkipped: clusters.guarded,
        rule: rules.chosen.names.join(', '),
        rules: inUse,
        rejections: rejectionsBeside(view, clusters, script, session.current().merges.list()),
        excluded: excludedOf(view, clusters, script),
        parts: remaining === null ? null : partsOf(view, members, clustersOf(session, view, remaining).clusters),
        errorRate: NOT_MEASURED,
        height,
      };
    },
    'cluster.contradictions': ({ address, chain, rules: texts }) => {
      const { view, clusters } = open(chain, texts);
      const found = contradictionsOf(session.current(), view, clusters, scriptByName(view, address));
      return {
        ...found,
        rule: ruleName(contradictionFingerprint),
        height: highestCovered(view.slice),
        contradictions: found.contradictions.map(({ step, features }) => ({
          merge: stepOf(view, step, false),
          features: features.map(({ feature, left, right }) => ({ feature, left: { ...left }, right: { ...right } })),
        })),
      };
    },
    'cluster.explain': ({ a, b, chain, rules: texts }) => {
      const { view, clusters, rules } = open(chain, texts);
      const from = scriptByName(view, a);
      const to = scriptByName(view, b);
      if (representative(clusters, from) !== representative(clusters, to)) return { joined: false, steps: [] };
      return { joined: true, steps: explainJoin(view.slice, clusters, from, to, rules).map((one) => stepOf(view, one, false)) };
    },
    'cluster.reject': ({ a, b, chain, reason, rules: texts }) => {
      const { view, clusters, rules } = open(chain, texts);
      const from = scriptByName(view, a);
      const to = scriptByName(view, b);
      const before = clusterSize(clusters, from);
      const steps = explainJoin(view.slice, clusters, from, to, rules);
      // What is rejected is evidence: every transaction that joins both directly. Where only a longer chain joins them,
      // its first link is named, so that the examiner rejects that one on purpose.
      if (steps.length > 1) throw new Fault('cluster.notDirect', { a, b, next: scriptName(view, (steps[0] as JoinStep).to) });
      const direct = directJoins(view, clusters, from, to, rules);
      const merges = direct.map(({ txNumber }) => ({ txid: txidOf(view, txNumber), a, b }));
      session.current().edits.perform('merge.rejected', { chain: view.network.id, reason, merges });
      session.forget();
      const after = clustersOf(session, viewOf(session, view.network), texts).clusters;
      const stillJoined = representative(after, from) === representative(after, to);
      return {
        rejected: direct.map((one) => stepOf(view, one, true)),
        stillJoined,
        before,
        after: stillJoined ? [clusterSize(after, from)] : [clusterSize(after, from), clusterSize(after, to)],
      };
    },
    'cluster.accept': ({ a, b, chain, reason }) => {
      const { merges, edits } = session.current();
      const { id } = chooseChain(session.current(), chain);
      const rejections = merges.list().filter((row) => row.chain === id && ((row.a === a && row.b === b) || (row.a === b && row.b === a)));
      if (rejections.length === 0) throw new Fault('cluster.notRejected', { a, b });
      edits.perform('merge.accepted', { reason, rejections } satisfies AcceptPayload);
      session.forget();
      return { accepted: rejections.length };
    },
  });
}

/** Rejections of which either side stands in the cluster now: what was taken out of it, and what it was taken out of. */
function rejectionsBeside(view: ChainView, clusters: Clusters, script: number, rows: readonly RejectedMergeRow[]) {
  const root = representative(clusters, script);
  return rows.flatMap(({ chain, a, b, txid, reason, event }) => {
    const tx = chain === view.network.id ? view.findTransaction(fromDisplayHash(txid)) : -1;
    if (tx === -1 || ![a, b].some((name) => representative(clusters, scriptByName(view, name)) === root)) return [];
    return [{ a, b, txid, height: heightOf(view, tx), reason, event }];
  });
}

function describe(rule: Heuristic) {
  const isEarlier = earlierHeuristics.includes(rule);
  const term = 'term' in rule ? (rule as ChangeRule).term : null;
  const isChosenByName = rule.kind === 'link' || rule.id === exclusionDust.id;
  return {
    ...ruleText(rule),
    kind: rule.kind,
    term,
    choose: term !== null ? `change:${term}` : !isChosenByName ? null : isEarlier ? ruleName(rule) : rule.id,
    isDefault: !isEarlier && DEFAULT_RULES.includes(rule.id),
    isEarlier,
  };
}

/** The rules that stay when some are switched off; throws `cluster.badRule` for one that was not on. */
function withoutRules(texts: readonly string[], without: readonly string[]): string[] {
  const { names } = parseRules(texts);
  const off = new Set(without.flatMap((text) => parseRules([text]).names));
  for (const name of off)
    if (!names.includes(name))
      throw new Fault('cluster.badRule', { rule: name, reason: 'not switched on', place: 1, known: names.join(', ') });
  return names.filter((name) => !off.has(name));
}

function stepOf(view: ChainView, one: JoinStep, rejected: boolean) {
  return {
    a: scriptName(view, one.from),
    b: scriptName(view, one.to),
    txid: txidOf(view, one.txNumber),
    height: heightOf(view, one.txNumber),
    rule: one.rule,
    rejected,
  };
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

/** The merges of a cluster, how many each rule made, and the rules by which each member came in. */
function mergesOf(view: ChainView, clusters: Clusters, script: number, rules: PreparedRules) {
  const root = representative(clusters, script);
  const { merges } = clusters;
  const shown: ReturnType<typeof stepOf>[] = [];
  const rulesOfMember = new Map<number, Set<number>>();
  const mergesOfRule = merges.rules.map(() => 0);
  const membersOfRule = merges.rules.map(() => new Set<number>());
  for (let i = 0; i < merges.count; i++) {
    const from = merges.a[i] as number;
    if (representative(clusters, from) !== root) continue;
    const to = merges.b[i] as number;
    const rule = merges.rule[i] as number;
    mergesOfRule[rule] = (mergesOfRule[rule] as number) + 1;
    for (const member of [from, to]) {
      rulesOfMember.set(member, (rulesOfMember.get(member) ?? new Set()).add(rule));
      membersOfRule[rule]?.add(member);
    }
    if (shown.length >= MOST_MEMBERS) continue;
    const step = { from, to, txNumber: merges.tx[i] as number, rule: merges.rules[rule] as string };
    shown.push(stepOf(view, step, false));
  }
  const inUse = merges.rules.map((name, rule) => {
    const isDynamic = changesWithLaterData(rules.chosen, name);
    return {
      name,
      merges: mergesOfRule[rule] as number,
      members: membersOfRule[rule]?.size ?? 0,
      changesWithLaterData: isDynamic,
      asOfHeight: isDynamic ? highestCovered(view.slice) : null,
      errorRate: NOT_MEASURED,
    };
  });
  return { merges: shown, inUse, rulesOfMember };
}

/** Left-out inputs of transactions in which the cluster spends. */
function excludedOf(view: ChainView, clusters: Clusters, script: number) {
  const root = representative(clusters, script);
  const { slice } = view;
  const isOfCluster = (tx: number): boolean => {
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
      if (representative(clusters, slice.inScript[input] as number) === root) return true;
    return false;
  };
  return clusters.excluded
    .filter(({ txNumber }) => isOfCluster(txNumber))
    .slice(0, MOST_MEMBERS)
    .map(({ txNumber, inNumber }) => ({
      rule: ruleName(exclusionDust),
      txid: txidOf(view, txNumber),
      outpoint: inputOutpointText(view, inNumber),
      address: scriptName(view, slice.inScript[inNumber] as number),
      valueSat: String(slice.inValue[inNumber]),
    }));
}

function partsOf(view: ChainView, members: Uint32Array, fewer: Clusters) {
  return partsUnder(members, fewer)
    .slice(0, MOST_PARTS)
    .map((part) => ({ size: part.length, addresses: part.slice(0, MOST_OF_PART).map((member) => scriptName(view, member)) }));
}

/** Transactions that join both scripts directly, one after the other: each is the earliest that still stands. */
function directJoins(view: ChainView, clusters: Clusters, a: number, b: number, rules: PreparedRules): JoinStep[] {
  const { slice } = view;
  const found: JoinStep[] = [];
  let now = clusters;
  while (representative(now, a) === representative(now, b)) {
    const [first, ...rest] = explainJoin(slice, now, a, b, rules);
    if (first === undefined || rest.length > 0) break;
    found.push(first);
    now = rejectMerge(slice, now, { txNumber: first.txNumber, a, b }, rules).clusters;
  }
  return found;
}
