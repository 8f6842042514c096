// Which transaction stands at a place of a block, by what the case holds: for sources that name a transaction by block and place alone.
import type { CaseFile } from '../../casefile/index.ts';
import { NONE } from './accountColumns.ts';
import { openSegment } from './accountSegment.ts';

export type TransactionAt = (blockNumber: number, position: number) => string | null;

/** More transactions stand in no block of any chain. */
const PLACES = 2 ** 20;

/** Made when first asked; null where the case holds none, or two sources have different ones there. */
export function placesOfCase(file: CaseFile, chain: string): TransactionAt {
  let made: ReadonlyMap<number, string | null> | null = null;
  return (blockNumber, position) => {
    made ??= readPlaces(file, chain);
    return position < PLACES ? (made.get(blockNumber * PLACES + position) ?? null) : null;
  };
}

function readPlaces(file: CaseFile, chain: string): ReadonlyMap<number, string | null> {
  const places = new Map<number, string | null>();
  for (const { id, transactions } of file.accounts.segments(chain)) {
    if (transactions === 0) continue;
    const segment = openSegment((name) => file.accounts.column(id, name));
    const [ids, blocks, positions] = [segment.ids(), segment.block(), segment.position()];
    for (let i = 0; i < ids.count; i++) {
      const [block, position] = [blocks[i] as number, positions[i] as number];
      if (block === NONE || position === NONE || position >= PLACES) continue;
      const key = block * PLACES + position;
      const known = places.get(key);
      const own = ids.at(i);
      places.set(key, known === undefined || known === own ? own : null);
    }
  }
  return places;
}
