// Cuts a stream of bytes into pieces with their context and hands each on to be scanned.
import { CONTEXT } from './scanKernel.ts';

export interface StreamPiece {
  readonly bytes: Uint8Array;
  /** Place of the first byte in the stream. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** `first`: place of the stream's first byte in what it is a part of. */
export async function* streamPieces(stream: AsyncIterable<Uint8Array>, pieceBytes: number, first = 0): AsyncGenerator<StreamPiece> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let start = first;
  let judged = first;
  for await (const piece of stream) {
    held.push(piece);
    heldBytes += piece.length;
    if (start + heldBytes < judged + pieceBytes + CONTEXT) continue;
    const bytes = joined(held, heldBytes);
    // All that has its context behind it.
    const to = start + heldBytes - CONTEXT;
    yield { bytes, start, from: judged, to };
    judged = to;
    const keep = Math.max(start, judged - CONTEXT);
    held = [bytes.slice(keep - start)];
    heldBytes -= keep - start;
    start = keep;
  }
  if (start + heldBytes > judged) yield { bytes: joined(held, heldBytes), start, from: judged, to: start + heldBytes };
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
