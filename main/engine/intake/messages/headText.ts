// The first bytes of a file as text, in whatever encoding they are: enough to know a form by its words.
import { Buffer, isUtf8 } from 'node:buffer';

export function headText(head: Uint8Array): string {
  const decode = (name: string): string => new TextDecoder(name).decode(head);
  if (head[0] === 0xff && head[1] === 0xfe) return decode('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return decode('utf-16be');
  const buffer = Buffer.from(head.buffer, head.byteOffset, head.length);
  let [even, odd] = [0, 0];
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) even++;
    if (head[at + 1] === 0) odd++;
  }
  if (odd * 20 > head.length && odd > 4 * even) return decode('utf-16le');
  if (even * 20 > head.length && even > 4 * odd) return decode('utf-16be');
  if (even + odd > 0) return '';
  // A character may be cut at the end of the head.
  for (let back = 0; back <= 3; back++) if (isUtf8(buffer.subarray(0, Math.max(0, buffer.length - back)))) return decode('utf-8');
  const asUtf = decode('utf-8');
  const damaged = asUtf.split('\ufffd').length - 1;
  return damaged * 50 < asUtf.length ? asUtf : decode('gb18030');
}
