// JSON as java-tron and TronGrid write it, read without losing a digit: whole numbers become bigint from their own text. It knows
// no TRON message yet (nodeJson.ts, gridJson.ts); it bounds depth, since a hostile file may nest without end.
import { fromHex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { readTronAddress } from './address.ts';

export type Json = null | boolean | bigint | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** Reasons given in `intake.malformed` by this folder. */
export type TronJsonRefusal = 'json' | 'depth' | 'shape';

export function malformed(reason: TronJsonRefusal, field: string): never {
  throw new Fault('intake.malformed', { format: 'tron', reason, field });
}

const DEEPEST = 64;

/** JSON.parse hands the digits of a number to its reviver (ECMA-262, JSON.parse source text access). */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

export function parseTronJson(text: string): Json {
  checkDepth(text);
  const exact: Reviver = (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
  try {
    return JSON.parse(text, exact as (key: string, value: unknown) => unknown) as Json;
  } catch (error) {
    if (error instanceof Fault) throw error;
    return malformed('json', error instanceof Error ? error.message.slice(0, 120) : '');
  }
}

function checkDepth(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (quoted) {
      if (letter === 0x5c) i++;
      else if (letter === 0x22) quoted = false;
    } else if (letter === 0x22) quoted = true;
    else if (letter === 0x5b || letter === 0x7b) {
      if (++depth > DEEPEST) malformed('depth', '');
    } else if (letter === 0x5d || letter === 0x7d) depth--;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(value: JsonObject, name: string): JsonObject {
  const found = value[name];
  return isObject(found) ? found : malformed('shape', name);
}

/** A list; empty where the field is not there, as protobuf's JSON leaves out what is empty. */
export function listAt(value: JsonObject, name: string): readonly Json[] {
  const found = value[name];
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? (found as readonly Json[]) : malformed('shape', name);
}

export function textAt(value: JsonObject, name: string): string | null {
  const found = value[name];
  if (found === undefined || found === null) return null;
  return typeof found === 'string' ? found : malformed('shape', name);
}

/** A whole number; a fraction, or a number that has already lost digits, is refused. Null where the field is not there. */
export function intAt(value: JsonObject, name: string): bigint | null {
  const found = value[name];
  if (found === undefined || found === null || found === '') return null;
  if (typeof found === 'bigint') return found;
  if (typeof found === 'number' && Number.isSafeInteger(found)) return BigInt(found);
  if (typeof found === 'string' && /^-?\d{1,80}$/.test(found)) return BigInt(found);
  return malformed('shape', name);
}

/** A height or a time in milliseconds: a whole number from 0 to 2^53 - 1; refused beyond, null where the field is not there. */
export function safeNumberAt(value: JsonObject, name: string): number | null {
  const found = intAt(value, name);
  if (found === null) return null;
  return found >= 0n && found <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(found) : malformed('shape', name);
}

export function hexAt(value: JsonObject, name: string): Uint8Array | null {
  const found = textAt(value, name);
  if (found === null) return null;
  const digits = found.startsWith('0x') ? found.slice(2) : found;
  return digits.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(digits) ? fromHex(digits) : malformed('shape', name);
}

/** An address in any of its forms, as base58check; null where the field is not there or empty. */
export function addressAt(value: JsonObject, name: string): string | null {
  const found = textAt(value, name);
  if (found === null || found === '') return null;
  try {
    return readTronAddress(found);
  } catch (fault) {
    if (fault instanceof Fault) malformed('shape', name);
    throw fault;
  }
}
