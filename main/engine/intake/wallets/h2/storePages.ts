// Pages of an MVStore: B-trees whose places are chunk, offset and length in one number. Every page once, none beyond its chunk, and all of them together
// not longer than the file: pages of an honest one do not overlap. Source: h2database/h2database, org/h2/mvstore/Page.java (read), DataUtils.java
// (getPageChunkId, getPageOffset, decodePageLength, getCheckValue), MVStore.java (compressors).
import { inflateSync } from 'node:zlib';
import { type ByteCursor, cursorOf } from '../byteCursor.ts';
import { damaged } from '../damage.ts';
import { BLOCK, type StoreChunk } from './storeFile.ts';
import { unpackLzf } from './unpackLzf.ts';

const NODE = 1;
const PACKED = 2;
const PACKED_HIGH = 4;
const MOST_DEPTH = 40;
const MOST_UNPACKED = 64 * 2 ** 20;
/** Of all pages together: a small file may hold many that unpack to much. */
const MOST_UNPACKED_TOGETHER = 2 ** 28;
const LONGEST_HEAD = 32;

export interface Leaf {
  readonly count: number;
  /** Keys, then values. */
  readonly cursor: ByteCursor;
}

export interface StorePages {
  /** Leaves of a tree in their order; what cannot be read is told by code and left out. */
  leaves(root: bigint, map: number): Generator<Leaf>;
  /** Leaves that stand in a chunk and in no tree that was walked, with the number of their map. */
  leftBehind(chunk: StoreChunk): Generator<Leaf & { readonly map: number }>;
  /** Walks a tree that was not walked yet, for its places alone. */
  reach(root: bigint): void;
  readonly notRead: ReadonlySet<string>;
}

interface Place {
  readonly position: bigint;
  readonly isNode: boolean;
  readonly chunk: StoreChunk;
  readonly offset: number;
}
interface Page {
  readonly map: number;
  readonly count: number;
  readonly children: readonly bigint[];
  /** Of a leaf; packed until it is asked for. */
  data(): Uint8Array;
}

export function openPages(bytes: Uint8Array, chunks: ReadonlyMap<number, StoreChunk>): StorePages {
  const notRead = new Set<string>();
  const seen = new Set<bigint>();
  let left = bytes.length;
  let leftUnpacked = MOST_UNPACKED_TOGETHER;
  const placeOf = (position: bigint): Place => {
    const chunk = chunks.get(Number(position >> 38n)) ?? damaged('a page lies in no chunk');
    return { position, isNode: (position & 1n) === 1n, chunk, offset: Number((position >> 6n) & 0xffff_ffffn) };
  };
  const unpack = (packed: Uint8Array, saved: number, isHigh: boolean): Uint8Array => {
    const length = packed.length + saved;
    leftUnpacked -= length;
    if (length > MOST_UNPACKED || leftUnpacked < 0) return damaged('a packed page is too large');
    if (!isHigh) return unpackLzf(packed, length);
    const whole = inflateSync(packed, { maxOutputLength: length });
    return whole.length === length ? new Uint8Array(whole) : damaged('a packed page is damaged');
  };
  const read = ({ chunk, offset, isNode }: Place): Page => {
    const from = chunk.block * BLOCK + offset;
    const end = Math.min(bytes.length, (chunk.block + chunk.blocks) * BLOCK);
    if (from + LONGEST_HEAD > end) return damaged('a page lies beyond its chunk');
    const view = new DataView(bytes.buffer, bytes.byteOffset + from, LONGEST_HEAD);
    const length = view.getInt32(0);
    if (length < 8 || from + length > end) return damaged('a page lies beyond its chunk');
    if (view.getUint16(4) !== (check(chunk.id) ^ check(offset) ^ check(length))) return damaged('a page has another sum');
    left -= length;
    if (left < 0) return damaged('its pages lie over one another');
    const cursor = cursorOf(bytes.subarray(from + 6, from + length));
    // Its number in the chunk.
    cursor.varint();
    const map = Number(cursor.varint());
    const count = Number(cursor.varint());
    const type = cursor.u8();
    if (((type & NODE) === NODE) !== isNode) return damaged('a page is of another type');
    if (isNode && (count + 1) * 8 > cursor.left) return damaged('a page is damaged');
    const children = isNode ? Array.from({ length: count + 1 }, () => bigEndian(cursor.take(8))) : [];
    const data = (): Uint8Array => {
      if ((type & PACKED) === 0) return cursor.take(cursor.left);
      const saved = Number(cursor.varint());
      return unpack(cursor.take(cursor.left), saved, (type & PACKED_HIGH) !== 0);
    };
    return { map, count, children, data };
  };
  const leafOf = (page: Page): Leaf => {
    const data = page.data();
    // A key and a value take a byte each, and more.
    if (page.count > data.length) damaged('a page is damaged');
    return { count: page.count, cursor: cursorOf(data) };
  };
  const guarded = <Made>(make: () => Made): Made | null => {
    try {
      return make();
    } catch {
      notRead.add('damagedPages');
      return null;
    }
  };
  function* walk(position: bigint, map: number | null, depth: number): Generator<Page> {
    if (position === 0n) return;
    const page = guarded(() => {
      if (depth > MOST_DEPTH || seen.has(position)) damaged('a page was read before');
      seen.add(position);
      const found = read(placeOf(position));
      return map === null || found.map === map ? found : damaged('a page is of another map');
    });
    if (page === null) return;
    if (page.children.length === 0) yield page;
    for (const child of page.children) yield* walk(child, map, depth + 1);
  }
  return {
    notRead,
    *leaves(root, map) {
      for (const page of walk(root, map, 0)) {
        const leaf = guarded(() => leafOf(page));
        if (leaf !== null) yield leaf;
      }
    },
    reach: (root) => {
      if (!seen.has(root)) for (const _ of walk(root, null, 0));
    },
    *leftBehind(chunk) {
      const from = chunk.block * BLOCK + chunk.contents;
      const end = Math.min(bytes.length, (chunk.block + chunk.blocks) * BLOCK);
      for (let number = 0; number < chunk.pages && chunk.contents > 0 && from + number * 8 + 8 <= end; number++) {
        // As a position, with the map's number for the chunk's.
        const entry = bigEndian(bytes.subarray(from + number * 8, from + number * 8 + 8));
        const position = BigInt.asUintN(64, (BigInt(chunk.id) << 38n) | (entry & 0x3f_ffff_ffffn));
        const isLiving = chunks.get(chunk.id)?.block === chunk.block;
        if ((entry & 1n) === 1n || (isLiving && seen.has(position))) continue;
        try {
          const page = read({ position, isNode: false, chunk, offset: Number((entry >> 6n) & 0xffff_ffffn) });
          if (page.count > 0) yield { ...leafOf(page), map: page.map };
        } catch {
          // What was left behind may be written over by now.
        }
      }
    },
  };
}

const check = (value: number): number => ((value >>> 16) ^ value) & 0xffff;

const bigEndian = (bytes: Uint8Array): bigint => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0);
