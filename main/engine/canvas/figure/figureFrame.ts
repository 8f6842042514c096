// What stands around a canvas on paper: title, classification at head and foot, legend of what is in it, scale of amounts and time, coverage,
// the digest of the case's state, and the table that gives every mark its full id.
import type { CanvasEdge, CanvasNode, CanvasPicture } from '../../../../shared/contract/canvas.ts';
import { LIGHT_COLOURS } from '../../../../shared/model/canvasColours.ts';
import { CANVAS_KINDS } from '../../../../shared/model/canvasItem.ts';
import { STATEMENT_KINDS } from '../../../../shared/model/statement.ts';
import type { FigureKey, FigureOptions } from './figureForm.ts';
import { amountText, type Pen, utc } from './figureText.ts';
import { stroked } from './figureLines.ts';
import { DASH, INK, rounded } from './lineStyles.ts';
import { colourNumber, outline } from './shapes.ts';

const LINE = 9.5;
/** White around a figure that stands alone. */
const EDGE = 14;
const SMALL = 6.8;

export function frameFigure(
  body: string,
  bodyHeight: number,
  picture: CanvasPicture,
  nodes: readonly CanvasNode[],
  edges: readonly CanvasEdge[],
  key: readonly FigureKey[],
  options: FigureOptions,
  pen: Pen,
): { svg: string; width: number; height: number } {
  const { width, frame, words } = options;
  let y = 0;
  let drawn = '';
  const classify = (): void => {
    if (frame.classification === '') return;
    drawn += pen.text(frame.classification, width / 2, y + 8, 8.5, 'bold', 'middle');
    y += 13;
  };
  classify();
  if (frame.title !== '') {
    drawn += pen.text(pen.clipped(frame.title, 11, width, 'bold'), 0, y + 11, 11, 'bold');
    y += 17;
  }
  for (const line of frame.caption === '' ? [] : pen.lines(frame.caption, 8, width)) {
    drawn += pen.text(line, 0, y + 8, 8);
    y += 10.5;
  }
  y += 4;
  drawn += `<g transform="translate(0 ${rounded(y)})">${body}</g>`;
  // Half a line inside: at the very edge a reader would cut it.
  drawn += `<rect x="0.4" y="${rounded(y)}" width="${rounded(width - 0.8)}" height="${rounded(bodyHeight)}" fill="none" stroke="#999999" stroke-width="0.4"/>`;
  y += bodyHeight + 6;
  legend();
  for (const sentence of frame.foot)
    for (const line of pen.lines(sentence, SMALL, width)) {
      drawn += pen.text(line, 0, y + SMALL, SMALL);
      y += LINE;
    }
  if (options.annex) annex();
  classify();
  const edge = options.annex ? EDGE : 0;
  const box = { x: rounded(-edge), y: rounded(-edge), width: rounded(width + 2 * edge), height: rounded(y + 2 * edge) };
  const size = `width="${box.width}" height="${box.height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="${box.x} ${box.y} ${box.width} ${box.height}"><rect x="${box.x}" y="${box.y}" ${size} fill="#ffffff"/>${drawn}</svg>`;
  return { svg, width: width + 2 * edge, height: y + 2 * edge };

  /** Only what is in this figure. */
  function legend(): void {
    let x = 0;
    const entry = (symbol: (at: number) => string, symbolWidth: number, word: string): void => {
      const wide = symbolWidth + 4 + pen.width(word, SMALL) + 14;
      if (x > 0 && x + wide > width) {
        x = 0;
        y += 13;
      }
      drawn += symbol(x) + pen.text(word, x + symbolWidth + 4, y + 8, SMALL);
      x += wide;
    };
    const end = (): void => {
      if (x > 0) y += 13;
      x = 0;
    };
    for (const kind of CANVAS_KINDS)
      if (nodes.some((node) => node.kind === kind))
        entry(
          (at) => outline({ kind, statement: 'fact', marks: [], colour: null, pinned: false }, at + 7, y + 5.5, 4.6, pen),
          14,
          words(`kind.${kind}`),
        );
    end();
    const line = (at: number, edge: Pick<CanvasEdge, 'kind' | 'statement' | 'marks'>): string =>
      stroked(`M ${rounded(at)} ${rounded(y + 5.5)} L ${rounded(at + 24)} ${rounded(y + 5.5)}`, edge, 1);
    const plain = edges.filter(({ kind }) => kind !== 'event' && kind !== 'joins' && kind !== 'holds');
    for (const statement of STATEMENT_KINDS)
      if (plain.some((one) => one.statement === statement) || (DASH[statement] !== '' && nodes.some((one) => one.statement === statement)))
        entry((at) => line(at, { kind: 'relation', statement, marks: [] }), 24, words(`statement.${statement}`));
    for (const [kind, word, marks] of [
      ['event', 'byHand', []],
      ['joins', 'joins', []],
      ['joins', 'accepted', ['accepted']],
      ['holds', 'holds', []],
    ] as const)
      if (edges.some((edge) => edge.kind === kind && (kind !== 'joins' || edge.marks.includes('accepted') === marks.length > 0)))
        entry((at) => line(at, { kind, statement: 'fact', marks: [...marks] }), 24, words(word));
    if (edges.some(({ shared }) => shared > 0)) entry(() => '', 0, words('atMostMeans'));
    if (nodes.some(({ marks }) => marks.includes('coinjoin'))) entry(() => '', 0, words('coinjoinMeans'));
    end();
    const used = new Set([...nodes, ...edges].flatMap(({ colour }) => (colour === null ? [] : [colour])));
    for (const { colour, text } of picture.legend)
      if (used.has(colour))
        entry(
          (at) =>
            `<rect x="${rounded(at)}" y="${rounded(y + 1)}" width="9" height="9" fill="${LIGHT_COLOURS.own[colour]}" stroke="${INK}" stroke-width="0.8"/>`,
          11,
          `${colourNumber(colour)} ${text === '' ? words(`colour.${colour}`) : text}`,
        );
    end();
    y += 2;
  }

  /** In columns, filled one after the other. */
  function annex(): void {
    y += 6;
    drawn += pen.text(words('annex'), 0, y + 9, 9, 'bold');
    y += 14;
    const columns = width >= 900 ? 2 : 1;
    const wide = (width - (columns - 1) * 18) / columns;
    const entries = key.map(({ mark, node }) => ({ mark, lines: annexLines(node).flatMap((text) => pen.lines(text, SMALL, wide - 26)) }));
    const heightOf = ({ lines }: { readonly lines: readonly string[] }): number => lines.length * LINE + 2;
    const whole = entries.reduce((sum, entry) => sum + heightOf(entry), 0);
    let [column, at, lowest] = [0, 0, 0];
    for (const entry of entries) {
      const x = column * (wide + 18);
      drawn += pen.text(entry.mark, x, y + at + SMALL, SMALL, 'bold');
      for (const [number, line] of entry.lines.entries()) drawn += pen.text(line, x + 26, y + at + SMALL + number * LINE, SMALL);
      at += heightOf(entry);
      lowest = Math.max(lowest, at);
      if (at >= whole / columns && column < columns - 1) [column, at] = [column + 1, 0];
    }
    y += lowest;
  }

  function annexLines(node: CanvasNode): string[] {
    const facts = [
      ...node.amounts.map((one) => amountText(one, picture)),
      ...(node.timeSeconds === null ? [] : [utc(node.timeSeconds)]),
      ...(node.height === null ? [] : [words('block', { height: node.height })]),
      ...(node.grade === null ? [] : [words(`grade.${node.grade}`)]),
      ...node.labels.map(({ label, source }) => `"${label}"${source === '' ? '' : ` (${source})`}`),
    ];
    const address = node.address !== null && node.address !== node.name ? node.address : '';
    return [node.name, address, facts.join(' · '), node.note ?? ''].filter((text) => text !== '');
  }
}
