// Recursive length prefix (yellow paper, appendix B), strictly read: shortest forms only, nothing left over. Gives null, never an exception.

export interface RlpBytes {
  readonly bytes: Uint8Array;
}
export interface RlpList {
  readonly items: readonly RlpItem[];
}
export type RlpItem = (RlpBytes | RlpList) & {
  /** The item as it stands, prefix included. */
  readonly whole: Uint8Array;
};

const MOST_DEEP = 32;

export function readRlp(bytes: Uint8Array): RlpItem | null {
  const item = readItem(bytes, 0, bytes.length, 0);
  return item !== null && item.whole.length === bytes.length ? item : null;
}

function readItem(bytes: Uint8Array, at: number, end: number, depth: number): RlpItem | null {
  const first = bytes[at];
  if (first === undefined || at >= end || depth > MOST_DEEP) return null;
  if (first < 0x80) return { bytes: bytes.subarray(at, at + 1), whole: bytes.subarray(at, at + 1) };
  const isList = first >= 0xc0;
  const short = first - (isList ? 0xc0 : 0x80);
  let from = at + 1;
  let length = short;
  if (short > 55) {
    const digits = short - 55;
    if (digits > 4 || from + digits > end || bytes[from] === 0) return null;
    length = 0;
    for (let i = 0; i < digits; i += 1) length = length * 256 + (bytes[from + i] as number);
    if (length <= 55) return null;
    from += digits;
  }
  const to = from + length;
  if (to > end) return null;
  const whole = bytes.subarray(at, to);
  if (!isList) return length === 1 && (bytes[from] as number) < 0x80 ? null : { bytes: bytes.subarray(from, to), whole };
  const items: RlpItem[] = [];
  for (let next = from; next < to; ) {
    const item = readItem(bytes, next, to, depth + 1);
    if (item === null) return null;
    items.push(item);
    next += item.whole.length;
  }
  return { items, whole };
}

export function listOf(item: RlpItem | null | undefined): readonly RlpItem[] | null {
  return item !== null && item !== undefined && 'items' in item ? item.items : null;
}

export function bytesOf(item: RlpItem | null | undefined): Uint8Array | null {
  return item !== null && item !== undefined && 'bytes' in item ? item.bytes : null;
}

/** A number, most significant byte first. */
export function numberOf(bytes: Uint8Array | null): bigint | null {
  if (bytes === null || bytes.length > 32) return null;
  let number = 0n;
  for (const byte of bytes) number = number * 256n + BigInt(byte);
  return number;
}

/** The key under which a block's list holds its n-th element. */
export function positionKey(position: number): Uint8Array {
  if (position === 0) return Uint8Array.of(0x80);
  const bytes: number[] = [];
  for (let rest = position; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return bytes.length === 1 && (bytes[0] as number) < 0x80 ? Uint8Array.from(bytes) : Uint8Array.from([0x80 + bytes.length, ...bytes]);
}
