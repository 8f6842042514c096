// Columns of numbers that grow: a million files of a disk in tens of megabytes.

export interface Column {
  readonly length: number;
  push(value: number): void;
  at(index: number): number;
  /** What was pushed, without copying. */
  values(): Float64Array;
}

export function newColumn(): Column {
  let values = new Float64Array(1_024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) {
        const wider = new Float64Array(length * 2);
        wider.set(values);
        values = wider;
      }
      values[length++] = value;
    },
    at: (index) => values[index] as number,
    values: () => values.subarray(0, length),
  };
}

/** The first place of a value in a column that ascends; -1: none. */
export function indexOf(column: Column, value: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column.at(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low < column.length && column.at(low) === value ? low : -1;
}

const CHUNK_BYTES = 1 << 20;

export type Texts = ReturnType<typeof newTexts>;

/** Texts one behind the other: as many strings or buffers would take twice the memory for their heads alone. */
export function newTexts(longest: number) {
  const chunks: Buffer[] = [];
  const starts = newColumn();
  const lengths = newColumn();
  let free = CHUNK_BYTES;
  let bytes = 0;
  return {
    bytes: () => bytes,
    /** All of it as it lies, with what tells one text from the next. */
    parts: (): Uint8Array[] => [...chunks, new Uint8Array(lengths.values().slice().buffer)],
    push(text: string): void {
      const encoded = Buffer.from(text, 'utf8').subarray(0, longest);
      if (free + encoded.length > CHUNK_BYTES) {
        chunks.push(Buffer.alloc(CHUNK_BYTES));
        free = 0;
      }
      (chunks.at(-1) as Buffer).set(encoded, free);
      starts.push((chunks.length - 1) * CHUNK_BYTES + free);
      lengths.push(encoded.length);
      free += encoded.length;
      bytes += encoded.length;
    },
    at(index: number): string {
      const start = starts.at(index);
      const within = start % CHUNK_BYTES;
      return (chunks[Math.floor(start / CHUNK_BYTES)] as Buffer).toString('utf8', within, within + lengths.at(index));
    },
  };
}
