// Which bytes to read for the next blocks of a pass: blocks asked for one behind the other, read in the order of the disk, with
// neighbours in one read. Arithmetic only.

/** Places of an archive's blocks. */
export interface BlockPlaces {
  readonly fileOf: Uint32Array;
  readonly offset: Uint32Array;
  readonly length: Uint32Array;
}

/** One read: bytes of a file into a place of the group's buffer. */
export interface Span {
  readonly file: number;
  readonly position: number;
  readonly at: number;
  length: number;
}

export interface ReadPlan {
  readonly spans: readonly Span[];
  /** Where in the buffer each block of the group begins, in the order asked. */
  readonly at: Uint32Array;
  /** The buffer's size. */
  readonly bytes: number;
}

/** Bytes between two blocks that are read along rather than skipped. */
const MOST_GAP = 1 << 16;

/** Plans one group of block numbers. At most `spareBytes` are read that nobody asked for. */
export function planReads(numbers: Uint32Array, places: BlockPlaces, spareBytes: number): ReadPlan {
  const { fileOf, offset, length } = places;
  const order = numbers.map((_, i) => i);
  order.sort((a, b) => {
    const [x, y] = [numbers[a] as number, numbers[b] as number];
    return (fileOf[x] as number) - (fileOf[y] as number) || (offset[x] as number) - (offset[y] as number) || a - b;
  });
  const spans: Span[] = [];
  const at = new Uint32Array(numbers.length);
  let bytes = 0;
  let spare = spareBytes;
  let span: Span | null = null;
  for (const place of order) {
    const block = numbers[place] as number;
    const [file, from, size] = [fileOf[block] as number, offset[block] as number, length[block] as number];
    const gap: number = span === null || span.file !== file ? -1 : from - span.position - span.length;
    // Never a byte of two blocks: each is deobfuscated in its place. (The same block twice; a frame found inside another.)
    if (span === null || gap < 0 || gap > Math.min(MOST_GAP, spare)) {
      span = { file, position: from, at: bytes, length: 0 };
      spans.push(span);
    } else {
      spare -= gap;
      span.length += gap;
    }
    at[place] = span.at + span.length;
    span.length += size;
    bytes = span.at + span.length;
  }
  return { spans, at, bytes };
}
