// Strict JSON (RFC 8259, I-JSON) and its canonical form (RFC 8785). A second name in one object, a lone surrogate, a number that
// is not finite and anything nested deeper than 64 are refused: two readers could understand such a text differently.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const MAXIMUM_DEPTH = 64;
class NotJson extends Error {}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// JSON forbids exactly these inside a string.
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function reader(text: string): () => Json {
  let at = 0;
  const fail = (): never => {
    throw new NotJson(String(at));
  };
  const skip = (): void => {
    while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  };
  const string = (): string => {
    at += 1;
    let value = '';
    for (;;) {
      PLAIN.lastIndex = at;
      const plain = (PLAIN.exec(text) as RegExpExecArray)[0];
      value += plain;
      at += plain.length;
      const next = text[at];
      if (next === '"') break;
      if (next !== '\\') fail();
      const escaped = text[at + 1] ?? '';
      if (escaped === 'u') {
        const digits = text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail();
        value += String.fromCharCode(Number.parseInt(digits, 16));
        at += 6;
      } else {
        const character = ESCAPES[escaped];
        if (character === undefined) fail();
        value += character;
        at += 2;
      }
    }
    at += 1;
    if (LONE_SURROGATE.test(value)) fail();
    return value;
  };
  const value = (depth: number): Json => {
    if (depth > MAXIMUM_DEPTH) fail();
    skip();
    const first = text[at];
    if (first === '{') return object(depth);
    if (first === '[') return list(depth);
    if (first === '"') return string();
    for (const [word, meaning] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (match === null) return fail();
    at += match[0].length;
    const number = Number(match[0]);
    return Number.isFinite(number) ? number : fail();
  };
  const list = (depth: number): Json => {
    const items: Json[] = [];
    at += 1;
    skip();
    if (text[at] === ']') {
      at += 1;
      return items;
    }
    for (;;) {
      items.push(value(depth + 1));
      skip();
      const next = text[at];
      at += 1;
      if (next === ']') return items;
      if (next !== ',') fail();
    }
  };
  const object = (depth: number): Json => {
    // No prototype, so that a member named __proto__ is only a member.
    const members = Object.create(null) as Record<string, Json>;
    at += 1;
    skip();
    if (text[at] === '}') {
      at += 1;
      return members;
    }
    for (;;) {
      skip();
      if (text[at] !== '"') fail();
      const name = string();
      if (name in members) fail();
      skip();
      if (text[at] !== ':') fail();
      at += 1;
      members[name] = value(depth + 1);
      skip();
      const next = text[at];
      at += 1;
      if (next === '}') return members;
      if (next !== ',') fail();
    }
  };
  return () => {
    const result = value(0);
    skip();
    if (at !== text.length) fail();
    return result;
  };
}

/** The value, or undefined where the text is not strict JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return reader(text)();
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** RFC 8785: members sorted by UTF-16 code units, numbers and strings as ECMAScript prints them, no spaces. */
export function canonicalJson(value: Json): string {
  const pieces: string[] = [];
  const write = (item: Json): void => {
    if (item === null || typeof item === 'boolean') pieces.push(String(item));
    else if (typeof item === 'number') pieces.push(Object.is(item, -0) ? '0' : String(item));
    else if (typeof item === 'string') pieces.push(JSON.stringify(item));
    else if (isList(item)) {
      pieces.push('[');
      item.forEach((entry, index) => {
        if (index > 0) pieces.push(',');
        write(entry);
      });
      pieces.push(']');
    } else {
      pieces.push('{');
      Object.keys(item)
        .sort()
        .forEach((name, index) => {
          pieces.push(index > 0 ? ',' : '', JSON.stringify(name), ':');
          write(item[name] as Json);
        });
      pieces.push('}');
    }
  };
  write(value);
  return pieces.join('');
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
