// Text in Shift_JIS, GB18030, Big5 or Windows-1252 as UTF-8: the scan of bytes reads words of phrases and what announces them in UTF-8 and UTF-16 only.
// Lines of ASCII, which it reads by itself, are left out here, but for a word alone: it may stand among such with accents.
import { isAscii, isUtf8 } from 'node:buffer';
import { decoderName, type Encoding, rankLegacy } from '../../tables/encoding.ts';
import { MOST_HELD, type Opener, viewBytes, viewOf } from './opener.ts';
import type { Source } from './source.ts';

const LEAST_SAMPLE = 16;
/** Between 0 and 1, as the frequencies of letters say it. */
const LEAST_SCORE = 0.4;
/** No text has them, whatever its encoding. */
const CONTROL = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;
const LINE_END = 0x0a;
const WANTED = /[^\0-\x7f]|^[\s\d.):-]*[a-z]{3,12}\s*$/i;
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
  const [best] = rankLegacy(head.subarray(0, head.lastIndexOf(LINE_END) + 1 || head.length));
  return best === undefined || best.score < LEAST_SCORE ? null : best.encoding;
}

function* linesOf(source: Source, encoding: Encoding): Generator<string> {
  for (const line of new TextDecoder(decoderName(encoding)).decode(source.read(0, source.size)).split(/\r\n|[\r\n]/))
    if (WANTED.test(line)) yield `${line}\n`;
}
