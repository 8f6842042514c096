// A seized file of bytes in memory, for the tests of readers.
import type { SeizedFile } from '../../scanners/seized.ts';

export function seizedOf(path: string, bytes: Uint8Array, beside: Readonly<Record<string, Uint8Array>> = {}): SeizedFile {
  return {
    ...{ path, size: bytes.length, head: bytes.subarray(0, 4096) },
    bytes: (most) => Promise.resolve(bytes.length <= most ? bytes : null),
    beside: (name) => Promise.resolve(beside[name] ?? null),
  };
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
