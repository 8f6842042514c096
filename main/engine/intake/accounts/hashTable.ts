// Numbers for hashes, in the order they were first added. Whole hashes are compared, in a tenth of the memory that texts take.
import { HASH_BYTES } from './idColumn.ts';

/** Hashes by number, in the order they were first added. */
export interface HashTable {
  readonly size: number;
  /** Number of the hash at `index` of a column; a new one gets the next. */
  add(words: Uint32Array, index: number): number;
  /** -1 where it was never added. */
  find(words: Uint32Array, index: number): number;
  /** The 32 bytes of a hash. */
  bytes(number: number): Uint8Array;
}

const WORDS = HASH_BYTES / 4;
const PIECE = 1 << 14;

export function hashWords(bytes: Uint8Array): Uint32Array {
  const own = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(own.buffer, own.byteOffset, own.byteLength / 4);
}

/** Open addressing over whole hashes; every word counts for the place, so that made-up ids that begin alike do not crowd it. */
export function createHashTable(expected = 0): HashTable {
  const pieces: Uint32Array[] = [];
  let places = new Uint32Array(2 ** Math.max(12, Math.ceil(Math.log2(expected * 2 + 1))));
  let size = 0;

  const placeOf = (words: Uint32Array, at: number): number => {
    let mixed = 0x9e37_79b9;
    for (let i = 0; i < WORDS; i++) {
      mixed = Math.imul(mixed ^ (words[at + i] as number), 0x85eb_ca6b);
      mixed ^= mixed >>> 15;
    }
    return (mixed >>> 0) & (places.length - 1);
  };
  const isSame = (number: number, words: Uint32Array, at: number): boolean => {
    const piece = pieces[number >>> 14] as Uint32Array;
    const own = (number & (PIECE - 1)) * WORDS;
    for (let i = 0; i < WORDS; i++) if (piece[own + i] !== words[at + i]) return false;
    return true;
  };
  /** The place of a hash, or the empty one where it belongs. */
  const search = (words: Uint32Array, at: number): number => {
    let place = placeOf(words, at);
    while (places[place] !== 0 && !isSame((places[place] as number) - 1, words, at)) place = (place + 1) & (places.length - 1);
    return place;
  };
  const grow = (): void => {
    places = new Uint32Array(places.length * 2);
    for (let number = 0; number < size; number++) {
      let place = placeOf(pieces[number >>> 14] as Uint32Array, (number & (PIECE - 1)) * WORDS);
      while (places[place] !== 0) place = (place + 1) & (places.length - 1);
      places[place] = number + 1;
    }
  };
  return {
    get size() {
      return size;
    },
    add(words, index) {
      const at = index * WORDS;
      let place = search(words, at);
      if (places[place] !== 0) return (places[place] as number) - 1;
      if (size * 2 >= places.length) {
        grow();
        place = search(words, at);
      }
      if ((size & (PIECE - 1)) === 0) pieces.push(new Uint32Array(PIECE * WORDS));
      (pieces[size >>> 14] as Uint32Array).set(words.subarray(at, at + WORDS), (size & (PIECE - 1)) * WORDS);
      places[place] = ++size;
      return size - 1;
    },
    find(words, index) {
      return (places[search(words, index * WORDS)] as number) - 1;
    },
    bytes(number) {
      return new Uint8Array((pieces[number >>> 14] as Uint32Array).buffer, (number & (PIECE - 1)) * HASH_BYTES, HASH_BYTES);
    },
  };
}
