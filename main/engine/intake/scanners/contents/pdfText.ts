// The text of a PDF's pages as lines, and pages without any text as pictures in which codes may be, by PDFium on a thread of its own: no script or action
// of it is carried out.
import { Fault } from '../../../../../shared/model/fault.ts';
import { readPdf } from '../../documents/reader.ts';
import { type Inner, messageOf, MOST_HELD, type OpenContext, type Opener, type Threads, viewBytes, viewOf } from './opener.ts';
import type { Source } from './source.ts';

const MOST_PAGES = 500;
/** Pages that are drawn, and the pixels of their longer side: on A4 a code of three centimetres has some 160. */
const MOST_DRAWN = 20;
/** Pages drawn at a time: one of noise takes some six million bytes. */
const DRAWN_AT_ONCE = 4;
const DRAWN_PIXELS = 1600;
/** With the text. */
const MOST_INNERS = 1 + MOST_DRAWN;

export const pdfOpener: Opener = {
  id: 'pdf',
  level: 'view',
  takes: ({ head }) => Buffer.from(head.subarray(0, 1024)).toString('latin1').includes('%PDF-'),
  async *open(source, context) {
    if (context.threads === null) return;
    let given = 0;
    for await (const inner of innersOf(source, context, context.threads)) {
      given++;
      yield inner;
    }
    // A scan that was ended goes on at a number: a page that took too long before, or does now, must not move those behind it.
    for (; given < MOST_INNERS; given++) yield viewOf(`${source.shown}!text`, nothing);
  },
};

async function* innersOf(source: Source, context: OpenContext, threads: Threads): AsyncGenerator<Inner> {
  const { onUnread } = context;
  const shown = `${source.shown}!text`;
  if (source.size > MOST_HELD) return onUnread({ path: shown, reason: `unpack: text of a PDF up to ${MOST_HELD >> 20} MiB` });
  const bytes = source.read(0, source.size);
  try {
    const { pages, read } = await readPdf(
      threads.host,
      { file: source.shown, bytes },
      { what: 'words', from: 1, to: MOST_PAGES },
      threads.signal,
    );
    if (pages > MOST_PAGES) onUnread({ path: shown, reason: `unpack: its first ${MOST_PAGES} pages of ${pages}` });
    const missing = read.filter(({ words }) => words === null).length;
    if (missing > 0) onUnread({ path: shown, reason: `unpack: ${missing} pages cannot be read` });
    yield viewOf(shown, () => viewBytes(linesOf(read), source, shown, context));
    yield* picturesOf(
      source.shown,
      bytes,
      read.filter(({ words }) => words?.length === 0).map(({ page }) => page),
      threads,
      onUnread,
    );
  } catch (error) {
    onUnread({ path: shown, reason: reasonOf(error, threads) });
  }
}

/** A cancelled look is no fault of the file. */
function reasonOf(error: unknown, { signal }: Threads): string {
  if (signal.aborted) throw error;
  const why = error instanceof Fault ? error.code : messageOf(error);
  return why === 'document.encrypted' ? 'encrypted' : `unpack: ${why}`;
}

/** Of what a scanner made of paper nothing is text. */
async function* picturesOf(
  file: string,
  bytes: Uint8Array,
  pages: readonly number[],
  threads: Threads,
  onUnread: OpenContext['onUnread'],
): AsyncGenerator<Inner> {
  if (pages.length === 0) return;
  const path = `${file}!qr`;
  if (pages.length > MOST_DRAWN) onUnread({ path, reason: `unpack: the first ${MOST_DRAWN} pages without text of ${pages.length}` });
  try {
    for (let from = 0; from < Math.min(pages.length, MOST_DRAWN); from += DRAWN_AT_ONCE) {
      const question = { what: 'pictures', pages: pages.slice(from, from + DRAWN_AT_ONCE), pixels: DRAWN_PIXELS } as const;
      const { drawn } = await readPdf(threads.host, { file, bytes }, question, threads.signal);
      for (const { page, picture } of drawn) {
        if (picture === null) {
          onUnread({ path: `${file}!page ${page}!qr`, reason: 'unpack: it cannot be drawn' });
          continue;
        }
        const { png, width, height } = picture;
        yield { ...viewOf(`${file}!page ${page}!qr`, () => one(png), 'picture'), size: width * height };
      }
    }
  } catch (error) {
    onUnread({ path, reason: reasonOf(error, threads) });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

type Page = { readonly page: number; readonly words: readonly { readonly text: string; readonly region: { readonly y: number } }[] | null };

function* linesOf(pages: readonly Page[]): Generator<string> {
  for (const { page, words } of pages) {
    yield `(${page})\n`;
    let line = -1;
    for (const { text, region } of words ?? []) {
      yield line < 0 || region.y === line ? '' : '\n';
      yield `${text} `;
      line = region.y;
    }
    yield '\n';
  }
}
