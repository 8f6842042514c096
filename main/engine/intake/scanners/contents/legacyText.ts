// Text in encodings of single countries as UTF-8: the scan of bytes reads words of phrases and what announces them in UTF-8 and UTF-16 only. Lines of
// ASCII, which it reads by itself, are left out here, but for a word alone: it may stand among such with accents.
import { isAscii, isUtf8 } from 'node:buffer';
import { numbersOf, type PhraseLanguage } from '../phraseWords.ts';
import { MOST_HELD, type Opener, viewBytes, viewOf } from './opener.ts';
import type { Source } from './source.ts';

/** By the names that the WHATWG gives them; its shift_jis is CP932. */
const LANGUAGES = {
  ...{ gb18030: ['zh-Hans'], big5: ['zh-Hant'], shift_jis: ['ja'], 'euc-kr': ['ko'], 'windows-1252': ['es', 'fr'] },
} as const satisfies Record<string, readonly PhraseLanguage[]>;
type Encoding = keyof typeof LANGUAGES;

const LEAST_SAMPLE = 16;
/** Share of what is no ASCII that must be letters of the lists. Of prose they are more than half; of a wrong reading of prose a quarter. */
const LEAST_SHARE = 0.3;
/** No text has them, whatever its encoding. */
const CONTROL = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;
const LINE_END = 0x0a;
const MOST_CUT = 3;
const WANTED = /[^\0-\x7f]|^[\s\d.):-]*[a-z]{3,12}\s*$/i;

export const legacyTextOpener: Opener = {
  id: 'legacyText',
  level: 'view',
  takes: ({ head }) => encodingOf(head) !== null,
  async *open(source, context) {
    const shown = `${source.shown}!text`;
    const encoding = encodingOf(source.head);
    if (encoding === null) return;
    if (source.size > MOST_HELD)
      return context.onUnread({ path: shown, reason: `unpack: ${encoding} is read up to ${MOST_HELD >> 20} MiB` });
    yield viewOf(shown, () => viewBytes(linesOf(source, encoding), source, shown, context));
  },
};

function encodingOf(head: Uint8Array): Encoding | null {
  if (head.length < LEAST_SAMPLE || isAscii(head) || CONTROL.test(Buffer.from(head).toString('latin1'))) return null;
  // A character may be cut at the end of the sample.
  for (let cut = 0; cut <= MOST_CUT; cut++) if (isUtf8(head.subarray(0, head.length - cut))) return null;
  const lines = head.subarray(0, head.lastIndexOf(LINE_END) + 1 || head.length);
  let best: Encoding | null = null;
  let most = LEAST_SHARE;
  for (const [encoding, own] of lettersOfLists()) {
    const others = [...new TextDecoder(encoding).decode(lines).normalize('NFC')].filter((letter) => letter > '\x7f' && letter !== '\u3000');
    const share = others.filter((letter) => own.has(letter)).length / Math.max(1, others.length);
    if (share > most) [best, most] = [encoding, share];
  }
  return best;
}

let letters: ReadonlyMap<Encoding, ReadonlySet<string>> | null = null;

function lettersOfLists(): ReadonlyMap<Encoding, ReadonlySet<string>> {
  letters ??= new Map(
    Object.entries(LANGUAGES).map(([encoding, languages]) => {
      const all = languages.flatMap((language) => [...numbersOf(language).keys()].flatMap((word) => [...word.normalize('NFC')]));
      return [encoding as Encoding, new Set(all.filter((letter) => letter > '\x7f'))];
    }),
  );
  return letters;
}

function* linesOf(source: Source, encoding: Encoding): Generator<string> {
  for (const line of new TextDecoder(encoding).decode(source.read(0, source.size)).split(/\r\n|[\r\n]/))
    if (WANTED.test(line)) yield `${line}\n`;
}
