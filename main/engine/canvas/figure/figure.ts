// A canvas for paper: real vectors (rect, path, circle, text), readable in grey, every mark resolved to a full id by the key. It takes the
// picture as it is and decides nothing; sentences come from the caller.
import type { CanvasEdge, CanvasNode, CanvasPicture } from '../../../../shared/contract/canvas.ts';
import type { CanvasKind } from '../../../../shared/model/canvasItem.ts';
import { areasOf, figureBox, isWithin, meets, nodesOf, scaleInto, WORDS_FROM } from './figureBox.ts';
import type { CanvasFigure, FigureOptions, FigureSheet, Sentence } from './figureForm.ts';
import { frameFigure } from './figureFrame.ts';
import { clippedLine, type End, edgeLine, type Point } from './figureLines.ts';
import { amountText, penOf, short, utc } from './figureText.ts';
import { rounded } from './lineStyles.ts';
import { outline, reach } from './shapes.ts';

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
const SIZE = { mark: 8, text: 6.6 } as const;
/** Beyond so many things times lines, words are placed without regard to the lines under them. */
const MOST_WEIGHED = 4_000_000;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
/** A colour has its number at the outline. */
const ringOf = ({ colour }: CanvasNode): number => (colour === null ? 0 : 4);
const overlaps = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export function canvasFigure(picture: CanvasPicture, options: FigureOptions): CanvasFigure {
  const pen = penOf(options);
  const { sheet } = options;
  const all = nodesOf(picture, options);
  const there = new Map(all.map((node) => [node.id, node]));
  const edges = picture.edges.filter(({ source, target }) => there.has(source) && there.has(target));
  const box = sheet ?? figureBox(picture, options);
  const nodes = sheet === null ? all : all.filter((node) => isWithin(node, sheet));
  const areas = areasOf(picture, options).filter((area) => sheet === null || meets(area, sheet));
  const scale = scaleInto(box, options.width, options.maximumHeight);
  const left = (options.width - box.width * scale) / 2;
  const place = ({ x, y }: Point): Point => ({ x: left + (x - box.x) * scale, y: (y - box.y) * scale });
  const height = box.height * scale;
  const paper = { x: 0, y: 0, width: options.width, height };

  const marks = marksOf(all);
  const radius = Math.max(2.2, Math.min(11, scale >= 0.3 ? Math.max(4.5, 12 * scale) : 15 * scale));
  const thin = Math.min(1, Math.max(0.35, radius / 4.5));
  const taken: Box[] = nodes.map((node) => {
    const { x, y } = place(node);
    const [wide, tall] = [reach(node.kind, radius, 1, 0), reach(node.kind, radius, 0, 1)];
    const ring = ringOf(node);
    return { left: x - wide - ring, top: y - tall - ring, right: x + wide + ring, bottom: y + tall + ring };
  });
  const endOf = (id: string): End => {
    const node = there.get(id) as CanvasNode;
    return { ...place(node), reach: (dx, dy) => reach(node.kind, radius, dx, dy) };
  };
  const isFree = (rectangle: Box): boolean => !taken.some((other) => overlaps(other, rectangle));
  const take = (rectangle: Box): boolean => {
    if (!isFree(rectangle)) return false;
    taken.push(rectangle);
    return true;
  };

  const around = sheet === null ? '' : besides(sheet);
  let back = '';
  for (const area of areas) {
    const [start, end] = [place(area), place({ x: area.x + area.width, y: area.y + area.height })];
    // On a sheet, only as far as the sheet goes.
    const at = { x: Math.max(0, start.x), y: Math.max(0, start.y) };
    const [wide, tall] = [Math.min(options.width, end.x) - at.x, Math.min(height, end.y) - at.y];
    back += `<rect x="${rounded(at.x)}" y="${rounded(at.y)}" width="${rounded(wide)}" height="${rounded(tall)}" fill="#f4f4f4" stroke="#8a8a8a" stroke-width="0.7" stroke-dasharray="4 3"/>`;
    back += pen.text(pen.clipped(area.text.split('\n')[0] ?? '', 7, wide - 6), at.x + 3, at.y + 9, 7);
  }
  if (picture.axis !== null) back += axisOf(picture.axis, place, scale, height, options.width, pen);

  let lines = '';
  let labels = '';
  const drawn: { readonly from: Point; readonly to: Point }[] = [];
  for (const edge of edges) {
    const from = place(there.get(edge.source) as CanvasNode);
    const to = place(there.get(edge.target) as CanvasNode);
    const line = edgeLine(edge, endOf(edge.source), endOf(edge.target), thin, paper);
    if (line === '') continue;
    lines += line;
    drawn.push({ from, to });
    if (sheet !== null) labels += farEnd(edge, from, to);
  }
  const isWeighed = drawn.length * nodes.length <= MOST_WEIGHED;
  /** How many lines run under a rectangle. */
  const crossed = ({ left: x, top: y, right, bottom }: Box): number =>
    isWeighed ? drawn.filter(({ from, to }) => clippedLine(from, to, { x, y, width: right - x, height: bottom - y }) !== null).length : 0;
  // Nodes first: their marks must be there, amounts on edges only where room is left.
  if (sheet === null) labels += framesOf(options.sheets);
  let bodies = '';
  for (const node of nodes) {
    const { x, y } = place(node);
    bodies += outline(node, x, y, radius, pen);
    const mark = marks.get(node.id) as string;
    const written = scale < WORDS_FROM ? [] : nodeLines(node, picture, options.words);
    labels += label(mark, written, x, y, {
      x: reach(node.kind, radius, 1, 0) + ringOf(node),
      y: reach(node.kind, radius, 0, 1) + ringOf(node),
    });
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
      if (!isWithin({ x: rectangle.left, y: rectangle.top }, paper) || !isWithin({ x: rectangle.right, y: rectangle.bottom }, paper))
        continue;
      if (!take(rectangle)) continue;
      labels += `<rect x="${rounded(rectangle.left)}" y="${rounded(rectangle.top)}" width="${rounded(wide)}" height="9.2" fill="#ffffff"/>${pen.text(text, x, y + 2.3, SIZE.text, 'regular', 'middle')}`;
      break;
    }
  }
  function label(mark: string, written: readonly string[], x: number, y: number, half: Point): string {
    const whole = [mark, ...written];
    // Where no line runs first, with fewer words if need be; then wherever there is room.
    const tries = written.length === 0 ? [1] : [...new Set([whole.length, 3, 2])].filter((count) => count <= whole.length);
    for (const [count, mostUnder] of [
      ...tries.map((one) => [one, 0] as const),
      ...[...tries, 1].map((one) => [one, Number.POSITIVE_INFINITY] as const),
    ]) {
      const own = whole.slice(0, count);
      const wide = Math.max(
        ...own.map((line, number) => pen.width(line, number === 0 ? SIZE.mark : SIZE.text, number === 0 ? 'bold' : 'regular')),
      );
      const tall = 9 + (own.length - 1) * 8;
      const beside = [
        [x - wide / 2, y + half.y + 1],
        [x - wide / 2, y - half.y - tall - 1],
        [x + half.x + 2, y - tall / 2],
        [x - half.x - wide - 2, y - tall / 2],
      ] as const;
      const places = beside
        .filter(([at, top]) => at >= 0 && at + wide <= options.width && top >= 0 && top + tall <= height)
        .map(([at, top]): Box => ({ left: at - 1, top, right: at + wide + 1, bottom: top + tall }))
        .filter(isFree)
        .map((rectangle) => ({ rectangle, under: crossed(rectangle) }))
        .filter(({ under }) => under <= mostUnder)
        .sort((a, b) => a.under - b.under);
      const [best] = places;
      if (best === undefined) continue;
      const { left: at, top } = best.rectangle;
      taken.push(best.rectangle);
      const plate = `<rect x="${rounded(at)}" y="${rounded(top)}" width="${rounded(wide + 2)}" height="${rounded(tall)}" fill="#ffffff" fill-opacity="0.92"/>`;
      return `${plate}${own
        .map((line, number) =>
          pen.text(
            line,
            at + 1 + wide / 2,
            top + 7 + number * 8,
            number === 0 ? SIZE.mark : SIZE.text,
            number === 0 ? 'bold' : 'regular',
            'middle',
          ),
        )
        .join('')}`;
    }
    return pen.text(mark, x, y + radius * 0.4, Math.min(SIZE.mark, radius * 1.1), 'bold', 'middle');
  }

  /** On a sheet, where a line leaves it: the mark of the thing that it goes on to or comes from. */
  function farEnd({ source, target }: CanvasEdge, from: Point, to: Point): string {
    const [near, far] = [isWithin(from, paper), isWithin(to, paper)];
    if (near === far) return '';
    const cut = clippedLine(from, to, paper);
    if (cut === null) return '';
    const at = near ? cut.to : cut.from;
    const text = near ? `→ ${marks.get(target)}` : `${marks.get(source)} →`;
    const wide = pen.width(text, SIZE.text, 'bold') + 2;
    const x = Math.max(0, Math.min(options.width - wide, at.x - wide / 2));
    const y = Math.max(0, Math.min(height - 9, at.y - 4.5));
    if (!take({ left: x, top: y, right: x + wide, bottom: y + 9 })) return '';
    return `<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(wide)}" height="9" fill="#ffffff"/>${pen.text(text, x + 1, y + 6.8, SIZE.text, 'bold')}`;
  }

  function framesOf(sheets: FigureOptions['sheets']): string {
    return sheets
      .map((one) => {
        const at = place(one);
        const frame = `<rect x="${rounded(at.x)}" y="${rounded(at.y)}" width="${rounded(Math.min(one.width * scale, options.width - at.x))}" height="${rounded(Math.min(one.height * scale, height - at.y))}" fill="none" stroke="#555555" stroke-width="0.6" stroke-dasharray="5 3"/>`;
        const wide = pen.width(one.name, 13, 'bold') + 6;
        return `${frame}<rect x="${rounded(at.x + 3)}" y="${rounded(at.y + 3)}" width="${rounded(wide)}" height="16" fill="#ffffff" stroke="#555555" stroke-width="0.6"/>${pen.text(one.name, at.x + 6, at.y + 15.5, 13, 'bold')}`;
      })
      .join('');
  }

  function besides({ beside }: FigureSheet): string {
    const named = (
      name: string | null,
      text: (name: string) => string,
      x: number,
      y: number,
      anchor: 'start' | 'middle' | 'end',
    ): string => {
      if (name === null) return '';
      const wide = pen.width(text(name), 9, 'bold');
      const start = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
      taken.push({ left: start - 2, top: y - 9, right: start + wide + 2, bottom: y + 3 });
      return `<rect x="${rounded(start - 2)}" y="${rounded(y - 9)}" width="${rounded(wide + 4)}" height="12" fill="#ffffff"/>${pen.text(text(name), start, y, 9, 'bold')}`;
    };
    const word = (name: string): string => options.words('sheetName', { name });
    return [
      named(beside.left, (name) => `← ${word(name)}`, 3, 11, 'start'),
      named(beside.right, (name) => `${word(name)} →`, options.width - 3, 11, 'end'),
      named(beside.up, (name) => `↑ ${word(name)}`, options.width / 2, 11, 'middle'),
      named(beside.down, (name) => `↓ ${word(name)}`, options.width / 2, height - 5, 'middle'),
    ].join('');
  }

  const key = nodes
    .map((node) => ({ mark: marks.get(node.id) as string, kind: node.kind, node }))
    .sort((a, b) => (a.mark[0] === b.mark[0] ? Number(a.mark.slice(1)) - Number(b.mark.slice(1)) : a.mark < b.mark ? -1 : 1));
  const framed = frameFigure(back + lines + bodies + labels + around, height, picture, nodes, edges, key, options, pen);
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

function axisOf(
  { ticks, lanes }: NonNullable<CanvasPicture['axis']>,
  place: (at: Point) => Point,
  scale: number,
  height: number,
  width: number,
  pen: ReturnType<typeof penOf>,
): string {
  let drawn = '';
  for (const lane of lanes) {
    const { y } = place({ x: 0, y: lane.y });
    if (y < 0 || y > height) continue;
    drawn += `<path d="M 0 ${rounded(y)} L ${rounded(width)} ${rounded(y)}" stroke="#c4c4c4" stroke-width="0.4" fill="none"/>`;
    if (lane.height * scale >= 7) drawn += pen.text(pen.clipped(short(lane.name), 6, 74), 2, y + 7, 6);
  }
  let free = 0;
  for (const { x: at, seconds } of ticks) {
    const { x } = place({ x: at, y: 0 });
    if (x < 0 || x > width) continue;
    drawn += `<path d="M ${rounded(x)} 0 L ${rounded(x)} ${rounded(height)}" stroke="#dddddd" stroke-width="0.4" fill="none"/>`;
    const text = utc(seconds).slice(0, 16);
    // A time that would lie on the one before it is left out: its line stays.
    if (x < free || x + pen.width(text, 5.6) > width) continue;
    drawn += pen.text(text, x + 1.5, 6.5, 5.6);
    free = x + pen.width(text, 5.6) + 8;
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
