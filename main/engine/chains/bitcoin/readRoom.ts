// Room to read obfuscated block files into: the key comes off in place, by the SIMD kernel where one is loaded. It reads no file.
import { wasmRoom } from './hashKernel.ts';
import { obfuscationOf } from './xorKey.ts';

export interface ReadRoom {
  readonly bytes: Uint8Array;
  /** Takes the key off `length` bytes from `at` on, which begin at `fileOffset` in their file. */
  unmask(at: number, length: number, fileOffset: number): void;
}

/** Length of the key that Bitcoin Core writes (v28); the kernel knows no other. */
const KEY_BYTES = 8;

export function createReadRoom(length: number, key: Uint8Array): ReadRoom {
  const obfuscation = obfuscationOf(key);
  const room = obfuscation === null || key.length !== KEY_BYTES ? null : wasmRoom(length);
  if (room === null) {
    const bytes = new Uint8Array(length);
    return { bytes, unmask: (at, size, fileOffset) => obfuscation?.(bytes.subarray(at, at + size), fileOffset) };
  }
  const turned = new Uint8Array(KEY_BYTES);
  const words = new DataView(turned.buffer);
  return {
    bytes: room.bytes,
    unmask(at, size, fileOffset) {
      if (at < 0 || size < 0 || at + size > length) throw new Error('unmask: outside the room');
      for (let i = 0; i < KEY_BYTES; i++) turned[i] = key[(fileOffset + i) % KEY_BYTES] as number;
      room.exports.unmask(room.base + at, size, words.getUint32(0, true), words.getUint32(4, true));
    },
  };
}
