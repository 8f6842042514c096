// A message of a text export that is being read line by line: a line that begins none goes on with the one before.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type Line, LONGEST_TEXT } from './lines.ts';

export type MessageHead = Omit<SeizedMessage, 'text' | 'place'>;

export interface OpenMessages {
  begin(head: MessageHead, text: string, offset: number, end: number): void;
  /** Nothing, where no message is open. */
  goOn(line: Line, isDay?: boolean): void;
  /** Whether a quotation mark at its beginning waits for its end. */
  isQuoted(): boolean;
  close(): SeizedMessage | null;
}

/** `quotes`: messages of several lines stand in quotation marks, each of `markBytes`. Empty lines at the end are the export's, not the message's. */
export function openMessages(name: string, markBytes: number, quotes = false): OpenMessages {
  let head: MessageHead | null = null;
  let texts: string[] = [];
  let [offset, length] = [0, 0];
  let ends: number[] = [];
  /** Where a line with a day stands behind a quotation mark: of the message only if the quotation ends. */
  let cutAt = -1;
  const endsQuoted = (): boolean => (texts.at(-1) ?? '').endsWith('"');
  const isQuoted = (): boolean =>
    quotes && head !== null && (texts[0] ?? '').startsWith('"') && !(endsQuoted() && (texts.length > 1 || texts[0] !== '"'));
  return {
    begin(of, text, from, end) {
      head = of;
      texts = [text];
      ends = [end];
      offset = from;
      cutAt = -1;
      length = text.length;
    },
    goOn(line, isDay = false) {
      if (head === null) return;
      if (isDay && cutAt < 0) cutAt = texts.length;
      // Where the text begins on the line behind the head, the message begins there.
      if (texts.length === 1 && texts[0] === '') {
        offset = line.offset;
        texts = [];
        ends = [];
      }
      texts.push(line.text);
      ends.push(line.end);
      length += line.text.length + 1;
      if (length > LONGEST_TEXT)
        throw new Fault('intake.malformed', { file: name, row: 0, reason: `a message is longer than ${LONGEST_TEXT} characters` });
    },
    isQuoted,
    close() {
      if (head === null) return null;
      if (cutAt >= 0 && isQuoted()) {
        texts.length = cutAt;
        ends.length = cutAt;
      }
      while (texts.length > 1 && texts.at(-1)?.trim() === '') {
        texts.pop();
        ends.pop();
      }
      let text = texts.join('\n');
      let end = ends.at(-1) ?? offset;
      if (quotes && texts.length > 1 && text.startsWith('"') && text.endsWith('"')) {
        text = text.slice(1, -1);
        offset += markBytes;
        end -= markBytes;
      }
      const message = { ...head, text, place: { offset, bytes: Math.max(0, end - offset), row: '' } };
      head = null;
      texts = [];
      return message;
    },
  };
}
