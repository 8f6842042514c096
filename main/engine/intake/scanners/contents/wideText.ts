// Text in UTF-16 of scripts beyond Latin letters, as UTF-8: the scan of bytes reads UTF-16 only where every other byte is zero.
import { MOST_HELD, type Opener, viewBytes, viewOf } from './opener.ts';
import type { Source } from './source.ts';
import { linesWith } from './textLines.ts';

const SAMPLE = 2048;
const LEAST_SAMPLE = 32;
/** Share of a sample that must be letters of texts where no mark says its form. */
const MOST_OTHERS = 0.1;
/** Line ends, ASCII, Latin letters, accents and Hangul by its parts (as libraries give phrases), kana, Han, Hangul, full-width forms. */
const OF_TEXT = /[\t\n\r\u0020-\u007e\u00a0-\u024f\u1100-\u11ff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]|[\u0300-\u036f]/;
const BEYOND_LATIN = /[^\0-\u00ff]/;

export const wideTextOpener: Opener = {
  id: 'wideText',
  level: 'view',
  takes: ({ head }) => formOf(head) !== null,
  async *open(source, context) {
    const shown = `${source.shown}!text`;
    const form = formOf(source.head);
    if (form === null) return;
    if (source.size > MOST_HELD) return context.onUnread({ path: shown, reason: `unpack: UTF-16 is read up to ${MOST_HELD >> 20} MiB` });
    yield viewOf(shown, () => viewBytes(linesOf(source, form), source, shown, context));
  },
};

type Form = 'utf-16le' | 'utf-16be';

function formOf(head: Uint8Array): Form | null {
  if (head[0] === 0xff && head[1] === 0xfe && (head[2] !== 0 || head[3] !== 0)) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const sample = head.subarray(0, SAMPLE & ~1);
  if (sample.length < LEAST_SAMPLE || isUtf8(sample)) return null;
  return looksLike(sample, 'utf-16le') ? 'utf-16le' : looksLike(sample, 'utf-16be') ? 'utf-16be' : null;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // A character may be cut at the sample's end.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return !bytes.includes(0);
  } catch {
    return false;
  }
}

function looksLike(sample: Uint8Array, form: Form): boolean {
  const text = new TextDecoder(form).decode(sample.subarray(0, sample.length & ~1));
  let others = 0;
  for (const letter of text) if (!OF_TEXT.test(letter)) others++;
  return others <= text.length * MOST_OTHERS && BEYOND_LATIN.test(text) && /[\n\r\u0020\u3000]/.test(text);
}

function linesOf(source: Source, form: Form): Generator<string> {
  return linesWith(BEYOND_LATIN, new TextDecoder(form).decode(source.read(0, source.size)));
}
