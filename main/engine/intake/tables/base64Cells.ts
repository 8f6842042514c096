// Bytes that a table writes as base64 (RFC 4648 §4), as GraphSense's ingest does for hashes, addresses and data.
import { hex } from '../../../../shared/model/bytes.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Lower-case hexadecimal of exactly so many bytes; null where the text is none of them, or not written the one right way. */
export function hexOfBase64(text: string, bytes: number): string | null {
  const length = 4 * Math.ceil(bytes / 3);
  if (text.length !== length || !BASE64.test(text)) return null;
  const read = Buffer.from(text, 'base64');
  return read.length === bytes && read.toString('base64') === text ? hex(read) : null;
}

/** Of any length; empty text is no bytes. */
export function hexOfAnyBase64(text: string): string | null {
  return BASE64.test(text) ? Buffer.from(text, 'base64').toString('hex') : null;
}

/** The id of a TRON block begins with its number (java-tron's BlockCapsule): that tells its tables from those of other chains. */
export function isTronBlockId(hash: string, number: number | null): boolean {
  return number !== null && Number.parseInt(hash.slice(0, 16), 16) === number;
}
