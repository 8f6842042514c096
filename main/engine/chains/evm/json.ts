// Values of Ethereum's JSON-RPC, read strictly: a quantity is hexadecimal with 0x, never a number of JSON, since that loses
// exactness above 2^53. Every refusal names the field. It reads values only and interprets none.
import { Fault } from '../../../../shared/model/fault.ts';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function refuseJson(reason: string, field: string): never {
  throw new Fault('chain.badTransaction', { reason: `json.${reason}`, field: field.slice(0, 80) });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readObject(value: unknown, field: string): JsonObject {
  return isObject(value) ? value : refuseJson('object', field);
}

export function readList(value: unknown, field: string, most = 1_000_000): readonly unknown[] {
  if (!Array.isArray(value)) return refuseJson('list', field);
  if (value.length > most) refuseJson('tooMany', field);
  return value;
}

/** The field's value, or null where the object lacks it or says null. */
export function present(object: JsonObject, field: string): unknown {
  return Object.hasOwn(object, field) ? (object[field] ?? null) : null;
}

/** An unsigned integer of at most 256 bits. Leading zeros are taken: some servers pad signatures and gas. */
export function readQuantity(object: JsonObject, field: string): bigint {
  const value = present(object, field);
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{1,64}$/.test(value)) return refuseJson('quantity', field);
  return BigInt(value);
}

export function readOptionalQuantity(object: JsonObject, field: string): bigint | null {
  return present(object, field) === null ? null : readQuantity(object, field);
}

/** A quantity that must be an exact number: heights, positions, times. */
export function readCount(object: JsonObject, field: string): number {
  const value = readQuantity(object, field);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : refuseJson('tooLarge', field);
}

export function readOptionalCount(object: JsonObject, field: string): number | null {
  return present(object, field) === null ? null : readCount(object, field);
}

/** Bytes of any length, or of exactly `length`. */
export function readBytes(object: JsonObject, field: string, length?: number): Uint8Array {
  return readBytesValue(present(object, field), field, length);
}

export function readBytesValue(value: unknown, field: string, length?: number): Uint8Array {
  if (typeof value !== 'string' || !/^0x(?:[0-9a-fA-F]{2})*$/.test(value)) return refuseJson('bytes', field);
  if (length !== undefined && value.length !== 2 + length * 2) refuseJson('length', field);
  return fromHex(value.slice(2));
}

export function readOptionalBytes(object: JsonObject, field: string, length?: number): Uint8Array | null {
  return present(object, field) === null ? null : readBytes(object, field, length);
}

/** 20 bytes. Case is not checked: nodes print lower case, services mixed; the bytes are what is hashed. */
export function readAddress(object: JsonObject, field: string): Uint8Array {
  return readBytes(object, field, 20);
}

export function readOptionalAddress(object: JsonObject, field: string): Uint8Array | null {
  return present(object, field) === null ? null : readAddress(object, field);
}

export function readHash(object: JsonObject, field: string): Uint8Array {
  return readBytes(object, field, 32);
}

export function readOptionalHash(object: JsonObject, field: string): Uint8Array | null {
  return present(object, field) === null ? null : readHash(object, field);
}

/** Text of bytes as every Ethereum node prints them: in their own order, lower case. */
export function hexText(bytes: Uint8Array): string {
  return `0x${hex(bytes)}`;
}
