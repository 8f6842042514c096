// A figure of a canvas as one drawing, for a file of SVG text or PNG pixels; pages draw it too (paperFigure).
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { type CanvasFigure, canvasFigure, type FigureOptions, type TextTools } from '../../canvas/index.ts';
import { FONT_FILES, type FontFamily, type Fonts, openFonts } from '../report/fonts.ts';
import { openPdf } from '../report/pdf.ts';
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

export function partOf({ picture, scope }: FigureModel): Pick<FigureOptions, 'part' | 'items'> {
  if (scope.what === 'part') return { part: { x: scope.x, y: scope.y, width: scope.width, height: scope.height }, items: null };
  if (scope.what === 'all') return { part: null, items: null };
  const chosen = new Set(scope.items);
  // A group stands for what is in it where it is open.
  return {
    part: null,
    items: new Set(picture.nodes.filter(({ id, group }) => chosen.has(id) || (group !== null && chosen.has(group))).map(({ id }) => id)),
  };
}

export const BARE: FigureOptions['frame'] = { title: '', caption: '', classification: '', foot: [] };

export function drawn(
  model: FigureModel,
  words: Words,
  text: TextTools,
  asked: Pick<FigureOptions, 'width' | 'maximumHeight' | 'frame'> & Partial<FigureOptions>,
): CanvasFigure {
  return canvasFigure(model.picture, {
    ...{ ...text, ...partOf(model), annex: false, sheet: null, sheets: [] },
    ...{ words: figureSentence(words), ...asked },
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
  const { picture, caption, classification } = model;
  const frame = { title: picture.name, caption, classification, foot: figureFoot(model, words) };
  return drawn(model, words, namedText(scratchFonts(words, resource)), { width, maximumHeight: null, frame, annex });
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
