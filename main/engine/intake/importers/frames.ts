// Frames of a node's blk and rev files: [magic][length][body]. Finds them between zeros and garbage, and believes no length that
// the file itself contradicts. It judges no body.
import { BITCOIN_NETWORKS, HEADER_BYTES } from '../../chains/index.ts';
import type { RejectedRow } from '../material.ts';
import type { SourceFile } from '../sourceFile.ts';

const WINDOW_BYTES = 1 << 20;

export function isKnownMagic(bytes: Uint8Array, at: number): boolean {
  return BITCOIN_NETWORKS.some(({ magic }) => magic.every((byte, i) => bytes[at + i] === byte));
}

export interface Frame {
  readonly offset: number;
  readonly length: number;
}

/** A file whose frames lie again and again is not told row by row. */
const MOST_LIES = 1000;

/** Frames [magic][length][body][trailer] of one file, tolerating zeros and garbage between them. */
export function* frames(
  file: SourceFile,
  least: number,
  largest: number,
  rejected: RejectedRow[],
  trailer = 0,
): Generator<Frame & { head: Uint8Array; magic: Uint8Array }> {
  const lead = new Uint8Array(8 + HEADER_BYTES);
  const findMagic = createMagicFinder(file);
  let lies = 0;
  const reject = (at: number, reason: string, text: string) => {
    if (++lies <= MOST_LIES) rejected.push({ row: at, reason, text: `${file.name}: ${text}` });
  };
  let at = findMagic(0);
  while (at !== -1 && at + 8 < file.size) {
    const got = file.readInto(lead, at);
    const length = new DataView(lead.buffer).getUint32(4, true);
    const end = at + 8 + length + trailer;
    if (length < least || length > largest) reject(at, 'frameLength', String(length));
    else if (end > file.size) reject(at, 'halfWritten', `${file.size - at - 8} / ${length}`);
    else {
      yield { offset: at + 8, length, head: lead.slice(8, Math.min(got, 8 + HEADER_BYTES)), magic: lead.slice(0, 4) };
      // What follows a true frame is the next one, zeros, or nothing. Else the length may be a lie that hides others.
      at = findMagic(endsWell(file, end) ? end : at + 8);
      continue;
    }
    at = findMagic(at + 1);
  }
  if (lies > MOST_LIES) rejected.push({ row: 0, reason: 'more', text: `${file.name}: ${lies - MOST_LIES}` });
}

/** How much blank space must follow a frame that no other one follows: single zeros are everywhere in transactions. */
const BLANK_BYTES = 80;

function endsWell(file: SourceFile, end: number): boolean {
  const next = new Uint8Array(Math.min(BLANK_BYTES, file.size - end));
  file.readInto(next, end);
  const { xorKey } = file;
  for (let i = 0; i < next.length; i++) {
    if (i + 4 <= next.length && isKnownMagic(next, i)) return true;
    // Zeros that the node left when it allocated ahead are never obfuscated: with a key they read as the key.
    const isBlank = next[i] === 0 || (xorKey.length > 0 && next[i] === xorKey[(end + i) % xorKey.length]);
    if (!isBlank) return false;
  }
  return true;
}

/** Gives the next place of a known magic from an offset on, or -1. Keeps its window: many short steps read the file once. */
function createMagicFinder(file: SourceFile): (from: number) => number {
  const window = new Uint8Array(Math.min(WINDOW_BYTES, Math.max(4, file.size)));
  let base = -1;
  let count = 0;
  const firstBytes = new Set(BITCOIN_NETWORKS.map(({ magic }) => magic[0]));
  return (from) => {
    for (let at = from; at + 4 <= file.size; ) {
      if (base === -1 || at < base || at + 4 > base + count) {
        base = at;
        count = file.readInto(window, at);
        if (count < 4) return -1;
      }
      for (let i = at - base; i + 4 <= count; i++) if (firstBytes.has(window[i]) && isKnownMagic(window, i)) return base + i;
      at = base + count - 3;
    }
    return -1;
  };
}
