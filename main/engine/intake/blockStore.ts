// What a question reads blocks from: the files of an archive or a node. It hands out bytes; nothing here judges a block or
// writes into a case.
import type { UndoCoin, WantedScripts } from '../chains/index.ts';

/** What the inputs of one block's transactions spent, as one source says (grade S): an undo record, or a node's `prevout`. */
export interface BlockUndo {
  /**
   * Spent outputs of the transaction at a position, in input order; empty for the coinbase. Throws `chain.badTransaction` where the
   * record does not hold what the block asks for.
   */
  coinsOf(position: number): readonly UndoCoin[];
  /** Positions of the transactions that spend an output to a script that is wanted, ascending. */
  spending(wanted: WantedScripts): readonly number[];
}

export interface ReadBlock {
  /** Which of the hashes asked for this is. */
  readonly index: number;
  /** The whole block, header first, obfuscation taken off. Valid until the next block is asked for. */
  readonly bytes: Uint8Array;
  /**
   * Undo data of this block, or null where the source has none. `inputsPerTransaction` (without the coinbase) tells siblings of
   * one parent apart. Valid until the next block is asked for.
   */
  undo(inputsPerTransaction: () => readonly number[]): Promise<BlockUndo | null>;
}

export interface BlockStore {
  /** Whether the source holds the body of a block (32-byte hash, internal order). */
  has(hash: Uint8Array): boolean;
  /** Bytes of a block where known without reading it, else null: for the cost that is shown before a pass. */
  lengthOf(hash: Uint8Array): number | null;
  /** Bytes of the undo data that come with a block, as its share of the file they lie in; null where not known. */
  undoLengthOf(hash: Uint8Array): number | null;
  /** Whether undo data can be expected at all. */
  readonly undo: boolean;
  /**
   * Reads blocks in the order of their hashes (packed, 32 bytes each), with read-ahead. Throws `intake.sourceChanged` or
   * `intake.unreadable` naming the file where a medium vanished, and stops at once when `signal` is aborted.
   */
  read(hashes: Uint8Array, signal: AbortSignal): AsyncIterable<ReadBlock>;
  close(): void;
}
