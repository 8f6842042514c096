// A chunk that stands in an E01 image as it is, with its checksum behind it, and the room that a packed one may take.
import { adler32 } from '../adler32.ts';

export const SUM_BYTES = 4;

/** In bytes: DEFLATE makes nothing that much longer; what lies behind is not the chunk's. */
export function mostPacked(chunkBytes: number): number {
  return chunkBytes + (chunkBytes >>> 4) + 1024;
}

/** From the beginning of these bytes; null where no checksum fits. `expected`: bytes that it has at least. */
export function storedChunk(bytes: Uint8Array, expected: number, chunkBytes: number): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // The last one may be as long as the others, or end within a sector.
  for (const length of new Set([expected, chunkBytes, bytes.length - SUM_BYTES]))
    if (
      length >= expected &&
      length <= chunkBytes &&
      bytes.length >= length + SUM_BYTES &&
      view.getUint32(length, true) === adler32(bytes.subarray(0, length))
    )
      return bytes.subarray(0, length);
  return null;
}
