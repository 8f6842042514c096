// Answers document.*: the documents of the case, their pages as pictures, the words of a text layer, and what looks like an id among them.
import { documentContract, type DocumentNote } from '../../../../shared/contract/documents.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, SourceRow } from '../../casefile/index.ts';
import { type Handlers, type Host, implement } from '../../kernel/index.ts';
import type { TakeInResult } from '../result.ts';
import { idsAmong } from './findIds.ts';
import { pictureFacts } from './picture.ts';
import { type OpenedPdf, readPdf } from './reader.ts';
import { DOCUMENT_MODE } from './takeInDocument.ts';

const MOST_SIZES = 500;
/** Pages whose words one thread reads before the next begins. */
const PAGES_AT_ONCE = 25;
/** Pages one look goes through, and ids it gives; it goes on from there when asked again. */
const MOST_PAGES = 2000;
const MOST_FOUND = 5000;

interface Opened extends OpenedPdf {
  readonly note: DocumentNote;
}

export function documentCalls(host: Host, session: CaseSession): Handlers<keyof typeof documentContract> {
  const openPage = (source: number, page: number): Opened => {
    const opened = openDocument(session.current(), source);
    if (page > opened.note.pages) throw new Fault('document.noPage', { file: opened.file, page, pages: opened.note.pages });
    return opened;
  };
  return implement(documentContract, {
    'document.list': () => ({
      documents: session
        .current()
        .sources.list()
        .flatMap((row) => {
          const note = noteOf(row);
          if (note === null) return [];
          const { id, name, exhibit, state, size, sha256, taken } = row;
          return [{ source: id, name, exhibit, state, sizeBytes: size, sha256: sha256 ?? '', taken, note }];
        }),
    }),
    'document.pages': async ({ source, from }, { signal }) => {
      const opened = openPage(source, from);
      const { format, width, height } = opened.note;
      if (format !== 'pdf') return { pages: 1, sizes: [{ page: 1, width: width ?? 0, height: height ?? 0 }] };
      const { pages, sizes } = await readPdf(host, opened, { what: 'sizes', from, to: from + MOST_SIZES - 1 }, signal);
      return { pages, sizes: [...sizes] };
    },
    'document.page': async ({ source, page, pixels }, { signal }) => {
      const opened = openPage(source, page);
      const { format } = opened.note;
      if (format === 'pdf') {
        const { png, width, height } = await readPdf(host, opened, { what: 'picture', page, pixels }, signal);
        return { type: 'image/png', base64: base64(png), width, height, turn: 0 };
      }
      const facts = pictureFacts(format, opened.bytes);
      if (facts === null) throw new Fault('document.damaged', { file: opened.file, page, reason: 'pictureHead' });
      return { type: `image/${format}`, base64: base64(opened.bytes), width: facts.width, height: facts.height, turn: facts.turn };
    },
    'document.text': async ({ source, page }, { signal }) => {
      const opened = openPage(source, page);
      if (opened.note.format !== 'pdf') return { words: [], more: false };
      const { read } = await readPdf(host, opened, { what: 'words', from: page, to: page }, signal);
      const [only] = read;
      if (only?.words == null) throw new Fault('document.damaged', { file: opened.file, page, reason: 'pageMissing' });
      return { words: [...only.words], more: only.more };
    },
    'document.find': async ({ source, from }, work) => {
      const opened = openPage(source, from);
      const { format, pages } = opened.note;
      if (format !== 'pdf') return { found: [], to: 1, pages: 1, unread: [] };
      const last = Math.min(pages, from + MOST_PAGES - 1);
      const found: ReturnType<typeof idsAmong> = [];
      const unread: { page: number; reason: string }[] = [];
      let to = from - 1;
      while (to < last && found.length < MOST_FOUND) {
        work.report({ phase: 'reading', done: to, total: pages, unit: 'steps' });
        const [first, end] = [to + 1, Math.min(last, to + PAGES_AT_ONCE)];
        try {
          const { read } = await readPdf(host, opened, { what: 'words', from: first, to: end }, work.signal);
          for (const { page, words } of read)
            if (words === null) unread.push({ page, reason: 'document.damaged' });
            else found.push(...idsAmong(words));
          to = end;
        } catch (error) {
          // One page that takes too long or too much must not hide what stands on the pages around it.
          if (!(error instanceof Fault) || error.code !== 'document.tooMuch') throw error;
          for (let page = first; page <= end; page++) unread.push({ page, reason: error.code });
          to = end;
          if (unread.length >= PAGES_AT_ONCE * 2) break;
        }
      }
      return { found, to, pages, unread };
    },
  });
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

function noteOf({ mode, result }: SourceRow): DocumentNote | null {
  return mode === DOCUMENT_MODE ? ((result as TakeInResult | null)?.document ?? null) : null;
}

/** By its number in the case. A withdrawn one opens too: what was read from it must still be seen. Faults: document.unknown. */
function openDocument(file: CaseFile, source: number): Opened {
  const row = file.sources.list().find(({ id }) => id === source);
  const note = row === undefined ? null : noteOf(row);
  if (row === undefined || note === null) throw new Fault('document.unknown', { source });
  return { file: row.name, bytes: file.documents.bytes(source), note };
}
