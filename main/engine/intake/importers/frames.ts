// Frames of a node's blk and rev files: [magic][length][body]. Finds them between zeros and garbage, and believes no length that
// the file itself contradicts. It judges no body.
import type { RejectedRow } from '../material.ts';
import type { SourceFile } from '../sourceFile.ts';
import { LEAD_BYTES, walkFrames } from './frameWalk.ts';

export { isKnownMagic } from './frameWalk.ts';

export interface Frame {
  readonly offset: number;
  readonly length: number;
}

/** Frames [magic][length][body][trailer] of one file, tolerating zeros and garbage between them. */
export function* frames(
  file: SourceFile,
  least: number,
  largest: number,
  rejected: RejectedRow[],
  trailer = 0,
): Generator<Frame & { head: Uint8Array; magic: Uint8Array }> {
  const walk = walkFrames(file, { least, largest, trailer }, rejected);
  for (let step = walk.step(); step !== 'end'; step = walk.step()) {
    if (step === 'read') walk.give(file.readInto(walk.window.subarray(0, walk.wantLength), walk.wantAt));
    else {
      const lead = walk.window.slice(walk.leadAt, Math.min(walk.leadAt + LEAD_BYTES, walk.leadAt + 8 + file.size - walk.offset));
      yield { offset: walk.offset, length: walk.length, head: lead.subarray(8), magic: lead.subarray(0, 4) };
    }
  }
}
