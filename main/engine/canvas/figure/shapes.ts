// Things on paper, as the screen draws them: each kind is told by its shape alone. A colour of the examiner has a number that the legend
// explains, so that it survives a copy in grey.
import { CANVAS_COLOURS, type CanvasNode } from '../../../../shared/contract/canvas.ts';
import { LIGHT_COLOURS } from '../../../../shared/model/canvasColours.ts';
import type { CanvasKind } from '../../../../shared/model/canvasItem.ts';
import type { Pen } from './figureText.ts';
import { INK, rounded } from './lineStyles.ts';

type Colour = (typeof CANVAS_COLOURS)[number];

/** The number that stands for a colour. */
export function colourNumber(colour: Colour): number {
  return CANVAS_COLOURS.indexOf(colour) + 1;
}

/** From the middle of a thing to its outline, in the direction given (of length one). */
export function reach(kind: CanvasKind, radius: number, dx: number, dy: number): number {
  if (kind === 'movement') return (1.2 * radius) / (Math.abs(dx) + Math.abs(dy));
  if (kind === 'group') return radius / Math.hypot(dx / 1.32, dy / 0.72);
  return kind === 'address' || kind === 'cluster' ? radius / Math.hypot(dx / 1.155, dy) : radius;
}

export function outline(
  node: Pick<CanvasNode, 'kind' | 'statement' | 'marks' | 'colour' | 'pinned'>,
  x: number,
  y: number,
  radius: number,
  pen: Pen,
): string {
  const dash =
    node.statement === 'inference'
      ? ' stroke-dasharray="3 1.6"'
      : node.statement === 'assumption'
        ? ' stroke-dasharray="3.5 1.3 0.8 1.3"'
        : '';
  const number = node.colour === null ? '' : badge(colourNumber(node.colour), x + radius, y - radius, pen);
  // As on the screen: a second ring marks what puts several together.
  const twice =
    node.kind === 'cluster' || node.marks.includes('coinjoin')
      ? shape(node.kind, x, y, radius + 2.2, `fill="none" stroke="${INK}" stroke-width="0.6"`)
      : '';
  return `${twice}${shape(node.kind, x, y, radius, `fill="${fillOf(node)}" stroke="${INK}" stroke-width="1"${dash}`)}${number}`;
}

/** As on the screen in the light theme: the kind's colour, or the examiner's in its place. */
function fillOf({ kind, colour }: Pick<CanvasNode, 'kind' | 'colour'>): string {
  return colour === null ? LIGHT_COLOURS.kinds[kind] : LIGHT_COLOURS.own[colour];
}

function badge(number: number, x: number, y: number, pen: Pen): string {
  return `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="3.4" fill="#ffffff" stroke="${INK}" stroke-width="0.4"/>${pen.text(String(number), x, y + 1.8, 5, 'regular', 'middle')}`;
}

export function shape(kind: CanvasKind, x: number, y: number, r: number, look: string): string {
  const path = (points: readonly (readonly [number, number])[]): string =>
    `<path d="${points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'} ${rounded(x + px * r)} ${rounded(y + py * r)}`).join(' ')} Z" ${look}/>`;
  switch (kind) {
    case 'transaction':
      return `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="${rounded(r)}" ${look}/>`;
    case 'output':
      return `<rect x="${rounded(x - r * 0.85)}" y="${rounded(y - r * 0.85)}" width="${rounded(r * 1.7)}" height="${rounded(r * 1.7)}" ${look}/>`;
    case 'movement':
      return path([
        [0, -1.2],
        [1.2, 0],
        [0, 1.2],
        [-1.2, 0],
      ]);
    case 'address':
    case 'cluster':
      return path([
        [-0.577, -1],
        [0.577, -1],
        [1.155, 0],
        [0.577, 1],
        [-0.577, 1],
        [-1.155, 0],
      ]);
    case 'group':
      return `<rect x="${rounded(x - r * 1.3)}" y="${rounded(y - r * 0.7)}" width="${rounded(r * 2.6)}" height="${rounded(r * 1.4)}" ${look}/>`;
    case 'event':
      return path(STAR);
  }
}

/** Five points, the first upwards; whole thousandths, so that a file is the same on every machine. */
const STAR: readonly (readonly [number, number])[] = [
  [0, -1.2],
  [0.317, -0.437],
  [1.141, -0.371],
  [0.514, 0.167],
  [0.705, 0.971],
  [0, 0.54],
  [-0.705, 0.971],
  [-0.514, 0.167],
  [-1.141, -0.371],
  [-0.317, -0.437],
];
