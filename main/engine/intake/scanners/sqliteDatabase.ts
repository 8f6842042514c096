// An SQLite file of an exhibit with the log beside it, for readers of wallets and histories; and what stands in a row of it.
import { mergedWith, readLog } from './contents/sqliteLog.ts';
import { hasLog, type Readable, type SqliteRow, type SqliteValue } from './contents/sqlitePages.ts';
import { lastName } from './contents/source.ts';
import type { SeizedFile } from './seized.ts';

export interface Database {
  /** As it reads with what its log holds. */
  readonly source: Readable;
  /** Whether something of a log beside it was not merged: damaged, cut off, never committed, no log at all. */
  readonly isLogLeft: boolean;
}

/** Null where it is larger than `most`, or cannot be read. */
export async function databaseOf(file: SeizedFile, most: number): Promise<Database | null> {
  const bytes = file.size > most ? null : await file.bytes(most);
  return bytes === null ? null : withLogOf(file, bytes, most);
}

/** The same of bytes that are held already. */
export async function withLogOf(file: SeizedFile, bytes: Uint8Array, most: number): Promise<Database> {
  const source = readable(bytes);
  // Only a database that says so has a log; in an archive it costs a second look to find one.
  const beside = hasLog(bytes) ? await file.beside(`${lastName(file.path)}-wal`, most) : null;
  if (beside === null || beside.length === 0) return { source, isLogLeft: false };
  const log = readLog(readable(beside));
  const merged = log === null ? source : mergedWith(source, log);
  return { source: merged, isLogLeft: log === null || log.problems.length > 0 || (merged === source && log.newest.size > 0) };
}

export const readable = (bytes: Uint8Array): Readable => ({ size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) });

const valueIn = ({ values }: SqliteRow, column: string): SqliteValue | undefined => values.find((one) => one.column === column);

/** Empty where there is none, or another type stands there. */
export function textIn(row: SqliteRow, column: string): string {
  const value = valueIn(row, column);
  return value?.type === 'text' ? new TextDecoder().decode(value.bytes) : '';
}

export function bytesIn(row: SqliteRow, column: string): Uint8Array | null {
  const value = valueIn(row, column);
  return value?.type === 'blob' ? value.bytes : null;
}

/** Of a number; of a real what stands before its point. */
export const wholeIn = (row: SqliteRow, column: string): bigint | null => valueIn(row, column)?.whole ?? null;
