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
