// Files of a LevelDB as google/leveldb writes them, with empty checksums: a log of batches, and a table whose one block is packed by Snappy.
import { utf8 } from './seizedOf.ts';

const BLOCK = 32_768;
const HEADER = 7;

const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]);
const fixed = (value: number, bytes: number): number[] => Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) % 256);

export const putBatch = (sequence: number, entries: Readonly<Record<string, string>>): Uint8Array =>
  putBytes(
    sequence,
    Object.entries(entries).map(([key, value]) => [utf8(key), utf8(value)]),
  );

export function putBytes(sequence: number, entries: readonly (readonly [key: Uint8Array, value: Uint8Array])[]): Uint8Array {
  const puts = entries.flatMap((entry) => [1, ...entry.flatMap((bytes) => [...varint(bytes.length), ...bytes])]);
  return Uint8Array.from([...fixed(sequence, 8), ...fixed(entries.length, 4), ...puts]);
}

/** Batches larger than a block are cut in parts. */
export function logFile(batches: readonly Uint8Array[]): Uint8Array {
  const out: number[] = [];
  for (const batch of batches)
    for (let at = 0; at < batch.length; ) {
      if (BLOCK - (out.length % BLOCK) < HEADER) out.push(...new Uint8Array(BLOCK - (out.length % BLOCK)));
      const part = batch.subarray(at, at + BLOCK - (out.length % BLOCK) - HEADER);
      const isLast = at + part.length === batch.length;
      out.push(0, 0, 0, 0, ...fixed(part.length, 2), at === 0 ? (isLast ? 1 : 2) : isLast ? 4 : 3, ...part);
      at += part.length;
    }
  return Uint8Array.from(out);
}

export function tableFile(entries: Readonly<Record<string, string>>): Uint8Array {
  const internal = (key: string): number[] => [...utf8(key), 1, ...fixed(9, 7)];
  const block = (pairs: readonly (readonly [number[], number[]])[]): number[] => [
    ...pairs.flatMap(([key, value]) => [0, ...varint(key.length), ...varint(value.length), ...key, ...value]),
    ...[...fixed(0, 4), ...fixed(1, 4)],
  ];
  const data = snappy(block(Object.entries(entries).map(([key, value]) => [internal(key), [...utf8(value)]])));
  const index = block([[internal('z'), [...varint(0), ...varint(data.length)]]]);
  const at = data.length + 5;
  const footer = [0, 0, ...varint(at), ...varint(index.length)];
  const magic = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
  return Uint8Array.from([...data, 1, 0, 0, 0, 0, ...index, 0, 0, 0, 0, 0, ...footer, ...new Uint8Array(40 - footer.length), ...magic]);
}

/** Literals of sixty bytes. */
function snappy(bytes: readonly number[]): number[] {
  const out = varint(bytes.length);
  for (let at = 0; at < bytes.length; at += 60) {
    const part = bytes.slice(at, at + 60);
    out.push((part.length - 1) << 2, ...part);
  }
  return out;
}
