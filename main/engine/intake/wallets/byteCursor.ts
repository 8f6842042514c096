// Reads bytes in order and never beyond their end: every length is one that a hostile file may have written.
import { damaged } from './damage.ts';

export interface ByteCursor {
  readonly left: number;
  u8(): number;
  /** The next byte, which stays. */
  peek(): number;
  u16(): number;
  u32(): number;
  i32(): number;
  /** As text: 64 bits are no safe number. */
  i64(): bigint;
  /** Base 128, least first, ten bytes at most (protobuf, LevelDB). */
  varint(): bigint;
  /** Bitcoin's CompactSize, as a count of what follows. */
  size(): number;
  take(length: number): Uint8Array;
  /** CompactSize and as many bytes. */
  vector(): Uint8Array;
  text(): string;
}

const DECODER = new TextDecoder();

/** Little-endian numbers. */
export function cursorOf(bytes: Uint8Array): ByteCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const step = (length: number): number => {
    if (length < 0 || at + length > bytes.length) damaged('a length goes beyond the end');
    const from = at;
    at += length;
    return from;
  };
  const cursor: ByteCursor = {
    get left() {
      return bytes.length - at;
    },
    u8: () => view.getUint8(step(1)),
    peek: () => bytes[at] ?? damaged('a length goes beyond the end'),
    u16: () => view.getUint16(step(2), true),
    u32: () => view.getUint32(step(4), true),
    i32: () => view.getInt32(step(4), true),
    i64: () => view.getBigInt64(step(8), true),
    varint: () => {
      let value = 0n;
      for (let shift = 0n; shift < 70n; shift += 7n) {
        const byte = cursor.u8();
        value |= BigInt(byte & 0x7f) << shift;
        if (byte < 0x80) return BigInt.asUintN(64, value);
      }
      return damaged('a number does not end');
    },
    size: () => {
      const first = cursor.u8();
      if (first < 253) return first;
      if (first === 253) return cursor.u16();
      if (first === 254) return cursor.u32();
      const wide = cursor.i64();
      return wide < 0n || wide > BigInt(bytes.length) ? damaged('a length goes beyond the end') : Number(wide);
    },
    take: (length) => {
      const from = step(length);
      return bytes.subarray(from, from + length);
    },
    vector: () => cursor.take(cursor.size()),
    text: () => DECODER.decode(cursor.vector()),
  };
  return cursor;
}
