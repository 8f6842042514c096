// Reading a source's files: read-only, in place, at any offset, with the node's XOR obfuscation taken off.
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';
import { obfuscationOf } from '../chains/index.ts';
import { breathe, throwIfCancelled } from '../kernel/index.ts';

const CHUNK_BYTES = 4 << 20;

export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly modified: number;
  /** Key of Bitcoin Core's block obfuscation; empty for none. */
  readonly xorKey: Uint8Array;
  /** Whether `readInto` gives what lies at `path`, so that another thread may read it there. */
  readonly onDisk: boolean;
  /** Whether the file is still what it was when it was opened, as far as its place, size and time of change tell. */
  isUnchanged(): boolean;
  /** Reads into `target` from a file offset; returns the bytes read, fewer only at the end of the file. */
  readInto(target: Uint8Array, offset: number): number;
  close(): void;
}

/** Opens a file for reading only. Faults: intake.notFound, intake.unreadable. */
export function openSourceFile(path: string, xorKey: Uint8Array = new Uint8Array(0)): SourceFile {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    const { code } = error as { code?: string };
    throw new Fault(
      code === 'ENOENT' ? 'intake.notFound' : 'intake.unreadable',
      { file: basename(path), reason: code ?? 'unknown' },
      error,
    );
  }
  const status = fstatSync(handle);
  const obfuscation = obfuscationOf(xorKey);
  return {
    path,
    name: basename(path),
    size: status.size,
    modified: Math.floor(status.mtimeMs),
    xorKey,
    onDisk: true,
    isUnchanged() {
      const now = fstatSync(handle);
      const there = statSync(path, { throwIfNoEntry: false });
      if (there !== undefined && (there.ino !== status.ino || there.dev !== status.dev)) return false;
      return now.size === status.size && now.mtimeMs === status.mtimeMs;
    },
    readInto(target, offset) {
      let filled = 0;
      while (filled < target.length) {
        let count: number;
        try {
          count = readSync(handle, target, filled, target.length - filled, offset + filled);
        } catch (error) {
          throw new Fault('intake.unreadable', { file: basename(path), reason: (error as { code?: string }).code ?? 'read' }, error);
        }
        if (count === 0) break;
        filled += count;
      }
      obfuscation?.(filled === target.length ? target : target.subarray(0, filled), offset);
      return filled;
    },
    close: () => closeSync(handle),
  };
}

/** SHA-256 of the file as it lies on the disk (obfuscation kept), in hex. */
export async function hashFile(path: string, work: { readonly signal: AbortSignal }, onBytes: (bytes: number) => void): Promise<string> {
  const file = openSourceFile(path);
  try {
    const digest = createHash('sha256');
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let at = 0; ; ) {
      const count = file.readInto(chunk, at);
      if (count === 0) break;
      digest.update(chunk.subarray(0, count));
      at += count;
      onBytes(count);
      throwIfCancelled(work);
      await breathe();
    }
    return digest.digest('hex');
  } finally {
    file.close();
  }
}
