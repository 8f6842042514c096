// HTML as it streams, as far as reports and exports need it: elements with their attributes, and text with the bytes that it takes. It builds no page,
// runs nothing and repairs nothing. Bounded: a tag or a comment without end is an error.
import { Fault } from '../../../../shared/model/fault.ts';
import type { TextPiece } from './textPieces.ts';

export interface HtmlTaker {
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** Entities are put in. `offset` to `end`: its bytes in the file. */
  text(text: string, offset: number, end: number): void;
}

/** Reports carry pictures within attributes. */
const LONGEST_TAG = 16 << 20;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  laquo: '«',
  raquo: '»',
};
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g;
const LONGEST_ENTITY = 12;
/** Elements whose text is no markup. */
const RAW = new Set(['script', 'style', 'textarea', 'title']);

export function withEntities(text: string): string {
  return text.includes('&')
    ? text.replace(ENTITY, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
        if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
        const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
        return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
      })
    : text;
}

const PATTERNS = new Map<string, RegExp>();

/** The value of an attribute, its entities put in, or empty. */
export function attributeOf(attributes: string, name: string): string {
  const pattern = PATTERNS.get(name) ?? new RegExp(`(?:^|[\\s"'])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i');
  PATTERNS.set(name, pattern);
  const match = pattern.exec(attributes);
  return match === null ? '' : withEntities(match[1] ?? match[2] ?? match[3] ?? '');
}

export interface HtmlWalk {
  write(piece: TextPiece): void;
  /** Whether the file ended between tags. */
  end(): boolean;
}

export function createHtmlWalk(taker: HtmlTaker, file: string): HtmlWalk {
  /** What began in an earlier piece and did not end: a tag, a comment, or text that may end within an entity. */
  let held = '';
  let heldOffset = 0;
  /** Pieces behind it that end no tag: pictures within attributes run over many. */
  let more: string[] = [];
  let moreLength = 0;
  let raw = '';
  const refuse = (): never => {
    throw new Fault('intake.malformed', { file, row: 0, reason: `a tag is longer than ${LONGEST_TAG} characters` });
  };
  let scanned = 0;
  return {
    write(piece) {
      if (held.startsWith('<') && !piece.text.includes('>')) {
        more.push(piece.text);
        moreLength += piece.text.length;
        if (held.length + moreLength > LONGEST_TAG) refuse();
        return;
      }
      if (more.length > 0) held += more.join('');
      more = [];
      moreLength = 0;
      // Places within what is held are only asked for at its beginning.
      const before = held.length;
      const text = held + piece.text;
      const heldAt = heldOffset;
      held = '';
      const byteAt = (index: number): number => (index >= before ? piece.byteAt(index - before) : index === 0 ? heldAt : heldAt + index);
      const hold = (from: number): void => {
        held = text.slice(from);
        heldOffset = byteAt(from);
        if (held.length > LONGEST_TAG) refuse();
      };
      let at = 0;
      while (at < text.length) {
        if (raw !== '') {
          let next = text.indexOf('<', at);
          while (next >= 0 && next + raw.length + 2 <= text.length && !isEndOf(text, next, raw)) next = text.indexOf('<', next + 1);
          if (next < 0) return;
          if (next + raw.length + 2 > text.length) return hold(next);
          at = next;
        } else if (text.charCodeAt(at) !== 0x3c) {
          const next = text.indexOf('<', at);
          const to = next < 0 ? endOfText(text, at) : next;
          if (to > at) taker.text(withEntities(text.slice(at, to)), byteAt(at), byteAt(to));
          if (next < 0) return to < text.length ? hold(to) : undefined;
          at = to;
        }
        const isComment = text.startsWith('<!--', at);
        if (!isComment && '<!--'.startsWith(text.slice(at))) return hold(at);
        if (!isComment && at + 1 < text.length && !/[a-zA-Z/!?]/.test(text.charAt(at + 1))) {
          taker.text('<', byteAt(at), byteAt(at + 1));
          at++;
          continue;
        }
        // What was looked through already is not looked through again.
        const from = at === 0 ? Math.max(scanned, 1) : at + 1;
        const end = isComment ? text.indexOf('-->', Math.max(at + 4, from - 3)) : endOfTag(text, at);
        if (end < 0) {
          scanned = at === 0 || isComment ? text.length - at : 0;
          return hold(at);
        }
        scanned = 0;
        if (!isComment) tag(text.slice(at + 1, end));
        at = isComment ? end + 3 : end + 1;
      }
    },
    end: () => held === '' || !held.startsWith('<'),
  };

  function tag(inside: string): void {
    const match = /^(\/?)([a-zA-Z][^\s/>]*)/.exec(inside);
    if (match === null) return;
    const name = (match[2] as string).toLowerCase();
    if (match[1] === '/') {
      raw = '';
      taker.close(name);
      return;
    }
    taker.open(name, inside.slice(match[0].length));
    if (inside.endsWith('/')) taker.close(name);
    else if (RAW.has(name)) raw = name;
  }
}

/** Where text without a tag behind it ends: before what may be the beginning of an entity. */
function endOfText(text: string, from: number): number {
  const mark = text.lastIndexOf('&');
  return mark >= from && text.length - mark < LONGEST_ENTITY && !text.includes(';', mark) ? mark : text.length;
}

const isEndOf = (text: string, at: number, name: string): boolean =>
  text.startsWith('</', at) && text.slice(at + 2, at + 2 + name.length).toLowerCase() === name;

/** Index of the bracket that ends the tag begun at `from`, quotation marks minded; -1 where it is not there yet. */
function endOfTag(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x3e) return at;
    if (code === 0x22 || code === 0x27) {
      // Marks only quote behind an equals sign.
      if (!/=\s*$/.test(text.slice(Math.max(from, at - 4), at))) continue;
      const close = text.indexOf(text.charAt(at), at + 1);
      if (close < 0) return -1;
      at = close;
    }
  }
  return -1;
}
