// Every file below some paths, in the order of their names. Links are not followed, devices and pipes not opened: what is left out is said.
import { lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface ListedFile {
  readonly path: string;
  /** From the folder or file that was chosen, with slashes. */
  readonly shown: string;
  readonly size: number;
}

export interface Unread {
  readonly path: string;
  readonly reason: string;
}

/** Files one by one; `onUnread` is told of what is none. Depth costs no stack. */
export function* listFiles(roots: readonly string[], onUnread: (unread: Unread) => void): Generator<ListedFile> {
  for (const root of roots) {
    const waiting = [{ path: root, shown: basename(root) }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { path, shown } = next;
      try {
        const status = lstatSync(path);
        if (status.isFile()) yield { path, shown, size: status.size };
        else if (status.isDirectory())
          for (const name of readdirSync(path).sort().reverse()) waiting.push({ path: join(path, name), shown: `${shown}/${name}` });
        else onUnread({ path: shown, reason: status.isSymbolicLink() ? 'link' : 'notAFile' });
      } catch (error) {
        onUnread({ path: shown, reason: (error as { code?: string }).code ?? 'unknown' });
      }
    }
  }
}
