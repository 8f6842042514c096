// LZF: runs of plain bytes and copies of what came before. Source: liblzf by Marc Lehmann, lzf_d.c; h2database, org/h2/compress/CompressLZF.java.
import { damaged } from '../damage.ts';

/** `length` is stated outside of the packed bytes. */
export function unpackLzf(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  let made = 0;
  while (at < packed.length && made < length) {
    const control = packed[at++] as number;
    if (control < 32) {
      const run = control + 1;
      if (at + run > packed.length || made + run > length) return damaged('a packed page is damaged');
      out.set(packed.subarray(at, at + run), made);
      at += run;
      made += run;
      continue;
    }
    let count = control >> 5;
    if (count === 7) count += packed[at++] ?? 0;
    count += 2;
    const back = ((control & 31) << 8) + (packed[at++] ?? 0) + 1;
    if (at > packed.length || back > made || made + count > length) return damaged('a packed page is damaged');
    // Byte by byte: it may repeat what it has just written.
    for (let left = count; left > 0; left--, made++) out[made] = out[made - back] as number;
  }
  return made === length ? out : damaged('a packed page is damaged');
}
