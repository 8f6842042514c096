// Reads a PDF on a thread of its own: how many pages, how large, a page as pixels, its words with their places. Nothing in it is carried
// out: no form is opened, no script, no link, no attachment. What it cannot do it says by a fault that names the file and the page.
import { Fault } from '../../../../shared/model/fault.ts';
import { definePoolTask } from '../../kernel/index.ts';
import { OutOfMemory, type Pdfium, startPdfium } from './pdfium.ts';
import { writePng } from './png.ts';
import { readWords, type Word } from './words.ts';

export type PdfQuestion =
  | { readonly what: 'pages' }
  | { readonly what: 'sizes'; readonly from: number; readonly to: number }
  | { readonly what: 'picture'; readonly page: number; readonly pixels: number }
  | { readonly what: 'pictures'; readonly pages: readonly number[]; readonly pixels: number }
  | { readonly what: 'words'; readonly from: number; readonly to: number };

interface PdfInput {
  readonly wasm: Uint8Array;
  readonly bytes: Uint8Array;
  /** For messages. */
  readonly file: string;
  readonly mostBytes: number;
  readonly question: PdfQuestion;
}

interface PagePicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

interface PdfAnswers {
  /** `lastOpens`: whether the last of the declared pages is there. */
  readonly pages: { readonly pages: number; readonly lastOpens: boolean };
  readonly sizes: {
    readonly pages: number;
    readonly sizes: readonly { readonly page: number; readonly width: number; readonly height: number }[];
  };
  readonly picture: PagePicture;
  /** `picture` null where the page does not open. */
  readonly pictures: { readonly drawn: readonly { readonly page: number; readonly picture: PagePicture | null }[] };
  readonly words: {
    readonly pages: number;
    /** `words` null where the page does not open. */
    readonly read: readonly { readonly page: number; readonly words: readonly Word[] | null; readonly more: boolean }[];
  };
}

export type PdfAnswer<What extends PdfQuestion['what']> = PdfAnswers[What];

export const readPdfTask = definePoolTask<PdfInput, PdfAnswers[keyof PdfAnswers]>({
  name: 'intake.readPdf',
  run: readPdf,
  buffersOf: (output) =>
    ('png' in output ? [output] : 'drawn' in output ? output.drawn.flatMap(({ picture }) => picture ?? []) : []).map(
      ({ png }) => png.buffer as ArrayBuffer,
    ),
});

/** What reading took more of than it may: of a page where one was asked for, else of the document. */
export function tooMuch(file: string, question: PdfQuestion, reason: 'memory' | 'nested' | 'time' | 'ended'): Fault {
  const page = 'page' in question ? question.page : 'from' in question ? question.from : null;
  return page === null ? new Fault('document.unreadable', { file, reason }) : new Fault('document.tooMuch', { file, page, reason });
}

/** FPDF_GetLastError. */
const ENCRYPTED = 4;
const SECURITY = 5;
/** FPDF_RenderPageBitmap: annotations as they are drawn, and red first. */
const DRAW_ANNOTATIONS = 0x01;
const RED_FIRST = 0x10;
const WITH_FOURTH_BYTE = 4;
const WHITE = 0xffffffff;

function readPdf({ wasm, bytes, file, mostBytes, question }: PdfInput): PdfAnswers[keyof PdfAnswers] {
  try {
    const pdfium = startPdfium(wasm, mostBytes);
    return answer(pdfium, openPdf(pdfium, bytes, file), file, question);
  } catch (error) {
    if (error instanceof OutOfMemory) throw tooMuch(file, question, 'memory');
    // Nested deeper than the stack: no document that somebody made to be read.
    if (error instanceof RangeError) throw tooMuch(file, question, 'nested');
    throw error;
  }
}

function openPdf(pdfium: Pdfium, bytes: Uint8Array, file: string): number {
  const at = pdfium.room(bytes.length);
  pdfium.bytes().set(bytes, at);
  const document = pdfium.call('FPDF_LoadMemDocument', at, bytes.length, 0);
  if (document !== 0) return document;
  const error = pdfium.call('FPDF_GetLastError');
  if (error === ENCRYPTED || error === SECURITY) throw new Fault('document.encrypted', { file });
  throw new Fault('document.unreadable', { file, reason: 'notPdf' });
}

function answer(pdfium: Pdfium, document: number, file: string, question: PdfQuestion): PdfAnswers[keyof PdfAnswers] {
  const pages = pdfium.call('FPDF_GetPageCount', document);
  if (pages < 1) throw new Fault('document.unreadable', { file, reason: 'noPages' });
  const withPage = <T>(page: number, use: (handle: number) => T): T => {
    const handle = pdfium.call('FPDF_LoadPage', document, page - 1);
    if (handle === 0) throw new Fault('document.damaged', { file, page, reason: 'pageMissing' });
    try {
      return use(handle);
    } finally {
      pdfium.call('FPDF_ClosePage', handle);
    }
  };
  const missing = (error: unknown): null => {
    if (error instanceof Fault && error.code === 'document.damaged') return null;
    throw error;
  };
  const tried = <T>(page: number, use: (handle: number) => T): T | null => {
    try {
      return withPage(page, use);
    } catch (error) {
      return missing(error);
    }
  };
  const within = (from: number, to: number): number[] =>
    Array.from({ length: Math.max(0, Math.min(to, pages) - from + 1) }, (_, at) => from + at);
  switch (question.what) {
    case 'pages':
      if (listedSize(pdfium, document, 1) === null) throw new Fault('document.unreadable', { file, reason: 'noPages' });
      return { pages, lastOpens: listedSize(pdfium, document, pages) !== null };
    case 'sizes':
      return {
        pages,
        sizes: within(question.from, question.to).flatMap((page) => {
          const size = listedSize(pdfium, document, page);
          return size === null ? [] : [{ page, ...size }];
        }),
      };
    case 'picture':
      if (question.page > pages) throw new Fault('document.noPage', { file, page: question.page, pages });
      return withPage(question.page, (handle) => drawn(pdfium, handle, question.pixels, { file, page: question.page }));
    case 'pictures': {
      const { pixels } = question;
      const draw = (page: number): PagePicture | null => tried(page, (handle) => drawn(pdfium, handle, pixels, { file, page }));
      return { drawn: question.pages.filter((page) => page <= pages).map((page) => ({ page, picture: draw(page) })) };
    }
    case 'words':
      return {
        pages,
        read: within(question.from, question.to).map((page) => {
          const read = tried(page, (handle) => readWords(pdfium, handle, page));
          return { page, words: read?.words ?? null, more: read?.more ?? false };
        }),
      };
  }
}

/** By the list of pages alone: nothing that stands on the page is read. Null where the page is not there. */
function listedSize(pdfium: Pdfium, document: number, page: number): { readonly width: number; readonly height: number } | null {
  const room = pdfium.room(8);
  try {
    if (pdfium.call('FPDF_GetPageSizeByIndexF', document, page - 1, room) === 0) return null;
    const view = pdfium.view();
    return { width: view.getFloat32(room, true), height: view.getFloat32(room + 4, true) };
  } finally {
    pdfium.free(room);
  }
}

function sizeOf(pdfium: Pdfium, page: number): { readonly width: number; readonly height: number } {
  return { width: pdfium.call('FPDF_GetPageWidthF', page), height: pdfium.call('FPDF_GetPageHeightF', page) };
}

function drawn(pdfium: Pdfium, page: number, pixels: number, of: { readonly file: string; readonly page: number }): PagePicture {
  const size = sizeOf(pdfium, page);
  const longer = Math.max(size.width, size.height);
  if (!(longer > 0 && Number.isFinite(longer))) throw new Fault('document.damaged', { ...of, reason: 'pageSize' });
  const [width, height] = [size.width, size.height].map((side) => Math.max(1, Math.round((side * pixels) / longer))) as [number, number];
  const room = pdfium.room(width * height * 4);
  const bitmap = pdfium.call('FPDFBitmap_CreateEx', width, height, WITH_FOURTH_BYTE, room, width * 4);
  if (bitmap === 0) throw new OutOfMemory('no bitmap');
  pdfium.call('FPDFBitmap_FillRect', bitmap, 0, 0, width, height, WHITE | 0);
  pdfium.call('FPDF_RenderPageBitmap', bitmap, page, 0, 0, width, height, 0, DRAW_ANNOTATIONS | RED_FIRST);
  const png = writePng(pdfium.bytes().subarray(room, room + width * height * 4), width, height);
  pdfium.call('FPDFBitmap_Destroy', bitmap);
  pdfium.free(room);
  return { png, width, height };
}
