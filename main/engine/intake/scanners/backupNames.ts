// The names that files of an iTunes or Finder backup had on the phone: they lie under the SHA-1 of their name, and Manifest.db says which is which.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathBeside } from './besidePath.ts';
import { truthOf } from './contents/binaryPlist.ts';
import { type Source, sourceOfPath } from './contents/source.ts';
import { mergedWith, readLog } from './contents/sqliteLog.ts';
import { isSqlite, sqliteRows } from './contents/sqlitePages.ts';

const MOST_MANIFEST = 16 << 20;

export interface BackupNames {
  /** By the name of the file in the backup: `domain/path`. */
  readonly names: ReadonlyMap<string, string>;
  readonly isEncrypted: boolean;
}

/** Null where the folder is no backup. */
export function backupNames(folder: string): BackupNames | null {
  const plist = join(folder, 'Manifest.plist');
  const database = join(folder, 'Manifest.db');
  if (!existsSync(plist) || !existsSync(database)) return null;
  const names = new Map<string, string>();
  let source: Source | null = null;
  let beside: Source | null = null;
  try {
    source = sourceOfPath(database, 'Manifest.db');
    const path = pathBeside(database, 'Manifest.db', 'Manifest.db-wal');
    if (path !== null) beside = sourceOfPath(path, 'Manifest.db-wal');
    const log = beside === null ? null : readLog(beside);
    const merged = log === null ? source : mergedWith(source, log);
    for (const { values } of sqliteRows(
      merged,
      () => undefined,
      (table) => table === 'Files',
    )) {
      const of = (column: string): string => {
        const found = values.find((value) => value.type === 'text' && value.column === column);
        return found === undefined ? '' : Buffer.from(found.bytes).toString('utf8');
      };
      if (/^[0-9a-f]{40}$/.test(of('fileID'))) names.set(of('fileID'), `${of('domain')}/${of('relativePath')}`);
    }
    // Since iOS 10.2 the list of an encrypted backup is encrypted too.
    return { names, isEncrypted: !isSqlite(source.head) || isMarked(plist) };
  } catch {
    // Whoever scans the files says why they cannot be read; their names stay what they are.
    return { names, isEncrypted: false };
  } finally {
    source?.end();
    beside?.end();
  }
}

function isMarked(plist: string): boolean {
  const bytes = readFileSync(plist);
  if (bytes.length > MOST_MANIFEST) return false;
  return truthOf(bytes, 'IsEncrypted') ?? /<key>\s*IsEncrypted\s*<\/key>\s*<true\s*\/>/.test(bytes.toString('latin1'));
}
