// A hub for tests of scale: one script that as many others pay as are asked for, each with change, and that then pays as many more. Not
// part of the program.
import { NOT_SPENT_HERE, UNKNOWN_PARENT, type UtxoSlice } from '../../../trace/index.ts';

export const HUB = 1;

/**
 * Transactions 0 to count - 1: script 2 + i (undo data alone) pays the hub 1,000 + i and itself 5. Then as many in which the hub's output i
 * goes to script 2 + count + i, less 1.
 */
export function hubSlice(count: number): UtxoSlice {
  const txCount = 2 * count;
  const outCount = 3 * count;
  const slice: UtxoSlice = {
    ...{ txCount, inCount: txCount, outCount, blockCount: txCount },
    txInStart: Uint32Array.from({ length: txCount + 1 }, (_, tx) => tx),
    txOutStart: Uint32Array.from({ length: txCount + 1 }, (_, tx) => (tx <= count ? 2 * tx : count + tx)),
    txBlock: Uint32Array.from({ length: txCount }, (_, tx) => tx),
    txid: new Uint8Array(32 * txCount),
    txPosition: new Uint32Array(txCount),
    inPrevOut: Int32Array.from({ length: txCount }, (_, tx) => (tx < count ? UNKNOWN_PARENT : 2 * (tx - count))),
    inValue: BigUint64Array.from({ length: txCount }, (_, tx) => BigInt(tx < count ? 1005 + tx : 1000 + tx - count)),
    inScript: Uint32Array.from({ length: txCount }, (_, tx) => (tx < count ? 2 + tx : HUB)),
    inFromUndo: Uint8Array.from({ length: txCount }, (_, tx) => (tx < count ? 1 : 0)),
    outValue: new BigUint64Array(outCount),
    outScript: new Uint32Array(outCount),
    outSpentBy: new Int32Array(outCount).fill(NOT_SPENT_HERE),
    blockHeight: Int32Array.from({ length: txCount }, (_, tx) => tx),
    blockHash: new Uint8Array(32 * txCount),
    blockComplete: new Uint8Array(txCount).fill(1),
    blockTime: Uint32Array.from({ length: txCount }, (_, tx) => 1_600_000_000 + tx),
    blockCoveredTo: new Int32Array(txCount).fill(txCount - 1),
  };
  const ids = new DataView(slice.txid.buffer);
  for (let tx = 0; tx < txCount; tx++) ids.setUint32(tx * 32, tx);
  for (let i = 0; i < count; i++) {
    slice.outScript[2 * i] = HUB;
    slice.outValue[2 * i] = BigInt(1000 + i);
    slice.outSpentBy[2 * i] = count + i;
    slice.outScript[2 * i + 1] = 2 + i;
    slice.outValue[2 * i + 1] = 5n;
    slice.outScript[2 * count + i] = 2 + count + i;
    slice.outValue[2 * count + i] = BigInt(999 + i);
  }
  return slice;
}
