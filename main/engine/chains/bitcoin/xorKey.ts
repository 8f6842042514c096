// Taking a node's XOR obfuscation off at the speed of memory: whole words over an aligned view, the key turned to where the
// bytes lie in the file. It changes bytes in place and reads no file.
import { deobfuscate } from './blockFiles.ts';

/** Length of the key that Bitcoin Core writes to xor.dat (v28). Any other length is served byte by byte. */
const KEY_BYTES = 8;

/** Applies the key to `bytes`, which begin at `fileOffset` in their file. Applied twice it changes nothing. */
export type Obfuscation = (bytes: Uint8Array, fileOffset: number) => void;

/** The obfuscation of a key, or null for a key that changes nothing (empty, or all zero as Core writes for none). */
export function obfuscationOf(key: Uint8Array): Obfuscation | null {
  if (key.every((byte) => byte === 0)) return null;
  if (key.length !== KEY_BYTES) return (bytes, fileOffset) => deobfuscate(bytes, key, fileOffset);
  const turned = new Uint8Array(KEY_BYTES);
  const turnedWords = new Int32Array(turned.buffer);
  return (bytes, fileOffset) => {
    const { length } = bytes;
    // No whole word inside: the word view could not even be made.
    const head = length < 8 ? length : -bytes.byteOffset & 3;
    for (let i = 0; i < head; i++) bytes[i] = (bytes[i] as number) ^ (key[(fileOffset + i) % KEY_BYTES] as number);
    const words = (length - head) >>> 2;
    // Signed words: unsigned ones pass through a floating-point form and cost a third of the speed.
    if (words === 0) return;
    const middle = new Int32Array(bytes.buffer, bytes.byteOffset + head, words);
    for (let i = 0; i < KEY_BYTES; i++) turned[i] = key[(fileOffset + head + i) % KEY_BYTES] as number;
    const even = turnedWords[0] as number;
    const odd = turnedWords[1] as number;
    let i = 0;
    for (const whole = words & ~7; i < whole; i += 8) {
      middle[i] = (middle[i] as number) ^ even;
      middle[i + 1] = (middle[i + 1] as number) ^ odd;
      middle[i + 2] = (middle[i + 2] as number) ^ even;
      middle[i + 3] = (middle[i + 3] as number) ^ odd;
      middle[i + 4] = (middle[i + 4] as number) ^ even;
      middle[i + 5] = (middle[i + 5] as number) ^ odd;
      middle[i + 6] = (middle[i + 6] as number) ^ even;
      middle[i + 7] = (middle[i + 7] as number) ^ odd;
    }
    for (; i < words; i++) middle[i] = (middle[i] as number) ^ ((i & 1) === 0 ? even : odd);
    for (let j = head + words * 4; j < length; j++) bytes[j] = (bytes[j] as number) ^ (key[(fileOffset + j) % KEY_BYTES] as number);
  };
}
