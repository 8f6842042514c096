// The text of XML and HTML without their marks: word processors part a value over several runs, tables a phrase over their cells. Marks that stand
// within a line leave nothing behind, all others end it.
import { MOST_HELD, type Opener, viewBytes, viewOf } from './opener.ts';
import type { Source } from './source.ts';

const BEGINS = /^\ufeff?\s*<(?:\?xml|!doctype|html|w:document|office:)/i;
/** Of HTML, WordprocessingML, DrawingML, SpreadsheetML and ODF. */
const WITHIN_LINE = new RegExp(
  `^/?(?:${[
    'a|abbr|b|bdi|bdo|big|cite|code|del|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr',
    'r|t|rPr|phoneticPr|text:(?:span|a|bookmark[\\w-]*)|a:(?!p$|br$)\\w+|w:(?!p$|tc$|tr$|tbl$|br$|cr$|tab$|body$)\\w+',
  ].join('|')})$`,
  'i',
);
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', shy: '' };
const LONGEST_MARK = 65_536;

export const markupOpener: Opener = {
  id: 'markup',
  level: 'view',
  takes: ({ head }) => BEGINS.test(decoded(head.subarray(0, 200))),
  async *open(source, context) {
    const shown = `${source.shown}!text`;
    if (source.size > MOST_HELD)
      return context.onUnread({ path: shown, reason: `unpack: text without marks up to ${MOST_HELD >> 20} MiB` });
    yield viewOf(shown, () => viewBytes(textOf(source), source, shown, context));
  },
};

function decoded(bytes: Uint8Array): string {
  const form = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(form).decode(bytes);
}

function* textOf(source: Source): Generator<string> {
  const text = decoded(source.read(0, source.size));
  for (let at = 0; at < text.length; ) {
    const opening = text.indexOf('<', at);
    const to = opening < 0 ? text.length : opening;
    if (to > at) yield plain(text.slice(at, to));
    if (opening < 0) return;
    const isComment = text.startsWith('<!--', opening);
    const isData = text.startsWith('<![CDATA[', opening);
    const close = isComment ? text.indexOf('-->', opening) : isData ? text.indexOf(']]>', opening) : text.indexOf('>', opening);
    // No mark: a text with an angle in it.
    if (close < 0 || (!isComment && !isData && close - opening > LONGEST_MARK)) {
      yield '<';
      at = opening + 1;
      continue;
    }
    if (isData) yield text.slice(opening + 9, close);
    else if (!isComment) {
      const name = /^<(\/?[\w:.-]*)/.exec(text.slice(opening, opening + 100))?.[1] ?? '';
      if (!WITHIN_LINE.test(name)) yield '\n';
    }
    at = close + (isComment || isData ? 3 : 1);
  }
}

const plain = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));/gi, (whole, digits?: string, hex?: string, name?: string) => {
        if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
        const code = digits === undefined ? Number.parseInt(hex ?? '', 16) : Number(digits);
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      })
    : text;
