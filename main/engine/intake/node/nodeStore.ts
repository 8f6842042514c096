// Blocks from a node, as a block store: each is held against the hash it was asked by, its Merkle root and its witness
// commitment before anybody sees it. What a node says was spent (undo) is its own word, and only its fit to the block is checked.
import { bytesEqual, displayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import {
  activeKernel,
  type BlockColumns,
  checkWitnessCommitment,
  HEADER_BYTES,
  merkleRoot,
  newColumns,
  readBlock,
  sha256d,
  txidsOf,
  wtxidsOf,
} from '../../chains/index.ts';
import type { NodeLimits } from '../../kernel/index.ts';
import type { BlockStore, BlockUndo, ReadBlock } from '../blockStore.ts';
import type { Node } from './openNode.ts';
import { readNodeUndo } from './nodeUndo.ts';

/** Consensus allows 4,000,000 bytes; as hexadecimal with room for slack of other chains and the envelope. */
const BLOCK_LIMITS: NodeLimits = { bytes: 2 * 8_000_000 + 4096, milliseconds: 120_000, silenceMilliseconds: 30_000 };
/** The same block as objects with scripts in three forms; a block built to be long stays below. */
const UNDO_LIMITS: NodeLimits = { bytes: 192 << 20, milliseconds: 300_000, silenceMilliseconds: 60_000 };
/** A node answers one block while the block before is worked on: two more than that gain nothing on one machine. */
const READ_AHEAD = 3;

export interface NodeStoreOptions {
  /** Height of a block, or -1: for a pruned node's own bound, and for the journal. */
  readonly heightOf?: (hash: Uint8Array) => number;
  readonly readAhead?: number;
  readonly blockLimits?: NodeLimits;
  readonly undoLimits?: NodeLimits;
}

/** Why a node did not give a block, by its own error (Bitcoin Core, rpc/blockchain.cpp). */
export type Withheld = 'pruned' | 'notDownloaded' | 'unknown';

export function nodeStore(node: Node, options: NodeStoreOptions = {}): BlockStore {
  const { readAhead = READ_AHEAD, blockLimits = BLOCK_LIMITS, undoLimits = UNDO_LIMITS } = options;
  const heightOf = (hash: Uint8Array): number | null => {
    const height = options.heightOf?.(hash) ?? -1;
    return height < 0 ? null : height;
  };
  const columns = newColumns();
  const refused = new Set<string>();
  const closing = new AbortController();
  let undoGiven = node.givesUndo;

  async function fetchBlock(hash: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const asked = displayHash(hash);
    const height = heightOf(hash);
    try {
      // Verbosity as a number: litecoind 0.21 and Bitcoin Core take it, and a false of older programs says the same.
      const answer = await node.rpc.one('getblock', [asked, 0], blockLimits, signal, height);
      if (typeof answer !== 'string' || !/^(?:[0-9a-fA-F]{2})+$/.test(answer))
        throw new Fault('node.badAnswer', { method: 'getblock', reason: 'block' });
      return fromBlockHex(answer);
    } catch (error) {
      const reason = blockWithheld(error);
      if (reason === null) throw error;
      refused.add(asked);
      const words = (error as Fault).parameters['words'] ?? '';
      throw new Fault('node.withholds', { address: node.address, reason, hash: asked, ...(height === null ? {} : { height }), words });
    }
  }

  async function undoOf(
    hash: Uint8Array,
    bytes: Uint8Array,
    counts: () => readonly number[],
    signal: AbortSignal,
  ): Promise<BlockUndo | null> {
    if (!undoGiven) return null;
    let answer: Awaited<ReturnType<typeof node.rpc.one>>;
    try {
      answer = await node.rpc.one('getblock', [displayHash(hash), 3], undoLimits, signal, heightOf(hash));
    } catch (error) {
      // A node without undo data of this block, or too old to know the question: there is none, which is no failure.
      if (!(error instanceof Fault) || error.code !== 'node.rpc') throw error;
      undoGiven = error.parameters['code'] !== -8 && error.parameters['code'] !== -3 && undoGiven;
      return null;
    }
    readBlock(bytes, columns, node.network.transactionForm);
    const undo = readNodeUndo(node, hash, bytes, columns, answer, counts());
    if (undo === null) undoGiven = false;
    return undo;
  }

  return {
    has: (hash) => {
      const height = heightOf(hash);
      return !refused.has(displayHash(hash)) && (height === null || height >= node.prunedBelow);
    },
    lengthOf: () => null,
    undoLengthOf: () => null,
    get undo() {
      return undoGiven;
    },
    async *read(hashes, signal) {
      const count = Math.floor(hashes.length / 32);
      const stop = new AbortController();
      const end = (): void => stop.abort();
      const signals = [signal, closing.signal];
      for (const one of signals) {
        if (one.aborted) end();
        one.addEventListener('abort', end, { once: true });
      }
      const coming: Promise<Uint8Array>[] = [];
      try {
        for (let index = 0, next = 0; index < count; index++) {
          for (; next < count && next < index + readAhead; next++) {
            const fetched = fetchBlock(hashes.slice(next * 32, next * 32 + 32), stop.signal);
            // Its failure is heard when its turn comes, or not at all where reading ends before.
            fetched.catch(() => undefined);
            coming.push(fetched);
          }
          const hash = hashes.slice(index * 32, index * 32 + 32);
          const bytes = await (coming.shift() as Promise<Uint8Array>);
          if (stop.signal.aborted) throw new Fault('job.cancelled');
          checkBlockOf(node, hash, bytes, columns);
          const read: ReadBlock = { index, bytes, undo: (counts) => undoOf(hash, bytes, counts, stop.signal) };
          yield read;
        }
      } finally {
        end();
        for (const one of signals) one.removeEventListener('abort', end);
      }
    },
    close: () => closing.abort(),
  };
}

/** `fromHex` made for megabytes. */
function fromBlockHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}

/** Why the node gave no block or header, or null where its error is another. */
export function blockWithheld(error: unknown): Withheld | null {
  if (!(error instanceof Fault) || error.code !== 'node.rpc') return null;
  const { code, words } = error.parameters;
  // RPC_INVALID_ADDRESS_OR_KEY, "Block not found"; other makes say it with RPC_MISC_ERROR, which serves for much: the words decide.
  if (code === -5) return 'unknown';
  if (code !== -1) return null;
  if (/prun/i.test(String(words))) return 'pruned';
  if (/block not found(?! on disk)/i.test(String(words))) return 'unknown';
  if (/not (found on disk|fully downloaded|available)|can't read block/i.test(String(words))) return 'notDownloaded';
  return null;
}

/** Throws `node.lies`: block where it is another, body where it cannot be read, merkle, duplicateTail, or the witness's reason. */
function checkBlockOf(node: Node, hash: Uint8Array, bytes: Uint8Array, columns: BlockColumns): void {
  const lies = (reason: string, detail: string | number = ''): never => {
    throw new Fault('node.lies', { address: node.address, reason, hash: displayHash(hash), ...(detail === '' ? {} : { detail }) });
  };
  if (bytes.length <= HEADER_BYTES || !bytesEqual(sha256d(bytes.subarray(0, HEADER_BYTES)), hash)) lies('block');
  try {
    readBlock(bytes, columns, node.network.transactionForm);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    lies('body', error.parameters['reason']);
  }
  const txids = txidsOf(bytes, columns);
  const { root, mutated } = merkleRoot(txids);
  if (!bytesEqual(root, bytes.subarray(36, 68))) lies('merkle');
  // CVE-2012-2459: repeated transactions can give the same root as the true list.
  if (mutated) lies('merkle', 'duplicateTail');
  try {
    checkWitnessCommitment(bytes, columns, wtxidsOf(bytes, columns, activeKernel(), txids));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    lies('witness', error.parameters['reason']);
  }
}
