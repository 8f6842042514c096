// The simulator's only source of "chance": SHA-256 over a seed and a counter, so the same seed gives the same
// chain on every machine. It must never be used where real unpredictability is needed.
import { sha256 } from '../kernel/index.ts';

export interface SeededGenerator {
  /** A whole number from 0 up to, not including, `bound` (at most 2^32). */
  below(bound: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** An amount from `low` to `high`, both included. */
  amountBetween(lowSat: bigint, highSat: bigint): bigint;
  /** True in `percent` of a hundred calls on average. */
  chance(percent: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** A new list in another order. */
  shuffled<Item>(items: readonly Item[]): Item[];
  bytes(length: number): Uint8Array;
}

/** 32 bytes that depend on the seed and the words only; for keys that must not depend on the order of calls. */
export function derivedBytes(seed: string, ...words: readonly (string | number)[]): Uint8Array {
  return sha256(new TextEncoder().encode(JSON.stringify([seed, ...words])));
}

export function seededGenerator(seed: string): SeededGenerator {
  let counter = 0;
  let block: Uint8Array = new Uint8Array(0);
  let used = 0;

  const nextByte = (): number => {
    if (used >= block.length) {
      block = derivedBytes(seed, 'generator', counter++);
      used = 0;
    }
    return block[used++] as number;
  };
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, nextByte);
  const number32 = (): number => ((nextByte() << 24) | (nextByte() << 16) | (nextByte() << 8) | nextByte()) >>> 0;

  const below = (bound: number): number => {
    if (!Number.isSafeInteger(bound) || bound < 1 || bound > 2 ** 32) throw new RangeError(`below: bound ${bound}`);
    // Values in the incomplete last stretch are drawn again, otherwise small results would be more frequent.
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let value = number32();
    while (value >= limit) value = number32();
    return value % bound;
  };
  const between = (low: number, high: number): number => low + below(high - low + 1);
  const amountBetween = (lowSat: bigint, highSat: bigint): bigint => {
    // 64 random bits over ranges below 2^53: the bias is under 2^-11 and irrelevant to a training story.
    const wide = (BigInt(number32()) << 32n) | BigInt(number32());
    return lowSat + (wide % (highSat - lowSat + 1n));
  };
  return {
    below,
    between,
    amountBetween,
    chance: (percent) => below(100) < percent,
    pick: <Item>(items: readonly Item[]): Item => {
      if (items.length === 0) throw new RangeError('pick: empty list');
      return items[below(items.length)] as Item;
    },
    shuffled: <Item>(items: readonly Item[]): Item[] => {
      const list = [...items];
      for (let i = list.length - 1; i > 0; i--) {
        const j = below(i + 1);
        const held = list[i] as Item;
        list[i] = list[j] as Item;
        list[j] = held;
      }
      return list;
    },
    bytes,
  };
}
