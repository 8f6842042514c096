// Where a table's bytes come from: any offset, any length, never a path. The tables know no file system.
import { Buffer } from 'node:buffer';

export interface ByteSource {
  /** For messages only; it never decides what the bytes are. */
  readonly name: string;
  readonly size: number;
  /** Bytes from `offset` on; fewer than `length` only at the end. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
}

export function bytesSource(bytes: Uint8Array, name = ''): ByteSource {
  return { name, size: bytes.length, read: (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length)) };
}

/** The same bytes as a Buffer, without a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The whole source, for forms that cannot be read in pieces. The caller has checked its size. */
export async function readWhole(source: ByteSource): Promise<Uint8Array> {
  const bytes = await source.read(0, source.size);
  if (bytes.length === source.size) return bytes;
  const whole = new Uint8Array(source.size);
  whole.set(bytes);
  let filled = bytes.length;
  while (filled < source.size) {
    const more = await source.read(filled, source.size - filled);
    if (more.length === 0) return whole.subarray(0, filled);
    whole.set(more, filled);
    filled += more.length;
  }
  return whole;
}
