// What of a canvas is drawn at its level: its own items, what they imply, groups and clusters that stand for several, and the edges between
// them. It places nothing, writes nothing and words nothing.
import { type CanvasItem, isShownAt, itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import { type ChainFacts, doesWithout, type FactNode, type Members, type Party } from '../facts/index.ts';
import type { ClusterBook } from './clusterBook.ts';
import { aboutCounterparty, type Labelled } from './counterparty.ts';
import type { CanvasState } from './document.ts';
import { createSums, type EdgeSums } from './edgeSums.ts';
import type { Shown, ShownNode } from './shownForm.ts';

export interface Material {
  readonly facts: ReadonlyMap<string, ChainFacts>;
  readonly clusters: ClusterBook;
  /** By the default rules and the canvas's own, with no merge rejected: tells what fell apart. */
  readonly before: ClusterBook;
  readonly labelled: Labelled;
}

export function shownOn(state: CanvasState, material: Material): Shown {
  const { facts } = material;
  const { level, filter } = state;
  const held = new Map<string, CanvasItem>();
  const missing: string[] = [];
  let hidden = 0;
  for (const name of state.items) {
    const item = readItem(name);
    if (item === null) continue;
    if (item.chain !== '' && !facts.has(item.chain)) missing.push(name);
    else held.set(name, item);
  }
  const implied = impliedBy([...held.values()], state, facts);
  for (const item of implied) held.set(itemName(item), item);
  const fell = fallenFrom(held, state, material);
  for (const item of fell.items) held.set(itemName(item), item);

  const fold = foldOf(state, held, material, fell);
  const factOf = new Map<string, FactNode | null>();
  const leaves: CanvasItem[] = [];
  const parties = createParties(facts);
  const drawn = new Set<string>();
  const stands = new Map<string, string>();
  const stand = (name: string, target: string): void => {
    drawn.add(target);
    stands.set(name, target);
  };
  for (const [name, item] of held) {
    const chain = facts.get(item.chain);
    if (item.kind === 'group') {
      if (fold.isCollapsed(name)) drawn.add(name);
      continue;
    }
    if (item.kind === 'event') {
      if (!isEventShown(name, state)) hidden++;
      else stand(name, fold.target(name));
      continue;
    }
    if (chain === undefined) continue;
    if (item.kind === 'cluster') {
      if (level !== 'relations' || doesWithout(filter, 'inference')) {
        hidden++;
        continue;
      }
      parties.meet(fold.target(name), item.chain, material.clusters.members(item.chain, item.id));
      stand(name, fold.target(name));
      continue;
    }
    const fact = chain.node(item);
    if (fact === null) {
      missing.push(name);
      continue;
    }
    const target = fold.target(name);
    const isLeaf = isShownAt(item.kind, level);
    if (!isLeaf) continue;
    if (item.kind !== 'address' && !inTime(fact.timeSeconds, fact.lastSeconds, state)) {
      hidden++;
      continue;
    }
    if (!filter.worthless && fact.marks.some((mark) => mark === 'worthless' || mark === 'failed' || mark === 'counterfeit')) {
      hidden++;
      continue;
    }
    leaves.push(item);
    if (item.kind === 'address' && !target.startsWith('cluster|')) parties.meet(target, item.chain, [item.id]);
    if (target === name) factOf.set(name, fact);
    stand(name, target);
  }

  const sums = createSums(filter);
  if (level === 'transactions') {
    exactEdges(leaves, fold.target, state, facts, sums);
    joinEdges(leaves, fold.target, state, facts, sums);
  } else {
    const ofChains = new Map([...facts.keys()].map((chain) => [chain, parties.of(chain)]));
    for (const chain of facts.values()) {
      for (const one of chain.relations(ofChains.get(chain.chain) ?? [], filter)) sums.add(one.source, one.target, one);
      for (const join of chain.joinsBetween(ofChains, filter))
        if (join.standing === 'recorded' || !doesWithout(filter, 'assumption')) sums.partyJoin(join);
    }
  }
  eventEdges(state, drawn, fold.target, sums);
  const edges = sums.edges();

  const isNarrow = filter.fromTime !== null || filter.toTime !== null || filter.assets.length > 0 || Object.keys(filter.least).length > 0;
  const met = new Set(edges.flatMap(({ source, target }) => [source, target]));
  let nodes: ShownNode[] = [];
  for (const name of [...drawn].sort()) {
    const item = held.get(name) as CanvasItem;
    if (isNarrow && !met.has(name) && (item.kind === 'address' || item.kind === 'cluster')) {
      hidden++;
      continue;
    }
    const addresses = parties.addresses(name);
    const fact =
      item.kind === 'cluster' ? (facts.get(item.chain)?.node(item, addresses.get(item.chain) ?? []) ?? null) : (factOf.get(name) ?? null);
    nodes.push({ name, item, fact, addresses, group: fold.groupOf(name), ...fold.fall(name) });
  }
  if (filter.counterparty.trim() !== '') {
    const about = aboutCounterparty(nodes, edges, facts, material.labelled, filter.counterparty);
    hidden += nodes.length - about.size;
    nodes = nodes.filter(({ name }) => about.has(name));
  }
  const there = new Set(nodes.map(({ name }) => name));
  for (const [name, target] of stands) if (!there.has(target)) stands.delete(name);
  const kept = edges.filter(({ source, target }) => there.has(source) && there.has(target));
  return { nodes, edges: kept, hidden, missing: missing.sort(), stands };
}

/**
 * More than this many between the same two are offered, not drawn by themselves; where that were too much for one canvas, fewer. Outputs
 * hold transactions together like beads, movements between accounts soon make a hairball.
 */
const MOST_OF_TWO = [10, 3, 1];
const MOST_LINKS = { coins: 2000, accounts: 150 } as const;

/**
 * A transaction is never shown without whom it moves between, a relation never without the addresses it is about. What joins two things
 * shown comes by itself.
 */
function impliedBy(items: readonly CanvasItem[], state: CanvasState, facts: Material['facts']): CanvasItem[] {
  const implied: CanvasItem[] = [];
  for (const item of items) {
    const chain = facts.get(item.chain);
    if (chain === undefined) continue;
    if (item.kind === 'movement') for (const end of endsOf(item, chain, state)) implied.push(end);
    else if (item.kind === 'output' && state.level === 'relations') {
      const address = chain.node(item)?.address ?? null;
      if (address !== null) implied.push({ kind: 'address', chain: item.chain, id: address });
    }
  }
  const own = new Set(state.items);
  const isWanted = (item: CanvasItem): boolean => {
    const name = itemName(item);
    return !state.hidden.has(name) || own.has(name);
  };
  const wanted = implied.filter(isWanted);
  if (state.level === 'relations') return wanted;
  // What is folded into a group has its edges as the group.
  const folded = new Set([...state.groups.values()].flatMap(({ collapsed, members }) => (collapsed ? members : [])));
  const links = [...facts.values()].flatMap((chain): readonly CanvasItem[] => {
    const here = [...items, ...wanted].filter((item) => item.chain === chain.chain && isWanted(item) && !folded.has(itemName(item)));
    for (const most of MOST_OF_TWO) {
      const found = chain.links(here, state.filter, most).filter((link) => isWanted(link) && !own.has(itemName(link)));
      if (found.length <= MOST_LINKS[chain.family]) return found;
    }
    return [];
  });
  return [...wanted, ...links];
}

export function endsOf(movement: CanvasItem, chain: ChainFacts, { filter }: Pick<CanvasState, 'filter'>): readonly CanvasItem[] {
  const beside = chain.neighbours({
    ...{ item: movement, addresses: [], level: 'transactions', side: 'both', order: 'value', isMeant: null },
    filter: { ...filter, worthless: true, fromTime: null, toTime: null, assets: [], least: {} },
    partyOf: (address) => ({ kind: 'address', chain: movement.chain, id: address }),
  });
  return beside.page(0, beside.total).map(({ item }) => item);
}

interface Fell {
  /** Parts that no item of the canvas stands for: clusters, or addresses by themselves. */
  readonly items: readonly CanvasItem[];
  readonly names: ReadonlySet<string>;
  /** Addresses that fell, by the cluster of the canvas that they fell from. */
  readonly counts: ReadonlyMap<string, number>;
}

/** What fell from the clusters of a canvas stands beside them at once, so that switching off a rule or a merge shows what it held together. */
function fallenFrom(held: ReadonlyMap<string, CanvasItem>, state: CanvasState, { clusters, before, facts }: Material): Fell {
  const counts = new Map<string, number>();
  const parts = new Map<string, CanvasItem>();
  if (state.level !== 'relations' || doesWithout(state.filter, 'inference')) return { items: [], names: new Set(), counts };
  const anchors = new Set<string>();
  const own = [...held].filter(([, item]) => item.kind === 'cluster' && facts.has(item.chain));
  for (const [, item] of own) anchors.add(`${item.chain} ${clusters.anchor(item.chain, item.id)}`);
  for (const [name, { chain, id }] of own) {
    const fallen = clusters.fallen(chain, id, before);
    if (fallen.count > 0) counts.set(name, fallen.count);
    for (const { anchor, size } of fallen.parts) {
      // Two clusters of the canvas that were one: each stands for itself.
      if (anchors.has(`${chain} ${anchor}`)) continue;
      const item: CanvasItem = { kind: size > 1 ? 'cluster' : 'address', chain, id: anchor };
      if (!state.hidden.has(itemName(item))) parts.set(itemName(item), item);
    }
  }
  return { items: [...parts.values()].filter((item) => !held.has(itemName(item))), names: new Set(parts.keys()), counts };
}

interface Fold {
  /** Item that is drawn for an item: itself, its cluster, or the collapsed group it is in. */
  target(name: string): string;
  isCollapsed(group: string): boolean;
  /** The open group that an item stands in. */
  groupOf(name: string): string | null;
  fall(name: string): Pick<ShownNode, 'fellApart' | 'fallen'>;
}

function foldOf(state: CanvasState, held: ReadonlyMap<string, CanvasItem>, { clusters, before }: Material, fell: Fell): Fold {
  const factsOnly = state.filter.factsOnly;
  const inGroup = new Map<string, string>();
  for (const [group, { members }] of state.groups) for (const member of members) inGroup.set(member, group);
  const isCollapsed = (group: string): boolean => !factsOnly && state.groups.get(group)?.collapsed === true;
  const anchors = new Map<string, string>();
  const anchorsBefore = new Set<string>();
  if (state.level === 'relations' && !doesWithout(state.filter, 'inference'))
    for (const [name, item] of held)
      if (item.kind === 'cluster') {
        anchors.set(`${item.chain} ${clusters.anchor(item.chain, item.id)}`, name);
        anchorsBefore.add(`${item.chain} ${before.anchor(item.chain, item.id)}`);
      }
  const clusterOf = (name: string): string => {
    const item = held.get(name);
    if (item === undefined || item.kind !== 'address' || anchors.size === 0) return name;
    return anchors.get(`${item.chain} ${clusters.anchor(item.chain, item.id)}`) ?? name;
  };
  return {
    isCollapsed,
    target(name) {
      const cluster = clusterOf(name);
      for (const one of [name, cluster]) {
        const group = inGroup.get(one);
        if (group !== undefined && isCollapsed(group)) return group;
      }
      return cluster;
    },
    groupOf(name) {
      const group = inGroup.get(name);
      return group === undefined || isCollapsed(group) ? null : group;
    },
    fall(name) {
      const item = held.get(name);
      const fallen = fell.counts.get(name) ?? 0;
      if (fell.names.has(name)) return { fellApart: true, fallen };
      if (item?.kind !== 'address' || anchorsBefore.size === 0 || clusterOf(name) !== name) return { fellApart: false, fallen };
      return { fellApart: anchorsBefore.has(`${item.chain} ${before.anchor(item.chain, item.id)}`), fallen };
    },
  };
}

function isEventShown(name: string, state: CanvasState): boolean {
  const event = state.events.get(name);
  if (doesWithout(state.filter, 'byHand')) return false;
  if (event?.hypothesis === true && doesWithout(state.filter, 'assumption')) return false;
  return inTime(event?.timeSeconds ?? null, null, state);
}

function inTime(first: number | null, last: number | null, { filter }: CanvasState): boolean {
  if (first === null) return true;
  return (filter.fromTime === null || (last ?? first) >= filter.fromTime) && (filter.toTime === null || first <= filter.toTime);
}

function exactEdges(
  leaves: readonly CanvasItem[],
  target: (name: string) => string,
  state: CanvasState,
  facts: Material['facts'],
  sums: EdgeSums,
): void {
  for (const chain of facts.values())
    for (const edge of chain.edges(
      leaves.filter((item) => item.chain === chain.chain),
      state.filter,
    )) {
      const [from, to] = [itemName(edge.source), itemName(edge.target)];
      const [source, end] = [target(from), target(to)];
      if (source === from && end === to) sums.exact(from, to, edge);
      else if (source !== end && edge.kind !== 'holds')
        sums.add(source, end, { ...edge, count: 1, shared: 0, firstSeconds: edge.timeSeconds, lastSeconds: edge.timeSeconds });
    }
}

/** Addresses by what is drawn for them and by chain. One list alone is handed on as it is: what it stands for is remembered with it. */
function createParties(facts: Material['facts']) {
  const lists = new Map<string, Map<string, Members[]>>();
  const joined = (chain: string, own: readonly Members[]): Members => {
    if (own.length === 1) return own[0] as Members;
    const numberOf = facts.get(chain)?.numberOf ?? (() => 0);
    return Uint32Array.from(new Set(own.flatMap((list) => (list instanceof Uint32Array ? [...list] : list.map(numberOf)))));
  };
  const addresses = (name: string): ReadonlyMap<string, Members> =>
    new Map([...(lists.get(name) ?? [])].map(([chain, own]) => [chain, joined(chain, own)]));
  return {
    meet(name: string, chain: string, members: Members): void {
      const own = lists.get(name) ?? new Map<string, Members[]>();
      lists.set(name, own.set(chain, [...(own.get(chain) ?? []), members]));
    },
    addresses,
    of: (chain: string): Party[] =>
      [...lists.keys()].flatMap((name) => {
        const own = lists.get(name)?.get(chain);
        return own === undefined ? [] : [{ name, addresses: joined(chain, own) }];
      }),
  };
}

/** Where one movement goes in and another comes out; what the examiner accepted is no fact. */
function joinEdges(
  leaves: readonly CanvasItem[],
  target: (name: string) => string,
  { filter }: CanvasState,
  facts: Material['facts'],
  sums: EdgeSums,
): void {
  const there = new Set(leaves.map(itemName));
  for (const item of leaves) {
    if (item.kind !== 'movement') continue;
    const name = itemName(item);
    for (const join of facts.get(item.chain)?.joins(item) ?? []) {
      if (join.standing === 'accepted' && doesWithout(filter, 'assumption')) continue;
      if (!join.ins.some((one) => itemName(one) === name)) continue;
      for (const out of join.outs.map(itemName))
        if (there.has(out) && target(name) !== target(out)) sums.join(target(name), target(out), join);
    }
  }
}

function eventEdges(state: CanvasState, drawn: ReadonlySet<string>, target: (name: string) => string, sums: EdgeSums): void {
  for (const [name, event] of state.events) {
    if (!drawn.has(target(name)) || !isEventShown(name, state)) continue;
    const ends = [
      [event.from, name],
      [name, event.to],
    ] as const;
    for (const [source, end] of ends) if (source !== null && end !== null) sums.event(target(source), target(end), event);
  }
}
