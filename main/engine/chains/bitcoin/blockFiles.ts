// The framing of a node's blk*.dat and rev*.dat files, over bytes in memory: XOR, [magic][length] frames among
// padding and garbage, checksums of undo records. It reads no file and trusts no length.
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { sha256d } from './header.ts';

/**
 * Undoes (or applies) Bitcoin Core's obfuscation of block files (v28, blocks/xor.dat) in place. `fileOffset`
 * is where `bytes` begin in the file. An empty or all-zero key changes nothing.
 */
export function deobfuscate(bytes: Uint8Array, key: Uint8Array, fileOffset: number): void {
  const size = key.length;
  if (size === 0 || key.every((byte) => byte === 0)) return;
  const keyAt = (i: number): number => key[(fileOffset + i) % size] as number;
  // Whole words in the middle, where the key repeats every second word; single bytes at the ends.
  const head = size === 8 ? Math.min((4 - (bytes.byteOffset % 4)) % 4, bytes.length) : bytes.length;
  for (let i = 0; i < head; i++) bytes[i] = (bytes[i] as number) ^ keyAt(i);
  const words = (bytes.length - head) >>> 2;
  if (words > 0) {
    const middle = new Uint32Array(bytes.buffer, bytes.byteOffset + head, words);
    const turned = new Uint32Array(Uint8Array.from({ length: 8 }, (_, i) => keyAt(head + i)).buffer);
    const even = turned[0] as number;
    const odd = turned[1] as number;
    let i = 0;
    for (; i + 1 < words; i += 2) {
      middle[i] = (middle[i] as number) ^ even;
      middle[i + 1] = (middle[i + 1] as number) ^ odd;
    }
    if (i < words) middle[i] = (middle[i] as number) ^ even;
  }
  for (let i = head + words * 4; i < bytes.length; i++) bytes[i] = (bytes[i] as number) ^ keyAt(i);
}

/** What the payload of a frame is; an undo record is followed by a 32-byte checksum that its length leaves out. */
export type FrameKind = 'block' | 'undo';

const SIZES: Readonly<Record<FrameKind, { readonly least: number; readonly most: number; readonly trailer: number }>> = {
  // Header, count and the smallest transaction; MAX_BLOCK_SERIALIZED_SIZE.
  block: { least: 141, most: 4_000_000, trailer: 0 },
  // A block without spends has an empty list; MAX_SIZE of Bitcoin Core's serialisation.
  undo: { least: 1, most: 0x0200_0000, trailer: 32 },
};

export interface Frame {
  /** Where the payload begins in the scanned bytes. */
  readonly offset: number;
  readonly length: number;
  /** Undo only: the 32 bytes behind the payload begin at offset + length. */
}

/**
 * `garbage`: bytes that are no frame and not all zero. `lyingLength`: a magic whose length cannot be true.
 * `torn`: the file ends inside a frame, as after a crash or during a copy.
 */
export interface FrameFinding {
  readonly kind: 'garbage' | 'lyingLength' | 'torn';
  readonly offset: number;
  readonly length: number;
}

export interface FrameScan {
  readonly frames: readonly Frame[];
  readonly findings: readonly FrameFinding[];
  /** Findings beyond the first thousand: a hostile file must not fill the memory with them. */
  readonly unlistedFindings: number;
  /** Everything before is done with. Unless `final`, put the bytes from here on in front of the next piece. */
  readonly next: number;
}

export interface ScanOptions {
  readonly kind: FrameKind;
  /** No more bytes follow these. */
  readonly final: boolean;
  readonly from?: number;
}

const MOST_FINDINGS = 1000;

/**
 * Finds the frames of a piece of a block file. A frame is never searched for inside another: if a payload then
 * proves to be no block, scan again from just behind its magic (`from: frame.offset - 4`).
 */
export function scanFrames(bytes: Uint8Array, magic: Uint8Array, options: ScanOptions): FrameScan {
  const { least, most, trailer } = SIZES[options.kind];
  const frames: Frame[] = [];
  const findings: FrameFinding[] = [];
  let found = 0;
  const end = bytes.length;
  let at = options.from ?? 0;
  // The present run of garbage, without the zeros behind it; padding of up to 16 MiB is normal and no finding.
  let junkStart = -1;
  let junkEnd = -1;
  const note = (finding: FrameFinding): void => {
    found++;
    if (findings.length < MOST_FINDINGS) findings.push(finding);
  };
  const closeJunk = (): void => {
    if (junkStart >= 0) note({ kind: 'garbage', offset: junkStart, length: junkEnd - junkStart });
    junkStart = -1;
  };
  while (end - at >= 8) {
    const first = bytes[at] as number;
    if (first === 0) {
      at++;
      continue;
    }
    if (first !== magic[0] || !isMagic(bytes, at, magic)) {
      if (junkStart < 0) junkStart = at;
      junkEnd = ++at;
      continue;
    }
    const length = uint32(bytes, at + 4);
    if (length < least || length > most) {
      closeJunk();
      note({ kind: 'lyingLength', offset: at, length });
      at += 4;
      continue;
    }
    if (at + 8 + length + trailer > end) {
      if (!options.final) break;
      closeJunk();
      // A length that passes the end is a torn tail, unless another frame begins inside what it claims.
      const other = nextPlausible(bytes, at + 8, magic, least, most, trailer);
      note({ kind: other < 0 ? 'torn' : 'lyingLength', offset: at, length: other < 0 ? end - at : length });
      at = other < 0 ? end : other;
      continue;
    }
    closeJunk();
    frames.push({ offset: at + 8, length });
    at += 8 + length + trailer;
  }
  if (options.final && at < end) {
    const rest = bytes.subarray(at, end);
    if (isMagic(rest, 0, magic.subarray(0, rest.length))) {
      closeJunk();
      note({ kind: 'torn', offset: at, length: rest.length });
    } else if (rest.some((byte) => byte !== 0)) {
      if (junkStart < 0) junkStart = at;
      junkEnd = end;
    }
    at = end;
  }
  closeJunk();
  return { frames, findings, unlistedFindings: found - findings.length, next: at };
}

function isMagic(bytes: Uint8Array, at: number, magic: Uint8Array): boolean {
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic[i]) return false;
  return true;
}

function uint32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)) >>> 0
  );
}

function nextPlausible(bytes: Uint8Array, from: number, magic: Uint8Array, least: number, most: number, trailer: number): number {
  for (
    let at = bytes.indexOf(magic[0] as number, from);
    at >= 0 && at + 8 <= bytes.length;
    at = bytes.indexOf(magic[0] as number, at + 1)
  ) {
    if (!isMagic(bytes, at, magic)) continue;
    const length = uint32(bytes, at + 4);
    if (length >= least && length <= most && at + 8 + length + trailer <= bytes.length) return at;
  }
  return -1;
}

/**
 * Whether an undo record belongs on top of the block `previousHash`: its checksum is sha256d(previousHash +
 * undo). This ties a record to a place in the chain, and proves nothing about the values in it.
 */
export function undoChecksumHolds(previousHash: Uint8Array, undo: Uint8Array, checksum: Uint8Array): boolean {
  return bytesEqual(undoChecksum(previousHash, undo), checksum);
}

export function undoChecksum(previousHash: Uint8Array, undo: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(32 + undo.length);
  bytes.set(previousHash);
  bytes.set(undo, 32);
  return sha256d(bytes);
}

/** A block as a node writes it to a blk file. */
export function frameBlock(magic: Uint8Array, block: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + block.length);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(4, block.length, true);
  bytes.set(block, 8);
  return bytes;
}

/** An undo record as a node writes it to a rev file. */
export function frameUndo(magic: Uint8Array, undo: Uint8Array, previousHash: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + undo.length + 32);
  bytes.set(frameBlock(magic, undo));
  bytes.set(undoChecksum(previousHash, undo), 8 + undo.length);
  return bytes;
}
