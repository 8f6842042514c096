// Bitcoin Core's undo data of one block (src/undo.h, src/compressor.h, src/serialize.h VarInt): what its transactions spent.
// Writes only; the reader that the program relies on lives in chains/bitcoin and is checked against this writer.

export interface SpentCoin {
  readonly valueSat: bigint;
  readonly script: Uint8Array;
  readonly height: number;
  readonly coinbase: boolean;
}

/** Core's VARINT: base 128, most significant first, each continuation one less, so that every number has one form. */
export function coreVarint(value: bigint): number[] {
  const bytes: number[] = [Number(value & 0x7fn)];
  let rest = value >> 7n;
  while (rest > 0n) {
    rest -= 1n;
    bytes.unshift(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return bytes;
}

export function compactSize(value: number): number[] {
  if (value < 0xfd) return [value];
  if (value <= 0xffff) return [0xfd, value & 0xff, value >>> 8];
  return [0xfe, value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}

/** CompressAmount: trailing decimal zeros become an exponent. */
export function compressedAmount(valueSat: bigint): bigint {
  if (valueSat === 0n) return 0n;
  let rest = valueSat;
  let exponent = 0n;
  while (rest % 10n === 0n && exponent < 9n) {
    rest /= 10n;
    exponent++;
  }
  if (exponent < 9n) return 1n + ((rest / 10n) * 9n + (rest % 10n) - 1n) * 10n + exponent;
  return 1n + (rest - 1n) * 10n + 9n;
}

/** CompressScript: six standard forms, else the length plus six and the script. Keys must be valid points, as ours are. */
function compressedScript(script: Uint8Array): number[] {
  const length = script.length;
  if (length === 25 && script[0] === 0x76 && script[1] === 0xa9 && script[2] === 20 && script[23] === 0x88 && script[24] === 0xac) {
    return [0x00, ...script.subarray(3, 23)];
  }
  if (length === 23 && script[0] === 0xa9 && script[1] === 20 && script[22] === 0x87) return [0x01, ...script.subarray(2, 22)];
  if (length === 35 && script[0] === 33 && (script[1] === 2 || script[1] === 3) && script[34] === 0xac) {
    return [script[1], ...script.subarray(2, 34)];
  }
  if (length === 67 && script[0] === 65 && script[1] === 4 && script[66] === 0xac) {
    return [0x04 | ((script[65] as number) & 1), ...script.subarray(2, 34)];
  }
  return [...coreVarint(BigInt(length + 6)), ...script];
}

/** CBlockUndo: one entry per transaction but the coinbase, one coin per input, in input order. */
export function encodeBlockUndo(transactions: readonly (readonly SpentCoin[])[]): Uint8Array {
  const bytes: number[] = compactSize(transactions.length);
  for (const coins of transactions) {
    for (const byte of compactSize(coins.length)) bytes.push(byte);
    for (const coin of coins) {
      bytes.push(...coreVarint(BigInt(coin.height) * 2n + (coin.coinbase ? 1n : 0n)));
      // A version number stood here before 0.15; readers still expect the empty place where a height is given.
      if (coin.height > 0) bytes.push(0);
      bytes.push(...coreVarint(compressedAmount(coin.valueSat)), ...compressedScript(coin.script));
    }
  }
  return Uint8Array.from(bytes);
}
