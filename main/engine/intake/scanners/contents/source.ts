// Bytes that can be read anywhere: a file, or what was unpacked and is held. Openers see no more of either.
import { closeSync, createReadStream, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SeizedFile } from '../seized.ts';

/** What was left, and why. */
export interface Unread {
  readonly path: string;
  readonly reason: string;
}

export interface Source {
  /** As places tell it. */
  readonly shown: string;
  readonly size: number;
  /** First bytes, HEAD_BYTES at most. */
  readonly head: Uint8Array;
  /** Fewer where the source ends. Throws where the system cannot read it. */
  read(at: number, length: number): Uint8Array;
  stream(): AsyncIterable<Uint8Array>;
  /** Whether a file of that name lies in the same folder; false where that is not known. */
  hasBeside(name: string): boolean;
  end(): void;
}

/** A TAR tells itself behind the 257th byte, a PDF within 1024. */
export const HEAD_BYTES = 4096;

/** Throws where it cannot be opened. */
export function sourceOfPath(path: string, shown: string): Source {
  const handle = openSync(path, 'r');
  const read = (at: number, length: number): Uint8Array => {
    const target = new Uint8Array(Math.max(0, Math.min(length, size - at)));
    let done = 0;
    while (done < target.length) {
      const count = readSync(handle, target, done, target.length - done, at + done);
      if (count === 0) break;
      done += count;
    }
    return target.subarray(0, done);
  };
  let size = 0;
  try {
    size = fstatSync(handle).size;
    return {
      ...{ shown, size, head: read(0, HEAD_BYTES), read },
      stream: () => createReadStream(path),
      hasBeside: (name) => existsSync(join(dirname(path), name)),
      end: () => closeSync(handle),
    };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

/** A file that can be read anywhere though it is not one of this disk; null where it cannot. */
export function sourceOfSeized({ path, size, head, part, pieces, hasBeside }: SeizedFile): Source | null {
  if (part === undefined || pieces === undefined) return null;
  return { shown: path, size, head, read: part, stream: pieces, hasBeside: (name) => hasBeside?.(name) === true, end: () => undefined };
}

const PIECE = 1 << 20;

export function sourceOfBytes(bytes: Uint8Array, shown: string): Source {
  return {
    ...{ shown, size: bytes.length, head: bytes.subarray(0, HEAD_BYTES) },
    read: (at, length) => bytes.subarray(at, at + length),
    async *stream() {
      for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
    },
    hasBeside: () => false,
    end: () => undefined,
  };
}
