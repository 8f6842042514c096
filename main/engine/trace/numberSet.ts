// A growing set of transaction numbers, walked once in order while numbers are added ahead of the walk. This keeps
// a trace to the transactions that taint reaches, in chain order, without a heap.
export interface NumberSet {
  add(number: number): void;
  has(number: number): boolean;
  /** Smallest member that is not below `from`, or -1. */
  nextFrom(from: number): number;
  /** Largest member that is not above `from`, or -1. */
  previousFrom(from: number): number;
  toArray(): Uint32Array;
}

export function createNumberSet(size: number): NumberSet {
  const words = new Uint32Array((size + 31) >>> 5);
  let count = 0;
  return {
    add(number) {
      const word = words[number >>> 5] as number;
      const bit = 1 << (number & 31);
      if ((word & bit) !== 0) return;
      words[number >>> 5] = word | bit;
      count++;
    },
    has: (number) => ((words[number >>> 5] as number) & (1 << (number & 31))) !== 0,
    nextFrom(from) {
      if (from >= size) return -1;
      let index = from >>> 5;
      let word = ((words[index] as number) & (-1 << (from & 31))) >>> 0;
      while (word === 0) {
        if (++index >= words.length) return -1;
        word = words[index] as number;
      }
      return (index << 5) + (31 - Math.clz32(word & -word));
    },
    previousFrom(from) {
      if (from < 0) return -1;
      let index = from >>> 5;
      let word = ((words[index] as number) & (0xffff_ffff >>> (31 - (from & 31)))) >>> 0;
      while (word === 0) {
        if (--index < 0) return -1;
        word = words[index] as number;
      }
      return (index << 5) + (31 - Math.clz32(word));
    },
    toArray() {
      const numbers = new Uint32Array(count);
      let position = 0;
      for (let index = 0; index < words.length; index++) {
        for (let word = words[index] as number; word !== 0; word &= word - 1)
          numbers[position++] = (index << 5) + (31 - Math.clz32(word & -word));
      }
      return numbers;
    },
  };
}
