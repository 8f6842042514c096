// Text in Shift_JIS, GB18030, Big5 or Windows-1252 as UTF-8: the scan of bytes reads words of phrases and what announces them in UTF-8 and UTF-16 only.
import { isAscii, isUtf8 } from 'node:buffer';
import { decoderName, type Encoding, rankLegacy } from '../../tables/encoding.ts';
import { numbersOf, type PhraseLanguage } from '../phraseWords.ts';
import { MOST_HELD, type Opener, viewBytes, viewOf } from './opener.ts';
import type { Source } from './source.ts';
import { linesWith } from './textLines.ts';

const LEAST_SAMPLE = 16;
/** Between 0 and 1, as the frequencies of letters say it. */
const LEAST_SCORE = 0.4;
/** No text has them, whatever its encoding. */
const CONTROL = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;
const LINE_END = 0x0a;
/** GB18030 has the characters of both Chinese lists. */
const LISTS: readonly (readonly [Encoding, readonly PhraseLanguage[]])[] = [
  ['gb18030', ['zh-Hans', 'zh-Hant']],
  ['big5', ['zh-Hant']],
  ['cp932', ['ja']],
  ['windows-1252', ['es', 'fr']],
];
const WORD = /\p{Script=Han}|[\p{L}\p{M}]+/gu;
const LEAST_LISTED = 0.5;
const BEYOND_ASCII = /[^\0-\x7f]/;
const MOST_CUT = 3;

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
  const sample = head.subarray(0, head.lastIndexOf(LINE_END) + 1 || head.length);
  const ofPhrase = encodingOfPhrase(sample);
  if (ofPhrase !== null) return ofPhrase;
  const [best] = rankLegacy(sample);
  return best === undefined || best.score < LEAST_SCORE ? null : best.encoding;
}

/** Letters of a phrase are as often seldom ones as frequent ones: a text that is little more is told by the lists that its words are from. */
function encodingOfPhrase(sample: Uint8Array): Encoding | null {
  const shares = LISTS.map(([encoding, lists]) => ({ encoding, share: listedShare(sample, encoding, lists) }));
  const [best] = shares.filter(({ share }) => share >= LEAST_LISTED).sort((a, b) => b.share - a.share);
  return best?.encoding ?? null;
}

/** Of words beyond ASCII, so many are listed. */
function listedShare(sample: Uint8Array, encoding: Encoding, lists: readonly PhraseLanguage[]): number {
  const words = (new TextDecoder(decoderName(encoding)).decode(sample).match(WORD) ?? []).filter((word) => BEYOND_ASCII.test(word));
  const listed = words.filter((word) => lists.some((list) => numbersOf(list).has(word.toLowerCase().normalize('NFKD'))));
  return words.length === 0 ? 0 : listed.length / words.length;
}

function linesOf(source: Source, encoding: Encoding): Generator<string> {
  return linesWith(BEYOND_ASCII, new TextDecoder(decoderName(encoding)).decode(source.read(0, source.size)));
}
