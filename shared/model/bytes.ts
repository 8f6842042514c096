// Bytes as text and back. Hash text follows Bitcoin's habit: `displayHash` reverses, `hex` does not.

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal of the bytes in their own order. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Bytes of a hexadecimal text; throws a TypeError on anything else. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new TypeError(`"text" expected hexadecimal, got ${text.slice(0, 80)}`);
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.substring(i * 2, i * 2 + 2), 16);
  return bytes;
}

/** A 32-byte hash as explorers and nodes print it (byte order reversed). */
export function displayHash(bytes: Uint8Array): string {
  let text = '';
  for (let i = bytes.length - 1; i >= 0; i--) text += HEX[bytes[i] as number];
  return text;
}

/** Inverse of `displayHash`. */
export function fromDisplayHash(text: string): Uint8Array {
  return fromHex(text).reverse();
}

export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
