// The open files of a block store: never more than a fixed number, whatever the archive's size, and none closed while it is read.
import { join } from 'node:path';
import { type Disk, type DiskFile, diskFault } from './disk.ts';
import type { ArchiveFile } from './folder.ts';

const MOST_OPEN = 64;

interface Held {
  readonly opened: Promise<DiskFile>;
  users: number;
}

export interface FileHandles {
  /** Lends a file by its number while `use` runs. */
  withFile<Result>(file: number, use: (opened: DiskFile) => Promise<Result>): Promise<Result>;
  /** Closes what is idle now, and the rest as soon as it is. */
  close(): void;
}

export function createHandles(disk: Disk, folder: string, files: readonly ArchiveFile[], most = MOST_OPEN): FileHandles {
  /** In the order of their last use. */
  const held = new Map<number, Held>();
  const waiting: (() => void)[] = [];
  let closed = false;

  const drop = (file: number, entry: Held): void => {
    held.delete(file);
    void entry.opened.then(
      (opened) => opened.close(),
      () => undefined,
    );
  };

  /** Makes room for one more; false where all are in use. */
  const makeRoom = (): boolean => {
    if (held.size < most) return true;
    for (const [file, entry] of held) {
      if (entry.users > 0) continue;
      drop(file, entry);
      return true;
    }
    return false;
  };

  return {
    async withFile(file, use) {
      while (!held.has(file) && !makeRoom()) await new Promise<void>((resolve) => waiting.push(resolve));
      const name = (files[file] as ArchiveFile).name;
      const entry = held.get(file) ?? { opened: disk.open(join(folder, name)), users: 0 };
      held.delete(file);
      held.set(file, entry);
      entry.users++;
      try {
        const opened = await entry.opened.catch((error: unknown) => {
          if (held.get(file) === entry) held.delete(file);
          throw diskFault(error, name);
        });
        return await use(opened);
      } finally {
        entry.users--;
        if (closed && entry.users === 0 && held.get(file) === entry) drop(file, entry);
        waiting.shift()?.();
      }
    },
    close() {
      closed = true;
      for (const [file, entry] of held) if (entry.users === 0) drop(file, entry);
    },
  };
}
