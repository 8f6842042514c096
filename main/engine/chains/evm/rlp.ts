// Recursive length prefix (Ethereum yellow paper, appendix B): bytes to items and back. Refuses everything that is not the one
// canonical form, because hashes are taken over these bytes. Knows nothing of blocks or transactions.
import { Fault } from '../../../../shared/model/fault.ts';

export type RlpItem = Uint8Array | readonly RlpItem[];

/** Deeper than any form of the protocol (an access list inside a transaction has 4 levels); guards against hostile nesting. */
const DEEPEST = 16;

function refuse(reason: string, offset: number): never {
  throw new Fault('chain.badTransaction', { reason: `rlp.${reason}`, offset });
}

function lengthBytes(length: number): number {
  let count = 1;
  for (let rest = Math.floor(length / 256); rest > 0; rest = Math.floor(rest / 256)) count++;
  return count;
}

function headerBytes(length: number): number {
  return length < 56 ? 1 : 1 + lengthBytes(length);
}

/** Writes the prefix of a payload; returns the offset behind it. `short` is 0x80 for bytes, 0xc0 for a list. */
function writeHeader(into: Uint8Array, at: number, length: number, short: number): number {
  if (length < 56) {
    into[at] = short + length;
    return at + 1;
  }
  const count = lengthBytes(length);
  into[at] = short + 55 + count;
  let rest = length;
  for (let i = count; i >= 1; i--) {
    into[at + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return at + 1 + count;
}

/** One string of bytes. */
export function encodeBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 1 && (bytes[0] as number) < 0x80) return bytes;
  const encoded = new Uint8Array(headerBytes(bytes.length) + bytes.length);
  encoded.set(bytes, writeHeader(encoded, 0, bytes.length, 0x80));
  return encoded;
}

/** A list of items that are encoded already. */
export function encodeListOf(items: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const item of items) length += item.length;
  const encoded = new Uint8Array(headerBytes(length) + length);
  let at = writeHeader(encoded, 0, length, 0xc0);
  for (const item of items) {
    encoded.set(item, at);
    at += item.length;
  }
  return encoded;
}

export function encodeRlp(item: RlpItem): Uint8Array {
  return item instanceof Uint8Array ? encodeBytes(item) : encodeListOf(item.map(encodeRlp));
}

/** The one item that the bytes hold, and nothing behind it. */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  const { item, end } = decodeAt(bytes, 0, bytes.length, 0);
  if (end !== bytes.length) refuse('trailing', end);
  return item;
}

function decodeAt(bytes: Uint8Array, at: number, end: number, depth: number): { item: RlpItem; end: number } {
  if (at >= end) refuse('truncated', at);
  if (depth > DEEPEST) refuse('depth', at);
  const first = bytes[at] as number;
  if (first < 0x80) return { item: bytes.subarray(at, at + 1), end: at + 1 };
  const isList = first >= 0xc0;
  const short = first - (isList ? 0xc0 : 0x80);
  let start = at + 1;
  let length = short;
  if (short > 55) {
    const count = short - 55;
    if (start + count > end) refuse('truncated', at);
    if (bytes[start] === 0) refuse('length', at);
    // Six bytes hold more than any file; more would lose exactness in a number.
    if (count > 6) refuse('truncated', at);
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] as number);
    if (length < 56) refuse('length', at);
    start += count;
  }
  const stop = start + length;
  if (stop > end) refuse('truncated', at);
  if (!isList) {
    if (length === 1 && (bytes[start] as number) < 0x80) refuse('notMinimal', at);
    return { item: bytes.subarray(start, stop), end: stop };
  }
  const items: RlpItem[] = [];
  for (let next = start; next < stop; ) {
    const decoded = decodeAt(bytes, next, stop, depth + 1);
    items.push(decoded.item);
    next = decoded.end;
  }
  return { item: items, end: stop };
}

/** An integer without leading zero bytes; zero is the empty string. */
export function integerBytes(value: bigint): Uint8Array {
  if (value < 0n) throw new RangeError('"value" expected not negative');
  if (value === 0n) return new Uint8Array(0);
  const text = value.toString(16);
  const bytes = new Uint8Array((text.length + 1) >> 1);
  const even = text.length % 2 === 0 ? text : `0${text}`;
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(even.slice(i * 2, i * 2 + 2), 16);
  return bytes;
}

/** The integer of canonical bytes of at most `most` bytes. */
export function integerOf(bytes: Uint8Array, most = 32): bigint {
  if (bytes.length > most) refuse('integerLength', 0);
  if (bytes[0] === 0) refuse('integerZeros', 0);
  return bigEndian(bytes);
}

/** The integer of bytes of fixed length, leading zeros allowed. */
export function bigEndian(bytes: Uint8Array): bigint {
  let text = '0x0';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return BigInt(text);
}
