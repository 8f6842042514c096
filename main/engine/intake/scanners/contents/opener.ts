// What an opener of packed forms is, and the bounds within which each of them works.
import type { Host } from '../../../kernel/index.ts';
import type { Source, Unread } from './source.ts';

/** What one look may unpack. */
export interface UnpackBudget {
  bytes: number;
  entries: number;
}

/** What reads that may not be done on the engine's own thread is done with; without it they are left out. */
export interface Threads {
  readonly host: Host;
  readonly signal: AbortSignal;
}

export interface OpenContext {
  readonly budget: UnpackBudget;
  onUnread(unread: Unread): void;
  readonly threads: Threads | null;
}

/** A file within, or another view of the same bytes (rows, text of a page), whose places are places of that view. */
export interface Inner {
  readonly shown: string;
  /** Of an entry the place of the first one of its name, where that may be another. */
  readonly first?: string | undefined;
  readonly kind: 'entry' | 'view' | 'rest' | 'picture';
  /** Bytes as the archive states them, which may be wrong; of a picture its pixels. */
  readonly size: number | null;
  /** Place of the first byte in what is shown: not 0 in what is left of a damaged archive. */
  readonly start: number;
  /** Read once at most. What is not read is passed over. */
  bytes(): AsyncIterable<Uint8Array>;
}

export interface Opener {
  readonly id: string;
  /** By first bytes, and by the name where they say too little. */
  takes(of: { readonly head: Uint8Array; readonly shown: string }): boolean;
  /** `archive`: entries, counted as a level of depth. `plain`: the same, but nothing is packed, so that it grows nothing. `view`: nothing within. */
  readonly level: 'archive' | 'plain' | 'view';
  /** Reads anywhere; within an archive the whole of it is held. */
  open?(source: Source, context: OpenContext): AsyncIterable<Inner>;
  /** Reads from first to last and holds nothing. */
  openStream?(bytes: AsyncIterable<Uint8Array>, shown: string, context: OpenContext): AsyncIterable<Inner>;
}

/** What is held of something within an archive; larger is read as the bytes that it is. */
export const MOST_HELD = 64 << 20;
/** DEFLATE itself cannot exceed 1032 to 1; below the second figure a high ratio harms nobody. */
const MOST_RATIO = 400;
const RATIO_FREE = 64 << 20;

/** Ends where the budget or the ratio does, or where the archive is damaged: what came before was read. */
export async function* limited(
  stream: AsyncIterable<Uint8Array>,
  packedBytes: () => number,
  shown: string,
  { budget, onUnread }: OpenContext,
): AsyncGenerator<Uint8Array> {
  let produced = 0;
  try {
    for await (const piece of stream) {
      produced += piece.length;
      budget.bytes -= piece.length;
      if (budget.bytes < 0) return onUnread({ path: shown, reason: 'unpack: more than is unpacked in one look' });
      if (produced > RATIO_FREE && produced > packedBytes() * MOST_RATIO)
        return onUnread({ path: shown, reason: `unpack: more than ${MOST_RATIO} to 1` });
      yield piece;
    }
  } catch (error) {
    onUnread({ path: shown, reason: `unpack: ${messageOf(error)}` });
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 200) : String(error));

/** Whether there is room for one more entry; tells when not. */
export function mayOpen(shown: string, { budget, onUnread }: OpenContext): boolean {
  if (budget.entries-- > 0) return true;
  onUnread({ path: shown, reason: 'unpack: too many entries' });
  return false;
}

const VIEW_PIECE = 1 << 16;
/** What a view may hold beyond what it was made from: rows that point to the same bytes again and again. */
const VIEW_GROWTH = 4;
const VIEW_FREE = 1 << 20;

/** Lines of a view as bytes; ends where it has become far larger than its source. A line given as bytes stands as it is. */
export async function* viewBytes(
  lines: Iterable<string | Uint8Array>,
  source: Pick<Source, 'size'>,
  shown: string,
  { budget, onUnread }: OpenContext,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let made = 0;
  try {
    for (const line of lines) {
      const bytes = typeof line === 'string' ? Buffer.from(line) : line;
      made += bytes.length;
      budget.bytes -= bytes.length;
      if (budget.bytes < 0 || made > source.size * VIEW_GROWTH + VIEW_FREE) {
        onUnread({ path: shown, reason: 'unpack: more than is unpacked in one look' });
        break;
      }
      held.push(bytes);
      heldBytes += bytes.length;
      if (heldBytes < VIEW_PIECE) continue;
      yield Buffer.concat(held);
      held = [];
      heldBytes = 0;
    }
  } catch (error) {
    onUnread({ path: shown, reason: `unpack: ${messageOf(error)}` });
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

export const viewOf = (shown: string, bytes: () => AsyncIterable<Uint8Array>, kind: 'view' | 'picture' = 'view'): Inner => ({
  ...{ shown, kind, size: null, start: 0, bytes },
});
