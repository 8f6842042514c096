// Unspent outputs of a chain that is being made: what a later transaction may spend, and what its undo record then says. Columns,
// because millions of them are held.
import type { UndoCoin } from '../../main/engine/chains/index.ts';

/** Longer scripts are made too, but never spent. */
const LONGEST_SCRIPT = 35;
const SLOT = 1 + LONGEST_SCRIPT;

export interface CoinPool {
  size(): number;
  addTransaction(txid: Uint8Array): number;
  /** An output whose value stands at `valueAt` of `bytes` and whose script ends at `scriptEnd`. */
  addOutput(tx: number, index: number, bytes: Uint8Array, valueAt: number, scriptEnd: number, height: number): void;
  /** Writes an outpoint, mostly of a young output, forgets it and gives its coin; null where there is none. */
  take(target: Uint8Array, at: number, random: number): UndoCoin | null;
}

export function createCoinPool(most: number): CoinPool {
  const owner = new Uint32Array(most);
  const indexes = new Uint32Array(most);
  const values = new Float64Array(most);
  const heights = new Uint32Array(most);
  const scripts = new Uint8Array(most * SLOT);
  let ids = new Uint8Array(32 << 16);
  let count = 0;
  let transactions = 0;
  return {
    size: () => count,
    addTransaction(txid) {
      if ((transactions + 1) * 32 > ids.length) {
        const wider = new Uint8Array(ids.length * 2);
        wider.set(ids);
        ids = wider;
      }
      ids.set(txid, transactions * 32);
      return transactions++;
    },
    addOutput(tx, index, bytes, valueAt, scriptEnd, height) {
      const script = bytes.subarray(valueAt + 9, scriptEnd);
      if (count === most || script.length > LONGEST_SCRIPT || script[0] === 0x6a) return;
      owner[count] = tx;
      indexes[count] = index;
      values[count] = Number(new DataView(bytes.buffer, bytes.byteOffset + valueAt, 8).getBigUint64(0, true));
      heights[count] = height;
      scripts[count * SLOT] = script.length;
      scripts.set(script, count * SLOT + 1);
      count++;
    },
    take(target, at, random) {
      if (count === 0) return null;
      const place = Math.min(count - 1, Math.floor(count * (1 - random ** 4)));
      const tx = owner[place] as number;
      target.set(ids.subarray(tx * 32, tx * 32 + 32), at);
      new DataView(target.buffer, target.byteOffset + at + 32, 4).setUint32(0, indexes[place] as number, true);
      const start = place * SLOT;
      const script = scripts.slice(start + 1, start + 1 + (scripts[start] as number));
      const coin = { valueSat: BigInt(values[place] as number), script, height: heights[place] as number, coinbase: false };
      count--;
      owner[place] = owner[count] as number;
      indexes[place] = indexes[count] as number;
      values[place] = values[count] as number;
      heights[place] = heights[count] as number;
      scripts.copyWithin(start, count * SLOT, (count + 1) * SLOT);
      return coin;
    },
  };
}
