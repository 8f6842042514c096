// The growable columns that one block is read into. Positions and offsets only: no bytes are copied, so
// columns mean nothing without the block they were read from. Reused from block to block.

export interface BlockColumns {
  txCount: number;
  inCount: number;
  outCount: number;
  /** Byte offsets of each transaction in the block: [start, end). */
  txStart: Uint32Array;
  txEnd: Uint32Array;
  /** First input (output) number of each transaction; entry `txCount` closes the last. */
  txInStart: Uint32Array;
  txOutStart: Uint32Array;
  /** Offset of the input count: start + 4, or start + 6 behind the segwit marker. */
  txInputsAt: Uint32Array;
  /** Offset just behind the last output; the witness, if any, begins here. The locktime is at end - 4. */
  txOutputsEnd: Uint32Array;
  /** 1 where the transaction carries witness data. */
  txWitness: Uint8Array;
  /** Litecoin: whether the last transaction is the block's HogEx, or carries an extension transaction (never in a block). */
  mweb: 'none' | 'hogEx' | 'attached';
  /** Offset of what flag 0x08 puts before that transaction's locktime. */
  mwebPartAt: number;
  /** Offset of the 36-byte outpoint (hash, index) of each input. */
  inPrevOffset: Uint32Array;
  /** The sequence number is the four bytes at inScriptEnd. */
  inScriptStart: Uint32Array;
  inScriptEnd: Uint32Array;
  /** Satoshi. */
  outValue: BigUint64Array;
  outScriptStart: Uint32Array;
  outScriptEnd: Uint32Array;
  /** The words of `outValue`, low first: written so that no bigint is made per output. */
  outValueWords: Uint32Array;
}

export function newColumns(): BlockColumns {
  const outValue = new BigUint64Array(64);
  return {
    txCount: 0,
    inCount: 0,
    outCount: 0,
    txStart: new Uint32Array(16),
    txEnd: new Uint32Array(16),
    txInStart: new Uint32Array(17),
    txOutStart: new Uint32Array(17),
    txInputsAt: new Uint32Array(16),
    txOutputsEnd: new Uint32Array(16),
    txWitness: new Uint8Array(16),
    mweb: 'none',
    mwebPartAt: 0,
    inPrevOffset: new Uint32Array(64),
    inScriptStart: new Uint32Array(64),
    inScriptEnd: new Uint32Array(64),
    outValue,
    outScriptStart: new Uint32Array(64),
    outScriptEnd: new Uint32Array(64),
    outValueWords: new Uint32Array(outValue.buffer),
  };
}

function grown(column: Uint32Array, length: number): Uint32Array {
  const wider = new Uint32Array(length);
  wider.set(column);
  return wider;
}

/** Makes room for `count` transactions. The caller has checked the count against the bytes that are there. */
export function reserveTransactions(columns: BlockColumns, count: number): void {
  if (columns.txStart.length >= count) return;
  const room = Math.max(count, columns.txStart.length * 2);
  columns.txStart = grown(columns.txStart, room);
  columns.txEnd = grown(columns.txEnd, room);
  columns.txInStart = grown(columns.txInStart, room + 1);
  columns.txOutStart = grown(columns.txOutStart, room + 1);
  columns.txInputsAt = grown(columns.txInputsAt, room);
  columns.txOutputsEnd = grown(columns.txOutputsEnd, room);
  const witness = new Uint8Array(room);
  witness.set(columns.txWitness);
  columns.txWitness = witness;
}

export function reserveInputs(columns: BlockColumns, count: number): void {
  if (columns.inPrevOffset.length >= count) return;
  const room = Math.max(count, columns.inPrevOffset.length * 2);
  columns.inPrevOffset = grown(columns.inPrevOffset, room);
  columns.inScriptStart = grown(columns.inScriptStart, room);
  columns.inScriptEnd = grown(columns.inScriptEnd, room);
}

export function reserveOutputs(columns: BlockColumns, count: number): void {
  if (columns.outScriptStart.length >= count) return;
  const room = Math.max(count, columns.outScriptStart.length * 2);
  const value = new BigUint64Array(room);
  value.set(columns.outValue);
  columns.outValue = value;
  columns.outValueWords = new Uint32Array(value.buffer);
  columns.outScriptStart = grown(columns.outScriptStart, room);
  columns.outScriptEnd = grown(columns.outScriptEnd, room);
}
