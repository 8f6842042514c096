// Bytes that can be read anywhere: a file, or what was unpacked and is held. Openers see no more of either.
import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { pathBeside } from '../besidePath.ts';

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
  /** Another file of the same folder by its name; null where there is none, or where that is not known. Whoever asks ends it. */
  beside(name: string): Promise<Source | null>;
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
      async beside(name) {
        const other = pathBeside(path, shown, name);
        try {
          return other === null ? null : sourceOfPath(other, shown.slice(0, -lastName(shown).length) + name);
        } catch {
          // Whoever scans that file says why it cannot be read.
          return null;
        }
      },
      end: () => closeSync(handle),
    };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

/** The name behind the last slash or exclamation mark. */
export const lastName = (shown: string): string => shown.split(/[/!]/).at(-1) ?? '';

const PIECE = 1 << 20;

/** `beside`: how another file of its folder is found, where that is known. */
export function sourceOfBytes(
  bytes: Uint8Array,
  shown: string,
  beside: (name: string) => Promise<Uint8Array | null> = async () => null,
): Source {
  return {
    ...{ shown, size: bytes.length, head: bytes.subarray(0, HEAD_BYTES) },
    read: (at, length) => bytes.subarray(at, at + length),
    async *stream() {
      for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
    },
    async beside(name) {
      const other = await beside(name);
      return other === null ? null : sourceOfBytes(other, shown.slice(0, -lastName(shown).length) + name);
    },
    end: () => undefined,
  };
}
