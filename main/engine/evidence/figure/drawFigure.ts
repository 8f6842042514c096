// A figure of a canvas in the three forms that leave the program: SVG text, PNG pixels, PDF pages. All three are the same drawing.
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import SVGtoPDF from 'svg-to-pdfkit';
import { amountText, type CanvasFigure, canvasFigure, type FigureOptions, type TextTools, utc } from '../../canvas/index.ts';
import { groupedId } from '../report/format.ts';
import { FONT_FILES, type FontFamily, type Fonts, openFonts } from '../report/fonts.ts';
import { closePdf, openPdf } from '../report/pdf.ts';
import { CONTENT_WIDTH, openSheet, PAGE, type Sheet } from '../report/sheet.ts';
import type { Words } from '../report/words.ts';
import type { FigureModel } from './figureModel.ts';
import { figureFoot, figureSentence } from './figureWords.ts';

/** Reads `fonts/…` and `wasm/…` of the program's own files. */
export type Resource = (name: string) => Uint8Array;

const FAMILIES: Readonly<Record<FontFamily, string>> = { JP: 'Noto Sans JP', SC: 'Noto Sans SC', TC: 'Noto Sans TC' };
/** Pixels of a PNG per point. */
const PNG_SCALE = 2;
/** Beyond this a picture is no picture any more. */
const MOST_PIXELS = 60_000_000;

function partOf({ picture, scope }: FigureModel): Pick<FigureOptions, 'part' | 'items'> {
  if (scope.what === 'part') return { part: { x: scope.x, y: scope.y, width: scope.width, height: scope.height }, items: null };
  if (scope.what === 'all') return { part: null, items: null };
  const chosen = new Set(scope.items);
  // A group stands for what is in it where it is open.
  return {
    part: null,
    items: new Set(picture.nodes.filter(({ id, group }) => chosen.has(id) || (group !== null && chosen.has(group))).map(({ id }) => id)),
  };
}

function drawn(
  model: FigureModel,
  words: Words,
  text: TextTools,
  width: number,
  maximumHeight: number | null,
  alone: boolean,
  annex: boolean,
): CanvasFigure {
  return canvasFigure(model.picture, {
    ...text,
    ...partOf(model),
    ...{ width, maximumHeight, annex, words: figureSentence(words) },
    frame: alone
      ? { title: model.picture.name, caption: model.caption, classification: model.classification, foot: figureFoot(model, words) }
      : { title: '', caption: '', classification: '', foot: [] },
  });
}

/** Measured with the program's own fonts, named so that a reader without them falls back on what it has. */
function namedText(fonts: Fonts): TextTools {
  return {
    runs: (text, style) =>
      fonts
        .runs(text, style)
        .map((run) => ({ family: `'${FAMILIES[run.font.slice(0, 2) as FontFamily]}','Noto Sans',Arial,sans-serif`, text: run.text })),
    widthOf: (text, style, size) => fonts.runs(text, style).reduce((sum, run) => sum + fonts.width(run, size), 0),
  };
}

function scratchFonts(words: Words, resource: Resource): Fonts {
  const pdf = openPdf({ title: '', author: '', subject: '', program: '', time: new Date(0), language: words.locale });
  return openFonts(pdf, (name) => resource(`fonts/${name}`), words.locale);
}

export function figureSvg(model: FigureModel, words: Words, resource: Resource, width: number, annex: boolean): CanvasFigure {
  return drawn(model, words, namedText(scratchFonts(words, resource)), width, null, true, annex);
}

let rasterizer: Promise<void> | undefined;

export async function figurePng(model: FigureModel, words: Words, resource: Resource, width: number): Promise<Uint8Array> {
  const { svg, width: wide, height } = figureSvg(model, words, resource, width, true);
  rasterizer ??= initWasm(resource('wasm/resvg.wasm') as Uint8Array<ArrayBuffer>);
  await rasterizer;
  const families = new Set([...svg.matchAll(/Noto Sans (JP|SC|TC)/g)].map((found) => found[1] as FontFamily));
  const fontBuffers = [...families].flatMap((family) => Object.values(FONT_FILES[family]).map((name) => resource(`fonts/${name}`)));
  const scale = Math.min(PNG_SCALE, Math.sqrt(MOST_PIXELS / (wide * height)));
  const drawing = new Resvg(svg, { fitTo: { mode: 'zoom', value: scale }, font: { fontBuffers }, background: '#ffffff' });
  try {
    const pixels = drawing.render();
    const png = pixels.asPng();
    pixels.free();
    return png;
  } finally {
    drawing.free();
  }
}

/** One page of the figure, then the table of full ids. */
export async function figurePdf(
  model: FigureModel,
  words: Words,
  resource: Resource,
  program: string,
): Promise<{ bytes: Uint8Array; pages: number }> {
  const time = new Date(model.journal.time ?? 0);
  const pdf = openPdf({
    title: model.picture.name,
    author: '',
    subject: words.say('figure.subject'),
    program,
    time,
    language: words.locale,
  });
  const sheet = openSheet(
    pdf,
    openFonts(pdf, (name) => resource(`fonts/${name}`), words.locale),
  );
  sheet.newPage();
  figureSection(sheet, words, model, 1);
  const pages = pdf.bufferedPageRange().count;
  for (let page = 0; page < pages; page++) {
    pdf.switchToPage(page);
    if (model.classification !== '')
      for (const y of [PAGE.top - 26, PAGE.height - PAGE.bottom + 34])
        sheet.place(model.classification, PAGE.left, y, CONTENT_WIDTH, { size: 9, style: 'bold', align: 'center' });
    const foot = words.say('figure.page', { name: model.picture.name, page: page + 1, pages });
    sheet.place(foot, PAGE.left, PAGE.height - PAGE.bottom + 18, CONTENT_WIDTH, { size: 7.5, color: '#555555' });
  }
  return { bytes: await closePdf(pdf), pages };
}

/** Heading, caption, drawing, what it rests on, and its key. */
export function figureSection(sheet: Sheet, words: Words, model: FigureModel, level: 1 | 2): void {
  sheet.heading(level, model.picture.name);
  if (model.caption !== '') sheet.text(model.caption, { after: 4 });
  const text: TextTools = {
    runs: (content, style) => sheet.fonts.runs(content, style).map(({ font, text: part }) => ({ family: font, text: part })),
    widthOf: (content, style, size) => sheet.fonts.runs(content, style).reduce((sum, run) => sum + sheet.fonts.width(run, size), 0),
  };
  const drawing = drawn(model, words, text, CONTENT_WIDTH, Math.max(260, sheet.room() - 190), false, false);
  sheet.draw(drawing.height, (x, y) => {
    SVGtoPDF(sheet.pdf, drawing.svg, x, y, {
      width: CONTENT_WIDTH,
      height: drawing.height,
      assumePt: true,
      preserveAspectRatio: 'xMinYMin meet',
      fontCallback: (family: string) => family,
    });
  });
  for (const sentence of figureFoot(model, words)) sheet.text(sentence, { size: 7.6 });
  if (drawing.key.length === 0) return;
  sheet.heading(3, words.say('figure.annex'));
  sheet.table(
    [
      { title: words.say('figure.mark'), share: 8 },
      { title: words.say('figure.thing'), share: 26 },
      { title: words.say('figure.amount'), share: 32, align: 'right' },
      { title: words.say('figure.time'), share: 34 },
    ],
    drawing.key.map(({ mark, kind, node }) => ({
      cells: [
        { text: mark, style: 'monoBold', size: 8 },
        words.say(`figure.kind.${kind}`),
        node.amounts.map((one) => amountText(one, model.picture)).join('; '),
        [
          ...(node.timeSeconds === null ? [] : [utc(node.timeSeconds)]),
          ...(node.grade === null ? [] : [words.say(`grade.${node.grade}`)]),
        ].join(' · '),
      ],
      under: [
        { text: /^[0-9a-f]{64}/.test(node.name) ? groupedId(node.name) : node.name, style: 'mono', size: 8 },
        ...(node.address !== null && node.address !== node.name ? [{ text: node.address, style: 'mono' as const, size: 8 }] : []),
        ...node.labels.map(({ label, source, via }) => ({
          text: `${via === null ? '○' : '≈'} ${label}${source === '' ? '' : ` (${source})`}${via === null ? '' : ` · ${via}`}`,
          size: 7.6,
        })),
        ...(node.note === null ? [] : [{ text: node.note, size: 7.6 }]),
      ],
    })),
  );
}
