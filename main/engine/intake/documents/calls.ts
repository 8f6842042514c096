// Answers document.*: the documents of the case, their pages as pictures, the words of a text layer, and what looks like an id among them.
import { documentContract, type DocumentFormat, type DocumentNote } from '../../../../shared/contract/documents.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, SourceRow } from '../../casefile/index.ts';
import { type Handlers, type Host, implement, writeNewFile } from '../../kernel/index.ts';
import type { TakeInResult } from '../result.ts';
import { ENDINGS, nameLies } from './format.ts';
import { idsAmong } from './findIds.ts';
import { pictureFacts } from './picture.ts';
import { type OpenedPdf, readPdf } from './reader.ts';
import { DOCUMENT_MODE } from './takeInDocument.ts';

const MOST_SIZES = 500;
/** Pages whose words one thread reads before the next begins. */
const PAGES_AT_ONCE = 50;
const MOST_UNREAD = 100;
/** Pages one look goes through, and ids it gives; it goes on from there when asked again. */
const MOST_PAGES = 2000;
const MOST_FOUND = 5000;

type ShownPage = Omit<CallOutput<'document.page'>, 'base64'> & { readonly bytes: Uint8Array };

interface Opened extends OpenedPdf {
  readonly note: DocumentNote;
}

export function documentCalls(host: Host, session: CaseSession): Handlers<keyof typeof documentContract> {
  const openPage = (source: number, page: number): Opened => {
    const opened = openDocument(session.current(), source);
    if (page > opened.note.pages) throw new Fault('document.noPage', { file: opened.file, page, pages: opened.note.pages });
    return opened;
  };
  const pageOf = async (source: number, page: number, pixels: number, signal: AbortSignal): Promise<ShownPage> => {
    const opened = openPage(source, page);
    const { format } = opened.note;
    if (format === 'pdf') {
      const { png, width, height } = await readPdf(host, opened, { what: 'picture', page, pixels }, signal);
      return { type: 'image/png', bytes: png, width, height, turn: 0 };
    }
    const facts = pictureFacts(format, opened.bytes);
    if (facts === null) throw new Fault('document.damaged', { file: opened.file, page, reason: 'pictureHead' });
    return { type: `image/${format}`, bytes: opened.bytes, width: facts.width, height: facts.height, turn: facts.turn };
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
      const { bytes, ...shown } = await pageOf(source, page, pixels, signal);
      return { ...shown, base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
    },
    'document.save': async ({ source, page, pixels, out }, { signal }) => {
      const target = host.resolveGrant(out);
      const { bytes, type, width, height } = await pageOf(source, page, pixels, signal);
      const format = type.slice('image/'.length) as DocumentFormat;
      if (nameLies(target.name, format))
        throw new Fault('usage.badValue', { option: '--out', value: target.name, expected: `*.${ENDINGS[format][0]}` });
      return { name: target.name, width, height, bytes: bytes.length, sha256: writeNewFile(target.path, [bytes]) };
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
      // A document of which so much cannot be read is not gone through to its declared end.
      while (to < last && found.length < MOST_FOUND && unread.length < MOST_UNREAD) {
        work.report({ phase: 'reading', done: to, total: pages, unit: 'steps' });
        const [first, end] = [to + 1, Math.min(last, to + PAGES_AT_ONCE)];
        try {
          const { read } = await readPdf(host, opened, { what: 'words', from: first, to: end }, work.signal);
          for (const { page, words } of read)
            if (words === null) unread.push({ page, reason: 'document.damaged' });
            else found.push(...idsAmong(words));
        } catch (error) {
          // Pages that take too long or too much must not hide what stands behind them.
          if (!(error instanceof Fault) || error.code !== 'document.tooMuch') throw error;
          for (let page = first; page <= end; page++) unread.push({ page, reason: error.code });
        }
        to = end;
      }
      return { found, to, pages, unread };
    },
  });
}

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
