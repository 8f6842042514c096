// Where an area is taken hold of, and what it becomes when it is drawn that way: moved whole, or by an edge or a corner. Numbers alone, in the
// engine's points.

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Which edges follow the pointer; none where the area moves whole. */
export interface Grip {
  readonly left: boolean;
  readonly top: boolean;
  readonly right: boolean;
  readonly bottom: boolean;
}

/** Smaller than this nobody takes hold of it any more. */
const LEAST = 20;

/** Null beside it. `near`: how far from an edge still is the edge. */
export function gripAt(area: Box, at: { readonly x: number; readonly y: number }, near: number): Grip | null {
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  if (at.x < area.x - near || at.x > right + near || at.y < area.y - near || at.y > bottom + near) return null;
  // Of a narrow one the middle still moves it.
  const [across, up] = [Math.min(near, area.width / 4), Math.min(near, area.height / 4)];
  return { left: at.x <= area.x + across, top: at.y <= area.y + up, right: at.x >= right - across, bottom: at.y >= bottom - up };
}

export function isWhole({ left, top, right, bottom }: Grip): boolean {
  return !left && !top && !right && !bottom;
}

/** Whole points; an edge does not go beyond the one across. */
export function drawnBy(area: Box, grip: Grip, by: { readonly x: number; readonly y: number }): Box {
  if (isWhole(grip)) return { ...area, x: Math.round(area.x + by.x), y: Math.round(area.y + by.y) };
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  const x = grip.left ? Math.min(Math.round(area.x + by.x), right - LEAST) : area.x;
  const y = grip.top ? Math.min(Math.round(area.y + by.y), bottom - LEAST) : area.y;
  const width = grip.right ? Math.max(LEAST, Math.round(area.width + by.x)) : right - x;
  const height = grip.bottom ? Math.max(LEAST, Math.round(area.height + by.y)) : bottom - y;
  return { x, y, width, height };
}

export function cursorOf({ left, top, right, bottom }: Grip): string {
  if ((left && top) || (right && bottom)) return 'nwse-resize';
  if ((right && top) || (left && bottom)) return 'nesw-resize';
  if (left || right) return 'ew-resize';
  return top || bottom ? 'ns-resize' : 'move';
}
