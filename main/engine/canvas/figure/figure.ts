// A canvas for paper: real vectors (rect, path, circle, text), readable in grey, every mark resolved to a full id by the key. It takes the
// picture as it is and decides nothing; sentences come from the caller.
import type { CanvasEdge, CanvasNode, CanvasPicture } from '../../../../shared/contract/canvas.ts';
import type { CanvasKind } from '../../../../shared/model/canvasItem.ts';
import type { CanvasFigure, FigureOptions, Sentence } from './figureForm.ts';
import { frameFigure } from './figureFrame.ts';
import { amountText, penOf, short, utc } from './figureText.ts';
import { DASH, EVENT_DASH, INK, ladder, rounded, STROKE } from './lineStyles.ts';
import { outline } from './shapes.ts';

const LETTER: Readonly<Record<CanvasKind, string>> = {
  transaction: 'T',
  // U as in UTXO: an O reads like a zero in an id.
  output: 'U',
  movement: 'M',
  address: 'A',
  cluster: 'C',
  group: 'G',
  event: 'E',
};
/** Room around the drawing for labels, in canvas points. */
const MARGIN = { x: 84, y: 76 } as const;
const SIZE = { mark: 8, text: 6.6 } as const;
/** Below this scale only marks are written. */
const WORDS_FROM = 0.42;

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
const overlaps = (a: Rectangle, b: Rectangle): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export function canvasFigure(picture: CanvasPicture, options: FigureOptions): CanvasFigure {
  const pen = penOf(options);
  const { part, items } = options;
  const nodes = picture.nodes.filter(
    ({ id, x, y }) =>
      (items === null || items.has(id)) &&
      (part === null || (x >= part.x && x <= part.x + part.width && y >= part.y && y <= part.y + part.height)),
  );
  const there = new Map(nodes.map((node) => [node.id, node]));
  const edges = picture.edges.filter(({ source, target }) => there.has(source) && there.has(target));
  const areas = items === null ? picture.areas.filter((area) => part === null || meets(area, part)) : [];
  const box = boundsOf(nodes, areas, part);
  const most = options.maximumHeight === null ? Number.POSITIVE_INFINITY : options.maximumHeight;
  const scale = Math.min(1, options.width / box.width, most / box.height);
  const place = ({ x, y }: { readonly x: number; readonly y: number }) => ({ x: (x - box.x) * scale, y: (y - box.y) * scale });
  const height = box.height * scale;

  const marks = marksOf(nodes);
  const radius = Math.max(4.5, Math.min(11, 12 * scale));
  const taken: Rectangle[] = nodes.map((node) => {
    const { x, y } = place(node);
    return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
  });
  const take = (rectangle: Rectangle): boolean => {
    if (taken.some((other) => overlaps(other, rectangle))) return false;
    taken.push(rectangle);
    return true;
  };

  let back = '';
  for (const area of areas) {
    const at = place(area);
    back += `<rect x="${rounded(at.x)}" y="${rounded(at.y)}" width="${rounded(area.width * scale)}" height="${rounded(area.height * scale)}" fill="#f4f4f4" stroke="#8a8a8a" stroke-width="0.7" stroke-dasharray="4 3"/>`;
    back += pen.text(pen.clipped(area.text.split('\n')[0] ?? '', 7, area.width * scale - 6), at.x + 3, at.y + 9, 7);
  }
  if (picture.axis !== null) back += axisOf(picture.axis, box, scale, height, options.width, pen);

  let lines = '';
  let labels = '';
  for (const edge of edges) {
    const from = place(there.get(edge.source) as CanvasNode);
    const to = place(there.get(edge.target) as CanvasNode);
    lines += edgeLine(edge, from, to, radius);
  }
  // Nodes first: their marks must be there, amounts on edges only where room is left.
  let bodies = '';
  for (const node of nodes) {
    const { x, y } = place(node);
    bodies += outline(node, x, y, radius, pen);
    const mark = marks.get(node.id) as string;
    const written = scale < WORDS_FROM ? [] : nodeLines(node, picture, options.words);
    labels += label(mark, written, x, y);
  }
  for (const edge of edges) {
    if (scale < WORDS_FROM || edge.amounts.length === 0 || edge.kind !== 'relation') continue;
    const from = place(there.get(edge.source) as CanvasNode);
    const to = place(there.get(edge.target) as CanvasNode);
    const text = edgeText(edge, picture, options.words);
    const wide = pen.width(text, SIZE.text) + 3;
    for (const along of [0.5, 0.62, 0.38, 0.72, 0.28]) {
      const x = from.x + (to.x - from.x) * along;
      const y = from.y + (to.y - from.y) * along;
      const rectangle = { left: x - wide / 2, top: y - 4.6, right: x + wide / 2, bottom: y + 4.6 };
      if (!take(rectangle)) continue;
      labels += `<rect x="${rounded(rectangle.left)}" y="${rounded(rectangle.top)}" width="${rounded(wide)}" height="9.2" fill="#ffffff"/>${pen.text(text, x, y + 2.3, SIZE.text, 'regular', 'middle')}`;
      break;
    }
  }
  function label(mark: string, written: readonly string[], x: number, y: number): string {
    const all = [mark, ...written];
    for (const count of written.length === 0 ? [1] : [all.length, 2, 1]) {
      const own = all.slice(0, count);
      const wide = Math.max(
        ...own.map((line, number) => pen.width(line, number === 0 ? SIZE.mark : SIZE.text, number === 0 ? 'bold' : 'regular')),
      );
      const tall = 9 + (own.length - 1) * 8;
      for (const [left, top] of [
        [x - wide / 2, y + radius + 1],
        [x - wide / 2, y - radius - tall - 1],
        [x + radius + 2, y - tall / 2],
        [x - radius - wide - 2, y - tall / 2],
      ] as const) {
        if (
          left < 0 ||
          left + wide > options.width ||
          top < 0 ||
          top + tall > height ||
          !take({ left: left - 1, top, right: left + wide + 1, bottom: top + tall })
        )
          continue;
        const plate = `<rect x="${rounded(left - 1)}" y="${rounded(top)}" width="${rounded(wide + 2)}" height="${rounded(tall)}" fill="#ffffff" fill-opacity="0.8"/>`;
        return `${plate}${own
          .map((line, number) =>
            pen.text(
              line,
              left + wide / 2,
              top + 7 + number * 8,
              number === 0 ? SIZE.mark : SIZE.text,
              number === 0 ? 'bold' : 'regular',
              'middle',
            ),
          )
          .join('')}`;
      }
    }
    return pen.text(mark, x, y + 2.6, Math.min(SIZE.mark, radius * 1.1), 'bold', 'middle');
  }

  const key = nodes
    .map((node) => ({ mark: marks.get(node.id) as string, kind: node.kind, node }))
    .sort((a, b) => (a.mark[0] === b.mark[0] ? Number(a.mark.slice(1)) - Number(b.mark.slice(1)) : a.mark < b.mark ? -1 : 1));
  const framed = frameFigure(back + lines + bodies + labels, height, picture, nodes, edges, key, options, pen);
  return { ...framed, key };
}

function marksOf(nodes: readonly CanvasNode[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const marks = new Map<string, string>();
  for (const { id, kind } of [...nodes].sort((a, b) => a.x - b.x || a.y - b.y || (a.id < b.id ? -1 : 1))) {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    marks.set(id, `${LETTER[kind]}${count}`);
  }
  return marks;
}

function boundsOf(nodes: readonly CanvasNode[], areas: CanvasPicture['areas'], part: FigureOptions['part']) {
  if (part !== null) return part;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const meet = (x: number, y: number): void => {
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  };
  for (const { x, y } of nodes) meet(x, y);
  for (const { x, y, width, height } of areas) {
    meet(x, y);
    meet(x + width, y + height);
  }
  if (left > right) [left, top, right, bottom] = [0, 0, 0, 0];
  return { x: left - MARGIN.x, y: top - MARGIN.y, width: right - left + 2 * MARGIN.x, height: bottom - top + 2 * MARGIN.y };
}

function meets(area: CanvasPicture['areas'][number], part: NonNullable<FigureOptions['part']>): boolean {
  return area.x < part.x + part.width && part.x < area.x + area.width && area.y < part.y + part.height && part.y < area.y + area.height;
}

function edgeLine(edge: CanvasEdge, from: { x: number; y: number }, to: { x: number; y: number }, radius: number): string {
  const long = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / long, (to.y - from.y) / long];
  const a = { x: from.x + dx * radius, y: from.y + dy * radius };
  const b = { x: to.x - dx * (radius + 4), y: to.y - dy * (radius + 4) };
  const dash = edge.kind === 'event' ? EVENT_DASH : edge.kind === 'holds' ? '1 2' : DASH[edge.statement];
  const width =
    edge.kind === 'holds' ? 0.5 : edge.kind === 'relation' ? STROKE[edge.statement] + 0.3 : Math.min(1.2, STROKE[edge.statement]);
  const way = `M ${rounded(a.x)} ${rounded(a.y)} L ${rounded(b.x)} ${rounded(b.y)}`;
  const line =
    edge.kind === 'joins'
      ? ladder(way, edge.marks.includes('accepted'))
      : `<path d="${way}" fill="none" stroke="${INK}" stroke-width="${width}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`;
  if (edge.kind === 'holds') return line;
  const head = { x: to.x - dx * radius, y: to.y - dy * radius };
  return `${line}<path d="M ${rounded(head.x)} ${rounded(head.y)} L ${rounded(b.x - dy * 2.4)} ${rounded(b.y + dx * 2.4)} L ${rounded(b.x + dy * 2.4)} ${rounded(b.y - dx * 2.4)} Z" fill="${INK}"/>`;
}

function axisOf(
  { ticks, lanes }: NonNullable<CanvasPicture['axis']>,
  box: { readonly x: number; readonly y: number },
  scale: number,
  height: number,
  width: number,
  pen: ReturnType<typeof penOf>,
): string {
  let drawn = '';
  for (const lane of lanes) {
    const y = (lane.y - box.y) * scale;
    if (y < 0 || y > height) continue;
    drawn += `<path d="M 0 ${rounded(y)} L ${rounded(width)} ${rounded(y)}" stroke="#c4c4c4" stroke-width="0.4" fill="none"/>`;
    drawn += pen.text(pen.clipped(short(lane.name), 6, 80), 1, y + 7, 6);
  }
  for (const { x: at, seconds } of ticks) {
    const x = (at - box.x) * scale;
    if (x < 0 || x > width) continue;
    drawn += `<path d="M ${rounded(x)} 0 L ${rounded(x)} ${rounded(height)}" stroke="#dddddd" stroke-width="0.4" fill="none"/>`;
    drawn += pen.text(utc(seconds).slice(0, 16), x + 1.5, 6.5, 5.6);
  }
  return drawn;
}

function nodeLines(node: CanvasNode, picture: CanvasPicture, words: Sentence): string[] {
  const [first, ...rest] = node.amounts;
  const amount = first === undefined ? [] : [`${amountText(first, picture)}${rest.length === 0 ? '' : ` +${rest.length}`}`];
  const title =
    node.kind === 'group' || node.kind === 'event' ? node.name : short(node.kind === 'output' ? (node.address ?? node.name) : node.name);
  const label = node.labels[0]?.label;
  const marks = node.marks.includes('coinjoin') ? [words('mark.coinjoin')] : [];
  return [title, ...amount, ...(label === undefined ? [] : [`"${label}"`]), ...marks];
}

function edgeText(edge: CanvasEdge, picture: CanvasPicture, words: Sentence): string {
  const [first, ...rest] = edge.amounts;
  if (first === undefined) return '';
  const amount = `${amountText(first, picture)}${rest.length === 0 ? '' : ` +${rest.length}`}`;
  const sum = edge.shared > 0 ? words('atMost', { amount }) : amount;
  return edge.count > 1 ? `${sum} (${edge.count})` : sum;
}
