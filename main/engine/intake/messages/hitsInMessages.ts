// What messages say as pieces of bytes for the scanner, with a table that leads from a place in a piece back to its message. Values that entities,
// escapes or UTF-16 break up in the file stand whole here, and so do phrases that were sent word by word.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { createSentWords } from './sentWords.ts';

export interface MessageAt {
  /**
   * Places in the order of the file, from 0; several where words of one sender's messages were put together. Not the messages themselves: a report of
   * gigabytes must be able to forget them.
   */
  readonly messages: readonly number[];
  /** `overMessages`: the value stands in no message alone, its words in all of these. A rule's reading, not a fact of the file. */
  readonly detail: 'inMessage' | 'overMessages';
  /** Byte of the text (as UTF-8) at which the value begins. */
  readonly at: number;
}

export interface MessagePiece {
  /** UTF-8. All of it is to be scanned, from 0 to its length: no value runs over its ends. */
  readonly bytes: Uint8Array;
  /** Of a hit by its first byte and length; null where it stands in none. */
  messageAt(start: number, length: number): MessageAt | null;
}

/** What is held at a time stays young in memory, and is gone before the next is. */
const PIECE_BYTES = 1 << 17;
/** Short messages weigh more in memory than their text. */
const PIECE_MESSAGES = 512;
/** A line end, so that each text stands alone; and a byte that no value, no phrase and no gap between its words holds. */
const BETWEEN = '\n\u001e\n';
/** Between chats words must not announce what is said in another: the scanner looks 160 characters back. */
const BETWEEN_CHATS = `\n${'\u001e'.repeat(200)}\n`;

interface Entry {
  readonly from: number;
  readonly to: number;
  readonly messages: MessageAt['messages'];
  readonly detail: MessageAt['detail'];
}

export async function* messagePieces(messages: AsyncIterable<SeizedMessage>): AsyncGenerator<MessagePiece> {
  const encoder = new TextEncoder();
  let parts: Uint8Array[] = [];
  let entries: Entry[] = [];
  let length = 0;
  let chat: string | null = null;
  let place = 0;
  const words = createSentWords();
  const put = (text: string, of: MessageAt['messages'], detail: MessageAt['detail'], between: string): void => {
    const before = encoder.encode(between);
    const bytes = encoder.encode(text);
    const from = length + before.length;
    parts.push(before, bytes);
    length = from + bytes.length;
    entries.push({ from, to: length, messages: of, detail });
  };
  const take = (): MessagePiece => {
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    const piece = pieceOf(bytes, entries);
    parts = [];
    entries = [];
    length = 0;
    return piece;
  };
  for await (const message of messages) {
    const where = `${message.app}\u0000${message.chat}`;
    put(message.text, [place], 'inMessage', where === chat ? BETWEEN : BETWEEN_CHATS);
    chat = where;
    for (const run of words.add(message, place)) {
      put(run.text, run.messages, 'overMessages', BETWEEN_CHATS);
      // What was put together announces nothing of what was said next.
      chat = null;
    }
    place++;
    if (length >= PIECE_BYTES || entries.length >= PIECE_MESSAGES) {
      yield take();
      chat = null;
    }
  }
  for (const run of words.end()) put(run.text, run.messages, 'overMessages', BETWEEN_CHATS);
  if (length > 0) yield take();
}

function pieceOf(bytes: Uint8Array, entries: readonly Entry[]): MessagePiece {
  return {
    bytes,
    messageAt(start, length) {
      let [low, high] = [0, entries.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((entries[middle] as Entry).to <= start) low = middle + 1;
        else high = middle;
      }
      const entry = entries[low];
      if (entry === undefined || start < entry.from || start + length > entry.to) return null;
      return { messages: entry.messages, detail: entry.detail, at: start - entry.from };
    },
  };
}
