// Walks the frames [magic][length][body] of one blk or rev file, asking its caller for the few bytes it needs: the same walk
// serves readers that wait for a disk and readers that do not. It reads nothing itself and judges no body.
import { BITCOIN_NETWORKS, HEADER_BYTES } from '../../chains/index.ts';
import type { RejectedRow } from '../material.ts';

/** Magic, length and the first 80 bytes of the body: a block's header. */
export const LEAD_BYTES = 8 + HEADER_BYTES;
/** How much blank space must follow a frame that no other one follows: single zeros are everywhere in transactions. */
const BLANK_BYTES = 80;
/** Bodies below this lie close enough together that one read serves many. */
const SMALL_BODY_BYTES = 8192;
const SMALL_WINDOW_BYTES = 1 << 16;
const SEARCH_WINDOW_BYTES = 1 << 20;
/** A file whose frames lie again and again is not told row by row. */
const MOST_LIES = 1000;

const wordAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
const MAGIC_WORDS = BITCOIN_NETWORKS.map(({ magic }) => wordAt(magic, 0));
/** 1 for every byte that a magic begins with: the search looks at each byte of a file's garbage. */
const MAGIC_BEGINS = Uint8Array.from({ length: 256 }, (_, byte) => (BITCOIN_NETWORKS.some(({ magic }) => magic[0] === byte) ? 1 : 0));

export function isKnownMagic(bytes: Uint8Array, at: number): boolean {
  return at + 4 <= bytes.length && MAGIC_WORDS.includes(wordAt(bytes, at));
}

export interface WalkedFile {
  readonly name: string;
  readonly size: number;
  /** Key of the node's obfuscation; empty for none. */
  readonly xorKey: Uint8Array;
}

export interface FrameLimits {
  readonly least: number;
  readonly largest: number;
  /** Bytes behind the body that its length leaves out: an undo record's checksum. */
  readonly trailer: number;
}

/**
 * `frame`: `offset`, `length` and `leadAt` say where. `read`: put the bytes of the file from `wantAt` on, `wantLength` of them
 * and fewer only at its end, into `window` and call `give`. `end`: nothing more.
 */
export type FrameStep = 'frame' | 'read' | 'end';

export interface FrameWalk {
  step(): FrameStep;
  /** Of the body, in the file. */
  readonly offset: number;
  readonly length: number;
  /** Where the frame's magic stands in `window`; up to 88 bytes from there are the frame's until the next step. */
  readonly leadAt: number;
  readonly window: Uint8Array;
  readonly wantAt: number;
  readonly wantLength: number;
  give(count: number): void;
}

type State = 'first' | 'search' | 'lead' | 'after';

/** `scratch` may be shared by walks that follow one another. */
export function walkFrames(
  file: WalkedFile,
  limits: FrameLimits,
  rejected: RejectedRow[],
  scratch = new Uint8Array(SMALL_WINDOW_BYTES),
): FrameWalk {
  const { xorKey } = file;
  let { size } = file;
  const { least, largest, trailer } = limits;
  let state: State = 'first';
  let at = 0;
  /** End of the frame last given, and the place to search from if that end proves to be none. */
  let end = 0;
  let suspect = 0;
  let base = 0;
  let count = 0;
  let lies = 0;
  const walk = { offset: 0, length: 0, leadAt: 0, window: scratch, wantAt: 0, wantLength: 0, step, give };

  function give(given: number): void {
    base = walk.wantAt;
    count = given;
    // Shorter than it was: what is there is walked, and the frame that ends behind it is half-written.
    if (given < walk.wantLength) size = base + given;
  }

  /** Whether the window holds `length` bytes from `from` on, or all that the file has. If not, asks for `ask` bytes. */
  function holds(from: number, length: number, ask: number): boolean {
    if (from >= base && Math.min(from + length, size) <= base + count) return true;
    walk.wantAt = from;
    walk.wantLength = Math.min(ask, size - from);
    if (walk.window.length < walk.wantLength) walk.window = new Uint8Array(walk.wantLength);
    return false;
  }

  function reject(row: number, reason: string, text: string): void {
    if (++lies <= MOST_LIES) rejected.push({ row, reason, text: `${file.name}: ${text}` });
  }

  function finish(): 'end' {
    if (lies > MOST_LIES) rejected.push({ row: 0, reason: 'more', text: `${file.name}: ${lies - MOST_LIES}` });
    lies = 0;
    at = size;
    state = 'search';
    return 'end';
  }

  /** What follows a true frame is the next one, zeros, or nothing. Else the length may be a lie that hides others. */
  function endsWell(): boolean {
    const { window } = walk;
    const stop = Math.min(end + BLANK_BYTES, size) - base;
    for (let i = end - base; i < stop; i++) {
      if (i + 4 <= stop && MAGIC_WORDS.includes(wordAt(window, i))) return true;
      // Zeros that the node left when it allocated ahead are never obfuscated: with a key they read as the key.
      const isBlank = window[i] === 0 || (xorKey.length > 0 && window[i] === xorKey[(base + i) % xorKey.length]);
      if (!isBlank) return false;
    }
    return true;
  }

  /** Moves `at` to the next magic in the window; false where there is none. */
  function search(): boolean {
    const { window } = walk;
    const stop = count - 3;
    for (let i = at - base; i < stop; i++) {
      if (MAGIC_BEGINS[window[i] as number] !== 1 || !MAGIC_WORDS.includes(wordAt(window, i))) continue;
      at = base + i;
      return true;
    }
    at = Math.max(at, base + count - 3);
    return false;
  }

  function step(): FrameStep {
    for (;;) {
      if (state === 'first') {
        if (size < 4) return finish();
        if (!holds(0, LEAD_BYTES, 4096)) return 'read';
        state = isKnownMagic(walk.window, 0) ? 'lead' : 'search';
      } else if (state === 'after') {
        if (end >= size) return finish();
        if (!holds(end, LEAD_BYTES, walk.length < SMALL_BODY_BYTES ? SMALL_WINDOW_BYTES : LEAD_BYTES)) return 'read';
        const next = end - base;
        if (next + 4 <= count && MAGIC_WORDS.includes(wordAt(walk.window, next))) {
          at = end;
          state = 'lead';
        } else {
          at = endsWell() ? end : suspect;
          state = 'search';
        }
      } else if (state === 'search') {
        if (at + 4 > size) return finish();
        if (!holds(at, 4, SEARCH_WINDOW_BYTES)) return 'read';
        if (search()) state = 'lead';
      } else {
        if (at + 8 >= size) return finish();
        if (!holds(at, LEAD_BYTES, LEAD_BYTES)) return 'read';
        walk.leadAt = at - base;
        const length = wordAt(walk.window, walk.leadAt + 4) >>> 0;
        end = at + 8 + length + trailer;
        if (length >= least && length <= largest && end <= size) {
          walk.offset = at + 8;
          walk.length = length;
          suspect = at + 8;
          state = 'after';
          return 'frame';
        }
        if (length < least || length > largest) reject(at, 'frameLength', String(length));
        else reject(at, 'halfWritten', `${size - at - 8} / ${length}`);
        at += 1;
        state = 'search';
      }
    }
  }
  return walk;
}
