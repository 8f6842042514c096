// Lines of a text that the scan of bytes does not read by itself, with those of ASCII that a phrase among them may need: words alone, and what
// announces one. Other lines of ASCII are read where they lie.
import { PHRASE_WORDS } from '../aroundText.ts';

/** One after the other: all of them at once would take thirty times the text. */
const LINE = /[^\r\n]+/g;
/** At most twelve words, numbered or not: half of a long phrase. */
const WORDS = /^\W*(?:\d{1,2}\W+)?[a-z]{3,12}(?:\W+(?:\d{1,2}\W+)?[a-z]{3,12}){0,11}\W*$/i;

/** `unread`: letters that the scan of bytes does not read in this encoding. */
export function* linesWith(unread: RegExp, text: string): Generator<string> {
  for (const [line] of text.matchAll(LINE)) if (unread.test(line) || WORDS.test(line) || PHRASE_WORDS.test(line)) yield `${line}\n`;
}
