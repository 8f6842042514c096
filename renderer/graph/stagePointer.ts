// What the pointer does on a canvas: choose, drag what is chosen, draw a rectangle round things or for an area, open the menu. It moves
// nodes on the screen only; what they become is told once, at the end.
import type Graph from 'graphology';
import type Sigma from 'sigma';
import { type Box, cursorOf, drawnBy, type Grip, gripAt, isWhole } from './areaGrip.ts';
import { asideOf, distanceToLine } from './stageModel.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}
/** In the engine's points, y downwards. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface Placed {
  readonly item: string;
  readonly x: number;
  readonly y: number;
}
export type StageMode = 'choose' | 'area';

export interface PointerHandlers {
  readonly selection: () => ReadonlySet<string>;
  readonly mode: () => StageMode;
  readonly areaAt: (point: Point) => string | null;
  /** The area that is chosen, which alone may be drawn about. */
  readonly chosenArea: () => (Box & { readonly id: string }) | null;
  /** How it stands while it is drawn; null when done. */
  readonly onAreaDrawn: (box: (Box & { readonly id: string }) | null) => void;
  /** `inside`: where the nodes came to stand that went with it. */
  readonly onAreaMoved: (id: string, box: Box, inside: readonly Placed[]) => void;
  readonly onChoose: (id: string | null, add: boolean) => void;
  readonly onOpen: (id: string) => void;
  readonly onLasso: (box: Rectangle, add: boolean) => void;
  readonly onArea: (box: Rectangle) => void;
  readonly onMoved: (places: readonly Placed[]) => void;
  readonly onMenu: (id: string | null, client: Point, at: Point) => void;
  /** The rectangle being drawn, in pixels of the stage; null when done. */
  readonly onBand: (box: Rectangle | null) => void;
  readonly held: Set<string>;
}

/** Less than this many pixels is a click, not a drag. */
const SLIP = 4;
/** As near to a line as this is on it. */
const NEAR = 6;
/** As near to an edge of an area as this, in pixels, takes hold of it. */
const HOLD = 7;

/** Above this a mark is dragged and what it stands for follows at the end: each step would work everything through again. */
const MOST_LIVE = 5000;

interface Drag {
  readonly start: Point;
  end: Point;
  readonly from: ReadonlyMap<string, Point>;
  moved: boolean;
}

export function bindPointer(view: Sigma, graph: Graph, on: PointerHandlers): void {
  let drag: Drag | null = null;
  let band: { readonly start: Point; end: Point; readonly add: boolean; readonly area: boolean } | null = null;
  let held: { readonly area: Box & { readonly id: string }; readonly grip: Grip; readonly start: Point; to: Box | null } | null = null;
  let swallow = false;
  const engineAt = (point: Point): Point => {
    const { x, y } = view.viewportToGraph(point);
    return { x, y: -y };
  };
  // Sigma would draw every line a second time to know which one is meant; near is told as well by counting.
  const edgeAt = (point: Point): string | null => {
    const aside = Math.min(1, view.scaleSize(1));
    let best: { readonly id: string; readonly distance: number } | null = null;
    graph.forEachEdge((id, attributes, _source, _target, source, target) => {
      const from = view.graphToViewport(source as unknown as Point);
      const to = view.graphToViewport(target as unknown as Point);
      const { x, y } = asideOf(from, to, (attributes['aside'] as number) * aside);
      const distance = distanceToLine({ x: point.x - x, y: point.y - y }, from, to);
      if (distance <= NEAR && (best === null || distance < best.distance)) best = { id, distance };
    });
    return (best as { readonly id: string } | null)?.id ?? null;
  };
  const boxOf = (a: Point, b: Point): Rectangle => ({
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    right: Math.max(a.x, b.x),
    bottom: Math.max(a.y, b.y),
  });
  const isAdding = (event: Event): boolean => {
    const { shiftKey, ctrlKey, metaKey } = event as MouseEvent;
    return shiftKey || ctrlKey || metaKey;
  };
  const isLeft = (event: Event): boolean => !('button' in event) || (event as MouseEvent).button === 0;

  // Nothing here hangs on what the pointer merely passes over; Sigma would read the screen back for each of its steps.
  view.getMouseCaptor().removeAllListeners('mousemove');
  view.getMouseCaptor().removeAllListeners('wheel');
  const startDrag = (start: Point, all: readonly string[]): void => {
    const from = new Map(
      all.map((id) => [id, { x: graph.getNodeAttribute(id, 'x') as number, y: graph.getNodeAttribute(id, 'y') as number }]),
    );
    drag = { start: { x: start.x, y: start.y }, end: { x: start.x, y: start.y }, from, moved: false };
    for (const id of all) on.held.add(id);
  };
  view.on('downNode', ({ node, event }) => {
    if (!isLeft(event.original) || on.mode() !== 'choose') return;
    startDrag(event, on.selection().has(node) ? [...on.selection()].filter((id) => graph.hasNode(id)) : [node]);
  });
  /** What of the area that is chosen lies under a point of the stage. */
  const gripUnder = (point: Point): { readonly area: Box & { readonly id: string }; readonly grip: Grip } | null => {
    const area = on.mode() === 'choose' ? on.chosenArea() : null;
    if (area === null) return null;
    const grip = gripAt(area, engineAt(point), HOLD / view.getGraphToViewportRatio());
    return grip === null ? null : { area, grip };
  };
  /** Nodes go with the area that they lie in, unless it is drawn alone. */
  const startArea = (event: Event, point: Point): void => {
    const found = isLeft(event) && !(event as MouseEvent).shiftKey ? gripUnder(point) : null;
    if (found === null) return;
    held = { ...found, start: { x: point.x, y: point.y }, to: null };
    const { area, grip } = found;
    if (!isWhole(grip) || (event as MouseEvent).ctrlKey) return;
    const inside = graph.filterNodes(
      (_id, { x, y }) => x >= area.x && x <= area.x + area.width && -y >= area.y && -y <= area.y + area.height,
    );
    startDrag(point, inside);
  };
  const startBand = (event: Event, point: Point): void => {
    if (!isLeft(event)) return;
    const area = on.mode() === 'area';
    if (!area && !(event as MouseEvent).shiftKey) return;
    band = { start: point, end: point, add: (event as MouseEvent).ctrlKey, area };
  };
  view.on('downStage', ({ event }) => {
    startBand(event.original, event);
    if (band === null) startArea(event.original, event);
  });

  const follow = ({ start, end, from }: Drag): void => {
    const begun = view.viewportToGraph(start);
    const now = view.viewportToGraph(end);
    for (const [id, at] of from) {
      if (graph.hasNode(id)) graph.mergeNodeAttributes(id, { x: at.x + now.x - begun.x, y: at.y + now.y - begun.y });
    }
  };
  view.on('moveBody', ({ event, preventSigmaDefault }) => {
    if (band !== null) {
      band.end = { x: event.x, y: event.y };
      on.onBand(boxOf(band.start, band.end));
      preventSigmaDefault();
      event.original.preventDefault();
      return;
    }
    if (held !== null) {
      preventSigmaDefault();
      event.original.preventDefault();
      if (held.to === null && Math.hypot(event.x - held.start.x, event.y - held.start.y) < SLIP) return;
      const [begun, now] = [engineAt(held.start), engineAt(event)];
      held.to = drawnBy(held.area, held.grip, { x: now.x - begun.x, y: now.y - begun.y });
      on.onAreaDrawn({ ...held.to, id: held.area.id });
    }
    if (drag === null) return;
    preventSigmaDefault();
    if (!drag.moved && Math.hypot(event.x - drag.start.x, event.y - drag.start.y) < SLIP) return;
    drag.moved = true;
    drag.end = { x: event.x, y: event.y };
    if (graph.order > MOST_LIVE) on.onBand(boxOf({ x: event.x - 9, y: event.y - 9 }, { x: event.x + 9, y: event.y + 9 }));
    else follow(drag);
    event.original.preventDefault();
    event.original.stopPropagation();
  });

  const finish = (): void => {
    if (band !== null) {
      const { start, end, add, area } = band;
      band = null;
      on.onBand(null);
      if (Math.hypot(end.x - start.x, end.y - start.y) >= SLIP) {
        swallow = true;
        const box = boxOf(engineAt(start), engineAt(end));
        if (area) on.onArea(box);
        else on.onLasso(box, add);
      }
    }
    const carried = held;
    held = null;
    let places: Placed[] = [];
    if (drag !== null) {
      const done = drag;
      const { from, moved } = done;
      drag = null;
      if (moved) {
        swallow = true;
        if (graph.order > MOST_LIVE) {
          on.onBand(null);
          follow(done);
        }
        places = [...from.keys()]
          .filter((id) => graph.hasNode(id))
          .map((item) => ({
            item,
            x: Math.round(graph.getNodeAttribute(item, 'x') as number),
            y: Math.round(-(graph.getNodeAttribute(item, 'y') as number)),
          }));
        if (carried === null) on.onMoved(places);
      }
      on.held.clear();
    }
    if (carried !== null && carried.to !== null) {
      swallow = true;
      on.onAreaMoved(carried.area.id, carried.to, places);
    }
    // The click that follows the release belongs to the drag.
    window.setTimeout(() => {
      swallow = false;
    }, 0);
  };
  view.getMouseCaptor().on('mouseup', finish);
  // What the pointer would take hold of is told by its shape alone; where no area is chosen nothing is worked out.
  const mouse = view.getCanvases()['mouse'];
  mouse?.addEventListener('mousemove', ({ offsetX, offsetY }) => {
    const found = held === null && drag === null ? gripUnder({ x: offsetX, y: offsetY }) : held;
    mouse.style.cursor = found === null ? '' : cursorOf(found.grip);
  });

  view.on('clickNode', ({ node, event }) => {
    if (!swallow) on.onChoose(node, isAdding(event.original));
  });
  view.on('clickStage', ({ event }) => {
    if (!swallow) on.onChoose(edgeAt(event) ?? on.areaAt(engineAt(event)), isAdding(event.original));
  });
  view.on('doubleClickNode', ({ node, preventSigmaDefault }) => {
    preventSigmaDefault();
    on.onOpen(node);
  });
  view.on('doubleClickStage', ({ preventSigmaDefault }) => preventSigmaDefault());
  const menu = (id: string | null, { x, y, original }: Point & { readonly original: Event }): void => {
    original.preventDefault();
    const { clientX, clientY } = original as MouseEvent;
    on.onMenu(id, { x: clientX, y: clientY }, engineAt({ x, y }));
  };
  view.on('rightClickNode', ({ node, event }) => menu(node, event));
  view.on('rightClickStage', ({ event }) => menu(edgeAt(event) ?? on.areaAt(engineAt(event)), event));
}
