// One Sigma for the life of a canvas on the screen: camera in the engine's points, layers before and behind, redrawn only where something
// changed. It holds no case data but the picture it was given last.
import Graph from 'graphology';
import Sigma from 'sigma';
import type { CanvasPicture } from '../../shared/contract/canvas.ts';
import type { Box } from './areaGrip.ts';
import { LineProgram } from './lineProgram.ts';
import { ShapeProgram } from './nodeProgram.ts';
import { extentAt, fitAcross, type Wide } from './fitLabels.ts';
import { hasBackdrop, paintBackdrop, paintScale } from './stageBackdrop.ts';
import type { StagePalette } from './stageColours.ts';
import type { StageEdge, StageNode } from './stageModel.ts';
import { createPainter } from './stagePaint.ts';

/** The engine's points that fill the shorter side at camera ratio 1: a constant, so that a new picture never moves the camera. */
const SPAN = 1000;
/** While something this large moves, only nodes are drawn: lines are what a processor that draws takes longest for; a graphics card draws more. */
const MANY_EDGES = 800;
const MANY_EDGES_ON_CARD = 20_000;
const MANY_NODES = 400;
const IDLE_MS = 140;
/** Above this, a fit looks at places alone. */
const MANY_LABELS = 5000;
/** Pixels beside a thing at least, and beside its label. */
const BESIDE = 30;
const EDGE = 14;
/** Sigma's canvases on which nothing is drawn here. Each layer over the stage costs in every frame. */
const UNUSED_LAYERS = ['edgeLabels', 'labels', 'hovers', 'hoverNodes'];

export interface StageState {
  picture: CanvasPicture;
  palette: StagePalette;
  selection: ReadonlySet<string>;
  /** Ends and lines beside what is chosen. */
  near: ReadonlySet<string>;
  /** Things that are the same party as what is chosen. */
  same: ReadonlyMap<string, unknown>;
  groupName: (group: string) => string;
  /** An area that is being drawn about, as it stands now. */
  drawnArea: (Box & { readonly id: string }) | null;
}

export interface CameraPlace {
  readonly x: number;
  readonly y: number;
  readonly ratio: number;
}

export interface StageView {
  readonly sigma: Sigma;
  readonly zoom: () => number;
  /** Draws anew: `all` where colours or sizes may have changed, not only places. */
  readonly redraw: (all: boolean) => void;
  readonly fit: (ids?: ReadonlySet<string>, animate?: boolean) => void;
  /** Moves only where one of them is not in sight. */
  readonly show: (ids: ReadonlySet<string>) => void;
  /** What is seen, in the engine's points. */
  readonly seen: () => { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly zoomBy: (factor: number) => void;
  readonly kill: () => void;
}

/** Small things stay visible when far away, and do not grow without end when near. */
export function sizeFactor(zoom: number): number {
  if (zoom < 0.85) return 0.85 * Math.sqrt(zoom / 0.85);
  return zoom <= 1.5 ? zoom : 1.5 * Math.sqrt(zoom / 1.5);
}

/** Whether no graphics card draws: as the driver names itself. */
function drawnByProcessor(canvas: HTMLCanvasElement | undefined): boolean {
  const gl = canvas?.getContext('webgl2') ?? canvas?.getContext('webgl');
  const named = gl?.getExtension('WEBGL_debug_renderer_info');
  if (gl === null || gl === undefined || named === null || named === undefined) return true;
  return /swiftshader|llvmpipe|softpipe|basic render/i.test(String(gl.getParameter(named.UNMASKED_RENDERER_WEBGL)));
}

export function createStageView(container: HTMLElement, graph: Graph, state: StageState, camera: CameraPlace | undefined): StageView {
  const scale = { base: Math.min(container.clientWidth, container.clientHeight) / SPAN };
  // Empty first: with the graph at once every step below would work all of it through again.
  const view = new Sigma(new Graph({ multi: true, type: 'directed' }), container, {
    allowInvalidContainer: true,
    defaultNodeType: 'shape',
    defaultEdgeType: 'line',
    nodeProgramClasses: { shape: ShapeProgram as never },
    edgeProgramClasses: { line: LineProgram as never },
    defaultDrawNodeHover: () => undefined,
    renderLabels: false,
    renderEdgeLabels: false,
    enableEdgeEvents: false,
    stagePadding: 0,
    minCameraRatio: 0.1,
    maxCameraRatio: 400,
    zIndex: true,
    doubleClickZoomingRatio: 1,
    inertiaDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
    zoomToSizeRatioFunction: (ratio) => 1 / sizeFactor(scale.base / ratio),
    nodeReducer: (id, attributes) => {
      const node = attributes as unknown as StageNode;
      const { palette, selection } = state;
      const chosen = selection.has(id);
      return {
        ...attributes,
        color: node.own === null ? palette.kinds[node.kind] : palette.own[node.own],
        line: chosen ? palette.chosen : palette.outline,
        label: null,
        zIndex: chosen ? 2 : 1,
      };
    },
    edgeReducer: (id, attributes) => {
      const edge = attributes as unknown as StageEdge;
      const { palette, selection, near } = state;
      const chosen = selection.has(id);
      return {
        ...attributes,
        color: chosen ? palette.chosen : edge.own !== null ? palette.own[edge.own] : near.has(id) ? palette.edgeNear : palette.edge,
        size: chosen ? edge.size + 1.5 : edge.size,
        label: null,
        zIndex: chosen ? 2 : near.has(id) ? 1 : 0,
      };
    },
  });
  view.createCanvasContext('backdrop', { beforeLayer: 'edges', style: { pointerEvents: 'none' } } as never);
  view.createCanvasContext('words', { afterLayer: 'labels', style: { pointerEvents: 'none' } } as never);
  const canvases = view.getCanvases();
  for (const name of UNUSED_LAYERS) canvases[name]?.style.setProperty('display', 'none');
  const mostEdges = drawnByProcessor(canvases['nodes']) ? MANY_EDGES : MANY_EDGES_ON_CARD;
  const hidesLines = () => state.picture.simplified || graph.size > mostEdges;
  view.setSetting('hideEdgesOnMove', hidesLines());
  const backdrop = canvases['backdrop']?.getContext('2d') as CanvasRenderingContext2D;
  const words = canvases['words']?.getContext('2d') as CanvasRenderingContext2D;
  view.setCustomBBox({ x: [-SPAN / 2, SPAN / 2], y: [-SPAN / 2, SPAN / 2] });
  view.resize(true);
  const painter = createPainter(
    view,
    graph,
    words,
    () => state.palette,
    () => state.selection,
    () => state.same,
  );
  const zoom = () => view.getGraphToViewportRatio();
  const measure = () => {
    scale.base = zoom() * view.getCamera().ratio;
  };
  if (camera !== undefined) view.getCamera().setState(camera);
  view.setGraph(graph);
  measure();

  let moved = 0;
  let idle: number | undefined;
  const isLarge = () => graph.order > MANY_NODES || graph.size > MANY_EDGES;
  /** A layer with nothing on it is taken away, not only cleared. */
  const layer = (context: CanvasRenderingContext2D, needed: boolean): boolean => {
    const display = needed ? '' : 'none';
    if (context.canvas.style.display !== display) context.canvas.style.display = display;
    return needed;
  };
  const onCamera = () => {
    moved = performance.now();
    if (!isLarge()) return;
    window.clearTimeout(idle);
    idle = window.setTimeout(() => view.scheduleRender(), IDLE_MS);
  };
  view.getCamera().on('updated', onCamera);
  view.on('afterRender', () => {
    const { picture, palette, drawnArea } = state;
    container.style.backgroundColor = palette.plate;
    const written = layer(backdrop, hasBackdrop(picture) || drawnArea !== null)
      ? paintBackdrop(view, backdrop, picture, palette, state.selection, state.groupName, drawnArea)
      : [];
    const still = !isLarge() || performance.now() - moved >= IDLE_MS - 20;
    if (!layer(words, still || picture.axis !== null)) return;
    if (still) painter.paint(zoom(), written);
    else {
      const { width, height } = view.getDimensions();
      words.clearRect(0, 0, width, height);
    }
    paintScale(view, words, picture, palette);
  });
  const sizeNow = () => `${container.clientWidth} ${container.clientHeight}`;
  let size = sizeNow();
  const watcher = new ResizeObserver(() => {
    // It also tells the size that was there when it began.
    if (sizeNow() === size) return;
    size = sizeNow();
    view.resize();
    view.refresh({ skipIndexation: true });
    measure();
  });
  watcher.observe(container);

  /** Camera over a box of Sigma's own points (y upwards). */
  const over = (box: { left: number; right: number; low: number; high: number; wide: Wide[] }, most: number): CameraPlace => {
    const { width, height } = view.getDimensions();
    const [across, up] = [Math.max(1, box.right - box.left), Math.max(1, box.high - box.low)];
    const near = Math.min(most, Math.max(60, width - 2 * BESIDE) / across, Math.max(60, height - 130) / up);
    const fitted = fitAcross(box.wide, Math.max(60, width - 2 * EDGE), near);
    const middle = view.viewportToFramedGraph(view.graphToViewport({ x: fitted.middle, y: (box.low + box.high) / 2 }));
    return { x: middle.x, y: middle.y, ratio: scale.base / fitted.zoom };
  };
  const boxOf = (ids: ReadonlySet<string> | undefined) => {
    const box = { left: Infinity, right: -Infinity, low: Infinity, high: -Infinity, wide: [] as Wide[] };
    // Of a large canvas few labels are seen at once.
    const hasLabels = graph.order <= MANY_LABELS;
    const grow = (x: number, y: number, half = 0) => {
      box.wide.push({ x, half });
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.low = Math.min(box.low, y);
      box.high = Math.max(box.high, y);
    };
    graph.forEachNode((id, attributes) => {
      if (ids !== undefined && !ids.has(id)) return;
      const node = attributes as StageNode;
      grow(node.x, node.y, Math.max(BESIDE, hasLabels ? painter.labelWidth(node) / 2 : 0));
    });
    for (const area of state.picture.areas) {
      if (ids !== undefined && !ids.has(area.id)) continue;
      grow(area.x, -area.y);
      grow(area.x + area.width, -area.y - area.height);
    }
    return box.left === Infinity ? null : box;
  };
  const go = (place: CameraPlace, animate: boolean) => {
    if (animate && !matchMedia('(prefers-reduced-motion: reduce)').matches) void view.getCamera().animate(place, { duration: 220 });
    else view.getCamera().setState(place);
  };
  return {
    sigma: view,
    zoom,
    redraw(all) {
      const many = hidesLines();
      if (view.getSetting('hideEdgesOnMove') !== many) view.setSetting('hideEdgesOnMove', many);
      if (all) view.refresh({ skipIndexation: true });
      else view.scheduleRender();
    },
    fit(ids, animate = true) {
      const box = boxOf(ids);
      if (box !== null) go(over(box, 1.15), animate);
    },
    show(ids) {
      const box = boxOf(ids);
      if (box === null) return;
      const { width, height } = view.getDimensions();
      const a = view.graphToViewport({ x: box.left, y: box.high });
      const b = view.graphToViewport({ x: box.right, y: box.low });
      const { left, right } = extentAt(box.wide, zoom());
      const [before, after] = [box.left * zoom() - left, right - box.right * zoom()];
      if (a.x > before && a.y > 30 && b.x < width - after && b.y < height - 30) return;
      go(over(box, zoom()), true);
    },
    seen() {
      const { width, height } = view.getDimensions();
      const a = view.viewportToGraph({ x: 0, y: 0 });
      const b = view.viewportToGraph({ x: width, y: height });
      return { x: a.x, y: -a.y, width: b.x - a.x, height: a.y - b.y };
    },
    zoomBy(factor) {
      const { ratio } = view.getCamera();
      go({ ...view.getCamera().getState(), ratio: view.getCamera().getBoundedRatio(ratio / factor) }, true);
    },
    kill() {
      watcher.disconnect();
      window.clearTimeout(idle);
      view.kill();
    },
  };
}
