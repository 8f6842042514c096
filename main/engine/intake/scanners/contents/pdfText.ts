// The text of a PDF's pages as lines, read by PDFium on a thread of its own: no script or action of it is carried out.
import { Fault } from '../../../../../shared/model/fault.ts';
import { readPdf } from '../../documents/reader.ts';
import { type Inner, messageOf, MOST_HELD, type OpenContext, type Opener, viewBytes, viewOf } from './opener.ts';
import type { Source } from './source.ts';

const MOST_PAGES = 500;

export const pdfOpener: Opener = {
  id: 'pdf',
  level: 'view',
  takes: ({ head }) => Buffer.from(head.subarray(0, 1024)).toString('latin1').includes('%PDF-'),
  open: textOf,
};

async function* textOf(source: Source, context: OpenContext): AsyncGenerator<Inner> {
  const { threads, onUnread } = context;
  const shown = `${source.shown}!text`;
  if (threads === null) return;
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
  } catch (error) {
    if (threads.signal.aborted) throw error;
    const why = error instanceof Fault ? error.code : messageOf(error);
    onUnread({ path: shown, reason: why === 'document.encrypted' ? 'encrypted' : `unpack: ${why}` });
  }
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
