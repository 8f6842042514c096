// Which undo record of a rev file belongs to a block. It asks its caller for the records it wants to see, so that it serves
// readers that wait for a disk and readers that do not; it reads no file and trusts no order.
import { sha256d, undoChecksumHolds } from '../../chains/index.ts';

/** Behind each record, not counted by its length. */
export const CHECKSUM_BYTES = 32;

/** After this many blocks without a record only records near the expected one are tried, so that a foreign rev file costs no quadratic time. */
export const MOST_MISSES = 16;
export const NEAR = 64;
/** Far above what a block can spend. */
export const LARGEST_UNDO = 64_000_000;

export type UndoMatch<Parsed> =
  | { readonly record: number; readonly undo: Parsed }
  | { readonly record: number; readonly undo: null; readonly reason: string };

/**
 * Tries records in the given order: yields a number, is given that record with its checksum behind it (its own bytes: they may be
 * kept; null where it cannot be read). The seal says "child of this parent", not which child: with `siblings` every record is
 * looked at and told by its shape. `parse` gives a record's content or why it is none.
 */
export function* matchUndo<Parsed>(
  order: Iterable<number>,
  siblings: boolean,
  previousHash: Uint8Array,
  parse: (undo: Uint8Array) => Parsed | string,
  fits: (undo: Parsed) => boolean,
): Generator<number, UndoMatch<Parsed> | null, Uint8Array | null> {
  const fitting = new Map<string, Parsed>();
  let first = -1;
  for (const record of order) {
    const bytes = yield record;
    if (bytes === null) continue;
    const undo = bytes.subarray(0, bytes.length - CHECKSUM_BYTES);
    if (!undoChecksumHolds(previousHash, undo, bytes.subarray(undo.length))) continue;
    const content = parse(undo);
    const reason = typeof content === 'string' ? content : fits(content) ? null : 'undoCount';
    if (siblings) {
      if (reason !== null) continue;
      if (first === -1) first = record;
      // Two children with the same spends have the same record: no choice to be made.
      fitting.set(Buffer.from(sha256d(undo)).toString('hex'), content as Parsed);
    } else if (reason !== null) return { record, undo: null, reason };
    else return { record, undo: content as Parsed };
  }
  const [undo] = fitting.values();
  if (undo === undefined) return null;
  return fitting.size === 1 ? { record: first, undo } : { record: first, undo: null, reason: 'undoAmbiguous' };
}
