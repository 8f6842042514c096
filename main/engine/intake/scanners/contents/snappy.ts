// Snappy's raw format (https://github.com/google/snappy/blob/main/format_description.txt), within a bound.

/** Null where the bytes are none or come to more than `most`. */
export function unsnappy(packed: Uint8Array, most: number): Uint8Array | null {
  let at = 0;
  let size = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = packed[at++];
    if (byte === undefined || shift > 28) return null;
    size += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  // A copy of 64 bytes takes three: nothing packs better.
  if (size > most || size > packed.length * 64) return null;
  const out = new Uint8Array(size);
  let made = 0;
  const little = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index++) value += (packed[at + index] ?? 0) * 2 ** (8 * index);
    at += count;
    return value;
  };
  while (at < packed.length) {
    const tag = packed[at++] as number;
    if ((tag & 3) === 0) {
      const short = tag >> 2;
      const length = (short < 60 ? short : little(short - 59)) + 1;
      if (at + length > packed.length || made + length > size) return null;
      out.set(packed.subarray(at, at + length), made);
      at += length;
      made += length;
      continue;
    }
    const length = (tag & 3) === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back = (tag & 3) === 1 ? ((tag >> 5) << 8) + little(1) : little((tag & 3) === 2 ? 2 : 4);
    if (back === 0 || back > made || made + length > size) return null;
    // Byte by byte: it may repeat what it has just written.
    for (let index = 0; index < length; index++, made++) out[made] = out[made - back] as number;
  }
  return made === size ? out : null;
}
