// Writes node and edge labels on Sigma's canvases: on a plate of the background, never over each other.
import type { EdgeLabelDrawingFunction, NodeLabelDrawingFunction } from 'sigma/rendering';
import type { ShownTheme } from '../session/theme.ts';
import type { Placement } from './placement.ts';

export interface Palette {
  readonly ink: string;
  readonly faint: string;
  readonly plate: string;
  readonly pipe: string;
  readonly pipeChosen: string;
  readonly node: Readonly<Record<string, string>>;
  readonly nodeLine: string;
  readonly chosen: string;
}

const LIGHT: Palette = {
  ink: '#1c2127',
  faint: '#5f6b7c',
  plate: '#ffffff',
  pipe: '#47586b',
  pipeChosen: '#0b3d91',
  node: { seed: '#c23030', transaction: '#dce3ea', holding: '#2d72d2', coinbase: '#866103', unknown: '#ffffff', more: '#8f99a8' },
  nodeLine: '#2f343c',
  chosen: '#0b3d91',
};
const DARK: Palette = {
  ink: '#f6f7f9',
  faint: '#abb3bf',
  plate: '#1c2127',
  pipe: '#a3b1c2',
  pipeChosen: '#8abbff',
  node: { seed: '#fa999c', transaction: '#404854', holding: '#4c90f0', coinbase: '#fbd065', unknown: '#1c2127', more: '#8f99a8' },
  nodeLine: '#e5e8eb',
  chosen: '#8abbff',
};
const CONTRAST: Palette = {
  ink: '#ffffff',
  faint: '#e4e4e4',
  plate: '#000000',
  pipe: '#ffffff',
  pipeChosen: '#ffe14d',
  node: { seed: '#ff8f8f', transaction: '#3d3d3d', holding: '#6cc4ff', coinbase: '#ffe14d', unknown: '#000000', more: '#bdbdbd' },
  nodeLine: '#ffffff',
  chosen: '#ffe14d',
};
export const FLOW_THEMES: Readonly<Record<ShownTheme, Palette>> = { light: LIGHT, dark: DARK, contrast: CONTRAST };

const FONT = 'system-ui, "Segoe UI", "Noto Sans", sans-serif';

/** Places tried for an edge's label: how far along, and how far under the line. */
const ONLINE: readonly (readonly [number, number])[] = [
  [0.5, 0],
  [0.6, 0],
  [0.4, 0],
  [0.7, 0],
  [0.3, 0],
];
const ASIDE: readonly (readonly [number, number])[] = [
  [0.5, 22],
  [0.5, -22],
  [0.6, 14],
  [0.4, -14],
];

/** `opening` runs at the first label of each frame and takes the places of the nodes. */
export function nodeLabelWriter(placement: Placement, palette: () => Palette, opening: () => void): NodeLabelDrawingFunction {
  return (context, data) => {
    opening();
    const lines = (data as { lines?: readonly string[] }).lines;
    if (lines === undefined || lines.length === 0) return;
    const colours = palette();
    const chosen = (data as { chosen?: boolean }).chosen === true;
    context.font = `${chosen ? 600 : 500} 11px ${FONT}`;
    const width = Math.max(...lines.map((line) => context.measureText(line).width));
    const height = lines.length * 13;
    const right = (data as { kind?: string }).kind === 'holding' || (data as { kind?: string }).kind === 'unknown';
    const places = right
      ? [
          { x: data.x + data.size + 6, y: data.y - height / 2 },
          { x: data.x - width / 2, y: data.y - data.size - height - 5 },
          { x: data.x - width / 2, y: data.y + data.size + 5 },
          { x: data.x - data.size - width - 6, y: data.y - height / 2 },
        ]
      : [
          { x: data.x - width / 2, y: data.y - data.size - height - 5 },
          { x: data.x - width / 2, y: data.y + data.size + 5 },
        ];
    for (const place of places) {
      const box = { left: place.x - 2, top: place.y - 1, right: place.x + width + 2, bottom: place.y + height + 1 };
      if (!placement.take(box) && !chosen) continue;
      context.fillStyle = colours.plate;
      context.globalAlpha = 0.85;
      context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
      context.globalAlpha = 1;
      context.textAlign = 'left';
      context.textBaseline = 'top';
      lines.forEach((line, index) => {
        context.fillStyle = index === 0 || chosen ? colours.ink : colours.faint;
        context.fillText(line, place.x, place.y + index * 13 + 1);
      });
      return;
    }
  };
}

export function edgeLabelWriter(placement: Placement, palette: () => Palette, opening: () => void): EdgeLabelDrawingFunction {
  return (context, data, source, target) => {
    opening();
    if (typeof data.label !== 'string' || data.label === '') return;
    const colours = palette();
    const chosen = (data as { chosen?: boolean }).chosen === true;
    context.font = `${chosen ? 600 : 500} 11px ${FONT}`;
    const long = Math.hypot(target.x - source.x, target.y - source.y);
    const short = (data as { short?: string }).short ?? data.label;
    for (const text of data.label === short ? [short] : [data.label, short]) {
      const width = context.measureText(text).width;
      // A label longer than its edge says nothing about which edge it belongs to.
      if (long < width * 0.62 + 10 && !chosen) continue;
      const fits = long >= width + 44;
      for (const [along, below] of fits ? ONLINE : ASIDE) {
        const x = source.x + (target.x - source.x) * along;
        const y = source.y + (target.y - source.y) * along + below;
        const box = { left: x - width / 2 - 3, top: y - 7, right: x + width / 2 + 3, bottom: y + 8 };
        if (!placement.take(box)) continue;
        context.fillStyle = colours.plate;
        context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
        context.fillStyle = colours.ink;
        context.textAlign = 'center';
        context.textBaseline = 'middle';
        context.fillText(text, x, y + 0.5);
        context.textAlign = 'left';
        return;
      }
    }
  };
}
