// Which part of the map is looked at: moved and zoomed, never beyond its edge. Places in the map's own units.

export interface MapView {
  readonly x: number;
  readonly y: number;
  /** 1 shows the whole map. */
  readonly zoom: number;
}

export const WHOLE: MapView = { x: 0, y: 0, zoom: 1 };
const MOST_ZOOM = 64;
/** A single point is shown with the countries around it. */
const MOST_FITTED = 12;
const ROOM = 1.5;
/** Of what is seen, with one press of a key. */
const STEP = 0.2;
export const FACTOR = 1.6;

export interface MapSize {
  readonly width: number;
  readonly height: number;
}

export function zoomed(view: MapView, size: MapSize, factor: number, at = { x: 0.5, y: 0.5 }): MapView {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, view.zoom * factor));
  const part = (whole: number, share: number): number => whole * share * (1 / view.zoom - 1 / zoom);
  return kept({ x: view.x + part(size.width, at.x), y: view.y + part(size.height, at.y), zoom }, size);
}

/** By a share of what is seen. */
export function moved(view: MapView, size: MapSize, x: number, y: number): MapView {
  return kept({ ...view, x: view.x + (size.width / view.zoom) * x, y: view.y + (size.height / view.zoom) * y }, size);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** As near as these can be seen together, with room around them. */
export function fitted(boxes: readonly Box[], size: MapSize): MapView {
  if (boxes.length === 0) return WHOLE;
  const [west, north] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  const width = Math.max(...boxes.map((one) => one.x + one.width)) - west;
  const height = Math.max(...boxes.map((one) => one.y + one.height)) - north;
  const zoom = Math.min(MOST_FITTED, Math.max(1, Math.min(size.width / (width * ROOM || 1), size.height / (height * ROOM || 1))));
  return kept({ x: west + width / 2 - size.width / zoom / 2, y: north + height / 2 - size.height / zoom / 2, zoom }, size);
}

function kept({ x, y, zoom }: MapView, { width, height }: MapSize): MapView {
  const within = (at: number, whole: number): number => Math.min(whole - whole / zoom, Math.max(0, at));
  return { x: within(x, width), y: within(y, height), zoom };
}

/** What a key does; null where it is none of the map's. */
export function keyed(view: MapView, size: MapSize, key: string): MapView | null {
  switch (key) {
    case 'ArrowLeft':
      return moved(view, size, -STEP, 0);
    case 'ArrowRight':
      return moved(view, size, STEP, 0);
    case 'ArrowUp':
      return moved(view, size, 0, -STEP);
    case 'ArrowDown':
      return moved(view, size, 0, STEP);
    case '+':
    case '=':
      return zoomed(view, size, FACTOR);
    case '-':
      return zoomed(view, size, 1 / FACTOR);
    case '0':
    case 'Home':
      return WHOLE;
    default:
      return null;
  }
}
