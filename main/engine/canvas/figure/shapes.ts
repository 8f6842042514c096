// Outlines of things on paper: each kind is told by its shape alone. Colours of the examiner are a ring with a number that the legend
// explains, so that they survive a copy in grey.
import { CANVAS_COLOURS, type CanvasNode } from '../../../../shared/contract/canvas.ts';
import type { CanvasKind } from '../../../../shared/model/canvasItem.ts';
import type { Pen } from './figureText.ts';
import { INK, rounded } from './lineStyles.ts';

type Colour = (typeof CANVAS_COLOURS)[number];

/** Told apart on screen and, by their lightness, in most copies. */
export const COLOUR_VALUES: Readonly<Record<Colour, string>> = {
  red: '#c23030',
  orange: '#c87619',
  yellow: '#d1b000',
  green: '#238551',
  teal: '#00817c',
  blue: '#2d72d2',
  violet: '#7961db',
  grey: '#738091',
};

/** The number that stands for a colour. */
export function colourNumber(colour: Colour): number {
  return CANVAS_COLOURS.indexOf(colour) + 1;
}

/** From the middle of a thing to its outline, in the direction given (of length one). */
export function reach(kind: CanvasKind, radius: number, dx: number, dy: number): number {
  if (kind !== 'address' && kind !== 'group') return radius;
  const tall = kind === 'address' ? 0.78 : 1;
  return radius / Math.hypot(dx / 1.32, dy / tall);
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
  const ring =
    node.colour === null
      ? ''
      : `${shape(node.kind, x, y, radius + 2.6, `fill="none" stroke="${COLOUR_VALUES[node.colour]}" stroke-width="2.2"`)}${badge(colourNumber(node.colour), x + radius, y - radius, pen)}`;
  const twice = node.marks.includes('coinjoin')
    ? shape(node.kind, x, y, radius - 2.2, `fill="none" stroke="${INK}" stroke-width="0.5"`)
    : '';
  return `${ring}${shape(node.kind, x, y, radius, `fill="#ffffff" stroke="${INK}" stroke-width="1"${dash}`)}${twice}`;
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
        [0, -1.1],
        [1.1, 0],
        [0, 1.1],
        [-1.1, 0],
      ]);
    case 'address':
      return `<rect x="${rounded(x - r * 1.3)}" y="${rounded(y - r * 0.75)}" width="${rounded(r * 2.6)}" height="${rounded(r * 1.5)}" rx="${rounded(r * 0.75)}" ${look}/>`;
    case 'cluster':
      return path([
        [-0.55, -1],
        [0.55, -1],
        [1.1, 0],
        [0.55, 1],
        [-0.55, 1],
        [-1.1, 0],
      ]);
    case 'group':
      return `<rect x="${rounded(x - r * 1.25)}" y="${rounded(y - r)}" width="${rounded(r * 2.5)}" height="${rounded(r * 2)}" ${look}/>`;
    case 'event':
      return path([
        [0, -1.15],
        [1.1, 0.85],
        [-1.1, 0.85],
      ]);
  }
}
