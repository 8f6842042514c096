// Decides how a file's text is encoded, from its content and with the evidence for it. Names, headers of mail and locale settings
// are never asked; a caller who knows better forces an encoding, and that is written down as forced.
import { isAscii, isUtf8 } from 'node:buffer';
import { ENCODING_NAMES } from '../../../../shared/contract/profile.ts';
import type { ByteSource } from './byteSource.ts';
import { COMMON } from './commonCharacters.ts';

export type Encoding = (typeof ENCODING_NAMES)[number];
export const ENCODINGS: readonly Encoding[] = ENCODING_NAMES;

export interface EncodingAnswer {
  readonly encoding: Encoding;
  /** `bom` and `strict` (well-formed UTF-8 beyond ASCII) leave no doubt; `frequency` compares what the readings look like. */
  readonly evidence: 'forced' | 'bom' | 'ascii' | 'strict' | 'zeroBytes' | 'frequency';
  readonly certainty: 'sure' | 'likely' | 'guess';
  /** Other encodings under which the bytes could be read, best first, with a score of 0 to 1 each. */
  readonly alternatives: readonly { readonly encoding: Encoding; readonly score: number }[];
  /** Length of the byte order mark. */
  readonly markBytes: number;
}

/** Name under which TextDecoder knows it. WHATWG's shift_jis is CP932. */
export function decoderName(encoding: Encoding): string {
  return encoding === 'cp932' ? 'shift_jis' : encoding;
}

const CHUNK_BYTES = 1 << 20;
/** Bytes of text beyond ASCII that the frequency test looks at. */
const SAMPLE_BYTES = 256 * 1024;

/**
 * Reads the whole source (validation of UTF-8 runs at memory speed): a file may be plain ASCII for megabytes before the first
 * name in another script. `forced` skips the decision.
 */
export async function detectEncoding(source: ByteSource, forced?: Encoding): Promise<EncodingAnswer> {
  const head = await source.read(0, Math.min(source.size, 4096));
  const mark = markOf(head);
  if (forced !== undefined)
    return {
      encoding: forced,
      evidence: 'forced',
      certainty: 'sure',
      alternatives: [],
      markBytes: mark?.encoding === forced ? mark.bytes : 0,
    };
  if (mark !== null) return { encoding: mark.encoding, evidence: 'bom', certainty: 'sure', alternatives: [], markBytes: mark.bytes };
  const wide = wideOf(head);
  if (wide !== null) return { encoding: wide, evidence: 'zeroBytes', certainty: 'likely', alternatives: [], markBytes: 0 };
  const { sample, ascii, utf8 } = await survey(source);
  if (ascii) return { encoding: 'utf-8', evidence: 'ascii', certainty: 'sure', alternatives: [], markBytes: 0 };
  // Two hanzi of GB18030 rarely form UTF-8, three or more characters practically never: a very short text stays `likely`.
  if (utf8)
    return { encoding: 'utf-8', evidence: 'strict', certainty: sample.length < 8 ? 'likely' : 'sure', alternatives: [], markBytes: 0 };
  const scores = rankLegacy(sample);
  const [best, second] = scores as [Score, Score];
  const certainty = best.score >= 0.5 && best.score - second.score >= 0.2 ? 'likely' : 'guess';
  return {
    encoding: best.encoding,
    evidence: 'frequency',
    certainty,
    alternatives: scores.slice(1).filter((s) => s.score > 0),
    markBytes: 0,
  };
}

function markOf(head: Uint8Array): { readonly encoding: Encoding; readonly bytes: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bytes: 2 };
  // GB18030's own mark for U+FEFF.
  if (head[0] === 0x84 && head[1] === 0x31 && head[2] === 0x95 && head[3] === 0x33) return { encoding: 'gb18030', bytes: 4 };
  return null;
}

/** UTF-16 without a mark: digits, delimiters and line ends leave zero bytes on one side of each pair; no other encoding has any. */
function wideOf(head: Uint8Array): Encoding | null {
  const pairs = head.length >> 1;
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++;
    if (head[2 * i + 1] === 0) odd++;
  }
  if (odd > pairs / 10 && odd > 4 * even) return 'utf-16le';
  if (even > pairs / 10 && even > 4 * odd) return 'utf-16be';
  return null;
}

async function survey(source: ByteSource): Promise<{ sample: Uint8Array; ascii: boolean; utf8: boolean }> {
  const sample: number[] = [];
  let ascii = true;
  let utf8 = true;
  for (let at = 0; at < source.size; ) {
    const bytes = await source.read(at, CHUNK_BYTES);
    if (bytes.length === 0) break;
    if (isAscii(bytes)) {
      at += bytes.length;
      continue;
    }
    ascii = false;
    // A piece ends behind its last line end, so that no character is cut; one without a line end goes without its last character.
    const atEnd = at + bytes.length >= source.size;
    const last = atEnd ? bytes.length - 1 : bytes.lastIndexOf(0x0a);
    const whole = last >= 0 ? bytes.subarray(0, last + 1) : withoutLastCharacter(bytes);
    if (utf8 && !isUtf8(whole)) utf8 = false;
    if (sample.length < SAMPLE_BYTES) collect(whole, sample);
    else if (!utf8) break;
    at += Math.max(1, whole.length);
  }
  return { sample: Uint8Array.from(sample), ascii, utf8 };
}

function withoutLastCharacter(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, Math.max(0, end - 1));
}

/** Takes the lines that hold bytes beyond ASCII: line ends are never part of a character in any of the encodings. */
function collect(bytes: Uint8Array, sample: number[]): void {
  for (let start = 0; start < bytes.length && sample.length < SAMPLE_BYTES; ) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(start, Math.min(end, start + 8192));
    if (!isAscii(line)) for (const byte of line) sample.push(byte);
    start = end;
  }
}

interface Score {
  readonly encoding: Encoding;
  readonly score: number;
}

/** Legacy encodings by how much the reading looks like text. Exported for tests. */
export function rankLegacy(sample: Uint8Array): readonly Score[] {
  const scores: Score[] = [
    { encoding: 'gb18030', score: score(sample, 'gb18030', COMMON.simplified) },
    { encoding: 'big5', score: score(sample, 'big5', COMMON.traditional) },
    { encoding: 'cp932', score: score(sample, 'cp932', COMMON.japanese) },
    { encoding: 'windows-1252', score: western(sample) },
  ];
  return scores.sort((a, b) => b.score - a.score);
}

function score(sample: Uint8Array, encoding: Encoding, common: ReadonlySet<number>): number {
  const text = new TextDecoder(decoderName(encoding)).decode(sample);
  let total = 0;
  let points = 0;
  let before = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      before = code;
      continue;
    }
    total++;
    points += pointsOf(code, before, encoding, common);
    before = code;
  }
  return total === 0 ? 0 : Math.max(0, Math.min(1, points / total));
}

/** Half-width kana that a voicing mark may follow: ｳ, ｶ to ﾄ and ﾊ to ﾎ. */
function takesVoicing(code: number): boolean {
  return code === 0xff73 || (code >= 0xff76 && code <= 0xff84) || (code >= 0xff8a && code <= 0xff8e);
}

function pointsOf(code: number, before: number, encoding: Encoding, common: ReadonlySet<number>): number {
  // What the decoder could not read, and the private area, speak against the encoding more than one good character speaks for it.
  if (code === 0xfffd) return -5;
  if (code >= 0xe000 && code <= 0xf8ff) return -2;
  if (common.has(code)) return 1;
  // CJK punctuation and full-width letters are at home in all three.
  if ((code >= 0x3000 && code <= 0x303f) || (code >= 0xff01 && code <= 0xff60) || (code >= 0xffe0 && code <= 0xffe6)) return 0.5;
  if (encoding === 'cp932') {
    if (code >= 0x3041 && code <= 0x30ff) return 1;
    // Half-width kana: the bytes of GB2312 read as them at random, so a voicing mark must stand where one can stand.
    if (code === 0xff9e || code === 0xff9f) return takesVoicing(before) ? 1 : -2;
    if (code >= 0xff61 && code <= 0xff9f) return 0.45;
  }
  if (code >= 0x3041 && code <= 0x30ff) return encoding === 'gb18030' ? -0.2 : 0;
  if (code >= 0x4e00 && code <= 0x9fff) return 0.1;
  // Rare ideographs, line drawing, Cyrillic, mathematical signs: possible, not likely in a table of payments.
  return code >= 0x3400 && code <= 0x4dbf ? -0.5 : -0.1;
}

/** Letters with accents between ASCII letters. */
function western(sample: Uint8Array): number {
  let total = 0;
  let points = 0;
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i] as number;
    if (byte < 0x80) continue;
    total++;
    const lonely = (sample[i - 1] ?? 0) < 0x80 && (sample[i + 1] ?? 0) < 0x80;
    if (lonely && (byte >= 0xc0 || byte === 0x80 || byte === 0xa3 || byte === 0x92 || byte === 0xb0)) points += 0.7;
    else if (!lonely) points -= 0.5;
  }
  return total === 0 ? 0 : Math.max(0, points / total);
}
