// Labels that reach addresses of the exported runs only through a cluster: they stand on other addresses, and an inference joins these with
// those. Kept apart from labels of the addresses themselves, with the rule and the size of the cluster.
import type { CaseSession, LabelRow } from '../casefile/index.ts';
import {
  type ChainView,
  clusterSize,
  clustersOf,
  type ComputedRun,
  representative,
  scriptByName,
  transferRows,
  viewOf,
} from '../trace/index.ts';
import { rowAddress } from '../canvas/index.ts';
import type { ReportInherited } from './report/model.ts';

/** Addresses and labels of one cluster that are listed, and addresses with one of the labels. */
const MOST_LISTED = 20;
const MOST_LABELLED = 3;

export function inheritedLabels(session: CaseSession, runs: readonly ComputedRun[]): ReportInherited[] {
  const labels = session.current().labels.all();
  const chains = [...new Set(runs.map(({ row }) => row.chain))].sort();
  return chains.flatMap((chain) => {
    const own = labels.filter((label) => label.subject === 'address' && (label.chain === null || label.chain === chain));
    if (own.length === 0) return [];
    const ofThis = runs.filter(({ row }) => row.chain === chain);
    const network = ofThis[0]?.view.network;
    return network === undefined ? [] : ofChain(session, viewOf(session, network), own, tracedAddresses(ofThis));
  });
}

/** In the order in which the runs reach them, each once. */
function tracedAddresses(runs: readonly ComputedRun[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const run of runs)
    for (const policy of run.result.policies)
      for (const { script } of transferRows(run, policy)) {
        const address = rowAddress(run.view, script);
        if (address !== null) found.add(address);
      }
  return found;
}

function ofChain(session: CaseSession, view: ChainView, labels: readonly LabelRow[], traced: ReadonlySet<string>): ReportInherited[] {
  const { clusters, rules } = clustersOf(session, view);
  const rootOf = (address: string): number | null => {
    try {
      return representative(clusters, scriptByName(view, address));
    } catch {
      // An address of another chain, or one that the case holds nothing of.
      return null;
    }
  };
  const inCluster = new Map<number, string[]>();
  for (const address of traced) {
    const root = rootOf(address);
    if (root !== null) inCluster.set(root, [...(inCluster.get(root) ?? []), address]);
  }
  const labelled = new Map<number, LabelRow[]>();
  for (const label of labels) {
    const root = rootOf(label.address);
    // On the only address of the cluster that the runs reach it is a direct label and nothing else.
    if (root === null || !(inCluster.get(root) ?? []).some((address) => address !== label.address)) continue;
    labelled.set(root, [...(labelled.get(root) ?? []), label]);
  }
  return [...labelled].map(([root, own]) => {
    const direct = new Set(own.map(({ address }) => address));
    // With labels on several of its addresses each of them inherits those of the others.
    const reached = (inCluster.get(root) ?? []).filter((address) => direct.size > 1 || !direct.has(address));
    const claims = [...claimsOf(own)];
    return {
      ...{ chainName: view.network.name, rule: rules.chosen.names.join(', '), size: clusterSize(clusters, root) },
      ...{ addresses: reached.slice(0, MOST_LISTED), moreAddresses: Math.max(0, reached.length - MOST_LISTED) },
      labels: claims.slice(0, MOST_LISTED).map(([text, addresses]) => ({
        ...{ text, addresses: addresses.slice(0, MOST_LABELLED), moreAddresses: Math.max(0, addresses.length - MOST_LABELLED) },
      })),
      moreLabels: Math.max(0, claims.length - MOST_LISTED),
    };
  });
}

/** What labels say with whose word, date and confidence, and the addresses it is said of. */
function claimsOf(labels: readonly LabelRow[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { address, label, origin, date, confidence } of labels) {
    const text = [label, origin, date, confidence].filter((one) => one !== '').join(' · ');
    const own = found.get(text) ?? [];
    if (!own.includes(address)) own.push(address);
    found.set(text, own);
  }
  return found;
}
