// JSON read as it streams, with the bytes that each value takes: elements of the lists that a reader asks for are given one by one, so that an export
// of gigabytes needs the memory of one message. Bounded in depth, length and number.
import { Fault } from '../../../../shared/model/fault.ts';
import type { TextPiece } from './textPieces.ts';

export interface JsonValue {
  /** Text of a string without its escapes, a number as written, `true`, `false`, `null`; empty for the others. */
  readonly text: string;
  readonly kind: 'string' | 'plain' | 'object' | 'list';
  readonly members: Map<string, JsonValue>;
  readonly items: JsonValue[];
  /** Bytes of the file: of a string what stands between its marks, else the whole value. */
  readonly offset: number;
  end: number;
}

export interface JsonTaker {
  /** Whether the elements of the list at this path (names of members, `*` for any element) are taken one by one. */
  isTaken(path: readonly string[]): boolean;
  element(value: JsonValue, path: readonly string[]): void;
  /** What is neither list nor object, outside of those elements. */
  plain(value: JsonValue, path: readonly string[]): void;
  /** A list or object outside of those elements begins. */
  opens(path: readonly string[]): void;
}

const DEEPEST = 64;
const LONGEST_STRING = 8 << 20;
const MOST_VALUES = 100_000;

interface Frame {
  readonly isList: boolean;
  /** Null outside of what is taken. */
  readonly value: JsonValue | null;
  readonly takesElements: boolean;
  name: string;
  expectsName: boolean;
}

export interface JsonWalk {
  write(piece: TextPiece): void;
  /** Whether the document was whole. */
  end(): boolean;
}

export function createJsonWalk(taker: JsonTaker, file: string): JsonWalk {
  const frames: Frame[] = [];
  let values = 0;
  let isComplete = false;
  /** An open string or plain value: its text so far. */
  let open: { isString: boolean; parts: string[]; length: number; offset: number; isEscaped: boolean; hasEscapes: boolean } | null = null;

  const refusal = (reason: string): Fault => new Fault('intake.malformed', { file, row: 0, reason });
  const path = (): string[] => frames.map(({ isList, name }) => (isList ? '*' : name));
  const isInside = (): boolean => {
    const top = frames.at(-1);
    return top !== undefined && (top.value !== null || top.takesElements);
  };
  const attach = (value: JsonValue): void => {
    const top = frames.at(-1);
    if (top?.value === null || top === undefined) return;
    if (++values > MOST_VALUES) throw refusal(`one element holds more than ${MOST_VALUES} values`);
    if (top.isList) top.value.items.push(value);
    else top.value.members.set(top.name, value);
  };
  const begin = (isList: boolean, offset: number): void => {
    if (frames.length >= DEEPEST) throw refusal('is nested too deeply');
    const value: JsonValue | null = isInside()
      ? { text: '', kind: isList ? 'list' : 'object', members: new Map(), items: [], offset, end: offset }
      : null;
    if (value !== null) attach(value);
    else taker.opens(path());
    frames.push({ isList, value, takesElements: value === null && isList && taker.isTaken(path()), name: '', expectsName: !isList });
  };
  const finish = (end: number): void => {
    const frame = frames.pop();
    if (frame === undefined) throw refusal('no JSON: a bracket too many');
    if (frame.value !== null) frame.value.end = end;
    const top = frames.at(-1);
    if (top?.takesElements && frame.value !== null) {
      values = 0;
      taker.element(frame.value, path());
    }
    if (frames.length === 0) isComplete = true;
  };
  const scalar = (text: string, kind: 'string' | 'plain', offset: number, end: number): void => {
    const top = frames.at(-1);
    if (kind === 'string' && top !== undefined && !top.isList && top.expectsName) {
      top.name = text;
      top.expectsName = false;
      return;
    }
    const value: JsonValue = { text, kind, members: new Map(), items: [], offset, end };
    if (top !== undefined && top.value !== null) attach(value);
    else taker.plain(value, path());
  };
  const close = (more: string, end: number): void => {
    if (open === null) return;
    const raw = open.parts.length === 0 ? more : open.parts.join('') + more;
    const { isString, offset, hasEscapes } = open;
    open = null;
    if (isString) scalar(hasEscapes ? unescaped(raw) : raw, 'string', offset, end);
    else scalar(raw, 'plain', offset, end);
  };
  const grow = (text: string): void => {
    if (open === null) return;
    open.parts.push(text);
    open.length += text.length;
    if (open.length > LONGEST_STRING) throw refusal(`a value is longer than ${LONGEST_STRING} characters`);
  };

  return {
    write(piece) {
      const { text } = piece;
      let at = 0;
      while (at < text.length) {
        if (open?.isString) {
          const from = at;
          while (at < text.length) {
            const code = text.charCodeAt(at);
            if (open.isEscaped) open.isEscaped = false;
            else if (code === 0x5c) {
              open.isEscaped = true;
              open.hasEscapes = true;
            } else if (code === 0x22) break;
            at++;
          }
          if (at >= text.length) return grow(text.slice(from));
          close(text.slice(from, at), piece.byteAt(at));
          at++;
          continue;
        }
        if (open !== null) {
          const from = at;
          while (at < text.length && isPlain(text.charCodeAt(at))) at++;
          if (at >= text.length) return grow(text.slice(from));
          close(text.slice(from, at), piece.byteAt(at));
          continue;
        }
        const code = text.charCodeAt(at);
        if (code === 0x22)
          open = { isString: true, parts: [], length: 0, offset: piece.byteAt(at + 1), isEscaped: false, hasEscapes: false };
        else if (code === 0x7b || code === 0x5b) begin(code === 0x5b, piece.byteAt(at));
        else if (code === 0x7d || code === 0x5d) finish(piece.byteAt(at + 1));
        else if (code === 0x2c) {
          const top = frames.at(-1);
          if (top !== undefined) top.expectsName = !top.isList;
        } else if (isPlain(code)) {
          open = { isString: false, parts: [], length: 0, offset: piece.byteAt(at), isEscaped: false, hasEscapes: false };
          continue;
        } else if (!(code <= 0x20 || code === 0x3a || code === 0xfeff)) throw refusal('no JSON that can be read');
        at++;
      }
    },
    end: () => open === null && frames.length === 0 && isComplete,
  };
}

/** Of numbers, true, false, null. */
function isPlain(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x2d ||
    code === 0x2b ||
    code === 0x2e
  );
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** As JSON has it; a mark that escapes nothing known stands for what follows it. */
function unescaped(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hex: string | undefined, mark: string | undefined) =>
    hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPES[mark ?? ''] ?? mark ?? ''),
  );
}
