// The picture of a run as the graph component needs it: positions, shapes, labels, neighbours. Numbers only for drawing.
import type { FlowPicture } from '../../shared/contract/trace.ts';
import type { StatementKind } from '../../shared/model/statement.ts';
import { drawnShare, formatAmount } from '../design/amounts.ts';
import { STATEMENT_GLYPHS } from '../design/glyphs.ts';
import { shortId } from '../design/ids.ts';

export type FlowNodeView = FlowPicture['nodes'][number];
export type FlowEdgeView = FlowPicture['edges'][number];
export type NodeKind = FlowNodeView['kind'];

/** Shape numbers that the node program draws; each kind is told by its outline alone. */
export const SHAPES: Readonly<Record<NodeKind, number>> = { transaction: 0, holding: 1, seed: 2, coinbase: 3, unknown: 4, more: 5 };
/** Fill patterns that the edge program draws. */
export const PATTERNS: Readonly<Record<StatementKind, number>> = { fact: 0, derivation: 1, inference: 2, attribution: 3, assumption: 4 };

export interface DrawnNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly shape: number;
  /** Second outline: looks like a CoinJoin. */
  readonly ringed: boolean;
  readonly lines: readonly string[];
  readonly kind: NodeKind;
}
export interface DrawnEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly size: number;
  /** Share of the whole output that is assigned to the trace, 0 to 1. */
  readonly share: number;
  readonly pattern: number;
  readonly label: string;
  /** The amount alone, where the whole label finds no room. */
  readonly short: string;
}
export interface DrawnFlow {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

export interface FlowWording {
  readonly decimals: number;
  readonly nodeTitle: (node: FlowNodeView) => string;
  readonly nodeState: (node: FlowNodeView) => string;
  readonly partOf: (amount: string, value: string) => string;
  /** Where amounts are not of one coin: the words of a node, and of an edge at full and at small length. */
  readonly nodeLines?: (node: FlowNodeView) => readonly string[];
  readonly edgeText?: (edge: FlowEdgeView) => { readonly full: string; readonly short: string };
}

/**
 * Stretches the engine's layout towards the shape of the window: hops keep their order and columns, only the distance
 * between columns against rows changes. `aspect` is width over height of the drawing area.
 */
export function drawFlow(picture: FlowPicture, aspect: number, wording: FlowWording): DrawnFlow {
  const stretch = horizontalStretch(picture.nodes, aspect);
  const seed = picture.seedSat;
  const scale = Math.min(1, Math.max(0.32, Math.sqrt(70 / Math.max(1, picture.nodes.length))));
  // Where exactly one transfer ends, its amount stands with the end: that leaves room for the labels between.
  const arriving = new Map<string, FlowEdgeView | null>();
  const ends = new Set(picture.nodes.filter((node) => node.kind === 'holding' || node.kind === 'unknown').map((node) => node.id));
  for (const edge of picture.edges) if (ends.has(edge.target)) arriving.set(edge.target, arriving.has(edge.target) ? null : edge);
  const nodes = picture.nodes.map((node): DrawnNode => {
    const share = drawnShare(node.amountSat, seed);
    return {
      id: node.id,
      x: node.x * stretch,
      y: -node.y,
      size: scale * (node.kind === 'more' ? 9 : 7 + 6 * Math.sqrt(share)),
      shape: SHAPES[node.kind],
      ringed: node.coinjoin,
      kind: node.kind,
      lines: wording.nodeLines?.(node) ?? nodeLines(node, arriving.get(node.id), wording),
    };
  });
  const edges = picture.edges.map((edge): DrawnEdge => {
    const own = wording.edgeText?.(edge);
    const amount = own?.short ?? formatAmount(edge.amountSat, wording.decimals, { trim: true });
    const part =
      own?.full ??
      (edge.amountSat === edge.valueSat ? amount : wording.partOf(amount, formatAmount(edge.valueSat, wording.decimals, { trim: true })));
    const label = edge.statement === 'fact' ? part : `${STATEMENT_GLYPHS[edge.statement]} ${part}`;
    return {
      id: edge.id,
      source: edge.source,
      target: edge.target,
      size: scale * (5 + 7 * Math.sqrt(drawnShare(edge.valueSat, seed))),
      share: drawnShare(edge.amountSat, edge.valueSat),
      pattern: PATTERNS[edge.statement],
      label: own === undefined && arriving.get(edge.target) === edge && edge.amountSat === edge.valueSat ? '' : label,
      short: edge.statement === 'fact' ? amount : `${STATEMENT_GLYPHS[edge.statement]} ${amount}`,
    };
  });
  return { nodes, edges };
}

function nodeLines(node: FlowNodeView, only: FlowEdgeView | null | undefined, wording: FlowWording): readonly string[] {
  // A holding is told by its square; its address says more than its kind.
  const title = node.kind === 'holding' && node.address !== null ? shortId(node.address, 5, 4) : wording.nodeTitle(node);
  const amount =
    only == null ? '' : `${STATEMENT_GLYPHS[only.statement]} ${formatAmount(node.amountSat, wording.decimals, { trim: true })} · `;
  const lines = [`${amount}${title}`];
  const state = wording.nodeState(node);
  if (state !== '' && state !== title) lines.push(state);
  if (node.labels.length > 0) lines.push(`❞ ${node.labels.join(', ')}`);
  return lines;
}

function horizontalStretch(nodes: readonly FlowNodeView[], aspect: number): number {
  const width = spread(nodes.map((node) => node.x));
  const height = spread(nodes.map((node) => node.y));
  if (width === 0 || height === 0) return 1;
  return Math.min(8, Math.max(0.25, (aspect * height) / width));
}

function spread(values: readonly number[]): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return values.length === 0 ? 0 : high - low;
}

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** The node an arrow key leads to: along the flow to the sides (largest amount first), within the column up and down. */
export function neighbour(picture: FlowPicture, from: string | null, arrow: Arrow): string | null {
  if (from === null || !picture.nodes.some((node) => node.id === from)) return picture.nodes[0]?.id ?? null;
  if (arrow === 'ArrowLeft' || arrow === 'ArrowRight') {
    const forward = arrow === 'ArrowRight';
    const edges = picture.edges.filter((edge) => (forward ? edge.source : edge.target) === from);
    const widest = edges.reduce<FlowEdgeView | null>(
      (best, edge) => (best === null || BigInt(edge.amountSat) > BigInt(best.amountSat) ? edge : best),
      null,
    );
    return widest === null ? from : forward ? widest.target : widest.source;
  }
  const here = picture.nodes.find((node) => node.id === from) as FlowNodeView;
  const column = picture.nodes.filter((node) => node.hop === here.hop).sort((a, b) => a.y - b.y);
  const next = column[column.indexOf(here) + (arrow === 'ArrowDown' ? 1 : -1)];
  return next?.id ?? from;
}

/** Everything on a way through `id`: what lights up when it is chosen. */
export function throughPath(picture: FlowPicture, id: string): ReadonlySet<string> {
  const reached = new Set<string>([id]);
  for (const forward of [true, false]) {
    const queue = [id];
    const seen = new Set<string>(queue);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const edge of picture.edges) {
        if ((forward ? edge.source : edge.target) !== next) continue;
        const far = forward ? edge.target : edge.source;
        reached.add(edge.id);
        reached.add(far);
        if (!seen.has(far)) {
          seen.add(far);
          queue.push(far);
        }
      }
    }
  }
  return reached;
}

/** The node that a table row speaks of: its holding, else the transaction the output belongs to. */
export function nodeOfRow(picture: FlowPicture, row: { readonly outpoint: string; readonly txid: string }): string | null {
  const byOutpoint = picture.nodes.find((node) => node.outpoint === row.outpoint && node.kind === 'holding');
  if (byOutpoint !== undefined) return byOutpoint.id;
  const edge = picture.edges.find((candidate) => candidate.outpoint === row.outpoint);
  if (edge !== undefined) return edge.target;
  return picture.nodes.find((node) => node.txid === row.txid)?.id ?? null;
}
