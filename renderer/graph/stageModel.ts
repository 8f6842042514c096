// A canvas's picture as the graph component needs it: places, shapes, line styles, labels and badges, and which node lies where. Numbers only
// for drawing; it decides nothing about the case.
import type { CanvasEdge, CanvasNode, CanvasPicture } from '../../shared/contract/canvas.ts';
import type { CanvasKind } from '../../shared/model/canvasItem.ts';
import { drawnShare } from '../design/amounts.ts';
import { PATTERNS } from './flowModel.ts';
import type { CanvasColour } from './stageColours.ts';

/** Shape numbers of the node program: each kind is told by its outline alone. */
const KIND_SHAPES: Readonly<Record<CanvasKind, number>> = {
  transaction: 0,
  output: 1,
  movement: 2,
  address: 3,
  cluster: 3,
  group: 5,
  event: 6,
};
/** Radii in points at zoom 1. */
const RADII: Readonly<Record<CanvasKind, number>> = {
  transaction: 11,
  output: 10,
  movement: 9,
  address: 12,
  cluster: 13,
  group: 17,
  event: 13,
};
/** Line style of what was entered by hand, beside those of the kinds of statement. */
const BY_HAND = 5;
/** And of what joins movements of two ledgers or assets: as recorded, or by the examiner's word alone. */
const JOINS = 6;
const ACCEPTED = 7;
/** How far two edges that run against each other stand apart, each from the middle. */
export const ASIDE = 5;

export interface StageNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly shape: number;
  readonly ringed: boolean;
  readonly kind: CanvasKind;
  readonly lines: readonly string[];
  readonly moreIn: string;
  readonly moreOut: string;
  readonly gap: boolean;
  readonly pinned: boolean;
  readonly noted: boolean;
  readonly own: CanvasColour | null;
  /** Which label goes first where not all find room. */
  readonly weight: number;
}
export interface StageEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly size: number;
  readonly pattern: number;
  readonly aside: number;
  readonly label: string;
  readonly short: string;
  readonly noted: boolean;
  readonly own: CanvasColour | null;
}
export interface Drawn {
  readonly nodes: readonly StageNode[];
  readonly edges: readonly StageEdge[];
}

export interface StageWording {
  readonly nodeLines: (node: CanvasNode) => readonly string[];
  readonly edgeText: (edge: CanvasEdge) => { readonly full: string; readonly short: string };
  readonly groupName: (group: string) => string;
}

/** Screens have y downwards, Sigma upwards: this is the only place that turns it. */
export function drawCanvas(picture: CanvasPicture, wording: Pick<StageWording, 'nodeLines' | 'edgeText'>): Drawn {
  const both = new Set(picture.edges.map(({ source, target }) => `${source}>${target}`));
  const most = new Map<number, bigint>();
  for (const { amounts } of picture.edges) {
    for (const { asset, amount } of amounts) {
      const value = BigInt(amount);
      if (value > (most.get(asset) ?? 0n)) most.set(asset, value);
    }
  }
  const degree = new Map<string, number>();
  for (const { source, target } of picture.edges) {
    degree.set(source, (degree.get(source) ?? 0) + 1);
    degree.set(target, (degree.get(target) ?? 0) + 1);
  }
  const nodes = picture.nodes.map(
    (node): StageNode => ({
      id: node.id,
      x: node.x,
      y: -node.y,
      size: RADII[node.kind],
      shape: KIND_SHAPES[node.kind],
      ringed: node.kind === 'cluster' || node.marks.includes('coinjoin'),
      kind: node.kind,
      lines: wording.nodeLines(node),
      moreIn: node.moreIn === 0 ? '' : `+${node.moreIn}`,
      moreOut: node.moreOut === 0 ? '' : `+${node.moreOut}`,
      gap: node.gap !== null,
      pinned: node.pinned,
      noted: node.note !== null,
      own: node.colour,
      weight:
        (degree.get(node.id) ?? 0) + (node.labels.length > 0 ? 20 : 0) + (node.note === null ? 0 : 40) + (node.colour === null ? 0 : 30),
    }),
  );
  // Several lines of the same two ends stand beside each other, and apart from those that run against them.
  const beside = new Map<string, number>();
  const asideIn = ({ source, target }: CanvasEdge): number => {
    const ends = `${source}>${target}`;
    const place = beside.get(ends) ?? 0;
    beside.set(ends, place + 1);
    return place > 0 || both.has(`${target}>${source}`) ? ASIDE : 0;
  };
  const edges = picture.edges.map((edge): StageEdge => {
    const share = Math.max(0, ...edge.amounts.map(({ asset, amount }) => drawnShare(amount, (most.get(asset) ?? 1n).toString())));
    const { full, short } = wording.edgeText(edge);
    return {
      id: edge.id,
      source: edge.source,
      target: edge.target,
      size: 1.6 + 3 * Math.sqrt(share),
      pattern: patternOf(edge),
      aside: asideIn(edge),
      label: full,
      short,
      noted: edge.note !== null,
      own: edge.colour,
    };
  });
  return { nodes, edges };
}

function patternOf({ kind, statement, marks }: CanvasEdge): number {
  if (kind === 'event') return BY_HAND;
  if (kind === 'joins') return marks.includes('accepted') ? ACCEPTED : JOINS;
  return PATTERNS[statement];
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** How far a line stands from the straight way between its ends, in pixels of the stage (y downwards): to the left of where it goes. */
export function asideOf(from: Spot, to: Spot, aside: number): Spot {
  const long = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: ((to.y - from.y) / long) * aside, y: (-(to.x - from.x) / long) * aside };
}

/** Pixels between a spot and a line. */
export function distanceToLine(spot: Spot, from: Spot, to: Spot): number {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const along = Math.max(0, Math.min(1, ((spot.x - from.x) * x + (spot.y - from.y) * y) / (x * x + y * y || 1)));
  return Math.hypot(spot.x - from.x - along * x, spot.y - from.y - along * y);
}

export type Way = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** The node an arrow key leads to: along an edge in that direction first, else the nearest that lies that way. */
export function nodeThatWay({ nodes, edges }: Pick<CanvasPicture, 'nodes' | 'edges'>, from: string | null, way: Way): string | null {
  const here = nodes.find(({ id }) => id === from);
  if (here === undefined) return nodes[0]?.id ?? null;
  const joined = new Set<string>();
  for (const { source, target } of edges) {
    if (source === here.id) joined.add(target);
    else if (target === here.id) joined.add(source);
  }
  let best: { readonly id: string; readonly cost: number } | null = null;
  for (const node of nodes) {
    if (node.id === here.id) continue;
    const x = node.x - here.x;
    const y = node.y - here.y;
    const ahead = way === 'ArrowRight' ? x : way === 'ArrowLeft' ? -x : way === 'ArrowDown' ? y : -y;
    const beside = Math.abs(way === 'ArrowLeft' || way === 'ArrowRight' ? y : x);
    // Sideways an edge may lead steeply up; what is not joined must lie in the quarter ahead.
    if (ahead <= 0 || (!joined.has(node.id) && beside > ahead)) continue;
    const cost = (ahead + beside * 2) * (joined.has(node.id) ? 0.1 : 1);
    if (best === null || cost < best.cost) best = { id: node.id, cost };
  }
  return best?.id ?? here.id;
}

/** Nodes whose middle lies in a rectangle of the engine's points. */
export function nodesWithin(
  nodes: readonly CanvasNode[],
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
): readonly string[] {
  return nodes.filter(({ x, y }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom).map(({ id }) => id);
}
