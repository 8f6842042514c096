// Which rows of the case stand for which blocks of a chain, in chain order: whole blocks before single transactions of them, each
// transaction once. It reads no column but positions and undo values.
import type { BlockRow, CaseFile } from '../casefile/index.ts';
import type { BitcoinNetwork, HeaderChain } from '../chains/index.ts';
import { rangeHasUndo, type Segment } from '../intake/index.ts';
import type { Freeze } from './freeze.ts';

/** A stretch of one block's transactions that lie one behind the other in a segment: the whole block, or some of it. */
export interface Placed {
  readonly row: BlockRow;
  readonly height: number;
  readonly header: number;
  readonly txFirst: number;
  readonly txCount: number;
}

/** One row per block: complete before single transactions, active chain first in height order, then what is unanchored. */
export function placeBlocks(
  file: CaseFile,
  network: BitcoinNetwork,
  headers: HeaderChain,
  freeze: Freeze | undefined,
  segmentOf: (id: number) => Segment,
): Placed[] {
  const whole = new Map<number, Placed>();
  const single = new Map<number, Placed[]>();
  for (const row of file.chain.blocks(network.id, freeze?.withdrawn, freeze?.abandoned)) {
    if (freeze !== undefined && row.id > freeze.lastBlock) break;
    const header = headers.find(row.hash);
    if (header === undefined) continue;
    const state = headers.state(header);
    if (state !== 'active' && state !== 'unanchored') continue;
    const height = state === 'active' ? (headers.height[header] as number) : -1;
    const entry: Placed = { row, height, header, txFirst: row.txFirst, txCount: row.txCount };
    if (!row.complete) {
      const others = single.get(header);
      if (others === undefined) single.set(header, [entry]);
      else others.push(entry);
      continue;
    }
    // Of several sources of one block the first counts, unless a later one brings undo values that it lacks.
    const held = whole.get(header);
    if (held === undefined) whole.set(header, entry);
    else if (
      held.row.segment !== row.segment &&
      !rangeHasUndo(segmentOf(held.row.segment), held.row) &&
      rangeHasUndo(segmentOf(row.segment), row)
    )
      whole.set(header, entry);
  }
  const all = [...whole.values()];
  for (const [header, entries] of single) if (!whole.has(header)) all.push(...inPosition(entries, segmentOf));
  // Sorting keeps the order of single transactions within their block.
  const anchored = all.filter((block) => block.height >= 0).sort((a, b) => a.height - b.height);
  const depth = depths(headers);
  const claimed = ({ row }: Placed) => row.claimedHeight ?? Number.MAX_SAFE_INTEGER;
  const loose = all
    .filter((block) => block.height < 0)
    .sort(
      (a, b) =>
        claimed(a) - claimed(b) || (depth[a.header] as number) - (depth[b.header] as number) || Buffer.compare(a.row.hash, b.row.hash),
    );
  return [...anchored, ...loose];
}

/** Number of given ancestors of each header, every header visited once. */
function depths(headers: HeaderChain): Int32Array {
  const depth = new Int32Array(headers.count).fill(-1);
  const path: number[] = [];
  for (let start = 0; start < headers.count; start++) {
    let at = start;
    for (; at !== -1 && depth[at] === -1; at = headers.parent[at] as number) path.push(at);
    let above = at === -1 ? -1 : (depth[at] as number);
    for (let header = path.pop(); header !== undefined; header = path.pop()) depth[header] = ++above;
  }
  return depth;
}

/**
 * The transactions held of a block that is not complete, in their positions; one that several rows hold counts once, preferably
 * with the values of what it spends. Neighbours in one row stay together.
 */
function inPosition(entries: readonly Placed[], segmentOf: (id: number) => Segment): Placed[] {
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return [only];
  const byPosition = new Map<number, Placed>();
  for (const entry of entries) {
    const segment = segmentOf(entry.row.segment);
    for (let t = entry.txFirst; t < entry.txFirst + entry.txCount; t++) {
      const position = segment.txPosition?.[t] ?? t - entry.txFirst;
      const single: Placed = { ...entry, txFirst: t, txCount: 1 };
      const held = byPosition.get(position);
      if (held === undefined || (!rangeHasUndo(segmentOf(held.row.segment), held) && rangeHasUndo(segment, single)))
        byPosition.set(position, single);
    }
  }
  const placed: Placed[] = [];
  for (const [, single] of [...byPosition].sort(([a], [b]) => a - b)) {
    const last = placed.at(-1);
    if (last !== undefined && last.row === single.row && last.txFirst + last.txCount === single.txFirst)
      placed[placed.length - 1] = { ...last, txCount: last.txCount + 1 };
    else placed.push(single);
  }
  return placed;
}
