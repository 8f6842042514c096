// Blocks of an APFS container as they lie in an image: each object is given out only after its own checksum held. Source of all layouts in this
// folder: Apple File System Reference (Apple, 2020-06-22).
import type { Image } from '../image.ts';

const OBJECT_HEAD = 32;
const MODULUS = 0xffff_ffff;
/** Words that may be added before a sum of sums leaves what a number holds exactly. */
const WORDS_AT_ONCE = 512;

export interface ObjectHead {
  readonly oid: number;
  /** The transaction that wrote it. */
  readonly xid: number;
  /** Without flags. */
  readonly type: number;
}

export interface Blocks {
  /** In bytes. */
  readonly size: number;
  /** First byte in the image of a block, counted from the container's first one; null where it lies in no place of the image. */
  placeOf(block: number): number | null;
  /** An object of one block; null where it cannot be read or its checksum does not hold. */
  object(block: number): Buffer | null;
}

/** `at`: first byte of the container in the image. */
export function blocksOf(image: Pick<Image, 'read' | 'size'>, at: number, size: number): Blocks {
  const placeOf = (block: number): number | null => {
    const place = at + block * size;
    return Number.isSafeInteger(place) && block >= 0 && place + size <= image.size ? place : null;
  };
  return {
    size,
    placeOf,
    object(block) {
      const place = placeOf(block);
      if (place === null) return null;
      const bytes = Buffer.alloc(size);
      return image.read(bytes, place) === size && isWhole(bytes) ? bytes : null;
    },
  };
}

export function headOf(object: Buffer): ObjectHead {
  return { oid: u64(object, 8), xid: u64(object, 16), type: object.readUInt32LE(24) & 0xffff };
}

/** Not a number where it is larger than a number holds exactly: such a one names nothing in an image. */
export function u64(bytes: Buffer, at: number): number {
  const value = bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 0x1_0000_0000;
  return Number.isSafeInteger(value) ? value : Number.NaN;
}

/** Fletcher's checksum of 64 bits, in the first eight bytes, over all that follow. */
export function checksumOf(object: Buffer): readonly [number, number] {
  const words = new Uint32Array(object.buffer, object.byteOffset, object.length / 4);
  let low = 0;
  let high = 0;
  for (let from = 2; from < words.length; from += WORDS_AT_ONCE) {
    const to = Math.min(words.length, from + WORDS_AT_ONCE);
    for (let i = from; i < to; i++) {
      low += words[i] as number;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  const first = MODULUS - ((low + high) % MODULUS);
  return [first, MODULUS - ((low + first) % MODULUS)];
}

function isWhole(object: Buffer): boolean {
  const [first, second] = checksumOf(object);
  return object.length > OBJECT_HEAD && object.readUInt32LE(0) === first && object.readUInt32LE(4) === second;
}
