// One pass over blocks in chain order: tests every input and output against what is looked for and hands over the transactions that
// match. Nothing is hashed but what matches, unless transactions are looked for by their ids or every body is to be checked.
import { Fault } from '../../../../shared/model/fault.ts';
import {
  type BitcoinNetwork,
  type BlockColumns,
  HEADER_BYTES,
  type HeaderChain,
  type MerkleRoot,
  merkleRoot,
  newColumns,
  readBlock,
  readTransaction,
  type TransactionForm,
  txidsOf,
} from '../../chains/index.ts';
import type { BlockStore, BlockUndo } from '../../intake/index.ts';
import type { HeightRange } from '../searched.ts';
import type { OutpointSet } from './outpointSet.ts';
import type { ScriptSet } from './scriptSet.ts';
import { createSight, type SpentBefore } from './spentBefore.ts';

export interface Wanted {
  readonly outpoints: OutpointSet;
  readonly scripts: ScriptSet;
  /** Ids in hexadecimal, internal order; while there are any, every transaction is hashed. */
  readonly txids: Set<string>;
  /** Ids of coinbases that were found: two of the main chain were made once more (BIP30), and the later one counts. */
  readonly coinbases: Set<string>;
  /** Transactions known by their place: height → positions. */
  readonly places: ReadonlyMap<number, ReadonlySet<number>>;
  /** Spends of outputs to the scripts that no block of this pass, and nothing in the case, has shown; null without scripts. */
  readonly spentBefore: SpentBefore | null;
}

/** A transaction that matched, in a block that is valid only while `matched` runs. */
export interface Match {
  readonly height: number;
  readonly blockHash: Uint8Array;
  readonly time: number;
  readonly block: Uint8Array;
  readonly columns: BlockColumns;
  readonly position: number;
  readonly undo: BlockUndo | null;
}

export interface PassResult {
  readonly blocks: number;
  readonly bytes: number;
  /** Heights of which every block was read, ascending. */
  readonly read: readonly HeightRange[];
  /** Of them, those of which undo data had to be asked for earlier outputs and were not there. */
  readonly blind: readonly HeightRange[];
  /** Blocks that could not be read as blocks. */
  readonly refused: readonly { readonly height: number; readonly reason: string }[];
}

/** What a pass reads from. */
export interface PassSource {
  readonly network: BitcoinNetwork;
  readonly headers: HeaderChain;
  readonly store: BlockStore;
  /** Whether every block is held against its Merkle root. */
  readonly thorough: boolean;
}

export interface PassHooks {
  matched(match: Match): void;
  /** After each block: `done` is its height. May write to the case; what it throws ends the pass. */
  blockDone(done: PassPlace & { readonly bytes: number }): Promise<void> | void;
}

export interface PassPlace {
  readonly height: number;
  readonly read: readonly HeightRange[];
  readonly blind: readonly HeightRange[];
}

export async function runPass(
  { network, headers, store, thorough }: PassSource,
  range: HeightRange,
  wanted: Wanted,
  hooks: PassHooks,
  signal: AbortSignal,
): Promise<PassResult> {
  const heights: number[] = [];
  for (let height = range.from; height <= range.to; height++) {
    const header = headers.at(height);
    if (header !== -1 && store.has(hashAt(headers, header))) heights.push(height);
  }
  const hashes = new Uint8Array(heights.length * 32);
  heights.forEach((height, i) => hashes.set(hashAt(headers, headers.at(height)), i * 32));
  const columns = newColumns();
  const read: { from: number; to: number }[] = [];
  const blind: { from: number; to: number }[] = [];
  /** Whether the last blind range goes on: a block that spends nothing does not end it. */
  let isBlind = false;
  const sight = wanted.spentBefore === null ? null : createSight(wanted.spentBefore.known);
  const refused: { height: number; reason: string }[] = [];
  let bytes = 0;
  let blocks = 0;
  for await (const given of store.read(hashes, signal)) {
    if (signal.aborted) throw new Fault('job.cancelled');
    const height = heights[given.index] as number;
    const block = given.bytes;
    bytes += block.length;
    blocks++;
    let refusal = tryRead(block, columns, network.transactionForm);
    const ids = refusal === null && (thorough || wanted.txids.size > 0) ? txidsOf(block, columns) : null;
    if (ids !== null && thorough) refusal = rootRefusal(merkleRoot(ids), block);
    if (refusal !== null) {
      refused.push({ height, reason: refusal });
    } else {
      const last = read.at(-1);
      isBlind &&= last?.to === height - 1;
      await searchBlock(height, hashes.subarray(given.index * 32, given.index * 32 + 32), block, ids, (inputs) => given.undo(inputs));
      if (last?.to === height - 1) last.to = height;
      else read.push({ from: height, to: height });
      sight?.saw(height);
    }
    await hooks.blockDone({ height, bytes, read, blind });
  }
  return { blocks, bytes, read, blind, refused };

  /** Positions that spend from the scripts looked for what was made where nobody looked; null where that is not known. */
  function spendsOf(undo: BlockUndo | null): ReadonlySet<number> | null {
    return undo === null || wanted.spentBefore === null ? null : new Set(undo.spending(wanted.spentBefore.scripts));
  }

  function noteBlind(height: number, saw: boolean): void {
    const last = blind.at(-1);
    if (saw) isBlind = false;
    else if (isBlind && last !== undefined) last.to = height;
    else {
      blind.push({ from: height, to: height });
      isBlind = true;
    }
  }

  async function searchBlock(
    height: number,
    blockHash: Uint8Array,
    block: Uint8Array,
    hashed: Uint8Array | null,
    readUndo: (inputs: () => readonly number[]) => Promise<BlockUndo | null>,
  ): Promise<void> {
    const { outpoints, scripts, txids, coinbases, places } = wanted;
    const { txCount, txInStart, txOutStart, inPrevOffset, outScriptStart, outScriptEnd } = columns;
    const ids = txids.size > 0 ? hashed : null;
    const here = places.get(height);
    let undo: BlockUndo | null | undefined;
    let spends: ReadonlySet<number> | null = null;
    if (sight !== null && txCount > 1 && !sight.reaches(height)) {
      undo = await readUndo(() => spentCounts(columns));
      spends = spendsOf(undo);
      noteBlind(height, spends !== null);
    }
    const time = new DataView(block.buffer, block.byteOffset, HEADER_BYTES).getUint32(68, true);
    for (let tx = 0; tx < txCount; tx++) {
      let hit = here?.has(tx) === true || spends?.has(tx) === true;
      for (let input = txInStart[tx] as number; !hit && input < (txInStart[tx + 1] as number); input++)
        hit = outpoints.find(block, inPrevOffset[input] as number) !== -1;
      if (!hit && scripts.size > 0)
        for (let out = txOutStart[tx] as number; !hit && out < (txOutStart[tx + 1] as number); out++)
          hit = scripts.has(block, outScriptStart[out] as number, outScriptEnd[out] as number);
      if (!hit && ids !== null) hit = txids.has(Buffer.from(ids.buffer, ids.byteOffset + tx * 32, 32).toString('hex'));
      if (!hit && tx === 0 && coinbases.size > 0) hit = coinbases.has(idOfFirst(block, columns, network.transactionForm));
      if (!hit) continue;
      if (undo === undefined) undo = await readUndo(() => spentCounts(columns));
      hooks.matched({ height, blockHash, time, block, columns, position: tx, undo });
    }
  }
}

const scratch: BlockColumns = newColumns();

/** Id of the first transaction, in hexadecimal, hashed alone. */
function idOfFirst(block: Uint8Array, columns: BlockColumns, form: TransactionForm): string {
  const raw = block.subarray(columns.txStart[0] as number, columns.txEnd[0] as number);
  return Buffer.from(txidsOf(raw, readTransaction(raw, scratch, form))).toString('hex');
}

/** Why the transactions of a block are not those that its header commits to; null where they are. */
export function rootRefusal({ root, mutated }: MerkleRoot, block: Uint8Array): string | null {
  if (mutated) return 'duplicateTail';
  return Buffer.compare(root, block.subarray(36, 68)) === 0 ? null : 'merkleRoot';
}

export function hashAt(headers: HeaderChain, header: number): Uint8Array {
  return headers.hashes.subarray(header * 32, header * 32 + 32);
}

/** How many outputs each transaction but the coinbase spends: what undo data must agree with. */
export function spentCounts(columns: BlockColumns): number[] {
  const counts: number[] = [];
  for (let tx = 1; tx < columns.txCount; tx++) counts.push((columns.txInStart[tx + 1] as number) - (columns.txInStart[tx] as number));
  return counts;
}

/** Reads a block into columns, or says why it is none. */
export function tryRead(block: Uint8Array, columns: BlockColumns, form: TransactionForm): string | null {
  try {
    readBlock(block, columns, form);
    return null;
  } catch (error) {
    if (error instanceof Fault) return `${error.parameters.reason}`;
    throw error;
  }
}
