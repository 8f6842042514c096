// One encrypted SQLite connection with this program's settings, and what can be said about a database file before and
// without changing it.
import { createDecipheriv } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Fault } from '../../../shared/model/fault.ts';
import { storageFault } from '../kernel/index.ts';
import { PAGE_BYTES, PAGE_RESERVED_BYTES } from './rollback.ts';

export type Connection = Database.Database;

const BUSY_WAIT_MS = 5000;

/**
 * Opens `case.db` with a raw 48-byte SQLCipher 4 key. Throws `case.damaged` when the first page does not decrypt:
 * the key itself was authenticated before, so it is the file that is wrong.
 */
export function openDatabase(path: string, key: Uint8Array, options: { readonly: boolean; create: boolean }): Connection {
  let connection: Connection;
  try {
    connection = new Database(path, { readonly: options.readonly, fileMustExist: !options.create, timeout: BUSY_WAIT_MS });
  } catch (error) {
    throw damage(error);
  }
  try {
    connection.pragma("cipher='sqlcipher'");
    connection.pragma('legacy=4');
    connection.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
    // Without this an index build spills plain rows to the temporary folder (tried: research, stack).
    connection.pragma('temp_store=MEMORY');
    connection.pragma('trusted_schema=OFF');
    connection.pragma('cell_size_check=ON');
    // Room for the pages of one batch: a cache that spills makes the journal be flushed in the middle of it.
    connection.pragma('cache_size=-131072');
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
 * Bulk appending with a rollback journal instead of the log: as safe against a kill (synchronous stays FULL), but pages are
 * encrypted and written once, not three times. Measured: half the time for 112 MB (docs/PERFORMANCE.md).
 */
export function startBulk(connection: Connection): void {
  connection.pragma('journal_mode=DELETE');
  connection.pragma('synchronous=FULL');
}

/** Brings everything into the one file: a WAL database does not open on a read-only medium (tried: research, stack). */
export function stopWriting(connection: Connection): void {
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.pragma('journal_mode=DELETE');
}

/** The fault that whatever went wrong with a case's files stands for. */
export function damage(error: unknown): Fault {
  const known = storageFault(error);
  if (known !== null) return known;
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'EACCES' || code === 'EPERM') return new Fault('case.readOnly', {}, error);
  return new Fault('case.damaged', { detail: message ?? String(error) }, error);
}

/**
 * The length that the file's own first page claims, read without SQLite, which calls a short file only "malformed". Null
 * where the first page does not decrypt to a page header.
 */
function claimedBytes(head: Buffer, key: Uint8Array): number | null {
  const iv = head.subarray(PAGE_BYTES - PAGE_RESERVED_BYTES, PAGE_BYTES - PAGE_RESERVED_BYTES + 16);
  const decipher = createDecipheriv('aes-256-cbc', key.subarray(0, 32), iv).setAutoPadding(false);
  // Bytes 16 to 31 of the SQLite header: the 16 before them are the magic text, in whose place SQLCipher keeps its salt.
  const header = decipher.update(head.subarray(16, 32));
  const plausible =
    header.readUInt16BE(0) === PAGE_BYTES && header[4] === PAGE_RESERVED_BYTES && header[5] === 64 && header[6] === 32 && header[7] === 32;
  return plausible ? header.readUInt32BE(12) * PAGE_BYTES : null;
}

/** Throws where the file is no encrypted database or is shorter than it says it is. Changes nothing. */
export function checkFile(path: string, keys: readonly Uint8Array[]): void {
  const head = Buffer.alloc(PAGE_BYTES);
  let size: number;
  try {
    const handle = openSync(path, 'r');
    try {
      readSync(handle, head, 0, PAGE_BYTES, 0);
      size = statSync(path).size;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw new Fault('case.damaged', { detail: (error as Error).message }, error);
  }
  if (head.toString('latin1').startsWith('SQLite format 3')) throw new Fault('case.damaged', { detail: 'case.db is not encrypted' });
  if (size < PAGE_BYTES) throw new Fault('case.truncated', { expectedBytes: PAGE_BYTES, actualBytes: size });
  // What a write-ahead log or a rollback journal still holds may be longer or shorter than the file.
  if (leftovers(path) !== 'none') return;
  for (const key of keys) {
    const claimed = claimedBytes(head, key);
    if (claimed !== null && size < claimed) throw new Fault('case.truncated', { expectedBytes: claimed, actualBytes: size });
  }
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

/** What an unclean end left beside the database: a write-ahead log, or the rollback journal of a close or a rekey. */
export function leftovers(databasePath: string): 'none' | 'wal' | 'rollback' {
  const filled = (suffix: string) => existsSync(databasePath + suffix) && statSync(databasePath + suffix).size > 0;
  return filled('-journal') ? 'rollback' : filled('-wal') ? 'wal' : 'none';
}
