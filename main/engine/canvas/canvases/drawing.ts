// A canvas as its picture: what is shown, where it stands, what the case and the examiner say of each thing. It changes nothing.
import type { CanvasEdge, CanvasNode, CanvasPicture } from '../../../../shared/contract/canvas.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { doesWithout } from '../facts/index.ts';
import { type Arranged, arrange } from './arrange.ts';
import { type AssetTable, createAssetTable } from './assetTable.ts';
import type { CanvasLevel } from '../../../../shared/model/canvasItem.ts';
import type { CanvasState } from './document.ts';
import { partiesOn } from './partiesOn.ts';
import { standingOf } from './edgeSums.ts';
import { type Material, shownOn } from './shown.ts';
import type { Shown, ShownNode } from './shownForm.ts';

/** Above this nobody places by hand: only what is pinned is kept, the rest is worked out at each opening. */
export const MOST_PLACED = 5000;

export interface Drawn {
  readonly shown: Shown;
  readonly arranged: Arranged;
}

export function drawn(state: CanvasState, material: Material): Drawn {
  const shown = shownOn(state, material);
  return { shown, arranged: arrange(shown, state, material.clusters, 'none', null) };
}

export function pictureOf(
  canvas: number,
  event: number,
  file: CaseFile,
  state: CanvasState,
  material: Material,
  { shown, arranged }: Drawn,
): CanvasPicture {
  const assets = createAssetTable(material.facts);
  const shownBeside = besideOf(shown, state.level);
  const counting = new Map(
    [...material.facts.keys()].map((chain) => [chain, partiesOn(chain, state.level, state.filter, state, material).partyNumberOf]),
  );
  const labels = labelsIn(file);
  const nodes = shown.nodes.map((node) => {
    const chain = material.facts.get(node.item.chain);
    const own = node.addresses.get(node.item.chain) ?? [];
    const counts = chain === undefined || node.fact === null ? null : chain.counts(node.item, state.level, own, counting.get(chain.chain));
    const more = {
      moreIn: Math.max(0, (counts?.in ?? 0) - shownBeside(node.name, true)),
      moreOut: Math.max(0, (counts?.out ?? 0) - shownBeside(node.name, false)),
    };
    return { ...nodeView(node, labels, state, arranged, assets), ...more };
  });
  const edges = shown.edges.map(
    (edge): CanvasEdge => ({
      ...edge,
      marks: [...edge.marks],
      amounts: edge.amounts.map((one) => assets.amount(one)),
      colour: state.colours.get(edge.id) ?? null,
      note: state.notes.get(edge.id) ?? null,
    }),
  );
  const used = new Set([...nodes, ...edges].flatMap(({ colour }) => (colour === null ? [] : [colour])));
  return {
    ...{ canvas, name: state.name, event, level: state.level, layout: state.layout, filter: state.filter },
    rules: [...material.clusters.rules],
    assets: assets.views(),
    ...{ nodes, edges },
    areas: [...state.areas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, area]) => ({ ...area, id })),
    groups: [...state.groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, { name, members, collapsed }]) => ({ id, name, members: members.length, collapsed })),
    legend: [...used].sort().map((colour) => ({ colour, text: state.legend.get(colour) ?? '' })),
    checkpoints: [...state.checkpoints]
      .sort(([a], [b]) => a - b)
      .map(([number, { name, time, event: at }]) => ({ number, name, time, event: at })),
    hidden: shown.hidden,
    missing: [...shown.missing],
    simplified: shown.nodes.length > MOST_PLACED,
    axis: arranged.axis,
  };
}

/** How many things beside each node the canvas shows, coming in and going out. */
function besideOf({ nodes, edges }: Shown, level: CanvasLevel): (name: string, isIn: boolean) => number {
  const into = new Map<string, number>();
  const from = new Map<string, number>();
  const more = (counts: Map<string, number>, name: string, by: number): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  const outputs = new Map<string, string[]>();
  for (const { source, target, kind, count } of edges) {
    if (kind === 'event' || kind === 'joins') continue;
    if (kind === 'holds') {
      outputs.set(target, [...(outputs.get(target) ?? []), source]);
      continue;
    }
    // A relation is one counterparty, however many transactions it sums.
    const things = kind === 'relation' && level === 'relations' ? 1 : count;
    more(into, target, things);
    more(from, source, things);
  }
  // An address of coins is reached through its outputs: transactions that made and that spend them are beside it.
  const makers = new Map<string, string>();
  const spenders = new Map<string, string>();
  for (const { source, target, kind } of edges)
    if (kind === 'creates') makers.set(target, source);
    else if (kind === 'spends') spenders.set(source, target);
  for (const { name, item } of nodes) {
    const own = outputs.get(name);
    if (item.kind !== 'address' || own === undefined) continue;
    more(into, name, new Set(own.flatMap((output) => makers.get(output) ?? [])).size);
    more(from, name, new Set(own.flatMap((output) => spenders.get(output) ?? [])).size);
  }
  return (name, isIn) => (isIn ? into : from).get(name) ?? 0;
}

function nodeView(
  node: ShownNode,
  labelsOf: LabelsOf,
  state: CanvasState,
  { places, lanes }: Arranged,
  assets: AssetTable,
): Omit<CanvasNode, 'moreIn' | 'moreOut'> {
  const { name, item, fact } = node;
  const place = places.get(name) ?? [0, 0];
  const group = state.groups.get(name);
  const event = state.events.get(name);
  const address = item.kind === 'address' || item.kind === 'cluster' ? item.id : (fact?.address ?? null);
  return {
    ...{ id: name, kind: item.kind, chain: item.chain, name: group?.name ?? event?.title ?? item.id },
    ...{ x: place[0], y: place[1], pinned: place[2] === 1 },
    amounts: (fact?.amounts ?? []).map((one) => assets.amount(one)),
    timeSeconds: fact?.timeSeconds ?? event?.timeSeconds ?? null,
    lastSeconds: fact?.lastSeconds ?? null,
    ...{ height: fact?.height ?? null, address },
    ...standing(node, state),
    labels: address === null || doesWithout(state.filter, 'attribution') ? [] : labelsOf(item.chain, address),
    marks: [...(fact?.marks ?? []), ...(node.fellApart ? ['fellApart'] : []), ...(event?.hypothesis === true ? ['hypothesis'] : [])],
    gap: fact?.gap ?? null,
    count: group?.members.length ?? fact?.count ?? 1,
    fallen: node.fallen,
    collapsed: group?.collapsed ?? false,
    colour: state.colours.get(name) ?? null,
    note: state.notes.get(name) ?? null,
    group: node.group,
    lane: lanes.get(name) ?? '',
  };
}

function standing({ name, item, fact }: ShownNode, state: CanvasState): Pick<CanvasNode, 'statement' | 'grade'> {
  // What it received is a sum of facts; that its addresses stand together is not.
  if (item.kind === 'cluster') return { statement: 'inference', grade: null };
  if (fact !== null) return { statement: fact.statement, grade: fact.grade };
  const event = state.events.get(name);
  if (event !== undefined) {
    const { statement, grade } = standingOf(event);
    return { statement, grade };
  }
  return { statement: 'assumption', grade: null };
}

type LabelsOf = (chain: string, address: string) => CanvasNode['labels'];

/** Attributions of an address, each wording once, with who says so; empty where the examiner does. */
function labelsIn(file: CaseFile): LabelsOf {
  const sources = new Map(file.sources.list().map((source) => [source.id, source.name]));
  return (chain, address) => {
    const seen = new Set<string>();
    return file.labels.of(address).flatMap((label) => {
      if ((label.chain !== null && label.chain !== chain) || seen.has(label.label)) return [];
      seen.add(label.label);
      return [{ label: label.label, source: label.own ? '' : (sources.get(label.source) ?? label.origin) }];
    });
  };
}
