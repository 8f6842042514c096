// JSON from a node that may lie: bounded in depth before it is parsed, and with every number that is not a plain integer kept
// as the text it was written as. An amount never passes through a float.
import { Fault } from '../../../../shared/model/fault.ts';

/** Deep enough for `getblock` with its spent outputs (eight), far below what would exhaust a stack. */
const MOST_DEPTH = 32;
const DECIMAL = Symbol('decimal');

/** A number as the node wrote it. JSON cannot spell the symbol, so no object of an answer passes for one. */
export interface DecimalText {
  readonly [DECIMAL]: string;
}

export type Json = null | boolean | string | number | DecimalText | readonly Json[] | { readonly [name: string]: Json };

/** Parses `text`; integers within ±2^53 become numbers, any other number its text. Throws `node.badAnswer`. */
export function readExactJson(text: string, method: string): Json {
  if (depthOf(text) > MOST_DEPTH) throw new Fault('node.badAnswer', { method, reason: 'depth' });
  try {
    return JSON.parse(text, exactly as (key: string, value: unknown) => unknown) as Json;
  } catch {
    throw new Fault('node.badAnswer', { method, reason: 'json' });
  }
}

// The third argument (ECMAScript 2025, "JSON.parse source text access") is not in the library types yet.
function exactly(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const source = context.source;
  if (source === undefined) throw new TypeError('exactJson: this Node gives no source text of numbers');
  return Number.isSafeInteger(value) && /^(-?[1-9]\d*|0)$/.test(source) ? value : { [DECIMAL]: source };
}

/** Deepest nesting of brackets outside of strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
    } else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return deepest;
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
  const text =
    typeof value === 'number' ? String(value) : typeof value === 'object' && value !== null && DECIMAL in value ? value[DECIMAL] : null;
  const match = text === null ? null : /^(\d{1,20})(?:\.(\d{1,20}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
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
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(DECIMAL in value)
    ? (value as { readonly [name: string]: Json })
    : null;
}
