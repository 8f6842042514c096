// The header pass over one blk file: magic, length and header of each block, and nothing of the transactions. Also the look
// at a few headers by which a file that was scanned before is known again.
import { HEADER_BYTES, type Obfuscation } from '../../chains/index.ts';
import { LARGEST_BLOCK, SMALLEST_BLOCK } from '../importers/blockFiles.ts';
import { type FrameLimits, type FrameWalk, LEAD_BYTES, walkFrames } from '../importers/frameWalk.ts';
import type { RejectedRow } from '../material.ts';
import { type DiskFile, readWhole } from './disk.ts';
import type { ArchiveFile } from './folder.ts';

const BLOCK_LIMITS: FrameLimits = { least: SMALLEST_BLOCK, largest: LARGEST_BLOCK, trailer: 0 };
/** Places of blocks are kept as 32-bit numbers. A node ends a file at 128 MiB. */
const LARGEST_FILE = 0xffff_ffff;

/** What the header pass knows of one blk file. */
export interface FileScan {
  /** Of each block's first byte, in the file. */
  readonly offsets: Uint32Array;
  readonly lengths: Uint32Array;
  /** 80 bytes a block. */
  readonly headers: Uint8Array;
  /** Of the first frame; empty where there is none. */
  readonly magic: Uint8Array;
  /** The last frame was being written when the file was copied or read: next time there may be more. */
  readonly halfWritten: boolean;
  readonly rejected: readonly RejectedRow[];
}

/** The key's effect on bytes just read, and the key for the walk that has to know what blank looks like. */
export interface FileKey {
  readonly xorKey: Uint8Array;
  readonly obfuscation: Obfuscation | null;
}

/** Walks a file on the disk. `onRead` is told the place before each read, and may throw to stop. */
export async function walkOnDisk(
  opened: DiskFile,
  file: ArchiveFile,
  key: FileKey,
  limits: FrameLimits,
  rejected: RejectedRow[],
  onFrame: (walk: FrameWalk) => void,
  onRead: (at: number) => void,
): Promise<void> {
  const walk = walkFrames({ name: file.name, size: file.size, xorKey: key.xorKey }, limits, rejected);
  for (let step = walk.step(); step !== 'end'; step = walk.step()) {
    if (step === 'frame') {
      onFrame(walk);
      continue;
    }
    onRead(walk.wantAt);
    const window = walk.window.subarray(0, walk.wantLength);
    await readWhole(opened, file.name, window, walk.wantAt);
    key.obfuscation?.(window, walk.wantAt);
    walk.give(walk.wantLength);
  }
}

export async function scanFile(opened: DiskFile, file: ArchiveFile, key: FileKey, onRead: (at: number) => void): Promise<FileScan> {
  const rejected: RejectedRow[] = [];
  const tooLarge = file.size > LARGEST_FILE;
  if (tooLarge) rejected.push({ row: LARGEST_FILE, reason: 'fileTooLarge', text: `${file.name}: ${file.size}` });
  let count = 0;
  let offsets = new Uint32Array(256);
  let lengths = new Uint32Array(256);
  let headers = new Uint8Array(256 * HEADER_BYTES);
  let magic = new Uint8Array(0);
  const readable = tooLarge ? { ...file, size: LARGEST_FILE } : file;
  await walkOnDisk(
    opened,
    readable,
    key,
    BLOCK_LIMITS,
    rejected,
    (walk) => {
      if (count === offsets.length) {
        offsets = grown(offsets, new Uint32Array(count * 2));
        lengths = grown(lengths, new Uint32Array(count * 2));
        headers = grown(headers, new Uint8Array(count * 2 * HEADER_BYTES));
      }
      const { window, leadAt } = walk;
      if (count === 0) magic = window.slice(leadAt, leadAt + 4);
      offsets[count] = walk.offset;
      lengths[count] = walk.length;
      headers.set(window.subarray(leadAt + 8, leadAt + LEAD_BYTES), count * HEADER_BYTES);
      count++;
    },
    onRead,
  );
  return {
    offsets: offsets.slice(0, count),
    lengths: lengths.slice(0, count),
    headers: headers.slice(0, count * HEADER_BYTES),
    magic,
    // With frames behind it, it is a length that lies and not a file that grows.
    halfWritten: rejected.some((row) => row.reason === 'halfWritten' && (count === 0 || row.row > (offsets[count - 1] as number))),
    rejected,
  };
}

function grown<Column extends Uint32Array | Uint8Array>(column: Column, wider: Column): Column {
  wider.set(column);
  return wider;
}

/** Whether the first, the middle and the last block of an earlier scan still stand where it found them. */
export async function stillHolds(opened: DiskFile, file: ArchiveFile, key: FileKey, scan: FileScan): Promise<boolean> {
  const { offsets, lengths, headers } = scan;
  const count = offsets.length;
  if (count === 0) return true;
  const lead = new Uint8Array(LEAD_BYTES);
  const view = new DataView(lead.buffer);
  for (const block of new Set([0, count >>> 1, count - 1])) {
    const at = (offsets[block] as number) - 8;
    await readWhole(opened, file.name, lead, at);
    key.obfuscation?.(lead, at);
    if (view.getUint32(4, true) !== lengths[block]) return false;
    for (let i = 0; i < HEADER_BYTES; i++) if (lead[8 + i] !== headers[block * HEADER_BYTES + i]) return false;
  }
  return true;
}
