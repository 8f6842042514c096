// Which addresses of a coin chain stand together under the rules that a canvas has chosen. An inference: whoever shows it says so.
import type { CaseSession } from '../../casefile/index.ts';
import { bitcoinNetwork } from '../../chains/index.ts';
import { clustersOf, DEFAULT_RULES, membersOf, parseRules, representative, scriptByName, scriptName, viewOf } from '../../trace/index.ts';
import type { Members } from '../facts/index.ts';

/** Addresses that stood in a cluster before rules were switched off or merges rejected: what is left of it together, largest first. */
export interface Fallen {
  readonly count: number;
  readonly parts: readonly { readonly anchor: string; readonly size: number }[];
}

export interface ClusterBook {
  /** Canonical names of the rules in force; empty where all are switched off. */
  readonly rules: readonly string[];
  /** Addresses of the cluster of an address, itself included; of chains without clusters itself alone. The same object each time. */
  members(chain: string, address: string): Members;
  /** One number for all addresses of a cluster, as the facts of the chain number addresses; of an address without one its own. */
  rootOf(chain: string): (number: number) => number;
  /** One name for all addresses of a cluster. */
  anchor(chain: string, address: string): string;
  /** What fell from the cluster of an address since it was as `before` says; parts beyond the largest are only counted. */
  fallen(chain: string, address: string, before: ClusterBook): Fallen;
}

/** Parts of a fallen cluster that a picture shows by themselves. */
const MOST_PARTS = 20;
const NOTHING_FELL: Fallen = { count: 0, parts: [] };

/** As the clusters would be by the program's default rules and those chosen, had no merge been rejected. Faults: cluster.badRule. */
export function clusterBookBefore(session: CaseSession, chosen: readonly string[] | null): ClusterBook {
  const own = new Set((chosen ?? []).map((text) => text.split('@')[0]));
  return clusterBook(session, [...DEFAULT_RULES.filter((rule) => !own.has(rule)), ...(chosen ?? [])], 'unrejected');
}

/** By the rules given, or the program's default. An empty list switches every rule off. Faults: cluster.badRule. */
export function clusterBook(
  session: CaseSession,
  chosen: readonly string[] | null,
  asked: 'rejected' | 'unrejected' = 'rejected',
): ClusterBook {
  const texts = chosen ?? DEFAULT_RULES;
  const rules = texts.length === 0 ? [] : parseRules(texts).names;
  const known = session.remember(`cluster members ${asked} ${rules.join(', ')}`, () => new Map<string, Members>());
  const fell = session.remember(`cluster fallen ${rules.join(', ')}`, () => new Map<string, Fallen>());
  const clustered = (chain: string) => {
    const network = rules.length === 0 ? undefined : bitcoinNetwork(chain);
    if (network === undefined || !session.current().chain.chains().includes(network.id)) return null;
    const view = viewOf(session, network);
    return { view, clusters: clustersOf(session, view, texts, asked).clusters };
  };
  const find = (chain: string, address: string) => {
    const found = clustered(chain);
    if (found === null) return null;
    try {
      return { ...found, script: scriptByName(found.view, address) };
    } catch {
      return null;
    }
  };
  const keep = (key: string, make: () => Members): Members => {
    const members = known.get(key) ?? make();
    known.set(key, members);
    return members;
  };
  return {
    rules,
    members(chain, address) {
      const found = find(chain, address);
      if (found === null) return keep(`${chain} ${address}`, () => [address]);
      return keep(`${chain} ${representative(found.clusters, found.script)}`, () => membersOf(found.clusters, found.script));
    },
    rootOf(chain) {
      const found = clustered(chain);
      return found === null ? (number) => number : (number) => representative(found.clusters, number);
    },
    anchor(chain, address) {
      const found = find(chain, address);
      return found === null ? address : scriptName(found.view, representative(found.clusters, found.script));
    },
    fallen(chain, address, before) {
      const key = `${before.rules.join(', ')} ${chain} ${address}`;
      const made = fell.get(key) ?? fallenOf();
      fell.set(key, made);
      return made;

      function fallenOf(): Fallen {
        const network = bitcoinNetwork(chain);
        const members = before.members(chain, address);
        if (network === undefined || !(members instanceof Uint32Array)) return NOTHING_FELL;
        const view = viewOf(session, network);
        // With every rule off each address is a cluster of its own.
        const clusters = clustered(chain)?.clusters;
        const rootOf = (script: number): number => (clusters === undefined ? script : representative(clusters, script));
        const own = rootOf(scriptByName(view, address));
        const sizes = new Map<number, number>();
        let count = 0;
        for (const member of members) {
          const root = rootOf(member);
          if (root === own) continue;
          sizes.set(root, (sizes.get(root) ?? 0) + 1);
          count++;
        }
        const parts = [...sizes].sort(([a, n], [b, m]) => m - n || a - b).slice(0, MOST_PARTS);
        return { count, parts: parts.map(([root, size]) => ({ anchor: scriptName(view, root), size })) };
      }
    },
  };
}
