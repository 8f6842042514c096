// A copy of an exhibit as it was read: what is told of it, and every file with its sum.
import type { z } from 'zod';
import type { ExhibitCopy, StatedHash } from '../../../../shared/contract/exhibit.ts';
import type { ListedFile } from '../scanners/listFiles.ts';

export interface TakenFile extends ListedFile {
  /** Milliseconds since 1970 as the file system gave them. */
  readonly modified: number;
  readonly sha256: Uint8Array;
}

export interface TakenCopy {
  readonly copy: ExhibitCopy;
  readonly files: readonly TakenFile[];
}

/** A sum that the examiner states. */
export type Stated = z.output<typeof StatedHash>;
