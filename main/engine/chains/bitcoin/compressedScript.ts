// The six short forms of standard scripts in a node's undo and coin data (Bitcoin Core: compressor.cpp), and the
// secp256k1 arithmetic that two of them need. Public keys only; nothing here is for secrets.

/** Field prime of secp256k1 (SEC 2, section 2.4.1). */
const P = 2n ** 256n - 2n ** 32n - 977n;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

function toNumber(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

/** The uncompressed key (65 bytes) for a prefix 2 (even y) or 3 (odd y) and x; null where x is on no point. */
export function decompressKey(prefix: number, x: Uint8Array): Uint8Array | null {
  const abscissa = toNumber(x);
  if (abscissa >= P) return null;
  const squared = (abscissa * abscissa * abscissa + 7n) % P;
  let y = power(squared, (P + 1n) / 4n); // P is 3 modulo 4
  if ((y * y) % P !== squared) return null;
  if ((y & 1n) !== BigInt(prefix & 1)) y = P - y;
  const key = new Uint8Array(65);
  key[0] = 4;
  key.set(x, 1);
  for (let i = 64; i > 32; i--, y >>= 8n) key[i] = Number(y & 0xffn);
  return key;
}

/** Short form of a script, its first byte naming the form; null where the script has none. */
export function compressedForm(script: Uint8Array): Uint8Array | null {
  const first = script[0];
  if (script.length === 25 && first === 0x76 && script[1] === 0xa9 && script[2] === 20 && script[23] === 0x88 && script[24] === 0xac) {
    return Uint8Array.of(0, ...script.subarray(3, 23));
  }
  if (script.length === 23 && first === 0xa9 && script[1] === 20 && script[22] === 0x87) return Uint8Array.of(1, ...script.subarray(2, 22));
  if (script.length === 35 && first === 33 && script[34] === 0xac && (script[1] === 2 || script[1] === 3)) return script.slice(1, 34);
  if (script.length === 67 && first === 65 && script[66] === 0xac && script[1] === 4) {
    const x = script.subarray(2, 34);
    const parity = (script[65] as number) & 1;
    const key = decompressKey(parity, x);
    // Only a key on the curve can be restored; others stay whole.
    if (key?.every((byte, i) => byte === script[1 + i])) return Uint8Array.of(4 + parity, ...x);
  }
  return null;
}
