// The exclusive lock of a case folder: a tiny SQLite file held by an exclusive transaction, which the system frees when
// the process dies. It never holds data.
import { accessSync, closeSync, constants, openSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../../../shared/model/fault.ts';
import { type Connection, damage } from './connection.ts';

const LOCK_WAIT_MS = 5000;

export interface FolderLock {
  release(): void;
}

/** Holds the folder's lock; null where the folder or its database cannot be written to. Waits 5 s for another holder. */
export function lockFolder(folder: string): FolderLock | null {
  if (!isWritable(folder)) return null;
  const path = join(folder, 'lock.db');
  const held = hold(path);
  if (held !== 'garbled') return held;
  // Nobody can hold a lock on a file that is not a database, and it holds nothing worth keeping.
  rmSync(path, { force: true });
  const again = hold(path);
  if (again === 'garbled') throw new Fault('case.damaged', { detail: 'lock.db cannot be replaced' });
  return again;
}

function hold(path: string): FolderLock | 'garbled' | null {
  let connection: Connection;
  try {
    connection = new Database(path, { timeout: LOCK_WAIT_MS });
  } catch (error) {
    throw damage(error);
  }
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('SQLITE_BUSY')) throw new Fault('case.locked', { seconds: LOCK_WAIT_MS / 1000 }, error);
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return 'garbled';
    // A lock file that may not be written to, or a network folder that knows no locks: reading is all that is safe.
    if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) return null;
    throw damage(error);
  }
  return {
    release() {
      connection.exec('ROLLBACK');
      connection.close();
    },
  };
}

/** Whether files can be made in the folder and the database be written to; permissions alone do not tell. */
function isWritable(folder: string): boolean {
  const probe = join(folder, '.write-probe');
  try {
    closeSync(openSync(probe, 'w'));
    unlinkSync(probe);
    accessSync(join(folder, 'case.db'), constants.W_OK);
    return true;
  } catch (error) {
    // A full disk is not a read-only one.
    return (error as { code?: string }).code === 'ENOSPC';
  }
}
