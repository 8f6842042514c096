// Takes a photo, a scan or a PDF into the case: hashed, its pages counted, its bytes kept. All or nothing, in one transaction.
import { Fault } from '../../../../shared/model/fault.ts';
import type { DocumentFormat, DocumentNote } from '../../../../shared/contract/documents.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { type Host, sha256Hex, type Work } from '../../kernel/index.ts';
import { freeId } from '../identify.ts';
import type { Probe, Progress } from '../material.ts';
import type { TakeInResult } from '../result.ts';
import { openSourceFile } from '../sourceFile.ts';
import { documentFormat, nameLies, unreadDocument } from './format.ts';
import { type PictureFormat, pictureFacts } from './picture.ts';
import { readPdf } from './reader.ts';

/** The case keeps the whole file, so that a page opens when the disk it came from is gone. */
const LARGEST_BYTES = 64 << 20;
/** A window that shows a picture unpacks it whole, at four bytes a pixel. */
const MOST_PIXELS = 120_000_000;
const LONGEST_SIDE = 30_000;
export const DOCUMENT_MODE = 'document';

/** Null where the file is none. Faults: those of reader.ts, document.otherFormat, document.tooLarge, document.tooManyPixels. */
export async function takeInDocument(
  host: Host,
  file: CaseFile,
  probe: Probe,
  request: { readonly name: string; readonly exhibit: string },
  work: Work<Progress>,
): Promise<TakeInResult | null> {
  if (probe.folder) return null;
  const format = documentFormat(probe.head, probe.size);
  if (format === null) {
    const other = unreadDocument(probe.head);
    if (other !== null) throw new Fault('document.otherFormat', { file: request.name, format: other });
    return null;
  }
  if (probe.size > LARGEST_BYTES)
    throw new Fault('document.tooLarge', { file: request.name, bytes: probe.size, limit: LARGEST_BYTES >> 20 });
  const content = wholeFile(probe.path);
  const { bytes } = content;
  const sha256 = sha256Hex(bytes);
  const publicId = freeId(file, sha256Hex(`${content.name} ${bytes.length} ${sha256}`).slice(0, 32));
  const earlier = file.sources.byPublicId(publicId);
  if (earlier?.state === 'complete') return { ...(earlier.result as TakeInResult), new: 0 };
  work.report({ phase: 'reading', done: 0, total: bytes.length, unit: 'bytes' });
  const note = await noteOf(host, request.name, format, bytes, work.signal);
  const result: TakeInResult = {
    ...{ source: publicId, mode: DOCUMENT_MODE, chain: null, blocks: 0, accepted: note.pages, new: note.pages, stale: 0 },
    ...{ refused: [], headers: null, transactions: 0, undo: 'none', partial: false, rejectedRows: [], document: note },
  };
  const { name, exhibit } = request;
  const started = {
    ...{ source: publicId, name, importer: `${format}@1`, mode: DOCUMENT_MODE, chain: null, exhibit, anchor: null },
    files: [{ name: content.name, size: bytes.length, sha256 }],
  };
  return file.transaction(() => {
    file.act('intake.started', started, () => {
      const source = file.sources.add({
        ...{ publicId, name, importer: `${format}@1`, mode: DOCUMENT_MODE, chain: null, exhibit, size: String(bytes.length), sha256 },
        ...{ taken: new Date(host.now()).toISOString(), state: 'partial' as const, training: false, request },
      });
      const { path, modified } = content;
      file.sources.addFile({ source, path, size: bytes.length, modified, sha256, xorKey: '', rawKept: true });
      file.documents.keep(source, bytes);
      file.sources.finish(source, result);
    });
    file.act('intake.finished', { source: publicId, result: { ...result, refused: 0, rejectedRows: 0 } });
    return result;
  });
}

/** Read once: what is hashed is what is kept. */
function wholeFile(path: string): { readonly bytes: Uint8Array; readonly path: string; readonly name: string; readonly modified: number } {
  const opened = openSourceFile(path);
  try {
    const bytes = new Uint8Array(opened.size);
    if (opened.readInto(bytes, 0) < bytes.length || !opened.isUnchanged())
      throw new Fault('intake.sourceChanged', { file: opened.name, reason: 'changed while it was read' });
    return { bytes, path: opened.path, name: opened.name, modified: opened.modified };
  } finally {
    opened.close();
  }
}

async function noteOf(host: Host, file: string, format: DocumentFormat, bytes: Uint8Array, signal: AbortSignal): Promise<DocumentNote> {
  const suffix: DocumentNote['flags'] = nameLies(file, format) ? ['suffix'] : [];
  if (format === 'pdf') {
    const { pages, lastOpens } = await readPdf(host, { file, bytes }, { what: 'pages' }, signal);
    return { format, pages, width: null, height: null, flags: [...suffix, ...(lastOpens ? [] : (['lastPage'] as const))] };
  }
  return notePicture(file, format, bytes, suffix);
}

function notePicture(file: string, format: PictureFormat, bytes: Uint8Array, suffix: DocumentNote['flags']): DocumentNote {
  const facts = pictureFacts(format, bytes);
  if (facts === null) throw new Fault('document.unreadable', { file, reason: 'pictureHead' });
  const { width, height, cut } = facts;
  if (width * height > MOST_PIXELS || Math.max(width, height) > LONGEST_SIDE)
    throw new Fault('document.tooManyPixels', { file, width, height, limit: MOST_PIXELS / 1_000_000 });
  return { format, pages: 1, width, height, flags: [...suffix, ...(cut ? (['cut'] as const) : [])] };
}
