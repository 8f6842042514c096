// Places on a page as it is shown, turned or not, and as regions say them: ten-thousandths of the page unturned. Whole numbers come out.
import type { PageRegion } from '../../shared/contract/region.ts';

/** Degrees clockwise by which the page is shown. */
export type Turn = 0 | 90 | 180 | 270;
export const turned = (turn: Turn): Turn => ((turn + 90) % 360) as Turn;

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const WHOLE = 10_000;

/** A point of the screen within the frame that the turned page fills, as a part of the page unturned, 0 to 1. */
export function onPage(at: Point, frame: Frame, turn: Turn): Point {
  const u = inside((at.x - frame.left) / frame.width, 1);
  const v = inside((at.y - frame.top) / frame.height, 1);
  if (turn === 90) return { x: v, y: 1 - u };
  if (turn === 180) return { x: 1 - u, y: 1 - v };
  return turn === 270 ? { x: 1 - v, y: u } : { x: u, y: v };
}

/** The region between two points of a page. */
export function between(a: Point, b: Point, page: number): PageRegion {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)].map((part) => Math.min(WHOLE - 1, Math.round(part * WHOLE))) as [number, number];
  const right = Math.round(Math.max(a.x, b.x) * WHOLE);
  const bottom = Math.round(Math.max(a.y, b.y) * WHOLE);
  return { page, x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** Moved by so much of the screen's right and down, and kept on the page. */
export function moved(region: PageRegion, right: number, down: number, turn: Turn): PageRegion {
  const [dx, dy] = unturned(right, down, turn);
  return { ...region, x: inside(region.x + dx, WHOLE - region.width), y: inside(region.y + dy, WHOLE - region.height) };
}

/** Its size changed by so much of the screen's right and down; its first corner stays. */
export function resized(region: PageRegion, right: number, down: number, turn: Turn): PageRegion {
  const [dx, dy] = unturned(right, down, turn);
  return within({ ...region, width: region.width + dx, height: region.height + dy });
}

/** As typed: any numbers, made a region of the page. */
export function within(region: PageRegion): PageRegion {
  const [x, y] = [inside(region.x, WHOLE - 1), inside(region.y, WHOLE - 1)];
  return {
    page: region.page,
    x,
    y,
    width: Math.max(1, inside(region.width, WHOLE - x)),
    height: Math.max(1, inside(region.height, WHOLE - y)),
  };
}

function unturned(right: number, down: number, turn: Turn): readonly [number, number] {
  if (turn === 90) return [down, -right];
  if (turn === 180) return [-right, -down];
  return turn === 270 ? [-down, right] : [right, down];
}

const inside = (value: number, most: number): number => Math.max(0, Math.min(most, value));
