// A file's text in pieces, each of which knows at which byte of the file its characters stand. Readers of messages work on characters, places are
// told in bytes.
import { Buffer, isUtf8 } from 'node:buffer';
import { Fault } from '../../../../shared/model/fault.ts';
import type { SeizedFile } from '../scanners/seized.ts';
import { bytesSource, detectEncoding, type Encoding } from '../tables/index.ts';
import { decoderName } from '../tables/encoding.ts';

export interface TextPiece {
  readonly text: string;
  /** Characters of the file before it. */
  readonly start: number;
  /** Byte of the file at which a character of `text` begins. Quick where one asks in order. */
  byteAt(index: number): number;
}

export interface TextRead {
  readonly encoding: Encoding;
  /** Whether other encodings are possible. */
  readonly isLikely: boolean;
  /** Places at which the bytes are no characters of the encoding, as far as was read. */
  undecodable(): number;
  pieces(): AsyncGenerator<TextPiece>;
}

/** Up to here a file is held whole where it cannot be streamed, and above it is only streamed where it can. */
const HELD = 64 << 20;
const LARGEST_HELD = 256 << 20;
const PIECE_BYTES = 1 << 16;
/** Bytes in which the encoding is looked for. */
const SAMPLE = 1 << 20;
/** Of characters beyond ASCII so few in a hundred may be damaged before another encoding is tried. */
const DAMAGED_OF_100 = 15;

export function nameOf(file: Pick<SeizedFile, 'path'>): string {
  return file.path.slice(Math.max(file.path.lastIndexOf('/'), file.path.lastIndexOf('!')) + 1);
}

/** Its bytes from the beginning, as often as they are asked for; a small file is read once. */
async function openBytes(file: SeizedFile): Promise<() => AsyncGenerator<Uint8Array>> {
  const stream = file.pieces === undefined ? null : () => file.pieces?.() ?? [];
  const whole = stream !== null && file.size > HELD ? null : await file.bytes(LARGEST_HELD);
  if (whole === null && stream === null)
    throw file.size > LARGEST_HELD
      ? new Fault('intake.tooLarge', { file: nameOf(file), bytes: file.size, limit: LARGEST_HELD })
      : new Fault('intake.unreadable', { file: nameOf(file) });
  return async function* () {
    for await (const piece of whole === null ? (stream?.() ?? []) : [whole])
      for (let at = 0; at < piece.length; at += PIECE_BYTES) yield piece.subarray(at, at + PIECE_BYTES);
  };
}

export async function readText(file: SeizedFile): Promise<TextRead> {
  const bytes = await openBytes(file);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes()) {
    parts.push(piece);
    length += piece.length;
    if (length >= SAMPLE) break;
  }
  const { encoding, isLikely, markBytes } = await encodingOf(Buffer.concat(parts, length));
  let undecodable = 0;
  const damaged = (count: number): void => {
    undecodable += count;
  };
  return {
    ...{ encoding, isLikely, undecodable: () => undecodable },
    pieces() {
      undecodable = 0;
      return decoded(bytes(), encoding, markBytes, damaged);
    },
  };
}

/** Of the first bytes of a file; a character that they cut is no sign of another encoding, and one that is damaged neither. */
async function encodingOf(
  head: Uint8Array,
): Promise<{ readonly encoding: Encoding; readonly isLikely: boolean; readonly markBytes: number }> {
  const answer = await detectEncoding(bytesSource(head.subarray(0, head.length - cutUtf8(head))));
  if (answer.evidence !== 'frequency')
    return { encoding: answer.encoding, isLikely: answer.certainty !== 'sure', markBytes: answer.markBytes };
  const { text, damaged } = decodeUtf8(head);
  let beyond = 0;
  for (const character of text) if (character > '\u007f') beyond++;
  const isUtf = damaged * 100 < beyond * DAMAGED_OF_100;
  return { encoding: isUtf ? 'utf-8' : answer.encoding, isLikely: true, markBytes: 0 };
}

async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  markBytes: number,
  onDamaged: (count: number) => void,
): AsyncGenerator<TextPiece> {
  let carried: Uint8Array = new Uint8Array(0);
  let offset = 0;
  let start = 0;
  let skip = markBytes;
  const take = (whole: Uint8Array): TextPiece => {
    const { text, damaged } = decode(whole, encoding);
    if (damaged > 0) onDamaged(damaged);
    const piece = { text, start, byteAt: placesOf(text, offset, whole.length, encoding) };
    offset += whole.length;
    start += text.length;
    return piece;
  };
  for await (const piece of bytes) {
    const marked = piece.subarray(skip);
    offset += piece.length - marked.length;
    skip -= piece.length - marked.length;
    const all: Uint8Array = carried.length === 0 ? marked : Buffer.concat([carried, marked]);
    const whole = all.length - cutOf(all, encoding);
    if (whole > 0) yield take(all.subarray(0, whole));
    carried = all.subarray(whole);
  }
  if (carried.length > 0) yield take(carried);
}

function decode(bytes: Uint8Array, encoding: Encoding): { readonly text: string; readonly damaged: number } {
  if (encoding === 'utf-8') return decodeUtf8(bytes);
  const text = new TextDecoder(decoderName(encoding), { ignoreBOM: true }).decode(bytes);
  return { text, damaged: text.includes('\ufffd') ? text.split('\ufffd').length - 1 : 0 };
}

/** What is no UTF-8 becomes a question mark, byte by byte: so the place of every character follows from the text. */
function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly damaged: number } {
  if (isUtf8(bytes)) return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'), damaged: 0 };
  const mended = Buffer.from(bytes);
  let damaged = 0;
  for (let at = 0; at < mended.length; ) {
    const length = utf8Length(mended, at);
    if (length === 0 || !isUtf8(mended.subarray(at, at + length))) {
      mended[at] = 0x3f;
      damaged++;
      at++;
    } else at += length;
  }
  return { text: mended.toString('utf8'), damaged };
}

function utf8Length(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  return at + length <= bytes.length ? length : 0;
}

/** Bytes at the end that are the beginning of a character. */
function cutUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    return byte >= 0xc2 && utf8Length(bytes, bytes.length - back) === 0 ? back : 0;
  }
  return 0;
}

function cutOf(bytes: Uint8Array, encoding: Encoding): number {
  if (encoding === 'utf-8') return cutUtf8(bytes);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const odd = bytes.length % 2;
    const high = bytes[bytes.length - odd - (encoding === 'utf-16le' ? 1 : 2)] ?? 0;
    return odd + (high >= 0xd8 && high <= 0xdb ? 2 : 0);
  }
  if (encoding === 'windows-1252') return 0;
  // No character of two or four bytes holds one below the digits, nor ends before it.
  for (let at = bytes.length - 1; at >= 0; at--) if ((bytes[at] as number) < 0x30) return bytes.length - at - 1;
  return bytes.length > SAMPLE ? 0 : bytes.length;
}

function placesOf(text: string, offset: number, bytes: number, encoding: Encoding): (index: number) => number {
  if (bytes === text.length) return (index) => offset + index;
  let [lastIndex, lastByte] = [0, offset];
  return (index) => {
    if (index >= text.length) return offset + bytes;
    lastByte +=
      index >= lastIndex ? byteLength(text.slice(lastIndex, index), encoding) : -byteLength(text.slice(index, lastIndex), encoding);
    lastIndex = index;
    return lastByte;
  };
}

let twoBytes: ReadonlySet<string> | null = null;
/** Characters that GB18030 writes with two bytes; all others beyond ASCII take four. */
function gbkCharacters(): ReadonlySet<string> {
  if (twoBytes !== null) return twoBytes;
  const bytes: number[] = [];
  for (let first = 0x81; first <= 0xfe; first++)
    for (let second = 0x40; second <= 0xfe; second++) if (second !== 0x7f) bytes.push(first, second);
  twoBytes = new Set(new TextDecoder('gb18030').decode(Uint8Array.from(bytes)));
  return twoBytes;
}

/** Bytes that decoded text takes in the file. */
export function byteLength(text: string, encoding: Encoding): number {
  if (encoding === 'utf-8') return Buffer.byteLength(text);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return text.length * 2;
  if (encoding === 'windows-1252') return text.length;
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80 || code === 0xfffd) bytes += 1;
    else if (encoding === 'gb18030') bytes += gbkCharacters().has(character) ? 2 : 4;
    else bytes += encoding === 'cp932' && code >= 0xff61 && code <= 0xff9f ? 1 : 2;
  }
  return bytes;
}
