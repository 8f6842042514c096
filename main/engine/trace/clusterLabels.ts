// Labels that stand on other addresses of a cluster. They are no labels of the address that was asked about: they reach it only through the
// inference that joined the addresses, and are given apart, each with the address it stands on.
import type { CaseFile } from '../casefile/index.ts';
import { scriptByName, scriptName } from './chainSession.ts';
import type { ChainView } from './chainView.ts';
import { type Clusters, membersOf, representative } from './cluster.ts';

/** Up to so many members are looked up one by one; of larger clusters the case's labels are gone through. */
const MOST_MEMBERS = 20_000;

export function labelsOfCluster(
  file: CaseFile,
  view: ChainView,
  clusters: Clusters,
  script: number,
): { readonly size: number; readonly members: string[] } {
  const members = membersOf(clusters, script);
  const own = scriptName(view, script);
  const candidates =
    members.length <= MOST_MEMBERS ? [...members].map((member) => scriptName(view, member)) : labelled(file, view, clusters, script);
  const found = file.labels.standing(candidates.filter((address) => address !== own));
  const counts = ({ chain }: { readonly chain: string | null }) => chain === null || chain === view.network.id;
  return { size: members.length, members: [...found].flatMap(([address, labels]) => (labels.some(counts) ? [address] : [])).sort() };
}

function labelled(file: CaseFile, view: ChainView, clusters: Clusters, script: number): string[] {
  const wanted = representative(clusters, script);
  const found = new Set<string>();
  for (const { address, chain } of file.labels.all()) {
    if (found.has(address) || (chain !== null && chain !== view.network.id)) continue;
    try {
      if (representative(clusters, scriptByName(view, address)) === wanted) found.add(address);
    } catch {
      // An address of another chain, or one that the case holds nothing of.
    }
  }
  return [...found];
}
