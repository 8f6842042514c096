// Chunks that no table tells of, as in an image that ends before its table: they lie one behind the other, and each has a checksum of its own. The walk
// goes on as far as somebody reads and ends where none fits.
import { inflateSync } from 'node:zlib';
import { type Column, newColumn } from '../growing.ts';
import type { PartFiles } from '../partFiles.ts';
import type { Section } from './sections.ts';
import { mostPacked, storedChunk, SUM_BYTES } from './storedChunk.ts';

/** 16 GiB in chunks of the usual size, far more than one table tells of: whoever reads the last one waits for all before it. */
const MOST_CHUNKS = 1 << 19;

interface Found {
  readonly bytes: Uint8Array;
  /** Bytes that it takes up where it lies. */
  readonly taken: number;
}

/**
 * The bytes of a chunk, counted from the first one that no table tells of; null where the walk ends before it, which is told once. `expected`: bytes that
 * such a chunk has at least.
 */
export function walkUntold(
  files: PartFiles,
  sections: readonly Section[],
  chunkBytes: number,
  expected: (index: number) => number,
  onEnd: (found: number) => void,
): (index: number) => Uint8Array | null {
  const [parts, starts]: readonly [Column, Column] = [newColumn(), newColumn()];
  /** Where the next one is sought; null where none was found any more. */
  let next: { part: number; start: number } | null = { part: 0, start: sections[0]?.start ?? 0 };
  const at = (part: number, start: number, index: number): Found | null =>
    chunkAt(files, sections[part] as Section, start, expected(index), chunkBytes);
  const advance = (): Uint8Array | null => {
    if (next !== null && next.start >= (sections[next.part]?.end ?? 0)) {
      const part = next.part + 1;
      next = part < sections.length ? { part, start: (sections[part] as Section).start } : null;
    }
    const found = next === null || starts.length >= MOST_CHUNKS ? null : at(next.part, next.start, starts.length);
    if (next === null || found === null) {
      next = null;
      onEnd(starts.length);
      return null;
    }
    parts.push(next.part);
    starts.push(next.start);
    next = { part: next.part, start: next.start + found.taken };
    return found.bytes;
  };
  return (index) => {
    if (index < starts.length) return at(parts.at(index), starts.at(index), index)?.bytes ?? null;
    let bytes: Uint8Array | null = null;
    while (next !== null && starts.length <= index) bytes = advance();
    return starts.length > index ? bytes : null;
  };
}

function chunkAt(files: PartFiles, { segment, end }: Section, start: number, expected: number, chunkBytes: number): Found | null {
  const bytes = new Uint8Array(Math.min(end - start, mostPacked(chunkBytes)));
  if (files.read(segment, bytes, start) < bytes.length) return null;
  // As it is first: what lies on a disk may itself begin like something packed.
  const stored = storedChunk(bytes, expected, chunkBytes);
  if (stored !== null) return { bytes: stored, taken: stored.length + SUM_BYTES };
  try {
    // With `info` the answer tells how much of what was given belongs to it.
    const { buffer, engine } = inflateSync(bytes, { maxOutputLength: chunkBytes, info: true }) as unknown as {
      readonly buffer: Uint8Array;
      readonly engine: { readonly bytesWritten: number };
    };
    return buffer.length < expected ? null : { bytes: buffer, taken: engine.bytesWritten };
  } catch {
    return null;
  }
}
