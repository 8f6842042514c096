// The blocks that a source of a case lets questions read: its store, and where a block lies in the files the case knows.
import type { BlockStore } from './blockStore.ts';

export interface SourceBlocks {
  readonly store: BlockStore;
  /** A file of the source to name where a block lies in none. */
  readonly ownFile: number;
  /** File (its row), offset and length of a block, or null where its bytes cannot be read again in place. */
  place(hash: Uint8Array): { readonly file: number; readonly offset: number; readonly length: number } | null;
}
