// Writes what lies over the nodes and lines of a canvas: labels that never cover each other, counts of what is not shown, and marks for pins,
// notes and gaps. Text and outlines only; it knows no picture but the one on the screen.
import type Graph from 'graphology';
import type Sigma from 'sigma';
import { createPlacement } from './placement.ts';
import type { Written } from './stageBackdrop.ts';
import type { StagePalette } from './stageColours.ts';
import { asideOf, type StageEdge, type StageNode } from './stageModel.ts';

const FONT = 'system-ui, "Segoe UI", "Noto Sans", "Noto Sans JP", "Noto Sans SC", sans-serif';
/** Below these zooms (pixels for a point) neither badges nor labels could be read. */
const BADGES_FROM = 0.3;
const LABELS_FROM = 0.2;
const EDGE_LABELS_FROM = 0.3;
const ONLINE = [0.5, 0.6, 0.4, 0.7, 0.3];

interface Placed {
  readonly id: string;
  readonly node: StageNode;
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** The middle of a badge's near edge; `end` where the badge goes on to the right of it. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly end: boolean;
}

export interface Painter {
  /** `written`: what stands behind the nodes already. */
  readonly paint: (zoom: number, written: readonly Written[]) => void;
  /** Pixels that a node's label takes across. */
  readonly labelWidth: (node: StageNode) => number;
}

export function createPainter(
  view: Sigma,
  graph: Graph,
  context: CanvasRenderingContext2D,
  palette: () => StagePalette,
  selection: () => ReadonlySet<string>,
  same: () => ReadonlyMap<string, unknown>,
): Painter {
  const placement = createPlacement();
  const widths = new Map<string, number>();
  const measure = (text: string, bold: boolean): number => {
    const key = bold ? `b${text}` : text;
    let width = widths.get(key);
    if (width === undefined) {
      width = context.measureText(text).width;
      if (widths.size > 20_000) widths.clear();
      widths.set(key, width);
    }
    return width;
  };

  const place = (): Placed[] => {
    const { width, height } = view.getDimensions();
    const placed: Placed[] = [];
    graph.forEachNode((id, attributes) => {
      const data = view.getNodeDisplayData(id);
      if (data === undefined || data.hidden) return;
      const { x, y } = view.framedGraphToViewport(data);
      if (x < -60 || y < -40 || x > width + 60 || y > height + 40) return;
      placed.push({ id, node: attributes as StageNode, x, y, r: view.scaleSize(data.size) });
    });
    return placed;
  };

  /** At the first of the spots where nothing lies, else at the first. */
  const badge = (text: string, spots: readonly Spot[]): void => {
    const colours = palette();
    context.font = `600 10px ${FONT}`;
    const width = context.measureText(text).width + 8;
    const boxes = spots.map(({ x, y, end }) => {
      const left = end ? x : x - width;
      return { left, top: y - 7, right: left + width, bottom: y + 7 };
    });
    const free = boxes.find((one) => placement.take(one));
    const box = free ?? (boxes[0] as (typeof boxes)[number]);
    if (free === undefined) placement.block(box);
    const y = box.top + 7;
    const { left } = box;
    context.beginPath();
    context.roundRect(box.left, box.top, width, 14, 7);
    context.fillStyle = colours.plate;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = colours.faint;
    context.stroke();
    context.fillStyle = colours.ink;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(text, left + width / 2, y + 0.5);
  };

  const marks = ({ node, x, y, r }: Placed, heads: Heads): void => {
    const colours = palette();
    // Beside the node, on the side they speak of; over or under it where the head of a line comes to that side.
    const over = y - r - (node.gap || node.noted ? 17 : 9);
    const spotsOn = (end: boolean): readonly Spot[] => {
      const side = { x: end ? x + r + 4 : x - r - 4, y, end };
      const near = end ? x + 1 : x - 1;
      const apart = [
        { x: near, y: over, end },
        { x: near, y: y + r + 9, end },
      ];
      return (end ? heads.right : heads.left) ? [...apart, side] : [side, ...apart];
    };
    if (node.moreIn !== '') badge(node.moreIn, spotsOn(false));
    if (node.moreOut !== '') badge(node.moreOut, spotsOn(true));
    if (node.gap) {
      // A triangle with a stroke: not all of it is in the case.
      const [left, top] = [x + r * 0.55, y - r - 6];
      context.beginPath();
      context.moveTo(left + 6, top);
      context.lineTo(left + 12, top + 11);
      context.lineTo(left, top + 11);
      context.closePath();
      context.fillStyle = colours.plate;
      context.fill();
      context.lineWidth = 1.4;
      context.strokeStyle = colours.warning;
      context.stroke();
      context.beginPath();
      context.moveTo(left + 6, top + 3.6);
      context.lineTo(left + 6, top + 7.2);
      context.moveTo(left + 6, top + 8.4);
      context.lineTo(left + 6, top + 9.6);
      context.stroke();
      placement.block({ left, top, right: left + 12, bottom: top + 11 });
    }
    if (node.noted) note(context, colours, x - r - 8, y - r - 6);
    if (node.pinned) {
      context.beginPath();
      context.arc(x - r * 0.1, y + r + 3.5, 2.6, 0, 2 * Math.PI);
      context.fillStyle = colours.ink;
      context.fill();
      context.strokeStyle = colours.plate;
      context.lineWidth = 1;
      context.stroke();
    }
  };

  const nodeLabel = ({ node, x, y, r }: Placed, chosen: boolean): void => {
    const { lines } = node;
    if (lines.length === 0) return;
    const colours = palette();
    context.font = `${chosen ? 600 : 500} 11px ${FONT}`;
    const width = Math.max(...lines.map((line) => measure(line, chosen)));
    const height = lines.length * 13;
    const below = y + r + (node.pinned ? 9 : 4);
    const places = [
      { x: x - width / 2, y: below },
      { x: x - width / 2, y: y - r - height - 4 },
      { x: x + r + 8, y: y - height / 2 },
      { x: x - r - width - 8, y: y - height / 2 },
    ];
    const boxAt = (at: { readonly x: number; readonly y: number }) => ({
      left: at.x - 3,
      top: at.y - 1,
      right: at.x + width + 3,
      bottom: at.y + height + 1,
    });
    // What alone is chosen always says what it is, where there is no room over others, and the rest keep off it.
    const must = chosen && selection().size === 1;
    const free = places.find((at) => placement.take(boxAt(at)));
    const at = free ?? (must ? places[0] : undefined);
    if (at === undefined) return;
    const box = boxAt(at);
    if (free === undefined) placement.block(box);
    context.globalAlpha = 0.86;
    context.fillStyle = colours.plate;
    context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.globalAlpha = 1;
    context.textAlign = 'left';
    context.textBaseline = 'top';
    lines.forEach((line, index) => {
      context.fillStyle = index === 0 || chosen ? colours.ink : colours.faint;
      context.fillText(line, at.x + (width - measure(line, chosen)) / 2, at.y + index * 13 + 1);
    });
  };

  const edgeLabel = (edge: StageEdge, from: Placed, to: Placed, chosen: boolean): void => {
    const colours = palette();
    const long = Math.hypot(to.x - from.x, to.y - from.y);
    const free = long - from.r - to.r;
    context.font = `${chosen ? 600 : 500} 11px ${FONT}`;
    // The same side as the line itself: a label on the line beside would give that one's amount to this one.
    const { x: acrossX, y: acrossY } = asideOf(from, to, edge.aside * Math.min(1, view.scaleSize(1)));
    for (const text of edge.label === edge.short ? [edge.short] : [edge.label, edge.short]) {
      if (text === '') continue;
      const width = measure(text, chosen);
      if (free < width * 0.75 + 16 && !chosen) continue;
      for (const along of ONLINE) {
        const x = from.x + (to.x - from.x) * along + acrossX;
        const y = from.y + (to.y - from.y) * along + acrossY;
        const box = { left: x - width / 2 - 3, top: y - 7, right: x + width / 2 + 3, bottom: y + 7 };
        if (!placement.take(box)) continue;
        context.fillStyle = colours.plate;
        context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
        context.fillStyle = colours.ink;
        context.textAlign = 'center';
        context.textBaseline = 'middle';
        context.fillText(text, x, y + 0.5);
        if (edge.noted) note(context, colours, box.right, y - 5);
        return;
      }
    }
    if (edge.noted) note(context, colours, (from.x + to.x) / 2 - 4, (from.y + to.y) / 2 - 5);
  };

  return {
    labelWidth({ lines }) {
      context.font = `500 11px ${FONT}`;
      return Math.max(0, ...lines.map((line) => measure(line, false)));
    },
    paint(zoom, written) {
      const { width, height } = view.getDimensions();
      context.clearRect(0, 0, width, height);
      placement.clear();
      const chosen = selection();
      const alike = same();
      const placed = place();
      const colours = palette();
      for (const { id, x, y, r } of placed) {
        const room = chosen.has(id) || alike.has(id) ? r + 7 : r + 1;
        placement.block({ left: x - room, top: y - room, right: x + room, bottom: y + room });
        if (!chosen.has(id) && !alike.has(id)) continue;
        // In pieces where it is the same party as what is chosen.
        context.setLineDash(chosen.has(id) ? [] : [4, 3]);
        context.beginPath();
        context.arc(x, y, r + 5, 0, 2 * Math.PI);
        context.lineWidth = 2.2;
        context.strokeStyle = colours.chosen;
        context.stroke();
        context.setLineDash([]);
      }
      if (zoom >= BADGES_FROM) {
        const heads = headsIn(graph);
        for (const one of placed) marks(chosen.has(one.id) ? { ...one, r: one.r + 4 } : one, heads.get(one.id) ?? NO_HEADS);
      }
      for (const box of [
        { left: -300, top: -60, right: 2, bottom: height + 60 },
        { left: width - 2, top: -60, right: width + 300, bottom: height + 60 },
      ])
        placement.block(box);
      for (const box of written) placement.block(box);
      // Those that say most go first; what is chosen always says what it is.
      placed.sort((a, b) => Number(chosen.has(b.id)) - Number(chosen.has(a.id)) || b.node.weight - a.node.weight);
      const few = chosen.size <= 24;
      for (const one of placed) {
        const isChosen = few && chosen.has(one.id);
        if (zoom >= LABELS_FROM || isChosen) nodeLabel(chosen.has(one.id) ? { ...one, r: one.r + 5 } : one, isChosen);
      }
      const byId = new Map(placed.map((one) => [one.id, one]));
      if (zoom < EDGE_LABELS_FROM && chosen.size === 0) return;
      graph.forEachEdge((id, attributes, source, target) => {
        const from = byId.get(source);
        const to = byId.get(target);
        if (from === undefined || to === undefined) return;
        const isChosen = chosen.has(id);
        if (zoom >= EDGE_LABELS_FROM || isChosen) edgeLabel(attributes as StageEdge, from, to, isChosen);
      });
    },
  };
}

/** On which sides of a node heads of lines come to it. */
interface Heads {
  left: boolean;
  right: boolean;
}
const NO_HEADS: Heads = { left: false, right: false };
/** Lines steeper than this come from over or under. */
const STEEP = 1.5;

function headsIn(graph: Graph): ReadonlyMap<string, Heads> {
  const found = new Map<string, Heads>();
  graph.forEachEdge((_id, _attributes, _source, target, from, to) => {
    const [x, y] = [(from as StageNode).x - (to as StageNode).x, (from as StageNode).y - (to as StageNode).y];
    if (Math.abs(y) > STEEP * Math.abs(x)) return;
    const own = found.get(target) ?? { left: false, right: false };
    found.set(target, own);
    if (x < 0) own.left = true;
    else own.right = true;
  });
  return found;
}

/** A small written sheet. */
function note(context: CanvasRenderingContext2D, colours: StagePalette, left: number, top: number): void {
  context.beginPath();
  context.rect(left, top, 8, 9);
  context.fillStyle = colours.plate;
  context.fill();
  context.lineWidth = 1.1;
  context.strokeStyle = colours.ink;
  context.stroke();
  context.beginPath();
  for (const line of [3, 5, 7]) {
    context.moveTo(left + 2, top + line - 0.5);
    context.lineTo(left + 6, top + line - 0.5);
  }
  context.stroke();
}
