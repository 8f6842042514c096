// Blocks of a node as a session of several questions reads them: each is asked for once, as far as they fit into memory. It keeps
// what was read and judges nothing.
import { hex } from '../../../../shared/model/bytes.ts';
import type { BlockStore, BlockUndo } from '../../intake/index.ts';

/** Some thirty full blocks: a session that follows a node daily holds all of them. */
const KEPT_BYTES = 64 << 20;

interface Kept {
  readonly bytes: Uint8Array;
  undo: Promise<BlockUndo | null> | null;
}

/** For stores whose undo data stay valid when the next block is asked for, as a node's do. */
export function readOnce(store: BlockStore, keptBytes: number = KEPT_BYTES): BlockStore {
  const kept = new Map<string, Kept>();
  let room = keptBytes;
  const hold = (key: string, bytes: Uint8Array): Kept => {
    if (bytes.length > room) return { bytes, undo: null };
    room -= bytes.length;
    const held: Kept = { bytes: bytes.slice(), undo: null };
    kept.set(key, held);
    return held;
  };
  /** Kept once it is there; what failed is asked for again. */
  const undoOnce = (held: Kept, ask: () => Promise<BlockUndo | null>): Promise<BlockUndo | null> => {
    if (held.undo === null) {
      held.undo = ask();
      held.undo.catch(() => {
        held.undo = null;
      });
    }
    return held.undo;
  };
  const undoAlone = async (hash: Uint8Array, counts: () => readonly number[], signal: AbortSignal): Promise<BlockUndo | null> => {
    for await (const given of store.read(hash, signal)) return await given.undo(counts);
    return null;
  };
  return {
    has: (hash) => store.has(hash),
    lengthOf: (hash) => store.lengthOf(hash),
    undoLengthOf: (hash) => store.undoLengthOf(hash),
    get undo() {
      return store.undo;
    },
    async *read(hashes, signal) {
      const count = Math.floor(hashes.length / 32);
      const keys = Array.from({ length: count }, (_, i) => hex(hashes.subarray(i * 32, i * 32 + 32)));
      for (let first = 0, end = 0; first < count; first = end) {
        const held = kept.get(keys[first] as string);
        end = first + 1;
        if (held !== undefined) {
          const hash = hashes.slice(first * 32, end * 32);
          yield { index: first, bytes: held.bytes, undo: (counts) => undoOnce(held, () => undoAlone(hash, counts, signal)) };
          continue;
        }
        while (end < count && !kept.has(keys[end] as string)) end++;
        for await (const given of store.read(hashes.subarray(first * 32, end * 32), signal)) {
          const index = first + given.index;
          const fresh = hold(keys[index] as string, given.bytes);
          yield { index, bytes: fresh.bytes, undo: (counts) => undoOnce(fresh, () => given.undo(counts)) };
        }
      }
    },
    // Every question closes what it read from; the others still want it, and the session closes the node's own.
    close: () => undefined,
  };
}
