// The picture of a run for paper, as SVG of the small part that svg-to-pdfkit draws (rect, path, text). Readable first:
// as many of the largest amounts as fit, the rest summed; greyscale; every mark is resolved to a full id by the key.
import type { FlowPicture } from '../../../shared/contract/trace.ts';
import type { StatementKind } from '../../../shared/model/statement.ts';
import { DASH, escapeXml, POSSIBLE_DASH, rounded, STROKE } from './figure/lineStyles.ts';
import type { FlowEdge, FlowNode } from './node.ts';
import { placed } from './picture.ts';
import { reduceFlow } from './reduce.ts';

export type ChartStyle = 'regular' | 'bold';

export interface ChartOptions {
  /** Points. */
  readonly width: number;
  readonly maximumHeight: number;
  /** Sentences: `seed`, `transaction`, `holding`, `coinbase`, `unknown`, `more` {count}, `fact`, `derivation`, `assumption`, `hidden` {count}, `coinjoin`, `possible`. */
  readonly words: (key: string, parameters?: Readonly<Record<string, string | number>>) => string;
  /** Cuts a text into pieces of one font each; `family` is written into the SVG as it is. */
  readonly runs: (text: string, style: ChartStyle) => readonly { readonly family: string; readonly text: string }[];
  readonly widthOf: (text: string, style: ChartStyle, size: number) => number;
  /** Amounts by the id of a node or an edge, where they are not satoshi; a node without one shows none. */
  readonly amounts?: ReadonlyMap<string, string>;
}

export interface ChartKey {
  /** The mark in the chart: S1, T4, H2. */
  readonly mark: string;
  readonly kind: FlowNode['kind'];
  readonly id: string;
  readonly address: string | null;
  readonly amountSat: string;
}

export interface FlowChart {
  readonly svg: string;
  readonly height: number;
  readonly key: readonly ChartKey[];
  readonly hidden: number;
}

const BOX = { width: 84, height: 33 } as const;
/** Least room between two layers drawn across: an amount of eleven digits must fit. */
const GAP = 46;
const LEGEND = 46;
const MARK: Readonly<Record<FlowNode['kind'], string>> = {
  seed: 'S',
  transaction: 'T',
  holding: 'H',
  coinbase: 'C',
  unknown: 'U',
  more: 'M',
};
interface Point {
  readonly x: number;
  readonly y: number;
}
interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

function shape(picture: FlowPicture): { layers: number; widest: number; low: number } {
  const perLayer = new Map<number, number>();
  let layers = 0;
  let low = 0;
  let high = 0;
  for (const node of picture.nodes) {
    perLayer.set(node.x, (perLayer.get(node.x) ?? 0) + 1);
    layers = Math.max(layers, node.x + 1);
    low = Math.min(low, node.y);
    high = Math.max(high, node.y);
  }
  return { layers, widest: Math.max(...perLayer.values(), high - low + 1), low };
}

/** The largest part of the picture that fits the sheet, drawn across (few layers) or downwards. */
function fitted(picture: FlowPicture, options: ChartOptions): { picture: FlowPicture; across: boolean } {
  const height = options.maximumHeight - LEGEND;
  let smallest = placed(picture);
  for (const keep of [60, 50, 42, 36, 30, 26, 22, 19, 16, 14, 12, 10, 9, 8, 7, 6, 5, 4, 3]) {
    if (keep >= picture.nodes.length && keep !== 60 && picture.nodes.length <= 3) continue;
    const reduced = placed(reduceFlow(picture, keep));
    const { layers, widest } = shape(reduced);
    if (layers * (BOX.width + GAP) - GAP <= options.width && widest * (BOX.height + 8) <= height) return { picture: reduced, across: true };
    if (widest * (BOX.width + 6) - 6 <= options.width && layers * (BOX.height + 24) - 24 <= height)
      return { picture: reduced, across: false };
    smallest = reduced;
  }
  return { picture: smallest, across: false };
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

export function flowChart(whole: FlowPicture, options: ChartOptions): FlowChart {
  const { picture, across } = fitted(whole, options);
  const { layers, widest, low } = shape(picture);
  const pitchLayer = across
    ? Math.min(200, layers < 2 ? 0 : (options.width - BOX.width) / (layers - 1))
    : Math.min(88, layers < 2 ? 0 : (options.maximumHeight - LEGEND - BOX.height) / (layers - 1));
  const pitchRow = across
    ? Math.min(46, (options.maximumHeight - LEGEND) / widest)
    : Math.min(BOX.width + 30, (options.width - BOX.width) / Math.max(1, widest - 1));
  const spread = (widest - 1) * pitchRow;
  const height = (across ? spread + BOX.height : (layers - 1) * pitchLayer + BOX.height) + LEGEND + 4;
  // What does not fit even at its smallest is scaled as a whole by the view box; it never runs off the page.
  const drawnWidth = Math.max(options.width, across ? (layers - 1) * pitchLayer + BOX.width : spread + BOX.width);
  const offset = across
    ? Math.max(0, (drawnWidth - (layers - 1) * pitchLayer - BOX.width) / 2)
    : Math.max(0, (drawnWidth - spread - BOX.width) / 2);
  const boxOf = new Map<string, Rectangle>();
  for (const node of picture.nodes) {
    const layer = node.x * pitchLayer;
    const row = (node.y - low) * pitchRow;
    boxOf.set(
      node.id,
      across
        ? { x: offset + layer, y: row + 1, width: BOX.width, height: BOX.height }
        : { x: offset + row, y: layer + 1, width: BOX.width, height: BOX.height },
    );
  }

  const marks = new Map<string, string>();
  const counts = new Map<string, number>();
  const reading = [...picture.nodes].sort((a, b) => a.x - b.x || a.y - b.y || (a.id < b.id ? -1 : 1));
  for (const node of reading) {
    const letter = MARK[node.kind];
    const count = (counts.get(letter) ?? 0) + 1;
    counts.set(letter, count);
    marks.set(node.id, `${letter}${count}`);
  }

  const text = (content: string, x: number, y: number, size: number, style: ChartStyle, anchor: 'start' | 'middle' = 'start'): string => {
    let at = anchor === 'middle' ? x - options.widthOf(content, style, size) / 2 : x;
    let out = '';
    for (const run of options.runs(content, style)) {
      out += `<text x="${rounded(at)}" y="${rounded(y)}" font-size="${size}" font-family="${escapeXml(run.family)}" fill="#111111" xml:space="preserve">${escapeXml(run.text)}</text>`;
      at += options.widthOf(run.text, style, size);
    }
    return out;
  };
  const clipped = (content: string, style: ChartStyle, size: number, width: number): string => {
    if (options.widthOf(content, style, size) <= width) return content;
    const characters = [...content];
    while (characters.length > 1 && options.widthOf(`${characters.join('')}…`, style, size) > width) characters.pop();
    return `${characters.join('')}…`;
  };

  const nodeAmount = (node: FlowNode): string =>
    options.amounts === undefined ? `${grouped(node.amountSat)} sat` : (options.amounts.get(node.id) ?? '');

  let lines = '';
  let labels = '';
  let boxes = '';
  const taken: Rectangle[] = [...boxOf.values()];
  const amountOf = new Map(picture.nodes.map((node) => [node.id, node.amountSat]));
  const entering = new Map<string, number>();
  const leaving = new Map<string, number>();
  for (const edge of picture.edges) {
    entering.set(edge.target, (entering.get(edge.target) ?? 0) + 1);
    leaving.set(edge.source, (leaving.get(edge.source) ?? 0) + 1);
  }
  const path = (statement: StatementKind, d: string, dash = DASH[statement]): string =>
    `<path d="${d}" fill="none" stroke="#111111" stroke-width="${STROKE[statement]}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`;
  const isPossible = ({ possible }: FlowEdge): boolean => possible === true;
  for (const edge of picture.edges) {
    const source = boxOf.get(edge.source) as Rectangle;
    const target = boxOf.get(edge.target) as Rectangle;
    const a: Point = across
      ? { x: source.x + source.width, y: source.y + source.height / 2 }
      : { x: source.x + source.width / 2, y: source.y + source.height };
    const b: Point = across ? { x: target.x - 3, y: target.y + target.height / 2 } : { x: target.x + target.width / 2, y: target.y - 3 };
    const c: Point = across ? { x: (a.x + b.x) / 2, y: a.y } : { x: a.x, y: (a.y + b.y) / 2 };
    const d: Point = across ? { x: (a.x + b.x) / 2, y: b.y } : { x: b.x, y: (a.y + b.y) / 2 };
    lines += path(
      edge.statement,
      `M ${rounded(a.x)} ${rounded(a.y)} C ${rounded(c.x)} ${rounded(c.y)} ${rounded(d.x)} ${rounded(d.y)} ${rounded(b.x)} ${rounded(b.y)}`,
      ...(isPossible(edge) ? [POSSIBLE_DASH] : []),
    );
    lines += across
      ? `<path d="M ${rounded(b.x - 2)} ${rounded(b.y - 2.6)} L ${rounded(b.x + 3)} ${rounded(b.y)} L ${rounded(b.x - 2)} ${rounded(b.y + 2.6)} Z" fill="#111111"/>`
      : `<path d="M ${rounded(b.x - 2.6)} ${rounded(b.y - 2)} L ${rounded(b.x)} ${rounded(b.y + 3)} L ${rounded(b.x + 2.6)} ${rounded(b.y - 2)} Z" fill="#111111"/>`;
    // What a node takes from one edge alone stands in its box already.
    if (options.amounts === undefined && entering.get(edge.target) === 1 && amountOf.get(edge.target) === edge.amountSat) continue;
    const label = options.amounts === undefined ? grouped(edge.amountSat) : (options.amounts.get(edge.id) ?? '');
    if (label === '') continue;
    const width = options.widthOf(label, 'regular', 6.4) + 3;
    // Where many lines meet, the amount stands at the other end, beside the node that it tells apart.
    const places: Rectangle[] = [];
    const box = (x: number, y: number): void => {
      places.push({ x, y, width, height: 8.8 });
    };
    if ((entering.get(edge.target) ?? 0) > 2) box(across ? a.x + 2 : a.x - width / 2, across ? a.y - 10 : a.y + 3);
    else if ((leaving.get(edge.source) ?? 0) > 2) box(across ? b.x - width - 4 : b.x - width / 2, across ? b.y - 10 : b.y - 13);
    for (const t of [0.5, 0.62, 0.38, 0.72, 0.28]) {
      const u = 1 - t;
      const x = u * u * u * a.x + 3 * u * u * t * c.x + 3 * u * t * t * d.x + t * t * t * b.x;
      const y = u * u * u * a.y + 3 * u * u * t * c.y + 3 * u * t * t * d.y + t * t * t * b.y;
      box(x - width / 2, y - 4.4);
    }
    const place = places.find((one) => !taken.some((other) => overlap(one, other)));
    if (place === undefined) continue;
    taken.push(place);
    labels += `<rect x="${rounded(place.x)}" y="${rounded(place.y)}" width="${rounded(width)}" height="8.8" fill="#ffffff"/>${text(label, place.x + width / 2, place.y + 6.7, 6.4, 'regular', 'middle')}`;
  }
  for (const node of picture.nodes) {
    const box = boxOf.get(node.id) as Rectangle;
    const corner = node.kind === 'transaction' ? 0 : node.kind === 'more' ? 3 : 8;
    const stroke = node.kind === 'seed' ? 2 : node.kind === 'more' ? 0.6 : 1;
    const dash = node.kind === 'more' ? ' stroke-dasharray="2 2"' : '';
    boxes += `<rect x="${rounded(box.x)}" y="${rounded(box.y)}" width="${box.width}" height="${box.height}" rx="${corner}" fill="${node.kind === 'seed' ? '#e4e4e4' : '#ffffff'}" stroke="#111111" stroke-width="${stroke}"${dash}/>`;
    if (node.coinjoin)
      boxes += `<rect x="${rounded(box.x + 2.2)}" y="${rounded(box.y + 2.2)}" width="${box.width - 4.4}" height="${box.height - 4.4}" fill="none" stroke="#111111" stroke-width="0.5"/>`;
    const mark = marks.get(node.id) as string;
    const inner = box.width - 10;
    if (node.kind === 'more') {
      boxes += text(clipped(options.words('more', { count: node.count }), 'regular', 6.8, inner), box.x + 5, box.y + 13, 6.8, 'regular');
      boxes += text(clipped(nodeAmount(node), 'regular', 6.8, inner), box.x + 5, box.y + 24, 6.8, 'regular');
      continue;
    }
    const full = node.kind === 'transaction' ? (node.txid ?? '') : (node.address ?? node.outpoint ?? '');
    const short = full.length > 13 ? `${full.slice(0, 6)}…${full.slice(-4)}` : full;
    const markWidth = options.widthOf(mark, 'bold', 8) + 4;
    boxes += text(mark, box.x + 5, box.y + 10, 8, 'bold');
    boxes += text(short, box.x + 5 + markWidth, box.y + 10, 6.6, 'regular');
    boxes += text(clipped(nodeAmount(node), 'regular', 7.2, inner), box.x + 5, box.y + 19.5, 7.2, 'regular');
    const foot = [
      ...(node.coinjoin ? [options.words('coinjoin')] : []),
      ...(node.height === null ? [] : [`#${grouped(String(node.height))}`]),
      ...node.labels,
    ].join(' · ');
    boxes += text(clipped(foot, 'regular', 6, inner), box.x + 5, box.y + 28.5, 6, 'regular');
  }

  const top = height - LEGEND + 12;
  let legend = `<path d="M 0 ${rounded(top - 8)} L ${rounded(drawnWidth)} ${rounded(top - 8)}" stroke="#999999" stroke-width="0.4" fill="none"/>`;
  let x = 0;
  for (const statement of ['fact', 'derivation', 'assumption'] as const) {
    const word = options.words(statement);
    legend +=
      path(statement, `M ${rounded(x)} ${rounded(top + 3)} L ${rounded(x + 26)} ${rounded(top + 3)}`) +
      text(word, x + 30, top + 5.5, 7, 'regular');
    x += 30 + options.widthOf(word, 'regular', 7) + 16;
  }
  if (picture.edges.some(isPossible))
    legend +=
      path('assumption', `M ${rounded(x)} ${rounded(top + 3)} L ${rounded(x + 26)} ${rounded(top + 3)}`, POSSIBLE_DASH) +
      text(options.words('possible'), x + 30, top + 5.5, 7, 'regular');
  const present = (Object.keys(MARK) as FlowNode['kind'][]).filter(
    (kind) => kind !== 'more' && picture.nodes.some((node) => node.kind === kind),
  );
  legend += text(present.map((kind) => `${MARK[kind]} = ${options.words(kind)}`).join('    '), 0, top + 17, 7, 'regular');
  legend += text(
    options.words('hidden', { count: picture.hiddenNodes + whole.hiddenNodes * (picture.hiddenNodes === 0 ? 1 : 0) }),
    0,
    top + 28,
    7,
    'regular',
  );

  const key = reading
    .filter((node) => node.kind !== 'more')
    .map((node) => ({
      mark: marks.get(node.id) as string,
      kind: node.kind,
      id: node.kind === 'transaction' ? (node.txid as string) : (node.outpoint as string),
      address: node.address,
      amountSat: node.amountSat,
    }));
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${rounded(options.width)}" height="${rounded((height * options.width) / drawnWidth)}" viewBox="-1 0 ${rounded(drawnWidth + 2)} ${rounded(height)}">${lines}${labels}${boxes}${legend}</svg>`,
    height: (height * options.width) / drawnWidth,
    key,
    hidden: picture.hiddenNodes,
  };
}

/** The chart's SVG alone, for whoever needs no key. */
export function flowSvg(picture: FlowPicture, options: ChartOptions): string {
  return flowChart(picture, options).svg;
}
