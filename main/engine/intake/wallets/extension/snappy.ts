// Unpacks a block of Snappy, within a bound. Source: google/snappy, format_description.txt.
import { cursorOf } from '../byteCursor.ts';
import { damaged } from '../damage.ts';

export function unpackSnappy(packed: Uint8Array, most: number): Uint8Array {
  const cursor = cursorOf(packed);
  const size = Number(cursor.varint());
  // Nothing of the form gives more than 64 bytes for two.
  if (size > most || size > packed.length * 64) damaged('a packed block states a size beyond its own');
  const out = new Uint8Array(size);
  let filled = 0;
  while (cursor.left > 0) {
    const tag = cursor.u8();
    if ((tag & 3) === 0) {
      const short = tag >> 2;
      const length = 1 + (short < 60 ? short : numberOf(cursor.take(short - 59)));
      if (length > size - filled) damaged('a packed block is longer than it states');
      out.set(cursor.take(length), filled);
      filled += length;
      continue;
    }
    const kind = tag & 3;
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const offset = kind === 1 ? ((tag >> 5) << 8) | cursor.u8() : kind === 2 ? cursor.u16() : cursor.u32();
    if (offset === 0 || offset > filled || length > size - filled) damaged('a packed block refers to what is none of it');
    // Byte by byte: a copy may reach into what it writes.
    for (let i = 0; i < length; i++, filled++) out[filled] = out[filled - offset] as number;
  }
  return filled === size ? out : damaged('a packed block ends early');
}

const numberOf = (bytes: Uint8Array): number => bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
