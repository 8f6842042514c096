// The packed result of a header pass: where every block of an archive lies. Columns only: a million blocks are a million numbers,
// not a million objects.
import type { RejectedRow } from '../material.ts';
import type { ArchiveFile } from './folder.ts';

/** What the header pass found. One entry of each column is a block; they stand in file order, and one may stand twice. */
export interface ArchiveIndex {
  /** Absolute path of the folder that holds the blk files. */
  readonly folder: string;
  readonly xorKey: Uint8Array;
  /** Blk files in the order of their numbers, then rev files. */
  readonly files: readonly ArchiveFile[];
  readonly count: number;
  /** 80-byte headers. */
  readonly records: Uint8Array;
  /** 32 bytes each, internal order. */
  readonly hashes: Uint8Array;
  /** Number in `files`. */
  readonly fileOf: Uint32Array;
  /** Of the block's first byte, in its file. */
  readonly offset: Uint32Array;
  readonly length: Uint32Array;
  /** What in the files is no block; `store()` adds undo records that belong to a block and cannot be used. */
  readonly rejected: RejectedRow[];
  /** Network magic of the first frame; a hint, never a decision. Null where there is no frame. */
  readonly magic: Uint8Array | null;
  /** SHA-256 over name, size and time of all files (RFC 8785 JSON). */
  readonly listDigest: string;
  /** Bytes of all blk and of all rev files. */
  readonly blocksBytes: number;
  readonly undoBytes: number;
  /** Blk files whose headers were read in this pass; the others came from the cache and were looked at. */
  readonly filesScanned: number;
  /** Number of the first block with a hash. */
  find(hash: Uint8Array): number | undefined;
}
