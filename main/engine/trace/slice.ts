// The frozen slice: what every trace, cluster and picture of a UTXO chain reads. Typed arrays only, so a
// worker can be given it. It holds no database handle and no text.

/** Marks in `inPrevOut`. */
export const COINBASE = -1;
export const UNKNOWN_PARENT = -2;
/** Mark in `outSpentBy` for "no transaction of this slice spends it". */
export const NOT_SPENT_HERE = -1;
/** Mark in `inValue` and nowhere else: neither parent nor undo data gives the value. */
export const UNKNOWN_VALUE = 0xffff_ffff_ffff_ffffn;

/**
 * Transactions of the active chain in chain order (height, then position in block). Transaction numbers, input
 * numbers and output numbers are positions in these arrays and mean nothing outside one slice.
 */
export interface UtxoSlice {
  readonly txCount: number;
  readonly inCount: number;
  readonly outCount: number;
  readonly blockCount: number;
  /** First input (output) of each transaction; length txCount + 1. */
  readonly txInStart: Uint32Array;
  readonly txOutStart: Uint32Array;
  /** Index into the block arrays, per transaction. */
  readonly txBlock: Uint32Array;
  /** 32 bytes per transaction, internal byte order. */
  readonly txid: Uint8Array;
  /** Position in its block, per transaction. */
  readonly txPosition: Uint32Array;
  /** Output number that an input spends, or COINBASE, or UNKNOWN_PARENT. Parents always precede children. */
  readonly inPrevOut: Int32Array;
  /** Satoshi per input, from the parent or from undo data; UNKNOWN_VALUE otherwise. A coinbase input carries subsidy plus fees as its outputs' sum. */
  readonly inValue: BigUint64Array;
  /** Script number that an input spends, or 0 where unknown (0 is never a script). */
  readonly inScript: Uint32Array;
  /** 1 where the value and script of an input are known only from undo data (grade S), else 0. */
  readonly inFromUndo: Uint8Array;
  readonly outValue: BigUint64Array;
  /** Script number per output; equal scripts share a number; 0 is never used. */
  readonly outScript: Uint32Array;
  /** Input number that spends an output, or NOT_SPENT_HERE. */
  readonly outSpentBy: Int32Array;
  /** Height per block, or -1 while unanchored. Ascending where known. */
  readonly blockHeight: Int32Array;
  /** 32 bytes per block, internal byte order. */
  readonly blockHash: Uint8Array;
  /** 1 where every transaction of the block is in the case, 0 where only proven single transactions are. */
  readonly blockComplete: Uint8Array;
  /** Seconds since 1970 as written in the header, per block. */
  readonly blockTime: Uint32Array;
  /** Highest height H such that all blocks from `coveredFrom` to H are complete, per block: the end of its covered range, or -1. */
  readonly blockCoveredTo: Int32Array;
  /**
   * Outputs whose spending was looked for beyond what complete blocks cover, ascending, and the height to which each was followed
   * without a gap from its creation. Absent where nothing was searched for.
   */
  readonly searchedOut?: Uint32Array;
  readonly searchedTo?: Int32Array;
  /** Highest height that any search reached; absent where nothing was searched. */
  readonly searchedHeight?: number;
}

/** Highest height to which spends of an output are known without a gap from its creation, or -1. */
export function spendsKnownTo(slice: UtxoSlice, outNumber: number, block: number): number {
  const covered = slice.blockCoveredTo[block] as number;
  const { searchedOut, searchedTo } = slice;
  if (searchedOut === undefined || searchedTo === undefined) return covered;
  let low = 0;
  let high = searchedOut.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = searchedOut[middle] as number;
    if (found === outNumber) return Math.max(covered, searchedTo[middle] as number);
    if (found < outNumber) low = middle + 1;
    else high = middle - 1;
  }
  return covered;
}
