// Has a PDF read on a thread of its own, within bounds: a hostile file can hold up nothing but that thread. What came of it is said by file
// and page.
import { Fault } from '../../../../shared/model/fault.ts';
import { type Host, NoAnswer, runAlone } from '../../kernel/index.ts';
import { type PdfAnswer, type PdfQuestion, readPdfTask, tooMuch } from './pdfTask.ts';

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

/** Faults: document.unreadable, document.damaged, document.encrypted, document.noPage, document.tooMuch, document.noThread, job.cancelled. */
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
    if (error.why === 'noThread') throw new Fault('document.noThread', { file }, error);
    if (error.why === 'time') throw tooMuch(file, question, 'time');
    host.log('warning', `reading a PDF ended without an answer: ${error.message}`);
    throw tooMuch(file, question, 'ended');
  }
}
