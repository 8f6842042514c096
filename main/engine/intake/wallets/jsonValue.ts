// JSON of unknown shape, looked at without trust. The parser's own message quotes the text and goes nowhere.
import { damaged } from './damage.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return damaged('the JSON is damaged');
  }
}

/** Null where it is none: half of a text may be one of another form. */
export function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function recordOf(value: unknown): JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {};
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Numbers too, as they print. */
export function statedOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** UTF-8 with or without its mark; no byte is refused. */
export function plainText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** First bytes as text for a look at the form: one character a byte. */
export function headText(head: Uint8Array): string {
  const from = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1', from);
}
