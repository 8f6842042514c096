// Text gathered from pieces of markup, with the bytes from its first character to its last: blanks around it are the markup's own.
import { Fault } from '../../../../shared/model/fault.ts';
import { LONGEST_TEXT } from './lines.ts';

export interface PlacedText {
  add(text: string, offset: number, end: number): void;
  /** A line end that markup writes as an element. */
  lineEnd(): void;
  take(): { readonly text: string; readonly offset: number; readonly end: number };
}

/** `width`: bytes of a blank. `start`: where it would stand if nothing came. */
export function createPlacedText(width: number, start: number, name: string): PlacedText {
  let parts: string[] = [];
  let [offset, end, length] = [-1, start, 0];
  return {
    add(text, from, to) {
      const hasText = /[^ \t\r\n]/.test(text);
      if (hasText) {
        const before = /^[ \t\r\n]*/.exec(text)?.[0].length ?? 0;
        const behind = /[ \t\r\n]*$/.exec(text)?.[0].length ?? 0;
        if (offset < 0) offset = from + before * width;
        end = to - behind * width;
      }
      parts.push(text);
      length += text.length;
      if (length > LONGEST_TEXT)
        throw new Fault('intake.malformed', { file: name, row: 0, reason: `a text is longer than ${LONGEST_TEXT} characters` });
    },
    lineEnd() {
      if (offset >= 0) parts.push('\n');
    },
    take() {
      const text = parts.join('').replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
      parts = [];
      return { text, offset: offset < 0 ? start : offset, end: offset < 0 ? start : end };
    },
  };
}
