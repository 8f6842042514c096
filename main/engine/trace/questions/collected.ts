// The slice that a pass grows while it reads: transactions in chain order, as it finds them. Policies and stop rules read it like
// any other slice; it is thrown away at the end, and what is recorded is computed again from the case.
import { createScriptTable, type ScriptTable } from '../../intake/index.ts';
import { COINBASE, NOT_SPENT_HERE, UNKNOWN_PARENT, UNKNOWN_VALUE, type UtxoSlice } from '../slice.ts';

/** One transaction as it was found, or as the case holds it. */
export interface FoundTransaction {
  readonly txid: Uint8Array;
  readonly blockHash: Uint8Array;
  readonly height: number;
  readonly position: number;
  readonly time: number;
  readonly coinbase: boolean;
  /** Serialised outpoints, 36 bytes each. */
  readonly outpoints: Uint8Array;
  /** Per input what it spent, where that is known; `proven` where a parent in the case says so. */
  readonly spent: readonly ({ readonly valueSat: bigint; readonly script: Uint8Array; readonly proven: boolean } | null)[];
  readonly outputs: readonly { readonly valueSat: bigint; readonly script: Uint8Array }[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Collected {
  readonly slice: UtxoSlice;
  readonly scripts: ScriptTable;
  /** Adds a transaction behind all others; gives its number. */
  append(found: FoundTransaction): number;
  /** Number of a transaction by id, or -1. */
  find(txid: Uint8Array): number;
  txOfOut(outNumber: number): number;
  /** Serialised outpoint of an output. */
  outpoint(outNumber: number): Uint8Array;
}

export function createCollected(): Collected {
  const slice: Mutable<UtxoSlice> = {
    txCount: 0,
    inCount: 0,
    outCount: 0,
    blockCount: 0,
    txInStart: new Uint32Array(65),
    txOutStart: new Uint32Array(65),
    txBlock: new Uint32Array(64),
    txid: new Uint8Array(64 * 32),
    txPosition: new Uint32Array(64),
    inPrevOut: new Int32Array(64),
    inValue: new BigUint64Array(64),
    inScript: new Uint32Array(64),
    inFromUndo: new Uint8Array(64),
    outValue: new BigUint64Array(64),
    outScript: new Uint32Array(64),
    outSpentBy: new Int32Array(64),
    blockHeight: new Int32Array(64),
    blockHash: new Uint8Array(64 * 32),
    blockComplete: new Uint8Array(64),
    blockTime: new Uint32Array(64),
    blockCoveredTo: new Int32Array(64),
  };
  let txOfOut = new Uint32Array(64);
  const scripts = createScriptTable();
  const byId = new Map<string, number>();
  const keyOf = (bytes: Uint8Array, at = 0) => Buffer.from(bytes.buffer, bytes.byteOffset + at, 32).toString('latin1');

  function widen<K extends keyof UtxoSlice>(names: readonly K[], count: number, each = 1): void {
    for (const name of names) {
      const column = slice[name] as unknown as Uint32Array;
      if (column.length >= count * each) continue;
      const Made = column.constructor as new (length: number) => Uint32Array;
      const wider = new Made(Math.max(count * each, column.length * 2));
      wider.set(column);
      slice[name] = wider as unknown as (typeof slice)[K];
    }
  }
  const intern = (script: Uint8Array) => scripts.intern(script, 0, script.length);

  function blockOf(found: FoundTransaction): number {
    const last = slice.blockCount - 1;
    if (last >= 0 && Buffer.compare(slice.blockHash.subarray(last * 32, last * 32 + 32), found.blockHash) === 0) return last;
    const block = slice.blockCount++;
    widen(['blockHeight', 'blockComplete', 'blockTime', 'blockCoveredTo'], slice.blockCount);
    widen(['blockHash'], slice.blockCount, 32);
    slice.blockHeight[block] = found.height;
    slice.blockHash.set(found.blockHash, block * 32);
    slice.blockTime[block] = found.time;
    slice.blockCoveredTo[block] = -1;
    return block;
  }

  return {
    slice,
    scripts,
    append(found) {
      const tx = slice.txCount++;
      const ins = found.outpoints.length / 36;
      widen(['txInStart', 'txOutStart'], slice.txCount + 1);
      widen(['txBlock', 'txPosition'], slice.txCount);
      widen(['txid'], slice.txCount, 32);
      widen(['inPrevOut', 'inValue', 'inScript', 'inFromUndo'], slice.inCount + ins);
      widen(['outValue', 'outScript', 'outSpentBy'], slice.outCount + found.outputs.length);
      slice.txBlock[tx] = blockOf(found);
      slice.txPosition[tx] = found.position;
      slice.txid.set(found.txid, tx * 32);
      const index = new DataView(found.outpoints.buffer, found.outpoints.byteOffset, found.outpoints.byteLength);
      for (let i = 0; i < ins; i++) {
        const input = slice.inCount + i;
        const parent = found.coinbase ? undefined : byId.get(keyOf(found.outpoints, i * 36));
        const out = parent === undefined ? -1 : (slice.txOutStart[parent] as number) + index.getUint32(i * 36 + 32, true);
        if (parent !== undefined && out < (slice.txOutStart[parent + 1] as number)) {
          slice.inPrevOut[input] = out;
          slice.inValue[input] = slice.outValue[out] as bigint;
          slice.inScript[input] = slice.outScript[out] as number;
          slice.inFromUndo[input] = 0;
          slice.outSpentBy[out] = input;
          continue;
        }
        const spent = found.spent[i] ?? null;
        slice.inPrevOut[input] = found.coinbase ? COINBASE : UNKNOWN_PARENT;
        slice.inValue[input] = spent?.valueSat ?? (found.coinbase ? sum(found) : UNKNOWN_VALUE);
        slice.inScript[input] = spent === null ? 0 : intern(spent.script);
        slice.inFromUndo[input] = spent === null || spent.proven ? 0 : 1;
      }
      slice.inCount += ins;
      slice.txInStart[tx + 1] = slice.inCount;
      if (txOfOut.length < slice.outCount + found.outputs.length) {
        const wider = new Uint32Array(Math.max(slice.outCount + found.outputs.length, txOfOut.length * 2));
        wider.set(txOfOut);
        txOfOut = wider;
      }
      for (const { valueSat, script } of found.outputs) {
        const out = slice.outCount++;
        slice.outValue[out] = valueSat;
        slice.outScript[out] = intern(script);
        slice.outSpentBy[out] = NOT_SPENT_HERE;
        txOfOut[out] = tx;
      }
      slice.txOutStart[tx + 1] = slice.outCount;
      byId.set(keyOf(found.txid), tx);
      return tx;
    },
    find: (txid) => byId.get(keyOf(txid)) ?? -1,
    txOfOut: (out) => txOfOut[out] as number,
    outpoint(out) {
      const tx = txOfOut[out] as number;
      const bytes = new Uint8Array(36);
      bytes.set(slice.txid.subarray(tx * 32, tx * 32 + 32));
      new DataView(bytes.buffer).setUint32(32, out - (slice.txOutStart[tx] as number), true);
      return bytes;
    },
  };
}

function sum(found: FoundTransaction): bigint {
  return found.outputs.reduce((total, output) => total + output.valueSat, 0n);
}
