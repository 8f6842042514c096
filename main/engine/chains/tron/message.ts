// A protobuf message with a known schema, as plain values by name and back to bytes. What the schema does not know is listed, not
// dropped; an address that is no address stays visible as hex.
import { hex } from '../../../../shared/model/bytes.ts';
import { tronAddress, tronAddressBytes } from './address.ts';
import { type FieldKind, type FieldRule, type Schema, wireTypeOf } from './contracts.ts';
import { DELIMITED, VARINT, delimitedField, joinBytes, readFields, varintField, type WireField } from './wire.ts';

export type MessageValue = bigint | boolean | string | Uint8Array | MessageValues | readonly MessageValue[];
export interface MessageValues {
  readonly [name: string]: MessageValue;
}

export interface ReadMessage {
  readonly values: MessageValues;
  /** Field numbers that the schema does not have, or has with another wire type. */
  readonly unknown: readonly number[];
}

/** An address field: base58check, or `hex:…` where the bytes are no address (the genesis block has such an owner). */
function addressText(bytes: Uint8Array): string {
  if (bytes.length === 21 && bytes[0] === 0x41) return tronAddress(bytes);
  return `hex:${hex(bytes)}`;
}

function fieldValue(field: WireField, kind: FieldKind): MessageValue {
  if (kind === 'int') return BigInt.asIntN(64, field.value);
  if (kind === 'bool') return field.value !== 0n;
  if (kind === 'address') return addressText(field.bytes);
  if (kind === 'text') return new TextDecoder().decode(field.bytes);
  if (kind === 'bytes') return field.bytes;
  return readMessage(field.bytes, kind.message).values;
}

/** Values by name. A field that is not there has no value here: the reader of a number takes it as 0, as proto3 does. */
export function readMessage(bytes: Uint8Array, schema: Schema): ReadMessage {
  const values: Record<string, MessageValue> = {};
  const unknown: number[] = [];
  for (const field of readFields(bytes)) {
    const rule = schema.get(field.number);
    if (rule === undefined || wireTypeOf(rule.kind) !== field.wireType) {
      unknown.push(field.number);
      continue;
    }
    const value = fieldValue(field, rule.kind);
    if (!rule.repeated) values[rule.name] = value;
    else values[rule.name] = [...((values[rule.name] as readonly MessageValue[] | undefined) ?? []), value];
  }
  return { values, unknown };
}

function fieldBytes(number: number, rule: FieldRule, value: MessageValue): Uint8Array {
  const { kind } = rule;
  if (kind === 'int') return varintField(number, value as bigint);
  if (kind === 'bool') return varintField(number, value === true ? 1n : 0n);
  const content =
    kind === 'address'
      ? addressContent(value as string)
      : kind === 'text'
        ? new TextEncoder().encode(value as string)
        : kind === 'bytes'
          ? (value as Uint8Array)
          : writeMessage(value as MessageValues, kind.message);
  // proto3 leaves out an empty scalar, but not an empty message that was set.
  return content.length === 0 && typeof kind === 'string' ? content : delimitedField(number, content);
}

function addressContent(text: string): Uint8Array {
  if (!text.startsWith('hex:')) return text === '' ? new Uint8Array(0) : tronAddressBytes(text);
  return Uint8Array.from(text.slice(4).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Bytes in the order of the field numbers, defaults left out: the form in which java-tron writes every message. */
export function writeMessage(values: MessageValues, schema: Schema): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [number, rule] of [...schema].sort(([a], [b]) => a - b)) {
    const value = values[rule.name];
    if (value === undefined) continue;
    for (const one of rule.repeated ? (value as readonly MessageValue[]) : [value]) {
      const written = fieldBytes(number, rule, one);
      // An element of a list stands even where it is empty.
      parts.push(rule.repeated && written.length === 0 ? emptyElement(number, rule) : written);
    }
  }
  return joinBytes(parts);
}

function emptyElement(number: number, rule: FieldRule): Uint8Array {
  return wireTypeOf(rule.kind) === VARINT ? Uint8Array.of(number * 8 + VARINT, 0) : joinBytes([Uint8Array.of(number * 8 + DELIMITED, 0)]);
}

export function intValue(values: MessageValues, name: string): bigint {
  const value = values[name];
  return typeof value === 'bigint' ? value : 0n;
}

export function textValue(values: MessageValues, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function bytesValue(values: MessageValues, name: string): Uint8Array {
  const value = values[name];
  return value instanceof Uint8Array ? value : new Uint8Array(0);
}

export function listValue(values: MessageValues, name: string): readonly MessageValues[] {
  const value = values[name];
  return Array.isArray(value) ? (value as readonly MessageValues[]) : [];
}
