// Has a PDF read on a thread of its own, within bounds: a hostile file can hold up nothing but that thread. What came of it is said by file
// and page.
import { Fault } from '../../../../shared/model/fault.ts';
import { type Host, NoAnswer, runAlone } from '../../kernel/index.ts';
import { type PdfAnswer, type PdfQuestion, readPdfTask } from './pdfTask.ts';

/** What reading may take; others in tests. */
export interface Bounds {
  readonly milliseconds: number;
  readonly bytes: number;
}
const BOUNDS: Bounds = { milliseconds: 20_000, bytes: 512 << 20 };

export interface OpenedPdf {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Faults: document.damaged, document.encrypted, document.noPage, document.tooMuch, document.noThread, job.cancelled. */
export async function readPdf<Asked extends PdfQuestion>(
  host: Host,
  { file, bytes }: OpenedPdf,
  question: Asked,
  signal: AbortSignal,
  bounds: Bounds = BOUNDS,
): Promise<PdfAnswer<Asked['what']>> {
  const input = { wasm: host.resource('wasm/pdfium.wasm'), bytes, file, mostBytes: bounds.bytes, question };
  try {
    return (await runAlone(host, readPdfTask, input, { milliseconds: bounds.milliseconds, signal })) as PdfAnswer<Asked['what']>;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    const page = 'page' in question ? question.page : 'from' in question ? question.from : 0;
    if (error.why === 'noThread') throw new Fault('document.noThread', { file }, error);
    if (error.why === 'time')
      throw new Fault('document.tooMuch', { file, page, reason: 'time', limit: `${bounds.milliseconds / 1000} s` }, error);
    if (error.why === 'ended')
      throw new Fault('document.tooMuch', { file, page, reason: 'ended', limit: error.message.slice(0, 120) }, error);
    host.log('warning', `reading a PDF met what was not expected: ${error.message}`);
    throw new Fault('document.damaged', { file, page, reason: 'unexpected' }, error);
  }
}
