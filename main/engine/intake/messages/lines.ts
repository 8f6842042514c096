// Lines of a text export with the bytes that they take, one batch for each piece of the file.
import { Fault } from '../../../../shared/model/fault.ts';
import type { TextRead } from './textPieces.ts';

export interface Line {
  readonly text: string;
  /** First byte, and the one behind the last; the line end is not part of it. */
  readonly offset: number;
  readonly end: number;
}

/** No message and no line is longer: what is, is no export of messages. */
export const LONGEST_TEXT = 4 << 20;

export async function* linesOf(read: TextRead, name: string): AsyncGenerator<readonly Line[]> {
  let open: { parts: string[]; length: number; offset: number } | null = null;
  let last = 0;
  const close = (text: string, offset: number, end: number): Line => {
    const hasReturn = text.endsWith('\r');
    const wide = read.encoding.startsWith('utf-16') ? 2 : 1;
    return hasReturn ? { text: text.slice(0, -1), offset, end: end - wide } : { text, offset, end };
  };
  for await (const piece of read.pieces()) {
    const lines: Line[] = [];
    let from = 0;
    for (let at = piece.text.indexOf('\n'); at >= 0; at = piece.text.indexOf('\n', from)) {
      const text = piece.text.slice(from, at);
      const offset: number = open?.offset ?? piece.byteAt(from);
      lines.push(close(open === null ? text : open.parts.join('') + text, offset, piece.byteAt(at)));
      open = null;
      from = at + 1;
    }
    if (from < piece.text.length) {
      open ??= { parts: [], length: 0, offset: piece.byteAt(from) };
      open.parts.push(piece.text.slice(from));
      open.length += piece.text.length - from;
      if (open.length > LONGEST_TEXT) {
        if (lines.length > 0) yield lines;
        throw new Fault('intake.malformed', { file: name, row: 0, reason: `a line is longer than ${LONGEST_TEXT} characters` });
      }
    }
    last = piece.byteAt(piece.text.length);
    if (lines.length > 0) yield lines;
  }
  if (open !== null) yield [close(open.parts.join(''), open.offset, last)];
}
