// Protobuf's wire format, as much as TRON uses: varints, length-delimited and fixed fields, kept as the exact bytes they were.
// It knows no schema, drops nothing it does not know, and refuses truncated, over-long and group fields. Format:
// protobuf.dev/programming-guides/encoding.
import { Fault } from '../../../../shared/model/fault.ts';

/** Reasons given in `chain.badTransaction` by this file. */
export type WireRefusal = 'truncated' | 'overlong' | 'wireType' | 'fieldNumber' | 'tooManyFields' | 'repeatedField';

export const VARINT = 0;
export const FIXED64 = 1;
export const DELIMITED = 2;
export const FIXED32 = 5;

export interface WireField {
  readonly number: number;
  readonly wireType: 0 | 1 | 2 | 5;
  /** Unsigned 64 bits of a varint or a fixed field; the length of a delimited one. */
  readonly value: bigint;
  /** What a delimited field holds; empty for the others. */
  readonly bytes: Uint8Array;
  /** Where the whole field, key included, begins and ends in what was read. */
  readonly start: number;
  readonly end: number;
}

/** A block of TRON's 2 MB limit cannot hold more; a hostile file of two-byte fields could. */
const MOST_FIELDS = 200_000;

function refuse(reason: WireRefusal, at: number): never {
  throw new Fault('chain.badTransaction', { reason, at });
}

/** A varint of at most ten bytes and 64 bits; more is refused, a longer form of a small number is not (it is legal). */
function readVarint(bytes: Uint8Array, start: number): { value: bigint; end: number } {
  let small = 0;
  let value = 0n;
  for (let length = 0; length < 10; length++) {
    const byte = bytes[start + length];
    if (byte === undefined) refuse('truncated', start);
    if (length < 4) small += (byte & 0x7f) * 2 ** (7 * length);
    else value |= BigInt(byte & 0x7f) << BigInt(7 * length);
    if (byte < 0x80) {
      if (length === 9 && byte > 1) refuse('overlong', start);
      return { value: value | BigInt(small), end: start + length + 1 };
    }
  }
  return refuse('overlong', start);
}

/** The fields of one message in their order. Nested messages stay bytes until they are read themselves. */
export function readFields(bytes: Uint8Array): readonly WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (fields.length === MOST_FIELDS) refuse('tooManyFields', at);
    const start = at;
    const key = readVarint(bytes, at);
    const number = Number(key.value >> 3n);
    if (number === 0 || number > 0x1fffffff) refuse('fieldNumber', start);
    const wireType = Number(key.value & 7n);
    at = key.end;
    if (wireType === VARINT) {
      const { value, end } = readVarint(bytes, at);
      at = end;
      fields.push({ number, wireType, value, bytes: bytes.subarray(at, at), start, end: at });
    } else if (wireType === DELIMITED) {
      const length = readVarint(bytes, at);
      if (length.value > BigInt(bytes.length - length.end)) refuse('truncated', start);
      at = length.end + Number(length.value);
      fields.push({ number, wireType, value: length.value, bytes: bytes.subarray(length.end, at), start, end: at });
    } else if (wireType === FIXED64 || wireType === FIXED32) {
      const size = wireType === FIXED64 ? 8 : 4;
      if (at + size > bytes.length) refuse('truncated', start);
      let value = 0n;
      for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] as number);
      at += size;
      fields.push({ number, wireType, value, bytes: bytes.subarray(at, at), start, end: at });
    } else refuse('wireType', start);
  }
  return fields;
}

/** The number of a field, proto3's way: the last one counts, and one that is not there is 0. */
export function varintOf(fields: readonly WireField[], number: number): bigint {
  let value = 0n;
  for (const field of fields) {
    if (field.number !== number) continue;
    if (field.wireType !== VARINT) refuse('wireType', field.start);
    value = field.value;
  }
  return value;
}

/** As `varintOf`, as the signed number that int64 and int32 mean. */
export function intOf(fields: readonly WireField[], number: number): bigint {
  return BigInt.asIntN(64, varintOf(fields, number));
}

/** Every occurrence of a delimited field. */
export function everyOf(fields: readonly WireField[], number: number): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const field of fields) {
    if (field.number !== number) continue;
    if (field.wireType !== DELIMITED) refuse('wireType', field.start);
    found.push(field.bytes);
  }
  return found;
}

/**
 * A delimited field that must stand once at most. Protobuf would merge two of them, and two programs could then read two meanings
 * from one transaction; nothing that a node has written repeats one.
 */
export function onceOf(fields: readonly WireField[], number: number): Uint8Array | undefined {
  const found = everyOf(fields, number);
  if (found.length > 1) refuse('repeatedField', fields.findLast((field) => field.number === number)?.start ?? 0);
  return found[0];
}

export function encodeVarint(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, value);
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

/** A varint field; nothing for 0, as proto3 writes. */
export function varintField(number: number, value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0);
  return joinBytes([encodeVarint(BigInt(number * 8 + VARINT)), encodeVarint(value)]);
}

/** A delimited field, written even when empty: leaving an empty one out is for the caller to decide. */
export function delimitedField(number: number, bytes: Uint8Array): Uint8Array {
  return joinBytes([encodeVarint(BigInt(number * 8 + DELIMITED)), encodeVarint(BigInt(bytes.length)), bytes]);
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
