// Events of contracts as their ABI writes them: the text of an event to its topic and layout, and a log to its values. Only the types
// that catalogued events use; a log that does not fit its layout to the byte is not decoded at all.
import { hex } from '../../../../shared/model/bytes.ts';
import { addressText } from './addresses.ts';
import { hexText } from './json.ts';
import { keccak256 } from './keccak.ts';
import type { EvmLog } from './receipt.ts';
import { bigEndian } from './rlp.ts';

export interface EventInput {
  readonly name: string;
  /** As in the signature: `address`, `uint256`, `int24`, `bool`, `bytes32`, `bytes`, `uint256[]`, or a tuple of these. */
  readonly type: string;
  readonly indexed: boolean;
}
export interface EventDefinition {
  readonly name: string;
  readonly signature: string;
  /** Keccak-256 of the signature, hexadecimal without 0x. */
  readonly topic: string;
  readonly inputs: readonly EventInput[];
}

/** Addresses as EIP-55 text, integers and booleans as bigint, bytes as 0x text. */
export type EventValue = string | bigint | readonly bigint[];
export type EventValues = Readonly<Record<string, EventValue>>;

const TEXT = new TextEncoder();

/** `Transfer(address indexed from, address indexed to, uint256 value)`. Throws at start where the text is wrong. */
export function defineEvent(text: string): EventDefinition {
  const open = text.indexOf('(');
  const name = text.slice(0, open);
  const inputs = splitOutside(text.slice(open + 1, -1)).map((part): EventInput => {
    const close = part.lastIndexOf(')');
    const [type, ...rest] = close < 0 ? part.split(' ') : [part.slice(0, close + 1), ...part.slice(close + 2).split(' ')];
    const input = { type: type ?? '', indexed: rest[0] === 'indexed', name: rest.at(-1) ?? '' };
    if (!TYPE.test(input.type) || input.name === '' || !text.endsWith(')')) throw new Error(`event "${text}" cannot be read`);
    return input;
  });
  const signature = `${name}(${inputs.map((input) => input.type).join(',')})`;
  return { name, signature, topic: hex(keccak256(TEXT.encode(signature))), inputs };
}

const TYPE = /^(address|bool|u?int\d+|bytes\d*|uint256\[\]|\([a-z0-9,]+\))$/;

/** Splits at commas that stand in no tuple. */
function splitOutside(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const character = text[i];
    if (character === '(') depth++;
    else if (character === ')') depth--;
    else if ((character === ',' && depth === 0) || character === undefined) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return parts;
}

const WORD = 32;

/** The values of a log of this event, or null where topic, count of topics or data do not fit. */
export function decodeEvent(event: EventDefinition, log: EvmLog): EventValues | null {
  const [first, ...topics] = log.topics;
  if (first === undefined || hex(first) !== event.topic) return null;
  if (topics.length !== event.inputs.filter((input) => input.indexed).length) return null;
  const values: Record<string, EventValue> = {};
  let topic = 0;
  let head = 0;
  for (const { name, type, indexed } of event.inputs) {
    if (indexed) {
      const word = topics[topic++] as Uint8Array;
      // Of a dynamic value only the hash is in the topic.
      const value = isDynamic(type) ? hexText(word) : wordValue(type, word);
      if (value === null) return null;
      values[name] = value;
      continue;
    }
    if (type.startsWith('(')) {
      const read = tupleValues(name, type, log.data, head);
      if (read === null) return null;
      Object.assign(values, read.values);
      head += read.width;
      continue;
    }
    const word = log.data.subarray(head, head + WORD);
    if (word.length !== WORD) return null;
    head += WORD;
    const value = isDynamic(type) ? dynamicValue(type, log.data, word) : wordValue(type, word);
    if (value === null) return null;
    values[name] = value;
  }
  // Data behind the head is allowed only where something dynamic stands there.
  const hasTail = event.inputs.some((input) => !input.indexed && isDynamic(input.type));
  return hasTail || head === log.data.length ? values : null;
}

function isDynamic(type: string): boolean {
  return type === 'bytes' || type.endsWith('[]') || (type.startsWith('(') && partsOf(type).some(isDynamic));
}

const partsOf = (type: string): readonly string[] => type.slice(1, -1).split(',');

/** The parts of a tuple of plain types as `name.0`, `name.1` …; where one has no fixed length, the tuple stands behind the head. */
function tupleValues(
  name: string,
  type: string,
  data: Uint8Array,
  head: number,
): { readonly values: Record<string, EventValue>; readonly width: number } | null {
  const isMoved = isDynamic(type);
  const offset = isMoved ? smallNumber(data.subarray(head, head + WORD), data.length) : head;
  if (offset === null) return null;
  const values: Record<string, EventValue> = {};
  // Offsets inside count from the tuple's own beginning.
  const own = data.subarray(offset);
  for (const [part, inner] of partsOf(type).entries()) {
    const word = own.subarray(part * WORD, part * WORD + WORD);
    const value = word.length !== WORD ? null : isDynamic(inner) ? dynamicValue(inner, own, word) : wordValue(inner, word);
    if (value === null) return null;
    values[`${name}.${part}`] = value;
  }
  return { values, width: isMoved ? WORD : partsOf(type).length * WORD };
}

function wordValue(type: string, word: Uint8Array): EventValue | null {
  if (type === 'address') return isZero(word, 0, 12) ? addressText(word.subarray(12)) : null;
  if (type.startsWith('bytes')) {
    const length = Number(type.slice(5));
    return isZero(word, length, WORD) ? hexText(word.subarray(0, length)) : null;
  }
  const value = bigEndian(word);
  if (type === 'bool') return value <= 1n ? value : null;
  const bits = BigInt(type.replace(/\D+/, ''));
  if (type.startsWith('uint')) return value >> bits === 0n ? value : null;
  const signed = BigInt.asIntN(256, value);
  return BigInt.asIntN(Number(bits), signed) === signed ? signed : null;
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}

function dynamicValue(type: string, data: Uint8Array, offsetWord: Uint8Array): EventValue | null {
  const offset = smallNumber(offsetWord, data.length);
  if (offset === null) return null;
  const count = smallNumber(data.subarray(offset, offset + WORD), data.length);
  if (count === null) return null;
  const start = offset + WORD;
  if (type === 'bytes') return start + count <= data.length ? hexText(data.subarray(start, start + count)) : null;
  if (start + count * WORD > data.length) return null;
  return Array.from({ length: count }, (_, i) => bigEndian(data.subarray(start + i * WORD, start + (i + 1) * WORD)));
}

function smallNumber(word: Uint8Array, most: number): number | null {
  if (word.length !== WORD) return null;
  const value = bigEndian(word);
  return value <= BigInt(most) ? Number(value) : null;
}
