// A file of a file system as it was listed, whoever listed it. Names are those of a seized disk: they are told and never used as paths.
import type { Run } from './runs.ts';

/** `2026-11-22T22:56:30Z`; without `Z` where the file system keeps local time and no zone. */
export interface FileTimes {
  readonly modified: string | null;
  readonly created: string | null;
  readonly accessed: string | null;
  readonly changed: string | null;
}

export interface ListedFile {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
  readonly isDeleted: boolean;
  readonly inode: number;
  readonly times: FileTimes;
  /** Pieces that lie in the image as they are, in the order of the file; holes are left out. They are the whole content only where `content` says so. */
  readonly runs: readonly Run[];
  /** `packed`: resident in a table, compressed or not wholly placed; `gone`: of a deleted file nothing says where it lay; `stream`: packed, beside
   * the content of a file (NTFS). */
  readonly content: 'runs' | 'packed' | 'gone' | 'stream';
}

/** Milliseconds, with a half added where the time has no zone: both fit one number, and parts of a millisecond nobody keeps. */
export function timeNumber(text: string | null): number {
  if (text === null) return Number.NaN;
  return text.endsWith('Z') ? Math.floor(Date.parse(text)) : Math.floor(Date.parse(`${text}Z`)) + 0.5;
}

/** Null where it is not a number. */
export function timeText(time: number): string | null {
  if (Number.isNaN(time)) return null;
  const text = new Date(Math.floor(time)).toISOString().replace('.000', '');
  return Number.isInteger(time) ? text : text.slice(0, -1);
}
