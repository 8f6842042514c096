// What a file is by its first bytes, never by its name: documents that have pages, and pictures of kinds that are not read. Reads no file.
import type { DocumentFormat } from '../../../../shared/contract/documents.ts';

/** A document begins within so many bytes: some programs write a line of their own before it. */
const PDF_WITHIN = 1024;

const ascii = (head: Uint8Array, from: number, to: number): string => Buffer.from(head.subarray(from, to)).toString('latin1');

/** Null where it is none. BMP has a mark of two letters only, so its size and the length of its second header are asked too. */
export function documentFormat(head: Uint8Array, size: number): DocumentFormat | null {
  if (ascii(head, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
  if (/^GIF8[79]a$/.test(ascii(head, 0, 6))) return 'gif';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'webp';
  if (ascii(head, 0, 2) === 'BM' && head.length >= 26) {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const [pixelsAt, header] = [view.getUint32(10, true), view.getUint32(14, true)];
    if ([12, 40, 52, 56, 108, 124].includes(header) && pixelsAt >= 14 + header && pixelsAt < Math.max(size, head.length)) return 'bmp';
  }
  return ascii(head, 0, PDF_WITHIN).includes('%PDF-') ? 'pdf' : null;
}

/** Kinds of pictures and pages that are known and not read, for a message that names them; null for all else. */
export function unreadDocument(head: Uint8Array): string | null {
  if (/^(II\*\0|MM\0\*|II\+\0|MM\0\+)/.test(ascii(head, 0, 4))) return 'TIFF';
  const brand = ascii(head, 4, 12);
  if (/^ftyp(heic|heix|hevc|mif1|msf1)$/.test(brand)) return 'HEIC';
  if (/^ftypavi[fs]$/.test(brand)) return 'AVIF';
  if (ascii(head, 0, 12) === '\0\0\0\x0cjP  \r\n\x87\n') return 'JPEG 2000';
  if (ascii(head, 0, 2) === '\xff\x0a' || ascii(head, 0, 12) === '\0\0\0\x0cJXL \r\n\x87\n') return 'JPEG XL';
  if (ascii(head, 0, 4) === '8BPS') return 'Photoshop';
  if (ascii(head, 0, 8) === 'AT&TFORM') return 'DjVu';
  if (ascii(head, 0, 4) === '%!PS') return 'PostScript';
  return null;
}

/** The usual one first. */
export const ENDINGS: Readonly<Record<DocumentFormat, readonly string[]>> = {
  ...{ pdf: ['pdf'], png: ['png', 'apng'], jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'], gif: ['gif'], webp: ['webp'], bmp: ['bmp', 'dib'] },
};

/** Whether the name ends as another kind of file: somebody renamed it, or a program did. */
export function nameLies(name: string, format: DocumentFormat): boolean {
  const ending = /\.([a-z0-9]{2,5})$/i.exec(name)?.[1]?.toLowerCase();
  return ending !== undefined && !ENDINGS[format].includes(ending);
}
