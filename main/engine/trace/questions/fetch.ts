// Single blocks read for single transactions: each is held against its header by its Merkle root, so what comes out of here carries
// its branch and is proven. Reads only the blocks asked for.
import {
  type BitcoinNetwork,
  type BlockColumns,
  type HeaderChain,
  type MerkleTree,
  merkleTree,
  newColumns,
  readBlock,
  type TransactionForm,
  txidsOf,
} from '../../chains/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { BlockStore } from '../../intake/index.ts';
import { hashAt, type Match, rootRefusal, spentCounts } from './pass.ts';

/** What is wanted of one block: by position, by id in hexadecimal (internal order), or both. */
export interface Ask {
  readonly positions: Set<number>;
  readonly txids: Set<string>;
}
export type Asks = Map<number, Ask>;

export function askFor(asks: Asks, height: number): Ask {
  let ask = asks.get(height);
  if (ask === undefined) {
    ask = { positions: new Set(), txids: new Set() };
    asks.set(height, ask);
  }
  return ask;
}

export interface Fetched {
  readonly match: Match;
  readonly txid: Uint8Array;
  /** Sibling hashes, 32 bytes each. */
  readonly branch: Uint8Array;
}

export interface FetchResult {
  readonly blocks: number;
  readonly bytes: number;
  /** Ids that the blocks named for them do not hold, and those in blocks that the source does not have. */
  readonly missing: readonly string[];
  readonly badBlocks: readonly { readonly height: number; readonly reason: string }[];
}

export async function fetchProven(
  network: BitcoinNetwork,
  headers: HeaderChain,
  store: BlockStore,
  asks: Asks,
  signal: AbortSignal,
  found: (fetched: Fetched) => void,
  blockDone: (blocks: number, bytes: number) => void,
): Promise<FetchResult> {
  const missing: string[] = [];
  const heights: number[] = [];
  for (const height of [...asks.keys()].sort((a, b) => a - b)) {
    const header = headers.at(height);
    if (header !== -1 && store.has(hashAt(headers, header))) heights.push(height);
    else missing.push(...(asks.get(height) as Ask).txids);
  }
  const hashes = new Uint8Array(heights.length * 32);
  heights.forEach((height, i) => hashes.set(hashAt(headers, headers.at(height)), i * 32));
  const badBlocks: { height: number; reason: string }[] = [];
  const columns = newColumns();
  let bytes = 0;
  let blocks = 0;
  for await (const given of store.read(hashes, signal)) {
    if (signal.aborted) throw new Fault('job.cancelled');
    const height = heights[given.index] as number;
    const ask = asks.get(height) as Ask;
    const block = given.bytes;
    bytes += block.length;
    blocks++;
    const checked = checkedTree(block, columns, network.transactionForm);
    if (typeof checked === 'string') {
      badBlocks.push({ height, reason: checked });
      missing.push(...ask.txids);
    } else {
      const { txids, tree } = checked;
      const positions = new Set(ask.positions);
      const left = new Set(ask.txids);
      for (let tx = 0; left.size > 0 && tx < columns.txCount; tx++)
        if (left.delete(Buffer.from(txids.buffer, txids.byteOffset + tx * 32, 32).toString('hex'))) positions.add(tx);
      missing.push(...left);
      const undo = positions.size === 0 ? null : await given.undo(() => spentCounts(columns));
      const blockHash = hashes.subarray(given.index * 32, given.index * 32 + 32);
      const time = new DataView(block.buffer, block.byteOffset, 80).getUint32(68, true);
      for (const position of [...positions].sort((a, b) => a - b)) {
        if (position >= columns.txCount) continue;
        found({
          match: { height, blockHash, time, block, columns, position, undo },
          txid: txids.slice(position * 32, position * 32 + 32),
          branch: tree.branch(position),
        });
      }
    }
    blockDone(blocks, bytes);
  }
  return { blocks, bytes, missing, badBlocks };
}

/** Ids and tree of a block whose body is the one its header commits to, or why it is not. */
function checkedTree(
  block: Uint8Array,
  columns: BlockColumns,
  form: TransactionForm,
): { readonly txids: Uint8Array; readonly tree: MerkleTree } | string {
  try {
    readBlock(block, columns, form);
  } catch (error) {
    if (error instanceof Fault) return `body:${error.parameters.reason}`;
    throw error;
  }
  const txids = txidsOf(block, columns);
  const tree = merkleTree(txids);
  return rootRefusal(tree, block) ?? { txids, tree };
}
