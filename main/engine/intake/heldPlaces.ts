// Whether the case already holds a transaction in the block a source says it is in: then no proof is needed again, and where the block is
// held whole without it the source is wrong.
import { bytesEqual } from '../../../shared/model/bytes.ts';
import type { BlockRow, CaseFile } from '../casefile/index.ts';
import type { StatedPlace } from './material.ts';

export type HeldPlace = 'held' | 'notInStatedBlock' | 'unknown';

export function createHeldPlaces(file: CaseFile, chain: string): (place: StatedPlace, txid: Uint8Array) => HeldPlace {
  let rows: Map<string, BlockRow[]> | null = null;
  const keyOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
  const rowsOf = (hash: Uint8Array): readonly BlockRow[] => {
    if (rows === null) {
      rows = new Map();
      for (const row of file.chain.blocks(chain)) {
        const same = rows.get(keyOf(row.hash));
        if (same === undefined) rows.set(keyOf(row.hash), [row]);
        else same.push(row);
      }
    }
    return rows.get(keyOf(hash)) ?? [];
  };
  return ({ hash }, txid) => {
    let whole = false;
    for (const row of rowsOf(hash)) {
      const txids = file.chain.columnRange(row.segment, 'txid', row.txFirst * 32, row.txCount * 32);
      for (let at = 0; at + 32 <= txids.length; at += 32) if (bytesEqual(txids.subarray(at, at + 32), txid)) return 'held';
      whole ||= row.complete && txids.length === row.txCount * 32;
    }
    return whole ? 'notInStatedBlock' : 'unknown';
  };
}
