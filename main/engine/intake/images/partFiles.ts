// The files of an image, opened for reading only and a few at a time: an image may have ten thousand of them.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '../../../../shared/model/fault.ts';

const MOST_OPEN = 16;

export interface PartFiles {
  readonly names: readonly string[];
  readonly sizes: readonly number[];
  /** Fewer bytes than asked for only at the part's end. Faults: image.unreadable. */
  read(part: number, target: Uint8Array, at: number): number;
  close(): void;
}

/** Faults: image.unreadable with the name and the system's code. */
export function openParts(paths: readonly string[]): PartFiles {
  const names = paths.map((path) => basename(path));
  const open = new Map<number, number>();
  const handleOf = (part: number): number => {
    let handle = open.get(part);
    if (handle !== undefined) {
      open.delete(part);
    } else {
      if (open.size >= MOST_OPEN) {
        const [oldest] = open.keys();
        closeSync(open.get(oldest as number) as number);
        open.delete(oldest as number);
      }
      handle = openSync(paths[part] as string, 'r');
    }
    // Last in the map is the one used last.
    open.set(part, handle);
    return handle;
  };
  const sizes = paths.map((path, part) => told(names[part] as string, () => sizeOf(path)));
  return {
    names,
    sizes,
    read: (part, target, at) =>
      told(names[part] as string, () => {
        let read = 0;
        while (read < target.length) {
          const count = readSync(handleOf(part), target, read, target.length - read, at + read);
          if (count === 0) break;
          read += count;
        }
        return read;
      }),
    close() {
      for (const handle of open.values()) closeSync(handle);
      open.clear();
    },
  };
}

function sizeOf(path: string): number {
  const status = statSync(path);
  // A pipe or device would wait when opened; it is not tried.
  if (!status.isFile()) throw Object.assign(new Error('not a file'), { code: 'notAFile' });
  const handle = openSync(path, 'r');
  try {
    return fstatSync(handle).size;
  } finally {
    closeSync(handle);
  }
}

function told<Value>(name: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw new Fault('image.unreadable', { name, reason: (error as { code?: string }).code ?? 'unknown' });
  }
}
