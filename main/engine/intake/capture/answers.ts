// The answers of a capture by what they answer. Bodies are read one by one and parsed when they are needed; numbers keep every digit only
// where a chain's own reader takes the text.
import type { RejectedRow } from '../material.ts';
import type { Capture, CaptureAnswer } from './readCapture.ts';

export interface NumberedAnswer extends CaptureAnswer {
  /** Its place in the manifest, counted from 1: the row that provenance names. */
  readonly number: number;
}

export function answersOf({ manifest }: Capture): readonly NumberedAnswer[] {
  return manifest.answers.map((answer, i) => ({ ...answer, number: i + 1 }));
}

export interface Rejections {
  readonly rows: RejectedRow[];
  add(answer: NumberedAnswer, reason: string, text?: string): void;
}

export function createRejections(): Rejections {
  const rows: RejectedRow[] = [];
  return { rows, add: (answer, reason, text = answer.about) => void rows.push({ row: answer.number, reason, text: text.slice(0, 200) }) };
}

export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

/** JSON nests no deeper than this in any answer of a service. */
const DEEPEST = 1100;

/** Undefined where it is no JSON, or nests without end. */
export function jsonOf(bytes: Uint8Array): unknown {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (quoted) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) quoted = false;
    } else if (byte === 0x22) quoted = true;
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > DEEPEST) return undefined;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  try {
    return JSON.parse(textOf(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/** The `result` of a JSON-RPC answer; null where it has none. */
export function rpcResult(bytes: Uint8Array): unknown {
  const json = jsonOf(bytes);
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'result')) return null;
  return (json as { readonly result?: unknown }).result ?? null;
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}
