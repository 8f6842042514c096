// All that the archive asks of a file system: to open a file for reading and to read bytes at a place, without blocking the
// engine. Everything else in this folder goes through here, so that tests can count reads and pull the plug.
import { close, open, read } from 'node:fs';
import { Fault } from '../../../../shared/model/fault.ts';

export interface DiskFile {
  /** Fills `target` from a place in the file; gives the bytes read, fewer only at its end. Rejects with the system's error. */
  read(target: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

export interface Disk {
  open(path: string): Promise<DiskFile>;
}

export const nodeDisk: Disk = {
  open: (path) =>
    new Promise((resolve, reject) => {
      open(path, 'r', (error, handle) => (error ? reject(error) : resolve(nodeFile(handle))));
    }),
};

function nodeFile(handle: number): DiskFile {
  return {
    read: (target, position) =>
      new Promise((resolve, reject) => {
        let filled = 0;
        const next = (): void =>
          read(handle, target, filled, target.length - filled, position + filled, (error, count) => {
            if (error) return reject(error);
            filled += count;
            if (count === 0 || filled === target.length) resolve(filled);
            else next();
          });
        if (target.length === 0) resolve(0);
        else next();
      }),
    close: () => new Promise((resolve) => close(handle, () => resolve())),
  };
}

/** What an error of the system says about a file of an archive. Faults pass through. */
export function diskFault(error: unknown, file: string): Fault {
  if (error instanceof Fault) return error;
  const reason = (error as { code?: string } | null)?.code ?? 'read';
  // Gone, or a drive that is no longer there: not the source that was examined.
  return new Fault(reason === 'ENOENT' || reason === 'ENOTDIR' ? 'intake.sourceChanged' : 'intake.unreadable', { file, reason }, error);
}

/** Reads exactly `target.length` bytes or throws the fault that names the file. */
export async function readWhole(opened: DiskFile, file: string, target: Uint8Array, position: number): Promise<void> {
  let count: number;
  try {
    count = await opened.read(target, position);
  } catch (error) {
    throw diskFault(error, file);
  }
  if (count !== target.length) throw new Fault('intake.sourceChanged', { file, reason: 'shorter' });
}
