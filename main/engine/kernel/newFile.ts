// Writes a file that is not there yet, piece by piece, with its digest: for what a person asked to have saved. Half a file never stays.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';
import { sha256Stream } from './digest.ts';

export interface NewFile {
  write(part: string | Uint8Array): void;
  /** SHA-256 of what was written. */
  end(): string;
  /** Takes it away again: half a report would pass for a whole one. */
  abandon(): void;
}

/** Faults: export.exists, export.notWritable; of `write` the latter. */
export function openNewFile(target: string): NewFile {
  const digest = sha256Stream();
  let handle: number;
  try {
    handle = openSync(target, 'wx');
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') throw new Fault('export.exists', { name: basename(target) }, error);
    throw notWritable(target, error);
  }
  return {
    write(part) {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      } catch (error) {
        throw notWritable(target, error);
      }
      digest.update(bytes);
    },
    end() {
      closeSync(handle);
      return digest.digest('hex');
    },
    abandon() {
      closeSync(handle);
      rmSync(target, { force: true });
    },
  };
}

/** All parts at once. Faults: those of `openNewFile`, and of the parts. */
export function writeNewFile(target: string, parts: Iterable<string | Uint8Array>): string {
  const file = openNewFile(target);
  try {
    for (const part of parts) file.write(part);
  } catch (error) {
    file.abandon();
    throw error;
  }
  return file.end();
}

const notWritable = (target: string, error: unknown): Fault =>
  new Fault('export.notWritable', { name: basename(target), reason: (error as { code?: string }).code ?? 'unknown' }, error);
