// A practice story as the files a Bitcoin Core node leaves behind (blk, rev, xor.dat), marked as training material.
// It returns bytes only; writing them to a disk is the caller's business.
import { frameBlock, frameUndo, REGTEST } from '../chains/index.ts';
import { derivedBytes } from './seededGenerator.ts';
import type { SimulatedStory } from './story.ts';

/** What a node keeps of a story. */
type NodeStory = Pick<SimulatedStory, 'blocks' | 'undo' | 'staleBlocks'> & { readonly truth: { readonly seed: string } };

const README = `Training material: proves nothing about real coins.

These are the block files of a regtest chain that Tracehold's simulator wrote. All people, payments and addresses
are invented; proof of work at regtest difficulty costs nothing. Do not mix with evidence.
`;

export interface NodeFolderOptions {
  /** Obfuscates blk and rev with a key in xor.dat, as Core 28 and later do. */
  readonly xor?: boolean;
  /** So many zero bytes after the last record of each file, as Core preallocates; they are never obfuscated. */
  readonly preallocatedBytes?: number;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * Order in the blk file: as they arrived. Every seventh block came after its successor, one came three late, and a
 * stale block follows its rival. Genesis is always first: Core writes it before it connects to anybody.
 */
function arrivalOrder(story: NodeStory): Uint8Array[] {
  const heights = story.blocks.map((_, height) => height);
  for (let i = 7; i + 1 < heights.length; i += 7) {
    const late = heights[i] as number;
    heights[i] = heights[i + 1] as number;
    heights[i + 1] = late;
  }
  const [veryLate] = heights.splice(40, 1) as [number];
  heights.splice(43, 0, veryLate);
  return heights.flatMap((height) => [
    story.blocks[height] as Uint8Array,
    ...story.staleBlocks.filter((stale) => stale.height === height).map(({ bytes }) => bytes),
  ]);
}

/** Undo records stand in the order of connection, which is by height. */
function undoRecords(story: NodeStory): Uint8Array[] {
  return story.undo.flatMap((undo, height) => {
    if (height === 0) return [];
    const previousHash = (story.blocks[height] as Uint8Array).subarray(4, 36);
    return [frameUndo(REGTEST.magic, undo, previousHash)];
  });
}

/** File name → bytes. Same story and options, same bytes. */
export function writeNodeFolder(story: NodeStory, options: NodeFolderOptions = {}): ReadonlyMap<string, Uint8Array> {
  const key = options.xor ? derivedBytes(story.truth.seed, 'xor.dat').slice(0, 8) : undefined;
  const file = (records: readonly Uint8Array[]): Uint8Array => {
    const bytes = joined(records);
    // The key repeats over positions in the file, not in the record.
    if (key) for (let i = 0; i < bytes.length; i++) bytes[i] = (bytes[i] as number) ^ (key[i % 8] as number);
    return joined([bytes, new Uint8Array(options.preallocatedBytes ?? 0)]);
  };
  const text = new TextEncoder();
  return new Map([
    ['TRAINING', text.encode('training material: proves nothing about real coins\n')],
    ['README-TRAINING.txt', text.encode(README)],
    ['blocks/blk00000.dat', file(arrivalOrder(story).map((block) => frameBlock(REGTEST.magic, block)))],
    ['blocks/rev00000.dat', file(undoRecords(story))],
    ...(key ? [['blocks/xor.dat', key] as const] : []),
  ]);
}
