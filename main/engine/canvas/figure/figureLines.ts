// Lines of a figure: one style for each kind of statement, told apart without colour; cut at the border of a sheet, where the far end is named.
import type { CanvasEdge } from '../../../../shared/contract/canvas.ts';
import type { Rectangle } from './figureBox.ts';
import { DASH, EVENT_DASH, HOLDS_DASH, INK, ladder, rounded, STROKE } from './lineStyles.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a line ends, and how far the outline of what stands there is in a direction. */
export interface End extends Point {
  readonly reach: (dx: number, dy: number) => number;
}

/** The part of a line that lies in a rectangle, or null. (Liang and Barsky.) */
export function clippedLine(from: Point, to: Point, box: Rectangle): { readonly from: Point; readonly to: Point } | null {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [start, end] = [0, 1];
  for (const [step, room] of [
    [-dx, from.x - box.x],
    [dx, box.x + box.width - from.x],
    [-dy, from.y - box.y],
    [dy, box.y + box.height - from.y],
  ] as const) {
    if (step === 0) {
      if (room < 0) return null;
      continue;
    }
    const at = room / step;
    if (step < 0) start = Math.max(start, at);
    else end = Math.min(end, at);
  }
  if (start > end) return null;
  return { from: { x: from.x + dx * start, y: from.y + dy * start }, to: { x: from.x + dx * end, y: from.y + dy * end } };
}

/** One stroke, or two where a double line is meant. */
export function stroked(d: string, { kind, statement, marks }: Pick<CanvasEdge, 'kind' | 'statement' | 'marks'>, thin: number): string {
  if (kind === 'joins') return ladder(d, marks.includes('accepted'));
  const dash = kind === 'event' ? EVENT_DASH : kind === 'holds' ? HOLDS_DASH : DASH[statement];
  const width = (kind === 'holds' ? 0.5 : STROKE[statement]) * thin;
  const look = `fill="none" stroke-width="${rounded(width)}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
  if (statement !== 'derivation' || dash !== '') return `<path d="${d}" ${look} stroke="${INK}"/>`;
  return `<path d="${d}" fill="none" stroke="${INK}" stroke-width="${rounded(2.6 * thin)}"/><path d="${d}" fill="none" stroke="#ffffff" stroke-width="${rounded(1.3 * thin)}"/>`;
}

/** From the outline of one thing to that of another, with a head; `thin` draws all of it finer where the drawing is small. */
export function edgeLine(edge: CanvasEdge, from: End, to: End, thin: number, box: Rectangle): string {
  const long = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / long, (to.y - from.y) / long];
  const tip = 4 * thin;
  const [near, far] = [from.reach(dx, dy), to.reach(dx, dy)];
  const shown = clippedLine(
    { x: from.x + dx * near, y: from.y + dy * near },
    { x: to.x - dx * (far + tip), y: to.y - dy * (far + tip) },
    box,
  );
  if (shown === null) return '';
  const { from: a, to: b } = shown;
  const line = stroked(`M ${rounded(a.x)} ${rounded(a.y)} L ${rounded(b.x)} ${rounded(b.y)}`, edge, thin);
  const head = { x: to.x - dx * far, y: to.y - dy * far };
  if (edge.kind === 'holds' || Math.hypot(head.x - b.x, head.y - b.y) > tip + 0.01) return line;
  const half = 2.4 * thin;
  return `${line}<path d="M ${rounded(head.x)} ${rounded(head.y)} L ${rounded(b.x - dy * half)} ${rounded(b.y + dx * half)} L ${rounded(b.x + dy * half)} ${rounded(b.y - dx * half)} Z" fill="${INK}"/>`;
}
