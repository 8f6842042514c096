// What part of a canvas a figure shows and how it goes onto paper: whole if its words stay readable, else on sheets that overlap.
import type { CanvasNode, CanvasPicture } from '../../../../shared/contract/canvas.ts';
import type { FigureOptions, FigureSheet } from './figureForm.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Room around the drawing for labels, in canvas points; more where the names of lanes and the times of an axis stand. */
const MARGIN = { x: 84, y: 76 } as const;
const AXIS = { left: 60, top: 22 } as const;
/** Below this scale only marks are written. */
export const WORDS_FROM = 0.34;
/** Scales of sheets, the largest that needs no more of them is taken; and what two beside each other both show: about one step of the flow. */
const SHEET_SCALES = [0.6, 0.55, 0.5, 0.45, 0.4, 0.36] as const;
const OVERLAP = { x: 150, y: 90 } as const;

interface Paper {
  readonly width: number;
  readonly height: number;
}
type Scope = Pick<FigureOptions, 'part' | 'items'>;

export function isWithin({ x, y }: { readonly x: number; readonly y: number }, box: Rectangle): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

export function meets(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function nodesOf(picture: CanvasPicture, { part, items }: Scope): CanvasNode[] {
  return picture.nodes.filter((node) => (items === null || items.has(node.id)) && (part === null || isWithin(node, part)));
}

export function areasOf(picture: CanvasPicture, { part, items }: Scope): CanvasPicture['areas'] {
  return items === null ? picture.areas.filter((area) => part === null || meets(area, part)) : [];
}

/** All that a figure shows, in canvas points. */
export function figureBox(picture: CanvasPicture, scope: Scope): Rectangle {
  if (scope.part !== null) return scope.part;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const meet = (x: number, y: number): void => {
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  };
  for (const { x, y } of nodesOf(picture, scope)) meet(x, y);
  for (const { x, y, width, height } of areasOf(picture, scope)) {
    meet(x, y);
    meet(x + width, y + height);
  }
  if (left > right) [left, top, right, bottom] = [0, 0, 0, 0];
  const { left: lanes, top: times } = picture.axis === null ? { left: 0, top: 0 } : AXIS;
  return {
    x: left - MARGIN.x - lanes,
    y: top - MARGIN.y - times,
    width: right - left + 2 * MARGIN.x + lanes,
    height: bottom - top + 2 * MARGIN.y + times,
  };
}

export function scaleInto(box: Rectangle, width: number, height: number | null): number {
  return Math.min(1, width / box.width, height === null ? 1 : height / box.height);
}

/** Sheets of this size, in points, that show all of a figure between them; those on which nothing stands are left out. */
export function figureSheets(picture: CanvasPicture, scope: Scope, paper: Paper): FigureSheet[] {
  return SHEET_SCALES.map((scale) => sheetsAt(scale, picture, scope, paper)).reduce((best, one) => (one.length < best.length ? one : best));
}

function sheetsAt(scale: number, picture: CanvasPicture, scope: Scope, paper: Paper): FigureSheet[] {
  const box = figureBox(picture, scope);
  const size = { width: paper.width / scale, height: paper.height / scale };
  const columns = Math.max(1, Math.ceil((box.width - OVERLAP.x) / (size.width - OVERLAP.x)));
  const rows = Math.max(1, Math.ceil((box.height - OVERLAP.y) / (size.height - OVERLAP.y)));
  const nodes = nodesOf(picture, scope);
  const areas = areasOf(picture, scope);
  const places = Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const place = {
      ...{ x: box.x + column * (size.width - OVERLAP.x), y: box.y + row * (size.height - OVERLAP.y) },
      ...{ width: size.width, height: size.height },
    };
    return { at, row, column, place };
  }).filter(({ place }) => nodes.some((node) => isWithin(node, place)) || areas.some((area) => meets(area, place)));
  const nameAt = new Map(places.map(({ at }, number) => [at, String(number + 1)]));
  return places.map(({ at, row, column, place }) => ({
    ...place,
    name: nameAt.get(at) as string,
    beside: {
      left: column > 0 ? (nameAt.get(at - 1) ?? null) : null,
      right: column < columns - 1 ? (nameAt.get(at + 1) ?? null) : null,
      up: row > 0 ? (nameAt.get(at - columns) ?? null) : null,
      down: row < rows - 1 ? (nameAt.get(at + columns) ?? null) : null,
    },
  }));
}

/** How a figure goes onto pages of these sizes: upright or lying where its words stay readable, else on sheets with an overview. */
export function onPaper(picture: CanvasPicture, scope: Scope, upright: Paper, lying: Paper): 'upright' | 'lying' | 'sheets' {
  const box = figureBox(picture, scope);
  const [tall, wide] = [scaleInto(box, upright.width, upright.height), scaleInto(box, lying.width, lying.height)];
  if (tall >= SHEET_SCALES[0] || (tall >= WORDS_FROM && tall >= wide)) return 'upright';
  return wide >= WORDS_FROM ? 'lying' : 'sheets';
}
