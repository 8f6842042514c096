// JSON from a node that may lie: bounded in depth before it is parsed, and with every number that is not a plain integer kept
// as the text it was written as. An amount never passes through a float.
import { Fault } from '../../../../shared/model/fault.ts';

/** Deep enough for `getblock` with its spent outputs (eight), far below what would exhaust a stack. */
const MOST_DEPTH = 32;
/** Digits of an integer that a double surely holds. */
const SURE_DIGITS = 15;
const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

export type Json = null | boolean | string | number | readonly Json[] | { readonly [name: string]: Json };

/** Parses `text`; integers up to 15 digits become numbers, any other number a string of its own text. Throws `node.badAnswer`. */
export function readExactJson(text: string, method: string, mostDepth = MOST_DEPTH): Json {
  const exact = withNumbersAsText(text, mostDepth);
  if (exact === null) throw new Fault('node.badAnswer', { method, reason: 'depth' });
  try {
    return JSON.parse(exact) as Json;
  } catch {
    throw new Fault('node.badAnswer', { method, reason: 'json' });
  }
}

/**
 * The text with its other numbers in quotation marks; null where brackets nest too deep. A reviver with the source text of numbers
 * says the same and takes several times as long, for it is called for every member of megabytes.
 */
function withNumbersAsText(text: string, mostDepth: number): string | null {
  const parts: string[] = [];
  let taken = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > mostDepth) return null;
    } else if (code === 0x7d || code === 0x5d) depth--;
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const end = endOfNumber(text, at);
      const number = text.slice(at, end);
      if (!staysNumber(number) && NUMBER.test(number) && !isName(text, end)) {
        parts.push(text.slice(taken, at), '"', number, '"');
        taken = end;
      }
      at = end - 1;
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(taken);
}

function staysNumber(number: string): boolean {
  return number.length <= SURE_DIGITS && INTEGER.test(number) && number !== '-0';
}

/** Index behind the longest run of characters that a number may hold. */
function endOfNumber(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    // Digits, + - . and e E; charCodeAt gives NaN behind the end.
    if (!((code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2b || code === 0x2d || code === 0x65 || code === 0x45)) return at;
  }
}

/** A number before a colon is no JSON; quotation marks would make it a name. */
function isName(text: string, end: number): boolean {
  let at = end;
  while (/\s/.test(text.charAt(at))) at++;
  return text.charAt(at) === ':';
}

/** Index of the quotation mark that ends the string begun at `start`, or the length of the text. */
function endOfString(text: string, start: number): number {
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return quote;
    from = quote + 1;
  }
}

/**
 * A number of coins as an integer of the smallest unit, exactly; null where it is negative, not a number, or finer than
 * `decimals`. Takes the forms of JSON, exponents too: some nodes write one unit as 1e-8.
 */
export function unitsOf(value: Json | undefined, decimals: number): bigint | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  const match = /^(\d{1,20})(?:\.(\d{1,20}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (match === null) return null;
  const [, whole, fraction = '', exponent = '0'] = match as unknown as [string, string, string?, string?];
  const shift = decimals + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return digits % divisor === 0n ? digits / divisor : null;
}

/** The members of an answer that should be an object; null where it is none. */
export function membersOf(value: Json | undefined): { readonly [name: string]: Json | undefined } | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [name: string]: Json }) : null;
}
