// Every file below some paths, in the order of their names. Links are not followed, devices and pipes not opened: what is left out is said.
import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { type BackupNames, backupNames } from './backupNames.ts';
import type { Unread } from './contents/source.ts';

export type { Unread };

export interface ListedFile {
  readonly path: string;
  /** From the folder or file that was chosen, with slashes. */
  readonly shown: string;
  readonly size: number;
}

interface Waiting {
  readonly path: string;
  readonly shown: string;
  /** The backup of a phone that it stands in. */
  readonly backup: { readonly shown: string; readonly names: BackupNames['names'] } | null;
}

/** In a backup as the phone had it: the name there is the SHA-1 of `domain-path`. */
function nameOf({ path, shown, backup }: Waiting): string {
  const original = backup?.names.get(basename(path));
  return backup === null || original === undefined ? shown : `${backup.shown}/${original}`;
}

/** Files one by one; `onUnread` is told of what is none, and of the folder of the case itself. Depth costs no stack. */
export function* listFiles(roots: readonly string[], onUnread: (unread: Unread) => void, ownCase?: string): Generator<ListedFile> {
  const names = new Map<string, number>();
  const own = ownCase === undefined ? null : realpathSync(ownCase) + sep;
  for (const root of new Set(roots)) {
    const name = basename(root);
    const before = names.get(name) ?? 0;
    names.set(name, before + 1);
    const isOwnCase = withinFolder(own, root);
    // Two folders of one name are two: what is told of a file must lead to it alone.
    const waiting: Waiting[] = [{ path: root, shown: before === 0 ? name : `${name} (${before + 1})`, backup: null }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { path, shown, backup } = next;
      try {
        const status = lstatSync(path);
        if ((path === root || status.isDirectory()) && !status.isSymbolicLink() && isOwnCase(path))
          onUnread({ path: shown, reason: 'ownCase' });
        else if (status.isFile()) yield { path, shown: nameOf(next), size: status.size };
        else if (status.isDirectory()) {
          const names = backupNames(path);
          if (names?.isEncrypted === true) onUnread({ path: shown, reason: 'encrypted (iTunes backup)' });
          const within = names === null ? backup : { shown, names: names.names };
          for (const name of readdirSync(path).sort().reverse())
            waiting.push({ path: join(path, name), shown: `${shown}/${name}`, backup: within });
        } else onUnread({ path: shown, reason: status.isSymbolicLink() ? 'link' : 'notAFile' });
      } catch (error) {
        const code = (error as { code?: string }).code ?? 'unknown';
        // A name that stands in its folder and leads nowhere has lost bytes that are no UTF-8.
        onUnread({ path: shown, reason: code === 'ENOENT' && path !== root && path.includes('\ufffd') ? 'nameBytes' : code });
      }
    }
  }
}

/** Whether a path below a root is the folder or lies in it. What lies below is reached by no link, so that the root alone is resolved. */
function withinFolder(folder: string | null, root: string): (path: string) => boolean {
  let real: string | null = null;
  return (path) => {
    if (folder === null) return false;
    real ??= realpathSync(root);
    return (real + path.slice(root.length) + sep).startsWith(folder);
  };
}
