// A pdfkit document whose bytes depend on its content alone: fixed dates, no random id, and streams compressed by a
// deflate written in JavaScript, because zlib's output differs between builds and processors.
import { zlibSync } from 'fflate';
import PDFDocument from 'pdfkit';

export type Pdf = InstanceType<typeof PDFDocument>;

/** What pdfkit keeps of one object; its types do not cover it. */
interface Reference {
  compress: boolean;
  buffer: Uint8Array[];
  finalize(): void;
}

export interface PdfInfo {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly program: string;
  readonly time: Date;
  readonly language: string;
}

export function openPdf(info: PdfInfo): Pdf {
  const pdf = new PDFDocument({
    size: 'A4',
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: info.language,
    displayTitle: true,
    margin: 0,
    // Typed as a string; null means "open no font yet", so that Helvetica never enters the file.
    font: null as unknown as string,
    info: {
      Title: info.title,
      Author: info.author,
      Subject: info.subject,
      Creator: info.program,
      Producer: info.program,
      CreationDate: info.time,
      ModDate: info.time,
    },
  });
  const plain = pdf.ref.bind(pdf);
  pdf.ref = ((data: object) => {
    const reference = plain(data) as unknown as Reference;
    const finalize = reference.finalize.bind(reference);
    reference.finalize = () => {
      if (reference.compress && reference.buffer.length > 0) {
        reference.buffer = [zlibSync(Buffer.concat(reference.buffer), { level: 9 })];
        reference.compress = false;
      }
      finalize();
    };
    return reference;
  }) as unknown as typeof pdf.ref;
  return pdf;
}

/** Ends the document and gives its bytes. */
export function closePdf(pdf: Pdf): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('error', reject);
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    pdf.end();
  });
}
