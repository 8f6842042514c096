// One encrypted SQLite connection with this program's settings, and the exclusive lock of a case folder.
import { closeSync, existsSync, openSync, readSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../../../shared/model/fault.ts';

export type Connection = Database.Database;

const LOCK_WAIT_MS = 5000;

/**
 * Opens `case.db` with a raw 48-byte SQLCipher 4 key. Throws `case.damaged` when the first page does not decrypt:
 * the key itself was authenticated before, so it is the file that is wrong.
 */
export function openDatabase(path: string, key: Uint8Array, options: { readonly: boolean; create: boolean }): Connection {
  let connection: Connection;
  try {
    connection = new Database(path, { readonly: options.readonly, fileMustExist: !options.create, timeout: LOCK_WAIT_MS });
  } catch (error) {
    throw new Fault('case.damaged', { detail: (error as Error).message }, error);
  }
  try {
    connection.pragma("cipher='sqlcipher'");
    connection.pragma('legacy=4');
    connection.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
    // Without this an index build spills plain rows to the temporary folder (tried: research, stack).
    connection.pragma('temp_store=MEMORY');
    connection.pragma('trusted_schema=OFF');
    connection.pragma('cell_size_check=ON');
    connection.pragma('cache_size=-65536');
    connection.pragma('foreign_keys=ON');
    connection.prepare('SELECT count(*) FROM sqlite_master').get();
    return connection;
  } catch (error) {
    connection.close();
    throw damage(error);
  }
}

/** Switches an open case to write-ahead logging with full synchronisation; returned to DELETE at a clean close. */
export function startWriting(connection: Connection): void {
  connection.pragma('journal_mode=WAL');
  connection.pragma('synchronous=FULL');
  connection.pragma('wal_autocheckpoint=4000');
}

/**
 * Bulk appending with a rollback journal instead of the log: as safe against a kill (synchronous stays FULL), but pages
 * are encrypted and written once, not three times. Measured: half the time for 112 MB (docs/PERFORMANCE.md).
 */
export function startBulk(connection: Connection): void {
  connection.pragma('journal_mode=DELETE');
  connection.pragma('synchronous=FULL');
}

export function damage(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return new Fault('case.diskFull', {}, error);
  if (code === 'SQLITE_READONLY' || code?.startsWith('SQLITE_READONLY_') || code === 'EROFS') return new Fault('case.readOnly', {}, error);
  if (code === 'SQLITE_BUSY') return new Fault('case.locked', {}, error);
  return new Fault('case.damaged', { detail: message ?? String(error) }, error);
}

/** Compares the file's length with what its own header claims. */
export function checkLength(connection: Connection, path: string): void {
  const pages = connection.pragma('page_count', { simple: true }) as number;
  const pageSize = connection.pragma('page_size', { simple: true }) as number;
  const size = statSync(path).size;
  if (size < pages * pageSize) throw new Fault('case.truncated', { expectedBytes: pages * pageSize, actualBytes: size });
}

/** Reads every page; SQLCipher's page authentication catches any changed bit. */
export function checkIntegrity(connection: Connection): void {
  let rows: unknown[];
  try {
    rows = connection.pragma('integrity_check(5)') as unknown[];
  } catch (error) {
    throw damage(error);
  }
  const first = (rows[0] as { integrity_check?: string } | undefined)?.integrity_check;
  if (first !== 'ok') throw new Fault('case.damaged', { detail: first ?? 'integrity check gave no answer' });
}

export interface FolderLock {
  release(): void;
}

/** Holds `lock.db` by an exclusive transaction; the system frees it when the process dies. Null on read-only media. */
export function lockFolder(folder: string): FolderLock | null {
  const path = join(folder, 'lock.db');
  let connection: Connection;
  try {
    connection = new Database(path, { timeout: LOCK_WAIT_MS });
  } catch (error) {
    if (isReadOnlyMedium(folder)) return null;
    throw damage(error);
  }
  try {
    connection.pragma('journal_mode=DELETE');
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    const code = (error as { code?: string }).code;
    if (code === 'SQLITE_BUSY') throw new Fault('case.locked', { seconds: LOCK_WAIT_MS / 1000 }, error);
    if (code?.startsWith('SQLITE_READONLY') || code?.startsWith('SQLITE_CANTOPEN') || code?.startsWith('SQLITE_IOERR')) return null;
    throw damage(error);
  }
  return {
    release() {
      connection.exec('ROLLBACK');
      connection.close();
    },
  };
}

function isReadOnlyMedium(folder: string): boolean {
  const probe = join(folder, '.write-probe');
  try {
    closeSync(openSync(probe, 'w'));
    unlinkSync(probe);
    return false;
  } catch {
    return true;
  }
}

/** True when a write-ahead log, or the rollback journal of a bulk write, lies with content beside the database. */
export function hasWal(databasePath: string): boolean {
  return ['-wal', '-journal'].some((suffix) => existsSync(`${databasePath}${suffix}`) && statSync(`${databasePath}${suffix}`).size > 0);
}

/** True when the file is a plain SQLite file, which a case never is. */
export function isPlainSqlite(path: string): boolean {
  const head = Buffer.alloc(16);
  const handle = openSync(path, 'r');
  try {
    readSync(handle, head, 0, 16, 0);
  } finally {
    closeSync(handle);
  }
  return head.toString('latin1').startsWith('SQLite format 3');
}
